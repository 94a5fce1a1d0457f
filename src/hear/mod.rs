//! Hearing: from sound to words, and to the moment when a turn is over.
//!
//! **Enters:** 16 kHz mono sound in [`Frame`](crate::audio::Frame)s or slices, and weights as files or bytes.
//! **Leaves:** speech spans, turns, [`Transcript`](crate::call::Transcript)s, and what was measured on the voice.
//! **Must not know:** what the words mean, who asks, where the sound came from. Frames are the only clock.
//!
//! ```text
//! Frame -> SpeechDetector -> SpanFinder -> TurnFinder -> TurnAudio -> recognize_speech -> Transcript
//!          (probability)     (spans)       |       ^                   measure          -> Sound
//!                                          +-asks--EndOfTurn
//! ```

mod align;
mod dictation;
mod edges;
mod error;
mod ggml_file;
mod hesitation;
mod intensity;
mod interruption;
mod log_mel;
mod phrase_end;
mod pitch;
mod prosody;
mod recognize;
mod recording;
mod second_pass;
mod silero;
mod smart_turn;
mod steps;
mod transcript;
mod turn;
mod turn_audio;
mod vad;
mod whisper;

pub use dictation::{is_dictated, more_credible};
pub use error::HearError;
pub use interruption::{Interruption, InterruptionFinder, only_listens};
pub use prosody::measure;
pub use recognize::{Recognizer, recognize_speech};
pub use recording::{Passage, PassageCutter, SideListener};
pub use second_pass::{CarefulListener, FILLER_PROMPT, Listened, number_through, second_pass};
pub use silero::SpeechDetector;
pub use smart_turn::EndOfTurn;
pub use turn::{TurnEvent, TurnFinder, TurnSettings};
pub use turn_audio::TurnAudio;
pub use vad::{SpanFinder, VadSettings, Voice, VoiceChange, find_speech};
pub use whisper::{Ear, Whisper};

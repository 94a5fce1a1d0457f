//! Text to speech: a line and a person's character enter, 16 kHz mono samples leave.
//!
//! Every line comes out at the same speech level, without silence around it, and the same text with the same
//! character gives the same samples. This room must not know who speaks, what telephone the voice goes over,
//! or when it is played.
//!
//! ```text
//! text -> sentences -> spoken words -> phonemes -> spectra and pitch -> samples -> level
//!         words::spoken                phonemes    acoustic             vocoder    level
//! ```

mod acoustic;
mod background;
mod characters;
mod hibari;
mod level;
mod names;
mod noise;
mod phonemes;
mod synthesizer;
mod unknown_words;
mod vocoder;

pub use background::Background;
pub use characters::{CHARACTERS, Character, FORMANT, PACE, PITCH, character, guarded};
pub use hibari::{Hibari, HibariBytes};
pub use synthesizer::{Sentence, SpeakError, Synthesizer, sentences};

/// Samples a second of everything that leaves this room: the line's.
pub use crate::audio::RATE;

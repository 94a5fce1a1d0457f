//! What came from the caller: one turn, typed or spoken.

use super::{Seconds, Span};
use serde::{Deserialize, Serialize};

/// How a turn reached the gatekeeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Typed,
    Spoken,
}

/// One recognised word. `start` and `end` are call time (or file time in `analyze`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    pub text: String,
    pub start: Seconds,
    pub end: Seconds,
    /// 0 to 1, as the recognizer gives it.
    pub probability: f32,
}

/// What a recognizer made of a stretch of audio. Empty text is a fact: nothing was recognised.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Transcript {
    pub text: String,
    pub words: Vec<Word>,
}

impl Transcript {
    /// One after the other.
    pub fn then(mut self, next: Self) -> Self {
        if !self.text.is_empty() && !next.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(&next.text);
        self.words.extend(next.words);
        self
    }
}

/// A hesitation: a sound (um, uh), or words that say nothing (like, you know).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filler {
    pub text: String,
    pub start: Seconds,
    pub end: Seconds,
}

/// How the pitch moved in the last voiced part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PhraseEnd {
    pub start: Seconds,
    pub end: Seconds,
    /// Up is positive.
    pub semitones: f64,
}

/// What was heard in a turn's voice, apart from its words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct VoiceHeard {
    /// Stretches of speech, edges to 10 ms, divided at every silence of 150 ms and more.
    pub speech: Vec<Span>,
    pub sound: Sound,
    /// Ums and uhs known by their sound; recognizers leave most of them out.
    pub hesitations: Vec<Filler>,
    pub phrase_ends: Vec<PhraseEnd>,
}

/// What was heard when a turn was listened to once more.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondHearing {
    pub transcript: Transcript,
    /// None where nothing but the words is known.
    pub voice: Option<VoiceHeard>,
    /// The words as they come out of a telephone's band, where that was asked for and a number was said.
    pub over_telephone: Option<String>,
}

/// When the stages of a turn happened, in call time.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct TurnTiming {
    /// The first sample of speech (typed: when the line was entered).
    pub start: Seconds,
    /// The true end of speech, without the detector's hang-over.
    pub speech_end: Seconds,
    /// When the line decided that the turn was over.
    pub turn_end_decided: Seconds,
    /// When the words were there.
    pub transcript_ready: Seconds,
}

/// Machine time for each stage, in milliseconds. Differs from run to run; nothing else in a record does.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct MachineMs {
    pub recognize: f64,
    pub understand: f64,
    pub synthesize: f64,
}

/// What was measured on the sound of one turn. `None` was not measured.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Sound {
    /// Integrated loudness of the turn, LUFS (ITU-R BS.1770).
    pub loudness_lufs: Option<f64>,
    /// Mean intensity of speech and its standard deviation, dB; full scale is 94 dB, as in Praat.
    #[serde(default)]
    pub intensity_db: Option<f64>,
    #[serde(default)]
    pub intensity_sd_db: Option<f64>,
    /// Speech level over the level between words, dB.
    pub snr_db: Option<f64>,
    /// Median pitch in Hz and its standard deviation in semitones, voiced frames only.
    pub pitch_median_hz: Option<f64>,
    pub pitch_sd_semitones: Option<f64>,
}

/// One caller turn as it left the line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heard {
    pub channel: Channel,
    pub text: String,
    /// Empty when typed.
    pub words: Vec<Word>,
    /// Stretches of detected speech; empty when typed.
    pub speech: Vec<Span>,
    pub timing: TurnTiming,
    pub machine_ms: MachineMs,
    /// `None` when typed, and in a call: what its turns sounded like is measured after hang-up.
    pub sound: Option<Sound>,
    /// The caller began while the other side was still speaking, which stopped.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut_in: bool,
}

impl Heard {
    /// A typed turn at a moment of call time.
    pub fn typed(text: impl Into<String>, at: Seconds) -> Self {
        Self {
            channel: Channel::Typed,
            text: text.into(),
            words: Vec::new(),
            speech: Vec::new(),
            timing: TurnTiming { start: at, speech_end: at, turn_end_decided: at, transcript_ready: at },
            machine_ms: MachineMs::default(),
            sound: None,
            cut_in: false,
        }
    }
}

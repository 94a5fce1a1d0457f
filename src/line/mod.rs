//! The telephone line: a [`Reply`] and an [`Expectation`] go in, the caller's [`Answer`] comes out, and
//! every sound and word is told to an [`EventSink`] as it happens.
//!
//! A typed, a WAV and a live call are three lines with one interface, so that the same words make the same
//! story. This room knows no scenario and no score.

mod interference;
mod phone;
mod rewound;
mod synthesis;
mod text;
mod turns;
mod voice;
mod worker;

pub use interference::Quality;
pub use phone::Telephone;
pub use rewound::Rewound;
pub use synthesis::VoiceRoom;
pub use text::TextLine;
pub use turns::{CallerTurns, LiveCaller, WavStream, WavTurns};
pub use voice::{OpenEar, Passage, VoiceLine, VoiceParts};
pub use worker::Worker;

use crate::audio::AudioError;
pub use crate::call::Answer;
use crate::call::{EventSink, Expectation, Outlook, Reply, SecondHearing};
use crate::hear::HearError;
use crate::speak::SpeakError;

#[derive(Debug, thiserror::Error)]
pub enum LineError {
    #[error("the sound of the call stopped: {0}")]
    Audio(#[from] AudioError),
    #[error("the call could not be heard: {0}")]
    Hear(#[from] HearError),
    #[error("the gatekeeper could not speak: {0}")]
    Speak(#[from] SpeakError),
    #[error("the typed words could not be read: {0}")]
    Input(#[from] std::io::Error),
    /// A model that the line was to be made of did not load.
    #[error("{0}")]
    Model(String),
    #[error("the recording of the call is incomplete: {0}")]
    Recording(String),
    #[error("the call does not go the way it went: then \"{then}\", now \"{now}\"; the scenario has changed")]
    WentAnotherWay { then: String, now: String },
    #[error("the {0} worker stopped; this is a fault of coldcall")]
    WorkerGone(&'static str),
}

/// What the mind makes of the words so far of a turn that may go on. Asked in every pause, it must answer within some
/// hundredths of a second.
pub type Foresee<'a> = dyn FnMut(&str) -> Outlook + 'a;

/// One side of a telephone call, duplex: it says what it is handed and hears what comes back.
pub trait Line {
    /// Plays the reply, then, where the expectation says so, listens for one caller turn.
    fn exchange(
        &mut self,
        reply: &Reply,
        expectation: &Expectation,
        foresee: &mut Foresee<'_>,
        sink: &mut dyn EventSink,
    ) -> Result<Answer, LineError>;

    /// Listens once more, carefully, to each caller turn after hang-up. One transcript for each turn that
    /// was heard, in order, word times in call time; empty where nothing was spoken (a typed call).
    /// Where `over_telephone`, turns with a
    /// telephone number are heard through the telephone's band, too. `progress` is told how many turns of how many are
    /// done.
    fn hear_again(
        &mut self,
        over_telephone: bool,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Vec<SecondHearing>, LineError>;
}

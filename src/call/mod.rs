//! The vocabulary of a phone call, shared by the mind and the body.
//!
//! Nothing enters and nothing leaves: these are values. This room knows no file, no clock, no model.

mod answer;
mod controls;
mod event;
mod expectation;
mod heard;
mod kind;
mod outlook;
mod past;
mod record;
mod reply;
mod scorecard;
mod script;
mod time;
mod understanding;

pub use answer::Answer;
pub use controls::Controls;
pub use event::{CallEvent, CallStart, CampaignCall, EventSink, Origin, RetryOf};
pub use expectation::Expectation;
pub use heard::{
    Channel, Filler, Heard, MachineMs, PhraseEnd, SecondHearing, Sound, Transcript, TurnTiming, VoiceHeard,
    Word,
};
pub use kind::{Difficulty, Element, Fidelity, Kind, Outcome};
pub use outlook::{Completeness, Outlook};
pub use past::{Past, exchanges};
pub use record::{CallRecord, CallerTurn, Careful, EndingReached, RECORD_VERSION, Turn};
pub use reply::{BargeIn, LineSound, Part, Reply, Say, VoiceCharacter};
pub use scorecard::{
    Clarity, Coaching, Delivery, Energy, EnergyBand, Evidence, FinalRises, Finding, Intensity, Otherwise,
    PaceOver, Pause, Pitch, Scorecard, Section, VoiceBaseline,
};
pub use script::ScriptFollowed;
pub use time::{Seconds, Span};
pub use understanding::{ElementFound, Fact, FactKind, Meant, MoveGuess, Understanding};

//! Getting ready, and what is practised besides single calls: who you are, what you will say, drills, campaigns, and
//! what all calls together show.
//!
//! A caller's answers and texts, seeds, dates and the records of calls go in; a profile, a script with what is missing in
//! it, tiny scenarios and when they come back, companies, ladders of calls, ledgers and figures come out. This room reads no file, asks nobody, knows no clock and
//! prints nothing: `cli` does.

pub mod campaign;
pub mod cards;
pub mod drill;
pub mod ledger;
mod note;
mod profile;
pub mod progress;
mod prompter;
mod questions;
pub mod schedule;
mod script;
pub mod stage;

pub use note::{Note, note};
pub use profile::{Key, Problem, Profile, Referrer, Shape, Trouble, key, keys};
pub use prompter::{Cue, Prompter, follow};
pub use questions::{Question, first_three, questions, questions_for};
pub use script::check::{Checked, Remark, Weight, check};
pub use script::{
    Model, Part, PartTime, Script, Slot, Timing, USUAL_PACE, layout, model, scriptable, suggestion, timing,
};

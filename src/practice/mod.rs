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
mod usual_voice;

pub use note::{Note, note};
pub use profile::{Key, Problem, Profile, Referrer, Shape, Trouble, key, keys};
pub use prompter::{Cue, Prompter, follow};
pub use questions::{Question, first_three, questions, questions_for};
pub use script::check::{Checked, Remark, Weight, check};
pub use script::{
    Model, Part, PartTime, Script, Slot, Timing, USUAL_PACE, layout, model, scriptable, suggestion, timing,
};
pub use usual_voice::usual_voice;

/// Rules that a script is written and checked by, and that the question bank and the note serve.
const SCRIPT_RULES: &[u32] = &[
    35, 36, 37, 38, 39, 40, 42, 43, 44, 45, 46, 47, 48, 54, 55, 56, 57, 58, 59, 60, 63, 66, 67, 68, 69, 70,
    71, 72, 78, 79, 80, 82, 83, 93,
];
/// Rules that the profile asks for: outside research, whom you help, where you would love to be.
const PROFILE_RULES: &[u32] = &[10, 34, 84];

/// The practice besides single calls, by its command, with the rules of the book that it rehearses or prepares.
pub fn coverage() -> [(&'static str, &'static [u32]); 5] {
    [
        ("drill", drill::RULES),
        ("campaign", campaign::RULES),
        ("progress", progress::RULES),
        ("script", SCRIPT_RULES),
        ("profile", PROFILE_RULES),
    ]
}

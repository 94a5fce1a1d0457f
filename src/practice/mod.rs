//! Getting ready: who you are, what you will say, and following it in the call.
//!
//! A caller's answers and texts go in; a profile, a script with what is missing in it, and the place that a caller has
//! reached come out. This room reads no file, asks nobody and prints nothing: `cli` does.

mod note;
mod profile;
mod prompter;
mod questions;
mod script;

pub use note::{Note, note};
pub use profile::{Key, Problem, Profile, Referrer, Shape, Trouble, key, keys};
pub use prompter::{Cue, Prompter, follow};
pub use questions::{Question, first_three, questions, questions_for};
pub use script::check::{Checked, Remark, Weight, check};
pub use script::{
    Model, Part, PartTime, Script, Slot, Timing, USUAL_PACE, layout, model, scriptable, suggestion, timing,
};

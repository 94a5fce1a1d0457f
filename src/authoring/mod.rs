//! For those who write scenarios: what is wrong with one, how it looks as a map, how it can end, a first one
//! to start from, and rehearsals that play it.
//!
//! A scenario's text goes in; problems as data, drawings and lists as text come out. Nothing here reads a
//! file or prints; only [`render`] knows how a problem is drawn.

mod check;
mod close_moves;
mod course;
mod endings;
mod explore;
mod graph;
mod map;
mod new;
mod pack;
mod rehearsals;
mod render;
mod schema;
mod turns;
mod wander;
mod wording;

pub use check::{Checked, check, check_with};
pub use endings::{PathToEnding, Step, WayToEnding, endings};
pub use explore::{Explored, explore};
pub use map::{MapFormat, map};
pub use new::{Answers, NewError, QUESTIONS, first_scenario};
pub use pack::{MANIFEST, MOST_BYTES, MOST_FILES, Manifest, Pack, PackProblem, manifest, pack};
pub use rehearsals::{Played, Tested, test};
pub use render::{ProblemJson, problems_json, render};
pub use schema::schema;

#[cfg(test)]
mod hostile_tests;

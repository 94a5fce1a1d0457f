//! The report: a record and its scorecard as people and programs read them.
//!
//! What enters: a [`CallRecord`](crate::call::CallRecord), scored or not. What leaves: text for a terminal
//! (ANSI colours, which the caller of this room strips where there is no terminal) or JSON. This room
//! must not know how anything was scored, and it prints nothing itself.

mod drill;
mod json;
mod page;
mod terminal;
mod transcript;
mod view;

pub use drill::drill;
pub use json::json;
pub use terminal::{Detail, terminal};
pub use transcript::transcript;

#[cfg(test)]
mod tests;

//! The report: records, scorecards, campaigns and progress as people and programs read them.
//!
//! What enters: a [`CallRecord`](crate::call::CallRecord), scored or not. What leaves: text for a terminal
//! (ANSI colours, which the caller of this room strips where there is no terminal) or JSON. This room
//! must not know how anything was scored, and it prints nothing itself.

mod campaign;
mod compare;
mod drill;
mod html;
mod json;
mod page;
mod progress;
mod progress_html;
mod review_html;
mod terminal;
mod transcript;
mod view;

pub use campaign::{after_a_call, campaign, offers};
pub use compare::{Beside, Changes, changes, compare};
pub use drill::drill;
pub use json::json;
pub use page::counted;
pub use progress::progress;
pub use progress_html::progress_html;
pub use review_html::review_html;
pub use terminal::{Detail, delivery, terminal};
pub use transcript::transcript;

#[cfg(test)]
mod tests;

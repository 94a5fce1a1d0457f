//! Practice between calls: what is rehearsed, and when it comes back.
//!
//! Enters: cards, dates, scores. Leaves: tiny scenarios to play, and what is due when. This room touches no
//! file and knows no clock: dates come in as arguments.

pub mod cards;
pub mod drill;
pub mod schedule;
pub mod stage;

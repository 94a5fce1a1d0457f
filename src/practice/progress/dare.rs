//! The dare (rule 96): one call today.

use jiff::civil::Date;
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dare {
    pub text: &'static str,
    /// Somebody was dialled today.
    pub kept: bool,
}

/// Small enough for a bad day. The day decides which one.
const DARES: [&str; 7] = [
    "I dare you: one call today. It may go badly, that's what it's for.",
    "I dare you: dial once today, and ask one question that begins with how.",
    "I dare you: one call today, and ask for the interview with the word when.",
    "I dare you: call once today, and when they say no, ask once more.",
    "I dare you: one call today, standing up.",
    "I dare you: one call today, and thank them by name.",
    "I dare you: dial before you feel ready, once, today.",
];

pub fn dare(today: Date, kept: bool) -> Dare {
    let day = today.day_of_year().unsigned_abs() as usize;
    Dare { text: DARES[day % DARES.len()], kept }
}

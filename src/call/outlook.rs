//! What the mind makes of a turn that is still being said.

use super::Say;

/// How complete the words so far are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// A number or a name is being dictated and is not all there.
    Dictating,
    /// The words cannot end here: "my number is", "because", "um".
    Unfinished,
    /// They may end here, and as well go on.
    Open,
    /// A whole statement that answers.
    Complete,
    /// A question, or a short answer to a short question: hardly anybody goes on after it.
    Final,
}

/// How to wait for the rest, and what will be said if none comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    pub completeness: Completeness,
    /// The lines that would answer: worth synthesising at once.
    pub next: Vec<Say>,
}

impl Outlook {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { completeness: Completeness::Open, next: Vec::new() };
}

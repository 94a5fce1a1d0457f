//! What the line may expect of the caller next.

use super::{BargeIn, Say, Seconds};

/// Handed to the line with every reply: how to listen.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// False after the last reply: the line plays it and hangs up.
    pub listen: bool,
    /// The moves that the state accepts.
    pub moves: Vec<String>,
    /// The last line refused or objected.
    pub after_refusal: bool,
    /// Names and terms likely to be said; a dozen words at most.
    pub vocabulary: Vec<String>,
    /// Lines that may come next, likeliest first: worth synthesising while the caller speaks.
    pub ahead: Vec<Say>,
    /// Silence from the start of listening that counts as no input.
    pub no_input_after: Seconds,
    /// The longest thinking pause inside a turn.
    pub max_pause: Seconds,
    /// A turn longer than this is cut off by the gatekeeper.
    pub rambling_after: Seconds,
    /// A voicemail records one take: silence ends it, nobody answers in between.
    pub one_take: bool,
    /// What whoever speaks last in the reply does when the caller cuts in.
    pub barge_in: BargeIn,
}

#[cfg(test)]
impl Expectation {
    /// As a state without wishes of its own has it.
    pub fn plain(listen: bool) -> Self {
        Self {
            listen,
            moves: Vec::new(),
            after_refusal: false,
            vocabulary: Vec::new(),
            ahead: Vec::new(),
            no_input_after: 6.0,
            max_pause: 1.5,
            rambling_after: 30.0,
            one_take: false,
            barge_in: BargeIn::default(),
        }
    }
}

//! What came down the line for one turn.

use super::Heard;

/// How the caller answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Heard(Heard),
    /// The turn ran over the expectation's limit and was cut off there.
    Rambled(Heard),
    /// There was speech, but no words in it.
    Unclear(Heard),
    /// Nobody spoke until the limit.
    Silence,
    /// The caller hung up: end of input, Ctrl-C, the last recorded turn.
    HungUp,
}

impl Answer {
    /// The turn, where there was one.
    pub fn heard(&self) -> Option<&Heard> {
        match self {
            Self::Heard(heard) | Self::Rambled(heard) | Self::Unclear(heard) => Some(heard),
            Self::Silence | Self::HungUp => None,
        }
    }
}

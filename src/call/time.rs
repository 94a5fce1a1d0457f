//! Call time: seconds from the moment the call was dialled. Frames of audio are its clock.

use serde::{Deserialize, Serialize};

/// Seconds of call time, 0 at the first ring. A typed call counts its turns' reading time as 0.
pub type Seconds = f64;

/// A stretch of call time, `start <= end`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Span {
    pub start: Seconds,
    pub end: Seconds,
}

impl Span {
    pub fn new(start: Seconds, end: Seconds) -> Self {
        Self { start, end }
    }

    pub fn seconds(self) -> Seconds {
        self.end - self.start
    }

    /// Seconds that both spans cover, 0 when they do not touch.
    pub fn overlap(self, other: Span) -> Seconds {
        (self.end.min(other.end) - self.start.max(other.start)).max(0.0)
    }
}

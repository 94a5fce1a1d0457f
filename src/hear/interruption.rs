//! Does the caller want to speak while somebody else does?
//!
//! **Enters:** the caller's frames while the other side speaks. **Leaves:** what the other side should do.
//! **Must not know:** words; whose sound it is: a microphone that hears the speaker hears an interruption in every line.
//!
//! Whoever is interrupted falls quiet at once and only then finds out what it was: a cough and "mm-hm" are over in half
//! a second, somebody who has something to say goes on.

use super::SpeechDetector;
use crate::audio::{FRAME_SECONDS, Frame};
use crate::call::{Seconds, Transcript};
use crate::words::backchannel::is_backchannel;
use std::collections::VecDeque;

/// What to do after a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interruption {
    /// Nothing has changed.
    None,
    /// Somebody seems to speak: fall quiet.
    Begun,
    /// It was short and is over. Its words, if it has any, say whether the other side may go on; until
    /// [`InterruptionFinder::dismiss`] it is not asked about again.
    Short,
    /// Somebody speaks and goes on speaking.
    Certain,
}

/// A probability of speech from which a frame counts, higher than for a turn: nothing is lost by a late "yes".
const LOUD: f32 = 0.6;
/// Frames of speech in a row (64 ms) at which the other side falls quiet.
const BEGUN_AFTER: usize = 2;
/// Speech of this length is no backchannel: those are two syllables, 0.2 to 0.6 s.
const CERTAIN_AFTER: Seconds = 0.8;
/// Quiet that ends a short sound.
const OVER_AFTER: Seconds = 0.32;
/// What is kept from before the first frame of speech: its onset.
const BEFORE: usize = 8;

/// Listens to the caller while the other side speaks. Deterministic.
#[derive(Default)]
pub struct InterruptionFinder {
    detector: SpeechDetector,
    /// From [`BEFORE`] the first speech on.
    frames: VecDeque<Frame>,
    begun: bool,
    asked: bool,
    /// In a row.
    speech: usize,
    quiet: usize,
    spoken: usize,
}

/// Whether a short sound, heard as this, asks for nothing: a cough, or "mm-hm".
pub fn only_listens(heard: &Transcript) -> bool {
    is_backchannel(&heard.text)
}

impl InterruptionFinder {
    /// Takes the next frame.
    pub fn push(&mut self, frame: &Frame) -> Interruption {
        let loud = self.detector.push(frame) >= LOUD;
        self.take(frame, loud)
    }

    fn take(&mut self, frame: &Frame, loud: bool) -> Interruption {
        self.frames.push_back(*frame);
        (self.speech, self.quiet) = if loud { (self.speech + 1, 0) } else { (0, self.quiet + 1) };
        if !self.begun {
            if self.speech < BEGUN_AFTER {
                self.frames.drain(..self.frames.len().saturating_sub(BEFORE));
                return Interruption::None;
            }
            (self.begun, self.spoken) = (true, self.speech);
            return Interruption::Begun;
        }
        self.spoken += usize::from(loud);
        if self.spoken as f64 * FRAME_SECONDS >= CERTAIN_AFTER {
            return Interruption::Certain;
        }
        if self.quiet as f64 * FRAME_SECONDS >= OVER_AFTER && !self.asked {
            self.asked = true;
            return Interruption::Short;
        }
        Interruption::None
    }

    /// It was nothing: the other side goes on, and the next sound is looked at anew.
    pub fn dismiss(&mut self) {
        (self.begun, self.asked) = (false, false);
        (self.speech, self.spoken) = (0, 0);
        self.frames.clear();
    }

    /// What was heard since the interruption began, a little before it included.
    pub fn frames(&self) -> impl ExactSizeIterator<Item = &Frame> {
        self.frames.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::SILENCE;

    /// What comes of speech (true) and quiet frames, by the number of the frame.
    fn course(frames: &[(usize, bool)]) -> Vec<(usize, Interruption)> {
        let mut finder = InterruptionFinder::default();
        let loud = frames.iter().flat_map(|(count, loud)| std::iter::repeat_n(*loud, *count));
        let all = loud.enumerate().map(|(at, loud)| (at, finder.take(&SILENCE, loud)));
        all.filter(|(_, what)| *what != Interruption::None).collect()
    }

    #[test]
    fn a_short_sound_is_asked_about_once_it_is_over() {
        assert_eq!(course(&[(10, false), (1, true), (30, false)]), [], "a click");
        let hm = course(&[(10, false), (12, true), (30, false)]);
        assert_eq!(hm, [(11, Interruption::Begun), (31, Interruption::Short)]);
    }

    #[test]
    fn who_goes_on_wants_to_speak() {
        let found = course(&[(5, false), (15, true), (4, false), (10, true)]);
        assert_eq!(found, [(6, Interruption::Begun), (33, Interruption::Certain)]);
    }

    #[test]
    fn after_nothing_the_next_sound_is_new() {
        let mut finder = InterruptionFinder::default();
        for _ in 0..40 {
            finder.take(&SILENCE, false);
        }
        assert_eq!(finder.frames().len(), BEFORE);
        finder.take(&SILENCE, true);
        assert_eq!(finder.take(&SILENCE, true), Interruption::Begun);
        assert_eq!(finder.frames().len(), BEFORE + 1, "its onset is kept");
        finder.dismiss();
        assert_eq!(finder.frames().len(), 0);
        finder.take(&SILENCE, true);
        assert_eq!(finder.take(&SILENCE, true), Interruption::Begun);
    }
}

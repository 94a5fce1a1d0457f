//! One turn's sound, and what can be had from it.
//!
//! **Enters:** samples and speech spans in call time. **Leaves:** words and measurements in call time.
//! **Must not know:** how the turn's end was found.

use super::{HearError, Recognizer, recognize_speech};
use crate::audio::RATE;
use crate::call::{Seconds, Span, Transcript};

/// One turn's sound.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnAudio {
    /// Call time of the first sample.
    pub start: Seconds,
    /// 16 kHz mono, from up to a second before the first word to the moment of decision.
    pub samples: Vec<f32>,
    /// Stretches of speech, call time, in order; the last one ends where speech truly ended.
    pub speech: Vec<Span>,
    /// Call time at which the turn was held to be over.
    pub decided: Seconds,
}

impl TurnAudio {
    /// Call time of the first speech.
    pub fn speech_start(&self) -> Seconds {
        self.speech.first().map_or(self.start, |span| span.start)
    }

    /// Call time of the true end of speech.
    pub fn speech_end(&self) -> Seconds {
        self.speech.last().map_or(self.start, |span| span.end)
    }

    /// What came after call time `at`.
    #[must_use]
    pub fn since(&self, at: Seconds) -> Self {
        let samples = &self.samples[self.index(at)..];
        let start = self.start.max(at);
        let cut = |span: &Span| Span::new(span.start.max(at), span.end);
        let speech = self.speech.iter().filter(|span| span.end > at).map(cut).collect();
        Self { start, samples: samples.to_vec(), speech, decided: self.decided }
    }

    /// What came before call time `at`.
    #[must_use]
    pub fn until(&self, at: Seconds) -> Self {
        let samples = &self.samples[..self.index(at)];
        let cut = |span: &Span| Span::new(span.start, span.end.min(at));
        let speech = self.speech.iter().filter(|span| span.start < at).map(cut).collect();
        Self { start: self.start, samples: samples.to_vec(), speech, decided: at }
    }

    fn index(&self, at: Seconds) -> usize {
        let index = ((at - self.start).max(0.0) * f64::from(RATE)).round() as usize;
        index.min(self.samples.len())
    }

    /// The words of the turn, in call time.
    ///
    /// # Errors
    /// What the recognizer's engine reports.
    pub fn recognize(&self, ear: &mut dyn Recognizer, prompt: &str) -> Result<Transcript, HearError> {
        let mut heard = recognize_speech(ear, &self.samples, &self.own_time(), prompt)?;
        for word in &mut heard.words {
            word.start += self.start;
            word.end += self.start;
        }
        Ok(heard)
    }

    pub(super) fn own_time(&self) -> Vec<Span> {
        self.speech.iter().map(|span| Span::new(span.start - self.start, span.end - self.start)).collect()
    }
}

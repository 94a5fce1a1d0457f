//! From probabilities to stretches of speech: four named states counted in frames, with hysteresis.
//!
//! **Enters:** one probability for each frame. **Leaves:** spans whose end is the true end of speech, without
//! the wait that was needed to be sure of it. **Must not know:** turns, words.

use super::SpeechDetector;
use crate::audio::{FRAME, FRAME_SECONDS, RATE};
use crate::call::{Seconds, Span};

/// When speech begins and ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VadSettings {
    /// A probability from which silence may turn into speech.
    pub start: f32,
    /// A probability under which speech may turn into silence; lower, so that a weak syllable does not end it.
    pub stop: f32,
    /// Frames that speech must last: a click is no word.
    pub min_speech: usize,
    /// Frames that silence must last: the closure of a `t` is no pause.
    pub min_silence: usize,
}

impl Default for VadSettings {
    /// 0.5 and 0.35 are the detector's published thresholds; 96 ms is shorter than the shortest "no",
    /// 192 ms is longer than a stop's closure and shorter than the 250 ms that count as a pause (Hincks 2005).
    fn default() -> Self {
        Self { start: 0.5, stop: 0.35, min_speech: 3, min_silence: 6 }
    }
}

/// Where a voice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    Quiet,
    /// Speech-like, not yet long enough to be speech.
    Starting,
    Speaking,
    /// Quiet again, not yet long enough to be a pause.
    Stopping,
}

/// What a frame changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum VoiceChange {
    /// Speech began at this time, a few frames ago.
    Started { at: Seconds },
    /// Speech that had begun ended; the span's end is its last frame of speech.
    Ended(Span),
}

/// The state machine. Times are seconds from its first frame.
#[derive(Debug, Clone)]
pub struct SpanFinder {
    settings: VadSettings,
    voice: Voice,
    /// Frames seen so far.
    frames: usize,
    /// The first frame of the speech that is starting or running.
    first: usize,
    /// One past its last frame of speech.
    last: usize,
}

impl SpanFinder {
    pub fn new(settings: VadSettings) -> Self {
        Self { settings, voice: Voice::Quiet, frames: 0, first: 0, last: 0 }
    }

    pub fn voice(&self) -> Voice {
        self.voice
    }

    /// Speech that has begun and not ended, up to its last frame of speech so far.
    pub fn open_span(&self) -> Option<Span> {
        matches!(self.voice, Voice::Speaking | Voice::Stopping).then(|| self.span())
    }

    /// Takes the next frame's probability.
    pub fn push(&mut self, probability: f32) -> Option<VoiceChange> {
        let frame = self.frames;
        self.frames += 1;
        let (starts, goes_on) = (probability >= self.settings.start, probability >= self.settings.stop);
        match self.voice {
            Voice::Quiet if starts => {
                (self.first, self.last) = (frame, frame + 1);
                self.voice = Voice::Starting;
                self.begin_if_long_enough()
            }
            Voice::Quiet => None,
            Voice::Starting if goes_on => {
                self.last = frame + 1;
                self.begin_if_long_enough()
            }
            Voice::Starting => {
                self.voice = Voice::Quiet;
                None
            }
            Voice::Speaking if goes_on => {
                self.last = frame + 1;
                None
            }
            Voice::Stopping if starts => {
                self.last = frame + 1;
                self.voice = Voice::Speaking;
                None
            }
            Voice::Speaking | Voice::Stopping => {
                self.voice = Voice::Stopping;
                (self.frames - self.last >= self.settings.min_silence).then(|| self.end())
            }
        }
    }

    /// The sound is over: speech that was running ends where it was last heard.
    pub fn finish(&mut self) -> Option<Span> {
        let span = self.open_span();
        self.voice = Voice::Quiet;
        span
    }

    fn begin_if_long_enough(&mut self) -> Option<VoiceChange> {
        (self.last - self.first >= self.settings.min_speech).then(|| {
            self.voice = Voice::Speaking;
            VoiceChange::Started { at: self.first as f64 * FRAME_SECONDS }
        })
    }

    fn end(&mut self) -> VoiceChange {
        self.voice = Voice::Quiet;
        VoiceChange::Ended(self.span())
    }

    fn span(&self) -> Span {
        Span::new(self.first as f64 * FRAME_SECONDS, self.last as f64 * FRAME_SECONDS)
    }
}

/// All speech in a whole recording (16 kHz mono), seconds from its start, in order and apart.
pub fn find_speech(samples: &[f32]) -> Vec<Span> {
    let mut detector = SpeechDetector::new();
    let mut finder = SpanFinder::new(VadSettings::default());
    let mut spans = Vec::new();
    for chunk in samples.chunks(FRAME) {
        let mut frame = [0.0; FRAME];
        frame[..chunk.len()].copy_from_slice(chunk);
        if let Some(VoiceChange::Ended(span)) = finder.push(detector.push(&frame)) {
            spans.push(span);
        }
    }
    spans.extend(finder.finish());
    let end = samples.len() as f64 / f64::from(RATE);
    for span in &mut spans {
        span.end = span.end.min(end);
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `p` as one digit for each frame, tenths of a probability.
    #[track_caller]
    fn case(p: &str, spans: &[(usize, usize)]) {
        let mut finder = SpanFinder::new(VadSettings::default());
        let mut found = Vec::new();
        for digit in p.bytes() {
            if let Some(VoiceChange::Ended(span)) = finder.push(f32::from(digit - b'0') / 10.0) {
                found.push(span);
            }
        }
        found.extend(finder.finish());
        let in_frames = |time: Seconds| (time / FRAME_SECONDS).round() as usize;
        let found: Vec<_> = found.iter().map(|span| (in_frames(span.start), in_frames(span.end))).collect();
        assert_eq!(found, spans, "{p}");
    }

    #[test]
    fn spans_start_and_end_where_speech_does() {
        case("0000000000", &[]);
        case("0990000000", &[]); // two frames are a click
        case("0999000000", &[(1, 4)]);
        case("0099990000000099990000000", &[(2, 6), (14, 18)]);
        case("0099990000999900000000", &[(2, 14)]); // four quiet frames are no pause
        case("00544440000000", &[(2, 7)]); // a weak syllable carries on
        case("00444444000000", &[]); // and does not begin
        case("009999004400000000", &[(2, 6)]); // nor bring speech back
        case("0000099", &[]);
        case("000009999", &[(5, 9)]); // the recording ends in mid-word
    }

    #[test]
    fn silence_and_noise_are_no_speech() {
        let mut seed = 1_u32;
        let noise: Vec<f32> = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / (1 << 23) as f32 - 1.0
        })
        .take(10 * RATE as usize)
        .collect();
        assert_eq!(find_speech(&vec![0.0; 10 * RATE as usize]), []);
        for level in [0.001, 0.05, 0.5] {
            let noise: Vec<f32> = noise.iter().map(|sample| sample * level).collect();
            assert_eq!(find_speech(&noise), [], "white noise at {level}");
        }
    }
}

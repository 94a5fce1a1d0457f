//! What was said in detected speech, and nothing else.
//!
//! **Enters:** sound, its speech spans, a recognizer. **Leaves:** a transcript whose words all lie in speech.
//! **Must not know:** which recognizer it is.
//!
//! Recognizers invent words for silence ("Thank you"). So only speech is handed over, with a little of its
//! surroundings; long pauses are shortened, and each word's time is mapped back.

use super::HearError;
use super::align::inside_speech;
use super::transcript::transcript;
use super::whisper::LONGEST;
use crate::audio::RATE;
use crate::call::{Seconds, Span, Transcript};

/// Speech to text. One call at a time; can move to a worker thread.
pub trait Recognizer: Send {
    /// Words in 16 kHz mono sound, times in seconds from its start. `prompt`: names and terms that may be said,
    /// a dozen words at most, or empty.
    ///
    /// # Errors
    /// When the engine fails; nothing recognised is an empty transcript.
    fn recognize(&mut self, samples: &[f32], prompt: &str) -> Result<Transcript, HearError>;
}

/// Sound kept on each side of a stretch of speech: onsets and releases are quieter than a detector's threshold.
const PADDING: Seconds = 0.2;
/// Both sides of a cut have at least this much.
const SHORTEST_PIECE: Seconds = 2.0;

/// Recognises the detected speech in `samples` (16 kHz mono); `speech` and all times are seconds from their start,
/// spans in order and apart. No speech, no words.
///
/// # Errors
/// What the recognizer's engine reports.
pub fn recognize_speech(
    ear: &mut dyn Recognizer,
    samples: &[f32],
    speech: &[Span],
    prompt: &str,
) -> Result<Transcript, HearError> {
    let mut words = Vec::new();
    for piece in pieces(samples, speech) {
        let excerpt = Excerpt::new(samples, &piece);
        let mut heard = ear.recognize(&excerpt.samples, prompt)?.words;
        for word in &mut heard {
            (word.start, word.end) = (excerpt.source_time(word.start), excerpt.source_time(word.end));
        }
        words.extend(inside_speech(heard, &piece));
    }
    Ok(transcript(words))
}

/// Speech spans in groups that the recognizer can take at once.
fn pieces(samples: &[f32], speech: &[Span]) -> Vec<Vec<Span>> {
    let length: Seconds = speech.windows(2).map(|pair| kept_gap(pair[0], pair[1])).sum::<f64>()
        + speech.iter().map(|span| span.seconds()).sum::<f64>()
        + 2.0 * PADDING;
    if speech.is_empty() {
        return Vec::new();
    }
    if length <= LONGEST {
        return vec![speech.to_vec()];
    }
    let (left, right) = halves(samples, speech);
    let mut all = pieces(samples, &left);
    all.extend(pieces(samples, &right));
    all
}

/// Cuts at the longest pause that leaves enough on both sides, else at the quietest place near the middle.
fn halves(samples: &[f32], speech: &[Span]) -> (Vec<Span>, Vec<Span>) {
    let (first, last) = (speech[0].start, speech[speech.len() - 1].end);
    let leaves_enough = |index: &usize| {
        speech[*index - 1].end - first >= SHORTEST_PIECE && last - speech[*index].start >= SHORTEST_PIECE
    };
    let gap = |index: &usize| speech[*index].start - speech[*index - 1].end;
    let pause = (1..speech.len()).filter(leaves_enough).max_by(|a, b| gap(a).total_cmp(&gap(b)));
    if let Some(index) = pause {
        return (speech[..index].to_vec(), speech[index..].to_vec());
    }
    let cut = quietest(samples, f64::midpoint(first, last), 4.0);
    let mut left: Vec<Span> = speech.iter().copied().filter(|span| span.start < cut).collect();
    let mut right: Vec<Span> = speech.iter().copied().filter(|span| span.end > cut).collect();
    if let Some(span) = left.last_mut() {
        span.end = span.end.min(cut);
    }
    if let Some(span) = right.first_mut() {
        span.start = span.start.max(cut);
    }
    (left, right)
}

/// The quietest tenth of a second within `reach` of `middle`, seconds from the first sample.
pub(super) fn quietest(samples: &[f32], middle: Seconds, reach: Seconds) -> Seconds {
    let window = RATE as usize / 10;
    let from = index(middle - reach).min(samples.len().saturating_sub(window));
    let to = index(middle + reach).min(samples.len().saturating_sub(window));
    let energy = |start: &usize| samples[*start..*start + window].iter().map(|s| s * s).sum::<f32>();
    let quietest = (from..=to).step_by(window / 4).min_by(|a, b| energy(a).total_cmp(&energy(b)));
    (quietest.unwrap_or(from) + window / 2) as f64 / f64::from(RATE)
}

fn kept_gap(before: Span, after: Span) -> Seconds {
    (after.start - before.end).clamp(0.0, 2.0 * PADDING)
}

fn index(time: Seconds) -> usize {
    (time.max(0.0) * f64::from(RATE)).round() as usize
}

/// Speech with shortened pauses, and the way back to where each part came from.
struct Excerpt {
    samples: Vec<f32>,
    /// (first sample here, first sample in the source), in order.
    parts: Vec<(usize, usize)>,
}

impl Excerpt {
    fn new(source: &[f32], speech: &[Span]) -> Self {
        let mut excerpt = Self { samples: Vec::new(), parts: Vec::new() };
        let mut reached = 0;
        for span in speech {
            let from = index(span.start - PADDING).max(reached).min(source.len());
            let to = index(span.end + PADDING).clamp(from, source.len());
            excerpt.parts.push((excerpt.samples.len(), from));
            excerpt.samples.extend_from_slice(&source[from..to]);
            reached = to;
        }
        excerpt
    }

    fn source_time(&self, time: Seconds) -> Seconds {
        let at = index(time);
        let part = self.parts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let (here, there) = self.parts.get(part).copied().unwrap_or_default();
        time + (there as f64 - here as f64) / f64::from(RATE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Word;

    /// Hears one word in each quarter second, named by the sample it finds there.
    struct Parrot {
        lengths: Vec<Seconds>,
    }

    impl Recognizer for Parrot {
        fn recognize(&mut self, samples: &[f32], _prompt: &str) -> Result<Transcript, HearError> {
            self.lengths.push(samples.len() as f64 / f64::from(RATE));
            let word = |(number, chunk): (usize, &[f32])| {
                let start = number as f64 * 0.25;
                Word { text: format!("{:.0}", chunk[0]), start, end: start + 0.25, probability: 1.0 }
            };
            Ok(transcript(samples.chunks(RATE as usize / 4).enumerate().map(word).collect()))
        }
    }

    /// Each sample holds its own time in quarter seconds.
    fn counting(seconds: usize) -> Vec<f32> {
        (0..seconds * RATE as usize).map(|i| (i * 4 / RATE as usize) as f32).collect()
    }

    #[test]
    fn only_speech_is_recognised_and_times_are_those_of_the_source() {
        let speech = [Span::new(2.0, 3.0), Span::new(3.3, 4.0), Span::new(50.0, 51.0)];
        let mut ear = Parrot { lengths: Vec::new() };
        let heard = recognize_speech(&mut ear, &counting(60), &speech, "").unwrap();
        // Padding, speech, the short gap, speech, a shortened pause, speech, padding.
        assert_eq!(ear.lengths.len(), 1);
        assert!((ear.lengths[0] - 3.8).abs() < 0.01, "{:?}", ear.lengths);
        for word in &heard.words {
            assert!(
                speech.iter().any(|span| word.start >= span.start - 1e-9 && word.end <= span.end + 1e-9),
                "{word:?}"
            );
        }
        let last = heard.words.last().unwrap();
        let time: f64 = last.text.parse::<f64>().unwrap() / 4.0;
        assert!((last.start - time).abs() <= 0.5, "{last:?} was heard at {time}");
    }

    #[test]
    fn no_speech_is_not_even_asked_about() {
        let mut ear = Parrot { lengths: Vec::new() };
        assert_eq!(recognize_speech(&mut ear, &counting(5), &[], "").unwrap(), Transcript::default());
        assert!(ear.lengths.is_empty());
    }

    #[test]
    fn long_speech_is_split_at_its_longest_pause() {
        let speech = [Span::new(0.5, 15.0), Span::new(15.3, 20.0), Span::new(20.9, 40.0)];
        let mut ear = Parrot { lengths: Vec::new() };
        recognize_speech(&mut ear, &counting(41), &speech, "").unwrap();
        assert_eq!(ear.lengths.len(), 2);
        assert!((ear.lengths[0] - 19.9).abs() < 0.01, "{:?}", ear.lengths);
    }

    #[test]
    fn speech_without_a_pause_is_split_where_it_is_quietest() {
        let mut samples = vec![0.5; 70 * RATE as usize];
        for quiet in [33.0, 17.0, 52.0] {
            samples[index(quiet)..index(quiet + 0.2)].fill(0.0);
        }
        let cut = pieces(&samples, &[Span::new(0.0, 70.0)]);
        let ends: Vec<_> = cut.iter().map(|piece| (piece[0].end * 10.0).round() / 10.0).collect();
        assert!(cut.iter().all(|piece| piece.len() == 1 && piece[0].seconds() <= LONGEST), "{cut:?}");
        assert!((ends[1] - 33.1).abs() < 0.11, "{ends:?}");
        assert!((cut[3][0].end - 70.0).abs() < 1e-9);
    }
}

//! How the pitch moves where a phrase ends.
//!
//! **Enters:** speech spans and a pitch contour. **Leaves:** the movement at the end of each phrase, in semitones.
//! **Must not know:** what a rise means.

use super::pitch::PitchFrame;
use super::prosody::median;
use crate::call::{PhraseEnd, Seconds, Span};

/// A phrase ends before a silence of this length (Hincks 2005).
const PAUSE: Seconds = 0.25;
/// The voiced frames of the last so many seconds are looked at; the last third against what comes before.
const TAIL: Seconds = 0.4;
const ENOUGH: usize = 9;

/// `speech` and `contour` in seconds from the same start. A phrase whose end is unvoiced has none.
pub(super) fn phrase_ends(speech: &[Span], contour: &[PitchFrame]) -> Vec<PhraseEnd> {
    let last_before_silence =
        |index: &usize| speech.get(index + 1).is_none_or(|next| next.start - speech[*index].end >= PAUSE);
    (0..speech.len())
        .filter(last_before_silence)
        .filter_map(|index| movement(speech[index], contour))
        .collect()
}

fn movement(span: Span, contour: &[PitchFrame]) -> Option<PhraseEnd> {
    let from = span.start.max(span.end - TAIL);
    let voiced: Vec<(Seconds, f64)> = contour
        .iter()
        .filter(|frame| (from..=span.end).contains(&frame.time))
        .filter_map(|frame| Some((frame.time, frame.hz?)))
        .collect();
    if voiced.len() < ENOUGH {
        return None;
    }
    let (before, last) = voiced.split_at(voiced.len() - voiced.len() / 3);
    let middle = |part: &[(Seconds, f64)]| median(&part.iter().map(|(_, hz)| *hz).collect::<Vec<f64>>());
    let semitones = 12.0 * (middle(last)? / middle(before)?).log2();
    Some(PhraseEnd { start: voiced[0].0, end: voiced[voiced.len() - 1].0, semitones })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pitch that moves by so many semitones over the last 0.4 s before `end`.
    fn moving(end: f64, by: f64) -> Vec<PitchFrame> {
        let frames = (end * 100.0) as usize;
        let at = |n: usize| {
            let time = n as f64 / 100.0;
            let part = ((time - (end - TAIL)) / TAIL).clamp(0.0, 1.0);
            PitchFrame { time, hz: Some(120.0 * 2.0_f64.powf(by * part / 12.0)) }
        };
        (0..frames).map(at).collect()
    }

    #[test]
    fn a_rise_is_a_rise_and_a_fall_a_fall() {
        for by in [-6.0, 0.0, 6.0] {
            let ends = phrase_ends(&[Span::new(0.0, 1.0)], &moving(1.0, by));
            // The medians of the last third and of the first two thirds lie half the movement apart.
            assert_eq!(ends.len(), 1);
            assert!((ends[0].semitones - by / 2.0).abs() < 0.3, "{by}: {ends:?}");
        }
    }

    #[test]
    fn phrases_end_at_pauses_and_need_a_voice() {
        let speech = [Span::new(0.0, 0.5), Span::new(0.6, 1.0), Span::new(1.4, 2.0)];
        assert_eq!(phrase_ends(&speech, &moving(2.0, 0.0)).len(), 2);
        let silent: Vec<PitchFrame> =
            moving(2.0, 0.0).into_iter().map(|frame| PitchFrame { hz: None, ..frame }).collect();
        assert_eq!(phrase_ends(&speech, &silent), []);
    }
}

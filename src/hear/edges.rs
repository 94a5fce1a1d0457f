//! Where exactly does speech begin and end?
//!
//! **Enters:** sound and the speech spans that a detector found in it. **Leaves:** the same speech with edges to
//! 10 ms, divided where the voice is silent. **Must not know:** words, turns.
//!
//! A detector of speech says what is speech and not a door; it says so in frames of 32 ms, late, and bridges short
//! pauses. The level says when: where speech stands well out of the room, its edges are where it rises out of it.

use super::steps::{STEP, levels, percentile};
use crate::audio::RATE;
use crate::call::{Seconds, Span};

/// How far an edge may lie outside of what was detected: a detector starts late on a fricative and ends early on a
/// fading syllable.
const BEFORE: Seconds = 0.15;
const AFTER: Seconds = 0.2;
/// Shorter silence is the closure of a stop.
const CLOSURE: Seconds = 0.15;
/// Shorter sound is a click.
const CLICK: Seconds = 0.03;
/// What lies this far from detected speech is the room.
const GUARD: Seconds = 0.1;
const ENOUGH_ROOM: Seconds = 0.2;
/// Speech that stands out less than this keeps the edges that were detected.
const STANDS_OUT_DB: f64 = 15.0;
/// The threshold lies this part of the way from the room up to the voice, and no deeper under the voice than this.
const PART_OF_THE_WAY: f64 = 0.3;
const DEEPEST_DB: f64 = 35.0;

/// `speech` in seconds from the start of `samples` (16 kHz mono), in order and apart.
pub(super) fn exact(samples: &[f32], speech: &[Span]) -> Vec<Span> {
    let levels = levels(samples);
    let Some(threshold) = threshold(&levels, speech) else { return speech.to_vec() };
    let mut found: Vec<Span> = Vec::new();
    for (index, span) in speech.iter().enumerate() {
        // Between two stretches, each may grow to the middle.
        let from = index.checked_sub(1).map_or(0.0, |before| f64::midpoint(speech[before].end, span.start));
        let end = samples.len() as f64 / f64::from(RATE);
        let to = speech.get(index + 1).map_or(end, |next| f64::midpoint(span.end, next.start));
        let around = Span::new((span.start - BEFORE).max(from), (span.end + AFTER).min(to));
        let inside = runs(&levels, around, threshold);
        found.extend(inside.into_iter().filter(|run| run.start < span.end && run.end > span.start));
    }
    if found.is_empty() { speech.to_vec() } else { found }
}

/// The level from which sound is speech; none where speech does not stand out.
fn threshold(levels: &[f64], speech: &[Span]) -> Option<f64> {
    let time = |step: usize| (step as f64 + 0.5) * STEP;
    let within = |step: usize, guard: Seconds| {
        speech.iter().any(|span| (span.start - guard..=span.end + guard).contains(&time(step)))
    };
    let pick = |wanted: &dyn Fn(usize) -> bool| -> Vec<f64> {
        (0..levels.len()).filter(|step| wanted(*step)).map(|step| levels[step]).collect()
    };
    let (voice, mut room) = (pick(&|step| within(step, 0.0)), pick(&|step| !within(step, GUARD)));
    let mut quiet = 0.5;
    if (room.len() as f64) * STEP < ENOUGH_ROOM {
        (room, quiet) = (pick(&|_| true), 0.02);
    }
    let (voice, room) = (percentile(voice, 0.9)?, percentile(room, quiet)?);
    let rise = (PART_OF_THE_WAY * (voice - room)).max(voice - room - DEEPEST_DB);
    (voice - room >= STANDS_OUT_DB).then_some(room + rise)
}

/// Sound over the threshold, closures of stops bridged, clicks left out.
fn runs(levels: &[f64], around: Span, threshold: f64) -> Vec<Span> {
    let from = (around.start / STEP).round() as usize;
    let to = ((around.end / STEP).round() as usize).min(levels.len());
    let mut runs: Vec<Span> = Vec::new();
    for step in (from..to).filter(|step| levels[*step] >= threshold) {
        let (start, end) = (step as f64 * STEP, (step + 1) as f64 * STEP);
        match runs.last_mut() {
            Some(run) if start - run.end < CLOSURE => run.end = end,
            _ => runs.push(Span::new(start, end)),
        }
    }
    runs.retain(|run| run.seconds() >= CLICK);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noise at a level for each stretch of seconds.
    fn sound(stretches: &[(f64, f32)]) -> Vec<f32> {
        let mut seed = 5_u32;
        let mut samples = Vec::new();
        for (seconds, level) in stretches {
            for _ in 0..(seconds * f64::from(RATE)) as usize {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                samples.push(level * ((seed >> 8) as f32 / (1 << 23) as f32 - 1.0));
            }
        }
        samples
    }

    #[track_caller]
    fn case(stretches: &[(f64, f32)], detected: &[(f64, f64)], expected: &[(f64, f64)]) {
        let speech: Vec<Span> = detected.iter().map(|(start, end)| Span::new(*start, *end)).collect();
        let found = exact(&sound(stretches), &speech);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (span, (start, end)) in found.iter().zip(expected) {
            assert!((span.start - start).abs() < 0.011 && (span.end - end).abs() < 0.011, "{found:?}");
        }
    }

    #[test]
    fn edges_are_where_the_voice_rises_out_of_the_room() {
        let said = [(1.0, 0.001), (1.0, 0.3), (0.27, 0.001), (1.0, 0.3), (1.0, 0.001)];
        case(&said, &[(1.06, 1.95), (2.3, 3.2)], &[(1.0, 2.0), (2.27, 3.27)]);
        // A pause that the detector bridged, and the closure of a stop.
        case(&said, &[(0.99, 3.2)], &[(1.0, 2.0), (2.27, 3.27)]);
        let stop = [(1.0, 0.001), (1.0, 0.3), (0.1, 0.001), (1.0, 0.3), (1.0, 0.001)];
        case(&stop, &[(1.0, 3.1)], &[(1.0, 3.1)]);
    }

    #[test]
    fn in_a_noisy_room_the_detector_is_believed() {
        case(&[(1.0, 0.1), (1.0, 0.3), (1.0, 0.1)], &[(1.06, 1.9)], &[(1.06, 1.9)]);
        case(&[(1.0, 0.0)], &[(0.2, 0.5)], &[(0.2, 0.5)]);
    }

    #[test]
    fn what_was_not_detected_stays_out() {
        let door = [(1.0, 0.001), (1.0, 0.3), (0.5, 0.001), (0.3, 0.3), (1.0, 0.001)];
        case(&door, &[(1.0, 2.0)], &[(1.0, 2.0)]);
    }
}

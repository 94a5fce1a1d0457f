//! A recording of any length, one or two people in it: who spoke when, and in which passages it is listened to.
//!
//! **Enters:** blocks of sound, one for each side; twice, because turns are known only at the end. **Leaves:** after the
//! first time the [`Passage`]s, after the second the sound of each. **Must not know:** files, words.

use super::vad::{SpanFinder, VadSettings, VoiceChange};
use super::{SpeechDetector, TurnAudio};
use crate::audio::{FRAME, Frame, RATE};
use crate::call::{Seconds, Span};

/// What is listened to at once; longer turns are heard in passages, cut in their pauses.
const LONGEST_PASSAGE: Seconds = 120.0;
/// Sound without a pause for this long (music, a machine) is cut anyway.
const LONGEST_SPAN: Seconds = 60.0;
/// Sound around a passage: the room, and edges that were detected late.
const AROUND: Seconds = 5.0;
/// Sides that differ by less than this share of their power (-40 dB) are one person, recorded twice.
const SAME_SOUND: f64 = 1e-4;

/// A part of a turn that is listened to at once; times in seconds from the start of the recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Turns are counted over both sides.
    pub turn: usize,
    /// 0 the caller's, 1 the other's.
    pub side: usize,
    pub sound: Span,
    pub speech: Vec<Span>,
}

/// Finds the speech of each side.
pub struct SideListener {
    sides: Vec<Side>,
    power: f64,
    difference: f64,
}

struct Side {
    detector: SpeechDetector,
    finder: SpanFinder,
    pending: Vec<f32>,
    spans: Vec<Span>,
    samples: usize,
}

impl Side {
    fn new() -> Self {
        Self {
            detector: SpeechDetector::new(),
            finder: SpanFinder::new(VadSettings::default()),
            pending: Vec::new(),
            spans: Vec::new(),
            samples: 0,
        }
    }

    fn push(&mut self, block: &[f32]) {
        self.samples += block.len();
        self.pending.extend_from_slice(block);
        let whole = self.pending.len() - self.pending.len() % FRAME;
        let rest = self.pending.split_off(whole);
        for chunk in std::mem::replace(&mut self.pending, rest).chunks_exact(FRAME) {
            self.frame(chunk);
        }
    }

    fn frame(&mut self, chunk: &[f32]) {
        let mut frame: Frame = [0.0; FRAME];
        frame[..chunk.len()].copy_from_slice(chunk);
        if let Some(VoiceChange::Ended(span)) = self.finder.push(self.detector.push(&frame)) {
            self.spans.push(span);
        }
    }

    fn finish(mut self) -> Vec<Span> {
        let rest = std::mem::take(&mut self.pending);
        self.frame(&rest);
        self.spans.extend(self.finder.finish());
        let end = self.samples as f64 / f64::from(RATE);
        self.spans.iter_mut().for_each(|span| span.end = span.end.min(end));
        self.spans
    }
}

impl SideListener {
    pub fn new(sides: usize) -> Self {
        Self { sides: (0..sides).map(|_| Side::new()).collect(), power: 0.0, difference: 0.0 }
    }

    /// The next block of every side, all of one length.
    pub fn push(&mut self, blocks: &[Vec<f32>]) {
        self.sides.iter_mut().zip(blocks).for_each(|(side, block)| side.push(block));
        if let [left, right] = blocks {
            let power = |sample: f32| f64::from(sample).powi(2);
            self.power += left.iter().chain(right).map(|sample| power(*sample)).sum::<f64>();
            self.difference += left.iter().zip(right).map(|(a, b)| power(a - b)).sum::<f64>();
        }
    }

    /// In the order in which they end. One voice on both sides, or on one alone, is the caller's.
    pub fn passages(self) -> Vec<Passage> {
        let same = self.difference <= SAME_SOUND * self.power;
        let end = self.sides.iter().map(|side| side.samples).max().unwrap_or(0) as f64 / f64::from(RATE);
        let mut spans: Vec<Vec<Span>> = self.sides.into_iter().map(Side::finish).collect();
        if same {
            spans.truncate(1);
        }
        passages(&spans, end)
    }
}

fn passages(sides: &[Vec<Span>], end: Seconds) -> Vec<Passage> {
    let mut all: Vec<(usize, Span)> = sides
        .iter()
        .enumerate()
        .flat_map(|(side, spans)| spans.iter().flat_map(|span| short(*span)).map(move |span| (side, span)))
        .collect();
    all.sort_by(|a, b| a.1.start.total_cmp(&b.1.start));
    let mut passages: Vec<Passage> = Vec::new();
    let mut turn = 0;
    for (side, span) in all {
        match passages.last_mut() {
            Some(last) if last.side == side && span.end - last.speech[0].start <= LONGEST_PASSAGE => {
                last.speech.push(span);
                continue;
            }
            Some(last) if last.side != side => turn += 1,
            _ => {}
        }
        passages.push(Passage { turn, side, sound: span, speech: vec![span] });
    }
    for side in 0..sides.len() {
        surround(&mut passages, side, end);
    }
    passages.sort_by(|a, b| a.sound.end.total_cmp(&b.sound.end));
    passages
}

fn short(span: Span) -> Vec<Span> {
    let parts = (span.seconds() / LONGEST_SPAN).ceil().max(1.0);
    let at = |part: f64| span.start + span.seconds() * part / parts;
    (0..parts as usize).map(|part| Span::new(at(part as f64), at(part as f64 + 1.0))).collect()
}

/// Gives each passage of a side the sound around it, to the middle of the silence between two.
fn surround(passages: &mut [Passage], side: usize, end: Seconds) {
    let own: Vec<usize> = (0..passages.len()).filter(|at| passages[*at].side == side).collect();
    let first = |at: usize, passages: &[Passage]| passages[at].speech[0].start;
    let last = |at: usize, passages: &[Passage]| passages[at].speech[passages[at].speech.len() - 1].end;
    for (index, at) in own.iter().enumerate() {
        let (start, stop) = (first(*at, passages), last(*at, passages));
        let before = index.checked_sub(1).map_or(0.0, |i| f64::midpoint(last(own[i], passages), start));
        let after = own.get(index + 1).map_or(end, |next| f64::midpoint(stop, first(*next, passages)));
        passages[*at].sound = Span::new((start - AROUND).max(before), (stop + AROUND).min(after));
    }
}

/// Cuts the passages out of the blocks as they come by, and keeps no more than is still needed.
pub struct PassageCutter {
    /// Those still to come, in the order in which they end.
    passages: std::collections::VecDeque<Passage>,
    /// For each side its sound from sample `from` on.
    kept: Vec<Vec<f32>>,
    from: usize,
}

impl PassageCutter {
    pub fn new(passages: Vec<Passage>, sides: usize) -> Self {
        Self { passages: passages.into(), kept: vec![Vec::new(); sides], from: 0 }
    }

    /// Takes the next block of every side and gives what is complete with it; `ends` with the last.
    pub fn push(&mut self, blocks: Vec<Vec<f32>>, ends: bool) -> Vec<(Passage, TurnAudio)> {
        self.kept.iter_mut().zip(blocks).for_each(|(kept, block)| kept.extend(block));
        let known = self.from + self.kept.iter().map(Vec::len).min().unwrap_or(0);
        let mut complete = Vec::new();
        while let Some(passage) = self.passages.front() {
            if !ends && index(passage.sound.end) > known {
                break;
            }
            complete.extend(self.passages.pop_front().map(|passage| self.cut(passage)));
        }
        let needed = self.passages.iter().map(|passage| index(passage.sound.start)).min().unwrap_or(known);
        let done = needed.saturating_sub(self.from).min(known - self.from);
        self.kept.iter_mut().for_each(|kept| drop(kept.drain(..done)));
        self.from += done;
        complete
    }

    fn cut(&self, passage: Passage) -> (Passage, TurnAudio) {
        let kept = &self.kept[passage.side];
        let at = |time: Seconds| index(time).saturating_sub(self.from).min(kept.len());
        let audio = TurnAudio {
            start: index(passage.sound.start) as f64 / f64::from(RATE),
            samples: kept[at(passage.sound.start)..at(passage.sound.end)].to_vec(),
            speech: passage.speech.clone(),
            decided: passage.sound.end,
        };
        (passage, audio)
    }
}

fn index(time: Seconds) -> usize {
    (time * f64::from(RATE)).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(all: &[(f64, f64)]) -> Vec<Span> {
        all.iter().map(|(start, end)| Span::new(*start, *end)).collect()
    }

    #[test]
    fn turns_go_back_and_forth() {
        let caller = spans(&[(1.0, 2.0), (2.5, 4.0), (9.0, 10.0)]);
        let other = spans(&[(5.0, 8.0)]);
        let found = passages(&[caller, other], 12.0);
        let seen: Vec<_> = found.iter().map(|p| (p.turn, p.side, p.sound.start, p.sound.end)).collect();
        // The sound of a passage reaches to the middle of the silence before the side's next.
        assert_eq!(seen, [(0, 0, 0.0, 6.5), (1, 1, 0.0, 12.0), (2, 0, 6.5, 12.0)]);
        assert_eq!(found[0].speech.len(), 2);
    }

    #[test]
    fn a_long_turn_is_heard_in_passages() {
        let talk: Vec<(f64, f64)> = (0..60).map(|n| (n as f64 * 10.0, n as f64 * 10.0 + 9.0)).collect();
        let found = passages(&[spans(&talk)], 600.0);
        assert!(found.iter().all(|passage| passage.turn == 0 && passage.sound.seconds() < 125.0));
        assert_eq!(found.iter().map(|passage| passage.speech.len()).sum::<usize>(), 60);
        let music = passages(&[spans(&[(0.0, 500.0)])], 500.0);
        assert!(music.iter().all(|passage| passage.sound.seconds() <= LONGEST_PASSAGE + 2.0 * AROUND));
        assert!(
            (music.iter().flat_map(|p| &p.speech).map(|s| s.seconds()).sum::<f64>() - 500.0).abs() < 1e-6
        );
    }

    #[test]
    fn passages_are_cut_out_of_what_goes_by() {
        let count = |n: usize| n as f32 / 1e6;
        let speech = [(1.0, 4.0), (15.0, 16.0)];
        let wanted = passages(&[spans(&speech), spans(&[(5.0, 14.5)])], 20.0);
        let mut cutter = PassageCutter::new(wanted, 2);
        let mut cut = Vec::new();
        for second in 0..20 {
            let block: Vec<f32> = (0..16_000).map(|n| count(second * 16_000 + n)).collect();
            cut.extend(cutter.push(vec![block.clone(), block], second == 19));
        }
        assert_eq!(cut.len(), 3);
        for (passage, audio) in cut {
            assert_eq!(audio.samples[0], count(index(passage.sound.start)));
            assert_eq!(audio.samples.len(), index(passage.sound.end) - index(passage.sound.start));
        }
    }

    #[test]
    fn no_more_than_a_passage_is_kept_of_a_long_recording() {
        let talk: Vec<(f64, f64)> = (0..60).map(|n| (n as f64 * 10.0, n as f64 * 10.0 + 9.0)).collect();
        let mut cutter = PassageCutter::new(passages(&[spans(&talk)], 600.0), 1);
        let most = ((LONGEST_PASSAGE + 2.0 * AROUND + 1.0) * f64::from(RATE)) as usize;
        let mut cut = 0;
        for second in 0..600 {
            cut += cutter.push(vec![vec![0.0; RATE as usize]], second == 599).len();
            assert!(cutter.kept[0].len() <= most, "{} samples kept", cutter.kept[0].len());
        }
        assert!(cut >= 5, "{cut} passages");
    }

    #[test]
    fn one_voice_on_both_sides_is_one_person() {
        let tone: Vec<f32> = (0..16_000).map(|n| (n as f32 * 0.1).sin() * 0.2).collect();
        let mut listener = SideListener::new(2);
        listener.push(&[tone.clone(), tone.clone()]);
        assert!(listener.difference <= SAME_SOUND * listener.power);
        listener.push(&[tone, vec![0.0; 16_000]]);
        assert!(listener.difference > SAME_SOUND * listener.power);
    }
}

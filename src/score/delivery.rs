//! Delivery, measured: how the words were spoken.
//!
//! What enters: a record's words, stretches of speech and sound. What leaves: a [`Delivery`]; `None` for a
//! typed call and for each figure that could not be measured. This file must not know points or norms.
//!
//! Everything is measured on detected speech: a turn's recorded end holds the detector's hang-over, and a
//! recognizer invents words on silence.

use super::conversation::{overlaps, questions, response_times, talk_share};
use super::fillers::fillers;
use super::story::scored_words;
use super::syllables::{spoken_words, syllables};
use super::voice::{clarity, energy, final_rises, intensity, loudness, pitch, weighted};
use crate::call::{
    CallRecord, CallerTurn, Delivery, Filler, PaceOver, Pause, Seconds, Span, Turn, VoiceBaseline, Word,
};
use crate::words::filler::is_hesitation;

/// A silence is a pause from here on (Hincks 2005).
pub(super) const PAUSE: Seconds = 0.25;

/// A recognizer's word times are this rough; a word farther than this from any speech was invented.
const WORD_SLACK: Seconds = 0.5;

/// A stretch of talk whose pace says something.
const STRETCH: Seconds = 15.0;

/// What was spoken in one turn.
pub(super) struct Spoken<'a> {
    pub turn: usize,
    pub words: Vec<&'a Word>,
    /// Detected speech, in order, gaps under [`PAUSE`] closed.
    pub runs: Vec<Span>,
    pub caller: &'a CallerTurn,
}

impl Spoken<'_> {
    /// Seconds of speech, pauses left out.
    pub fn speech(&self) -> Seconds {
        self.runs.iter().map(|run| run.seconds()).sum()
    }

    /// From the first to the last speech.
    pub fn whole(&self) -> Span {
        Span::new(self.runs[0].start, self.runs[self.runs.len() - 1].end)
    }

    pub fn pauses(&self) -> impl Iterator<Item = Pause> {
        self.runs.windows(2).map(|pair| {
            let (start, end) = (pair[0].end, pair[1].start);
            Pause { start, end, seconds: end - start }
        })
    }

    pub fn word_count(&self) -> usize {
        self.words.iter().map(|word| words_said(word)).sum()
    }

    fn fillers(&self) -> Vec<Filler> {
        let hesitations = self.caller.voice().map_or(&[][..], |voice| &voice.hesitations);
        fillers(&self.words, hesitations)
    }
}

/// Numbers read out; an um is no word, so that the pace does not depend on whether the ear wrote it.
fn words_said(word: &Word) -> usize {
    if is_hesitation(&word.text) { 0 } else { spoken_words(&word.text) }
}

/// The spoken turns of a record, in order; those without any speech are left out.
pub(super) fn spoken_turns(record: &CallRecord) -> Vec<Spoken<'_>> {
    record.turns.iter().enumerate().filter_map(|(index, turn)| spoken_turn(index, turn)).collect()
}

fn spoken_turn(index: usize, turn: &Turn) -> Option<Spoken<'_>> {
    let caller: &CallerTurn = turn.caller.as_ref()?;
    let words = scored_words(turn);
    // A recording whose speech was not marked still has the extent of its words.
    let marked: Vec<Span> = if caller.spoken().is_empty() {
        words.iter().map(|word| Span::new(word.start, word.end)).collect()
    } else {
        caller.spoken().to_vec()
    };
    let runs = runs(marked);
    if runs.is_empty() {
        return None;
    }
    let near = |word: &&Word| {
        let wide = |run: &Span| word.end >= run.start - WORD_SLACK && word.start <= run.end + WORD_SLACK;
        runs.iter().any(wide)
    };
    let words = words.iter().filter(near).collect();
    Some(Spoken { turn: index, words, runs, caller })
}

fn runs(mut marked: Vec<Span>) -> Vec<Span> {
    marked.retain(|span| span.start.is_finite() && span.end.is_finite() && span.end > span.start);
    marked.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut runs: Vec<Span> = Vec::new();
    for span in marked {
        match runs.last_mut() {
            Some(run) if span.start - run.end < PAUSE => run.end = run.end.max(span.end),
            _ => runs.push(span),
        }
    }
    runs
}

/// Measures the caller's delivery over the whole record; times are the record's. `None` when nothing was
/// spoken (a typed call).
///
/// - `words_per_minute`: words as said (numbers read out) over the turns from first to last speech.
/// - `articulation_rate`: syllables a second of speech, pauses of 250 ms and more left out; syllables are
///   estimated from vowel letters.
/// - `fillers_per_minute`: a minute of speech; `None` where no careful reading of the turns exists and no
///   filler was seen, because the fast ear leaves fillers out.
/// - `response_time`: the median; a caller who cut in answered in 0 s.
/// - pitch, loudness and signal-to-noise ratio: the turns' figures weighted by their seconds of speech.
pub fn measure_delivery(record: &CallRecord) -> Option<Delivery> {
    let turns = spoken_turns(record);
    if turns.is_empty() {
        return None;
    }
    let speech: Seconds = turns.iter().map(Spoken::speech).sum();
    let whole: Seconds = turns.iter().map(|turn| turn.whole().seconds()).sum();
    let words: usize = turns.iter().map(Spoken::word_count).sum();
    let beats: usize = turns.iter().flat_map(|turn| &turn.words).map(|word| syllables(&word.text)).sum();
    let fillers: Vec<Filler> = turns.iter().flat_map(Spoken::fillers).collect();
    let listened = turns.iter().any(|turn| turn.caller.careful.is_some()) || !fillers.is_empty();
    let answers = response_times(record, &turns).into_iter().map(|(_, seconds)| seconds).collect();
    let pitch = pitch(&turns);
    let intensity = intensity(&turns);
    Some(Delivery {
        words_per_minute: (words > 0).then(|| 60.0 * words as f64 / whole),
        pace_over_time: pace_over_time(&turns),
        articulation_rate: (words > 0).then(|| beats as f64 / speech),
        fillers_per_minute: listened.then(|| 60.0 * fillers.len() as f64 / speech),
        fillers,
        pauses: turns.iter().flat_map(Spoken::pauses).collect(),
        response_time: median(answers),
        overlaps: overlaps(record, &turns),
        longest_monologue: turns.iter().map(|turn| turn.whole().seconds()).max_by(f64::total_cmp),
        talk_share: talk_share(record, speech),
        questions: questions(record),
        pitch,
        final_rises: final_rises(&turns),
        intensity,
        energy: energy(baseline(record), pitch, intensity),
        clarity: clarity(&turns),
        loudness_lufs: loudness(&turns),
        snr_db: weighted(&turns, |sound| sound.snr_db),
    })
}

fn baseline(record: &CallRecord) -> Option<VoiceBaseline> {
    record.brief.get(VoiceBaseline::KEY)?.parse().ok()
}

/// The pace of successive stretches, each cut after the first word that fills it; silence between turns does not count.
fn pace_over_time(turns: &[Spoken]) -> Vec<PaceOver> {
    let mut stretches = Vec::new();
    let mut open: Option<(Seconds, Seconds, usize)> = None;
    for turn in turns {
        let mut from = turn.whole().start;
        for word in &turn.words {
            let (start, talk, words) = open.unwrap_or((from, 0.0, 0));
            let (talk, words) = (talk + (word.end - from).max(0.0), words + words_said(word));
            from = word.end.max(from);
            open = Some((start, talk, words));
            if talk >= STRETCH {
                stretches.push(PaceOver { start, end: from, words_per_minute: 60.0 * words as f64 / talk });
                open = None;
            }
        }
    }
    if stretches.len() > 1 { stretches } else { Vec::new() }
}

pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        length if length % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

//! Delivery, measured: how the words were spoken.
//!
//! What enters: a record's words, stretches of speech and sound. What leaves: a [`Delivery`]; `None` for a
//! typed call and for each figure that could not be measured. This file must not know points or norms.
//!
//! Everything is measured on detected speech: a turn's recorded end holds the detector's hang-over, and a
//! recognizer invents words on silence.

use super::phrases::tokens;
use super::story::scored_words;
use super::syllables::{spoken_words, syllables};
use crate::call::{CallRecord, CallerTurn, Delivery, Filler, Pause, Pitch, Seconds, Sound, Span, Turn, Word};

/// A silence is a pause from here on (Hincks 2005).
pub(super) const PAUSE: Seconds = 0.25;

/// A recognizer's word times are this rough; a word farther than this from any speech was invented.
const WORD_SLACK: Seconds = 0.5;

/// A silence longer than this between two lines of the same person in the same state is the caller's.
const UNANSWERED: Seconds = 2.0;

/// What was spoken in one turn.
pub(super) struct Spoken<'a> {
    pub turn: usize,
    pub words: Vec<&'a Word>,
    /// Detected speech, in order, gaps under [`PAUSE`] closed.
    pub runs: Vec<Span>,
    sound: Option<Sound>,
    careful: bool,
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
        self.words.iter().map(|word| spoken_words(&word.text)).sum()
    }
}

/// The spoken turns of a record, in order; those without any speech are left out.
pub(super) fn spoken_turns(record: &CallRecord) -> Vec<Spoken<'_>> {
    record.turns.iter().enumerate().filter_map(|(index, turn)| spoken_turn(index, turn)).collect()
}

fn spoken_turn(index: usize, turn: &Turn) -> Option<Spoken<'_>> {
    let caller: &CallerTurn = turn.caller.as_ref()?;
    let words = scored_words(turn);
    // A recording whose speech was not marked still has the extent of its words.
    let marked: Vec<Span> = if caller.speech.is_empty() {
        words.iter().map(|word| Span::new(word.start, word.end)).collect()
    } else {
        caller.speech.clone()
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
    Some(Spoken { turn: index, words, runs, sound: caller.sound, careful: caller.careful.is_some() })
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
    let fillers: Vec<Filler> = turns.iter().flat_map(|turn| fillers(&turn.words)).collect();
    let listened = turns.iter().any(|turn| turn.careful) || !fillers.is_empty();
    Some(Delivery {
        words_per_minute: (words > 0).then(|| 60.0 * words as f64 / whole),
        articulation_rate: (words > 0).then(|| beats as f64 / speech),
        fillers_per_minute: listened.then(|| 60.0 * fillers.len() as f64 / speech),
        fillers,
        pauses: turns.iter().flat_map(Spoken::pauses).collect(),
        response_time: median(
            response_times(record, &turns).into_iter().map(|(_, seconds)| seconds).collect(),
        ),
        longest_monologue: turns.iter().map(|turn| turn.whole().seconds()).max_by(f64::total_cmp),
        talk_share: talk_share(record, speech),
        pitch: pitch(&turns),
        loudness_lufs: loudness(&turns),
        snr_db: weighted(&turns, |sound| sound.snr_db),
    })
}

const FILLER_SOUNDS: &[&str] =
    &["um", "umm", "uh", "uhh", "uhm", "er", "err", "erm", "ah", "ahh", "hm", "hmm", "mm", "mhm"];

/// Um and uh weigh more than like and you know.
pub(super) fn is_filler_sound(filler: &Filler) -> bool {
    tokens(&filler.text).first().is_some_and(|word| FILLER_SOUNDS.contains(&word.text.as_str()))
}

/// Filler sounds wherever they stand; "like" and "you know" only where commas set them apart, because both
/// are ordinary words and a false filler is worse than a missed one.
fn fillers(words: &[&Word]) -> Vec<Filler> {
    let mut found = Vec::new();
    let ends_clause = |word: &Word| word.text.trim_end().ends_with([',', '.', '?', '!', '…', '-', '—']);
    let text = |at: usize| {
        words.get(at).and_then(|word| tokens(&word.text).into_iter().next()).map(|token| token.text)
    };
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let folded = text(at).unwrap_or_default();
        let set_apart = at == 0 || ends_clause(words[at - 1]);
        let sound = FILLER_SOUNDS.contains(&folded.as_str());
        if sound || (folded == "like" && set_apart && ends_clause(word)) {
            found.push(Filler { text: folded, start: word.start, end: word.end });
        } else if folded == "you"
            && text(at + 1).as_deref() == Some("know")
            && set_apart
            && ends_clause(words[at + 1])
        {
            found.push(Filler { text: "you know".to_owned(), start: word.start, end: words[at + 1].end });
            at += 1;
        }
        at += 1;
    }
    found
}

/// For each turn that answers a line: its index and the seconds from the line's end to the first speech.
/// A line that had to be followed by another because the caller was silent is where the wait began.
pub(super) fn response_times(record: &CallRecord, turns: &[Spoken]) -> Vec<(usize, Seconds)> {
    let mut times = Vec::new();
    for spoken in turns {
        let before = &record.turns[..spoken.turn];
        let Some(mut line) = before.last().filter(|turn| !turn.is_caller()) else { continue };
        for earlier in before.iter().rev().skip(1).take_while(|turn| !turn.is_caller()) {
            let same = earlier.speaker == line.speaker && earlier.state == line.state;
            if !same || line.start - earlier.end < UNANSWERED {
                break;
            }
            line = earlier;
        }
        times.push((spoken.turn, (spoken.whole().start - line.end).max(0.0)));
    }
    times
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        length if length % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

fn talk_share(record: &CallRecord, own: Seconds) -> Option<f64> {
    let theirs: Seconds = record
        .turns
        .iter()
        .filter(|turn| !turn.is_caller())
        .map(|turn| (turn.end - turn.start).max(0.0))
        .sum();
    (theirs > 0.0).then(|| own / (own + theirs))
}

/// The mean of a turn's figure, weighted by seconds of speech.
fn weighted(turns: &[Spoken], figure: impl Fn(&Sound) -> Option<f64>) -> Option<f64> {
    let measured = turns.iter().filter_map(|turn| Some((figure(turn.sound.as_ref()?)?, turn.speech())));
    let (sum, weight) = measured
        .filter(|(value, _)| value.is_finite())
        .fold((0.0, 0.0), |(sum, weight), (value, seconds)| (sum + value * seconds, weight + seconds));
    (weight > 0.0).then(|| sum / weight)
}

/// Medians are averaged on the semitone scale, spreads as variances.
fn pitch(turns: &[Spoken]) -> Option<Pitch> {
    let octaves = weighted(turns, |sound| sound.pitch_median_hz.filter(|hz| *hz > 0.0).map(f64::log2))?;
    let variance = weighted(turns, |sound| sound.pitch_sd_semitones.map(|sd| sd * sd))?;
    Some(Pitch { median_hz: octaves.exp2(), sd_semitones: variance.sqrt() })
}

/// Loudness is a logarithm of energy: energies are averaged.
fn loudness(turns: &[Spoken]) -> Option<f64> {
    let energy = weighted(turns, |sound| sound.loudness_lufs.map(|lufs| 10f64.powf(lufs / 10.0)))?;
    (energy > 0.0).then(|| 10.0 * energy.log10())
}

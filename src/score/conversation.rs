//! Who spoke when: answers, interruptions, shares.
//!
//! What enters: a record and its spoken turns. What leaves: figures of the two sides together; none where there is no
//! other side. This file must not know points or norms.

use super::delivery::Spoken;
use crate::call::{CallRecord, Element, Seconds, Span, Turn};

/// A silence longer than this between two lines of the same person in the same state is the caller's.
const UNANSWERED: Seconds = 2.0;

/// Shorter than this, an overlap is the two sides' timing and nobody's interruption.
const OVERLAP: Seconds = 0.2;

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

/// Where both sides spoke at once.
pub(super) fn overlaps(record: &CallRecord, turns: &[Spoken]) -> Option<Vec<Span>> {
    let theirs: Vec<&Turn> = record.turns.iter().filter(|turn| !turn.is_caller()).collect();
    if theirs.is_empty() {
        return None;
    }
    let both = |run: &Span, line: &Turn| {
        let (start, end) = (run.start.max(line.start), run.end.min(line.end));
        (end - start >= OVERLAP).then(|| Span::new(start, end))
    };
    let runs = turns.iter().flat_map(|turn| &turn.runs);
    Some(runs.flat_map(|run| theirs.iter().filter_map(move |line| both(run, line))).collect())
}

pub(super) fn talk_share(record: &CallRecord, own: Seconds) -> Option<f64> {
    let theirs: Seconds = record
        .turns
        .iter()
        .filter(|turn| !turn.is_caller())
        .map(|turn| (turn.end - turn.start).max(0.0))
        .sum();
    (theirs > 0.0).then(|| own / (own + theirs))
}

/// What the understanding took for questions, which needs no question marks.
pub(super) fn questions(record: &CallRecord) -> Option<usize> {
    const ASKING: [Element; 5] =
        [Element::Question, Element::AskSpeak, Element::AskTimeOk, Element::AskLeads, Element::StrongClose];
    let spoken = record.turns.iter().any(Turn::is_caller);
    let found = record.turns.iter().flat_map(Turn::scored_elements);
    spoken.then(|| found.filter(|found| ASKING.contains(&found.element)).count())
}

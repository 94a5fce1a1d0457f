//! Fillers: what was said and says nothing.
//!
//! What enters: a turn's words, and the hesitations that were known by their sound. What leaves: each filler once.
//! This file must not know how many are too many.

use super::phrases::tokens;
use crate::call::{Filler, Seconds, Word};
use crate::words::filler::is_hesitation;

/// The same "um", seen as a word and heard as a sound, lies no farther apart: a recognizer guesses where words lie.
const SAME: Seconds = 1.0;

/// Um and uh weigh more than like and you know.
pub(super) fn is_filler_sound(filler: &Filler) -> bool {
    is_hesitation(&filler.text)
}

/// All fillers of a turn in order.
pub(super) fn fillers(words: &[&Word], hesitations: &[Filler]) -> Vec<Filler> {
    let mut found = hesitations.to_vec();
    let mut taken = vec![false; hesitations.len()];
    for filler in written(words) {
        let same = (0..hesitations.len())
            .filter(|at| !taken[*at] && is_filler_sound(&filler))
            .map(|at| (at, (middle(&hesitations[at]) - middle(&filler)).abs()))
            .filter(|(_, apart)| *apart <= SAME)
            .min_by(|a, b| a.1.total_cmp(&b.1));
        match same {
            Some((at, _)) => taken[at] = true,
            None => found.push(filler),
        }
    }
    found.sort_by(|a, b| a.start.total_cmp(&b.start));
    found
}

fn middle(filler: &Filler) -> Seconds {
    f64::midpoint(filler.start, filler.end)
}

/// Filler sounds wherever they stand; "like" and "you know" only where commas set them apart, because both
/// are ordinary words and a false filler is worse than a missed one.
fn written(words: &[&Word]) -> Vec<Filler> {
    let mut found = Vec::new();
    let ends_clause = |word: &Word| word.text.trim_end().ends_with([',', '.', '?', '!', '…', '-', '—']);
    let text = |at: usize| {
        words.get(at).and_then(|word| tokens(&word.text).into_iter().next()).map(|token| token.text)
    };
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let folded = text(at).unwrap_or_default();
        let set_apart = at == 0 || ends_clause(words[at - 1]);
        if is_hesitation(&folded) || (folded == "like" && set_apart && ends_clause(word)) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn filler(text: &str, start: f64) -> Filler {
        Filler { text: text.to_owned(), start, end: start + 0.4 }
    }

    #[test]
    fn what_was_seen_and_heard_counts_once() {
        let said = ["Hello,", "um,", "you", "know,", "uh,", "goodbye."];
        let words: Vec<Word> = said
            .iter()
            .enumerate()
            .map(|(at, text)| Word {
                text: (*text).to_owned(),
                start: at as f64,
                end: at as f64 + 0.4,
                probability: 0.9,
            })
            .collect();
        let words: Vec<&Word> = words.iter().collect();
        let found = |hesitations: &[Filler]| -> Vec<String> {
            fillers(&words, hesitations).into_iter().map(|filler| filler.text).collect()
        };
        assert_eq!(found(&[]), ["um", "you know", "uh"]);
        assert_eq!(found(&[filler("uh", 1.3), filler("um", 4.1)]), ["uh", "you know", "um"]);
        assert_eq!(found(&[filler("uh", 6.5)]), ["um", "you know", "uh", "uh"], "three sounds");
        // Two sounds near one word are two.
        assert_eq!(found(&[filler("um", 0.7), filler("um", 1.2)]), ["um", "um", "you know", "uh"]);
    }
}

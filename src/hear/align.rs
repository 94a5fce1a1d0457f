//! Where in detected speech was each word said?
//!
//! **Enters:** words with a recognizer's guessed times, and speech spans. **Leaves:** the words that lie in
//! speech, each inside one span, in order. **Must not know:** which recognizer it was.
//!
//! Whisper's word times are guesses from how long its letters are, anchored here and there; after a pause they can be
//! a second off. A speech detector knows exactly where it is silent. So words are handed out to spans such that
//! they move little, fill each span with about as much text as fits into it, and break where there is punctuation
//! (dynamic programming over the cuts); inside a span, where nobody paused, words follow each other without a gap.

use crate::call::{Seconds, Span, Word};

/// A word whose middle lies farther than this from all speech was not said.
const TOLERANCE: Seconds = 0.25;
/// Whisper's times inside a span are kept if they begin and end no farther than this from where it does.
const COVERS: Seconds = 0.3;
/// Expected length of a word: so much, and so much for each letter; a digit is read out as a word.
const WORD_SECONDS: Seconds = 0.08;
const LETTER_SECONDS: Seconds = 0.055;
const LETTERS_IN_DIGIT: usize = 4;
/// What a cut after punctuation is worth, in seconds of displacement.
const PUNCTUATION: Seconds = 0.15;

/// Drops words outside `speech` and places the others; spans in order and apart.
pub(super) fn inside_speech(words: Vec<Word>, speech: &[Span]) -> Vec<Word> {
    let near = |word: &Word| speech.iter().any(|span| distance(word, *span) <= TOLERANCE);
    let mut words: Vec<Word> = words.into_iter().filter(near).collect();
    if words.is_empty() {
        return words;
    }
    let mut from = 0;
    for (span, to) in speech.iter().zip(cuts(&words, speech)) {
        place(&mut words[from..to], *span);
        from = to;
    }
    words
}

fn middle(word: &Word) -> Seconds {
    f64::midpoint(word.start, word.end)
}

/// How far the word's middle lies outside the span.
fn distance(word: &Word, span: Span) -> Seconds {
    (span.start - middle(word)).max(middle(word) - span.end).max(0.0)
}

fn expected_seconds(word: &Word) -> Seconds {
    let letters = |c: char| if c.is_numeric() { LETTERS_IN_DIGIT } else { usize::from(c.is_alphabetic()) };
    WORD_SECONDS + LETTER_SECONDS * word.text.chars().map(letters).sum::<usize>() as f64
}

/// For each span, one past the last of its words.
fn cuts(words: &[Word], speech: &[Span]) -> Vec<usize> {
    let spoken: Seconds = speech.iter().map(|span| span.seconds()).sum();
    let pace = spoken / words.iter().map(expected_seconds).sum::<Seconds>();
    let mut text = vec![0.0];
    for word in words {
        text.push(text[text.len() - 1] + expected_seconds(word) * pace);
    }
    // best[i]: the least cost of giving the first i words to the spans so far.
    let mut best = vec![f64::INFINITY; words.len() + 1];
    best[0] = 0.0;
    let mut choices = Vec::with_capacity(speech.len());
    for span in speech {
        let moved: Vec<f64> = std::iter::once(0.0)
            .chain(words.iter().scan(0.0, |sum, word| {
                *sum += distance(word, *span);
                Some(*sum)
            }))
            .collect();
        let (next, choice) = give(&best, &text, &moved, words, span.seconds());
        best = next;
        choices.push(choice);
    }
    let mut to = words.len();
    let mut cuts = Vec::with_capacity(speech.len());
    for choice in choices.iter().rev() {
        cuts.push(to);
        to = choice[to];
    }
    cuts.reverse();
    cuts
}

/// One more span of this length: the new costs, and for each number of words the number before it.
fn give(
    best: &[f64],
    text: &[f64],
    moved: &[f64],
    words: &[Word],
    length: Seconds,
) -> (Vec<f64>, Vec<usize>) {
    let cost = |from: usize, to: usize| {
        let punctuated = to > from && words[to - 1].text.ends_with(['.', ',', '?', '!', ';', ':']);
        let bonus = if punctuated { PUNCTUATION } else { 0.0 };
        best[from] + (moved[to] - moved[from]) + (text[to] - text[from] - length).abs() - bonus
    };
    (0..best.len())
        .map(|to| {
            (0..=to)
                .map(|from| (cost(from, to), from))
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .expect("there is always the way that gives the span no word")
        })
        .unzip()
}

/// Spreads words over one span.
fn place(words: &mut [Word], span: Span) {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return;
    };
    let covers = (first.start - span.start).abs() <= COVERS && (last.end - span.end).abs() <= COVERS;
    let gapless = words.windows(2).all(|pair| (pair[1].start - pair[0].end).abs() <= COVERS);
    let mut edges = vec![span.start];
    if covers && gapless {
        edges.extend(words[1..].iter().map(|word| word.start.clamp(span.start, span.end)));
        edges.push(span.end);
        rising(&mut edges, span);
    } else {
        let stretch = span.seconds() / words.iter().map(expected_seconds).sum::<Seconds>();
        for word in words.iter() {
            edges.push(edges[edges.len() - 1] + expected_seconds(word) * stretch);
        }
    }
    for (word, edge) in words.iter_mut().zip(edges.windows(2)) {
        (word.start, word.end) = (edge[0].min(span.end), edge[1].min(span.end));
    }
}

/// Leaves each word at least a third of its even share, so that none is squeezed to nothing.
fn rising(edges: &mut [Seconds], span: Span) {
    let count = edges.len() - 1;
    let least = span.seconds() / (3 * count) as f64;
    for index in 1..count {
        let latest = span.end - least * (count - index) as f64;
        edges[index] = edges[index].max(edges[index - 1] + least).min(latest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, start: f64, end: f64) -> Word {
        Word { text: text.to_owned(), start, end, probability: 1.0 }
    }

    fn evenly(text: &str, from: f64, to: f64) -> Vec<Word> {
        let words: Vec<&str> = text.split(' ').collect();
        let share = (to - from) / words.len() as f64;
        let at = |i: usize| from + i as f64 * share;
        words.iter().enumerate().map(|(i, text)| word(text, at(i), at(i + 1))).collect()
    }

    #[track_caller]
    fn sound(words: &[Word], speech: &[Span]) {
        for pair in words.windows(2) {
            assert!(pair[0].end <= pair[1].start + 1e-9, "{pair:?}");
        }
        for word in words {
            assert!(word.end > word.start, "{word:?}");
            let inside = |s: &Span| word.start >= s.start - 1e-9 && word.end <= s.end + 1e-9;
            assert!(speech.iter().any(inside), "{word:?}");
        }
    }

    fn in_span(words: &[Word], span: Span) -> String {
        let inside = words.iter().filter(|word| distance(word, span) == 0.0);
        inside.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_outside_speech_do_not_count() {
        let speech = [Span::new(1.0, 2.0), Span::new(4.0, 5.0)];
        let mut heard = vec![word("thank", 0.0, 0.4)];
        heard.extend(evenly("good morning Dana,", 0.9, 2.1));
        heard.push(word("you", 2.6, 3.2));
        heard.extend(evenly("this is Ben", 3.9, 5.2));
        heard.push(word("bye", 6.0, 6.4));
        let kept = inside_speech(heard, &speech);
        sound(&kept, &speech);
        assert_eq!(in_span(&kept, speech[0]), "good morning Dana,");
        assert_eq!(in_span(&kept, speech[1]), "this is Ben");
        assert_eq!(inside_speech(evenly("Thank you.", 0.0, 1.0), &[]), []);
        assert_eq!(inside_speech(evenly("Thank you.", 0.0, 1.0), &[Span::new(7.0, 8.0)]), []);
    }

    #[test]
    fn words_go_to_the_stretch_that_has_room_for_them() {
        // A recognizer that spreads its words over everything, pauses included.
        let speech = [Span::new(0.0, 1.9), Span::new(2.3, 2.7), Span::new(3.1, 6.3)];
        let heard =
            evenly("And so my fellow Americans, ask, not what your country can do for you.", 0.0, 6.3);
        let kept = inside_speech(heard, &speech);
        sound(&kept, &speech);
        assert_eq!(kept.len(), 14);
        assert_eq!(in_span(&kept, speech[0]), "And so my fellow Americans,");
        assert_eq!(in_span(&kept, speech[1]), "ask,");
    }

    #[test]
    fn words_fill_a_stretch_without_a_pause() {
        let speech = [Span::new(2.0, 4.0)];
        let kept = inside_speech(evenly("I sent you my resume", 3.2, 4.0), &speech);
        sound(&kept, &speech);
        assert_eq!((kept[0].start, kept[4].end), (2.0, 4.0));
        let good = inside_speech(evenly("I sent you my resume", 2.1, 3.9), &speech);
        assert!((good[2].start - 2.82).abs() < 1e-9, "kept as recognised: {good:?}");
    }

    #[test]
    fn squeezed_words_get_room() {
        let speech = [Span::new(0.0, 1.0)];
        let mut heard = evenly("may I speak", 0.0, 0.9);
        heard.extend(["to", "Ms.", "Lee"].map(|text| word(text, 1.0, 1.0)));
        let kept = inside_speech(heard, &speech);
        assert_eq!(kept.len(), 6);
        sound(&kept, &speech);
    }
}

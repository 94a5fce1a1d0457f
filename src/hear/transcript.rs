//! From a recognizer's tokens to words that can be trusted.
//!
//! **Enters:** tokens with times. **Leaves:** words with times, without noises in brackets, without loops.
//! **Must not know:** which recognizer it was, where speech was detected (see [`align`](super::align)).

use crate::call::{Seconds, Transcript, Word};

/// One token as a recognizer gives it; a word's first token begins with a space.
pub(super) struct Token {
    pub bytes: Vec<u8>,
    pub start: Seconds,
    pub end: Seconds,
    pub probability: f32,
}

/// Joins tokens into words. Punctuation stays with its word and does not lengthen it: a recognizer gives a
/// full stop the pause that follows.
pub(super) fn words(tokens: &[Token]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = tokens;
    while !rest.is_empty() {
        let next = rest[1..].iter().position(|token| token.bytes.starts_with(b" "));
        let (word, after) = rest.split_at(next.map_or(rest.len(), |position| position + 1));
        words.extend(join(word));
        rest = after;
    }
    words
}

fn join(tokens: &[Token]) -> Option<Word> {
    let bytes: Vec<u8> = tokens.iter().flat_map(|token| token.bytes.iter().copied()).collect();
    let text = String::from_utf8_lossy(&bytes).trim().to_owned();
    let spoken =
        |token: &&Token| token.bytes.iter().any(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    let (first, last) = (tokens.iter().find(spoken)?, tokens.iter().rfind(spoken)?);
    let count = tokens.iter().filter(spoken).count() as f32;
    let probability = tokens.iter().filter(spoken).map(|token| token.probability).sum::<f32>() / count;
    Some(Word { text, start: first.start, end: last.end.max(first.start), probability })
}

/// Drops what a recognizer writes for sounds that are no words: `[BLANK_AUDIO]`, `(music)`, `*coughs*`, `♪`.
/// A telephone number's `(415)` stays.
pub(super) fn without_noises(words: Vec<Word>) -> Vec<Word> {
    let mut kept = Vec::with_capacity(words.len());
    let mut inside: Option<char> = None;
    for word in words {
        let text = word.text.as_str();
        if inside.is_none() {
            inside = opens(text);
        }
        match inside {
            Some(close) => {
                let body = text.trim_end_matches(|c: char| c.is_ascii_punctuation() && c != close);
                let alone = text.chars().count() == 1;
                if body.ends_with(close) && !(alone && close == '*') {
                    inside = None;
                }
            }
            None if text.contains(['♪', '♫']) => {}
            None => kept.push(word),
        }
    }
    // Nobody says articles and nothing else; they are written for the sound of a crowd.
    if kept.iter().all(|word| ARTICLES.contains(&plain(&word.text).as_str())) {
        kept.clear();
    }
    kept
}

const ARTICLES: [&str; 3] = ["the", "a", "an"];

fn opens(text: &str) -> Option<char> {
    let digits = text.chars().any(|c| c.is_ascii_digit());
    match text.chars().next() {
        Some('[') => Some(']'),
        Some('(') if !digits => Some(')'),
        Some('*') => Some('*'),
        _ => None,
    }
}

/// A phrase of `len` words said this often in a row is a recognizer's loop; people say "no, no, no, no".
fn loops_from(len: usize) -> usize {
    match len {
        1 => 6,
        2 => 4,
        3 => 3,
        _ => 2,
    }
}

/// Longest phrase that is looked for.
const LONGEST_LOOP: usize = 24;

/// A phrase repeated this often is a loop that may have swallowed what came after it.
const SWALLOWS_FROM: usize = 3;

/// Cuts repeated phrases down to one. The flag says that one may have swallowed words.
pub(super) fn without_loops(words: Vec<Word>) -> (Vec<Word>, bool) {
    let plain: Vec<String> = words.iter().map(|word| plain(&word.text)).collect();
    let mut keep = vec![true; words.len()];
    let (mut at, mut looped) = (0, false);
    while at < words.len() {
        let (len, times) = longest_loop(&plain[at..]);
        looped |= times >= SWALLOWS_FROM;
        let mut end = at + len * times;
        // The last time round may have been cut off.
        if times > 1 && plain[end..].len() < len && plain[at..].starts_with(&plain[end..]) {
            end = words.len();
        }
        keep[at..end].iter_mut().skip(len).for_each(|keep| *keep = false);
        at = end;
    }
    looped |= words.iter().any(|word| stutters(&word.text));
    let kept = words.into_iter().zip(keep).filter_map(|(word, keep)| keep.then_some(word)).collect();
    (kept, looped)
}

/// "7-0-0-0-0-0-0-0-0": a loop inside what is written as one word.
fn stutters(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '.']).collect();
    parts.windows(MOST_EQUAL + 1).any(|equal| equal.iter().all(|part| *part == equal[0]))
}

/// No telephone number has more equal digits in a row.
const MOST_EQUAL: usize = 6;

/// Words in the phrase that loops at the start and how often it is said; (1, 1) where none does.
fn longest_loop(words: &[String]) -> (usize, usize) {
    for len in 1..=LONGEST_LOOP.min(words.len() / 2) {
        let phrase = &words[..len];
        let times = words.chunks_exact(len).take_while(|chunk| *chunk == phrase).count();
        if times >= loops_from(len) {
            return (len, times);
        }
    }
    (1, 1)
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words as one text.
pub(super) fn transcript(words: Vec<Word>) -> Transcript {
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    Transcript { text, words }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<Word> {
        let word = |(i, text): (usize, &str)| {
            let start = i as f64 * 0.3;
            Word { text: text.to_owned(), start, end: start + 0.3, probability: 0.9 }
        };
        text.split_whitespace().enumerate().map(word).collect()
    }

    fn text(words: Vec<Word>) -> String {
        transcript(words).text
    }

    #[test]
    fn tokens_become_words() {
        let token = |text: &str, start: f64, probability| Token {
            bytes: text.as_bytes().to_vec(),
            start,
            end: start + 0.1,
            probability,
        };
        let tokens = [
            token(" Jan", 0.0, 0.8),
            token("et", 0.1, 0.6),
            token(",", 0.2, 0.5),
            token(" it", 0.9, 1.0),
            token("'s", 1.0, 1.0),
            token(" -", 1.1, 1.0),
            token(" me", 1.2, 1.0),
            token(".", 1.3, 0.2),
        ];
        let words = words(&tokens);
        let seen: Vec<_> = words.iter().map(|word| (word.text.as_str(), word.start, word.end)).collect();
        assert_eq!(seen, [("Janet,", 0.0, 0.2), ("it's", 0.9, 1.1), ("me.", 1.2, 1.3)]);
        assert!((words[0].probability - 0.7).abs() < 1e-6);
    }

    #[test]
    fn a_character_split_over_tokens_is_whole_again() {
        let bytes = " café".as_bytes();
        let cut = bytes.len() - 1;
        let token = |bytes: &[u8]| Token { bytes: bytes.to_vec(), start: 0.0, end: 1.0, probability: 1.0 };
        assert_eq!(words(&[token(&bytes[..cut]), token(&bytes[cut..])])[0].text, "café");
    }

    #[track_caller]
    fn noises(heard: &str, kept: &str) {
        assert_eq!(text(without_noises(said(heard))), kept, "{heard}");
    }

    #[test]
    fn sounds_are_no_words() {
        noises("[BLANK_AUDIO]", "");
        noises("(coughing)", "");
        noises("(upbeat music) Hello. (sighs)", "Hello.");
        noises("Hello [ Silence ] there", "Hello there");
        noises("*coughs* Sorry.", "Sorry.");
        noises("♪ la ♪ Good morning", "la Good morning");
        noises("call (415) 555-0142 please", "call (415) 555-0142 please");
        noises("[inaudible], yes", "yes");
        noises("the the", "");
        noises("A.", "");
        noises("The boss", "The boss");
    }

    #[track_caller]
    fn loops(heard: &str, kept: &str) {
        let (words, looped) = without_loops(said(heard));
        assert_eq!(text(words), kept, "{heard}");
        assert!(!looped || heard != kept, "{heard}");
    }

    #[test]
    fn a_loop_inside_a_word_is_seen() {
        assert!(without_loops(said("7-0-0-0-0-0-0-0-0-0 thanks")).1);
        assert!(!without_loops(said("0-0-0-0-7-7 thanks")).1);
    }

    #[test]
    fn loops_are_cut_and_emphasis_is_not() {
        loops("no no no no", "no no no no");
        loops("No, no no no no no no no", "No,");
        loops(
            "I sent it on Monday. I sent it on Monday. I sent it on Monday. And",
            "I sent it on Monday. And",
        );
        loops("Good morning, this is Ann. Good morning, this is Ann. Good", "Good morning, this is Ann.");
        loops("very very good", "very very good");
        loops("thank you thank you thank you", "thank you thank you thank you");
        loops("we go a b c a b c a b c on", "we go a b c on");
        loops("", "");
    }
}

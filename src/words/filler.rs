//! Which words say nothing: hesitations, words said twice, "like" and "you know" as hedges.
//!
//! Normalised tokens enter and are marked. "I would like" and "do you know" are kept.

use super::normal::{Mark, Token};
use super::number::small;

/// Sounds of hesitation.
pub const HESITATIONS: &[&str] =
    &["um", "uh", "er", "erm", "hmm", "uhm", "umm", "uhh", "mm", "eh", "ah", "mhm", "err", "hm"];

/// Whether a word is nothing but hesitation, however long it was drawn: "um", "Ummm,".
pub fn is_hesitation(word: &str) -> bool {
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let mut short = letters.clone();
    // "ummm" is "um", "ahh" is "ah".
    while short.len() > 2 && short.ends_with(&short[short.len() - 1..].repeat(2)) {
        short.pop();
    }
    HESITATIONS.contains(&letters.as_str()) || HESITATIONS.contains(&short.as_str())
}

/// Function words that nobody means to say twice in a row.
const STUTTERED: &[&str] = &[
    "i", "the", "a", "an", "to", "and", "my", "like", "is", "it", "in", "of", "for", "we", "you", "am", "at",
];
/// After these, "like" is a verb or a comparison.
const LIKE_IS_MEANT: &[&str] = &[
    "would",
    "i",
    "we",
    "you",
    "they",
    "to",
    "feel",
    "feels",
    "look",
    "looks",
    "sound",
    "sounds",
    "something",
    "anything",
    "things",
    "people",
    "someone",
    "somebody",
    "anybody",
    "anyone",
    "more",
    "really",
    "not",
    "do",
    "much",
    "is",
    "was",
    "be",
    "seem",
    "seems",
    "just",
    "weather",
    "work",
    "also",
    "still",
    "exactly",
    "did",
    "one",
    "who",
    "companies",
    "firms",
    "places",
    "jobs",
    "job",
    "kind",
];

/// Marks hesitations, stutters and hedges.
pub(super) fn mark_fillers(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let word = tokens[at].text.clone();
        let before = tokens[..at].iter().rev().find(|t| !t.filler).map_or(String::new(), |t| t.text.clone());
        let next = tokens.get(at + 1).map_or("", |t| t.text.as_str());
        let filler = match word.as_str() {
            w if HESITATIONS.contains(&w) => true,
            w if STUTTERED.contains(&w) && w == before && tokens[at].mark != Mark::Stop => {
                !is_spelled(tokens, at)
            }
            "you" if next == "know" => is_hedge(tokens, at, &before),
            "know" if before_is_hedge(tokens, at) => true,
            "like" => {
                let counted = small(&before).is_some() && small(next).is_some();
                // "S like sugar"
                let last = before.chars().last().map_or(String::new(), String::from);
                let letter = before.len() == 1 && !matches!(before.as_str(), "i" | "a")
                    || tokens[at - usize::from(at > 0)].capitals && next.starts_with(&last);
                counted
                    || (!letter
                        && !LIKE_IS_MEANT.contains(&before.as_str())
                        && !before.is_empty()
                        && !is_compared(tokens, at))
            }
            _ => false,
        };
        tokens[at].filler = filler;
    }
}

/// "H, A, A, S": a letter beside letters that are no words.
fn is_spelled(tokens: &[Token], at: usize) -> bool {
    let letter = |at: usize| {
        tokens.get(at).is_some_and(|t| {
            t.text.len() == 1 && !t.is(&["i", "a"]) && t.text.as_bytes()[0].is_ascii_alphabetic()
        })
    };
    tokens[at].text.len() == 1 && (letter(at + 1) || at >= 2 && letter(at - 2))
}

/// "you know" asks or tells after "do", "as", "let" and before a fact; elsewhere it is a hedge.
fn is_hedge(tokens: &[Token], at: usize, before: &str) -> bool {
    let after = tokens.get(at + 2).map_or("", |t| t.text.as_str());
    !matches!(
        before,
        "do" | "did"
            | "would"
            | "as"
            | "if"
            | "let"
            | "that"
            | "might"
            | "may"
            | "who"
            | "people"
            | "and"
            | "someone"
            | "anyone"
            | "because"
            | "both"
            | "what"
            | "could"
    ) && !matches!(
        after,
        "who"
            | "what"
            | "when"
            | "where"
            | "that"
            | "of"
            | "if"
            | "why"
            | "how"
            | "him"
            | "her"
            | "me"
            | "anyone"
            | "anybody"
            | "each"
            | "whether"
    )
}

fn before_is_hedge(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens[at - 1].text == "you" && tokens[at - 1].filler
}

/// "a firm like yours", "what is it like", "like you": a comparison.
fn is_compared(tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1).map_or("", |t| t.text.as_str());
    let asked = tokens[..at].iter().rev().take(7).any(|t| t.is(&["what", "how"]));
    matches!(next, "yours" | "mine" | "this" | "that" | "these" | "those" | "me" | "you" | "ours" | "us")
        || (asked
            && (next.is_empty()
                || matches!(next, "to" | "in" | "there" | "for" | "at" | "working" | "over" | "today")))
}

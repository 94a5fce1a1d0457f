//! Text as a recognizer might hand it over: no marks, no capitals, hesitations, words dropped or misheard.
//!
//! A clean text and a version's number enter, a worse text leaves. Made so that the head learns to do without marks.

use crate::words::normal::normalize;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const FILLERS: &[&str] = &["um", "uh", "like", "you know", "er"];
/// Words that sound alike.
const ALIKE: &[(&str, &str)] = &[
    ("for", "four"),
    ("to", "too"),
    ("your", "you're"),
    ("know", "no"),
    ("meet", "meat"),
    ("there", "their"),
    ("resume", "resumes"),
    ("by", "buy"),
    ("hear", "here"),
    ("hiring", "higher in"),
    ("would", "wood"),
    ("four", "for"),
    ("an", "and"),
    ("in", "and"),
    ("mail", "male"),
    ("week", "weak"),
    ("right", "write"),
    ("new", "knew"),
];
/// Short words that recognizers swallow.
const SWALLOWED: &[&str] =
    &["a", "the", "i", "to", "of", "and", "you", "is", "me", "my", "it", "at", "in", "up"];

/// Worse version number `variant` of `text`.
pub fn worsen(text: &str, variant: usize) -> String {
    let random = &mut generator(text, variant);
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let plain: String = word
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '$' | '%'))
            .collect();
        let plain = plain.to_lowercase();
        if plain.is_empty() || (SWALLOWED.contains(&plain.as_str()) && chance(random, 6)) {
            continue;
        }
        if chance(random, 4) {
            words.push(FILLERS[pick(random, FILLERS.len())].to_string());
        }
        match ALIKE.iter().find(|(from, _)| *from == plain) {
            Some((_, to)) if chance(random, 12) => words.push((*to).to_string()),
            _ => words.push(plain),
        }
    }
    let worse = words.join(" ");
    if normalize(&worse).is_empty() { text.to_lowercase() } else { worse }
}

fn generator(text: &str, variant: usize) -> ChaCha8Rng {
    let bytes = text.bytes().chain(std::iter::once(u8::try_from(variant % 256).unwrap_or(0)));
    ChaCha8Rng::seed_from_u64(
        bytes.fold(17, |seed: u64, byte| seed.wrapping_mul(1_000_003).wrapping_add(byte.into())),
    )
}

/// True `percent` times in a hundred.
pub fn chance(random: &mut ChaCha8Rng, percent: u32) -> bool {
    random.next_u32() % 100 < percent
}

/// An index below `size`.
pub fn pick(random: &mut ChaCha8Rng, size: usize) -> usize {
    usize::try_from(random.next_u32()).unwrap_or(0) % size.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_capitals_go_and_the_version_decides() {
        let worse = |variant| worsen("Hi, this is Ann. Could I speak to Bob?", variant);
        assert_eq!(worse(1), worse(1));
        assert!(!worse(1).contains([',', '.', '?']) && worse(1).chars().all(|c| !c.is_uppercase()));
    }
}

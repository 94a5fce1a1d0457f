//! Normalised tokens in; words that were spelled letter by letter out.
//!
//! "K A Z M I", "B as in boy, E, R, double L". Which name it belongs to is not this room's business.

use super::normal::Token;

/// A spelled word in lower case, and the tokens `first..=last` that spell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    pub word: String,
    pub first: usize,
    pub last: usize,
}

/// Three letters at least: "I" and "a" are words too.
const SHORTEST: usize = 3;

/// Every spelled word, left to right.
pub fn spelled(tokens: &[Token]) -> Vec<Spelled> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (word, last) = letters_from(tokens, at);
        if word.chars().count() >= SHORTEST {
            found.push(Spelled { word, first: at, last });
            at = last + 1;
        } else {
            at += 1;
        }
    }
    found
}

fn letters_from(tokens: &[Token], first: usize) -> (String, usize) {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let (mut letters, mut last, mut at) = (String::new(), first, first);
    loop {
        let (said, used) = match word(at) {
            "double" => match letter(word(at + 1)) {
                Some(letter) => (letter.to_string().repeat(2), 2),
                None => break,
            },
            other => match letter(other) {
                Some(letter) => (letter.to_string(), 1),
                None => break,
            },
        };
        letters.push_str(&said);
        last = at + used - 1;
        at += used;
        // "b as in boy", "v like victor"
        if word(at) == "as" && word(at + 1) == "in" && tokens.len() > at + 2 {
            last = at + 2;
            at += 3;
        }
    }
    (letters, last)
}

fn letter(word: &str) -> Option<char> {
    let mut chars = word.chars();
    let first = chars.next().filter(|c| c.is_alphabetic())?;
    chars.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::normal::content;
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let found: Vec<String> = spelled(&content(text)).into_iter().map(|s| s.word).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn spelled_words_are_read() {
        case("that's O L S E N", &["olsen"]);
        case("K-A-Z-M-I, right?", &["kazmi"]);
        case("b as in boy e r g", &["berg"]);
        case("m i double l e r", &["miller"]);
    }

    #[test]
    fn single_letters_are_words() {
        case("I had a plan", &[]);
    }
}

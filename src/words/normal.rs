//! Text as it was typed or recognised in; lower-case tokens with byte offsets out.
//!
//! Contractions are expanded, fillers and stutters marked, digits and signs split from letters. Punctuation and
//! capitals become hints on the tokens, never more: speech recognition may have none of them. This room must
//! not know what the words mean.

use super::contraction::{expand, join_compounds, resolve_doubtful};
use super::filler::mark_fillers;

/// The punctuation between a token and the one before it, where there was any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    None,
    /// A comma, a dash, a bracket.
    Comma,
    /// A full stop, a question mark, a line break.
    Stop,
}

/// One normalised word. `start..end` are byte offsets into the text it came from, on character boundaries;
/// the two halves of a contraction share the word between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub start: usize,
    pub end: usize,
    /// "um", "you know", a word said twice.
    pub filler: bool,
    /// Written with a capital first letter.
    pub capital: bool,
    /// Two capitals or more, and most letters are: "ABO" may be three letters that were spelled.
    pub capitals: bool,
    pub mark: Mark,
}

impl Token {
    /// True for a token that is one of `words`.
    pub fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.text.as_str())
    }
}

/// The longest stretch that is read, in bytes: eleven minutes of speech are about 10,000.
pub const MAX_BYTES: usize = 16_384;

/// Every token of a text, fillers included and marked. Reads [`MAX_BYTES`] at most. Linear time, never panics.
pub fn normalize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for raw in split(cut(text)) {
        expand(raw, text, &mut tokens);
    }
    join_compounds(&mut tokens);
    resolve_doubtful(&mut tokens);
    mark_fillers(&mut tokens);
    tokens
}

/// The tokens that carry meaning: [`normalize`] without what it marked as filler.
pub fn content(text: &str) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::new();
    let mut pending = Mark::None;
    for mut token in normalize(text) {
        if token.filler {
            pending = pending.max(token.mark);
            continue;
        }
        token.mark = token.mark.max(pending);
        pending = Mark::None;
        kept.push(token);
    }
    kept
}

/// The tokens' text with single spaces.
pub fn joined(tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    words.join(" ")
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Letters or digits in a row. Apostrophes inside a word and points or commas inside a number stay in it.
fn split(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut mark = Mark::None;
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let rest = &text[start + first.len_utf8()..];
        if let Some(word) = sign_word(first, rest) {
            tokens.push(Token {
                text: word.into(),
                start,
                end: start + first.len_utf8(),
                filler: false,
                capital: false,
                capitals: false,
                mark,
            });
            mark = Mark::None;
            continue;
        }
        if !first.is_alphanumeric() {
            let shortened = first == '.'
                && tokens.last().is_some_and(|last: &Token| last.is(SHORTENED) && last.end == start);
            if shortened {
                continue;
            }
            mark = mark.max(mark_of(first, rest));
            continue;
        }
        let digits = first.is_ascii_digit();
        let mut end = start + first.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            let after = text[at + next.len_utf8()..].chars().next();
            let inside = if digits {
                next.is_ascii_digit()
                    || (matches!(next, '.' | ',') && after.is_some_and(|c| c.is_ascii_digit()))
            } else {
                (next.is_alphanumeric() && !next.is_ascii_digit())
                    || (is_apostrophe(next) && after.is_some_and(char::is_alphabetic))
            };
            if !inside {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let written = &text[start..end];
        let large = written.chars().filter(|c| c.is_uppercase()).count();
        let capitals = large > 1 && large * 2 > written.chars().count();
        let mut word: String = written.to_lowercase().replace(is_apostrophe, "'");
        if digits {
            word = plain_number(&word);
        }
        tokens.push(Token {
            text: word,
            start,
            end,
            filler: false,
            capital: first.is_uppercase(),
            capitals,
            mark,
        });
        mark = Mark::None;
    }
    tokens
}

/// Written with a point that ends no sentence.
const SHORTENED: &[&str] = &["mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr"];

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`')
}

fn sign_word(c: char, rest: &str) -> Option<&'static str> {
    match c {
        '+' if rest.starts_with(|next: char| next.is_ascii_digit()) => Some("plus"),
        '%' => Some("percent"),
        '$' => Some("dollars"),
        '€' => Some("euros"),
        '£' => Some("pounds"),
        '&' => Some("and"),
        _ => None,
    }
}

fn mark_of(c: char, rest: &str) -> Mark {
    match c {
        '!' | '?' | ';' | '\n' | '\u{2026}' => Mark::Stop,
        '.' if rest.chars().next().is_none_or(|next| !next.is_alphanumeric()) => Mark::Stop,
        ',' | ':' | '(' | ')' | '\u{2013}' | '\u{2014}' => Mark::Comma,
        '-' if rest.starts_with([' ', '-']) => Mark::Comma,
        _ => Mark::None,
    }
}

/// "1,200" is 1200; "555.0199" stays as written for whoever reads telephone numbers.
fn plain_number(word: &str) -> String {
    let groups: Vec<&str> = word.split(',').collect();
    let thousands =
        groups.len() > 1 && groups[1..].iter().all(|g| g.split('.').next().is_some_and(|g| g.len() == 3));
    if thousands { groups.concat() } else { word.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        assert_eq!(joined(&content(text)), expected, "{text:?}");
    }

    #[test]
    fn contractions_are_expanded_with_or_without_apostrophe() {
        case("I'm sure we don't", "i am sure we do not");
        case("im sure we dont", "i am sure we do not");
        case("I\u{2019}ll call, won\u{2019}t I?", "i will call will not i");
        case("what's her name", "what is her name");
        case("John's idea", "john idea");
        case("ill call you and id like that", "i will call you and i would like that");
    }

    #[test]
    fn numbers_signs_and_letters_come_apart() {
        case("$1,200 at 35% by 2pm", "dollars 1200 at 35 percent by 2 pm");
        case("e-mail or voice mail", "email or voicemail");
    }

    #[test]
    fn fillers_are_marked_and_meant_words_are_kept() {
        case("um I uh would like, like, to er talk", "i would like to talk");
        case("you know i think you know him", "i think you know him");
        case("do you know who i should call", "do you know who i should call");
        case("what is it like to work there", "what is it like to work there");
        case("six one like five", "six one five");
        case("i i want the the boss", "i want the boss");
    }

    #[test]
    fn offsets_point_at_the_words() {
        let text = "Hi — I’m Zoë; call 555-0199!";
        let shown: Vec<&str> = normalize(text).iter().map(|t| &text[t.start..t.end]).collect();
        assert_eq!(shown, ["Hi", "I", "’m", "Zoë", "call", "555", "0199"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_gives_offsets_inside_it(text in "\\PC{0,200}") {
            for token in normalize(&text) {
                prop_assert!(text.get(token.start..token.end).is_some_and(|quote| !quote.is_empty()));
            }
        }

        #[test]
        fn apostrophes_and_controls_do_no_harm(text in "[a-z'\u{2019}İß\u{0}-\u{1f} ]{0,60}") {
            for token in normalize(&text) {
                prop_assert!(text.get(token.start..token.end).is_some());
            }
        }
    }
}

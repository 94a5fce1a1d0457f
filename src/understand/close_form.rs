//! The form of a close: can yes or no answer it?
//!
//! A clause's words enter, a [`Form`] leaves. The labelling guide decides by the frame alone: what yes or no answers is
//! weak, whatever stands inside it; what they cannot answer is strong. So this is grammar, and no likeness decides it.

use super::turn::Turn;
use std::ops::Range;

/// How a clause asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// "When can I come in?", "Tuesday or Wednesday, which suits you?"
    Open,
    /// "Can I come in?", "I'd like to come in."
    YesNo,
    /// No question that could be a close.
    Neither,
}

/// Words in front of a question that are not part of it.
const BEFORE: &[&str] = &[
    "so", "and", "but", "well", "okay", "then", "hi", "hello", "hey", "please", "sir", "maam", "great",
    "good", "right", "now", "yes", "sure", "perfect", "thanks", "thank", "you", "sorry", "actually", "look",
    "oh",
];
/// Yes or no answers a question that begins so.
const YES_NO: &[&str] = &[
    "can", "could", "may", "might", "would", "will", "do", "does", "did", "is", "are", "am", "was", "should",
    "shall", "have", "has", "any", "maybe", "perhaps", "possible",
];
const OPEN: &[&str] = &["when", "what", "which", "how", "where"];

pub fn form(turn: &Turn, clause: Range<usize>) -> Form {
    let words: Vec<&str> = clause.clone().map(|at| turn.tokens[at].text.as_str()).collect();
    let first = clause
        .clone()
        .zip(&words)
        .position(|(at, word)| !BEFORE.contains(word) && !turn.person[at])
        .unwrap_or(words.len());
    let rest = &words[first..];
    let begins_yes_no = rest.first().is_some_and(|word| YES_NO.contains(word));
    let either = rest.contains(&"or")
        && rest.iter().any(|word| ["shall", "should", "we", "which", "prefer"].contains(word));
    match rest.iter().position(|word| OPEN.contains(word)) {
        // "Could you tell me when I can come in" asks when.
        Some(at) if begins_yes_no => {
            if rest[..at].iter().any(|word| ["tell", "say", "know", "let"].contains(word)) {
                Form::Open
            } else {
                Form::YesNo
            }
        }
        Some(_) => Form::Open,
        // "Should I come Tuesday or Thursday?" is answered by neither yes nor no.
        None if either && rest.first().is_some_and(|word| ["shall", "should"].contains(word)) => Form::Open,
        None if either && !begins_yes_no => Form::Open,
        None if begins_yes_no || rest.contains(&"i") || rest.contains(&"we") => Form::YesNo,
        None => Form::Neither,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Form) {
        let turn = Turn::read(text);
        let last = turn.clauses.last().cloned().expect("a clause");
        assert_eq!(form(&turn, last), expected, "{text:?}");
    }

    #[test]
    fn the_frame_decides() {
        case("When can I come in for an interview?", Form::Open);
        case("so when could we meet", Form::Open);
        case("What day would be good for you?", Form::Open);
        case("Tuesday or Wednesday, which do you prefer?", Form::Open);
        case("Should I come on Tuesday or Thursday?", Form::Open);
        case("Could you tell me when I can come in?", Form::Open);
        case("Hi. Can I come in for an interview?", Form::YesNo);
        case("Can I come in for an interview?", Form::YesNo);
        case("would you be available tuesday or wednesday", Form::YesNo);
        case("I'd like to come in and meet you.", Form::YesNo);
        case("Thursday at ten would be great.", Form::Neither);
    }
}

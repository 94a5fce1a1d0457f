//! The grammar of elements: phrases in, what each clause's words speak for out.
//!
//! The phrases are data, `models/understanding/grammar.txt`. A phrase is evidence; the verdict is the head's.

use super::pattern::Pattern;
use super::turn::Turn;
use crate::call::Element;
use std::sync::LazyLock;

/// How a phrase speaks for its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// "when can i come in"
    For,
    /// "appointment"
    Hint,
    /// "thanks to": looks like it and is not.
    Against,
}

/// A phrase found: tokens `first..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    pub element: Element,
    pub evidence: Evidence,
    pub first: usize,
    pub end: usize,
}

struct Phrase {
    element: Element,
    evidence: Evidence,
    pattern: Pattern,
}

static PHRASES: LazyLock<Vec<Phrase>> =
    LazyLock::new(|| parse(include_str!("../../models/understanding/grammar.txt")));

fn parse(text: &'static str) -> Vec<Phrase> {
    let mut element = None;
    let mut phrases = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            element = Element::from_name(name);
            continue;
        }
        let (evidence, phrase) = match line.as_bytes() {
            [b'~', ..] => (Evidence::Hint, &line[1..]),
            [b'!', ..] => (Evidence::Against, &line[1..]),
            _ => (Evidence::For, line),
        };
        if let Some(element) = element {
            phrases.push(Phrase { element, evidence, pattern: Pattern::new(phrase) });
        }
    }
    phrases
}

/// Every phrase in a turn. A phrase against its element silences the phrases for it that it touches.
pub fn signs(turn: &Turn) -> Vec<Sign> {
    let mut found: Vec<Sign> = Vec::new();
    for phrase in PHRASES.iter() {
        for at in 0..turn.tokens.len() {
            if let Some(end) = phrase.pattern.match_at(turn, at) {
                found.push(Sign { element: phrase.element, evidence: phrase.evidence, first: at, end });
            }
        }
    }
    let against: Vec<Sign> =
        found.iter().filter(|sign| sign.evidence == Evidence::Against).copied().collect();
    found.retain(|sign| {
        sign.evidence == Evidence::Against
            || !against
                .iter()
                .any(|no| no.element == sign.element && no.first < sign.end && sign.first < no.end)
    });
    found
}

/// True where the text itself shows that the other side has refused.
pub fn shows_refusal(turn: &Turn) -> bool {
    static REFUSED: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
        [
            "you are|were not *2 hiring|interested|looking|able",
            "not hiring",
            "no|any openings|opening|vacancies|positions *1 right|now|at|but|there|today",
            "nothing|anything *2 open|available right|now|but|at|today",
            "hiring freeze",
            "you *2 no openings|opening|vacancies|budget",
            "went with *2 else|other|another|candidate",
            "chose|picked|hired|selected someone|somebody|another",
            "not *2 get|got the job|position",
            "did not get|make|work",
            "was|been *1 turned down",
            "position|job has|is|was *2 filled",
            "you do not *2 have|need *3 opening|openings|right|anyone|anybody",
            "cannot|not *1 see me",
            "not *1 selected|chosen|hired",
        ]
        .into_iter()
        .map(Pattern::new)
        .collect()
    });
    (0..turn.tokens.len()).any(|at| REFUSED.iter().any(|pattern| pattern.match_at(turn, at).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, element: Element, expected: Option<&str>) {
        let turn = Turn::read(text);
        let signs = signs(&turn);
        let found = signs
            .iter()
            .find(|sign| sign.element == element && sign.evidence == Evidence::For)
            .map(|sign| turn.quote(sign.first, sign.end));
        assert_eq!(found, expected, "{element} in {text:?}");
    }

    #[test]
    fn every_element_has_phrases() {
        for element in Element::ALL {
            assert!(PHRASES.iter().any(|phrase| phrase.element == *element), "{element}");
        }
    }

    #[test]
    fn phrases_for_and_against() {
        case("Well, thank you so much", Element::Thanks, Some("thank you"));
        case("Thanks to the new press we were faster", Element::Thanks, None);
        case("When could I come by?", Element::StrongClose, Some("When could I come"));
        case("Say hello to Jim", Element::Greeting, None);
    }
}

//! One caller turn made ready: tokens, people, numbers, clauses.
//!
//! Text enters, a [`Turn`] leaves. It knows the words' form, not what they mean.

use super::clauses::clauses;
use super::names::people;
use crate::words::normal::{Mark, Token, content};
use crate::words::number::{Number, numbers};
use crate::words::telephone::{Telephone, telephones};
use std::ops::Range;

/// What every person's name becomes before meaning is compared, so that names do not matter.
const ANYONE: &str = "john smith";
/// Words read of one turn: five minutes of talk. A caller is cut off long before.
const MAX_TOKENS: usize = 800;
/// What every telephone number becomes.
const ANY_NUMBER: &str = "555 0123";

/// A turn's content tokens and what was found on their surface.
#[derive(Debug, Clone)]
pub struct Turn<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    /// For each token: part of a person's name (titles included).
    pub person: Vec<bool>,
    pub numbers: Vec<Number>,
    pub telephones: Vec<Telephone>,
    /// Token ranges, in order, without gaps.
    pub clauses: Vec<Range<usize>>,
}

impl<'a> Turn<'a> {
    pub fn read(text: &'a str) -> Self {
        let mut tokens = content(text);
        tokens.truncate(MAX_TOKENS);
        let person = people(&tokens);
        let numbers = numbers(&tokens);
        let telephones = telephones(&tokens);
        let clauses = clauses(&tokens, &person);
        Self { text, tokens, person, numbers, telephones, clauses }
    }

    /// The bytes of the text that the tokens `first..end` came from.
    pub fn bytes(&self, first: usize, end: usize) -> Range<usize> {
        match (self.tokens.get(first), self.tokens.get(end.saturating_sub(1))) {
            (Some(from), Some(to)) if to.end >= from.start => from.start..to.end,
            _ => 0..0,
        }
    }

    /// The words of the text that the tokens `first..end` came from.
    pub fn quote(&self, first: usize, end: usize) -> &'a str {
        &self.text[self.bytes(first, end)]
    }

    pub fn starts_clause(&self, at: usize) -> bool {
        self.clauses.iter().any(|clause| clause.start == at)
    }

    pub fn ends_clause(&self, at: usize) -> bool {
        self.clauses.iter().any(|clause| clause.end == at)
    }

    /// Tokens `range` as they are compared: people and telephone numbers replaced by stand-ins.
    pub fn masked(&self, range: Range<usize>) -> String {
        let words: Vec<&str> = self.words(range).into_iter().map(|(word, _)| word).collect();
        words.join(" ")
    }

    /// The same word by word, each with the tokens that it stands for.
    pub fn words(&self, range: Range<usize>) -> Vec<(&str, Range<usize>)> {
        let mut words: Vec<(&str, Range<usize>)> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            if self.person[at] {
                let first = at;
                at += 1;
                // A mark ends one person and lets another begin.
                while at < range.end && self.person[at] && self.tokens[at - 1].mark == Mark::None {
                    at += 1;
                }
                words.push((ANYONE, first..at));
            } else if let Some(phone) =
                self.telephones.iter().find(|phone| (phone.first..=phone.last).contains(&at))
            {
                let end = (phone.last + 1).min(range.end);
                words.push((ANY_NUMBER, at..end));
                at = end;
            } else {
                words.push((&self.tokens[at].text, at..at + 1));
                at += 1;
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn masked(text: &str, expected: &str) {
        let turn = Turn::read(text);
        assert_eq!(turn.masked(0..turn.tokens.len()), expected);
    }

    #[test]
    fn people_and_numbers_do_not_matter() {
        masked("Could I speak to Robert Ellis, please?", "could i speak to john smith please");
        masked("could i speak to susan green please", "could i speak to john smith please");
        masked("This is Ann. 555-0199.", "this is john smith 555 0123");
        masked("Is Mr. Jones in?", "is john smith in");
    }
}

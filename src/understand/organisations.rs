//! Companies and departments that a turn names.
//!
//! A turn enters, token ranges leave. Companies are known by their capitals and the words before them; a text without
//! capitals names none.

use super::pattern::DAYS;
use super::turn::Turn;
use crate::words::normal::Mark;

/// A company's name has no more words than this.
const LONGEST_COMPANY: usize = 4;
/// "quality control department": words before the one that makes it a department.
const LONGEST_DEPARTMENT: usize = 2;

/// "I work for Harbor Foods", "Ann Lee from Harbor Foods": where the caller comes from.
pub fn companies(turn: &Turn) -> Vec<(usize, usize)> {
    let tokens = &turn.tokens;
    let mut found = Vec::new();
    for at in 1..tokens.len() {
        let preposition = tokens[at - 1].is(&["from", "with", "at", "for"]);
        let before = at.checked_sub(2);
        let works = before
            .is_some_and(|at| tokens[at].is(&["work", "works", "worked", "working", "position", "job"]));
        let named = before.is_some_and(|at| turn.person[at]) && !tokens[at - 1].is(&["for"]);
        if !preposition || !(works || named) {
            continue;
        }
        let name = |at: &usize| {
            let token = &tokens[*at];
            token.capital && !turn.person[*at] && !token.is(DAYS) && (*at == 0 || token.mark == Mark::None)
        };
        let end = (at..tokens.len().min(at + LONGEST_COMPANY)).take_while(name).last();
        found.extend(end.map(|last| (at, last + 1)));
    }
    found
}

/// Departments that need no word to say so.
const NAMED: &[&[&str]] = &[
    &["human", "resources"],
    &["hr"],
    &["accounts", "payable"],
    &["accounts", "receivable"],
    &["customer", "service"],
];

/// "the quality control department", "human resources".
pub fn departments(turn: &Turn) -> Vec<(usize, usize)> {
    let tokens = &turn.tokens;
    let mut found: Vec<(usize, usize)> = Vec::new();
    for at in 0..tokens.len() {
        let begins = |words: &&&[&str]| {
            tokens.len() >= at + words.len()
                && words.iter().zip(&tokens[at..]).all(|(word, token)| token.text == *word)
        };
        if tokens[at].is(&["department", "division", "team"]) {
            let part = |before: &usize| {
                !tokens[*before].is(NO_PART) && !turn.person[*before] && tokens[before + 1].mark == Mark::None
            };
            let first = (at.saturating_sub(LONGEST_DEPARTMENT)..at).rev().take_while(part).last();
            found.extend(first.map(|first| (first, at + 1)));
        } else if let Some(words) = NAMED.iter().find(begins) {
            found.push((at, at + words.len()));
        }
    }
    // "human resources department" is one.
    found.dedup_by(|next, kept| {
        let same = next.0 < kept.1;
        if same {
            kept.1 = kept.1.max(next.1);
        }
        same
    });
    found
}

/// Words before "department" that name none.
const NO_PART: &[&str] = &[
    "the", "a", "an", "your", "our", "my", "this", "that", "which", "what", "in", "of", "to", "for", "with",
    "right", "same", "whole", "other", "another", "any", "every", "his", "her", "their", "is", "and", "or",
    "from", "by",
];

//! Which elements of the labelling guide a turn contains, and where.
//!
//! A read turn enters; [`ElementFound`]s leave. The head says what each word carries; the dialogue state says what can
//! have been meant (an acknowledgement answers a refusal).

use super::embed::Embedding;
use super::grammar::{Evidence, Sign, shows_refusal};
use super::head::{Odds, sigmoid};
use super::turn::Turn;
use crate::call::{Element, ElementFound};
use crate::words::normal::Mark;
use std::ops::Range;

/// A turn with everything that both elements and moves are read from.
pub struct Reading<'a> {
    pub turn: Turn<'a>,
    pub signs: Vec<Sign>,
    /// One for each clause; empty where only elements are wanted.
    pub clauses: Vec<Embedding>,
    /// The whole turn's.
    pub whole: Embedding,
    /// For each word as the model reads it, its tokens and what it carries.
    pub words: Vec<(Range<usize>, Odds)>,
}

/// Elements that answer a refusal and exist nowhere else.
const AFTER_REFUSAL: [Element; 3] = [Element::Acknowledge, Element::AnswerObjection, Element::AskAgain];
/// A refusal stands before this turn: said so, or shown by the text.
pub fn refused(turn: &Turn, after_refusal: bool) -> bool {
    after_refusal || shows_refusal(turn)
}

/// The elements in a turn, in order of their place; at most one of each.
pub fn find(reading: &Reading, after_refusal: bool) -> Vec<ElementFound> {
    let turn = &reading.turn;
    let refused = refused(turn, after_refusal);
    let mut found = Vec::new();
    for element in Element::ALL.iter().copied().filter(|element| is_possible(*element, turn, refused)) {
        let odds: Vec<f32> = reading.words.iter().map(|(_, odds)| odds[element as usize]).collect();
        let Some(sure) = sureness(&odds).filter(|sure| *sure > 0.0) else { continue };
        let (first, last) = stretch(&odds, &|at| begins_sentence(reading, at));
        let tokens = reading.words[first].0.start..reading.words[last].0.end;
        let tokens = phrase(reading, element, &tokens).unwrap_or_else(|| whole_clauses(turn, tokens));
        let bytes = whole_words(turn.text, turn.bytes(tokens.start, tokens.end));
        found.push(ElementFound {
            element,
            quote: turn.text[bytes.clone()].to_string(),
            start: bytes.start,
            end: bytes.end,
            confidence: sigmoid(sure),
        });
    }
    settle(&mut found);
    found.sort_by_key(|found| (found.start, found.end, found.element));
    found
}

/// How sure it is that a turn carries an element: the mean of the two words that say so most. One stray word makes none.
fn sureness(odds: &[f32]) -> Option<f32> {
    let mut sorted = odds.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    match sorted.as_slice() {
        [] => None,
        [only] => Some(*only),
        [first, second, ..] => Some((first + second) / 2.0),
    }
}

/// Elements whose phrase is the whole of it: the quote is the phrase where the grammar knows it.
const SHORT: [Element; 4] = [Element::Greeting, Element::YearsExperience, Element::Thanks, Element::Farewell];

/// The longest phrase for the element inside these tokens.
fn phrase(reading: &Reading, element: Element, tokens: &Range<usize>) -> Option<Range<usize>> {
    let own = |sign: &&Sign| {
        sign.element == element
            && sign.evidence == Evidence::For
            && tokens.contains(&sign.first)
            && sign.end <= tokens.end
    };
    let signs = reading.signs.iter().filter(|_| SHORT.contains(&element)).filter(own);
    signs.max_by_key(|sign| sign.end - sign.first).map(|sign| sign.first..sign.end)
}

/// A word or two between a stretch and the edge of its clause belong to it: "Could I speak", not "I speak".
fn whole_clauses(turn: &Turn, tokens: Range<usize>) -> Range<usize> {
    const NEAR: usize = 2;
    let holding = |token: usize| turn.clauses.iter().find(|clause| clause.contains(&token));
    let start = holding(tokens.start).map(|clause| clause.start).filter(|edge| tokens.start - edge <= NEAR);
    let end = holding(tokens.end.saturating_sub(1)).map(|clause| clause.end);
    let end = end.filter(|edge| edge - tokens.end <= NEAR);
    start.unwrap_or(tokens.start)..end.unwrap_or(tokens.end)
}

/// Both halves of a contraction: "I'm", not "'m".
fn whole_words(text: &str, bytes: Range<usize>) -> Range<usize> {
    let inside = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    let start = text[..bytes.start].trim_end_matches(inside).len();
    let rest = &text[bytes.end..];
    start..bytes.end + (rest.len() - rest.trim_start_matches(inside).len())
}

/// A full stop, a question mark or the like stands before this word.
fn begins_sentence(reading: &Reading, word: usize) -> bool {
    let first = reading.words[word].0.start;
    first.checked_sub(1).is_some_and(|before| reading.turn.tokens[before].mark == Mark::Stop)
}

/// The words around the surest one, in its sentence, that carry the element, too; one that does not may stand between two
/// that do.
fn stretch(odds: &[f32], begins_sentence: &dyn Fn(usize) -> bool) -> (usize, usize) {
    let best = odds.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
    let best = best.map_or(0, |(at, _)| at);
    let carries = |at: usize| odds.get(at).is_some_and(|odds| *odds > 0.0);
    let (mut first, mut last) = (best, best);
    let before = |first: usize, step: usize| {
        first >= step && carries(first - step) && (0..step).all(|at| !begins_sentence(first - at))
    };
    let after =
        |last: usize, step: usize| carries(last + step) && (1..=step).all(|at| !begins_sentence(last + at));
    while let Some(step) = (1..=2).find(|step| before(first, *step)) {
        first -= step;
    }
    while let Some(step) = (1..=2).find(|step| after(last, *step)) {
        last += step;
    }
    (first, last)
}

fn is_possible(element: Element, turn: &Turn, refused: bool) -> bool {
    match element {
        Element::CallbackNumber => !turn.telephones.is_empty(),
        _ => refused || !AFTER_REFUSAL.contains(&element),
    }
}

/// Two steps are one close, the strongest.
fn settle(found: &mut Vec<ElementFound>) {
    if found.iter().any(|found| found.element == Element::StrongClose) {
        found.retain(|found| found.element != Element::WeakClose);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_takes_in_the_edges_of_its_clause() {
        let turn =
            Turn::read("Could I speak to the cook, please? It is about the job that I saw in the paper.");
        let quote = |tokens: Range<usize>| {
            let whole = whole_clauses(&turn, tokens);
            turn.quote(whole.start, whole.end).to_owned()
        };
        assert_eq!(quote(2..6), "Could I speak to the cook");
        assert_eq!(quote(10..13), "the job that", "the edges are far");
    }

    #[test]
    fn quotes_hold_whole_words() {
        let text = "Hi, I'm a cook. You're kind.";
        assert_eq!(&text[whole_words(text, 5..14)], "I'm a cook");
        assert_eq!(&text[whole_words(text, 4..5)], "I'm");
        assert_eq!(&text[whole_words(text, 16..19)], "You're");
    }

    #[test]
    fn a_stretch_stays_in_its_sentence_and_bridges_one_word() {
        let odds = [2.0, -1.0, 3.0, 1.0, -1.0, -1.0, 4.0];
        assert_eq!(stretch(&odds[..6], &|_| false), (0, 3));
        assert_eq!(stretch(&odds[..6], &|at| at == 2), (2, 3));
        assert_eq!(stretch(&odds, &|_| false), (6, 6));
        assert_eq!(sureness(&odds), Some(3.5));
        assert_eq!(sureness(&[]), None);
    }
}

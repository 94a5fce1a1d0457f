//! Which elements of the labelling guide a turn contains, and where.
//!
//! A read turn and the head enter; [`ElementFound`]s leave. The grammar and the head say what was said; the
//! dialogue state says what can have been meant (an acknowledgement answers a refusal).

use super::close_form::{Form, form};
use super::embed::Embedding;
use super::features::rows;
use super::grammar::{Evidence, Sign, shows_refusal, signs, spans};
use super::head::Head;
use super::turn::Turn;
use crate::call::{Element, ElementFound};

/// A turn with everything that both elements and moves are read from.
pub struct Reading<'a> {
    pub turn: Turn<'a>,
    pub signs: Vec<Sign>,
    /// One for each clause.
    pub clauses: Vec<Embedding>,
    /// The whole turn's; empty where only elements are wanted.
    pub whole: Embedding,
}

impl<'a> Reading<'a> {
    /// The texts to embed for a turn's elements: each clause.
    pub fn clause_texts(turn: &Turn) -> Vec<String> {
        turn.clauses.iter().cloned().map(|range| turn.masked(range)).collect()
    }

    /// The texts to embed for everything: each clause, then the whole.
    pub fn texts(turn: &Turn) -> Vec<String> {
        let mut texts = Self::clause_texts(turn);
        texts.push(turn.masked(0..turn.tokens.len()));
        texts
    }

    /// `embeddings` are those of [`Self::clause_texts`] or of [`Self::texts`].
    pub fn new(turn: Turn<'a>, mut embeddings: Vec<Embedding>) -> Self {
        let whole = if embeddings.len() > turn.clauses.len() { embeddings.pop() } else { None };
        let signs = signs(&turn);
        Self { turn, signs, clauses: embeddings, whole: whole.unwrap_or_default() }
    }
}

/// Elements that answer a refusal and exist nowhere else.
const AFTER_REFUSAL: [Element; 3] = [Element::Acknowledge, Element::AnswerObjection, Element::AskAgain];
/// Elements whose phrase is the whole of it: the quote is the phrase, not its clause.
const SHORT: [Element; 8] = [
    Element::Greeting,
    Element::SelfName,
    Element::CallbackNumber,
    Element::YearsExperience,
    Element::Thanks,
    Element::Farewell,
    Element::Acknowledge,
    Element::AskTimeOk,
];

/// A refusal stands before this turn: said so, or shown by the text.
pub fn refused(turn: &Turn, after_refusal: bool) -> bool {
    after_refusal || shows_refusal(turn)
}

/// The elements in a turn, in order of their place; at most one of each.
pub fn find(reading: &Reading, head: &Head, after_refusal: bool) -> Vec<ElementFound> {
    let turn = &reading.turn;
    if turn.clauses.is_empty() {
        return Vec::new();
    }
    let refused = refused(turn, after_refusal);
    let rows = rows(turn, &reading.signs, &reading.clauses, refused);
    let spans = spans(turn, &reading.signs);
    let mut found = Vec::new();
    for element in Element::ALL.iter().copied() {
        let index = element as usize;
        if !is_possible(element, turn, refused) {
            continue;
        }
        let best = rows
            .iter()
            .map(|row| head.confidence(index, row))
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let Some((clause, confidence)) = best.filter(|(_, confidence)| *confidence >= 0.5) else { continue };
        let phrase = spans.get(&(element, clause)).copied().filter(|_| SHORT.contains(&element));
        let (first, end) = phrase.map_or_else(
            || (turn.clauses[clause].start, turn.clauses[clause].end),
            |(first, end)| (first, with_names(turn, end, clause)),
        );
        let bytes = turn.bytes(first, end);
        found.push(ElementFound {
            element,
            quote: turn.text[bytes.clone()].to_string(),
            start: bytes.start,
            end: bytes.end,
            confidence,
        });
    }
    close_by_its_form(&mut found, reading);
    settle(&mut found);
    found.sort_by_key(|found| (found.start, found.end, found.element));
    found
}

fn is_possible(element: Element, turn: &Turn, refused: bool) -> bool {
    match element {
        Element::CallbackNumber => !turn.telephones.is_empty(),
        _ => refused || !AFTER_REFUSAL.contains(&element),
    }
}

/// "my name is Ann" goes on to "Ann Lee"; a number to its last digit.
fn with_names(turn: &Turn, end: usize, clause: usize) -> usize {
    let limit = turn.clauses[clause].end;
    let mut end = end;
    while end < limit && turn.person[end] {
        end += 1;
    }
    let phone = turn.telephones.iter().find(|phone| phone.first < end && end <= phone.last);
    phone.map_or(end, |phone| (phone.last + 1).max(end))
}

/// Without a phrase that speaks for it, a strong close must be this sure.
const SURE_CLOSE: f32 = 0.8;

/// Whether a close is strong is a matter of its form; the head only finds that there is one.
fn close_by_its_form(found: &mut Vec<ElementFound>, reading: &Reading) {
    let Some(at) = found.iter().position(|found| found.element == Element::StrongClose) else { return };
    let turn = &reading.turn;
    let inside =
        |clause: &std::ops::Range<usize>| turn.bytes(clause.start, clause.end).start == found[at].start;
    let Some(clause) = turn.clauses.iter().find(|clause| inside(clause)).cloned() else { return };
    let spoken_for = reading.signs.iter().any(|sign| {
        sign.element == Element::StrongClose
            && sign.evidence != Evidence::Against
            && sign.first < clause.end
            && clause.start < sign.end
    });
    match form(turn, clause) {
        Form::Open if spoken_for || found[at].confidence >= SURE_CLOSE => {}
        Form::YesNo => found[at].element = Element::WeakClose,
        Form::Open | Form::Neither => drop(found.remove(at)),
    }
    // The head may have found the weak one as well.
    let weak = found.iter().filter(|found| found.element == Element::WeakClose).count();
    if weak > 1
        && let Some(less) = found.iter().position(|found| found.element == Element::WeakClose)
    {
        found.remove(less);
    }
}

/// Two steps are one close, the strongest.
fn settle(found: &mut Vec<ElementFound>) {
    if found.iter().any(|found| found.element == Element::StrongClose) {
        found.retain(|found| found.element != Element::WeakClose);
    }
}

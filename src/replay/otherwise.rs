//! The branch not taken: the same call with other words in one turn.

use super::{Conversation, Input, Question};
use crate::call::{Answer, CallEvent, CallRecord, Element, Otherwise, Part, Past, Understanding};
use crate::score::MAGIC_QUESTION;

/// The finding that the weak form of the magic question gets.
const WEAK_QUESTION: &str = "39";

/// Where the weak form was asked: the turn, and its words with the strong form instead.
pub fn with_the_strong_question(record: &CallRecord) -> Option<(usize, String)> {
    let card = record.scorecard.as_ref()?;
    let weak = card.findings.iter().find(|finding| finding.rule == WEAK_QUESTION)?;
    let at = weak.evidence.iter().find_map(|seen| seen.turn)?;
    let turn = record.turns.get(at)?;
    let found = turn.caller.as_ref()?.elements.iter().find(|found| found.element == Element::WeakClose);
    let parts = found.and_then(|found| Some((turn.text.get(..found.start)?, turn.text.get(found.end..)?)));
    let words = match parts {
        Some((before, after)) => {
            let after = after.trim_start_matches(['.', '?', '!', ',']);
            format!("{before}{MAGIC_QUESTION}{after}")
        }
        // Only the careful ear heard it.
        None => format!("{} {MAGIC_QUESTION}", turn.text),
    };
    Some((at, words))
}

/// What the gatekeeper's side would have said to `words` in turn number `turn` of the record. None where the call
/// has no such turn, or where it would have said what it said.
///
/// `conversation` is a new one, with all that the call's own knew before it began.
///
/// # Errors
/// What `understand` reports.
pub fn otherwise<E>(
    mut conversation: Conversation<'_>,
    past: &[Past],
    turn: usize,
    words: &str,
    mut understand: impl FnMut(Question) -> Result<Understanding, E>,
) -> Result<Option<Otherwise>, E> {
    let Some(place) = past.iter().position(|past| past.turn == Some(turn)) else { return Ok(None) };
    let mut unheard: Vec<CallEvent> = Vec::new();
    conversation.start(&mut unheard);
    for past in &past[..place] {
        let input = match &past.answer {
            Answer::Heard(heard) => Input::Heard(&heard.text),
            Answer::Rambled(heard) => Input::Rambled(&heard.text),
            Answer::Unclear(_) => Input::Unclear,
            Answer::Silence => Input::Silence,
            Answer::HungUp => return Ok(None),
        };
        let understanding = match input {
            Input::Heard(text) | Input::Rambled(text) => Some(understand(conversation.question(text))?),
            _ => None,
        };
        if past.heard().is_some_and(|heard| heard.cut_in) {
            conversation.interrupted();
        }
        conversation.answer(input, understanding, 0.0, &mut unheard);
    }
    let understanding = understand(conversation.question(words))?;
    let exchange = conversation.answer(Input::Heard(words), Some(understanding), 0.0, &mut unheard);
    let says: Vec<_> = exchange
        .reply
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Say(say) => Some(say),
            Part::Sound(_) => None,
        })
        .collect();
    let Some(first) = says.first() else { return Ok(None) };
    let lines: Vec<&str> =
        says.iter().take_while(|say| say.speaker == first.speaker).map(|say| say.text.as_str()).collect();
    let then: Vec<&str> = past.get(place + 1).map(|past| past.said().collect()).unwrap_or_default();
    if then.starts_with(&lines) {
        return Ok(None);
    }
    Ok(Some(Otherwise { turn, said: words.to_owned(), name: first.name.clone(), reply: lines.join(" ") }))
}

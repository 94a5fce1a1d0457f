//! What came of asking: facts, their mood, an offer that nobody asked for.
//!
//! What enters: the story of a call. What leaves: verdicts. This file must not know the points.

use super::check::Verdict;
use super::story::{Said, Story};
use crate::call::{Element, Evidence};

/// Articles 000 and 004 think in threes.
const FACTS_WANTED: usize = 3;

/// Rules 14 and 82: what the caller was told. The words of evidence are theirs.
pub(super) fn facts(story: &Story) -> Verdict {
    if story.scenario.is_none_or(|scenario| scenario.facts.is_empty()) {
        return Verdict::DidNotArise;
    }
    let learned = &story.record.facts_learned;
    let evidence = learned.iter().map(|fact| Evidence {
        turn: story.record.turns.iter().position(|turn| !turn.is_caller() && turn.text == fact.line),
        quote: Some(fact.what.clone()),
        audio: None,
    });
    let share = learned.len() as f64 / FACTS_WANTED as f64;
    let advice = match learned.len() {
        0 => "You found out nothing yet: ask about the people, the work and what they need.",
        count if count < FACTS_WANTED => "Stay a little longer: there was more to find out.",
        _ => "",
    };
    Verdict::judged(share, evidence.collect(), advice)
        .say_instead("What keeps your department busiest at the moment?")
}

/// Rule 16: nobody's mood ends lower than it began.
pub(super) fn mood(story: &Story) -> Verdict {
    let (Some(scenario), moods) = (story.scenario, &story.record.moods) else { return Verdict::DidNotArise };
    if moods.is_empty() {
        return Verdict::DidNotArise;
    }
    let spoilt = scenario.cast.iter().find(|(id, person)| {
        let speaks = |state: &str| scenario.states.get(state).is_some_and(|state| state.speaker == **id);
        let last = moods.iter().rev().find(|after| {
            speaks(&after.to) || (speaks(&after.state) && !scenario.states.contains_key(&after.to))
        });
        last.is_some_and(|after| after.mood < person.mood)
    });
    match spoilt {
        Some(_) => Verdict::missing(
            "They were less glad at the end than at the beginning: thank, and take up what they say.",
        )
        .say_instead("That helps me a lot, thank you for taking the time."),
        None if story.word_count() < super::asking::WORDS_TO_JUDGE => {
            Verdict::missing("Too few words to show it.")
        }
        None => Verdict::full(Vec::new()),
    }
}

/// The move of taking an offer: a state with an edge for it has made one.
const ACCEPTS: &str = "accept_offer";

/// Rule 86: an offer that was not asked for is taken with thanks, and without a pitch.
pub(super) fn takes_the_offer(story: &Story) -> Verdict {
    let Some(scenario) = story.scenario else { return Verdict::DidNotArise };
    let offers = |id: &str| {
        scenario.states.get(id).is_some_and(|state| state.on.iter().any(|edge| edge.name == ACCEPTS))
    };
    let offered = story.record.turns.iter().position(|turn| !turn.is_caller() && offers(&turn.state));
    let Some(offered) = offered else { return Verdict::DidNotArise };
    let better = "Thank you, I'd be glad to. I'll give you a call.";
    let mut answers = story.said.iter().filter(|said| said.turn > offered);
    let Some(answer) = answers.next() else {
        return Verdict::missing("Take the offer with a word of thanks.").say_instead(better);
    };
    let whole = || vec![answer.evidence(0, answer.text.len())];
    let thanked = answer.meant(ACCEPTS) || has(answer, Element::Thanks);
    match (thanked, pitches(answer)) {
        (true, false) => Verdict::full(whole()),
        (true, true) => Verdict::judged(0.5, whole(), "Take the offer and leave it at that: no pitch.")
            .say_instead(better),
        (false, _) => {
            Verdict::judged(0.0, whole(), "Take the offer with a word of thanks.").say_instead(better)
        }
    }
}

fn has(said: &Said, element: Element) -> bool {
    said.elements.iter().any(|found| found.element == element)
}

fn pitches(said: &Said) -> bool {
    [Element::Accomplishment, Element::Strength, Element::StrongClose, Element::WeakClose]
        .into_iter()
        .any(|element| has(said, element))
}

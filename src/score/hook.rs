//! The hook: one of the article's four kinds, early (rules 36 and 37).
//!
//! What enters: the story of a call. What leaves: which kinds of hook the person who decides heard, and
//! whether one came in the opening. This file must not know the points.

use super::caller;
use super::check::Verdict;
use super::phrases::first_of;
use super::story::{Said, Story};
use crate::call::{Element, Evidence};

/// The opening is over after this many turns with the person who decides.
const OPENING_TURNS: usize = 2;

const SUCCESS: &[&str] = &[
    "won",
    "win",
    "award*",
    "promoted",
    "launched",
    "turned around",
    "on time",
    "under budget",
    "ahead of schedule",
    "my success*",
    "successful*",
    "was chosen",
    "was selected",
    "top seller",
    "best seller",
    "record year",
];
const EDUCATION: &[&str] = &[
    "degree",
    "bachelor*",
    "master's",
    "masters",
    "mba",
    "phd",
    "doctorate",
    "certified",
    "certificate*",
    "certification*",
    "licensed",
    "graduate",
    "graduated",
    "diploma",
    "university",
    "college",
    "studied",
    "trained in",
    "pmp",
    "major in",
    "majored",
];

/// The four kinds that one turn holds, by name, with the words.
fn hooks(said: &Said) -> Vec<(&'static str, Evidence)> {
    let element = |element: Element| {
        said.elements.iter().find(|found| found.element == element).map(|found| said.element(found))
    };
    let words = |phrases| first_of(&said.words, phrases).map(|(start, end)| said.evidence(start, end));
    [
        ("a result", element(Element::Accomplishment)),
        ("your years of experience", element(Element::YearsExperience)),
        ("a success", words(SUCCESS)),
        ("your education", words(EDUCATION)),
    ]
    .into_iter()
    .filter_map(|(kind, evidence)| Some((kind, evidence?)))
    .collect()
}

/// The kinds of hook in all that was said, in the article's order, each once.
pub(super) fn kinds(story: &Story) -> Vec<&'static str> {
    let mut kinds: Vec<&'static str> = Vec::new();
    for (kind, _) in story.said.iter().flat_map(hooks) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Rule 36: a hook in the opening; a late one counts for half.
pub(super) fn in_the_opening(story: &Story) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    let turns: Vec<&Said> = story.to_decider().collect();
    let early = turns.iter().take(OPENING_TURNS).flat_map(|said| hooks(said)).next();
    let late = turns.iter().skip(OPENING_TURNS).flat_map(|said| hooks(said)).next();
    match (early, late) {
        (Some((_, evidence)), _) => Verdict::full(vec![evidence]),
        (None, Some((kind, evidence))) => {
            let advice = format!("You had a hook ({kind}), but late: open with it.");
            let better = evidence.quote.clone();
            let verdict = Verdict::judged(0.5, vec![evidence], advice);
            match better {
                Some(words) => verdict.say_instead(format!("The reason I'm calling: {words}.")),
                None => verdict,
            }
        }
        (None, None) => Verdict::missing("Open with something that makes them want to hear more.")
            .say_instead(caller::opening_hook(story)),
    }
}

/// Rule 37: which of the four kinds were used.
pub(super) fn kind(story: &Story) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    match story.to_decider().flat_map(hooks).next() {
        Some((_, evidence)) => Verdict::full(vec![evidence]),
        None => Verdict::missing(
            "Use a result, your years of experience, a success or your education as the hook.",
        )
        .say_instead(caller::any_hook(story)),
    }
}

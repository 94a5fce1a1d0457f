//! What the caller says to this company: its needs, a fact about it, what it gets.
//!
//! What enters: the story of a call with its scenario. What leaves: verdicts. This file must not know the
//! points.

use super::check::{Verdict, told};
use super::phrases::{Token, has_any, tokens};
use super::story::{Said, Story};
use crate::call::{Element, Evidence};

/// Rule 45: words of the company's needs in what the caller tells the person who decides.
pub(super) fn relevance(story: &Story) -> Verdict {
    let needs = story.needs();
    if needs.is_empty() || !story.reached {
        return Verdict::DidNotArise;
    }
    let first: Vec<&str> = needs.iter().take(2).map(String::as_str).collect();
    match named_in_turns(story, needs, |_, _| true) {
        Some(evidence) => Verdict::full(vec![evidence]),
        None => Verdict::missing("Tie one strength to what this company needs.")
            .say_instead(format!("I'm good with {}, which is what you need here.", first.join(" and "))),
    }
}

/// Rule 48.
pub(super) fn research(story: &Story) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    let facts = story.research();
    // The company's own name is no research.
    let company = story.brief("company").unwrap_or_default().to_lowercase();
    let facts: Vec<String> =
        facts.iter().filter(|fact| !company.contains(&fact.to_lowercase())).cloned().collect();
    if let Some(evidence) = fact_about_them(story, &facts) {
        return Verdict::full(vec![evidence]);
    }
    let better = match facts.first() {
        Some(fact) => format!("I read about {fact}, and that is work I know."),
        None => "I read about [one of their projects], and that is work I know.".to_owned(),
    };
    told(story, Element::CompanyResearch, "Show that you looked them up: one fact is enough.", better)
}

const FOUND_OUT: &[&str] =
    &["read", "saw", "seen", "heard", "noticed", "learned", "congratulat*", "understand", "know"];

/// A name of theirs shows research by itself. A common word does so only in a sentence about them: "I
/// finished a renovation" says nothing about theirs.
fn fact_about_them(story: &Story, facts: &[String]) -> Option<Evidence> {
    let is_name = |phrase: &str| phrase.contains(char::is_uppercase);
    let about_them = |sentence: &[Token]| has_any(sentence, THEM) || has_any(sentence, FOUND_OUT);
    named_in_turns(story, facts, |phrase, sentence| is_name(phrase) || about_them(sentence))
}

/// The first of these phrases that the person who decides heard, outside the question for a meeting. Words
/// match by their stem, in any order within one sentence, because nobody says a brief word for word.
fn named_in_turns(
    story: &Story,
    phrases: &[String],
    counts: impl Fn(&str, &[Token]) -> bool,
) -> Option<Evidence> {
    let wanted: Vec<Vec<String>> =
        phrases.iter().map(|phrase| tokens(phrase).iter().map(|word| stem(&word.text)).collect()).collect();
    for said in story.to_decider() {
        for sentence in sentences(&said.words, said.text) {
            let heard: Vec<String> = sentence.iter().map(|word| stem(&word.text)).collect();
            let named = |(phrase, stems): (&String, &Vec<String>)| {
                !stems.is_empty() && stems.iter().all(|word| heard.contains(word)) && counts(phrase, sentence)
            };
            if !asks(said, sentence) && phrases.iter().zip(&wanted).any(named) {
                return Some(said.evidence(sentence[0].start, sentence[sentence.len() - 1].end));
            }
        }
    }
    None
}

/// The sentence asks for a meeting or for a person, and brings nothing.
fn asks(said: &Said, sentence: &[Token]) -> bool {
    let asking = [Element::StrongClose, Element::WeakClose, Element::AskSpeak];
    let (start, end) = (sentence[0].start, sentence[sentence.len() - 1].end);
    let overlaps = |found: &&crate::call::ElementFound| found.start < end && found.end > start;
    // A recognizer may leave out all marks; then the sentence is the turn, and brings what it brings.
    let divided = said.text.contains(['.', '?', '!']);
    divided && said.elements.iter().filter(overlaps).any(|found| asking.contains(&found.element))
}

/// Runs of words that no full stop, question or exclamation mark divides.
fn sentences<'w>(words: &'w [Token], text: &str) -> Vec<&'w [Token]> {
    words
        .chunk_by(|a, b| !text[a.end..b.start].contains(['.', '?', '!']))
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

/// A word without its commonest endings: `schedules`, `scheduling` and `schedule` are one.
fn stem(word: &str) -> String {
    let base = word.trim_end_matches("'s");
    for ending in ["ings", "ing", "ers", "ies", "ed", "er", "es", "s", "e", "y"] {
        match base.strip_suffix(ending) {
            Some(rest) if rest.len() >= 4 => return rest.to_owned(),
            _ => {}
        }
    }
    base.to_owned()
}

const HELP: &[&str] = &[
    "help*",
    "save*",
    "solve*",
    "support*",
    "take * off",
    "cut*",
    "reduce*",
    "improve*",
    "bring*",
    "contribute*",
    "add*",
    "keep*",
    "free*",
    "handle*",
    "fix*",
    "strengthen*",
    "benefit*",
    "do the same",
    "make sure",
    "deliver*",
];
const THEM: &[&str] = &["you", "your", "yours", "you'd", "you'll", "you've"];

/// Rule 33: a sentence in which the listener gets something.
pub(super) fn benefit(story: &Story) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    for said in story.to_decider() {
        for sentence in sentences(&said.words, said.text) {
            if !asks(said, sentence) && has_any(sentence, HELP) && has_any(sentence, THEM) {
                return Verdict::full(vec![
                    said.evidence(sentence[0].start, sentence[sentence.len() - 1].end),
                ]);
            }
        }
    }
    let better = match story.needs().first() {
        Some(need) => format!("I can help you with your {need}."),
        None => "I can help you with [what they need].".to_owned(),
    };
    Verdict::missing("Say what they get from you, with the word you in it.").say_instead(better)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_brief_match_by_their_stem() {
        for (a, b) in [("schedules", "scheduling"), ("budget", "budgets"), ("deadline", "deadlines")] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
    }
}

//! The close: the magic question, what comes after it, what comes after a no, and leaving well.
//!
//! What enters: the story of a call. What leaves: verdicts. This file must not know the points.

use super::asking::rude;
use super::check::Verdict;
use super::phrases::{find_phrase, has_any};
use super::story::{Mention, Said, Story};
use crate::call::{Element, Evidence, Outcome};

/// The article's key phrase (rule 38).
pub const MAGIC_QUESTION: &str = "When can I come in for an interview?";
const MAGIC_WORDS: &str = "when can i come in";

/// The forms that ask for a time: the article's "when" and its close variants.
const WHEN_FORMS: &[&str] = &[
    "when",
    "what day*",
    "what time*",
    "what morning",
    "what afternoon",
    "how soon",
    "which day*",
    "which morning",
    "which afternoon",
    "which time*",
    "what's your schedule",
    "how's your schedule",
];

/// A strong question of another form than "when" (this or that day) keeps this much.
const OTHER_STRONG_FORM: f64 = 0.9;

/// The article says that the weak form does not work; it keeps this much for asking at all.
const WEAK_FORM: f64 = 0.4;

/// Asked of someone who cannot say yes.
const ASKED_OF_ANOTHER: f64 = 0.4;

struct Close {
    share: f64,
    weak: bool,
    evidence: Evidence,
    decider: bool,
}

fn closes(story: &Story) -> Vec<Close> {
    let mut found: Vec<Close> = Vec::new();
    for said in &story.said {
        for element in said.elements {
            let (share, weak) = match element.element {
                Element::StrongClose if asks_when(said, element.start, element.end) => (1.0, false),
                Element::StrongClose => (OTHER_STRONG_FORM, false),
                Element::WeakClose => (WEAK_FORM, true),
                _ => continue,
            };
            found.push(Close { share, weak, evidence: said.element(element), decider: said.to_decider });
        }
        if let Some(first) = find_phrase(&said.words, MAGIC_WORDS) {
            let end = sentence_end(said, said.words[first].start);
            let evidence = said.evidence(said.words[first].start, end);
            found.push(Close { share: 1.0, weak: false, evidence, decider: said.to_decider });
        }
    }
    found
}

fn asks_when(said: &Said, start: usize, end: usize) -> bool {
    let words: Vec<_> =
        said.words.iter().filter(|word| word.start < end && word.end > start).cloned().collect();
    has_any(&words, WHEN_FORMS)
}

fn sentence_end(said: &Said, start: usize) -> usize {
    said.text[start..].find(['.', '?', '!']).map_or(said.text.len(), |end| start + end + 1)
}

/// Rules 38 and 39.
pub(super) fn magic_question(story: &Story) -> Verdict {
    if !story.reached {
        // Where they were turned away there was nobody to ask; who gave up, or was hung up on, had a way left.
        return match &story.record.ended {
            Some(ended) if ended.outcome == Outcome::Lost => Verdict::missing(
                "You never got to the manager, so the question was never asked. Stay on the line, and ask to be put through.",
            )
            .say_instead(MAGIC_QUESTION),
            _ => Verdict::DidNotArise,
        };
    }
    let worth = |close: &Close| if close.decider { close.share } else { close.share * ASKED_OF_ANOTHER };
    // The first of equals: it is the one that the call turned on.
    let best = closes(story).into_iter().rev().max_by(|a, b| worth(a).total_cmp(&worth(b)));
    let Some(close) = best else {
        return Verdict::missing("You never asked for the interview. Ask, in these words.")
            .say_instead(MAGIC_QUESTION);
    };
    let share = worth(&close);
    let verdict = |advice: &str| Verdict::judged(share, vec![close.evidence.clone()], advice);
    if !close.decider {
        return verdict("You asked someone who cannot say yes. Ask the manager.").say_instead(MAGIC_QUESTION);
    }
    if close.weak {
        let cost = (100.0 * (1.0 - WEAK_FORM)).round();
        let advice = format!(
            "A plain no answers this question, and the call goes the harder way. It costs {cost} % of these points: ask when, not whether."
        );
        return verdict(&advice).under_rule(39).say_instead(MAGIC_QUESTION);
    }
    if share < 1.0 {
        return verdict("A strong question. The article's own words are stronger still.")
            .say_instead(MAGIC_QUESTION);
    }
    verdict("")
}

/// What may follow the question without weakening it, in words.
const WORDS_AFTER_QUESTION: usize = 8;
const TALKED_ON: f64 = 0.4;

/// Rule 47: the question is the last beat. Thanks and goodbye may follow.
pub(super) fn question_last(story: &Story) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    let asked: Vec<Mention> = [Element::StrongClose, Element::WeakClose]
        .into_iter()
        .flat_map(|element| story.mentions(element))
        .filter(|mention| mention.said.to_decider)
        .collect();
    if let Some(last) = asked.iter().find(|mention| words_after(mention) <= WORDS_AFTER_QUESTION) {
        return Verdict::full(vec![last.evidence()]);
    }
    match asked.first() {
        Some(mention) => {
            let advice = "Ask, then stop talking: what comes after the question lets them off it.";
            Verdict::judged(TALKED_ON, vec![mention.evidence()], advice).say_instead(MAGIC_QUESTION)
        }
        None => Verdict::missing("End your pitch with the question, and wait.").say_instead(MAGIC_QUESTION),
    }
}

fn words_after(mention: &Mention) -> usize {
    let polite = mention.said.elements.iter().filter(|found| {
        matches!(found.element, Element::Thanks | Element::Farewell) && found.start >= mention.found.end
    });
    let until = polite.map(|found| found.start).min().unwrap_or(usize::MAX);
    mention.said.words.iter().filter(|word| word.start >= mention.found.end && word.start < until).count()
}

/// Rule 53: asks again once after the first no. The no of the person who decides is the one that counts; of
/// someone at the desk, asking again means asking for that person. A smaller ask is worth half.
pub(super) fn asks_again(story: &Story) -> Verdict {
    if !story.refused() {
        return Verdict::DidNotArise;
    }
    let by_decider = story.said.iter().any(|said| said.after_refusal && said.to_decider);
    let (renewed, smaller): (&[Element], &[Element]) = if by_decider {
        (
            &[Element::AskAgain, Element::StrongClose, Element::WeakClose],
            &[Element::FollowUp, Element::AskLeads, Element::AnswerObjection],
        )
    } else {
        (
            &[Element::AskAgain, Element::AskSpeak],
            &[Element::FollowUp, Element::Question, Element::AnswerObjection],
        )
    };
    let after: Vec<&Said> = story
        .said
        .iter()
        .filter(|said| said.to_decider == by_decider)
        .skip_while(|said| !said.after_refusal)
        .collect();
    let find = |elements: &[Element]| {
        after.iter().find_map(|said| {
            let found = said.elements.iter().find(|found| elements.contains(&found.element))?;
            Some(said.element(found))
        })
    };
    let advice = "After a first no, give one reason and ask once more.";
    let better = if by_decider {
        format!("I understand. I'd only need fifteen minutes: {}", lower_first(MAGIC_QUESTION))
    } else {
        "I understand. When would be a good time to reach them?".to_owned()
    };
    match (find(renewed), find(smaller)) {
        (Some(evidence), _) => Verdict::full(vec![evidence]),
        (None, Some(evidence)) => Verdict::judged(0.5, vec![evidence], advice).say_instead(better),
        (None, None) => Verdict::missing(advice).say_instead(better),
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Rule 51: thanks or a goodbye in the last two turns, and nobody was treated rudely (rule 19).
pub(super) fn leaves_well(story: &Story) -> Verdict {
    if story.record.ended.is_none() && story.answered {
        return Verdict::DidNotArise;
    }
    if let Some(verdict) = rude(story) {
        return verdict.say_instead("I understand. Thank you for your time.");
    }
    let better = "Thank you for your time. Goodbye.";
    let advice = "Thank them before you hang up, whatever the answer was.";
    let polite = |mention: &Mention| matches!(mention.found.element, Element::Thanks | Element::Farewell);
    let last_turns: Vec<usize> = story.said.iter().rev().take(2).map(|said| said.turn).collect();
    let at_the_end =
        story.all_mentions().filter(polite).filter(|mention| last_turns.contains(&mention.said.turn)).last();
    let earlier = story.mentions(Element::Thanks).next();
    match (at_the_end, earlier) {
        (Some(mention), _) => Verdict::full(vec![mention.evidence()]),
        (None, Some(mention)) => Verdict::judged(0.5, vec![mention.evidence()], advice).say_instead(better),
        (None, None) => Verdict::missing(advice).say_instead(better),
    }
}

/// Rule 51: a no is accepted in words.
pub(super) fn takes_a_no(story: &Story) -> Verdict {
    if !story.refused() {
        return Verdict::DidNotArise;
    }
    let accepted =
        story.mentions(Element::Acknowledge).next().or_else(|| story.mentions(Element::Rapport).next());
    match accepted {
        Some(mention) => Verdict::full(vec![mention.evidence()]),
        None => Verdict::missing("Show that you heard the no before you go on.")
            .say_instead("I understand, thank you for telling me."),
    }
}

/// Rule 52: the door stays open.
pub(super) fn door_open(story: &Story) -> Verdict {
    let kept = [Element::FollowUp, Element::AskLeads, Element::CallbackRequest]
        .into_iter()
        .find_map(|element| story.mentions(element).next());
    match kept {
        Some(mention) => Verdict::full(vec![mention.evidence()]),
        None => {
            Verdict::missing("Leave the door open: say when you will call again, or ask who else to call.")
                .say_instead("May I call you again in three months?")
        }
    }
}

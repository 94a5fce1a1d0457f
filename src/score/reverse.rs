//! The reverse interview: little time, their story, no job.
//!
//! What enters: the story of a call. What leaves: verdicts. This file must not know the points.

use super::asking::{WORDS_TO_JUDGE, grown_question};
use super::check::Verdict;
use super::phrases::{first_of, tokens};
use super::story::Story;
use crate::call::{Element, Evidence};

/// Rule 94.
pub(super) fn grows_from_their_words(story: &Story) -> Verdict {
    if !story.answered {
        return Verdict::DidNotArise;
    }
    match grown_question(story) {
        Some(evidence) => Verdict::full(vec![evidence]),
        None => Verdict::missing("Ask one question about what they just said; a list cannot have it.")
            .say_instead("You mentioned [their word]: what was that like?"),
    }
}

/// Rule 85: they talk more than you. Counted in words, so that typed and spoken are the same.
pub(super) fn they_talk_more(story: &Story) -> Verdict {
    let theirs: usize = story.their_lines().map(|(_, turn)| tokens(&turn.text).len()).sum();
    if theirs == 0 {
        return Verdict::DidNotArise;
    }
    let own = story.word_count();
    if own < WORDS_TO_JUDGE {
        return Verdict::missing("Too few words to show it: ask, then listen.");
    }
    let part = own as f64 / (own + theirs) as f64;
    let share = 1.0 - (part - 0.5).max(0.0) / 0.3;
    let advice = if share < 1.0 {
        format!("You had {:.0} % of the words. Ask, then listen.", part * 100.0)
    } else {
        String::new()
    };
    Verdict::judged(share, Vec::new(), advice)
}

const SHORT_TIME: &[&str] = &[
    "# minutes",
    "a few minutes",
    "a couple of minutes",
    "a minute",
    "quarter of an hour",
    "a short talk",
    "a quick question",
];

/// Rule 81.
pub(super) fn short_time(story: &Story) -> Verdict {
    let named = story
        .said
        .iter()
        .find_map(|said| first_of(&said.words, SHORT_TIME).map(|(start, end)| said.evidence(start, end)));
    let asked = || story.mentions(Element::AskTimeOk).next().map(|mention| mention.evidence());
    let better = "Could I have fifteen minutes of your time?";
    match (named, asked()) {
        (Some(evidence), _) => Verdict::full(vec![evidence]),
        (None, Some(evidence)) => {
            Verdict::judged(0.6, vec![evidence], "Name the time: fifteen minutes.").say_instead(better)
        }
        (None, None) => Verdict::missing("Ask for fifteen minutes, and keep to them.").say_instead(better),
    }
}

const WHY_THEM: &[&str] = &[
    "where you are",
    "love to be",
    "your career",
    "your path",
    "how you got",
    "admire*",
    "your work",
    "your story",
    "you started",
    "you built",
    "you've done",
    "you do",
    "your job",
    "your field",
    "your company",
    "in your position",
    "learn from you",
];

/// Rule 84.
pub(super) fn why_them(story: &Story) -> Verdict {
    if let Some(mention) = story.mentions(Element::CompanyResearch).next() {
        return Verdict::full(vec![mention.evidence()]);
    }
    let found = story
        .said
        .iter()
        .find_map(|said| first_of(&said.words, WHY_THEM).map(|(start, end)| said.evidence(start, end)));
    match found {
        Some(evidence) => Verdict::full(vec![evidence]),
        None => Verdict::missing("Say why you called this person and no other.")
            .say_instead("You are where I would love to be in ten years."),
    }
}

const NEXT_CONTACT: &[&str] = &[
    "visit",
    "linkedin",
    "stay in touch",
    "keep in touch",
    "come by",
    "drop by",
    "send you",
    "let you know",
];

/// Rule 91.
pub(super) fn next_contact(story: &Story) -> Verdict {
    if let Some(mention) = story.mentions(Element::FollowUp).next() {
        return Verdict::full(vec![mention.evidence()]);
    }
    let found = story
        .said
        .iter()
        .find_map(|said| first_of(&said.words, NEXT_CONTACT).map(|(start, end)| said.evidence(start, end)));
    match found {
        Some(evidence) => Verdict::full(vec![evidence]),
        None => Verdict::missing("Agree on a next contact that both of you can picture.")
            .say_instead("May I send you a note in a month about what I made of this?"),
    }
}

/// Rule 98: warmth, apart from the substance.
pub(super) fn likable(story: &Story) -> Verdict {
    let warm = story.mentions(Element::Rapport).next().map(|mention| mention.evidence());
    let thanks = story.mentions(Element::Thanks).next().map(|mention| mention.evidence());
    let share = 0.5 * (usize::from(warm.is_some()) + usize::from(thanks.is_some())) as f64;
    let evidence: Vec<Evidence> = warm.into_iter().chain(thanks).collect();
    let advice = if share < 1.0 { "Say one warm thing, and thank them." } else { "" };
    Verdict::judged(share, evidence, advice).say_instead("I enjoyed hearing that. Thank you for your time.")
}

//! The referral call: the article's five elements, its length, and people instead of a job.
//!
//! What enters: the story of a call. What leaves: verdicts. This file must not know the points.

use super::caller::{self, referrer};
use super::check::Verdict;
use super::phrases::{first_of, has_any, sentence_ends};
use super::pitch::opening_sentence;
use super::story::{Mention, Said, Story};
use crate::call::{Element, Evidence};

/// Rule 54: the name belongs in the first turn.
pub(super) fn name_first(story: &Story) -> Verdict {
    let mut names = story.mentions(Element::SelfName);
    let Some(first) = names.next() else {
        return Verdict::missing("Say who you are in your first sentence.")
            .say_instead(opening_sentence(story));
    };
    let opening = story.to_decider().next().or(story.said.first()).map(|said| said.turn);
    if story.mentions(Element::SelfName).any(|mention| Some(mention.said.turn) == opening) {
        return Verdict::full(vec![first.evidence()]);
    }
    Verdict::judged(0.6, vec![first.evidence()], "Say your name in your first sentence.")
        .say_instead(opening_sentence(story))
}

const CONTEXT: &[&str] = &[
    "when",
    "while",
    "were",
    "was",
    "worked",
    "work",
    "working",
    "last",
    "yesterday",
    "over",
    "playing",
    "talking",
    "told",
    "mentioned",
    "met",
    "studied",
    "lunch",
    "conversation",
    "friend",
    "friends",
    "colleague*",
    "from",
];

/// Rule 55: who sent you, early, and how it came about.
pub(super) fn who_sent_you(story: &Story) -> Verdict {
    let better = format!("{} and I were talking last week when your name came up.", referrer(story));
    let all: Vec<Mention> = story.mentions(Element::Referral).collect();
    let value = |mention: &Mention| -> f64 {
        let early = sentence_ends(mention.said.text).take_while(|end| *end < mention.found.start).count() < 3;
        let first_turn =
            story.to_decider().next().or(story.said.first()).map(|said| said.turn) == Some(mention.said.turn);
        let context = has_any(&super::phrases::tokens(mention.said.sentence(mention.found.start)), CONTEXT);
        (if early && first_turn { 0.6 } else { 0.4 }) + if context { 0.4 } else { 0.0 }
    };
    match all.iter().max_by(|a, b| value(a).total_cmp(&value(b))) {
        Some(mention) => {
            let share = value(mention);
            let advice = if share < 1.0 {
                "Name the person who sent you at once, and how your talk about them came up."
            } else {
                ""
            };
            Verdict::judged(share, vec![mention.evidence()], advice).say_instead(better)
        }
        None => Verdict::missing("Name the person who sent you.").say_instead(better),
    }
}

/// A phrase of a list anywhere in the call: full points with its words, else the advice.
fn worded(story: &Story, phrases: &[&str], advice: &str, better: String) -> Verdict {
    match find(story, phrases) {
        Some(evidence) => Verdict::full(vec![evidence]),
        None => Verdict::missing(advice).say_instead(better),
    }
}

fn find(story: &Story, phrases: &[&str]) -> Option<Evidence> {
    story
        .said
        .iter()
        .find_map(|said| first_of(&said.words, phrases).map(|(start, end)| around(said, start, end)))
}

/// The sentence around a phrase reads better than the phrase.
fn around(said: &Said, start: usize, end: usize) -> Evidence {
    let sentence = said.sentence(start);
    match said.text.find(sentence) {
        Some(from) => said.evidence(from, (from + sentence.len()).max(end)),
        None => said.evidence(start, end),
    }
}

const TIE: &[&str] = &[
    "friend",
    "friends",
    "good friend",
    "buddy",
    "old colleague",
    "his regards",
    "her regards",
    "their regards",
    "sends regards",
    "speaks highly",
    "thinks the world",
    "thinks highly",
    "worked with you",
    "knows you",
    "know each other",
    "you two",
    "the two of you",
    "you and",
    "send you",
    "says hello",
    "say hello",
    "best wishes",
];
const EXPERT: &[&str] = &[
    "tell me about",
    "tell me all",
    "you'd know",
    "you would know",
    "expert",
    "expertise",
    "best person",
    "nobody knows",
    "no one knows",
    "before i talk to anyone",
    "your advice",
    "your experience",
    "your view",
    "right person",
    "the person to ask",
    "knows more",
    "know more",
    "well connected",
    "everyone worth knowing",
    "your opinion",
    "your insight",
    "your perspective",
];
const OWN_TIE: &[&str] = &[
    "and i",
    "we worked",
    "worked together",
    "worked with",
    "his advice",
    "her advice",
    "their advice",
    "my friend",
    "good friend of mine",
    "old friend",
    "mutual friend",
    "our friend",
    "used to work",
    "studied with",
    "known each other",
    "my neighbor",
];
const REPORT_BACK: &[&str] = &[
    "report back",
    "let him know",
    "let her know",
    "let them know",
    "tell him how",
    "tell her how",
    "promised to tell",
    "get back to him",
    "get back to her",
    "tell him about our",
    "tell her about our",
    "fill him in",
    "fill her in",
    "i'll tell him",
    "i'll tell her",
    "i promised him",
    "i promised her",
    "let # know",
];
const PERSONAL: &[&str] =
    &["ask about your", "how is your", "how's your", "how are your", "congratulat*", "your new"];

/// Rule 56.
pub(super) fn their_friendship(story: &Story) -> Verdict {
    let better = format!("{} speaks of you as a good friend.", referrer(story));
    worded(story, TIE, "Remind them of the person you both know: that tie opens the door.", better)
}

/// Rule 57.
pub(super) fn their_expertise(story: &Story) -> Verdict {
    let better = "I was told that you are the best person to ask about [their field].".to_owned();
    worded(story, EXPERT, "Say what they know that you would like to hear.", better)
}

/// Rule 58: a tie of one's own, or something that makes the caller worth knowing.
pub(super) fn worth_knowing(story: &Story) -> Verdict {
    if let Some(evidence) = find(story, OWN_TIE) {
        return Verdict::full(vec![evidence]);
    }
    let own = [Element::Accomplishment, Element::Specialty, Element::YearsExperience, Element::Strength];
    match own.into_iter().find_map(|element| story.mentions(element).next()) {
        Some(mention) => Verdict::full(vec![mention.evidence()]),
        None => {
            Verdict::missing("Say how you know the person who sent you.").say_instead(caller::own_tie(story))
        }
    }
}

/// Rule 59.
pub(super) fn report_back(story: &Story) -> Verdict {
    let better = format!("I promised {} to report back on our conversation.", referrer(story));
    worded(story, REPORT_BACK, "Promise to tell the person who sent you how it went.", better)
}

/// Rule 60: where the brief gives the detail, it must be the right one.
pub(super) fn personal_detail(story: &Story) -> Verdict {
    let detail = story.brief("personal");
    let better = format!("{} asked me to ask about {}.", referrer(story), caller::personal(story));
    let Some(detail) = detail else {
        return match story
            .mentions(Element::Rapport)
            .next()
            .map(|mention| mention.evidence())
            .or_else(|| find(story, PERSONAL))
        {
            Some(evidence) => Verdict::full(vec![evidence]),
            None => Verdict::missing("Ask about something personal that you were told.").say_instead(better),
        };
    };
    let words: Vec<String> = super::phrases::tokens(detail)
        .into_iter()
        .map(|word| word.text)
        .filter(|word| word.len() > 3 && word != "your")
        .collect();
    let named = story.said.iter().find_map(|said| {
        let word = said.words.iter().find(|word| words.contains(&word.text))?;
        Some(around(said, word.start, word.end))
    });
    match named {
        Some(evidence) => Verdict::full(vec![evidence]),
        None => Verdict::missing("Ask about the personal detail that you were told.").say_instead(better),
    }
}

/// Rule 61: one of the six reasons why people meet a caller.
pub(super) fn a_motive(story: &Story) -> Verdict {
    let touched = find(story, TIE).or_else(|| find(story, EXPERT)).or_else(|| {
        let own = [Element::Accomplishment, Element::Strength, Element::AskLeads, Element::Rapport];
        own.into_iter().find_map(|element| story.mentions(element).next()).map(|mention| mention.evidence())
    });
    match touched {
        Some(evidence) => Verdict::full(vec![evidence]),
        None => Verdict::missing(
            "Give them a reason to meet you: a friend, their knowledge, a decision they can help with.",
        )
        .say_instead("I have a decision to make, and I was told nobody knows more about it than you."),
    }
}

/// The article's model opening has 104 words. A quarter more costs nothing; twice as long costs all.
pub(super) const MODEL_WORDS: usize = 104;

/// Rule 63.
pub(super) fn length(story: &Story) -> Verdict {
    model_length(story, MODEL_WORDS, "the article's model opening")
}

/// The length of the longest of the caller's first two turns against a model; a few words show nothing.
pub(super) fn model_length(story: &Story, model: usize, which: &str) -> Verdict {
    // Behind a screener the opening is what the person who decides hears; a machine decides nothing.
    let counts = |said: &&Said| said.to_decider || !story.reached;
    let longest = story.said.iter().filter(counts).take(2).max_by_key(|said| said.words.len());
    let Some(said) = longest.filter(|said| said.words.len() >= 20) else {
        return Verdict::missing(format!("Say more: {which} has {model} words."));
    };
    let words = said.words.len() as f64;
    let over = (words / model as f64 - 1.25).max(0.0);
    let share = 1.0 - over / 0.75;
    let advice = if share < 1.0 {
        format!("Shorten it: {words:.0} words, where {which} has {model}.")
    } else {
        String::new()
    };
    Verdict::judged(share, Vec::new(), advice)
}

pub(super) const JOB_WORDS: &[&str] = &[
    "job",
    "jobs",
    "opening",
    "openings",
    "vacancy",
    "vacancies",
    "position",
    "positions",
    "hiring",
    "hire me",
    "interview",
    "employment",
    "opportunities",
    "my resume",
    "gig",
    "a raise",
    "pay raise",
    "pay rise",
    "better pay",
    "more money",
    "my salary",
    "promote me",
];

/// Rule 64: people, not a job.
pub(super) fn asks_for_people(story: &Story) -> Verdict {
    let better = "Who else should I talk to?";
    if let Some(mention) = story.mentions(Element::AskLeads).next() {
        return Verdict::full(vec![mention.evidence()]);
    }
    if let Some(evidence) =
        find(story, &["introduce me", "who else", "everyone worth knowing", "people you know", "names of"])
    {
        return Verdict::full(vec![evidence]);
    }
    match find(story, JOB_WORDS) {
        Some(evidence) => {
            Verdict::judged(0.0, vec![evidence], "Ask for people, not for a job.").say_instead(better)
        }
        None => Verdict::missing("Ask for the names of people worth talking to.").say_instead(better),
    }
}

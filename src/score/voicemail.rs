//! The voicemail: the article's parts in their order, and the message that is rude.
//!
//! What enters: the story of a call. What leaves: verdicts. This file must not know the points.

use super::check::Verdict;
use super::phrases::{first_of, has_any, tokens};
use super::pitch::longest_ascent;
use super::referral::model_length;
use super::story::{Mention, Story};
use crate::call::Element;

const NUMBER_FORM: &str = "My number is [area code, number], said slowly.";

/// The model's number starts at its eleventh word, three after the name; this many still is "immediately".
const WORDS_BETWEEN: usize = 8;

/// Rule 67: the number next after the name.
pub(super) fn number_next(story: &Story) -> Verdict {
    let numbers: Vec<Mention> = story.mentions(Element::CallbackNumber).collect();
    let Some(first) = numbers.first() else {
        return Verdict::missing("Say your telephone number right after your name.").say_instead(NUMBER_FORM);
    };
    let next = numbers.iter().find(|number| {
        story.mentions(Element::SelfName).any(|name| {
            let (from, to) = (name.found.end.min(number.found.start), number.found.start);
            name.said.turn == number.said.turn
                && name.found.start < to
                && name.said.words.iter().filter(|word| word.start >= from && word.end <= to).count()
                    <= WORDS_BETWEEN
        })
    });
    match next {
        Some(number) => Verdict::full(vec![number.evidence()]),
        None => Verdict::judged(0.5, vec![first.evidence()], "Move the number up: right after your name.")
            .say_instead(format!(
                "My name is {}, and my number is [your number].",
                story.caller_name().unwrap_or("[your name]")
            )),
    }
}

/// Rule 68.
pub(super) fn whose_name(story: &Story) -> Verdict {
    let referrer = story.brief("referrer").unwrap_or("[who gave you the name]");
    let better = format!("{referrer} suggested I contact you.");
    if let Some(mention) = story.mentions(Element::Referral).next() {
        return Verdict::full(vec![mention.evidence()]);
    }
    let source = [
        "your name from",
        "found your name",
        "got your name",
        "your name on",
        "your name in",
        "gave me your",
    ];
    let found = story
        .said
        .iter()
        .find_map(|said| first_of(&said.words, &source).map(|(start, end)| said.evidence(start, end)));
    match found {
        Some(evidence) => Verdict::full(vec![evidence]),
        None => Verdict::missing("Say how you got their name.").say_instead(better),
    }
}

/// Rule 69.
pub(super) fn reason(story: &Story) -> Verdict {
    super::check::said(
        story,
        Element::Reason,
        "Say why you are calling.",
        "The reason I'm calling is that I'm [what you are doing], and I hope to [the small favour].",
    )
}

const TIMES: &[&str] = &[
    "tomorrow",
    "today",
    "tonight",
    "this afternoon",
    "this evening",
    "morning",
    "afternoon",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "next week",
    "later this week",
    "in # days",
    "in a few days",
    "in a couple of days",
    "o'clock",
    "noon",
    "end of the week",
    "end of the day",
];

/// Rule 70: a promise to call again, with a time.
pub(super) fn calls_again(story: &Story) -> Verdict {
    let better = "I'll call you back tomorrow afternoon.";
    let all: Vec<Mention> = story.mentions(Element::FollowUp).collect();
    let timed =
        all.iter().find(|mention| has_any(&tokens(mention.said.sentence(mention.found.start)), TIMES));
    match (timed, all.first()) {
        (Some(mention), _) => Verdict::full(vec![mention.evidence()]),
        (None, Some(mention)) => {
            Verdict::judged(0.6, vec![mention.evidence()], "Say when you will call again.")
                .say_instead(better)
        }
        (None, None) => Verdict::missing("Say that you will call again, and when.").say_instead(better),
    }
}

/// Rule 71.
pub(super) fn thanks(story: &Story) -> Verdict {
    super::check::said(story, Element::Thanks, "Thank them for their time.", "Thanks so much for your time.")
}

/// Rule 72.
pub(super) fn order(story: &Story) -> Verdict {
    let step = |element: Element| match element {
        Element::SelfName => Some(0),
        Element::CallbackNumber => Some(1),
        Element::Referral => Some(2),
        Element::Reason => Some(3),
        Element::FollowUp => Some(4),
        Element::Thanks => Some(5),
        _ => None,
    };
    let steps: Vec<usize> = story.all_mentions().filter_map(|mention| step(mention.found.element)).collect();
    let share = longest_ascent(&steps) as f64 / 6.0;
    let advice =
        "Keep the order: name, number, who gave you theirs, why you call, when you call again, thanks.";
    Verdict::judged(share, Vec::new(), if share < 1.0 { advice } else { "" })
}

const TEASERS: &[&str] = &[
    "it's personal",
    "personal matter",
    "private matter",
    "important matter",
    "you'll want to hear",
    "worth your while",
    "something that will interest",
    "something you'll",
    "can't say",
    "i'd rather not say",
    "urgent",
    "he knows what",
    "she knows what",
    "great opportunity for you",
];

/// Rule 74.
pub(super) fn open_about_it(story: &Story) -> Verdict {
    let teaser = story.said.iter().find_map(|said| {
        let words = first_of(&said.words, TEASERS).map(|(start, end)| said.evidence(start, end));
        words.or_else(|| said.meant("evasive").then(|| said.evidence(0, said.text.len())))
    });
    let better = "The reason I'm calling is [in one plain sentence].";
    match teaser {
        Some(evidence) => {
            Verdict::judged(0.0, vec![evidence], "No teasers: say what it is about.").say_instead(better)
        }
        None => match story.mentions(Element::Reason).next() {
            Some(mention) => Verdict::full(vec![mention.evidence()]),
            None => Verdict::missing("Say openly what it is about.").say_instead(better),
        },
    }
}

/// Rule 79: a small favour.
pub(super) fn small_ask(story: &Story) -> Verdict {
    super::check::said(
        story,
        Element::AskLeads,
        "Ask for something small, such as a few names.",
        "I'm hoping to get the names of some people I might talk to.",
    )
}

const EARLIER: &[&str] = &[
    "i called",
    "called you",
    "i phoned",
    "tried you",
    "tried to reach",
    "tried calling",
    "left a message",
    "left you",
    "my message",
    "my last message",
    "my earlier",
    "second message",
    "again",
];

/// Rule 76, where this is not the first message: the earlier call, and when it was.
pub(super) fn earlier_call(story: &Story) -> Verdict {
    if !story.names_rule(76) {
        return Verdict::DidNotArise;
    }
    let better = "I called you yesterday as well.";
    for said in &story.said {
        let Some((start, end)) = first_of(&said.words, EARLIER) else { continue };
        let sentence = tokens(said.sentence(start));
        let dated = ["yesterday", "last", "ago", "this morning", "earlier"];
        if has_any(&sentence, TIMES) || has_any(&sentence, &dated) {
            return Verdict::full(vec![said.evidence(start, end)]);
        }
        return Verdict::judged(0.6, vec![said.evidence(start, end)], "Say when you called before.")
            .say_instead(better);
    }
    Verdict::missing("Remind them that you called before.").say_instead(better)
}

/// The article's model message, counted.
const MODEL_WORDS: f64 = 69.0;

/// Rule 80. A second message is shorter than the first (rule 75).
pub(super) fn length(story: &Story) -> Verdict {
    if story.names_rule(75) {
        return model_length(story, AGAIN_WORDS, "a second message").under_rule(75);
    }
    model_length(story, MODEL_WORDS, "the article's model message")
}

/// The article says only "shorten": two thirds of its model is our reading.
const AGAIN_WORDS: f64 = MODEL_WORDS * 2.0 / 3.0;

/// Rule 73: a name, a number and "call me" without any reason. It costs everything and gives nothing.
pub(super) fn not_rude(story: &Story) -> Verdict {
    let has = |element| story.mentions(element).next().is_some();
    let clue = has(Element::Reason) || has(Element::Referral) || has(Element::AskLeads);
    let request = story.mentions(Element::CallbackRequest).next();
    match request {
        Some(mention) if !clue => {
            let advice = "This message is rude: it asks a stranger to call and gives no reason. That is how debt collectors call.";
            Verdict::judged(0.0, vec![mention.evidence()], advice)
                .say_instead("The reason I'm calling is [in one plain sentence].")
                .failing_the_call()
        }
        _ => Verdict::DidNotArise,
    }
}

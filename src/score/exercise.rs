//! One exchange of a drill: what it rehearses, and the checks that score it.
//!
//! What enters: a record of one exchange. What leaves: its scorecard, content only, so that the same words
//! typed and spoken score the same (the telephone number apart, whose groups and pace can be heard). The checks
//! are those of whole calls; the weights are ours. This file must not know cards, dates or how often
//! something was rehearsed.

use super::check::{Check, Verdict, check};
use super::phrases::{has_any, sentence_ends, tokens};
use super::story::{Mention, Said, Story};
use super::{asking, close, hook, number, pitch, referral, through, voicemail};
use crate::call::Section::{Close, Hook, Pitch};
use crate::call::{CallRecord, Element, Evidence, FactKind, Kind, Scorecard};
use crate::scenario::Scenario;

/// What one exchange rehearses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exercise {
    Objections,
    Hook,
    Close,
    Opening,
    Referral,
    Voicemail,
    Number,
    Transfer,
}

impl Exercise {
    pub const ALL: &'static [Self] = &[
        Self::Objections,
        Self::Hook,
        Self::Close,
        Self::Opening,
        Self::Referral,
        Self::Voicemail,
        Self::Number,
        Self::Transfer,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Objections => "objections",
            Self::Hook => "hook",
            Self::Close => "close",
            Self::Opening => "opening",
            Self::Referral => "referral",
            Self::Voicemail => "voicemail",
            Self::Number => "number",
            Self::Transfer => "transfer",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|exercise| exercise.name() == name)
    }

    /// The kind of call that such an exchange is a piece of.
    pub fn kind(self) -> Kind {
        match self {
            Self::Objections | Self::Hook | Self::Close | Self::Opening | Self::Transfer => Kind::Cold,
            Self::Referral => Kind::Referral,
            Self::Voicemail | Self::Number => Kind::Voicemail,
        }
    }

    /// The numbers of the rules that its checks apply.
    pub fn rules(self) -> impl Iterator<Item = u32> {
        self.rubric().iter().map(|check| check.rule)
    }

    fn rubric(self) -> &'static [Check] {
        match self {
            Self::Objections => OBJECTIONS,
            Self::Hook => HOOK,
            Self::Close => CLOSE,
            Self::Opening => OPENING,
            Self::Referral => REFERRAL,
            Self::Voicemail => VOICEMAIL,
            Self::Number => NUMBER,
            Self::Transfer => TRANSFER,
        }
    }
}

/// Scores one exchange of a drill. What was measured on the voice is on the card and scores nothing.
pub fn score_exercise(record: &CallRecord, scenario: &Scenario, exercise: Exercise) -> Scorecard {
    super::card(record, Some(scenario), exercise.rubric(), false)
}

const OBJECTIONS: &[Check] = &[
    check(51, Close, 25.0, "Acknowledging it", "You showed that you heard them", close::takes_a_no),
    check(33, Hook, 35.0, "An answer to it", "You answered it with a reason", answers_it),
    check(53, Close, 40.0, "Asking again", "You asked again", asks_again),
    check(19, Close, 0.0, "Patient and positive", "", civil),
];

const HOOK: &[Check] = &[
    check(37, Hook, 45.0, "The hook", "Your hook is one that works", hook::kind),
    check(46, Hook, 25.0, "A result with a number", "You gave a result with a number", pitch::quantified),
    check(
        33,
        Hook,
        15.0,
        "What they get from you",
        "You said what they get from you",
        super::company::benefit,
    ),
    check(31, Pitch, 15.0, "Straight words", "You said it straight", pitch::straight),
];

const CLOSE: &[Check] = &[
    check(38, Close, 75.0, "The magic question", "You asked the magic question", close::magic_question),
    check(
        47,
        Close,
        25.0,
        "Nothing after the question",
        "You asked, and stopped talking",
        close::question_last,
    ),
];

const OPENING: &[Check] = &[
    check(40, Pitch, 20.0, "A greeting first", "You began with a greeting", pitch::greeting),
    check(42, Pitch, 25.0, "Your name", "You said who you are", pitch::own_name),
    check(42, Pitch, 25.0, "Your specialty", "You said what your field is", pitch::specialty),
    check(43, Pitch, 15.0, "Your years of experience", "You gave your years", pitch::years),
    check(31, Pitch, 15.0, "Straight words", "You said it straight", pitch::straight),
];

const REFERRAL: &[Check] = &[
    check(54, Pitch, 10.0, "Your name at once", "You said who you are at once", referral::name_first),
    check(
        55,
        Hook,
        20.0,
        "Who sent you, and how it came up",
        "You named who sent you",
        referral::who_sent_you,
    ),
    check(56, Hook, 14.0, "Their friendship", "You reminded them of a friend", referral::their_friendship),
    check(57, Hook, 14.0, "What they know", "You acknowledged what they know", referral::their_expertise),
    check(58, Pitch, 14.0, "Your own tie", "You showed why you are worth knowing", referral::worth_knowing),
    check(59, Close, 14.0, "Reporting back", "You promised to report back", referral::report_back),
    check(
        60,
        Pitch,
        14.0,
        "The personal detail",
        "You asked about something personal",
        referral::personal_detail,
    ),
];

const VOICEMAIL: &[Check] = &[
    check(66, Pitch, 12.0, "Your name", "You said who you are", pitch::own_name),
    check(
        67,
        Pitch,
        18.0,
        "The number right after it",
        "Your number came right after your name",
        voicemail::number_next,
    ),
    check(68, Hook, 16.0, "How you got their name", "You said how you got their name", voicemail::whose_name),
    check(69, Hook, 16.0, "Why you are calling", "You said why you are calling", voicemail::reason),
    check(
        70,
        Close,
        14.0,
        "When you call again",
        "You said when you will call again",
        voicemail::calls_again,
    ),
    check(71, Close, 10.0, "Thanks in advance", "You thanked them", voicemail::thanks),
    check(72, Pitch, 14.0, "The order", "You kept the article's order", voicemail::order),
    check(73, Close, 0.0, "A clue why you call", "", voicemail::not_rude),
];

const NUMBER: &[Check] = &[
    check(67, Pitch, 60.0, "The number, right", "They have your number", number::right),
    check(67, Pitch, 15.0, "Right at the first hearing", "They had it at once", number::at_once),
    check(67, Pitch, 15.0, "In groups", "You gave it in groups", number::in_groups),
    check(2, Pitch, 10.0, "Slow enough to write down", "You left time to write it down", number::pace),
];

const TRANSFER: &[Check] = &[
    check(
        13,
        Pitch,
        60.0,
        "A short request, with please",
        "You asked in a few words",
        asking::transfer_request,
    ),
    check(25, Pitch, 40.0, "A name or a role", "You asked for the right person", whom),
];

/// Rule 33, after an objection: a reason why the answer could still be yes.
fn answers_it(story: &Story) -> Verdict {
    let advice = "Meet it with one fact or one reason: what makes a yes easier for them?";
    let better = "I only need fifteen minutes, and I can come when it suits you.";
    let answers =
        [Element::AnswerObjection, Element::Accomplishment, Element::Strength, Element::YearsExperience];
    if let Some(mention) = answers.into_iter().find_map(|element| story.mentions(element).next()) {
        return Verdict::full(vec![mention.evidence()]);
    }
    match story.said.iter().find_map(between) {
        Some(evidence) => {
            let advice = "There was something. Make it plainer what they get from a yes.";
            Verdict::judged(UNCLEAR_ANSWER, vec![evidence], advice).say_instead(better)
        }
        None => Verdict::missing(advice).say_instead(better),
    }
}

/// A sentence of its own, in which no reason was recognised, is worth this much of one: reasons are many.
const UNCLEAR_ANSWER: f64 = 0.7;

/// Fewer words than this are no reason.
const WORDS_OF_A_REASON: usize = 7;

/// A statement that is neither courtesy nor a question.
fn between(said: &Said) -> Option<Evidence> {
    let courtesy_or_question = |element: Element| {
        use Element::*;
        matches!(
            element,
            Greeting
                | SelfName
                | Acknowledge
                | StrongClose
                | WeakClose
                | AskSpeak
                | FollowUp
                | Thanks
                | Farewell
        )
    };
    let mut start = 0;
    for end in sentence_ends(said.text).map(|end| end + 1).chain([said.text.len()]) {
        let sentence = said.text.get(start..end).unwrap_or_default();
        let taken = said
            .elements
            .iter()
            .any(|found| courtesy_or_question(found.element) && found.start < end && found.end > start);
        if !taken && !sentence.contains('?') && tokens(sentence).len() >= WORDS_OF_A_REASON {
            return Some(said.evidence(start, end));
        }
        start = end;
    }
    None
}

/// Asking again in a form that a plain no answers is worth this much of asking well.
const WEAK_AGAIN: f64 = 0.6;

/// Rules 53 and 39: the second question is held to the same form as the first.
fn asks_again(story: &Story) -> Verdict {
    let weak = story.mentions(Element::WeakClose).find(|mention| mention.said.to_decider);
    match weak.filter(|_| story.mentions(Element::StrongClose).next().is_none()) {
        Some(mention) => {
            let advice = "You asked again, and a plain no answers it. Ask when, not whether.";
            Verdict::judged(WEAK_AGAIN, vec![mention.evidence()], advice)
                .under_rule(39)
                .say_instead(close::MAGIC_QUESTION)
        }
        None => close::asks_again(story),
    }
}

/// Rule 19.
fn civil(story: &Story) -> Verdict {
    match story.said.iter().find(|said| said.meant("pushy_rude")) {
        Some(rude) => {
            let advice = "Stay patient and positive, whatever they say.";
            Verdict::judged(0.0, vec![rude.evidence(0, rude.text.len())], advice)
                .say_instead("I understand. Thank you for being frank with me.")
                .failing_the_call()
        }
        None => Verdict::DidNotArise,
    }
}

const DEPARTMENTS: &[&str] = &[
    "department*",
    "human resources",
    "hr",
    "team",
    "desk",
    "office",
    "studio",
    "kitchen",
    "workshop",
    "accounting",
    "graphics",
    "marketing",
    "sales",
    "purchasing",
    "engineering",
    "nursing",
    "payroll",
    "personnel",
];

/// Rules 13 and 25: the request names a person, a role or a department.
fn whom(story: &Story) -> Verdict {
    let better = match story.brief("contact") {
        Some(contact) => format!("{contact}, please."),
        None => "Could I speak with the manager of [the department], please?".to_owned(),
    };
    let asked: Vec<Mention> = story.mentions(Element::AskSpeak).collect();
    let named = asked.iter().find(|mention| {
        let sentence = tokens(mention.said.sentence(mention.found.start));
        has_any(&sentence, through::ROLES)
            || has_any(&sentence, DEPARTMENTS)
            || names_somebody(story, mention)
    });
    match (named, asked.first()) {
        (Some(mention), _) => Verdict::full(vec![mention.evidence()]),
        (None, Some(mention)) => {
            let advice = "Say whom you want: a name, a role, or at least the department.";
            Verdict::judged(0.25, vec![mention.evidence()], advice).say_instead(better)
        }
        (None, None) => {
            Verdict::missing("Ask for somebody: a name, a role, or a department.").say_instead(better)
        }
    }
}

/// A person who is not the caller, or the name in the brief, in the sentence that asks.
fn names_somebody(story: &Story, mention: &Mention) -> bool {
    let sentence = tokens(mention.said.sentence(mention.found.start));
    let of = |name: &str| {
        let name = tokens(name);
        sentence.iter().any(|word| name.iter().any(|part| part.text == word.text && part.text.len() > 2))
    };
    let people = mention.said.facts().filter(|fact| fact.kind == FactKind::Person);
    story.brief("contact").is_some_and(of) || people.map(|fact| fact.value.as_str()).any(of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn every_exercise_adds_up_to_a_hundred_by_rules_that_exist() {
        for exercise in Exercise::ALL {
            let sum: f64 = exercise.rubric().iter().map(|check| check.of).sum();
            assert!((sum - 100.0).abs() < 1e-9, "{}: {sum}", exercise.name());
            for check in exercise.rubric() {
                let rule = rules::rule(check.rule).expect("a check names a rule of the book");
                assert!(
                    rule.kinds.contains(&exercise.kind()),
                    "{}: rule {} is not for such a call",
                    exercise.name(),
                    check.rule
                );
            }
            assert_eq!(Exercise::from_name(exercise.name()), Some(*exercise));
        }
    }
}

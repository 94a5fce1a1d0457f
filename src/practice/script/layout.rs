//! The parts of a script for each kind of call, in the article's order.

use crate::call::Kind;

/// One part that a script should have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub label: &'static str,
    /// The question for it.
    pub ask: &'static str,
    /// The lines of a scorecard that look at it.
    pub titles: &'static [&'static str],
    /// Several lines, each a question.
    pub questions: bool,
}

const fn slot(label: &'static str, ask: &'static str, titles: &'static [&'static str]) -> Slot {
    Slot { label, ask, titles, questions: false }
}

/// The kinds of call that one prepares word by word; a rejection comes as it comes.
pub fn scriptable() -> &'static [Kind] {
    &[Kind::Cold, Kind::FollowUp, Kind::Referral, Kind::Voicemail, Kind::Reverse, Kind::Information]
}

/// The parts for a kind of call; none for one that is not [`scriptable`].
pub fn layout(kind: Kind) -> &'static [Slot] {
    match kind {
        Kind::Cold => COLD,
        Kind::FollowUp => FOLLOW_UP,
        Kind::Referral => REFERRAL,
        Kind::Voicemail => VOICEMAIL,
        Kind::Reverse => REVERSE,
        Kind::Information => INFORMATION,
        Kind::Rejection => &[],
    }
}

const GREETING: Slot = slot("greeting", "A greeting, warm and not phony (rule 40)", &["A greeting first"]);
const NAME: Slot = slot("name", "Who you are (rule 42)", &["Your name"]);
const SPECIALTY: Slot = slot(
    "specialty",
    "What you are, and for how many years (rules 42 and 43)",
    &["Your specialty", "Your years of experience"],
);
const STRENGTHS: Slot =
    slot("strengths", "Two or three strengths that they can use (rule 44)", &["Two or three strengths"]);
const HOOK: Slot = slot(
    "hook",
    "The hook: a result with a number, your years, a success or your education (rules 36, 37, 46)",
    &["A hook in the opening", "The kind of hook", "A result with a number"],
);
const RESEARCH: Slot = slot(
    "research",
    "One fact that you found out about them, and what they get from you (rules 48 and 33)",
    &["A fact about the company", "What they get from you"],
);
const QUESTION: Slot = slot(
    "question",
    "The magic question, in these words, and nothing after it (rules 38 and 47)",
    &["The magic question", "Nothing after the question"],
);

const COLD: &[Slot] = &[GREETING, NAME, SPECIALTY, STRENGTHS, HOOK, RESEARCH, QUESTION];

const FOLLOW_UP: &[Slot] = &[
    GREETING,
    NAME,
    slot("resume", "The resume, and when you sent it (rule 23)", &["The resume, and when you sent it"]),
    SPECIALTY,
    STRENGTHS,
    HOOK,
    RESEARCH,
    QUESTION,
];

const REFERRAL: &[Slot] = &[
    slot("name", "Your name at once (rule 54)", &["Your name at once"]),
    slot(
        "referrer",
        "Who sent you, and how their name came up: the friendship between the two of them (rules 55 and 56)",
        &["Who sent you, and how it came up", "Their friendship"],
    ),
    slot("expertise", "What they know better than anybody (rule 57)", &["What they know"]),
    slot(
        "people",
        "The people whom they could introduce you to: people, not a job (rule 64)",
        &["People, not a job"],
    ),
    slot("tie", "How you know whoever sent you: you may be worth knowing too (rule 58)", &["Your own tie"]),
    slot("personal", "Something personal to ask about (rule 60)", &["The personal detail"]),
    slot("report", "That you will report back on this talk (rule 59)", &["Reporting back"]),
];

const VOICEMAIL: &[Slot] = &[
    slot("name", "Their name and yours (rule 66)", &["Your name"]),
    slot("number", "Your number, right after it (rule 67)", &["The number right after it"]),
    slot("source", "How you got their name (rule 68)", &["How you got their name"]),
    slot(
        "reason",
        "Why you are calling, openly, and the small favour (rules 69, 74, 79)",
        &["Why you are calling", "Open about the reason", "A small favour", "A clue why you call"],
    ),
    slot("callback", "When you will call again (rule 70)", &["When you call again"]),
    slot("thanks", "Thanks in advance (rule 71)", &["Thanks in advance"]),
];

const REVERSE: &[Slot] = &[
    slot("name", "Who you are (rule 21)", &["Who you are"]),
    slot("why", "Why this person and no other (rule 84)", &["Why this person"]),
    slot("time", "Fifteen minutes, no more (rule 81)", &["A short time"]),
    Slot {
        label: "questions",
        ask: "Three questions or more, and no word of a job (rules 82, 83, 93)",
        titles: &["Three questions", "No job asked for"],
        questions: true,
    },
    slot("next", "The next contact (rule 91)", &["The next contact"]),
    slot("thanks", "Something warm, and thanks (rule 98)", &["Warmth and thanks"]),
];

const INFORMATION: &[Slot] = &[
    slot("name", "Who you are (rule 21)", &["Who you are"]),
    slot("comfort", "A friendly sentence, to make them comfortable first (rule 17)", &["Comfortable first"]),
    Slot {
        label: "questions",
        ask: "Three questions or more, and no word of a job (rules 15, 11, 9, 93)",
        titles: &["Three questions", "Open questions", "What they need", "No word of a job"],
        questions: true,
    },
    slot("thanks", "Thanks for what they told you (rule 16)", &["Thanks"]),
];

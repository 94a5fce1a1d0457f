//! The keys of a profile, in the order in which they are asked: what each is for and what fits.

use std::ops::RangeInclusive;

/// What may stand after a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    Text,
    Telephone,
    Number(RangeInclusive<u32>),
    List,
    YesNo,
    /// `NAME / how you know each other / something personal`.
    Referrers,
}

impl Shape {
    /// Several values, each an item of its own.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::List | Self::Referrers)
    }
}

/// One thing that a caller can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub name: &'static str,
    pub shape: Shape,
    /// The question.
    pub ask: &'static str,
    /// What an answer may look like.
    pub example: &'static str,
}

const fn of(name: &'static str, shape: Shape, ask: &'static str, example: &'static str) -> Key {
    Key { name, shape, ask, example }
}

const KEYS: &[Key] = &[
    of("name", Shape::Text, "Your name, as you say it on the telephone", "Ann Baker"),
    of("sounds_like", Shape::Text, "How your name sounds, if people get it wrong", "shi-VAWN oh-BRY-en"),
    of("number", Shape::Telephone, "Your telephone number, with its area code", "612 555 0123"),
    of("specialty", Shape::Text, "What you are, in one or two words (rule 42)", "interior designer"),
    of("years", Shape::Number(0..=70), "How many years you have done this (rule 43)", "8"),
    of(
        "strengths",
        Shape::List,
        "Two or three things you are good at (rule 44)",
        "keeping projects on budget; presenting to clients",
    ),
    of(
        "accomplishments",
        Shape::List,
        "What you achieved, with a number in it (rule 46)",
        "negotiated a 35 percent savings on project costs",
    ),
    of("education", Shape::Text, "Your education, where it helps (rule 37)", "a degree in architecture"),
    of(
        "referrers",
        Shape::Referrers,
        "Who can send you to others: name / how you know each other / something personal to ask about (rules 55 to 60)",
        "Jim Collins / we play golf on Saturdays / her new granddaughter",
    ),
    of(
        "helps",
        Shape::List,
        "Whom does your work help, and how? Think about helping someone: the call gets easier (rule 34)",
        "families who need their kitchen back; owners who are over budget",
    ),
    of(
        "targets",
        Shape::List,
        "People who are where you would love to be in years (rule 84)",
        "Ron Perkins at Doozer Software",
    ),
    of(
        "research",
        Shape::List,
        "What you found out about companies elsewhere than by telephone, as sentences (rule 10)",
        "Meridian Design won the Harbor Street library",
    ),
    of(
        "stammer",
        Shape::YesNo,
        "Do you stammer? Then pauses, pace and fillers are shown and not scored",
        "yes",
    ),
    of(
        "second_language",
        Shape::YesNo,
        "Is English your second language? Then pauses, pace and fillers are shown and not scored",
        "no",
    ),
    of(
        "max_pause_ms",
        Shape::Number(300..=10_000),
        "How long a thinking pause may be before they answer, in milliseconds (usual: 1500)",
        "3000",
    ),
];

/// All of them.
pub fn keys() -> &'static [Key] {
    KEYS
}

/// The key of this name; `-` and `_` are the same.
pub fn key(name: &str) -> Option<&'static Key> {
    let name = name.to_lowercase().replace('-', "_");
    KEYS.iter().find(|key| key.name == name)
}

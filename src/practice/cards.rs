//! The drill cards and the people who say them: data that is part of the program.
//!
//! What enters: TOML files of `scenarios/drills`, whose README says what each key means. What leaves: cards,
//! people and tones, parsed once. This file must not know how a card is played or scored.

use crate::call::VoiceCharacter;
use crate::score::Exercise;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const PEOPLE: &str = include_str!("../../scenarios/drills/people.toml");

/// Each exercise has one file.
const FILES: &[(Exercise, &str)] = &[
    (Exercise::Objections, include_str!("../../scenarios/drills/objections.toml")),
    (Exercise::Hook, include_str!("../../scenarios/drills/hook.toml")),
    (Exercise::Close, include_str!("../../scenarios/drills/close.toml")),
    (Exercise::Opening, include_str!("../../scenarios/drills/opening.toml")),
    (Exercise::Referral, include_str!("../../scenarios/drills/referral.toml")),
    (Exercise::Voicemail, include_str!("../../scenarios/drills/voicemail.toml")),
    (Exercise::Number, include_str!("../../scenarios/drills/number.toml")),
    (Exercise::Transfer, include_str!("../../scenarios/drills/transfer.toml")),
];

/// Whose line a card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Decides: a manager, an owner, a director.
    Manager,
    /// The front desk.
    Desk,
    /// Human resources.
    Hr,
    /// Somebody whom a friend knows.
    Contact,
    /// A recorded greeting.
    Machine,
}

/// How a line is said: in its words, and as factors on the speaker's voice.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tone {
    pub pitch: f32,
    pub pace: f32,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub name: String,
    /// As captions show it.
    pub role: String,
    pub who: Who,
    pub voice: VoiceCharacter,
}

/// One way to say a card's line.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub tone: String,
    pub text: String,
}

/// What they say after the answer: to one that has what was asked for, and to one that has not.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replies {
    #[serde(default)]
    pub won: Vec<String>,
    #[serde(default)]
    pub held: Vec<String>,
}

/// One exchange: they say this, you answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Stays for ever: what is remembered about a card hangs on it.
    pub id: String,
    pub exercise: Exercise,
    pub family: String,
    pub who: Who,
    /// A person of `people.toml`; none: any of `who`.
    pub person: Option<String>,
    /// What you know before they speak.
    pub situation: String,
    /// Names for placeholders and checks: `contact`, `referrer`, `personal`.
    pub brief: BTreeMap<String, String>,
    pub says: Vec<Wording>,
    /// A good answer, in its parts: for an objection acknowledge, answer, ask again.
    pub better: Vec<String>,
    pub replies: Replies,
}

impl Card {
    /// The family in words: `no_time` is "no time".
    pub fn family_name(&self) -> String {
        self.family.replace('_', " ")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardFile {
    /// For all cards of the file that do not say otherwise.
    #[serde(default)]
    situation: String,
    who: Who,
    #[serde(default)]
    replies: BTreeMap<Who, Replies>,
    card: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    family: String,
    who: Option<Who>,
    person: Option<String>,
    situation: Option<String>,
    #[serde(default)]
    brief: BTreeMap<String, String>,
    says: Vec<Wording>,
    better: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleFile {
    tone: BTreeMap<String, Tone>,
    person: BTreeMap<String, Person>,
}

fn people_file() -> &'static PeopleFile {
    static PARSED: OnceLock<PeopleFile> = OnceLock::new();
    PARSED.get_or_init(|| toml::from_str(PEOPLE).expect("people.toml is part of the program and tested"))
}

/// The people of the drills, by id.
pub fn people() -> &'static BTreeMap<String, Person> {
    &people_file().person
}

/// A tone by its name; without one the voice stays as it is.
pub fn tone(name: &str) -> Tone {
    people_file().tone.get(name).copied().unwrap_or(Tone { pitch: 1.0, pace: 1.0 })
}

/// Every card, exercise by exercise, in the order of its file.
pub fn cards() -> &'static [Card] {
    static PARSED: OnceLock<Vec<Card>> = OnceLock::new();
    PARSED.get_or_init(|| {
        let read = |(exercise, text): &(Exercise, &str)| {
            read(*exercise, text).expect("the drills' files are part of the program and tested")
        };
        FILES.iter().flat_map(read).collect()
    })
}

/// The card of that id.
pub fn card(id: &str) -> Option<&'static Card> {
    cards().iter().find(|card| card.id == id)
}

fn read(exercise: Exercise, text: &str) -> Result<Vec<Card>, toml::de::Error> {
    let file: CardFile = toml::from_str(text)?;
    let card = |entry: Entry| {
        let who = entry.who.unwrap_or(file.who);
        Card {
            id: entry.id,
            exercise,
            family: entry.family,
            who,
            person: entry.person,
            situation: entry.situation.unwrap_or_else(|| file.situation.clone()),
            brief: entry.brief,
            says: entry.says,
            better: entry.better,
            replies: file.replies.get(&who).cloned().unwrap_or_default(),
        }
    };
    Ok(file.card.into_iter().map(card).collect())
}

#[cfg(test)]
#[path = "cards_tests.rs"]
mod tests;

//! The resolved scenario: every name checked, every default filled in. The engine reads only this.

use crate::call::{BargeIn, Difficulty, Element, Kind, LineSound, Outcome, VoiceCharacter};
use std::collections::BTreeMap;

/// A practice call, ready to be played. Maps are ordered by name so that the same file always plays the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The file's stem: `follow-up`.
    pub id: String,
    pub title: String,
    pub kind: Kind,
    /// What to achieve, told before the phone rings.
    pub goal: String,
    /// What the caller knows beforehand, in sentences, told before the phone rings.
    pub known: Vec<String>,
    /// Values for placeholders in lines: `company`, `contact`, `job`, `sent`, ... Where the author gave several, the
    /// first, until `gatekeeper::settle` lets the seed choose.
    pub brief: BTreeMap<String, String>,
    /// The values with several choices; all lists are equally long, and one draw chooses from all.
    pub choices: BTreeMap<String, Vec<String>>,
    /// How words are said where the voice would say them wrong: a respelling for each.
    pub say_as: BTreeMap<String, String>,
    /// What the seed decides before the telephone rings: one of each list.
    pub hidden: BTreeMap<String, Vec<String>>,
    /// What the caller can learn, as sentences.
    pub facts: BTreeMap<String, String>,
    /// What this company needs: words that make a strength relevant (rule 45).
    pub needs: Vec<String>,
    /// Facts that research would have found: words that show it (rule 48).
    pub research: Vec<String>,
    /// The rules of the book that this scenario exercises; empty means all of its kind.
    pub rules: Vec<u32>,
    pub start: String,
    pub cast: BTreeMap<String, Person>,
    pub states: BTreeMap<String, State>,
    pub decks: BTreeMap<String, Deck>,
    pub endings: BTreeMap<String, Ending>,
    /// Moves that this scenario adds to the shared lexicon.
    pub moves: BTreeMap<String, MoveEntry>,
}

/// One gatekeeper. The lists are lines in character, used where a state has none of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub name: String,
    pub role: String,
    pub voice: VoiceCharacter,
    /// How many bad turns this person bears; at 0 the edge `out_of_patience` is taken.
    pub patience: i32,
    /// -3 (hostile) to 3 (warm) at the start.
    pub mood: i32,
    /// Where this person's lost patience leads: a state or ending.
    pub out_of_patience: String,
    /// What this person does when the caller cuts in.
    pub barge_in: BargeIn,
    /// "Hello? Are you there?"
    pub no_input: Vec<String>,
    /// "Sorry, I didn't follow."
    pub no_match: Vec<String>,
    /// Speech without words: "Sorry, you broke up there."
    pub unclear: Vec<String>,
    /// Two readings: "Do you want {a}, or {b}?" ({a} and {b} are the moves' `meaning`).
    pub unsure: Vec<String>,
    /// A turn that ran too long.
    pub rambling: Vec<String>,
    /// An answer to rudeness.
    pub rude: Vec<String>,
    /// Before the last line is said again: "Of course:".
    pub repeat: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub speaker: String,
    /// What the telephone does before the line is said.
    pub sound: Option<LineSound>,
    /// Wordings, one chosen by the seed. Placeholders: `{caller}`, `{contact|your manager}`.
    pub says: Vec<String>,
    /// Wordings for a second and later visit; empty means `says` again.
    pub again: Vec<String>,
    /// Tried in order; the first whose move was meant and whose conditions hold is taken.
    pub on: Vec<Edge>,
    pub no_input: Fallback,
    pub no_match: Fallback,
    /// Seconds of talk after which the speaker cuts in.
    pub rambling_after: f64,
    /// Where rambling leads; none stays here.
    pub rambling_to: Option<String>,
    /// The ending where the caller hangs up here; none where that breaks the call off.
    pub hang_up: Option<String>,
    /// Names and terms that the caller may say here, for the recognizer.
    pub vocabulary: Vec<String>,
    /// What is said here refuses or objects: the caller's next turn is read as an answer to that.
    pub refuses: bool,
    /// A voicemail's recording: silence ends the turn, nobody answers in between.
    pub one_take: bool,
    /// Longest thinking pause, seconds, where a state needs more than the default.
    pub max_pause: Option<f64>,
    /// Facts that its line tells.
    pub tells: Vec<String>,
}

/// Where a move leads.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// A move's name, or `*` for whatever was said.
    pub name: String,
    /// A state, a deck or an ending; `None` stays in the state.
    pub to: Option<String>,
    /// All must hold.
    pub when: Vec<Condition>,
    /// Said on the way, before the target's own line.
    pub says: Vec<String>,
    pub mood: i32,
    pub patience: i32,
    /// Flags to remember.
    pub set: Vec<String>,
    /// Facts that its words tell.
    pub tells: Vec<String>,
}

/// What an edge may ask for. In a file: `strong_close`, `said referral`, `flag asked`, `mood >= 1`,
/// `mood < 0`, `patience >= 2`, `visit >= 2`, `hard`, `chance 0.4`, `hidden motive expert`, `knows manager`, each with
/// `not ` in front if negated.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    pub negated: bool,
    pub test: Test,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// In this turn.
    Element(Element),
    /// In this turn or an earlier one.
    Said(Element),
    Flag(String),
    Mood(Compare, i32),
    Patience(Compare, i32),
    /// How often this state was entered, this time included.
    Visit(Compare, i32),
    Difficulty(Difficulty),
    /// True this often, by the call's seed.
    Chance(f64),
    /// What the seed decided: a name of `[hidden]` and one of its values.
    Hidden(String, String),
    /// The caller was told this fact, in this call or before it.
    Knows(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    AtLeast,
    Below,
}

/// What happens when nothing, or nothing fitting, was said.
#[derive(Debug, Clone, PartialEq)]
pub struct Fallback {
    /// Empty: the person's own lines.
    pub says: Vec<String>,
    /// After this many times in a row in this state, `to` is taken.
    pub limit: u32,
    pub to: String,
}

/// States drawn by the seed, each at most once: objections.
#[derive(Debug, Clone, PartialEq)]
pub struct Deck {
    pub cards: Vec<String>,
    /// How many to draw before `then`: by difficulty, easy / normal / hard.
    pub draw: [u32; 3],
    pub then: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    pub outcome: Outcome,
    /// Who says the last line; none hangs up in silence.
    pub speaker: Option<String>,
    pub says: Vec<String>,
    /// One sentence for the scorecard: "You have an interview with a date."
    pub summary: String,
}

/// One move of the lexicon.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MoveEntry {
    /// Fits "do you want ...": "to leave a message".
    pub meaning: String,
    pub examples: Vec<String>,
    pub counter_examples: Vec<String>,
}

//! The file as typed: every value with its place, nothing resolved, anything may be missing.
//!
//! [`super::resolve`] makes the [`super::Scenario`] of it; `authoring::check` asks it what the author
//! wrote and where. [`super::reader`] fills it.

use super::fields::{Placed, Texts};
use super::model::Condition;
use crate::call::{BargeIn, Kind, LineSound, Outcome, VoiceCharacter};
use std::collections::BTreeMap;
use std::ops::Range;

/// Tables by name; the span is that of the name in its header.
pub type Named<T> = BTreeMap<String, Placed<T>>;

#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub title: Option<Placed<String>>,
    pub kind: Option<Placed<Kind>>,
    pub goal: Option<Placed<String>>,
    pub known: Texts,
    pub needs: Texts,
    pub research: Texts,
    pub rules: Vec<Placed<i32>>,
    pub start: Option<Placed<String>>,
    /// Each value with its choices; one where the author wrote one text.
    pub brief: Vec<(Placed<String>, Placed<Texts>)>,
    /// How words are said: a respelling for each.
    pub say_as: Vec<(Placed<String>, Placed<String>)>,
    pub hidden: Named<HiddenDraft>,
    pub facts: Named<FactDraft>,
    pub cast: Named<PersonDraft>,
    pub states: Named<StateDraft>,
    pub decks: Named<DeckDraft>,
    pub endings: Named<EndingDraft>,
    pub moves: Named<MoveDraft>,
}

/// The answers that every person may have, by key.
pub const ANSWERS: [&str; 7] = ["no_input", "no_match", "unclear", "unsure", "rambling", "rude", "repeat"];

#[derive(Debug, Clone, Default)]
pub struct PersonDraft {
    pub name: Option<Placed<String>>,
    pub role: Option<Placed<String>>,
    pub voice: VoiceCharacter,
    pub patience: Option<i32>,
    pub mood: Option<i32>,
    pub out_of_patience: Option<Placed<String>>,
    pub barge_in: Option<BargeIn>,
    /// By key of [`ANSWERS`]; absent where the author wrote none.
    pub answers: BTreeMap<&'static str, Texts>,
}

#[derive(Debug, Clone, Default)]
pub struct StateDraft {
    pub speaker: Option<Placed<String>>,
    pub sound: Option<LineSound>,
    pub says: Texts,
    pub again: Texts,
    pub on: Vec<Placed<EdgeDraft>>,
    pub no_input: Option<FallbackDraft>,
    pub no_match: Option<FallbackDraft>,
    pub rambling_after: Option<f64>,
    pub rambling_to: Option<Placed<String>>,
    pub hang_up: Option<Placed<String>>,
    pub vocabulary: Texts,
    pub refuses: bool,
    pub one_take: bool,
    pub max_pause: Option<f64>,
    pub tells: Texts,
}

#[derive(Debug, Clone, Default)]
pub struct EdgeDraft {
    pub name: Option<Placed<String>>,
    pub to: Option<Placed<String>>,
    pub when: Vec<Placed<Condition>>,
    /// True when a condition could not be read: nothing is known about when the edge is taken.
    pub when_unread: bool,
    pub says: Texts,
    pub mood: i32,
    pub patience: i32,
    pub set: Texts,
    pub tells: Texts,
}

/// Something that the seed decides before the telephone rings.
#[derive(Debug, Clone, Default)]
pub struct HiddenDraft {
    pub one_of: Texts,
}

/// Something that the caller can learn.
#[derive(Debug, Clone, Default)]
pub struct FactDraft {
    pub what: Option<Placed<String>>,
}

#[derive(Debug, Clone, Default)]
pub struct FallbackDraft {
    pub says: Texts,
    pub limit: Option<u32>,
    pub to: Option<Placed<String>>,
}

#[derive(Debug, Clone, Default)]
pub struct DeckDraft {
    pub cards: Texts,
    pub draw: [u32; 3],
    /// Where `draw` stands, else the deck's name.
    pub draw_span: Range<usize>,
    pub then: Option<Placed<String>>,
}

#[derive(Debug, Clone, Default)]
pub struct EndingDraft {
    pub outcome: Option<Placed<Outcome>>,
    pub speaker: Option<Placed<String>>,
    pub says: Texts,
    pub summary: Option<Placed<String>>,
}

#[derive(Debug, Clone, Default)]
pub struct MoveDraft {
    pub meaning: Option<Placed<String>>,
    pub examples: Texts,
    pub counter_examples: Texts,
}

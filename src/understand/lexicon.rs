//! The lexicon of moves: what a caller can do, in examples.
//!
//! TOML text enters, a [`Lexicon`] leaves. It knows no model; what the examples mean is found by `moves`.

use super::UnderstandError;
use crate::scenario::MoveEntry;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The shipped lexicon.
const BUILTIN: &str = include_str!("../../models/understanding/moves.toml");
/// One move with its examples.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Entry {
    /// Fits "do you want ...?".
    pub meaning: String,
    pub examples: Vec<String>,
    pub counter_examples: Vec<String>,
    /// Said beside another move, the other one counts: a name before a request.
    pub gives_way: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OffTopic {
    examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    moves: BTreeMap<String, Entry>,
    #[serde(default)]
    off_topic: OffTopic,
}

/// Moves by name, and what belongs to none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexicon {
    pub moves: BTreeMap<String, Entry>,
    pub off_topic: Vec<String>,
}

impl Lexicon {
    /// The shipped moves.
    pub fn builtin() -> Result<Self, UnderstandError> {
        Self::from_toml(BUILTIN)
    }

    /// `[moves.NAME]` tables with `examples`, and where wanted `counter_examples`, `meaning`, `gives_way`. A
    /// lexicon without examples of its own for "none of these" (`[off_topic]`) gets the shipped ones.
    pub fn from_toml(text: &str) -> Result<Self, UnderstandError> {
        let file: File = toml::from_str(text).map_err(|e| UnderstandError::Lexicon(e.to_string()))?;
        if let Some((name, _)) = file.moves.iter().find(|(_, entry)| entry.examples.is_empty()) {
            return Err(UnderstandError::NoExamples(name.clone()));
        }
        let mut off_topic = file.off_topic.examples;
        if off_topic.is_empty() && text != BUILTIN {
            off_topic = Self::builtin()?.off_topic;
        }
        Ok(Self { moves: file.moves, off_topic })
    }

    /// This lexicon with a scenario's own moves; a move of the same name is replaced.
    #[must_use]
    pub fn with(mut self, own: &BTreeMap<String, MoveEntry>) -> Self {
        for (name, own) in own {
            let entry = Entry {
                meaning: own.meaning.clone(),
                examples: own.examples.clone(),
                counter_examples: own.counter_examples.clone(),
                gives_way: false,
            };
            self.moves.insert(name.clone(), entry);
        }
        self
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.moves.keys().map(String::as_str)
    }

    /// Every example, counter-example and off-topic sentence.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let entries =
            self.moves.values().flat_map(|entry| entry.examples.iter().chain(&entry.counter_examples));
        entries.chain(&self.off_topic).map(String::as_str)
    }

    /// What the move is for, fit for "do you want ...?"; its name in words where the lexicon says nothing.
    pub fn meaning(&self, name: &str) -> String {
        self.moves
            .get(name)
            .map(|entry| entry.meaning.clone())
            .filter(|meaning| !meaning.is_empty())
            .unwrap_or_else(|| format!("to {}", name.replace('_', " ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_lexicon_has_varied_moves() {
        let lexicon = Lexicon::builtin().unwrap();
        assert!(lexicon.moves.len() >= 38, "{}", lexicon.moves.len());
        for (name, entry) in &lexicon.moves {
            assert!(entry.examples.len() >= 12 && !entry.meaning.is_empty(), "{name}");
        }
        assert!(lexicon.off_topic.len() >= 100);
    }

    #[test]
    fn the_minimal_form_is_enough() {
        let lexicon = Lexicon::from_toml("[moves.hum]\nexamples = [\"la la\"]\n").unwrap();
        assert_eq!(lexicon.names().collect::<Vec<_>>(), ["hum"]);
        assert_eq!(lexicon.meaning("hum"), "to hum");
        assert!(!lexicon.off_topic.is_empty());
    }

    #[test]
    fn mistakes_are_named() {
        let error = Lexicon::from_toml("[moves.hum]\nexample = [\"la\"]\n").unwrap_err().to_string();
        assert!(error.contains("example"), "{error}");
        let error = Lexicon::from_toml("[moves.hum]\nexamples = []\n").unwrap_err().to_string();
        assert!(error.contains("hum"), "{error}");
    }
}

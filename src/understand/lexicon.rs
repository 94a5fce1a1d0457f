//! The lexicon of moves: what a caller can do, in examples.
//!
//! TOML text enters, a [`Lexicon`] leaves. It knows no model; what the examples mean is found by `moves`.

use super::UnderstandError;
use super::embed::{DIMENSIONS, Embedding, unit};
use crate::scenario::MoveEntry;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// The shipped lexicon.
const BUILTIN: &str = include_str!("../../models/understanding/moves.toml");
/// Vectors of the shipped lexicon's examples, made by the trainer, each beside a digest of its text.
const VECTORS: &[u8] = include_bytes!("../../models/understanding/moves.vectors");
const MAGIC: &[u8; 4] = b"CCV1";
const RECORD: usize = 8 + 4 + DIMENSIONS;

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

    /// What the move is for, fit for "do you want ...?"; its name in words where the lexicon says nothing.
    pub fn meaning(&self, name: &str) -> String {
        self.moves
            .get(name)
            .map(|entry| entry.meaning.clone())
            .filter(|meaning| !meaning.is_empty())
            .unwrap_or_else(|| format!("to {}", name.replace('_', " ")))
    }
}

fn digest(text: &str) -> [u8; 8] {
    let digest = Sha256::digest(text.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    first
}

/// Vectors made earlier, by the digest of their text.
pub struct Vectors(HashMap<[u8; 8], Embedding>);

impl Vectors {
    pub fn builtin() -> Self {
        Self::from_bytes(VECTORS)
    }

    /// A file of another shape counts as empty: its vectors are made again.
    fn from_bytes(bytes: &[u8]) -> Self {
        let records = bytes.strip_prefix(MAGIC).unwrap_or_default();
        Self(records.chunks_exact(RECORD).map(read).collect())
    }

    pub fn get(&self, text: &str) -> Option<Embedding> {
        self.0.get(&digest(text)).cloned()
    }

    /// The file's bytes for these texts, eight bits a number with a scale for each text.
    pub fn to_bytes(vectors: &BTreeMap<String, Embedding>) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for (text, vector) in vectors {
            let scale = vector.iter().fold(1e-6_f32, |most, x| most.max(x.abs())) / 127.0;
            bytes.extend(digest(text));
            bytes.extend(scale.to_le_bytes());
            #[expect(clippy::cast_possible_truncation, reason = "scaled into the range of eight bits")]
            bytes.extend(vector.iter().flat_map(|x| ((x / scale).round() as i8).to_le_bytes()));
        }
        bytes
    }
}

fn read(record: &[u8]) -> ([u8; 8], Embedding) {
    let mut key = [0; 8];
    key.copy_from_slice(&record[..8]);
    let scale = f32::from_le_bytes([record[8], record[9], record[10], record[11]]);
    let vector = record[12..].iter().map(|byte| f32::from(i8::from_le_bytes([*byte])) * scale).collect();
    (key, unit(vector))
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

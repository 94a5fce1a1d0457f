//! How `models/understanding/moves.trained` is made from the lexicon beside it, and what the training of the sentence model
//! asks for.
//!
//! The lexicon and the sentence model's weights enter; the moves' points and weights leave as bytes, with a report of how each
//! example does when it is left out: too well, since the model knows them. Deterministic: the same lexicon gives the same
//! file. The model itself and the two heads are made by `models/understanding/finetune.py`.

mod material;

pub use material::Material;

use super::UnderstandError;
use super::embed::Embedder;
use super::lexicon::Lexicon;
use super::moves::Matcher;
use super::turn::Turn;
use std::collections::BTreeMap;

/// A text as the sentence model reads it: each word with the bytes that it stands for.
pub fn words(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let turn = Turn::read(text);
    let words = turn.words(0..turn.tokens.len()).into_iter();
    words.map(|(word, tokens)| (word.to_owned(), turn.bytes(tokens.start, tokens.end))).collect()
}

/// Makes vectors and heads; holds the sentence model.
pub struct Trainer {
    pub(super) embedder: Embedder,
}

impl Trainer {
    pub fn new(minilm: &[u8], tokenizer: &[u8]) -> Result<Self, UnderstandError> {
        Ok(Self { embedder: Embedder::new(minilm, tokenizer)?.remembering_all() })
    }

    /// The file of what was trained for a lexicon, everything made anew.
    pub fn moves(&mut self, lexicon: &Lexicon) -> Result<Vec<u8>, UnderstandError> {
        Ok(Matcher::anew(lexicon, &mut self.embedder)?.fitted(lexicon))
    }

    /// How a lexicon does on its own examples, each left out in turn.
    pub fn left_out(&mut self, lexicon: &Lexicon) -> Result<LeftOut, UnderstandError> {
        let matcher = Matcher::anew(lexicon, &mut self.embedder)?;
        let scores = matcher.left_out();
        Ok(LeftOut { names: matcher.names().to_vec(), scores, owners: matcher.owners() })
    }
}

/// Leave-one-out scores: a row for each example, a column for each move.
pub struct LeftOut {
    pub names: Vec<String>,
    pub scores: Vec<Vec<f32>>,
    pub owners: Vec<Option<usize>>,
}

impl LeftOut {
    /// The share of examples whose own move scores highest.
    pub fn accuracy(&self) -> f64 {
        let rows =
            self.scores.iter().zip(&self.owners).filter_map(|(row, owner)| owner.map(|owner| (row, owner)));
        share(rows.map(|(row, owner)| best(row).0 == owner))
    }

    /// For each move, the share of its examples that it wins and the move that most often wins instead.
    pub fn by_move(&self) -> Vec<(String, f64, String)> {
        (0..self.names.len())
            .map(|at| {
                let wins: Vec<usize> = self
                    .scores
                    .iter()
                    .zip(&self.owners)
                    .filter(|(_, o)| **o == Some(at))
                    .map(|(row, _)| best(row).0)
                    .collect();
                let mut rivals = BTreeMap::new();
                wins.iter().filter(|won| **won != at).for_each(|won| *rivals.entry(*won).or_insert(0) += 1);
                let rival =
                    rivals.into_iter().max_by_key(|(_, n)| *n).map_or("", |(won, _)| &self.names[won]);
                (self.names[at].clone(), share(wins.iter().map(|won| *won == at)), rival.to_string())
            })
            .collect()
    }
}

fn best(row: &[f32]) -> (usize, f32) {
    row.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, 0.0))
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand examples")]
fn share(hits: impl Iterator<Item = bool>) -> f64 {
    let (mut hit, mut all) = (0_usize, 0_usize);
    for yes in hits {
        all += 1;
        hit += usize::from(yes);
    }
    if all == 0 { 0.0 } else { hit as f64 / all as f64 }
}

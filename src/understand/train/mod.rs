//! How the files in `models/understanding/` are made from the open material beside them.
//!
//! Material and MiniLM's weights enter; the elements' head and the moves' points and weights leave as bytes, with a report of
//! how well they do on what was held back. Deterministic: the same material gives the same files.

mod fit;
mod material;
mod noise;

pub use fit::{Report, train_elements};
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

    /// The share of examples of no move whose best score stays under `middle`, and of moves whose best stays over it.
    pub fn none_at(&self, middle: f32) -> (f64, f64) {
        let rows = || self.scores.iter().zip(&self.owners);
        let kept = share(rows().filter(|(_, owner)| owner.is_none()).map(|(row, _)| best(row).1 < middle));
        let found = share(
            rows().filter(|(_, owner)| owner.is_some()).map(|(row, owner)| row[owner.unwrap_or(0)] >= middle),
        );
        (kept, found)
    }

    /// The score at which a move is as likely meant as not, and how fast that rises: a logistic regression over every
    /// score of every row, by Newton's steps.
    pub fn presence(&self) -> (f64, f64) {
        let pairs: Vec<(f64, f64)> = self
            .scores
            .iter()
            .zip(&self.owners)
            .flat_map(|(row, owner)| {
                row.iter()
                    .enumerate()
                    .map(move |(at, score)| (f64::from(*score), f64::from(u8::from(*owner == Some(at)))))
            })
            .collect();
        let (mut offset, mut slope) = (0.0_f64, 1.0_f64);
        for _ in 0..50 {
            let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
            for (score, meant) in &pairs {
                let p = 1.0 / (1.0 + (-(offset + slope * score)).exp());
                let (miss, weight) = (meant - p, p * (1.0 - p));
                g0 += miss;
                g1 += miss * score;
                h00 += weight;
                h01 += weight * score;
                h11 += weight * score * score;
            }
            let determinant = h00 * h11 - h01 * h01;
            offset += (h11 * g0 - h01 * g1) / determinant;
            slope += (h00 * g1 - h01 * g0) / determinant;
        }
        (-offset / slope, slope)
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

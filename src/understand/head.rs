//! The trained head of the elements: a word as the sentence model sees it in its turn, in; log-odds for each element, out.
//!
//! A linear layer over the model's last hidden states, trained together with them; its weights are in
//! `models/understanding/elements.head`, made by `models/understanding/finetune.py`.

use super::UnderstandError;
use super::embed::{DIMENSIONS, Embedding, dot};
use crate::call::Element;

const MAGIC: &[u8; 4] = b"CCH2";
pub const ELEMENTS: usize = Element::ALL.len();
/// Bytes of one element: its weights, its bias, and the log-odds from which it counts as said.
const STRIDE: usize = (DIMENSIONS + 2) * 4;

/// One logistic regression for each element.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// For each element [`DIMENSIONS`] weights.
    weights: Vec<Embedding>,
    /// The bias less the threshold: above zero the element is there.
    bias: Vec<f32>,
}

/// Log-odds for each element, moved so that what counts as said is above zero.
pub type Odds = [f32; ELEMENTS];

impl Head {
    /// The head that was trained on the material beside it.
    pub fn builtin() -> Result<Self, UnderstandError> {
        Self::from_bytes(include_bytes!("../../models/understanding/elements.head"))
    }

    pub fn odds(&self, word: &Embedding) -> Odds {
        let mut odds = [0.0; ELEMENTS];
        for (element, odds) in odds.iter_mut().enumerate() {
            *odds = dot(word, &self.weights[element]) + self.bias[element];
        }
        odds
    }

    /// Little-endian 32-bit floats after four letters: for each element its weights, its bias, its threshold.
    fn from_bytes(bytes: &[u8]) -> Result<Self, UnderstandError> {
        let rest = bytes.strip_prefix(MAGIC).filter(|rest| rest.len() == ELEMENTS * STRIDE);
        let numbers: Vec<f32> = rest
            .ok_or(UnderstandError::Head)?
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .collect();
        let rows = numbers.chunks_exact(DIMENSIONS + 2);
        let (weights, bias) =
            rows.map(|row| (row[..DIMENSIONS].to_vec(), row[DIMENSIONS] - row[DIMENSIONS + 1])).unzip();
        Ok(Self { weights, bias })
    }
}

pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_from_its_file() {
        let mut bytes = MAGIC.to_vec();
        for element in 0..ELEMENTS {
            let weights = std::iter::repeat_n(if element == 3 { 0.5_f32 } else { 0.0 }, DIMENSIONS);
            bytes.extend(weights.chain([1.0, 0.25]).flat_map(f32::to_le_bytes));
        }
        let head = Head::from_bytes(&bytes).unwrap();
        let mut word = vec![0.0; DIMENSIONS];
        word[7] = 2.0;
        let odds = head.odds(&word);
        assert!((odds[3] - 1.75).abs() < 1e-6 && (odds[4] - 0.75).abs() < 1e-6, "{odds:?}");
        assert!(Head::from_bytes(&bytes[..bytes.len() - 1]).is_err());
        assert!(Head::from_bytes(b"CCH1").is_err());
    }
}

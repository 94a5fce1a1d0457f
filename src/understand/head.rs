//! The trained head of the elements: a row of numbers in, a probability for each element out.
//!
//! Logistic regressions, their weights in `models/understanding/elements.head`, made by the trainer.

use super::UnderstandError;
use super::features::{FEATURES, Row};
use crate::call::Element;

const MAGIC: &[u8; 4] = b"CCH1";
const ELEMENTS: usize = Element::ALL.len();

/// One logistic regression for each element.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// For each element [`FEATURES`] weights.
    pub weights: Vec<Vec<f32>>,
    pub bias: Vec<f32>,
    /// The probability from which an element counts as said.
    pub threshold: Vec<f32>,
}

impl Head {
    /// The head that was trained on the material beside it.
    pub fn builtin() -> Result<Self, UnderstandError> {
        Self::from_bytes(include_bytes!("../../models/understanding/elements.head"))
    }

    pub fn zero() -> Self {
        Self {
            weights: vec![vec![0.0; FEATURES]; ELEMENTS],
            bias: vec![0.0; ELEMENTS],
            threshold: vec![0.5; ELEMENTS],
        }
    }

    /// The log-odds of `element`.
    pub fn odds(&self, element: usize, row: &Row) -> f32 {
        let weights = &self.weights[element];
        let dense = super::embed::dot(&row.dense, &weights[..row.dense.len()]);
        dense + row.sparse.iter().map(|(at, x)| weights[*at] * x).sum::<f32>() + self.bias[element]
    }

    pub fn probability(&self, element: usize, row: &Row) -> f32 {
        sigmoid(self.odds(element, row))
    }

    /// The probability, moved so that the element's threshold is at 0.5: what counts as said has more than that.
    pub fn confidence(&self, element: usize, row: &Row) -> f32 {
        let threshold = self.threshold[element].clamp(0.01, 0.99);
        sigmoid(self.odds(element, row) - (threshold / (1.0 - threshold)).ln())
    }

    /// Weights in 16 bits with a scale for each element: 140 KB instead of 280.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for size in [ELEMENTS, FEATURES] {
            bytes.extend(u32::try_from(size).unwrap_or(0).to_le_bytes());
        }
        for element in 0..ELEMENTS {
            let largest = self.weights[element].iter().fold(1e-6_f32, |most, w| most.max(w.abs()));
            let scale = largest / f32::from(i16::MAX);
            for number in [self.bias[element], self.threshold[element], scale] {
                bytes.extend(number.to_le_bytes());
            }
            for weight in &self.weights[element] {
                #[expect(clippy::cast_possible_truncation, reason = "scaled into the range of 16 bits")]
                let rounded = (weight / scale).round() as i16;
                bytes.extend(rounded.to_le_bytes());
            }
        }
        bytes
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, UnderstandError> {
        let stale = || UnderstandError::Head;
        let size = 12 + ELEMENTS * (12 + FEATURES * 2);
        if bytes.len() != size || &bytes[..4] != MAGIC {
            return Err(stale());
        }
        let word = |at: usize| f32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let mut head = Self::zero();
        for element in 0..ELEMENTS {
            let at = 12 + element * (12 + FEATURES * 2);
            head.bias[element] = word(at);
            head.threshold[element] = word(at + 4);
            let scale = word(at + 8);
            for (place, weight) in head.weights[element].iter_mut().enumerate() {
                let from = at + 12 + place * 2;
                *weight = f32::from(i16::from_le_bytes([bytes[from], bytes[from + 1]])) * scale;
            }
        }
        Ok(head)
    }
}

pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_survives_its_file() {
        let mut head = Head::zero();
        head.weights[3][7] = 1.5;
        head.weights[3][8] = -0.25;
        head.bias[3] = 0.5;
        let read = Head::from_bytes(&head.to_bytes()).unwrap();
        assert!((read.weights[3][7] - 1.5).abs() < 1e-3 && (read.weights[3][8] + 0.25).abs() < 1e-3);
        assert!((read.bias[3] - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_broken_file_is_refused() {
        assert!(Head::from_bytes(b"CCH1").is_err());
    }
}

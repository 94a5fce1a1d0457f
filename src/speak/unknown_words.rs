//! Words that no dictionary has (names above all): letters to phonemes by hibari's small character model.

use super::SpeakError;
use misaki_rs::Fallback;
use misaki_rs::fallback::FallbackError;
use rten::{Model, NodeId, RunOptions, ThreadPool};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// `oov.json`: the letters and the phonemes in the order of the model's numbers, from 1; 0 is the blank.
#[derive(Deserialize)]
struct Alphabets {
    #[serde(rename = "in")]
    letters: Vec<char>,
    #[serde(rename = "out")]
    phonemes: Vec<char>,
    maxlen: usize,
}

pub struct UnknownWords {
    model: Model,
    input: NodeId,
    output: NodeId,
    letters: HashMap<char, i32>,
    phonemes: Vec<char>,
    longest: usize,
    one_thread: Arc<ThreadPool>,
}

impl UnknownWords {
    pub fn load(onnx: Vec<u8>, alphabets: &[u8], one_thread: Arc<ThreadPool>) -> Result<Self, SpeakError> {
        let alphabets: Alphabets = serde_json::from_slice(alphabets)
            .map_err(|error| SpeakError::Weights { part: "oov.json", reason: error.to_string() })?;
        let unreadable = |reason: String| SpeakError::Weights { part: "oov.onnx", reason };
        let model = Model::load(onnx).map_err(|error| unreadable(error.to_string()))?;
        let (&[input], &[output]) = (model.input_ids(), model.output_ids()) else {
            return Err(unreadable("it needs one input and one output".to_owned()));
        };
        let letters = alphabets.letters.into_iter().zip(1..).collect();
        let (phonemes, longest) = (alphabets.phonemes, alphabets.maxlen);
        Ok(Self { model, input, output, letters, phonemes, longest, one_thread })
    }

    fn read(&self, word: &str) -> Result<String, String> {
        let letters: Vec<i32> =
            word.chars().filter_map(|letter| self.letters.get(&letter).copied()).take(self.longest).collect();
        if letters.is_empty() {
            return Ok(String::new());
        }
        let letters = NdTensor::from_data([1, letters.len()], letters);
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.one_thread)));
        let [best] = self
            .model
            .run_n(vec![(self.input, letters.into())], [self.output], Some(options))
            .map_err(|error| error.to_string())?;
        let best: Tensor<i32> = best.try_into().map_err(|error| format!("{error}"))?;
        Ok(self.collapse(&best.to_vec()))
    }

    /// Repeats are one phoneme, blanks are none (connectionist temporal classification).
    fn collapse(&self, numbers: &[i32]) -> String {
        let mut phonemes = String::new();
        let mut previous = 0;
        for &number in numbers {
            if number != previous
                && let Some(place) = usize::try_from(number).ok().and_then(|number| number.checked_sub(1))
                && let Some(phoneme) = self.phonemes.get(place)
            {
                phonemes.push(*phoneme);
            }
            previous = number;
        }
        phonemes
    }
}

impl Fallback for UnknownWords {
    /// A word without a readable letter, or that the model fails on, is silent: one strange word must not
    /// silence the whole line.
    fn phonemize(&self, word: &str) -> Result<String, FallbackError> {
        Ok(self.read(word).unwrap_or_default())
    }
}

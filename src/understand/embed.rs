//! Sentences in, vectors of meaning out: all-MiniLM-L6-v2 with mean pooling and unit length.
//!
//! Weights come in as bytes. It knows nothing of calls; texts of any length are cut to the model's window.

use super::UnderstandError;
use rten::{Model, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use rten_text::{TokenId, Tokenizer};
use std::collections::HashMap;

/// Numbers in a vector.
pub const DIMENSIONS: usize = 384;
/// Word pieces read of one sentence, the two marks included; the model was trained on 128.
const MAX_PIECES: usize = 96;
/// A longer word is one unknown piece (the tokenizer's own limit is 100 characters, of up to 4 bytes).
const LONGEST_WORD: usize = 400;
/// Sentences that run together: more gain nothing on one core and cost memory.
const BATCH: usize = 16;
/// Vectors kept for sentences that come again.
const REMEMBERED: usize = 4096;

/// A vector of unit length.
pub type Embedding = Vec<f32>;

pub struct Embedder {
    model: Model,
    tokenizer: Tokenizer,
    known: HashMap<String, Embedding>,
    remembered: usize,
}

impl Embedder {
    /// `minilm` is the ONNX file, `tokenizer` its tokenizer.json.
    pub fn new(minilm: &[u8], tokenizer: &[u8]) -> Result<Self, UnderstandError> {
        let model = Model::load(minilm.to_vec()).map_err(|e| UnderstandError::Sentences(e.to_string()))?;
        let json = std::str::from_utf8(tokenizer).map_err(|e| UnderstandError::Tokenizer(e.to_string()))?;
        let tokenizer = Tokenizer::from_json(json).map_err(|e| UnderstandError::Tokenizer(e.to_string()))?;
        Ok(Self { model, tokenizer, known: HashMap::new(), remembered: REMEMBERED })
    }

    /// Keeps every vector it makes: for training, where the same texts come in many turns.
    pub fn remembering_all(mut self) -> Self {
        self.remembered = usize::MAX;
        self
    }

    /// Vectors made earlier, for texts that will be asked for.
    pub fn remember(&mut self, text: &str, embedding: Embedding) {
        self.known.insert(text.to_string(), embedding);
    }

    /// One vector for each text, in order. The same text has the same vector whatever stands beside it, but
    /// for rounding (1e-5).
    pub fn embed(&mut self, texts: &[String]) -> Result<Vec<Embedding>, UnderstandError> {
        let mut missing: Vec<&String> = texts.iter().filter(|text| !self.known.contains_key(*text)).collect();
        // Sentences of like length share a batch: padding costs as much as words.
        missing.sort_by_key(|text| (text.len(), text.as_str()));
        missing.dedup();
        let mut made = Vec::with_capacity(missing.len());
        for batch in missing.chunks(BATCH) {
            let vectors = self.run(batch)?;
            made.extend(batch.iter().map(|text| (*text).clone()).zip(vectors));
        }
        if self.known.len() + made.len() > self.remembered.max(texts.len()) {
            self.known.retain(|text, _| texts.contains(text));
        }
        self.known.extend(made);
        Ok(texts
            .iter()
            .map(|text| self.known.get(text).cloned().unwrap_or_else(|| vec![0.0; DIMENSIONS]))
            .collect())
    }

    fn run(&self, texts: &[&String]) -> Result<Vec<Embedding>, UnderstandError> {
        let mut pieces = Vec::with_capacity(texts.len());
        for text in texts {
            pieces.push(self.pieces(text)?);
        }
        let rows = pieces.len();
        let columns = pieces.iter().map(Vec::len).max().unwrap_or(0);
        let mut ids = NdTensor::<i32, 2>::zeros([rows, columns]);
        let mut mask = NdTensor::<i32, 2>::zeros([rows, columns]);
        for (row, pieces) in pieces.iter().enumerate() {
            for (column, piece) in pieces.iter().enumerate() {
                ids[[row, column]] = i32::try_from(*piece).unwrap_or(0);
                mask[[row, column]] = 1;
            }
        }
        let types = NdTensor::<i32, 2>::zeros([rows, columns]);
        let hidden = self.hidden(&ids, &mask, &types)?;
        let mut vectors = Vec::with_capacity(rows);
        for (row, pieces) in pieces.iter().enumerate() {
            let mut sum = vec![0.0_f32; DIMENSIONS];
            for column in 0..pieces.len() {
                for (dimension, value) in sum.iter_mut().enumerate() {
                    *value += hidden[[row, column, dimension]];
                }
            }
            vectors.push(unit(sum));
        }
        Ok(vectors)
    }

    fn hidden(
        &self,
        ids: &NdTensor<i32, 2>,
        mask: &NdTensor<i32, 2>,
        types: &NdTensor<i32, 2>,
    ) -> Result<NdTensor<f32, 3>, UnderstandError> {
        let failed = |e: String| UnderstandError::Sentences(e);
        let mut inputs: Vec<(_, ValueOrView)> = Vec::new();
        for (name, tensor) in [("input_ids", ids), ("attention_mask", mask), ("token_type_ids", types)] {
            if let Some(node) = self.model.find_node(name) {
                inputs.push((node, tensor.view().into()));
            }
        }
        let output =
            *self.model.output_ids().first().ok_or_else(|| failed("the model has no output".into()))?;
        let [hidden] = self.model.run_n(inputs, [output], None).map_err(|e| failed(e.to_string()))?;
        let hidden: Tensor<f32> =
            hidden.try_into().map_err(|_| failed("the output is not of 32-bit floats".into()))?;
        let shape = hidden.shape().to_vec();
        if shape.len() != 3 || shape[2] != DIMENSIONS {
            return Err(failed(format!(
                "the output has shape {shape:?}, not [sentences, pieces, {DIMENSIONS}]"
            )));
        }
        hidden.into_rank().map_err(|e| failed(e.to_string()))
    }

    fn pieces(&self, text: &str) -> Result<Vec<TokenId>, UnderstandError> {
        // rten-text 0.27 counts a word's "##" into its pieces' offsets and panics when they pass the text's end, as
        // "xqz" does. Nothing here uses offsets; spaces behind the text give them room and make no pieces.
        let room = " ".repeat(2 * text.split_whitespace().map(str::len).max().unwrap_or(0).min(LONGEST_WORD));
        let roomy = format!("{text}{room}");
        let encoded = self
            .tokenizer
            .encode(roomy.as_str(), None)
            .map_err(|e| UnderstandError::Tokenizer(e.to_string()))?;
        let mut pieces = encoded.into_token_ids();
        if pieces.len() > MAX_PIECES {
            let last = pieces[pieces.len() - 1];
            pieces.truncate(MAX_PIECES - 1);
            pieces.push(last);
        }
        Ok(pieces)
    }
}

/// Scaled to length 1; the zero vector stays as it is.
pub fn unit(mut vector: Embedding) -> Embedding {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
    vector
}

pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    // Eight sums side by side, so that the compiler can use vector registers.
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    let rest = a.len() - a.len() % 8;
    sums.iter().sum::<f32>() + a[rest..].iter().zip(&b[rest..]).map(|(a, b)| a * b).sum::<f32>()
}

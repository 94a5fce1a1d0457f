//! Sentences in, vectors of meaning out: all-MiniLM-L6-v2 with mean pooling and unit length.
//!
//! Weights come in as bytes. It knows nothing of calls; texts of any length are cut to the model's window.

use super::UnderstandError;
use rten::{Model, RunOptions, ThreadPool, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use rten_text::{TokenId, Tokenizer};
use std::collections::HashMap;
use std::sync::Arc;

/// Numbers in a vector.
pub const DIMENSIONS: usize = 384;
/// Word pieces read of one sentence, the two marks included; the model was trained on 128.
const MAX_PIECES: usize = 96;
/// The two marks, and a word of more than one piece that crosses a cut.
const MARKS: usize = 4;
/// Sentences that run together: more gain nothing on one core and cost memory.
const BATCH: usize = 16;
/// Vectors kept for sentences that come again.
const REMEMBERED: usize = 4096;

/// A vector of unit length.
pub type Embedding = Vec<f32>;

/// A text as the model saw it in one pass.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The mean over all pieces, of unit length.
    pub whole: Embedding,
    /// For each word the state of its first piece.
    pub words: Vec<Embedding>,
}

pub struct Embedder {
    model: Model,
    tokenizer: Tokenizer,
    known: HashMap<String, Embedding>,
    remembered: usize,
    /// None: all cores.
    pool: Option<Arc<ThreadPool>>,
}

impl Embedder {
    /// `minilm` is the ONNX file, `tokenizer` its tokenizer.json.
    pub fn new(minilm: &[u8], tokenizer: &[u8]) -> Result<Self, UnderstandError> {
        let model = Model::load(minilm.to_vec()).map_err(|e| UnderstandError::Sentences(e.to_string()))?;
        let tokenizer = read_tokenizer(tokenizer).map_err(UnderstandError::Tokenizer)?;
        Ok(Self { model, tokenizer, known: HashMap::new(), remembered: REMEMBERED, pool: None })
    }

    /// Leaves the other cores to who works beside it: in a call, the recognizer.
    pub fn on_one_core(mut self) -> Self {
        self.pool = Some(Arc::new(ThreadPool::with_num_threads(1)));
        self
    }

    /// Keeps every vector it makes: for training, where the same texts come in many turns.
    pub fn remembering_all(mut self) -> Self {
        self.remembered = usize::MAX;
        self
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

    /// One text, word by word, with `before` in front. A text that is longer than the model's window is read in parts of like
    /// length, each with `before` in front.
    pub fn read(&self, before: &[&str], words: &[&str]) -> Result<Seen, UnderstandError> {
        let mut pieces = Vec::with_capacity(words.len());
        let mut marks = (0, 0);
        for word in words {
            let mut of_word = self.pieces(word)?;
            if let (Some(last), false) = (of_word.pop(), of_word.is_empty()) {
                marks = (of_word.remove(0), last);
            }
            pieces.push(of_word);
        }
        let before: Vec<TokenId> = before
            .iter()
            .map(|word| self.pieces(word))
            .collect::<Result<Vec<_>, _>>()?
            .iter()
            .flat_map(|pieces| pieces.get(1..pieces.len().saturating_sub(1)).unwrap_or_default())
            .copied()
            .collect();
        let all: usize = pieces.iter().map(Vec::len).sum();
        let parts = all.div_ceil(MAX_PIECES - MARKS - before.len()).max(1);
        let mut seen = Seen { whole: vec![0.0; DIMENSIONS], words: Vec::with_capacity(words.len()) };
        let mut rest = pieces.as_slice();
        for part in 0..parts {
            let wanted = all.div_ceil(parts);
            let mut taken = 0;
            let fits = |word: &&Vec<TokenId>| {
                let before = taken;
                taken += word.len();
                part + 1 == parts || before < wanted
            };
            let count = rest.iter().take_while(fits).count();
            let (own, later) = rest.split_at(count);
            rest = later;
            self.read_part(&before, own, marks, &mut seen)?;
        }
        seen.whole = unit(std::mem::take(&mut seen.whole));
        Ok(seen)
    }

    fn read_part(
        &self,
        before: &[TokenId],
        words: &[Vec<TokenId>],
        (first, last): (TokenId, TokenId),
        seen: &mut Seen,
    ) -> Result<(), UnderstandError> {
        let ids: Vec<TokenId> =
            [first].iter().chain(before).chain(words.iter().flatten()).chain([&last]).copied().collect();
        let shape = [1, ids.len()];
        let ids = ids.iter().map(|id| i32::try_from(*id).unwrap_or(0)).collect::<Vec<_>>();
        let columns = ids.len();
        let ids = NdTensor::from_data(shape, ids);
        let mask = NdTensor::from_data(shape, vec![1; columns]);
        let hidden = self.hidden(&ids, &mask, &NdTensor::zeros(shape))?;
        let column = |at: usize| -> Embedding { (0..DIMENSIONS).map(|x| hidden[[0, at, x]]).collect() };
        for at in 0..columns {
            seen.whole.iter_mut().zip(column(at)).for_each(|(sum, x)| *sum += x);
        }
        let mut at = 1 + before.len();
        for word in words {
            // A word of no piece (letters of another script) is as its neighbour.
            seen.words.push(column(at.min(columns - 1)));
            at += word.len();
        }
        Ok(())
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
        let options = RunOptions::default().with_thread_pool(self.pool.clone());
        let [hidden] =
            self.model.run_n(inputs, [output], Some(options)).map_err(|e| failed(e.to_string()))?;
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
        let plain = ascii(text);
        let encoded = self
            .tokenizer
            .encode(plain.as_str(), None)
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

/// The tokenizer without its normalizer: texts come in lower case, and [`ascii`] does the rest. rten-text 0.27 maps
/// pieces back through the normalizer by offsets that count each piece's "##", and panics ("invalid normalized
/// offset") where a short text ends in a word of three pieces, such as an uncommon name.
fn read_tokenizer(json: &[u8]) -> Result<Tokenizer, String> {
    let mut json: serde_json::Value = serde_json::from_slice(json).map_err(|e| e.to_string())?;
    if let Some(object) = json.as_object_mut() {
        object.insert("normalizer".into(), serde_json::Value::Null);
    }
    Tokenizer::from_json(&json.to_string()).map_err(|e| e.to_string())
}

/// Lower-case letters without their accents, as the model was trained on them; letters of other scripts left out.
fn ascii(text: &str) -> String {
    text.chars()
        .filter_map(|c| if c.is_ascii() { Some(c.to_ascii_lowercase()) } else { base_letter(c) })
        .collect()
}

fn base_letter(c: char) -> Option<char> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'æ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'œ' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ß' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' | 'þ' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => return None,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_go_and_other_scripts_with_them() {
        assert_eq!(ascii("zoë müller, łódź 東京"), "zoe muller, lodz ");
    }
}

//! How long a script takes, part by part, at a pace; and how long the article's model is.

use super::{Script, layout};
use crate::call::Kind;
use crate::rules::norm;
use crate::score::model_words;

/// A usual pace where nobody measured yours, in words a minute: the article's models are counted at it too.
pub const USUAL_PACE: f64 = 150.0;

/// One part's length.
#[derive(Debug, Clone, PartialEq)]
pub struct PartTime {
    pub label: &'static str,
    pub words: usize,
    pub seconds: f64,
}

/// A script's length.
#[derive(Debug, Clone, PartialEq)]
pub struct Timing {
    pub parts: Vec<PartTime>,
    pub words: usize,
    pub seconds: f64,
    /// What it is held against.
    pub model: Option<Model>,
}

/// What a good length is, and who says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Model {
    /// The words of the article's own example, counted.
    Example(usize),
    /// Seconds of a pitch, from and to; the sources of it conflict.
    Pitch(f64, f64),
}

/// The model of a kind of call; asking and listening have none.
pub fn model(kind: Kind) -> Option<Model> {
    match kind {
        Kind::Cold | Kind::FollowUp => {
            let norm = norm("longest_monologue")?;
            Some(Model::Pitch(norm.at("pitch_low"), norm.at("pitch_high")))
        }
        _ => model_words(kind).map(Model::Example),
    }
}

/// `pace` is in words a minute.
pub fn timing(script: &Script, pace: f64) -> Timing {
    let seconds = |words: usize| 60.0 * words as f64 / pace;
    let of = |label: &'static str| {
        let words = script.part(label).map_or(0, |part| part.text().split_whitespace().count());
        PartTime { label, words, seconds: seconds(words) }
    };
    let parts: Vec<PartTime> =
        layout(script.kind).iter().map(|slot| of(slot.label)).filter(|part| part.words > 0).collect();
    let words = parts.iter().map(|part| part.words).sum();
    Timing { parts, words, seconds: seconds(words), model: model(script.kind) }
}

//! The understanding with its weights, for the commands that read text.

use crate::call::Kind;
use crate::understand::{Lexicon, Understander};
use crate::weights::{Weight, Weights};
use anyhow::Context as _;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// MiniLM's ONNX file and its tokenizer.
pub fn weights() -> anyhow::Result<(Vec<u8>, Vec<u8>)> {
    let weights = Weights::locate(None)?;
    Ok((weights.load(Weight::Sentences)?, weights.load(Weight::SentencesTokenizer)?))
}

pub fn load(lexicon: Lexicon) -> anyhow::Result<Understander> {
    let (minilm, tokenizer) = weights()?;
    Ok(Understander::new(&minilm, &tokenizer, lexicon)?)
}

/// A file, or standard input for `-`.
pub fn reader(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    let file = std::fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(Box::new(BufReader::new(file)))
}

/// A kind of call by its name.
pub fn kind(name: &str) -> Result<Kind, String> {
    Kind::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        format!("no kind of call is called {name:?}; there are {}", known.join(", "))
    })
}

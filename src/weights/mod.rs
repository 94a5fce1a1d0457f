//! The model weights: where they lie, and whether they are what they should be.
//!
//! Enters: a weight's name. Leaves: the path or the bytes of a file that was compared with the manifest.
//! Knows folders, sizes and digests, and nothing of what a model does.

mod find;
mod ggml;
mod manifest;
mod stamp;
mod verify;

pub use find::{EAR_VARIABLE, FOLDER_VARIABLE, Weights};
pub use ggml::check_ggml;
pub use manifest::{Entry, Weight, manifest};
pub use verify::{Checked, State};

use std::path::PathBuf;

/// Why a weight cannot be used. Every message names the file and what to type next.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    #[error("there is no folder {path}; name one that holds the models, or leave it out")]
    NoFolder { path: PathBuf },
    #[error(
        "the model {file} is missing ({what}); looked in {}; `coldcall model list` shows what is there, \
         `git checkout models` in the source folder brings it back", folders(.searched)
    )]
    Missing { file: String, what: String, searched: Vec<PathBuf> },
    #[error("the model {path} has {have} bytes instead of {want}: it is {}; replace it, then type `coldcall model verify`",
        if .have < .want { "truncated" } else { "another file" })]
    WrongSize { path: PathBuf, have: u64, want: u64 },
    #[error(
        "the model {path} was altered: its SHA-256 is not the manifest's; replace it, then type `coldcall model verify`"
    )]
    Altered { path: PathBuf },
    #[error("cannot read the model {path}: {source}; type `coldcall model verify`")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{path} is no Whisper model in ggml format: {why}; take one of whisper.cpp's ggml-*.bin files")]
    NotGgml { path: PathBuf, why: String },
}

fn folders(searched: &[PathBuf]) -> String {
    let names: Vec<String> = searched.iter().map(|path| path.display().to_string()).collect();
    if names.is_empty() { "no folder at all".to_owned() } else { names.join(", ") }
}

//! What can go wrong while listening. Each message names the file and what to do next.

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum HearError {
    #[error("cannot read the speech model {}: {source}; check the path, or run `coldcall model verify`", .path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },

    #[error(
        "{} is no Whisper model in ggml format: {reason}; name a ggml file such as ggml-tiny.en-q8_0.bin, or run `coldcall model verify`",
        .path.display()
    )]
    NotAModel { path: PathBuf, reason: String },

    #[error("the speech model {} is cut short: {reason}; copy it again, or run `coldcall model verify`", .path.display())]
    CutShort { path: PathBuf, reason: String },

    #[error("whisper.cpp refuses the speech model {}: {reason}; run `coldcall model verify`", .path.display())]
    Refused { path: PathBuf, reason: String },

    #[error("speech recognition failed: {reason}; try again, and run `coldcall doctor` if it stays")]
    Recognition { reason: String },

    #[error("the end-of-turn model does not load or run: {reason}; run `coldcall model verify`")]
    EndOfTurn { reason: String },
}

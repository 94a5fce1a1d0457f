//! Whether a file is the one that the manifest means.
//!
//! Enters: a path and its line of the manifest. Leaves: its bytes, or what is wrong with it. The size is
//! compared at once; the digest is computed once for each (path, size, time of change).

use super::WeightsError;
use super::manifest::Entry;
use super::stamp::{Stamps, hex};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Read in pieces: a model need not fit twice into memory.
const PIECE: usize = 1 << 20;

/// What a full check of one file found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Ok,
    Missing,
    Truncated,
    Altered,
    Unreadable,
}

/// One file of the manifest after a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub entry: &'static Entry,
    /// Where it was found.
    pub path: Option<PathBuf>,
    pub state: State,
    /// What is wrong and what to type; none where all is well.
    pub problem: Option<String>,
}

impl Checked {
    pub(super) fn new(entry: &'static Entry, path: Option<PathBuf>, error: Option<WeightsError>) -> Self {
        let state = match &error {
            None => State::Ok,
            Some(WeightsError::Missing { .. } | WeightsError::NoFolder { .. }) => State::Missing,
            Some(WeightsError::WrongSize { have, want, .. }) if have < want => State::Truncated,
            Some(WeightsError::Unreadable { .. }) => State::Unreadable,
            Some(_) => State::Altered,
        };
        Self { entry, path, state, problem: error.map(|error| error.to_string()) }
    }
}

fn unreadable(path: &Path) -> impl Fn(std::io::Error) -> WeightsError + '_ {
    |source| WeightsError::Unreadable { path: path.to_owned(), source }
}

/// The size only.
pub(super) fn check_size(path: &Path, entry: &Entry) -> Result<Metadata, WeightsError> {
    let found = std::fs::metadata(path).map_err(unreadable(path))?;
    if found.len() != entry.bytes {
        return Err(WeightsError::WrongSize { path: path.to_owned(), have: found.len(), want: entry.bytes });
    }
    Ok(found)
}

/// The size, and the digest unless this same file was verified before.
pub(super) fn check(path: &Path, entry: &Entry, stamps: &Stamps) -> Result<(), WeightsError> {
    let found = check_size(path, entry)?;
    if stamps.knows(path, &found, &entry.sha256) {
        return Ok(());
    }
    check_fully(path, entry, stamps)
}

/// The size and the digest, whatever is remembered.
pub(super) fn check_fully(path: &Path, entry: &Entry, stamps: &Stamps) -> Result<(), WeightsError> {
    let found = check_size(path, entry)?;
    let mut file = File::open(path).map_err(unreadable(path))?;
    let mut digest = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece).map_err(unreadable(path))? {
            0 => break,
            read => digest.update(&piece[..read]),
        }
    }
    compare(path, entry, &found, &digest.finalize(), stamps)
}

/// The file's bytes, verified.
pub(super) fn load(path: &Path, entry: &Entry, stamps: &Stamps) -> Result<Vec<u8>, WeightsError> {
    let found = check_size(path, entry)?;
    let bytes = std::fs::read(path).map_err(unreadable(path))?;
    if !stamps.knows(path, &found, &entry.sha256) {
        compare(path, entry, &found, &Sha256::digest(&bytes), stamps)?;
    }
    Ok(bytes)
}

fn compare(
    path: &Path,
    entry: &Entry,
    found: &Metadata,
    digest: &[u8],
    stamps: &Stamps,
) -> Result<(), WeightsError> {
    if hex(digest) != entry.sha256 {
        return Err(WeightsError::Altered { path: path.to_owned() });
    }
    stamps.remember(path, found, &entry.sha256);
    Ok(())
}

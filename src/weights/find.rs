//! Where the weights lie.
//!
//! Enters: a folder that the user named, the environment, the place of the program. Leaves: verified
//! paths and bytes. Each file is taken from the first folder that has it, so a folder may hold a single
//! replacement.

use super::WeightsError;
use super::ggml::check_ggml;
use super::manifest::{Weight, manifest};
use super::stamp::Stamps;
use super::verify::{Checked, check, check_fully, check_size, load};
use etcetera::BaseStrategy;
use std::path::{Path, PathBuf};

/// Names a folder of models.
pub const FOLDER_VARIABLE: &str = "COLDCALL_MODELS";

/// Names a Whisper model in ggml format to hear the call with, in place of [`Weight::FastEar`].
pub const EAR_VARIABLE: &str = "COLDCALL_EAR";

/// Folders above the program in which a checkout may be: target/debug/deps is three levels down.
const LEVELS: usize = 5;

/// The folders that are searched, and what was verified before.
#[derive(Debug, Clone)]
pub struct Weights {
    folders: Vec<PathBuf>,
    ear: Option<PathBuf>,
    stamps: Stamps,
}

impl Weights {
    /// Finds out where to look: the named folder, then `COLDCALL_MODELS`, the data folder
    /// (`~/.local/share/coldcall/models`), beside the program, and the source checkout. `COLDCALL_EAR`
    /// is read here too. Nothing is opened yet.
    ///
    /// # Errors
    /// [`WeightsError::NoFolder`] when a folder was named and is not there.
    pub fn locate(named: Option<&Path>) -> Result<Self, WeightsError> {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let mut folders = Vec::new();
        for asked in [named.map(Path::to_owned), set(FOLDER_VARIABLE)].into_iter().flatten() {
            if !asked.is_dir() {
                return Err(WeightsError::NoFolder { path: asked });
            }
            folders.push(asked);
        }
        let base = etcetera::choose_base_strategy().ok();
        folders.extend(base.as_ref().map(|base| base.data_dir().join("coldcall/models")));
        folders.extend(around_the_program());
        let cache = base.map(|base| base.cache_dir().join("coldcall/verified"));
        Ok(Self { folders, ear: set(EAR_VARIABLE), stamps: Stamps::in_folder(cache) })
    }

    /// Exactly these folders, remembering in `cache`; for tests and for tools.
    pub fn in_folders(folders: Vec<PathBuf>, cache: Option<PathBuf>) -> Self {
        Self { folders, ear: None, stamps: Stamps::in_folder(cache) }
    }

    /// Hears the call with the user's own ggml model.
    #[must_use]
    pub fn with_ear(mut self, path: impl Into<PathBuf>) -> Self {
        self.ear = Some(path.into());
        self
    }

    /// The user's own ear, if one was named.
    pub fn own_ear(&self) -> Option<&Path> {
        self.ear.as_deref()
    }

    /// The folders that are searched, in order.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The path of a verified file. Costs a look at its size when it was verified before, else reading
    /// it through.
    ///
    /// # Errors
    /// [`WeightsError`]: missing, truncated, altered, unreadable, or (the user's own ear) no ggml model.
    pub fn path(&self, weight: Weight) -> Result<PathBuf, WeightsError> {
        if let Some(ear) = self.ear.as_ref().filter(|_| weight == Weight::FastEar) {
            check_ggml(ear)?;
            return Ok(ear.clone());
        }
        let path = self.find(weight)?;
        check(&path, weight.entry(), &self.stamps)?;
        Ok(path)
    }

    /// The bytes of a verified file.
    ///
    /// # Errors
    /// As [`path`](Self::path).
    pub fn load(&self, weight: Weight) -> Result<Vec<u8>, WeightsError> {
        if self.ear.is_some() && weight == Weight::FastEar {
            let path = self.path(weight)?;
            return std::fs::read(&path).map_err(|source| WeightsError::Unreadable { path, source });
        }
        load(&self.find(weight)?, weight.entry(), &self.stamps)
    }

    /// Looks at one file: is it there, has it the right size? Quick.
    pub fn look(&self, weight: Weight) -> Checked {
        self.checked(weight, |path| check_size(path, weight.entry()).map(drop))
    }

    /// Reads one file through and compares its digest, whatever was verified before.
    pub fn verify(&self, weight: Weight) -> Checked {
        self.checked(weight, |path| check_fully(path, weight.entry(), &self.stamps))
    }

    /// All files are there, with the right size and a digest that was verified now or before.
    ///
    /// # Errors
    /// The first that is not.
    pub fn ready(&self) -> Result<(), WeightsError> {
        manifest().iter().try_for_each(|entry| self.path(entry.name).map(drop))
    }

    fn checked(&self, weight: Weight, check: impl Fn(&Path) -> Result<(), WeightsError>) -> Checked {
        match self.find(weight) {
            Ok(path) => {
                let error = check(&path).err();
                Checked::new(weight.entry(), Some(path), error)
            }
            Err(error) => Checked::new(weight.entry(), None, Some(error)),
        }
    }

    fn find(&self, weight: Weight) -> Result<PathBuf, WeightsError> {
        let entry = weight.entry();
        self.folders.iter().map(|folder| folder.join(&entry.path)).find(|path| path.is_file()).ok_or_else(
            || WeightsError::Missing {
                file: entry.path.clone(),
                what: entry.what.clone(),
                searched: self.folders.clone(),
            },
        )
    }
}

/// `models` beside the program, in an installation around it, and in the checkout that it was built in.
fn around_the_program() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Some(beside) = std::env::current_exe().ok().as_deref().and_then(Path::parent) {
        folders.push(beside.join("models"));
        folders.extend(beside.parent().map(|prefix| prefix.join("share/coldcall/models")));
        let checkout = beside.ancestors().take(LEVELS).map(|folder| folder.join("models"));
        folders.extend(checkout.filter(|models| models.join("manifest.toml").is_file()));
    }
    folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("models"));
    let mut seen = std::collections::HashSet::new();
    folders.retain(|folder| seen.insert(folder.clone()));
    folders
}

#[cfg(test)]
#[path = "find_tests.rs"]
mod tests;

//! The folder of campaigns: a small file for each, and which one goes on.
//!
//! A campaign's file holds how it began and the resumes sent; its calls are among all others, in their own records.

use super::HistoryError;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A campaign on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCampaign {
    pub version: u32,
    pub name: String,
    pub seed: u64,
    /// RFC 3339. Calls from before belong to a forgotten campaign of the same name.
    pub begun: String,
    /// Days on which a resume went out, `2026-03-04`.
    pub resumes: Vec<String>,
}

/// The version of a campaign's file; a higher one is refused.
pub const CAMPAIGN_VERSION: u32 = 1;

const ENDING: &str = "json";
const CURRENT: &str = "current";

/// The campaigns of one user.
#[derive(Debug, Clone)]
pub struct Campaigns {
    folder: PathBuf,
}

impl Campaigns {
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    pub fn names(&self) -> Result<Vec<String>, HistoryError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(HistoryError::Read { path: self.folder.clone(), source }),
        };
        let mut names: Vec<String> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect();
        names.sort();
        Ok(names)
    }

    pub fn open(&self, name: &str) -> Result<StoredCampaign, HistoryError> {
        let path = self.path_of(name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(HistoryError::NoSuchCampaign(name.to_owned()));
            }
            Err(source) => return Err(HistoryError::Read { path, source }),
        };
        let campaign: StoredCampaign = serde_json::from_slice(&bytes)
            .map_err(|source| HistoryError::NotACampaign { path: path.clone(), source })?;
        if campaign.version > CAMPAIGN_VERSION {
            return Err(HistoryError::TooNew { path, version: campaign.version });
        }
        Ok(campaign)
    }

    /// The campaign that goes on: the one last begun or chosen.
    pub fn current(&self) -> Result<Option<StoredCampaign>, HistoryError> {
        let names = self.names()?;
        let chosen = fs::read_to_string(self.folder.join(CURRENT)).unwrap_or_default();
        let name = names.iter().find(|name| **name == chosen.trim()).or(names.last());
        name.map(|name| self.open(name)).transpose()
    }

    pub fn choose(&self, name: &str) -> Result<(), HistoryError> {
        self.open(name)?;
        write_whole(&self.folder, &self.folder.join(CURRENT), format!("{name}\n").as_bytes())
    }

    pub fn keep(&self, campaign: &StoredCampaign) -> Result<(), HistoryError> {
        let path = self.path_of(&campaign.name);
        let mut json = serde_json::to_vec_pretty(campaign)
            .map_err(|source| HistoryError::NotACampaign { path: path.clone(), source })?;
        json.push(b'\n');
        write_whole(&self.folder, &path, &json)
    }

    /// Its calls stay: they are the caller's.
    pub fn forget(&self, name: &str) -> Result<(), HistoryError> {
        let path = self.path_of(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(HistoryError::NoSuchCampaign(name.to_owned()))
            }
            done => done.map_err(|source| HistoryError::Write { path, source }),
        }
    }

    fn path_of(&self, name: &str) -> PathBuf {
        // A name from the command line names nothing outside the folder.
        self.folder.join(format!("{}.{ENDING}", super::store::file_name(name)))
    }
}

/// Beside the file first, then in its place: a kill or a full disk leaves the old one.
fn write_whole(folder: &Path, path: &Path, bytes: &[u8]) -> Result<(), HistoryError> {
    let failed = |source| HistoryError::Write { path: path.to_owned(), source };
    fs::create_dir_all(folder).map_err(failed)?;
    let beside = path.with_extension("new");
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&beside, path)).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn campaign(name: &str) -> StoredCampaign {
        StoredCampaign {
            version: CAMPAIGN_VERSION,
            name: name.into(),
            seed: 7,
            begun: "2026-03-04T10:20:30+01:00".into(),
            resumes: Vec::new(),
        }
    }

    #[test]
    fn the_chosen_campaign_goes_on_and_a_forgotten_one_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let campaigns = Campaigns::in_folder(folder.path().join("campaigns"));
        assert_eq!(campaigns.current().expect("an empty folder"), None);
        for name in ["a", "b"] {
            campaigns.keep(&campaign(name)).expect("a fresh folder");
        }
        campaigns.choose("a").expect("kept above");
        assert_eq!(campaigns.current().expect("two"), Some(campaign("a")));
        campaigns.forget("a").expect("kept above");
        assert_eq!(campaigns.current().expect("one"), Some(campaign("b")));
        assert!(matches!(campaigns.choose("a"), Err(HistoryError::NoSuchCampaign(_))));
        assert!(matches!(campaigns.forget("../calls/x"), Err(HistoryError::NoSuchCampaign(_))));
    }

    #[test]
    fn a_torn_or_newer_file_is_refused_with_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let campaigns = Campaigns::in_folder(folder.path());
        fs::write(folder.path().join("torn.json"), "{\"version\": 1,").expect("writable");
        assert!(campaigns.open("torn").expect_err("torn").to_string().contains("torn.json"));
        campaigns.keep(&StoredCampaign { version: 2, ..campaign("new") }).expect("writable");
        assert!(matches!(campaigns.open("new"), Err(HistoryError::TooNew { .. })));
    }
}

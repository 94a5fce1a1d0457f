//! The folder of calls.

use crate::call::{CallEvent, CallRecord, CallStart, EventSink, RECORD_VERSION};
use etcetera::{BaseStrategy, choose_base_strategy};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

const ENDING: &str = "jsonl";

#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    #[error("no folder for your calls: {0}; set XDG_DATA_HOME or HOME, or call with --no-save")]
    NoFolder(String),
    #[error("cannot write {path}: {source}; free some space or call with --no-save")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("cannot read {path}: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{0} is not the record of a call: its first line should be a started event")]
    NotARecord(PathBuf),
    #[error(
        "{path} is a record of version {version}, newer than this coldcall reads ({RECORD_VERSION}); update coldcall"
    )]
    TooNew { path: PathBuf, version: u32 },
    #[error("no call yet in {0}; make one with: coldcall call follow-up")]
    Empty(PathBuf),
    #[error("no call named '{name}' in {folder}; see them with: coldcall review --list")]
    NoSuchCall { name: String, folder: PathBuf },
    #[error("there is no campaign '{0}'; see them with: coldcall campaign list")]
    NoSuchCampaign(String),
    #[error("{path} is not a campaign: {source}; make a new one with: coldcall campaign new")]
    NotACampaign { path: PathBuf, source: serde_json::Error },
}

/// The calls of one user.
#[derive(Debug, Clone)]
pub struct History {
    folder: PathBuf,
}

/// A call's file name without its ending, and what it holds.
#[derive(Debug, Clone)]
pub struct StoredCall {
    pub name: String,
    pub path: PathBuf,
    pub events: Vec<CallEvent>,
    pub record: CallRecord,
}

/// `$XDG_DATA_HOME/coldcall`, or the platform's own place for it: calls, packs, what is kept between calls.
pub fn data_folder() -> Result<PathBuf, HistoryError> {
    let base = choose_base_strategy().map_err(|error| HistoryError::NoFolder(error.to_string()))?;
    Ok(base.data_dir().join("coldcall"))
}

impl History {
    /// `$XDG_DATA_HOME/coldcall/calls`, or the platform's own place for it.
    pub fn of_user() -> Result<Self, HistoryError> {
        Ok(Self::in_folder(data_folder()?.join("calls")))
    }

    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The campaigns of the same user, beside the calls.
    pub fn campaigns(&self) -> super::Campaigns {
        super::Campaigns::in_folder(self.folder.with_file_name("campaigns"))
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A new file for a call. Its name sorts by date: `2026-03-04T10-20-30-follow-up-7`.
    pub fn create(&self, start: &CallStart) -> Result<CallFile, HistoryError> {
        let write = |path: &Path| {
            let path = path.to_owned();
            move |source| HistoryError::Write { path, source }
        };
        fs::create_dir_all(&self.folder).map_err(write(&self.folder))?;
        let stem = format!("{}-{}-{}", moment(&start.started_at), file_name(&start.scenario), start.seed);
        for attempt in 1.. {
            let name = if attempt == 1 { stem.clone() } else { format!("{stem}-{attempt}") };
            let path = self.folder.join(format!("{name}.{ENDING}"));
            match OpenOptions::new().append(true).create_new(true).open(&path) {
                Ok(file) => return Ok(CallFile { path, file, trouble: None }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(source) => return Err(HistoryError::Write { path, source }),
            }
        }
        unreachable!("one of the endless attempts returns")
    }

    /// The names of all calls, oldest first. An absent folder is an empty history.
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

    /// The newest call that can be read.
    pub fn last(&self) -> Result<StoredCall, HistoryError> {
        let mut trouble = None;
        for name in self.names()?.iter().rev() {
            match load(&self.path_of(name)) {
                Ok(call) => return Ok(call),
                Err(error) => trouble = trouble.or(Some(error)),
            }
        }
        Err(trouble.unwrap_or_else(|| HistoryError::Empty(self.folder.clone())))
    }

    /// A call by name, by the beginning of its name, or by a path to its file.
    pub fn find(&self, name: &str) -> Result<StoredCall, HistoryError> {
        if Path::new(name).is_file() {
            return load(Path::new(name));
        }
        let names = self.names()?;
        let found = names
            .iter()
            .find(|known| *known == name)
            .or_else(|| names.iter().rev().find(|known| known.starts_with(name)));
        match found {
            Some(known) => load(&self.path_of(known)),
            None => Err(HistoryError::NoSuchCall { name: name.to_owned(), folder: self.folder.clone() }),
        }
    }

    /// All calls that can be read, oldest first, and how many cannot.
    pub fn all(&self) -> Result<(Vec<StoredCall>, usize), HistoryError> {
        let names = self.names()?;
        let calls: Vec<StoredCall> = names.iter().filter_map(|name| load(&self.path_of(name)).ok()).collect();
        let unreadable = names.len() - calls.len();
        Ok((calls, unreadable))
    }

    /// The calls of one scenario that can be read, oldest first, retries left out.
    pub fn like(&self, scenario: &str) -> Vec<StoredCall> {
        let part = format!("-{}-", file_name(scenario));
        let names = self.names().unwrap_or_default();
        let like = names.iter().filter(|name| name.contains(&part));
        like.filter_map(|name| load(&self.path_of(name)).ok())
            .filter(|call| call.record.scenario == scenario && call.record.origin.retry_of.is_none())
            .collect()
    }

    fn path_of(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{ENDING}"))
    }
}

/// Reads one record file. Lines after the first that cannot be read are passed over.
fn load(path: &Path) -> Result<StoredCall, HistoryError> {
    let bytes = fs::read(path).map_err(|source| HistoryError::Read { path: path.to_owned(), source })?;
    let text = String::from_utf8_lossy(&bytes);
    let events: Vec<CallEvent> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let record = CallRecord::from_events(&events).ok_or_else(|| HistoryError::NotARecord(path.to_owned()))?;
    if record.version > RECORD_VERSION {
        return Err(HistoryError::TooNew { path: path.to_owned(), version: record.version });
    }
    Ok(StoredCall { name: name_of(path), path: path.to_owned(), events, record })
}

fn name_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// `2026-03-04T10:20:30.5+01:00` as a file name's part: to the second, nothing that a file system refuses.
fn moment(started_at: &str) -> String {
    file_name(started_at.get(..19).unwrap_or(started_at))
}

pub(super) fn file_name(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect()
}

/// The file of a call that is going on. Each event is on disk before the next one happens.
#[derive(Debug)]
pub struct CallFile {
    path: PathBuf,
    file: File,
    trouble: Option<std::io::Error>,
}

impl CallFile {
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its name among the calls.
    pub fn name(&self) -> String {
        name_of(&self.path)
    }

    /// The first write that failed, if any: the call went on without its record.
    pub fn trouble(&self) -> Option<HistoryError> {
        self.trouble.as_ref().map(|error| HistoryError::Write {
            path: self.path.clone(),
            source: std::io::Error::new(error.kind(), error.to_string()),
        })
    }
}

impl EventSink for CallFile {
    fn event(&mut self, event: &CallEvent) {
        let mut line = match serde_json::to_vec(event) {
            Ok(line) => line,
            Err(error) => return self.trouble = Some(error.into()),
        };
        line.push(b'\n');
        // One write for a line: a kill leaves whole lines.
        if let Err(error) = self.file.write_all(&line) {
            self.trouble.get_or_insert(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Channel, Difficulty, Heard, Kind};

    fn start(seed: u64) -> CallStart {
        CallStart {
            version: RECORD_VERSION,
            scenario: "follow-up".into(),
            title: "Follow up".into(),
            kind: Kind::FollowUp,
            seed,
            difficulty: Difficulty::Normal,
            channel: Channel::Typed,
            started_at: "2026-03-04T10:20:30+01:00".into(),
            brief: Default::default(),
            needs: Vec::new(),
            research: Vec::new(),
            campaign: None,
            origin: Default::default(),
        }
    }

    fn write_call(history: &History, seed: u64, words: &[&str]) -> PathBuf {
        let mut file = history.create(&start(seed)).expect("a fresh folder");
        file.event(&CallEvent::Started(start(seed)));
        for words in words {
            file.event(&CallEvent::Heard { heard: Heard::typed(*words, 0.0) });
        }
        assert!(file.trouble().is_none());
        file.path().to_owned()
    }

    #[test]
    fn a_call_killed_in_the_middle_of_a_line_keeps_all_turns_before_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let history = History::in_folder(folder.path().join("calls"));
        let path = write_call(&history, 7, &["Hello", "It is Ann"]);
        let mut torn = fs::read(&path).expect("written above");
        torn.extend_from_slice(b"{\"event\":\"heard\",\"heard\":{\"chan");
        fs::write(&path, torn).expect("still there");

        let call = history.last().expect("the call so far");
        let said: Vec<&str> = call.record.turns.iter().map(|turn| turn.text.as_str()).collect();
        assert_eq!(said, ["Hello", "It is Ann"]);
        assert_eq!(call.record.ending, None);
    }

    #[test]
    fn two_calls_in_one_second_are_two_files_and_the_last_is_the_newer() {
        let folder = tempfile::tempdir().expect("a folder");
        let history = History::in_folder(folder.path());
        write_call(&history, 7, &["first"]);
        write_call(&history, 7, &["second"]);
        assert_eq!(history.names().expect("readable").len(), 2);
        assert_eq!(history.last().expect("two calls").record.turns[0].text, "second");
    }

    #[test]
    fn what_cannot_be_read_says_what_to_do() {
        let folder = tempfile::tempdir().expect("a folder");
        let history = History::in_folder(folder.path());
        assert!(history.last().expect_err("empty").to_string().contains("coldcall call follow-up"));
        fs::write(folder.path().join("2027.jsonl"), "hello\n").expect("a writable folder");
        assert!(matches!(history.last(), Err(HistoryError::NotARecord(_))));
        write_call(&history, 7, &["readable"]);
        assert_eq!(history.last().expect("the readable one").record.turns[0].text, "readable");
        assert!(matches!(history.find("nobody"), Err(HistoryError::NoSuchCall { .. })));
        assert_eq!(history.find("2026-03").expect("by prefix").record.seed, 7);
    }

    #[test]
    fn a_newer_record_is_refused_rather_than_misread() {
        let folder = tempfile::tempdir().expect("a folder");
        let history = History::in_folder(folder.path());
        let newer = CallStart { version: RECORD_VERSION + 1, ..start(1) };
        history.create(&newer).expect("a fresh folder").event(&CallEvent::Started(newer.clone()));
        assert!(matches!(history.last(), Err(HistoryError::TooNew { .. })));
    }
}

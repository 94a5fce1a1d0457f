//! What is remembered of each card, on disk: one JSON line for a card, in the data folder.
//!
//! The file is written whole, after every answer, and read anew before that: two drills at once keep each other's
//! cards. A line that cannot be read is lost, and said to be; a copy of the file is kept beside it.

use crate::practice::drill::Memories;
use crate::practice::schedule::Memory;
use anyhow::Context;
use etcetera::{BaseStrategy, choose_base_strategy};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

const FILE: &str = "drills.jsonl";

/// The file of one user.
#[derive(Debug, Clone)]
pub struct CardBox {
    path: PathBuf,
}

/// What could be read, and what the caller should be told about the rest.
#[derive(Debug, Default, PartialEq)]
pub struct Remembered {
    pub memories: Memories,
    pub lost: Option<String>,
}

impl CardBox {
    /// `$XDG_DATA_HOME/coldcall/drills.jsonl`, or the platform's own place for it.
    pub fn of_user() -> anyhow::Result<Self> {
        let base = choose_base_strategy()
            .context("no folder for your drills; set XDG_DATA_HOME or HOME, or drill with --no-save")?;
        Ok(Self::in_folder(&base.data_dir().join("coldcall")))
    }

    pub fn in_folder(folder: &Path) -> Self {
        Self { path: folder.join(FILE) }
    }

    /// An absent file is an empty box.
    pub fn read(&self) -> anyhow::Result<Remembered> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Remembered::default()),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", self.path.display())),
        };
        let text = String::from_utf8_lossy(&bytes);
        let mut memories = Memories::new();
        let mut lost = 0;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match serde_json::from_str::<Memory>(line) {
                Ok(memory) if memory.is_sound() => drop(memories.insert(memory.card.clone(), memory)),
                _ => lost += 1,
            }
        }
        let lost = (lost > 0).then(|| self.told_of_loss(lost));
        Ok(Remembered { memories, lost })
    }

    fn told_of_loss(&self, lines: usize) -> String {
        let (what, whose) =
            if lines == 1 { ("1 line", "its card counts") } else { ("some lines", "their cards count") };
        let what = if lines == 1 { what.to_owned() } else { format!("{lines} lines") };
        format!(
            "{what} of {} cannot be read, so {whose} as new; what was there is kept in {}",
            self.path.display(),
            self.copy().display()
        )
    }

    fn copy(&self) -> PathBuf {
        self.path.with_extension("jsonl.damaged")
    }

    /// Keeps one card's memory, and all that was there.
    pub fn keep(&self, memory: &Memory) -> anyhow::Result<()> {
        let remembered = self.read()?;
        if remembered.lost.is_some() {
            fs::copy(&self.path, self.copy())
                .with_context(|| format!("cannot copy {} before mending it", self.path.display()))?;
        }
        let mut memories = remembered.memories;
        memories.insert(memory.card.clone(), memory.clone());
        let mut text = String::new();
        for memory in memories.values() {
            text.push_str(&serde_json::to_string(memory)?);
            text.push('\n');
        }
        write_whole(&self.path, &text).with_context(|| {
            format!("cannot write {}; free some space or drill with --no-save", self.path.display())
        })
    }
}

/// Beside its place first, so that a kill or a full disk leaves the old file.
fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let beside = folder.join(format!(".{FILE}.{}.part", std::process::id()));
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&beside, path)).inspect_err(|_| {
        // What could not be moved to its place is no use to anybody.
        let _ = fs::remove_file(&beside);
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::schedule::after;
    use jiff::civil::date;

    fn memory(id: &str, score: f64) -> Memory {
        after(None, id, score, date(2026, 3, 4))
    }

    #[test]
    fn what_is_kept_is_read_again_and_nothing_lies_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = CardBox::in_folder(&folder.path().join("new"));
        assert_eq!(kept.read().expect("an absent file is no error"), Remembered::default());
        kept.keep(&memory("a", 30.0)).expect("a writable folder");
        kept.keep(&memory("b", 80.0)).expect("a writable folder");
        kept.keep(&memory("a", 95.0)).expect("a writable folder");
        let memories = kept.read().expect("readable").memories;
        assert_eq!(memories.len(), 2);
        assert_eq!(memories["a"], memory("a", 95.0));
        assert_eq!(fs::read_dir(folder.path().join("new")).expect("there").count(), 1);
    }

    #[test]
    fn a_torn_file_loses_its_torn_line_alone_and_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = CardBox::in_folder(folder.path());
        kept.keep(&memory("a", 30.0)).expect("a writable folder");
        let path = folder.path().join(FILE);
        let mut torn = fs::read(&path).expect("written above");
        torn.extend_from_slice(b"{\"card\":\"b\",\"stabil\xff\n{\"card\":\"c\",\"stability\":-1.0,\"difficulty\":5.0,\"last\":\"2026-03-04\",\"due\":\"2026-03-05\",\"score\":1.0,\"times\":1}\n");
        fs::write(&path, &torn).expect("still there");
        let remembered = kept.read().expect("what can be read");
        assert_eq!(remembered.memories.keys().collect::<Vec<_>>(), ["a"]);
        let lost = remembered.lost.expect("two lines are lost");
        assert!(lost.starts_with("2 lines of ") && lost.contains("drills.jsonl.damaged"), "{lost}");
        kept.keep(&memory("b", 80.0)).expect("mended");
        assert_eq!(kept.read().expect("whole again").lost, None);
        assert_eq!(fs::read(folder.path().join("drills.jsonl.damaged")).expect("a copy"), torn);
    }

    #[test]
    fn a_folder_that_cannot_be_written_says_what_to_do() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("file"), "").expect("a writable folder");
        let kept = CardBox::in_folder(&folder.path().join("file"));
        let error = kept.keep(&memory("a", 30.0)).expect_err("a file is no folder");
        assert!(format!("{error:#}").contains("drills.jsonl"), "{error:#}");
    }
}

//! Remembers that a file was verified, so that the next call need not read it through.
//!
//! Enters: a path and the digest that it had. Leaves: whether that same file (size and time of change)
//! was verified before. A stamp is a small file in the cache folder; where that cannot be written,
//! nothing is remembered and nothing fails.

use sha2::{Digest, Sha256};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A folder of stamps.
#[derive(Debug, Clone, Default)]
pub(super) struct Stamps {
    /// None where the system has no cache folder.
    folder: Option<PathBuf>,
}

impl Stamps {
    pub(super) fn in_folder(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// Whether `path` as it is now was found to have this digest before.
    pub(super) fn knows(&self, path: &Path, found: &Metadata, sha256: &str) -> bool {
        let (Some(file), Some(line)) = (self.file(path), line(path, found, sha256)) else { return false };
        std::fs::read_to_string(file).is_ok_and(|text| text == line)
    }

    /// Remembers that `path` as it is now has this digest.
    pub(super) fn remember(&self, path: &Path, found: &Metadata, sha256: &str) {
        let (Some(file), Some(line)) = (self.file(path), line(path, found, sha256)) else { return };
        let Some(folder) = file.parent() else { return };
        // Renamed into place, so that another coldcall never reads half a stamp. A cache that cannot be
        // written costs a second look, and no more.
        let new = file.with_extension(std::process::id().to_string());
        let written = std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&new, line))
            .and_then(|()| std::fs::rename(&new, &file));
        if written.is_err() {
            let _ = std::fs::remove_file(&new);
        }
    }

    fn file(&self, path: &Path) -> Option<PathBuf> {
        let name = hex(&Sha256::digest(path.to_string_lossy().as_bytes()));
        Some(self.folder.as_ref()?.join(&name[..16]))
    }
}

/// None where the file system keeps no times.
fn line(path: &Path, found: &Metadata, sha256: &str) -> Option<String> {
    let changed = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    Some(format!("{sha256} {} {changed} {}\n", found.len(), path.display()))
}

/// Bytes as lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_until_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("model.bin");
        std::fs::write(&file, "one").unwrap();
        let found = file.metadata().unwrap();
        let stamps = Stamps::in_folder(Some(folder.path().join("cache/verified")));
        assert!(!stamps.knows(&file, &found, "aa"));
        stamps.remember(&file, &found, "aa");
        assert!(stamps.knows(&file, &found, "aa"));
        assert!(!stamps.knows(&file, &found, "bb"), "the manifest changed");
        assert!(!stamps.knows(&folder.path().join("other.bin"), &found, "aa"));
        let later = found.modified().unwrap() + std::time::Duration::from_secs(1);
        std::fs::File::options().write(true).open(&file).unwrap().set_modified(later).unwrap();
        assert!(!stamps.knows(&file, &file.metadata().unwrap(), "aa"), "it was touched");
    }

    #[test]
    fn nowhere_to_write_is_no_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("model.bin");
        std::fs::write(&file, "one").unwrap();
        let found = file.metadata().unwrap();
        // A file stands where the folder should be, which stops even an administrator.
        for stamps in [Stamps::default(), Stamps::in_folder(Some(file.join("verified")))] {
            stamps.remember(&file, &found, "aa");
            assert!(!stamps.knows(&file, &found, "aa"));
        }
    }
}

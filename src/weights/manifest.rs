//! The manifest: which files there are, how large, with which digest, from whom.
//!
//! Enters: models/manifest.toml, at compile time. Leaves: one [`Entry`] for each [`Weight`]. Knows no
//! file system.

use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

const TEXT: &str = include_str!("../../models/manifest.toml");

/// One file of weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Whisper tiny.en: recognises during the call. May be replaced by a model of the user's own.
    FastEar,
    /// Whisper base: recognises again after hang-up.
    CarefulEar,
    /// Silero VAD (also inside the program itself).
    SpeechDetector,
    /// Smart Turn.
    EndOfTurn,
    /// MiniLM.
    Sentences,
    SentencesTokenizer,
    /// hibari.
    Voice,
    VoiceVocabulary,
    /// hibari's net for words that no dictionary has.
    UnknownWords,
    /// The letters and phonemes of that net.
    UnknownWordsLetters,
    /// hibari's tables for written forms.
    VoiceNormalization,
}

impl Weight {
    pub const ALL: &'static [Weight] = &[
        Weight::FastEar,
        Weight::CarefulEar,
        Weight::SpeechDetector,
        Weight::EndOfTurn,
        Weight::Sentences,
        Weight::SentencesTokenizer,
        Weight::Voice,
        Weight::VoiceVocabulary,
        Weight::UnknownWords,
        Weight::UnknownWordsLetters,
        Weight::VoiceNormalization,
    ];

    /// Its line of the manifest.
    pub fn entry(self) -> &'static Entry {
        manifest().iter().find(|entry| entry.name == self).expect("a test finds every weight in the manifest")
    }
}

/// A line of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub name: Weight,
    /// Below a models folder, with `/`.
    pub path: String,
    /// What it does, for people.
    pub what: String,
    pub bytes: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// Whose work it is and where it comes from.
    pub source: String,
    /// SPDX.
    pub licence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    file: Vec<Entry>,
}

/// Every file, in the manifest's order.
pub fn manifest() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let manifest: Manifest = toml::from_str(TEXT).expect("a test reads the manifest that is compiled in");
        manifest.file
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// The most that the repository carries, and the most that one file may have.
    const TOTAL: u64 = 160_000_000;
    const ONE_FILE: u64 = 95_000_000;

    #[test]
    fn every_weight_has_one_line_and_every_line_is_whole() {
        for weight in Weight::ALL {
            assert_eq!(manifest().iter().filter(|entry| entry.name == *weight).count(), 1, "{weight:?}");
        }
        assert_eq!(manifest().len(), Weight::ALL.len());
        for entry in manifest() {
            assert!(entry.bytes > 0 && !entry.what.is_empty() && !entry.source.is_empty(), "{}", entry.path);
            assert!(!entry.licence.is_empty(), "{}", entry.path);
            let hex = entry.sha256.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
            assert!(entry.sha256.len() == 64 && hex, "{}", entry.path);
            assert!(!entry.path.starts_with('/') && !entry.path.contains(".."), "{}", entry.path);
        }
    }

    fn files(folder: &Path, into: &mut Vec<(String, u64)>) {
        for found in std::fs::read_dir(folder).unwrap() {
            let found = found.unwrap();
            if found.file_type().unwrap().is_dir() {
                files(&found.path(), into);
            } else {
                into.push((found.path().display().to_string(), found.metadata().unwrap().len()));
            }
        }
    }

    #[test]
    fn the_checkout_holds_what_the_manifest_says_and_stays_small() {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        for entry in manifest() {
            let bytes = std::fs::metadata(models.join(&entry.path)).map(|found| found.len()).ok();
            assert_eq!(bytes, Some(entry.bytes), "{}", entry.path);
        }
        let mut all = Vec::new();
        files(&models, &mut all);
        let total: u64 = all.iter().map(|(_, bytes)| bytes).sum();
        assert!(total < TOTAL, "models/ has {total} bytes");
        for (path, bytes) in &all {
            assert!(*bytes < ONE_FILE, "{path} has {bytes} bytes");
        }
        // A stray model would be in every clone for ever. (What the understanding learned is the project's own work.)
        let learned: u64 =
            all.iter().filter(|(path, _)| path.contains("understanding")).map(|(_, bytes)| bytes).sum();
        let listed: u64 = manifest().iter().map(|entry| entry.bytes).sum();
        let stray = total - learned - listed;
        assert!(stray < 100_000, "{stray} bytes in models/ are in no line of the manifest");
    }

    #[test]
    fn the_readme_names_every_file() {
        let readme = include_str!("../../models/README.md");
        for entry in manifest() {
            assert!(readme.contains(&entry.path), "models/README.md does not name {}", entry.path);
        }
    }
}

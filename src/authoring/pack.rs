//! Packs: scenarios that somebody gives to others, with a manifest that says whose they are and what may be done with
//! them.
//!
//! Files by their names go in; a [`Pack`], or all that is wrong with it, comes out. Nothing here reads a folder or an
//! archive.
//!
//! ```toml
//! # pack.toml
//! format = 1
//! name = "food-trade"
//! title = "Calls in the food trade"
//! author = "Ann Baker"
//! license = "CC-BY-4.0"
//! ```

use super::check::check;
use crate::scenario::{self, Problem, Severity, is_name, visible};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

pub const MANIFEST: &str = "pack.toml";
/// What a pack may hold: a collection, not a disk.
pub const MOST_FILES: usize = 1_000;
pub const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Who made a pack and what may be done with it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: u32,
    pub name: String,
    pub title: String,
    pub author: String,
    /// An SPDX identifier, or a few words.
    pub license: String,
    #[serde(default)]
    pub version: String,
}

/// A pack that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    pub manifest: Manifest,
    /// The ids of its scenarios.
    pub scenarios: Vec<String>,
    /// Everything that is installed, by its path inside the pack.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Something wrong with one file of a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct PackProblem {
    pub file: String,
    /// The file's text, where a place in it is meant.
    pub text: String,
    pub problem: Problem,
}

/// Checks a pack's files: the manifest, and every scenario as `scenario check` does.
///
/// # Errors
/// All errors of all files; warnings are let pass.
pub fn pack(
    files: BTreeMap<String, Vec<u8>>,
    known_moves: &BTreeSet<String>,
) -> Result<Pack, Vec<PackProblem>> {
    let mut problems = Vec::new();
    let mut add = |file: &str, text: &str, problem: Problem| {
        problems.push(PackProblem { file: file.to_owned(), text: text.to_owned(), problem });
    };
    let manifest = match manifest(files.get(MANIFEST)) {
        Ok(manifest) => Some(manifest),
        Err(message) => {
            add(MANIFEST, "", plain(message, "write one: format = 1, name, title, author, license"));
            None
        }
    };
    for file in files.keys().filter(|file| !belongs(file)) {
        let help = "a pack holds pack.toml, scenarios (.toml), rehearsals/SCENARIO/*.txt, and texts such as LICENSE or README.md";
        add(file, "", plain("this file does not belong in a pack".to_owned(), help));
    }
    let mut scenarios = Vec::new();
    for (file, bytes) in files.iter().filter(|(file, _)| is_scenario(file)) {
        let id = file.trim_end_matches(".toml");
        match scenario::decode(bytes) {
            Ok(text) => {
                let found = check(id, text, known_moves).problems;
                found
                    .into_iter()
                    .filter(|problem| problem.severity == Severity::Error)
                    .for_each(|problem| add(file, text, problem));
            }
            Err(problem) => add(file, "", problem),
        }
        scenarios.push(id.to_owned());
    }
    if scenarios.is_empty() {
        add(
            MANIFEST,
            "",
            plain("the pack has no scenario".to_owned(), "put at least one scenario file beside pack.toml"),
        );
    }
    match manifest {
        Some(manifest) if problems.is_empty() => Ok(Pack { manifest, scenarios, files }),
        _ => Err(problems),
    }
}

/// A manifest's own text, for packs that are installed already.
///
/// # Errors
/// What is wrong with it, in a sentence.
pub fn manifest(bytes: Option<&Vec<u8>>) -> Result<Manifest, String> {
    let bytes = bytes.ok_or_else(|| format!("the pack has no {MANIFEST}"))?;
    let text = std::str::from_utf8(bytes).map_err(|_| format!("{MANIFEST} is not UTF-8"))?;
    let manifest: Manifest =
        toml::from_str(text).map_err(|error| format!("{MANIFEST}: {}", visible(error.message())))?;
    if manifest.format != 1 {
        return Err(format!("{MANIFEST}: format {} is not known to this version", manifest.format));
    }
    if !is_name(&manifest.name) {
        return Err(format!("{MANIFEST}: the name must be letters, digits, - and _"));
    }
    for (key, value) in
        [("title", &manifest.title), ("author", &manifest.author), ("license", &manifest.license)]
    {
        if value.trim().is_empty() || value.chars().any(scenario::is_control) {
            return Err(format!("{MANIFEST}: `{key}` has no text that can be shown"));
        }
    }
    Ok(manifest)
}

fn is_scenario(file: &str) -> bool {
    file != MANIFEST && file.strip_suffix(".toml").is_some_and(is_name)
}

/// Which files a pack may hold: none that could lie outside its folder.
fn belongs(file: &str) -> bool {
    let parts: Vec<&str> = file.split('/').collect();
    let name = |part: &str, ending: &str| part.strip_suffix(ending).is_some_and(is_name);
    match parts.as_slice() {
        [MANIFEST | "LICENSE" | "NOTICE"] => true,
        [file] => name(file, ".toml") || name(file, ".md") || name(file, ".txt"),
        ["rehearsals", scenario, file] => is_name(scenario) && name(file, ".txt"),
        _ => false,
    }
}

fn plain(message: String, help: &str) -> Problem {
    Problem {
        code: scenario::Code::NotText,
        severity: Severity::Error,
        message,
        span: 0..0,
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::Lexicon;

    const GOOD: &str = include_str!("first.toml");
    const HEAD: &str =
        "format = 1\nname = \"food\"\ntitle = \"Food\"\nauthor = \"Ann\"\nlicense = \"CC0-1.0\"\n";

    fn tried(files: &[(&str, &str)]) -> Result<Pack, Vec<String>> {
        let known = Lexicon::builtin().unwrap().names().map(str::to_owned).collect();
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        pack(files, &known).map_err(|problems| {
            problems
                .into_iter()
                .map(|problem| format!("{}: {}", problem.file, problem.problem.message))
                .collect()
        })
    }

    #[test]
    fn a_good_pack_is_taken() {
        let pack = tried(&[
            (MANIFEST, HEAD),
            ("bakery.toml", GOOD),
            ("LICENSE", "free"),
            ("rehearsals/bakery/good.txt", "you: hi\n"),
        ])
        .unwrap();
        assert_eq!(
            (pack.manifest.name.as_str(), pack.scenarios.as_slice()),
            ("food", &["bakery".to_owned()][..])
        );
    }

    #[test]
    fn everything_wrong_is_said() {
        let broken = GOOD.replacen("to = \"screening\"", "to = \"nowhere\"", 1);
        let wrong = tried(&[("bakery.toml", &broken), ("../evil.toml", GOOD), ("run.sh", "x")]).unwrap_err();
        assert_eq!(wrong.len(), 4, "{wrong:?}");
        assert!(wrong.iter().any(|line| line.starts_with("bakery.toml: ")), "{wrong:?}");
        assert!(tried(&[(MANIFEST, HEAD)]).unwrap_err()[0].contains("no scenario"));
        for head in
            ["", "format = 2\nname = \"a\"\ntitle = \"b\"\nauthor = \"c\"\nlicense = \"d\"", "name = 1"]
        {
            assert!(tried(&[(MANIFEST, head), ("a.toml", GOOD)]).is_err(), "{head}");
        }
        let named = HEAD.replace("\"food\"", "\"../food\"");
        assert!(tried(&[(MANIFEST, &named), ("a.toml", GOOD)]).is_err());
    }

    #[test]
    fn nothing_outside_the_pack_belongs() {
        for file in
            ["/etc/x.toml", "a/b.toml", "..\\x.toml", "rehearsals/../x.txt", "rehearsals/a/b/c.txt", ".toml"]
        {
            assert!(!belongs(file), "{file}");
        }
    }
}

//! Which room may know which: the table of the crate's architecture, enforced.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const TABLE: &[(&str, &[&str])] = &[
    ("call", &[]),
    ("words", &[]),
    ("scenario", &["call"]),
    ("rules", &["call"]),
    ("audio", &["call"]),
    ("weights", &["call"]),
    ("understand", &["call", "words", "scenario"]),
    ("gatekeeper", &["call", "words", "scenario"]),
    ("score", &["call", "words", "scenario", "rules"]),
    ("replay", &["understand", "gatekeeper", "score", "scenario", "rules", "call", "words"]),
    ("authoring", &["replay", "understand", "gatekeeper", "score", "scenario", "rules", "call", "words"]),
    ("practice", &["replay", "understand", "gatekeeper", "score", "scenario", "rules", "call", "words"]),
    ("report", &["call", "rules", "score", "practice"]),
    ("history", &["call", "rules", "score"]),
    ("drawer", &[]),
    ("hear", &["audio", "weights", "words", "call"]),
    ("speak", &["audio", "weights", "words", "call"]),
    ("line", &["audio", "hear", "speak", "call"]),
    ("screen", &["call"]),
    ("session", &["line", "replay", "understand", "gatekeeper", "scenario", "call"]),
];

/// Rooms that touch no file, no clock, no thread and print nothing.
const PURE: &[&str] = &[
    "call",
    "words",
    "rules",
    "scenario",
    "understand",
    "gatekeeper",
    "score",
    "replay",
    "authoring",
    "practice",
    "report",
];

const WORLD: &[&str] =
    &["std::fs", "std::time::", "std::thread", "std::io::std", "std::env", "std::net", "anstream::"];

fn sources(room: &str) -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let file = src.join(format!("{room}.rs"));
    if file.is_file() {
        return vec![file];
    }
    let mut found = Vec::new();
    let mut folders = vec![src.join(room)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The code of a file without its tests and comments. Tests may know the world.
fn code(path: &Path) -> String {
    if path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests")) {
        return String::new();
    }
    let text = fs::read_to_string(path).expect("a source file");
    let without_tests = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    without_tests.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Every room named as `crate::room` in the code.
fn rooms_named(code: &str) -> Vec<String> {
    let after = code.split("crate::").skip(1);
    let mut rooms: Vec<String> = after
        .flat_map(|rest| {
            let list =
                rest.strip_prefix('{').map(|rest| rest.split('}').next().unwrap_or_default().to_owned());
            let names = list.unwrap_or_else(|| rest.to_owned());
            let one = |name: &str| {
                name.trim()
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            };
            if rest.starts_with('{') { names.split(',').map(one).collect() } else { vec![one(&names)] }
        })
        .filter(|name| TABLE.iter().any(|(room, _)| room == name))
        .collect();
    rooms.sort();
    rooms.dedup();
    rooms
}

#[test]
fn every_room_imports_only_what_the_table_allows() {
    let table: BTreeMap<&str, &[&str]> = TABLE.iter().copied().collect();
    let mut wrong = Vec::new();
    for (room, allowed) in &table {
        for path in sources(room) {
            for named in rooms_named(&code(&path)) {
                if named != *room && !allowed.contains(&named.as_str()) {
                    wrong.push(format!("{}: {room} may not know {named}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_mind_touches_no_file_no_clock_and_no_screen() {
    let mut wrong = Vec::new();
    for room in PURE {
        for path in sources(room) {
            let code = code(&path);
            wrong.extend(
                WORLD
                    .iter()
                    .filter(|word| code.contains(**word))
                    .map(|word| format!("{}: {word}", path.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_names_every_room() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs"))
        .expect("the crate's root");
    for line in lib.lines().filter_map(|line| line.strip_prefix("pub mod ")) {
        let room = line.trim_end_matches(';');
        assert!(room == "cli" || TABLE.iter().any(|(known, _)| *known == room), "{room} is not in the table");
    }
}

#[test]
fn an_import_is_found_in_every_form() {
    assert_eq!(rooms_named("use crate::hear::Ear;\nfn f() -> crate::speak::X {}"), ["hear", "speak"]);
    assert_eq!(rooms_named("use crate::{call::Kind, words};"), ["call", "words"]);
}

//! A scenario argument: the name of a shipped one, or a path.

use crate::call::CallRecord;
use crate::scenario::limits::MOST_BYTES;
use crate::scenario::{self, Builtin, Scenario, builtin, rungs, visible};
use crate::understand::{Lexicon, Understander};
use anyhow::{Context, bail};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// A scenario's text and where it came from.
#[derive(Debug)]
pub struct Opened {
    /// The file's stem: what records and scorecards call it.
    pub id: String,
    /// As messages name it.
    pub file: String,
    pub bytes: Vec<u8>,
    /// One of the collection.
    pub shipped: bool,
}

impl Opened {
    pub fn shipped(scenario: &Builtin) -> Self {
        Self {
            id: scenario.id.to_owned(),
            file: scenario.path.to_owned(),
            bytes: scenario.text.as_bytes().to_vec(),
            shipped: true,
        }
    }

    /// Its file, from wherever it is looked for; none for a shipped one, whose name is enough.
    pub fn whole_path(&self) -> Option<String> {
        let path = std::fs::canonicalize(&self.file).ok().filter(|_| !self.shipped)?;
        Some(path.to_string_lossy().into_owned())
    }
}

/// Finds the scenario of a call that was made.
pub fn open_of(record: &CallRecord) -> anyhow::Result<Opened> {
    open(record.origin.scenario_file.as_deref().unwrap_or(&record.scenario))
}

/// Finds a scenario by name or path. A shipped name comes first; a file of that name is `./NAME`.
pub fn open(argument: &str) -> anyhow::Result<Opened> {
    if let Some(shipped) = builtin().iter().chain(rungs()).find(|shipped| shipped.id == argument) {
        return Ok(Opened::shipped(shipped));
    }
    let in_pack = super::packs::find(argument).filter(|_| !Path::new(argument).exists());
    let path = in_pack.as_deref().unwrap_or(Path::new(argument));
    if !path.exists() {
        bail!(
            "there is no scenario {} and no such file; see `coldcall scenario list`{}",
            visible(argument),
            near(argument)
        );
    }
    let read = || -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        // One byte more than is allowed tells that there is more, however large the file is.
        File::open(path)?.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().with_context(|| format!("cannot read {}", visible(argument)))?;
    Ok(Opened { id: id_of(path), file: path.display().to_string(), bytes, shipped: false })
}

/// The stem as a name: what a name cannot have becomes `-`.
fn id_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let letter = |c: char| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '-' };
    let id: String = stem.chars().map(letter).take(scenario::LONGEST_NAME).collect();
    if id.is_empty() { "scenario".to_owned() } else { id }
}

fn near(argument: &str) -> String {
    match scenario::nearest(argument, builtin().iter().map(|shipped| shipped.id)) {
        Some(near) => format!(" (did you mean {near}?)"),
        None => String::new(),
    }
}

/// The scenario, or an error that says how to see what is wrong with it.
pub fn parsed(opened: &Opened) -> anyhow::Result<Scenario> {
    let file = visible(&opened.file);
    let problems = match scenario::decode(&opened.bytes) {
        Ok(text) => {
            let read = scenario::parse(&opened.id, text);
            if let Some(scenario) = read.scenario {
                return Ok(scenario);
            }
            read.problems
        }
        Err(problem) => vec![problem],
    };
    let errors = problems.iter().filter(|problem| problem.severity == scenario::Severity::Error).count();
    let first = problems.first().map(|problem| problem.message.as_str()).unwrap_or_default();
    bail!(
        "{file} cannot be used: {first} (problem 1 of {errors}); see them all with `coldcall scenario check {file}`"
    )
}

/// The names of the shared lexicon's moves.
pub fn known_moves() -> anyhow::Result<BTreeSet<String>> {
    let lexicon = Lexicon::builtin()?;
    Ok(lexicon.names().map(str::to_owned).collect())
}

/// The understanding with the scenario's own moves.
pub fn understander(scenario: &Scenario) -> anyhow::Result<Understander> {
    crate::cli::understanding::load(Lexicon::builtin()?.with(&scenario.moves))
}

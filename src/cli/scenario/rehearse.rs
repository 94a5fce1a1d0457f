//! `coldcall scenario test`: the rehearsals of a scenario.

use super::{Opened, open, parsed, print_json, understander};
use crate::authoring::{self, Tested};
use crate::cli::Exit;
use crate::scenario::visible;
use anyhow::{Context, bail};
use serde::Serialize;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Rehearsals are short; a longer file is something else.
const MOST_BYTES: u64 = 256 * 1024;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
A rehearsal is a text file:

  seed: 3
  you: Good morning, could I speak to Ms. Okafor?
  them: [okafor] not much time
  you: (silence)
  ending: interview
  score: >= 60

Those of a shipped scenario are in tests/rehearsals/NAME; those of my-call.toml are looked for in
rehearsals/my-call beside it, then in rehearsals. Exits with 1 when one does not come out as written.

Examples:
  coldcall scenario test follow-up
  coldcall scenario test my-call.toml my-call/*.txt")]
pub struct TestArgs {
    /// Scenarios, and after one of them, rehearsals to play (.txt)
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<String>,
    /// A folder of .txt files, or one file; may be given several times
    #[arg(long, value_name = "DIR")]
    rehearsals: Vec<PathBuf>,
    /// An array of {scenario, rehearsals: [{file, ending, score, problems: [{line, message}]}],
    /// states_never_visited, endings_never_reached}
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct TestedJson {
    scenario: String,
    rehearsals: Vec<PlayedJson>,
    states_never_visited: Vec<String>,
    endings_never_reached: Vec<String>,
}

#[derive(Serialize)]
struct PlayedJson {
    file: String,
    ending: Option<String>,
    score: Option<f64>,
    problems: Vec<MissJson>,
}

#[derive(Serialize)]
struct MissJson {
    line: usize,
    message: String,
}

pub fn run(args: &TestArgs) -> anyhow::Result<Exit> {
    let mut passed = true;
    let mut all = Vec::new();
    // `test my-call.toml my-call/*.txt`: a text is never a scenario.
    let (texts, scenarios): (Vec<&String>, Vec<&String>) =
        args.scenarios.iter().partition(|argument| argument.ends_with(".txt"));
    let named: Vec<PathBuf> =
        args.rehearsals.iter().cloned().chain(texts.into_iter().map(PathBuf::from)).collect();
    if scenarios.is_empty() {
        bail!(
            "name the scenario that these rehearsals play: coldcall scenario test my-call.toml my-call/*.txt"
        );
    }
    for argument in scenarios {
        let opened = open(argument)?;
        let scenario = parsed(&opened)?;
        let rehearsals = read_all(&find(&opened, &named)?)?;
        let tested = authoring::test(&scenario, &rehearsals, &mut understander(&scenario)?);
        passed &= tested.passed();
        if args.json {
            all.push(for_json(scenario.id, tested));
        } else {
            tell(&scenario.id, &tested)?;
        }
    }
    if args.json {
        print_json(&all)?;
    }
    Ok(if passed { Exit::Done } else { Exit::No })
}

fn for_json(scenario: String, tested: Tested) -> TestedJson {
    let miss = |miss: crate::replay::Miss| MissJson { line: miss.line, message: miss.message };
    let played = tested.played.into_iter().map(|played| PlayedJson {
        file: played.name,
        ending: played.ending,
        score: played.score,
        problems: played.problems.into_iter().map(miss).collect(),
    });
    TestedJson {
        scenario,
        rehearsals: played.collect(),
        states_never_visited: tested.states_never_visited,
        endings_never_reached: tested.endings_never_reached,
    }
}

fn tell(scenario: &str, tested: &Tested) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    for played in &tested.played {
        let verdict = if played.problems.is_empty() { "ok    " } else { "FAILED" };
        let ending = played.ending.as_deref().unwrap_or("could not be read");
        let score = played.score.map(|score| format!(", score {score:.0}")).unwrap_or_default();
        writeln!(out, "{verdict} {}: {ending}{score}", visible(&played.name))?;
        for problem in &played.problems {
            writeln!(out, "       {}", visible(&problem.to_string()))?;
        }
    }
    let failed = tested.played.iter().filter(|played| !played.problems.is_empty()).count();
    writeln!(out, "{scenario}: {} rehearsals, {failed} failed", tested.played.len())?;
    for (what, names) in [
        ("states that no rehearsal visits", &tested.states_never_visited),
        ("endings that no rehearsal reaches", &tested.endings_never_reached),
    ] {
        if !names.is_empty() {
            writeln!(out, "{what}: {}", names.join(", "))?;
        }
    }
    Ok(())
}

/// The files to play, by name.
fn find(opened: &Opened, named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    if !named.is_empty() {
        let mut files = Vec::new();
        for path in named {
            if path.is_dir() {
                files.extend(texts_in(path)?);
            } else {
                files.push(path.clone());
            }
        }
        if files.is_empty() {
            bail!(
                "{} holds no .txt file; write a rehearsal, see `coldcall scenario test --help`",
                named[0].display()
            );
        }
        return Ok(files);
    }
    let folders = usual_folders(opened);
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let files = texts_in(folder)?;
        if !files.is_empty() {
            return Ok(files);
        }
    }
    let looked = folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ");
    bail!(
        "no rehearsals of {} in {looked}; name a folder with --rehearsals, or see `coldcall scenario test --help`",
        opened.id
    )
}

fn usual_folders(opened: &Opened) -> Vec<PathBuf> {
    if opened.shipped {
        let shipped = Path::new("tests/rehearsals").join(&opened.id);
        // From the checkout's own folder, and from anywhere with a program that was built in a checkout.
        let program = std::env::current_exe().unwrap_or_default();
        let around = program
            .ancestors()
            .skip(1)
            .take(4)
            .map(|folder| folder.join(&shipped))
            .filter(|folder| folder.is_dir());
        let around: Vec<PathBuf> = around.collect();
        return std::iter::once(shipped).chain(around).collect();
    }
    let beside = Path::new(&opened.file).parent().unwrap_or(Path::new("")).join("rehearsals");
    vec![beside.join(&opened.id), beside]
}

fn texts_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let read = || -> std::io::Result<Vec<PathBuf>> {
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
    };
    let mut files = read().with_context(|| format!("cannot read the folder {}", folder.display()))?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    Ok(files)
}

fn read_all(files: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    let read = |file: &PathBuf| -> std::io::Result<String> {
        let mut text = String::new();
        std::fs::File::open(file)?.take(MOST_BYTES).read_to_string(&mut text)?;
        Ok(text)
    };
    let one = |file| {
        let text = read(file).with_context(|| format!("cannot read {}", file.display()))?;
        Ok((file.display().to_string(), text))
    };
    files.iter().map(one).collect()
}

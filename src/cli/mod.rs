//! One file for each command: its arguments as typed, then validated, then run.

pub mod analyze;
mod ask;
pub mod brief;
pub mod call;
mod caller;
pub mod campaign;
mod confusions;
pub mod demo;
pub mod doctor;
mod doctor_checks;
mod doctor_echo;
mod doctor_latency;
pub mod drill;
pub mod menu;
pub mod model;
pub mod moves;
pub mod profile;
pub mod progress;
mod prompter;
mod recording;
pub mod review;
mod ring;
pub mod rules;
pub mod scenario;
pub mod script;
pub mod shell;
mod show;
mod sound;
mod thinker;
mod understanding;
pub mod voice;

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// How a command ended, as the shell sees it. An `Err` is exit code 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: the answer is no (problems found, a score below `--pass`).
    No,
}

/// Practice cold calls out loud. The phone rings, a gatekeeper answers, listens, and scores you.
#[derive(Debug, Parser)]
#[command(name = "coldcall", version, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  coldcall call follow-up           ring a practice call, by voice where there is a microphone
  coldcall call follow-up --text    the same call, typed
  coldcall demo                     listen to a complete call from recorded callers
  coldcall campaign new             several calls to one company, until a yes
  coldcall drill objections         one exchange at a time, scored at once
  coldcall review                   the last call's scorecard again
  coldcall scenario list            the calls there are";

#[derive(Debug, Subcommand)]
pub enum Command {
    Call(call::Args),
    Campaign(campaign::Args),
    Brief(brief::Args),
    Demo(demo::Args),
    Drill(drill::Args),
    Review(review::Args),
    Progress(progress::Args),
    Analyze(analyze::Args),
    Scenario(scenario::Args),
    Moves(moves::Args),
    Profile(profile::Args),
    Script(script::Args),
    Rules(rules::Args),
    Model(model::Args),
    Voice(voice::Args),
    Doctor(doctor::Args),
    Completions(shell::CompletionsArgs),
    Man(shell::ManArgs),
    #[command(hide = true)]
    Menu(menu::Args),
}

/// Runs one command.
pub fn run(cli: Cli) -> anyhow::Result<Exit> {
    match cli.command {
        Command::Call(args) => call::run(args),
        Command::Campaign(args) => campaign::run(args),
        Command::Brief(args) => brief::run(args),
        Command::Demo(args) => demo::run(args),
        Command::Drill(args) => drill::run(args),
        Command::Review(args) => review::run(args),
        Command::Progress(args) => progress::run(args),
        Command::Analyze(args) => analyze::run(args),
        Command::Scenario(args) => scenario::run(args),
        Command::Moves(args) => moves::run(args),
        Command::Profile(args) => profile::run(args),
        Command::Script(args) => script::run(args),
        Command::Rules(args) => rules::run(args),
        Command::Model(args) => model::run(args),
        Command::Voice(args) => voice::run(args),
        Command::Doctor(args) => doctor::run(args),
        Command::Completions(args) => shell::completions(args),
        Command::Man(args) => shell::man(args),
        Command::Menu(args) => menu::run(args),
    }
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    // `create_new` refuses a file that is there, even one that appears this very moment.
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = match file {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already and was left alone; choose another name", path.display())
        }
        other => other.with_context(|| format!("cannot write {}", path.display()))?,
    };
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))
}

/// Beside the file first, then in its place: a full disk leaves what was there.
fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().with_context(|| format!("{} names no file", path.display()))?;
    let beside = folder.join(format!(".{}.new", name.to_string_lossy()));
    std::fs::write(&beside, text).with_context(cannot)?;
    std::fs::rename(&beside, path).with_context(cannot)
}

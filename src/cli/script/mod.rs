//! `coldcall script`: what you will say, written, checked and timed. The arguments as typed.

mod check;
mod new;
mod note;
mod time;

pub use check::parsed;

use super::{Exit, understanding};
use crate::call::Kind;
use crate::drawer::Drawer;
use crate::practice::{questions, questions_for, scriptable};
use serde::Serialize;
use std::io::Write;

/// Build, check and time what you will say
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A FILE is the name of a kept script, a path, or - for standard input. Scripts are plain text: change them with any editor.

Examples:
  coldcall script new meridian --kind cold     part by part, checked as you go
  coldcall script check meridian
  coldcall script time meridian
  coldcall call follow-up --script meridian    the script follows you in the call
  coldcall script questions --kind reverse     when no question will come
  coldcall script note                         a note with a postcard, when nobody picks up")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    New(new::Args),
    /// Say what a script has and what it lacks, with lines; exits with 1 where something is missing
    #[command(
        after_help = "Example:\n  coldcall script check meridian --json | jq '.remarks[] | select(.weight == \"missing\")'"
    )]
    Check {
        #[arg(value_name = "FILE")]
        script: String,
        /// An object of {file, kind, words, hooks, remarks, problems}
        #[arg(long)]
        json: bool,
    },
    /// How long it takes at your own pace, part by part
    #[command(after_help = "\
Your pace is the middle one of your kept spoken calls; without any, 150 words a minute.

Example:
  coldcall script time meridian --pace 120")]
    Time {
        #[arg(value_name = "FILE")]
        script: String,
        /// Words a minute, instead of your own pace (60 to 300)
        #[arg(long, value_name = "WORDS", value_parser = clap::value_parser!(u16).range(60..=300))]
        pace: Option<u16>,
        /// An object of {file, pace, pace_of, words, seconds, model_words, parts}
        #[arg(long)]
        json: bool,
    },
    Note(note::Args),
    /// List the kept scripts
    #[command(after_help = "Example:\n  coldcall script list --json | jq -r '.[].name'")]
    List {
        /// An array of {name, kind, title, path}
        #[arg(long)]
        json: bool,
    },
    /// Show the question bank
    #[command(after_help = "Example:\n  coldcall script questions --kind information")]
    Questions {
        /// reverse or information
        #[arg(long, value_parser = asking)]
        kind: Option<Kind>,
        /// An array of {text, about, kinds}
        #[arg(long)]
        json: bool,
    },
}

/// A kind of call that one can write a script for.
fn scripted(name: &str) -> Result<Kind, String> {
    understanding::kind(&name.replace('-', "_")).ok().filter(|kind| scriptable().contains(kind)).ok_or_else(
        || {
            let known: Vec<&str> = scriptable().iter().map(|kind| kind.name()).collect();
            format!("there is no script of kind {name:?}; there are {}", known.join(", "))
        },
    )
}

fn asking(name: &str) -> Result<Kind, String> {
    let kind = Kind::from_name(name).filter(|kind| questions_for(*kind).next().is_some());
    kind.ok_or_else(|| format!("no questions for {name:?}; there are reverse and information"))
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    let drawer = Drawer::of_user()?;
    match args.command {
        Command::New(args) => new::run(&drawer, args),
        Command::Check { script, json } => check::run(&drawer, &script, json),
        Command::Time { script, pace, json } => time::run(&drawer, &script, pace, json),
        Command::Note(args) => note::run(&drawer, args),
        Command::List { json } => list(&drawer, json),
        Command::Questions { kind, json } => show_questions(kind, json),
    }
}

#[derive(Serialize)]
struct Listed {
    name: String,
    /// Null where the file cannot be read as a script.
    kind: Option<&'static str>,
    title: String,
    path: String,
}

fn list(drawer: &Drawer, json: bool) -> anyhow::Result<Exit> {
    let mut listed = Vec::new();
    for name in drawer.scripts()? {
        let script = parsed(drawer, &name).ok().map(|(script, _)| script);
        listed.push(Listed {
            kind: script.as_ref().map(|script| script.kind.name()),
            title: script.as_ref().map(|script| script.title.clone()).unwrap_or_default(),
            path: drawer.scripts_folder().join(format!("{name}.txt")).display().to_string(),
            name,
        });
    }
    let mut out = anstream::stdout();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&listed)?)?;
        return Ok(Exit::Done);
    }
    if listed.is_empty() {
        writeln!(out, "No script yet. Write one with: coldcall script new")?;
    }
    let widest = listed.iter().map(|script| script.name.len()).max().unwrap_or(0);
    for script in &listed {
        match script.kind {
            Some(kind) => writeln!(out, "{:widest$}  {kind:<11}  {}", script.name, script.title)?,
            None => writeln!(out, "{:widest$}  not readable; see: coldcall script check {0}", script.name)?,
        }
    }
    Ok(Exit::Done)
}

fn show_questions(kind: Option<Kind>, json: bool) -> anyhow::Result<Exit> {
    let chosen: Vec<_> = questions()
        .iter()
        .filter(|question| kind.is_none_or(|kind| question.kinds.contains(&kind)))
        .collect();
    let mut out = anstream::stdout();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&chosen)?)?;
        return Ok(Exit::Done);
    }
    for question in chosen {
        let kinds: Vec<&str> = question.kinds.iter().map(|kind| kind.name()).collect();
        let whom = if kind.is_some() { String::new() } else { format!(" ({})", kinds.join(", ")) };
        writeln!(out, "  {}{whom}", question.text)?;
    }
    writeln!(out, "The best question is none of these: it takes up what they have just said. (rule 94)")?;
    Ok(Exit::Done)
}

//! `coldcall brief`: your own company, contact and job, for any call.

use super::Exit;
use crate::authoring;
use crate::scenario::{self, BRIEF_VALUES, Brief, limits::MOST_BYTES, visible};
use anyhow::{Context, bail};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, ErrorKind, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

/// Practise with your own company, contact and job
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Ask for what a call is about and write it down; never overwrites
    #[command(after_help = "\
Without a terminal, the answers are lines of standard input, in the order of the questions.

Examples:
  coldcall brief new northside.toml
  coldcall call follow-up --brief northside.toml")]
    New {
        /// The file to write, for example northside.toml
        file: PathBuf,
    },
    /// Say what is wrong with a brief, all at once
    #[command(after_help = "Example:\n  coldcall brief check northside.toml")]
    Check { file: PathBuf },
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::New { file } => new(&file),
        Command::Check { file } => check(&file),
    }
}

/// A checked brief for a call.
pub fn open(path: &Path) -> anyhow::Result<Brief> {
    let file = visible(&path.display().to_string());
    match Brief::parse(decoded(path)?.as_str()) {
        Ok(brief) => Ok(brief),
        Err(problems) => {
            let first = problems.first().map(|problem| problem.message.as_str()).unwrap_or_default();
            bail!(
                "the brief {file} cannot be used: {first} (problem 1 of {}); see all with `coldcall brief check {file}`",
                problems.len()
            )
        }
    }
}

fn decoded(path: &Path) -> anyhow::Result<String> {
    let file = visible(&path.display().to_string());
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|opened| opened.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes))
        .with_context(|| {
            format!("cannot read the brief {file}; write one with `coldcall brief new {file}`")
        })?;
    match scenario::decode(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(problem) => bail!("the brief {file} cannot be used: {}; {}", problem.message, problem.help),
    }
}

fn check(path: &Path) -> anyhow::Result<Exit> {
    let text = decoded(path)?;
    let file = visible(&path.display().to_string());
    let mut out = anstream::stdout().lock();
    match Brief::parse(&text) {
        Ok(brief) => {
            writeln!(out, "{file}: no problems, {} values", brief.values.len())?;
            Ok(Exit::Done)
        }
        Err(problems) => {
            write!(out, "{}", authoring::render(&file, &text, &problems))?;
            Ok(Exit::No)
        }
    }
}

/// Lists that a form asks for, an item in each line.
const LISTS: [&str; 3] = [
    "what you know about them, a sentence each",
    "what they need, a few words each (they make your strengths count)",
    "what you read or heard about them, a few words each",
];

fn new(path: &Path) -> anyhow::Result<Exit> {
    if path.exists() {
        bail!("{} is there already and was left alone; choose another name", path.display());
    }
    super::call::check_writable(path)?;
    let mut form = Form { terminal: std::io::stdin().is_terminal(), ended: false };
    form.say("Enter skips a question. What you leave out stays as the scenario has it.\n")?;
    let mut brief = Brief::default();
    for (key, what) in BRIEF_VALUES {
        if let Some(answer) = form.ask(&format!("{what}: "))? {
            brief.values.insert(key.to_owned(), answer);
        }
    }
    for (list, what) in [&mut brief.known, &mut brief.needs, &mut brief.research].into_iter().zip(LISTS) {
        form.say(&format!("{what}; an empty line ends the list\n"))?;
        while let Some(item) = form.ask("  - ")? {
            list.push(item);
        }
    }
    form.say("names that are not said as they are spelled, for example: Nguyen = win; an empty line ends the list\n")?;
    while let Some(answer) = form.ask("  - ")? {
        match answer.split_once('=') {
            Some((word, sound)) if scenario::is_name(word.trim()) && !sound.trim().is_empty() => {
                brief.say_as.insert(word.trim().to_owned(), sound.trim().to_owned());
            }
            _ => form.say("    write one word, =, and how it sounds\n")?,
        }
    }
    let text = brief.to_toml();
    if let Err(problems) = Brief::parse(&text) {
        let first = problems.first().map(|problem| problem.message.as_str()).unwrap_or_default();
        bail!("nothing was written: {first}");
    }
    write_new(path, &text)?;
    let mut out = anstream::stdout().lock();
    writeln!(out, "wrote {}", path.display())?;
    writeln!(out, "play it: coldcall call follow-up --brief {}", path.display())?;
    Ok(Exit::Done)
}

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

/// Questions on standard error, answers from standard input: at a terminal and through a pipe.
struct Form {
    terminal: bool,
    ended: bool,
}

impl Form {
    fn say(&self, text: &str) -> anyhow::Result<()> {
        if self.terminal {
            write!(anstream::stderr(), "{text}")?;
        }
        Ok(())
    }

    /// `None` where the line is empty or the input has ended.
    fn ask(&mut self, question: &str) -> anyhow::Result<Option<String>> {
        if self.ended {
            return Ok(None);
        }
        self.say(question)?;
        let mut line = String::new();
        if std::io::stdin().lock().read_line(&mut line)? == 0 {
            self.ended = true;
        }
        Ok(Some(line.trim().to_owned()).filter(|line| !line.is_empty()))
    }
}

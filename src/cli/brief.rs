//! `coldcall brief`: your own company, contact and job, for any call.

use super::Exit;
use super::ask::{Answer, Asker};
use super::scenario::{open as opened, parsed};
use crate::authoring;
use crate::scenario::{self, BRIEF_VALUES, Brief, Scenario, limits::MOST_BYTES, visible};
use anyhow::{Context, bail};
use std::fs::File;
use std::io::{self, Read, Write};
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
  coldcall brief new northside.toml --for follow-up
  coldcall call follow-up --brief northside.toml")]
    New {
        /// The file to write, for example northside.toml
        file: PathBuf,
        /// Ask for everything that this call speaks of, with its own words as an example
        #[arg(long = "for", value_name = "SCENARIO")]
        scenario: Option<String>,
    },
    /// Say what is wrong with a brief, all at once
    #[command(after_help = "Example:\n  coldcall brief check northside.toml")]
    Check { file: PathBuf },
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::New { file, scenario } => {
            let scenario = scenario.map(|name| parsed(&opened(&name)?)).transpose()?;
            new(&file, scenario.as_ref(), &mut Asker::of_user())
        }
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

/// Keys and what they are: the usual ones, or those that the scenario has.
fn questions(scenario: Option<&Scenario>) -> Vec<(String, String)> {
    let usual = BRIEF_VALUES.iter().map(|(key, what)| ((*key).to_owned(), (*what).to_owned()));
    let Some(scenario) = scenario else { return usual.collect() };
    let others = scenario.brief.iter().filter(|(key, _)| !BRIEF_VALUES.iter().any(|(usual, _)| usual == key));
    let others = others
        .map(|(key, example)| (key.clone(), format!("{}, for example {example}", key.replace('_', " "))));
    usual.filter(|(key, _)| scenario.brief.contains_key(key)).chain(others).collect()
}

fn new(path: &Path, scenario: Option<&Scenario>, asker: &mut Asker<'_>) -> anyhow::Result<Exit> {
    if path.exists() {
        bail!("{} is there already and was left alone; choose another name", path.display());
    }
    super::call::check_writable(path)?;
    writeln!(asker.out, "Enter skips a question. What you leave out stays as the scenario has it.")?;
    let mut brief = Brief::default();
    for (key, what) in questions(scenario) {
        if let Some(answer) = said(asker, &format!("{what}: "))? {
            brief.values.insert(key, answer);
        }
    }
    for (list, what) in [&mut brief.known, &mut brief.needs, &mut brief.research].into_iter().zip(LISTS) {
        writeln!(asker.out, "{what}; an empty line ends the list")?;
        while let Some(item) = said(asker, "  - ")? {
            list.push(item);
        }
    }
    writeln!(
        asker.out,
        "names that are not said as they are spelled, for example: Nguyen = win; an empty line ends the list"
    )?;
    while let Some(answer) = said(asker, "  - ")? {
        match answer.split_once('=') {
            Some((word, sound)) if scenario::is_name(word.trim()) && !sound.trim().is_empty() => {
                brief.say_as.insert(word.trim().to_owned(), sound.trim().to_owned());
            }
            _ => writeln!(asker.out, "    write one word, =, and how it sounds")?,
        }
    }
    let text = brief.to_toml();
    if let Err(problems) = Brief::parse(&text) {
        let first = problems.first().map(|problem| problem.message.as_str()).unwrap_or_default();
        bail!("nothing was written: {first}");
    }
    super::write_new(path, &text)?;
    writeln!(asker.out, "wrote {}", path.display())?;
    let call = scenario.map_or("follow-up", |scenario| scenario.id.as_str());
    writeln!(asker.out, "play it: coldcall call {call} --brief {}", path.display())?;
    Ok(Exit::Done)
}

/// `None` where the line is empty or the input has ended.
fn said(asker: &mut Asker<'_>, question: &str) -> io::Result<Option<String>> {
    Ok(match asker.ask(question)? {
        Answer::Said(said) => Some(said),
        Answer::Keep | Answer::Clear | Answer::Over => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follow_up() -> Scenario {
        parsed(&opened("follow-up").unwrap()).unwrap()
    }

    #[test]
    fn answers_make_a_brief() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("northside.toml");
        let mut out = Vec::new();
        let typed =
            "Northside Dairy\nMaria Okafor\n\ndriver\n\n\n\n\nThey moved.\n\n\n\nOkafor = oh kah for\nx\n";
        new(&path, None, &mut Asker::typed(typed, &mut out)).unwrap();
        let brief = open(&path).unwrap();
        assert_eq!(brief.values["job"], "driver");
        assert_eq!(
            (brief.known.as_slice(), brief.say_as["Okafor"].as_str()),
            (&["They moved.".to_owned()][..], "oh kah for")
        );
        assert!(String::from_utf8(out).unwrap().contains("write one word, ="));
        let again = new(&path, None, &mut Asker::typed("x\n", io::sink())).unwrap_err().to_string();
        assert!(again.contains("is there already"), "{again}");
        let nothing = new(&folder.path().join("b.toml"), None, &mut Asker::typed("", io::sink()));
        assert!(nothing.unwrap_err().to_string().contains("nothing was written"));
    }

    #[test]
    fn for_a_scenario_it_asks_for_all_that_the_call_speaks_of() {
        let scenario = follow_up();
        let asked = questions(Some(&scenario));
        let keys: Vec<&str> = asked.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys.first(), Some(&"company"));
        assert_eq!(keys.len(), scenario.brief.len());
        assert!(
            asked.iter().any(|(key, what)| key == "address" && what.contains("for example on Harbor")),
            "{asked:?}"
        );
    }
}

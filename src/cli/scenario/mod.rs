//! `coldcall scenario`: for authors. The arguments as typed, and the commands that only look at a file.

mod attempt;
mod listen;
mod new;
mod open;
mod packs;
mod rehearse;

pub use open::{Opened, known_moves, open, open_of, parsed, understander};

use super::Exit;
use super::ask::Asker;
use crate::authoring::{self, MapFormat};
use crate::scenario::{Problem, Severity, builtin, rungs, visible};
use serde::Serialize;
use std::io::Write;

/// List, check, map and test scenario files
#[derive(Debug, clap::Args)]
#[command(after_help = r#"A SCENARIO is the name of a shipped one, or a path to a file.

Examples:
  coldcall scenario new my-call        six questions, and a complete scenario from the answers
  coldcall scenario check my-call.toml
  coldcall scenario map my-call.toml --format text
  coldcall scenario endings follow-up
  coldcall scenario try follow-up reception "Could I speak to the manager?"
  coldcall scenario test follow-up"#)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the shipped scenarios
    #[command(after_help = "Example:\n  coldcall scenario list --json | jq -r '.[].id'")]
    List {
        /// An array of {id, title, kind, path, states, endings}
        #[arg(long)]
        json: bool,
    },
    /// Ask six questions and write a complete, commented scenario to NAME.toml; never overwrites
    #[command(after_help = "\
Without a terminal, the answers are lines of standard input, in the order of the questions: the kind of call, the
company, who picks up, whom the caller wants to reach, what it is about, what they say against it.

Examples:
  coldcall scenario new my-call
  printf 'cold\\nBright Dental\\n' | coldcall scenario new dentist")]
    New {
        /// Letters, digits, `_` and `-`
        name: String,
    },
    /// Report everything that is wrong with scenario files
    #[command(after_help = "\
Exits with 0 when there is nothing but warnings, 1 when there are errors, 2 when a file cannot be read.

Example:
  coldcall scenario check scenarios/*.toml")]
    Check {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
        /// An array of {file, code, severity, message, line, column, end_line, end_column, help}
        #[arg(long)]
        json: bool,
    },
    /// Draw a scenario, with the moves on the arrows
    #[command(
        after_help = "Example:\n  coldcall scenario map follow-up --format dot | dot -Tsvg > follow-up.svg"
    )]
    Map {
        #[arg(value_name = "SCENARIO")]
        scenario: String,
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// List how a scenario can end, with a shortest conversation that ends so
    #[command(after_help = "Example:\n  coldcall scenario endings follow-up")]
    Endings {
        #[arg(value_name = "SCENARIO")]
        scenario: String,
        /// An array of {ending, outcome, summary, path: [{from, move, when, to}] or null, conversation}
        #[arg(long)]
        json: bool,
    },
    /// Take in a pack of scenarios, from a folder or a zip file
    Install(packs::InstallArgs),
    /// List the installed packs
    #[command(after_help = "Example:\n  coldcall scenario packs")]
    Packs,
    /// Remove an installed pack
    #[command(after_help = "Example:\n  coldcall scenario uninstall food-trade")]
    Uninstall {
        name: String,
    },
    Listen(listen::ListenArgs),
    /// Print a JSON Schema of scenario files, for editors
    #[command(after_help = "\
With Taplo or Even Better TOML, put this on the first line of a scenario:
  #:schema ./scenario.schema.json

Example:
  coldcall scenario schema > scenario.schema.json")]
    Schema,
    /// Play the rehearsals of scenarios and compare
    Test(rehearse::TestArgs),
    /// Say something in one state and see which move it is taken for
    Try(attempt::TryArgs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a web page or a README
    Mermaid,
    /// For Graphviz
    Dot,
    /// For a terminal or a screen reader
    Text,
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::List { json } => list(json),
        Command::New { name } => new::run(&name, &mut Asker::of_user()),
        Command::Check { files, json } => check(&files, json),
        Command::Map { scenario, format } => map(&scenario, format),
        Command::Endings { scenario, json } => endings(&scenario, json),
        Command::Install(args) => packs::install(&args),
        Command::Packs => packs::list(),
        Command::Uninstall { name } => packs::uninstall(&name),
        Command::Listen(args) => listen::run(&args),
        Command::Schema => print_json(&authoring::schema()),
        Command::Test(args) => rehearse::run(&args),
        Command::Try(args) => attempt::run(&args),
    }
}

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: String,
    kind: &'static str,
    path: &'a str,
    states: Vec<String>,
    endings: Vec<String>,
}

fn list(json: bool) -> anyhow::Result<Exit> {
    let mut listed = Vec::new();
    for shipped in builtin() {
        let scenario = parsed(&Opened::shipped(shipped))?;
        listed.push(Listed {
            id: shipped.id,
            title: scenario.title,
            kind: scenario.kind.name(),
            path: shipped.path,
            states: scenario.states.into_keys().collect(),
            endings: scenario.endings.into_keys().collect(),
        });
    }
    if json {
        return print_json(&listed);
    }
    let mut out = anstream::stdout().lock();
    let widest = listed.iter().map(|scenario| scenario.id.len()).max().unwrap_or(0);
    for scenario in &listed {
        let (states, endings) = (scenario.states.len(), scenario.endings.len());
        writeln!(
            out,
            "{:widest$}  {} ({}, {states} states, {endings} endings)",
            scenario.id, scenario.title, scenario.kind
        )?;
    }
    Ok(Exit::Done)
}

fn print_json(value: &impl Serialize) -> anyhow::Result<Exit> {
    // Made first and written at once: a reader that goes away is then an error of the pipe's own.
    let json = serde_json::to_string_pretty(value)?;
    writeln!(anstream::stdout(), "{json}")?;
    Ok(Exit::Done)
}

fn check(files: &[String], json: bool) -> anyhow::Result<Exit> {
    let known = known_moves()?;
    let (mut all, mut errors, mut warnings) = (Vec::new(), 0, 0);
    let mut shown = String::new();
    for file in files {
        let opened = open(file)?;
        let (text, problems) = match crate::scenario::decode(&opened.bytes) {
            Ok(text) => (
                text,
                authoring::check_with(&opened.id, text, &known, &|scenario| understander(scenario).ok())
                    .problems,
            ),
            Err(problem) => ("", vec![problem]),
        };
        let count =
            |severity| problems.iter().filter(|problem: &&Problem| problem.severity == severity).count();
        errors += count(Severity::Error);
        warnings += count(Severity::Warning);
        if json {
            all.extend(authoring::problems_json(&opened.file, text, &problems));
        } else if problems.is_empty() {
            shown.push_str(&format!("{}: no problems\n", visible(&opened.file)));
        } else {
            shown.push_str(&authoring::render(&opened.file, text, &problems));
        }
    }
    if json {
        print_json(&all)?;
    } else {
        let mut out = anstream::stdout().lock();
        write!(out, "{shown}")?;
        if errors + warnings > 0 {
            writeln!(out, "{}, {}", counted(errors, "error"), counted(warnings, "warning"))?;
        }
    }
    Ok(if errors > 0 { Exit::No } else { Exit::Done })
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn map(scenario: &str, format: Format) -> anyhow::Result<Exit> {
    let scenario = parsed(&open(scenario)?)?;
    let format = match format {
        Format::Mermaid => MapFormat::Mermaid,
        Format::Dot => MapFormat::Dot,
        Format::Text => MapFormat::Text,
    };
    write!(anstream::stdout(), "{}", authoring::map(&scenario, format))?;
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct EndingJson {
    ending: String,
    outcome: &'static str,
    summary: String,
    path: Option<Vec<StepJson>>,
    conversation: Option<Vec<String>>,
}

#[derive(Serialize)]
struct StepJson {
    from: String,
    #[serde(rename = "move")]
    by: String,
    when: Vec<String>,
    to: String,
}

fn endings(scenario: &str, json: bool) -> anyhow::Result<Exit> {
    let scenario = parsed(&open(scenario)?)?;
    let lexicon = crate::understand::Lexicon::builtin()?.with(&scenario.moves);
    let sample = |name: &str| lexicon.moves.get(name).and_then(|entry| entry.examples.first().cloned());
    let paths = authoring::endings(&scenario, &sample);
    if json {
        let step =
            |step: authoring::Step| StepJson { from: step.from, by: step.by, when: step.when, to: step.to };
        let ending = |path: authoring::PathToEnding| EndingJson {
            ending: path.ending,
            outcome: path.outcome.name(),
            summary: path.summary,
            conversation: path.way.as_ref().map(|way| way.conversation.clone()),
            path: path.way.map(|way| way.steps.into_iter().map(step).collect()),
        };
        return print_json(&paths.into_iter().map(ending).collect::<Vec<_>>());
    }
    let mut out = anstream::stdout().lock();
    for path in &paths {
        writeln!(out, "{} ({}): {}", path.ending, path.outcome, path.summary)?;
        match &path.way {
            None => writeln!(out, "  no way was found")?,
            Some(way) => {
                for line in &way.conversation {
                    writeln!(out, "  {line}")?;
                }
            }
        }
        writeln!(out)?;
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_scenario_passes_check() {
        let known = known_moves().unwrap();
        assert!(!builtin().is_empty());
        for shipped in builtin().iter().chain(rungs()) {
            let checked = authoring::check(shipped.id, shipped.text, &known);
            let errors: Vec<_> =
                checked.problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", shipped.id);
            let no_way: Vec<_> = authoring::endings(&checked.scenario.unwrap(), &|_| None)
                .into_iter()
                .filter(|path| path.way.is_none())
                .map(|path| path.ending)
                .collect();
            assert!(no_way.is_empty(), "{}: {no_way:?}", shipped.id);
        }
    }

    #[test]
    fn a_move_that_sounds_like_another_of_its_state_is_warned_of() {
        let text = authoring::first_scenario("close", &authoring::Answers::default()).unwrap();
        let own = |examples: &str| {
            format!("{text}\n[moves.own]\nmeaning = \"to do this\"\nexamples = [{examples}]\n").replacen(
                "on = [\n",
                "on = [\n  { move = \"own\", says = [\"Yes.\", \"Sure.\", \"Okay.\"] },\n",
                1,
            )
        };
        let codes = |text: &str| -> Vec<String> {
            let known = known_moves().unwrap();
            let understanding = |scenario: &crate::scenario::Scenario| understander(scenario).ok();
            let checked = authoring::check_with("close", text, &known, &understanding);
            checked.problems.iter().map(|problem| problem.code.to_string()).collect()
        };
        let alike = own(
            "\"Could you put me through to her?\", \"May I speak with Mr. Lee, please?\", \"Is the manager in today?\"",
        );
        assert!(codes(&alike).contains(&"W313".to_owned()), "{:?}", codes(&alike));
        let apart =
            own("\"My parrot sings opera.\", \"The parrot sings again.\", \"A parrot that sings, really.\"");
        assert_eq!(codes(&apart), Vec::<String>::new());
    }

    #[test]
    fn a_file_that_cannot_be_read_is_not_checked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("odd name.toml");
        std::fs::write(&path, b"title = \"\xff\"").unwrap();
        let path = path.display().to_string();
        assert_eq!(open(&path).unwrap().id, "odd-name");
        assert_eq!(check(std::slice::from_ref(&path), true).unwrap(), Exit::No);
        assert!(parsed(&open(&path).unwrap()).unwrap_err().to_string().contains("UTF-8"));
        let near = open("folow-up").unwrap_err().to_string();
        assert!(near.contains("did you mean follow-up?"), "{near}");
    }
}

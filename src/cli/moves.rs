//! `coldcall moves`: what callers do, and how well a lexicon of moves tells utterances apart.

use super::confusions::{self, Confusion, Taken, confusions};
use super::{Exit, understanding};
use crate::call::{Meant, MoveGuess};
use crate::understand::train::Trainer;
use crate::understand::{Context, Lexicon};
use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

/// What callers do: list the moves, test a lexicon of them
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List what a caller can do, with examples of how people say it
    #[command(after_help = "Example:\n  coldcall moves list\n  coldcall moves list ask_needs")]
    List {
        /// One move with all its examples
        name: Option<String>,
    },
    /// Say how many utterances are taken for the move that was meant
    #[command(
        after_help = "Example:\n  coldcall moves test builtin cases.jsonl\n  coldcall moves test lexicon.toml cases.jsonl --json"
    )]
    Test(TestArgs),
    /// Make the trained files in models/understanding again from the material beside them
    #[command(hide = true)]
    Train(TrainArgs),
    /// Print texts as the sentence model reads them, for its training: JSON lines {"text"} in, {"words": [[word, start,
    /// end]]} out
    #[command(hide = true)]
    Words { file: PathBuf },
}

#[derive(Debug, clap::Args)]
struct TestArgs {
    /// A TOML file of `[moves.NAME]` with `examples`, or `builtin`
    lexicon: PathBuf,
    /// JSON lines {"id", "text", "moves"?: [candidates], "expect": NAME or null}; `-` is standard input
    cases: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct TrainArgs {
    /// The folder that gets moves.trained
    #[arg(long, default_value = "models/understanding")]
    out: PathBuf,
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        Command::List { name } => list(name.as_deref()),
        Command::Test(args) => test(&args),
        Command::Train(args) => train(&args),
        Command::Words { file } => words(&file),
    }
}

fn words(file: &Path) -> anyhow::Result<Exit> {
    #[derive(serde::Deserialize)]
    struct Text {
        text: String,
    }
    let lines = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut out = anstream::stdout().lock();
    for line in lines.lines() {
        let Text { text } = serde_json::from_str(line)?;
        let words: Vec<_> = crate::understand::train::words(&text)
            .into_iter()
            .map(|(word, at)| (word, at.start, at.end))
            .collect();
        writeln!(out, "{}", serde_json::json!({ "words": words }))?;
    }
    Ok(Exit::Done)
}

/// So many examples show what a move is.
const SHOWN: usize = 2;

fn list(name: Option<&str>) -> anyhow::Result<Exit> {
    let lexicon = Lexicon::builtin()?;
    let mut out = anstream::stdout().lock();
    let Some(name) = name else {
        for (name, entry) in &lexicon.moves {
            let examples: Vec<String> =
                entry.examples.iter().take(SHOWN).map(|example| format!("\"{example}\"")).collect();
            writeln!(out, "{name:<19} {}; {}", entry.meaning, examples.join(", "))?;
        }
        return Ok(Exit::Done);
    };
    let Some(entry) = lexicon.moves.get(name) else {
        anyhow::bail!(
            "there is no move {}; see them with `coldcall moves list`",
            crate::scenario::quoted(name)
        )
    };
    writeln!(out, "{name}: {}", entry.meaning)?;
    for example in &entry.examples {
        writeln!(out, "  {example}")?;
    }
    if !entry.counter_examples.is_empty() {
        writeln!(out, "sounds alike and means something else:")?;
        for example in &entry.counter_examples {
            writeln!(out, "  {example}")?;
        }
    }
    Ok(Exit::Done)
}

/// One line of the cases. Fields that are not for this command are let pass.
#[derive(Debug, Deserialize)]
struct Case {
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    moves: Vec<String>,
    expect: Option<String>,
}

#[derive(Debug, Serialize)]
struct Answer {
    id: serde_json::Value,
    #[serde(rename = "move")]
    name: Option<String>,
    confidence: f32,
    uncertain: bool,
    candidates: Vec<MoveGuess>,
}

#[derive(Debug, Serialize)]
struct Figures {
    /// The share of cases whose answer is the expected one, null included.
    accuracy: f64,
    /// The mean F1 over the moves that are expected somewhere.
    macro_f1: f64,
    /// The share of cases without a move (`"expect": null`) that were told so; null where there are none.
    off_topic_recall: Option<f64>,
    cases: Vec<Answer>,
    /// What was taken for what, most often first, with the examples nearest to it.
    confusions: Vec<Confusion>,
}

fn test(args: &TestArgs) -> anyhow::Result<Exit> {
    let lexicon = read_lexicon(&args.lexicon)?;
    let cases = read_cases(&args.cases)?;
    let unknown: BTreeSet<&str> = {
        let known: BTreeSet<&str> = lexicon.names().collect();
        let named = cases.iter().flat_map(|case| case.moves.iter().chain(&case.expect));
        named.map(String::as_str).filter(|name| !known.contains(name)).collect()
    };
    if !unknown.is_empty() {
        writeln!(anstream::stderr(), "note: not in the lexicon: {}", Vec::from_iter(unknown).join(", "))?;
    }
    let mut understander = understanding::load(lexicon)?;
    let answers: Vec<Answer> = cases
        .iter()
        .map(|case| {
            let context = Context { moves: &case.moves, ..Context::default() };
            let understood = understander.understand(&case.text, &context);
            answer(case.id.clone(), understood.meant, understood.moves)
        })
        .collect();
    let mut figures = figures(&cases, answers);
    let taken: Vec<Taken> = cases
        .iter()
        .zip(&figures.cases)
        .map(|(case, answer)| Taken {
            text: &case.text,
            expected: case.expect.as_deref(),
            taken: answer.name.as_deref(),
        })
        .collect();
    let confusions = confusions(&taken, &mut understander);
    if args.json {
        figures.confusions = confusions;
        let mut out = anstream::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &figures)?;
        writeln!(out)?;
        return Ok(Exit::Done);
    }
    tell(&figures, &taken, &confusions)
}

/// An uncertain answer names its first reading; "none of these" is as sure as its likeliest move is not.
fn answer(id: serde_json::Value, meant: Meant, candidates: Vec<MoveGuess>) -> Answer {
    let first = candidates.first().map_or(0.0, |guess| guess.confidence);
    let (name, uncertain) = match meant {
        Meant::Move(name) => (Some(name), false),
        Meant::Uncertain(name, _) => (Some(name), true),
        Meant::None => (None, false),
    };
    let confidence = if name.is_some() { first } else { 1.0 - first };
    Answer { id, name, confidence, uncertain, candidates }
}

#[expect(clippy::cast_precision_loss, reason = "counts of cases")]
fn share(hit: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { hit as f64 / all as f64 }
}

fn figures(cases: &[Case], answers: Vec<Answer>) -> Figures {
    let pairs: Vec<(&Option<String>, &Option<String>)> =
        cases.iter().zip(&answers).map(|(case, answer)| (&case.expect, &answer.name)).collect();
    let right = pairs.iter().filter(|(wanted, got)| wanted == got).count();
    let mut by_move: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (wanted, got) in &pairs {
        if let Some(wanted) = wanted {
            by_move.entry(wanted).or_default()[usize::from(Some(wanted) != got.as_ref())] += 1;
        }
    }
    for (wanted, got) in &pairs {
        if let Some(counts) =
            got.as_deref().filter(|got| wanted.as_deref() != Some(got)).and_then(|got| by_move.get_mut(got))
        {
            counts[2] += 1;
        }
    }
    let f1: f64 =
        by_move.values().map(|[right, missed, extra]| share(2 * right, 2 * right + missed + extra)).sum();
    let none = pairs.iter().filter(|(wanted, _)| wanted.is_none());
    let (off_topic, told) =
        none.fold((0, 0), |(all, told), (_, got)| (all + 1, told + usize::from(got.is_none())));
    Figures {
        accuracy: share(right, pairs.len()),
        macro_f1: if by_move.is_empty() { 0.0 } else { f1 / share(by_move.len(), 1) },
        off_topic_recall: (off_topic > 0).then(|| share(told, off_topic)),
        cases: answers,
        confusions: Vec::new(),
    }
}

fn tell(figures: &Figures, taken: &[Taken], list: &[Confusion]) -> anyhow::Result<Exit> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{} utterances", figures.cases.len())?;
    writeln!(out, "accuracy          {:.3}", figures.accuracy)?;
    writeln!(out, "macro F1          {:.3}", figures.macro_f1)?;
    match figures.off_topic_recall {
        Some(recall) => writeln!(out, "off-topic recall  {recall:.3}")?,
        None => writeln!(out, "off-topic recall  not measured (no case expects null)")?,
    }
    confusions::show(&mut out, taken, list)?;
    Ok(Exit::Done)
}

fn read_lexicon(path: &Path) -> anyhow::Result<Lexicon> {
    if path.as_os_str() == "builtin" {
        return Ok(Lexicon::builtin()?);
    }
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the lexicon {}", path.display()))?;
    Lexicon::from_toml(&text).with_context(|| path.display().to_string())
}

fn read_cases(path: &Path) -> anyhow::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for (index, line) in understanding::reader(path)?.lines().enumerate() {
        let place = || format!("{}, line {}", path.display(), index + 1);
        let line = line.with_context(place)?;
        if !line.trim().is_empty() {
            cases.push(serde_json::from_str(&line).with_context(place)?);
        }
    }
    Ok(cases)
}

fn train(args: &TrainArgs) -> anyhow::Result<Exit> {
    let (minilm, tokenizer) = understanding::weights()?;
    let mut trainer = Trainer::new(&minilm, &tokenizer)?;
    let mut out = anstream::stdout().lock();
    let lexicon = Lexicon::builtin()?;
    write_file(&args.out.join("moves.trained"), &trainer.moves(&lexicon)?)?;
    let left_out = trainer.left_out(&lexicon)?;
    writeln!(out, "moves, each example left out: accuracy among all {:.3}", left_out.accuracy())?;
    for (name, won, rival) in left_out.by_move().iter().filter(|(_, won, _)| *won < 0.75) {
        writeln!(out, "  {name:<20} {won:.2}  {rival}")?;
    }
    Ok(Exit::Done)
}

fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_count_what_they_say() {
        let case = |expect: Option<&str>| Case {
            id: 1.into(),
            text: String::new(),
            moves: vec![],
            expect: expect.map(str::to_string),
        };
        let said = |name: Option<&str>| Answer {
            id: 1.into(),
            name: name.map(str::to_string),
            confidence: 1.0,
            uncertain: false,
            candidates: vec![],
        };
        let cases = [case(Some("a")), case(Some("a")), case(Some("b")), case(None)];
        let figures =
            figures(&cases, vec![said(Some("a")), said(Some("b")), said(Some("b")), said(Some("a"))]);
        assert!((figures.accuracy - 0.5).abs() < 1e-9);
        assert!((figures.macro_f1 - (0.5 + 2.0 / 3.0) / 2.0).abs() < 1e-9, "{}", figures.macro_f1);
        assert_eq!(figures.off_topic_recall, Some(0.0));
    }
}

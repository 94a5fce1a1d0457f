//! `coldcall analyze`: what a text or a recording of your words contains.

use super::recording::{self, Recording};
use super::{Exit, profile, show, understanding};
use crate::call::{CallRecord, Delivery, ElementFound, Fact, Kind, Scorecard, Span, Word};
use crate::report::{self, Beside, Detail};
use crate::score::{measure_delivery, score};
use crate::understand::{Context, Lexicon, Understander};
use crate::weights::Weights;
use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

/// Find what your own words contain: greeting, name, reason, close and the rest
///
/// A text file has one turn a line: `you:` before the caller's, `them:` before the other side's, or nothing at all
/// (every line is the caller's). A line of the other side that ends in a refusal is marked `them!:`.
///
/// A WAV file, of any length, holds one speaker, or in stereo the caller on the left and the other side on the right: as
/// after a call, pace, fillers, pauses, melody and level are measured, and with --kind all is scored. Times are
/// seconds from its start; pitch is as Praat measures it, level in dB with full scale at 94, loudness in LUFS
/// (BS.1770), each over detected speech.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Text or WAV files; `-` or nothing is standard input
    files: Vec<PathBuf>,
    /// The kind of call: information, follow_up, cold, referral, voicemail, reverse, rejection
    #[arg(long, value_parser = understanding::kind)]
    kind: Option<Kind>,
    /// Print JSON
    #[arg(long, conflicts_with = "jsonl")]
    json: bool,
    /// Read JSON lines {"id", "text", "kind"?, "after_refusal"?} and print one line for each
    #[arg(long)]
    jsonl: bool,
}

const EXAMPLES: &str = "\
Examples:
  coldcall analyze my-script.txt --kind cold
  echo 'Hi, this is Ann. When can I come in?' | coldcall analyze
  coldcall analyze my-voicemail.wav --kind voicemail --json
  coldcall analyze real-call.wav --kind follow_up
  coldcall analyze --jsonl turns.jsonl > elements.jsonl";

pub fn run(args: Args) -> anyhow::Result<Exit> {
    let mut understander = understanding::load(Lexicon::builtin()?)?;
    let files = if args.files.is_empty() { vec![PathBuf::from("-")] } else { args.files.clone() };
    for file in &files {
        if is_wav(file) {
            analyze_recording(file, &args, &mut understander)?;
        } else if args.jsonl {
            analyze_lines(file, args.kind, &mut understander)?;
        } else {
            analyze_text(file, &args, &mut understander)?;
        }
    }
    Ok(Exit::Done)
}

fn is_wav(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("wav"))
}

/// One line of `--jsonl` input. Fields that are not for this command are let pass.
#[derive(Debug, Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
    kind: Option<String>,
    #[serde(default)]
    after_refusal: bool,
}

#[derive(Debug, Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    elements: &'a [ElementFound],
}

fn analyze_lines(file: &Path, kind: Option<Kind>, understander: &mut Understander) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for (index, line) in understanding::reader(file)?.lines().enumerate() {
        let place = || format!("{}, line {}", file.display(), index + 1);
        let line = line.with_context(place)?;
        if line.trim().is_empty() {
            continue;
        }
        let line: Line = serde_json::from_str(&line).with_context(place)?;
        let named = line.kind.as_deref().map(understanding::kind).transpose();
        let kind = named.map_err(anyhow::Error::msg).with_context(place)?.or(kind);
        let elements = understander.elements(&line.text, kind, line.after_refusal);
        serde_json::to_writer(&mut out, &Answer { id: &line.id, elements: &elements })?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}

/// What one caller turn of a text contains.
#[derive(Debug, Serialize)]
struct TurnAnalyzed {
    line: usize,
    text: String,
    after_refusal: bool,
    elements: Vec<ElementFound>,
    facts: Vec<Fact>,
}

fn analyze_text(file: &Path, args: &Args, understander: &mut Understander) -> anyhow::Result<()> {
    let text =
        std::io::read_to_string(understanding::reader(file)?).with_context(|| file.display().to_string())?;
    let turns: Vec<TurnAnalyzed> = caller_turns(&text)
        .into_iter()
        .map(|(line, text, after_refusal)| {
            let context = Context { kind: args.kind, after_refusal, ..Context::default() };
            let understood = understander.understand(text, &context);
            TurnAnalyzed {
                line,
                text: text.to_string(),
                after_refusal,
                elements: understood.elements,
                facts: understood.facts,
            }
        })
        .collect();
    let mut out = anstream::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &serde_json::json!({ "turns": turns, "delivery": null }))?;
        writeln!(out)?;
        return Ok(());
    }
    for turn in &turns {
        writeln!(out, "{}", turn.text)?;
        show_elements(&mut out, &turn.elements)?;
    }
    Ok(())
}

/// What `--json` tells of a recording; the figures of the whole file are those that other programs show.
#[derive(Debug, Serialize)]
struct RecordingAnalyzed<'a> {
    file: &'a Path,
    /// The caller's turns, a space between two.
    transcript: String,
    words: Vec<&'a Word>,
    speech: Vec<&'a Span>,
    /// Offsets into `transcript`.
    elements: Vec<ElementFound>,
    delivery: Delivery,
    turns: &'a serde_json::Value,
    /// Null without `--kind`, which decides what counts.
    scorecard: Option<&'a Scorecard>,
}

impl<'a> RecordingAnalyzed<'a> {
    fn new(file: &'a Path, record: &'a CallRecord, turns: &'a serde_json::Value) -> Self {
        let mut analyzed = Self {
            file,
            transcript: String::new(),
            words: Vec::new(),
            speech: Vec::new(),
            elements: Vec::new(),
            delivery: measure_delivery(record).unwrap_or_default(),
            turns,
            scorecard: record.scorecard.as_ref(),
        };
        for (turn, caller) in record.turns.iter().filter_map(|turn| Some((turn, turn.caller.as_ref()?))) {
            if !analyzed.transcript.is_empty() {
                analyzed.transcript.push(' ');
            }
            let before = analyzed.transcript.len();
            analyzed.transcript.push_str(&turn.text);
            analyzed.words.extend(&caller.words);
            analyzed.speech.extend(&caller.speech);
            analyzed.elements.extend(caller.elements.iter().cloned().map(|found| ElementFound {
                start: found.start + before,
                end: found.end + before,
                ..found
            }));
        }
        analyzed
    }
}

fn analyze_recording(file: &Path, args: &Args, understander: &mut Understander) -> anyhow::Result<()> {
    let mut brief = BTreeMap::new();
    profile::for_a_call().fill(&mut brief);
    profile::fill_usual_voice(&mut brief);
    let Recording { mut record, notice } =
        recording::hear(file, args.kind, brief, &Weights::locate(None)?, understander)?;
    if let Some(notice) = notice {
        writeln!(anstream::stderr(), "coldcall: {notice}")?;
    }
    if args.kind.is_some() {
        record.scorecard = Some(score(&record, None));
    }
    let mut out = anstream::stdout().lock();
    if args.json || args.jsonl {
        let json = report::json(&record);
        let analyzed = RecordingAnalyzed::new(file, &record, &json["turns"]);
        if args.jsonl {
            serde_json::to_writer(&mut out, &analyzed)?
        } else {
            serde_json::to_writer_pretty(&mut out, &analyzed)?
        }
        writeln!(out)?;
        return Ok(());
    }
    if record.turns.is_empty() {
        writeln!(out, "{}: nobody speaks", file.display())?;
        return Ok(());
    }
    write!(out, "{}", report::transcript(&record, show::width()))?;
    for turn in record.turns.iter().filter_map(|turn| turn.caller.as_ref()) {
        show_elements(&mut out, &turn.elements)?;
    }
    writeln!(out)?;
    match record.scorecard {
        Some(_) => {
            write!(out, "{}", report::terminal(&record, show::width(), Detail::Full, Beside::default()))?
        }
        None => write!(out, "{}", report::delivery(&record, show::width()))?,
    }
    Ok(())
}

fn show_elements(out: &mut impl Write, elements: &[ElementFound]) -> std::io::Result<()> {
    for found in elements {
        writeln!(out, "  {:<17} {:>3.0} %  {}", found.element.name(), found.confidence * 100.0, found.quote)?;
    }
    if elements.is_empty() {
        writeln!(out, "  nothing of the list")?;
    }
    Ok(())
}

/// The caller's turns with their line numbers, and whether each answers a refusal.
fn caller_turns(text: &str) -> Vec<(usize, &str, bool)> {
    let marked = text.lines().any(|line| speaker(line).is_some());
    let mut refused = false;
    let mut turns = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match speaker(line) {
            Some(("them", _)) => refused = false,
            Some(("them!", _)) => refused = true,
            Some((_, said)) if !said.is_empty() => turns.push((index + 1, said, refused)),
            None if !marked && !line.trim().is_empty() => turns.push((index + 1, line.trim(), false)),
            _ => {}
        }
    }
    turns
}

/// "you: Hello" is ("you", "Hello").
fn speaker(line: &str) -> Option<(&str, &str)> {
    let (name, said) = line.trim().split_once(':')?;
    ["you", "them", "them!"]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name.trim()))
        .map(|name| (name, said.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_the_callers() {
        let text = "them: Acme.\nyou: Hi.\nthem!: We're full.\nyou: I see.\n";
        assert_eq!(caller_turns(text), [(2, "Hi.", false), (4, "I see.", true)]);
        assert_eq!(
            caller_turns("Hi.\n\nIt's 9:30 now.\n"),
            [(1, "Hi.", false), (3, "It's 9:30 now.", false)]
        );
    }
}

//! `coldcall script check`: what a script has and what it lacks.

use super::super::{Exit, profile, show, understanding};
use crate::call::Kind;
use crate::drawer::{Drawer, Paper};
use crate::practice::{Checked, Problem, Remark, Script, Weight, check};
use crate::scenario::visible;
use crate::understand::Lexicon;
use anstyle::{AnsiColor, Style};
use anyhow::anyhow;
use serde::Serialize;
use std::io::Write;

const MISSING: Style = AnsiColor::Yellow.on_default().bold();
const BETTER: Style = AnsiColor::Yellow.on_default();
const GOOD: Style = AnsiColor::Green.on_default();

#[derive(Serialize)]
struct CheckJson<'a> {
    file: &'a str,
    /// Null where the file is no script.
    kind: Option<Kind>,
    words: Option<usize>,
    hooks: &'a [&'static str],
    remarks: &'a [Remark],
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct ProblemJson {
    line: usize,
    message: String,
    help: String,
}

/// A script for a command that needs a whole one.
pub fn parsed(drawer: &Drawer, named: &str) -> anyhow::Result<(Script, Paper)> {
    let paper = drawer.script(named)?;
    match Script::parse(&paper.text) {
        Ok(script) => Ok((script, paper)),
        Err(problems) => Err(anyhow!("{} is no script yet:{}", file(&paper), listed(&problems))),
    }
}

fn listed(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}

fn file(paper: &Paper) -> String {
    visible(&paper.path.display().to_string())
}

pub fn run(drawer: &Drawer, named: &str, json: bool) -> anyhow::Result<Exit> {
    let paper = drawer.script(named)?;
    let file = file(&paper);
    let mut out = anstream::stdout();
    let script = match Script::parse(&paper.text) {
        Ok(script) => script,
        Err(problems) if json => {
            let problems = problems.iter().map(|problem| ProblemJson {
                line: problem.line,
                message: problem.trouble.message.clone(),
                help: problem.trouble.help.clone(),
            });
            let problems = problems.collect();
            let empty =
                CheckJson { file: &file, kind: None, words: None, hooks: &[], remarks: &[], problems };
            writeln!(out, "{}", serde_json::to_string_pretty(&empty)?)?;
            return Ok(Exit::No);
        }
        Err(problems) => {
            writeln!(out, "{file} is no script yet:{}", listed(&problems))?;
            return Ok(Exit::No);
        }
    };
    let checked = check(&script, &profile::of(drawer)?, &mut understanding::load(Lexicon::builtin()?)?);
    if json {
        let (kind, words) = (Some(script.kind), Some(checked.words));
        let (hooks, remarks) = (&checked.hooks, &checked.remarks);
        let all = CheckJson { file: &file, kind, words, hooks, remarks, problems: Vec::new() };
        writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
    } else {
        writeln!(
            out,
            "{}: a {} script of {} words",
            visible(named),
            spoken_kind(script.kind),
            checked.words
        )?;
        for remark in &checked.remarks {
            writeln!(out, "{}", line(remark, true))?;
        }
        write!(out, "{}", closing(&checked))?;
    }
    Ok(if checked.misses() { Exit::No } else { Exit::Done })
}

/// `follow_up` as people say it.
pub fn spoken_kind(kind: Kind) -> String {
    kind.name().replace('_', "-")
}

/// One remark; `numbered` with its line, where it has one.
pub fn line(remark: &Remark, numbered: bool) -> String {
    let (word, style) = match remark.weight {
        Weight::Missing => ("missing", MISSING),
        Weight::Better => ("better", BETTER),
        Weight::Good => ("good", GOOD),
    };
    let place = remark.line.map_or(String::new(), |line| format!("line {line}"));
    let head = if numbered { format!("  {place:<9}{word:<9}") } else { format!("  {word:<9}") };
    let rule = match &remark.rule {
        Some(rule) if rule.chars().all(|c| c.is_ascii_digit()) => format!(" (rule {rule})"),
        _ => String::new(),
    };
    let advice = if remark.advice.is_empty() { String::new() } else { format!(": {}", remark.advice) };
    let text = visible(&format!("{}{rule}{advice}", remark.title));
    let room = textwrap::Options::new(show::width().clamp(50, 100))
        .initial_indent(&head)
        .subsequent_indent(if numbered { "                    " } else { "           " });
    // The word is coloured after wrapping, so that escape sequences take no columns.
    textwrap::fill(&text, room).replacen(word, &format!("{style}{word}{style:#}"), 1)
}

/// The hook, and how much there is to do.
pub fn closing(checked: &Checked) -> String {
    let count = |weight| checked.remarks.iter().filter(|remark| remark.weight == weight).count();
    let mut text = String::new();
    if !checked.hooks.is_empty() {
        text.push_str(&format!("Your hook: {}.\n", checked.hooks.join(", ")));
    }
    text.push_str(&match (count(Weight::Missing), count(Weight::Better)) {
        (0, 0) => "Nothing is missing. Say it out loud a few times; then forget the paper.\n".to_owned(),
        (missing, better) => format!("{missing} missing, {better} could be better.\n"),
    });
    text
}

//! `coldcall review`: a scorecard again, as text, as a page, beside another call, or tried again from one turn.

mod retry;

use super::caller::CallerArgs;
use super::scenario::{open_of, parsed};
use super::{Exit, show};
use crate::history::{History, StoredCall, data_folder};
use crate::report::{self, Beside, Detail};
use crate::score::score;
use anyhow::Context;
use std::io::Write;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  coldcall review                      the last call
  coldcall review --full               with every point and its reason
  coldcall review --list               all calls
  coldcall review 2026-03-04           a call by the beginning of its name
  coldcall review --retry 7            the last call again, from your turn number 7
  coldcall review --compare best       beside the best call of its kind
  coldcall review --html call.html     a page to keep, to print or to show";

/// Show a call's scorecard again, compare it, or try one turn again
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A call's name, the beginning of it, or its file; the last call if left out
    call: Option<String>,
    /// Every finding with its rule, article, quote and evidence
    #[arg(long)]
    full: bool,
    /// What was said, turn by turn, with the turns' numbers
    #[arg(long)]
    transcript: bool,
    /// List the calls, newest last
    #[arg(long, conflicts_with_all = ["call", "full", "json", "transcript", "html", "open", "retry", "compare"])]
    list: bool,
    /// Print the record of the call as JSON; with --compare, the changes
    #[arg(long)]
    json: bool,
    /// Write a page of its own; it needs no network
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// Take the call up again at this turn (see --transcript): what was said before stays, the rest is new
    #[arg(long, value_name = "TURN", conflicts_with_all = ["full", "transcript", "html", "open", "compare"])]
    retry: Option<usize>,
    #[command(flatten)]
    caller: CallerArgs,
    /// Show what got better and worse since another call: its name, `last` or `best`
    #[arg(long, value_name = "CALL", conflicts_with_all = ["full", "transcript", "html", "open"])]
    compare: Option<String>,
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    let history = History::of_user()?;
    let mut out = anstream::stdout();
    if args.list {
        for name in history.names()? {
            writeln!(out, "{name}")?;
        }
        return Ok(Exit::Done);
    }
    let mut call = match &args.call {
        Some(name) => history.find(name)?,
        None => history.last()?,
    };
    scored(&mut call);
    if let Some(turn) = args.retry {
        return retry::retry(call, turn, &args.caller, args.json);
    }
    if let Some(other) = &args.compare {
        return compare(&history, &call, other, args.json);
    }
    let record = &call.record;
    if args.html.is_some() || args.open {
        let path = match args.html {
            Some(path) => path,
            None => data_folder()?.join("pages").join(format!("{}.html", call.name)),
        };
        return page(&path, &report::review_html(record), args.open);
    }
    if args.json {
        writeln!(out, "{}", report::json(record))?;
        return Ok(Exit::Done);
    }
    writeln!(out, "{}", call.name)?;
    if args.transcript || record.ending.is_none() {
        write!(out, "{}", report::transcript(record, show::width()))?;
        writeln!(out)?;
    }
    let detail = if args.full { Detail::Full } else { Detail::Short };
    write!(
        out,
        "{}",
        report::terminal(record, show::width(), detail, beside(&history, &call.name, &record.scenario))
    )?;
    if !args.full {
        write!(out, "{}", show::leads(record, true))?;
    }
    Ok(Exit::Done)
}

/// A call that broke off before it was scored: what there is of it is scored now.
fn scored(call: &mut StoredCall) {
    if call.record.scorecard.is_none() {
        let scenario = open_of(&call.record).and_then(|opened| parsed(&opened)).ok();
        call.record.scorecard = Some(score(&call.record, scenario.as_ref()));
    }
}

/// The scores of the calls of the same scenario before this one.
pub(super) fn beside(history: &History, name: &str, scenario: &str) -> Beside {
    let earlier = history.like(scenario).into_iter().filter(|other| other.name.as_str() < name);
    let scores: Vec<f64> = earlier.filter_map(|other| Some(other.record.scorecard?.score)).collect();
    Beside { last: scores.last().copied(), best: scores.iter().copied().reduce(f64::max) }
}

fn compare(history: &History, call: &StoredCall, other: &str, json: bool) -> anyhow::Result<Exit> {
    let mut other = match other {
        "last" | "best" => {
            let mut earlier = history.like(&call.record.scenario);
            earlier.retain(|earlier| earlier.name < call.name && earlier.record.scorecard.is_some());
            let score = |call: &StoredCall| call.record.scorecard.as_ref().map_or(0.0, |card| card.score);
            let chosen = if other == "last" {
                earlier.pop()
            } else {
                earlier.into_iter().max_by(|a, b| score(a).total_cmp(&score(b)))
            };
            chosen.with_context(|| {
                format!(
                    "there is no earlier call of {}; see all with: coldcall review --list",
                    call.record.scenario
                )
            })?
        }
        name => history.find(name)?,
    };
    scored(&mut other);
    let changes = report::changes(&other.record, &call.record).context("one of the calls was not scored")?;
    let mut out = anstream::stdout();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&changes)?)?;
    } else {
        write!(out, "{}", report::compare((&other.name, &call.name), &changes, show::width()))?;
    }
    Ok(Exit::Done)
}

fn page(path: &Path, html: &str, show: bool) -> anyhow::Result<Exit> {
    if let Some(folder) = path.parent().filter(|_| show) {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    super::call::check_writable(path)?;
    super::write_whole(path, html)?;
    writeln!(anstream::stdout(), "Written: {}", path.display())?;
    if show {
        open::that_detached(path)
            .with_context(|| format!("no browser could be started; open {} yourself", path.display()))?;
    }
    Ok(Exit::Done)
}

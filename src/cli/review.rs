//! `coldcall review`: a scorecard again.

use super::scenario::{open, parsed};
use super::{Exit, show};
use crate::history::History;
use crate::report::{self, Detail};
use crate::score::score;
use std::io::Write;

const EXAMPLES: &str = "\
Examples:
  coldcall review                  the last call
  coldcall review --full           with every point and its reason
  coldcall review --list           all calls
  coldcall review 2026-03-04       a call by the beginning of its name";

/// Show a call's scorecard again
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A call's name, the beginning of it, or its file; the last call if left out
    call: Option<String>,
    /// Every finding with its rule, article, quote and evidence
    #[arg(long)]
    full: bool,
    /// What was said, turn by turn
    #[arg(long)]
    transcript: bool,
    /// List the calls, newest last
    #[arg(long, conflicts_with_all = ["call", "full", "json", "transcript"])]
    list: bool,
    /// Print the record of the call as JSON
    #[arg(long)]
    json: bool,
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
    let call = match &args.call {
        Some(name) => history.find(name)?,
        None => history.last()?,
    };
    let mut record = call.record;
    if record.scorecard.is_none() {
        // The call broke off before it was scored: what there is of it is scored now.
        let scenario = open(&record.scenario).and_then(|opened| parsed(&opened)).ok();
        record.scorecard = Some(score(&record, scenario.as_ref()));
    }
    if args.json {
        writeln!(out, "{}", report::json(&record))?;
        return Ok(Exit::Done);
    }
    writeln!(out, "{}", call.name)?;
    if args.transcript || record.ending.is_none() {
        write!(out, "{}", report::transcript(&record, show::width()))?;
        writeln!(out)?;
    }
    let detail = if args.full { Detail::Full } else { Detail::Short };
    write!(out, "{}", report::terminal(&record, show::width(), detail))?;
    Ok(Exit::Done)
}

//! `coldcall progress`: what all kept calls together show.

use super::{Exit, campaign, show};
use crate::history::{History, StoredCall};
use crate::practice::campaign::Step;
use crate::practice::progress::{Dialled, Progress, Resume};
use crate::report;
use std::io::Write;
use std::path::PathBuf;

/// Show your dials, your streak and how your skills change
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coldcall progress                       in the terminal
  coldcall progress --html progress.html  a page to keep or print; it needs no network
  coldcall progress --json                for scripts")]
pub struct Args {
    /// Print the figures as JSON
    #[arg(long, conflicts_with = "html")]
    json: bool,
    /// Write a page of its own
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    let history = History::of_user()?;
    let shown = progress(&history)?;
    let mut out = anstream::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&shown)?)?;
    } else if let Some(path) = &args.html {
        super::call::check_writable(path)?;
        super::write_whole(path, &report::progress_html(&shown))?;
        writeln!(out, "Written: {}", path.display())?;
    } else {
        write!(out, "{}", report::progress(&shown, show::width()))?;
    }
    Ok(Exit::Done)
}

/// The figures over all calls that can be read; those that cannot are counted aloud.
pub(super) fn progress(history: &History) -> anyhow::Result<Progress> {
    let (calls, unreadable) = history.all()?;
    if unreadable > 0 {
        let records = report::counted(unreadable, "record");
        writeln!(
            anstream::stderr(),
            "coldcall: {records} cannot be read and {} left out",
            if unreadable == 1 { "is" } else { "are" }
        )?;
    }
    let dialled: Vec<Dialled> =
        calls.iter().filter(|call| is_a_dial(call)).filter_map(|call| Dialled::of(&call.record)).collect();
    Ok(Progress::of(&dialled, resumes(history)?, campaign::today()))
}

/// A retry takes up a call that was counted.
fn is_a_dial(call: &StoredCall) -> bool {
    call.record.origin.retry_of.is_none()
}

fn resumes(history: &History) -> anyhow::Result<Vec<Resume>> {
    let mut resumes = Vec::new();
    for open in campaign::all(history)? {
        for sent in &open.standing.resumes {
            let calls = open.standing.calls_to(Step::Manager).filter(|made| made.day >= *sent).count();
            resumes.push(Resume { campaign: open.stored.name.clone(), sent: *sent, calls });
        }
    }
    resumes.sort_by_key(|resume| resume.sent);
    Ok(resumes)
}

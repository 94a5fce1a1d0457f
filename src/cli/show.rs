//! What a caller reads after a call: the card, and where it leads.

use super::review::beside;
use super::ring::Ring;
use crate::call::CallRecord;
use crate::history::History;
use crate::report::{self, Beside, Detail};
use crate::score::asks_for_profile;
use std::io::Write;

/// The terminal's width, or 80 where there is none.
pub fn width() -> usize {
    textwrap::termwidth()
}

pub fn card(call: &Ring) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    writeln!(out)?;
    let beside = call.saved.as_deref().map(|name| earlier(name, &call.record)).unwrap_or_default();
    write!(out, "{}", report::terminal(&call.record, width(), Detail::Short, beside))?;
    write!(out, "{}", leads(&call.record, call.saved.is_some()))?;
    out.flush()?;
    Ok(())
}

/// A retry stands beside the call that it takes up, any other beside those before it.
fn earlier(name: &str, record: &CallRecord) -> Beside {
    let Ok(history) = History::of_user() else { return Beside::default() };
    match &record.origin.retry_of {
        Some(retry) => {
            let before = history.find(&retry.call).ok().and_then(|call| call.record.scorecard);
            Beside { last: before.map(|card| card.score), best: None }
        }
        None => beside(&history, name, &record.scenario),
    }
}

/// Up to three lines: where a short card leads.
pub fn leads(record: &CallRecord, saved: bool) -> String {
    let mut lines = String::new();
    let coaching = record.scorecard.as_ref().map(|card| &card.coaching);
    let better = coaching.and_then(|coaching| coaching.say_instead.as_deref());
    if better.is_some_and(asks_for_profile) {
        lines.push_str("Your own words in place of the [brackets]: coldcall profile\n");
    }
    if !saved {
        return lines;
    }
    let turn = coaching.and_then(|coaching| coaching.turn).filter(|_| record.campaign.is_none());
    if let Some(turn) = turn {
        lines.push_str(&format!("Try it again from there: coldcall review --retry {}\n", turn + 1));
    }
    lines.push_str("Every point with its rule: coldcall review --full\n");
    lines
}

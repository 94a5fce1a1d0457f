//! `coldcall campaign status`: where it stands, for people and for scripts.

use super::open::{Open, current, today};
use crate::call::CallRecord;
use crate::cli::{Exit, show};
use crate::history::History;
use crate::practice::campaign::{Offer, Step, What};
use crate::report;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::io::Write;

pub fn run(history: &History, as_json: bool, on: Option<Date>) -> anyhow::Result<Exit> {
    let open = current(history)?;
    let day = on.unwrap_or_else(today);
    let mut out = anstream::stdout();
    if as_json {
        writeln!(out, "{}", serde_json::to_string_pretty(&whole(&open, day))?)?;
    } else {
        write!(out, "{}", report::campaign(&open.stored.name, &open.standing, day, show::width()))?;
    }
    Ok(Exit::Done)
}

/// What the call changed, and what comes next.
pub fn after_a_call(now: &Open, record: &CallRecord, odds_before: u32, day: Date) -> anyhow::Result<()> {
    let text = report::after_a_call(&now.standing, record, odds_before, day, show::width());
    write!(anstream::stdout(), "{text}")?;
    Ok(())
}

/// The campaign in a line of JSON, for the list.
pub fn json_line(open: &Open) -> Value {
    let board = open.standing.board();
    json!({
        "name": open.stored.name,
        "seed": open.stored.seed,
        "begun": open.stored.begun,
        "company": open.standing.company.name,
        "won": open.standing.won(),
        "dials": board.dials,
        "facts": open.standing.ledger.entries.len(),
    })
}

fn whole(open: &Open, day: Date) -> Value {
    let standing = &open.standing;
    let board = standing.board();
    let odds = standing.odds();
    let ladder: Vec<Value> = Step::ALL
        .into_iter()
        .map(|step| {
            json!({
                "step": step.name(),
                "whom": standing.whom(step),
                "can_call": standing.can_call(step),
                "calls": standing.calls_to(step).count(),
                "talked": standing.talked(step),
            })
        })
        .collect();
    let ledger: Vec<Value> = standing
        .ledger
        .entries
        .iter()
        .map(|entry| {
            json!({
                "fact": entry.fact, "what": entry.what, "line": entry.line,
                "who": entry.who, "when": entry.when, "call": entry.call,
            })
        })
        .collect();
    json!({
        "version": 1,
        "name": open.stored.name,
        "seed": open.stored.seed,
        "begun": open.stored.begun,
        "resumes": open.stored.resumes,
        "company": {
            "name": standing.company.name,
            "is": standing.company.is,
            "town": standing.company.town,
            "department": standing.company.department,
        },
        "won": standing.won(),
        "ladder": ladder,
        "ledger": ledger,
        "board": {
            "dials": board.dials, "talks": board.talks, "messages": board.messages, "yeses": board.yeses,
        },
        "odds": {
            "of_a_hundred": odds.total,
            "to_begin_with": crate::practice::campaign::TO_BEGIN_WITH,
            "raises": odds.raises.iter()
                .map(|raise| json!({"why": raise.why, "points": raise.points, "earned": raise.earned}))
                .collect::<Vec<_>>(),
        },
        "offers": standing.offers(day).iter().map(offer).collect::<Vec<_>>(),
    })
}

fn offer(offer: &Offer) -> Value {
    let (what, step, day) = match offer.what {
        What::Call(step) => ("call", Some(step.name()), None),
        What::SendResume => ("send_resume", None, None),
        What::Wait(day) => ("wait", None, Some(day.to_string())),
    };
    json!({"what": what, "step": step, "until": day, "whom": offer.whom, "why": offer.why})
}

//! `coldcall review --retry TURN`: the same call up to a turn, and from there anew.

use crate::call::{Answer, Origin, Past, RetryOf, exchanges};
use crate::cli::caller::CallerArgs;
use crate::cli::ring::{Plan, ring};
use crate::cli::scenario::{open_of, parsed};
use crate::cli::{Exit, show};
use crate::history::StoredCall;
use crate::report;
use crate::scenario::Brief;
use anyhow::{Context, bail};
use std::io::Write;

/// `number` counts the record's turns of both sides from 1, as the transcript shows them. A turn of the other side
/// stands for the answer to it.
pub fn retry(call: StoredCall, number: usize, caller: &CallerArgs, json: bool) -> anyhow::Result<Exit> {
    let StoredCall { name, events, record, .. } = call;
    if record.campaign.is_some() {
        bail!("a campaign's call counts as it was, as a real one does; the next one: coldcall campaign next");
    }
    let mut past = exchanges(&events);
    let at = place(&past, number, record.turns.len())?;
    let turn = past[at].turn.unwrap_or(0);
    past.truncate(at);
    if past.iter().any(|past| past.answer == Answer::HungUp) {
        bail!("turn {number} comes after the end of the call");
    }
    let opened = open_of(&record).context("the call's scenario is not there any more")?;
    let profile = crate::cli::profile::for_a_call();
    let made = ring(Plan {
        scenario: parsed(&opened)?,
        caller: caller.caller("call")?,
        brief: Brief {
            values: record.brief,
            needs: record.needs,
            research: record.research,
            ..Brief::default()
        },
        origin: Origin {
            scenario_file: record.origin.scenario_file,
            retry_of: Some(RetryOf { call: name, turn }),
        },
        past,
        campaign: None,
        knowing: Vec::new(),
        seed: record.seed,
        difficulty: record.difficulty,
        max_pause: profile.max_pause_ms().map(|ms| f64::from(ms) / 1000.0),
        ear: None,
        wav_out: None,
        line: caller.line(),
        save: true,
        captions_aside: json,
        live_screen: caller.live_screen(json),
        play_aloud: None,
        profile,
        script: None,
    })?;
    if json {
        writeln!(anstream::stdout(), "{}", report::json(&made.record))?;
    } else {
        show::card(&made)?;
    }
    Ok(Exit::Done)
}

/// Which exchange the caller answered with that turn, or with the next one.
fn place(past: &[Past], number: usize, turns: usize) -> anyhow::Result<usize> {
    let index = number.checked_sub(1).filter(|index| *index < turns);
    let at = index.and_then(|index| past.iter().position(|past| past.turn.is_some_and(|turn| turn >= index)));
    at.with_context(|| {
        let last = past.iter().filter_map(|past| past.turn).next_back();
        match last {
            Some(last) => format!(
                "there is no turn {number} of yours to try again; the last is {}; see: coldcall review --transcript",
                last + 1
            ),
            None => "you took no turn in that call".to_owned(),
        }
    })
}

//! `coldcall campaign next`: which call, and then that call, made like any other.

use super::open::{Open, current, today};
use super::{NextArgs, status};
use crate::call::CampaignCall;
use crate::cli::ring::{Plan, ring};
use crate::cli::scenario::{open as open_scenario, parsed};
use crate::cli::{Exit, show};
use crate::history::History;
use crate::practice::campaign::{Offer, Step, What, scene};
use crate::report;
use anyhow::bail;
use jiff::civil::Date;
use std::io::{BufRead, IsTerminal, Write};

pub fn run(history: &History, args: NextArgs) -> anyhow::Result<Exit> {
    let open = current(history)?;
    let day = args.on.unwrap_or_else(today);
    let mut aside = anstream::stderr();
    if open.standing.won() && args.step.is_none() {
        writeln!(
            aside,
            "{} said yes: this campaign is won. The next company: coldcall campaign new",
            open.standing.company.name
        )?;
        return Ok(Exit::Done);
    }
    let step = match args.step {
        Some(step) if !open.standing.can_call(step) => {
            bail!("you don't know whom to ask for yet; see what you can do: coldcall campaign status")
        }
        Some(step) => step,
        None => match choose(&open, day)? {
            Some(step) => step,
            None => return Ok(Exit::Done),
        },
    };
    call(history, &open, step, day, args)
}

/// The sensible step; on a terminal, the one chosen. None where it is no call, or nobody wants one.
fn choose(open: &Open, day: Date) -> anyhow::Result<Option<Step>> {
    let offers = open.standing.offers(day);
    let mut aside = anstream::stderr();
    write!(aside, "{}", report::offers(&offers, show::width()))?;
    let Some(first) = offers.first() else { return Ok(None) };
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        if !matches!(first.what, What::Call(_)) {
            writeln!(aside, "To call all the same, name whom: coldcall campaign next manager")?;
        }
        return Ok(step_of(first));
    }
    loop {
        write!(aside, "Which one? [1, or q to leave] ")?;
        aside.flush()?;
        let mut answer = String::new();
        if std::io::stdin().lock().read_line(&mut answer)? == 0 {
            writeln!(aside)?;
            return Ok(None);
        }
        match answer.trim() {
            "q" => return Ok(None),
            "" => return note_or_step(first, &mut aside),
            number => {
                match number.parse::<usize>().ok().and_then(|number| offers.get(number.checked_sub(1)?)) {
                    Some(offer) => return note_or_step(offer, &mut aside),
                    None => writeln!(aside, "A number from 1 to {}, or q.", offers.len())?,
                }
            }
        }
    }
}

fn step_of(offer: &Offer) -> Option<Step> {
    match offer.what {
        What::Call(step) => Some(step),
        What::SendResume | What::Wait(_) => None,
    }
}

/// What is no call is said with its command.
fn note_or_step(offer: &Offer, aside: &mut dyn Write) -> anyhow::Result<Option<Step>> {
    match offer.what {
        What::Call(_) => {}
        What::SendResume => writeln!(aside, "When it has gone out: coldcall campaign sent")?,
        What::Wait(day) => {
            writeln!(aside, "Until then, or to practise ahead: coldcall campaign next --on {day}")?
        }
    }
    Ok(step_of(offer))
}

fn call(history: &History, open: &Open, step: Step, day: Date, args: NextArgs) -> anyhow::Result<Exit> {
    let scene = scene(step, &open.standing, day);
    let (scenario, brief) = scene.set(parsed(&open_scenario(scene.scenario)?)?, &open.standing, day);
    let (caller, line) = (args.caller.caller("call")?, args.caller.line());
    let profile = crate::cli::profile::for_a_call();
    let before = open.standing.odds().total;
    let made = ring(Plan {
        scenario,
        caller,
        brief,
        campaign: Some(CampaignCall {
            name: open.stored.name.clone(),
            step: step.name().to_owned(),
            day: day.to_string(),
        }),
        origin: Default::default(),
        past: Vec::new(),
        knowing: open.standing.ledger.facts().map(str::to_owned).collect(),
        seed: args.seed.unwrap_or_else(crate::cli::call::rand_seed),
        difficulty: args.difficulty,
        max_pause: args.max_pause.or(profile.max_pause_ms()).map(|ms| f64::from(ms) / 1000.0),
        line,
        profile,
        script: None,
        ear: None,
        wav_out: args.wav_out,
        save: true,
        captions_aside: args.json,
        live_screen: args.caller.live_screen(args.json),
        play_aloud: None,
    })?;
    if args.json {
        writeln!(anstream::stdout(), "{}", report::json(&made.record))?;
        return Ok(Exit::Done);
    }
    show::card(&made)?;
    let now = current(history)?;
    status::after_a_call(&now, &made.record, before, day)?;
    Ok(Exit::Done)
}

//! `coldcall scenario try`: what one turn would do in one state.

use super::{open, parsed, print_json, understander};
use crate::call::{CallEvent, Difficulty, Meant, Part, Understanding};
use crate::cli::Exit;
use crate::gatekeeper::settle;
use crate::replay::{Conversation, Exchange, Input};
use crate::scenario::{self, Brief, Scenario, visible};
use anyhow::bail;
use serde::Serialize;
use std::io::Write;

#[derive(Debug, clap::Args)]
#[command(
    after_help = r#"The call starts in the state, with nothing said before: flags are not set, moods are as they begin.

Example:
  coldcall scenario try follow-up reception "Could I speak to the manager, please?""#
)]
pub struct TryArgs {
    #[arg(value_name = "SCENARIO")]
    scenario: String,
    #[arg(value_name = "STATE")]
    state: String,
    /// What the caller says
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Decides chances, cards and wordings
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// easy, normal or hard
    #[arg(long, default_value = "normal", value_parser = difficulty)]
    difficulty: Difficulty,
    /// {state, meant, moves, elements, facts, because, to, says}
    #[arg(long)]
    json: bool,
}

fn difficulty(name: &str) -> Result<Difficulty, String> {
    Difficulty::from_name(name).ok_or_else(|| "choose easy, normal or hard".to_owned())
}

/// What came of it.
#[derive(Serialize)]
struct Outcome {
    state: String,
    #[serde(flatten)]
    understanding: Understanding,
    /// The move, or the reason, by which the call went on.
    because: String,
    to: String,
    says: Vec<String>,
    /// For the likeliest moves, in their order, the example that is nearest to the words.
    nearest: Vec<Option<String>>,
}

/// So many of the likeliest moves are explained.
const SHOWN: usize = 5;

pub fn run(args: &TryArgs) -> anyhow::Result<Exit> {
    let mut scenario = settle(&parsed(&open(&args.scenario)?)?, args.seed, &Brief::default());
    if !scenario.states.contains_key(&args.state) {
        bail!(
            "{} has no state {}; {}",
            scenario.id,
            visible(&args.state),
            known_states(&scenario, &args.state)
        );
    }
    scenario.start.clone_from(&args.state);
    let mut understander = understander(&scenario)?;
    let mut conversation = Conversation::new(&scenario, understander.lexicon(), args.seed, args.difficulty);
    let opening = conversation.start(&mut Vec::new());
    let words = args.words.join(" ");
    let understanding = conversation.question(&words).ask(&mut understander);
    let likeliest = understanding.moves.iter().take(SHOWN);
    let nearest = likeliest.map(|guess| understander.nearest_example(&words, &guess.name)).collect();
    let mut events = Vec::new();
    let reply = conversation.answer(Input::Heard(&words), Some(understanding.clone()), 0.0, &mut events);
    let because = events.iter().rev().find_map(|event| match event {
        CallEvent::Moved { because, .. } => Some(because.clone()),
        _ => None,
    });
    let outcome = Outcome {
        state: args.state.clone(),
        understanding,
        because: because.unwrap_or_default(),
        to: reply.reply.state.clone(),
        says: lines(&reply),
        nearest,
    };
    if args.json {
        return print_json(&outcome);
    }
    tell(&opening, &words, &outcome)?;
    Ok(Exit::Done)
}

fn known_states(scenario: &Scenario, name: &str) -> String {
    let names = || scenario.states.keys().map(String::as_str);
    match scenario::nearest(name, names()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
    }
}

fn lines(exchange: &Exchange) -> Vec<String> {
    let said = exchange.reply.parts.iter().filter_map(|part| match part {
        Part::Say(say) => Some(format!("{}: {}", say.name, say.text)),
        Part::Sound(_) => None,
    });
    said.collect()
}

fn tell(opening: &Exchange, words: &str, outcome: &Outcome) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    for line in lines(opening) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "You: {}\n", visible(words))?;
    match &outcome.understanding.meant {
        Meant::Move(name) => writeln!(out, "taken for {name}")?,
        Meant::Uncertain(a, b) => writeln!(out, "either {a} or {b}: asked back")?,
        Meant::None => writeln!(out, "none of the moves that are possible here")?,
    }
    for (guess, example) in outcome.understanding.moves.iter().zip(&outcome.nearest) {
        let example = example.as_ref().map(|example| format!("  nearest example: {}", visible(example)));
        writeln!(out, "  {:.2}  {}{}", guess.confidence, guess.name, example.unwrap_or_default())?;
    }
    for found in &outcome.understanding.elements {
        writeln!(out, "contains {} ({})", found.element, visible(&found.quote))?;
    }
    writeln!(out, "\n{} -> {} (by {})", outcome.state, outcome.to, outcome.because)?;
    for line in &outcome.says {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

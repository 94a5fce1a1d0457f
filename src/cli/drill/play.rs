//! A drill from its first card to its last line.

use super::super::ring::Caller;
use super::super::{Exit, show};
use super::booth::Booth;
use super::memory::CardBox;
use super::{day, today};
use crate::call::{CallRecord, Finding};
use crate::gatekeeper::CALLER_HUNG_UP;
use crate::line::Quality;
use crate::practice::drill::{Memories, Plan, Round, Turn, plan};
use crate::practice::schedule::{Memory, after};
use crate::practice::stage::{Staged, stage};
use crate::report;
use crate::score::{Exercise, score_exercise};
use crate::screen::{Captions, Echo};
use anstyle::Style;
use anyhow::Context;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// What was asked for.
pub struct Order {
    pub topic: Option<Exercise>,
    pub count: usize,
    pub caller: Caller,
    pub line: Quality,
    /// Who calls, by key of a call's brief: `caller`, `caller_number`, `caller_specialty`, ...
    pub known: BTreeMap<String, String>,
    pub seed: u64,
    /// Seconds.
    pub max_pause: Option<f64>,
    pub ear: Option<PathBuf>,
    pub json: bool,
    pub pass: Option<f64>,
    pub save: bool,
}

/// One answered card, as `--json` prints it.
#[derive(Serialize)]
struct Answered {
    card: &'static str,
    topic: &'static str,
    family: &'static str,
    prompt: String,
    said: String,
    score: f64,
    findings: Vec<Finding>,
    /// When the card comes back; null where nothing is remembered.
    due: Option<Date>,
}

/// Plays the cards. Each answer is remembered before the next card begins, so nothing is lost by stopping.
pub fn drill(order: Order) -> anyhow::Result<Exit> {
    let today = today();
    let kept = if order.save { Some(CardBox::of_user()?) } else { CardBox::of_user().ok() };
    let remembered = kept.as_ref().map(CardBox::read).transpose()?.unwrap_or_default();
    let screen: Box<dyn Write> =
        if order.json { Box::new(anstream::stderr()) } else { Box::new(anstream::stdout()) };
    let plan = plan(order.topic, order.count, &remembered.memories, today, order.seed);
    let mut drill = Drill {
        screen,
        echo: echo(&order.caller, order.json),
        today,
        seed: order.seed,
        known: order.known,
        kept: kept.filter(|_| order.save),
        memories: remembered.memories,
        answered: Vec::new(),
    };
    if let Some(lost) = remembered.lost {
        writeln!(anstream::stderr(), "coldcall: {lost}")?;
    }
    drill.announce(&plan, order.topic)?;
    if !plan.cards.is_empty() {
        let mut booth = Booth::open(order.caller, (order.line, order.seed), order.ear, order.max_pause)?;
        drill.play(&plan, &mut booth)?;
    }
    drill.close(order.topic, plan.cards.is_empty())?;
    if order.json {
        writeln!(anstream::stdout(), "{}", serde_json::to_string_pretty(&drill.answered)?)?;
    }
    Ok(drill.verdict(order.pass, plan.cards.is_empty()))
}

fn echo(caller: &Caller, aside: bool) -> Echo {
    let terminal = if aside { std::io::stderr().is_terminal() } else { std::io::stdout().is_terminal() };
    match (caller, terminal) {
        (Caller::Typed, true) if std::io::stdin().is_terminal() => Echo::Prompt,
        (Caller::Typed, _) => Echo::Lines,
        (_, true) => Echo::Live,
        (_, false) => Echo::Turns,
    }
}

struct Drill {
    screen: Box<dyn Write>,
    echo: Echo,
    today: Date,
    seed: u64,
    known: BTreeMap<String, String>,
    /// Where answers are remembered; none with `--no-save`.
    kept: Option<CardBox>,
    memories: Memories,
    answered: Vec<Answered>,
}

impl Drill {
    fn announce(&mut self, plan: &Plan, topic: Option<Exercise>) -> anyhow::Result<()> {
        let what = topic.map_or(String::new(), |topic| format!(" in {}", topic.name()));
        let next = plan.next_due.map(|date| format!("the next card is due {}", on(date, self.today)));
        if plan.cards.is_empty() {
            let next = next.map(|next| format!(": {next}")).unwrap_or_default();
            writeln!(self.screen, "Nothing is due{what}{next}. You have answered every card.")?;
            writeln!(self.screen, "To practise before that, name a topic: coldcall drill objections")?;
            return Ok(());
        }
        if plan.due == 0
            && let Some(next) = next
        {
            writeln!(self.screen, "Nothing is due{what}: {next}.")?;
        }
        let parts = [(plan.due, "due"), (plan.fresh, "new"), (plan.early, "not due yet, the weakest ones")];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, kind)| format!("{count} {kind}"))
            .collect();
        let cards = counted(plan.cards.len(), "card");
        let line = format!("{BOLD}{cards}{what}{BOLD:#}: {}. {}", parts.join(", "), self.how_to());
        writeln!(self.screen, "{}", line.trim_end())?;
        writeln!(self.screen)?;
        self.screen.flush()?;
        Ok(())
    }

    fn how_to(&self) -> &'static str {
        match self.echo {
            Echo::Prompt => "Type your answer; an empty line is silence, Ctrl-D stops.",
            Echo::Live => "Answer as you would on the telephone; Ctrl-C stops.",
            Echo::Lines | Echo::Turns => "",
        }
    }

    fn play(&mut self, plan: &Plan, booth: &mut Booth) -> anyhow::Result<()> {
        let mut round = Round::new(&plan.cards);
        while let Some((turn, place, of)) = round.deal() {
            let staged = stage(turn.card, self.seed, turn.round, &self.known);
            self.head(turn, &staged, place, of)?;
            let mut captions = Captions::new(&mut self.screen, self.echo, show::width());
            let record = booth
                .exchange(
                    &staged,
                    turn.card.exercise,
                    self.seed.wrapping_add(u64::from(turn.round)),
                    &mut captions,
                )
                .with_context(|| format!("the drill broke off at {}", turn.card.id))?;
            if record.ending.as_deref() == Some(CALLER_HUNG_UP) || booth.hung_up() {
                writeln!(self.screen)?;
                break;
            }
            let score = self.take_in(turn, &staged, &record)?;
            let returns = round.answered(turn, score) && !booth.finished();
            self.foot(turn, returns)?;
            if booth.waits() && round.has_more() {
                write!(self.screen, "{DIM}Enter for the next one, Ctrl-C to stop. {DIM:#}")?;
                self.screen.flush()?;
                booth.wait();
            }
            if booth.hung_up() || booth.finished() {
                break;
            }
        }
        Ok(())
    }

    fn head(&mut self, turn: Turn, staged: &Staged, place: usize, of: usize) -> anyhow::Result<()> {
        let (exercise, family) = (turn.card.exercise.name(), turn.card.family_name());
        let topic = if family == exercise { family } else { format!("{exercise}, {family}") };
        let again = if turn.round > 0 { ", once more" } else { "" };
        writeln!(self.screen, "{BOLD}{place} of {of}: {topic}{again}{BOLD:#}")?;
        let room =
            textwrap::Options::new(show::width().clamp(30, 100)).initial_indent("  ").subsequent_indent("  ");
        // A telephone number stays in one piece.
        let room = room.word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(&staged.situation, room) {
            writeln!(self.screen, "{DIM}{line}{DIM:#}")?;
        }
        self.screen.flush()?;
        Ok(())
    }

    /// Scores an answer, remembers it, shows it.
    fn take_in(&mut self, turn: Turn, staged: &Staged, record: &CallRecord) -> anyhow::Result<f64> {
        let card = turn.card;
        let scorecard = score_exercise(record, &staged.scenario, card.exercise);
        let memory = after(self.memories.get(&card.id), &card.id, scorecard.score, self.today);
        // What cannot be remembered is still worth knowing: the drill goes on.
        if let Some(Err(error)) = self.kept.as_ref().map(|kept| kept.keep(&memory)) {
            writeln!(anstream::stderr(), "coldcall: this drill is not remembered: {error:#}")?;
            self.kept = None;
        }
        let said: Vec<&str> =
            record.turns.iter().filter(|turn| turn.is_caller()).map(|turn| turn.scored_text()).collect();
        let said = said.join(" ");
        write!(self.screen, "{}", report::drill(&scorecard, &said, &staged.better, show::width()))?;
        self.answered.push(Answered {
            card: &card.id,
            topic: card.exercise.name(),
            family: &card.family,
            prompt: staged.prompt.clone(),
            said,
            score: scorecard.score,
            findings: scorecard.findings,
            due: self.kept.is_some().then_some(memory.due),
        });
        self.memories.insert(card.id.clone(), memory);
        Ok(scorecard.score)
    }

    fn foot(&mut self, turn: Turn, returns: bool) -> anyhow::Result<()> {
        let due = self.memories.get(&turn.card.id).map(|memory| on(memory.due, self.today));
        let when = match (returns, due) {
            (true, _) => Some("later in this drill".to_owned()),
            (false, due) => due.filter(|_| self.kept.is_some()),
        };
        if let Some(when) = when {
            writeln!(self.screen, "{DIM}  Comes back {when}.{DIM:#}")?;
        }
        writeln!(self.screen)?;
        self.screen.flush()?;
        Ok(())
    }

    /// The score of each card at its last answer.
    fn last_scores(&self) -> BTreeMap<&'static str, f64> {
        self.answered.iter().map(|answered| (answered.card, answered.score)).collect()
    }

    fn average(&self) -> Option<f64> {
        let scores = self.last_scores();
        (!scores.is_empty()).then(|| scores.values().sum::<f64>() / scores.len() as f64)
    }

    fn close(&mut self, topic: Option<Exercise>, nothing: bool) -> anyhow::Result<()> {
        let Some(average) = self.average() else {
            if !nothing {
                writeln!(self.screen, "No card was answered.")?;
            }
            return Ok(());
        };
        let count = self.last_scores().len();
        let cards = counted(count, "card");
        let next = self.next_due(topic).filter(|_| self.kept.is_some());
        let next = next
            .map(|(date, count)| format!(" Next: {} due {}.", counted(count, "card"), on(date, self.today)));
        writeln!(self.screen, "{BOLD}{cards}, {average:.0} on average.{BOLD:#}{}", next.unwrap_or_default())?;
        self.screen.flush()?;
        Ok(())
    }

    fn next_due(&self, topic: Option<Exercise>) -> Option<(Date, usize)> {
        let of_topic = |memory: &&Memory| {
            let card = crate::practice::cards::card(&memory.card);
            card.is_some_and(|card| topic.is_none_or(|topic| card.exercise == topic))
        };
        let dates: Vec<Date> =
            self.memories.values().filter(of_topic).map(|memory| memory.due.max(self.today)).collect();
        let first = dates.iter().copied().min()?;
        Some((first, dates.into_iter().filter(|date| *date == first).count()))
    }

    fn verdict(&self, pass: Option<f64>, nothing: bool) -> Exit {
        match pass {
            Some(bar) if !nothing && self.average().unwrap_or(0.0) < bar => Exit::No,
            _ => Exit::Done,
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// "tomorrow", "on Friday, 27 November".
fn on(date: Date, today: Date) -> String {
    let said = day(date, today);
    if said.contains(' ') { format!("on {said}") } else { said }
}

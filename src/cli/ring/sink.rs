//! Who is told what happens in a call: the screen, the record on disk, the record in memory.

use super::super::prompter::Prompt;
use super::super::show;
use super::{Caller, Ring};
use crate::call::{CallEvent, CallRecord, CallStart, Controls, EventSink, Otherwise};
use crate::gatekeeper::briefing;
use crate::history::{CallFile, History};
use crate::scenario::Scenario;
use crate::score::score;
use crate::screen::{Captions, Echo, LiveScreen};
use anyhow::Context;
use std::io::{IsTerminal, Write};

/// All who are told what happens: the screen, the record on disk, the record in memory.
pub(super) struct Sink {
    captions: Captions<Box<dyn Write>>,
    /// In place of the captions, for as long as the conversation lasts.
    live: Option<LiveScreen>,
    screen: Box<dyn Write>,
    file: Option<CallFile>,
    events: Vec<CallEvent>,
    pub script: Option<Prompt>,
}

impl Sink {
    pub fn open(start: &CallStart, caller: &Caller, save: bool, aside: bool) -> anyhow::Result<Self> {
        let screen = |aside: bool| -> Box<dyn Write> {
            if aside { Box::new(anstream::stderr()) } else { Box::new(anstream::stdout()) }
        };
        let terminal = if aside { std::io::stderr().is_terminal() } else { std::io::stdout().is_terminal() };
        let echo = match (caller, terminal) {
            (Caller::Typed, true) if std::io::stdin().is_terminal() => Echo::Prompt,
            (Caller::Typed, _) => Echo::Lines,
            (_, true) => Echo::Live,
            (_, false) => Echo::Turns,
        };
        let file = if save { Some(History::of_user()?.create(start)?) } else { None };
        let captions = Captions::new(screen(aside), echo, show::width());
        let mut sink =
            Self { captions, screen: screen(aside), file, live: None, events: Vec::new(), script: None };
        // From here on the record is that of a call, whatever happens.
        sink.event(&CallEvent::Started(start.clone()));
        Ok(sink)
    }

    /// A terminal that cannot do it keeps the captions.
    pub fn go_live(&mut self, controls: Controls) {
        self.live = LiveScreen::start(controls).ok();
    }

    fn watcher(&mut self) -> &mut dyn EventSink {
        match &mut self.live {
            Some(live) => live,
            None => &mut self.captions,
        }
    }

    fn kept(&mut self, event: &CallEvent) {
        if let Some(file) = &mut self.file {
            file.event(event);
        }
        self.events.push(event.clone());
        if let Some(script) = &mut self.script {
            script.event(event);
        }
    }

    /// What the caller knows before the phone rings.
    pub fn brief(&mut self, scenario: &Scenario) -> anyhow::Result<()> {
        let wrap = |text: &str, first: &str| {
            let room = textwrap::Options::new(show::width().min(100))
                .initial_indent(first)
                .subsequent_indent("    ");
            textwrap::fill(text, room)
        };
        writeln!(self.screen, "{}", scenario.title)?;
        let (goal, known) = briefing(scenario);
        if !goal.is_empty() {
            writeln!(self.screen, "{}", wrap(&format!("Your goal: {goal}"), "  "))?;
        }
        for fact in known {
            writeln!(self.screen, "{}", wrap(&fact, "  - "))?;
        }
        writeln!(self.screen)?;
        self.screen.flush()?;
        Ok(())
    }

    /// Scores what was said and closes the record.
    ///
    /// `otherwise` is asked what another question would have led to.
    pub fn finish(
        mut self,
        scenario: &Scenario,
        otherwise: &mut dyn FnMut(&CallRecord, &[CallEvent]) -> Option<Otherwise>,
    ) -> anyhow::Result<Ring> {
        let mut record = CallRecord::from_events(&self.events).context("the call did not start")?;
        if let Some(script) = &self.script {
            let followed = script.followed(&record, scenario);
            record.script = Some(followed.clone());
            if let Some(file) = &mut self.file {
                file.event(&CallEvent::FollowedScript { followed });
            }
        }
        let mut scorecard = score(&record, Some(scenario));
        record.scorecard = Some(scorecard.clone());
        scorecard.coaching.otherwise = otherwise(&record, &self.events);
        if let Some(file) = &mut self.file {
            file.event(&CallEvent::Scored { scorecard: Box::new(scorecard.clone()) });
            if let Some(trouble) = file.trouble() {
                writeln!(anstream::stderr(), "coldcall: this call's record is incomplete: {trouble}")?;
            }
        }
        record.scorecard = Some(scorecard);
        Ok(Ring { record, saved: self.file.map(|file| file.name()) })
    }
}

impl EventSink for Sink {
    fn event(&mut self, event: &CallEvent) {
        self.kept(event);
        self.watcher().event(event);
    }

    fn retold(&mut self, event: &CallEvent) {
        self.kept(event);
        self.watcher().retold(event);
    }

    fn listening(&mut self) {
        if let Some(script) = &self.script {
            let (place, words) = script.next();
            match &mut self.live {
                Some(live) => live.prompt(&place, &words),
                None => self.captions.prompt(&place, &words),
            }
        }
        self.watcher().listening();
    }

    fn partial(&mut self, text: &str) {
        self.watcher().partial(text);
    }

    fn over(&mut self) {
        self.live = None;
    }
}

/// A line on standard error that counts, at a terminal only.
pub struct Progress {
    what: &'static str,
    terminal: bool,
}

impl Progress {
    pub fn new(what: &'static str) -> Self {
        Self { what, terminal: std::io::stderr().is_terminal() }
    }

    pub fn show(&mut self, done: usize, all: usize) {
        if self.terminal {
            let _ = write!(std::io::stderr(), "\r\x1b[2K{}: {done} of {all}", self.what);
            let _ = std::io::stderr().flush();
        }
    }

    pub fn done(&mut self) {
        if self.terminal {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
    }
}

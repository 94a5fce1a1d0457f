//! The line of a drill: opened once, with its models, for all cards.
//!
//! Each card is played by the session that plays calls. Only the telephone's own hang-up is left out: between
//! two cards nobody hangs up.

use super::super::ring::{Caller, Progress, ends_of, hang_up_on_ctrl_c, voice_line};
use super::super::thinker::Thinker;
use crate::call::{
    CallEvent, CallRecord, CallStart, Channel, Controls, Difficulty, EventSink, Expectation, LineSound, Part,
    RECORD_VERSION, Reply, SecondHearing,
};
use crate::line::{Answer, Foresee, Line, LineError, Quality, TextLine, VoiceLine};
use crate::practice::stage::Staged;
use crate::replay::Conversation;
use crate::score::Exercise;
use crate::session::Session;
use crate::understand::Lexicon;
use crate::weights::Weights;
use anyhow::Context;
use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How often a waiting drill looks whether the caller pressed Ctrl-C.
const LOOK: Duration = Duration::from_millis(50);

enum DrillLine {
    Typed(TextLine),
    Spoken(Box<VoiceLine>),
}

pub struct Booth {
    line: DrillLine,
    mind: Thinker,
    lexicon: Lexicon,
    hang_up: Arc<AtomicBool>,
    /// The Enter key between cards, where somebody speaks at a terminal.
    enter: Option<Receiver<()>>,
}

impl Booth {
    pub fn open(
        caller: Caller,
        line: (Quality, u64),
        ear: Option<PathBuf>,
        max_pause: Option<f64>,
    ) -> anyhow::Result<Self> {
        let mut weights = Weights::locate(None)?;
        if let Some(ear) = ear {
            weights = weights.with_ear(ear);
        }
        let hang_up = hang_up_on_ctrl_c()?;
        let lexicon = Lexicon::builtin()?;
        let mind = Thinker::start(weights.clone(), lexicon.clone());
        let live = matches!(caller, Caller::Live(_));
        let line = match caller {
            Caller::Typed => {
                let typed = std::io::BufReader::new(std::io::stdin());
                DrillLine::Typed(TextLine::new(typed, Arc::clone(&hang_up)))
            }
            caller => {
                let controls = Controls::with_hang_up(Arc::clone(&hang_up));
                let headphones = caller.headphones();
                let ends = ends_of(caller, None, &controls)?;
                let line = voice_line(ends, &weights, line, None, max_pause, headphones, controls)?;
                DrillLine::Spoken(Box::new(line))
            }
        };
        let enter = (live && std::io::stdin().is_terminal()).then(enter_key);
        Ok(Self { line, mind, lexicon, hang_up, enter })
    }

    pub fn spoken(&self) -> bool {
        matches!(self.line, DrillLine::Spoken(_))
    }

    /// The caller has hung up: Ctrl-C, whatever else is still to come.
    pub fn hung_up(&self) -> bool {
        self.hang_up.load(Ordering::Relaxed)
    }

    /// No recorded answer is left.
    pub fn finished(&self) -> bool {
        matches!(&self.line, DrillLine::Spoken(line) if line.caller_finished())
    }

    /// Plays one card. A number is heard as the other side hears it: through the telephone.
    pub fn exchange(
        &mut self,
        staged: &Staged,
        exercise: Exercise,
        seed: u64,
        screen: &mut dyn EventSink,
    ) -> anyhow::Result<CallRecord> {
        let mut sink = Both { screen, events: Vec::new() };
        sink.event(&CallEvent::Started(self.start(staged, seed)));
        let spoken = self.spoken();
        let line: &mut dyn Line = match &mut self.line {
            DrillLine::Typed(line) => line,
            DrillLine::Spoken(line) => {
                line.hear_as_telephone(exercise == Exercise::Number);
                line.begin()?;
                line.as_mut()
            }
        };
        let mut line = StayingOn(line);
        let scenario = &staged.scenario;
        let mut conversation = Conversation::new(scenario, &self.lexicon, seed, Difficulty::Normal);
        let mut session = Session::new(&mut line, &mut self.mind, &mut sink);
        session.play(&mut conversation)?;
        if spoken {
            let mut progress = Progress::new("Listening once more");
            let again = session.hear_again(scenario.kind, &mut |done, all| progress.show(done, all));
            progress.done();
            if let Err(error) = again {
                session.notice(format!("there was no second hearing: {error}"));
            }
        }
        CallRecord::from_events(&sink.events).context("the exchange did not start")
    }

    fn start(&self, staged: &Staged, seed: u64) -> CallStart {
        let scenario = &staged.scenario;
        CallStart {
            version: RECORD_VERSION,
            scenario: scenario.id.clone(),
            title: scenario.title.clone(),
            kind: scenario.kind,
            seed,
            difficulty: Difficulty::Normal,
            channel: if self.spoken() { Channel::Spoken } else { Channel::Typed },
            started_at: jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            brief: scenario.brief.clone(),
            needs: Vec::new(),
            research: Vec::new(),
            campaign: None,
            origin: Default::default(),
        }
    }

    /// True where the next card waits for the Enter key.
    pub fn waits(&self) -> bool {
        self.enter.is_some()
    }

    /// Waits for Enter; Ctrl-C and the end of the input hang up.
    pub fn wait(&self) {
        let Some(enter) = &self.enter else { return };
        while !self.hung_up() {
            match enter.recv_timeout(LOOK) {
                Ok(()) => return,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => self.hang_up.store(true, Ordering::Relaxed),
            }
        }
    }
}

fn enter_key() -> Receiver<()> {
    let (pressed, enter) = channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().split(b'\n') {
            if line.is_err() || pressed.send(()).is_err() {
                return;
            }
        }
    });
    enter
}

/// A line on which nobody hangs up at the end of an exchange.
struct StayingOn<'a>(&'a mut dyn Line);

impl Line for StayingOn<'_> {
    fn exchange(
        &mut self,
        reply: &Reply,
        expectation: &Expectation,
        foresee: &mut Foresee<'_>,
        sink: &mut dyn EventSink,
    ) -> Result<Answer, LineError> {
        let stays = |part: &&Part| **part != Part::Sound(LineSound::HangUp);
        let parts = reply.parts.iter().filter(stays).cloned().collect();
        self.0.exchange(&Reply { parts, ..reply.clone() }, expectation, foresee, sink)
    }

    fn hear_again(
        &mut self,
        over_telephone: bool,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Vec<SecondHearing>, LineError> {
        self.0.hear_again(over_telephone, progress)
    }
}

/// The screen, and the record in memory.
struct Both<'a> {
    screen: &'a mut dyn EventSink,
    events: Vec<CallEvent>,
}

impl EventSink for Both<'_> {
    fn event(&mut self, event: &CallEvent) {
        self.events.push(event.clone());
        self.screen.event(event);
    }

    fn listening(&mut self) {
        self.screen.listening();
    }

    fn partial(&mut self, text: &str) {
        self.screen.partial(text);
    }
}

//! The live screen of a spoken call at a terminal: captions scroll up as plain lines, and four lines below them stay.
//!
//! It runs on a thread of its own and only ever takes messages, so that it cannot hold the call up. The terminal is given
//! back when the conversation is over, when this is dropped, and when anything panics.

mod draw;
mod model;

use crate::call::{CallEvent, Controls, EventSink};
pub(super) use model::sound_name;
use model::{Caption, Model};
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::widgets::{Paragraph, Widget};
use ratatui::{DefaultTerminal, TerminalOptions, Viewport};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often keys are looked for and the screen is drawn: 20 times a second.
const BEAT: Duration = Duration::from_millis(50);

enum Update {
    Event(Box<CallEvent>),
    Listening,
    Partial(String),
    Prompt(String, String),
}

/// An event sink that draws.
pub struct LiveScreen {
    updates: Option<Sender<Update>>,
    thread: Option<JoinHandle<()>>,
}

impl LiveScreen {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When it is none, or does not answer: plain captions are for those.
    pub fn start(controls: Controls) -> std::io::Result<Self> {
        let options = TerminalOptions { viewport: Viewport::Inline(draw::STATUS_LINES) };
        let terminal = ratatui::try_init_with_options(options)?;
        let (updates, inbox) = channel();
        let thread = std::thread::spawn(move || {
            // A terminal that is gone takes the screen with it, not the call.
            let _ = Screen { terminal, controls, model: Model::default() }.run(&inbox);
            give_back();
        });
        Ok(Self { updates: Some(updates), thread: Some(thread) })
    }

    /// What the caller wanted to say next, and where in their script that is.
    pub fn prompt(&mut self, place: &str, words: &str) {
        self.tell(Update::Prompt(place.to_owned(), words.to_owned()));
    }

    fn tell(&self, update: Update) {
        if let Some(updates) = &self.updates {
            // The screen may be gone.
            let _ = updates.send(update);
        }
    }

    /// Shows what is still to be shown and gives the terminal back.
    fn close(&mut self) {
        self.updates = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The terminal as it was: for whoever must leave at once.
pub fn give_back() {
    if ratatui::crossterm::terminal::is_raw_mode_enabled().unwrap_or(false) {
        let _ = ratatui::try_restore();
    }
}

impl Drop for LiveScreen {
    fn drop(&mut self) {
        self.close();
    }
}

impl EventSink for LiveScreen {
    fn event(&mut self, event: &CallEvent) {
        self.tell(Update::Event(Box::new(event.clone())));
    }

    fn listening(&mut self) {
        self.tell(Update::Listening);
    }

    fn partial(&mut self, text: &str) {
        self.tell(Update::Partial(text.to_owned()));
    }

    fn over(&mut self) {
        self.close();
    }
}

struct Screen {
    terminal: DefaultTerminal,
    controls: Controls,
    model: Model,
}

impl Screen {
    #[expect(clippy::disallowed_methods, reason = "the clock on the screen; the record has the call's own")]
    fn run(&mut self, inbox: &Receiver<Update>) -> std::io::Result<()> {
        let mut looked = Instant::now();
        loop {
            let since = looked.elapsed().as_secs_f64();
            looked = Instant::now();
            if !self.controls.on_hold() {
                self.model.pass(since, self.controls.level());
            }
            loop {
                match inbox.try_recv() {
                    Ok(update) => self.take(update)?,
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return self.terminal.clear(),
                }
            }
            let (model, controls) = (&self.model, &self.controls);
            self.terminal.draw(|frame| draw::status(model, controls, frame.area(), frame.buffer_mut()))?;
            if event::poll(BEAT)?
                && let Event::Key(key) = event::read()?
            {
                self.key(key);
            }
        }
    }

    fn take(&mut self, update: Update) -> std::io::Result<()> {
        match update {
            Update::Event(event) => {
                if let Some(caption) = self.model.event(&event) {
                    self.say(&caption)?;
                }
            }
            Update::Listening => self.model.listening(),
            Update::Partial(text) => self.model.partial(&text),
            Update::Prompt(place, words) => self.model.prompt = Some((place, words)),
        }
        Ok(())
    }

    /// Above the status, where it stays when the call is over.
    fn say(&mut self, caption: &Caption) -> std::io::Result<()> {
        let lines = draw::caption(caption, self.terminal.size()?.width);
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        self.terminal.insert_before(height, |buffer| Paragraph::new(lines).render(buffer.area, buffer))
    }

    fn key(&mut self, key: KeyEvent) {
        if key.kind != KeyEventKind::Press {
            return;
        }
        let model = &mut self.model;
        match key.code {
            // The terminal sends it as a key now. Asked twice, whoever asks is let go; every event so far is on disk.
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                if self.controls.hung_up() {
                    give_back();
                    #[expect(clippy::disallowed_methods, reason = "asked twice")]
                    std::process::exit(130);
                }
                self.controls.hang_up();
            }
            KeyCode::Char('q') => self.controls.hang_up(),
            KeyCode::Char('m') => self.controls.toggle_mute(),
            KeyCode::Char('h') => self.controls.toggle_hold(),
            KeyCode::Char('r') => self.controls.ask_repeat(),
            KeyCode::Char('c') => model.shows_captions = !model.shows_captions,
            KeyCode::Char('p') => model.shows_inside = !model.shows_inside,
            KeyCode::Char('?') => model.shows_help = !model.shows_help,
            _ => {}
        }
    }
}

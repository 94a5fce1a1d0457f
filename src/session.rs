//! The turn loop: the one place where mind and body meet.
//!
//! A [`Line`] hears and speaks, a [`Conversation`] understands and answers; the events of both go to one
//! sink, in the order in which they happen. Nothing here knows whether the call is typed, recorded or live.

use crate::call::{CallEvent, EventSink, Kind};
use crate::line::{Answer, Line, LineError};
use crate::replay::{Conversation, Said};
use crate::understand::Understander;
use std::time::Instant;

/// The understanding, which loads behind the first ring and is asked for when the caller has spoken.
pub trait Mind {
    /// # Errors
    /// [`SessionError::Mind`] when it could not be loaded.
    fn understander(&mut self) -> Result<&mut Understander, SessionError>;
}

#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    #[error(transparent)]
    Line(#[from] LineError),
    #[error("the caller cannot be understood: {0}")]
    Mind(String),
}

/// One call between a line and a conversation.
pub struct Session<'a> {
    line: &'a mut dyn Line,
    mind: &'a mut dyn Mind,
    sink: Counting<'a>,
}

impl<'a> Session<'a> {
    pub fn new(line: &'a mut dyn Line, mind: &'a mut dyn Mind, sink: &'a mut dyn EventSink) -> Self {
        Self { line, mind, sink: Counting { sink, turns: 0, heard: Vec::new(), after_refusal: false, thinking: None } }
    }

    /// Plays the call to its end.
    ///
    /// # Errors
    /// What the line or the understanding reports; all that happened before is with the sink.
    pub fn play(&mut self, conversation: &mut Conversation<'_>) -> Result<(), SessionError> {
        let mut next = conversation.start(&mut self.sink);
        loop {
            self.sink.after_refusal = next.expectation.after_refusal;
            let answer = self.line.exchange(&next.reply, &next.expectation, &mut self.sink)?;
            if next.ended {
                return Ok(());
            }
            let said = match &answer {
                Answer::Heard(heard) => Said::Words(&heard.text),
                Answer::Rambled(heard) => Said::Rambled(&heard.text),
                Answer::Unclear(_) => Said::Unclear,
                Answer::Silence => Said::Nothing,
                Answer::HungUp => Said::HungUp,
            };
            let understander = self.mind.understander()?;
            self.sink.think();
            next = conversation.hear(understander, said, &mut self.sink);
        }
    }

    /// Tells the caller, and the record, about something that went wrong.
    pub fn notice(&mut self, message: String) {
        self.sink.event(&CallEvent::Noticed { message, at: 0.0 });
    }

    /// After hang-up: the careful ear listens to each caller turn once more. Its words are what is scored.
    ///
    /// # Errors
    /// What the line or the understanding reports; the score then rests on the first hearing.
    pub fn hear_again(&mut self, kind: Kind, progress: &mut dyn FnMut(usize, usize)) -> Result<(), SessionError> {
        let transcripts = self.line.hear_again(progress)?;
        let heard = std::mem::take(&mut self.sink.heard);
        for ((turn, after_refusal), transcript) in heard.into_iter().zip(transcripts) {
            let elements = self.mind.understander()?.elements(&transcript.text, Some(kind), after_refusal);
            self.sink.event(&CallEvent::HeardAgain { turn, transcript, elements });
        }
        Ok(())
    }
}

/// Passes events on, and knows which turn of the record each hearing became and how long thinking took.
struct Counting<'a> {
    sink: &'a mut dyn EventSink,
    turns: usize,
    /// (index of the turn in the record, whether it answered a refusal).
    heard: Vec<(usize, bool)>,
    after_refusal: bool,
    thinking: Option<Instant>,
}

impl Counting<'_> {
    fn think(&mut self) {
        #[expect(clippy::disallowed_methods, reason = "machine time, kept beside call time")]
        let now = Instant::now();
        self.thinking = Some(now);
    }
}

impl EventSink for Counting<'_> {
    fn event(&mut self, event: &CallEvent) {
        match event {
            CallEvent::Spoke { .. } => self.turns += 1,
            CallEvent::Heard { .. } => {
                self.heard.push((self.turns, self.after_refusal));
                self.turns += 1;
            }
            CallEvent::Understood { understanding, .. } => {
                let understand_ms = self.thinking.take().map_or(0.0, |begun| begun.elapsed().as_secs_f64() * 1000.0);
                let understanding = understanding.clone();
                return self.sink.event(&CallEvent::Understood { understanding, understand_ms });
            }
            _ => {}
        }
        self.sink.event(event);
    }

    fn listening(&mut self) {
        self.sink.listening();
    }

    fn partial(&mut self, text: &str) {
        self.sink.partial(text);
    }
}

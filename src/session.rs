//! The turn loop: the one place where mind and body meet.
//!
//! A [`Line`] hears and speaks, a [`Conversation`] understands and answers; the events of both go to one
//! sink, in the order in which they happen. Nothing here knows whether the call is typed, recorded or live.

use crate::call::{CallEvent, ElementFound, EventSink, Kind, Outlook, SecondHearing, Seconds, Understanding};
use crate::line::{Answer, Line, LineError};
use crate::replay::{Conversation, Exchange, Input, Question};
use std::time::Instant;

/// The understanding: it loads behind the first ring, and may think on a thread of its own.
pub trait Mind {
    /// # Errors
    /// [`SessionError::Mind`] when it could not be loaded.
    fn understand(&mut self, question: Question) -> Result<Understanding, SessionError>;

    /// The elements in a text alone.
    ///
    /// # Errors
    /// As [`Mind::understand`].
    fn elements(
        &mut self,
        text: &str,
        kind: Kind,
        after_refusal: bool,
    ) -> Result<Vec<ElementFound>, SessionError>;
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
        Self {
            line,
            mind,
            sink: Counting { sink, turns: 0, heard: Vec::new(), after_refusal: false, now: 0.0 },
        }
    }

    /// Plays the call to its end.
    ///
    /// # Errors
    /// What the line or the understanding reports; all that happened before is with the sink.
    pub fn play(&mut self, conversation: &mut Conversation<'_>) -> Result<(), SessionError> {
        let played = self.play_on(conversation);
        self.sink.over();
        played
    }

    fn play_on(&mut self, conversation: &mut Conversation<'_>) -> Result<(), SessionError> {
        let mut next = conversation.start(&mut self.sink);
        loop {
            self.sink.after_refusal = next.expectation.after_refusal;
            let mut reading = Reading { mind: &mut *self.mind, conversation, newest: None };
            let mut foresee = |words: &str| reading.foresee(words);
            let answer = self.line.exchange(&next.reply, &next.expectation, &mut foresee, &mut self.sink)?;
            let read = reading.newest;
            if let Some(closing) = next.closing(self.sink.now) {
                self.sink.event(&closing);
                return Ok(());
            }
            if answer.heard().is_some_and(|heard| heard.cut_in) {
                conversation.interrupted();
            }
            let input = match &answer {
                Answer::Heard(heard) => Input::Heard(&heard.text),
                Answer::Rambled(heard) => Input::Rambled(&heard.text),
                Answer::Unclear(_) => Input::Unclear,
                Answer::Silence => Input::Silence,
                Answer::HungUp => Input::HungUp,
            };
            next = self.answer(conversation, input, read)?;
        }
    }

    fn answer(
        &mut self,
        conversation: &mut Conversation<'_>,
        input: Input,
        read: Option<Read>,
    ) -> Result<Exchange, SessionError> {
        let (Input::Heard(text) | Input::Rambled(text)) = input else {
            return Ok(conversation.answer(input, None, 0.0, &mut self.sink));
        };
        let read = match read.filter(|read| read.text == text) {
            Some(read) => read,
            None => Read::of(text, self.mind, conversation)?,
        };
        Ok(conversation.answer(input, Some(read.understanding), read.machine_ms, &mut self.sink))
    }

    /// Tells the caller, and the record, about something that went wrong.
    pub fn notice(&mut self, message: String) {
        let at = self.sink.now;
        self.sink.event(&CallEvent::Noticed { message, at });
    }

    /// After hang-up: the careful ear listens to each caller turn once more. Its words are what is scored.
    ///
    /// # Errors
    /// What the line or the understanding reports; the score then rests on the first hearing.
    pub fn hear_again(
        &mut self,
        kind: Kind,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(), SessionError> {
        let hearings = self.line.hear_again(kind == Kind::Voicemail, progress)?;
        let heard = std::mem::take(&mut self.sink.heard);
        for ((turn, after_refusal), SecondHearing { transcript, voice, over_telephone }) in
            heard.into_iter().zip(hearings)
        {
            let elements = self.mind.elements(&transcript.text, kind, after_refusal)?;
            self.sink.event(&CallEvent::HeardAgain { turn, transcript, elements, over_telephone, voice });
        }
        Ok(())
    }
}

/// Words and what they were understood to mean.
struct Read {
    text: String,
    understanding: Understanding,
    machine_ms: f64,
}

impl Read {
    fn of(text: &str, mind: &mut dyn Mind, conversation: &Conversation<'_>) -> Result<Self, SessionError> {
        #[expect(clippy::disallowed_methods, reason = "machine time, kept beside call time")]
        let begun = Instant::now();
        let understanding = mind.understand(conversation.question(text))?;
        let machine_ms = begun.elapsed().as_secs_f64() * 1000.0;
        Ok(Self { text: text.to_owned(), understanding, machine_ms })
    }
}

/// Reads a turn while it is being said: at its end it is already understood.
struct Reading<'r, 'c> {
    mind: &'r mut dyn Mind,
    conversation: &'r Conversation<'c>,
    newest: Option<Read>,
}

impl Reading<'_, '_> {
    /// A mind that fails now fails again, and is told of, when the turn is answered.
    fn foresee(&mut self, words: &str) -> Outlook {
        let Ok(read) = Read::of(words, self.mind, self.conversation) else { return Outlook::UNKNOWN };
        let read = self.newest.insert(read);
        self.conversation.outlook(words, &read.understanding)
    }
}

/// Passes events on, and knows which turn of the record each hearing became and how late it is in the call.
struct Counting<'a> {
    sink: &'a mut dyn EventSink,
    turns: usize,
    /// (index of the turn in the record, whether it answered a refusal).
    heard: Vec<(usize, bool)>,
    after_refusal: bool,
    now: Seconds,
}

impl Counting<'_> {
    fn count(&mut self, event: &CallEvent) {
        match event {
            CallEvent::Spoke { end, .. } => {
                self.turns += 1;
                self.now = self.now.max(*end);
            }
            CallEvent::Heard { heard } => {
                self.heard.push((self.turns, self.after_refusal));
                self.turns += 1;
                self.now = self.now.max(heard.timing.transcript_ready);
            }
            CallEvent::Sounded { end, .. }
            | CallEvent::SpokeUntil { end, .. }
            | CallEvent::Silence { end, .. } => self.now = self.now.max(*end),
            _ => {}
        }
    }
}

impl EventSink for Counting<'_> {
    fn event(&mut self, event: &CallEvent) {
        self.count(event);
        self.sink.event(event);
    }

    fn retold(&mut self, event: &CallEvent) {
        self.count(event);
        self.sink.retold(event);
    }

    fn listening(&mut self) {
        self.sink.listening();
    }

    fn partial(&mut self, text: &str) {
        self.sink.partial(text);
    }

    fn over(&mut self) {
        self.sink.over();
    }
}

//! One caller turn, listened to: its words while they are being said, whether it is at its end, and then the turn.
//!
//! A live call looks for the workers' answers from frame to frame; a recorded one waits for them, so that the same
//! recording makes the same call on any machine.

use super::super::{Foresee, LineError};
use super::speaking::CutIn;
use super::{Pending, Timed, VoiceLine};
use crate::audio::FRAME_SECONDS;
use crate::call::{
    Answer, CallEvent, Channel, Completeness, EventSink, Expectation, Heard, MachineMs, Seconds, Transcript,
    TurnTiming,
};
use crate::hear::{HearError, TurnAudio, TurnEvent, TurnSettings, is_dictated, more_credible};
use std::collections::VecDeque;

/// A guess at the words, begun in a pause, holds if no more speech than this followed: the speech detector's
/// last frame may belong to either.
const SAME_END: Seconds = 0.07;

/// The careful ear hears a dictation without a prompt: examples of figures and letters leaked into what was heard.
const UNPROMPTED: &str = "";

/// Words that are being recognised, or are.
enum Words {
    Asked(Pending<Timed<Transcript>>),
    Known(Timed<Transcript>),
    Failed(LineError),
}

/// Words that were recognised in a pause, in case it is the end of the turn or of a stretch of it.
struct Guess {
    pause: u32,
    speech_end: Seconds,
    words: Words,
    judged: bool,
}

impl Guess {
    fn holds_for(&self, stretch: &TurnAudio) -> bool {
        (self.speech_end - stretch.speech_end()).abs() <= SAME_END
    }
}

/// What the workers were asked during one turn.
#[derive(Default)]
struct Overheard {
    /// The caller began while the other side spoke.
    cut_in: bool,
    prompt: String,
    /// Stretches that are over, in order.
    finished: Vec<Words>,
    guess: Option<Guess>,
    /// The second look at a dictation that may be over.
    again: Option<Guess>,
    ends: Vec<(u32, Pending<Timed<f32>>)>,
}

impl VoiceLine {
    pub(super) fn listen(
        &mut self,
        expectation: &Expectation,
        cut_in: Option<CutIn>,
        foresee: &mut Foresee<'_>,
        sink: &mut dyn EventSink,
    ) -> Result<Answer, LineError> {
        // Frames that piled up while the gatekeeper spoke are the gatekeeper's own echo.
        while cut_in.is_none() && self.parts.microphone.backlog() > 0 && !self.hung_up() {
            self.wait_a_frame(sink)?;
        }
        let mut settings = TurnSettings::from(expectation);
        settings.max_pause = self.parts.max_pause.unwrap_or(settings.max_pause);
        let mut heard = Overheard {
            prompt: expectation.vocabulary.join(", "),
            cut_in: cut_in.is_some(),
            ..Overheard::default()
        };
        let mut before = VecDeque::from(cut_in.unwrap_or_default());
        self.finder.listen(self.now() - before.len() as f64 * FRAME_SECONDS, settings);
        sink.listening();
        loop {
            if self.hung_up() {
                return Ok(Answer::HungUp);
            }
            if self.parts.controls.take_repeat() {
                self.say_again(sink)?;
                return self.listen(expectation, None, foresee, sink);
            }
            let frame = match before.pop_front() {
                Some(frame) => frame,
                None => self.wait_a_frame(sink)?,
            };
            self.collect(&mut heard, foresee, sink)?;
            for event in self.finder.push(&frame) {
                match event {
                    TurnEvent::TurnEnded(turn) => return self.turn_of(turn, heard, Answer::Heard, sink),
                    TurnEvent::TooLong(turn) => return self.turn_of(turn, heard, Answer::Rambled, sink),
                    TurnEvent::NoSpeech { at } => {
                        sink.event(&CallEvent::Silence { start: at - settings.no_input_after, end: at });
                        let gone = self.parts.microphone.finished();
                        return Ok(if gone { Answer::HungUp } else { Answer::Silence });
                    }
                    event => self.ask(event, &mut heard, foresee, sink)?,
                }
            }
        }
    }

    /// Puts the workers on what a turn that goes on needs.
    fn ask(
        &mut self,
        event: TurnEvent,
        heard: &mut Overheard,
        foresee: &mut Foresee<'_>,
        sink: &mut dyn EventSink,
    ) -> Result<(), LineError> {
        match event {
            // Most pauses are too short for an end: a recording, which waits, does not ask about all of them.
            TurnEvent::Paused { pause, speech_end } if self.live() => {
                heard.guess = Some(self.guess(pause, speech_end, heard)?);
            }
            TurnEvent::AskEndOfTurn { ask, pause, speech_end } => {
                let pending = self.parts.end_of_turn.ask(self.finder.for_end_of_turn())?;
                if self.live() {
                    heard.ends.push((ask, pending));
                } else {
                    self.finder.answer(ask, pending.wait()?.answer);
                    if heard.guess.as_ref().is_none_or(|guess| guess.pause != pause) {
                        heard.guess = Some(self.guess(pause, speech_end, heard)?);
                        self.collect(heard, foresee, sink)?;
                    }
                }
            }
            TurnEvent::StretchEnded(stretch) => {
                let words = match heard.guess.take_if(|guess| guess.holds_for(&stretch)) {
                    Some(guess) => guess.words,
                    None => Words::Asked(self.parts.ear.ask((stretch, heard.prompt.clone()))?),
                };
                heard.finished.push(words);
            }
            _ => {}
        }
        Ok(())
    }

    fn guess(&mut self, pause: u32, speech_end: Seconds, heard: &Overheard) -> Result<Guess, LineError> {
        let words = self.parts.ear.ask((self.finder.stretch(), heard.prompt.clone()))?;
        Ok(Guess { pause, speech_end, words: Words::Asked(words), judged: false })
    }

    /// Begun in the pause, so that it costs nothing if the turn ends with it. A recording waits anyway.
    fn second_look(&self, pause: u32) -> Result<Option<Guess>, LineError> {
        let Some(ear) = self.parts.dictation.as_ref().filter(|_| self.live()) else { return Ok(None) };
        let turn = self.finder.so_far();
        let speech_end = turn.speech_end();
        let words = Words::Asked(ear.ask((turn, UNPROMPTED.to_owned()))?);
        Ok(Some(Guess { pause, speech_end, words, judged: true }))
    }

    /// Takes in what the workers have answered meanwhile.
    fn collect(
        &mut self,
        heard: &mut Overheard,
        foresee: &mut Foresee<'_>,
        sink: &mut dyn EventSink,
    ) -> Result<(), LineError> {
        let mut waiting = Vec::new();
        for (ask, pending) in heard.ends.drain(..) {
            match pending.poll()? {
                Some(complete) => self.finder.answer(ask, complete.answer),
                None => waiting.push((ask, pending)),
            }
        }
        heard.ends = waiting;
        let live = self.live();
        // The ear takes one thing after the other: what was finished before the guess is there before it.
        for words in heard.finished.iter_mut().chain(heard.guess.as_mut().map(|guess| &mut guess.words)) {
            if !words.look(live) {
                return Ok(());
            }
        }
        if let Some(guess) = heard.guess.as_mut().filter(|guess| !guess.judged) {
            guess.judged = true;
            let pause = guess.pause;
            let text = heard.so_far().text;
            if !text.is_empty() {
                sink.partial(&text);
                let outlook = foresee(&text);
                self.finder.judge(pause, outlook.completeness);
                self.parts.voices.next(outlook.next);
                if outlook.completeness != Completeness::Dictating && is_dictated(&text) {
                    heard.again = self.second_look(pause)?;
                }
            }
        }
        Ok(())
    }

    /// Somebody who writes down takes a second look: where a number or a name was dictated, the careful ear hears it, too.
    fn dictated(
        &mut self,
        words: Transcript,
        turn: &TurnAudio,
        asked: Option<Guess>,
        sink: &mut dyn EventSink,
    ) -> Result<Timed<Transcript>, LineError> {
        let first = Timed { answer: words, machine_ms: 0.0 };
        let Some(ear) = self.parts.dictation.as_ref().filter(|_| is_dictated(&first.answer.text)) else {
            return Ok(first);
        };
        let again = match asked.filter(|asked| asked.holds_for(turn)) {
            Some(asked) => asked.words,
            None => Words::Asked(ear.ask((turn.clone(), UNPROMPTED.to_owned()))?),
        };
        let again = match again {
            Words::Known(again) => Ok(again),
            Words::Asked(pending) => self.wait(&pending, sink),
            Words::Failed(error) => Err(error),
        };
        match again {
            Ok(again) => Ok(Timed { answer: more_credible(first.answer, again.answer), ..again }),
            Err(LineError::Hear(HearError::Recognition { .. })) => Ok(first),
            Err(error) => Err(error),
        }
    }

    fn turn_of(
        &mut self,
        turn: TurnAudio,
        mut heard: Overheard,
        answer: fn(Heard) -> Answer,
        sink: &mut dyn EventSink,
    ) -> Result<Answer, LineError> {
        let tail = self.finder.stretch();
        if heard.guess.take_if(|guess| !guess.holds_for(&tail)).is_some() || heard.guess.is_none() {
            let words = self.parts.ear.ask((tail, std::mem::take(&mut heard.prompt)))?;
            heard.finished.push(Words::Asked(words));
        }
        let guessed = heard.guess.take().map(|guess| guess.words);
        let (mut words, mut machine_ms) = (Transcript::default(), 0.0);
        for part in heard.finished.into_iter().chain(guessed) {
            let part = match part {
                Words::Known(part) => Ok(part),
                Words::Asked(pending) => self.wait(&pending, sink),
                Words::Failed(error) => Err(error),
            };
            // A turn that cannot be recognised is asked for again, like one that was mumbled.
            match part {
                Ok(part) => (words, machine_ms) = (words.then(part.answer), part.machine_ms),
                Err(LineError::Hear(error @ HearError::Recognition { .. })) => {
                    sink.event(&CallEvent::Noticed { message: error.to_string(), at: self.now() });
                }
                Err(error) => return Err(error),
            }
        }
        let again = self.dictated(words, &turn, heard.again.take(), sink)?;
        (words, machine_ms) = (again.answer, machine_ms + again.machine_ms);
        let (now, cut_in) = (self.now(), heard.cut_in);
        let heard = Heard {
            channel: Channel::Spoken,
            text: words.text,
            words: words.words,
            speech: turn.speech.clone(),
            timing: TurnTiming {
                start: turn.speech_start(),
                speech_end: turn.speech_end(),
                // The finder adds up frames from its own start: the last bit may differ.
                turn_end_decided: turn.decided.min(now),
                transcript_ready: now,
            },
            // The last stretch's: the others were recognised while the caller spoke.
            machine_ms: MachineMs { recognize: machine_ms, ..MachineMs::default() },
            sound: None,
            cut_in,
        };
        self.turns.push(turn);
        sink.event(&CallEvent::Heard { heard: heard.clone() });
        Ok(if heard.text.is_empty() { Answer::Unclear(heard) } else { answer(heard) })
    }
}

impl Words {
    /// Whether they are there, or will never be; a recording waits for them.
    fn look(&mut self, live: bool) -> bool {
        if let Self::Asked(pending) = self {
            let answer = if live { pending.poll() } else { pending.wait().map(Some) };
            *self = match answer {
                Ok(Some(words)) => Self::Known(words),
                Ok(None) => return false,
                Err(error) => Self::Failed(error),
            };
        }
        true
    }

    fn known(&self) -> Option<&Transcript> {
        match self {
            Self::Known(words) => Some(&words.answer),
            Self::Asked(_) | Self::Failed(_) => None,
        }
    }
}

impl Overheard {
    /// The words that are there.
    fn so_far(&self) -> Transcript {
        let words = self.finished.iter().chain(self.guess.as_ref().map(|guess| &guess.words));
        words.filter_map(Words::known).cloned().fold(Transcript::default(), Transcript::then)
    }
}

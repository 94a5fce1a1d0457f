//! What the workers are asked while the caller speaks: partial words, whether the turn is at its end, and then its words.

use super::super::LineError;
use super::{Pending, Timed, VoiceLine};
use crate::call::{CallEvent, Channel, EventSink, Heard, MachineMs, Seconds, Transcript, TurnTiming};
use crate::hear::{TurnAudio, TurnEvent, is_dictated, more_credible};

/// Captions of a turn that is still being spoken stop here, because they cost more the longer it gets.
const LONGEST_PARTIAL: Seconds = 10.0;

/// A guess at the words, begun in a pause, holds if no more speech than this followed: the speech detector's
/// last frame may belong to either.
const SAME_END: Seconds = 0.07;

/// Words that were recognised in a pause, in case it is the end.
pub(super) struct Guess {
    speech_end: Seconds,
    words: Pending<Timed<Transcript>>,
}

/// What the workers were asked during one turn.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) guess: Option<Guess>,
    caption: Option<Pending<Timed<Transcript>>>,
    ends: Vec<(u32, Pending<Timed<f32>>)>,
}

impl VoiceLine {
    /// Puts the workers on what a turn that goes on needs.
    pub(super) fn ask(&mut self, event: TurnEvent, prompt: &str, asked: &mut Asked) -> Result<(), LineError> {
        let live = self.live();
        match event {
            TurnEvent::AskEndOfTurn { ask } => {
                let pending = self.parts.end_of_turn.ask(self.finder.for_end_of_turn())?;
                if live {
                    asked.ends.push((ask, pending));
                } else {
                    self.finder.answer(ask, pending.wait()?.answer);
                }
            }
            TurnEvent::Paused { speech_end } if live => {
                let words = self.parts.ear.ask((self.finder.so_far(), prompt.to_owned()))?;
                asked.guess = Some(Guess { speech_end, words });
            }
            TurnEvent::PartialDue if live && asked.caption.is_none() => {
                let turn = self.finder.so_far();
                if turn.decided - turn.speech_start() < LONGEST_PARTIAL {
                    asked.caption = Some(self.parts.ear.ask((turn, prompt.to_owned()))?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes in what the workers have answered meanwhile.
    pub(super) fn collect(&mut self, asked: &mut Asked, sink: &mut dyn EventSink) -> Result<(), LineError> {
        if let Some(pending) = &asked.caption
            && let Some(caption) = pending.poll()?
        {
            sink.partial(&caption.answer.text);
            asked.caption = None;
        }
        let mut waiting = Vec::new();
        for (ask, pending) in asked.ends.drain(..) {
            match pending.poll()? {
                Some(complete) => self.finder.answer(ask, complete.answer),
                None => waiting.push((ask, pending)),
            }
        }
        asked.ends = waiting;
        Ok(())
    }

    /// Somebody who writes down takes a second look: where a number or a name was dictated, the careful ear hears it, too.
    fn dictated(
        &mut self,
        words: Timed<Transcript>,
        turn: &TurnAudio,
        sink: &mut dyn EventSink,
    ) -> Result<Timed<Transcript>, LineError> {
        let Some(ear) = self.parts.dictation.as_ref().filter(|_| is_dictated(&words.answer.text)) else {
            return Ok(words);
        };
        // No prompt: examples of figures and letters leaked into what was heard.
        let pending = ear.ask((turn.clone(), String::new()))?;
        let again = self.wait(&pending, sink)?;
        Ok(Timed {
            answer: more_credible(words.answer, again.answer),
            machine_ms: words.machine_ms + again.machine_ms,
        })
    }

    pub(super) fn words_of(
        &mut self,
        turn: TurnAudio,
        guess: Option<Guess>,
        prompt: String,
        sink: &mut dyn EventSink,
    ) -> Result<Heard, LineError> {
        let pending = match guess {
            Some(guess) if (guess.speech_end - turn.speech_end()).abs() <= SAME_END => guess.words,
            _ => self.parts.ear.ask((turn.clone(), prompt))?,
        };
        let words = self.wait(&pending, sink)?;
        let words = self.dictated(words, &turn, sink)?;
        let now = self.now();
        let heard = Heard {
            channel: Channel::Spoken,
            text: words.answer.text,
            words: words.answer.words,
            speech: turn.speech.clone(),
            timing: TurnTiming {
                start: turn.speech_start(),
                speech_end: turn.speech_end(),
                // The finder adds up frames from its own start: the last bit may differ.
                turn_end_decided: turn.decided.min(now),
                transcript_ready: now,
            },
            machine_ms: MachineMs { recognize: words.machine_ms, ..MachineMs::default() },
            sound: Some(turn.measure()),
        };
        self.turns.push(turn);
        sink.event(&CallEvent::Heard { heard: heard.clone() });
        Ok(heard)
    }
}

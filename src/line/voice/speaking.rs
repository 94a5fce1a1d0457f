//! One reply, said: its sounds and words go down the line, and where the caller can be heard meanwhile, they can cut in.

use super::super::{LineError, phone};
use super::{AHEAD, VoiceLine, duration};
use crate::audio::{FRAME, FRAME_SECONDS, Frame, SILENCE};
use crate::call::{BargeIn, CallEvent, EventSink, Expectation, LineSound, Part, Reply, Say, Seconds};
use crate::hear::{HearError, Interruption, InterruptionFinder, TurnAudio, find_speech, only_listens};

/// Who goes on after a moment of quiet begins again at the quietest place in so many frames before it (0.4 s).
const BACK: usize = 12;

/// What the caller has said already, when they cut in.
pub(super) type CutIn = Vec<Frame>;

/// How a line that may be interrupted ended.
enum Said {
    Whole,
    /// So much of it was said, from 0 to 1, until this call time.
    Until(f64, Seconds, CutIn),
}

impl VoiceLine {
    /// Says all of a reply, or as much as the caller lets be said.
    pub(super) fn deliver(
        &mut self,
        reply: &Reply,
        expectation: &Expectation,
        sink: &mut dyn EventSink,
    ) -> Result<Option<CutIn>, LineError> {
        let open = self.parts.headphones && expectation.listen && expectation.barge_in != BargeIn::TalkOn;
        // Who is put through or put on hold cannot stop it.
        let from = reply.parts.iter().rposition(|part| matches!(part, Part::Sound(_))).map_or(0, |at| at + 1);
        for (at, part) in reply.parts.iter().enumerate() {
            let cut_in = match part {
                Part::Sound(sound) => {
                    self.sound(*sound, sink)?;
                    None
                }
                Part::Say(say) => self.say(say, &reply.state, open && at >= from, sink)?,
            };
            if cut_in.is_some() {
                return Ok(cut_in);
            }
        }
        Ok(None)
    }

    fn sound(&mut self, sound: LineSound, sink: &mut dyn EventSink) -> Result<(), LineError> {
        let samples = phone::sound(sound);
        let start = self.now();
        sink.event(&CallEvent::Sounded { sound, start, end: start + duration(&samples) });
        self.send(&samples, sink)
    }

    fn say(
        &mut self,
        say: &Say,
        state: &str,
        open: bool,
        sink: &mut dyn EventSink,
    ) -> Result<Option<CutIn>, LineError> {
        let pending = self.parts.voices.now(say)?;
        let voiced = self.wait(&pending, sink)?;
        let start = self.now();
        let end = start + duration(&voiced.answer);
        sink.event(&CallEvent::Spoke {
            speaker: say.speaker.clone(),
            name: say.name.clone(),
            text: say.text.clone(),
            state: state.to_owned(),
            start,
            end,
            synthesize_ms: voiced.machine_ms,
        });
        self.last_said.extend_from_slice(&voiced.answer);
        if !open {
            self.send(&voiced.answer, sink)?;
            return Ok(None);
        }
        Ok(match self.send_openly(&voiced.answer, sink)? {
            Said::Whole => {
                if self.now() > end + FRAME_SECONDS {
                    sink.event(&CallEvent::SpokeUntil { end: self.now(), heard: None });
                }
                None
            }
            Said::Until(part, end, frames) => {
                let heard = first_words(&say.text, part);
                sink.event(&CallEvent::SpokeUntil { end, heard: Some(heard) });
                Some(frames)
            }
        })
    }

    /// The last reply once more, because the caller pressed the key: nobody in the call minds.
    pub(super) fn say_again(&mut self, sink: &mut dyn EventSink) -> Result<(), LineError> {
        sink.event(&CallEvent::Noticed {
            message: "said once more, as you asked".to_owned(),
            at: self.now(),
        });
        self.parts.microphone.listen(false);
        let said = std::mem::take(&mut self.last_said);
        self.send(&said, sink)?;
        self.last_said = said;
        self.parts.microphone.listen(true);
        Ok(())
    }

    /// Sends samples down the line, until the caller hangs up.
    fn send(&mut self, samples: &[f32], sink: &mut dyn EventSink) -> Result<(), LineError> {
        let frames = self.carried(samples);
        let ahead = if self.live() { AHEAD.min(frames.len()) } else { 0 };
        for frame in &frames[..ahead] {
            self.play(frame)?;
        }
        for frame in &frames[ahead..] {
            if self.hung_up() {
                break;
            }
            self.tick(frame, sink)?;
        }
        while !self.playing.is_empty() {
            self.pass(sink)?;
        }
        Ok(())
    }

    /// The same with an ear for the caller.
    fn send_openly(&mut self, samples: &[f32], sink: &mut dyn EventSink) -> Result<Said, LineError> {
        let frames = self.carried(samples);
        let mut caller = InterruptionFinder::default();
        let (mut next, mut quiet) = (0, None);
        while self.live() && next < AHEAD.min(frames.len()) {
            self.play(&frames[next])?;
            next += 1;
        }
        while !self.hung_up() {
            let heard = match frames.get(next) {
                _ if quiet.is_some() => self.wait_a_frame(sink)?,
                Some(frame) => {
                    next += 1;
                    self.tick(frame, sink)?
                }
                None if self.playing.is_empty() => break,
                None => self.pass(sink)?,
            };
            match caller.push(&heard) {
                Interruption::None => {}
                Interruption::Begun => {
                    next -= self.fall_quiet();
                    quiet = Some(self.now());
                }
                Interruption::Short if self.is_listening(&caller, sink)? => {
                    caller.dismiss();
                    next = quietest(&frames[..next]);
                    quiet = None;
                }
                Interruption::Short | Interruption::Certain => {
                    let part = next as f64 / frames.len().max(1) as f64;
                    let until = quiet.unwrap_or_else(|| self.now());
                    return Ok(Said::Until(part, until, caller.frames().copied().collect()));
                }
            }
        }
        Ok(Said::Whole)
    }

    /// Takes back what was not heard yet; how many frames that were.
    fn fall_quiet(&mut self) -> usize {
        if let Some(speaker) = self.parts.speaker.as_mut().filter(|_| self.parts.microphone.live()) {
            speaker.clear();
        }
        let taken_back = self.playing.len();
        self.playing.clear();
        taken_back
    }

    /// A cough, or words that say nothing but that somebody listens.
    fn is_listening(
        &mut self,
        caller: &InterruptionFinder,
        sink: &mut dyn EventSink,
    ) -> Result<bool, LineError> {
        let samples: Vec<f32> = caller.frames().flatten().copied().collect();
        let speech = find_speech(&samples);
        if speech.is_empty() {
            return Ok(true);
        }
        let turn = TurnAudio { start: 0.0, samples, speech, decided: 0.0 };
        let pending = self.parts.ear.ask((turn, String::new()))?;
        match self.wait(&pending, sink) {
            Ok(heard) => Ok(only_listens(&heard.answer)),
            Err(LineError::Hear(HearError::Recognition { .. })) => Ok(true),
            Err(error) => Err(error),
        }
    }

    fn carried(&mut self, samples: &[f32]) -> Vec<Frame> {
        let carried = self.telephone.carry(samples);
        let whole = |chunk: &[f32]| {
            let mut frame = SILENCE;
            frame[..chunk.len()].copy_from_slice(chunk);
            frame
        };
        carried.chunks(FRAME).map(whole).collect()
    }
}

/// Where to go on after `said`: not in the middle of a word.
fn quietest(said: &[Frame]) -> usize {
    let energy = |frame: &Frame| frame.iter().map(|sample| sample * sample).sum::<f32>();
    let from = said.len().saturating_sub(BACK);
    let place = (from..said.len()).min_by(|a, b| energy(&said[*a]).total_cmp(&energy(&said[*b])));
    place.unwrap_or(from)
}

/// The words of the first `part` of a line. A voice says most lines at an even pace: so many characters, in whole words.
fn first_words(text: &str, part: f64) -> String {
    let length = (text.chars().count() as f64 * part) as usize;
    let mut end = 0;
    for (at, word) in text.split_inclusive(' ').scan(0, |at, word| {
        *at += word.chars().count();
        Some((*at, word))
    }) {
        if at > length + 1 {
            break;
        }
        end += word.len();
    }
    text[..end].trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_are_whole_words() {
        let line = "Meridian Design, how can I help?";
        assert_eq!(first_words(line, 0.0), "");
        assert_eq!(first_words(line, 0.5), "Meridian Design,");
        assert_eq!(first_words(line, 0.9), "Meridian Design, how can I");
        assert_eq!(first_words(line, 1.0), line);
        assert_eq!(first_words("Ça va très bien", 0.4), "Ça va");
    }

    #[test]
    fn who_goes_on_begins_at_the_quietest_place() {
        let frame = |level: f32| [level; FRAME];
        let frames: Vec<Frame> = [0.5, 0.0, 0.4, 0.5].map(frame).to_vec();
        assert_eq!(quietest(&frames), 1);
        assert_eq!(quietest(&[]), 0);
    }
}

//! A spoken call: WAV and live are the same line with other parts.
//!
//! Frames are the clock. Each tick takes one frame from the caller and sends one to the caller; a live
//! microphone goes on while the machine works, a recording waits for it.

mod listening;

use super::interference::{Interference, Quality};
use super::synthesis::VoiceRoom;
use super::turns::CallerTurns;
use super::worker::{Pending, Timed, Worker};
use super::{Answer, Line, LineError, Telephone, phone};
use crate::audio::{FRAME, FRAME_SECONDS, Frame, SILENCE, Speaker, StereoWav};
use crate::call::{
    CallEvent, EventSink, Expectation, LineSound, Part, Reply, Say, SecondHearing, Seconds, Transcript,
};
use crate::hear::{Recognizer, TurnAudio, TurnEvent, TurnFinder, TurnSettings, number_through, second_pass};
use listening::Asked;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A turn's sound and a dozen words that are likely in it.
pub type Passage = (TurnAudio, String);

/// Loads a recognizer when it is needed.
pub type OpenEar = Box<dyn FnOnce() -> Result<Box<dyn Recognizer>, LineError>>;

/// What a voice line is made of.
pub struct VoiceParts {
    /// How the line is, and the seed of its noises.
    pub line: (Quality, u64),
    pub microphone: Box<dyn CallerTurns>,
    /// None: nobody hears the call.
    pub speaker: Option<Box<dyn Speaker>>,
    pub voices: VoiceRoom,
    /// The fast ear, for the conversation.
    pub ear: Worker<Passage, Transcript>,
    /// The careful ear, for turns in which a number or a name was dictated.
    pub dictation: Option<Worker<Passage, Transcript>>,
    /// How likely it is (0 to 1) that a turn is complete, from its last seconds of sound.
    pub end_of_turn: Worker<Vec<f32>, f32>,
    /// Opens the careful ear, when a conversation is over.
    pub careful_ear: Option<OpenEar>,
    /// Both sides: left the caller, right the gatekeeper.
    pub recording: Option<StereoWav>,
    /// Overrides the expectation's.
    pub max_pause: Option<Seconds>,
    pub hang_up: Arc<AtomicBool>,
}

pub struct VoiceLine {
    parts: VoiceParts,
    telephone: Telephone,
    interference: Interference,
    /// The caller's side of the band, where the other end's hearing is what counts.
    caller_telephone: Option<Telephone>,
    finder: TurnFinder,
    frames: u64,
    /// Those that were not heard again yet.
    turns: Vec<TurnAudio>,
    careful_ear: Option<Box<dyn Recognizer>>,
}

impl VoiceLine {
    pub fn new(parts: VoiceParts) -> Self {
        let finder = TurnFinder::new(0.0, TurnSettings::default());
        let (quality, seed) = parts.line;
        Self {
            parts,
            telephone: Telephone::default(),
            interference: Interference::new(quality, seed),
            caller_telephone: None,
            finder,
            frames: 0,
            turns: Vec::new(),
            careful_ear: None,
        }
    }

    /// The first frame's call time: a call that is taken up again goes on where it was.
    #[must_use]
    pub fn beginning_at(mut self, at: Seconds) -> Self {
        self.frames = (at / FRAME_SECONDS).ceil() as u64;
        self
    }

    /// From now on the caller is heard as the other end of an old line hears them, or as they come in.
    pub fn hear_as_telephone(&mut self, through: bool) {
        self.caller_telephone = through.then(Telephone::default);
    }

    /// Another conversation begins on this line. What a live microphone held meanwhile, while nobody listened,
    /// is dropped.
    ///
    /// # Errors
    /// When the microphone is gone.
    pub fn begin(&mut self) -> Result<(), LineError> {
        self.parts.microphone.begin();
        while self.parts.microphone.backlog() > 0 {
            self.parts.microphone.next_frame()?;
            self.frames += 1;
        }
        // Nobody is missed who was not asked.
        self.parts.microphone.take_notices();
        Ok(())
    }

    /// The caller's last recording has been said.
    pub fn caller_finished(&self) -> bool {
        self.parts.microphone.finished()
    }

    /// Call time.
    fn now(&self) -> Seconds {
        self.frames as f64 * FRAME_SECONDS
    }

    fn live(&self) -> bool {
        self.parts.microphone.live()
    }

    fn hung_up(&self) -> bool {
        self.parts.hang_up.load(Ordering::Relaxed)
    }

    /// 32 ms of the call.
    fn tick(&mut self, said: &Frame, sink: &mut dyn EventSink) -> Result<Frame, LineError> {
        let mut heard = self.parts.microphone.next_frame()?;
        if let Some(telephone) = &mut self.caller_telephone {
            let carried = telephone.carry(&heard);
            heard.copy_from_slice(&carried);
        }
        let said = &self.interference.on(said);
        let recorded_caller = !self.parts.microphone.live();
        if let Some(speaker) = &mut self.parts.speaker {
            // A recorded caller is heard from the speaker too; a live one hears herself.
            let mut both = *said;
            if recorded_caller {
                both.iter_mut().zip(&heard).for_each(|(out, caller)| *out = (*out + caller).clamp(-1.0, 1.0));
            }
            speaker.play(&both)?;
        }
        self.frames += 1;
        self.keep(&heard, said, sink);
        let mut notices = self.parts.microphone.take_notices();
        if let Some(speaker) = &mut self.parts.speaker {
            notices.extend(speaker.take_notices());
        }
        for message in notices {
            sink.event(&CallEvent::Noticed { message, at: self.now() });
        }
        Ok(heard)
    }

    /// A recording that cannot be written is given up; the call is not.
    fn keep(&mut self, heard: &Frame, said: &Frame, sink: &mut dyn EventSink) {
        if let Some(recording) = &mut self.parts.recording
            && let Err(error) = recording.write(heard, said)
        {
            self.parts.recording = None;
            sink.event(&CallEvent::Noticed {
                message: format!("the recording stopped: {error}"),
                at: self.now(),
            });
        }
    }

    /// Waits for a worker; a live call goes on meanwhile.
    fn wait<A>(&mut self, pending: &Pending<A>, sink: &mut dyn EventSink) -> Result<A, LineError> {
        if !self.live() {
            return pending.wait();
        }
        loop {
            if let Some(answer) = pending.poll()? {
                return Ok(answer);
            }
            self.tick(&SILENCE, sink)?;
        }
    }

    fn sound(&mut self, sound: LineSound, sink: &mut dyn EventSink) -> Result<(), LineError> {
        let samples = phone::sound(sound);
        let start = self.now();
        sink.event(&CallEvent::Sounded { sound, start, end: start + duration(&samples) });
        self.send(&samples, sink)
    }

    fn say(&mut self, say: &Say, state: &str, sink: &mut dyn EventSink) -> Result<(), LineError> {
        let pending = self.parts.voices.now(say)?;
        let voiced = self.wait(&pending, sink)?;
        let start = self.now();
        sink.event(&CallEvent::Spoke {
            speaker: say.speaker.clone(),
            name: say.name.clone(),
            text: say.text.clone(),
            state: state.to_owned(),
            start,
            end: start + duration(&voiced.answer),
            synthesize_ms: voiced.machine_ms,
        });
        self.send(&voiced.answer, sink)
    }

    /// Sends samples down the line, until the caller hangs up.
    fn send(&mut self, samples: &[f32], sink: &mut dyn EventSink) -> Result<(), LineError> {
        let carried = self.telephone.carry(samples);
        for chunk in carried.chunks(FRAME) {
            if self.hung_up() {
                break;
            }
            let mut frame = SILENCE;
            frame[..chunk.len()].copy_from_slice(chunk);
            self.tick(&frame, sink)?;
        }
        Ok(())
    }

    fn listen(&mut self, expectation: &Expectation, sink: &mut dyn EventSink) -> Result<Answer, LineError> {
        // Frames that piled up while the gatekeeper spoke are the gatekeeper's own echo.
        while self.parts.microphone.backlog() > 0 && !self.hung_up() {
            self.tick(&SILENCE, sink)?;
        }
        let mut settings = TurnSettings::from(expectation);
        settings.max_pause = self.parts.max_pause.unwrap_or(settings.max_pause);
        self.finder.listen(self.now(), settings);
        let prompt = expectation.vocabulary.join(", ");
        let mut asked = Asked::default();
        sink.listening();
        loop {
            if self.hung_up() {
                return Ok(Answer::HungUp);
            }
            let frame = self.tick(&SILENCE, sink)?;
            self.collect(&mut asked, sink)?;
            for event in self.finder.push(&frame) {
                match event {
                    TurnEvent::TurnEnded(turn) => {
                        let heard = self.words_of(turn, asked.guess.take(), prompt, sink)?;
                        return Ok(if heard.text.is_empty() {
                            Answer::Unclear(heard)
                        } else {
                            Answer::Heard(heard)
                        });
                    }
                    TurnEvent::TooLong(turn) => {
                        let heard = self.words_of(turn, None, prompt, sink)?;
                        return Ok(if heard.text.is_empty() {
                            Answer::Unclear(heard)
                        } else {
                            Answer::Rambled(heard)
                        });
                    }
                    TurnEvent::NoSpeech { at } => {
                        sink.event(&CallEvent::Silence { start: at - settings.no_input_after, end: at });
                        let gone = self.parts.microphone.finished();
                        return Ok(if gone { Answer::HungUp } else { Answer::Silence });
                    }
                    event => self.ask(event, &prompt, &mut asked)?,
                }
            }
        }
    }
}

fn duration(samples: &[f32]) -> Seconds {
    samples.len().div_ceil(FRAME) as f64 * FRAME_SECONDS
}

impl Line for VoiceLine {
    fn exchange(
        &mut self,
        reply: &Reply,
        expectation: &Expectation,
        sink: &mut dyn EventSink,
    ) -> Result<Answer, LineError> {
        self.parts.microphone.listen(false);
        for part in &reply.parts {
            match part {
                Part::Sound(sound) => self.sound(*sound, sink)?,
                Part::Say(say) => self.say(say, &reply.state, sink)?,
            }
        }
        if !expectation.listen {
            if let Some(speaker) = &mut self.parts.speaker {
                speaker.drain();
            }
            return Ok(Answer::HungUp);
        }
        self.parts.voices.ahead(&expectation.ahead);
        self.parts.microphone.listen(true);
        self.listen(expectation, sink)
    }

    fn hear_again(
        &mut self,
        over_telephone: bool,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Vec<SecondHearing>, LineError> {
        if let Some(recording) = self.parts.recording.take() {
            recording.finish().map_err(|error| LineError::Recording(error.to_string()))?;
        }
        let turns = std::mem::take(&mut self.turns);
        if turns.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(open) = self.parts.careful_ear.take() {
            self.careful_ear = Some(open()?);
        }
        let Some(ear) = &mut self.careful_ear else { return Ok(Vec::new()) };
        let transcripts = second_pass(ear.as_mut(), &turns, progress)?;
        let mut hearings = Vec::with_capacity(turns.len());
        for (transcript, turn) in transcripts.into_iter().zip(turns) {
            let carry = |samples: &[f32]| Telephone::default().carry(samples);
            let over_telephone =
                if over_telephone { number_through(ear.as_mut(), &transcript, turn, carry)? } else { None };
            hearings.push(SecondHearing { transcript, over_telephone });
        }
        Ok(hearings)
    }
}

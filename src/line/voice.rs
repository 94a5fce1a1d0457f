//! A spoken call: WAV and live are the same line with other parts.
//!
//! Frames are the clock. Each tick takes one frame from the caller and sends one to the caller; a live
//! microphone goes on while the machine works, a recording waits for it.

mod listening;
mod speaking;

use super::interference::{Interference, Quality};
use super::synthesis::VoiceRoom;
use super::turns::CallerTurns;
use super::worker::{Pending, Timed, Worker};
use super::{Answer, Foresee, Line, LineError, Telephone};
use crate::audio::{FRAME, FRAME_SECONDS, Frame, SILENCE, Speaker, StereoWav};
use crate::call::{CallEvent, Controls, EventSink, Expectation, Reply, SecondHearing, Seconds, Transcript};
use crate::hear::{Listened, Recognizer, TurnAudio, TurnFinder, TurnSettings, number_through, second_pass};
use std::collections::VecDeque;

/// Frames that are sent ahead of the microphone's, so that a live speaker does not run dry between two of them (both come
/// in blocks of 20 ms, on their own clocks).
const AHEAD: usize = 2;

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
    /// The microphone does not hear the speaker, so the caller can cut in.
    pub headphones: bool,
    pub controls: Controls,
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
    /// Frames on their way to a live caller's ear.
    playing: VecDeque<Frame>,
    careful_ear: Option<Box<dyn Recognizer>>,
    /// The last reply's sound, for a caller who wants to hear it once more.
    last_said: Vec<f32>,
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
            playing: VecDeque::new(),
            careful_ear: None,
            last_said: Vec::new(),
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
        self.parts.controls.hung_up()
    }

    /// 32 ms of the call: a frame to the caller, and one from the caller.
    fn tick(&mut self, said: &Frame, sink: &mut dyn EventSink) -> Result<Frame, LineError> {
        self.play(said)?;
        self.pass(sink)
    }

    /// 32 ms in which this side says nothing. A live speaker is quiet by itself; whatever were queued for it now would hold
    /// up the next word, and a full queue would hold up the microphone.
    fn wait_a_frame(&mut self, sink: &mut dyn EventSink) -> Result<Frame, LineError> {
        let in_time = self.parts.microphone.backlog() == 0;
        if !self.live() || (in_time && !self.interference.is_clear()) {
            return self.tick(&SILENCE, sink);
        }
        self.pass(sink)
    }

    /// Sends a frame down the line. A live caller's is on its way before the microphone is waited for.
    fn play(&mut self, said: &Frame) -> Result<(), LineError> {
        let said = self.interference.on(said);
        if let Some(speaker) = self.parts.speaker.as_mut().filter(|_| self.parts.microphone.live()) {
            speaker.play(&said)?;
        }
        self.playing.push_back(said);
        Ok(())
    }

    /// 32 ms go by.
    fn pass(&mut self, sink: &mut dyn EventSink) -> Result<Frame, LineError> {
        let mut heard = self.parts.microphone.next_frame()?;
        if let Some(telephone) = &mut self.caller_telephone {
            let carried = telephone.carry(&heard);
            heard.copy_from_slice(&carried);
        }
        let said = self.playing.pop_front().unwrap_or(SILENCE);
        // A recorded caller is heard from the speaker too; a live one hears herself.
        if let Some(speaker) = self.parts.speaker.as_mut().filter(|_| !self.parts.microphone.live()) {
            let mut both = said;
            both.iter_mut().zip(&heard).for_each(|(out, caller)| *out = (*out + caller).clamp(-1.0, 1.0));
            speaker.play(&both)?;
        }
        self.frames += 1;
        self.keep(&heard, &said, sink);
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
            if let Some(answer) = pending.wait_briefly()? {
                return Ok(answer);
            }
            while self.parts.microphone.backlog() > 0 {
                self.wait_a_frame(sink)?;
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
        foresee: &mut Foresee<'_>,
        sink: &mut dyn EventSink,
    ) -> Result<Answer, LineError> {
        self.parts.microphone.listen(false);
        if let Some(speaker) = self.parts.speaker.as_mut().filter(|_| self.parts.microphone.live()) {
            // The quiet of the line that still waits to be played would hold the reply up.
            speaker.clear();
        }
        self.last_said.clear();
        let cut_in = self.deliver(reply, expectation, sink)?;
        if !expectation.listen {
            if let Some(speaker) = &mut self.parts.speaker {
                speaker.drain();
            }
            return Ok(Answer::HungUp);
        }
        self.parts.voices.ahead(&expectation.ahead);
        self.parts.microphone.listen(true);
        self.listen(expectation, cut_in, foresee, sink)
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
        let heard = second_pass(ear.as_mut(), &turns, progress)?;
        let mut hearings = Vec::with_capacity(turns.len());
        for (Listened { transcript, voice }, turn) in heard.into_iter().zip(turns) {
            let carry = |samples: &[f32]| Telephone::default().carry(samples);
            let over_telephone =
                if over_telephone { number_through(ear.as_mut(), &transcript, turn, carry)? } else { None };
            hearings.push(SecondHearing { transcript, voice: Some(voice), over_telephone });
        }
        Ok(hearings)
    }
}

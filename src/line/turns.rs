//! A recorded caller: turns that were recorded beforehand are spoken when the gatekeeper listens.

use crate::audio::{AudioError, FRAME, Frame, Microphone, SILENCE};
use crate::call::Controls;
use std::collections::VecDeque;

/// A microphone that knows when it is the caller's turn.
pub trait CallerTurns: Microphone {
    /// Told when the gatekeeper begins (true) and ends (false) to listen.
    fn listen(&mut self, _listening: bool) {}

    /// Another conversation begins on the line: what was not heard of the last turn is not said in this one.
    fn begin(&mut self) {}

    /// The caller has nothing more to say and will not.
    fn finished(&self) -> bool {
        false
    }

    /// A live microphone goes on while the machine works; a recording waits.
    fn live(&self) -> bool {
        false
    }
}

/// A person at a microphone, with the keys of the telephone.
pub struct LiveCaller<M> {
    microphone: M,
    controls: Controls,
}

impl<M> LiveCaller<M> {
    pub fn new(microphone: M, controls: Controls) -> Self {
        Self { microphone, controls }
    }
}

impl<M: Microphone> Microphone for LiveCaller<M> {
    fn next_frame(&mut self) -> Result<Frame, AudioError> {
        let mut frame = self.microphone.next_frame()?;
        // On hold no frame goes by, and frames are the clock: the call stands still.
        while self.controls.on_hold() && !self.controls.hung_up() {
            frame = self.microphone.next_frame()?;
        }
        let loudest = frame.iter().fold(0.0, |loudest: f32, sample| loudest.max(sample.abs()));
        self.controls.set_level(loudest);
        Ok(if self.controls.muted() { SILENCE } else { frame })
    }

    fn backlog(&self) -> usize {
        if self.controls.on_hold() { 0 } else { self.microphone.backlog() }
    }

    fn take_notices(&mut self) -> Vec<String> {
        self.microphone.take_notices()
    }
}

impl<M: Microphone> CallerTurns for LiveCaller<M> {
    fn live(&self) -> bool {
        true
    }
}

/// Each recording is one turn, 16 kHz mono; silence between them and for ever after the last.
pub struct WavTurns {
    waiting: VecDeque<Vec<f32>>,
    speaking: VecDeque<f32>,
    listening: bool,
}

impl WavTurns {
    pub fn new(turns: Vec<Vec<f32>>) -> Self {
        Self { waiting: turns.into(), speaking: VecDeque::new(), listening: false }
    }
}

impl Microphone for WavTurns {
    fn next_frame(&mut self) -> Result<Frame, AudioError> {
        let mut frame = SILENCE;
        if self.listening {
            for (sample, said) in frame.iter_mut().zip(self.speaking.drain(..FRAME.min(self.speaking.len())))
            {
                *sample = said;
            }
        }
        Ok(frame)
    }
}

impl CallerTurns for WavTurns {
    fn listen(&mut self, listening: bool) {
        self.listening = listening;
        // What a gatekeeper cut off is said on before the next recording begins.
        if listening
            && self.speaking.is_empty()
            && let Some(turn) = self.waiting.pop_front()
        {
            self.speaking = turn.into();
        }
    }

    fn begin(&mut self) {
        self.speaking.clear();
    }

    fn finished(&self) -> bool {
        self.speaking.is_empty() && self.waiting.is_empty()
    }
}

/// One recording that runs on whoever speaks, like a microphone left open.
pub struct WavStream {
    samples: VecDeque<f32>,
}

impl WavStream {
    pub fn new(samples: Vec<f32>) -> Self {
        Self { samples: samples.into() }
    }
}

impl Microphone for WavStream {
    fn next_frame(&mut self) -> Result<Frame, AudioError> {
        let mut frame = SILENCE;
        for (sample, said) in frame.iter_mut().zip(self.samples.drain(..FRAME.min(self.samples.len()))) {
            *sample = said;
        }
        Ok(frame)
    }
}

impl CallerTurns for WavStream {
    fn finished(&self) -> bool {
        self.samples.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(microphone: &mut impl Microphone) -> f32 {
        microphone.next_frame().expect("a recording never fails")[0]
    }

    #[test]
    fn a_turn_is_spoken_only_while_the_gatekeeper_listens() {
        let mut caller = WavTurns::new(vec![vec![0.1; FRAME * 2], vec![0.2; 10]]);
        assert_eq!(first(&mut caller), 0.0);
        caller.listen(true);
        assert_eq!(first(&mut caller), 0.1);
        caller.listen(false);
        assert_eq!(first(&mut caller), 0.0);
        caller.listen(true);
        assert_eq!(first(&mut caller), 0.1, "the rest of what was cut off comes first");
        caller.listen(true);
        assert!(!caller.finished());
        assert_eq!(caller.next_frame().expect("a recording")[9..11], [0.2, 0.0]);
        assert!(caller.finished());
        assert_eq!(first(&mut caller), 0.0);
    }

    #[test]
    fn the_silence_at_the_end_of_a_recording_is_not_said_in_the_next_conversation() {
        let mut caller = WavTurns::new(vec![vec![0.1; FRAME * 3], vec![0.2; FRAME]]);
        caller.listen(true);
        assert_eq!(first(&mut caller), 0.1);
        caller.begin();
        caller.listen(true);
        assert_eq!(first(&mut caller), 0.2);
        assert!(caller.finished());
    }

    #[test]
    fn a_stream_runs_on_whoever_speaks() {
        let mut caller = WavStream::new(vec![0.3; FRAME + 1]);
        assert_eq!(first(&mut caller), 0.3);
        assert_eq!(caller.next_frame().expect("a recording")[..2], [0.3, 0.0]);
        assert!(caller.finished());
    }
}

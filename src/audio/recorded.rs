//! A microphone that plays samples, and a speaker that keeps them.
//!
//! Enters and leaves: 16 kHz mono. Neither blocks: a file waits for the machine, so a call from files
//! is the same call on a slow machine. Knows no device.

use super::frame::{AudioError, FRAME, Frame, Microphone, SILENCE, Speaker};
use super::wav::Recording;

/// Plays what it was given and then silence for ever.
#[derive(Debug, Clone, Default)]
pub struct WavMicrophone {
    samples: Vec<f32>,
    at: usize,
    notices: Vec<String>,
}

impl WavMicrophone {
    /// `samples`: 16 kHz mono in -1 to 1; none at all is a silent caller.
    pub fn new(samples: Vec<f32>) -> Self {
        Self { samples, at: 0, notices: Vec::new() }
    }

    /// Says `samples` (16 kHz mono) after what is still to be said.
    pub fn say(&mut self, samples: &[f32]) {
        self.samples.drain(..self.at);
        self.at = 0;
        self.samples.extend_from_slice(samples);
    }

    /// Samples still to be said; 0 once only silence is left.
    pub fn left(&self) -> usize {
        self.samples.len() - self.at
    }
}

impl From<Recording> for WavMicrophone {
    fn from(recording: Recording) -> Self {
        Self { samples: recording.samples, at: 0, notices: recording.notices }
    }
}

impl Microphone for WavMicrophone {
    fn next_frame(&mut self) -> Result<Frame, AudioError> {
        let mut frame = SILENCE;
        let take = self.left().min(FRAME);
        frame[..take].copy_from_slice(&self.samples[self.at..self.at + take]);
        self.at += take;
        Ok(frame)
    }

    fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }
}

/// Keeps all that was played, for tests and for calls that nobody listens to.
#[derive(Debug, Clone, Default)]
pub struct CollectingSpeaker {
    /// 16 kHz mono.
    pub played: Vec<f32>,
    /// How often [`Speaker::drain`] was called.
    pub drains: usize,
}

impl Speaker for CollectingSpeaker {
    fn play(&mut self, frame: &Frame) -> Result<(), AudioError> {
        self.played.extend_from_slice(frame);
        Ok(())
    }

    fn drain(&mut self) {
        self.drains += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_then_silence_for_ever() {
        let mut microphone = WavMicrophone::new(vec![0.5; FRAME + 10]);
        assert_eq!(microphone.next_frame().unwrap(), [0.5; FRAME]);
        assert_eq!((microphone.left(), microphone.backlog()), (10, 0));
        let second = microphone.next_frame().unwrap();
        assert!(second[..10].iter().all(|x| *x == 0.5) && second[10..].iter().all(|x| *x == 0.0));
        assert_eq!(microphone.left(), 0);
        assert_eq!(microphone.next_frame().unwrap(), SILENCE);
    }

    #[test]
    fn more_can_be_said_later() {
        let mut microphone = WavMicrophone::default();
        assert_eq!(microphone.next_frame().unwrap(), SILENCE);
        microphone.say(&[0.1; 600]);
        microphone.next_frame().unwrap();
        microphone.say(&[0.2; 600]);
        assert_eq!(microphone.left(), 88 + 600);
        let frame = microphone.next_frame().unwrap();
        assert_eq!((frame[87], frame[88]), (0.1, 0.2));
    }

    #[test]
    fn a_recording_brings_its_notices() {
        let notices = vec!["said.wav breaks off".to_owned()];
        let recording = Recording { samples: vec![0.1], rate: 8000, channels: 1, bits: 16, notices };
        let mut microphone = WavMicrophone::from(recording);
        assert_eq!(microphone.take_notices(), ["said.wav breaks off"]);
        assert!(microphone.take_notices().is_empty());
    }

    #[test]
    fn the_speaker_keeps_everything_in_order() {
        let mut speaker = CollectingSpeaker::default();
        speaker.play(&[0.25; FRAME]).unwrap();
        speaker.play(&SILENCE).unwrap();
        speaker.drain();
        assert_eq!((speaker.played.len(), speaker.drains), (2 * FRAME, 1));
        assert_eq!((speaker.played[0], speaker.played[FRAME]), (0.25, 0.0));
    }
}

//! The line's canonical sound and the two ends of it.
//!
//! Enters and leaves: frames of 512 samples, 16 kHz, mono, f32 in -1 to 1. What stands behind a
//! [`Microphone`] or a [`Speaker`] (a sound card, a WAV file, a test's vector) stays unknown here.

use std::time::Instant;

/// Samples a second on the line. Whisper and Silero both want 16 kHz.
pub const RATE: u32 = 16_000;

/// Samples in a frame: 32 ms, the length that Silero's detector is trained on.
pub const FRAME: usize = 512;

/// Seconds in a frame: 0.032.
pub const FRAME_SECONDS: f64 = FRAME as f64 / RATE as f64;

/// One frame of the line's sound, 16 kHz mono in -1 to 1.
pub type Frame = [f32; FRAME];

/// A frame in which nothing sounds.
pub const SILENCE: Frame = [0.0; FRAME];

/// Why there is no sound, in words that a caller understands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AudioError {
    /// No microphone could be opened when the call began.
    #[error("no microphone: {why}; `coldcall doctor` shows what there is, `--text` types the call")]
    NoMicrophone { why: String },
    /// No speaker could be opened when the call began.
    #[error("no speaker: {why}; `coldcall doctor` shows what there is, `--text` types the call")]
    NoSpeaker { why: String },
    /// The device was lost in mid-call and did not come back; the call can go on in text.
    #[error("the {what} is gone: {why}; the call can go on in text")]
    Gone { what: &'static str, why: String },
}

/// What hears the caller.
pub trait Microphone: Send {
    /// The next 32 ms. A live device blocks until they are there (at most a few seconds, while it
    /// tries to get a lost device back); a WAV file never does.
    ///
    /// # Errors
    /// [`AudioError::Gone`] when the device is lost for good.
    fn next_frame(&mut self) -> Result<Frame, AudioError>;

    /// Whole frames that are waiting already; 0 for a file, which waits for the machine.
    fn backlog(&self) -> usize {
        0
    }

    /// What the caller should be told since the last time this was asked ("the microphone is muted").
    fn take_notices(&mut self) -> Vec<String> {
        Vec::new()
    }
}

/// What the caller hears the gatekeeper from.
pub trait Speaker: Send {
    /// Queues one frame. A live device blocks while its queue (a quarter of a second) is full, so a
    /// loop of `play` runs in real time.
    ///
    /// # Errors
    /// [`AudioError::Gone`] when the device is lost for good.
    fn play(&mut self, frame: &Frame) -> Result<(), AudioError>;

    /// Waits until all that was played has been heard.
    fn drain(&mut self);

    /// Drops what is queued and not yet heard, at once.
    fn clear(&mut self) {}

    /// When the first sample since the last [`drain`](Self::drain) or [`clear`](Self::clear) left the
    /// device; `None` before that, and where no device plays.
    fn onset(&self) -> Option<Instant> {
        None
    }

    /// What the caller should be told since the last time this was asked.
    fn take_notices(&mut self) -> Vec<String> {
        Vec::new()
    }
}

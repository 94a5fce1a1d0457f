//! The caller's side of tests/virtual-phone-line: speaks into the microphone, listens at the speaker.

use crate::callers::Recorded;
use coldcall::hear::SpeechDetector;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

/// Speaks into the virtual microphone and returns when all was said.
pub fn say(turn: &Recorded) {
    let sink = std::env::var("PHONE_MIC_SINK").expect("inside the virtual phone line");
    let status = Command::new("paplay").arg(format!("--device={sink}")).arg(&turn.path).status();
    assert!(status.is_ok_and(|status| status.success()), "paplay {}", turn.path.display());
}

const FRAME: usize = 512;
const FRAMES_A_SECOND: usize = 16_000 / FRAME;
/// Nobody spoke for this long after somebody did: the caller's turn.
const PAUSE: usize = FRAMES_A_SECOND * 9 / 10;
/// Rings, hold and a busy machine included.
const PATIENCE: usize = FRAMES_A_SECOND * 60;

/// Records what the program plays, and tells speech from rings.
pub struct VirtualSpeaker {
    parec: Child,
    frames: mpsc::Receiver<[f32; FRAME]>,
    detector: SpeechDetector,
}

impl VirtualSpeaker {
    pub fn record() -> Self {
        let source = std::env::var("PHONE_SPEAKER_SOURCE").expect("inside the virtual phone line");
        let mut parec = Command::new("parec");
        parec.args(["--raw", "--rate=16000", "--channels=1", "--format=s16le", "--latency-msec=30"]);
        let mut parec =
            parec.arg(format!("--device={source}")).stdout(Stdio::piped()).spawn().expect("parec starts");
        let mut sound = parec.stdout.take().expect("parec's sound");
        let (sender, frames) = mpsc::channel();
        // Read at all times: a full pipe would lose sound while the test speaks.
        std::thread::spawn(move || {
            let mut bytes = [0_u8; FRAME * 2];
            while sound.read_exact(&mut bytes).is_ok() {
                let sample =
                    |i: usize| f32::from(i16::from_le_bytes([bytes[2 * i], bytes[2 * i + 1]])) / 32_768.0;
                if sender.send(std::array::from_fn(sample)).is_err() {
                    return;
                }
            }
        });
        Self { parec, frames, detector: SpeechDetector::new() }
    }

    /// All sound from now until somebody has spoken and stopped.
    pub fn hears_someone(&mut self) -> Vec<f32> {
        let (mut sound, mut spoken, mut quiet) = (Vec::new(), 0, 0);
        for _ in 0..PATIENCE {
            let frame = self.frames.recv().expect("the virtual speaker is recorded");
            sound.extend_from_slice(&frame);
            if self.detector.push(&frame) > 0.5 {
                (spoken, quiet) = (spoken + 1, 0);
            } else {
                quiet += 1;
            }
            if spoken > FRAMES_A_SECOND / 3 && quiet > PAUSE {
                return sound;
            }
        }
        panic!("nobody spoke within a minute");
    }
}

impl Drop for VirtualSpeaker {
    fn drop(&mut self) {
        let _ = self.parec.kill();
        let _ = self.parec.wait();
    }
}

//! The live microphone.
//!
//! Enters: a ring of mono samples at the device's rate. Leaves: frames of 16 kHz, notices when the
//! device falters, and `Gone` when it does not come back. Knows nothing of what is said.

use super::device::{Line, open_input_line};
use super::device_fault::{Verdict, Watchdog, Zeros, why};
use super::frame::{AudioError, FRAME, Frame, Microphone, RATE, SILENCE};
use super::resample::Resampler;
use rtrb::Consumer;
use std::sync::atomic::Ordering::{Acquire, Relaxed};
use std::time::{Duration, Instant};

/// How often an empty ring is looked at: short beside the 32 ms of a frame.
pub(super) const POLL: Duration = Duration::from_millis(4);

/// Attempts to open a lost device again, this far apart: over 2 s in all.
pub(super) const ATTEMPTS: usize = 5;
pub(super) const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(450);

/// Times a device may be opened again without a single callback before it counts as gone.
pub(super) const BARREN: usize = 2;

/// Samples of the device taken from the ring at a time, in parts of a second.
const GULP: u32 = 8;

/// A microphone that is being listened to. Its ring holds 30 s, so a recognition that takes a while
/// loses nothing; what piled up meanwhile is [`backlog`](Microphone::backlog).
pub struct LiveMicrophone {
    name: Option<String>,
    /// None once the device is gone for good.
    line: Option<Line<Consumer<f32>>>,
    resampler: Resampler,
    raw: Vec<f32>,
    ready: Vec<f32>,
    watchdog: Watchdog,
    zeros: Zeros,
    barren: usize,
    /// Lost samples that the caller knows of.
    told_lost: u64,
    gone: String,
    notices: Vec<String>,
    opened: Instant,
}

impl LiveMicrophone {
    #[expect(
        clippy::disallowed_methods,
        reason = "the watchdog needs machine time; a dead device has no frames"
    )]
    pub(super) fn open(name: Option<&str>) -> Result<Self, String> {
        let line = open_input_line(name)?;
        Ok(Self {
            name: name.map(str::to_owned),
            resampler: Resampler::new(line.rate, RATE),
            line: Some(line),
            raw: Vec::new(),
            ready: Vec::new(),
            watchdog: Watchdog::default(),
            zeros: Zeros::default(),
            barren: 0,
            told_lost: 0,
            gone: String::new(),
            notices: Vec::new(),
            opened: Instant::now(),
        })
    }

    /// The device's own rate, Hz.
    pub fn device_rate(&self) -> u32 {
        self.line.as_ref().map_or(0, |line| line.rate)
    }

    /// Errors that the device has reported; none of them alone matters.
    pub fn errors(&self) -> u64 {
        self.line.as_ref().map_or(0, |line| line.counters.errors.load(Relaxed))
    }

    /// Moves what the ring holds, up to an eighth of a second, to the line's rate.
    fn pull(&mut self) {
        let Some(line) = &mut self.line else { return };
        self.raw.resize(line.ring.slots().min((line.rate / GULP) as usize), 0.0);
        let (filled, _) = line.ring.pop_partial_slice(&mut self.raw);
        if self.zeros.feed(filled, line.rate) {
            self.notices.push("the microphone gives nothing but silence: is it muted?".to_owned());
        }
        self.resampler.push(filled, &mut self.ready);
        let lost = line.counters.lost.load(Relaxed);
        if lost > self.told_lost {
            let seconds = (lost - self.told_lost) as f64 / f64::from(line.rate);
            self.notices.push(format!("the machine fell behind: {seconds:.1} s of your voice were lost"));
            self.told_lost = lost;
        }
    }

    fn verdict(&mut self) -> Verdict {
        let Some(line) = &self.line else { return Verdict::Stalled };
        let (callbacks, errors) = (line.counters.callbacks.load(Acquire), line.counters.errors.load(Relaxed));
        self.watchdog.look(self.opened.elapsed(), callbacks, errors)
    }

    /// Opens the device again: the same one, or the default where a named one is gone.
    fn reopen(&mut self) -> Result<(), AudioError> {
        let Some(old) = self.line.take() else { return Err(self.is_gone()) };
        self.gone = why(old.counters.last_error.load(Relaxed));
        drop(old);
        self.barren = if self.watchdog.ever_ran() { 0 } else { self.barren + 1 };
        if self.barren > BARREN {
            return Err(self.is_gone());
        }
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                wait(BETWEEN_ATTEMPTS);
            }
            let again = open_input_line(self.name.as_deref());
            let default = || self.name.as_ref().and_then(|_| open_input_line(None).ok());
            match again {
                Ok(line) => {
                    self.resume(line, "the microphone stopped and was started again");
                    return Ok(());
                }
                Err(reason) => match default() {
                    Some(line) => {
                        self.name = None;
                        self.resume(line, "the microphone is gone: the system's default one listens now");
                        return Ok(());
                    }
                    None => self.gone = reason,
                },
            }
        }
        Err(self.is_gone())
    }

    fn resume(&mut self, line: Line<Consumer<f32>>, notice: &str) {
        self.resampler = Resampler::new(line.rate, RATE);
        self.watchdog = Watchdog::starting(self.opened.elapsed());
        self.told_lost = 0;
        self.line = Some(line);
        self.notices.push(notice.to_owned());
    }

    fn is_gone(&self) -> AudioError {
        AudioError::Gone { what: "microphone", why: self.gone.clone() }
    }
}

impl Microphone for LiveMicrophone {
    fn next_frame(&mut self) -> Result<Frame, AudioError> {
        while self.ready.len() < FRAME {
            let before = self.ready.len();
            self.pull();
            if self.ready.len() > before {
                continue;
            }
            match self.verdict() {
                Verdict::Fine => wait(POLL),
                Verdict::Stalled => self.reopen()?,
            }
        }
        let mut frame = SILENCE;
        frame.copy_from_slice(&self.ready[..FRAME]);
        self.ready.drain(..FRAME);
        Ok(frame)
    }

    fn backlog(&self) -> usize {
        let waiting = self
            .line
            .as_ref()
            .map_or(0, |line| line.ring.slots() as u64 * u64::from(RATE) / u64::from(line.rate));
        (self.ready.len() + waiting as usize) / FRAME
    }

    fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a callback may neither lock nor wake; the ring is looked at instead"
)]
pub(super) fn wait(time: Duration) {
    std::thread::sleep(time);
}

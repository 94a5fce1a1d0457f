//! The live speaker.
//!
//! Enters: frames of 16 kHz. Leaves: a ring of mono samples at the device's rate, the moment when the
//! first of them is heard, notices, and `Gone` when the device does not come back. Knows nothing of what
//! is said.

use super::device::{Line, open_output_line};
use super::device_fault::{Verdict, Watchdog, why};
use super::device_microphone::{ATTEMPTS, BARREN, BETWEEN_ATTEMPTS, POLL, wait};
use super::frame::{AudioError, Frame, RATE, Speaker};
use super::resample::Resampler;
use rtrb::Producer;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::time::{Duration, Instant};

/// No device holds back more than this; a wrong time stamp must not hold the call.
const LONGEST_DELAY: Duration = Duration::from_millis(400);

/// A speaker that plays. Sound leaves about 40 ms after it is queued into silence.
pub struct LiveSpeaker {
    name: Option<String>,
    /// None once the device is gone for good.
    line: Option<Line<Producer<f32>>>,
    resampler: Resampler,
    raw: Vec<f32>,
    /// Samples queued since the stream was built, at the device's rate.
    queued: u64,
    /// Nothing was played since the last drain or clear.
    fresh: bool,
    watchdog: Watchdog,
    barren: usize,
    gone: String,
    notices: Vec<String>,
    opened: Instant,
}

impl LiveSpeaker {
    #[expect(
        clippy::disallowed_methods,
        reason = "the watchdog needs machine time; a dead device has no frames"
    )]
    pub(super) fn open(name: Option<&str>) -> Result<Self, String> {
        let line = open_output_line(name)?;
        Ok(Self {
            name: name.map(str::to_owned),
            resampler: Resampler::new(RATE, line.rate),
            line: Some(line),
            raw: Vec::new(),
            queued: 0,
            fresh: true,
            watchdog: Watchdog::default(),
            barren: 0,
            gone: String::new(),
            notices: Vec::new(),
            opened: Instant::now(),
        })
    }

    /// The device's own rate, Hz.
    pub fn device_rate(&self) -> u32 {
        self.line.as_ref().map_or(0, |line| line.rate)
    }

    /// Seconds that are queued and have not reached the device.
    pub fn waiting(&self) -> f64 {
        self.line.as_ref().map_or(0.0, |line| self.unheard(line) as f64 / f64::from(line.rate))
    }

    /// From leaving the queue to being heard: what the device holds back, and the block on its way.
    pub fn device_delay(&self) -> Duration {
        let Some(line) = &self.line else { return Duration::ZERO };
        let held = Duration::from_nanos(line.counters.delay_ns.load(Relaxed));
        let block = line.counters.block.load(Relaxed) as f64 / f64::from(line.rate);
        (held + Duration::from_secs_f64(block)).min(LONGEST_DELAY)
    }

    fn unheard(&self, line: &Line<Producer<f32>>) -> u64 {
        self.queued.saturating_sub(line.counters.taken.load(Acquire))
    }

    /// Queues `raw`, waiting for room.
    fn send(&mut self) -> Result<(), AudioError> {
        let mut at = 0;
        while at < self.raw.len() {
            let Some(line) = &mut self.line else { return Err(self.is_gone()) };
            let (pushed, _) = line.ring.push_partial_slice(&self.raw[at..]);
            at += pushed.len();
            self.queued += pushed.len() as u64;
            if at < self.raw.len() {
                match self.verdict() {
                    Verdict::Fine => wait(POLL),
                    // What is left of this frame belongs to the old rate.
                    Verdict::Stalled => return self.reopen(),
                }
            }
        }
        Ok(())
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
            let again = open_output_line(self.name.as_deref())
                .or_else(|reason| if self.name.is_some() { open_output_line(None) } else { Err(reason) });
            match again {
                Ok(line) => {
                    self.resampler = Resampler::new(RATE, line.rate);
                    self.watchdog = Watchdog::starting(self.opened.elapsed());
                    (self.queued, self.fresh) = (0, true);
                    self.line = Some(line);
                    self.notices.push("the speaker stopped and was started again".to_owned());
                    return Ok(());
                }
                Err(reason) => self.gone = reason,
            }
        }
        Err(self.is_gone())
    }

    fn is_gone(&self) -> AudioError {
        AudioError::Gone { what: "speaker", why: self.gone.clone() }
    }

    /// The next sample queued is the one whose onset is asked for.
    fn mark_onset(&mut self) {
        if let Some(line) = self.line.as_ref().filter(|_| self.fresh) {
            line.counters.onset_from.store(self.queued, Release);
            line.counters.onset_ns.store(0, Release);
            self.fresh = false;
        }
    }
}

impl Speaker for LiveSpeaker {
    fn play(&mut self, frame: &Frame) -> Result<(), AudioError> {
        if self.line.is_none() {
            return Err(self.is_gone());
        }
        self.mark_onset();
        self.raw.clear();
        self.resampler.push(frame, &mut self.raw);
        self.send()
    }

    fn drain(&mut self) {
        self.raw.clear();
        self.resampler.flush(&mut self.raw);
        // A device that is gone has nothing more to be heard, and the next play tells of it.
        let _ = self.send();
        while self.line.as_ref().is_some_and(|line| self.unheard(line) > 0) {
            match self.verdict() {
                Verdict::Fine => wait(POLL),
                Verdict::Stalled => {
                    let _ = self.reopen();
                }
            }
        }
        if self.line.is_some() && !self.fresh {
            wait(self.device_delay());
        }
        self.fresh = true;
    }

    fn clear(&mut self) {
        self.resampler.reset();
        if let Some(line) = &self.line {
            line.counters.drop_before.store(self.queued, Release);
        }
        self.fresh = true;
    }

    fn onset(&self) -> Option<Instant> {
        let line = self.line.as_ref()?;
        match line.counters.onset_ns.load(Acquire) {
            0 => None,
            nanos => Some(line.built + Duration::from_nanos(nanos)),
        }
    }

    fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }
}

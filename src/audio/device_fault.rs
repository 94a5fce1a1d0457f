//! What goes wrong with devices, as pure rules: when a stream counts as stalled, when a microphone as
//! muted, and how a caller is told.
//!
//! Enters: counts, samples and a running time. Leaves: verdicts and words. Knows no stream and no clock.

use cpal::ErrorKind;
use std::time::Duration;

/// A stream without a callback for this long is dead: a stalled or killed sound server often reports
/// no error at all.
const STALLED_AFTER: Duration = Duration::from_secs(1);

/// Errors since the last callback that make a storm. After an overrun some hundred are normal before
/// the stream recovers; a killed server gave 400,000 in 2.5 s (measured with PulseAudio under ALSA).
const STORM: u64 = 2_000;

/// A storm this long does not pass by itself.
const STORM_AFTER: Duration = Duration::from_millis(250);

/// Exact zeros this long: a working microphone always has some noise.
const MUTED_SECONDS: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Fine,
    /// The stream must be built again.
    Stalled,
}

/// Watches that a stream goes on.
#[derive(Debug, Default)]
pub(super) struct Watchdog {
    callbacks: u64,
    errors: u64,
    since: Duration,
}

impl Watchdog {
    /// A stream that starts at `now`.
    pub(super) fn starting(now: Duration) -> Self {
        Self { callbacks: 0, errors: 0, since: now }
    }

    /// Looks at a stream's counts. `now` is a running time from any zero.
    pub(super) fn look(&mut self, now: Duration, callbacks: u64, errors: u64) -> Verdict {
        if callbacks != self.callbacks {
            *self = Self { callbacks, errors, since: now };
            return Verdict::Fine;
        }
        let quiet = now.saturating_sub(self.since);
        let storm = errors.saturating_sub(self.errors) >= STORM && quiet >= STORM_AFTER;
        if storm || quiet >= STALLED_AFTER { Verdict::Stalled } else { Verdict::Fine }
    }

    /// Whether the stream has ever called back.
    pub(super) fn ever_ran(&self) -> bool {
        self.callbacks > 0
    }
}

/// Notices a microphone that gives nothing but exact zeros.
#[derive(Debug, Default)]
pub(super) struct Zeros {
    run: usize,
    told: bool,
}

impl Zeros {
    /// Takes samples of a stream at `rate` Hz; true once when it has been silent for 3 s, and again
    /// only after sound came back.
    pub(super) fn feed(&mut self, samples: &[f32], rate: u32) -> bool {
        match samples.iter().rposition(|sample| *sample != 0.0) {
            Some(last) => {
                self.run = samples.len() - 1 - last;
                self.told = false;
            }
            None => self.run += samples.len(),
        }
        let muted = self.run >= MUTED_SECONDS * rate as usize && !self.told;
        self.told |= muted;
        muted
    }
}

/// An error kind as a number that an atomic can hold; 0 is none.
pub(super) fn code(kind: ErrorKind) -> u8 {
    KINDS.iter().position(|known| *known == kind).map_or(u8::MAX, |at| at as u8 + 1)
}

/// The reason behind a number from [`code`], in a caller's words.
pub(super) fn why(code: u8) -> String {
    let kind = usize::from(code).checked_sub(1).and_then(|at| KINDS.get(at));
    kind.map_or("it stopped without a reason", |kind| words(*kind)).to_owned()
}

const KINDS: [ErrorKind; 9] = [
    ErrorKind::DeviceBusy,
    ErrorKind::DeviceNotAvailable,
    ErrorKind::HostUnavailable,
    ErrorKind::PermissionDenied,
    ErrorKind::UnsupportedConfig,
    ErrorKind::UnsupportedOperation,
    ErrorKind::StreamInvalidated,
    ErrorKind::Xrun,
    ErrorKind::BackendError,
];

/// What an error means to someone who wants to make a call.
pub(super) fn words(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::DeviceBusy => "another program is using it",
        ErrorKind::DeviceNotAvailable => "none is connected",
        ErrorKind::HostUnavailable => "no sound service is running",
        ErrorKind::PermissionDenied => "this program is not allowed to use it",
        ErrorKind::UnsupportedConfig | ErrorKind::UnsupportedOperation => "it offers no usable sound format",
        ErrorKind::StreamInvalidated | ErrorKind::DeviceChanged => "its settings changed",
        ErrorKind::Xrun => "the machine was too busy to keep up",
        _ => "the sound service does not deliver",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_second_without_a_callback_is_a_stall() {
        let mut watchdog = Watchdog::starting(at(5_000));
        assert_eq!(watchdog.look(at(5_900), 0, 0), Verdict::Fine, "it may take a while to start");
        assert!(!watchdog.ever_ran());
        assert_eq!(watchdog.look(at(6_000), 0, 0), Verdict::Stalled);
        assert_eq!(watchdog.look(at(6_100), 1, 0), Verdict::Fine, "it came after all");
        assert_eq!(watchdog.look(at(7_000), 1, 0), Verdict::Fine);
        assert_eq!(watchdog.look(at(7_100), 1, 0), Verdict::Stalled);
        assert!(watchdog.ever_ran());
    }

    #[test]
    fn no_error_alone_is_fatal_but_a_storm_is() {
        let mut watchdog = Watchdog::starting(at(0));
        assert_eq!(watchdog.look(at(100), 7, 100_000), Verdict::Fine, "errors with progress");
        assert_eq!(watchdog.look(at(400), 7, 100_900), Verdict::Fine, "an overrun recovers");
        assert_eq!(watchdog.look(at(340), 7, 900_000), Verdict::Fine, "too early to tell");
        assert_eq!(watchdog.look(at(360), 7, 900_000), Verdict::Stalled);
    }

    #[test]
    fn three_seconds_of_exact_zeros_are_told_once() {
        let mut zeros = Zeros::default();
        let second = [0.0; 100];
        let told: Vec<bool> = (0..5).map(|_| zeros.feed(&second, 100)).collect();
        assert_eq!(told, [false, false, true, false, false]);
        let mut noise = second;
        noise[49] = 1e-6;
        assert!(!zeros.feed(&noise, 100));
        assert!(!zeros.feed(&second, 100) && !zeros.feed(&second, 100));
        assert!(zeros.feed(&second, 100), "50 + 300 zeros after the last sound");
    }

    #[test]
    fn every_kind_survives_the_atomic() {
        for kind in KINDS {
            assert_eq!(why(code(kind)), words(kind));
        }
        assert_eq!(why(0), "it stopped without a reason");
        assert_eq!(why(code(ErrorKind::Other)), "it stopped without a reason");
    }
}

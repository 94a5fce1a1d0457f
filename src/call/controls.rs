//! What the caller's hands do in a spoken call, and how loud the caller is: what the screen and the line share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

/// Shared by the screen, which turns the switches, and the line, which obeys. Clones are the same switches.
#[derive(Debug, Clone, Default)]
pub struct Controls {
    hang_up: Arc<AtomicBool>,
    muted: Arc<AtomicBool>,
    on_hold: Arc<AtomicBool>,
    repeat: Arc<AtomicBool>,
    /// Bits of an f32.
    level: Arc<AtomicU32>,
}

impl Controls {
    /// With a switch for hanging up that others turn, too (Ctrl-C, a signal).
    pub fn with_hang_up(hang_up: Arc<AtomicBool>) -> Self {
        Self { hang_up, ..Self::default() }
    }

    pub fn hang_up(&self) {
        self.hang_up.store(true, Relaxed);
    }

    pub fn hung_up(&self) -> bool {
        self.hang_up.load(Relaxed)
    }

    pub fn toggle_mute(&self) {
        self.muted.fetch_xor(true, Relaxed);
    }

    /// Nothing of the caller is heard.
    pub fn muted(&self) -> bool {
        self.muted.load(Relaxed)
    }

    pub fn toggle_hold(&self) {
        self.on_hold.fetch_xor(true, Relaxed);
    }

    /// The call stands still.
    pub fn on_hold(&self) -> bool {
        self.on_hold.load(Relaxed)
    }

    pub fn ask_repeat(&self) {
        self.repeat.store(true, Relaxed);
    }

    /// The loudest sample of the caller's last frame, 0 to 1.
    pub fn set_level(&self, level: f32) {
        self.level.store(level.to_bits(), Relaxed);
    }

    pub fn level(&self) -> f32 {
        f32::from_bits(self.level.load(Relaxed))
    }

    /// Whether the last line is to be said once more; asked for once, told once.
    pub fn take_repeat(&self) -> bool {
        self.repeat.swap(false, Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_are_the_same_switches() {
        let (keys, line) = (Controls::default(), Controls::default());
        let same = keys.clone();
        keys.toggle_mute();
        keys.ask_repeat();
        keys.hang_up();
        keys.set_level(0.5);
        assert_eq!(same.level(), 0.5);
        assert!(same.muted() && same.hung_up() && !same.on_hold());
        assert!(same.take_repeat() && !keys.take_repeat());
        assert!(!line.muted());
    }
}

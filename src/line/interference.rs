//! What comes down the line besides the voice: a bad connection, an office around the other telephone.
//!
//! Frames of the other side enter and leave with noise on them. It depends on the seed alone, so a call can be played
//! again. The voice itself stays understandable: levels are at least 20 dB under it.

use crate::audio::{Frame, RATE};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// How the line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quality {
    #[default]
    Clear,
    /// Hiss, crackle, and now and then the voice is faint for a moment.
    Bad,
    /// A fan, typing, a chair: somebody's office.
    Office,
}

/// Peak of the hiss and of the room, full scale: 35 to 40 dB under a voice's peak.
const HISS: f32 = 0.006;
const ROOM: f32 = 0.012;
/// Clicks a second.
const CRACKLES: f32 = 3.0;
const KEYS: f32 = 4.0;
/// The voice is faint for a tenth of a second, every few seconds on average.
const FADES: f32 = 0.25;
const FADE_SECONDS: f32 = 0.1;
const FAINT: f32 = 0.35;

pub struct Interference {
    quality: Quality,
    random: ChaCha8Rng,
    /// The last sample of the room's low rumble.
    rumble: f32,
    /// A click that is dying away.
    click: f32,
    /// Samples until the voice is back.
    faint: usize,
    /// Keys are struck in bursts.
    typing: f32,
}

impl Interference {
    pub fn new(quality: Quality, seed: u64) -> Self {
        Self {
            quality,
            random: ChaCha8Rng::seed_from_u64(seed),
            rumble: 0.0,
            click: 0.0,
            faint: 0,
            typing: 0.0,
        }
    }

    /// Nothing but the voice comes down the line.
    pub fn is_clear(&self) -> bool {
        self.quality == Quality::Clear
    }

    /// The frame as it arrives.
    pub fn on(&mut self, frame: &Frame) -> Frame {
        let mut out = *frame;
        if self.quality != Quality::Clear {
            out.iter_mut().for_each(|sample| *sample = self.one(*sample).clamp(-1.0, 1.0));
        }
        out
    }

    fn one(&mut self, voice: f32) -> f32 {
        let white = self.signed();
        match self.quality {
            Quality::Clear => voice,
            Quality::Bad => {
                if self.happens(FADES) {
                    self.faint = (FADE_SECONDS * RATE as f32) as usize;
                }
                if self.happens(CRACKLES) {
                    self.click = 0.08 * self.signed();
                }
                self.click *= 0.7;
                let gain = if self.faint > 0 { FAINT } else { 1.0 };
                self.faint = self.faint.saturating_sub(1);
                voice * gain + HISS * white + self.click
            }
            Quality::Office => {
                self.rumble = 0.97 * self.rumble + 0.03 * white;
                if self.happens(0.2) {
                    self.typing = 1.0;
                }
                self.typing *= 0.999_97;
                if self.typing > 0.2 && self.happens(KEYS) {
                    self.click = 0.02 + 0.01 * self.signed();
                }
                self.click *= 0.93;
                voice + ROOM * 4.0 * self.rumble + self.click * white
            }
        }
    }

    /// True so many times a second.
    fn happens(&mut self, a_second: f32) -> bool {
        self.unit() < a_second / RATE as f32
    }

    fn unit(&mut self) -> f32 {
        (self.random.next_u32() >> 8) as f32 / (1u32 << 24) as f32
    }

    fn signed(&mut self) -> f32 {
        2.0 * self.unit() - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(quality: Quality, seed: u64, voice: f32) -> Vec<f32> {
        let mut line = Interference::new(quality, seed);
        let frame = [voice; crate::audio::FRAME];
        (0..300).flat_map(|_| line.on(&frame)).collect()
    }

    fn level_db(samples: &[f32]) -> f32 {
        10.0 * (samples.iter().map(|x| x * x).sum::<f32>() / samples.len() as f32).log10()
    }

    #[test]
    fn a_clear_line_adds_nothing() {
        assert!(played(Quality::Clear, 1, 0.25).iter().all(|x| *x == 0.25));
    }

    #[test]
    fn noise_is_there_and_far_below_a_voice() {
        for quality in [Quality::Bad, Quality::Office] {
            let noise = level_db(&played(quality, 1, 0.0));
            // A voice on the line has about -20 dB.
            assert!((-62.0..-40.0).contains(&noise), "{quality:?}: {noise} dB");
            assert_eq!(played(quality, 7, 0.1), played(quality, 7, 0.1));
            assert_ne!(played(quality, 7, 0.1), played(quality, 8, 0.1));
        }
    }

    #[test]
    fn a_bad_line_fades_now_and_then() {
        let samples = played(Quality::Bad, 3, 0.2);
        let faint = samples.iter().filter(|x| x.abs() < 0.12).count();
        assert!((500..20_000).contains(&faint), "{faint} of {}", samples.len());
    }
}

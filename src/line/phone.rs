//! What a telephone does to sound: ring, pick-up, hold, beep, hang-up, and the band of an old line.
//!
//! All of it is 16 kHz mono in -1..1. Tones follow the North American precise tone plan
//! (ringback 440 + 480 Hz, busy 480 + 620 Hz at 0.5 s on and off; Telcordia GR-506).

use crate::audio::RATE;
use crate::call::LineSound;
use std::f32::consts::{PI, TAU};

/// The telephone band, Hz (ITU-T G.712).
const BAND: (f32, f32) = (300.0, 3400.0);

/// Peak level of the tones: clearly below a voice.
const TONE_LEVEL: f32 = 0.12;

/// Two second-order sections: Butterworth high-pass and low-pass at the edges of the band.
pub struct Telephone {
    sections: [Biquad; 4],
}

impl Default for Telephone {
    fn default() -> Self {
        // Two cascaded sections a side with the quality factors of a fourth-order Butterworth filter.
        let [steep, flat] = [1.306_563, 0.541_196];
        Self {
            sections: [
                Biquad::high_pass(BAND.0, steep),
                Biquad::high_pass(BAND.0, flat),
                Biquad::low_pass(BAND.1, steep),
                Biquad::low_pass(BAND.1, flat),
            ],
        }
    }
}

impl Telephone {
    /// Sends samples down the line; the filter's memory goes on from call to call.
    pub fn carry(&mut self, samples: &[f32]) -> Vec<f32> {
        samples
            .iter()
            .map(|&x| self.sections.iter_mut().fold(x, |x, section| section.step(x)).clamp(-1.0, 1.0))
            .collect()
    }
}

/// The samples of a sound of the telephone itself.
pub fn sound(sound: LineSound) -> Vec<f32> {
    match sound {
        LineSound::Ring => {
            [tone(&[440.0, 480.0], 1.6), silence(0.5), tone(&[440.0, 480.0], 0.5), click(), silence(0.25)]
                .concat()
        }
        LineSound::Hold => [click(), silence(0.2), hold_music(), silence(0.2), click()].concat(),
        LineSound::Transfer => [silence(0.2), tone(&[440.0, 480.0], 0.9), click(), silence(0.2)].concat(),
        LineSound::Beep => [silence(0.25), tone(&[1000.0], 0.4), silence(0.05)].concat(),
        LineSound::OtherPhone => other_phone(),
        LineSound::HangUp => {
            let busy = [tone(&[480.0, 620.0], 0.5), silence(0.5)].concat();
            [click(), silence(0.3), busy.clone(), busy].concat()
        }
    }
}

fn samples(seconds: f32) -> usize {
    (seconds * RATE as f32) as usize
}

fn silence(seconds: f32) -> Vec<f32> {
    vec![0.0; samples(seconds)]
}

/// A sum of sines with soft edges, so that nothing clicks that should not.
fn tone(hertz: &[f32], seconds: f32) -> Vec<f32> {
    let edge = samples(0.01).max(1);
    let length = samples(seconds);
    (0..length)
        .map(|i| {
            let fade = (i.min(length - 1 - i) as f32 / edge as f32).min(1.0);
            let t = i as f32 / RATE as f32;
            let sum: f32 = hertz.iter().map(|f| (TAU * f * t).sin()).sum();
            TONE_LEVEL * fade * sum / hertz.len() as f32
        })
        .collect()
}

/// A handset being lifted: a few milliseconds of a damped oscillation.
fn click() -> Vec<f32> {
    (0..samples(0.02))
        .map(|i| {
            let t = i as f32 / RATE as f32;
            0.3 * (-t * 400.0).exp() * (TAU * 900.0 * t).sin()
        })
        .collect()
}

/// A desk telephone across the room: two short warbles, faint, and stopped.
fn other_phone() -> Vec<f32> {
    let warble = || -> Vec<f32> {
        (0..10)
            .flat_map(|n| tone(&[if n % 2 == 0 { 1400.0 } else { 1750.0 }], 0.05))
            .map(|x| x * 0.4)
            .collect()
    };
    [silence(0.1), warble(), silence(0.3), warble(), silence(0.2)].concat()
}

/// A broken chord, twice: enough to know that one is on hold, short enough not to wait.
fn hold_music() -> Vec<f32> {
    let notes = [523.25, 659.25, 783.99, 1046.5, 783.99, 659.25];
    notes.iter().flat_map(|&note| tone(&[note, note * 2.0], 0.35)).map(|x| x * 0.7).collect()
}

/// One second-order section, direct form II transposed (R. Bristow-Johnson, Audio EQ Cookbook).
struct Biquad {
    b: [f32; 3],
    a: [f32; 2],
    memory: [f32; 2],
}

impl Biquad {
    fn low_pass(hertz: f32, q: f32) -> Self {
        let (cos, alpha) = Self::angle(hertz, q);
        let edge = (1.0 - cos) / 2.0;
        Self::normalised([edge, 1.0 - cos, edge], cos, alpha)
    }

    fn high_pass(hertz: f32, q: f32) -> Self {
        let (cos, alpha) = Self::angle(hertz, q);
        let edge = f32::midpoint(1.0, cos);
        Self::normalised([edge, -(1.0 + cos), edge], cos, alpha)
    }

    fn angle(hertz: f32, q: f32) -> (f32, f32) {
        let omega = 2.0 * PI * hertz / RATE as f32;
        (omega.cos(), omega.sin() / (2.0 * q))
    }

    fn normalised(b: [f32; 3], cos: f32, alpha: f32) -> Self {
        let a0 = 1.0 + alpha;
        Self { b: b.map(|b| b / a0), a: [-2.0 * cos / a0, (1.0 - alpha) / a0], memory: [0.0; 2] }
    }

    fn step(&mut self, x: f32) -> f32 {
        let y = self.b[0] * x + self.memory[0];
        self.memory[0] = self.b[1] * x - self.a[0] * y + self.memory[1];
        self.memory[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn gain_db(hertz: f32, expected: std::ops::RangeInclusive<f32>) {
        let input: Vec<f32> =
            (0..RATE as usize).map(|i| (TAU * hertz * i as f32 / RATE as f32).sin()).collect();
        let output = Telephone::default().carry(&input);
        let power = |samples: &[f32]| samples[4000..].iter().map(|x| x * x).sum::<f32>();
        let gain = 10.0 * (power(&output) / power(&input)).log10();
        assert!(expected.contains(&gain), "{hertz} Hz: {gain} dB, expected {expected:?}");
    }

    #[test]
    fn the_line_keeps_the_telephone_band_and_nothing_else() {
        gain_db(1000.0, -0.5..=0.5);
        gain_db(500.0, -0.5..=0.5);
        gain_db(2500.0, -1.0..=0.5);
        gain_db(300.0, -3.5..=-2.5);
        gain_db(3400.0, -3.5..=-2.5);
        gain_db(100.0, -60.0..=-24.0);
        gain_db(6500.0, -80.0..=-24.0);
    }

    #[test]
    fn every_sound_is_audible_finite_and_never_clips() {
        for kind in [
            LineSound::Ring,
            LineSound::Hold,
            LineSound::Transfer,
            LineSound::Beep,
            LineSound::HangUp,
            LineSound::OtherPhone,
        ] {
            let samples = Telephone::default().carry(&sound(kind));
            let peak = samples.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
            assert!(samples.iter().all(|x| x.is_finite()), "{kind:?}");
            assert!((0.02..0.6).contains(&peak), "{kind:?} peaks at {peak}");
        }
    }
}

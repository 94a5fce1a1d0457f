//! The level of a voice over time.
//!
//! **Enters:** 16 kHz sound. **Leaves:** for each analysis frame its time and its level in dB.
//! **Must not know:** what is done with it.
//!
//! As Praat's "To Intensity" with a pitch floor of 100 Hz: the mean square under a Kaiser window of 64 ms, the mean
//! taken off, every 8 ms; 0 dB is 20 micropascal where full scale is 1 pascal, so that full scale is 94 dB.

use crate::audio::RATE;
use crate::call::Seconds;

const FLOOR_HZ: f64 = 100.0;
const WIDTH: Seconds = 6.4 / FLOOR_HZ;
const STEP: Seconds = 0.8 / FLOOR_HZ;
/// The square of 20 micropascal.
const HEARING_THRESHOLD: f64 = 4e-10;
/// Silence, which has no logarithm.
const NOTHING_DB: f64 = -300.0;

const RATE_HZ: f64 = RATE as f64;

/// One frame of the contour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LevelFrame {
    /// Its middle, seconds from the start of the sound.
    pub time: Seconds,
    pub db: f64,
}

/// The contour; empty for sound shorter than a window (64 ms).
pub(super) fn levels(samples: &[f32]) -> Vec<LevelFrame> {
    let duration = samples.len() as f64 / RATE_HZ;
    if duration < WIDTH {
        return Vec::new();
    }
    let count = ((duration - WIDTH) / STEP + 1e-9).floor() as usize + 1;
    let first = 0.5 * duration - 0.5 * count as f64 * STEP + 0.5 * STEP;
    let half = (0.5 * WIDTH * RATE_HZ).floor() as i64;
    let window: Vec<f64> = (-half..=half).map(|n| kaiser(n as f64 / RATE_HZ / (0.5 * WIDTH))).collect();
    (0..count)
        .map(|n| {
            let time = first + n as f64 * STEP;
            LevelFrame { time, db: level(samples, time, half, &window) }
        })
        .collect()
}

fn level(samples: &[f32], time: Seconds, half: i64, window: &[f64]) -> f64 {
    // Sample n is the sound at (n + 0.5) / rate.
    let middle = (time * RATE_HZ - 0.5).round() as i64;
    let from = (middle - half).max(0);
    let to = (middle + half + 1).min(samples.len() as i64);
    let part = &samples[from as usize..to as usize];
    let weights = &window[(from - (middle - half)) as usize..];
    let mean = part.iter().map(|s| f64::from(*s)).sum::<f64>() / part.len() as f64;
    let (power, weight) = part.iter().zip(weights).fold((0.0, 0.0), |(power, weight), (sample, w)| {
        (power + w * (f64::from(*sample) - mean).powi(2), weight + w)
    });
    if power > 0.0 {
        (10.0 * (power / weight / HEARING_THRESHOLD).log10()).max(NOTHING_DB)
    } else {
        NOTHING_DB
    }
}

/// A Kaiser window whose side lobes lie 190 dB down, at -1 to 1.
fn kaiser(at: f64) -> f64 {
    let inside = 1.0 - at * at;
    let steepness = 2.0 * std::f64::consts::PI.powi(2) + 0.5;
    if inside <= 0.0 { 0.0 } else { bessel_i0(steepness * inside.sqrt()) }
}

/// The modified Bessel function of the first kind, order 0, by its power series.
fn bessel_i0(x: f64) -> f64 {
    let quarter = x * x / 4.0;
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 1..200 {
        term *= quarter / f64::from(k * k);
        sum += term;
        if term < sum * 1e-16 {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sine_has_its_level() {
        let sample = |n: usize| (std::f64::consts::TAU * 220.0 * n as f64 / RATE_HZ).sin() as f32 * 0.5;
        let tone: Vec<f32> = (0..16_000).map(sample).collect();
        // Root mean square 0.3536 pascal over 20 micropascal.
        for frame in levels(&tone) {
            assert!((frame.db - 84.95).abs() < 0.05, "{frame:?}");
        }
    }

    #[test]
    fn silence_and_an_offset_have_none() {
        assert_eq!(levels(&[0.0; 100]), []);
        assert!(levels(&[0.0; 2000]).iter().all(|frame| frame.db == NOTHING_DB));
        assert!(levels(&[0.25; 2000]).iter().all(|frame| frame.db == NOTHING_DB));
    }
}

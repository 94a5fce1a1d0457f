//! Whisper's log-mel features over the last eight seconds, as Smart Turn was trained on them.
//!
//! **Enters:** 16 kHz sound. **Leaves:** 80 mel bands by 800 frames of 10 ms.
//! **Must not know:** the model.
//!
//! The same numbers as `WhisperFeatureExtractor(chunk_length=8)` with `do_normalize` in Python's transformers:
//! zeros in front of short sound, zero mean and unit variance over all eight seconds, Hann windows of 400
//! samples each 160, mirrored edges, Slaney's mel filters, the ten decades under the loudest cut to eight.

use crate::audio::RATE;
use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};
use std::sync::Arc;

pub(super) const MELS: usize = 80;
pub(super) const FRAMES: usize = 800;
/// Eight seconds.
pub(super) const SAMPLES: usize = 8 * RATE as usize;

const WINDOW: usize = 400;
const HOP: usize = 160;
const BINS: usize = WINDOW / 2 + 1;

/// A triangle over neighbouring bins.
struct Filter {
    first: usize,
    weights: Vec<f32>,
}

pub(super) struct LogMel {
    fft: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    filters: Vec<Filter>,
}

impl LogMel {
    pub(super) fn new() -> Self {
        let turn = |n: usize| std::f64::consts::TAU * n as f64 / WINDOW as f64;
        Self {
            fft: RealFftPlanner::new().plan_fft_forward(WINDOW),
            window: (0..WINDOW).map(|n| (0.5 - 0.5 * turn(n).cos()) as f32).collect(),
            filters: filters(),
        }
    }

    /// `[MELS * FRAMES]`, band after band, of the last eight seconds.
    pub(super) fn features(&self, samples: &[f32]) -> Vec<f32> {
        let sound = mirrored(&normalised(&samples[samples.len().saturating_sub(SAMPLES)..]));
        let mut features = vec![0.0_f32; MELS * FRAMES];
        let mut windowed = self.fft.make_input_vec();
        let mut spectrum = self.fft.make_output_vec();
        let mut scratch = self.fft.make_scratch_vec();
        for frame in 0..FRAMES {
            let seen = &sound[frame * HOP..][..WINDOW];
            for ((out, sample), weight) in windowed.iter_mut().zip(seen).zip(&self.window) {
                *out = sample * weight;
            }
            self.fft
                .process_with_scratch(&mut windowed, &mut spectrum, &mut scratch)
                .expect("the buffers were made by this plan");
            let power: Vec<f32> = spectrum.iter().map(Complex::norm_sqr).collect();
            for (mel, filter) in self.filters.iter().enumerate() {
                let bins = power[filter.first..].iter().zip(&filter.weights);
                let energy: f32 = bins.map(|(power, weight)| power * weight).sum();
                features[mel * FRAMES + frame] = energy.max(1e-10).log10();
            }
        }
        let floor = features.iter().fold(f32::MIN, |max, value| max.max(*value)) - 8.0;
        for value in &mut features {
            *value = (value.max(floor) + 4.0) / 4.0;
        }
        features
    }
}

/// Zeros in front, then zero mean and unit variance over everything.
fn normalised(samples: &[f32]) -> Vec<f32> {
    let count = SAMPLES as f64;
    let mean = samples.iter().map(|s| f64::from(*s)).sum::<f64>() / count;
    let squares = samples.iter().map(|s| (f64::from(*s) - mean).powi(2)).sum::<f64>();
    let silent = (SAMPLES - samples.len()) as f64;
    let scale = 1.0 / ((squares + silent * mean * mean) / count + 1e-7).sqrt();
    let zeros = std::iter::repeat_n(0.0, SAMPLES - samples.len());
    zeros.chain(samples.iter().copied()).map(|s| ((f64::from(s) - mean) * scale) as f32).collect()
}

/// Half a window of mirror image on both sides, the edge sample not repeated.
fn mirrored(sound: &[f32]) -> Vec<f32> {
    let half = WINDOW / 2;
    let front = sound[1..=half].iter().rev();
    let back = sound[sound.len() - 1 - half..sound.len() - 1].iter().rev();
    front.chain(sound).chain(back).copied().collect()
}

/// Slaney's scale: linear to 1 kHz, logarithmic above.
fn mel(hz: f64) -> f64 {
    if hz < 1000.0 { hz * 3.0 / 200.0 } else { 15.0 + (hz / 1000.0).ln() * 27.0 / 6.4_f64.ln() }
}

fn hz(mel: f64) -> f64 {
    if mel < 15.0 { mel * 200.0 / 3.0 } else { 1000.0 * ((mel - 15.0) * 6.4_f64.ln() / 27.0).exp() }
}

/// Triangles from 0 to 8 kHz, each of unit area.
fn filters() -> Vec<Filter> {
    let top = mel(f64::from(RATE) / 2.0);
    let edges: Vec<f64> = (0..MELS + 2).map(|n| hz(top * n as f64 / (MELS + 1) as f64)).collect();
    let bin = |n: usize| n as f64 * f64::from(RATE) / WINDOW as f64;
    let filter = |edge: &[f64]| {
        let height = |f: f64| {
            let (rise, fall) = ((f - edge[0]) / (edge[1] - edge[0]), (edge[2] - f) / (edge[2] - edge[1]));
            (rise.min(fall).max(0.0) * 2.0 / (edge[2] - edge[0])) as f32
        };
        let heights: Vec<f32> = (0..BINS).map(|n| height(bin(n))).collect();
        let first = heights.iter().position(|h| *h > 0.0).unwrap_or(0);
        let last = heights.iter().rposition(|h| *h > 0.0).unwrap_or(0);
        Filter { first, weights: heights[first..=last].to_vec() }
    };
    edges.windows(3).map(filter).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Three seconds of a rising tone that swells three times a second.
    pub(in crate::hear) fn chirp() -> Vec<f32> {
        let sample = |n: usize| {
            let t = n as f64 / 16_000.0;
            let tone = (std::f64::consts::TAU * (200.0 * t + 50.0 * t * t)).sin();
            (0.3 * tone * (0.5 + 0.5 * (std::f64::consts::TAU * 3.0 * t).sin())) as f32
        };
        (0..48_000).map(sample).collect()
    }

    /// Values of transformers' own extractor for the same sound.
    #[test]
    fn features_are_whispers() {
        let features = LogMel::new().features(&chirp());
        assert_eq!(features.len(), MELS * FRAMES);
        for (mel, frame, expected) in [
            (0, 0, -0.11904),
            (0, 799, 0.73008),
            (5, 600, 1.30171),
            (10, 520, 0.32229),
            (20, 700, -0.11904),
            (79, 799, -0.11904),
            (3, 500, 1.54733),
            (12, 790, 1.08726),
        ] {
            let value = features[mel * FRAMES + frame];
            assert!((value - expected).abs() < 2e-3, "band {mel}, frame {frame}: {value}, not {expected}");
        }
    }

    #[test]
    fn silence_and_nothing_stay_finite() {
        for samples in [vec![], vec![0.0; 3000], vec![0.0; 200_000]] {
            assert!(LogMel::new().features(&samples).iter().all(|value| value.is_finite()));
        }
    }
}

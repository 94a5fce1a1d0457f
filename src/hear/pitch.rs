//! The pitch of a voice over time.
//!
//! **Enters:** 16 kHz sound. **Leaves:** for each analysis frame its time and, where voiced, its frequency.
//! **Must not know:** what is done with it.
//!
//! P. Boersma (1993), "Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio
//! of a sampled sound", IFA Proceedings 17: the autocorrelation of a Hann-windowed stretch divided by the window's
//! own, its peaks interpolated with a windowed sinc, and the cheapest path through all frames' candidates, which
//! is what removes octave jumps. Parameters are those that Praat's "To Pitch" starts with.

use crate::audio::RATE;
use crate::call::Seconds;
use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use std::sync::Arc;

const FLOOR_HZ: f64 = 75.0;
const CEILING_HZ: f64 = 600.0;
/// Three periods of the floor in a window, four frames for each window.
const PERIODS: f64 = 3.0;
pub(super) const STEP: Seconds = PERIODS / FLOOR_HZ / 4.0;
const CANDIDATES: usize = 15;
const SILENCE: f64 = 0.03;
const VOICING: f64 = 0.45;
const OCTAVE_COST: f64 = 0.01;
const JUMP_COST: f64 = 0.35;
const VOICING_CHANGE_COST: f64 = 0.14;
/// Samples on each side of a peak that its interpolation uses.
const SINC_DEPTH: i64 = 70;

const RATE_HZ: f64 = RATE as f64;

/// One frame of the contour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PitchFrame {
    /// Its middle, seconds from the start of the sound.
    pub time: Seconds,
    /// `None`: unvoiced.
    pub hz: Option<f64>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// `None`: unvoiced.
    hz: Option<f64>,
    strength: f64,
}

/// The pitch contour; empty for sound shorter than an analysis window (40 ms).
pub(super) fn contour(samples: &[f32]) -> Vec<PitchFrame> {
    let window = Window::new();
    let duration = samples.len() as f64 / RATE_HZ;
    let width = PERIODS / FLOOR_HZ;
    if duration < width {
        return Vec::new();
    }
    let count = ((duration - width) / STEP + 1e-9).floor() as usize + 1;
    let first = 0.5 * duration - 0.5 * count as f64 * STEP + 0.5 * STEP;
    let mean = samples.iter().map(|s| f64::from(*s)).sum::<f64>() / samples.len() as f64;
    let loudest = samples.iter().map(|s| (f64::from(*s) - mean).abs()).fold(0.0, f64::max);
    let times: Vec<Seconds> = (0..count).map(|n| first + n as f64 * STEP).collect();
    let mut analysis = Analysis::new(&window);
    let frames: Vec<Vec<Candidate>> =
        times.iter().map(|time| analysis.candidates(samples, *time, loudest)).collect();
    times.into_iter().zip(cheapest_path(&frames)).map(|(time, hz)| PitchFrame { time, hz }).collect()
}

/// The Hann window and its normalised autocorrelation.
struct Window {
    half: usize,
    weights: Vec<f64>,
    autocorrelation: Vec<f64>,
    forward: Arc<dyn RealToComplex<f64>>,
    inverse: Arc<dyn ComplexToReal<f64>>,
    /// Lags that are looked at: half a window.
    lags: usize,
}

impl Window {
    fn new() -> Self {
        let half = ((PERIODS / FLOOR_HZ * RATE_HZ) as usize) / 2 - 1;
        let length = 2 * half;
        let turn = |n: usize| std::f64::consts::TAU * (n + 1) as f64 / (length + 1) as f64;
        let weights: Vec<f64> = (0..length).map(|n| 0.5 - 0.5 * turn(n).cos()).collect();
        let size = (length + length / 2).next_power_of_two();
        let mut planner = RealFftPlanner::new();
        let (forward, inverse) = (planner.plan_fft_forward(size), planner.plan_fft_inverse(size));
        let mut window =
            Self { half, weights, autocorrelation: Vec::new(), forward, inverse, lags: length / 2 };
        let own = window.autocorrelate(&window.weights);
        window.autocorrelation = own.iter().map(|value| value / own[0]).collect();
        window
    }

    fn autocorrelate(&self, sound: &[f64]) -> Vec<f64> {
        let mut time = self.forward.make_input_vec();
        time[..sound.len()].copy_from_slice(sound);
        let mut spectrum = self.forward.make_output_vec();
        self.forward.process(&mut time, &mut spectrum).expect("the buffers were made by this plan");
        for bin in &mut spectrum {
            *bin = Complex::new(bin.norm_sqr(), 0.0);
        }
        self.inverse.process(&mut spectrum, &mut time).expect("a power spectrum is real at both ends");
        time.truncate(self.lags + 2);
        time
    }
}

struct Analysis<'a> {
    window: &'a Window,
    frame: Vec<f64>,
}

impl<'a> Analysis<'a> {
    fn new(window: &'a Window) -> Self {
        Self { window, frame: vec![0.0; 2 * window.half] }
    }

    /// The unvoiced candidate and the best peaks of the autocorrelation around `time`.
    fn candidates(&mut self, samples: &[f32], time: Seconds, loudest: f64) -> Vec<Candidate> {
        // Sample n is the sound at (n + 0.5) / rate; the window begins `half` samples before the middle.
        let middle = (time * RATE_HZ - 0.5).floor() as i64 + 1;
        let sample =
            |at: i64| usize::try_from(at).ok().and_then(|at| samples.get(at)).map_or(0.0, |s| f64::from(*s));
        let period = (RATE_HZ / FLOOR_HZ) as i64;
        let mean = (middle - period..middle + period).map(sample).sum::<f64>() / (2 * period) as f64;
        let half = self.window.half as i64;
        for ((value, weight), at) in self.frame.iter_mut().zip(&self.window.weights).zip(middle - half..) {
            *value = (sample(at) - mean) * weight;
        }
        let around = (half - period / 2 - 1).max(0) as usize..(half + period / 2 + 1) as usize;
        let peak = self.frame[around].iter().fold(0.0_f64, |peak, value| peak.max(value.abs()));
        let intensity = if loudest > 0.0 { (peak / loudest).min(1.0) } else { 0.0 };
        let quietness = (2.0 - intensity / (SILENCE / (1.0 + VOICING))).max(0.0);
        let mut candidates = vec![Candidate { hz: None, strength: VOICING + quietness }];
        if peak > 0.0 {
            candidates.extend(self.peaks());
        }
        candidates
    }

    fn peaks(&self) -> Vec<Candidate> {
        let raw = self.window.autocorrelate(&self.frame);
        let own = &self.window.autocorrelation;
        let lags = self.window.lags;
        let mut r = vec![1.0; lags + 1];
        for lag in 1..=lags {
            r[lag] = raw[lag] / (raw[0] * own[lag]);
        }
        let longest = ((2 * self.window.half) as f64 / PERIODS) as usize + 2;
        let mut peaks: Vec<(f64, Candidate)> = Vec::new();
        for lag in 2..longest.min(lags) {
            if r[lag] <= 0.5 * VOICING || r[lag] <= r[lag - 1] || r[lag] < r[lag + 1] {
                continue;
            }
            let (at, height) = summit(&r, lag);
            let hz = RATE_HZ / at;
            // Above 1 a peak is an artefact of the division; its mirror image is what Boersma uses.
            let strength = if height > 1.0 { 1.0 / height } else { height };
            let rank = strength - OCTAVE_COST * (FLOOR_HZ / hz).log2();
            peaks.push((rank, Candidate { hz: Some(hz), strength }));
        }
        peaks.sort_by(|a, b| b.0.total_cmp(&a.0));
        peaks.truncate(CANDIDATES - 1);
        peaks.into_iter().map(|(_, candidate)| candidate).collect()
    }
}

/// Where the interpolated autocorrelation is highest around the peak at `lag`, and how high.
fn summit(r: &[f64], lag: usize) -> (f64, f64) {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (lag as f64 - 1.0, lag as f64 + 1.0);
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (interpolated(r, left), interpolated(r, right));
    while high - low > 1e-4 {
        if at_left > at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = interpolated(r, left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = interpolated(r, right);
        }
    }
    let at = f64::midpoint(low, high);
    (at, interpolated(r, at))
}

/// The autocorrelation (even, so known at negative lags too) between its samples.
fn interpolated(r: &[f64], at: f64) -> f64 {
    let left = at.floor();
    let phase = at - left;
    if phase < 1e-9 {
        return r[(left as usize).min(r.len() - 1)];
    }
    let left = left as i64;
    let depth = SINC_DEPTH.min(r.len() as i64 - 1 - left).max(1);
    let value = |lag: i64| r.get(lag.unsigned_abs() as usize).copied().unwrap_or(0.0);
    // sin(pi (phase + k)) only changes its sign with k.
    let sine = (std::f64::consts::PI * phase).sin();
    let mut sum = 0.0;
    let mut sign = 1.0;
    for k in 0..depth {
        let (back, ahead) = (phase + k as f64, 1.0 - phase + k as f64);
        let taper = |x: f64, edge: f64| 0.5 + 0.5 * (std::f64::consts::PI * x / edge).cos();
        let edge = depth as f64;
        sum += sign * value(left - k) * sine / (std::f64::consts::PI * back) * taper(back, edge + phase);
        sum += sign * value(left + 1 + k) * sine / (std::f64::consts::PI * ahead)
            * taper(ahead, edge + 1.0 - phase);
        sign = -sign;
    }
    sum
}

/// The path through the candidates with the greatest strength after costs (Viterbi).
fn cheapest_path(frames: &[Vec<Candidate>]) -> Vec<Option<f64>> {
    let Some(first) = frames.first() else {
        return Vec::new();
    };
    let own = |candidate: &Candidate| match candidate.hz {
        Some(hz) => candidate.strength - OCTAVE_COST * (CEILING_HZ / hz).log2(),
        None => candidate.strength,
    };
    let usable = |candidate: &Candidate| candidate.hz.is_none_or(|hz| hz < CEILING_HZ);
    let score = |candidate: &Candidate| if usable(candidate) { own(candidate) } else { f64::NEG_INFINITY };
    let mut scores: Vec<f64> = first.iter().map(score).collect();
    let mut came_from: Vec<Vec<usize>> = Vec::with_capacity(frames.len());
    for pair in frames.windows(2) {
        let mut best = Vec::with_capacity(pair[1].len());
        let mut from = Vec::with_capacity(pair[1].len());
        for candidate in &pair[1] {
            let ways = pair[0].iter().zip(&scores).map(|(before, score)| score - change(before, candidate));
            let (index, value) = ways
                .enumerate()
                .max_by(|a, b| a.1.total_cmp(&b.1))
                .expect("each frame has its unvoiced candidate");
            best.push(value + score(candidate));
            from.push(index);
        }
        scores = best;
        came_from.push(from);
    }
    let last = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0);
    let mut path = vec![last];
    for from in came_from.iter().rev() {
        path.push(from[path[path.len() - 1]]);
    }
    path.iter().rev().zip(frames).map(|(index, frame)| frame[*index].hz).collect()
}

fn change(before: &Candidate, after: &Candidate) -> f64 {
    let correction = 0.01 / STEP;
    match (before.hz, after.hz) {
        (None, None) => 0.0,
        (Some(before), Some(after)) => correction * JUMP_COST * (before / after).log2().abs(),
        _ => correction * VOICING_CHANGE_COST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(seconds: f64, hz: impl Fn(f64) -> f64, harmonics: &[f64]) -> Vec<f32> {
        let mut phase = 0.0;
        let sample = |n: usize| {
            phase += hz(n as f64 / RATE_HZ) / RATE_HZ;
            let wave =
                |(k, weight): (usize, &f64)| weight * (std::f64::consts::TAU * (k + 1) as f64 * phase).sin();
            (0.1 * harmonics.iter().enumerate().map(wave).sum::<f64>()) as f32
        };
        (0..(seconds * RATE_HZ) as usize).map(sample).collect()
    }

    #[track_caller]
    fn steady(hz: f64, harmonics: &[f64]) {
        let found = contour(&voice(0.5, |_| hz, harmonics));
        assert!(found.len() >= 46, "{} frames", found.len());
        for frame in found {
            let heard = frame.hz.expect("voiced");
            assert!((heard / hz - 1.0).abs() < 0.001, "{heard} for {hz} at {}", frame.time);
        }
    }

    #[test]
    fn steady_voices_have_their_pitch() {
        for hz in [80.0, 113.0, 220.0, 333.0, 520.0] {
            steady(hz, &[1.0]);
            steady(hz, &[1.0, 0.7, 0.5, 0.3]);
        }
        // A strong octave and a weak fundamental are still the fundamental.
        steady(140.0, &[0.3, 1.0, 0.4, 0.5]);
    }

    #[test]
    fn a_glide_is_followed() {
        let hz = |time: f64| 120.0 * 2.0_f64.powf(time);
        for frame in contour(&voice(1.0, hz, &[1.0, 0.6, 0.3])) {
            let heard = frame.hz.expect("voiced");
            assert!((heard / hz(frame.time) - 1.0).abs() < 0.005, "{heard} at {}", frame.time);
        }
    }

    #[test]
    fn noise_and_silence_have_none() {
        let mut seed = 7_u32;
        let noise: Vec<f32> = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            0.2 * ((seed >> 8) as f32 / (1 << 23) as f32 - 1.0)
        })
        .take(16_000)
        .collect();
        let voiced = contour(&noise).iter().filter(|frame| frame.hz.is_some()).count();
        assert!(voiced <= 3, "{voiced} voiced frames in a second of noise");
        assert!(contour(&vec![0.0; 16_000]).iter().all(|frame| frame.hz.is_none()));
        assert_eq!(contour(&[0.1; 100]), []);
    }
}

//! Spectra and pitch to samples: a pulse train and noise, each shaped by its envelope, one inverse transform.
//!
//! hibari's acoustic model describes every 12.5 ms by five rows over 601 frequencies (0 to 12 kHz, 20 Hz apart) and a
//! pitch. With E the transform of the pulse train and Z complex Gaussian noise, the spectrum is
//!
//! ```text
//! S = exp(lh) exp(i pi tanh(theta)) E + exp(ln) Z + exp(lr) exp(i phi)
//! ```
//!
//! The model was made for 24 kHz with windows of 1200 samples. Windows of 800 samples at 16 kHz last as long and
//! have the same 20 Hz grid, so the upper third of each spectrum is left out here and the sound comes out at
//! 16 kHz at once: what resampling would give, for less.
//!
//! A person is a factor on the pitch and a stretch of the envelopes' frequency axis; the phases keep their places,
//! because they belong to the frequency and not to the vocal tract.

use super::RATE;
use super::noise::Noise;
use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use std::f32::consts::PI;
use std::sync::Arc;

/// Rows' length in the model's output.
pub const MODEL_BINS: usize = 601;
const WINDOW: usize = 800;
const HOP: usize = 200;
const BINS: usize = WINDOW / 2 + 1;
/// Harmonics end below half the rate; the model itself stops at 11 kHz.
const HIGHEST_HARMONIC_HZ: f32 = 7_900.0;
/// Below this the model means "unvoiced".
const VOICED_ABOVE_HZ: f32 = 40.0;
/// Frequencies under 40 Hz carry no speech, only offset.
const FIRST_BIN: usize = 2;
/// The last 200 Hz are faded, so that nothing ends abruptly at half the rate.
const FADED_BINS: usize = 10;
/// The model's exponents are cut here, as in its training.
const HIGHEST_EXPONENT: f32 = 7.0;

/// What the acoustic model says about one stretch of speech. Rows are frequency-major: `row[bin * frames + frame]`.
pub struct Spectra<'a> {
    pub frames: usize,
    /// Log magnitude and phase of the harmonic part.
    pub lh: &'a [f32],
    pub theta: &'a [f32],
    /// Log magnitude of the noise.
    pub ln: &'a [f32],
    /// Log magnitude and phase of the rest.
    pub lr: &'a [f32],
    pub phi: &'a [f32],
    /// Hz for each frame, 0 unvoiced.
    pub f0: &'a [f32],
}

pub struct Vocoder {
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
    window: Vec<f32>,
}

impl Vocoder {
    pub fn new() -> Self {
        let mut planner = RealFftPlanner::new();
        Self {
            forward: planner.plan_fft_forward(WINDOW),
            inverse: planner.plan_fft_inverse(WINDOW),
            window: (0..WINDOW).map(|at| 0.5 - 0.5 * (2.0 * PI * at as f32 / WINDOW as f32).cos()).collect(),
        }
    }

    /// 200 samples a frame at 16 kHz.
    pub fn render(&self, spectra: &Spectra<'_>, pitch: f32, formant: f32, noise: &mut Noise) -> Vec<f32> {
        let f0: Vec<f32> = spectra.f0.iter().map(|hz| hz * pitch).collect();
        let source = pulses(&f0);
        let warp = Warp::new(formant);
        let mut sound = Overlapped::new(spectra.frames);
        let mut windowed = self.forward.make_input_vec();
        let mut spectrum = self.forward.make_output_vec();
        let mut out = self.inverse.make_output_vec();
        for frame in 0..spectra.frames {
            self.take_window(&source, frame, &mut windowed);
            // Lengths come from the plans themselves, so neither transform can refuse them.
            let forward = self.forward.process(&mut windowed, &mut spectrum);
            debug_assert!(forward.is_ok(), "forward transform: {forward:?}");
            shape(spectra, frame, &warp, noise, &mut spectrum);
            let inverse = self.inverse.process(&mut spectrum, &mut out);
            debug_assert!(inverse.is_ok(), "inverse transform: {inverse:?}");
            sound.add(frame, &out, &self.window);
        }
        sound.finish()
    }

    /// The source around a frame's centre, weighted so that a cosine of amplitude 1 has the magnitude 1.
    fn take_window(&self, source: &[f32], frame: usize, windowed: &mut [f32]) {
        let scale = 4.0 / WINDOW as f32;
        for (at, (slot, weight)) in windowed.iter_mut().zip(&self.window).enumerate() {
            let sample = (frame * HOP + at).checked_sub(WINDOW / 2).and_then(|place| source.get(place));
            *slot = sample.map_or(0.0, |sample| sample * weight * scale);
        }
    }
}

/// Replaces the source's spectrum by the speech's.
fn shape(spectra: &Spectra<'_>, frame: usize, warp: &Warp, noise: &mut Noise, spectrum: &mut [Complex<f32>]) {
    for (bin, value) in spectrum.iter_mut().enumerate() {
        let (real, imaginary) = noise.pair();
        if !(FIRST_BIN..BINS - 1).contains(&bin) {
            *value = Complex::new(0.0, 0.0);
            continue;
        }
        let row = |values: &[f32]| warp.at(values, bin, frame, spectra.frames);
        let magnitude = |values: &[f32]| row(values).min(HIGHEST_EXPONENT).exp();
        let turn = PI * row(spectra.theta).tanh();
        let phase = spectra.phi[bin * spectra.frames + frame];
        let fade = ((BINS - 1 - bin) as f32 / FADED_BINS as f32).min(1.0);
        *value = (*value * Complex::from_polar(magnitude(spectra.lh), turn)
            + Complex::new(real, imaginary) * magnitude(spectra.ln)
            + Complex::from_polar(magnitude(spectra.lr), phase))
            * fade;
    }
}

/// Where on the model's frequency axis each bin takes its envelope from.
struct Warp {
    places: Vec<(usize, f32)>,
}

impl Warp {
    fn new(formant: f32) -> Self {
        let last = (MODEL_BINS - 1) as f32;
        let places = (0..BINS)
            .map(|bin| {
                let place = (bin as f32 / formant).min(last);
                let below = (place.floor() as usize).min(MODEL_BINS - 2);
                (below, place - below as f32)
            })
            .collect();
        Self { places }
    }

    fn at(&self, values: &[f32], bin: usize, frame: usize, frames: usize) -> f32 {
        let (below, part) = self.places[bin];
        let low = values[below * frames + frame];
        low + part * (values[(below + 1) * frames + frame] - low)
    }
}

/// A band-limited pulse train: all harmonics of the pitch at amplitude 1, in closed form
/// (sum of cos(h t) for h = 1..H is sin((H + 1/2) t) / (2 sin(t / 2)) - 1/2). Unvoiced stretches are 0.
fn pulses(f0: &[f32]) -> Vec<f32> {
    let mut samples = Vec::with_capacity(f0.len() * HOP);
    let mut cycles = 0.0_f64;
    for at in 0..f0.len() * HOP {
        let hz = pitch_at(f0, at);
        cycles = (cycles + f64::from(hz.max(VOICED_ABOVE_HZ)) / f64::from(RATE)).fract();
        if hz <= VOICED_ABOVE_HZ {
            samples.push(0.0);
            continue;
        }
        let angle = cycles as f32 * 2.0 * PI;
        let harmonics = (HIGHEST_HARMONIC_HZ / hz).floor() + 0.5;
        let divisor = 2.0 * (angle / 2.0).sin();
        let sum = if divisor.abs() <= 2e-3 { harmonics } else { (harmonics * angle).sin() / divisor };
        samples.push(sum - 0.5);
    }
    samples
}

/// The pitch between the centres of two frames, on a straight line.
fn pitch_at(f0: &[f32], sample: usize) -> f32 {
    let place = (sample as f32 + 0.5) / HOP as f32 - 0.5;
    let low = place.floor();
    let part = place - low;
    let last = f0.len() as isize - 1;
    let value = |frame: isize| f0[frame.clamp(0, last) as usize];
    value(low as isize) * (1.0 - part) + value(low as isize + 1) * part
}

/// The windows laid over each other, divided by what the windows add up to.
struct Overlapped {
    frames: usize,
    samples: Vec<f32>,
    weights: Vec<f32>,
}

impl Overlapped {
    fn new(frames: usize) -> Self {
        let length = frames.saturating_sub(1) * HOP + WINDOW;
        Self { frames, samples: vec![0.0; length], weights: vec![0.0; length] }
    }

    fn add(&mut self, frame: usize, out: &[f32], window: &[f32]) {
        let start = frame * HOP;
        // The inverse transform is not scaled by its length.
        let scale = 1.0 / WINDOW as f32;
        let places =
            self.samples[start..start + WINDOW].iter_mut().zip(&mut self.weights[start..start + WINDOW]);
        for ((sample, weight), (value, factor)) in places.zip(out.iter().zip(window)) {
            *sample += value * factor * scale;
            *weight += factor * factor;
        }
    }

    fn finish(self) -> Vec<f32> {
        let divided =
            self.samples.iter().zip(&self.weights).map(|(sample, weight)| sample / weight.max(1e-3));
        divided.skip(WINDOW / 2).take(self.frames * HOP).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::VoiceCharacter;

    /// Magnitude at a frequency, by correlation.
    fn magnitude(samples: &[f32], hz: f32) -> f32 {
        let (mut real, mut imaginary) = (0.0, 0.0);
        for (at, sample) in samples.iter().enumerate() {
            let angle = 2.0 * PI * hz * at as f32 / RATE as f32;
            real += sample * angle.cos();
            imaginary += sample * angle.sin();
        }
        2.0 * (real * real + imaginary * imaginary).sqrt() / samples.len() as f32
    }

    #[test]
    fn a_pulse_train_has_every_harmonic_and_nothing_between() {
        let train = pulses(&[125.0; 80]);
        for harmonic in [1.0, 7.0, 31.0, 62.0] {
            let found = magnitude(&train, 125.0 * harmonic);
            assert!((found - 1.0).abs() < 0.02, "harmonic {harmonic}: {found}");
        }
        assert!(magnitude(&train, 187.5) < 0.02);
        assert!(pulses(&[0.0; 4]).iter().all(|sample| *sample == 0.0));
    }

    /// A vowel with one formant at 1000 Hz on a pitch of 200 Hz, and next to no noise.
    fn vowel(frames: usize) -> [Vec<f32>; 3] {
        let hump = (0..MODEL_BINS).flat_map(|bin| {
            let distance = (bin as f32 * 20.0 - 1000.0) / 150.0;
            std::iter::repeat_n(3.0 - distance.powi(2).min(20.0), frames)
        });
        [hump.collect(), vec![0.0; MODEL_BINS * frames], vec![-30.0; MODEL_BINS * frames]]
    }

    fn say(pitch: f32, formant: f32) -> Vec<f32> {
        let frames = 80;
        let [lh, zero, silent] = vowel(frames);
        let f0 = vec![200.0; frames];
        let spectra =
            Spectra { frames, lh: &lh, theta: &zero, ln: &silent, lr: &silent, phi: &zero, f0: &f0 };
        let mut noise = Noise::seeded("", VoiceCharacter::default());
        Vocoder::new().render(&spectra, pitch, formant, &mut noise)
    }

    #[test]
    fn pitch_moves_the_harmonics_and_formant_moves_the_envelope() {
        let strongest = |samples: &[f32], step: f32| -> f32 {
            let harmonics = (1..30).map(|index| index as f32 * step);
            harmonics.max_by(|a, b| magnitude(samples, *a).total_cmp(&magnitude(samples, *b))).unwrap()
        };
        assert_eq!(strongest(&say(1.0, 1.0), 200.0), 1000.0);
        assert_eq!(strongest(&say(0.5, 1.0), 100.0), 1000.0);
        assert_eq!(strongest(&say(0.5, 0.8), 100.0), 800.0);
        assert_eq!(strongest(&say(0.5, 1.2), 100.0), 1200.0);
        let half = say(0.5, 1.0);
        assert!(magnitude(&half, 900.0) > 100.0 * magnitude(&half, 950.0));
    }

    #[test]
    fn a_frame_is_two_hundred_samples() {
        assert_eq!(say(1.0, 1.0).len(), 80 * 200);
    }
}

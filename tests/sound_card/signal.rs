//! Sounds to play, and whether a sound is in another.

use coldcall::audio::{FRAME, Frame, RATE, resample};
use realfft::RealFftPlanner;
use std::path::Path;

/// Noise that swells and fades like syllables: seeded, and like nothing else at any other lag.
pub fn speech_like(seconds: f64) -> Vec<f32> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut low = 0.0;
    let samples = (0..(seconds * f64::from(RATE)) as usize).map(|n| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let noise = (state >> 40) as f32 / (1 << 23) as f32 - 1.0;
        low += 0.3 * (noise - low);
        let time = n as f32 / RATE as f32;
        let syllable = (time * 4.0 * std::f32::consts::PI).sin().abs();
        0.6 * low * syllable
    });
    samples.collect()
}

pub fn write_wav(path: &Path, samples: &[f32], rate: u32) {
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    for sample in resample(samples, RATE, rate) {
        for _ in 0..2 {
            writer.write_sample((sample.clamp(-1.0, 1.0) * 32_767.0) as i16).unwrap();
        }
    }
    writer.finalize().unwrap();
}

/// Where `wanted` lies in `heard` (samples), and how well it fits there (1 is the same sound).
pub fn find(heard: &[f32], wanted: &[f32]) -> (usize, f32) {
    let size = (heard.len() + wanted.len()).next_power_of_two();
    let mut planner = RealFftPlanner::<f32>::new();
    let (forward, inverse) = (planner.plan_fft_forward(size), planner.plan_fft_inverse(size));
    let spectrum = |samples: &[f32]| {
        let mut input = samples.to_vec();
        input.resize(size, 0.0);
        let mut output = forward.make_output_vec();
        forward.process(&mut input, &mut output).unwrap();
        output
    };
    let mut product = spectrum(heard);
    for (bin, other) in product.iter_mut().zip(spectrum(wanted)) {
        *bin *= other.conj();
    }
    product[0].im = 0.0;
    product[size / 2].im = 0.0;
    let mut correlation = inverse.make_output_vec();
    inverse.process(&mut product, &mut correlation).unwrap();
    let power = |samples: &[f32]| samples.iter().map(|x| x * x).sum::<f32>();
    let lags = heard.len().saturating_sub(wanted.len() / 2);
    let (at, peak) = correlation[..lags]
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(b.1))
        .map(|(at, peak)| (at, *peak))
        .unwrap();
    let end = (at + wanted.len()).min(heard.len());
    (at, peak / size as f32 / (power(&heard[at..end]) * power(wanted)).sqrt().max(1e-9))
}

pub fn frames(samples: &[f32]) -> impl Iterator<Item = Frame> + '_ {
    samples.chunks(FRAME).map(|chunk| {
        let mut frame = [0.0; FRAME];
        frame[..chunk.len()].copy_from_slice(chunk);
        frame
    })
}

pub fn rms(samples: &[f32]) -> f32 {
    (samples.iter().map(|x| x * x).sum::<f32>() / samples.len().max(1) as f32).sqrt()
}

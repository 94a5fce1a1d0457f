//! Changes of sample rate: whole buffers and streams.
//!
//! Enters: mono f32 at one rate. Leaves: the same sound at another, without delay and without loss:
//! `n` samples in give `n * to / from` out, rounded up. Knows no device and no file.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Indexing, Resampler as _, WindowFunction};

/// Input samples in a block of a whole buffer: long blocks make a steep filter.
const BLOCK: usize = 4096;

/// Blocks in a second of a stream: 10 ms of delay in the filter, which is half a block.
const BLOCKS_A_SECOND: u32 = 50;

const WINDOW: WindowFunction = WindowFunction::BlackmanHarris2;

/// `samples` (mono) at `from_hz`, turned to `to_hz`. Both rates must be above 0; a rate of 0 returns
/// the samples unchanged.
///
/// An FFT resampler (rubato) with a Blackman-Harris anti-alias window.
pub fn resample(samples: &[f32], from_hz: u32, to_hz: u32) -> Vec<f32> {
    let mut resampler = Resampler::with_block(from_hz, to_hz, BLOCK);
    let mut output = Vec::with_capacity(resampler.expected(samples.len()));
    resampler.push(samples, &mut output);
    resampler.flush(&mut output);
    output
}

/// A stream of samples from one rate to another. However the stream is cut into pushes, the output is
/// the same. Allocates, so it stays out of audio callbacks.
pub struct Resampler {
    /// None where the rates are equal.
    fft: Option<Fft<f32>>,
    from_hz: u32,
    to_hz: u32,
    /// Samples that do not fill a block yet.
    pending: Vec<f32>,
    block: Vec<f32>,
    /// Samples of the filter's delay still to be cut off the front.
    trim: usize,
    taken: usize,
    given: usize,
}

impl std::fmt::Debug for Resampler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Resampler({} -> {} Hz)", self.from_hz, self.to_hz)
    }
}

impl Resampler {
    /// For a live stream: blocks of 20 ms where the rates allow it.
    pub fn new(from_hz: u32, to_hz: u32) -> Self {
        Self::with_block(from_hz, to_hz, (from_hz / BLOCKS_A_SECOND) as usize)
    }

    fn with_block(from_hz: u32, to_hz: u32, block: usize) -> Self {
        let fft = if from_hz == to_hz || from_hz == 0 || to_hz == 0 {
            None
        } else {
            // An even number of smallest blocks: the filter's delay is half a block, and must be whole samples.
            let smallest = (from_hz / greatest_divisor(from_hz, to_hz)) as usize;
            let block = smallest * 2 * (block / (2 * smallest)).max(1);
            let (from, to) = (from_hz as usize, to_hz as usize);
            let fft = Fft::new_custom(from, to, block, 1, 1, WINDOW, FixedSync::Both);
            Some(fft.expect("both rates and the block are above 0, one channel"))
        };
        let trim = fft.as_ref().map_or(0, |fft| fft.output_delay());
        let block = vec![0.0; fft.as_ref().map_or(0, |fft| fft.output_frames_max())];
        Self { fft, from_hz, to_hz, pending: Vec::new(), block, trim, taken: 0, given: 0 }
    }

    /// Samples that `taken` input samples make in all.
    fn expected(&self, taken: usize) -> usize {
        if self.fft.is_none() {
            return taken;
        }
        (taken as u64 * u64::from(self.to_hz)).div_ceil(u64::from(self.from_hz)) as usize
    }

    /// Takes samples and appends what is ready to `output`.
    pub fn push(&mut self, samples: &[f32], output: &mut Vec<f32>) {
        self.taken += samples.len();
        let Some(need) = self.fft.as_ref().map(|fft| fft.input_frames_next()) else {
            output.extend_from_slice(samples);
            self.given += samples.len();
            return;
        };
        let mut rest = samples;
        if !self.pending.is_empty() {
            let (head, tail) = rest.split_at(rest.len().min(need - self.pending.len()));
            self.pending.extend_from_slice(head);
            rest = tail;
            if self.pending.len() < need {
                return;
            }
            let block = std::mem::take(&mut self.pending);
            self.turn(&block, output);
            self.pending = block;
            self.pending.clear();
        }
        let mut blocks = rest.chunks_exact(need);
        for block in &mut blocks {
            self.turn(block, output);
        }
        self.pending.extend_from_slice(blocks.remainder());
    }

    /// Ends the stream: appends the last samples. The next push begins a new one.
    pub fn flush(&mut self, output: &mut Vec<f32>) {
        let missing = self.expected(self.taken).saturating_sub(self.given);
        let end = output.len() + missing;
        if self.fft.is_some() {
            let block = std::mem::take(&mut self.pending);
            self.turn(&block, output);
            while output.len() < end {
                self.turn(&[], output);
            }
            output.truncate(end);
        }
        self.reset();
    }

    /// Forgets what was pushed; the next push begins a new stream.
    pub fn reset(&mut self) {
        self.pending.clear();
        (self.taken, self.given) = (0, 0);
        if let Some(fft) = &mut self.fft {
            fft.reset();
            self.trim = fft.output_delay();
        }
    }

    /// One block, or less than one with silence behind it.
    fn turn(&mut self, input: &[f32], output: &mut Vec<f32>) {
        let Some(fft) = &mut self.fft else { return };
        let capacity = self.block.len();
        let source = InterleavedSlice::new(input, 1, input.len()).expect("one channel, its own length");
        let mut target =
            InterleavedSlice::new_mut(&mut self.block, 1, capacity).expect("one channel, its own length");
        let partial = Indexing::new().partial_len(input.len());
        let (_, made) = fft
            .process_into_buffer(&source, &mut target, Some(&partial))
            .expect("the block holds output_frames_max samples");
        let cut = self.trim.min(made);
        self.trim -= cut;
        self.given += made - cut;
        output.extend_from_slice(&self.block[cut..made]);
    }
}

fn greatest_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f32::consts::TAU;

    fn tone(hz: f32, rate: u32, seconds: f32) -> Vec<f32> {
        (0..(rate as f32 * seconds) as usize)
            .map(|n| 0.5 * (TAU * hz * n as f32 / rate as f32).sin())
            .collect()
    }

    fn level(samples: &[f32]) -> f32 {
        (samples.iter().map(|x| x * x).sum::<f32>() / samples.len().max(1) as f32).sqrt()
    }

    /// A 440 Hz tone must come out as the same tone, in place, whatever the rates.
    #[track_caller]
    fn case(from: u32, to: u32) {
        let input = tone(440.0, from, 0.5);
        let output = resample(&input, from, to);
        assert_eq!(output.len(), (input.len() as u64 * u64::from(to)).div_ceil(u64::from(from)) as usize);
        let wanted = tone(440.0, to, 0.6);
        let inside = output.len() / 10..output.len() * 9 / 10;
        let worst = inside.map(|n| (output[n] - wanted[n]).abs()).fold(0.0, f32::max);
        assert!(worst < 0.01, "{from} -> {to}: off by {worst}");
    }

    #[test]
    fn a_tone_stays_in_place_at_every_rate() {
        for from in [4_000, 8_000, 11_025, 12_345, 16_001, 22_050, 44_100, 48_000, 96_000, 192_000] {
            case(from, 16_000);
        }
        for to in [8_000, 44_100, 48_000, 96_000] {
            case(16_000, to);
        }
    }

    #[test]
    fn equal_rates_and_nothing_at_all() {
        assert_eq!(resample(&[0.1, 0.2], 16_000, 16_000), [0.1, 0.2]);
        assert!(resample(&[], 48_000, 16_000).is_empty());
        assert_eq!(resample(&[0.5], 48_000, 16_000).len(), 1);
    }

    #[test]
    fn what_lies_above_the_new_band_is_gone() {
        let output = resample(&tone(11_000.0, 48_000, 0.5), 48_000, 16_000);
        assert!(level(&output[800..7000]) < 0.001, "aliased: {}", level(&output[800..7000]));
    }

    #[test]
    fn a_stream_is_the_same_however_it_is_cut() {
        let input = tone(700.0, 44_100, 0.3);
        let mut whole = Vec::new();
        let mut resampler = Resampler::new(44_100, 16_000);
        resampler.push(&input, &mut whole);
        resampler.flush(&mut whole);
        for piece in [1, 7, 441, 1000, 5000] {
            let mut output = Vec::new();
            for chunk in input.chunks(piece) {
                resampler.push(chunk, &mut output);
            }
            resampler.flush(&mut output);
            assert_eq!(output, whole, "in pieces of {piece}");
        }
    }

    #[test]
    fn a_live_stream_keeps_speech_up_to_seven_kilohertz() {
        let mut output = Vec::new();
        Resampler::new(48_000, 16_000).push(&tone(7_000.0, 48_000, 0.5), &mut output);
        let kept = level(&output[800..7000]) / (0.5 / 2f32.sqrt());
        assert!(kept > 0.9, "only {kept} of a 7 kHz tone is left");
    }
}

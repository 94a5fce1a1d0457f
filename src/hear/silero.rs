//! Is this frame speech? Silero VAD 6.2.3, 16 kHz branch, written out in plain Rust.
//!
//! **Enters:** one frame of 512 samples after the other. **Leaves:** a probability for each.
//! **Must not know:** thresholds, spans, turns.
//!
//! The network: a learned short-time Fourier transform (four windows of 256 samples, hop 128) over the frame
//! and the 64 samples before it, four convolutions, one LSTM cell, one output. Weights: Silero Team, MIT.

use crate::audio::{FRAME, Frame};
use safetensors::SafeTensors;
use std::sync::LazyLock;

static FILE: &[u8] = include_bytes!("../../models/silero/silero-v6.2.3-16k.safetensors");
static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    Weights::read(FILE).expect("the weights are part of the binary and were tested when it was built")
});

/// Samples of the frame before that each window sees, and samples mirrored at the right edge.
const CONTEXT: usize = 64;
const WINDOW: usize = 256;
const HOP: usize = 128;
const WINDOWS: usize = 4;
const BINS: usize = WINDOW / 2 + 1;
const CELLS: usize = 128;

/// Convolutions of width 3 over time: (channels in, channels out, stride).
const LAYERS: [(usize, usize, usize); 4] = [(BINS, 128, 1), (128, 64, 2), (64, 64, 2), (64, 128, 1)];

struct Conv {
    /// `[out][tap][in]`: the taps of one output lie beside each other, as the time-major input does.
    weight: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
    stride: usize,
}

struct Weights {
    /// `[2 * BINS][WINDOW]`: real rows, then imaginary rows.
    stft: Vec<f32>,
    convs: Vec<Conv>,
    /// `[4 * CELLS][CELLS]`, gates in the order input, forget, cell, output.
    from_input: Vec<f32>,
    from_hidden: Vec<f32>,
    gate_bias: Vec<f32>,
    out: Vec<f32>,
    out_bias: f32,
}

impl Weights {
    fn read(file: &[u8]) -> Result<Self, String> {
        let tensors = SafeTensors::deserialize(file).map_err(|error| error.to_string())?;
        let read = |name: &str, len: usize| -> Result<Vec<f32>, String> {
            let tensor = tensors.tensor(name).map_err(|error| error.to_string())?;
            let (quads, _) = tensor.data().as_chunks::<4>();
            let values: Vec<f32> = quads.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
            if values.len() == len { Ok(values) } else { Err(format!("{name} has {} values", values.len())) }
        };
        let mut convs = Vec::with_capacity(LAYERS.len());
        for (number, (inputs, outputs, stride)) in (1..).zip(LAYERS) {
            let stored = read(&format!("conv{number}.weight"), outputs * inputs * 3)?;
            let bias = read(&format!("conv{number}.bias"), outputs)?;
            convs.push(Conv { weight: taps_before_channels(&stored, inputs), bias, inputs, stride });
        }
        let mut gate_bias = read("lstm_cell.bias_ih", 4 * CELLS)?;
        for (sum, hidden) in gate_bias.iter_mut().zip(read("lstm_cell.bias_hh", 4 * CELLS)?) {
            *sum += hidden;
        }
        Ok(Self {
            stft: read("stft_conv.weight", 2 * BINS * WINDOW)?,
            convs,
            from_input: read("lstm_cell.weight_ih", 4 * CELLS * CELLS)?,
            from_hidden: read("lstm_cell.weight_hh", 4 * CELLS * CELLS)?,
            gate_bias,
            out: read("final_conv.weight", CELLS)?,
            out_bias: read("final_conv.bias", 1)?[0],
        })
    }
}

/// `[out][in][3]` as stored, to `[out][3][in]`.
fn taps_before_channels(stored: &[f32], inputs: usize) -> Vec<f32> {
    stored
        .chunks_exact(3 * inputs)
        .flat_map(|row| (0..3).flat_map(move |tap| (0..inputs).map(move |input| row[input * 3 + tap])))
        .collect()
}

impl Conv {
    /// `input` is `[time][channel]`; one step of silence is assumed on both sides.
    fn run(&self, input: &[f32], padded: &mut Vec<f32>, output: &mut Vec<f32>) {
        padded.clear();
        padded.resize(self.inputs, 0.0);
        padded.extend_from_slice(input);
        padded.resize(padded.len() + self.inputs, 0.0);
        output.clear();
        let steps = padded.len() / self.inputs;
        for step in (0..=steps - 3).step_by(self.stride) {
            let window = &padded[step * self.inputs..][..3 * self.inputs];
            let rows = self.weight.chunks_exact(3 * self.inputs);
            output.extend(rows.zip(&self.bias).map(|(row, bias)| (dot(row, window) + bias).max(0.0)));
        }
    }
}

/// Sixteen running sums, so that the compiler can keep them in vector registers.
fn dot(left: &[f32], right: &[f32]) -> f32 {
    let (left_lanes, left_rest) = left.as_chunks::<16>();
    let (right_lanes, right_rest) = right.as_chunks::<16>();
    let mut sums = [0.0_f32; 16];
    for (a, b) in left_lanes.iter().zip(right_lanes) {
        for lane in 0..16 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = left_rest.iter().zip(right_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Streaming speech detector: keeps the network's memory from frame to frame.
#[derive(Clone)]
pub struct SpeechDetector {
    context: [f32; CONTEXT],
    hidden: Vec<f32>,
    cell: Vec<f32>,
    input: Vec<f32>,
    output: Vec<f32>,
    padded: Vec<f32>,
}

impl Default for SpeechDetector {
    fn default() -> Self {
        Self::new()
    }
}

impl SpeechDetector {
    /// A detector that has heard nothing yet.
    pub fn new() -> Self {
        LazyLock::force(&WEIGHTS);
        Self {
            context: [0.0; CONTEXT],
            hidden: vec![0.0; CELLS],
            cell: vec![0.0; CELLS],
            input: Vec::new(),
            output: Vec::new(),
            padded: Vec::new(),
        }
    }

    /// Forgets what was heard.
    pub fn reset(&mut self) {
        *self = Self::new();
    }

    /// How likely it is that this frame (16 kHz, 32 ms) holds speech, 0 to 1.
    pub fn push(&mut self, frame: &Frame) -> f32 {
        self.spectrum(frame);
        for conv in &WEIGHTS.convs {
            conv.run(&self.input, &mut self.padded, &mut self.output);
            std::mem::swap(&mut self.input, &mut self.output);
        }
        self.remember()
    }

    /// Magnitudes `[window][bin]` into `input`.
    fn spectrum(&mut self, frame: &Frame) {
        let mut samples = [0.0_f32; CONTEXT + FRAME + CONTEXT];
        samples[..CONTEXT].copy_from_slice(&self.context);
        samples[CONTEXT..CONTEXT + FRAME].copy_from_slice(frame);
        let last = CONTEXT + FRAME - 1;
        for offset in 1..=CONTEXT {
            samples[last + offset] = samples[last - offset];
        }
        self.context.copy_from_slice(&frame[FRAME - CONTEXT..]);
        let (real, imaginary) = WEIGHTS.stft.split_at(BINS * WINDOW);
        self.input.clear();
        for window in 0..WINDOWS {
            let seen = &samples[window * HOP..][..WINDOW];
            let rows = real.chunks_exact(WINDOW).zip(imaginary.chunks_exact(WINDOW));
            self.input.extend(rows.map(|(re, im)| dot(re, seen).hypot(dot(im, seen))));
        }
    }

    /// One step of the LSTM cell, and the probability read from it.
    fn remember(&mut self) -> f32 {
        let weights = &*WEIGHTS;
        self.output.clear();
        for gate in 0..4 * CELLS {
            let row = gate * CELLS..(gate + 1) * CELLS;
            let sum = dot(&weights.from_input[row.clone()], &self.input)
                + dot(&weights.from_hidden[row], &self.hidden);
            self.output.push(weights.gate_bias[gate] + sum);
        }
        let gates = &self.output;
        let mut logit = weights.out_bias;
        for i in 0..CELLS {
            let (enter, forget) = (sigmoid(gates[i]), sigmoid(gates[CELLS + i]));
            let (fresh, leave) = (gates[2 * CELLS + i].tanh(), sigmoid(gates[3 * CELLS + i]));
            self.cell[i] = forget * self.cell[i] + enter * fresh;
            self.hidden[i] = leave * self.cell[i].tanh();
            logit += weights.out[i] * self.hidden[i].max(0.0);
        }
        sigmoid(logit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    /// Harmonics of 120 Hz through two resonances, four swells a second.
    fn vowel() -> Vec<f32> {
        let sample = |n: usize| {
            let t = n as f64 / 16_000.0;
            let resonance = |f: f64, at: f64, width: f64| 1.0 / (1.0 + ((f - at) / width).powi(2));
            let gain = |f: f64| resonance(f, 600.0, 120.0) + 0.6 * resonance(f, 1200.0, 150.0);
            let harmonics = (1..=30).map(|h| f64::from(h) * 120.0);
            let wave: f64 = harmonics.map(|f| gain(f) * (TAU * f * t).sin()).sum();
            (0.05 * wave * (0.5 - 0.5 * (TAU * 4.0 * t).cos())) as f32
        };
        (0..32_000).map(sample).collect()
    }

    /// An independent implementation, itself within 5e-5 of the published ONNX model, gives these.
    #[test]
    fn probabilities_are_those_of_the_published_model() {
        let mut detector = SpeechDetector::new();
        let sound = vowel();
        let (frames, _) = sound.as_chunks::<FRAME>();
        let probabilities: Vec<f32> = frames.iter().map(|frame| detector.push(frame)).collect();
        for (frame, expected) in
            [(0, 0.0116), (1, 0.2745), (2, 0.2214), (3, 0.0561), (8, 0.0321), (24, 0.0372), (49, 0.0378)]
        {
            let found: f32 = probabilities[frame];
            assert!((found - expected).abs() < 2e-4, "frame {frame}: {found}, not {expected}");
        }
        detector.reset();
        assert_eq!(detector.push(&frames[0]), probabilities[0]);
    }
}

//! Ums and uhs by their sound.
//!
//! **Enters:** a passage, its speech, its pitch contour, a recognizer. **Leaves:** the hesitations in it.
//! **Must not know:** the passage's words: recognizers leave hesitations out of them, and guess where words lie.
//!
//! A hesitation stands by itself between small silences, is voiced, and holds: its spectrum hardly moves for most of
//! its length, where the spectrum of words never rests (Shriberg 1994 and many since: long vowels, flat pitch, pauses
//! around). That proposes. A word such as "no" may be held as well, so the recognizer hears each proposal by itself:
//! asked about a second of sound, it writes down what it leaves out of a sentence.

use super::pitch::PitchFrame;
use super::recognize::Recognizer;
use super::steps::{STEP, STEP_SAMPLES, levels, percentile};
use super::{FILLER_PROMPT, HearError};
use crate::audio::RATE;
use crate::call::{Filler, Seconds, Span};
use crate::words::filler::is_hesitation;
use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};
use std::ops::Range;
use std::sync::Arc;

/// Steps of 10 ms: how long a hesitation is, and how long the silence around it at least.
const LENGTH: Range<usize> = 20..110;
const SILENCE: usize = 3;
/// Sound is what lies less than this under the voice and at least this over the room.
const UNDER_VOICE_DB: f64 = 25.0;
const OVER_ROOM_DB: f64 = 6.0;
/// Least part of it that is voiced.
const VOICED: f64 = 0.75;
/// Three quarters of it move no more than this: the root mean square change of the spectrum in dB over 30 ms. Measured
/// on synthetic voices: hesitations 1 to 6, words mostly 7 to 20.
const MOVES_DB: f64 = 6.0;
const MOVE_STEPS: usize = 3;
/// The band of a telephone, so that a hesitation is one there too.
const LOWEST_HZ: f64 = 200.0;
const HIGHEST_HZ: f64 = 3400.0;
const BANDS: usize = 20;
const WINDOW: usize = RATE as usize / 40;
const FFT: usize = 512;
/// Sound around a proposal that the recognizer hears with it.
const AROUND: Seconds = 0.1;
const QUIET_ENDS: Seconds = 0.3;

/// Finds the hesitations in a passage of 16 kHz mono sound; all times in seconds from its start.
///
/// # Errors
/// What the recognizer's engine reports.
pub(super) fn hesitations(
    ear: &mut dyn Recognizer,
    samples: &[f32],
    speech: &[Span],
    contour: &[PitchFrame],
) -> Result<Vec<Filler>, HearError> {
    let mut found = Vec::new();
    for span in held_sounds(samples, speech, contour) {
        if let Some(text) = heard_alone(ear, samples, span)? {
            found.push(Filler { text, start: span.start, end: span.end });
        }
    }
    Ok(found)
}

/// What the recognizer makes of the sound alone, if that is a hesitation.
fn heard_alone(ear: &mut dyn Recognizer, samples: &[f32], span: Span) -> Result<Option<String>, HearError> {
    let at = |time: Seconds| ((time.max(0.0) * f64::from(RATE)) as usize).min(samples.len());
    let quiet = vec![0.0; (QUIET_ENDS * f64::from(RATE)) as usize];
    let alone = [&quiet, &samples[at(span.start - AROUND)..at(span.end + AROUND)], &quiet].concat();
    let heard = ear.recognize(&alone, FILLER_PROMPT)?;
    let words: Vec<String> = heard
        .words
        .iter()
        .map(|word| word.text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    let hesitation = !words.is_empty() && words.iter().all(|word| is_hesitation(word));
    Ok(hesitation.then(|| words[0].clone()))
}

/// Stretches of sound between silences that are voiced and hold.
fn held_sounds(samples: &[f32], speech: &[Span], contour: &[PitchFrame]) -> Vec<Span> {
    let levels = levels(samples);
    let within = |step: usize| speech.iter().any(|span| (span.start..span.end).contains(&middle(step)));
    let (voice, room): (Vec<usize>, Vec<usize>) = (0..levels.len()).partition(|step| within(*step));
    let of = |steps: &[usize]| steps.iter().map(|step| levels[*step]).collect::<Vec<f64>>();
    let Some(voice) = percentile(of(&voice), 0.9) else { return Vec::new() };
    let room = percentile(of(&room), 0.5).unwrap_or(f64::NEG_INFINITY);
    let threshold = (voice - UNDER_VOICE_DB).max(room + OVER_ROOM_DB);
    let mut spectra = Spectra::new();
    islands(&levels, threshold)
        .into_iter()
        .filter(|island| LENGTH.contains(&island.len()) && within(usize::midpoint(island.start, island.end)))
        .filter(|island| voiced_part(contour, island) >= VOICED)
        .filter(|island| spectra.movement(samples, island) <= MOVES_DB)
        .map(|island| Span::new(island.start as f64 * STEP, island.end as f64 * STEP))
        .collect()
}

fn middle(step: usize) -> Seconds {
    (step as f64 + 0.5) * STEP
}

/// Steps over the threshold, silences shorter than [`SILENCE`] bridged.
fn islands(levels: &[f64], threshold: f64) -> Vec<Range<usize>> {
    let mut islands: Vec<Range<usize>> = Vec::new();
    for step in (0..levels.len()).filter(|step| levels[*step] >= threshold) {
        match islands.last_mut() {
            Some(island) if step - island.end < SILENCE => island.end = step + 1,
            _ => islands.push(step..step + 1),
        }
    }
    islands
}

fn voiced_part(contour: &[PitchFrame], island: &Range<usize>) -> f64 {
    let (start, end) = (island.start as f64 * STEP, island.end as f64 * STEP);
    let frames = contour.iter().filter(|frame| (start..end).contains(&frame.time));
    let (voiced, all) =
        frames.fold((0, 0), |(voiced, all), frame| (voiced + usize::from(frame.hz.is_some()), all + 1));
    f64::from(voiced as u32) / f64::from(all.max(1))
}

/// Spectra in mel bands.
struct Spectra {
    fft: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    /// For each band the bins that it spans and their weights.
    bands: Vec<(usize, Vec<f32>)>,
}

impl Spectra {
    fn new() -> Self {
        let turn = |n: usize| std::f32::consts::TAU * (n as f32 + 0.5) / WINDOW as f32;
        Self {
            fft: RealFftPlanner::new().plan_fft_forward(FFT),
            window: (0..WINDOW).map(|n| 0.5 - 0.5 * turn(n).cos()).collect(),
            bands: bands(),
        }
    }

    /// The change that three quarters of the island's steps stay under, dB; its soft ends do not count.
    fn movement(&mut self, samples: &[f32], island: &Range<usize>) -> f64 {
        let shapes: Vec<Vec<f64>> =
            (island.start + 2..island.end - 2).map(|step| self.shape(samples, step)).collect();
        let change = |pair: (&Vec<f64>, &Vec<f64>)| -> f64 {
            let squares: f64 = pair.0.iter().zip(pair.1).map(|(a, b)| (a - b).powi(2)).sum();
            (squares / BANDS as f64).sqrt()
        };
        let changes: Vec<f64> = shapes.iter().zip(&shapes[MOVE_STEPS..]).map(change).collect();
        percentile(changes, 0.75).unwrap_or(f64::INFINITY)
    }

    /// The spectrum in dB without its mean: its shape, not its level.
    fn shape(&self, samples: &[f32], step: usize) -> Vec<f64> {
        let middle = step * STEP_SAMPLES + STEP_SAMPLES / 2;
        let mut sound = self.fft.make_input_vec();
        for (n, weight) in self.window.iter().enumerate() {
            let sample = (middle + n).checked_sub(WINDOW / 2).and_then(|at| samples.get(at));
            sound[n] = weight * sample.copied().unwrap_or(0.0);
        }
        let mut spectrum = vec![Complex::default(); FFT / 2 + 1];
        self.fft.process(&mut sound, &mut spectrum).expect("the buffers were made for this plan");
        let level = |(first, weights): &(usize, Vec<f32>)| {
            let power: f32 =
                weights.iter().zip(&spectrum[*first..]).map(|(weight, bin)| weight * bin.norm_sqr()).sum();
            10.0 * f64::from(power + 1e-10).log10()
        };
        let levels: Vec<f64> = self.bands.iter().map(level).collect();
        let mean = levels.iter().sum::<f64>() / levels.len() as f64;
        levels.into_iter().map(|level| level - mean).collect()
    }
}

/// Triangles, evenly spaced on the mel scale.
fn bands() -> Vec<(usize, Vec<f32>)> {
    let mel = |hz: f64| 2595.0 * (1.0 + hz / 700.0).log10();
    let hz = |mel: f64| 700.0 * (10f64.powf(mel / 2595.0) - 1.0);
    let (low, high) = (mel(LOWEST_HZ), mel(HIGHEST_HZ));
    let edge = |n: usize| hz(low + (high - low) * n as f64 / (BANDS + 1) as f64);
    let bin = f64::from(RATE) / FFT as f64;
    (0..BANDS)
        .map(|band| {
            let (from, peak, to) = (edge(band), edge(band + 1), edge(band + 2));
            let first = (from / bin).ceil() as usize;
            let last = (to / bin).floor() as usize;
            let weight = |at: usize| {
                let at = at as f64 * bin;
                ((at - from) / (peak - from)).min((to - at) / (to - peak)).max(0.0) as f32
            };
            (first, (first..=last).map(weight).collect())
        })
        .collect()
}

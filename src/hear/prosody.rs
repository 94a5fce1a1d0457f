//! What can be measured on a voice, apart from its words.
//!
//! **Enters:** passages of sound with their speech spans. **Leaves:** a [`Sound`]: loudness, intensity, signal-to-noise
//! ratio, pitch. **Must not know:** norms or scores. What cannot be measured is `None`, never 0.

use super::intensity::levels;
use super::pitch::{PitchFrame, contour};
use crate::audio::{RATE, resample};
use crate::call::{Seconds, Sound, Span};
use ebur128::{EbuR128, Mode};

/// Quiet that is needed to know the level between words, and its distance from speech, whose edges are soft.
const ENOUGH_QUIET: Seconds = 0.3;
const GUARD: Seconds = 0.1;
/// Voiced sound that a median stands on, and speech that a mean level stands on.
const ENOUGH_VOICED: Seconds = 0.3;
const ENOUGH_FRAMES: usize = 25;
/// The noise of 16 bits (a uniform error of one step): digital silence is not quieter than its format.
const QUANTISATION_POWER: f64 = 1.0 / (12.0 * 32_768.0 * 32_768.0);
/// Room level is taken in stretches of this length.
const ROOM_WINDOW: usize = RATE as usize / 50;
/// BS.1770 gives its filters for this rate; at 16 kHz the same formulas are 0.1 LU off.
const LOUDNESS_RATE: u32 = 48_000;

/// Measures 16 kHz mono sound; `speech` in seconds from its start, in order and apart.
pub fn measure(samples: &[f32], speech: &[Span]) -> Sound {
    let mut meter = SoundMeter::default();
    meter.add(samples, speech);
    meter.sound()
}

/// What is measured over passages of one voice, however long they are together.
#[derive(Default)]
pub(super) struct SoundMeter {
    loudness: Option<EbuR128>,
    spoken: Power,
    /// Power of short stretches away from speech.
    room: Vec<f64>,
    /// Hz of the voiced frames in speech.
    voiced: Vec<f64>,
    /// dB of all frames in speech.
    levels: Vec<f64>,
}

#[derive(Default, Clone, Copy)]
struct Power {
    sum: f64,
    samples: usize,
}

impl SoundMeter {
    /// One more passage; its pitch contour is handed back, because others need it too.
    pub fn add(&mut self, samples: &[f32], speech: &[Span]) -> Vec<PitchFrame> {
        let spoken: Vec<f32> = speech.iter().flat_map(|span| slice(samples, *span)).copied().collect();
        self.spoken.sum += spoken.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>();
        self.spoken.samples += spoken.len();
        self.loudness = self.loudness.take().or_else(|| EbuR128::new(1, LOUDNESS_RATE, Mode::I).ok());
        if let Some(meter) = &mut self.loudness {
            // It only refuses what has the wrong number of channels.
            let _ = meter.add_frames_f32(&resample(&spoken, RATE, LOUDNESS_RATE));
        }
        let quiet = quiet(samples, speech);
        self.room.extend(
            quiet.into_iter().flat_map(|span| slice(samples, span).chunks_exact(ROOM_WINDOW)).map(power),
        );
        let within = |time: Seconds| speech.iter().any(|span| (span.start..=span.end).contains(&time));
        self.levels.extend(levels(samples).iter().filter(|frame| within(frame.time)).map(|frame| frame.db));
        let frames = contour(samples);
        let voiced = frames.iter().filter(|frame| within(frame.time)).filter_map(|frame| frame.hz);
        self.voiced.extend(voiced);
        frames
    }

    pub fn sound(&self) -> Sound {
        let pitch = pitch(&self.voiced);
        let intensity = intensity(&self.levels);
        Sound {
            loudness_lufs: self.loudness(),
            intensity_db: intensity.map(|(mean, _)| mean),
            intensity_sd_db: intensity.map(|(_, deviation)| deviation),
            snr_db: self.signal_to_noise(),
            pitch_median_hz: pitch.map(|(median, _)| median),
            pitch_sd_semitones: pitch.map(|(_, deviation)| deviation),
        }
    }

    /// Integrated loudness with the gates of BS.1770; needs one block of 400 ms above the absolute gate.
    fn loudness(&self) -> Option<f64> {
        self.loudness.as_ref()?.loudness_global().ok().filter(|lufs| lufs.is_finite())
    }

    /// Power of speech without the room's, over the room's, dB. The room is the median of short stretches away from
    /// speech, so that one click does not count.
    fn signal_to_noise(&self) -> Option<f64> {
        let quiet = self.room.len() * ROOM_WINDOW;
        if self.spoken.samples == 0 || quiet < (ENOUGH_QUIET * f64::from(RATE)) as usize {
            return None;
        }
        let mut room = self.room.clone();
        room.sort_by(f64::total_cmp);
        let noise = room[room.len() / 2].max(QUANTISATION_POWER);
        let signal = self.spoken.sum / self.spoken.samples as f64 - noise;
        (signal > 0.0).then(|| 10.0 * (signal / noise).log10())
    }
}

fn slice(samples: &[f32], span: Span) -> &[f32] {
    let index = |time: Seconds| ((time.max(0.0) * f64::from(RATE)).round() as usize).min(samples.len());
    let (from, to) = (index(span.start), index(span.end));
    &samples[from..to.max(from)]
}

fn power(samples: &[f32]) -> f64 {
    samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len().max(1) as f64
}

/// What lies between speech, a guard away from it.
fn quiet(samples: &[f32], speech: &[Span]) -> Vec<Span> {
    let end = samples.len() as f64 / f64::from(RATE);
    let starts = std::iter::once(0.0).chain(speech.iter().map(|span| span.end + GUARD));
    let ends = speech.iter().map(|span| span.start - GUARD).chain(std::iter::once(end));
    starts.zip(ends).filter(|(start, end)| end > start).map(|(start, end)| Span::new(start, end)).collect()
}

/// The mean, of energies, and the standard deviation in dB.
fn intensity(levels: &[f64]) -> Option<(f64, f64)> {
    if levels.len() < ENOUGH_FRAMES {
        return None;
    }
    let energy = levels.iter().map(|db| 10f64.powf(db / 10.0)).sum::<f64>() / levels.len() as f64;
    Some((10.0 * energy.log10(), deviation(levels)))
}

/// Median in Hz and standard deviation in semitones.
fn pitch(voiced: &[f64]) -> Option<(f64, f64)> {
    if (voiced.len() as f64) * super::pitch::STEP < ENOUGH_VOICED {
        return None;
    }
    let median = median(voiced)?;
    let semitones: Vec<f64> = voiced.iter().map(|hz| 12.0 * (hz / median).log2()).collect();
    Some((median, deviation(&semitones)))
}

pub(super) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        return Some(sorted[middle]);
    }
    Some(f64::midpoint(*sorted.get(middle.checked_sub(1)?)?, sorted[middle]))
}

/// Of a sample.
fn deviation(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (values.len() - 1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: usize = RATE as usize;

    fn tone(seconds: f64, hz: f64, level: f32) -> Vec<f32> {
        let sample =
            |n: usize| (std::f64::consts::TAU * hz * n as f64 / f64::from(RATE)).sin() as f32 * level;
        (0..(seconds * f64::from(RATE)) as usize).map(sample).collect()
    }

    fn noise(samples: usize, level: f32) -> Vec<f32> {
        let mut seed = 3_u32;
        std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            level * ((seed >> 8) as f32 / (1 << 23) as f32 - 1.0)
        })
        .take(samples)
        .collect()
    }

    #[test]
    fn loudness_is_that_of_the_standard() {
        // BS.1770: a 997 Hz sine at 0 dBFS in one channel is -3.01 LUFS.
        let sound = measure(&tone(3.0, 997.0, 1.0), &[Span::new(0.0, 3.0)]);
        assert!((sound.loudness_lufs.unwrap() + 3.01).abs() < 0.05, "{sound:?}");
        let quieter = measure(&tone(3.0, 997.0, 0.1), &[Span::new(0.0, 3.0)]);
        assert!((quieter.loudness_lufs.unwrap() + 23.01).abs() < 0.05, "{quieter:?}");
    }

    #[test]
    fn loudness_is_that_of_speech_alone() {
        let mut samples = vec![0.0; 5 * SECOND];
        samples.splice(SECOND..3 * SECOND, tone(2.0, 997.0, 0.1));
        let sound = measure(&samples, &[Span::new(1.0, 3.0)]);
        assert!((sound.loudness_lufs.unwrap() + 23.01).abs() < 0.1, "{sound:?}");
    }

    #[track_caller]
    fn snr(db: f64) {
        let mut samples = noise(6 * SECOND, 0.02);
        let room = power(&samples);
        let level = (2.0 * room * 10.0_f64.powf(db / 10.0)).sqrt() as f32;
        for (sample, voice) in samples[2 * SECOND..4 * SECOND].iter_mut().zip(tone(2.0, 300.0, level)) {
            *sample += voice;
        }
        let found = measure(&samples, &[Span::new(2.0, 4.0)]).snr_db.unwrap();
        assert!((found - db).abs() < 0.5, "{found} dB for {db}");
    }

    #[test]
    fn signal_to_noise_is_what_was_mixed() {
        for db in [3.0, 10.0, 20.0, 40.0] {
            snr(db);
        }
    }

    #[test]
    fn what_cannot_be_measured_is_none() {
        assert_eq!(measure(&[], &[]), Sound::default());
        assert_eq!(measure(&noise(SECOND, 0.1), &[]), Sound::default());
        // Speech from end to end leaves no quiet stretch; 200 ms are too little for loudness and pitch.
        let sound = measure(&tone(0.2, 200.0, 0.2), &[Span::new(0.0, 0.2)]);
        assert_eq!(sound, Sound::default());
        assert_eq!(measure(&tone(2.0, 200.0, 0.2), &[Span::new(0.0, 2.0)]).snr_db, None);
    }

    #[test]
    fn passages_together_are_as_one() {
        let (low, high) = (tone(1.0, 150.0, 0.3), tone(1.0, 200.0, 0.1));
        let mut meter = SoundMeter::default();
        meter.add(&low, &[Span::new(0.0, 1.0)]);
        meter.add(&high, &[Span::new(0.0, 1.0)]);
        let whole = measure(&[low, high].concat(), &[Span::new(0.0, 2.0)]);
        let parts = meter.sound();
        let close = |a: Option<f64>, b: Option<f64>, by: f64| (a.unwrap() - b.unwrap()).abs() < by;
        assert!(close(parts.loudness_lufs, whole.loudness_lufs, 0.1), "{parts:?} {whole:?}");
        assert!(close(parts.intensity_db, whole.intensity_db, 0.2), "{parts:?} {whole:?}");
        assert!(close(parts.pitch_sd_semitones, whole.pitch_sd_semitones, 0.1), "{parts:?} {whole:?}");
    }

    #[test]
    fn pitch_is_measured_in_semitones() {
        let mut samples = tone(1.0, 200.0, 0.3);
        samples.extend(tone(1.0, 200.0 * 2.0_f64.powf(4.0 / 12.0), 0.3));
        let sound = measure(&samples, &[Span::new(0.0, 2.0)]);
        // Half the frames two semitones below the mean, half two above.
        assert!((sound.pitch_sd_semitones.unwrap() - 2.0).abs() < 0.1, "{sound:?}");
        let one = measure(&samples, &[Span::new(0.0, 0.95)]);
        assert!((one.pitch_median_hz.unwrap() - 200.0).abs() < 0.5, "{one:?}");
        assert!(one.pitch_sd_semitones.unwrap() < 0.1, "{one:?}");
    }
}

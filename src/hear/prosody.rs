//! What can be measured on a voice, apart from its words.
//!
//! **Enters:** a turn's sound and its speech spans. **Leaves:** [`Sound`]: loudness, signal-to-noise ratio, pitch.
//! **Must not know:** norms or scores. What cannot be measured is `None`, never 0.

use super::pitch::{PitchFrame, contour};
use crate::audio::RATE;
use crate::call::{Seconds, Sound, Span};
use ebur128::{EbuR128, Mode};

/// Quiet that is needed to know the level between words, and its distance from speech, whose edges are soft.
const ENOUGH_QUIET: Seconds = 0.3;
const GUARD: Seconds = 0.1;
/// Voiced sound that a median stands on.
const ENOUGH_VOICED: Seconds = 0.3;
/// The noise of 16 bits (a uniform error of one step): digital silence is not quieter than its format.
const QUANTISATION_POWER: f64 = 1.0 / (12.0 * 32_768.0 * 32_768.0);
/// Room level is taken in stretches of this length.
const ROOM_WINDOW: usize = RATE as usize / 50;

/// Measures 16 kHz mono sound; `speech` in seconds from its start, in order and apart.
pub fn measure(samples: &[f32], speech: &[Span]) -> Sound {
    let spoken: Vec<f32> = speech.iter().flat_map(|span| slice(samples, *span)).copied().collect();
    let pitch = pitch_in_speech(samples, speech);
    Sound {
        loudness_lufs: loudness(&spoken),
        snr_db: signal_to_noise(samples, &spoken, speech),
        pitch_median_hz: pitch.map(|(median, _)| median),
        pitch_sd_semitones: pitch.map(|(_, deviation)| deviation),
    }
}

fn slice(samples: &[f32], span: Span) -> &[f32] {
    let index = |time: Seconds| ((time.max(0.0) * f64::from(RATE)).round() as usize).min(samples.len());
    let (from, to) = (index(span.start), index(span.end));
    &samples[from..to.max(from)]
}

/// Integrated loudness with the gates of BS.1770; needs one block of 400 ms above the absolute gate.
fn loudness(spoken: &[f32]) -> Option<f64> {
    let mut meter = EbuR128::new(1, RATE, Mode::I).ok()?;
    meter.add_frames_f32(spoken).ok()?;
    meter.loudness_global().ok().filter(|lufs| lufs.is_finite())
}

fn power(samples: &[f32]) -> f64 {
    samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len().max(1) as f64
}

/// Power of speech without the room's, over the room's, dB. The room is the median of short stretches away from
/// speech, so that one click does not count.
fn signal_to_noise(samples: &[f32], spoken: &[f32], speech: &[Span]) -> Option<f64> {
    let mut room: Vec<f64> = quiet(samples, speech)
        .into_iter()
        .flat_map(|span| slice(samples, span).chunks_exact(ROOM_WINDOW))
        .map(power)
        .collect();
    if spoken.is_empty() || room.len() * ROOM_WINDOW < (ENOUGH_QUIET * f64::from(RATE)) as usize {
        return None;
    }
    room.sort_by(f64::total_cmp);
    let noise = room[room.len() / 2].max(QUANTISATION_POWER);
    let signal = power(spoken) - noise;
    (signal > 0.0).then(|| 10.0 * (signal / noise).log10())
}

/// What lies between speech, a guard away from it.
fn quiet(samples: &[f32], speech: &[Span]) -> Vec<Span> {
    let end = samples.len() as f64 / f64::from(RATE);
    let starts = std::iter::once(0.0).chain(speech.iter().map(|span| span.end + GUARD));
    let ends = speech.iter().map(|span| span.start - GUARD).chain(std::iter::once(end));
    starts.zip(ends).filter(|(start, end)| end > start).map(|(start, end)| Span::new(start, end)).collect()
}

/// Median in Hz and standard deviation in semitones over the voiced frames of speech.
fn pitch_in_speech(samples: &[f32], speech: &[Span]) -> Option<(f64, f64)> {
    let frames = contour(samples);
    let step = frames.get(1).map(|frame| frame.time - frames[0].time)?;
    let in_speech = |frame: &&PitchFrame| speech.iter().any(|s| (s.start..=s.end).contains(&frame.time));
    let mut voiced: Vec<f64> = frames.iter().filter(in_speech).filter_map(|frame| frame.hz).collect();
    if (voiced.len() as f64) * step < ENOUGH_VOICED {
        return None;
    }
    voiced.sort_by(f64::total_cmp);
    let middle = voiced.len() / 2;
    let median = if voiced.len() % 2 == 1 {
        voiced[middle]
    } else {
        f64::midpoint(voiced[middle - 1], voiced[middle])
    };
    let semitones: Vec<f64> = voiced.iter().map(|hz| 12.0 * (hz / median).log2()).collect();
    let mean = semitones.iter().sum::<f64>() / semitones.len() as f64;
    let squares: f64 = semitones.iter().map(|st| (st - mean).powi(2)).sum();
    Some((median, (squares / (semitones.len() - 1) as f64).sqrt()))
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

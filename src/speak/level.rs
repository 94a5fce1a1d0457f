//! Makes every line equally loud and cuts the silence around it.
//!
//! Samples at 16 kHz enter and leave. What a line's words are must not matter here.

use super::RATE;

/// Root mean square over the speech of a line above 300 Hz. In full band this is about -21 dBFS for a high voice
/// and -17 for a low one, whose fundamental a telephone does not carry: so that all are equally loud over it.
const SPEECH_RMS: f32 = 0.067;
/// Where a telephone's band begins (ITU-T G.712).
const TELEPHONE_FROM_HZ: f32 = 300.0;
/// -3.2 dBFS: under -3 dBFS also after a 16-bit file's rounding.
const CEILING: f32 = 0.69;
/// Silence kept behind a line, and before it, where it would only hold the answer up.
pub const QUIET_END_SECONDS: f32 = 0.06;
pub const QUIET_START_SECONDS: f32 = 0.015;
/// What is this far below the loudest 5 ms is silence.
const SILENCE_DB: f32 = -45.0;
/// Speech is what lies within this of the mean (ITU-T P.56, margin of 15.9 dB).
const SPEECH_MARGIN_DB: f32 = -15.9;
/// The limiter works in steps of 1 ms and reaches 5 of them ahead and back: one period of a 200 Hz voice.
const STEP: usize = RATE as usize / 1000;
const REACH: usize = 5;
const FADE: usize = RATE as usize / 100;

/// The line at its level, with quiet ends. Nothing if there was no sound.
pub fn settle(samples: &[f32]) -> Vec<f32> {
    let mut line = trim(samples);
    // The limiter takes a little off the level, so it is set twice.
    for _ in 0..2 {
        let Some(rms) = speech_rms(&above_300_hz(&line)) else { return Vec::new() };
        let gain = SPEECH_RMS / rms;
        line.iter_mut().for_each(|sample| *sample *= gain);
        limit(&mut line);
    }
    fade(&mut line);
    line
}

/// Root mean square over the 20 ms stretches that carry speech; none in silence.
pub fn speech_rms(samples: &[f32]) -> Option<f32> {
    let powers: Vec<f32> = samples.chunks(RATE as usize / 50).map(power).collect();
    let loudest = powers.iter().copied().fold(0.0, f32::max);
    if loudest <= 1e-12 {
        return None;
    }
    let mean_over = |threshold: f32| -> f32 {
        let over: Vec<f32> = powers.iter().copied().filter(|power| *power >= threshold).collect();
        over.iter().sum::<f32>() / over.len().max(1) as f32
    };
    let first = mean_over(loudest * from_db(SILENCE_DB));
    Some(mean_over(first * from_db(SPEECH_MARGIN_DB)).sqrt())
}

fn power(samples: &[f32]) -> f32 {
    samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len().max(1) as f32
}

fn from_db(power_db: f32) -> f32 {
    10_f32.powf(power_db / 10.0)
}

/// The sounding part with [`QUIET_START_SECONDS`] before and [`QUIET_END_SECONDS`] behind it.
fn trim(samples: &[f32]) -> Vec<f32> {
    let step = RATE as usize / 200;
    let powers: Vec<f32> = samples.chunks(step).map(power).collect();
    let loudest = powers.iter().copied().fold(0.0, f32::max);
    let sounds = |power: &f32| *power > loudest * from_db(SILENCE_DB) && *power > 1e-12;
    let (Some(first), Some(last)) = (powers.iter().position(sounds), powers.iter().rposition(sounds)) else {
        return Vec::new();
    };
    let (early, late) = (ends(QUIET_START_SECONDS), ends(QUIET_END_SECONDS));
    let (start, end) = (first * step, ((last + 1) * step).min(samples.len()));
    let before = early.min(start);
    let after = late.min(samples.len() - end);
    let mut line = vec![0.0; early - before];
    line.extend_from_slice(&samples[start - before..end + after]);
    line.resize(line.len() + late - after, 0.0);
    line
}

fn ends(seconds: f32) -> usize {
    (seconds * RATE as f32) as usize
}

/// What of a line passes a telephone's lower edge: a second-order Butterworth high-pass (Bristow-Johnson's
/// cookbook for audio equalisers).
fn above_300_hz(samples: &[f32]) -> Vec<f32> {
    let turn = 2.0 * std::f32::consts::PI * TELEPHONE_FROM_HZ / RATE as f32;
    let (cosine, alpha) = (turn.cos(), turn.sin() * std::f32::consts::FRAC_1_SQRT_2);
    let scale = 1.0 / (1.0 + alpha);
    let outer = (1.0 + cosine) / 2.0 * scale;
    let (near, far) = (-2.0 * cosine * scale, (1.0 - alpha) * scale);
    let (mut first, mut second) = (0.0, 0.0);
    let pass = |&sample: &f32| {
        let out = outer * sample + first;
        first = -2.0 * outer * sample - near * out + second;
        second = outer * sample - far * out;
        out
    };
    samples.iter().map(pass).collect()
}

/// A look-ahead peak limiter: the gain that every step needs, held over its neighbours, then smoothed over as
/// many, so that it never jumps and never lets a peak through.
fn limit(samples: &mut [f32]) {
    let peak = |step: &[f32]| step.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let needed: Vec<f32> =
        samples.chunks(STEP).map(|step| (CEILING / peak(step).max(1e-9)).min(1.0)).collect();
    if needed.iter().all(|gain| *gain >= 1.0) {
        return;
    }
    // One step more than is smoothed over: between two steps the gain lies on a line.
    let held = over_neighbours(&needed, REACH + 1, |window| window.iter().copied().fold(1.0, f32::min));
    let smooth = over_neighbours(&held, REACH, |window| window.iter().sum::<f32>() / window.len() as f32);
    for (at, sample) in samples.iter_mut().enumerate() {
        let place = (at as f32 + 0.5) / STEP as f32 - 0.5;
        let below = place.max(0.0) as usize;
        let (low, high) = (smooth[below], smooth[(below + 1).min(smooth.len() - 1)]);
        *sample *= low + (high - low) * (place - below as f32).clamp(0.0, 1.0);
    }
}

fn over_neighbours(values: &[f32], reach: usize, fold: impl Fn(&[f32]) -> f32) -> Vec<f32> {
    (0..values.len())
        .map(|at| fold(&values[at.saturating_sub(reach)..(at + reach + 1).min(values.len())]))
        .collect()
}

fn fade(samples: &mut [f32]) {
    let length = FADE.min(samples.len() / 2);
    for at in 0..length {
        let gain = at as f32 / length as f32;
        samples[at] *= gain;
        let mirrored = samples.len() - 1 - at;
        samples[mirrored] *= gain;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(seconds: f32, amplitude: f32) -> Vec<f32> {
        (0..(seconds * RATE as f32) as usize).map(|at| amplitude * (at as f32 * 0.6).sin()).collect()
    }

    /// A pulse train: a crest far above what -20 dBFS allows.
    fn spiky(seconds: f32) -> Vec<f32> {
        (0..(seconds * RATE as f32) as usize).map(|at| if at % 200 == 0 { 1.0 } else { 0.001 }).collect()
    }

    #[test]
    fn what_a_telephone_does_not_carry_does_not_count() {
        let hum: Vec<f32> = (0..16_000).map(|at| 0.3 * (at as f32 * 0.03).sin()).collect();
        let mixed: Vec<f32> = hum.iter().zip(tone(1.0, 0.05)).map(|(hum, tone)| hum + tone).collect();
        let passed = |line: &[f32]| speech_rms(&above_300_hz(line)).expect("sound");
        assert!((passed(&mixed) / passed(&tone(1.0, 0.05)) - 1.0).abs() < 0.2);
        assert!((passed(&tone(1.0, 0.3)) / speech_rms(&tone(1.0, 0.3)).expect("sound") - 1.0).abs() < 0.05);
    }

    #[test]
    fn all_lines_leave_at_one_level() {
        for line in
            [tone(1.0, 0.9), tone(1.0, 0.001), [tone(0.5, 0.2), vec![0.0; 8000], tone(0.5, 0.2)].concat()]
        {
            let settled = settle(&line);
            let rms = speech_rms(&above_300_hz(&settled)).expect("speech");
            assert!((20.0 * (rms / SPEECH_RMS).log10()).abs() < 0.3, "{rms}");
        }
    }

    #[test]
    fn peaks_stay_under_the_ceiling_without_steps_in_gain() {
        let settled = settle(&spiky(1.0));
        let peak = settled.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        assert!(peak <= CEILING && peak > 0.5 * CEILING, "{peak}");
        let mut step = vec![0.1; 4000];
        step.extend(vec![2.0; 4000]);
        limit(&mut step);
        assert!(step.iter().all(|sample| *sample <= CEILING));
        assert!(step[..4000].windows(2).all(|pair| (pair[0] - pair[1]).abs() < 0.01));
    }

    #[test]
    fn silence_around_speech_is_trimmed() {
        let quiet = ends(QUIET_START_SECONDS) + ends(QUIET_END_SECONDS);
        for silence in [0, 100, 16_000] {
            let settled = settle(&[vec![0.0; silence], tone(0.5, 0.3), vec![0.0; silence]].concat());
            let expected = 8000 + quiet;
            assert!(
                settled.len().abs_diff(expected) <= 2 * RATE as usize / 200,
                "{silence}: {}",
                settled.len()
            );
            assert_eq!((settled[0], settled[settled.len() - 1]), (0.0, 0.0));
        }
    }

    #[test]
    fn silence_gives_nothing() {
        assert!(settle(&vec![0.0; 16_000]).is_empty());
        assert!(settle(&[]).is_empty());
    }
}

//! The voice over a whole call: what was measured turn by turn, put together.
//!
//! What enters: spoken turns. What leaves: pitch, level, clarity, energy; `None` where no turn was measured. This file
//! must not know points or norms.

use super::delivery::Spoken;
use crate::call::{
    Clarity, Energy, EnergyBand, FinalRises, Intensity, PhraseEnd, Pitch, Sound, Span, VoiceBaseline, Word,
};
use crate::words::filler::is_hesitation;

/// Listeners notice a movement from here on ('t Hart 1981).
const RISE_SEMITONES: f64 = 3.0;

/// A recognizer that is less sure of a word may well be wrong.
const SURE: f32 = 0.5;
const MOST_UNCLEAR: usize = 10;

/// The mean of a turn's figure, weighted by seconds of speech.
pub(super) fn weighted(turns: &[Spoken], figure: impl Fn(&Sound) -> Option<f64>) -> Option<f64> {
    let measured = turns.iter().filter_map(|turn| Some((figure(turn.caller.measured()?)?, turn.speech())));
    let (sum, weight) = measured
        .filter(|(value, _)| value.is_finite())
        .fold((0.0, 0.0), |(sum, weight), (value, seconds)| (sum + value * seconds, weight + seconds));
    (weight > 0.0).then(|| sum / weight)
}

/// Medians are averaged on the semitone scale; the variance is that within turns and between them.
pub(super) fn pitch(turns: &[Spoken]) -> Option<Pitch> {
    let middle = |sound: &Sound| sound.pitch_median_hz.filter(|hz| *hz > 0.0).map(|hz| 12.0 * hz.log2());
    let center = weighted(turns, middle)?;
    let variance = weighted(turns, |sound| {
        let apart = middle(sound)? - center;
        sound.pitch_sd_semitones.map(|sd| sd * sd + apart * apart)
    })?;
    Some(Pitch { median_hz: (center / 12.0).exp2(), sd_semitones: variance.sqrt() })
}

/// Levels are logarithms of energy: energies are averaged.
fn mean_level(turns: &[Spoken], level: impl Fn(&Sound) -> Option<f64>) -> Option<f64> {
    let energy = weighted(turns, |sound| level(sound).map(|db| 10f64.powf(db / 10.0)))?;
    (energy > 0.0).then(|| 10.0 * energy.log10())
}

pub(super) fn loudness(turns: &[Spoken]) -> Option<f64> {
    mean_level(turns, |sound| sound.loudness_lufs)
}

pub(super) fn intensity(turns: &[Spoken]) -> Option<Intensity> {
    let mean_db = mean_level(turns, |sound| sound.intensity_db)?;
    let variance = weighted(turns, |sound| sound.intensity_sd_db.map(|sd| sd * sd))?;
    Some(Intensity { mean_db, sd_db: variance.sqrt() })
}

pub(super) fn final_rises(turns: &[Spoken]) -> Option<FinalRises> {
    let ends: Vec<&PhraseEnd> =
        turns.iter().filter_map(|turn| turn.caller.voice()).flat_map(|voice| &voice.phrase_ends).collect();
    let rises = ends.iter().filter(|end| end.semitones >= RISE_SEMITONES);
    let rises = rises.map(|end| Span::new(end.start, end.end)).collect();
    (!ends.is_empty()).then_some(FinalRises { phrases: ends.len(), rises })
}

/// On the careful ear's words only: the fast ear is unsure of too many.
pub(super) fn clarity(turns: &[Spoken]) -> Option<Clarity> {
    let careful = turns.iter().filter(|turn| turn.caller.careful.is_some());
    let words: Vec<&Word> = careful
        .flat_map(|turn| turn.words.iter().copied())
        .filter(|word| !is_hesitation(&word.text))
        .collect();
    if words.is_empty() {
        return None;
    }
    let mut unclear: Vec<Word> =
        words.iter().filter(|word| word.probability < SURE).map(|w| (*w).clone()).collect();
    let sure_share = 1.0 - unclear.len() as f64 / words.len() as f64;
    unclear.sort_by(|a, b| a.probability.total_cmp(&b.probability));
    unclear.truncate(MOST_UNCLEAR);
    Some(Clarity { sure_share, unclear })
}

/// Against the caller's own neutral reading. The bands are ours: a fifth more or less is what two readings of one
/// person differ by anyway, and twice the variation is a performance.
const AS_USUAL: f64 = 1.2;
const PUT_ON: f64 = 2.0;

pub(super) fn energy(
    baseline: Option<VoiceBaseline>,
    pitch: Option<Pitch>,
    intensity: Option<Intensity>,
) -> Option<Energy> {
    let (baseline, pitch, intensity) = (baseline?, pitch?, intensity?);
    let pitch_variation = pitch.sd_semitones / baseline.pitch_sd_semitones;
    let level_variation = intensity.sd_db / baseline.intensity_sd_db;
    // Liveliness is heard in the melody more than in the level; both are ratios, so their geometric mean.
    let together = (pitch_variation * level_variation).sqrt();
    let band = match together {
        ratio if !ratio.is_finite() => return None,
        ratio if ratio < 1.0 / AS_USUAL => EnergyBand::Flatter,
        ratio if ratio <= AS_USUAL => EnergyBand::Neutral,
        ratio if ratio <= PUT_ON => EnergyBand::Lively,
        _ => EnergyBand::Excited,
    };
    let pitch_raised = 12.0 * (pitch.median_hz / baseline.pitch_median_hz).log2();
    Some(Energy { band, pitch_variation, level_variation, pitch_raised })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn energy_is_a_band_around_oneself() {
        let usual = VoiceBaseline { pitch_median_hz: 120.0, pitch_sd_semitones: 2.0, intensity_sd_db: 8.0 };
        let band = |sd_semitones: f64| {
            let pitch = Some(Pitch { median_hz: 240.0, sd_semitones });
            let level = Some(Intensity { mean_db: 60.0, sd_db: 8.0 });
            energy(Some(usual), pitch, level).map(|energy| (energy.band, energy.pitch_raised.round()))
        };
        assert_eq!(band(1.0), Some((EnergyBand::Flatter, 12.0)));
        assert_eq!(band(2.2), Some((EnergyBand::Neutral, 12.0)));
        assert_eq!(band(5.0), Some((EnergyBand::Lively, 12.0)));
        assert_eq!(band(9.0), Some((EnergyBand::Excited, 12.0)));
        assert_eq!(energy(None, None, None), None);
    }
}

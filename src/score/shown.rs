//! Delivery, shown: figures without a verified threshold, in plain words.
//!
//! What enters: a measured [`Delivery`]. What leaves: findings that give and take no points. This file must not judge.

use super::manner::{at, finding};
use crate::call::{Delivery, Energy, EnergyBand, Evidence, Finding, Span};
use crate::rules::norm;

/// Places to listen to again; more are a list that nobody reads.
const MOST_PLACES: usize = 5;

/// All that was measured, in the norms' order of reading.
pub(super) fn shown(delivery: &Delivery) -> Vec<Finding> {
    let mut list = Vec::new();
    let mut show = |id: &str, title: Option<String>, remark: &str, seen: Vec<Evidence>| {
        if let (Some(norm), Some(title)) = (norm(id), title) {
            list.push(finding(norm, title, 0.0, 0.0, seen, remark.to_owned()));
        }
    };
    show("pace_over_time", pace_over_time(delivery), drift(delivery), Vec::new());
    let rate = delivery.articulation_rate;
    show(
        "articulation_rate",
        rate.map(|rate| format!("Articulation: {rate:.1} syllables a second")),
        "",
        Vec::new(),
    );
    let overlaps = delivery.overlaps.as_deref();
    let both = overlaps.map(|spans| match spans.len() {
        0 => "Overlaps: you never spoke while they did".to_owned(),
        count => format!("Overlaps: {count} times you spoke while they did"),
    });
    show("overlaps", both, "", places(overlaps.unwrap_or_default()));
    let longest = delivery.longest_monologue;
    show(
        "longest_monologue",
        longest.map(|seconds| format!("Longest stretch: {seconds:.0} s")),
        "",
        Vec::new(),
    );
    let share = delivery.talk_share;
    show(
        "talk_share",
        share.map(|share| format!("Your share of the talk: {:.0} %", 100.0 * share)),
        "",
        Vec::new(),
    );
    show(
        "questions",
        delivery.questions.map(|count| format!("Questions that you asked: {count}")),
        "",
        Vec::new(),
    );
    let pitch = delivery.pitch.map(|pitch| {
        format!("Pitch: median {:.0} Hz, varying by {:.1} semitones", pitch.median_hz, pitch.sd_semitones)
    });
    show("pitch", pitch, "", Vec::new());
    let rises = delivery.final_rises.as_ref();
    show(
        "final_rises",
        rises.map(|ends| format!("Phrases that end with a rise: {} of {}", ends.rises.len(), ends.phrases)),
        "",
        rises.map(|ends| places(&ends.rises)).unwrap_or_default(),
    );
    let level = delivery.intensity.map(|level| {
        format!("Level of your voice: {:.0} dB, varying by {:.1} dB", level.mean_db, level.sd_db)
    });
    show("intensity", level, "", Vec::new());
    show(
        "energy",
        delivery.energy.map(|energy| energy_line(&energy)),
        energy_remark(delivery.energy),
        Vec::new(),
    );
    let clarity = delivery.clarity.as_ref();
    let unclear = clarity.map(|clarity| clarity.unclear.as_slice()).unwrap_or_default();
    show(
        "clarity",
        clarity.map(|clarity| {
            format!("Clear words: {:.0} % were understood surely", 100.0 * clarity.sure_share)
        }),
        "",
        unclear
            .iter()
            .take(MOST_PLACES)
            .map(|word| at(None, Some(word.text.clone()), word.start, word.end))
            .collect(),
    );
    show("loudness", delivery.loudness_lufs.map(|lufs| format!("Loudness: {lufs:.1} LUFS")), "", Vec::new());
    let noise = delivery.snr_db.map(|db| format!("Speech over noise: {db:.0} dB"));
    show("snr", noise, microphone(delivery.snr_db), Vec::new());
    list
}

fn places(spans: &[Span]) -> Vec<Evidence> {
    spans.iter().take(MOST_PLACES).map(|span| at(None, None, span.start, span.end)).collect()
}

fn pace_over_time(delivery: &Delivery) -> Option<String> {
    let rates: Vec<String> =
        delivery.pace_over_time.iter().map(|over| format!("{:.0}", over.words_per_minute)).collect();
    (!rates.is_empty()).then(|| format!("Pace over time: {} words a minute", rates.join(", ")))
}

/// Said of what listeners notice: less than a tenth is no change to them.
fn drift(delivery: &Delivery) -> &'static str {
    let (Some(first), Some(last), Some(norm)) =
        (delivery.pace_over_time.first(), delivery.pace_over_time.last(), norm("pace"))
    else {
        return "";
    };
    let change = last.words_per_minute / first.words_per_minute;
    match change {
        faster if faster > 1.0 + norm.at("noticeable") => "You got faster towards the end.",
        slower if slower < 1.0 - norm.at("noticeable") => "You got slower towards the end.",
        _ => "",
    }
}

fn energy_line(energy: &Energy) -> String {
    let band = match energy.band {
        EnergyBand::Flatter => "flatter than your usual voice",
        EnergyBand::Neutral => "as usual",
        EnergyBand::Lively => "livelier than usual",
        EnergyBand::Excited => "far livelier than usual",
    };
    format!(
        "Energy: {band} (melody {:.1} times, level {:.1} times as varied, pitch {:+.1} semitones)",
        energy.pitch_variation, energy.level_variation, energy.pitch_raised
    )
}

fn energy_remark(energy: Option<Energy>) -> &'static str {
    match energy.map(|energy| energy.band) {
        Some(EnergyBand::Flatter) => "A little more melody sounds interested.",
        Some(EnergyBand::Excited) => "So much may sound put on.",
        _ => "",
    }
}

/// A remark about the microphone, not about the caller.
fn microphone(snr: Option<f64>) -> &'static str {
    match (norm("snr"), snr) {
        (Some(norm), Some(db)) if db < norm.at("poor_below") => {
            "Your microphone picks up much noise: move closer, or use a headset."
        }
        _ => "",
    }
}

//! The scorecard: every point with its rule, its article and its evidence.

use super::{Filler, Seconds, Span, Word};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The part of the card that a finding stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Greeting, name, specialty, years, strengths, order, hedges.
    Pitch,
    /// One of the article's four kinds of hook.
    Hook,
    /// The magic question, asking again, leaving well.
    Close,
    /// Pace, fillers, pauses, response time: from audio only.
    Delivery,
}

/// Where a finding was seen. Any part may be missing, for example what was never said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Index into the record's turns.
    pub turn: Option<usize>,
    pub quote: Option<String>,
    /// Seconds of call time; none in a typed call.
    pub audio: Option<Span>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// A rule's number in the book (`"38"`) or a norm's id (`"pace"`).
    pub rule: String,
    /// The article's number (`"001"`); none for a norm.
    pub article: Option<String>,
    /// The rule's short quote, or the norm's source.
    pub quote: String,
    pub section: Section,
    /// What was looked at, in the caller's language: "The magic question".
    pub title: String,
    pub points: f64,
    /// The most it could give; 0 for what is shown and never scored.
    pub of: f64,
    pub evidence: Vec<Evidence>,
    /// What to do differently; empty where all is well.
    pub advice: String,
}

/// A silent stretch inside a caller turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pause {
    pub start: Seconds,
    pub end: Seconds,
    pub seconds: Seconds,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pitch {
    pub median_hz: f64,
    pub sd_semitones: f64,
}

/// The level of speech: its mean and its standard deviation in dB; full scale is 94 dB, as in Praat.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Intensity {
    pub mean_db: f64,
    pub sd_db: f64,
}

/// The pace of one stretch of a call.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PaceOver {
    pub start: Seconds,
    pub end: Seconds,
    pub words_per_minute: f64,
}

/// How often a phrase's pitch rose at its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FinalRises {
    /// Phrases with a voiced end.
    pub phrases: usize,
    pub rises: Vec<Span>,
}

/// How surely the careful ear knew the words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clarity {
    /// The share of words that it was sure of, 0 to 1.
    pub sure_share: f64,
    /// The others, least sure first; ten at most.
    pub unclear: Vec<Word>,
}

/// How a voice usually is: the caller's own neutral way, which others' are no measure for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct VoiceBaseline {
    pub pitch_median_hz: f64,
    pub pitch_sd_semitones: f64,
    pub intensity_sd_db: f64,
}

impl VoiceBaseline {
    /// Where a call's brief keeps it.
    pub const KEY: &str = "caller_voice";
}

impl fmt::Display for VoiceBaseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pitch_median_hz, pitch_sd_semitones, intensity_sd_db } = self;
        write!(f, "{pitch_median_hz:.1} Hz, {pitch_sd_semitones:.2} semitones, {intensity_sd_db:.2} dB")
    }
}

impl FromStr for VoiceBaseline {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let figures: Vec<f64> = text
            .split(", ")
            .zip([" Hz", " semitones", " dB"])
            .filter_map(|(part, unit)| part.strip_suffix(unit)?.parse().ok())
            .filter(|figure: &f64| *figure > 0.0 && figure.is_finite())
            .collect();
        match figures[..] {
            [pitch_median_hz, pitch_sd_semitones, intensity_sd_db] => {
                Ok(Self { pitch_median_hz, pitch_sd_semitones, intensity_sd_db })
            }
            _ => Err(()),
        }
    }
}

/// A voice against its own baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnergyBand {
    Flatter,
    Neutral,
    Lively,
    /// So much livelier that it may sound put on.
    Excited,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Energy {
    pub band: EnergyBand,
    /// Variation of pitch over the baseline's; 1 is as usual.
    pub pitch_variation: f64,
    /// Variation of level over the baseline's.
    pub level_variation: f64,
    /// Semitones above the baseline's median pitch.
    pub pitch_raised: f64,
}

/// What was measured on the caller's speech. `None` was not measured; it is never 0.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Delivery {
    /// Words over the caller's turns from first to last speech, pauses inside included; ums are no words.
    pub words_per_minute: Option<f64>,
    /// The same for stretches of 15 s of talk and more, in order; empty where there is only one.
    #[serde(default)]
    pub pace_over_time: Vec<PaceOver>,
    /// Syllables a second of speech, pauses of 250 ms and more left out.
    pub articulation_rate: Option<f64>,
    pub fillers: Vec<Filler>,
    pub fillers_per_minute: Option<f64>,
    /// Silent pauses of 250 ms and more inside turns.
    pub pauses: Vec<Pause>,
    /// Median seconds from the gatekeeper's last word to the caller's first.
    pub response_time: Option<Seconds>,
    /// Where the caller spoke while the other side did; none without another side.
    #[serde(default)]
    pub overlaps: Option<Vec<Span>>,
    pub longest_monologue: Option<Seconds>,
    /// The caller's share of all speech, 0 to 1.
    pub talk_share: Option<f64>,
    /// Questions that the caller asked.
    #[serde(default)]
    pub questions: Option<usize>,
    pub pitch: Option<Pitch>,
    #[serde(default)]
    pub final_rises: Option<FinalRises>,
    #[serde(default)]
    pub intensity: Option<Intensity>,
    /// None without a baseline.
    #[serde(default)]
    pub energy: Option<Energy>,
    #[serde(default)]
    pub clarity: Option<Clarity>,
    pub loudness_lufs: Option<f64>,
    pub snr_db: Option<f64>,
}

/// What the caller takes away.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Coaching {
    /// Up to three things that worked, best first.
    pub strengths: Vec<String>,
    /// The one thing to do next.
    pub next: Option<String>,
    /// What the caller said there, if anything.
    pub you_said: Option<String>,
    /// A better sentence.
    pub say_instead: Option<String>,
    /// The rule behind it, for example `"38"`.
    pub rule: Option<String>,
    /// Index of the turn to try again; none where nothing that was said would have to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<usize>,
    /// What would have come of the strong form of the magic question, where the weak one was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Otherwise>,
}

/// The branch not taken: the same call up to a turn, and other words there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Otherwise {
    /// Index of the turn.
    pub turn: usize,
    /// The whole turn with the better sentence in it.
    pub said: String,
    /// Who would have answered, as captions show it.
    pub name: String,
    /// What they would have said.
    pub reply: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// 0 to 100.
    pub score: f64,
    /// 0 to 100.
    pub content: f64,
    /// 0 to 100; none when typed.
    pub delivery: Option<f64>,
    pub findings: Vec<Finding>,
    /// None when typed.
    pub measured: Option<Delivery>,
    pub coaching: Coaching,
}

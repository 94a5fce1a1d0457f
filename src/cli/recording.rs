//! The caller's words and delivery in a recording: what `analyze FILE.wav` shows.

use crate::audio;
use crate::call::{
    CallRecord, CallerTurn, Careful, Channel, Delivery, Difficulty, ElementFound, Kind, MachineMs,
    RECORD_VERSION, Span, Turn, Word,
};
use crate::hear::{Ear, FILLER_PROMPT, Whisper, find_speech, measure, recognize_speech};
use crate::score::measure_delivery;
use crate::understand::Understander;
use crate::weights::{Weight, Weights};
use std::path::Path;

/// A recording as heard: one turn of one caller, times in seconds from the start of the file.
pub struct Heard {
    pub transcript: String,
    pub words: Vec<Word>,
    pub speech: Vec<Span>,
    pub elements: Vec<ElementFound>,
    pub delivery: Delivery,
}

/// Listens with the careful ear. Silence gives no words, and that is no error.
pub fn hear(
    path: &Path,
    kind: Option<Kind>,
    weights: &Weights,
    mind: &mut Understander,
) -> anyhow::Result<Heard> {
    let samples = audio::read_wav(path)?;
    let speech = find_speech(&samples);
    let mut ear = Whisper::load(&weights.path(Weight::CarefulEar)?, Ear::Careful)?;
    let transcript = recognize_speech(&mut ear, &samples, &speech, FILLER_PROMPT)?;
    let elements = mind.elements(&transcript.text, kind, false);
    let (start, end) = match (speech.first(), speech.last()) {
        (Some(first), Some(last)) => (first.start, last.end),
        _ => (0.0, 0.0),
    };
    let turn = Turn {
        speaker: "you".to_owned(),
        name: "You".to_owned(),
        text: transcript.text.clone(),
        start,
        end,
        state: String::new(),
        caller: Some(CallerTurn {
            channel: Channel::Spoken,
            speech_end: end,
            turn_end_decided: end,
            transcript_ready: end,
            reply_start: None,
            machine_ms: MachineMs::default(),
            words: transcript.words.clone(),
            speech: speech.clone(),
            sound: Some(measure(&samples, &speech)),
            meant: None,
            moves: Vec::new(),
            elements: elements.clone(),
            facts: Vec::new(),
            careful: Some(Careful {
                text: transcript.text.clone(),
                words: transcript.words.clone(),
                elements: elements.clone(),
                over_telephone: None,
            }),
        }),
    };
    let record = one_turn(path, kind, turn, end);
    let delivery = measure_delivery(&record).unwrap_or_default();
    Ok(Heard { transcript: transcript.text, words: transcript.words, speech, elements, delivery })
}

/// What was measured, a line each; what was not is left out.
pub fn lines(delivery: &Delivery) -> Vec<String> {
    let pitch = delivery.pitch.map(|pitch| (pitch.median_hz, pitch.sd_semitones));
    let one = |what: &str, value: Option<f64>, unit: &str| {
        value.map(|value| format!("{what:<17} {value:.1} {unit}"))
    };
    let longest =
        delivery.pauses.iter().map(|pause| pause.seconds).fold(None, |longest: Option<f64>, seconds| {
            Some(longest.map_or(seconds, |longest| longest.max(seconds)))
        });
    let fillers: Vec<&str> = delivery.fillers.iter().map(|filler| filler.text.as_str()).collect();
    [
        one("pace", delivery.words_per_minute, "words a minute"),
        one("articulation", delivery.articulation_rate, "syllables a second"),
        one(
            "fillers",
            delivery.fillers_per_minute,
            &format!("a minute ({} heard: {})", fillers.len(), fillers.join(", ")),
        ),
        one("longest pause", longest, &format!("s ({} of 0.25 s and more)", delivery.pauses.len())),
        one("pitch", pitch.map(|pitch| pitch.0), "Hz, the middle of it"),
        one("pitch range", pitch.map(|pitch| pitch.1), "semitones (standard deviation)"),
        one("loudness", delivery.loudness_lufs, "LUFS"),
        one("over the noise", delivery.snr_db, "dB"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn one_turn(path: &Path, kind: Option<Kind>, turn: Turn, seconds: f64) -> CallRecord {
    CallRecord {
        version: RECORD_VERSION,
        scenario: String::new(),
        title: path.display().to_string(),
        kind: kind.unwrap_or(Kind::Cold),
        seed: 0,
        difficulty: Difficulty::Normal,
        channel: Channel::Spoken,
        started_at: String::new(),
        brief: Default::default(),
        needs: Vec::new(),
        research: Vec::new(),
        campaign: None,
        origin: Default::default(),
        ending: None,
        ended: None,
        seconds,
        turns: vec![turn],
        path: Vec::new(),
        facts_learned: Vec::new(),
        moods: Vec::new(),
        notices: Vec::new(),
        script: None,
        scorecard: None,
    }
}

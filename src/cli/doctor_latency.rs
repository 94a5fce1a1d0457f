//! The doctor's last check: how long this machine takes to speak a sentence and to recognise it.
//!
//! Enters: the models. Leaves: measured milliseconds. The gatekeeper's own voice says the sentence, so
//! this is voice and ear put to the test as a call uses them.

use super::doctor_checks::{Check, Health};
use crate::audio::RATE;
use crate::call::VoiceCharacter;
use crate::hear::{Ear, Recognizer, Whisper};
use crate::speak::{Hibari, HibariBytes, Synthesizer};
use crate::weights::{Weight, Weights};
use serde_json::json;
use std::path::Path;
use std::time::Instant;

/// About two seconds, and what the caller is here to learn.
const SENTENCE: &str = "When can I come in for an interview?";

/// A reply that starts later than this after the caller's last word is felt as slow (LiveKit's 0.7 to
/// 0.8 s), and recognition is most of the wait.
const SLOW_MS: f64 = 800.0;

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
struct Measured {
    seconds: f64,
    speak_ms: f64,
    recognize_ms: f64,
    heard: String,
}

pub(super) fn latency(named: Option<&Path>) -> Check {
    match measure(named) {
        Ok(measured) => judge(&measured),
        Err(error) => Check::new("latency", Health::Fail, format!("{error:#}"), json!(null))
            .fix("`coldcall model verify` tells which model is broken"),
    }
}

#[expect(clippy::disallowed_methods, reason = "machine time is what is measured")]
fn measure(named: Option<&Path>) -> anyhow::Result<Measured> {
    let weights = Weights::locate(named)?;
    let mut voice = Hibari::load(HibariBytes {
        voice: weights.load(Weight::Voice)?,
        vocabulary: weights.load(Weight::VoiceVocabulary)?,
        unknown_words: weights.load(Weight::UnknownWords)?,
        unknown_letters: weights.load(Weight::UnknownWordsLetters)?,
    })?;
    let mut ear = Whisper::load(&weights.path(Weight::FastEar)?, Ear::Fast)?;
    let milliseconds = |since: Instant| since.elapsed().as_secs_f64() * 1e3;
    let began = Instant::now();
    let samples = voice.synthesize(SENTENCE, VoiceCharacter::default())?;
    let speak_ms = milliseconds(began);
    // The first run also allocates what all later ones use, so the second is what a call feels.
    ear.recognize(&samples, "")?;
    let began = Instant::now();
    let heard = ear.recognize(&samples, "")?.text;
    let recognize_ms = milliseconds(began);
    Ok(Measured { seconds: samples.len() as f64 / f64::from(RATE), speak_ms, recognize_ms, heard })
}

fn judge(measured: &Measured) -> Check {
    let Measured { seconds, speak_ms, recognize_ms, heard } = measured;
    let figures = json!({
        "speech_seconds": seconds, "speak_ms": speak_ms, "recognize_ms": recognize_ms, "heard": heard,
    });
    let says = format!(
        "{seconds:.1} s of speech are spoken in {speak_ms:.0} ms and recognised in {recognize_ms:.0} ms"
    );
    if !same_words(heard, SENTENCE) {
        let says = format!("{says}, but {SENTENCE:?} was heard as {heard:?}");
        return Check::new("latency", Health::Warn, says, figures)
            .fix("`coldcall model verify` tells whether a model is broken");
    }
    if *recognize_ms > SLOW_MS {
        return Check::new("latency", Health::Warn, format!("{says}: replies will feel slow"), figures)
            .fix("close other programs during a call, or type it (`--text`)");
    }
    Check::new("latency", Health::Ok, says, figures)
}

fn same_words(one: &str, other: &str) -> bool {
    let letters =
        |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(recognize_ms: f64, heard: &str, health: Health, says: &str) {
        let check = judge(&Measured { seconds: 2.0, speak_ms: 50.0, recognize_ms, heard: heard.to_owned() });
        assert_eq!(check.health, health);
        assert!(check.says.contains(says), "{}", check.says);
        assert_eq!(check.fix.is_some(), health != Health::Ok);
    }

    #[test]
    fn slow_and_wrong_are_told_apart() {
        case(
            300.0,
            "When can I come in for an interview?",
            Health::Ok,
            "2.0 s of speech are spoken in 50 ms",
        );
        case(300.0, "when can I come in, for an interview", Health::Ok, "recognised in 300 ms");
        case(900.0, SENTENCE, Health::Warn, "replies will feel slow");
        case(300.0, "[music]", Health::Warn, "was heard as \"[music]\"");
    }

    #[test]
    fn the_voice_is_understood_by_the_ear() {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        let measured = measure(Some(&checkout)).unwrap();
        assert!(same_words(&measured.heard, SENTENCE), "{measured:?}");
        assert!((1.0..4.0).contains(&measured.seconds) && measured.recognize_ms > 0.0, "{measured:?}");
    }
}

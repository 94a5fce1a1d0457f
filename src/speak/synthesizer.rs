//! What any voice can do, and how a longer text is cut so that its first sentence can sound early.

use super::RATE;
use super::level::{QUIET_END_SECONDS, QUIET_START_SECONDS};
use crate::call::VoiceCharacter;
use crate::weights::WeightsError;
use crate::words::spoken;

/// Why a line could not be said.
#[derive(Debug, thiserror::Error)]
pub enum SpeakError {
    #[error(transparent)]
    Missing(#[from] WeightsError),
    #[error("the voice weights {part} cannot be read: {reason}; run `coldcall model verify`")]
    Weights { part: &'static str, reason: String },
    #[error("the voice failed on {text:?}: {reason}")]
    Model { text: String, reason: String },
    #[error("the thread that loads the voice stopped before it was done; start the call again")]
    LoadingStopped,
}

/// Says lines.
pub trait Synthesizer: Send {
    /// One sentence or several, as 16 kHz mono in -1..1: about -20 dBFS RMS over speech, peaks under -3 dBFS,
    /// about 60 ms of silence at both ends. Values of `voice` outside their ranges are taken to the nearest
    /// bound. The same text and voice give the same samples. A text without a word gives no samples.
    fn synthesize(&mut self, text: &str, voice: VoiceCharacter) -> Result<Vec<f32>, SpeakError>;
}

/// One sentence of a longer text, to be said while the next is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub text: String,
    /// Samples of silence after it, at [`RATE`]; 0 after the last.
    pub pause: usize,
}

/// The sentences of a text. Synthesising them one by one, each followed by its pause of silence, gives the very
/// samples that synthesising the whole text gives.
pub fn sentences(text: &str, voice: VoiceCharacter) -> Vec<Sentence> {
    let found = spoken::sentences(text);
    let last = found.len().saturating_sub(1);
    found
        .into_iter()
        .enumerate()
        .map(|(index, text)| Sentence {
            text: text.to_owned(),
            pause: if index == last { 0 } else { pause_after(text, voice) },
        })
        .collect()
}

/// Seconds between sentences, the quiet ends of both included: a listener expects more after a question.
/// 0.2 to 0.35 s at pace 1.
fn pause_after(sentence: &str, voice: VoiceCharacter) -> usize {
    let mark = sentence.trim_end_matches(|c: char| !matches!(c, '.' | '?' | '!' | '…')).chars().last();
    let seconds = match mark {
        Some('?') => 0.33,
        Some('…') => 0.35,
        Some('!') => 0.24,
        _ => 0.28,
    };
    let ends = QUIET_START_SECONDS + QUIET_END_SECONDS;
    let between = (seconds / super::guarded(voice).pace - ends).max(0.0);
    (between * RATE as f32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_natural_and_follow_the_pace() {
        let slow = VoiceCharacter { pace: 0.8, ..VoiceCharacter::default() };
        let text = "Good morning. Who is calling? Hold on! Thanks.";
        let heard = |voice| -> Vec<f32> {
            let ends = QUIET_START_SECONDS + QUIET_END_SECONDS;
            sentences(text, voice).iter().map(|s| s.pause as f32 / RATE as f32 + ends).collect()
        };
        let normal = heard(VoiceCharacter::default());
        assert_eq!(normal.len(), 4);
        for pause in &normal[..3] {
            assert!((0.2..=0.35).contains(pause), "{normal:?}");
        }
        assert!(heard(slow)[0] > normal[0]);
        assert_eq!(sentences(text, slow)[3].pause, 0);
        assert!(sentences(" - ", slow).is_empty());
    }
}

//! After hang-up: the careful ear hears every turn of the caller again, fillers and all.
//!
//! **Enters:** the turns' sound. **Leaves:** a transcript for each, in call time.
//! **Must not know:** the record that they go into.

use super::{HearError, Recognizer, TurnAudio};
use crate::call::Transcript;
use crate::words::normal::content;
use crate::words::telephone::telephones;

/// Makes Whisper base write the fillers that it otherwise leaves out; measured: its word error rate stays, and
/// the counts are a lower bound. tiny.en gets worse from it, and so do both from more words.
pub const FILLER_PROMPT: &str = "Um, uh, so, like, you know, er...";

/// Hears each turn again, in order. `progress(done, of)` is called before the first and after each.
///
/// # Errors
/// The first that the recognizer reports.
pub fn second_pass(
    ear: &mut dyn Recognizer,
    turns: &[TurnAudio],
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<Transcript>, HearError> {
    progress(0, turns.len());
    let mut transcripts = Vec::with_capacity(turns.len());
    for turn in turns {
        transcripts.push(turn.recognize(ear, FILLER_PROMPT)?);
        progress(transcripts.len(), turns.len());
    }
    Ok(transcripts)
}

/// The words of a turn with a telephone number in it as they come out of what `carry` sends its sound through; none where
/// no number is said.
///
/// # Errors
/// What the recognizer reports.
pub fn number_through(
    ear: &mut dyn Recognizer,
    transcript: &Transcript,
    mut turn: TurnAudio,
    carry: impl FnOnce(&[f32]) -> Vec<f32>,
) -> Result<Option<String>, HearError> {
    if telephones(&content(&transcript.text)).is_empty() {
        return Ok(None);
    }
    turn.samples = carry(&turn.samples);
    Ok(Some(turn.recognize(ear, "")?.text))
}

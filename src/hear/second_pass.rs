//! Listening at leisure: after hang-up, or to a recording.
//!
//! **Enters:** a turn's sound, whole or in passages. **Leaves:** its words, fillers and all, and what its voice was
//! like, in call time. **Must not know:** the record that they go into.

use super::edges::exact;
use super::hesitation::hesitations;
use super::phrase_end::phrase_ends;
use super::prosody::SoundMeter;
use super::transcript::transcript;
use super::{HearError, Recognizer, TurnAudio, recognize_speech};
use crate::audio::RATE;
use crate::call::{Seconds, Span, Transcript, VoiceHeard, Word};
use crate::words::normal::content;
use crate::words::telephone::telephones;

/// Makes Whisper base write the fillers that it otherwise leaves out; measured: its word error rate stays, and
/// the counts are a lower bound. tiny.en gets worse from it, and so do both from more words.
pub const FILLER_PROMPT: &str = "Um, uh, so, like, you know, er...";

/// Recognizers and the search for hesitations hear speech at one level, however it was recorded.
const LEVEL_DBFS: f64 = -20.0;
const MOST_GAIN_DB: f64 = 40.0;

/// What one turn turned out to be, heard with care.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listened {
    pub transcript: Transcript,
    pub voice: VoiceHeard,
}

/// Listens to one turn, passage after passage, so that a turn may be longer than what fits into memory.
#[derive(Default)]
pub struct CarefulListener {
    meter: SoundMeter,
    words: Vec<Word>,
    voice: VoiceHeard,
}

impl CarefulListener {
    /// The next passage of the turn, which is cut in a pause; its words.
    ///
    /// # Errors
    /// What the recognizer's engine reports.
    pub fn hear(&mut self, ear: &mut dyn Recognizer, passage: &TurnAudio) -> Result<Transcript, HearError> {
        let own = passage.own_time();
        let speech = exact(&passage.samples, &own);
        let contour = self.meter.add(&passage.samples, &speech);
        let sound = at_one_level(&passage.samples, &speech);
        let later = |span: Span| Span::new(span.start + passage.start, span.end + passage.start);
        let mut heard = recognize_speech(ear, &sound, &own, FILLER_PROMPT)?;
        for word in &mut heard.words {
            (word.start, word.end) = (word.start + passage.start, word.end + passage.start);
        }
        self.words.extend(heard.words.iter().cloned());
        for mut filler in hesitations(ear, &sound, &speech, &contour)? {
            (filler.start, filler.end) = (filler.start + passage.start, filler.end + passage.start);
            self.voice.hesitations.push(filler);
        }
        for mut end in phrase_ends(&speech, &contour) {
            (end.start, end.end) = (end.start + passage.start, end.end + passage.start);
            self.voice.phrase_ends.push(end);
        }
        self.voice.speech.extend(speech.into_iter().map(later));
        Ok(heard)
    }

    pub fn finish(self) -> Listened {
        let voice = VoiceHeard { sound: self.meter.sound(), ..self.voice };
        Listened { transcript: transcript(self.words), voice }
    }
}

/// The same sound with its speech at [`LEVEL_DBFS`].
fn at_one_level(samples: &[f32], speech: &[Span]) -> Vec<f32> {
    let at = |time: Seconds| ((time * f64::from(RATE)) as usize).min(samples.len());
    let spoken = speech.iter().flat_map(|span| &samples[at(span.start)..at(span.end)]);
    let (sum, count) = spoken.fold((0.0, 0), |(sum, count), s| (sum + f64::from(*s).powi(2), count + 1));
    if sum <= 0.0 {
        return samples.to_vec();
    }
    let gain_db = LEVEL_DBFS - 10.0 * (sum / f64::from(count)).log10();
    let gain = 10f64.powf(gain_db.clamp(-MOST_GAIN_DB, MOST_GAIN_DB) / 20.0) as f32;
    samples.iter().map(|sample| (sample * gain).clamp(-1.0, 1.0)).collect()
}

/// Hears each turn again, in order. `progress(done, of)` is called before the first and after each.
///
/// # Errors
/// The first that the recognizer reports.
pub fn second_pass(
    ear: &mut dyn Recognizer,
    turns: &[TurnAudio],
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<Listened>, HearError> {
    progress(0, turns.len());
    let mut heard = Vec::with_capacity(turns.len());
    for turn in turns {
        let mut listener = CarefulListener::default();
        listener.hear(ear, turn)?;
        heard.push(listener.finish());
        progress(heard.len(), turns.len());
    }
    Ok(heard)
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

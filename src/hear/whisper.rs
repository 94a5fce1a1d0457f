//! Whisper through whisper.cpp: the only file that knows whisper-rs.
//!
//! **Enters:** a model file; sound. **Leaves:** words with times and probabilities.
//! **Must not know:** turns, detected speech (see [`recognize_speech`](super::recognize_speech)).

use super::transcript::{Token, transcript, without_loops, without_noises, words};
use super::{HearError, Recognizer, find_speech, ggml_file, recognize_speech};
use crate::audio::RATE;
use crate::call::{Transcript, Word};
use std::path::Path;
use std::sync::Arc;
use whisper_rs::{FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperState};

/// Which ear listens. Both may be any Whisper model; the name says what it is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ear {
    /// During the call: tiny.en, a quarter of a second for two seconds of speech.
    Fast,
    /// After hang-up: base, which writes fillers when it is asked to.
    Careful,
    /// Where a number or a name was dictated: base with a beam search, which costs a third more time and heard 42 of 43
    /// numbers over a telephone's band where the greedy one heard 40.
    Dictation,
}

impl Ear {
    /// Encoder positions: the fewest, and those beyond the sound. With fewer the ears fall into loops. Over 47 turns of 1 to
    /// 16 s without a prompt, tiny.en writes the same with a margin of 64 as of 128; with 320 positions at least, it says
    /// more sentences twice where there is a prompt.
    fn context(self) -> (i32, i32) {
        match self {
            Self::Fast => (384, 64),
            Self::Careful | Self::Dictation => (384, 128),
        }
    }

    fn strategy(self) -> SamplingStrategy {
        match self {
            Self::Fast | Self::Careful => SamplingStrategy::Greedy { best_of: 1 },
            Self::Dictation => SamplingStrategy::BeamSearch { beam_size: 4, patience: -1.0 },
        }
    }
}

/// The longest sound that goes to the model at once, seconds; its window is 30.
pub(super) const LONGEST: f64 = 28.0;
/// Encoder positions a second.
const POSITIONS_A_SECOND: f64 = 50.0;
const FULL_CONTEXT: i32 = 1500;
/// Tokens that fast speech can need, timestamps included; more is a loop.
const TOKENS_A_SECOND: f64 = 10.0;
const TOKENS_MARGIN: i32 = 6;
/// A longer prompt makes both ears worse.
const PROMPT_WORDS: usize = 12;
/// whisper.cpp leaves less than 100 ms alone.
const SHORTEST_SAMPLES: usize = RATE as usize / 5;
/// Each set of parameters leaks its strings, so sets are kept; a call has fewer prompts than this.
const KEPT_PROMPTS: usize = 64;

/// One recognizer: the weights (shared between siblings) and a state of its own. Can move to a worker thread.
pub struct Whisper {
    context: Arc<WhisperContext>,
    state: WhisperState,
    prompts: Vec<(String, FullParams<'static, 'static>)>,
    ear: Ear,
    threads: i32,
}

impl Whisper {
    /// Loads a ggml model file, in about a tenth of a second.
    ///
    /// # Errors
    /// A file that is missing, no model, cut short, or refused by whisper.cpp.
    pub fn load(path: &Path, ear: Ear) -> Result<Self, HearError> {
        // Without this, whisper.cpp writes to the standard error of a call. Ours stays as it is.
        whisper_rs::install_logging_hooks();
        ggml_file::check(path)?;
        let refused = |error: whisper_rs::WhisperError| HearError::Refused {
            path: path.to_owned(),
            reason: error.to_string(),
        };
        let mut parameters = WhisperContextParameters::new();
        parameters.use_gpu(false).flash_attn(false);
        let context = Arc::new(WhisperContext::new_with_params(path, parameters).map_err(refused)?);
        let state = context.create_state().map_err(refused)?;
        Ok(Self { context, state, prompts: Vec::new(), ear, threads: threads() })
    }

    /// A second recognizer on the same weights, for another thread.
    ///
    /// # Errors
    /// When whisper.cpp cannot make its state.
    pub fn sibling(&self) -> Result<Self, HearError> {
        let state = self.context.create_state().map_err(failed)?;
        let context = Arc::clone(&self.context);
        Ok(Self { context, state, prompts: Vec::new(), ear: self.ear, threads: self.threads })
    }

    pub fn ear(&self) -> Ear {
        self.ear
    }

    fn parameters(&mut self, prompt: &str, seconds: f64, context: i32) -> FullParams<'static, 'static> {
        let prompt = short_prompt(prompt);
        let known = self.prompts.iter().position(|(known, _)| *known == prompt).unwrap_or_else(|| {
            if self.prompts.len() == KEPT_PROMPTS {
                self.prompts.clear();
            }
            let base = base_parameters(&prompt, self.ear);
            self.prompts.push((prompt, base));
            self.prompts.len() - 1
        });
        let mut parameters = self.prompts[known].1.clone();
        parameters.set_n_threads(self.threads);
        parameters.set_audio_ctx(context);
        parameters.set_max_tokens((TOKENS_A_SECOND * seconds).ceil() as i32 + TOKENS_MARGIN);
        parameters
    }

    fn run(&mut self, samples: &[f32], prompt: &str, context: i32) -> Result<Vec<Word>, HearError> {
        let seconds = samples.len() as f64 / f64::from(RATE);
        let parameters = self.parameters(prompt, seconds, context);
        self.state.full(parameters, samples).map_err(failed)?;
        let end_of_text = self.context.token_eot();
        let mut tokens = Vec::new();
        for segment in self.state.as_iter() {
            for token in (0..segment.n_tokens()).filter_map(|index| segment.get_token(index)) {
                let data = token.token_data();
                if data.id >= end_of_text {
                    continue;
                }
                tokens.push(Token {
                    bytes: token.to_bytes().map_err(failed)?.to_vec(),
                    start: (data.t0.max(0) as f64 / 100.0).min(seconds),
                    end: (data.t1.max(0) as f64 / 100.0).min(seconds),
                    probability: data.p,
                });
            }
        }
        Ok(without_noises(words(&tokens)))
    }
}

impl Recognizer for Whisper {
    fn recognize(&mut self, samples: &[f32], prompt: &str) -> Result<Transcript, HearError> {
        let seconds = samples.len() as f64 / f64::from(RATE);
        if seconds > LONGEST {
            return recognize_speech(self, samples, &find_speech(samples), prompt);
        }
        let mut padded;
        let sound = if samples.len() < SHORTEST_SAMPLES {
            padded = samples.to_vec();
            padded.resize(SHORTEST_SAMPLES, 0.0);
            &padded
        } else {
            samples
        };
        let (least, margin) = self.ear.context();
        let context = (POSITIONS_A_SECOND * seconds).ceil() as i32 + margin;
        let reduced = context.clamp(least, FULL_CONTEXT);
        let (mut words, mut looped) = without_loops(self.run(sound, prompt, reduced)?);
        // A loop is the price of the prompt or of the reduced context: once more without the one, then without both.
        for context in [reduced, FULL_CONTEXT] {
            if looped {
                (words, looped) = without_loops(self.run(sound, "", context)?);
            }
        }
        Ok(transcript(words))
    }
}

/// All that stays the same from call to call. Without fallback, so that time is bounded.
fn base_parameters(prompt: &str, ear: Ear) -> FullParams<'static, 'static> {
    let mut parameters = FullParams::new(ear.strategy());
    parameters.set_language(Some("en"));
    parameters.set_no_context(true);
    parameters.set_single_segment(true);
    parameters.set_token_timestamps(true);
    parameters.set_temperature(0.0);
    parameters.set_temperature_inc(0.0);
    parameters.set_suppress_blank(true);
    parameters.set_print_special(false);
    parameters.set_print_progress(false);
    parameters.set_print_realtime(false);
    parameters.set_print_timestamps(false);
    if !prompt.is_empty() {
        parameters.set_initial_prompt(prompt);
    }
    parameters
}

/// At most a dozen words, and no NUL, which C would take for the end.
fn short_prompt(prompt: &str) -> String {
    let words = prompt.split_whitespace().map(|word| word.replace('\0', ""));
    words.take(PROMPT_WORDS).collect::<Vec<_>>().join(" ")
}

/// ggml's threads wait for each other by spinning: on two busy cores, two are ten times slower than one.
fn threads() -> i32 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    (cores / 2).clamp(1, 4) as i32
}

fn failed(error: whisper_rs::WhisperError) -> HearError {
    HearError::Recognition { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_short_and_free_of_nul() {
        assert_eq!(short_prompt("  Um,\0 uh  "), "Um, uh");
        assert_eq!(short_prompt(&"word ".repeat(40)).split(' ').count(), PROMPT_WORDS);
    }

    #[test]
    fn a_recognizer_can_work_on_another_thread() {
        fn sendable<T: Send>() {}
        sendable::<Whisper>();
    }
}

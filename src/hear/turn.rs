//! When does a caller's turn begin, and when is it over?
//!
//! **Enters:** frames of sound, and answers of the end-of-turn model to the questions that this machine asks.
//! **Leaves:** [`TurnEvent`]s in call time. **Must not know:** words, threads, clocks.
//!
//! A fixed silence either cuts people off while they think or keeps them waiting. So the model is asked again as
//! the silence grows, and the surer it is that the turn is complete, the shorter the silence that ends it. It never
//! decides alone: a turn that it holds for unfinished still ends after the longest thinking pause.

use super::{SpanFinder, SpeechDetector, TurnAudio, VadSettings, Voice, VoiceChange};
use crate::audio::{FRAME_SECONDS, Frame, RATE};
use crate::call::{Expectation, Seconds, Span};

/// How to listen to the next turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TurnSettings {
    /// Silence that ends a turn even if it sounds unfinished.
    pub max_pause: Seconds,
    /// Silence from the start of listening that counts as no input.
    pub no_input_after: Seconds,
    /// A turn longer than this is cut off.
    pub rambling_after: Seconds,
    /// A voicemail's single take: only the longest pause ends it.
    pub one_take: bool,
}

impl Default for TurnSettings {
    fn default() -> Self {
        Self { max_pause: 1.3, no_input_after: 8.0, rambling_after: 45.0, one_take: false }
    }
}

impl From<&Expectation> for TurnSettings {
    fn from(expectation: &Expectation) -> Self {
        Self {
            max_pause: expectation.max_pause,
            no_input_after: expectation.no_input_after,
            rambling_after: expectation.rambling_after,
            one_take: expectation.one_take,
        }
    }
}

/// What the line should know or do.
#[derive(Debug, Clone, PartialEq)]
pub enum TurnEvent {
    /// The caller began to speak, at this call time.
    SpeechStarted { at: Seconds },
    /// Another second of speech: a good moment for a live caption of [`TurnFinder::so_far`].
    PartialDue,
    /// The caller has just gone quiet: what was said so far may be all, so recognising it now saves time.
    Paused { speech_end: Seconds },
    /// Give [`TurnFinder::for_end_of_turn`] to the end-of-turn model, and its answer to [`TurnFinder::answer`]
    /// with this number. A late answer does no harm, and neither does none.
    AskEndOfTurn { ask: u32 },
    /// Nobody spoke. Nothing more comes until [`TurnFinder::listen`].
    NoSpeech { at: Seconds },
    /// The turn is over. Nothing more comes until [`TurnFinder::listen`].
    TurnEnded(TurnAudio),
    /// The turn went on for too long and was cut off here. Nothing more comes until [`TurnFinder::listen`].
    TooLong(TurnAudio),
}

/// Sound kept from before the first word: the level of the room, and the breath before an onset.
const BEFORE_SPEECH: usize = RATE as usize;
/// Frames of speech between two partial captions (about a second).
const PARTIAL_EVERY: usize = 31;
/// Quiet frames after which it is worth recognising ahead (96 ms).
const PAUSED_AFTER: usize = 3;
/// Quiet frames at the first question (192 ms, the publishers' own 200 ms) and between two (256 ms, so that the
/// second answer is there when the surest turns end).
const FIRST_ASK: usize = 6;
const ASK_EVERY: usize = 8;
/// What the end-of-turn model hears.
const ASKED_ABOUT: usize = 8 * RATE as usize;

/// (a probability of at least this, silence that then ends the turn). Clause gaps of 0.35 to 0.5 s inside read
/// sentences get 0.96 to 0.98 from the model, finished sentences 0.6 to 0.98: so even the surest turn waits for
/// longer than such a gap, and a doubtful one less than the longest pause. Without an answer: [`UNANSWERED`].
const SILENCE_ENOUGH: [(f32, Seconds); 3] = [(0.9, 0.55), (0.7, 0.75), (0.4, 1.0)];
const UNANSWERED: Seconds = 0.8;

/// The state machine of one caller's side. Deterministic: the same frames and answers give the same events.
pub struct TurnFinder {
    settings: TurnSettings,
    detector: SpeechDetector,
    spans: SpanFinder,
    /// Call time of the first frame since listening began.
    start: Seconds,
    frames: usize,
    samples: Vec<f32>,
    /// Samples dropped from the front while nobody spoke.
    dropped: usize,
    speech: Vec<Span>,
    /// Frames since the last frame of speech.
    quiet: usize,
    spoken_frames: usize,
    pause: Pause,
    over: bool,
}

/// Questions and answers of the silence that is running.
#[derive(Debug, Clone, Copy, Default)]
struct Pause {
    told: bool,
    first_ask: u32,
    next_ask: u32,
    newest_answer: Option<u32>,
    answers: u32,
    sum: f32,
}

impl Pause {
    /// A new silence: answers to questions about an earlier one must not be taken for answers about this one.
    fn after(self) -> Self {
        Self { first_ask: self.next_ask, next_ask: self.next_ask, ..Self::default() }
    }

    /// The mean of the answers: one alone swings between 0.3 and 0.9 while the silence grows.
    fn probability(self) -> Option<f32> {
        (self.answers > 0).then(|| self.sum / self.answers as f32)
    }
}

impl TurnFinder {
    /// Listens from call time `at`.
    pub fn new(at: Seconds, settings: TurnSettings) -> Self {
        Self {
            settings,
            detector: SpeechDetector::new(),
            spans: SpanFinder::new(VadSettings::default()),
            start: at,
            frames: 0,
            samples: Vec::new(),
            dropped: 0,
            speech: Vec::new(),
            quiet: 0,
            spoken_frames: 0,
            pause: Pause::default(),
            over: false,
        }
    }

    /// Listens to the next turn from call time `at`; what was heard before is forgotten.
    pub fn listen(&mut self, at: Seconds, settings: TurnSettings) {
        let pause = self.pause.after();
        *self = Self::new(at, settings);
        self.pause = pause;
    }

    /// Call time up to which sound was taken in.
    pub fn now(&self) -> Seconds {
        self.start + self.frames as f64 * FRAME_SECONDS
    }

    /// Whether the caller is heard speaking at this moment.
    pub fn voice(&self) -> Voice {
        self.spans.voice()
    }

    /// The turn up to now. Empty `speech` before the first word.
    pub fn so_far(&self) -> TurnAudio {
        let mut speech = self.speech.clone();
        speech.extend(self.spans.open_span().map(|span| self.in_call_time(span)));
        TurnAudio { start: self.samples_start(), samples: self.samples.clone(), speech, decided: self.now() }
    }

    /// The sound to ask the end-of-turn model about.
    pub fn for_end_of_turn(&self) -> Vec<f32> {
        self.samples[self.samples.len().saturating_sub(ASKED_ABOUT)..].to_vec()
    }

    /// The model's answer to a question; one that came too late for its pause is passed over.
    pub fn answer(&mut self, ask: u32, probability: f32) {
        let asked = (self.pause.first_ask..self.pause.next_ask).contains(&ask);
        if asked && self.pause.newest_answer.is_none_or(|newest| newest < ask) {
            self.pause.newest_answer = Some(ask);
            self.pause.answers += 1;
            self.pause.sum += probability;
        }
    }

    /// The sound is over (a recording ended): the turn that was running, if any.
    pub fn finish(&mut self) -> Option<TurnAudio> {
        let turn = self.so_far();
        let running = !self.over && !turn.speech.is_empty();
        self.over = true;
        running.then_some(turn)
    }

    /// Takes the next frame.
    pub fn push(&mut self, frame: &Frame) -> Vec<TurnEvent> {
        let mut events = Vec::new();
        if self.over {
            return events;
        }
        let probability = self.detector.push(frame);
        self.take(frame, probability, &mut events);
        events
    }

    fn take(&mut self, frame: &Frame, probability: f32, events: &mut Vec<TurnEvent>) {
        self.frames += 1;
        self.samples.extend_from_slice(frame);
        let before = self.spans.voice();
        match self.spans.push(probability) {
            Some(VoiceChange::Started { at }) if self.speech.is_empty() => {
                events.push(TurnEvent::SpeechStarted { at: self.start + at });
            }
            Some(VoiceChange::Ended(span)) => self.speech.push(self.in_call_time(span)),
            Some(VoiceChange::Started { .. }) | None => {}
        }
        match self.spans.voice() {
            Voice::Speaking => self.spoke(before, events),
            // A new word may be beginning: no decision until it is clear.
            Voice::Starting => self.quiet += 1,
            Voice::Stopping | Voice::Quiet if self.has_speech() => {
                self.quiet += 1;
                self.grew_quiet(events);
            }
            Voice::Stopping | Voice::Quiet => self.nobody_spoke(events),
        }
    }

    fn spoke(&mut self, before: Voice, events: &mut Vec<TurnEvent>) {
        if before != Voice::Speaking {
            self.pause = self.pause.after();
        }
        self.quiet = 0;
        self.spoken_frames += 1;
        if self.spoken_frames.is_multiple_of(PARTIAL_EVERY) {
            events.push(TurnEvent::PartialDue);
        }
        let turn_start = self
            .speech
            .first()
            .copied()
            .or_else(|| self.spans.open_span().map(|span| self.in_call_time(span)));
        if turn_start.is_some_and(|span| self.now() - span.start >= self.settings.rambling_after) {
            self.over = true;
            events.push(TurnEvent::TooLong(self.so_far()));
        }
    }

    fn grew_quiet(&mut self, events: &mut Vec<TurnEvent>) {
        if self.quiet >= PAUSED_AFTER && !self.pause.told {
            self.pause.told = true;
            events.push(TurnEvent::Paused { speech_end: self.now() - self.quiet as f64 * FRAME_SECONDS });
        }
        if self.quiet as f64 * FRAME_SECONDS >= self.silence_enough() {
            self.over = true;
            events.push(TurnEvent::TurnEnded(self.so_far()));
            return;
        }
        let asked = (self.pause.next_ask - self.pause.first_ask) as usize;
        if self.quiet >= FIRST_ASK + asked * ASK_EVERY && !self.settings.one_take {
            events.push(TurnEvent::AskEndOfTurn { ask: self.pause.next_ask });
            self.pause.next_ask += 1;
        }
    }

    /// The silence that ends the turn, as far as is known now.
    fn silence_enough(&self) -> Seconds {
        let longest = self.settings.max_pause;
        if self.settings.one_take {
            return longest;
        }
        let enough = match self.pause.probability() {
            None => UNANSWERED,
            Some(probability) => {
                let row = SILENCE_ENOUGH.iter().find(|(at_least, _)| probability >= *at_least);
                row.map_or(longest, |(_, silence)| *silence)
            }
        };
        enough.min(longest)
    }

    fn nobody_spoke(&mut self, events: &mut Vec<TurnEvent>) {
        if self.frames as f64 * FRAME_SECONDS >= self.settings.no_input_after {
            self.over = true;
            events.push(TurnEvent::NoSpeech { at: self.now() });
        }
        // Dropped in seconds, not in frames, so that a long wait costs little.
        if self.samples.len() >= 2 * BEFORE_SPEECH {
            let superfluous = self.samples.len() - BEFORE_SPEECH;
            self.samples.drain(..superfluous);
            self.dropped += superfluous;
        }
    }

    fn has_speech(&self) -> bool {
        !self.speech.is_empty() || self.spans.open_span().is_some()
    }

    fn samples_start(&self) -> Seconds {
        self.start + self.dropped as f64 / f64::from(RATE)
    }

    fn in_call_time(&self, span: Span) -> Span {
        Span::new(span.start + self.start, span.end + self.start)
    }
}

#[cfg(test)]
#[path = "turn_tests.rs"]
mod tests;

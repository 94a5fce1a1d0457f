//! When does a caller's turn begin, and when is it over?
//!
//! **Enters:** frames of sound, and answers of the end-of-turn model to the questions that this machine asks.
//! **Leaves:** [`TurnEvent`]s in call time. **Must not know:** words, threads, clocks.
//!
//! A fixed silence either cuts people off while they think or keeps them waiting. So the model is asked again as
//! the silence grows, the words so far are judged, and the surer both are that the turn is complete, the shorter the
//! silence that ends it. Neither decides alone, and a turn that both hold for unfinished still ends after the longest
//! thinking pause.
//!
//! A long turn is cut into stretches, in pauses where there are any, so that each can be recognised while the caller
//! goes on and little is left at the end. Frames alone say where: the same sound is always cut alike.

use super::recognize::quietest;
use super::{SpanFinder, SpeechDetector, TurnAudio, VadSettings, Voice, VoiceChange};
use crate::audio::{FRAME_SECONDS, Frame, RATE};
use crate::call::{Completeness, Expectation, Seconds, Span};

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
        Self { max_pause: USUAL_PAUSE, no_input_after: 8.0, rambling_after: 45.0, one_take: false }
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
    /// The caller has just gone quiet: what was said so far may be all, so recognising [`TurnFinder::stretch`] now saves
    /// time. What the words come to is wanted by [`TurnFinder::judge`], with this number.
    Paused { pause: u32, speech_end: Seconds },
    /// The caller goes on, or has talked for long: this is finished and [`TurnFinder::stretch`] begins after it.
    StretchEnded(TurnAudio),
    /// Give [`TurnFinder::for_end_of_turn`] to the end-of-turn model, and its answer to [`TurnFinder::answer`]
    /// with this number. A late answer does no harm, and neither does none.
    AskEndOfTurn { ask: u32, pause: u32, speech_end: Seconds },
    /// Nobody spoke. Nothing more comes until [`TurnFinder::listen`].
    NoSpeech { at: Seconds },
    /// The turn is over. Nothing more comes until [`TurnFinder::listen`].
    TurnEnded(TurnAudio),
    /// The turn went on for too long and was cut off here. Nothing more comes until [`TurnFinder::listen`].
    TooLong(TurnAudio),
}

/// Sound kept from before the first word: the level of the room, and the breath before an onset.
const BEFORE_SPEECH: usize = RATE as usize;
/// Quiet frames after which it is worth recognising ahead (64 ms).
const PAUSED_AFTER: usize = 2;
/// Quiet frames at the first question to the model (128 ms) and between two (192 ms).
const FIRST_ASK: usize = 4;
const ASK_EVERY: usize = 6;
/// A stretch of at least this is finished by a pause that was long enough for a question: shorter ones are recognised
/// better together with what follows.
const SHORTEST_STRETCH: Seconds = 3.0;
/// Without such a pause it is cut here, at the quietest place in the seconds before the last one.
const LONGEST_STRETCH: Seconds = 8.0;
const CUT_BEFORE: Seconds = 3.0;
const CUT_REACH: Seconds = 2.0;
/// What the end-of-turn model hears.
const ASKED_ABOUT: usize = 8 * RATE as usize;

/// The longest pause inside a turn that the silences below are made for; a longer one stretches them all, and a shorter one
/// is the most that is waited.
const USUAL_PAUSE: Seconds = 1.5;

/// Probabilities from which the columns of [`silences`] hold.
const SURE: [f32; 3] = [0.9, 0.7, 0.4];

/// Silence that ends a turn, by the model's probability (see [`SURE`]; the fourth: less, the fifth: no answer yet).
///
/// Clause gaps of 0.25 to 0.5 s inside read sentences get 0.96 to 0.98 from the model, and finished sentences anything from
/// 0.05 to 0.98: only together with words that are complete it ends a turn sooner than such a gap.
fn silences(completeness: Option<Completeness>) -> [Seconds; 5] {
    match completeness {
        Some(Completeness::Final) => [0.28, 0.32, 0.45, 0.8, 0.4],
        // A statement that is complete may be the first of several: a pitch is made of them.
        Some(Completeness::Complete) => [0.65, 0.85, 1.0, 1.3, 0.8],
        Some(Completeness::Open) => [0.9, 1.0, 1.1, 1.2, 1.0],
        // The words are not there yet.
        None => [0.55, 0.75, 1.0, USUAL_PAUSE, 0.8],
        Some(Completeness::Unfinished) => [1.15, 1.3, USUAL_PAUSE, USUAL_PAUSE, USUAL_PAUSE],
        Some(Completeness::Dictating) => [USUAL_PAUSE; 5],
    }
}

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
    pause: Pause,
    /// Where the stretch that is being said begins.
    cut: Seconds,
    over: bool,
}

/// Questions and answers of the silence that is running.
#[derive(Debug, Clone, Copy, Default)]
struct Pause {
    number: u32,
    /// Where speech ended, once the pause was told.
    told: Option<Seconds>,
    judged: Option<Completeness>,
    first_ask: u32,
    next_ask: u32,
    newest_answer: Option<u32>,
    answers: u32,
    sum: f32,
}

impl Pause {
    /// A new silence: answers to questions about an earlier one must not be taken for answers about this one.
    fn after(self) -> Self {
        Self { number: self.number + 1, first_ask: self.next_ask, next_ask: self.next_ask, ..Self::default() }
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
            pause: Pause::default(),
            cut: at,
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

    /// What was not yet told as [`TurnEvent::StretchEnded`].
    pub fn stretch(&self) -> TurnAudio {
        self.so_far().since(self.cut)
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

    /// What the words up to a pause come to; a judgement that came too late for its pause is passed over.
    pub fn judge(&mut self, pause: u32, completeness: Completeness) {
        if pause == self.pause.number {
            self.pause.judged = Some(completeness);
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
            self.finish_in_pause(events);
            self.pause = self.pause.after();
        }
        self.quiet = 0;
        if self.now() - self.stretch_start() >= LONGEST_STRETCH {
            let from = self.now() - CUT_BEFORE - self.samples_start();
            self.cut_at(self.samples_start() + quietest(&self.samples, from, CUT_REACH), events);
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
        if self.quiet >= PAUSED_AFTER && self.pause.told.is_none() {
            let speech_end = self.now() - self.quiet as f64 * FRAME_SECONDS;
            self.pause.told = Some(speech_end);
            events.push(TurnEvent::Paused { pause: self.pause.number, speech_end });
        }
        if self.quiet as f64 * FRAME_SECONDS >= self.silence_enough() {
            self.over = true;
            events.push(TurnEvent::TurnEnded(self.so_far()));
            return;
        }
        let asked = (self.pause.next_ask - self.pause.first_ask) as usize;
        if self.quiet >= FIRST_ASK + asked * ASK_EVERY && !self.settings.one_take {
            let speech_end = self.now() - self.quiet as f64 * FRAME_SECONDS;
            events.push(TurnEvent::AskEndOfTurn {
                ask: self.pause.next_ask,
                pause: self.pause.number,
                speech_end,
            });
            self.pause.next_ask += 1;
        }
    }

    /// The silence that ends the turn, as far as is known now.
    fn silence_enough(&self) -> Seconds {
        let longest = self.settings.max_pause;
        if self.settings.one_take {
            return longest;
        }
        let row = silences(self.pause.judged);
        let column = match self.pause.probability() {
            Some(probability) => SURE.iter().position(|sure| probability >= *sure).unwrap_or(SURE.len()),
            None => SURE.len() + 1,
        };
        (row[column] * (longest / USUAL_PAUSE).max(1.0)).min(longest)
    }

    /// The pause that is over finished a stretch, if both were long enough.
    fn finish_in_pause(&mut self, events: &mut Vec<TurnEvent>) {
        let Some(speech_end) = self.pause.told.filter(|_| self.quiet >= FIRST_ASK) else { return };
        if speech_end - self.stretch_start() >= SHORTEST_STRETCH {
            self.cut_at(speech_end + self.quiet.min(ASK_EVERY) as f64 * FRAME_SECONDS / 2.0, events);
        }
    }

    fn cut_at(&mut self, at: Seconds, events: &mut Vec<TurnEvent>) {
        events.push(TurnEvent::StretchEnded(self.stretch().until(at)));
        self.cut = at;
    }

    /// The first speech that was not yet told as a stretch.
    fn stretch_start(&self) -> Seconds {
        let open = self.spans.open_span().map(|span| self.in_call_time(span));
        let first = self.speech.iter().copied().chain(open).find(|span| span.end > self.cut);
        first.map_or(self.now(), |span| span.start.max(self.cut))
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

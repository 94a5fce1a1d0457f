//! When does a caller's turn begin, and when is it over?
//!
//! **Enters:** frames of sound, and answers of the end-of-turn model to the questions that this machine asks.
//! **Leaves:** [`TurnEvent`]s in call time. **Must not know:** words, threads, clocks.
//!
//! A fixed silence either cuts people off while they think or keeps them waiting. So the model is asked again as
//! the silence grows, and the surer it is that the turn is complete, the shorter the silence that ends it. It never
//! decides alone: a turn that it holds for unfinished still ends after the longest thinking pause.

use super::vad::FRAME_SECONDS;
use super::{HearError, Recognizer, SpanFinder, SpeechDetector, VadSettings, Voice, VoiceChange};
use super::{measure, recognize_speech};
use crate::audio::{Frame, RATE};
use crate::call::{Expectation, Seconds, Sound, Span, Transcript};

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

/// One turn's sound.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnAudio {
    /// Call time of the first sample.
    pub start: Seconds,
    /// 16 kHz mono, from up to a second before the first word to the moment of decision.
    pub samples: Vec<f32>,
    /// Stretches of speech, call time, in order; the last one ends where speech truly ended.
    pub speech: Vec<Span>,
    /// Call time at which the turn was held to be over.
    pub decided: Seconds,
}

impl TurnAudio {
    /// Call time of the first speech.
    pub fn speech_start(&self) -> Seconds {
        self.speech.first().map_or(self.start, |span| span.start)
    }

    /// Call time of the true end of speech.
    pub fn speech_end(&self) -> Seconds {
        self.speech.last().map_or(self.start, |span| span.end)
    }

    /// The words of the turn, in call time.
    ///
    /// # Errors
    /// What the recognizer's engine reports.
    pub fn recognize(&self, ear: &mut dyn Recognizer, prompt: &str) -> Result<Transcript, HearError> {
        let mut heard = recognize_speech(ear, &self.samples, &self.own_time(), prompt)?;
        for word in &mut heard.words {
            word.start += self.start;
            word.end += self.start;
        }
        Ok(heard)
    }

    /// What is measured on the voice.
    pub fn measure(&self) -> Sound {
        measure(&self.samples, &self.own_time())
    }

    fn own_time(&self) -> Vec<Span> {
        self.speech.iter().map(|span| Span::new(span.start - self.start, span.end - self.start)).collect()
    }
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
            Some(VoiceChange::Started { at }) => {
                if self.speech.is_empty() {
                    events.push(TurnEvent::SpeechStarted { at: self.start + at });
                }
            }
            Some(VoiceChange::Ended(span)) => self.speech.push(self.in_call_time(span)),
            None => {}
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
        let turn_start = self.speech.first().copied().or_else(|| {
            self.spans.open_span().map(|span| self.in_call_time(span))
        });
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
mod tests {
    use super::*;

    /// A made-up caller: (frames, probability of speech) one after the other; questions get the next answer,
    /// the last one again and again. The events as text, in frames.
    fn call(settings: TurnSettings, frames: &[(usize, f32)], answers: &[f32]) -> Vec<String> {
        let mut finder = TurnFinder::new(10.0, settings);
        let mut answers = answers.iter().copied();
        let mut last = None;
        let mut seen = Vec::new();
        let in_frames = |time: Seconds| ((time - 10.0) / FRAME_SECONDS).round() as i64;
        let spans = |turn: &TurnAudio| {
            let span = |s: &Span| format!("{}-{}", in_frames(s.start), in_frames(s.end));
            turn.speech.iter().map(span).collect::<Vec<_>>().join(" ")
        };
        for (count, probability) in frames {
            for _ in 0..*count {
                let mut events = Vec::new();
                if !finder.over {
                    finder.take(&[0.1; crate::audio::FRAME], *probability, &mut events);
                }
                for event in events {
                    seen.push(match event {
                        TurnEvent::SpeechStarted { at } => format!("started {}", in_frames(at)),
                        TurnEvent::PartialDue => "partial".to_owned(),
                        TurnEvent::Paused { speech_end } => format!("paused {}", in_frames(speech_end)),
                        TurnEvent::NoSpeech { at } => format!("nobody {}", in_frames(at)),
                        TurnEvent::TooLong(turn) => format!("too long {}", spans(&turn)),
                        TurnEvent::TurnEnded(turn) => {
                            format!("ended {} at {}", spans(&turn), in_frames(turn.decided))
                        }
                        TurnEvent::AskEndOfTurn { ask } => {
                            last = answers.next().or(last);
                            last.into_iter().for_each(|answer| finder.answer(ask, answer));
                            "ask".to_owned()
                        }
                    });
                }
            }
        }
        seen
    }

    #[track_caller]
    fn ends_at(frames: &[(usize, f32)], answers: &[f32], expected: &str) {
        let events = call(TurnSettings::default(), frames, answers);
        assert_eq!(events.last().map(String::as_str), Some(expected), "{events:?}");
    }

    #[test]
    fn the_surer_the_model_the_shorter_the_wait() {
        let hello = [(5, 0.0), (20, 0.9), (60, 0.0)];
        ends_at(&hello, &[0.97], "ended 5-25 at 43"); // 0.55 s
        ends_at(&hello, &[0.75], "ended 5-25 at 49"); // 0.75 s
        ends_at(&hello, &[0.5], "ended 5-25 at 57"); // 1.0 s
        ends_at(&hello, &[0.01], "ended 5-25 at 66"); // 1.3 s, the longest pause
        ends_at(&hello, &[], "ended 5-25 at 50"); // no model: 0.8 s
        ends_at(&hello, &[0.97, 0.5], "ended 5-25 at 57"); // a sure answer, then doubts
    }

    #[test]
    fn a_thinking_pause_is_part_of_the_turn() {
        let thinking = [(5, 0.0), (20, 0.9), (35, 0.0), (20, 0.9), (60, 0.0)];
        ends_at(&thinking, &[0.02, 0.02, 0.02, 0.02, 0.97], "ended 5-25 60-80 at 98");
        // Answers about the first pause say nothing about the second.
        ends_at(&thinking, &[0.02], "ended 5-25 60-80 at 121");
    }

    #[test]
    fn a_click_does_not_end_or_extend_a_turn() {
        let events = call(
            TurnSettings::default(),
            &[(5, 0.0), (20, 0.9), (7, 0.0), (2, 0.9), (60, 0.0)],
            &[0.97],
        );
        assert_eq!(events, ["started 5", "paused 25", "ask", "ask", "ended 5-25 at 43"]);
    }

    #[test]
    fn silence_and_rambling_have_limits() {
        let settings = TurnSettings { no_input_after: 2.0, rambling_after: 3.0, ..TurnSettings::default() };
        assert_eq!(call(settings, &[(100, 0.0)], &[]), ["nobody 63"]);
        assert_eq!(call(settings, &[(100, 0.0), (50, 0.9)], &[]), ["nobody 63"]);
        let rambled = call(settings, &[(10, 0.0), (300, 0.9)], &[]);
        assert_eq!(rambled, ["started 10", "partial", "partial", "too long 10-104"]);
    }

    #[test]
    fn a_voicemail_is_one_take() {
        let settings = TurnSettings { one_take: true, max_pause: 2.0, ..TurnSettings::default() };
        let events = call(settings, &[(5, 0.0), (10, 0.9), (50, 0.0), (10, 0.9), (90, 0.0)], &[1.0]);
        assert_eq!(events, ["started 5", "paused 15", "paused 75", "ended 5-15 65-75 at 138"]);
    }

    #[test]
    fn late_answers_are_passed_over() {
        let mut finder = TurnFinder::new(0.0, TurnSettings::default());
        let take = |finder: &mut TurnFinder, count: usize, probability| {
            let mut events = Vec::new();
            for _ in 0..count {
                finder.take(&[0.0; crate::audio::FRAME], probability, &mut events);
            }
            events
        };
        take(&mut finder, 10, 0.9);
        assert!(take(&mut finder, 8, 0.0).contains(&TurnEvent::AskEndOfTurn { ask: 0 }));
        take(&mut finder, 10, 0.9);
        finder.answer(0, 1.0);
        assert_eq!(finder.pause.probability(), None, "about a pause that is over");
        assert!(take(&mut finder, 8, 0.0).contains(&TurnEvent::AskEndOfTurn { ask: 1 }));
        finder.answer(7, 1.0);
        assert_eq!(finder.pause.probability(), None, "never asked");
        finder.answer(1, 0.5);
        assert_eq!(finder.pause.probability(), Some(0.5));
        finder.listen(20.0, TurnSettings::default());
        finder.answer(1, 1.0);
        assert_eq!(finder.pause.probability(), None, "about another turn");
    }

    #[test]
    fn waiting_keeps_a_second_of_sound_and_times_stay_true() {
        let mut finder = TurnFinder::new(100.0, TurnSettings { no_input_after: 900.0, ..Default::default() });
        let mut events = Vec::new();
        for _ in 0..1000 {
            finder.take(&[0.0; crate::audio::FRAME], 0.0, &mut events);
        }
        assert!(finder.samples.len() <= 2 * BEFORE_SPEECH);
        for _ in 0..10 {
            finder.take(&[0.5; crate::audio::FRAME], 0.9, &mut events);
        }
        let turn = finder.so_far();
        let at = ((turn.speech_start() - turn.start) * f64::from(RATE)).round() as usize;
        assert!((turn.speech_start() - 132.0).abs() < 1e-9, "{}", turn.speech_start());
        assert_eq!((turn.samples[at - 1], turn.samples[at]), (0.0, 0.5));
        assert_eq!(finder.finish().map(|turn| turn.speech.len()), Some(1));
        assert_eq!(finder.finish(), None);
    }
}

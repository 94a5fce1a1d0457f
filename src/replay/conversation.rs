//! The pure turn loop: words in, the gatekeeper's reply out.

use crate::call::{
    CallEvent, Difficulty, EndingReached, EventSink, Expectation, Kind, Outlook, Part, Reply, Seconds,
    Understanding,
};
use crate::gatekeeper::{self, Gatekeeper, Step};
use crate::scenario::Scenario;
use crate::understand::{Context, Lexicon, Understander, completeness};

/// What came down the line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Input<'t> {
    /// A turn's words, as typed or recognised.
    Heard(&'t str),
    /// Words that were cut off because the turn ran past [`Expectation::rambling_after`].
    Rambled(&'t str),
    /// Nobody spoke for [`Expectation::no_input_after`].
    Silence,
    /// Speech in which no words were recognised.
    Unclear,
    HungUp,
}

/// What the gatekeeper's side does now, and how to listen after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    pub reply: Reply,
    pub expectation: Expectation,
    /// Set once: the call is over when the reply was played.
    pub ended: Option<EndingReached>,
}

impl Exchange {
    /// The event that closes the record, for the moment at which the last reply was played.
    pub fn closing(&self, at: Seconds) -> Option<CallEvent> {
        let ended = self.ended.as_ref()?;
        Some(CallEvent::Ended {
            ending: ended.id.clone(),
            outcome: ended.outcome,
            summary: ended.summary.clone(),
            at,
        })
    }
}

/// A turn and what is known as it is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub text: String,
    pub moves: Vec<String>,
    pub after_refusal: bool,
    pub kind: Option<Kind>,
    pub caller_name: Option<String>,
    pub asked_name: bool,
}

impl Question {
    pub fn ask(&self, understander: &mut Understander) -> Understanding {
        let context = Context {
            moves: &self.moves,
            after_refusal: self.after_refusal,
            kind: self.kind,
            caller_name: self.caller_name.as_deref(),
            asked_name: self.asked_name,
        };
        understander.understand(&self.text, &context)
    }
}

/// One call's gatekeepers with the understanding of what the caller says. The same scenario, seed, difficulty
/// and inputs give the same exchanges and events, whether the words were typed, spoken or rehearsed.
pub struct Conversation<'a> {
    scenario: &'a Scenario,
    gatekeeper: Gatekeeper<'a>,
    expectation: Option<Expectation>,
    asked_name: bool,
    last_state: String,
    /// The caller's own name, for the ear alone.
    caller: Option<String>,
}

impl<'a> Conversation<'a> {
    /// `lexicon` gives the moves' meanings, for asking back. It is known at once; the understander that reads the
    /// turns may load while the phone rings, and should know the scenario's own moves: `Lexicon::with`.
    pub fn new(scenario: &'a Scenario, lexicon: &Lexicon, seed: u64, difficulty: Difficulty) -> Self {
        let meanings: Vec<(String, String)> =
            lexicon.names().map(|name| (name.to_owned(), lexicon.meaning(name))).collect();
        let gatekeeper = Gatekeeper::new(scenario, seed, difficulty).with_meanings(meanings);
        Self {
            scenario,
            gatekeeper,
            expectation: None,
            asked_name: false,
            last_state: String::new(),
            caller: None,
        }
    }

    /// With the caller's own name, so that the ear knows it when it comes. Nobody in the call learns it from this.
    #[must_use]
    pub fn called_by(mut self, name: Option<String>) -> Self {
        self.caller = name;
        self
    }

    /// With facts that the caller learned in earlier calls.
    #[must_use]
    pub fn knowing<'f>(mut self, facts: impl IntoIterator<Item = &'f str>) -> Self {
        self.gatekeeper = self.gatekeeper.knowing(facts);
        self
    }

    /// The phone is picked up; emits `Told` where the first line tells something.
    pub fn start(&mut self, sink: &mut dyn EventSink) -> Exchange {
        let step = self.gatekeeper.start();
        for event in &step.events {
            sink.event(event);
        }
        self.exchange(step)
    }

    /// One turn: [`Question::ask`] and [`Conversation::answer`] at once, where nobody measures how
    /// long understanding takes.
    pub fn hear(
        &mut self,
        understander: &mut Understander,
        input: Input,
        sink: &mut dyn EventSink,
    ) -> Exchange {
        let understanding = match input {
            Input::Heard(text) | Input::Rambled(text) => Some(self.question(text).ask(understander)),
            _ => None,
        };
        self.answer(input, understanding, 0.0, sink)
    }

    /// What there is to understand in a turn now. Changes nothing, so a turn may be read while it is still being
    /// said, and anywhere: an understander can stay on its own thread.
    pub fn question(&self, text: &str) -> Question {
        Question {
            text: text.to_owned(),
            moves: self.expectation.as_ref().map(|expected| expected.moves.clone()).unwrap_or_default(),
            after_refusal: self.expectation.as_ref().is_some_and(|expected| expected.after_refusal),
            kind: Some(self.scenario.kind),
            caller_name: self.gatekeeper.caller_name().map(str::to_owned),
            asked_name: self.asked_name,
        }
    }

    /// How complete a turn is that reads like this so far, and what would be said to it. Changes nothing.
    pub fn outlook(&self, text: &str, understanding: &Understanding) -> Outlook {
        let completeness = completeness(text, understanding, self.asked_name);
        let reply = self.gatekeeper.clone().answer(gatekeeper::Input::Understood(understanding)).reply;
        let next = reply.parts.into_iter().filter_map(|part| match part {
            Part::Say(say) => Some(say),
            Part::Sound(_) => None,
        });
        Outlook { completeness, next: next.collect() }
    }

    /// Whoever spoke last stopped because the caller's next turn began.
    pub fn interrupted(&mut self) {
        self.gatekeeper.interrupted();
    }

    /// Answers a turn that was understood; emits `Understood` and `Moved`. Words without an understanding, or
    /// without a letter or digit in them, count as unclear. `understand_ms` is machine time for the record.
    pub fn answer(
        &mut self,
        input: Input,
        understanding: Option<Understanding>,
        understand_ms: f64,
        sink: &mut dyn EventSink,
    ) -> Exchange {
        let step = match (input, understanding) {
            (Input::Heard(text) | Input::Rambled(text), Some(understanding)) if has_words(text) => {
                let of = match input {
                    Input::Rambled(_) => gatekeeper::Input::Rambled(&understanding),
                    _ => gatekeeper::Input::Understood(&understanding),
                };
                let step = self.gatekeeper.answer(of);
                sink.event(&CallEvent::Understood { understanding, understand_ms });
                step
            }
            (Input::Silence, _) => self.gatekeeper.answer(gatekeeper::Input::Silence),
            (Input::HungUp, _) => self.gatekeeper.answer(gatekeeper::Input::HungUp),
            _ => self.gatekeeper.answer(gatekeeper::Input::Unclear),
        };
        for event in &step.events {
            sink.event(event);
        }
        self.exchange(step)
    }

    /// The state that the conversation is in, or the ending that it reached.
    pub fn at(&self) -> &str {
        self.gatekeeper.at()
    }

    fn exchange(&mut self, step: Step) -> Exchange {
        let last = step.reply.parts.iter().rev().find_map(|part| match part {
            Part::Say(say) => Some(say.text.as_str()),
            Part::Sound(_) => None,
        });
        // "Let's try that again, nicely" is still about the name.
        self.asked_name =
            last.is_some_and(asks_for_a_name) || (self.asked_name && step.reply.state == self.last_state);
        self.last_state.clone_from(&step.reply.state);
        let mut expectation = step.expectation;
        if let Some(name) = self.caller.as_ref().filter(|_| expectation.listen) {
            expectation.vocabulary = with_name(name, expectation.vocabulary);
        }
        self.expectation = Some(expectation.clone());
        Exchange { reply: step.reply, expectation, ended: step.ended }
    }
}

/// The name first, then the terms that still fit beside it.
fn with_name(name: &str, terms: Vec<String>) -> Vec<String> {
    let count = |term: &str| term.split_whitespace().count();
    let mut words = count(name);
    let fitting = terms.into_iter().filter(|term| {
        let fits = term != name && words + count(term) <= gatekeeper::MOST_VOCABULARY;
        words += if fits { count(term) } else { 0 };
        fits
    });
    let fitting: Vec<String> = fitting.collect();
    std::iter::once(name.to_owned()).chain(fitting).collect()
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Whether a bare "Baker" that follows would be the caller's name.
fn asks_for_a_name(line: &str) -> bool {
    const ASKS: [&str; 11] = [
        "your name",
        "who's calling",
        "who is calling",
        "who shall i say",
        "who am i speaking",
        "and you are",
        "a name first",
        "need a name",
        "who are you",
        "who's this",
        "whom do i announce",
    ];
    let line = line.to_lowercase();
    ASKS.iter().any(|asks| line.contains(asks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_callers_name_is_listened_for_among_a_dozen_words() {
        let terms = ["one two three", "a b c d e f", "seven eight", "nine"].map(str::to_owned).to_vec();
        assert_eq!(with_name("Ann Baker", terms), ["Ann Baker", "one two three", "a b c d e f", "nine"]);
    }

    #[test]
    fn a_question_for_the_name_is_told_apart() {
        assert!(asks_for_a_name("Sure. May I ask who's calling?"));
        assert!(asks_for_a_name("And your name was?"));
        assert!(!asks_for_a_name("And what is this regarding?"));
        assert!(has_words("hm 5") && !has_words(" ?! "));
    }
}

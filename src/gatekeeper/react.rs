//! What everybody on the telephone does without being told: says it again, answers rudeness, asks "hello?" into
//! silence, cuts a long speech short, and loses patience.
//!
//! Enters: an [`Input`]. Leaves: words, a changed memory, and the reason as the record names it.

use super::choose::{self, Choice};
use super::reply::{self, Parts};
use super::state::Turn;
use super::written::as_letters;
use super::{CALLER_HUNG_UP, Gatekeeper, Input};
use crate::call::{EndingReached, Fact, FactKind, Outcome, Part, Understanding};
use crate::scenario::{Fallback, Person, State};
use crate::words::grouping::grouped;
use crate::words::phrase::capital;

impl<'a> Gatekeeper<'a> {
    pub(super) fn react(&mut self, input: Input, parts: &mut Parts) -> String {
        let Some(state) = self.state() else {
            return "nothing".to_owned();
        };
        if !matches!(input, Input::Silence | Input::HungUp) {
            self.memory.silences = 0;
        }
        match input {
            Input::Understood(heard) => self.understood(state, heard, parts),
            Input::Rambled(heard) => self.rambled(state, heard, parts),
            Input::Silence => self.silence(state, parts),
            Input::Unclear => self.unclear(state, parts),
            Input::HungUp => self.caller_hung_up(state),
        }
    }

    fn person(&self, state: &State) -> Option<&'a Person> {
        self.scenario.cast.get(&state.speaker)
    }

    fn understood(&mut self, state: &'a State, heard: &Understanding, parts: &mut Parts) -> String {
        let settled = self.memory.settled_time().map(str::to_owned);
        let turn = self.listen(state, heard);
        let choice = {
            let place = self.place(&self.at, &state.speaker);
            choose::choose(state, heard, &turn, &self.memory, place)
        };
        if choice != Choice::Repeat {
            self.memory.repeats = 0;
        }
        if !matches!(choice, Choice::AskBack(..)) {
            self.memory.asked_back = None;
        }
        let because = match choice {
            Choice::Edge(index) => self.take(state, index, parts),
            Choice::Repeat => return self.say_it_again(state, parts),
            Choice::Rude => return self.answer_rudeness(state, parts),
            Choice::AskBack(a, b) => self.ask_back(state, a, b, parts),
            Choice::NoMatch => self.miss(state, "no_match", parts),
        };
        let time = self.memory.settled_time().filter(|time| Some(*time) != settled.as_deref());
        let back = read_back(heard, time);
        // A machine records; it says nothing back.
        if !state.one_take && because != "out_of_patience" {
            self.say_first(&state.speaker, &back, parts);
        }
        because
    }

    /// Puts words in front of a reply, where it does not hold them already.
    fn say_first(&self, speaker: &str, back: &[String], parts: &mut Parts) {
        let said: String = parts.says().map(|say| say.text.to_lowercase()).collect();
        let missing: Vec<&str> =
            back.iter().map(String::as_str).filter(|words| !said.contains(&words.to_lowercase())).collect();
        if missing.is_empty() {
            return;
        }
        let mut whole = Parts::default();
        let text = format!("{}.", capital(&missing.join(". ")));
        whole.say(reply::voiced(speaker, text, self.scenario, &self.memory));
        for part in std::mem::take(&mut parts.0) {
            match part {
                Part::Say(say) => whole.say(say),
                Part::Sound(sound) => whole.sound(sound),
            }
        }
        *parts = whole;
    }

    /// A name of theirs, misheard as the caller's, is not remembered as such.
    fn listen(&mut self, state: &State, heard: &Understanding) -> Turn {
        let brief = |key: &str| self.scenario.brief.get(key).cloned();
        let contact = brief("contact").unwrap_or_default();
        let mut others: Vec<String> = self.scenario.cast.values().map(|person| person.name.clone()).collect();
        others.extend([
            contact.clone(),
            brief("company").unwrap_or_default(),
            brief("referrer").unwrap_or_default(),
        ]);
        let mut turn = self.memory.listen(&state.speaker, heard, &others);
        let speaker = self.person(state).map(|person| self.filled(&person.name)).unwrap_or_default();
        turn.names_contact = speaker != contact && heard.facts.iter().any(|fact| is_named(&contact, fact));
        turn
    }

    fn take(&mut self, state: &'a State, index: usize, parts: &mut Parts) -> String {
        let Some(edge) = state.on.get(index) else { return "no_match".to_owned() };
        self.memory.misses = 0;
        match self.follow(edge, parts) {
            true => "out_of_patience".to_owned(),
            false => edge.name.clone(),
        }
    }

    /// Once costs nothing: lines are bad. Twice in a row is not listening.
    fn say_it_again(&mut self, state: &'a State, parts: &mut Parts) -> String {
        self.memory.repeats += 1;
        if self.memory.repeats > 1 && self.pay(state, 0, parts) {
            return "out_of_patience".to_owned();
        }
        self.say_own(state, "repeat", |person| &person.repeat, &[], parts);
        if let Some(last) = self.memory.last_line.clone().filter(|last| last.speaker == state.speaker) {
            parts.say(last);
        } else {
            self.say_state(parts);
        }
        choose::ASK_REPEAT.to_owned()
    }

    fn answer_rudeness(&mut self, state: &'a State, parts: &mut Parts) -> String {
        if self.pay(state, -1, parts) {
            return "out_of_patience".to_owned();
        }
        if !self.say_own(state, "rude", |person| &person.rude, &[], parts) {
            self.say_state(parts);
        }
        choose::PUSHY_RUDE.to_owned()
    }

    fn ask_back(&mut self, state: &'a State, a: String, b: String, parts: &mut Parts) -> String {
        let meaning = |name: &String| self.meanings.get(name).filter(|meaning| !meaning.is_empty()).cloned();
        let (Some(first), Some(second)) = (meaning(&a), meaning(&b)) else {
            return self.miss(state, "no_match", parts);
        };
        let own = [("a", first.as_str()), ("b", second.as_str())];
        if !self.say_own(state, "unsure", |person| &person.unsure, &own, parts) {
            return self.miss(state, "no_match", parts);
        }
        self.memory.asked_back = Some((a, b));
        self.memory.last_line = parts.says().last().cloned();
        "unsure".to_owned()
    }

    fn rambled(&mut self, state: &'a State, heard: &Understanding, parts: &mut Parts) -> String {
        self.listen(state, heard);
        self.memory.repeats = 0;
        if self.pay(state, 0, parts) {
            return "out_of_patience".to_owned();
        }
        let cut_in = self.say_own(state, "rambling", |person| &person.rambling, &[], parts);
        match &state.rambling_to {
            Some(to) => self.go(to, parts),
            None if cut_in => {}
            None => self.say_state(parts),
        }
        "rambling".to_owned()
    }

    fn silence(&mut self, state: &'a State, parts: &mut Parts) -> String {
        self.memory.silences += 1;
        self.memory.repeats = 0;
        if state.one_take || self.memory.silences > state.no_input.limit {
            self.go(&state.no_input.to, parts);
        } else if !self.say_fallback(state, &state.no_input, "no_input", |person| &person.no_input, parts) {
            self.say_state(parts);
        }
        "no_input".to_owned()
    }

    fn unclear(&mut self, state: &'a State, parts: &mut Parts) -> String {
        self.memory.repeats = 0;
        self.miss(state, "unclear", parts)
    }

    /// Words that fit nothing, or no words: both wear the state's limit out.
    fn miss(&mut self, state: &'a State, because: &str, parts: &mut Parts) -> String {
        self.memory.misses += 1;
        if state.one_take || self.memory.misses > state.no_match.limit {
            self.go(&state.no_match.to, parts);
            return because.to_owned();
        }
        let said = match because {
            "unclear" => self.say_own(state, "unclear", |person| &person.unclear, &[], parts),
            _ => false,
        };
        let said =
            said || self.say_fallback(state, &state.no_match, "no_match", |person| &person.no_match, parts);
        if !said {
            self.say_state(parts);
        }
        because.to_owned()
    }

    fn caller_hung_up(&mut self, state: &State) -> String {
        let ending = state.hang_up.as_ref().and_then(|id| self.scenario.endings.get_key_value(id));
        self.close(match ending {
            Some((id, ending)) => EndingReached {
                id: id.clone(),
                outcome: ending.outcome,
                summary: self.filled(&ending.summary),
            },
            None => EndingReached {
                id: CALLER_HUNG_UP.to_owned(),
                outcome: Outcome::Lost,
                summary: "You hung up.".to_owned(),
            },
        });
        CALLER_HUNG_UP.to_owned()
    }

    /// A bad turn's price. True when it was too much.
    fn pay(&mut self, state: &'a State, mood: i32, parts: &mut Parts) -> bool {
        self.memory.change(&state.speaker, mood, -1);
        self.lose_patience(&state.speaker, parts)
    }

    /// At the end of patience the conversation goes where the person's patience leads. One bad turn more
    /// is borne there, so that a state can still be answered.
    pub(super) fn lose_patience(&mut self, speaker: &str, parts: &mut Parts) -> bool {
        if self.memory.patience(speaker) > 0 {
            return false;
        }
        let Some(person) = self.scenario.cast.get(speaker) else { return false };
        if self.scenario.states.contains_key(&person.out_of_patience) {
            self.memory.change(speaker, 0, 1);
        }
        self.go(&person.out_of_patience, parts);
        true
    }

    fn say_fallback(
        &mut self,
        state: &'a State,
        fallback: &'a Fallback,
        kind: &str,
        own: fn(&Person) -> &Vec<String>,
        parts: &mut Parts,
    ) -> bool {
        let list = format!("state/{}/{kind}", self.at);
        self.say(&state.speaker, list, &fallback.says, &[], parts)
            || self.say_own(state, kind, own, &[], parts)
    }

    /// A line that the person says anywhere.
    fn say_own(
        &mut self,
        state: &'a State,
        kind: &str,
        lines: fn(&Person) -> &Vec<String>,
        own: &[(&str, &str)],
        parts: &mut Parts,
    ) -> bool {
        let Some(person) = self.person(state) else { return false };
        self.say(&state.speaker, format!("cast/{}/{kind}", state.speaker), lines(person), own, parts)
    }
}

/// What a person says back of what they write down: a telephone number, a name that was spelled, a time that was settled.
fn read_back(heard: &Understanding, settled: Option<&str>) -> Vec<String> {
    let written = |fact: &Fact| match fact.kind {
        FactKind::Telephone => Some(grouped(&fact.value)),
        FactKind::Spelled => Some(as_letters(&fact.value)),
        _ => None,
    };
    let mut back: Vec<String> = heard.facts.iter().filter_map(written).collect();
    back.extend(settled.map(str::to_owned));
    back
}

/// "Mr. Ellis" names Robert Ellis; "Robert" does, too.
fn is_named(contact: &str, fact: &Fact) -> bool {
    matches!(fact.kind, FactKind::Person | FactKind::CallerName)
        && fact.value.split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            contact.split_whitespace().any(|part| part.len() > 3 && part.eq_ignore_ascii_case(word))
        })
}

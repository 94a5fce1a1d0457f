//! The person on the other end: patience, mood and memory, which edge a turn takes, and what is said.
//!
//! Enters: a resolved scenario, a seed, a difficulty, then one [`Input`] for each caller turn. Leaves: a
//! [`Step`]: what the gatekeeper's side does, how to listen next, what happened. It knows no words of the caller
//! (only what was understood), no clock, no sound; the same seed and inputs give the same steps everywhere.

mod choose;
mod draw;
mod expect;
mod react;
mod reply;
mod settle;
mod situation;
mod state;
mod written;

pub use expect::MOST_VOCABULARY;
pub use reply::respelled;
pub use settle::settle;
pub use situation::{Asked, Chapter, Situation};

use crate::call::{
    BargeIn, CallEvent, Difficulty, EndingReached, Expectation, LineSound, Outcome, Part, Reply,
    Understanding,
};
use crate::scenario::{Edge, Scenario, State, fill};
use reply::{Line, Parts, voiced, word};
use state::{Memory, Place};
use std::collections::BTreeMap;

/// A call ends after this many caller turns, whatever happens: no practice call is longer, and a scenario
/// that goes round in circles must let go of the caller.
pub const MOST_TURNS: u32 = 40;
/// The ending of a call that reached [`MOST_TURNS`].
pub const OUT_OF_TIME: &str = "out_of_time";
/// The ending of a call in which the caller hung up.
pub const CALLER_HUNG_UP: &str = "caller_hung_up";

/// What the caller is told before the telephone rings: the goal, and what is known. Placeholders are filled
/// from the brief.
pub fn briefing(scenario: &Scenario) -> (String, Vec<String>) {
    let told = |text: &String| fill(text, &|name| scenario.brief.get(name).cloned()).text;
    (told(&scenario.goal), scenario.known.iter().map(told).collect())
}

/// What came from the caller.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Input<'a> {
    Understood(&'a Understanding),
    /// The turn was cut off because it ran too long; this was understood of it.
    Rambled(&'a Understanding),
    /// Nobody spoke.
    Silence,
    /// Speech, but no words.
    Unclear,
    HungUp,
}

/// What the gatekeeper's side does until the caller's next turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub reply: Reply,
    pub expectation: Expectation,
    /// [`CallEvent::Moved`] and [`CallEvent::Told`], in order; nothing after the end.
    pub events: Vec<CallEvent>,
    pub ended: Option<EndingReached>,
}

/// One call's gatekeepers.
#[derive(Debug, Clone)]
pub struct Gatekeeper<'a> {
    scenario: &'a Scenario,
    seed: u64,
    difficulty: Difficulty,
    /// What moves mean, to ask back: "Do you want to leave a message, or ...?"
    meanings: BTreeMap<String, String>,
    memory: Memory,
    /// The state's id; an ending's after the end.
    at: String,
    ended: Option<EndingReached>,
    /// Facts told in this step.
    told: Vec<CallEvent>,
}

impl<'a> Gatekeeper<'a> {
    pub fn new(scenario: &'a Scenario, seed: u64, difficulty: Difficulty) -> Self {
        Self {
            scenario,
            seed,
            difficulty,
            meanings: scenario
                .moves
                .iter()
                .map(|(name, entry)| (name.clone(), entry.meaning.clone()))
                .collect(),
            memory: Memory::new(scenario, seed, difficulty),
            at: scenario.start.clone(),
            ended: None,
            told: Vec::new(),
        }
    }

    /// Facts that the caller brings along from earlier calls.
    pub fn knowing<'f>(mut self, facts: impl IntoIterator<Item = &'f str>) -> Self {
        for fact in facts {
            self.memory.learn(fact);
        }
        self
    }

    /// Meanings of the shared lexicon's moves; the scenario's own come first.
    pub fn with_meanings(mut self, meanings: impl IntoIterator<Item = (String, String)>) -> Self {
        for (name, meaning) in meanings {
            self.meanings.entry(name).or_insert(meaning);
        }
        self
    }

    /// The phone is picked up.
    pub fn start(&mut self) -> Step {
        let parts = self.pick_up();
        self.step(parts, Vec::new())
    }

    /// The caller's next turn began while the other side was speaking.
    pub fn interrupted(&mut self) {
        if let Some(state) = self.state().filter(|state| self.barge_in(state) == BargeIn::Mind) {
            self.memory.change(&state.speaker, -1, 0);
        }
    }

    /// Answers one turn. After the end nothing is answered.
    pub fn answer(&mut self, input: Input) -> Step {
        if self.ended.is_some() {
            return self.step(Parts::default(), Vec::new());
        }
        let from = self.at.clone();
        let (because, mut parts) = self.turn(input);
        if self.ended.is_none() && self.memory.turns >= MOST_TURNS {
            self.run_out_of_time(&mut parts);
        }
        let speaker = self.speaker_at(&self.at).unwrap_or_else(|| self.speaker_at(&from).unwrap_or_default());
        let moved = CallEvent::Moved {
            from,
            because,
            to: self.at.clone(),
            mood: self.memory.mood(&speaker),
            patience: self.memory.patience(&speaker),
        };
        self.step(parts, vec![moved])
    }

    fn turn(&mut self, input: Input) -> (String, Parts) {
        let mut parts = Parts::default();
        self.memory.begin_turn();
        (self.react(input, &mut parts), parts)
    }

    /// How the call ended, once it has.
    pub fn ended(&self) -> Option<&EndingReached> {
        self.ended.as_ref()
    }

    fn pick_up(&mut self) -> Parts {
        let mut parts = Parts::default();
        let start = self.scenario.start.clone();
        self.go(&start, &mut parts);
        parts
    }

    /// The caller's name, once heard.
    pub fn caller_name(&self) -> Option<&str> {
        self.memory.caller()
    }

    /// The state that the conversation is in, or the ending that it reached.
    pub fn at(&self) -> &str {
        &self.at
    }

    fn state(&self) -> Option<&'a State> {
        self.scenario.states.get(&self.at)
    }

    fn speaker_at(&self, id: &str) -> Option<String> {
        self.scenario.states.get(id).map(|state| state.speaker.clone())
    }

    fn place<'b>(&self, state: &'b str, speaker: &'b str) -> Place<'b> {
        Place { seed: self.seed, difficulty: self.difficulty, state, speaker, edge: "" }
    }

    /// Takes an edge: its price, its words, its target. True when patience ran out on the way.
    fn follow(&mut self, edge: &'a Edge, parts: &mut Parts) -> bool {
        let Some(speaker) = self.speaker_at(&self.at) else { return false };
        self.memory.change(&speaker, edge.mood, edge.patience);
        self.memory.set(&edge.set);
        let ends = edge.to.as_ref().is_some_and(|to| self.scenario.endings.contains_key(to));
        if edge.patience < 0 && !ends && self.lose_patience(&speaker, parts) {
            return true;
        }
        let list = format!("edge/{}/{}", self.at, choose::edge_name(edge));
        let own_words = self.say(&speaker, list, &edge.says, &[], parts);
        self.tell(&edge.tells, parts);
        match &edge.to {
            Some(to) => self.go(to, parts),
            None if own_words => self.memory.last_line = parts.says().last().cloned(),
            None => self.say_state(parts),
        }
        false
    }

    /// Enters a state, draws from a deck, or ends the call.
    fn go(&mut self, target: &str, parts: &mut Parts) {
        let mut target = target.to_owned();
        // Decks may lead to decks; a circle of empty ones must not hang the call.
        for _ in 0..=self.scenario.decks.len() {
            if !self.scenario.decks.contains_key(&target) {
                break;
            }
            target = self.draw_card(&target);
        }
        if let Some(state) = self.scenario.states.get(&target) {
            // Who stays on the line is not put through again.
            let sound = state.sound.filter(|_| self.at != target || self.memory.visits(&target) == 0);
            self.at = target;
            self.memory.enter(&self.at);
            // A beep asks the caller to speak: it comes after the words. Every other sound comes before them.
            let (before, after) = match sound {
                Some(LineSound::Beep) => (None, Some(LineSound::Beep)),
                sound => (sound, None),
            };
            parts.0.extend(before.map(Part::Sound));
            self.say_state(parts);
            parts.0.extend(after.map(Part::Sound));
        } else {
            self.end(&target, parts);
        }
    }

    /// The next card that was not seen yet, or what comes after the cards.
    fn draw_card(&mut self, id: &str) -> String {
        let Some(deck) = self.scenario.decks.get(id) else { return id.to_owned() };
        let most = match self.difficulty {
            Difficulty::Easy => deck.draw[0],
            Difficulty::Normal => deck.draw[1],
            Difficulty::Hard => deck.draw[2],
        };
        let drawn = self.memory.drawn.entry(id.to_owned()).or_default();
        if *drawn < most {
            let order = draw::shuffled(self.seed, &format!("deck/{id}"), 0, deck.cards.len());
            let mut cards = order.into_iter().filter_map(|index| deck.cards.get(index));
            if let Some(card) = cards.find(|card| self.memory.visits(card) == 0) {
                *self.memory.drawn.entry(id.to_owned()).or_default() += 1;
                return card.clone();
            }
        }
        deck.then.clone()
    }

    fn say_state(&mut self, parts: &mut Parts) {
        let Some(state) = self.state() else { return };
        let again = self.memory.visits(&self.at) > 1 && !state.again.is_empty();
        let (kind, wordings) = if again { ("again", &state.again) } else { ("says", &state.says) };
        let list = format!("state/{}/{kind}", self.at);
        self.say(&state.speaker, list, wordings, &[], parts);
        self.memory.last_line = parts.says().last().cloned();
        self.tell(&state.tells, parts);
    }

    /// The words just said told these facts.
    fn tell(&mut self, facts: &[String], parts: &Parts) {
        let Some(say) = parts.says().last() else { return };
        for fact in facts {
            let Some(what) = self.scenario.facts.get(fact) else { continue };
            if self.memory.learn(fact) {
                let (what, line, speaker) = (self.filled(what), say.text.clone(), say.speaker.clone());
                self.told.push(CallEvent::Told { fact: fact.clone(), what, line, speaker });
            }
        }
    }

    fn filled(&self, text: &str) -> String {
        fill(text, &|name| self.memory.look_up(name, self.scenario)).text
    }

    /// True when something was said.
    fn say(
        &mut self,
        speaker: &str,
        list: String,
        wordings: &[String],
        own: &[(&str, &str)],
        parts: &mut Parts,
    ) -> bool {
        let line = Line { speaker, list, wordings, own };
        match word(&line, self.scenario, self.seed, &mut self.memory) {
            Some(say) => {
                parts.say(say);
                true
            }
            None => false,
        }
    }

    fn end(&mut self, id: &str, parts: &mut Parts) {
        let ended = match self.scenario.endings.get(id) {
            Some(ending) => {
                if let Some(speaker) = &ending.speaker {
                    self.say(speaker, format!("ending/{id}"), &ending.says, &[], parts);
                }
                let summary = self.filled(&ending.summary);
                EndingReached { id: id.to_owned(), outcome: ending.outcome, summary }
            }
            None => EndingReached {
                id: id.to_owned(),
                outcome: Outcome::Lost,
                summary: format!("The call broke off: the scenario has no {id:?}."),
            },
        };
        parts.sound(LineSound::HangUp);
        self.close(ended);
    }

    fn close(&mut self, ended: EndingReached) {
        self.at.clone_from(&ended.id);
        self.ended = Some(ended);
    }

    fn run_out_of_time(&mut self, parts: &mut Parts) {
        let speaker = self.speaker_at(&self.at).unwrap_or_default();
        let person = self.scenario.cast.get(&speaker);
        if let Some(ending) = person.map(|person| &person.out_of_patience)
            && self.scenario.endings.contains_key(ending)
        {
            *parts = Parts::default();
            return self.end(ending, parts);
        }
        *parts = Parts::default();
        let goodbye = "I'm sorry, I have to go now. Goodbye.".to_owned();
        parts.say(voiced(&speaker, goodbye, self.scenario, &self.memory));
        parts.sound(LineSound::HangUp);
        self.close(EndingReached {
            id: OUT_OF_TIME.to_owned(),
            outcome: Outcome::Lost,
            summary: format!("After {MOST_TURNS} turns they had to go."),
        });
    }

    fn step(&mut self, parts: Parts, mut events: Vec<CallEvent>) -> Step {
        events.append(&mut self.told);
        Step {
            reply: Reply { state: self.at.clone(), parts: parts.0 },
            expectation: self.expectation(),
            events,
            ended: self.ended.clone(),
        }
    }
}

#[cfg(test)]
mod tests;

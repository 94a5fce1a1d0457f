//! For exploring: what of a call decides how it can go on, so that no place need be looked at twice, and turns without
//! what a live call needs around them.
//!
//! Enters: a scenario, then a gatekeeper in mid-call. Leaves: a [`Situation`]; two calls in the same one have the same
//! future, but for wordings. It knows which of the memory the scenario's conditions ask for, and leaves out the rest.

use super::state::Memory;
use super::{Gatekeeper, Input, choose};
use crate::call::{Element, Say};
use crate::scenario::{Scenario, Test};
use std::collections::{BTreeMap, BTreeSet};

/// A place in a call, as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Situation {
    at: String,
    flags: Vec<bool>,
    said: Vec<bool>,
    knows: Vec<bool>,
    /// For each person: the mood where it is asked for, and the patience that is left.
    tempers: Vec<(i32, i32)>,
    visits: Vec<i32>,
    drawn: Vec<u32>,
}

/// A part of the story: a state with the flags that are set.
pub type Chapter = (String, Vec<bool>);

impl Situation {
    pub fn chapter(&self) -> Chapter {
        (self.at.clone(), self.flags.clone())
    }
}

/// What the conditions of a scenario ask for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    flags: BTreeSet<String>,
    said: BTreeSet<Element>,
    facts: BTreeSet<String>,
    /// Everybody, and whether their mood is asked for.
    moods: BTreeMap<String, bool>,
    /// States whose visits are counted, up to a number.
    visits: BTreeMap<String, i32>,
}

impl Asked {
    pub fn of(scenario: &Scenario) -> Self {
        let mut asked = Self::default();
        for id in scenario.cast.keys() {
            asked.moods.insert(id.clone(), false);
        }
        for card in scenario.decks.values().flat_map(|deck| &deck.cards) {
            asked.visits.insert(card.clone(), 1);
        }
        for (id, state) in &scenario.states {
            for condition in state.on.iter().flat_map(|edge| &edge.when) {
                match &condition.test {
                    Test::Flag(flag) => drop(asked.flags.insert(flag.clone())),
                    Test::Said(element) => drop(asked.said.insert(*element)),
                    Test::Knows(fact) => drop(asked.facts.insert(fact.clone())),
                    Test::Mood(..) => drop(asked.moods.insert(state.speaker.clone(), true)),
                    Test::Visit(_, bar) => {
                        let most = asked.visits.entry(id.clone()).or_default();
                        *most = (*most).max(*bar);
                    }
                    // Chance is drawn anew at each visit.
                    Test::Chance(_) => {
                        let most = asked.visits.entry(id.clone()).or_default();
                        *most = (*most).max(2);
                    }
                    Test::Element(_) | Test::Patience(..) | Test::Difficulty(_) | Test::Hidden(..) => {}
                }
            }
        }
        asked
    }

    fn situation(&self, at: &str, memory: &Memory) -> Situation {
        let temper = |(person, asked): (&String, &bool)| {
            let mood = if *asked { memory.mood(person) } else { 0 };
            (mood, memory.patience(person))
        };
        Situation {
            at: at.to_owned(),
            flags: self.flags.iter().map(|flag| memory.has_flag(flag)).collect(),
            said: self.said.iter().map(|element| memory.has_said(*element)).collect(),
            knows: self.facts.iter().map(|fact| memory.knows(fact)).collect(),
            tempers: self.moods.iter().map(temper).collect(),
            visits: self.visits.iter().map(|(state, most)| memory.visits(state).min(*most)).collect(),
            drawn: memory.drawn.values().copied().collect(),
        }
    }
}

impl Gatekeeper<'_> {
    /// Where the call stands, as far as what is asked for goes.
    pub fn situation(&self, asked: &Asked) -> Situation {
        asked.situation(&self.at, &self.memory)
    }

    /// Answers a turn without making ready for the next, and without a last turn. Leaves the words that
    /// were said.
    pub fn probe(&mut self, input: Input) -> Vec<Say> {
        if self.ended.is_some() {
            return Vec::new();
        }
        let (_, parts) = self.turn(input);
        parts.says().cloned().collect()
    }

    /// The first line.
    pub fn open(&mut self) -> Vec<Say> {
        self.pick_up().says().cloned().collect()
    }

    /// The edges that can be taken here, if the caller's next words are right.
    pub fn open_edges(&self) -> Vec<usize> {
        let Some(state) = self.state() else { return Vec::new() };
        let place = self.place(&self.at, &state.speaker);
        let open = |index: &usize| choose::holds(&state.on[*index], None, &self.memory, place);
        (0..state.on.len()).filter(open).collect()
    }
}

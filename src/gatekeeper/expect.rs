//! How to listen to the caller's next turn: the moves and names that may come, how long a silence may be, and the lines
//! that are worth making ready.

use super::choose::{self, ALWAYS};
use super::reply::Parts;
use super::{Gatekeeper, Input};
use crate::call::{BargeIn, Difficulty, Expectation, Say};
use crate::scenario::State;

/// Silence that counts as no input. Answers in conversation come after about 0.2 s and 1 s is already felt
/// (Levinson & Torreira 2015); somebody who thinks about a pitch gets several seconds.
const NO_INPUT_AFTER: f64 = 6.0;
const NO_INPUT_AFTER_HARD: f64 = 4.5;
/// Longest thinking pause inside a turn, seconds, where the state says nothing.
const MAX_PAUSE: f64 = 1.5;
/// More words than this do not help a recognizer (measured: longer prompts raise the word error rate).
pub const MOST_VOCABULARY: usize = 12;
/// Lines worth synthesising ahead.
pub(super) const MOST_AHEAD: usize = 12;

impl<'a> Gatekeeper<'a> {
    /// How to listen next.
    pub(super) fn expectation(&self) -> Expectation {
        let state = self.state().filter(|_| self.ended.is_none());
        let hard = self.difficulty == Difficulty::Hard;
        Expectation {
            listen: state.is_some(),
            moves: state.map(moves).unwrap_or_default(),
            after_refusal: state.is_some_and(|state| state.refuses),
            vocabulary: state.map(|state| self.vocabulary(state)).unwrap_or_default(),
            ahead: state.map(|state| self.ahead(state)).unwrap_or_default(),
            no_input_after: if hard { NO_INPUT_AFTER_HARD } else { NO_INPUT_AFTER },
            max_pause: state.and_then(|state| state.max_pause).unwrap_or(MAX_PAUSE),
            rambling_after: state.map_or(f64::INFINITY, |state| state.rambling_after),
            one_take: state.is_some_and(|state| state.one_take),
            barge_in: state.map(|state| self.barge_in(state)).unwrap_or_default(),
        }
    }

    pub(super) fn barge_in(&self, state: &State) -> BargeIn {
        let person = self.scenario.cast.get(&state.speaker).filter(|_| !state.one_take);
        person.map_or(BargeIn::TalkOn, |person| person.barge_in)
    }

    /// The state's own terms, then the names that may be said to anybody here.
    fn vocabulary(&self, state: &State) -> Vec<String> {
        let brief = ["contact", "company", "job"].iter().filter_map(|key| self.scenario.brief.get(*key));
        let cast = self.scenario.cast.values().map(|person| &person.name);
        let mut terms: Vec<String> = Vec::new();
        let mut words = 0;
        for term in state.vocabulary.iter().chain(brief).chain(cast) {
            let term = self.filled(term);
            let count = term.split_whitespace().count();
            if count > 0 && words + count <= MOST_VOCABULARY && !terms.contains(&term) {
                words += count;
                terms.push(term);
            }
        }
        terms
    }

    /// Plays every edge that may be taken on a copy: what it says is what will be said.
    fn ahead(&self, state: &'a State) -> Vec<Say> {
        let mut says: Vec<Say> = Vec::new();
        let place = self.place(&self.at, &state.speaker);
        let mut add = |parts: &Parts| {
            for say in parts.says() {
                if !says.contains(say) {
                    says.push(say.clone());
                }
            }
        };
        for edge in &state.on {
            if choose::holds(edge, None, &self.memory, place) {
                let mut trial = self.clone();
                let mut parts = Parts::default();
                trial.follow(edge, &mut parts);
                add(&parts);
            }
        }
        for input in [Input::Silence, Input::Unclear] {
            let mut parts = Parts::default();
            self.clone().react(input, &mut parts);
            add(&parts);
        }
        says.truncate(MOST_AHEAD);
        says
    }
}

/// The state's moves, in its order, and those that everybody answers.
fn moves(state: &State) -> Vec<String> {
    let own = state.on.iter().map(|edge| edge.name.as_str()).filter(|name| *name != "*");
    let mut moves: Vec<String> = Vec::new();
    for name in own.chain(ALWAYS) {
        if !moves.iter().any(|known| known == name) {
            moves.push(name.to_owned());
        }
    }
    moves
}

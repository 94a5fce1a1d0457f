//! Plays a scenario in every way that its conditions tell apart, with the engine itself, within a bound.
//!
//! A scenario goes in; out come the shortest way to each ending and the places from which no way leads to one. Nothing
//! is heard or understood here: each turn is what a caller could have meant.

use super::turns::{Try, taken, tries};
use super::wander::wander;
use crate::call::Difficulty;
use crate::gatekeeper::{Asked, Chapter, Gatekeeper, Situation};
use crate::scenario::{Edge, Scenario, Test};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Turns that are tried while an author waits for a check, and for the shortest ways: a fraction of a second, a second.
pub const CHECKED_TURNS: usize = 24_000;
pub const SEARCHED_TURNS: usize = 80_000;
/// A large scenario of the collection.
const USUAL_STATES: usize = 40;
/// In one go, with one seed and difficulty.
const MOST_TURNS_OF_ONE: usize = 8_000;
/// Seeds that are tried where cards or chance decide.
const SEEDS: u64 = 8;
/// Variants of seed, hidden values and difficulty that are walked through.
const MOST_WALKED: usize = 12;
/// Combinations of what is hidden that are tried.
const MOST_HIDDEN: usize = 24;

/// One turn on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub from: String,
    pub by: Try,
    pub to: String,
}

/// A way from the start: it comes out like this with this seed and difficulty, and these values hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    pub seed: u64,
    pub difficulty: Difficulty,
    pub hidden: BTreeMap<String, String>,
    pub turns: Vec<Taken>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Explored {
    /// The shortest way to each ending; a way of words before one of silence or rudeness.
    pub endings: BTreeMap<String, Way>,
    /// States in which a call can be stuck, each with a way that leads there.
    pub stuck: BTreeMap<String, Way>,
    /// Everything was tried; else the bound was reached first.
    pub whole: bool,
}

/// Explores in at most `turns` turns, and in as many again walks on to the endings that were not reached. Equal scenarios
/// give equal results.
pub fn explore(scenario: &Scenario, turns: usize) -> Explored {
    let mut found = Explored { whole: true, ..Explored::default() };
    // A turn costs more the larger the scenario is.
    let turns = turns.min(turns * USUAL_STATES / scenario.states.len().max(1));
    let mut left = turns;
    for (fixed, way) in variants(scenario) {
        if left == 0 {
            found.whole = false;
            break;
        }
        let mut play = Play::new(&fixed, way.seed, way.difficulty, left.min(MOST_TURNS_OF_ONE));
        play.all();
        left -= play.turns;
        found.whole &= play.whole;
        for (ending, turns) in play.endings() {
            found.keep(&fixed, ending, Way { turns, ..way.clone() });
        }
        for (state, turns) in play.stuck() {
            found.stuck.entry(state).or_insert_with(|| Way { turns, ..way.clone() });
        }
    }
    if !found.whole {
        let apart = variants(scenario).count().div_ceil(MOST_WALKED).max(1);
        let variants: Vec<(Scenario, Way)> = variants(scenario).step_by(apart).collect();
        for (fixed, way) in &variants {
            let all = scenario.endings.keys().map(String::as_str);
            let wanted: BTreeSet<&str> = all.filter(|ending| !found.endings.contains_key(*ending)).collect();
            for (ending, turns) in wander(fixed, way, &wanted, turns / variants.len()) {
                found.keep(fixed, ending, Way { turns, ..way.clone() });
            }
        }
    }
    found
}

impl Explored {
    /// Shortens the way, and keeps it when none so cheap is known.
    fn keep(&mut self, scenario: &Scenario, ending: String, way: Way) {
        let turns = shortened(scenario, way.seed, way.difficulty, &ending, way.turns);
        let known = self.endings.get(&ending).map(|way| price(&way.turns));
        if known.is_none_or(|known| price(&turns) < known) {
            self.endings.insert(ending, Way { turns, ..way });
        }
    }
}

/// The scenario with its hidden values fixed, for every seed, hidden value and difficulty that could matter; with an
/// empty way.
fn variants(scenario: &Scenario) -> impl Iterator<Item = (Scenario, Way)> {
    let hidden = hidden_values(scenario);
    (0..seeds(scenario)).flat_map(move |seed| {
        hidden.clone().into_iter().flat_map(move |hidden| {
            let mut fixed = scenario.clone();
            fixed.hidden = hidden.iter().map(|(name, value)| (name.clone(), vec![value.clone()])).collect();
            [Difficulty::Normal, Difficulty::Easy, Difficulty::Hard].map(|difficulty| {
                let way = Way { seed, difficulty, hidden: hidden.clone(), turns: Vec::new() };
                (fixed.clone(), way)
            })
        })
    })
}

fn seeds(scenario: &Scenario) -> u64 {
    let chance = |edge: &Edge| edge.when.iter().any(|condition| matches!(condition.test, Test::Chance(_)));
    let by_chance = scenario.states.values().flat_map(|state| &state.on).any(chance);
    if by_chance || !scenario.decks.is_empty() { SEEDS } else { 1 }
}

/// Every combination of the hidden values, up to a bound.
fn hidden_values(scenario: &Scenario) -> Vec<BTreeMap<String, String>> {
    let mut all = vec![BTreeMap::new()];
    for (name, values) in &scenario.hidden {
        let mut distinct: Vec<&String> = values.iter().collect();
        distinct.sort();
        distinct.dedup();
        let with = |so_far: &BTreeMap<String, String>, value: &String| {
            let mut next = so_far.clone();
            next.insert(name.clone(), value.clone());
            next
        };
        all = all.iter().flat_map(|so_far| distinct.iter().map(move |value| with(so_far, value))).collect();
    }
    all.truncate(MOST_HIDDEN);
    all
}

/// Leaves out every turn without which the call still ends so.
fn shortened(
    scenario: &Scenario,
    seed: u64,
    difficulty: Difficulty,
    ending: &str,
    mut turns: Vec<Taken>,
) -> Vec<Taken> {
    let mut at = 0;
    while at < turns.len() {
        let without = turns.iter().enumerate().filter(|(number, _)| *number != at).map(|(_, turn)| turn);
        match played(scenario, seed, difficulty, without) {
            Some(shorter) if shorter.last().is_some_and(|turn| turn.to == ending) => turns = shorter,
            _ => at += 1,
        }
    }
    turns
}

/// The same turns played from the start; none where one of them cannot be taken where the call then is.
fn played<'t>(
    scenario: &Scenario,
    seed: u64,
    difficulty: Difficulty,
    turns: impl Iterator<Item = &'t Taken>,
) -> Option<Vec<Taken>> {
    let mut gatekeeper = Gatekeeper::new(scenario, seed, difficulty);
    gatekeeper.open();
    let mut played = Vec::new();
    for turn in turns {
        let from = gatekeeper.at().to_owned();
        let fits = match turn.by {
            Try::Edge(_) | Try::With(_) => from == turn.from,
            _ => scenario.states.contains_key(&from),
        };
        if !fits || gatekeeper.ended().is_some() {
            return None;
        }
        let (next, _) = taken(gatekeeper, scenario, turn.by);
        gatekeeper = next;
        played.push(Taken { from, by: turn.by, to: gatekeeper.at().to_owned() });
    }
    Some(played)
}

/// Turns, of which one that is not a meant move counts as twenty: a way of words is preferred.
fn price(turns: &[Taken]) -> usize {
    turns.iter().map(|turn| if matches!(turn.by, Try::Edge(_) | Try::With(_)) { 1 } else { 20 }).sum()
}

struct Node<'s> {
    gatekeeper: Gatekeeper<'s>,
    /// The node before and the turn that led here.
    before: Option<(usize, Taken)>,
    leads_to: Vec<usize>,
}

struct Play<'s> {
    scenario: &'s Scenario,
    asked: Asked,
    nodes: Vec<Node<'s>>,
    known: BTreeMap<Situation, usize>,
    /// Nodes to go on from, by chapter: those that words led to first.
    open: BTreeMap<Chapter, [VecDeque<usize>; 2]>,
    /// How often the search went on from each chapter: the least tried comes next, so that it gets everywhere.
    tried: BTreeMap<Chapter, usize>,
    expanded: Vec<bool>,
    turns: usize,
    most: usize,
    whole: bool,
}

impl<'s> Play<'s> {
    fn new(scenario: &'s Scenario, seed: u64, difficulty: Difficulty, most: usize) -> Self {
        let mut play = Self {
            scenario,
            asked: Asked::of(scenario),
            nodes: Vec::new(),
            known: BTreeMap::new(),
            open: BTreeMap::new(),
            tried: BTreeMap::new(),
            expanded: Vec::new(),
            turns: 0,
            most,
            whole: true,
        };
        let mut gatekeeper = Gatekeeper::new(scenario, seed, difficulty);
        gatekeeper.open();
        play.arrive(gatekeeper, None, 0);
        play
    }

    fn all(&mut self) {
        while let Some(node) = self.next() {
            for by in tries(&self.nodes[node].gatekeeper, self.scenario) {
                if self.turns >= self.most {
                    self.whole = false;
                    return;
                }
                self.turns += 1;
                let from = self.nodes[node].gatekeeper.at().to_owned();
                let (gatekeeper, _) = taken(self.nodes[node].gatekeeper.clone(), self.scenario, by);
                let turn = Taken { from, by, to: gatekeeper.at().to_owned() };
                let rank = usize::from(!matches!(by, Try::Edge(_) | Try::With(_)));
                let next = self.arrive(gatekeeper, Some((node, turn)), rank);
                // Rudeness always ends a call: it is no way out.
                if by != Try::Rude {
                    self.nodes[node].leads_to.push(next);
                }
            }
            self.expanded[node] = true;
        }
    }

    fn next(&mut self) -> Option<usize> {
        let tried = |chapter: &Chapter| self.tried.get(chapter).copied().unwrap_or(0);
        let waiting = self.open.iter().filter(|(_, open)| open.iter().any(|open| !open.is_empty()));
        let chapter = waiting.map(|(chapter, _)| chapter).min_by_key(|chapter| tried(chapter))?.clone();
        *self.tried.entry(chapter.clone()).or_default() += 1;
        let [by_words, other] = self.open.get_mut(&chapter)?;
        by_words.pop_front().or_else(|| other.pop_front())
    }

    fn arrive(&mut self, gatekeeper: Gatekeeper<'s>, before: Option<(usize, Taken)>, rank: usize) -> usize {
        let next = self.nodes.len();
        let situation = gatekeeper.situation(&self.asked);
        let chapter = situation.chapter();
        let node = *self.known.entry(situation).or_insert(next);
        if node == next {
            if gatekeeper.ended().is_none() {
                self.open.entry(chapter).or_default()[rank].push_back(next);
            }
            self.expanded.push(gatekeeper.ended().is_some());
            self.nodes.push(Node { gatekeeper, before, leads_to: Vec::new() });
        }
        node
    }

    fn endings(&self) -> Vec<(String, Vec<Taken>)> {
        let ended = (0..self.nodes.len()).filter(|node| self.nodes[*node].gatekeeper.ended().is_some());
        ended.map(|node| (self.nodes[node].gatekeeper.at().to_owned(), self.way(node))).collect()
    }

    /// Where neither words nor their absence lead to an ending. What was not tried to its end may lead to one.
    fn stuck(&self) -> Vec<(String, Vec<Taken>)> {
        let mut entering = vec![Vec::new(); self.nodes.len()];
        for (from, node) in self.nodes.iter().enumerate() {
            node.leads_to.iter().for_each(|to| entering[*to].push(from));
        }
        let mut ends = vec![false; self.nodes.len()];
        let may_end = |node: &usize| !self.expanded[*node] || self.nodes[*node].gatekeeper.ended().is_some();
        let mut open: Vec<usize> = (0..self.nodes.len()).filter(may_end).collect();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut ends[node], true) {
                open.extend(entering[node].iter().copied());
            }
        }
        let stuck = (0..self.nodes.len()).filter(|node| !ends[*node]);
        stuck.map(|node| (self.nodes[node].gatekeeper.at().to_owned(), self.way(node))).collect()
    }

    fn way(&self, mut node: usize) -> Vec<Taken> {
        let mut turns = Vec::new();
        while let Some((before, turn)) = &self.nodes[node].before {
            turns.push(turn.clone());
            node = *before;
        }
        turns.reverse();
        turns
    }
}

//! The scenario as a graph: states, decks and endings, and everything that leads from one to another.

use crate::scenario::{Scenario, State};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeKind {
    State,
    Deck,
    Ending,
}

/// Why one thing leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// The edge of this number in the state's `on`.
    Move(usize),
    NoInput,
    NoMatch,
    Rambling,
    HangUp,
    OutOfPatience,
    Card,
    Then,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Arrow {
    pub from: usize,
    pub to: usize,
    pub cause: Cause,
}

/// Nodes are numbered: states first, then decks, then endings, each by name. Targets that do not exist
/// are left out; they have a problem of their own.
#[derive(Debug)]
pub(super) struct Graph<'s> {
    pub scenario: &'s Scenario,
    pub nodes: Vec<(&'s str, NodeKind)>,
    pub arrows: Vec<Arrow>,
    /// The arrows that leave each node: indices into `arrows`.
    pub leaving: Vec<Vec<usize>>,
    index: BTreeMap<&'s str, usize>,
}

impl<'s> Graph<'s> {
    pub fn of(scenario: &'s Scenario) -> Self {
        let states = scenario.states.keys().map(|name| (name.as_str(), NodeKind::State));
        let decks = scenario.decks.keys().map(|name| (name.as_str(), NodeKind::Deck));
        let endings = scenario.endings.keys().map(|name| (name.as_str(), NodeKind::Ending));
        let (mut nodes, mut index) = (Vec::new(), BTreeMap::new());
        for node in states.chain(decks).chain(endings) {
            // A name that is there twice is a problem already; the first counts.
            if let Entry::Vacant(entry) = index.entry(node.0) {
                entry.insert(nodes.len());
                nodes.push(node);
            }
        }
        let leaving = vec![Vec::new(); nodes.len()];
        let mut graph = Self { scenario, nodes, arrows: Vec::new(), leaving, index };
        for (name, state) in &scenario.states {
            graph.state(name, state);
        }
        for (name, deck) in &scenario.decks {
            for card in &deck.cards {
                graph.arrow(name, card, Cause::Card);
            }
            graph.arrow(name, &deck.then, Cause::Then);
        }
        graph
    }

    fn state(&mut self, name: &str, state: &State) {
        for (number, edge) in state.on.iter().enumerate() {
            // An edge without a target stays.
            self.arrow(name, edge.to.as_deref().unwrap_or(name), Cause::Move(number));
        }
        self.arrow(name, &state.no_input.to, Cause::NoInput);
        // Where one edge takes anything, nothing is left that fits nothing.
        if !state.on.iter().any(|edge| edge.name == "*" && edge.when.is_empty()) {
            self.arrow(name, &state.no_match.to, Cause::NoMatch);
        }
        if let Some(to) = &state.rambling_to {
            self.arrow(name, to, Cause::Rambling);
        }
        if let Some(to) = &state.hang_up {
            self.arrow(name, to, Cause::HangUp);
        }
        if let Some(person) = self.scenario.cast.get(&state.speaker) {
            self.arrow(name, &person.out_of_patience, Cause::OutOfPatience);
        }
    }

    fn arrow(&mut self, from: &str, to: &str, cause: Cause) {
        if let (Some(from), Some(to)) = (self.node(from), self.node(to)) {
            self.leaving[from].push(self.arrows.len());
            self.arrows.push(Arrow { from, to, cause });
        }
    }

    pub fn node(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    pub fn start(&self) -> Option<usize> {
        self.node(&self.scenario.start).filter(|start| self.nodes[*start].1 == NodeKind::State)
    }

    /// How many arrows it is, at least, from each state to the nearest of these.
    pub fn distances(&self, to: impl Iterator<Item = usize>) -> BTreeMap<&'s str, usize> {
        let mut entering = vec![Vec::new(); self.nodes.len()];
        self.arrows.iter().for_each(|arrow| entering[arrow.to].push(arrow.from));
        let mut distances = BTreeMap::new();
        let mut open: VecDeque<(usize, usize)> = to.map(|node| (node, 0)).collect();
        while let Some((node, distance)) = open.pop_front() {
            if let Entry::Vacant(entry) = distances.entry(self.nodes[node].0) {
                entry.insert(distance);
                open.extend(entering[node].iter().map(|before| (*before, distance + 1)));
            }
        }
        distances
    }

    /// All nodes as a reader meets them: breadth first from the start, then what is never reached.
    pub fn order(&self) -> Vec<usize> {
        let mut seen = vec![false; self.nodes.len()];
        let mut order = Vec::new();
        for first in self.start().into_iter().chain(0..self.nodes.len()) {
            let mut open = VecDeque::from([first]);
            while let Some(node) = open.pop_front() {
                if !std::mem::replace(&mut seen[node], true) {
                    order.push(node);
                    open.extend(self.leaving[node].iter().map(|arrow| self.arrows[*arrow].to));
                }
            }
        }
        order
    }

    /// Which nodes can be reached from `from`, over arrows that `counts` lets pass.
    pub fn reached(
        &self,
        from: impl IntoIterator<Item = usize>,
        counts: impl Fn(&Arrow) -> bool,
    ) -> Vec<bool> {
        let mut seen = vec![false; self.nodes.len()];
        let mut open: Vec<usize> = from.into_iter().collect();
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut seen[node], true) {
                continue;
            }
            let arrows = self.leaving[node].iter().map(|arrow| &self.arrows[*arrow]);
            open.extend(arrows.filter(|arrow| counts(arrow) && !seen[arrow.to]).map(|arrow| arrow.to));
        }
        seen
    }

    /// Which nodes lead to one of `to`, over arrows that `counts` lets pass.
    pub fn leading(&self, to: impl IntoIterator<Item = usize>, counts: impl Fn(&Arrow) -> bool) -> Vec<bool> {
        let mut entering = vec![Vec::new(); self.nodes.len()];
        for arrow in self.arrows.iter().filter(|arrow| counts(arrow)) {
            entering[arrow.to].push(arrow.from);
        }
        let mut seen = vec![false; self.nodes.len()];
        let mut open: Vec<usize> = to.into_iter().collect();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut seen[node], true) {
                open.extend(entering[node].iter().copied().filter(|from| !seen[*from]));
            }
        }
        seen
    }
}

/// What an arrow is called, and what it asks for.
pub(super) fn label(graph: &Graph<'_>, from: usize, cause: Cause) -> (String, Vec<String>) {
    let state = graph.scenario.states.get(graph.nodes[from].0);
    let edge = |number: usize| state.and_then(|state| state.on.get(number));
    let plain = |text: &str| (text.to_owned(), Vec::new());
    match cause {
        Cause::Move(number) => match edge(number) {
            Some(edge) => (edge.name.clone(), edge.when.iter().map(ToString::to_string).collect()),
            None => plain("*"),
        },
        Cause::NoInput => plain("silence"),
        Cause::NoMatch => plain("nothing that fits"),
        Cause::Rambling => plain("rambling"),
        Cause::HangUp => plain("hanging up"),
        Cause::OutOfPatience => plain("out of patience"),
        Cause::Card => plain("a card"),
        Cause::Then => plain("then"),
    }
}

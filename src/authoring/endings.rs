//! How a call can end, and the shortest way to each ending.

use super::graph::{Cause, Graph, NodeKind};
use crate::call::Outcome;
use crate::scenario::{Edge, Scenario, Test};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// One turn on the way to an ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub from: String,
    /// A move's name, or what happens without one: `silence`, `out of patience`, ...
    pub by: String,
    /// What the edge asks for, as the file writes it.
    pub when: Vec<String>,
    pub to: String,
}

/// An ending, and the turns that lead to it from the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathToEnding {
    pub ending: String,
    pub outcome: Outcome,
    pub summary: String,
    /// `None` when no path reaches it.
    pub steps: Option<Vec<Step>>,
}

/// Silence, rambling and lost patience count as this many turns more: a path of words is preferred.
const NOT_BY_WORDS: u32 = 20;
/// Positions that the search looks at. With the cards that were dealt a large deck has more positions than
/// anybody waits for; beyond this the cards are forgotten and the path may deal one twice.
const MOST_POSITIONS: usize = 20_000;

/// What depends on more than the caller's words (a mood, a second visit, chance) counts as this many turns more.
const NOT_BY_WORDS_ALONE: u32 = 2;

/// Every ending, best outcome first, with a path of as few turns as can be found. Decks deal as on `normal`, and
/// flags are set on the way before they are asked for; other conditions are shown and not played.
pub fn endings(scenario: &Scenario) -> Vec<PathToEnding> {
    let graph = Graph::of(scenario);
    let exact = search(&graph, true);
    let rough = if exact.len() == scenario.endings.len() { BTreeMap::new() } else { search(&graph, false) };
    let mut list: Vec<PathToEnding> = scenario
        .endings
        .iter()
        .map(|(id, ending)| PathToEnding {
            ending: id.clone(),
            outcome: ending.outcome,
            summary: ending.summary.clone(),
            steps: exact.get(id.as_str()).or_else(|| rough.get(id.as_str())).cloned(),
        })
        .collect();
    list.sort_by_key(|path| path.outcome);
    list
}

/// Where a call is: the node, which cards of each deck were dealt, and which flags are set.
type Position = (usize, Vec<u128>, u64);

/// Dijkstra over positions: the shortest path to every ending that it meets.
fn search<'s>(graph: &Graph<'s>, remember: bool) -> BTreeMap<&'s str, Vec<Step>> {
    let mut found = BTreeMap::new();
    let Some(start) = graph.start() else { return found };
    let flags = Flags::of(graph.scenario);
    let first: Position = (start, vec![0; graph.scenario.decks.len()], 0);
    let mut best: BTreeMap<Position, (u32, Option<(Position, usize)>)> = BTreeMap::new();
    let mut open = BinaryHeap::new();
    best.insert(first.clone(), (0, None));
    open.push(Reverse((0, first)));
    while let Some(Reverse((cost, position))) = open.pop() {
        if best.get(&position).is_some_and(|(known, _)| *known < cost) {
            continue;
        }
        let (name, kind) = graph.nodes[position.0];
        if kind == NodeKind::Ending {
            found.entry(name).or_insert_with(|| path(graph, &best, &position));
        }
        if found.len() == graph.scenario.endings.len() || best.len() > MOST_POSITIONS {
            break;
        }
        for (arrow, next) in next_positions(graph, &flags, &position, remember) {
            let cost = cost.saturating_add(price(graph, arrow));
            if best.get(&next).is_none_or(|(known, _)| cost < *known) {
                best.insert(next.clone(), (cost, Some((position.clone(), arrow))));
                open.push(Reverse((cost, next)));
            }
        }
    }
    found
}

/// The flags of a scenario as bits. Beyond 64 they are not remembered: such a flag counts as set.
struct Flags<'s>(BTreeMap<&'s str, u64>);

impl<'s> Flags<'s> {
    fn of(scenario: &'s Scenario) -> Self {
        let edges = scenario.states.values().flat_map(|state| &state.on);
        let mut bits = BTreeMap::new();
        for flag in edges.flat_map(|edge| &edge.set) {
            let next = 1_u64.checked_shl(bits.len() as u32).unwrap_or(0);
            bits.entry(flag.as_str()).or_insert(next);
        }
        Self(bits)
    }

    /// Whether the flags that the edge asks for are as it asks.
    fn let_pass(&self, edge: &Edge, set: u64) -> bool {
        edge.when.iter().all(|condition| match &condition.test {
            Test::Flag(flag) => match self.0.get(flag.as_str()) {
                Some(0) => true,
                bit => (bit.copied().unwrap_or(0) & set != 0) != condition.negated,
            },
            _ => true,
        })
    }

    fn after(&self, edge: &Edge, set: u64) -> u64 {
        edge.set.iter().filter_map(|flag| self.0.get(flag.as_str())).fold(set, |set, bit| set | bit)
    }
}

fn edge_of<'s>(graph: &Graph<'s>, arrow: usize) -> Option<&'s Edge> {
    let arrow = graph.arrows[arrow];
    match arrow.cause {
        Cause::Move(number) => graph.scenario.states.get(graph.nodes[arrow.from].0)?.on.get(number),
        _ => None,
    }
}

/// The arrows that can be taken.
fn next_positions(
    graph: &Graph<'_>,
    flags: &Flags<'_>,
    position: &Position,
    remember: bool,
) -> Vec<(usize, Position)> {
    let (node, dealt, set) = position;
    if graph.nodes[*node].1 == NodeKind::Deck && remember {
        return dealt_next(graph, position);
    }
    let arrows = graph.leaving[*node].iter().copied();
    arrows
        .filter_map(|arrow| {
            let to = graph.arrows[arrow].to;
            match edge_of(graph, arrow).filter(|_| remember) {
                None => Some((arrow, (to, dealt.clone(), *set))),
                Some(edge) if flags.let_pass(edge, *set) => {
                    Some((arrow, (to, dealt.clone(), flags.after(edge, *set))))
                }
                Some(_) => None,
            }
        })
        .collect()
}

/// A deck deals a card that was not dealt, and leads on when it has dealt enough.
fn dealt_next(graph: &Graph<'_>, position: &Position) -> Vec<(usize, Position)> {
    let (node, dealt, set) = position;
    let named = graph.scenario.decks.iter().enumerate().find(|(_, (name, _))| *name == graph.nodes[*node].0);
    let Some((number, (_, deck))) = named else { return Vec::new() };
    let [_, normal, _] = deck.draw;
    let of =
        |cause: Cause| graph.leaving[*node].iter().filter(move |arrow| graph.arrows[**arrow].cause == cause);
    let mut next = Vec::new();
    for (card, arrow) in of(Cause::Card).enumerate() {
        let bit = 1_u128.checked_shl(card as u32).unwrap_or(0);
        if dealt[number] & bit == 0 && dealt[number].count_ones() < normal {
            let mut after = dealt.clone();
            after[number] |= bit;
            next.push((*arrow, (graph.arrows[*arrow].to, after, *set)));
        }
    }
    if next.is_empty() {
        next.extend(of(Cause::Then).map(|arrow| (*arrow, (graph.arrows[*arrow].to, dealt.clone(), *set))));
    }
    next
}

fn price(graph: &Graph<'_>, arrow: usize) -> u32 {
    let edge = edge_of(graph, arrow);
    let arrow = graph.arrows[arrow];
    let state = graph.scenario.states.get(graph.nodes[arrow.from].0);
    match (arrow.cause, state) {
        (Cause::Card | Cause::Then, _) => 0,
        (Cause::NoInput, Some(state)) => NOT_BY_WORDS + state.no_input.limit,
        (Cause::NoMatch, Some(state)) => NOT_BY_WORDS + state.no_match.limit,
        (Cause::Rambling, _) => NOT_BY_WORDS + 1,
        (Cause::OutOfPatience, Some(state)) => {
            let patience = graph.scenario.cast.get(&state.speaker).map_or(1, |person| person.patience);
            NOT_BY_WORDS + patience.unsigned_abs()
        }
        _ => 1 + edge.map_or(0, beyond_words) * NOT_BY_WORDS_ALONE,
    }
}

/// How many of an edge's conditions the caller's next words alone do not meet.
fn beyond_words(edge: &Edge) -> u32 {
    let by_words = |test: &Test| matches!(test, Test::Element(_) | Test::Said(_) | Test::Flag(_));
    let beyond = edge.when.iter().filter(|condition| !condition.negated && !by_words(&condition.test));
    beyond.count().try_into().unwrap_or(u32::MAX)
}

/// Back from an ending to the start.
fn path(
    graph: &Graph<'_>,
    best: &BTreeMap<Position, (u32, Option<(Position, usize)>)>,
    end: &Position,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut at = end;
    while let Some((_, Some((before, arrow)))) = best.get(at) {
        let arrow = graph.arrows[*arrow];
        let (by, when) = label(graph, arrow.from, arrow.cause);
        let name = |node: usize| graph.nodes[node].0.to_owned();
        steps.push(Step { from: name(arrow.from), by, when, to: name(arrow.to) });
        at = before;
    }
    steps.reverse();
    steps
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
        Cause::OutOfPatience => plain("out of patience"),
        Cause::Card => plain("a card"),
        Cause::Then => plain("then"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario() -> Scenario {
        let text = include_str!("first.toml");
        crate::scenario::parse("first", text).scenario.expect("the first scenario is good")
    }

    fn walk(paths: &[PathToEnding], ending: &str) -> String {
        let path = paths.iter().find(|path| path.ending == ending).expect("an ending of the scenario");
        let steps = path.steps.as_ref().expect("it is reached");
        steps.iter().map(|step| format!("{}>{}>", step.from, step.by)).collect::<String>() + ending
    }

    #[test]
    fn the_shortest_path_of_words_is_found() {
        let paths = endings(&scenario());
        assert_eq!(walk(&paths, "interview"), "reception>ask_transfer>okafor>request_meeting>interview");
        assert_eq!(walk(&paths, "polite_goodbye"), "reception>give_up>polite_goodbye");
        assert_eq!(walk(&paths, "hung_up"), "reception>silence>hung_up");
        assert_eq!(paths[0].outcome, Outcome::Yes, "best first");
        let interview = paths[0].steps.as_ref().expect("reached");
        assert_eq!(interview[1].when, ["strong_close"]);
    }

    #[test]
    fn a_deck_deals_before_it_leads_on() {
        let mut scenario = scenario();
        // Only the last word leads to the interview now, and it comes after one card.
        for state in scenario.states.values_mut() {
            state.on.retain(|edge| edge.to.as_deref() != Some("interview"));
        }
        scenario.states.get_mut("last_word").expect("there").on[0].to = Some("interview".into());
        let paths = endings(&scenario);
        let walk = walk(&paths, "interview");
        assert!(
            walk.starts_with("reception>ask_transfer>okafor>reason_followup>objection>a card>not_hiring>obj_not_hiring>objection>then>last_word>"),
            "{walk}"
        );
    }

    #[test]
    fn a_flag_is_set_before_it_is_asked_for() {
        let text = "format = 1\ntitle = \"t\"\nkind = \"cold\"\ngoal = \"g\"\nstart = \"desk\"\n[cast.p]\n\
            [state.desk]\nspeaker = \"p\"\nsays = \"x\"\non = [{ move = \"a\", to = \"won\", when = \"flag key\" },\n\
            { move = \"b\", to = \"drawer\" }]\n\
            [state.drawer]\nspeaker = \"p\"\nsays = \"x\"\non = [{ move = \"c\", to = \"desk\", set = [\"key\"] }]\n\
            [ending.won]\noutcome = \"yes\"\nsummary = \"s\"\n[ending.lost]\noutcome = \"lost\"\nsummary = \"s\"\n";
        let parsed = crate::scenario::parse("x", text);
        let scenario = parsed.scenario.unwrap_or_else(|| panic!("{:?}", parsed.problems));
        assert_eq!(walk(&endings(&scenario), "won"), "desk>b>drawer>c>desk>a>won");
    }
}

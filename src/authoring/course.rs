//! The course of the call: what is never reached, what never ends, which edge is never taken.

use super::graph::{Arrow, Cause, Graph, NodeKind};
use crate::scenario::{Code, Condition, Draft, EdgeDraft, FallbackDraft, Placed, Problems, Scenario, Test};
use std::collections::BTreeSet;

pub(super) fn check(scenario: &Scenario, draft: &Draft, graph: &Graph<'_>, problems: &mut Problems) {
    // Without a start everything would be unreachable; that it is missing has been said.
    if let Some(start) = graph.start() {
        reached(draft, graph, start, problems);
    }
    ways_out(draft, graph, problems);
    for (name, state) in &draft.states {
        shadowed(name, &state.value.on, problems);
    }
    decks(scenario, draft, problems);
}

fn reached(draft: &Draft, graph: &Graph<'_>, start: usize, problems: &mut Problems) {
    let seen = graph.reached([start], |_| true);
    for ((name, kind), _) in graph.nodes.iter().zip(&seen).filter(|(_, seen)| !**seen) {
        match kind {
            NodeKind::State => {
                let Some(state) = draft.states.get(*name) else { continue };
                let message = format!("no path from the start reaches state.{name}");
                let help = format!("lead an edge to it, `to = \"{name}\"`, or delete it");
                problems.push(Code::Unreachable, state.span.clone(), message, help);
            }
            NodeKind::Deck => {
                let Some(deck) = draft.decks.get(*name) else { continue };
                let help = format!("lead an edge to it, `to = \"{name}\"`, or delete it");
                problems.push(
                    Code::DeckNeverUsed,
                    deck.span.clone(),
                    format!("no path deals from deck.{name}"),
                    help,
                );
            }
            NodeKind::Ending => {
                let Some(ending) = draft.endings.get(*name) else { continue };
                let message = format!("no call ends with ending.{name}");
                let help = format!("lead an edge to it, `to = \"{name}\"`, or delete it");
                problems.push(Code::EndingNeverReached, ending.span.clone(), message, help);
            }
        }
    }
}

/// A state must be left by what the caller says. That silence or lost patience also ends every call is no
/// way out: nobody could win there. Waiting on purpose is one (`no_input = { limit = 1, to = ".." }`).
fn ways_out(draft: &Draft, graph: &Graph<'_>, problems: &mut Problems) {
    let by_talking = |arrow: &Arrow| by_talking(draft, graph, arrow);
    let endings = (0..graph.nodes.len()).filter(|node| graph.nodes[*node].1 == NodeKind::Ending);
    let ends = graph.leading(endings, by_talking);
    for (at, (name, _)) in graph.nodes.iter().enumerate().filter(|(_, (_, kind))| *kind == NodeKind::State) {
        let Some(state) = draft.states.get(*name) else { continue };
        // A target that does not exist was meant as a way out.
        let unknown = state
            .value
            .on
            .iter()
            .filter_map(|edge| edge.value.to.as_ref())
            .any(|to| graph.node(&to.value).is_none());
        if ends[at] || unknown {
            continue;
        }
        let leaves = graph.leaving[at]
            .iter()
            .map(|arrow| &graph.arrows[*arrow])
            .any(|arrow| arrow.to != at && by_talking(arrow));
        if leaves {
            let message = format!("from state.{name} no words of the caller lead to an ending");
            let help = "give it, or a state that it leads to, an edge to an ending";
            problems.push(Code::NeverEnds, state.span.clone(), message, help);
        } else {
            let message = format!("nothing that the caller says leads out of state.{name}");
            let help = "add an edge, `on = [{ move = \"*\", to = \"...\" }]`, or make it an ending";
            problems.push(Code::NoWayOut, state.span.clone(), message, help);
        }
    }
}

fn by_talking(draft: &Draft, graph: &Graph<'_>, arrow: &Arrow) -> bool {
    let state = draft.states.get(graph.nodes[arrow.from].0).map(|state| &state.value);
    match arrow.cause {
        Cause::Move(_) | Cause::Card | Cause::Then => true,
        Cause::NoInput => state.and_then(|state| state.no_input.as_ref()).is_some_and(waits),
        Cause::NoMatch => state.and_then(|state| state.no_match.as_ref()).is_some_and(waits),
        Cause::Rambling | Cause::HangUp | Cause::OutOfPatience => false,
    }
}

fn waits(fallback: &FallbackDraft) -> bool {
    fallback.limit == Some(1) && fallback.to.is_some()
}

/// Whatever is said, this edge takes it.
pub(super) fn takes_anything(edge: &EdgeDraft) -> bool {
    edge.when.is_empty() && !edge.when_unread && edge.name.as_ref().is_some_and(|name| name.value == "*")
}

/// An edge is never taken when an earlier one takes every turn that it would take.
fn shadowed(state: &str, edges: &[Placed<EdgeDraft>], problems: &mut Problems) {
    for (at, edge) in edges.iter().enumerate() {
        let Some(name) = &edge.value.name else { continue };
        let Some(by) = edges[..at].iter().position(|earlier| covers(&earlier.value, &edge.value)) else {
            continue;
        };
        let earlier = edges[by].value.name.as_ref().map_or("*", |name| name.value.as_str());
        let message = format!(
            "edge {} of state.{state}, `{}`, is never taken: edge {}, `{earlier}`, takes it all",
            at + 1,
            name.value,
            by + 1
        );
        let help = "move it up, or give the earlier edge a condition: edges are tried from top to bottom";
        problems.push(Code::Shadowed, name.span.clone(), message, help);
    }
}

fn covers(earlier: &EdgeDraft, later: &EdgeDraft) -> bool {
    let (Some(first), Some(second)) = (&earlier.name, &later.name) else { return false };
    let same_move = first.value == "*" || first.value == second.value;
    // What is asked twice may have two answers only where chance decides.
    let implied = |asked: &Placed<Condition>| {
        !matches!(asked.value.test, Test::Chance(_))
            && later.when.iter().any(|known| known.value == asked.value)
    };
    same_move && !earlier.when_unread && earlier.when.iter().all(implied)
}

fn decks(scenario: &Scenario, draft: &Draft, problems: &mut Problems) {
    for (name, deck) in &draft.decks {
        let deck = &deck.value;
        let cards: BTreeSet<&str> = deck.cards.iter().map(|card| card.value.as_str()).collect();
        let most = deck.draw.into_iter().max().unwrap_or(0);
        if !deck.cards.is_empty() && most as usize > cards.len() {
            let message = format!("deck.{name} draws {most} cards and has {}", cards.len());
            problems.push(
                Code::DeckTooSmall,
                deck.draw_span.clone(),
                message,
                format!("add cards, or draw at most {}", cards.len()),
            );
        }
        if let Some(then) = deck.then.as_ref().filter(|_| loops(scenario, name)) {
            let message = format!("once deck.{name} is dealt, decks lead only to decks");
            problems.push(Code::DeckLoop, then.span.clone(), message, "let `then` name a state or an ending");
        }
    }
}

/// Following `then` from this deck comes back to it.
fn loops(scenario: &Scenario, name: &str) -> bool {
    let mut at = name;
    for _ in 0..scenario.decks.len() {
        match scenario.decks.get(at) {
            Some(deck) if deck.then == name => return true,
            Some(deck) => at = &deck.then,
            None => return false,
        }
    }
    false
}

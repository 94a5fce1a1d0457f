//! The turns that exploring tries: what a caller could mean where a call stands, and the call after that.
//!
//! A gatekeeper goes in, as the engine plays it; the tries that are open, or the gatekeeper after one, come out.

use crate::call::{Element, ElementFound, Fact, FactKind, Meant, MoveGuess, Say, Understanding};
use crate::gatekeeper::{Gatekeeper, Input};
use crate::scenario::{Edge, Scenario, State, Test};

/// What a caller does in one turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Try {
    /// What the edge of this number asks for.
    Edge(usize),
    /// The same with whatever keeps the edges above it from being taken.
    With(usize),
    /// Nothing, until that leads on.
    Silence,
    /// Words that fit nothing, until that leads on.
    Nothing,
    /// Rudeness, until patience is lost.
    Rude,
    Rambling,
    /// Hanging up where that is an ending of the scenario.
    HangUp,
}

/// What a caller can do where the call now is.
pub fn tries(gatekeeper: &Gatekeeper<'_>, scenario: &Scenario) -> Vec<Try> {
    let Some(state) = scenario.states.get(gatekeeper.at()) else { return Vec::new() };
    let open = gatekeeper.open_edges();
    let mut tries: Vec<Try> = open.iter().copied().map(Try::Edge).collect();
    tries.extend(open.into_iter().filter(|number| !between(state, *number).is_empty()).map(Try::With));
    tries.extend([Try::Silence, Try::Nothing, Try::Rude]);
    tries.extend(state.hang_up.is_some().then_some(Try::HangUp));
    tries.extend(state.rambling_to.is_some().then_some(Try::Rambling));
    tries
}

/// More of the same than any limit of a state.
const AT_MOST_AGAIN: usize = 12;

/// The call after this turn, and what was said in answer.
pub fn taken<'s>(mut gatekeeper: Gatekeeper<'s>, scenario: &Scenario, by: Try) -> (Gatekeeper<'s>, Vec<Say>) {
    let at = gatekeeper.at().to_owned();
    let nothing = || Understanding { meant: Meant::None, moves: vec![], elements: vec![], facts: vec![] };
    let edge = |number: usize| scenario.states.get(&at).and_then(|state| state.on.get(number));
    let says = match by {
        Try::Edge(number) => gatekeeper.probe(Input::Understood(&edge(number).map_or_else(nothing, meaning))),
        Try::With(number) => {
            let mut meant = edge(number).map_or_else(nothing, meaning);
            let state = scenario.states.get(&at);
            meant.elements.extend(
                state.map(|state| between(state, number)).unwrap_or_default().into_iter().map(element),
            );
            gatekeeper.probe(Input::Understood(&meant))
        }
        Try::Rude => {
            let rude = Understanding { meant: Meant::Move("pushy_rude".to_owned()), ..nothing() };
            until_it_leads_on(&mut gatekeeper, Input::Understood(&rude))
        }
        Try::HangUp => gatekeeper.probe(Input::HungUp),
        Try::Rambling => gatekeeper.probe(Input::Rambled(&nothing())),
        Try::Silence => until_it_leads_on(&mut gatekeeper, Input::Silence),
        Try::Nothing => until_it_leads_on(&mut gatekeeper, Input::Understood(&nothing())),
    };
    (gatekeeper, says)
}

fn until_it_leads_on(gatekeeper: &mut Gatekeeper<'_>, input: Input) -> Vec<Say> {
    let at = gatekeeper.at().to_owned();
    let mut says = Vec::new();
    for _ in 0..AT_MOST_AGAIN {
        says = gatekeeper.probe(input);
        if gatekeeper.at() != at || gatekeeper.ended().is_some() {
            break;
        }
    }
    says
}

/// The elements whose absence the edges above this one ask for, and this one does not.
fn between(state: &State, number: usize) -> Vec<Element> {
    let absent = |edge: &Edge| -> Vec<Element> {
        let asked = edge.when.iter().filter(|condition| condition.negated);
        asked
            .filter_map(|condition| match condition.test {
                Test::Element(element) => Some(element),
                _ => None,
            })
            .collect()
    };
    let Some(own) = state.on.get(number) else { return Vec::new() };
    let not_here = absent(own);
    let above = state.on.iter().take(number).filter(|edge| edge.name == own.name || edge.name == "*");
    above.flat_map(absent).filter(|element| !not_here.contains(element)).collect()
}

fn element(element: Element) -> ElementFound {
    ElementFound { element, quote: String::new(), start: 0, end: 0, confidence: 1.0 }
}

/// What a caller has meant for whom this edge is taken.
fn meaning(edge: &Edge) -> Understanding {
    let wanted = edge.when.iter().filter(|condition| !condition.negated).filter_map(|condition| {
        match condition.test {
            Test::Element(wanted) | Test::Said(wanted) => Some(wanted),
            _ => None,
        }
    });
    let mut elements: Vec<ElementFound> = wanted.map(element).collect();
    let mut facts =
        vec![Fact { kind: FactKind::Time, value: "thursday at two".to_owned(), start: 0, end: 0 }];
    if edge.name == "give_name" || elements.iter().any(|found| found.element == Element::SelfName) {
        elements.push(element(Element::SelfName));
        facts.push(Fact { kind: FactKind::CallerName, value: "Ann Baker".to_owned(), start: 0, end: 0 });
    }
    let (meant, moves) = match edge.name.as_str() {
        "*" => (Meant::None, vec![]),
        name => (Meant::Move(name.to_owned()), vec![MoveGuess { name: name.to_owned(), confidence: 1.0 }]),
    };
    Understanding { meant, moves, elements, facts }
}

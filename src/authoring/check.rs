//! Everything that is wrong with a scenario, in one list.
//!
//! Text and the names of the shared lexicon's moves go in. What the reader of the format finds
//! ([`scenario::read`]) comes out together with what only the whole shows: the course of the call,
//! its wording, its moves and its rules.

use super::explore::{CHECKED_TURNS, explore};
use super::graph::Graph;
use super::{close_moves, course, wording};
use crate::rules;
use crate::scenario::{self, Code, Draft, Problem, Problems, Scenario, quoted};
use crate::understand::Understander;
use std::collections::BTreeSet;

/// A scenario and all that was found.
#[derive(Debug)]
pub struct Checked {
    /// As far as it could be made out, errors or not; `None` where the text is no TOML.
    pub scenario: Option<Scenario>,
    pub problems: Vec<Problem>,
}

impl Checked {
    /// No problem that is an error.
    pub fn is_playable(&self) -> bool {
        !self.problems.iter().any(|problem| problem.severity == scenario::Severity::Error)
    }
}

/// Checks a scenario file. `known_moves` are the names of the shared lexicon.
/// Linear in the text but for the edges of one state, of which there are at most 40.
pub fn check(id: &str, text: &str, known_moves: &BTreeSet<String>) -> Checked {
    check_with(id, text, known_moves, &|_| None)
}

/// The same with an understanding of the scenario's moves, where it has some and one can be had: moves too close to each
/// other are found, too.
pub fn check_with(
    id: &str,
    text: &str,
    known_moves: &BTreeSet<String>,
    understanding: &dyn Fn(&Scenario) -> Option<Understander>,
) -> Checked {
    let mut problems = Problems::default();
    let Some((scenario, draft)) = scenario::read(id, text, &mut problems) else {
        return Checked { scenario: None, problems: problems.finish(text) };
    };
    moves(&draft, known_moves, &mut problems);
    rules_of_the_kind(&draft, &mut problems);
    flags(&draft, &mut problems);
    wording::check(&draft, &mut problems);
    let graph = Graph::of(&scenario);
    course::check(&scenario, &draft, &graph, &mut problems);
    if !problems.has_errors() {
        ways(&scenario, &draft, &mut problems);
        if !scenario.moves.is_empty()
            && let Some(understander) = understanding(&scenario)
        {
            close_moves::check(&scenario, &draft, &understander, &mut problems);
        }
    }
    Checked { scenario: Some(scenario), problems: problems.finish(text) }
}

/// Plays the scenario in every way, within a bound: no call gets stuck, and every ending comes.
fn ways(scenario: &Scenario, draft: &Draft, problems: &mut Problems) {
    let explored = explore(scenario, CHECKED_TURNS);
    for (state, way) in &explored.stuck {
        let Some(place) = draft.states.get(state) else { continue };
        let path: Vec<&str> =
            way.turns.iter().map(|turn| turn.from.as_str()).chain([state.as_str()]).collect();
        let message = format!("a call can get stuck in state.{state}: {}", path.join(" > "));
        let help = "lead an edge without a condition on, or a `no_match` that goes to another state";
        problems.push(Code::Stuck, place.span.clone(), message, help);
    }
    let missed = draft.endings.iter().filter(|(id, _)| !explored.endings.contains_key(*id));
    for (id, place) in missed {
        let message = if explored.whole {
            format!("no call ends with ending.{id}: the conditions on the way never come together")
        } else {
            format!("ending.{id} did not come in {CHECKED_TURNS} turns played: few callers will ever hear it")
        };
        let help = "loosen a condition on the edges that lead to it, or delete it";
        problems.push(Code::EndingNeverComes, place.span.clone(), message, help);
    }
}

/// Moves that nobody knows, and moves of the scenario that nobody uses.
fn moves(draft: &Draft, known: &BTreeSet<String>, problems: &mut Problems) {
    let mut used = BTreeSet::new();
    for edge in draft.states.values().flat_map(|state| &state.value.on) {
        let Some(name) = &edge.value.name else { continue };
        used.insert(name.value.as_str());
        if name.value != "*" && !known.contains(&name.value) && !draft.moves.contains_key(&name.value) {
            let help =
                problems.suggest(&name.value, known.iter().chain(draft.moves.keys()).map(String::as_str));
            let message = format!("{} is no move of the lexicon or of this scenario", quoted(&name.value));
            let help = format!("{help}; or describe it under [moves.{}]", name.value);
            problems.push(Code::UnknownMove, name.span.clone(), message, help);
        }
    }
    for (name, entry) in draft.moves.iter().filter(|(name, _)| !used.contains(name.as_str())) {
        let message = format!("no edge uses the move `{name}`");
        let help = format!("use it in a state, `on = [{{ move = \"{name}\", to = \"...\" }}]`, or delete it");
        problems.push(Code::MoveNeverUsed, entry.span.clone(), message, help);
    }
}

/// A rule is named to say that this call exercises it: it must exist and be one of the kind's.
fn rules_of_the_kind(draft: &Draft, problems: &mut Problems) {
    for number in &draft.rules {
        let Some(rule) = rules::rule(number.value.unsigned_abs()) else {
            let message = format!("the book has no rule {}", number.value);
            problems.push(
                Code::UnknownRule,
                number.span.clone(),
                message,
                "see the numbers with `coldcall rules`",
            );
            continue;
        };
        let Some(kind) = &draft.kind else { continue };
        if !rule.kinds.contains(&kind.value) {
            let kinds: Vec<&str> = rule.kinds.iter().map(|kind| kind.name()).collect();
            let message = format!("rule {} does not belong to a call of kind {}", rule.number, kind.value);
            let help = format!("take it out, or change the kind: the rule is for {}", kinds.join(", "));
            problems.push(Code::ForeignRule, number.span.clone(), message, help);
        }
    }
}

/// The engine itself acts on this flag: it remembers the time that was said.
const FLAGS_OF_THE_ENGINE: [&str; 1] = ["time"];

/// Flags that are asked for and never set, or set and never asked for.
fn flags(draft: &Draft, problems: &mut Problems) {
    let edges = || draft.states.values().flat_map(|state| &state.value.on);
    let set: BTreeSet<&str> =
        edges().flat_map(|edge| &edge.value.set).map(|flag| flag.value.as_str()).collect();
    let mut asked = BTreeSet::new();
    for condition in edges().flat_map(|edge| &edge.value.when) {
        let scenario::Test::Flag(flag) = &condition.value.test else { continue };
        asked.insert(flag.as_str());
        if !set.contains(flag.as_str()) {
            let near = problems.suggest(flag, set.iter().copied());
            let help = format!("{near}; an edge sets it with `set = [\"{flag}\"]`");
            problems.push(
                Code::FlagNeverSet,
                condition.span.clone(),
                format!("no edge sets the flag `{flag}`"),
                help,
            );
        }
    }
    // One problem for each flag, at the first edge that sets it.
    let mut told = BTreeSet::new();
    let mut never_asked: Vec<_> = edges().flat_map(|edge| &edge.value.set).collect();
    never_asked.retain(|flag| {
        !asked.contains(flag.value.as_str()) && !FLAGS_OF_THE_ENGINE.contains(&flag.value.as_str())
    });
    never_asked.sort_by_key(|flag| flag.span.start);
    for flag in never_asked {
        let name = flag.value.as_str();
        if told.insert(name) {
            let message = format!("no condition asks for the flag `{name}`");
            let help = format!("ask for it, `when = \"flag {name}\"`, or take it out wherever it is set");
            problems.push(Code::FlagNeverAsked, flag.span.clone(), message, help);
        }
    }
}

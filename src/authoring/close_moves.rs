//! Moves of a scenario that sound like others of the same state: callers would be taken for the wrong one.

use crate::scenario::{Code, Draft, Problems, Scenario};
use crate::understand::Understander;
use std::collections::BTreeMap;

/// More of a move's examples than one in so many are nearer to another move.
const ONE_IN: usize = 3;

/// Warns, for each of the scenario's own moves, of the move beside it that takes most of its examples.
pub(super) fn check(
    scenario: &Scenario,
    draft: &Draft,
    understander: &Understander,
    problems: &mut Problems,
) {
    for (name, entry) in &draft.moves {
        let mut worst: BTreeMap<String, (usize, usize, &str)> = BTreeMap::new();
        for (state, said) in &scenario.states {
            let beside: Vec<String> = said.on.iter().map(|edge| edge.name.clone()).collect();
            if !beside.contains(name) {
                continue;
            }
            for (rival, times, count) in understander.rivals(name, &beside) {
                if times * ONE_IN > count {
                    worst.entry(rival).or_insert((times, count, state));
                }
            }
        }
        for (rival, (times, count, state)) in worst {
            let message = format!(
                "{times} of the {count} examples of `{name}` sound like `{rival}`, which state.{state} has, too"
            );
            let help = format!(
                "give `{name}` examples of its own, put what only sounds alike under counter_examples, or take `{rival}` out of the state"
            );
            problems.push(Code::CloseMoves, entry.span.clone(), message, help);
        }
    }
}

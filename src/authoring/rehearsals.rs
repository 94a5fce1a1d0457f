//! Rehearsals of a scenario: calls written down, played again, and what none of them has visited.
//!
//! Their texts go in, with the understanding; a line for each and the blind spots come out.

use crate::replay::{Miss, Rehearsal, rehearse};
use crate::scenario::Scenario;
use crate::understand::Understander;
use std::collections::BTreeSet;

/// One rehearsal and how it went.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    /// As it was handed in: its file.
    pub name: String,
    /// `None` when its text could not be read.
    pub ending: Option<String>,
    /// 0 to 100.
    pub score: Option<f64>,
    /// What did not come out as written; empty when all did.
    pub problems: Vec<Miss>,
}

/// All rehearsals of one scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    pub played: Vec<Played>,
    /// States that no rehearsal visited, by name.
    pub states_never_visited: Vec<String>,
    /// Endings that no rehearsal reached, by name.
    pub endings_never_reached: Vec<String>,
}

impl Tested {
    /// Every rehearsal came out as written.
    pub fn passed(&self) -> bool {
        self.played.iter().all(|played| played.problems.is_empty())
    }
}

/// Plays `rehearsals`, each a name and a text, in order. The understander must know the scenario's own moves.
pub fn test(scenario: &Scenario, rehearsals: &[(String, String)], understander: &mut Understander) -> Tested {
    let (mut visited, mut reached) = (BTreeSet::new(), BTreeSet::new());
    let mut played = Vec::new();
    for (name, text) in rehearsals {
        played.push(match Rehearsal::parse(text) {
            Err(problems) => Played { name: name.clone(), ending: None, score: None, problems },
            Ok(rehearsal) => {
                let rehearsed = rehearse(scenario, &rehearsal, understander);
                let record = rehearsed.record;
                visited.extend(record.path);
                reached.extend(record.ending.clone());
                let score = record.scorecard.map(|card| card.score);
                Played { name: name.clone(), ending: record.ending, score, problems: rehearsed.problems }
            }
        });
    }
    Tested {
        played,
        states_never_visited: scenario
            .states
            .keys()
            .filter(|state| !visited.contains(*state))
            .cloned()
            .collect(),
        endings_never_reached: scenario
            .endings
            .keys()
            .filter(|ending| !reached.contains(*ending))
            .cloned()
            .collect(),
    }
}

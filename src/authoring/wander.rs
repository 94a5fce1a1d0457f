//! Ways to the endings that lie too deep for trying everything: walks that prefer what was seldom tried.
//!
//! A scenario and the endings that are wanted go in; a way to each one that was found comes out. Each walk starts from a
//! call that got somewhere, the least visited one first and among those the nearest, as in Go-Explore (Ecoffet et al., "First return, then
//! explore", Nature 590, 2021), and the generator is seeded: equal scenarios give equal results.

use super::explore::{Taken, Way};
use super::graph::Graph;
use super::turns::{Try, taken, tries};
use crate::gatekeeper::{Asked, Chapter, Gatekeeper};
use crate::scenario::Scenario;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};

/// The turns of one walk.
const STEPS: usize = 24;
/// One turn in so many is not the least tried one.
const WHIM: u32 = 4;
/// One turn in so many is silence, rudeness or nothing that fits.
const WORDLESS: u32 = 12;

/// A call that got to a chapter first, and how.
struct Reached<'s> {
    gatekeeper: Gatekeeper<'s>,
    turns: Vec<Taken>,
    visits: usize,
}

/// Walks for at most `turns` turns and gives the ways that were found to `wanted`.
pub fn wander(
    scenario: &Scenario,
    start: &Way,
    wanted: &BTreeSet<&str>,
    turns: usize,
) -> BTreeMap<String, Vec<Taken>> {
    let asked = Asked::of(scenario);
    let graph = Graph::of(scenario);
    let far = graph.distances(wanted.iter().filter_map(|ending| graph.node(ending)));
    let mut rng = ChaCha8Rng::seed_from_u64(start.seed);
    let mut gatekeeper = Gatekeeper::new(scenario, start.seed, start.difficulty);
    gatekeeper.open();
    let chapter = gatekeeper.situation(&asked).chapter();
    let mut reached = BTreeMap::from([(chapter, Reached { gatekeeper, turns: Vec::new(), visits: 0 })]);
    let mut tried: BTreeMap<(Chapter, Try), usize> = BTreeMap::new();
    let mut found = BTreeMap::new();
    let mut left = turns;
    while left > 0 && found.len() < wanted.len() {
        let Some(from) = reached.values_mut().min_by_key(|call| {
            // The nearest to what is wanted among the least visited.
            (call.visits, far.get(call.gatekeeper.at()).copied().unwrap_or(usize::MAX))
        }) else {
            break;
        };
        from.visits += 1;
        let (mut gatekeeper, mut way) = (from.gatekeeper.clone(), from.turns.clone());
        for _ in 0..STEPS.min(left) {
            left -= 1;
            let chapter = gatekeeper.situation(&asked).chapter();
            let Some(by) = choice(&mut rng, &gatekeeper, scenario, &chapter, &tried) else { break };
            *tried.entry((chapter, by)).or_default() += 1;
            let from = gatekeeper.at().to_owned();
            gatekeeper = taken(gatekeeper, scenario, by).0;
            way.push(Taken { from, by, to: gatekeeper.at().to_owned() });
            if gatekeeper.ended().is_some() {
                let ending = gatekeeper.at();
                if wanted.contains(ending) && !found.contains_key(ending) {
                    found.insert(ending.to_owned(), way);
                }
                break;
            }
            let chapter = gatekeeper.situation(&asked).chapter();
            let call = || Reached { gatekeeper: gatekeeper.clone(), turns: way.clone(), visits: 0 };
            reached.entry(chapter).or_insert_with(call);
        }
    }
    found
}

/// What to do next: what was tried least from here, mostly, and mostly in words.
fn choice(
    rng: &mut ChaCha8Rng,
    gatekeeper: &Gatekeeper<'_>,
    scenario: &Scenario,
    chapter: &Chapter,
    tried: &BTreeMap<(Chapter, Try), usize>,
) -> Option<Try> {
    let wordless = rng.random_ratio(1, WORDLESS);
    let of_words = |by: &Try| matches!(by, Try::Edge(_) | Try::With(_));
    let all = tries(gatekeeper, scenario);
    let mut open: Vec<Try> = all.iter().copied().filter(|by| of_words(by) != wordless).collect();
    if open.is_empty() {
        open = all;
    }
    if !rng.random_ratio(1, WHIM) {
        let times = |by: &Try| tried.get(&(chapter.clone(), *by)).copied().unwrap_or(0);
        let least = open.iter().map(times).min()?;
        open.retain(|by| times(by) == least);
    }
    open.get(rng.random_range(0..open.len().max(1))).copied()
}

//! Which cards a drill plays, and in which order.
//!
//! What enters: cards, what is remembered of them, today's date, a seed. What leaves: a [`Plan`], and a
//! [`Round`] that brings the weak ones back. This file must not know how a card is played, and no clock.

use super::cards::{Card, cards};
use super::schedule::{Memory, Rating};
use crate::score::Exercise;
use jiff::civil::Date;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::{BTreeMap, VecDeque};

/// The rules of the book that drills rehearse: those that score an answer, and those that the cards put the
/// caller through (human resources as the wrong door and as a source, the people who send one on, suspicion,
/// the short second message, the hook in the opening, the second shot).
pub const RULES: &[u32] = &[
    2, 12, 13, 19, 24, 25, 31, 33, 36, 37, 38, 39, 40, 42, 43, 46, 47, 51, 53, 54, 55, 56, 57, 58, 59, 60,
    66, 67, 68, 69, 70, 71, 72, 73, 75, 76, 89,
];

/// A weak card comes back this often in one drill; then it waits for its day.
const MOST_RETURNS: u32 = 2;

/// What is remembered, by the card's id.
pub type Memories = BTreeMap<String, Memory>;

/// What a drill will play.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub cards: Vec<&'static Card>,
    /// How many of them were due, are new, or come early because nothing else is left.
    pub due: usize,
    pub fresh: usize,
    pub early: usize,
    /// The day on which the next card is due that is not due yet.
    pub next_due: Option<Date>,
}

/// Chooses: what is due, longest overdue first; then new cards in the seed's order, mixed; then, where one
/// exercise was asked for, its weakest ones although they are not due.
pub fn plan(topic: Option<Exercise>, count: usize, memories: &Memories, today: Date, seed: u64) -> Plan {
    let asked: Vec<&'static Card> =
        cards().iter().filter(|card| topic.is_none_or(|topic| card.exercise == topic)).collect();
    let known = |card: &&'static Card| memories.get(&card.id).map(|memory| (*card, memory));
    let seen: Vec<(&'static Card, &Memory)> = asked.iter().filter_map(known).collect();
    let (mut due, mut waiting): (Vec<_>, Vec<_>) =
        seen.into_iter().partition(|(_, memory)| memory.due <= today);
    due.sort_by(|(_, a), (_, b)| (a.due, &a.card).cmp(&(b.due, &b.card)));
    let next_due = waiting.iter().map(|(_, memory)| memory.due).min();
    let mut chosen: Vec<&'static Card> = due.into_iter().map(|(card, _)| card).take(count).collect();
    let due = chosen.len();
    let fresh: Vec<&'static Card> =
        asked.into_iter().filter(|card| !memories.contains_key(&card.id)).collect();
    chosen.extend(mixed(fresh, seed).into_iter().take(count - due));
    let fresh = chosen.len() - due;
    if topic.is_some() {
        waiting.sort_by(|(_, a), (_, b)| a.score.total_cmp(&b.score).then(a.due.cmp(&b.due)));
        let left = count - chosen.len();
        chosen.extend(waiting.into_iter().map(|(card, _)| card).take(left));
    }
    Plan { due, fresh, early: chosen.len() - due - fresh, cards: chosen, next_due }
}

/// Shuffled, then dealt in turn from each exercise and family, so that five cards are five things.
fn mixed(mut fresh: Vec<&'static Card>, seed: u64) -> Vec<&'static Card> {
    let mut draw = ChaCha8Rng::seed_from_u64(seed);
    for last in (1..fresh.len()).rev() {
        fresh.swap(last, draw.next_u32() as usize % (last + 1));
    }
    let mut piles: Vec<(Exercise, BTreeMap<&str, VecDeque<&'static Card>>)> = Vec::new();
    for card in fresh {
        let at = piles.iter().position(|(exercise, _)| *exercise == card.exercise).unwrap_or_else(|| {
            piles.push((card.exercise, BTreeMap::new()));
            piles.len() - 1
        });
        piles[at].1.entry(&card.family).or_default().push_back(card);
    }
    let mut dealt = Vec::new();
    let mut turns = 0_usize;
    while !piles.is_empty() {
        for (_, families) in &mut piles {
            let name = families.keys().nth(turns % families.len()).copied().unwrap_or_default();
            dealt.extend(families.get_mut(name).and_then(VecDeque::pop_front));
            families.retain(|_, pile| !pile.is_empty());
        }
        piles.retain(|(_, families)| !families.is_empty());
        turns += 1;
    }
    dealt
}

/// One card's turn in a drill.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    pub card: &'static Card,
    /// 0 the first time in this drill.
    pub round: u32,
}

/// A drill that goes on: cards in order, the weak ones again after the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    waiting: VecDeque<Turn>,
    /// Turns that were begun, the weak ones' returns included.
    begun: usize,
}

impl Round {
    pub fn new(cards: &[&'static Card]) -> Self {
        Self { waiting: cards.iter().map(|card| Turn { card, round: 0 }).collect(), begun: 0 }
    }

    /// The next card, with its place in the drill and how many there are to be by now.
    pub fn deal(&mut self) -> Option<(Turn, usize, usize)> {
        let turn = self.waiting.pop_front()?;
        self.begun += 1;
        Some((turn, self.begun, self.begun + self.waiting.len()))
    }

    pub fn has_more(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Takes in how it went. True when the card will come back in this drill.
    pub fn answered(&mut self, turn: Turn, score: f64) -> bool {
        let returns = Rating::of(score) == Rating::Again && turn.round < MOST_RETURNS;
        if returns {
            self.waiting.push_back(Turn { round: turn.round + 1, ..turn });
        }
        returns
    }
}

#[cfg(test)]
#[path = "drill_tests.rs"]
mod tests;

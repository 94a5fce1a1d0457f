//! How likely a yes is, told openly (rule 50): one in three to begin with, and more for what the caller knows.
//!
//! Which facts count, and for how much, is ours; the article's "two out of every three" is where it begins.

use super::standing::Standing;
use super::step::Step;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// In a hundred: two of three calls lead to nothing.
pub const TO_BEGIN_WITH: u32 = 33;
/// Nothing makes a yes certain.
pub const AT_MOST: u32 = 85;
/// Two people are "a few other people that work there" (rule 4).
pub const INSIDERS_WANTED: usize = 2;

/// Something that makes a yes likelier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raise {
    pub why: &'static str,
    /// In a hundred.
    pub points: u32,
    pub earned: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odds {
    pub raises: Vec<Raise>,
    /// In a hundred.
    pub total: u32,
}

const FACTS: [(&str, &str, u32); 8] = [
    ("manager", "you can ask for the manager by name", 4),
    ("project", "you know what they are working on", 7),
    ("need", "you know their biggest headache", 8),
    ("need_two", "you know a second thing they struggle with", 6),
    ("valued", "you know what the manager values", 6),
    ("temper", "you know what the manager is like", 2),
    ("best_time", "you know the best time", 2),
    ("blessing", "somebody there lets you use their name", 8),
];

impl Odds {
    pub fn of(standing: &Standing) -> Self {
        let facts =
            FACTS.into_iter().map(|(fact, why, points)| Raise { why, points, earned: standing.knows(fact) });
        let insiders = Raise {
            why: "you talked to two people who work there",
            points: 6,
            earned: standing.insiders_heard() >= INSIDERS_WANTED,
        };
        let resume = Raise {
            why: "your resume is there, and you follow it up",
            points: 3,
            earned: !standing.resumes.is_empty(),
        };
        let raises: Vec<Raise> = facts.chain([insiders, resume]).collect();
        let earned: u32 = raises.iter().filter(|raise| raise.earned).map(|raise| raise.points).sum();
        Self { raises, total: (TO_BEGIN_WITH + earned).min(AT_MOST) }
    }
}

/// Whether the manager can be won this time, drawn anew for each try: trying again with more in hand is worth it.
pub(super) fn can_be_won(standing: &Standing) -> bool {
    let tries = standing.calls_to(Step::Manager).count() as u64;
    let mut key = [0u8; 32];
    key[..8].copy_from_slice(&standing.company.seed.to_le_bytes());
    key[8..16].copy_from_slice(&tries.to_le_bytes());
    key[16..20].copy_from_slice(b"odds");
    let drawn = (u128::from(ChaCha8Rng::from_seed(key).next_u64()) * 100) >> 64;
    drawn < u128::from(Odds::of(standing).total)
}

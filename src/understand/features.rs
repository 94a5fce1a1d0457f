//! A clause as numbers: its meaning, its neighbours', its words, the grammar's evidence, the state of the talk.
//!
//! A [`Turn`] and its clauses' embeddings enter, sparse-and-dense rows leave. What the numbers are worth is the
//! head's business.

use super::embed::{DIMENSIONS, Embedding};
use super::grammar::{Evidence, Sign};
use super::turn::Turn;
use crate::call::Element;
use std::ops::Range;

/// Buckets for words and pairs of words; more did not help with a few thousand clauses.
const BUCKETS: usize = 2048;
const ELEMENTS: usize = Element::ALL.len();
const AT_CONTEXT: usize = DIMENSIONS;
const AT_SIGNS: usize = AT_CONTEXT + DIMENSIONS;
const AT_STATE: usize = AT_SIGNS + ELEMENTS * 4;
const STATE: usize = 8;
const AT_WORDS: usize = AT_STATE + STATE;
/// Length of a row.
pub const FEATURES: usize = AT_WORDS + BUCKETS;

/// The numbers of one clause that are not zero, by place.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The first [`DIMENSIONS`] * 2 places.
    pub dense: Vec<f32>,
    pub sparse: Vec<(usize, f32)>,
}

/// One row for each clause of a turn. `embeddings` are the clauses', in order.
pub fn rows(turn: &Turn, signs: &[Sign], embeddings: &[Embedding], after_refusal: bool) -> Vec<Row> {
    (0..turn.clauses.len())
        .map(|clause| {
            let mut dense = embeddings[clause].clone();
            dense.extend(context(embeddings, clause));
            let mut sparse = evidence(turn, signs, clause);
            sparse.extend(state(turn, clause, after_refusal));
            sparse.extend(words(&turn.masked(turn.clauses[clause].clone())));
            Row { dense, sparse }
        })
        .collect()
}

fn context(embeddings: &[Embedding], clause: usize) -> Embedding {
    let mut sum = vec![0.0; DIMENSIONS];
    let neighbours = [clause.checked_sub(1), Some(clause + 1).filter(|next| *next < embeddings.len())];
    for neighbour in neighbours.into_iter().flatten() {
        sum.iter_mut().zip(&embeddings[neighbour]).for_each(|(sum, x)| *sum += 0.25 * x);
    }
    sum
}

/// For each element: phrases for, hints, phrases against in this clause; phrases for anywhere in the turn.
fn evidence(turn: &Turn, signs: &[Sign], clause: usize) -> Vec<(usize, f32)> {
    let range = &turn.clauses[clause];
    let mut flags = [0.0_f32; ELEMENTS * 4];
    for sign in signs {
        let element = sign.element as usize * 4;
        if touches(sign, range) {
            let (place, weight) = match sign.evidence {
                Evidence::For => (0, 1.5),
                Evidence::Hint => (1, 0.7),
                Evidence::Against => (2, 1.0),
            };
            flags[element + place] = weight;
        } else if sign.evidence == Evidence::For {
            flags[element + 3] = 0.3;
        }
    }
    flags.iter().enumerate().filter(|(_, x)| **x != 0.0).map(|(at, x)| (AT_SIGNS + at, *x)).collect()
}

fn touches(sign: &Sign, clause: &Range<usize>) -> bool {
    sign.first < clause.end && clause.start < sign.end
}

fn state(turn: &Turn, clause: usize, after_refusal: bool) -> Vec<(usize, f32)> {
    let range = &turn.clauses[clause];
    let has = |first: usize, last: usize| first < range.end && range.start <= last;
    let flags = [
        after_refusal,
        clause == 0,
        clause + 1 == turn.clauses.len(),
        turn.clauses.len() == 1,
        turn.numbers.iter().any(|number| has(number.first, number.last)),
        turn.telephones.iter().any(|phone| has(phone.first, phone.last)),
        turn.person[range.clone()].iter().any(|person| *person),
        range.len() <= 3,
    ];
    flags.iter().enumerate().filter(|(_, on)| **on).map(|(at, _)| (AT_STATE + at, 0.5)).collect()
}

/// Words and pairs of words, hashed, of unit length together.
fn words(masked: &str) -> Vec<(usize, f32)> {
    let mut places: Vec<usize> = grams(masked).into_iter().map(|gram| AT_WORDS + gram % BUCKETS).collect();
    places.sort_unstable();
    places.dedup();
    #[expect(clippy::cast_precision_loss, reason = "a clause has a few hundred words at most")]
    let weight = 1.0 / (places.len().max(1) as f32).sqrt();
    places.into_iter().map(|place| (place, weight)).collect()
}

/// A stable hash for each word and each pair of neighbours, the clause's ends included.
pub fn grams(masked: &str) -> Vec<usize> {
    let words: Vec<&str> =
        std::iter::once("^").chain(masked.split(' ')).chain(std::iter::once("$")).collect();
    let single = words[1..words.len() - 1].iter().map(|word| hash(&[word]));
    let pairs = words.windows(2).map(hash);
    single.chain(pairs).collect()
}

/// FNV-1a, 64 bits: the same on every machine.
fn hash(words: &[&str]) -> usize {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.iter().flat_map(|word| word.bytes().chain(std::iter::once(b' '))) {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    usize::try_from(state >> 33).unwrap_or(0)
}

//! When a card comes back: FSRS with its published default parameters.
//!
//! What enters: what is remembered of a card, a score, today's date. What leaves: what is remembered from now
//! on. This file must not know what is on a card, and no clock.

use fsrs::{DEFAULT_PARAMETERS, FSRS, ItemState, MemoryState};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Scores below this were not there yet: the card comes back in the same drill, and tomorrow.
pub const AGAIN_BELOW: f64 = 50.0;
/// Below this, something that matters was missing.
pub const HARD_BELOW: f64 = 70.0;
/// Below this, the answer would do. From here on it was easy.
pub const GOOD_BELOW: f64 = 90.0;

/// A card comes back when it would be answered well this often. FSRS's own default.
const RETENTION: f32 = 0.9;

/// Nobody wants to hear of a card in ten years: a call is prepared in weeks.
const LONGEST_DAYS: f32 = 180.0;

/// How an answer went, in FSRS's four grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    Again,
    Hard,
    Good,
    Easy,
}

impl Rating {
    pub fn of(score: f64) -> Self {
        match score {
            score if score < AGAIN_BELOW => Self::Again,
            score if score < HARD_BELOW => Self::Hard,
            score if score < GOOD_BELOW => Self::Good,
            _ => Self::Easy,
        }
    }
}

/// What is remembered of one card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    pub card: String,
    /// Days until it would be answered well only nine times in ten (FSRS's stability).
    pub stability: f32,
    /// 1 to 10 (FSRS's difficulty).
    pub difficulty: f32,
    /// The day of the last answer.
    pub last: Date,
    pub due: Date,
    /// The last score, 0 to 100.
    pub score: f64,
    /// How often it was answered.
    pub times: u32,
}

impl Memory {
    /// Values that FSRS can go on from; a file may hold anything.
    pub fn is_sound(&self) -> bool {
        self.stability.is_finite()
            && self.stability > 0.0
            && (1.0..=10.0).contains(&self.difficulty)
            && (0.0..=100.0).contains(&self.score)
    }
}

/// The memory of a card after an answer. A clock that was set back counts as the same day.
pub fn after(before: Option<&Memory>, card: &str, score: f64, today: Date) -> Memory {
    let state = before
        .filter(|memory| memory.is_sound())
        .map(|memory| MemoryState { stability: memory.stability, difficulty: memory.difficulty });
    let days = before.map_or(0, |memory| days_between(memory.last, today));
    let next = next_state(state, Rating::of(score), days);
    // Rounded to whole days, and never today: within one drill the weak ones come back by themselves.
    let interval = next.interval.round().clamp(1.0, LONGEST_DAYS) as i64;
    Memory {
        card: card.to_owned(),
        stability: next.memory.stability,
        difficulty: next.memory.difficulty,
        last: today,
        due: today.checked_add(interval.days()).unwrap_or(Date::MAX),
        score,
        times: before.map_or(0, |memory| memory.times).saturating_add(1),
    }
}

fn days_between(from: Date, to: Date) -> u32 {
    let days = from.until(to).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}

fn next_state(state: Option<MemoryState>, rating: Rating, days: u32) -> ItemState {
    let fsrs = FSRS::new(&DEFAULT_PARAMETERS).expect("FSRS knows its own parameters");
    let states = fsrs.next_states(state, RETENTION, days).expect("a sound state has a next one");
    match rating {
        Rating::Again => states.again,
        Rating::Hard => states.hard,
        Rating::Good => states.good,
        Rating::Easy => states.easy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 3, 4);

    #[test]
    fn the_better_the_answer_the_later_it_comes_back() {
        let due = |score| after(None, "x", score, TODAY).due;
        assert_eq!(due(0.0), date(2026, 3, 5), "a weak card is due tomorrow");
        assert!(due(49.0) <= due(60.0) && due(60.0) < due(75.0) && due(75.0) < due(95.0));
        assert!(due(95.0) > date(2026, 3, 10));
    }

    #[test]
    fn a_card_that_goes_well_each_time_comes_ever_more_rarely_until_it_is_forgotten() {
        let mut memory = after(None, "x", 80.0, TODAY);
        let mut last_gap = 0;
        for _ in 0..3 {
            let gap = days_between(memory.last, memory.due);
            assert!(gap > last_gap, "{gap} after {last_gap}");
            last_gap = gap;
            memory = after(Some(&memory), "x", 80.0, memory.due);
        }
        let lapsed = after(Some(&memory), "x", 20.0, memory.due);
        assert!(days_between(lapsed.last, lapsed.due) < last_gap);
        assert_eq!(lapsed.times, 5);
    }

    #[test]
    fn a_retry_on_the_same_day_counts_and_a_clock_set_back_does_no_harm() {
        let first = after(None, "x", 20.0, TODAY);
        let second = after(Some(&first), "x", 95.0, TODAY);
        assert!(second.stability > first.stability && second.due > TODAY);
        let back = after(Some(&second), "x", 80.0, date(2020, 1, 1));
        assert!(back.due > date(2020, 1, 1));
        assert_eq!(after(None, "x", 100.0, Date::MAX).due, Date::MAX);
    }

    #[test]
    fn a_memory_that_makes_no_sense_starts_anew() {
        let broken = Memory { stability: f32::NAN, ..after(None, "x", 80.0, TODAY) };
        assert!(!broken.is_sound());
        assert_eq!(after(Some(&broken), "x", 80.0, TODAY).stability, after(None, "x", 80.0, TODAY).stability);
    }

    proptest! {
        #[test]
        fn whatever_the_scores_a_card_is_due_after_today_and_within_the_limit(
            scores in prop::collection::vec((0.0..=100.0_f64, 0_i64..400), 1..20)
        ) {
            let mut memory: Option<Memory> = None;
            let mut today = TODAY;
            for (score, days) in scores {
                today = today.checked_add(days.days()).unwrap();
                let next = after(memory.as_ref(), "x", score, today);
                prop_assert!(next.is_sound(), "{next:?}");
                prop_assert!(next.due > today && days_between(today, next.due) <= 180);
                memory = Some(next);
            }
        }
    }
}

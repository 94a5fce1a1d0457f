//! The days on which somebody dialled: the streak, and how many of the days there were (rule 95).

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Day {
    pub day: Date,
    pub dials: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Days {
    /// Dials today.
    pub today: usize,
    /// Days in a row with a dial, up to today; up to yesterday while today has none yet.
    pub streak: usize,
    pub best_streak: usize,
    pub dialled: usize,
    /// Days since the first dial, both ends included.
    pub of: usize,
    /// The last two weeks, oldest first.
    pub recent: Vec<Day>,
}

/// How many days are shown.
const RECENT: i64 = 14;

impl Days {
    pub fn of(dials: impl Iterator<Item = Date>, today: Date) -> Self {
        let mut by_day: BTreeMap<Date, usize> = BTreeMap::new();
        for day in dials {
            *by_day.entry(day).or_default() += 1;
        }
        let on = |day: Date| by_day.get(&day).copied().unwrap_or(0);
        let until = if on(today) > 0 { today } else { before(today, 1) };
        let first = by_day.keys().next().copied().filter(|first| *first <= today);
        let since =
            first.and_then(|first| first.until(today).ok()).map_or(0, |span| span.get_days().unsigned_abs());
        Self {
            today: on(today),
            streak: streak_until(&by_day, until),
            best_streak: by_day.keys().map(|day| streak_until(&by_day, *day)).max().unwrap_or(0),
            dialled: by_day.len(),
            of: if first.is_some() { since as usize + 1 } else { 0 },
            recent: (0..RECENT)
                .rev()
                .map(|ago| before(today, ago))
                .map(|day| Day { day, dials: on(day) })
                .collect(),
        }
    }
}

fn streak_until(by_day: &BTreeMap<Date, usize>, last: Date) -> usize {
    let mut length = 0;
    while by_day.contains_key(&before(last, length as i64)) {
        length += 1;
    }
    length
}

fn before(day: Date, days: i64) -> Date {
    day.checked_sub(days.days()).unwrap_or(Date::MIN)
}

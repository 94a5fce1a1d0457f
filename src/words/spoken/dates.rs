//! Times of day and dates.

use super::Reading;
use super::chunks::Chunk;
use super::counting::{cardinal, digits, ordinal, year};
use super::short_forms::{month, month_number};

/// A time of day as written: 9:30, 9am, 14:05pm.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Time {
    hour: u64,
    minute: Option<u64>,
    /// "A M" or "P M".
    half: Option<&'static str>,
}

/// "9:30am", "9 a.m.", "10:00", "9:30-10:15am".
pub fn time(all: &[Chunk<'_>], at: usize) -> Option<Reading> {
    let chunk = all.get(at)?;
    let (first, last) = match chunk.core.split_once(['-', '–']) {
        Some((first, last)) => (parse_time(first)?, Some(parse_time(last)?)),
        None => (parse_time(chunk.core)?, None),
    };
    let mut end = last.unwrap_or(first);
    let mut read = 1;
    let next_half = all.get(at + 1).filter(|_| chunk.trail.is_empty()).and_then(|next| half(next.core));
    if end.half.is_none() && next_half.is_some() {
        end.half = next_half;
        read = 2;
    }
    if [Some(first), Some(end)].iter().flatten().all(|time| time.minute.is_none() && time.half.is_none()) {
        return None;
    }
    let words = match last {
        Some(_) => format!("{} to {}", clock(first, true), clock(end, true)),
        None => clock(end, false),
    };
    let ends_in_half_with_dot = all.get(at + read - 1).is_some_and(|last| last.core.contains('.'));
    if ends_in_half_with_dot { Reading::with_dot(words, read, all, at) } else { Reading::many(words, read) }
}

fn parse_time(text: &str) -> Option<Time> {
    let lowered = text.to_ascii_lowercase();
    let digits_end = lowered.find(|c: char| c != ':' && !c.is_ascii_digit()).unwrap_or(lowered.len());
    let (clock, rest) = lowered.split_at(digits_end);
    let half = if rest.is_empty() { None } else { Some(half(rest)?) };
    let (hour, minute) = match clock.split_once(':') {
        Some((hour, minute)) if minute.len() == 2 => (hour, Some(minute.parse().ok().filter(|m| *m < 60)?)),
        Some(_) => return None,
        None => (clock, None),
    };
    let hour = hour.parse().ok().filter(|hour| *hour <= 24 && clock.len() <= 5)?;
    if half.is_some() && hour > 12 { None } else { Some(Time { hour, minute, half }) }
}

fn half(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "am" | "a.m" | "a.m." => Some("A M"),
        "pm" | "p.m" | "p.m." => Some("P M"),
        _ => None,
    }
}

fn clock(time: Time, in_range: bool) -> String {
    let hour = cardinal(time.hour);
    let minutes = match (time.minute, time.half) {
        (None | Some(0), Some(_)) | (None, None) => String::new(),
        (Some(0), None) if time.hour > 12 => " hundred".to_owned(),
        (Some(0), None) if in_range => String::new(),
        (Some(0), None) => " o'clock".to_owned(),
        (Some(minute), _) if minute < 10 => format!(" oh {}", cardinal(minute)),
        (Some(minute), _) => format!(" {}", cardinal(minute)),
    };
    match time.half {
        Some(half) => format!("{hour}{minutes} {half}"),
        None => format!("{hour}{minutes}"),
    }
}

/// "Jan. 5, 2026", "March 3-5", "May 12th", "2026-05-12", "5/12/2026", "in 2019".
pub fn date(all: &[Chunk<'_>], at: usize) -> Option<Reading> {
    let chunk = all.get(at)?;
    if let Some(name) = month(chunk.core) {
        return month_and_day(all, at, name);
    }
    let numbers: Vec<&str> = chunk.core.split(['-', '/', '.']).collect();
    let &[first, second, third] = numbers.as_slice() else { return None };
    if [first, second, third].iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let (month, day, in_year) = match (first.len(), third.len()) {
        (4, 1 | 2) => (second, third, first),
        (1 | 2, 4 | 2) if chunk.core.contains('/') => (first, second, third),
        _ => return None,
    };
    let month = month_number(month.parse().ok()?)?;
    let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let in_year = match in_year.len() {
        4 => year(in_year.parse().ok()?),
        _ => year(2000 + in_year.parse::<u64>().ok()?),
    };
    Reading::one(format!("{month} {}, {in_year}", ordinal(day)))
}

fn month_and_day(all: &[Chunk<'_>], at: usize, name: &'static str) -> Option<Reading> {
    let chunk = all.get(at)?;
    let next = all.get(at + 1).filter(|_| chunk.runs_on());
    let Some((next, days)) = next.and_then(|next| Some((next, days(next.core)?))) else {
        return month_alone(all, at, name);
    };
    let year_follows = matches!(next.trail, "" | ",").then(|| all.get(at + 2)).flatten();
    match year_follows.and_then(|chunk| plain_year(chunk.core)) {
        Some(in_year) => Reading::many(format!("{name} {days}, {in_year}"), 3),
        None => Reading::many(format!("{name} {days}"), 2),
    }
}

fn month_alone(all: &[Chunk<'_>], at: usize, name: &'static str) -> Option<Reading> {
    let chunk = all.get(at)?;
    let next = all.get(at + 1).filter(|_| chunk.runs_on());
    if let Some(in_year) = next.and_then(|next| plain_year(next.core)) {
        return Reading::many(format!("{name} {in_year}"), 2);
    }
    // Alone, a short month may be a name or a word ("Jan", "Mar").
    let before = at.checked_sub(1).and_then(|before| all.get(before)).map_or("", |before| before.core);
    let is_when = BEFORE_A_MONTH.iter().any(|word| before.eq_ignore_ascii_case(word));
    if chunk.core == name || !chunk.dot() || !is_when {
        return None;
    }
    Reading::with_dot(name, 1, all, at)
}

const BEFORE_A_MONTH: [&str; 14] = [
    "in", "of", "since", "until", "till", "by", "last", "next", "this", "early", "late", "mid", "through",
    "every",
];

/// "5", "5th", "3-5" as days of a month.
fn days(core: &str) -> Option<String> {
    let day = |text: &str| -> Option<String> {
        let number =
            ["st", "nd", "rd", "th"].iter().find_map(|ending| text.strip_suffix(ending)).unwrap_or(text);
        let number: u64 = number.parse().ok()?;
        (1..=31).contains(&number).then(|| ordinal(number))
    };
    match core.split_once(['-', '–']) {
        Some((first, last)) => Some(format!("{} to {}", day(first)?, day(last)?)),
        None => day(core),
    }
}

fn plain_year(core: &str) -> Option<String> {
    let is_year = core.len() == 4 && core.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| core.parse().ok()).flatten().filter(|number| (1900..2100).contains(number)).map(year)
}

/// A number behind "room" or "extension" is said digit by digit.
pub fn is_label(word: &str) -> bool {
    let labels = [
        "extension",
        "ext",
        "suite",
        "ste",
        "room",
        "rm",
        "apartment",
        "apt",
        "unit",
        "flight",
        "code",
        "pin",
        "box",
    ];
    labels.iter().any(|label| word.eq_ignore_ascii_case(label))
}

/// "204" of "room 204" is "two oh four".
pub fn label_number(number: &str) -> String {
    match (number.len(), number.parse::<u64>()) {
        (1 | 2, Ok(value)) => cardinal(value),
        _ => digits(number),
    }
}

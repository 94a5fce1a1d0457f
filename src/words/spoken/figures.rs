//! Telephone numbers, money, percent, ranges, ordinals, years, units, plain numbers.

use super::Reading;
use super::chunks::Chunk;
use super::counting::{cardinal, decade, digits, fraction, ordinal, year};
use super::dates::{is_label, label_number};
use super::short_forms;

/// "612-555-0142", "(612) 555-0142", "1-800-555-0142", "+1 612 555 0142", "555-0142", "6125550142".
/// "020 7946 0123", "+44 20 7946 0123": a leading zero or a plus and nine digits.
/// Grouped as written; every group digit by digit, "800" as "eight hundred" in the North American plan.
pub fn telephone(all: &[Chunk<'_>], at: usize) -> Option<Reading> {
    let mut groups: Vec<&str> = Vec::new();
    let mut best = None;
    let plus = all.get(at).is_some_and(|chunk| chunk.core.starts_with('+'));
    for (index, chunk) in all.iter().enumerate().skip(at).take(MOST_GROUPS) {
        let core = chunk.core.trim_start_matches(['+', '(']);
        let parts: Vec<&str> =
            core.split(['-', '.', '‑', '–', ')', '(']).filter(|part| !part.is_empty()).collect();
        if parts.is_empty() || parts.iter().any(|part| !part.bytes().all(|byte| byte.is_ascii_digit())) {
            break;
        }
        groups.extend(parts);
        if let Some(said) = telephone_groups(&groups).or_else(|| abroad(&groups, plus)) {
            best = Some((said, index + 1 - at));
        }
        if !matches!(chunk.trail, "" | ")" | "-" | ")-") {
            break;
        }
    }
    let (words, chunks) = best?;
    Reading::many(words, chunks)
}

/// "+49 302 312 5012" has four groups, a longer number five.
const MOST_GROUPS: usize = 5;

/// Numbers of other plans, which begin with a plus or a zero.
fn abroad(groups: &[&str], plus: bool) -> Option<String> {
    const FEWEST_DIGITS: usize = 9;
    let all: usize = groups.iter().map(|group| group.len()).sum();
    let begins = plus || groups.len() > 1 && groups.first().is_some_and(|group| group.starts_with('0'));
    let number = begins && (FEWEST_DIGITS..=15).contains(&all);
    let said: Vec<String> = groups.iter().map(|group| digits(group)).collect();
    number.then(|| format!("{}{}", if plus { "plus " } else { "" }, said.join(", ")))
}

fn telephone_groups(groups: &[&str]) -> Option<String> {
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let groups: Vec<&str> = match (lengths.as_slice(), groups) {
        ([3, 4] | [3, 3, 4], groups) => groups.to_vec(),
        ([1, 3, 3, 4], groups) if groups.first() == Some(&"1") => groups.to_vec(),
        ([10], &[number]) => vec![&number[..3], &number[3..6], &number[6..]],
        ([11], &[number]) if number.starts_with('1') => {
            vec![&number[..1], &number[1..4], &number[4..7], &number[7..]]
        }
        _ => return None,
    };
    let count = groups.len();
    let said: Vec<String> = groups
        .iter()
        .enumerate()
        .map(|(index, group)| match *group {
            "800" if index + 3 == count => "eight hundred".to_owned(),
            group => digits(group),
        })
        .collect();
    Some(said.join(", "))
}

/// A number as written: its whole part without separators, and what follows the point.
#[derive(Debug, Clone, Copy)]
struct Number<'a> {
    written: &'a str,
    minus: bool,
}

impl<'a> Number<'a> {
    /// The number at the start of a text, and the rest.
    fn parse(text: &'a str) -> Option<(Self, &'a str)> {
        let (minus, unsigned) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut end =
            unsigned.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(unsigned.len());
        end = unsigned[..end].trim_end_matches([',', '.']).len();
        let written = &unsigned[..end];
        let has_digit = written.bytes().any(|byte| byte.is_ascii_digit());
        (has_digit && written.matches('.').count() <= 1)
            .then_some((Self { written, minus }, &unsigned[end..]))
    }

    fn whole(self) -> String {
        self.written.split('.').next().unwrap_or_default().replace(',', "")
    }

    fn after_point(self) -> Option<&'a str> {
        self.written.split_once('.').map(|(_, after)| after)
    }

    fn value(self) -> Option<u64> {
        self.after_point().is_none().then(|| self.whole().parse().ok()).flatten()
    }

    fn is_one(self) -> bool {
        self.value() == Some(1)
    }

    /// Four digits without a comma, in the range in which people say years.
    fn as_year(self) -> Option<u64> {
        self.value().filter(|number| self.written.len() == 4 && (1900..2100).contains(number))
    }

    fn words(self) -> String {
        let whole = self.whole();
        let mut words = match whole.parse::<u64>() {
            Ok(_) if whole.len() > 1 && whole.starts_with('0') => digits(&whole),
            Ok(number) => cardinal(number),
            Err(_) if whole.is_empty() => "zero".to_owned(),
            Err(_) => digits(&whole),
        };
        if let Some(after) = self.after_point() {
            words = format!("{words} point {}", fraction(after));
        }
        if self.minus { format!("minus {words}") } else { words }
    }

    fn words_or_year(self) -> String {
        self.as_year().map_or_else(|| self.words(), year)
    }
}

/// A figure with what is attached to it: currency before, a range, a unit behind.
pub fn figure(all: &[Chunk<'_>], at: usize) -> Option<Reading> {
    let chunk = all.get(at)?;
    let core = chunk.core.strip_prefix('#').unwrap_or(chunk.core);
    let (currency, rest) = take_currency(core);
    let (low, mut rest) = Number::parse(rest)?;
    let mut high = None;
    // "$80k-$90k" carries its scale twice; the second one is enough.
    let scaled = rest.trim_start_matches(['k', 'K', 'M', 'B', '%']);
    if let Some(after) = scaled.strip_prefix(['-', '–']).or_else(|| rest.strip_prefix(['-', '–']))
        && let Some((number, tail)) = Number::parse(take_currency(after).1)
    {
        (high, rest) = (Some(number), tail);
    }
    let last = high.unwrap_or(low);
    if let Some(currency) = currency {
        return money(all, at, currency, low, high, rest);
    }
    let number_sign = if core.len() < chunk.core.len() { "number " } else { "" };
    if rest.is_empty() {
        return counted(all, at, low, high, number_sign);
    }
    let words = range(low, high, Number::words);
    match rest {
        "+" => Reading::one(format!("{words} plus")),
        "x" | "X" => Reading::one(format!("{words} times")),
        "s" | "'s" | "’s" => Reading::one(decade(last.value()?)),
        "st" | "nd" | "rd" | "th" if high.is_none() => Reading::one(ordinal(low.value()?)),
        "k" | "K" => Reading::one(format!("{words} thousand")),
        unit => {
            let unit = short_forms::unit(unit, is_adjective(all, at) || (high.is_none() && last.is_one()))?;
            Reading::with_dot(format!("{words} {unit}"), 1, all, at)
        }
    }
}

/// Behind a figure may stand a unit as a word of its own; before it a word that makes it a label.
fn counted(
    all: &[Chunk<'_>],
    at: usize,
    low: Number<'_>,
    high: Option<Number<'_>>,
    sign: &str,
) -> Option<Reading> {
    let chunk = all.get(at)?;
    let before = at.checked_sub(1).and_then(|before| all.get(before)).map_or("", |before| before.core);
    let is_state = before.len() == 2 && before.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_label = high.is_none() && (is_label(before) || (is_state && low.written.len() == 5));
    if is_label && low.value().is_some() && !low.written.contains(',') {
        return Reading::one(label_number(low.written));
    }
    let unit = all.get(at + 1).filter(|_| chunk.trail.is_empty());
    let is_one = is_adjective(all, at) || (high.is_none() && low.is_one());
    let unit = unit.and_then(|next| short_forms::unit(next.core, is_one));
    if let Some(unit) = unit {
        return Reading::with_dot(format!("{} {unit}", range(low, high, Number::words)), 2, all, at);
    }
    let words = range(low, high, Number::words_or_year);
    // "-5" behind a space is a minus; the middle of "3 - 5" is a chunk of its own.
    if high.is_none()
        && let (Some(dash), Some(next)) = (all.get(at + 1), all.get(at + 2))
        && chunk.trail.is_empty()
        && dash.is_dash()
        && let Some((number, "")) = Number::parse(next.core)
    {
        return Reading::many(format!("{sign}{words} to {}", number.words_or_year()), 3);
    }
    Reading::one(format!("{sign}{words}"))
}

fn range<'a>(low: Number<'a>, high: Option<Number<'a>>, words: fn(Number<'a>) -> String) -> String {
    match high {
        Some(high) => format!("{} to {}", words(low), words(high)),
        None => words(low),
    }
}

/// "a $5,000 budget", "a 5 km run": behind the article a measure is said in the singular.
fn is_adjective(all: &[Chunk<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| all.get(before)).map_or("", |before| before.core);
    before.eq_ignore_ascii_case("a") || before.eq_ignore_ascii_case("an")
}

fn take_currency(text: &str) -> (Option<char>, &str) {
    let trimmed = text.strip_prefix("US").unwrap_or(text);
    match trimmed.chars().next() {
        Some(sign @ ('$' | '€' | '£')) => (Some(sign), &trimmed[sign.len_utf8()..]),
        _ => (None, text),
    }
}

fn money(
    all: &[Chunk<'_>],
    at: usize,
    currency: char,
    low: Number<'_>,
    high: Option<Number<'_>>,
    rest: &str,
) -> Option<Reading> {
    let (one, many, cent, cents) = match currency {
        '€' => ("euro", "euros", "cent", "cents"),
        '£' => ("pound", "pounds", "penny", "pence"),
        _ => ("dollar", "dollars", "cent", "cents"),
    };
    let many = if is_adjective(all, at) { one } else { many };
    let next = all.get(at + 1).filter(|_| all.get(at).is_some_and(|chunk| chunk.trail.is_empty()));
    let scale_word = next.map(|next| next.core).and_then(scale).filter(|_| rest.is_empty());
    let (scale, read) = match (scale(rest), scale_word) {
        (Some(scale), _) => (Some(scale), 1),
        (None, Some(scale)) => (Some(scale), 2),
        (None, None) => (None, 1),
    };
    if let Some(scale) = scale {
        return Reading::many(format!("{} {scale} {many}", range(low, high, Number::words)), read);
    }
    let plus = match rest {
        "" => "",
        "+" => " plus",
        "/hr" | "/hour" => " an hour",
        "/yr" | "/year" => " a year",
        _ => return None,
    };
    let amount = match (high, low.after_point()) {
        (Some(_), _) => format!("{} {many}", range(low, high, Number::words)),
        (None, Some(after)) if after.len() == 2 => dollars_and_cents(low, after, [one, many, cent, cents])?,
        (None, Some(_)) => format!("{} {many}", low.words()),
        (None, None) => format!("{} {}", low.words(), if low.is_one() { one } else { many }),
    };
    Reading::one(format!("{amount}{plus}"))
}

fn dollars_and_cents(amount: Number<'_>, after: &str, [one, many, cent, cents]: [&str; 4]) -> Option<String> {
    let whole: u64 = amount.whole().parse().unwrap_or(0);
    let small: u64 = after.parse().ok()?;
    let dollars = format!("{} {}", cardinal(whole), if whole == 1 { one } else { many });
    let coins = format!("{} {}", cardinal(small), if small == 1 { cent } else { cents });
    Some(match (whole, small) {
        (_, 0) => dollars,
        (0, _) => coins,
        _ => format!("{dollars} and {coins}"),
    })
}

fn scale(text: &str) -> Option<&'static str> {
    match text {
        "k" | "K" | "thousand" => Some("thousand"),
        "M" | "m" | "MM" | "million" => Some("million"),
        "B" | "b" | "bn" | "billion" => Some("billion"),
        "T" | "trillion" => Some("trillion"),
        _ => None,
    }
}

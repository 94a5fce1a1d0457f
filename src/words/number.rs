//! Normalised tokens in; the numbers said in them out, in words or digits.
//!
//! Cardinals, "a couple of", "half a million", "200 k". What is counted is not this room's business.

use super::normal::Token;

/// A number, and the tokens `first..=last` that say it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    pub value: f64,
    pub first: usize,
    pub last: usize,
}

/// Every number in the tokens, left to right. A row of single digits gives one number each.
pub fn numbers(tokens: &[Token]) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match number_at(tokens, at) {
            Some(number) => {
                at = number.last + 1;
                found.push(number);
            }
            None => at += 1,
        }
    }
    found
}

/// The value of a word for 0 to 19 or a ten.
pub fn small(word: &str) -> Option<f64> {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Some(value) = UNITS.iter().position(|unit| *unit == word) {
        return u8::try_from(value).ok().map(f64::from);
    }
    let ten = TENS.iter().position(|ten| *ten == word)?;
    u8::try_from(ten).ok().map(|ten| f64::from(ten + 2) * 10.0)
}

fn multiplier(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(1e2),
        "thousand" | "k" | "grand" => Some(1e3),
        "million" | "m" | "mil" => Some(1e6),
        "billion" | "bn" => Some(1e9),
        "dozen" => Some(12.0),
        _ => None,
    }
}

fn digits(word: &str) -> Option<f64> {
    word.starts_with(|c: char| c.is_ascii_digit()).then(|| word.parse().ok()).flatten()
}

fn number_at(tokens: &[Token], first: usize) -> Option<Number> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let (mut total, mut at) = (0.0, first);
    let mut current = match word(first) {
        "a" | "an" | "one"
            if multiplier(word(first + 1)).is_some_and(|m| m > 1.0) && word(first + 1).len() > 2 =>
        {
            1.0
        }
        "a" if matches!(word(first + 1), "couple" | "pair") => {
            return Some(Number { value: 2.0, first, last: first + 1 });
        }
        "half" if word(first + 1) == "a" && multiplier(word(first + 2)).is_some() => {
            at += 1;
            0.5
        }
        "couple" | "several" => return Some(Number { value: 2.0, first, last: first }),
        "decade" if first > 0 && tokens[first - 1].is(&["a", "last", "past"]) => {
            return Some(Number { value: 10.0, first, last: first });
        }
        start => small(start).or_else(|| digits(start))?,
    };
    let mut last_small = current;
    at += 1;
    loop {
        let next = word(at);
        let ahead = small(word(at + 1));
        if let Some(times) = multiplier(next).filter(|_| next.len() > 1 || digits(word(at - 1)).is_some()) {
            if times == 1e2 || times == 12.0 {
                current *= times;
            } else {
                total += current * times;
                current = 0.0;
            }
            last_small = 0.0;
        } else if let Some(value) = small(next).filter(|v| fits(last_small, *v) && word(at - 1) != "zero") {
            current += value;
            last_small = value;
        } else if next == "and" && last_small == 0.0 && ahead.is_some() {
            // "two hundred and five"
        } else if next == "and" && word(at + 1) == "a" && word(at + 2) == "half" {
            current += 0.5;
            at += 3;
            break;
        } else {
            break;
        }
        at += 1;
    }
    Some(Number { value: total + current, first, last: at - 1 })
}

/// A unit may follow a ten, anything may follow a hundred or thousand; five five is two numbers.
fn fits(before: f64, value: f64) -> bool {
    before == 0.0
        || (before >= 20.0 && before % 10.0 == 0.0 && before < 100.0 && (1.0..10.0).contains(&value))
}

#[cfg(test)]
mod tests {
    use super::super::normal::content;
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[f64]) {
        let values: Vec<f64> = numbers(&content(text)).iter().map(|number| number.value).collect();
        assert_eq!(values, expected, "{text:?}");
    }

    #[test]
    fn numbers_in_words_and_digits() {
        case("thirty five percent and twelve years", &[35.0, 12.0]);
        case("two hundred thousand dollars", &[200_000.0]);
        case("two hundred and five people", &[205.0]);
        case("$1.5 million, 200k and a dozen", &[1_500_000.0, 200_000.0, 12.0]);
        case("half a million", &[500_000.0]);
        case("six and a half years", &[6.5]);
        case("five five five", &[5.0, 5.0, 5.0]);
        case("a hundred and a couple of them", &[100.0, 2.0]);
        case("nobody counted", &[]);
    }
}

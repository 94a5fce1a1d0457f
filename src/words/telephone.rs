//! Normalised tokens in; telephone numbers out, whether written, read digit by digit, or said in pairs.
//!
//! Whose number it is, the words around it tell; this room only reads digits.

use super::normal::Token;
use super::number::small;

/// Seven digits are the shortest that people give (a local number), fifteen the longest (ITU-T E.164).
pub const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A telephone number: its digits (a leading + kept) and the tokens `first..=last` that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telephone {
    pub digits: String,
    pub first: usize,
    pub last: usize,
}

/// Every stretch of seven to fifteen digits, left to right. Reads "555-0199", "five five five oh one double nine",
/// "nine one six, five fifty-five", "area code ...", "plus one ...". Amounts ("two hundred thousand") are not digits.
pub fn telephones(tokens: &[Token]) -> Vec<Telephone> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (number, next) = read_from(tokens, at);
        found.extend(number);
        at = next;
    }
    found
}

/// Digits in the groups in which they are written and read: "612-555-0173", "555-0173". What is no number of the
/// plan stands digit by digit: "3 0 3, 5 5 5, 0 1".
pub fn grouped(digits: &str) -> String {
    let (plus, digits) = match digits.strip_prefix('+') {
        Some(rest) => ("+", rest),
        None => ("", digits),
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.len() {
        7 if plain => format!("{plus}{}-{}", &digits[..3], &digits[3..]),
        10 if plain => format!("{plus}{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..]),
        11 if plain => {
            format!("{plus}{}-{}-{}-{}", &digits[..1], &digits[1..4], &digits[4..7], &digits[7..])
        }
        length if plain && DIGITS.contains(&length) => {
            let spaced = |group: &[u8]| {
                group.iter().map(|digit| char::from(*digit).to_string()).collect::<Vec<_>>().join(" ")
            };
            let groups: Vec<String> = digits.as_bytes().chunks(3).map(spaced).collect();
            format!("{plus}{}", groups.join(", "))
        }
        _ => format!("{plus}{digits}"),
    }
}

/// Reads one run of digits from `at`: what it was, and where to go on.
fn read_from(tokens: &[Token], at: usize) -> (Option<Telephone>, usize) {
    let mut digits = String::new();
    let mut last = at;
    let mut here = at;
    while here < tokens.len() {
        let Some((said, used)) = digits_at(tokens, here, !digits.is_empty()) else { break };
        if digits.len() + said.len() > *DIGITS.end() {
            break;
        }
        digits.push_str(&said);
        last = here + used - 1;
        here += used;
        while here < tokens.len() && !digits.is_empty() && is_between(tokens, here) {
            here += 1;
        }
    }
    if digits.is_empty() {
        return (None, at + 1);
    }
    let amount = tokens.get(last + 1).is_some_and(|t| {
        t.is(&[
            "dollars",
            "percent",
            "people",
            "thousand",
            "million",
            "years",
            "euros",
            "pounds",
            "employees",
        ])
    });
    let plus = at > 0 && tokens[at - 1].text == "plus";
    let number = (DIGITS.contains(&digits.len()) && !amount).then(|| Telephone {
        digits: if plus { format!("+{digits}") } else { digits },
        first: at,
        last,
    });
    (number, last + 1)
}

/// Words that people put between the groups of a number.
fn is_between(tokens: &[Token], at: usize) -> bool {
    tokens[at].is(&["dash", "hyphen", "and", "then", "dot", "space", "that", "is"])
        && tokens.get(at + 1).is_some_and(|_| digits_at(tokens, at + 1, true).is_some())
}

/// The digits that the tokens at `at` say, and how many tokens that took.
fn digits_at(tokens: &[Token], at: usize, inside: bool) -> Option<(String, usize)> {
    let word = tokens[at].text.as_str();
    let next = tokens.get(at + 1).map_or("", |token| token.text.as_str());
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        return Some((digits, 1));
    }
    match word {
        "double" | "triple" => {
            let digit = digit(next)?;
            let times = if word == "double" { 2 } else { 3 };
            return Some((digit.to_string().repeat(times), 2));
        }
        // "oh" is a zero only where a digit stands beside it.
        "oh" | "o" if inside || digit(next).is_some() => return Some(("0".into(), 1)),
        _ => {}
    }
    if let Some(digit) = digit(word) {
        if next == "hundred" && inside {
            return Some((format!("{digit}00"), 2));
        }
        return Some((digit.to_string(), 1));
    }
    let value = small(word)?;
    if value >= 20.0
        && let Some(unit) = digit(next).filter(|unit| *unit != '0')
    {
        return Some((format!("{}{unit}", value / 10.0), 2));
    }
    Some((format!("{value}"), 1))
}

fn digit(word: &str) -> Option<char> {
    let value = small(word).filter(|value| *value < 10.0)?;
    format!("{value}").chars().next()
}

#[cfg(test)]
mod tests {
    use super::super::normal::content;
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let found: Vec<String> = telephones(&content(text)).into_iter().map(|t| t.digits).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn numbers_as_people_give_them() {
        case("call (612) 555-1234 today", &["6125551234"]);
        case("555.0199", &["5550199"]);
        case("five five five, oh one double nine", &["5550199"]);
        case("nine one six, um, five fifty-five, zero one seventy three", &["9165550173"]);
        case("area code three oh three then 555 0166", &["3035550166"]);
        case("plus one 212 555 0101", &["+12125550101"]);
        case("two one two, five five five, eight hundred one", &["2125558001"]);
    }

    #[test]
    fn numbers_are_written_in_groups() {
        for (digits, written) in [
            ("6125550173", "612-555-0173"),
            ("5550173", "555-0173"),
            ("+16125550173", "+1-612-555-0173"),
            ("44721", "44721"),
            ("30355501", "3 0 3, 5 5 5, 0 1"),
        ] {
            assert_eq!(grouped(digits), written);
        }
    }

    #[test]
    fn other_counts_are_no_telephone_numbers() {
        case("my badge number was 44721", &[]);
        case("we made 2000000 dollars in 2019", &[]);
        case("two hundred thousand dollars", &[]);
        case("oh I see, thirty five people", &[]);
    }
}

//! Normalised tokens in; telephone numbers out, whether written, read digit by digit, or said in pairs.
//!
//! Whose number it is, the words around it tell; this room only reads digits. How a number is grouped when it is
//! written or read back stands in [`grouping`](super::grouping).

use super::normal::{Mark, Token};
use super::number::small;

/// Seven digits are the shortest that people give (a local number), fifteen the longest (ITU-T E.164).
pub const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// An extension has no more digits than this.
const LONGEST_EXTENSION: usize = 6;
/// Between a number and its extension, as ITU-T E.123 writes it.
pub const EXTENSION: &str = " ext. ";

/// A telephone number: its digits (a leading + kept, an extension behind [`EXTENSION`]) and the tokens `first..=last`
/// that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telephone {
    pub digits: String,
    pub first: usize,
    pub last: usize,
}

/// Every stretch of seven to fifteen digits, left to right. Reads "555-0199", "five five five oh one double nine",
/// "nine one six, five fifty-five", "area code ...", "plus one ...", "... extension two one", "oh one one nine, sorry,
/// oh one eight nine". Amounts ("two hundred thousand") are not digits.
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

/// True for a number as some country writes it: what has too few digits, or too many, was misheard.
pub fn is_plausible(digits: &str) -> bool {
    let number = digits.split(EXTENSION).next().unwrap_or_default();
    match (number.strip_prefix('+'), number.len()) {
        (Some(international), _) if international.starts_with('1') => international.len() == 11,
        (Some(international), _) if international.starts_with("44") => international.len() == 12,
        // Country code and number: ten digits in small countries, thirteen in Germany.
        (Some(international), _) => (10..=13).contains(&international.len()),
        (None, 7) => !number.starts_with(['0', '1']),
        (None, 10) => !number.starts_with(['0', '1']),
        (None, 11) => number.starts_with(['0', '1']),
        (None, 12..=15) => number.starts_with("00") || number.starts_with("011"),
        _ => false,
    }
}

/// A run of digits, and the token behind it.
struct Run {
    digits: String,
    next: usize,
}

/// Reads one run of digits from `at`: what it was, and where to go on.
fn read_from(tokens: &[Token], at: usize) -> (Option<Telephone>, usize) {
    let mut run = digits_from(tokens, at);
    if run.digits.is_empty() {
        return (None, at + 1);
    }
    if let Some(right) = correction(tokens, &run) {
        run = right;
    }
    let amount = tokens.get(run.next).is_some_and(|t| t.is(COUNTED));
    let plus = at > 0 && tokens[at - 1].text == "plus";
    if !DIGITS.contains(&run.digits.len()) || amount {
        return (None, run.next);
    }
    let mut digits = if plus { international(&run.digits) } else { said_once(run.digits) };
    let mut next = run.next;
    if let Some(extension) = extension(tokens, next) {
        digits = format!("{digits}{EXTENSION}{}", extension.digits);
        next = extension.next;
    }
    (Some(Telephone { digits, first: at, last: next - 1 }), next)
}

/// What a count of is no telephone number.
const COUNTED: &[&str] =
    &["dollars", "percent", "people", "thousand", "million", "years", "euros", "pounds", "employees"];

fn digits_from(tokens: &[Token], at: usize) -> Run {
    let mut run = Run { digits: String::new(), next: at };
    let mut here = at;
    while let Some((said, used)) = digits_at(tokens, here, &run.digits) {
        if run.digits.len() + said.len() > *DIGITS.end() {
            break;
        }
        run.digits.push_str(&said);
        here += used;
        run.next = here;
        while is_between(tokens, here, &run.digits) {
            here += 1;
        }
    }
    run
}

/// "oh one one nine, sorry, oh one eight nine": the digits after the word stand for as many before it.
fn correction(tokens: &[Token], run: &Run) -> Option<Run> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let from = match (word(run.next), word(run.next + 1)) {
        (
            "sorry" | "sori" | "no" | "correction" | "wait" | "rather",
            "no" | "sorry" | "wait" | "that" | "it",
        ) => run.next + 2,
        ("i", "mean") | ("make", "that") => run.next + 2,
        ("sorry" | "sori" | "no" | "correction" | "wait" | "rather", _) => run.next + 1,
        _ => return None,
    };
    let from = if word(from) == "is" { from + 1 } else { from };
    let right = digits_from(tokens, from);
    let kept = run.digits.len().checked_sub(right.digits.len()).filter(|_| !right.digits.is_empty())?;
    Some(Run { digits: format!("{}{}", &run.digits[..kept], right.digits), next: right.next })
}

/// A number that was said twice in a row is one number.
fn said_once(digits: String) -> String {
    let (first, second) = digits.split_at(digits.len() / 2);
    if first == second && first.len() >= *DIGITS.start() { first.to_owned() } else { digits }
}

/// Country codes behind which people say the zero that is only dialled inside the country: "+44 (0)20".
const WITHOUT_TRUNK_ZERO: &[&str] = &["44", "49", "33", "31", "32", "41", "43", "46", "353", "61", "64"];

fn international(digits: &str) -> String {
    let trunk = WITHOUT_TRUNK_ZERO.iter().find_map(|code| {
        let national = digits.strip_prefix(code)?.strip_prefix('0')?;
        Some(format!("+{code}{national}"))
    });
    trunk.unwrap_or_else(|| format!("+{digits}"))
}

/// "extension two one four", "ext. 214", "x214".
fn extension(tokens: &[Token], at: usize) -> Option<Run> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let at = if word(at) == "and" { at + 1 } else { at };
    let named = matches!(word(at), "extension" | "ext" | "x" | "extensions");
    let from = at + 1 + usize::from(matches!(word(at + 1), "is" | "number"));
    let run = named.then(|| digits_from(tokens, from))?;
    (1..=LONGEST_EXTENSION).contains(&run.digits.len()).then_some(run)
}

/// Words that people put between the groups of a number. Behind a whole number they begin something else.
fn is_between(tokens: &[Token], at: usize, digits: &str) -> bool {
    let whole = digits.len() >= *DIGITS.start();
    let Some(token) = tokens.get(at) else { return false };
    let joins = token.is(&["dash", "hyphen", "dot", "space"])
        || !whole && token.is(&["and", "then", "that", "is", "it", "or"]) && !digits.is_empty();
    joins && digits_at(tokens, at + 1, digits).is_some()
}

/// The digits that the tokens at `at` say, and how many tokens that took. `before` are the digits so far.
fn digits_at(tokens: &[Token], at: usize, before: &str) -> Option<(String, usize)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let inside = !before.is_empty();
    let (this, next) = (word(at), word(at + 1));
    if let Some(figures) = figures(this) {
        return Some(match next {
            // "35 hundred"
            "hundred" if inside && figures.len() <= 2 => (format!("{figures}00"), 2),
            _ => (figures, 1),
        });
    }
    let times = match this {
        "double" | "doubles" => 2,
        "triple" | "treble" => 3,
        // The name of W begins as "double" does.
        "w" if inside => 2,
        _ => 0,
    };
    if times > 0 {
        // "double 14" is a double one and a four.
        let said = figures_or_digit(next)?;
        let (first, rest) = said.split_at(1);
        return Some((format!("{}{rest}", first.repeat(times)), 2));
    }
    // "1OO"
    if inside && this.len() <= 3 && this.bytes().all(|byte| byte == b'o') && this.len() > 1 {
        return Some(("0".repeat(this.len()), 1));
    }
    // "oh", and what sounds like a digit, only where digits stand beside it.
    if let Some(digit) = heard_as(this) {
        let beside = |at: usize| {
            let word = word(at);
            figures_or_digit(word).is_some() || matches!(word, "double" | "triple" | "treble")
        };
        let zero = digit == '0';
        let whole = before.len() >= *DIGITS.start();
        let fits = if zero { inside || beside(at + 1) } else { inside && !whole && beside(at + 1) };
        return fits.then(|| (digit.to_string(), 1));
    }
    if let Some(digit) = digit(this) {
        return Some(match next {
            "hundred" if inside || figures_or_digit(word(at + 2)).is_some() => (format!("{digit}00"), 2),
            "thousand" if inside => (format!("{digit}000"), 2),
            _ => (digit.to_string(), 1),
        });
    }
    let value = small(this)?;
    let unit = digit(next).filter(|unit| *unit != '0' && tokens[at + 1].mark == Mark::None);
    let (said, used) = match unit {
        Some(unit) if value >= 20.0 => (format!("{}{unit}", value / 10.0), 2),
        _ => (format!("{value}"), 1),
    };
    Some(if inside && word(at + used) == "hundred" { (format!("{said}00"), used + 1) } else { (said, used) })
}

/// The figures of a word that is written in them.
fn figures(word: &str) -> Option<String> {
    let starts = word.starts_with(|c: char| c.is_ascii_digit());
    starts.then(|| word.chars().filter(char::is_ascii_digit).collect())
}

fn figures_or_digit(word: &str) -> Option<String> {
    let zero = matches!(word, "oh" | "o" | "owe").then(|| "0".to_owned());
    figures(word).or(zero).or_else(|| digit(word).map(String::from))
}

/// Words that a recognizer writes for a digit.
fn heard_as(word: &str) -> Option<char> {
    Some(match word {
        "oh" | "o" | "owe" | "ou" | "nought" | "naught" | "nil" => '0',
        "won" => '1',
        "to" | "too" => '2',
        "tree" => '3',
        "for" | "fore" => '4',
        "fife" => '5',
        "ate" => '8',
        "nein" | "niner" => '9',
        _ => return None,
    })
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
        case("two one two, five five five, eight hundred one", &["2125558001"]);
        case("eight hundred, 555, thirty-five hundred", &["8005553500"]);
        case("seven three four 555 thirty, twelve", &["7345553012"]);
    }

    #[test]
    fn british_and_international_numbers() {
        case("oh double one four, four nine six, oh triple nine", &["01144960999"]);
        case("O20-7-946-O-W-7-O.", &["02079460770"]);
        case("0-double-14, 496 0999", &["01144960999"]);
        case("plus one 212 555 0101", &["+12125550101"]);
        case("+44 (0)20 7946 0123", &["+442079460123"]);
        case("plus forty-nine, three oh, two three one two five, zero one two", &["+493023125012"]);
    }

    #[test]
    fn extensions_belong_to_their_number() {
        case("612-555-0199, extension two one four", &["6125550199 ext. 214"]);
        case("it's 020 7946 0123 ext 7", &["02079460123 ext. 7"]);
        case("612 555 0199 x214", &["6125550199 ext. 214"]);
        case("extension 214", &[]);
    }

    #[test]
    fn the_last_word_counts() {
        case("five five five, oh one one nine, sorry, oh one eight nine", &["5550189"]);
        case("612-555-0119, no, 612-555-0189", &["6125550189"]);
        case("it's 612 555 0199, that's 612 555 0199", &["6125550199", "6125550199"]);
    }

    #[test]
    fn what_sounds_like_a_digit_is_one_between_digits_only() {
        case("five five for two oh won six", &["5542016"]);
        case("call 555-0199 for two days", &["5550199"]);
        case("for too long", &[]);
        case("916, 5551OO1", &["9165551001"]);
        case("994 or 622 5345", &["9946225345"]);
        case("555-0199 or 555-0188", &["5550199", "5550188"]);
    }

    #[test]
    fn other_counts_are_no_telephone_numbers() {
        case("my badge number was 44721", &[]);
        case("we made 2000000 dollars in 2019", &[]);
        case("two hundred thousand dollars", &[]);
        case("oh I see, thirty five people", &[]);
    }

    #[test]
    fn lengths_that_no_country_has_are_seen() {
        for right in [
            "5550199",
            "6125550199",
            "16125550199",
            "02079460123",
            "+442079460123",
            "+4930231250",
            "6125550199 ext. 21",
        ] {
            assert!(is_plausible(right), "{right}");
        }
        for wrong in ["55501999", "612555019", "61255501999", "+16125550", "0207946012"] {
            assert!(!is_plausible(wrong), "{wrong}");
        }
    }
}

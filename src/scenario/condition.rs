//! The conditions of an edge: a few words, no language.
//!
//! ```text
//! condition = ["not"] test
//! test      = ELEMENT | "said" ELEMENT | "flag" NAME | DIFFICULTY | "chance" NUMBER
//!           | "hidden" NAME VALUE | "knows" NAME
//!           | ("mood" | "patience" | "visit") (">=" | "<") INTEGER
//! ```

use super::model::{Compare, Condition, Test};
use super::names::{is_name, quoted};
use super::problem::Problems;
use crate::call::{Difficulty, Element};
use std::fmt;

/// As a file writes it.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("not ")?;
        }
        match &self.test {
            Test::Element(element) => write!(f, "{element}"),
            Test::Said(element) => write!(f, "said {element}"),
            Test::Flag(flag) => write!(f, "flag {flag}"),
            Test::Mood(compare, number) => write!(f, "mood {compare} {number}"),
            Test::Patience(compare, number) => write!(f, "patience {compare} {number}"),
            Test::Visit(compare, number) => write!(f, "visit {compare} {number}"),
            Test::Difficulty(difficulty) => write!(f, "{difficulty}"),
            Test::Chance(chance) => write!(f, "chance {chance}"),
            Test::Hidden(name, value) => write!(f, "hidden {name} {value}"),
            Test::Knows(fact) => write!(f, "knows {fact}"),
        }
    }
}

impl fmt::Display for Compare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Compare::AtLeast => ">=",
            Compare::Below => "<",
        })
    }
}

/// Reads one condition; what is wrong with it and what to do otherwise.
pub(super) fn parse(text: &str, problems: &mut Problems) -> Result<Condition, (String, String)> {
    let spaced = text.replace(">=", " >= ").replace("<=", " <= ");
    let mut words: Vec<&str> = spaced.split_whitespace().collect();
    let negated = words.first() == Some(&"not");
    if negated {
        words.remove(0);
    }
    let test = match words.as_slice() {
        ["said", element] => Test::Said(self::element(element, problems)?),
        ["flag", name] if is_name(name) => Test::Flag((*name).to_owned()),
        ["knows", name] if is_name(name) => Test::Knows((*name).to_owned()),
        ["hidden", name, value] if is_name(name) && is_name(value) => {
            Test::Hidden((*name).to_owned(), (*value).to_owned())
        }
        ["chance", number] => Test::Chance(chance(number)?),
        [what @ ("mood" | "patience" | "visit"), rest @ ..] => compare(what, rest)?,
        ["said"] => return Err(wrong(text, "name an element after it, as in `said referral`")),
        ["flag", ..] => return Err(wrong(text, "name one flag after it, as in `flag asked`")),
        ["knows", ..] => return Err(wrong(text, "name one fact after it, as in `knows manager`")),
        ["hidden", ..] => {
            return Err(wrong(
                text,
                "name what is hidden and one of its values, as in `hidden motive expert`",
            ));
        }
        ["chance"] => return Err(wrong(text, "give a number from 0 to 1, as in `chance 0.4`")),
        [name] => match Difficulty::from_name(name) {
            Some(difficulty) => Test::Difficulty(difficulty),
            None => Test::Element(element(name, problems)?),
        },
        _ => {
            return Err(wrong(
                text,
                "write one test, as in `strong_close`, `said referral`, `flag asked`, `mood >= 1`, `hard` or `chance 0.4`; several go into a list",
            ));
        }
    };
    Ok(Condition { negated, test })
}

fn wrong(text: &str, help: &str) -> (String, String) {
    (format!("{} is no condition", quoted(text)), help.to_owned())
}

fn element(name: &str, problems: &mut Problems) -> Result<Element, (String, String)> {
    Element::from_name(name).ok_or_else(|| {
        let words = [
            "easy", "normal", "hard", "said", "flag", "mood", "patience", "visit", "chance", "hidden",
            "knows", "not",
        ];
        let help = problems.suggest(name, Element::ALL.iter().map(|element| element.name()).chain(words));
        (format!("{} is neither an element of a caller's turn nor a difficulty", quoted(name)), help)
    })
}

fn chance(number: &str) -> Result<f64, (String, String)> {
    match number.parse::<f64>() {
        Ok(chance) if (0.0..=1.0).contains(&chance) => Ok(chance),
        _ => Err(wrong(&format!("chance {number}"), "give a number from 0 to 1, as in `chance 0.4`")),
    }
}

fn compare(what: &str, rest: &[&str]) -> Result<Test, (String, String)> {
    let help = format!("write `{what} >= 1` or `{what} < 1`");
    let joined = rest.concat();
    let sign_end = joined.find(|c: char| c.is_ascii_digit() || c == '-').unwrap_or(joined.len());
    let (sign, number) = joined.split_at(sign_end);
    let whole = || format!("{what} {joined}");
    let Ok(number) = number.parse::<i32>() else { return Err(wrong(&whole(), &help)) };
    let (sign, number) = match sign {
        ">=" => (Compare::AtLeast, number),
        "<" => (Compare::Below, number),
        ">" => return Err(wrong(&whole(), &format!("write `{what} >= {}`", number.saturating_add(1)))),
        "<=" => return Err(wrong(&whole(), &format!("write `{what} < {}`", number.saturating_add(1)))),
        _ => return Err(wrong(&whole(), &help)),
    };
    Ok(match what {
        "mood" => Test::Mood(sign, number),
        "patience" => Test::Patience(sign, number),
        _ => Test::Visit(sign, number),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn good(text: &str, negated: bool, test: Test) {
        let read = parse(text, &mut Problems::default()).expect(text);
        assert_eq!(
            parse(&read.to_string(), &mut Problems::default()),
            Ok(read.clone()),
            "{text} written and read again"
        );
        assert_eq!(read, Condition { negated, test }, "{text}");
    }

    #[track_caller]
    fn bad(text: &str, help: &str) {
        let (_, said) = parse(text, &mut Problems::default()).expect_err(text);
        assert!(said.contains(help), "{text}: {said}");
    }

    #[test]
    fn every_form() {
        good("strong_close", false, Test::Element(Element::StrongClose));
        good("not strong_close", true, Test::Element(Element::StrongClose));
        good("said referral", false, Test::Said(Element::Referral));
        good("flag asked", false, Test::Flag("asked".into()));
        good("mood >= 1", false, Test::Mood(Compare::AtLeast, 1));
        good("mood>=-1", false, Test::Mood(Compare::AtLeast, -1));
        good(" not  mood < 0 ", true, Test::Mood(Compare::Below, 0));
        good("patience >= 2", false, Test::Patience(Compare::AtLeast, 2));
        good("visit <2", false, Test::Visit(Compare::Below, 2));
        good("hard", false, Test::Difficulty(Difficulty::Hard));
        good("chance 0.4", false, Test::Chance(0.4));
        good("not knows manager", true, Test::Knows("manager".into()));
        good("hidden motive expert", false, Test::Hidden("motive".into(), "expert".into()));
    }

    #[test]
    fn what_is_wrong_is_said() {
        bad("strong_clsoe", "did you mean `strong_close`?");
        bad("said refferal", "did you mean `referral`?");
        bad("mood > 0", "write `mood >= 1`");
        bad("mood <= 2147483647", "write `mood < 2147483647`");
        bad("mood", "write `mood >= 1`");
        bad("mood = 1", "write `mood >= 1`");
        bad("mood >= 99999999999", "write `mood >= 1`");
        bad("chance 2", "from 0 to 1");
        bad("chance nan", "from 0 to 1");
        bad("flag", "as in `flag asked`");
        bad("flag a b", "as in `flag asked`");
        bad("knows", "as in `knows manager`");
        bad("hidden motive", "as in `hidden motive expert`");
        bad("said", "as in `said referral`");
        bad("", "one test");
        bad("not", "one test");
        bad("hard and easy", "one test");
    }
}

//! What was heard, as it is written inside a line: names and days with a capital.
//!
//! Words as a recognizer gave them enter; the same words as people write them leave.

use crate::words::phrase::capital;

/// A person's name as it is written: a recognizer may have given it in lower case.
pub(super) fn as_name(said: &str) -> String {
    let said = said.trim();
    if said.chars().any(char::is_uppercase) {
        return said.to_owned();
    }
    said.split_whitespace().map(capital).collect::<Vec<_>>().join(" ")
}

/// A time as it is written inside a sentence: days and months with a capital.
pub(super) fn as_time(said: &str) -> String {
    const NAMED: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    said.split_whitespace()
        .map(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let day = bare.strip_suffix('s').filter(|day| NAMED.contains(day)).unwrap_or(&bare);
            if NAMED.contains(&day) { capital(&word.to_lowercase()) } else { word.to_owned() }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// A name letter by letter, as it is read back: "S, W, A, double N".
pub(super) fn as_letters(name: &str) -> String {
    let letters: Vec<char> =
        name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect();
    let said = letters.chunk_by(|a, b| a == b).flat_map(|same| match same {
        [letter, _] => vec![format!("double {letter}")],
        same => same.iter().map(char::to_string).collect(),
    });
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_names_and_times() {
        assert_eq!(as_name("ann baker"), "Ann Baker");
        assert_eq!(as_name("Ann McBride"), "Ann McBride");
        assert_eq!(as_time("thursday at two"), "Thursday at two");
        assert_eq!(as_time("Next friday, or Mondays"), "Next Friday, or Mondays");
        assert_eq!(as_time("tomorrow"), "tomorrow");
        assert_eq!(as_letters("Swann"), "S, W, A, double N");
    }
}

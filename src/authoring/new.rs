//! A first scenario to start from: small, complete, commented.

use crate::scenario::is_name;

const FIRST: &str = include_str!("first.toml");

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NewError {
    #[error("`{}` cannot name a scenario; use letters a to z, digits, `_` and `-`, at most 64 of them", crate::scenario::visible(.0))]
    BadName(String),
}

/// The text of a new scenario, its title made from its name. It passes `check` without a warning.
pub fn first_scenario(name: &str) -> Result<String, NewError> {
    if !is_name(name) {
        return Err(NewError::BadName(name.chars().take(80).collect()));
    }
    let words = name.replace(['-', '_'], " ");
    let words = words.trim();
    let mut letters = words.chars();
    let title: String = match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "A practice call".to_owned(),
    };
    Ok(FIRST.replace("@TITLE@", &title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_comes_from_the_name() {
        let text = first_scenario("my-first_call").expect("a good name");
        assert!(text.contains("title = \"My first call\"\n"));
        assert!(first_scenario("--").expect("odd but good").contains("title = \"A practice call\""));
        for bad in ["", "../x", "a b", "a\u{1b}"] {
            assert!(first_scenario(bad).is_err(), "{bad:?}");
        }
    }
}

//! Which tokens are people's names: titles, known first names, names after an introduction, capitals.
//!
//! Tokens enter, a flag for each leaves. Capitals help where a text has them; a lower-case text relies on titles,
//! introductions and the list of first names.

use crate::words::normal::{Mark, Token};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// First names that are hardly ever another word, from `models/understanding/first-names.txt`.
static FIRST_NAMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../models/understanding/first-names.txt").split_whitespace().collect());

const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "professor", "prof", "sir"];

/// The lists of `models/understanding/not-names.txt`.
static LISTS: LazyLock<HashMap<&'static str, HashSet<&'static str>>> = LazyLock::new(|| {
    let mut lists: HashMap<&str, HashSet<&str>> = HashMap::new();
    let mut name = "";
    for line in include_str!("../../models/understanding/not-names.txt").lines() {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(heading) => name = heading,
            None if line.starts_with('#') => {}
            None => lists.entry(name).or_default().extend(line.split_whitespace()),
        }
    }
    lists
});

fn list(name: &str) -> &'static HashSet<&'static str> {
    static EMPTY: LazyLock<HashSet<&'static str>> = LazyLock::new(HashSet::new);
    LISTS.get(name).unwrap_or(&EMPTY)
}

fn is_never(token: &Token) -> bool {
    list("never").contains(token.text.as_str())
}

fn is_other(token: &Token) -> bool {
    list("other").contains(token.text.as_str())
}

/// For each token: is it part of a person's name?
pub fn people(tokens: &[Token]) -> Vec<bool> {
    let mut person = vec![false; tokens.len()];
    let capitals = has_capitals(tokens);
    for at in 0..tokens.len() {
        if person[at] {
            continue;
        }
        let end = name_at(tokens, at, capitals);
        person[at..end].fill(true);
    }
    person
}

/// Capitals mean something where some words have them and most do not.
fn has_capitals(tokens: &[Token]) -> bool {
    let written = tokens.iter().filter(|token| token.capital).count();
    written > 0 && written * 3 <= tokens.len() * 2 + 3
}

/// The end (exclusive) of the name that begins at `at`; `at` itself when none does.
fn name_at(tokens: &[Token], at: usize, capitals: bool) -> usize {
    let word = tokens[at].text.as_str();
    if TITLES.contains(&word) {
        let first = at + 1;
        return match tokens.get(first) {
            Some(token) if tokens[first].mark != Mark::Comma && !is_never(token) && is_word(token) => {
                surname(tokens, first, capitals)
            }
            _ => at,
        };
    }
    let expected = name_is_expected(tokens, at);
    let doubtful = list("doubtful").contains(word);
    let known = FIRST_NAMES.contains(word) && !doubtful
        || doubtful
            && (expected || capitals && tokens[at].capital && at > 0 && tokens[at].mark == Mark::None);
    if known && (!capitals || tokens[at].capital) {
        return surname(tokens, at, capitals);
    }
    if is_never(&tokens[at]) || !is_word(&tokens[at]) || is_other(&tokens[at]) {
        return at;
    }
    if capitals {
        let two = tokens.get(at + 1).is_some_and(|next| {
            next.capital && next.mark == Mark::None && !is_never(next) && !is_other(next) && is_word(next)
        });
        let middle = at > 0 && tokens[at].mark != Mark::Stop;
        let followed = tokens
            .get(at + 1)
            .is_some_and(|next| next.mark == Mark::None && next.is(&["here", "calling", "speaking"]));
        let alone = expected || followed;
        let place = at > 0
            && tokens[at - 1]
                .is(&["at", "for", "the", "of", "in", "into", "your", "our", "a", "near", "across"]);
        if tokens[at].capital && !place && ((two && middle) || alone) {
            return surname(tokens, at, capitals);
        }
        return at;
    }
    if introduced(tokens, at) { surname(tokens, at, capitals) } else { at }
}

fn is_word(token: &Token) -> bool {
    token.text.chars().count() > 1 && token.text.chars().all(char::is_alphabetic)
}

/// The first name at `at` and the one or two names that follow it.
fn surname(tokens: &[Token], at: usize, capitals: bool) -> usize {
    let mut end = at + 1;
    while end < tokens.len() && end < at + 3 {
        let token = &tokens[end];
        let fits =
            token.mark == Mark::None && is_word(token) && !is_never(token) && (!capitals || token.capital);
        // Without capitals two words are a name; a third is too easily something else.
        if !fits || (!capitals && end == at + 2) {
            break;
        }
        end += 1;
    }
    end
}

fn name_is_expected(tokens: &[Token], at: usize) -> bool {
    let word = |back: usize| at.checked_sub(back).map_or("", |i| tokens[i].text.as_str());
    introduced(tokens, at)
        || matches!(
            (word(2), word(1)),
            ("this", "is")
                | ("i", "am")
                | ("it", "is")
                | ("that", "is")
                | ("speak", "to" | "with")
                | ("talk", "to" | "with")
                | ("ask", "for")
                | ("calling", "for")
                | ("speaking", "with" | "to")
        )
        || matches!(
            word(1),
            "dear"
                | "hi"
                | "hello"
                | "hey"
                | "is"
                | "reach"
                | "friend"
                | "neighbor"
                | "colleague"
                | "uncle"
                | "aunt"
                | "tell"
                | "thanks"
        )
}

/// "my name is", "the name's", "name was".
fn introduced(tokens: &[Token], at: usize) -> bool {
    at >= 2
        && tokens[at - 1].is(&["is", "was"])
        && tokens[at - 2].text == "name"
        && !(at >= 3 && tokens[at - 3].is(&["her", "his", "their", "your"]) && is_never(&tokens[at]))
        || at >= 2 && tokens[at - 1].text == "name" && tokens[at - 2].text == "my"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::normal::content;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let tokens = content(text);
        let flags = people(&tokens);
        let found: Vec<&str> =
            tokens.iter().zip(flags).filter(|(_, named)| *named).map(|(t, _)| t.text.as_str()).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn the_lists_are_there() {
        assert!(["doubtful", "never", "other"].iter().all(|name| list(name).len() > 30));
    }

    #[test]
    fn names_are_found_with_and_without_capitals() {
        case("Hi, this is Ann Lee.", &["ann", "lee"]);
        case("hi this is ann lee could i", &["ann", "lee"]);
        case("is mr jones available", &["mr", "jones"]);
        case("my name is taunee besson and i", &["taunee", "besson"]);
        case("Your colleague Pat Lowe told me", &["pat", "lowe"]);
        case("Marcus here, I fix things", &["marcus"]);
    }

    #[test]
    fn common_words_are_no_names() {
        case("will you mark it in your calendar", &[]);
        case("I'm calling about the job", &[]);
        case("May I speak to the Director of Sales?", &[]);
        case("Good morning, Meridian Design", &[]);
    }
}

//! What a gatekeeper can remember of a turn: the caller's name, spelled or not, other people, telephone numbers, times,
//! companies, departments, amounts.
//!
//! A turn and its signs enter, [`Fact`]s leave. It knows no meaning beyond that.

use super::grammar::{Evidence, Sign};
use super::organisations::{companies, departments};
use super::pattern::DAYS;
use super::turn::Turn;
use crate::call::{Element, Fact, FactKind};
use crate::words::normal::Mark;
use crate::words::phrase::capital;
use crate::words::spelling::{Spelled, agreed, spelled};

/// The facts in a turn, in order. `asked_name` says that a bare name answers "who is calling?".
pub fn facts(turn: &Turn, signs: &[Sign], asked_name: bool, known: Option<&str>) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let own = own_name(turn, signs, asked_name, known);
    let spellings = spelled(&turn.tokens);
    for spelling in &spellings {
        let value = capital(&agreed(&spelling.word, &turn.tokens, spelling.first));
        facts.push(fact(turn, FactKind::Spelled, value, spelling.first, spelling.last + 1));
    }
    let inside = |at: usize| spellings.iter().any(|s| (s.first..=s.last).contains(&at));
    for (first, end) in people(turn).into_iter().filter(|(first, _)| !inside(*first)) {
        let kind = if own == Some((first, end)) { FactKind::CallerName } else { FactKind::Person };
        let heard = turn.quote(first, end).trim_matches(|c: char| !c.is_alphanumeric());
        let value = as_spelled(heard, end, &spellings, &facts).unwrap_or_else(|| heard.to_owned());
        if kind == FactKind::Person && known.is_some_and(|known| known.eq_ignore_ascii_case(&value)) {
            continue;
        }
        facts.push(fact(turn, kind, value, first, end));
    }
    for phone in &turn.telephones {
        facts.push(fact(turn, FactKind::Telephone, phone.digits.clone(), phone.first, phone.last + 1));
    }
    for (first, end) in times(turn) {
        facts.push(fact(turn, FactKind::Time, turn.quote(first, end).to_lowercase(), first, end));
    }
    let mut said = |kind, stretches: Vec<(usize, usize)>| {
        for (first, end) in stretches {
            facts.push(fact(turn, kind, turn.quote(first, end).to_owned(), first, end));
        }
    };
    said(FactKind::Company, companies(turn));
    said(FactKind::Department, departments(turn));
    said(FactKind::Amount, amounts(turn));
    facts.sort_by_key(|fact| (fact.start, fact.end));
    facts
}

/// A name that is spelled right behind it is written as it was spelled: "Ann Swan, S-W-A-N-N" is Ann Swann.
fn as_spelled(heard: &str, end: usize, spellings: &[Spelled], facts: &[Fact]) -> Option<String> {
    /// "that is", "spelled", "last name", between a name and its letters.
    const BETWEEN: usize = 4;
    let index = spellings.iter().position(|s| (end..=end + BETWEEN).contains(&s.first))?;
    let spelled = facts.iter().filter(|fact| fact.kind == FactKind::Spelled).nth(index)?;
    let (others, last) = match heard.rsplit_once(' ') {
        Some((others, last)) => (format!("{others} "), last),
        None => (String::new(), heard),
    };
    let alike = initial(last) == initial(&spelled.value);
    alike.then(|| format!("{others}{}", spelled.value))
}

fn initial(name: &str) -> Option<char> {
    name.chars().next().map(|c| c.to_ascii_lowercase())
}

/// What is worth counting to the other side.
const UNITS: &[&str] = &[
    "percent",
    "dollars",
    "euros",
    "pounds",
    "people",
    "employees",
    "customers",
    "clients",
    "accounts",
    "years",
    "months",
    "days",
    "hours",
    "minutes",
    "projects",
    "stores",
    "students",
    "patients",
    "orders",
    "units",
    "cents",
    "languages",
];

/// "twelve years", "35 percent", "$200,000": a number with its unit behind it, or in front.
fn amounts(turn: &Turn) -> Vec<(usize, usize)> {
    let unit = |at: usize| turn.tokens.get(at).is_some_and(|token| token.is(UNITS));
    let amount = |number: &crate::words::number::Number| {
        let behind = (number.last + 1..number.last + 3)
            .find(|at| unit(*at))
            .filter(|at| turn.tokens[number.last + 1..=*at].iter().all(|token| token.mark == Mark::None));
        match behind {
            Some(at) => Some((number.first, at + 1)),
            None if number.first > 0 && turn.tokens[number.first - 1].is(&["dollars", "euros", "pounds"]) => {
                Some((number.first - 1, number.last + 1))
            }
            None => None,
        }
    };
    turn.numbers.iter().filter_map(amount).collect()
}

fn fact(turn: &Turn, kind: FactKind, value: String, first: usize, end: usize) -> Fact {
    let bytes = turn.bytes(first, end);
    Fact { kind, value: named(kind, value), start: bytes.start, end: bytes.end }
}

/// Recognizers may write names small; people do not.
fn named(kind: FactKind, value: String) -> String {
    if !matches!(kind, FactKind::CallerName | FactKind::Person) || value.chars().any(char::is_uppercase) {
        return value;
    }
    value.split_whitespace().map(capital).collect::<Vec<_>>().join(" ")
}

/// Runs of name tokens.
pub fn people(turn: &Turn) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < turn.tokens.len() {
        if !turn.person[at] {
            at += 1;
            continue;
        }
        let first = at;
        at += 1;
        while at < turn.tokens.len() && turn.person[at] && turn.tokens[at].mark == Mark::None {
            at += 1;
        }
        found.push((first, at));
    }
    found
}

/// The longest name beside a phrase that introduces the caller; a bare answer to "who is calling?".
fn own_name(turn: &Turn, signs: &[Sign], asked: bool, known: Option<&str>) -> Option<(usize, usize)> {
    let people = people(turn);
    let introduced = signs
        .iter()
        .filter(|sign| sign.element == Element::SelfName && sign.evidence == Evidence::For)
        .filter_map(|sign| {
            // "Good morning, Mr. Ellis. This is Ann": the name behind the phrase, before the one in front of it.
            let behind = people.iter().find(|(first, _)| (sign.first..=sign.end).contains(first));
            behind.or_else(|| people.iter().find(|(first, end)| *first <= sign.end && sign.first <= *end))
        })
        .min();
    if let Some((_, end)) = introduced {
        // "It's John, John Miller": the fuller one. "My name is Ann Lee. Jim Collins sent me": the first.
        let next = |first: &usize| first < end || turn.tokens[*first].mark != Mark::Stop;
        let adjoining = people.iter().filter(|(f, e)| f <= end && e >= end && next(f));
        return adjoining.max_by_key(|(f, e)| (e - f, std::cmp::Reverse(*f))).copied();
    }
    // A question about somebody is no answer.
    let asks = signs.iter().any(|sign| sign.element == Element::AskSpeak && sign.evidence == Evidence::For);
    let bare = turn.tokens.len() <= 6 && !people.is_empty() && !asks;
    (bare && asked && known.is_none())
        .then(|| people.iter().max_by_key(|(f, e)| (e - f, *e)).copied())
        .flatten()
}

const NEAR_TIME: &[&str] = &[
    "this", "next", "early", "late", "after", "before", "around", "about", "first", "thing", "half", "past",
    "quarter", "to", "by", "until", "the", "in", "at", "on", "between", "coming", "later",
];
const PARTS_OF_DAY: &[&str] = &[
    "morning",
    "afternoon",
    "evening",
    "noon",
    "lunch",
    "night",
    "mornings",
    "afternoons",
    "am",
    "pm",
    "oclock",
    "week",
    "weeks",
    "month",
    "weekend",
];

/// "thursday at two", "tomorrow afternoon", "next week": stretches with a day or a part of one in them.
fn times(turn: &Turn) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < turn.tokens.len() {
        let first = at;
        let mut anchored = false;
        let mut last = at;
        while at < turn.tokens.len() && (at == first || turn.tokens[at].mark != Mark::Stop) {
            match time_word(turn, at) {
                Some(true) => {
                    anchored = true;
                    last = at + 1;
                }
                Some(false) if turn.tokens[at].is(NEAR_TIME) => {}
                Some(false) => last = at + 1,
                None => break,
            }
            at += 1;
        }
        if anchored {
            let skipped = (first..last).find(|at| {
                !turn.tokens[*at]
                    .is(&["the", "in", "at", "on", "to", "by", "about", "around", "first", "past"])
            });
            found.push((skipped.unwrap_or(first), last));
        }
        at = at.max(first + 1);
    }
    found
}

/// `Some(true)` fixes a time, `Some(false)` can stand beside one.
fn time_word(turn: &Turn, at: usize) -> Option<bool> {
    let token = &turn.tokens[at];
    let word = |at: usize| turn.tokens.get(at).map_or("", |token| token.text.as_str());
    let before = at.checked_sub(1).map_or("", word);
    if token.is(DAYS) || token.is(&["today", "tomorrow", "tonight", "noon"]) {
        return Some(true);
    }
    if token.is(PARTS_OF_DAY) {
        let greeting = before == "good" || (token.text == "morning" && at == 0);
        let number = turn.numbers.iter().any(|number| number.last + 1 == at);
        let fixed = number && token.is(&["am", "pm", "oclock"])
            || matches!(before, "this" | "next" | "tomorrow" | "the" | "every" | "after")
                && !token.is(&["am"]);
        return if greeting || token.text == "am" && !number { None } else { Some(fixed) };
    }
    let small = turn
        .numbers
        .iter()
        .any(|number| (number.first..=number.last).contains(&at) && (1.0..=60.0).contains(&number.value));
    let dialled = turn.telephones.iter().any(|phone| (phone.first..=phone.last).contains(&at));
    ((small && !dialled) || token.is(NEAR_TIME)).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::super::grammar::signs;
    use super::*;

    #[track_caller]
    fn case(text: &str, asked: bool, expected: &[(FactKind, &str)]) {
        let turn = Turn::read(text);
        let found = facts(&turn, &signs(&turn), asked, None);
        let shown: Vec<(FactKind, &str)> =
            found.iter().map(|fact| (fact.kind, fact.value.as_str())).collect();
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn names_numbers_and_times() {
        case(
            "Hi, this is Ann Lee for Robert Ellis",
            false,
            &[(FactKind::CallerName, "Ann Lee"), (FactKind::Person, "Robert Ellis")],
        );
        case(
            "Good morning, Mr. Ellis! This is Ann Lee.",
            false,
            &[(FactKind::Person, "Mr. Ellis"), (FactKind::CallerName, "Ann Lee")],
        );
        case("Ann Lee here", false, &[(FactKind::CallerName, "Ann Lee")]);
        case("this is ann lee", false, &[(FactKind::CallerName, "Ann Lee")]);
        case("Rosa Delgado.", true, &[(FactKind::CallerName, "Rosa Delgado")]);
        case("Is Mr. Jones in?", true, &[(FactKind::Person, "Mr. Jones")]);
        case("call me at five five five oh one double nine", false, &[(FactKind::Telephone, "5550199")]);
        case("How about Thursday at two?", false, &[(FactKind::Time, "thursday at two")]);
        case("i will call tomorrow afternoon", false, &[(FactKind::Time, "tomorrow afternoon")]);
        case("How about Thursday after two?", false, &[(FactKind::Time, "thursday after two")]);
        case("good morning i have nine years of experience", false, &[(FactKind::Amount, "nine years")]);
    }

    #[test]
    fn a_spelled_name_is_written_as_it_was_spelled() {
        case(
            "My name is Ann Swan, that's S-W-A-double N.",
            false,
            &[(FactKind::CallerName, "Ann Swann"), (FactKind::Spelled, "Swann")],
        );
        case("It's K, A, Z, M as in Mary, I", true, &[(FactKind::Spelled, "Kazmi")]);
    }

    #[test]
    fn companies_departments_and_amounts() {
        case(
            "This is Ann Lee from Harbor Foods, I cut costs by 35 percent.",
            false,
            &[
                (FactKind::CallerName, "Ann Lee"),
                (FactKind::Company, "Harbor Foods"),
                (FactKind::Amount, "35 percent"),
            ],
        );
        case("I worked for Northwind Traders.", false, &[(FactKind::Company, "Northwind Traders")]);
        case("I saved them $200,000.", false, &[(FactKind::Amount, "$200,000")]);
        case(
            "Could you put me through to the quality control department?",
            false,
            &[(FactKind::Department, "quality control department")],
        );
        case("Is this human resources?", false, &[(FactKind::Department, "human resources")]);
    }
}

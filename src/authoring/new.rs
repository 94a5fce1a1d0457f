//! A first scenario to start from: small, complete, commented, made from six answers.
//!
//! Answers in, the text of a file out. The examples are real scenarios; answers take the place of their names.

use crate::call::Kind;
use crate::scenario::{LONGEST_NAME, is_control, is_name};

const ASKING_FOR_A_MEETING: &str = include_str!("first.toml");
const UNASKED: &str = include_str!("cold.toml");
const LEARNING: &str = include_str!("learn.toml");
const LEAVING_A_MESSAGE: &str = include_str!("message.toml");

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NewError {
    #[error("`{}` cannot name a scenario; use letters a to z, digits, `_` and `-`, at most 64 of them", crate::scenario::visible(.0))]
    BadName(String),
}

/// What an author says about a call. Empty answers leave the example's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    pub kind: Kind,
    pub company: String,
    /// Who picks up the telephone.
    pub desk: String,
    /// Whom the caller wants to reach.
    pub contact: String,
    /// What the call is about: a job, a field.
    pub about: String,
    /// What they say against it, in their own words.
    pub objection: String,
}

impl Default for Answers {
    fn default() -> Self {
        let none = String::new;
        Self {
            kind: Kind::FollowUp,
            company: none(),
            desk: none(),
            contact: none(),
            about: none(),
            objection: none(),
        }
    }
}

/// The six questions, in order; the first wants a kind.
pub const QUESTIONS: [&str; 6] = [
    "What kind of call is it? (information, follow_up, cold, referral, voicemail, reverse, rejection)",
    "What is the company called?",
    "Who picks up the phone? (a first name)",
    "Whom does the caller want to reach? (first and last name)",
    "What is it about? (a job, a trade, a department)",
    "What do they say against it? (one sentence, as they say it)",
];

/// The text of a new scenario, its title made from its name. It passes `check` without a warning.
///
/// # Errors
/// [`NewError::BadName`] where the name cannot be a scenario's.
pub fn first_scenario(name: &str, answers: &Answers) -> Result<String, NewError> {
    if !is_name(name) {
        return Err(NewError::BadName(name.chars().take(80).collect()));
    }
    let (example, kind) = match answers.kind {
        Kind::Information | Kind::Reverse => (LEARNING, "information"),
        Kind::Voicemail => (LEAVING_A_MESSAGE, "voicemail"),
        Kind::FollowUp => (ASKING_FOR_A_MEETING, "follow_up"),
        Kind::Cold | Kind::Referral | Kind::Rejection => (UNASKED, "cold"),
    };
    let mut text = example
        .replace("@TITLE@", &title(name))
        .replace(&format!("kind = \"{kind}\""), &format!("kind = \"{}\"", answers.kind));
    let said = |answer: &str, example: &str| {
        let answer = plain(answer);
        if answer.is_empty() { example.to_owned() } else { answer }
    };
    let contact = said(&answers.contact, "Ms. Okafor");
    let last = contact.split(' ').next_back().unwrap_or_default().to_owned();
    let desk = said(&answers.desk, "Sam");
    // Two people of one name are two people.
    let desk_id = Some(id(&desk, "desk", "sam")).filter(|desk| *desk != id(&last, "manager", "okafor"));
    let desk_id = desk_id.unwrap_or_else(|| "front_desk".to_owned());
    if !plain(&answers.objection).is_empty() {
        text = text.replace("To be honest, we aren't hiring at the moment.", &plain(&answers.objection));
    }
    // Whole names before their parts, and none of them inside what was put in before.
    let changes = [
        ("Harbor Foods", said(&answers.company, "Harbor Foods")),
        ("Ms. Okafor", contact),
        ("Okafor", last.clone()),
        ("okafor", id(&last, "manager", "okafor")),
        ("goodbye_of_okafor", format!("goodbye_of_{}", id(&last, "manager", "okafor"))),
        ("Sam", desk.clone()),
        ("sam", desk_id),
        ("designer", said(&answers.about, "designer")),
    ];
    Ok(replaced(&text, &changes))
}

fn title(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "A practice call".to_owned(),
    }
}

/// An answer that can stand inside a text of the file and be said: no quotation marks, braces or control characters.
fn plain(answer: &str) -> String {
    let kept: String = answer.chars().filter(|c| !is_control(*c) && !"\"\\{}()[]<>#".contains(*c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect()
}

/// States and endings of the examples: a person of the same name would make the file hard to read.
const TAKEN: [&str; 12] = [
    "reception",
    "screening",
    "website",
    "greeting",
    "interview",
    "learned",
    "message",
    "empty",
    "objection",
    "last_word",
    "call_back",
    "not_hiring",
];

/// A person's name as an id.
fn id(name: &str, otherwise: &str, example: &str) -> String {
    let id: String = name
        .to_lowercase()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(LONGEST_NAME)
        .collect();
    match id.as_str() {
        id if id == example => example.to_owned(),
        "" | "-" => otherwise.to_owned(),
        id if TAKEN.contains(&id) => otherwise.to_owned(),
        id => id.to_owned(),
    }
}

/// Every change at once, at whole words, the first that fits at each place.
fn replaced(text: &str, changes: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    while let Some(next) = rest.chars().next() {
        let starts = !letter(out.chars().next_back());
        let fits =
            |from: &str| starts && rest.starts_with(from) && !letter(rest[from.len()..].chars().next());
        match changes.iter().find(|(from, _)| fits(from)) {
            Some((from, to)) => {
                out.push_str(to);
                rest = &rest[from.len()..];
            }
            None => {
                out.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::check;
    use crate::understand::Lexicon;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn known() -> BTreeSet<String> {
        Lexicon::builtin().unwrap().names().map(str::to_owned).collect()
    }

    #[test]
    fn the_title_comes_from_the_name() {
        let new = |name: &str| first_scenario(name, &Answers::default());
        assert!(new("my-first_call").expect("a good name").contains("title = \"My first call\"\n"));
        assert!(new("--").expect("odd but good").contains("title = \"A practice call\""));
        for bad in ["", "../x", "a b", "a\u{1b}"] {
            assert!(new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn answers_take_the_place_of_the_examples() {
        let answers = Answers {
            kind: Kind::Cold,
            company: "Ann's \"Deli\"".into(),
            desk: "Bea".into(),
            contact: "Paul Brandt".into(),
            about: "pastry cook".into(),
            objection: "We only take people we know.".into(),
        };
        let text = first_scenario("deli", &answers).unwrap();
        for part in [
            "kind = \"cold\"",
            "company = \"Ann's Deli\"",
            "[cast.bea]",
            "[state.brandt]",
            "speaker = \"brandt\"",
            "contact = \"Paul Brandt\"",
            "job = \"pastry cook\"",
            "\"We only take people we know.\"",
            "this is Bea.",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(!text.contains("Okafor") && !text.contains("okafor") && !text.contains("Sam"), "{text}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is answered, the file passes its own check.
        #[test]
        fn every_new_scenario_passes(kind in 0..Kind::ALL.len(), answers in prop::collection::vec("[A-Za-z0-9 '.{}\"\\\\#-]{0,30}", 5)) {
            let known = known();
            let [company, desk, contact, about, objection] = answers.try_into().unwrap();
            let answers = Answers { kind: Kind::ALL[kind], company, desk, contact, about, objection };
            let text = first_scenario("x", &answers).unwrap();
            let problems: Vec<String> = check("x", &text, &known).problems.iter().map(|problem| problem.message.clone()).collect();
            prop_assert!(problems.iter().all(|problem| problem.contains("letter by letter")), "{problems:?}\n{text}");
        }
    }
}

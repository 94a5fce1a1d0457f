//! Every text of a scenario that is said or shown, in one list, and the placeholders in them.
//!
//! `{caller}` stands for what the caller's name turned out to be, `{company}` for a value of the
//! brief, `{contact|your manager}` for a value with something to say where it is not known.

use super::draft::Draft;
use super::fields::Placed;
use super::names::quoted;
use super::problem::{Code, Problems};

/// What is known without a brief, once it was said: the caller's name, a time, a telephone number, a name letter by
/// letter, the caller's company, a department, an amount.
pub const ALWAYS_KNOWN: [&str; 7] =
    ["caller", "time", "phone", "spelled", "company_heard", "department_heard", "amount"];

/// The wordings of one line.
#[derive(Debug)]
pub struct Wordings<'d> {
    /// Whose: `state.reception`.
    pub owner: String,
    /// Under which key: `says`.
    pub key: &'static str,
    pub texts: &'d [Placed<String>],
    /// Said aloud by a gatekeeper; else read by the caller.
    pub spoken: bool,
}

/// All lines of the file.
pub fn all(draft: &Draft) -> Vec<Wordings<'_>> {
    let mut list = Vec::new();
    let mut shown =
        |key, texts| list.push(Wordings { owner: "the scenario".into(), key, texts, spoken: false });
    shown("goal", draft.goal.as_slice());
    shown("known", &draft.known);
    shown("needs", &draft.needs);
    shown("research", &draft.research);
    for (id, fact) in &draft.facts {
        let what = fact.value.what.as_slice();
        list.push(Wordings { owner: format!("fact.{id}"), key: "what", texts: what, spoken: false });
    }
    for (id, ending) in &draft.endings {
        let owner = format!("ending.{id}");
        let summary = ending.value.summary.as_slice();
        list.push(Wordings { owner: owner.clone(), key: "summary", texts: summary, spoken: false });
        list.push(Wordings { owner, key: "says", texts: &ending.value.says, spoken: true });
    }
    for (id, person) in &draft.cast {
        for (key, texts) in &person.value.answers {
            list.push(Wordings { owner: format!("cast.{id}"), key, texts, spoken: true });
        }
    }
    for (id, state) in &draft.states {
        let state = &state.value;
        let mut push =
            |key, texts| list.push(Wordings { owner: format!("state.{id}"), key, texts, spoken: true });
        push("says", state.says.as_slice());
        push("again", &state.again);
        for (key, fallback) in [("no_input", &state.no_input), ("no_match", &state.no_match)] {
            if let Some(fallback) = fallback {
                push(key, &fallback.says);
            }
        }
        for edge in &state.on {
            push("on", &edge.value.says);
        }
    }
    list.retain(|wordings| !wordings.texts.is_empty());
    list
}

/// Reports placeholders that nothing fills.
pub(super) fn check_placeholders(draft: &Draft, problems: &mut Problems) {
    let brief: Vec<&str> = draft.brief.iter().map(|(key, _)| key.value.as_str()).collect();
    for wordings in all(draft) {
        let choices: &[&str] = if wordings.key == "unsure" { &["a", "b"] } else { &[] };
        for text in wordings.texts {
            for placeholder in placeholders(&text.value) {
                let known = || brief.iter().copied().chain(ALWAYS_KNOWN).chain(choices.iter().copied());
                match placeholder {
                    Placeholder::Open => problems.push(
                        Code::UnknownPlaceholder,
                        text.span.clone(),
                        "a `{` or `}` without its other half",
                        "write a placeholder as `{caller}` or `{contact|your manager}`, and no other braces",
                    ),
                    Placeholder::Named { name, fallback: false } if !known().any(|key| key == name) => {
                        let near = problems.suggest(name, known());
                        let help = format!("{near}; or add it to [brief]; or say what else: `{{name|...}}`");
                        let message =
                            format!("nothing fills the placeholder {}", quoted(&format!("{{{name}}}")));
                        problems.push(Code::UnknownPlaceholder, text.span.clone(), message, help);
                    }
                    Placeholder::Named { .. } => {}
                }
            }
        }
    }
}

#[derive(Debug, PartialEq)]
enum Placeholder<'a> {
    Named {
        name: &'a str,
        fallback: bool,
    },
    /// A brace that is never closed, or never opened.
    Open,
}

/// Those inside fallbacks too: `{time|{day}}`. Of `{caller.first}` the name is `caller`.
fn placeholders(text: &str) -> Vec<Placeholder<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let Some(end) = closing(&rest[at..]) else {
            found.push(Placeholder::Open);
            break;
        };
        let inside = &rest[at + 1..at + end];
        let (name, fallback) = match inside.split_once('|') {
            Some((name, fallback)) => (name, Some(fallback)),
            None => (inside, None),
        };
        if name.contains('{') {
            found.push(Placeholder::Open);
            break;
        }
        let name = name.trim();
        let name = name.strip_suffix(".first").or_else(|| name.strip_suffix(".last")).unwrap_or(name);
        found.push(Placeholder::Named { name, fallback: fallback.is_some() });
        found.extend(fallback.map(placeholders).unwrap_or_default());
        rest = &rest[at + end + 1..];
    }
    found
}

/// Where the brace that starts the text is closed.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open < 2 => return (open == 1).then_some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found() {
        let named = |name, fallback| Placeholder::Named { name, fallback };
        assert_eq!(placeholders("no braces"), []);
        assert_eq!(
            placeholders("Hi {caller}, {contact|your manager}."),
            [named("caller", false), named("contact", true)]
        );
        assert_eq!(placeholders("{ a }{b}"), [named("a", false), named("b", false)]);
        assert_eq!(placeholders("{a.first}"), [named("a", false)]);
        assert_eq!(placeholders("{a|b {c} d}"), [named("a", true), named("c", false)]);
        for open in ["{a", "a}", "{a {b} c}", "}{"] {
            assert!(placeholders(open).contains(&Placeholder::Open), "{open}");
        }
    }
}

//! How the lines are written: how long, how many wordings, and whether every person has an answer to
//! silence, to words that fit nothing, to mumbling, rambling and rudeness.

use crate::call::{Kind, Outcome};
use crate::scenario::limits::{LONGEST_LINE, MOST_WORDS};
use crate::scenario::{
    self, Code, DEFAULT_LIMIT, Draft, FallbackDraft, PersonDraft, Placed, Problems, StateDraft,
};
use std::collections::BTreeSet;

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    for wordings in scenario::all_lines(draft).iter().filter(|wordings| wordings.spoken) {
        lengths(wordings.texts, problems);
        speakable(wordings.texts, problems);
        if let [only] = wordings.texts {
            let message = format!("one wording only for `{}` of {}", wordings.key, wordings.owner);
            problems.push(
                Code::OneWording,
                only.span.clone(),
                message,
                "add a second: the next call should not sound the same",
            );
        }
    }
    for (id, state) in &draft.states {
        answers_to_nothing(draft, id, state, problems);
    }
    people(draft, problems);
    asking(draft, problems);
}

/// Brackets and signs that no voice says; braces are placeholders.
const SILENT_SIGNS: &str = "()[]<>*_#@&/\\=+|~^`";
/// Capitals alone are read letter by letter; longer words are no abbreviations.
const LONGEST_ABBREVIATION: usize = 4;

fn speakable(texts: &[Placed<String>], problems: &mut Problems) {
    for text in texts {
        let said = said(&text.value);
        let sign = said.chars().find(|c| SILENT_SIGNS.contains(*c) || (c.is_alphabetic() && *c > 'ɏ'));
        let shouted = said
            .split(|c: char| !c.is_alphanumeric())
            .find(|word| word.len() > LONGEST_ABBREVIATION && word.chars().all(|c| c.is_ascii_uppercase()));
        let (message, help) = match (sign, shouted) {
            (Some(sign), _) => (
                format!("nobody can say `{}`", scenario::visible(&sign.to_string())),
                "write what is said: `and` for &, `or` for /, a comma for brackets".to_owned(),
            ),
            (None, Some(word)) => {
                (format!("`{word}` is read letter by letter"), format!("write `{}`", word.to_lowercase()))
            }
            (None, None) => continue,
        };
        problems.push(Code::Unspeakable, text.span.clone(), message, help);
    }
}

/// The words without placeholders' names; what stands for an unknown value is said.
fn said(text: &str) -> String {
    let mut said = String::new();
    let mut in_name = false;
    for c in text.chars() {
        match c {
            '{' => in_name = true,
            '|' | '}' => in_name = false,
            c if !in_name => said.push(c),
            _ => {}
        }
    }
    said
}

/// On an information call and in a reverse interview nobody asks for a job (rules 9 and 83): a scenario in which that
/// wins teaches the wrong thing.
fn asking(draft: &Draft, problems: &mut Problems) {
    let Some(kind) = draft.kind.as_ref().map(|kind| kind.value) else { return };
    let rule = match kind {
        Kind::Information => 9,
        Kind::Reverse => 83,
        _ => return,
    };
    let wins = |to: &str| {
        let outcome = draft.endings.get(to).and_then(|ending| ending.value.outcome.as_ref());
        outcome.is_some_and(|outcome| outcome.value == Outcome::Yes)
    };
    for edge in draft.states.values().flat_map(|state| &state.value.on) {
        let (Some(name), Some(to)) = (&edge.value.name, &edge.value.to) else { continue };
        if ["ask_openings", "reason_job"].contains(&name.value.as_str()) && wins(&to.value) {
            let message =
                format!("asking for a job wins here, and rule {rule} says not to ask on such a call");
            let help = "lead it to a cooler answer, or choose another kind of call";
            problems.push(Code::AskRewarded, name.span.clone(), message, help);
        }
    }
}

fn lengths(texts: &[Placed<String>], problems: &mut Problems) {
    for text in texts {
        let letters = text.value.chars().count();
        let words = text.value.split_whitespace().count();
        if letters > LONGEST_LINE {
            let message =
                format!("a line of {letters} characters, at most {LONGEST_LINE} can be said in one go");
            problems.push(
                Code::LineTooLong,
                text.span.clone(),
                message,
                "cut it, or spread it over two states",
            );
        } else if words > MOST_WORDS {
            let message = format!("a line of {words} words is hard to follow on the telephone");
            problems.push(
                Code::LongLine,
                text.span.clone(),
                message,
                format!("keep it under {MOST_WORDS} words"),
            );
        }
    }
}

/// Silence, and words that fit nothing: the state or its speaker must have an answer.
fn answers_to_nothing(draft: &Draft, id: &str, state: &Placed<StateDraft>, problems: &mut Problems) {
    let Some(speaker) = &state.value.speaker else { return };
    let Some(person) = draft.cast.get(&speaker.value) else { return };
    let anything = state.value.on.iter().any(|edge| super::course::takes_anything(&edge.value));
    let both = [
        (Code::NoInputMissing, "no_input", &state.value.no_input, false, "Hello? Are you there?"),
        (Code::NoMatchMissing, "no_match", &state.value.no_match, anything, "Sorry, what was that?"),
    ];
    for (code, key, fallback, never_happens, example) in both {
        if never_happens || answered(fallback.as_ref(), &person.value, key) {
            continue;
        }
        let what = if key == "no_input" { "silence" } else { "words that fit nothing" };
        let message = format!("neither state.{id} nor {} answers {what}", speaker.value);
        let help = format!(
            "write `{key} = {{ says = [\"{example}\"], limit = 2, to = \"...\" }}` here, or `{key} = [\"...\"]` under [cast.{}]",
            speaker.value
        );
        problems.push(code, state.span.clone(), message, help);
    }
}

fn answered(fallback: Option<&FallbackDraft>, person: &PersonDraft, key: &str) -> bool {
    let here = fallback.is_some_and(|fallback| {
        // At a limit of 1 the first time already leads away: nothing is left to say.
        !fallback.says.is_empty() || fallback.limit.unwrap_or(DEFAULT_LIMIT) == 1
    });
    here || person.answers.get(key).is_some_and(|lines| !lines.is_empty())
}

/// Those who speak need answers in character; those who never speak need not be there.
fn people(draft: &Draft, problems: &mut Problems) {
    let in_states: BTreeSet<&str> = draft
        .states
        .values()
        .filter_map(|state| state.value.speaker.as_ref())
        .map(|name| name.value.as_str())
        .collect();
    let in_endings = draft.endings.values().filter_map(|ending| ending.value.speaker.as_ref());
    let in_endings: BTreeSet<&str> = in_endings.map(|name| name.value.as_str()).collect();
    for (id, person) in &draft.cast {
        if in_states.contains(id.as_str()) {
            let answers = ["unclear", "unsure", "rambling", "rude", "repeat"].into_iter();
            let plain: Vec<&str> = answers.filter(|key| !person.value.answers.contains_key(key)).collect();
            if !plain.is_empty() {
                let message = format!("{id} has no own lines for {}: plain ones are used", plain.join(", "));
                let help = format!("write what {id} would say: `{} = [\"...\", \"...\"]`", plain[0]);
                problems.push(Code::PlainAnswer, person.span.clone(), message, help);
            }
        } else if !in_endings.contains(id.as_str()) {
            let help = format!("give {id} a state with `speaker = \"{id}\"`, or delete the entry");
            problems.push(Code::SilentCast, person.span.clone(), format!("{id} never speaks"), help);
        }
    }
}

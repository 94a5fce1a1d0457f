//! What the seed decides and what the caller can learn: names that must agree across the file.
//!
//! The file as typed enters, problems leave: lists of a brief that are not equally long, hidden values and facts that
//! are asked for or told and do not exist, or exist and are never asked for or told.

use super::draft::Draft;
use super::fields::Placed;
use super::model::{Condition, Test};
use super::names::quoted;
use super::problem::{Code, Problems};
use std::collections::BTreeSet;

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    lists_are_equally_long(draft, problems);
    hidden(draft, problems);
    facts(draft, problems);
}

/// One draw chooses from all lists, so that the third contact belongs to the third company.
fn lists_are_equally_long(draft: &Draft, problems: &mut Problems) {
    let mut several = draft.brief.iter().filter(|(_, texts)| texts.value.len() > 1);
    let Some((first, texts)) = several.next() else { return };
    let length = texts.value.len();
    for (key, texts) in several.filter(|(_, texts)| texts.value.len() != length) {
        let message =
            format!("`{}` has {} choices where `{}` has {length}", key.value, texts.value.len(), first.value);
        let help = "make all lists of the brief equally long: one draw chooses from all of them";
        problems.push(Code::UnevenLists, texts.span.clone(), message, help);
    }
}

fn conditions(draft: &Draft) -> impl Iterator<Item = &Placed<Condition>> {
    draft.states.values().flat_map(|state| &state.value.on).flat_map(|edge| &edge.value.when)
}

fn hidden(draft: &Draft, problems: &mut Problems) {
    let mut asked = BTreeSet::new();
    for condition in conditions(draft) {
        let Test::Hidden(name, value) = &condition.value.test else { continue };
        asked.insert(name.as_str());
        let (message, help) = match draft.hidden.get(name) {
            Some(entry) if entry.value.one_of.iter().any(|known| known.value == *value) => continue,
            Some(entry) => (
                format!("{} is none of what `{name}` can be", quoted(value)),
                problems.suggest(value, entry.value.one_of.iter().map(|known| known.value.as_str())),
            ),
            None => (
                format!("nothing hidden is called {}", quoted(name)),
                format!("add it: `[hidden.{name}]` with `one_of = [\"{value}\", \"...\"]`"),
            ),
        };
        problems.push(Code::UnknownHidden, condition.span.clone(), message, help);
    }
    for (name, entry) in draft.hidden.iter().filter(|(name, _)| !asked.contains(name.as_str())) {
        let message = format!("no condition asks for what `{name}` is");
        let help = format!("ask for it, `when = \"hidden {name} ...\"`, or delete it");
        problems.push(Code::HiddenNeverAsked, entry.span.clone(), message, help);
    }
}

fn facts(draft: &Draft, problems: &mut Problems) {
    let states = || draft.states.values().map(|state| &state.value);
    let told: Vec<&Placed<String>> = states()
        .flat_map(|state| state.tells.iter().chain(state.on.iter().flat_map(|edge| &edge.value.tells)))
        .collect();
    let asked = conditions(draft).filter_map(|condition| match &condition.value.test {
        Test::Knows(fact) => Some((fact.as_str(), &condition.span)),
        _ => None,
    });
    let named = told.iter().map(|fact| (fact.value.as_str(), &fact.span)).chain(asked);
    for (fact, span) in named.filter(|(fact, _)| !draft.facts.contains_key(*fact)) {
        let near = problems.suggest(fact, draft.facts.keys().map(String::as_str));
        let help = format!("{near}; or add `[fact.{fact}]` with `what = \"...\"`");
        problems.push(Code::UnknownFact, span.clone(), format!("no fact is called {}", quoted(fact)), help);
    }
    let told: BTreeSet<&str> = told.iter().map(|fact| fact.value.as_str()).collect();
    for (name, entry) in draft.facts.iter().filter(|(name, _)| !told.contains(name.as_str())) {
        let message = format!("nobody tells the fact `{name}`");
        let help = format!("let a line tell it, `tells = [\"{name}\"]`, or delete it");
        problems.push(Code::FactNeverTold, entry.span.clone(), message, help);
    }
}

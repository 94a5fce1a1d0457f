//! What the caller brings, as the profile in the call's brief tells it: the stuff of better sentences.
//!
//! What enters: the story of a call. What leaves: sentences in the caller's own words, with [brackets] where nothing
//! was told. This file must not judge: a profile never changes a score.

use super::phrases::tokens;
use super::pitch::opening_sentence;
use super::story::Story;
use crate::call::Element;
use crate::words::phrase::{as_field, as_result, as_skills, capital, said_to_them, small, years};
use std::collections::BTreeMap;

/// What stands in a better sentence where a profile would have told it.
const UNTOLD: [&str; 11] = [
    "[your name]",
    "[your field]",
    "[number]",
    "[one strength]",
    "[a second strength]",
    "[saved or brought in]",
    "[your best result",
    "[your number]",
    "[area code, number]",
    "[who sent you]",
    "[how long]",
];

/// Whether a profile would fill a bracket of this sentence.
pub fn asks_for_profile(sentence: &str) -> bool {
    UNTOLD.iter().any(|untold| sentence.contains(untold))
}

/// Whether the profile says that pace and pauses have reasons of their own: then they are shown, never scored.
pub fn speaks_at_own_pace(brief: &BTreeMap<String, String>) -> bool {
    ["caller_stammer", "caller_second_language"].iter().any(|key| brief.contains_key(*key))
}

/// "I'm an interior designer."
pub(super) fn field(story: &Story) -> String {
    match (story.brief("caller_specialty"), story.brief("job"), story.own_words(Element::YearsExperience)) {
        (Some(field), ..) => format!("{}.", as_field(field)),
        (None, Some(job), _) => format!("{} by profession.", as_field(job)),
        (None, None, Some(years)) => format!("I'm a [your field]; {years}."),
        (None, None, None) => "I'm a [your field].".to_owned(),
    }
}

/// "8 years", where it was told.
fn own_years(story: &Story) -> Option<String> {
    Some(years(story.brief("caller_years")?.parse().ok()?))
}

pub(super) fn years_of_experience(story: &Story) -> String {
    let years = own_years(story).unwrap_or_else(|| "[number] years".to_owned());
    format!("I have {years} of experience in this.")
}

fn strengths<'s>(story: &'s Story) -> Vec<&'s str> {
    let told = story.brief("caller_strengths").unwrap_or_default();
    told.split(';').map(str::trim).filter(|strength| !strength.is_empty()).take(3).collect()
}

/// Two or three of them at once.
pub(super) fn some_strengths(story: &Story) -> String {
    match strengths(story).as_slice() {
        told @ [_, _, ..] => as_skills(told),
        [one] => format!("Two things I'm good at: {one} and [another]."),
        [] => "Two things I'm good at: [one strength] and [another].".to_owned(),
    }
}

/// One more: the first of the profile of which nothing was said yet.
pub(super) fn another_strength(story: &Story) -> String {
    let said: Vec<String> =
        story.said.iter().flat_map(|said| said.words.iter().map(|word| word.text.clone())).collect();
    let is_new = |strength: &&&str| {
        let words = tokens(strength);
        let telling = || words.iter().filter(|word| word.text.len() > 3);
        telling().filter(|word| said.contains(&word.text)).count() * 2 < telling().count()
    };
    let told = strengths(story);
    match told.iter().find(is_new) {
        Some(strength) => {
            let sentence = as_skills(&[strength]);
            let sentence = if sentence.starts_with('I') { sentence } else { small(&sentence) };
            format!("Besides that, {sentence}")
        }
        None => "Besides that, I'm good at [a second strength], which you need for [their need].".to_owned(),
    }
}

/// The result, without a full stop.
fn result(story: &Story) -> Option<String> {
    story.brief("caller_result").map(as_result)
}

pub(super) fn result_with_number(story: &Story) -> String {
    match (result(story), story.own_words(Element::Strength)) {
        (Some(result), _) => format!("{result}."),
        (None, Some(strength)) => {
            format!("{strength}: last year that [saved or brought in] [number] percent.")
        }
        (None, None) => {
            "Last year I [what you did], which [saved or brought in] [number] percent.".to_owned()
        }
    }
}

pub(super) fn opening_hook(story: &Story) -> String {
    match result(story) {
        Some(result) => format!("{result}, and I'd like to do the same for you."),
        None => "I [your best result, with a number], and I'd like to do the same for you.".to_owned(),
    }
}

pub(super) fn any_hook(story: &Story) -> String {
    match (result(story), own_years(story)) {
        (Some(result), _) => format!("{result}."),
        (None, Some(years)) => format!("In {years} I [a result with a number]."),
        (None, None) => "In [number] years I [a result with a number].".to_owned(),
    }
}

/// "My number is 612 555 0123."
pub(super) fn number(story: &Story) -> String {
    let number = story.brief("caller_number").unwrap_or("[area code, number], said slowly");
    format!("My number is {number}.")
}

pub(super) fn name_and_number(story: &Story) -> String {
    let name = opening_sentence(story);
    let name = name.trim_start_matches("Hello, ").trim_end_matches('.');
    format!(
        "{}, and my number is {}.",
        capital(name),
        story.brief("caller_number").unwrap_or("[your number]")
    )
}

pub(super) fn referrer<'s>(story: &'s Story) -> &'s str {
    story.brief("referrer").unwrap_or("[who sent you]")
}

/// How the caller and whoever sent them know each other.
pub(super) fn own_tie(story: &Story) -> String {
    let referrer = referrer(story);
    match story.brief("referrer_know") {
        Some(know) => format!("{referrer} and I know each other: {}.", small(know.trim_end_matches('.'))),
        None => format!("{referrer} and I worked together for [how long]."),
    }
}

pub(super) fn personal(story: &Story) -> String {
    match (story.brief("personal"), story.brief("referrer_personal")) {
        (Some(detail), _) => detail.to_owned(),
        (None, Some(detail)) => said_to_them(detail),
        (None, None) => "[a personal detail]".to_owned(),
    }
}

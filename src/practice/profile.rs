//! Who you are: what every call can use.
//!
//! Answers go in, key by key, each checked; facts for a call's brief come out. This file must not know where a profile
//! is kept; `file` reads and writes its text.

mod file;
mod keys;
#[cfg(test)]
mod tests;

pub use file::Problem;
pub use keys::{Key, Shape, key, keys};

use crate::words::number::numbers;
use crate::words::{normal, telephone};
use serde::Serialize;
use std::collections::BTreeMap;

/// More items in one list than a caller can keep in mind are a mistake.
const MOST_ITEMS: usize = 12;
/// A note that is longer is a letter.
const LONGEST_NOTE: usize = 240;

/// Somebody who can send you to others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Referrer {
    pub name: String,
    /// How you know each other, as a sentence: "we play golf on Saturdays".
    pub know: String,
    /// Something personal to ask the other person about.
    pub personal: String,
}

impl Referrer {
    /// `Jim Collins / we play golf on Saturdays / her new granddaughter`; what is not known is left out.
    fn read(text: &str) -> Self {
        let padded = format!(" {text} ");
        let mut parts = padded.split(" / ").map(|part| part.trim().to_owned());
        let mut next = || parts.next().unwrap_or_default();
        Self { name: next(), know: next(), personal: next() }
    }

    fn written(&self) -> String {
        let all = [self.name.as_str(), &self.know, &self.personal];
        let last = all.iter().rposition(|part| !part.is_empty()).unwrap_or(0);
        all[..=last].join(" / ")
    }
}

/// Everything that a caller has told about themselves. What was not told is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Profile {
    pub name: Option<String>,
    /// The name respelled by sound, for whoever must say it.
    pub sounds_like: Option<String>,
    pub number: Option<String>,
    pub specialty: Option<String>,
    pub years: Option<u32>,
    pub strengths: Vec<String>,
    pub accomplishments: Vec<String>,
    pub education: Option<String>,
    pub referrers: Vec<Referrer>,
    /// The people whom your work helps (rule 34).
    pub helps: Vec<String>,
    /// People who are where you would love to be (rule 84).
    pub targets: Vec<String>,
    /// What you found out elsewhere than on the telephone (rule 10).
    pub research: Vec<String>,
    pub stammer: bool,
    pub second_language: bool,
    pub max_pause_ms: Option<u32>,
}

/// Why an answer cannot be kept, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}; {help}")]
pub struct Trouble {
    pub message: String,
    pub help: String,
}

impl Trouble {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl Profile {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The values of a key as a caller would type them; none where nothing was told.
    pub fn values(&self, key: &Key) -> Vec<String> {
        let one = |value: &Option<String>| value.iter().cloned().collect();
        let number = |value: Option<u32>| value.iter().map(u32::to_string).collect();
        let yes = |value: bool| if value { vec!["yes".to_owned()] } else { Vec::new() };
        match key.name {
            "name" => one(&self.name),
            "sounds_like" => one(&self.sounds_like),
            "number" => one(&self.number),
            "specialty" => one(&self.specialty),
            "years" => number(self.years),
            "strengths" => self.strengths.clone(),
            "accomplishments" => self.accomplishments.clone(),
            "education" => one(&self.education),
            "referrers" => self.referrers.iter().map(Referrer::written).collect(),
            "helps" => self.helps.clone(),
            "targets" => self.targets.clone(),
            "research" => self.research.clone(),
            "stammer" => yes(self.stammer),
            "second_language" => yes(self.second_language),
            "max_pause_ms" => number(self.max_pause_ms),
            other => unreachable!("{other} is not in the list of keys"),
        }
    }

    /// Puts new values in place of a key's old ones; none clear it.
    ///
    /// # Errors
    /// [`Trouble`] where they do not fit; the profile is as it was.
    pub fn set(&mut self, key: &Key, values: &[String]) -> Result<(), Trouble> {
        let values = checked(key, values)?;
        let first = || values.first().cloned();
        let number = || values.first().and_then(|value| value.parse().ok());
        match key.name {
            "name" => self.name = first(),
            "sounds_like" => self.sounds_like = first(),
            "number" => self.number = first(),
            "specialty" => self.specialty = first(),
            "years" => self.years = number(),
            "strengths" => self.strengths = values,
            "accomplishments" => self.accomplishments = values,
            "education" => self.education = first(),
            "referrers" => self.referrers = values.iter().map(|text| Referrer::read(text)).collect(),
            "helps" => self.helps = values,
            "targets" => self.targets = values,
            "research" => self.research = values,
            "stammer" => self.stammer = !values.is_empty(),
            "second_language" => self.second_language = !values.is_empty(),
            "max_pause_ms" => self.max_pause_ms = number(),
            other => unreachable!("{other} is not in the list of keys"),
        }
        Ok(())
    }

    /// What would make it better; nothing here is a mistake.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        for told in self.accomplishments.iter().filter(|told| !has_number(told)) {
            remarks.push(format!("\"{told}\" has no number yet: how much, how many, how fast? (rule 46)"));
        }
        match self.strengths.len() {
            1 => remarks.push("One strength is thin: add a second. (rule 44)".to_owned()),
            4.. => remarks.push(
                "More than three strengths: the first three are used; choose the three for each call. (rule 44)"
                    .to_owned(),
            ),
            _ => {}
        }
        for referrer in self.referrers.iter().filter(|referrer| referrer.know.is_empty()) {
            remarks.push(format!("How do you and {} know each other? (rule 58)", referrer.name));
        }
        remarks
    }

    /// What a call may use, by key of its brief. Only the record has these: whoever answers must not know a
    /// caller's name before it was said.
    pub fn brief(&self) -> BTreeMap<String, String> {
        let yes = |value: bool| value.then(|| "yes".to_owned());
        let referrer = self.referrers.first();
        let of_referrer = |part: fn(&Referrer) -> &String| referrer.map(part).cloned();
        [
            ("caller", self.name.clone()),
            ("caller_number", self.number.clone()),
            ("caller_specialty", self.specialty.clone()),
            ("caller_years", self.years.map(|years| years.to_string())),
            ("caller_strengths", Some(self.strengths.join("; "))),
            ("caller_result", self.result().map(str::to_owned)),
            ("caller_education", self.education.clone()),
            ("caller_stammer", yes(self.stammer)),
            ("caller_second_language", yes(self.second_language)),
            ("referrer", of_referrer(|referrer| &referrer.name)),
            ("referrer_know", of_referrer(|referrer| &referrer.know)),
            ("referrer_personal", of_referrer(|referrer| &referrer.personal)),
        ]
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value.filter(|value| !value.is_empty())?)))
        .collect()
    }

    /// Adds to a call's brief what it does not have. A referrer of the call's own has its own story.
    pub fn fill(&self, brief: &mut BTreeMap<String, String>) {
        let sent_by_another = brief.contains_key("referrer");
        for (key, value) in self.brief() {
            if !(sent_by_another && key.starts_with("referrer")) {
                brief.entry(key).or_insert(value);
            }
        }
    }

    /// The words of the name, respelled by their sound, where both have as many words.
    pub fn say_as(&self) -> BTreeMap<String, String> {
        let words = |text: &Option<String>| -> Vec<String> {
            text.iter().flat_map(|text| text.split_whitespace().map(str::to_owned)).collect()
        };
        let (name, sound) = (words(&self.name), words(&self.sounds_like));
        if name.len() != sound.len() {
            return BTreeMap::new();
        }
        // Capitals mark the stress for people; a voice would spell them.
        name.into_iter().zip(sound.iter().map(|sound| sound.to_lowercase())).collect()
    }

    /// The best accomplishment: the first with a number in it, else the first.
    pub fn result(&self) -> Option<&str> {
        let told = &self.accomplishments;
        told.iter().find(|told| has_number(told)).or(told.first()).map(String::as_str)
    }

    /// How long a thinking pause may be: as told, else longer where speaking takes its time.
    pub fn max_pause_ms(&self) -> Option<u32> {
        self.max_pause_ms.or((self.stammer || self.second_language).then_some(PATIENT_PAUSE_MS))
    }
}

/// Twice the usual limit: blocks and the search for a word take longer than a planned pause.
const PATIENT_PAUSE_MS: u32 = 3_000;

fn has_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) || !numbers(&normal::content(text)).is_empty()
}

/// Trimmed values that fit the key's shape; an empty one counts as none.
fn checked(key: &Key, values: &[String]) -> Result<Vec<String>, Trouble> {
    let values: Vec<String> =
        values.iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect();
    let most = if matches!(key.shape, Shape::List | Shape::Referrers) { MOST_ITEMS } else { 1 };
    if values.len() > most {
        let help = if most == 1 { "put it in quotes, as one" } else { "keep the best" };
        return Err(Trouble::new(format!("`{}` takes {most}, not {}", key.name, values.len()), help));
    }
    let mut kept = Vec::new();
    for value in values {
        kept.extend(checked_one(key, value)?);
    }
    Ok(kept)
}

fn checked_one(key: &Key, value: String) -> Result<Option<String>, Trouble> {
    if value.chars().any(crate::scenario::is_control) {
        return Err(Trouble::new(format!("`{}` has a control character in it", key.name), "type it anew"));
    }
    if value.chars().count() > LONGEST_NOTE {
        let message = format!("`{}` is longer than {LONGEST_NOTE} characters", key.name);
        return Err(Trouble::new(message, "one sentence is enough"));
    }
    match &key.shape {
        Shape::Text | Shape::List => Ok(Some(value)),
        Shape::Telephone => match telephone::telephones(&normal::content(&value)).as_slice() {
            [_] => Ok(Some(value)),
            _ => Err(Trouble::new(
                format!("`{value}` is no telephone number"),
                "write it with its area code, such as 612 555 0123",
            )),
        },
        Shape::Number(range) => match value.parse::<u32>() {
            Ok(number) if range.contains(&number) => Ok(Some(number.to_string())),
            _ => Err(Trouble::new(
                format!("`{}` is no number from {} to {}: `{value}`", key.name, range.start(), range.end()),
                "write it in figures",
            )),
        },
        Shape::YesNo => match value.to_lowercase().as_str() {
            "yes" | "y" | "true" => Ok(Some("yes".to_owned())),
            "no" | "n" | "false" => Ok(None),
            _ => Err(Trouble::new(format!("`{}` is yes or no, not `{value}`", key.name), "write yes or no")),
        },
        Shape::Referrers => match Referrer::read(&value) {
            referrer if referrer.name.is_empty() => Err(Trouble::new(
                format!("`{value}` names nobody"),
                "write: NAME / how you know each other / something personal",
            )),
            referrer => Ok(Some(referrer.written())),
        },
    }
}

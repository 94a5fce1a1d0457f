//! The text of a profile: TOML that explains itself.
//!
//! Text goes in, and a profile or everything that is wrong with it comes out; a profile goes in and text comes out.

use super::keys::{Key, Shape, key, keys};
use super::{Profile, Referrer, Trouble};
use crate::scenario::{nearest, quoted, visible};
use std::fmt;
use toml::de::{DeTable, DeValue};

/// A profile is a page, not a book.
const MOST_BYTES: usize = 64 * 1024;

/// Something wrong in the text of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    pub trouble: Trouble,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.trouble)
    }
}

const HEAD: &str = "\
# Who you are, for coldcall. Everything is optional, and nothing leaves this machine.
# `coldcall profile` asks for it and writes this file anew; notes of your own do not stay.
";

impl Profile {
    /// Reads a profile's text.
    ///
    /// # Errors
    /// Every problem at once, in the order of the lines.
    pub fn from_toml(text: &str) -> Result<Self, Vec<Problem>> {
        let line_of = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        if text.len() > MOST_BYTES {
            let trouble =
                Trouble::new("this is too long for a profile", "keep to the keys of coldcall profile show");
            return Err(vec![Problem { line: 1, trouble }]);
        }
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut problems: Vec<Problem> = errors
            .iter()
            .map(|error| Problem {
                line: line_of(error.span().map_or(text.len(), |span| span.start)),
                trouble: Trouble::new(
                    format!("this is no TOML: {}", visible(error.message())),
                    "texts stand in quotes, lists in [brackets]",
                ),
            })
            .collect();
        let mut profile = Self::default();
        for (name, value) in root.get_ref() {
            let told = known(name.get_ref()).and_then(|key| {
                let values = values(key, value.get_ref())?;
                profile.set(key, &values)
            });
            if let Err(trouble) = told {
                problems.push(Problem { line: line_of(name.span().start), trouble });
            }
        }
        problems.sort_by_key(|problem| problem.line);
        if problems.is_empty() { Ok(profile) } else { Err(problems) }
    }

    /// The text that [`Profile::from_toml`] reads; what is not told yet stands in it as an example.
    pub fn to_toml(&self) -> String {
        let mut text = HEAD.to_owned();
        for key in keys() {
            text.push_str(&format!("\n# {}\n", key.ask));
            let values = self.values(key);
            if values.is_empty() {
                let example: Vec<String> = example(key);
                text.push_str(&format!("# {}\n", line(key, &example, &[])));
            } else {
                text.push_str(&format!("{}\n", line(key, &values, &self.referrers)));
            }
        }
        text
    }
}

fn known(name: &str) -> Result<&'static Key, Trouble> {
    key(name).ok_or_else(|| {
        let help = match nearest(name, keys().iter().map(|key| key.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "see the keys with: coldcall profile show".to_owned(),
        };
        Trouble::new(format!("{} is no key of a profile", quoted(name)), help)
    })
}

/// A value of the file as its key's values are typed.
fn values(key: &Key, value: &DeValue<'_>) -> Result<Vec<String>, Trouble> {
    let found = || {
        Trouble::new(format!("`{}` cannot be {} {}", key.name, article(value), value.type_str()), fix(key))
    };
    match (value, &key.shape) {
        (DeValue::String(text), _) => Ok(vec![text.to_string()]),
        (DeValue::Integer(number), Shape::Number(_)) => Ok(vec![number.to_string()]),
        (DeValue::Boolean(yes), Shape::YesNo) => Ok(vec![if *yes { "yes" } else { "no" }.to_owned()]),
        (DeValue::Array(items), Shape::List | Shape::Referrers) => {
            items.iter().map(|item| item_of(key, item.get_ref())).collect()
        }
        (DeValue::Table(_), Shape::Referrers) => Ok(vec![item_of(key, value)?]),
        _ => Err(found()),
    }
}

fn item_of(key: &Key, value: &DeValue<'_>) -> Result<String, Trouble> {
    let wrong = || {
        Trouble::new(format!("`{}` has {} {} in it", key.name, article(value), value.type_str()), fix(key))
    };
    match (value, &key.shape) {
        (DeValue::String(text), _) => Ok(text.to_string()),
        (DeValue::Table(table), Shape::Referrers) => {
            let mut referrer = Referrer::default();
            for (name, value) in table {
                let DeValue::String(text) = value.get_ref() else { return Err(wrong()) };
                match name.get_ref().as_ref() {
                    "name" => referrer.name = text.to_string(),
                    "know" => referrer.know = text.to_string(),
                    "personal" => referrer.personal = text.to_string(),
                    other => {
                        let message = format!("{} is no key of a referrer", quoted(other));
                        return Err(Trouble::new(message, "there are name, know and personal"));
                    }
                }
            }
            Ok(referrer.written())
        }
        _ => Err(wrong()),
    }
}

fn article(value: &DeValue<'_>) -> &'static str {
    if value.type_str().starts_with(['a', 'i']) { "an" } else { "a" }
}

fn fix(key: &Key) -> String {
    format!("write it like this: {}", line(key, &example(key), &[]))
}

fn example(key: &Key) -> Vec<String> {
    if key.shape.is_list() {
        key.example.split("; ").map(str::to_owned).collect()
    } else {
        vec![key.example.to_owned()]
    }
}

/// `key = value`, as TOML.
fn line(key: &Key, values: &[String], referrers: &[Referrer]) -> String {
    let first = values.first().map(String::as_str).unwrap_or_default();
    let value = match &key.shape {
        Shape::Text | Shape::Telephone => text(first),
        Shape::Number(_) => first.to_owned(),
        Shape::YesNo => (first == "yes").to_string(),
        Shape::List => format!("[{}]", values.iter().map(|value| text(value)).collect::<Vec<_>>().join(", ")),
        Shape::Referrers => {
            let read: Vec<Referrer>;
            let all = if referrers.is_empty() {
                read = values.iter().map(|value| Referrer::read(value)).collect();
                &read
            } else {
                referrers
            };
            format!("[{}]", all.iter().map(person).collect::<Vec<_>>().join(", "))
        }
    };
    format!("{} = {value}", key.name)
}

fn person(referrer: &Referrer) -> String {
    let parts = [("name", &referrer.name), ("know", &referrer.know), ("personal", &referrer.personal)];
    let told: Vec<String> = parts
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{key} = {}", text(value)))
        .collect();
    format!("{{ {} }}", told.join(", "))
}

/// A text as TOML writes it, quotes and backslashes escaped.
fn text(value: &str) -> String {
    toml::Value::String(value.to_owned()).to_string()
}

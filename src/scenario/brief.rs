//! A brief of the caller's own: the real company, contact and job that a practice call is about.
//!
//! Text of a small TOML file in, a [`Brief`] or all of its problems out. Like a scenario it is read with every value in
//! its place, so that a slip is shown with its line.
//!
//! ```toml
//! company = "Northside Dairy"
//! contact = "Maria Okafor"
//! known = ["They opened a second plant in May."]
//! needs = ["deadlines", "packaging"]
//! research = ["second plant"]
//! [say_as]
//! Okafor = "oh kah for"
//! ```

use super::fields::{Fields, Placed, Texts};
use super::limits::{self, MOST_OTHERS};
use super::problem::{Code, Problem, Problems};
use std::collections::BTreeMap;
use toml::de::DeTable;

/// The values that scenarios ask for, each with what it is, in the order in which a form asks for them.
pub const VALUES: [(&str, &str); 8] = [
    ("company", "the company"),
    ("contact", "the person you want to reach, first and last name"),
    ("contact_title", "their title, for example design director"),
    ("job", "the job, for example project designer"),
    ("sent", "the day you sent your resume, for example Tuesday"),
    ("referrer", "who sent you to them, first and last name"),
    ("personal", "something personal you were told to ask about, for example your new granddaughter"),
    ("project", "a project of theirs, for example the harbor library"),
];

/// What is true of the caller's own call, instead of the scenario's.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Brief {
    /// Values for placeholders: those of [`VALUES`], and any other that a scenario asks for.
    pub values: BTreeMap<String, String>,
    /// Empty lists leave the scenario's.
    pub known: Vec<String>,
    pub needs: Vec<String>,
    pub research: Vec<String>,
    pub say_as: BTreeMap<String, String>,
}

/// The lists and the table; every other key is a value.
const OTHERS: [&str; 4] = ["known", "needs", "research", "say_as"];

impl Brief {
    /// Reads a brief, or says all that is wrong with it and where.
    ///
    /// # Errors
    /// Every problem, in the order of the file.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let brief = read(text, &mut problems);
        let problems = problems.finish(text);
        match brief {
            Some(brief) if problems.is_empty() => Ok(brief),
            _ => Err(problems),
        }
    }

    /// The file for this brief.
    pub fn to_toml(&self) -> String {
        let text = |value: &str| toml::Value::String(value.to_owned()).to_string();
        let list = |values: &[String]| {
            format!("[{}]", values.iter().map(|value| text(value)).collect::<Vec<_>>().join(", "))
        };
        let mut file = String::new();
        let known = VALUES.iter().map(|(key, _)| *key);
        let others = self
            .values
            .keys()
            .map(String::as_str)
            .filter(|key| !VALUES.iter().any(|(known, _)| known == key));
        for key in known.chain(others) {
            if let Some(value) = self.values.get(key) {
                file.push_str(&format!("{key} = {}\n", text(value)));
            }
        }
        for (key, values) in [("known", &self.known), ("needs", &self.needs), ("research", &self.research)] {
            if !values.is_empty() {
                file.push_str(&format!("{key} = {}\n", list(values)));
            }
        }
        if !self.say_as.is_empty() {
            file.push_str("\n[say_as]\n");
            for (word, sound) in &self.say_as {
                file.push_str(&format!("{word} = {}\n", text(sound)));
            }
        }
        file
    }
}

fn read(text: &str, problems: &mut Problems) -> Option<Brief> {
    if !limits::measure(text, problems) {
        return None;
    }
    let root = super::tree(text, problems)?;
    let mut top = Fields::new(&root, "the brief", 0..0, problems);
    let known = texts(top.texts("known", MOST_OTHERS));
    let needs = texts(top.texts("needs", MOST_OTHERS));
    let research = texts(top.texts("research", MOST_OTHERS));
    let say_as = top.table("say_as").map(|mut table| pairs(table.all_texts(MOST_OTHERS))).unwrap_or_default();
    let values = values(&root, problems);
    if values.is_empty() {
        let help = "write what the call is about, for example `company = \"Northside Dairy\"`";
        problems.push(Code::Empty, 0..0, "the brief gives no value", help);
    }
    Some(Brief { values, known, needs, research, say_as })
}

fn values(root: &DeTable<'_>, problems: &mut Problems) -> BTreeMap<String, String> {
    let mut rest = root.clone();
    for other in OTHERS {
        rest.remove(other);
    }
    pairs(Fields::new(&rest, "the brief", 0..0, problems).all_texts(MOST_OTHERS))
}

fn texts(list: Option<Texts>) -> Vec<String> {
    list.unwrap_or_default().into_iter().map(|text| text.value).collect()
}

fn pairs(list: Vec<(Placed<String>, Placed<String>)>) -> BTreeMap<String, String> {
    list.into_iter().map(|(key, text)| (key.value, text.value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brief_survives_its_file() {
        let brief = Brief {
            values: [("company", "Ann's \"Deli\""), ("contact", "Maria Okafor"), ("dog", "Rex")]
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .into(),
            known: vec!["They moved in May.".into()],
            needs: vec!["deadlines".into()],
            research: Vec::new(),
            say_as: BTreeMap::from([("Okafor".to_owned(), "oh kah for".to_owned())]),
        };
        assert_eq!(Brief::parse(&brief.to_toml()), Ok(brief));
    }

    #[test]
    fn everything_wrong_is_said_with_its_line() {
        let text = "company = 3\ncontact = \"A\"\nneeds = [1]\n[say_as]\nA = 2\n";
        let problems = Brief::parse(text).unwrap_err();
        let shown: Vec<&str> = problems.iter().map(|problem| &text[problem.span.clone()]).collect();
        assert_eq!(shown, ["3", "1", "2"]);
        assert!(Brief::parse("").unwrap_err()[0].message.contains("no value"));
        assert!(Brief::parse("company = \"\\u001b[2J\"").is_err());
        assert!(Brief::parse("company =").is_err());
    }
}

//! One table of the file, read key by key: every value with its place, every mistake noted, none fatal.
//!
//! A spanned TOML table goes in, plain values with spans come out. This knows types, ranges and
//! texts; it does not know what the keys mean.

use super::limits::{LONGEST_TEXT, MOST_OTHERS, MOST_WORDINGS};
use super::names::{is_control, is_name, quoted};
use super::problem::{Code, Problems};
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and where it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<T> {
    pub value: T,
    pub span: Range<usize>,
}

impl<T> Placed<T> {
    pub fn new(value: T, span: Range<usize>) -> Self {
        Self { value, span }
    }
}

/// A list of texts, each in its place.
pub type Texts = Vec<Placed<String>>;

/// A table that is being read.
pub(super) struct Fields<'t, 'p> {
    table: &'t DeTable<'t>,
    /// The table's name, for what is missing in it: `state.reception`.
    pub name: String,
    /// Where its name stands.
    pub place: Range<usize>,
    asked: Vec<&'static str>,
    pub problems: &'p mut Problems,
}

impl<'t, 'p> Fields<'t, 'p> {
    pub fn new(
        table: &'t DeTable<'t>,
        name: impl Into<String>,
        place: Range<usize>,
        problems: &'p mut Problems,
    ) -> Self {
        Self { table, name: name.into(), place, asked: Vec::new(), problems }
    }

    /// The value of a key, which is thereby known.
    fn take(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    /// Whether the author wrote the key, rightly or wrongly.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let found = value.get_ref().type_str();
        let article = if found.starts_with(['a', 'i']) { "an" } else { "a" };
        let message = format!("`{key}` must be {wanted}, not {article} {found}");
        self.problems.push(Code::WrongType, value.span(), message, format!("write {wanted} after `{key} =`"));
    }

    /// Reports a key that had to be there.
    pub fn missing(&mut self, key: &str, help: &str) {
        let message = format!("{} has no `{key}`", self.name);
        self.problems.push(Code::MissingKey, self.place.clone(), message, help);
    }

    pub fn text(&mut self, key: &'static str) -> Option<Placed<String>> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::String(text) => checked_text(key, text, value.span(), self.problems),
            _ => {
                self.wrong_type(key, value, "a text in quotes");
                None
            }
        }
    }

    /// A text that is a name: of a state, a person, a flag.
    pub fn name(&mut self, key: &'static str) -> Option<Placed<String>> {
        let text = self.text(key)?;
        good_name(&text.value, text.span.clone(), self.problems).then_some(text)
    }

    /// A list of texts; one text alone is a list of one. `None` where the key is absent.
    pub fn texts(&mut self, key: &'static str, most: usize) -> Option<Texts> {
        let value = self.take(key)?;
        self.texts_of(key, value, most)
    }

    fn texts_of(&mut self, key: &str, value: &Spanned<DeValue<'_>>, most: usize) -> Option<Texts> {
        let items = match value.get_ref() {
            DeValue::String(_) => std::slice::from_ref(value),
            DeValue::Array(items) => &**items,
            _ => {
                self.wrong_type(key, value, "a text or a list of texts");
                return None;
            }
        };
        if items.is_empty() {
            let help = "put at least one text into it, or leave the key out";
            self.problems.push(Code::Empty, value.span(), format!("`{key}` is an empty list"), help);
        }
        self.not_more(key, items.len(), most, value.span());
        let mut texts = Vec::new();
        for item in items.iter().take(most) {
            match item.get_ref() {
                DeValue::String(text) => texts.extend(checked_text(key, text, item.span(), self.problems)),
                _ => self.wrong_type(key, item, "a list of texts"),
            }
        }
        Some(texts)
    }

    /// A list of names.
    pub fn names(&mut self, key: &'static str, most: usize) -> Option<Texts> {
        let mut names = self.texts(key, most)?;
        names.retain(|name| good_name(&name.value, name.span.clone(), self.problems));
        Some(names)
    }

    /// Reports a list that is too long.
    pub fn not_more(&mut self, what: &str, count: usize, most: usize, span: Range<usize>) {
        if count > most {
            let message = format!("{}: {count} `{what}`, at most {most} are allowed", self.name);
            self.problems.push(Code::TooMany, span, message, format!("keep {most} of them"));
        }
    }

    pub fn integer(&mut self, key: &'static str, range: RangeInclusive<i32>) -> Option<Placed<i32>> {
        let value = self.take(key)?;
        self.integer_in(key, value, range)
    }

    fn integer_in(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        range: RangeInclusive<i32>,
    ) -> Option<Placed<i32>> {
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong_type(key, value, "a whole number");
            return None;
        };
        let read = i32::from_str_radix(integer.as_str(), integer.radix()).ok();
        let inside = read.filter(|number| range.contains(number));
        if inside.is_none() {
            self.out_of_range(key, value.span(), integer.as_str(), range.start(), range.end());
        }
        inside.map(|number| Placed::new(number, value.span()))
    }

    /// Whole numbers; one alone is a list of one.
    pub fn integers(
        &mut self,
        key: &'static str,
        range: RangeInclusive<i32>,
    ) -> Option<Placed<Vec<Placed<i32>>>> {
        let value = self.take(key)?;
        let items = match value.get_ref() {
            DeValue::Array(items) => &**items,
            _ => std::slice::from_ref(value),
        };
        self.not_more(key, items.len(), MOST_OTHERS, value.span());
        let items = items.iter().take(MOST_OTHERS);
        let numbers = items.filter_map(|item| self.integer_in(key, item, range.clone())).collect();
        Some(Placed::new(numbers, value.span()))
    }

    pub fn number(&mut self, key: &'static str, range: RangeInclusive<f64>) -> Option<Placed<f64>> {
        let value = self.take(key)?;
        let read = match value.get_ref() {
            DeValue::Integer(integer) => {
                i32::from_str_radix(integer.as_str(), integer.radix()).ok().map(f64::from)
            }
            DeValue::Float(float) => float.as_str().parse::<f64>().ok(),
            _ => {
                self.wrong_type(key, value, "a number");
                return None;
            }
        };
        match read {
            Some(number) if range.contains(&number) => Some(Placed::new(number, value.span())),
            _ => {
                let shown = read.map_or_else(|| "this number".to_owned(), |number| number.to_string());
                self.out_of_range(key, value.span(), &shown, range.start(), range.end());
                None
            }
        }
    }

    fn out_of_range<N: std::fmt::Display>(
        &mut self,
        key: &str,
        span: Range<usize>,
        found: &str,
        low: &N,
        high: &N,
    ) {
        let message = format!("`{key}` goes from {low} to {high}, not {}", quoted(found));
        self.problems.push(Code::OutOfRange, span, message, format!("choose a number from {low} to {high}"));
    }

    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let value = self.take(key)?;
        let read = value.get_ref().as_bool();
        if read.is_none() {
            self.wrong_type(key, value, "true or false");
        }
        read
    }

    /// One word out of a fixed list.
    pub fn one_of<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Option<Placed<T>> {
        let text = self.text(key)?;
        let choice = choices.iter().find(|(name, _)| *name == text.value);
        if choice.is_none() {
            let help = self.problems.suggest(&text.value, choices.iter().map(|(name, _)| *name));
            let message = format!("{} is no {key}", quoted(&text.value));
            self.problems.push(Code::UnknownValue, text.span.clone(), message, help);
        }
        choice.map(|(_, value)| Placed::new(*value, text.span))
    }

    /// A table inside this one, written inline or under its own header.
    pub fn table(&mut self, key: &'static str) -> Option<Fields<'t, '_>> {
        let value = self.take(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, value, "a table in braces");
            return None;
        };
        Some(Fields::new(table, format!("`{key}` of {}", self.name), value.span(), self.problems))
    }

    /// A list of tables; one alone is a list of one.
    pub fn tables(&mut self, key: &'static str, most: usize) -> Vec<Placed<&'t DeTable<'t>>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let items = match value.get_ref() {
            DeValue::Array(items) => &**items,
            _ => std::slice::from_ref(value),
        };
        self.not_more(key, items.len(), most, value.span());
        let mut tables = Vec::new();
        for item in items.iter().take(most) {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Placed::new(table, item.span())),
                None => self.wrong_type(key, item, "a list of tables in braces"),
            }
        }
        tables
    }

    /// The named tables under a key: `[state.reception]` and its like, in order of name.
    pub fn named(&mut self, key: &'static str, most: usize) -> Vec<(Placed<String>, &'t DeTable<'t>)> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let Some(tables) = value.get_ref().as_table() else {
            self.wrong_type(key, value, &format!("tables with names, as in `[{key}.NAME]`"));
            return Vec::new();
        };
        self.not_more(key, tables.len(), most, value.span());
        let mut named = Vec::new();
        for (name, value) in tables.iter().take(most) {
            if !good_name(name.get_ref(), name.span(), self.problems) {
                continue;
            }
            match value.get_ref().as_table() {
                Some(table) => named.push((Placed::new(name.get_ref().to_string(), name.span()), table)),
                None => self.wrong_type(
                    name.get_ref(),
                    value,
                    &format!("a table, as in `[{key}.{}]`", name.get_ref()),
                ),
            }
        }
        named
    }

    /// All keys of a table whose values are a text or a list of texts: the brief.
    pub fn all_lists(&mut self, most: usize) -> Vec<(Placed<String>, Placed<Texts>)> {
        self.not_more("keys", self.table.len(), most, self.place.clone());
        let mut all = Vec::new();
        for (name, value) in self.table.iter().take(most) {
            if !good_name(name.get_ref(), name.span(), self.problems) {
                continue;
            }
            let key = Placed::new(name.get_ref().to_string(), name.span());
            let texts = self.texts_of(&key.value, value, MOST_WORDINGS);
            all.extend(
                texts.filter(|texts| !texts.is_empty()).map(|texts| (key, Placed::new(texts, value.span()))),
            );
        }
        all
    }

    /// All keys of a table whose values are texts.
    pub fn all_texts(&mut self, most: usize) -> Vec<(Placed<String>, Placed<String>)> {
        self.not_more("keys", self.table.len(), most, self.place.clone());
        let mut all = Vec::new();
        for (name, value) in self.table.iter().take(most) {
            if !good_name(name.get_ref(), name.span(), self.problems) {
                continue;
            }
            match value.get_ref() {
                DeValue::String(text) => {
                    let key = Placed::new(name.get_ref().to_string(), name.span());
                    let text = checked_text(&key.value, text, value.span(), self.problems);
                    all.extend(text.map(|text| (key, text)));
                }
                _ => self.wrong_type(name.get_ref(), value, "a text in quotes"),
            }
        }
        all
    }

    /// Every key that nobody asked for is a mistake of the author's.
    pub fn finish(self) {
        for (key, _) in self.table.iter() {
            if !self.asked.contains(&key.get_ref().as_ref()) {
                let help = self.problems.suggest(key.get_ref(), self.asked.iter().copied());
                let message = format!("{} has no key {}", self.name, quoted(key.get_ref()));
                self.problems.push(Code::UnknownKey, key.span(), message, help);
            }
        }
    }
}

/// Texts are one line of words: line breaks of a `"""` text become spaces.
fn checked_text(
    key: &str,
    text: &str,
    span: Range<usize>,
    problems: &mut Problems,
) -> Option<Placed<String>> {
    if let Some(bad) = text.chars().find(|c| is_control(*c) && !matches!(c, '\n' | '\t' | '\r')) {
        let message = format!("`{key}` holds the control character U+{:04X}", u32::from(bad));
        problems.push(
            Code::ControlCharacter,
            span,
            message,
            "take it out: a scenario must not steer the terminal",
        );
        return None;
    }
    if text.trim().is_empty() {
        problems.push(
            Code::Empty,
            span,
            format!("`{key}` has a text without a word"),
            "write the words, or leave it out",
        );
        return None;
    }
    if text.chars().count() > LONGEST_TEXT {
        let message = format!("`{key}` has a text of more than {LONGEST_TEXT} characters");
        problems.push(Code::LineTooLong, span, message, "shorten it");
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    Some(Placed::new(words.join(" "), span))
}

fn good_name(name: &str, span: Range<usize>, problems: &mut Problems) -> bool {
    let good = is_name(name);
    if !good {
        let message = format!("{} cannot be a name", quoted(name));
        problems.push(
            Code::BadName,
            span,
            message,
            "use letters a to z, digits, `_` and `-`, at most 64 of them",
        );
    }
    good
}

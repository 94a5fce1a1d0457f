//! What you will say, written down: a small head, then labelled parts in the article's order.
//!
//! Text goes in, and a script or everything that is wrong with it comes out; a script goes in and text comes out. The
//! format is made for an editor and a person: `label:` on a line of its own, the words under it, `#` before a note.

pub mod check;
mod layout;
mod suggest;
#[cfg(test)]
mod tests;
mod timing;

pub use layout::{Slot, layout, scriptable};
pub use suggest::suggestion;
pub use timing::{Model, PartTime, Timing, USUAL_PACE, model, timing};

use super::profile::{Problem, Trouble};
use crate::call::Kind;
use crate::scenario::{is_control, nearest, quoted};

/// More text than this is a speech.
const MOST_WORDS: usize = 2_000;
const HEAD: [&str; 4] = ["kind", "title", "company", "contact"];

/// One labelled part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub label: &'static str,
    /// The line of its label, from 1; 0 where it was never in a file.
    pub line: usize,
    /// Its lines with their numbers.
    pub lines: Vec<(usize, String)>,
}

impl Part {
    /// The words in one line.
    pub fn text(&self) -> String {
        self.lines.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// A script for one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    pub kind: Kind,
    pub title: String,
    pub company: String,
    /// Whom it is for.
    pub contact: String,
    pub parts: Vec<Part>,
}

impl Script {
    pub fn new(kind: Kind) -> Self {
        Self { kind, title: String::new(), company: String::new(), contact: String::new(), parts: Vec::new() }
    }

    /// Puts the lines of a part in its place in the article's order; none take it out.
    pub fn put(&mut self, label: &'static str, lines: Vec<String>) {
        self.parts.retain(|part| part.label != label);
        if lines.is_empty() {
            return;
        }
        let place = |label: &str| layout(self.kind).iter().position(|slot| slot.label == label);
        let before = self.parts.iter().filter(|part| place(part.label) < place(label)).count();
        let lines = lines.into_iter().map(|line| (0, line)).collect();
        self.parts.insert(before, Part { label, line: 0, lines });
    }

    pub fn part(&self, label: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.label == label)
    }

    /// All that is said, in one line.
    pub fn text(&self) -> String {
        let texts: Vec<String> = self.parts.iter().map(Part::text).filter(|text| !text.is_empty()).collect();
        texts.join(" ")
    }

    /// Reads a script.
    ///
    /// # Errors
    /// Every problem at once, in the order of the lines.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        Reader::default().read(text)
    }

    /// The text that [`Script::parse`] reads.
    pub fn to_text(&self) -> String {
        let mut text =
            "# A script for coldcall. Change it as you like; a line that begins with # is a note to you.\n"
                .to_owned();
        text.push_str(&format!("kind: {}\n", self.kind));
        for (key, value) in [("title", &self.title), ("company", &self.company), ("contact", &self.contact)] {
            if !value.is_empty() {
                text.push_str(&format!("{key}: {value}\n"));
            }
        }
        for part in &self.parts {
            text.push_str(&format!("\n{}:\n", part.label));
            for (_, line) in &part.lines {
                text.push_str(&format!("  {line}\n"));
            }
        }
        text
    }
}

/// What is known so far of a script that is being read.
#[derive(Default)]
struct Reader {
    kind: Option<Kind>,
    head: [String; 4],
    /// Label, line, lines: whether the label fits is known once the kind is.
    parts: Vec<(String, usize, Vec<(usize, String)>)>,
    problems: Vec<Problem>,
}

impl Reader {
    fn problem(&mut self, line: usize, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem { line, trouble: Trouble { message: message.into(), help: help.into() } });
    }

    fn read(mut self, text: &str) -> Result<Script, Vec<Problem>> {
        for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
            let line = line.trim_start_matches('\u{feff}').trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.chars().any(|c| is_control(c) && c != '\t') {
                self.problem(number, "a control character", "type the line anew");
                continue;
            }
            match labelled(line) {
                Some((label, rest)) if HEAD.contains(&label) && self.parts.is_empty() => {
                    self.head_line(number, label, rest);
                }
                // Before the first label, a word with a colon is meant as one.
                Some((label, rest)) if is_label(label) || rest.is_empty() || self.parts.is_empty() => {
                    self.open(number, label, rest);
                }
                _ => match self.parts.last_mut() {
                    Some((_, _, lines)) => lines.push((number, line.to_owned())),
                    None => self.problem(number, "words before the first label", LABEL_HELP),
                },
            }
        }
        if text.split_whitespace().count() > MOST_WORDS {
            self.problem(1, format!("more than {MOST_WORDS} words"), "a script is what you say in one call");
        }
        self.finish()
    }

    fn head_line(&mut self, number: usize, key: &str, value: &str) {
        if key == "kind" {
            self.kind = Kind::from_name(&value.to_lowercase().replace([' ', '-'], "_"));
            if !self.kind.is_some_and(|kind| scriptable().contains(&kind)) {
                self.kind = None;
                self.problem(number, format!("no script for a call of kind {}", quoted(value)), kinds_help());
            }
        }
        let at = HEAD.iter().position(|known| *known == key).unwrap_or_default();
        self.head[at] = value.to_owned();
    }

    fn open(&mut self, number: usize, label: &str, rest: &str) {
        if self.parts.iter().any(|(known, ..)| known == label) {
            self.problem(
                number,
                format!("the part {} is there twice", quoted(label)),
                "put the words under one label",
            );
        }
        let lines = if rest.is_empty() { Vec::new() } else { vec![(number, rest.to_owned())] };
        self.parts.push((label.to_owned(), number, lines));
    }

    fn finish(mut self) -> Result<Script, Vec<Problem>> {
        let told = !self.head[0].is_empty();
        if self.kind.is_none() && !told {
            self.problem(
                1,
                "no kind of call",
                format!("begin with a line such as kind: cold; {}", kinds_help()),
            );
        }
        let kind = self.kind.unwrap_or(Kind::Cold);
        let slots = layout(kind);
        let mut parts = Vec::new();
        for (label, line, lines) in std::mem::take(&mut self.parts) {
            match slots.iter().find(|slot| slot.label == label) {
                Some(slot) => parts.push(Part { label: slot.label, line, lines }),
                None if self.kind.is_none() => {}
                None => {
                    let known = slots.iter().map(|slot| slot.label);
                    let help = match nearest(&label, known.clone()) {
                        Some(near) => format!("did you mean {near}:?"),
                        None => format!("there are {}", known.collect::<Vec<_>>().join(", ")),
                    };
                    self.problem(line, format!("a script for {kind} has no part {}", quoted(&label)), help);
                }
            }
        }
        if parts.is_empty() && self.problems.is_empty() {
            self.problem(1, "nothing to say", LABEL_HELP);
        }
        if !self.problems.is_empty() {
            self.problems.sort_by_key(|problem| problem.line);
            return Err(self.problems);
        }
        let [_, title, company, contact] = self.head;
        Ok(Script { kind, title, company, contact, parts })
    }
}

const LABEL_HELP: &str = "put a label such as greeting: on a line of its own, and the words under it";

fn kinds_help() -> String {
    let kinds: Vec<&str> = scriptable().iter().map(|kind| kind.name()).collect();
    format!("there are {}", kinds.join(", "))
}

/// `label: rest`, where the label is one small word.
fn labelled(line: &str) -> Option<(&str, &str)> {
    let (label, rest) = line.split_once(':')?;
    let is_word = !label.is_empty() && label.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    is_word.then(|| (label, rest.trim()))
}

/// A label of any kind of script: what follows it on its line is its first line.
fn is_label(word: &str) -> bool {
    scriptable().iter().any(|kind| layout(*kind).iter().any(|slot| slot.label == word))
}

//! The rule book and the norms as data.
//!
//! What enters: two files that are part of the program (`book.toml`, `norms.toml`). What leaves: the 98
//! rules of the five articles and the norms of delivery, parsed once. This room must not know how a call
//! is scored; it only says what there is to score by and where that comes from.

use crate::call::Kind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

const BOOK: &str = include_str!("book.toml");
const NORMS: &str = include_str!("norms.toml");

/// What stands behind a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tier {
    /// Counted or measured on a source.
    #[serde(rename = "measured")]
    Measured,
    /// A published article says so.
    #[serde(rename = "published advice")]
    PublishedAdvice,
    /// Commonly held; nobody was found who measured it.
    #[serde(rename = "general knowledge")]
    GeneralKnowledge,
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Measured => "measured",
            Self::PublishedAdvice => "published advice",
            Self::GeneralKnowledge => "general knowledge",
        })
    }
}

/// One rule of the book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// 1 to 98.
    pub number: u32,
    /// The article's number, `000` to `004`.
    pub article: String,
    /// The article's words; ` ... ` stands for words left out.
    pub quote: String,
    /// The kinds of call that the rule belongs to; never empty.
    pub kinds: Vec<Kind>,
    /// How it is scored, rehearsed or prepared, in plain words.
    pub check: String,
    pub tier: Tier,
    /// Rules that say the opposite on another kind of call.
    #[serde(default)]
    pub conflicts: Vec<u32>,
}

/// How well the number behind a norm is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// Read in the source.
    V,
    /// A second-hand source quotes it.
    V2,
    /// General knowledge; never scored.
    K,
}

/// A norm of delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Norm {
    /// As findings name it: `pace`, `fillers`, ...
    pub id: String,
    /// What is measured, with its unit.
    pub metric: String,
    /// False: shown, never scored.
    pub scored: bool,
    /// What the numbers mean for a caller.
    pub what: String,
    pub source: String,
    pub mark: Mark,
    /// Named limits in the metric's unit.
    #[serde(default)]
    pub thresholds: BTreeMap<String, f64>,
}

impl Norm {
    /// A named limit.
    ///
    /// # Panics
    /// When the norm has no such limit: the file is part of the program, and a test visits every name used.
    pub fn at(&self, threshold: &str) -> f64 {
        self.thresholds
            .get(threshold)
            .copied()
            .unwrap_or_else(|| panic!("norm {} has no {threshold}", self.id))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    article: BTreeMap<String, String>,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Norms {
    norm: Vec<Norm>,
}

fn parsed_book() -> &'static Book {
    static PARSED: OnceLock<Book> = OnceLock::new();
    PARSED.get_or_init(|| toml::from_str(BOOK).expect("book.toml is part of the program and tested"))
}

/// The 98 rules, by number.
pub fn book() -> &'static [Rule] {
    &parsed_book().rule
}

/// The rule with this number.
pub fn rule(number: u32) -> Option<&'static Rule> {
    book().get((number as usize).checked_sub(1)?)
}

/// The title of an article, by its number (`"001"`).
pub fn article(number: &str) -> Option<&'static str> {
    parsed_book().article.get(number).map(String::as_str)
}

/// The norms of delivery, in the order in which they are reported.
pub fn norms() -> &'static [Norm] {
    static PARSED: OnceLock<Norms> = OnceLock::new();
    &PARSED.get_or_init(|| toml::from_str(NORMS).expect("norms.toml is part of the program and tested")).norm
}

/// The norm with this id.
pub fn norm(id: &str) -> Option<&'static Norm> {
    norms().iter().find(|norm| norm.id == id)
}

#[cfg(test)]
mod tests;

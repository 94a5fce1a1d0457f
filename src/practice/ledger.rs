//! The ledger: what a caller found out about a company, each fact with the words that told it.
//!
//! Enters: the records of calls. Leaves: entries. Facts come from what somebody really said in a call and from nowhere
//! else: what the seed has decided about a company and nobody has told is not in here.

use crate::call::CallRecord;

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the scenarios: `manager`, `project`, ...
    pub fact: String,
    /// In a sentence.
    pub what: String,
    /// The words that told it.
    pub line: String,
    /// Who said them.
    pub who: String,
    /// RFC 3339, of the call.
    pub when: String,
    /// The call's name, for `coldcall review`.
    pub call: String,
}

/// Facts in the order in which they were first told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    pub entries: Vec<Entry>,
}

impl Ledger {
    /// Adds what a call told; a fact that is known already keeps its first teller.
    pub fn read(&mut self, call: &str, record: &CallRecord) {
        for learned in &record.facts_learned {
            if self.knows(&learned.fact) {
                continue;
            }
            self.entries.push(Entry {
                fact: learned.fact.clone(),
                what: learned.what.clone(),
                line: learned.line.clone(),
                who: name_of(record, &learned.speaker),
                when: record.started_at.clone(),
                call: call.to_owned(),
            });
        }
    }

    pub fn knows(&self, fact: &str) -> bool {
        self.entries.iter().any(|entry| entry.fact == fact)
    }

    /// The names of all facts.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.fact.as_str())
    }
}

/// `Gloria`, without the role that captions add.
fn name_of(record: &CallRecord, speaker: &str) -> String {
    let turn = record.turns.iter().find(|turn| turn.speaker == speaker);
    let caption = turn.map_or(speaker, |turn| turn.name.as_str());
    caption.split(" (").next().unwrap_or(caption).to_owned()
}

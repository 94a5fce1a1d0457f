//! What all calls together show: how often, with what result, and whether it gets better.
//!
//! Enters: the records of all kept calls with the moments of their dialling, the resumes sent, today's date. Leaves:
//! figures. What was not measured is none, never 0. It praises nobody: `report` says the figures in words.

mod dare;
mod days;
mod skill;

pub use dare::{Dare, dare};
pub use days::{Day, Days};
pub use skill::{Skill, skills};

use crate::call::{CallRecord, Element, Kind, Outcome};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// Rules of the book that the figures show.
pub const RULES: &[u32] = &[28, 32, 50, 51, 52, 95, 96];

/// A kept call and when it was dialled.
#[derive(Debug, Clone, Copy)]
pub struct Dialled<'r> {
    pub record: &'r CallRecord,
    pub at: Timestamp,
    /// The caller's own date then.
    pub day: Date,
}

impl<'r> Dialled<'r> {
    /// None where the record's date cannot be read.
    pub fn of(record: &'r CallRecord) -> Option<Self> {
        let at = record.started_at.parse().ok()?;
        let day = record.started_at.get(..10)?.parse().ok()?;
        Some(Self { record, at, day })
    }
}

/// A resume and the calls that followed it up (rule 28).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resume {
    pub campaign: String,
    pub sent: Date,
    /// Calls to the manager since then.
    pub calls: usize,
}

/// What came after a refusal (rule 51): how long it was until the next dial.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Refusals {
    pub count: usize,
    /// Seconds from the end of a refused call to the next dial.
    pub median_seconds: Option<f64>,
    pub shortest_seconds: Option<f64>,
    /// The last call was refused, and nobody was dialled since.
    pub last_is_unanswered: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Progress {
    pub version: u32,
    pub today: Date,
    pub dials: usize,
    pub talks: usize,
    pub messages: usize,
    pub yeses: usize,
    /// Yeses that one in three would give.
    pub expected_yeses: f64,
    pub days: Days,
    pub resumes: Vec<Resume>,
    pub refusals: Refusals,
    pub skills: Vec<Skill>,
    pub dare: Dare,
}

/// The version of the figures' JSON.
pub const VERSION: u32 = 1;

impl Progress {
    /// `calls` oldest first.
    pub fn of(calls: &[Dialled], resumes: Vec<Resume>, today: Date) -> Self {
        let count = |wanted: fn(&CallRecord) -> bool| calls.iter().filter(|call| wanted(call.record)).count();
        let days = Days::of(calls.iter().map(|call| call.day), today);
        Self {
            version: VERSION,
            today,
            dials: calls.len(),
            talks: count(is_a_talk),
            messages: count(left_a_message),
            yeses: count(|record| outcome(record) == Some(Outcome::Yes)),
            expected_yeses: calls.len() as f64 / 3.0,
            dare: dare(today, days.today > 0),
            days,
            resumes,
            refusals: refusals(calls),
            skills: skills(calls.iter().map(|call| call.record)),
        }
    }
}

fn outcome(record: &CallRecord) -> Option<Outcome> {
    record.ended.as_ref().map(|ended| ended.outcome)
}

/// Endings are named for what came of the call: `voicemail_left`, `message_left`. In a call to a machine, a number or a
/// reason that was said is a message.
pub fn left_a_message(record: &CallRecord) -> bool {
    record.ended.as_ref().is_some_and(|ended| {
        let kept = ended.id.contains("message") || ended.id.contains("voicemail");
        ended.outcome == Outcome::Later
            && (kept || (record.kind == Kind::Voicemail && said_why_or_where(record)))
    })
}

fn said_why_or_where(record: &CallRecord) -> bool {
    const PARTS: [Element; 3] = [Element::CallbackNumber, Element::Reason, Element::Referral];
    let elements =
        record.turns.iter().filter_map(|turn| turn.caller.as_ref()).flat_map(|caller| &caller.elements);
    elements.into_iter().any(|found| PARTS.contains(&found.element))
}

/// Two turns to a person: "hello?" into a line that is cut off is no talk, and neither is a message.
fn is_a_talk(record: &CallRecord) -> bool {
    let spoken = record.turns.iter().filter(|turn| turn.is_caller()).count();
    spoken >= 2 && record.kind != Kind::Voicemail && !left_a_message(record)
}

fn refusals(calls: &[Dialled]) -> Refusals {
    let refused = |call: &Dialled| outcome(call.record) == Some(Outcome::No);
    let mut waits: Vec<f64> = calls
        .windows(2)
        .filter(|pair| refused(&pair[0]))
        .map(|pair| {
            let between = pair[1].at.duration_since(pair[0].at).as_secs_f64();
            (between - pair[0].record.seconds).max(0.0)
        })
        .collect();
    waits.sort_by(f64::total_cmp);
    Refusals {
        count: calls.iter().filter(|call| refused(call)).count(),
        median_seconds: waits.get(waits.len() / 2).copied(),
        shortest_seconds: waits.first().copied(),
        last_is_unanswered: calls.last().is_some_and(refused),
    }
}

#[cfg(test)]
mod tests;

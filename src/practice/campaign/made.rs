//! A call that was made: what a campaign needs to know of its record.

use super::step::Step;
use crate::call::{CallRecord, Outcome};
use jiff::civil::Date;

/// How far a call got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// Neither the person nor their machine took anything.
    Nobody,
    /// A message was left.
    Message,
    /// The caller spoke with the person.
    Talk,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The record's name.
    pub call: String,
    pub step: Step,
    /// The day on which it counts.
    pub day: Date,
    pub reached: Reached,
    /// None where the call broke off.
    pub outcome: Option<Outcome>,
    pub summary: String,
    pub score: Option<f64>,
}

impl Made {
    /// What a record was for a campaign; none where it belongs to no step.
    pub fn of(call: &str, record: &CallRecord) -> Option<Self> {
        let part = record.campaign.as_ref()?;
        let step = Step::from_name(&part.step)?;
        let ended = record.ended.as_ref();
        Some(Self {
            call: call.to_owned(),
            step,
            day: part.day.parse().ok()?,
            reached: reached(step, record),
            outcome: ended.map(|ended| ended.outcome),
            summary: ended.map_or_else(
                || "The call broke off; what was said until then counts.".to_owned(),
                |ended| ended.summary.clone(),
            ),
            score: record.scorecard.as_ref().map(|card| card.score),
        })
    }
}

fn reached(step: Step, record: &CallRecord) -> Reached {
    let answered = record
        .turns
        .windows(2)
        .any(|pair| pair[0].speaker == step.cast() && !pair[0].is_caller() && pair[1].is_caller());
    match (answered, super::super::progress::left_a_message(record)) {
        (true, _) => Reached::Talk,
        (false, true) => Reached::Message,
        (false, false) => Reached::Nobody,
    }
}

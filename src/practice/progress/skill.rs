//! Skills over time: the parts of the scorecard, the last five calls against the five before.

use crate::call::{CallRecord, Scorecard, Section};
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Skill {
    /// `pitch`, `hook`, `close`, `delivery`.
    pub name: &'static str,
    /// 0 to 100 for each call in which it was scored, oldest first.
    pub scores: Vec<f64>,
    pub last_five: Option<f64>,
    pub five_before: Option<f64>,
    pub best: Option<f64>,
}

const FEW: usize = 5;

pub fn skills<'r>(records: impl Iterator<Item = &'r CallRecord>) -> Vec<Skill> {
    let cards: Vec<&Scorecard> = records.filter_map(|record| record.scorecard.as_ref()).collect();
    [
        ("pitch", Section::Pitch),
        ("hook", Section::Hook),
        ("close", Section::Close),
        ("delivery", Section::Delivery),
    ]
    .into_iter()
    .map(|(name, section)| Skill::of(name, cards.iter().filter_map(|card| score(card, section)).collect()))
    .collect()
}

impl Skill {
    fn of(name: &'static str, scores: Vec<f64>) -> Self {
        let recent = scores.len().saturating_sub(FEW);
        let (before, last) = scores.split_at(recent);
        let five_before = &before[before.len().saturating_sub(FEW)..];
        Self {
            name,
            last_five: mean(last),
            five_before: mean(five_before),
            best: scores.iter().copied().reduce(f64::max),
            scores,
        }
    }

    /// How much better the last five are; none before there are six.
    pub fn change(&self) -> Option<f64> {
        Some(self.last_five? - self.five_before?)
    }
}

fn mean(scores: &[f64]) -> Option<f64> {
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    (!scores.is_empty()).then(|| tenth(mean))
}

fn score(card: &Scorecard, section: Section) -> Option<f64> {
    if section == Section::Delivery {
        return card.delivery;
    }
    let found = card.findings.iter().filter(|finding| finding.section == section);
    let (points, of) = found.fold((0.0, 0.0), |(points, of), found| (points + found.points, of + found.of));
    (of > 0.0).then(|| tenth(100.0 * points / of))
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

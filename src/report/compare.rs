//! Two calls side by side: what got better, what got worse.
//!
//! What enters: two records with their scorecards, the earlier one first. What leaves: the changes, as text for a
//! terminal or as values. What only one of the two could be judged on is no change.

use super::page::{BOLD, GOOD, Page};
use super::view;
use crate::call::{CallRecord, Finding, Scorecard, Section};
use anstyle::{AnsiColor, Style};
use serde::Serialize;

const LOST: Style = AnsiColor::Yellow.on_default();

/// A smaller change of a finding's share of its points is none.
const NOTABLE: f64 = 0.05;

/// What stands beside a call's own score: those of earlier calls like it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Beside {
    pub last: Option<f64>,
    pub best: Option<f64>,
}

/// A figure then and now; none where it was not measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    pub what: String,
    pub before: Option<f64>,
    pub now: Option<f64>,
}

/// A finding of both cards whose share of its points changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    pub rule: String,
    pub title: String,
    /// Points over what could be had, 0 to 1.
    pub before: f64,
    pub now: f64,
    /// The words then and now, where there were any.
    pub said_before: Option<String>,
    pub said_now: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes {
    /// The score, its parts, and what was measured on the voice.
    pub figures: Vec<Change>,
    /// The largest first.
    pub better: Vec<Moved>,
    pub worse: Vec<Moved>,
}

/// None where one of the calls was not scored.
pub fn changes(before: &CallRecord, now: &CallRecord) -> Option<Changes> {
    let (before, now) = (before.scorecard.as_ref()?, now.scorecard.as_ref()?);
    let mut moved: Vec<Moved> = now.findings.iter().filter_map(|finding| moved(before, finding)).collect();
    moved.sort_by(|a, b| (b.now - b.before).abs().total_cmp(&(a.now - a.before).abs()));
    let (better, worse) = moved.into_iter().partition(|moved| moved.now > moved.before);
    Some(Changes { figures: figures(before, now), better, worse })
}

fn figures(before: &Scorecard, now: &Scorecard) -> Vec<Change> {
    let change = |what: &str, of: &dyn Fn(&Scorecard) -> Option<f64>| Change {
        what: what.to_owned(),
        before: of(before),
        now: of(now),
    };
    let mut figures = vec![
        change("score", &|card| Some(card.score)),
        change("content", &|card| Some(card.content)),
        change("delivery", &|card| card.delivery),
    ];
    for part in [Section::Pitch, Section::Hook, Section::Close] {
        figures
            .push(change(&format!("{} in %", view::section(part).to_lowercase()), &|card| share(card, part)));
    }
    let measured = |of: fn(&crate::call::Delivery) -> Option<f64>| {
        move |card: &Scorecard| card.measured.as_ref().and_then(of)
    };
    figures.push(change("words a minute", &measured(|voice| voice.words_per_minute)));
    figures.push(change("fillers a minute", &measured(|voice| voice.fillers_per_minute)));
    figures.push(change("seconds to answer", &measured(|voice| voice.response_time)));
    figures.retain(|figure| figure.before.is_some() || figure.now.is_some());
    figures
}

/// Points of a section in percent of what could be had.
fn share(card: &Scorecard, section: Section) -> Option<f64> {
    let findings = card.findings.iter().filter(|finding| finding.section == section);
    let (points, of) =
        findings.fold((0.0, 0.0), |(points, of), finding| (points + finding.points, of + finding.of));
    (of > 0.0).then(|| 100.0 * points / of)
}

fn moved(before: &Scorecard, now: &Finding) -> Option<Moved> {
    let earned = |finding: &Finding| (finding.of > 0.0).then(|| finding.points / finding.of);
    // A weak question stands under a rule of its own and under the same title.
    let then = before.findings.iter().find(|then| then.title == now.title && then.section == now.section)?;
    let (was, is) = (earned(then)?, earned(now)?);
    let words = |finding: &Finding| finding.evidence.iter().find_map(|seen| seen.quote.clone());
    ((is - was).abs() >= NOTABLE).then(|| Moved {
        rule: now.rule.clone(),
        title: now.title.clone(),
        before: was,
        now: is,
        said_before: words(then),
        said_now: words(now),
    })
}

/// The changes for a terminal of `width` columns (40 to 110 are used), under the names of the two calls.
pub fn compare(names: (&str, &str), changes: &Changes, width: usize) -> String {
    let mut page = Page::new(width);
    page.line(BOLD, &format!("Before: {}", names.0));
    page.line(BOLD, &format!("Now:    {}", names.1));
    page.gap();
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), view::points);
    for Change { what, before, now } in &changes.figures {
        let by = match (before, now) {
            (Some(before), Some(now)) => format!("  {:+.0}", now - before),
            _ => String::new(),
        };
        page.plain(&format!("  {what:<18} {:>6} then, {:>6} now{by}", number(*before), number(*now)));
    }
    for (title, style, list) in [("Better", GOOD, &changes.better), ("Worse", LOST, &changes.worse)] {
        if list.is_empty() {
            continue;
        }
        page.gap();
        page.line(BOLD, title);
        for moved in list {
            let percent = |share: f64| format!("{:.0} %", 100.0 * share);
            let line = format!("{}: {} then, {} now", moved.title, percent(moved.before), percent(moved.now));
            page.hanging(style, "  ", &line, usize::MAX);
            for (when, words) in [("then", &moved.said_before), ("now", &moved.said_now)] {
                if let Some(words) = words {
                    page.hanging(Style::new(), &format!("    {when:<5}"), &format!("\"{words}\""), 2);
                }
            }
        }
    }
    if changes.better.is_empty() && changes.worse.is_empty() {
        page.gap();
        page.line(Style::new(), "Nothing that is scored has changed.");
    }
    page.text
}

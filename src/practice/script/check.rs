//! What a script has and what it lacks: a call in which nothing but the script was said, scored like any other.
//!
//! A script and the understanding go in, remarks with their lines come out. The checks are the score's own, so that a
//! script that passes here scores there.

use super::timing::{Model, model, timing};
use super::{Script, USUAL_PACE, layout};
use crate::call::{
    CallEvent, CallRecord, CallStart, Channel, Difficulty, ElementFound, Finding, Heard, Kind, Meant,
    RECORD_VERSION, Understanding,
};
use crate::practice::profile::Profile;
use crate::score::{MAGIC_QUESTION, hooks, score};
use crate::understand::Understander;
use crate::words::normal::{content, joined};
use serde::Serialize;

/// How much a remark matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It is not there, or it is what the article warns of.
    Missing,
    /// It is there, and could be better.
    Better,
    Good,
}

/// One thing about a script.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remark {
    pub weight: Weight,
    /// From 1; none where it stands nowhere, or in no file yet.
    pub line: Option<usize>,
    pub part: Option<&'static str>,
    /// A rule of the book or a norm.
    pub rule: Option<String>,
    pub title: String,
    /// What to do; empty where all is well.
    pub advice: String,
    /// The words it is about.
    pub quote: Option<String>,
}

/// All that there is to say about a script, in its own order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checked {
    pub words: usize,
    /// Which of the four kinds of hook it has.
    pub hooks: Vec<&'static str>,
    pub remarks: Vec<Remark>,
}

impl Checked {
    pub fn misses(&self) -> bool {
        self.remarks.iter().any(|remark| remark.weight == Weight::Missing)
    }

    pub fn about<'c>(&'c self, label: &'c str) -> impl Iterator<Item = &'c Remark> {
        self.remarks.iter().filter(move |remark| remark.part == Some(label))
    }
}

/// Where a script cannot be scored: leaving well belongs to the call (rule 51).
const OF_THE_CALL: [&str; 2] = ["Leaving well", "Patient and positive"];

/// In the article's example, and in none of its bullets: good to have.
const GOOD_TO_HAVE: [&str; 1] = ["A small favour"];

/// Checks a script as it is now: half-written ones too. `profile` only words the advice.
pub fn check(script: &Script, profile: &Profile, understander: &mut Understander) -> Checked {
    let page = Page::of(script);
    let record = record(script, &page, profile, understander);
    let card = score(&record, None);
    let mut remarks: Vec<Remark> = card
        .findings
        .iter()
        .filter(|finding| !OF_THE_CALL.contains(&finding.title.as_str()))
        .map(|finding| remark(script, &page, finding))
        .collect();
    let open = brackets(script);
    // What is still to be filled in is not good yet, whatever stands around it.
    remarks
        .retain(|remark| remark.weight != Weight::Good || open.iter().all(|open| open.part != remark.part));
    remarks.extend(open);
    remarks.extend(own_words(script, &remarks));
    remarks.extend(out_of_place(script));
    remarks.extend(pitch_length(script));
    let place = |remark: &Remark| {
        let slot = |label: &str| layout(script.kind).iter().position(|slot| slot.label == label);
        remark.part.and_then(slot).unwrap_or(usize::MAX)
    };
    remarks.sort_by_key(place);
    let hooks = if is_pitch(script.kind) { hooks(&record) } else { Vec::new() };
    Checked { words: page.text.split_whitespace().count(), hooks, remarks }
}

fn is_pitch(kind: Kind) -> bool {
    matches!(kind, Kind::Cold | Kind::FollowUp)
}

/// A script's text and where each piece of it stands.
struct Page {
    text: String,
    /// Start of a line in the text, its number, its part.
    lines: Vec<(usize, usize, &'static str)>,
}

impl Page {
    fn of(script: &Script) -> Self {
        let mut page = Self { text: String::new(), lines: Vec::new() };
        for part in &script.parts {
            for (number, line) in &part.lines {
                if !page.text.is_empty() {
                    page.text.push(' ');
                }
                page.lines.push((page.text.len(), *number, part.label));
                page.text.push_str(line);
            }
        }
        page
    }

    /// The lines with their places in the text.
    fn spans(&self) -> impl Iterator<Item = (usize, usize, &str)> {
        let ends = self.lines.iter().skip(1).map(|(start, ..)| start - 1).chain([self.text.len()]);
        self.lines.iter().zip(ends).map(|((start, ..), end)| (*start, end, &self.text[*start..end]))
    }

    fn find(&self, quote: &str) -> Option<(usize, &'static str)> {
        let at = self.text.find(quote)?;
        self.lines.iter().rev().find(|(start, ..)| *start <= at).map(|(_, number, label)| (*number, *label))
    }
}

/// The record of a call in which the script was said at once to whoever decides.
fn record(script: &Script, page: &Page, profile: &Profile, understander: &mut Understander) -> CallRecord {
    let mut brief = profile.brief();
    for (key, value) in [("company", &script.company), ("contact", &script.contact)] {
        if !value.is_empty() {
            brief.insert(key.to_owned(), value.clone());
        }
    }
    let start = CallStart {
        version: RECORD_VERSION,
        scenario: String::new(),
        title: script.title.clone(),
        kind: script.kind,
        seed: 0,
        difficulty: Difficulty::Normal,
        channel: Channel::Typed,
        started_at: String::new(),
        brief,
        needs: Vec::new(),
        research: Vec::new(),
        campaign: None,
        origin: Default::default(),
    };
    // Line by line: what stands in one part is not read into the next, and stays as it was found.
    let mut elements = Vec::new();
    for (start, _, line) in page.spans() {
        let found = understander.elements(line, Some(script.kind), false);
        let moved = |found: ElementFound| ElementFound {
            start: found.start + start,
            end: found.end + start,
            ..found
        };
        elements.extend(found.into_iter().map(moved));
    }
    let understanding = Understanding { meant: Meant::None, moves: Vec::new(), elements, facts: Vec::new() };
    let events = [
        CallEvent::Started(start),
        CallEvent::Heard { heard: Heard::typed(page.text.clone(), 0.0) },
        CallEvent::Understood { understanding, understand_ms: 0.0 },
    ];
    CallRecord::from_events(&events).expect("the first event is Started")
}

/// A line of the scorecard as a remark on the script.
fn remark(script: &Script, page: &Page, finding: &Finding) -> Remark {
    let slot = layout(script.kind).iter().find(|slot| slot.titles.contains(&finding.title.as_str()));
    let quote = finding.evidence.iter().find_map(|seen| seen.quote.clone());
    let found = quote.as_deref().and_then(|quote| page.find(quote));
    let part = slot.map(|slot| slot.label).or(found.map(|(_, label)| label));
    let label_line = part.and_then(|label| script.part(label)).map(|part| part.line);
    let line = found.map(|(number, _)| number).or(label_line).filter(|number| *number > 0);
    let share = if finding.of > 0.0 { finding.points / finding.of } else { 0.0 };
    // Order, length and hedges have no part of their own: they can be poor, and never missing.
    let weight = match share {
        _ if finding.rule == "39" => Weight::Missing,
        share if share <= 0.0 && slot.is_some() && !GOOD_TO_HAVE.contains(&finding.title.as_str()) => {
            Weight::Missing
        }
        share if share < 1.0 => Weight::Better,
        _ => Weight::Good,
    };
    Remark {
        weight,
        line,
        part,
        rule: Some(finding.rule.clone()),
        title: finding.title.clone(),
        advice: finding.advice.clone(),
        quote,
    }
}

/// What is still to be filled in.
fn brackets(script: &Script) -> Vec<Remark> {
    let lines = script.parts.iter().flat_map(|part| part.lines.iter().map(move |line| (part.label, line)));
    lines
        .filter_map(|(label, (number, line))| {
            let open = line.find('[')?;
            let close = open + line[open..].find(']')?;
            let bracket = line[open..=close].to_owned();
            Some(Remark {
                weight: Weight::Missing,
                line: Some(*number).filter(|number| *number > 0),
                part: Some(label),
                rule: None,
                title: "Still to fill in".to_owned(),
                advice: format!("Put your own words in place of {bracket}."),
                quote: Some(bracket),
            })
        })
        .collect()
}

/// A question that asks when, and not in the article's words: good enough for points, and not the strongest.
fn own_words(script: &Script, remarks: &[Remark]) -> Option<Remark> {
    let magic = joined(&content(MAGIC_QUESTION));
    let asked = remarks
        .iter()
        .find(|remark| remark.title == "The magic question" && remark.weight == Weight::Good)?;
    if joined(&content(&script.text())).contains(&magic) {
        return None;
    }
    Some(Remark {
        weight: Weight::Better,
        title: "Its exact words".to_owned(),
        advice: format!("The article's own words are the strongest: \"{MAGIC_QUESTION}\""),
        ..asked.clone()
    })
}

/// The first part that comes before its turn.
fn out_of_place(script: &Script) -> Option<Remark> {
    let place = |label: &str| layout(script.kind).iter().position(|slot| slot.label == label);
    let late = script.parts.windows(2).find(|pair| place(pair[0].label) > place(pair[1].label))?;
    let order: Vec<&str> = layout(script.kind).iter().map(|slot| slot.label).collect();
    Some(Remark {
        weight: Weight::Better,
        line: Some(late[1].line).filter(|line| *line > 0),
        part: Some(late[1].label),
        rule: None,
        title: "The order of the parts".to_owned(),
        advice: format!("The article's order is {}.", order.join(", ")),
        quote: None,
    })
}

/// A pitch has no model to be held against, but a length that listeners bear.
fn pitch_length(script: &Script) -> Option<Remark> {
    let Some(Model::Pitch(low, high)) = model(script.kind) else { return None };
    let seconds = timing(script, USUAL_PACE).seconds.round();
    let advice = if seconds > high {
        format!(
            "A pitch takes {low:.0} to {high:.0} seconds, and then they stop listening. Which part can go?"
        )
    } else if seconds < low {
        format!("A pitch takes {low:.0} to {high:.0} seconds: there is room for one more fact.")
    } else {
        String::new()
    };
    Some(Remark {
        weight: if advice.is_empty() { Weight::Good } else { Weight::Better },
        line: None,
        part: None,
        rule: Some("longest_monologue".to_owned()),
        title: format!("The length, {seconds:.0} seconds at {USUAL_PACE:.0} words a minute"),
        advice,
        quote: None,
    })
}

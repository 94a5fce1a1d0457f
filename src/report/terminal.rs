//! The scorecard on a terminal: short after every call, full on request.
//!
//! What enters: a record and a width. What leaves: text with ANSI colours. Colour never carries anything
//! alone, and there are no drawn boxes: the text reads the same to a screen reader.

use super::compare::Beside;
use super::page::Page;
use super::view;
use crate::call::{CallRecord, Coaching, Finding, Scorecard, Section};
use crate::score::judge_delivery;
use anstyle::{AnsiColor, Style};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const LOST: Style = AnsiColor::Yellow.on_default();

/// How much to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// At most [`SHORT`] lines: the score, up to three strengths, the next thing.
    Short,
    /// Every finding with its rule, its quote, its points and its evidence.
    Full,
}

/// With the two or three lines that lead on from it, a short report stays under fifteen.
const SHORT: usize = 11;

/// The report of a call, for a terminal of `width` columns (40 to 110 are used). Ends with a line break.
/// Without a scorecard it says so.
///
/// Earlier calls of its kind stand beside the score.
pub fn terminal(record: &CallRecord, width: usize, detail: Detail, beside: Beside) -> String {
    let width = width.clamp(40, 110);
    let mut page = Page::new(width);
    let Some(card) = &record.scorecard else {
        page.line(BOLD, &view::ending(record));
        page.line(Style::new(), "This call was not scored.");
        return page.text;
    };
    match detail {
        Detail::Short => short(&mut page, record, card, beside),
        Detail::Full => full(&mut page, record, card, beside),
    }
    page.text
}

fn short(page: &mut Page, record: &CallRecord, card: &Scorecard, beside: Beside) {
    page.hanging(BOLD, "", &view::score_line(record, card, beside), 1);
    page.hanging(Style::new(), "", &view::ending(record), 1);
    if let Some(followed) = &record.script {
        page.hanging(Style::new(), "", &view::script(followed), 1);
    }
    let mut after = Page::new(page.width);
    next(&mut after, &card.coaching, 2);
    let taken = page.text.lines().count() + after.text.lines().count() + 1;
    worked(page, &card.coaching, SHORT.saturating_sub(taken).max(1), 1);
    page.text.push_str(&after.text);
}

/// Up to `count` strengths; each takes at most `most` lines.
fn worked(page: &mut Page, coaching: &Coaching, count: usize, most: usize) {
    if !coaching.strengths.is_empty() {
        page.line(BOLD, "What worked");
    }
    for strength in coaching.strengths.iter().take(count) {
        page.hanging(GOOD, "  ", strength, most);
    }
}

/// The one thing to do next, each part of it in at most `most` lines.
fn next(page: &mut Page, coaching: &Coaching, most: usize) {
    let Some(next) = &coaching.next else { return };
    page.hanging(LOST, "Next time: ", next, most);
    if let Some(said) = &coaching.you_said {
        page.hanging(Style::new(), "  You said:    ", &format!("\"{said}\""), 1);
    }
    if let Some(better) = &coaching.say_instead {
        page.hanging(BOLD, "  Say instead: ", &format!("\"{better}\""), most);
    }
    if let Some(other) = &coaching.otherwise {
        let name = other.name.split(" (").next().unwrap_or(&other.name);
        let would = format!("{name} would have said: \"{}\"", other.reply);
        page.hanging(Style::new(), "  ", &would, most / 2);
    }
}

fn full(page: &mut Page, record: &CallRecord, card: &Scorecard, beside: Beside) {
    page.line(BOLD, &view::score_line(record, card, beside));
    page.line(Style::new(), &view::ending(record));
    if let Some(followed) = &record.script {
        page.line(Style::new(), &view::script(followed));
        page.line(DIM, view::SCRIPT_NOTE);
    }
    page.gap();
    worked(page, &card.coaching, usize::MAX, usize::MAX);
    next(page, &card.coaching, usize::MAX);
    for part in [Section::Pitch, Section::Hook, Section::Close, Section::Delivery] {
        section(page, part, &card.findings);
    }
    if card.measured.is_none() {
        page.gap();
        page.line(BOLD, &capitalised(&view::delivery(record, card)));
    }
}

/// The findings of one section under its points; nothing where there are none.
fn section(page: &mut Page, part: Section, findings: &[Finding]) {
    let findings: Vec<&Finding> = findings.iter().filter(|finding| finding.section == part).collect();
    if findings.is_empty() {
        return;
    }
    page.gap();
    let (points, of) =
        findings.iter().fold((0.0, 0.0), |(points, of), finding| (points + finding.points, of + finding.of));
    page.line(BOLD, &format!("{}: {} of {}", view::section(part), view::points(points), view::points(of)));
    for finding in findings {
        one(page, finding);
    }
}

/// What the voice alone shows, for a recording of which nobody said what kind of call it is.
pub fn delivery(record: &CallRecord, width: usize) -> String {
    let mut page = Page::new(width.clamp(40, 110));
    section(&mut page, Section::Delivery, &judge_delivery(record));
    page.text
}

fn one(page: &mut Page, finding: &Finding) {
    let style = if finding.of == 0.0 {
        Style::new()
    } else if finding.points >= finding.of {
        GOOD
    } else {
        LOST
    };
    let earned = if finding.of == 0.0 {
        "shown".to_owned()
    } else {
        format!("{} of {}", view::points(finding.points), view::points(finding.of))
    };
    page.hanging(style, &format!("  {earned:<12} "), &finding.title, usize::MAX);
    let margin = " ".repeat(15);
    let quote =
        if finding.article.is_some() { format!("\"{}\"", finding.quote) } else { finding.quote.clone() };
    page.hanging(DIM, &margin, &format!("{}: {quote}", view::source(finding)), usize::MAX);
    for seen in finding.evidence.iter().filter_map(view::evidence) {
        page.hanging(Style::new(), &margin, &format!("Heard: {seen}"), usize::MAX);
    }
    if !finding.advice.is_empty() {
        let verb = if finding.of == 0.0 { "Note" } else { "Better" };
        page.hanging(Style::new(), &margin, &format!("{verb}: {}", finding.advice), usize::MAX);
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

//! Who said what, in order.
//!
//! What enters: a record and a width. What leaves: text with ANSI colours, a turn a paragraph, the name
//! in front so that a screen reader says who speaks. Turns are numbered, as `review --retry` takes them.

use super::view;
use crate::call::{CallRecord, Channel};
use anstyle::Style;

/// The conversation, wrapped to `width` columns (40 to 110 are used). A spoken call shows each turn's
/// start as minutes and seconds; the caller's words are the careful ear's where it listened.
pub fn transcript(record: &CallRecord, width: usize) -> String {
    let width = width.clamp(40, 110);
    let bold = Style::new().bold();
    let mut out = String::new();
    let digits = record.turns.len().to_string().len();
    for (at, turn) in record.turns.iter().enumerate() {
        let time = match record.channel {
            Channel::Spoken => format!("{:>digits$} {:>5} ", at + 1, view::clock(turn.start)),
            Channel::Typed => format!("{:>digits$} ", at + 1),
        };
        let text = format!("{}: {}{}", turn.name, turn.scored_text(), view::broken_off(turn));
        let indent = time.chars().count() + 2;
        let lines =
            textwrap::wrap(&text, width.saturating_sub(indent)).join(&format!("\n{}", " ".repeat(indent)));
        let styled = match lines.split_once(": ") {
            Some((name, rest)) if !turn.is_caller() => format!("{bold}{name}:{bold:#} {rest}"),
            _ => lines,
        };
        out.push_str(&format!("{time}{styled}\n"));
    }
    out
}

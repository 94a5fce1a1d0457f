//! Numbers to words: how times, points and sections are written.
//!
//! What enters: values of the vocabulary. What leaves: short texts. This file must not know a medium.

use super::compare::Beside;
use crate::call::{
    CallRecord, Channel, Evidence, Fidelity, Finding, Scorecard, ScriptFollowed, Seconds, Section, Span, Turn,
};
use crate::score::speaks_at_own_pace;

/// What follows words in which somebody was interrupted.
pub(super) fn broken_off(turn: &Turn) -> &'static str {
    if turn.cut_off { " \u{2014} (you cut in)" } else { "" }
}

/// `1:04` for 64 seconds.
pub(super) fn clock(seconds: Seconds) -> String {
    let whole = seconds.max(0.0).round() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

/// `12.3 to 14.0 s`.
pub(super) fn seconds(span: Span) -> String {
    format!("{:.1} to {:.1} s", span.start, span.end)
}

/// Without a needless decimal: `4`, `3.6`.
pub(super) fn points(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

pub(super) fn section(section: Section) -> &'static str {
    match section {
        Section::Pitch => "Pitch",
        Section::Hook => "Hook",
        Section::Close => "Close",
        Section::Delivery => "Delivery",
    }
}

/// `Score 72 of 100 (last 65, best 81): content 68, delivery 84`.
pub(super) fn score_line(record: &CallRecord, card: &Scorecard, beside: Beside) -> String {
    let earlier = match (beside.last, beside.best) {
        (Some(last), Some(best)) => format!(" (last {last:.0}, best {best:.0})"),
        (Some(last), None) => format!(" (before {last:.0})"),
        (None, _) => String::new(),
    };
    let (score, content) = (card.score, card.content);
    format!("Score {score:.0} of 100{earlier}: content {content:.0}, {}", delivery(record, card))
}

/// The delivery score, or why there is none.
pub(super) fn delivery(record: &CallRecord, card: &Scorecard) -> String {
    match card.delivery {
        Some(delivery) => format!("delivery {delivery:.0}"),
        None if record.channel == Channel::Typed => "delivery: not measured (typed call)".to_owned(),
        None if speaks_at_own_pace(&record.brief) => "delivery: shown, not scored (your profile)".to_owned(),
        None => "delivery: not measured (too little speech)".to_owned(),
    }
}

/// Under a script's band, where there is room.
pub(super) const SCRIPT_NOTE: &str =
    "Shown, never scored: that 60 to 80 % of the words sound natural rests on one weak source.";

/// How closely a script was kept: `Your script: natural, 72 % of its words. Left out: hook.`
pub(super) fn script(followed: &ScriptFollowed) -> String {
    let band = match followed.band {
        None => return "Your script: this call never came to it.".to_owned(),
        Some(Fidelity::LostTheThread) => "you lost the thread",
        Some(Fidelity::Natural) => "natural",
        Some(Fidelity::WordForWord) => "read word for word",
    };
    let left_out = match followed.left_out.as_slice() {
        [] => String::new(),
        parts => format!(" Left out: {}.", parts.join(", ")),
    };
    format!("Your script: {band}, {:.0} % of its words.{left_out}", 100.0 * followed.share)
}

/// How the call came out, how long it took.
pub(super) fn ending(record: &CallRecord) -> String {
    let how = match &record.ended {
        Some(ended) => ended.summary.clone(),
        // A recording, not a call that was made here.
        None if record.scenario.is_empty() => "A recording.".to_owned(),
        None => "The call broke off.".to_owned(),
    };
    match record.channel {
        Channel::Spoken => format!("{how} ({}, {} minutes)", record.title, clock(record.seconds)),
        Channel::Typed => format!("{how} ({})", record.title),
    }
}

/// `rule 38 of article 001`, or the norm's name.
pub(super) fn source(finding: &Finding) -> String {
    match &finding.article {
        Some(article) => format!("rule {}, article {article}", finding.rule),
        None => format!("norm {}", finding.rule),
    }
}

/// The words and the seconds of one piece of evidence.
pub(super) fn evidence(seen: &Evidence) -> Option<String> {
    match (&seen.quote, seen.audio) {
        (Some(quote), Some(span)) => Some(format!("\"{quote}\" at {}", seconds(span))),
        (Some(quote), None) => Some(format!("\"{quote}\"")),
        (None, Some(span)) => Some(format!("at {}", seconds(span))),
        (None, None) => None,
    }
}

/// Cut to so many characters at a word, with an ellipsis.
pub(super) fn cut(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(characters.saturating_sub(1)).collect();
    let end = kept.rfind(' ').unwrap_or(kept.len());
    format!("{}…", kept[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scripts_band_has_its_figure() {
        let mut followed = ScriptFollowed {
            script: "cold".to_owned(),
            share: 0.724,
            band: Some(Fidelity::Natural),
            said: vec!["name".to_owned()],
            left_out: vec!["hook".to_owned(), "question".to_owned()],
        };
        assert_eq!(script(&followed), "Your script: natural, 72 % of its words. Left out: hook, question.");
        (followed.band, followed.left_out) = (None, Vec::new());
        assert_eq!(script(&followed), "Your script: this call never came to it.");
    }

    #[test]
    fn times_and_points_are_short() {
        assert_eq!(clock(64.4), "1:04");
        assert_eq!(clock(-1.0), "0:00");
        assert_eq!(points(4.0), "4");
        assert_eq!(points(3.64), "3.6");
        assert_eq!(cut("one two three", 9), "one two…");
        assert_eq!(cut("one", 9), "one");
    }
}

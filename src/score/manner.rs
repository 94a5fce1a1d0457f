//! Delivery, scored: measured figures against the norms.
//!
//! What enters: a record and its measured [`Delivery`]. What leaves: findings whose points add up to the
//! delivery score; figures without a verified threshold are shown with `of` = 0. This file must not know
//! the content's rubrics.
//!
//! A longer silence never raises the score: too slow is judged with all pauses in, too fast on stretches
//! of talk without the silences over a second, fillers on seconds of speech. Only a pause under a second
//! slows a fast talker down, which is what rule 2 asks for.

use super::caller::speaks_at_own_pace;
use super::conversation::response_times;
use super::delivery::{Spoken, spoken_turns};
use super::fillers::is_filler_sound;
use super::shown::shown;
use crate::call::{CallRecord, Delivery, Evidence, Finding, Seconds, Section, Span};
use crate::rules::{self, Norm, norm};
use crate::words::grouping::grouped;
use crate::words::normal::content;
use crate::words::telephone::telephones;

/// Points of each scored part out of 100: pace and fillers have the best evidence behind them.
const PACE: f64 = 40.0;
const FILLERS: f64 = 30.0;
const RESPONSE: f64 = 15.0;
const PAUSES: f64 = 15.0;
/// A voicemail's number, beside these: a message whose number cannot be written down was left in vain.
const NUMBER: f64 = 25.0;

/// A second of silence divides stretches of talk.
const STRETCH_GAP: Seconds = 1.0;

/// Under this much speech, rates say more about chance than about the caller.
pub(super) const ENOUGH_SPEECH: Seconds = 20.0;

/// "Like" and "you know" are half as bad as "um" (Laske & DiGennaro Reed 2024: sounds are worse).
const FILLER_WORD: f64 = 0.5;

/// A response this late has lost all its points: the longest pause that strong speakers leave.
const HOPELESSLY_LATE: Seconds = 3.0;

/// All findings of delivery, scored ones first; `of` adds up to 100 before anything is left out, and to 125 where a
/// number was left on a voicemail.
pub(super) fn findings(record: &CallRecord, delivery: &Delivery) -> Vec<Finding> {
    let turns = spoken_turns(record);
    let speech: Seconds = turns.iter().map(Spoken::speech).sum();
    let enough = speech >= ENOUGH_SPEECH;
    let mut list = Vec::new();
    list.extend(pace(delivery, &turns, enough));
    list.extend(fillers(delivery, speech, enough));
    list.extend(response_time(record, delivery, &turns));
    list.extend(pauses(&turns));
    let number = number(record);
    if speaks_at_own_pace(&record.brief) {
        list = list.into_iter().map(unscored).collect();
    }
    list.extend(number);
    list.extend(shown(delivery));
    list
}

/// Who stammers, or speaks a second language, sees the figure and is not judged by norms made for others.
fn unscored(finding: Finding) -> Finding {
    Finding { points: 0.0, of: 0.0, advice: "Shown, not scored, as your profile asks.".to_owned(), ..finding }
}

pub(super) fn finding(
    norm: &Norm,
    title: String,
    points: f64,
    of: f64,
    evidence: Vec<Evidence>,
    advice: String,
) -> Finding {
    Finding {
        rule: norm.id.clone(),
        article: None,
        quote: norm.source.clone(),
        section: Section::Delivery,
        title,
        points,
        of,
        evidence,
        advice,
    }
}

pub(super) fn at(turn: Option<usize>, quote: Option<String>, start: Seconds, end: Seconds) -> Evidence {
    Evidence { turn, quote, audio: Some(Span::new(start, end)) }
}

fn pace(delivery: &Delivery, turns: &[Spoken], enough: bool) -> Option<Finding> {
    let norm = norm("pace")?;
    let rate = delivery.words_per_minute?;
    let title = format!("Pace: {rate:.0} words a minute");
    if !enough {
        let advice = format!("Too short to judge: under {ENOUGH_SPEECH:.0} seconds of speech.");
        return Some(finding(norm, title, 0.0, 0.0, Vec::new(), advice));
    }
    let running = running_rate(turns);
    let share = pace_share(norm, rate, running);
    let advice = if share >= 1.0 {
        String::new()
    } else if running > norm.at("outer_high") {
        format!(
            "Slow down: {running:.0} words a minute while you talk, where listeners follow {:.0} to {:.0}. Pause at each full stop.",
            norm.at("inner_low"),
            norm.at("inner_high")
        )
    } else {
        format!(
            "Speak a little faster: listeners expect {:.0} to {:.0} words a minute.",
            norm.at("inner_low"),
            norm.at("inner_high")
        )
    };
    Some(finding(norm, title, share * PACE, PACE, Vec::new(), advice))
}

/// Words a minute over stretches of talk, silences over a second left out.
fn running_rate(turns: &[Spoken]) -> f64 {
    let words: usize = turns.iter().map(Spoken::word_count).sum();
    let long = |turn: &Spoken| -> Seconds {
        turn.pauses().map(|pause| pause.seconds).filter(|seconds| *seconds > STRETCH_GAP).sum()
    };
    let seconds: Seconds = turns.iter().map(|turn| turn.whole().seconds() - long(turn)).sum();
    if seconds > 0.0 { 60.0 * words as f64 / seconds } else { 0.0 }
}

/// 1 inside the inner band and one noticeable step beyond it; falls from there.
fn pace_share(norm: &Norm, rate: f64, running: f64) -> f64 {
    let step = norm.at("noticeable");
    let full_from = norm.at("inner_low") * (1.0 - step);
    let outer = norm.at("outer_low");
    let slow = if rate >= full_from {
        1.0
    } else if rate >= outer {
        1.0 - 0.2 * (full_from - rate) / (full_from - outer)
    } else {
        0.8 * (2.0 * rate / outer - 1.0)
    };
    let full_to = norm.at("inner_high") * (1.0 + step);
    // Gone at one and a half times the band's edge.
    let gone = norm.at("outer_high") * 1.5;
    let fast = 1.0 - (running - full_to).max(0.0) / (gone - full_to);
    slow.min(fast).clamp(0.0, 1.0)
}

fn fillers(delivery: &Delivery, speech: Seconds, enough: bool) -> Option<Finding> {
    let norm = norm("fillers")?;
    let Some(rate) = delivery.fillers_per_minute else {
        let advice = "The careful second hearing did not run, and the first leaves fillers out.".to_owned();
        return Some(finding(norm, "Fillers: not measured".to_owned(), 0.0, 0.0, Vec::new(), advice));
    };
    let sounds = delivery.fillers.iter().filter(|filler| is_filler_sound(filler)).count() as f64;
    let weighted = sounds + FILLER_WORD * (delivery.fillers.len() as f64 - sounds);
    let weighted = 60.0 * weighted / speech;
    let evidence: Vec<Evidence> =
        delivery.fillers.iter().map(|seen| at(None, Some(seen.text.clone()), seen.start, seen.end)).collect();
    let title = format!("Fillers: {rate:.1} a minute");
    if !enough {
        let advice = format!("Too short to judge: under {ENOUGH_SPEECH:.0} seconds of speech.");
        return Some(finding(norm, title, 0.0, 0.0, evidence, advice));
    }
    let (warn, fail) = (norm.at("warn_above"), norm.at("fail_from"));
    let share = (1.0 - (weighted - warn) / (fail - warn)).clamp(0.0, 1.0);
    let advice = if share < 1.0 {
        format!("Leave a silence where you would say um; up to {warn:.0} a minute do no harm.")
    } else {
        String::new()
    };
    Some(finding(norm, title, share * FILLERS, FILLERS, evidence, advice))
}

fn response_time(record: &CallRecord, delivery: &Delivery, turns: &[Spoken]) -> Option<Finding> {
    let norm = norm("response_time")?;
    let median = delivery.response_time?;
    let late = norm.at("late_above");
    let share = (1.0 - (median - late) / (HOPELESSLY_LATE - late)).clamp(0.0, 1.0);
    let slow: Vec<Evidence> = response_times(record, turns)
        .into_iter()
        .filter(|(_, seconds)| *seconds > late)
        .filter_map(|(turn, seconds)| {
            let first = turns.iter().find(|spoken| spoken.turn == turn)?.whole().start;
            Some(at(Some(turn), None, first - seconds, first))
        })
        .collect();
    let (evidence, advice) = if share < 1.0 {
        (
            slow,
            format!(
                "Answer sooner: more than {late:.0} second is heard as hesitation. A short yes buys time."
            ),
        )
    } else {
        (Vec::new(), String::new())
    };
    Some(finding(norm, format!("Response time: {median:.1} s"), share * RESPONSE, RESPONSE, evidence, advice))
}

/// Each silence over the limit costs this share, and each further second of it a tenth.
const LONG_PAUSE_COST: f64 = 1.0 / 3.0;
const LONGER_SECOND_COST: f64 = 0.1;

fn pauses(turns: &[Spoken]) -> Option<Finding> {
    let norm = norm("pauses")?;
    let limit = norm.at("long_above");
    let mut cost = 0.0;
    let mut evidence = Vec::new();
    for turn in turns {
        for pause in turn.pauses().filter(|pause| pause.seconds > limit) {
            cost += LONG_PAUSE_COST + LONGER_SECOND_COST * (pause.seconds - limit);
            evidence.push(at(Some(turn.turn), None, pause.start, pause.end));
        }
    }
    let share = (1.0 - cost).max(0.0);
    let title = format!("Pauses: {}", lengths(turns, limit));
    let advice = if !evidence.is_empty() {
        format!(
            "A pause of two or three seconds is strong; over {limit:.0} the other side thinks that you are gone."
        )
    } else {
        String::new()
    };
    Some(finding(norm, title, share * PAUSES, PAUSES, evidence, advice))
}

/// "8: 5 short (under 0.6 s), 2 middling, 1 over 1 s, none over 3 s". Zandan's three kinds of pause.
fn lengths(turns: &[Spoken], limit: Seconds) -> String {
    let all: Vec<Seconds> = turns.iter().flat_map(Spoken::pauses).map(|pause| pause.seconds).collect();
    let count = |from: Seconds, to: Seconds| all.iter().filter(|s| (from..to).contains(*s)).count();
    let long = all.iter().filter(|seconds| **seconds > limit).count();
    format!(
        "{}, {} under 0.6 s, {} of 0.6 to 1 s, {} of 1 to {limit:.0} s, {long} longer",
        all.len(),
        count(0.0, 0.6),
        count(0.6, 1.0),
        all.iter().filter(|seconds| **seconds >= 1.0).count() - long,
    )
}

/// Rule 67: the number as it comes out of a telephone, recognised once more. The last one said counts: people correct
/// themselves.
fn number(record: &CallRecord) -> Option<Finding> {
    let rule = rules::rule(67)?;
    let heard = record.turns.iter().enumerate().rev().find_map(|(at, turn)| {
        let careful = turn.caller.as_ref()?.careful.as_ref()?;
        let over_telephone = careful.over_telephone.as_ref()?;
        let said = telephones(&content(&careful.text)).pop()?.digits;
        Some((at, turn, said, telephones(&content(over_telephone)).pop().map(|phone| phone.digits)))
    });
    let (turn, caller, said, arrived) = heard?;
    let whole = arrived.as_ref() == Some(&said);
    let advice = match arrived {
        _ if whole => String::new(),
        Some(other) => format!(
            "Over the line it came out as {}. Say it slowly, in groups of three and four, and once more at the end.",
            grouped(&other)
        ),
        None => "Over the line no number came out. Say it slowly, digit by digit, in groups.".to_owned(),
    };
    Some(Finding {
        rule: rule.number.to_string(),
        article: Some(rule.article.clone()),
        quote: rule.quote.clone(),
        section: Section::Delivery,
        title: format!("Your number over the line: {}", grouped(&said)),
        points: if whole { NUMBER } else { 0.0 },
        of: NUMBER,
        evidence: vec![at(Some(turn), None, caller.start, caller.end)],
        advice,
    })
}

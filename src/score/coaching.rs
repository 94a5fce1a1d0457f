//! What the caller takes away: up to three things that worked, the one thing to do next, and the words.
//!
//! What enters: judged checks and delivery findings. What leaves: a [`Coaching`]. This file must not
//! judge anything itself.

use super::Scored;
use super::manner::ENOUGH_SPEECH;
use super::story::Story;
use crate::call::{Coaching, Delivery, Evidence, Finding, Section};

/// Strengths are shown with the caller's words, at most this many of them.
const STRENGTHS: usize = 3;

/// "Bye" is polite and no strength.
const WORTH_QUOTING: usize = 3;

/// A quotation longer than this is cut: the line should be read in one look.
const QUOTE_LENGTH: usize = 90;

/// The magic question is what gets the interview: while half of its points are missing, it is the next thing.
const KEY_RULES: [u32; 2] = [38, 39];

/// `weight` is what content counts for in the whole score; delivery is the rest.
pub(super) fn coaching(
    story: &Story,
    content: &[Scored],
    delivery: &[Finding],
    weight: f64,
    measured: Option<&Delivery>,
) -> Coaching {
    let mut coaching = Coaching { strengths: strengths(content, measured, delivery), ..Coaching::default() };
    let failing = content.iter().find(|scored| scored.fails_the_call);
    let key = content
        .iter()
        .find(|scored| KEY_RULES.contains(&scored.rule) && scored.lost() >= scored.finding.of / 2.0);
    // The first of equals, so that the order of the rubric decides.
    let largest =
        content.iter().filter(|scored| scored.lost() > 0.0).fold(None, |best: Option<&Scored>, scored| {
            match best {
                Some(best) if best.lost() >= scored.lost() => Some(best),
                _ => Some(scored),
            }
        });
    let chosen = failing.or(key).or(largest);
    let sound = delivery.iter().max_by(|a, b| (a.of - a.points).total_cmp(&(b.of - b.points)));
    let sound_of: f64 = delivery.iter().map(|finding| finding.of).sum();
    let sound_lost = sound
        .map_or(0.0, |finding| (1.0 - weight) * 100.0 * (finding.of - finding.points) / sound_of.max(1.0));
    match (chosen, sound) {
        (Some(scored), _) if failing.or(key).is_some() || scored.lost() * weight >= sound_lost => {
            coaching.next = Some(format!("{}. {}", scored.finding.title, scored.advice));
            coaching.you_said = scored.finding.evidence.iter().find_map(quoted);
            coaching.say_instead = scored.better.clone();
            coaching.rule = Some(scored.finding.rule.clone());
            coaching.turn = turn_for(story, &scored.finding);
        }
        (_, Some(finding)) if sound_lost > 0.0 => {
            coaching.next = Some(format!("{}. {}", finding.title, finding.advice));
            coaching.rule = Some(finding.rule.clone());
        }
        _ => {}
    }
    coaching
}

/// The turn in which a finding's points could have been had: where it was seen; else the last turn where the call's end
/// is judged, and the longest for what was left out of a pitch.
fn turn_for(story: &Story, finding: &Finding) -> Option<usize> {
    if let Some(turn) = finding.evidence.iter().find_map(|seen| seen.turn) {
        return Some(turn);
    }
    let right = || story.said.iter().filter(|said| said.to_decider);
    let told = match finding.section {
        Section::Close => right().next_back(),
        _ => right().max_by_key(|said| (said.words.len(), std::cmp::Reverse(said.turn))),
    };
    told.or(story.said.last()).map(|said| said.turn)
}

/// The findings with all their points and the caller's own words, the weightiest first.
fn strengths(content: &[Scored], measured: Option<&Delivery>, delivery: &[Finding]) -> Vec<String> {
    let mut good: Vec<(&Scored, String)> = content
        .iter()
        .filter(|scored| scored.finding.of > 0.0 && scored.lost() <= 0.1 * scored.finding.of)
        .filter_map(|scored| Some((scored, scored.finding.evidence.iter().find_map(quoted)?)))
        .filter(|(_, words)| words.split_whitespace().count() >= WORTH_QUOTING)
        .collect();
    good.sort_by(|(a, _), (b, _)| b.finding.of.total_cmp(&a.finding.of));
    let mut said: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for (scored, words) in good {
        // One sentence may earn several points; it is praised once.
        if !said.iter().any(|earlier| earlier.contains(&words) || words.contains(earlier.as_str())) {
            lines.push(format!("{}: \"{}\"", scored.praise, shortened(&words)));
            said.push(words);
        }
    }
    lines.truncate(STRENGTHS);
    let steady = delivery
        .iter()
        .any(|finding| finding.rule == "pace" && finding.of > 0.0 && finding.points >= finding.of);
    if let (true, true, Some(rate)) =
        (lines.len() < STRENGTHS, steady, measured.and_then(|figures| figures.words_per_minute))
    {
        lines.push(format!(
            "You kept a good pace: {rate:.0} words a minute over more than {ENOUGH_SPEECH:.0} seconds"
        ));
    }
    lines
}

fn quoted(evidence: &Evidence) -> Option<String> {
    evidence.quote.clone().filter(|quote| !quote.trim().is_empty())
}

/// Cut at a word, with an ellipsis.
fn shortened(words: &str) -> String {
    if words.chars().count() <= QUOTE_LENGTH {
        return words.to_owned();
    }
    let cut: String = words.chars().take(QUOTE_LENGTH).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', '.', ';']))
}

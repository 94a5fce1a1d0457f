//! The scorecard: every point with its rule, its evidence and the better sentence.
//!
//! What enters: a record and, where there is one, its scenario. What leaves: a [`Scorecard`]; the same
//! record always gives the same card. This room must not know files, clocks, or how words were
//! recognised: it reads the elements that others found.
//!
//! - A kind of call is a list of checks whose points add up to 100 (`rubric`). What could not come up in
//!   this call is left out and the rest scaled, so that the content is always out of 100.
//! - Content reads words only: the same words typed and spoken score the same. Delivery reads sound only.
//! - A spoken call scores 75 % content and 25 % delivery, a typed one content alone. The weights are ours:
//!   what is said decides, how it is said colours it.
//! - Whether a check applies depends on what others did, never on what the caller said. So one more good
//!   element never lowers a score, but for what the rule book itself says: two or three strengths (44),
//!   nothing after the question (47), no pitch to human resources (24), the lengths (63, 80), letting them
//!   talk (85), comfort before questions (17), a request for a call without a reason (73).

mod asking;
mod caller;
mod check;
mod close;
mod coaching;
mod company;
mod conversation;
mod delivery;
mod exercise;
mod fillers;
mod hook;
mod learned;
mod manner;
mod number;
mod phrases;
mod pitch;
mod referral;
mod reverse;
mod rubric;
mod shown;
mod story;
mod syllables;
mod through;
mod voice;
mod voicemail;

pub use caller::{asks_for_profile, speaks_at_own_pace};
pub use close::MAGIC_QUESTION;
pub use delivery::measure_delivery;
pub use exercise::{Exercise, score_exercise};
pub use story::refuses_in_words;

use crate::call::{CallRecord, Finding, Kind, Scorecard};
use crate::rules;
use crate::scenario::Scenario;
use check::{Check, Judged, Verdict};
use story::Story;

/// What content counts for in a spoken call; delivery is the rest.
pub const CONTENT_WEIGHT: f64 = 0.75;

/// One check of the rubric as it came out.
struct Scored {
    finding: Finding,
    /// The number of the rule, as in the finding.
    rule: u32,
    praise: &'static str,
    /// The advice without the better sentence.
    advice: String,
    better: Option<String>,
    fails_the_call: bool,
}

impl Scored {
    fn lost(&self) -> f64 {
        self.finding.of - self.finding.points
    }
}

/// Scores a call. Without a scenario, what a company needs is unknown and its check left out; who was on
/// the line is read from the captions.
///
/// `score`, `content` and `delivery` are 0 to 100, to one decimal; `delivery` is none when the call was
/// typed or too little was spoken to judge anything.
pub fn score(record: &CallRecord, scenario: Option<&Scenario>) -> Scorecard {
    card(record, scenario, rubric::rubric(record.kind), true)
}

/// The card by one rubric; `judge_sound` is false where the voice is measured and shown, and scores nothing.
fn card(record: &CallRecord, scenario: Option<&Scenario>, rubric: &[Check], judge_sound: bool) -> Scorecard {
    let story = Story::new(record, scenario);
    let scored = content_findings(&story, rubric);
    let failed = scored.iter().any(|scored| scored.fails_the_call);
    let content = if failed { 0.0 } else { scored.iter().map(|scored| scored.finding.points).sum() };
    let measured = measure_delivery(record);
    let judged = measured.as_ref().filter(|_| judge_sound);
    let sound = judged.map(|measured| manner::findings(record, measured)).unwrap_or_default();
    let delivery = share_of(&sound).map(|share| 100.0 * share);
    let score = match delivery {
        Some(delivery) => CONTENT_WEIGHT * content + (1.0 - CONTENT_WEIGHT) * delivery,
        None => content,
    };
    let weight = if delivery.is_some() { CONTENT_WEIGHT } else { 1.0 };
    let coaching = coaching::coaching(&story, &scored, &sound, weight, measured.as_ref());
    let findings = scored.into_iter().map(|scored| scored.finding).chain(sound).map(rounded).collect();
    Scorecard {
        score: to_tenth(score),
        content: to_tenth(content),
        delivery: delivery.map(to_tenth),
        findings,
        measured,
        coaching,
    }
}

/// What the voice alone shows and is worth, where nobody said what kind of call it was.
pub fn judge_delivery(record: &CallRecord) -> Vec<Finding> {
    let measured = measure_delivery(record);
    let sound = measured.map(|measured| manner::findings(record, &measured)).unwrap_or_default();
    sound.into_iter().map(rounded).collect()
}

/// The kinds of hook that a call holds: a result, your years of experience, a success, your education.
pub fn hooks(record: &CallRecord) -> Vec<&'static str> {
    hook::kinds(&Story::new(record, None))
}

/// The words of the article's own example of such a call, counted; none where it gives none.
pub fn model_words(kind: Kind) -> Option<usize> {
    match kind {
        Kind::Referral => Some(referral::MODEL_WORDS),
        Kind::Voicemail => Some(voicemail::MODEL_WORDS),
        _ => None,
    }
}

/// The turns that were said to whom the call is for: to whoever decides, and to anybody where the call is for anybody
/// (a mailbox, whoever knows something).
pub fn said_to_the_right_person<'r>(record: &'r CallRecord, scenario: Option<&'r Scenario>) -> Vec<&'r str> {
    let for_anybody = matches!(record.kind, Kind::Voicemail | Kind::Information | Kind::Rejection);
    let story = Story::new(record, scenario);
    let said = story.said.iter().filter(|said| for_anybody || said.to_decider);
    said.map(|said| said.text).collect()
}

/// The kinds of call on whose scorecards a rule stands.
pub fn kinds_scored_by(rule: u32) -> Vec<Kind> {
    // These take another rule's place where a question was weak, or a message is the second.
    let own = match rule {
        39 => 38,
        75 => 80,
        other => other,
    };
    let stands = |kind: &&Kind| rubric::rubric(**kind).iter().any(|check| check.rule == own);
    Kind::ALL.iter().filter(stands).copied().collect()
}

/// A rubric's checks, judged, with points scaled to 100.
fn content_findings(story: &Story, rubric: &[Check]) -> Vec<Scored> {
    let judged: Vec<(&Check, Judged)> = rubric
        .iter()
        .filter_map(|check| match (check.judge)(story) {
            Verdict::DidNotArise => None,
            Verdict::Judged(judged) => Some((check, judged)),
        })
        .collect();
    let of: f64 = judged.iter().map(|(check, _)| check.of).sum();
    let scale = if of > 0.0 { 100.0 / of } else { 0.0 };
    judged.into_iter().map(|(check, judged)| scored(check, judged, scale)).collect()
}

fn scored(check: &Check, judged: Judged, scale: f64) -> Scored {
    let number = judged.rule.unwrap_or(check.rule);
    let rule = rules::rule(number);
    let of = check.of * scale;
    let advice = match &judged.better {
        Some(better) => format!("{} \"{better}\"", judged.advice),
        None => judged.advice.clone(),
    };
    Scored {
        finding: Finding {
            rule: number.to_string(),
            article: rule.map(|rule| rule.article.clone()),
            quote: rule.map(|rule| rule.quote.clone()).unwrap_or_default(),
            section: check.section,
            title: check.title.to_owned(),
            points: of * judged.share,
            of,
            evidence: judged.evidence,
            advice,
        },
        rule: number,
        praise: check.praise,
        advice: judged.advice,
        better: judged.better,
        fails_the_call: judged.fails_the_call,
    }
}

/// Points over what could be had, 0 to 1; none where nothing is scored.
fn share_of(findings: &[Finding]) -> Option<f64> {
    let of: f64 = findings.iter().map(|finding| finding.of).sum();
    (of > 0.0).then(|| findings.iter().map(|finding| finding.points).sum::<f64>() / of)
}

fn rounded(finding: Finding) -> Finding {
    let to_hundredth = |value: f64| (value * 100.0).round() / 100.0;
    Finding { points: to_hundredth(finding.points), of: to_hundredth(finding.of), ..finding }
}

fn to_tenth(value: f64) -> f64 {
    (value.clamp(0.0, 100.0) * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests;

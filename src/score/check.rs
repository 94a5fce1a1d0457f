//! A check: one line of a rubric. A kind of call is a list of these.
//!
//! What enters: a [`Story`]. What leaves: a [`Verdict`], the share of the line's points that were earned.
//! A check must not know the other checks, and whether it applies may depend on what others did in the
//! call, never on what the caller said: so a good element can add to a score and never lower one.

use super::story::{Mention, Story};
use crate::call::{Element, Evidence, Section};

/// One line of a rubric.
pub(super) struct Check {
    /// The rule of the book that it applies.
    pub rule: u32,
    pub section: Section,
    /// What is looked at, in the caller's language.
    pub title: &'static str,
    /// Points, out of the kind's 100.
    pub of: f64,
    /// Said as a strength, before the caller's own words.
    pub praise: &'static str,
    pub judge: fn(&Story) -> Verdict,
}

/// A line of a table.
pub(super) const fn check(
    rule: u32,
    section: Section,
    of: f64,
    title: &'static str,
    praise: &'static str,
    judge: fn(&Story) -> Verdict,
) -> Check {
    Check { rule, section, title, of, praise, judge }
}

/// What a check found.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It could not come up in this call: nobody refused, the manager was never reached.
    DidNotArise,
    Judged(Judged),
}

#[derive(Debug)]
pub(super) struct Judged {
    /// Of the check's points, 0 to 1.
    pub share: f64,
    pub evidence: Vec<Evidence>,
    /// What to do differently; empty where all is well.
    pub advice: String,
    /// The better sentence, ready to be said.
    pub better: Option<String>,
    /// Another rule than the check's own says this (the weak form of the magic question).
    pub rule: Option<u32>,
    /// Whatever else was good, a call with this in it fails.
    pub fails_the_call: bool,
}

impl Verdict {
    pub fn full(evidence: Vec<Evidence>) -> Self {
        Self::judged(1.0, evidence, "")
    }

    pub fn missing(advice: impl Into<String>) -> Self {
        Self::judged(0.0, Vec::new(), advice)
    }

    /// `share` is clamped to 0..=1.
    pub fn judged(share: f64, evidence: Vec<Evidence>, advice: impl Into<String>) -> Self {
        let share = share.clamp(0.0, 1.0);
        let advice = advice.into();
        Self::Judged(Judged { share, evidence, advice, better: None, rule: None, fails_the_call: false })
    }

    fn with(self, change: impl FnOnce(&mut Judged)) -> Self {
        match self {
            Self::DidNotArise => Self::DidNotArise,
            Self::Judged(mut judged) => {
                change(&mut judged);
                Self::Judged(judged)
            }
        }
    }

    /// Adds the better sentence, which is needed only where points were lost.
    pub fn say_instead(self, sentence: impl Into<String>) -> Self {
        self.with(|judged| {
            if judged.share < 1.0 {
                judged.better = Some(sentence.into());
            }
        })
    }

    pub fn under_rule(self, rule: u32) -> Self {
        self.with(|judged| judged.rule = Some(rule))
    }

    pub fn failing_the_call(self) -> Self {
        self.with(|judged| judged.fails_the_call = true)
    }
}

/// What is said only to someone who cannot decide is worth this much of what the manager hears: the words
/// are there, the listener is the wrong one (rule 49).
const TOLD_TO_ANOTHER: f64 = 0.4;

/// An element that the person who decides should hear.
pub(super) fn told(story: &Story, element: Element, advice: &str, better: impl Into<String>) -> Verdict {
    if !story.reached {
        return Verdict::DidNotArise;
    }
    let (heard, overheard): (Vec<Mention>, Vec<Mention>) =
        story.mentions(element).partition(|mention| mention.said.to_decider);
    match (heard.first(), overheard.first()) {
        (Some(mention), _) => Verdict::full(vec![mention.evidence()]),
        (None, Some(mention)) => {
            let advice = "You said it, but not to the person who decides. Say it to them too.";
            Verdict::judged(TOLD_TO_ANOTHER, vec![mention.evidence()], advice).say_instead(better)
        }
        (None, None) => Verdict::missing(advice).say_instead(better),
    }
}

/// An element that counts whoever hears it.
pub(super) fn said(story: &Story, element: Element, advice: &str, better: impl Into<String>) -> Verdict {
    match story.mentions(element).next() {
        Some(mention) => Verdict::full(vec![mention.evidence()]),
        None => Verdict::missing(advice).say_instead(better),
    }
}

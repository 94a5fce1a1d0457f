//! The question bank: what to ask when your own questions will not come (rule 93).
//!
//! A file that is part of the program goes in; questions by kind of call come out. This file must not know how a
//! question is scored: it only says what there is to ask.

use crate::call::Kind;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

const BANK: &str = include_str!("questions.toml");

/// One question of the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub text: String,
    /// What it brings: `start`, `work`, `needs`, `values`, `advice`, `people`, `next`.
    pub about: String,
    pub kinds: Vec<Kind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bank {
    question: Vec<Question>,
}

/// All questions, in the order in which a talk goes.
pub fn questions() -> &'static [Question] {
    static PARSED: OnceLock<Vec<Question>> = OnceLock::new();
    PARSED.get_or_init(|| {
        let bank: Bank = toml::from_str(BANK).expect("questions.toml is part of the program and tested");
        bank.question
    })
}

/// The questions that fit a kind of call.
pub fn questions_for(kind: Kind) -> impl Iterator<Item = &'static Question> {
    questions().iter().filter(move |question| question.kinds.contains(&kind))
}

/// Three to begin with, each about something else.
pub fn first_three(kind: Kind) -> Vec<&'static Question> {
    let wanted: &[&str] =
        if kind == Kind::Information { &["work", "needs", "people"] } else { &["start", "values", "advice"] };
    wanted.iter().filter_map(|about| questions_for(kind).find(|question| question.about == *about)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{CallEvent, CallRecord, CallStart, Channel, Difficulty, Heard, RECORD_VERSION};
    use crate::score::score;

    /// The share of the points for leaving the job out, of a call in which little but this was said.
    fn leaves_the_job_out(kind: Kind, text: &str) -> f64 {
        let start = CallStart {
            version: RECORD_VERSION,
            scenario: String::new(),
            title: String::new(),
            kind,
            seed: 0,
            difficulty: Difficulty::Normal,
            channel: Channel::Typed,
            started_at: String::new(),
            brief: Default::default(),
            needs: Vec::new(),
            research: Vec::new(),
            campaign: None,
            origin: Default::default(),
        };
        let words = format!("{text} That is all that I would like to know from you today, thank you.");
        let events = [CallEvent::Started(start), CallEvent::Heard { heard: Heard::typed(words, 0.0) }];
        let record = CallRecord::from_events(&events).expect("it started");
        let findings = score(&record, None).findings;
        let finding = findings.iter().find(|finding| ["9", "83"].contains(&finding.rule.as_str()));
        finding.map(|finding| finding.points / finding.of).expect("scored in both kinds")
    }

    #[test]
    fn both_kinds_have_a_choice_and_three_to_begin_with() {
        for kind in [Kind::Reverse, Kind::Information] {
            assert!(questions_for(kind).count() >= 12, "{kind}");
            assert_eq!(first_three(kind).len(), 3, "{kind}");
        }
        assert_eq!(questions_for(Kind::Cold).count(), 0);
        let mut texts: Vec<&str> = questions().iter().map(|question| question.text.as_str()).collect();
        texts.sort_unstable();
        assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "a question twice");
    }

    #[test]
    fn no_question_has_a_word_of_a_job_and_every_one_is_open() {
        assert!(leaves_the_job_out(Kind::Reverse, "Is there a job opening?") < 1.0);
        for question in questions() {
            for kind in &question.kinds {
                assert!(leaves_the_job_out(*kind, &question.text) >= 1.0, "{}", question.text);
            }
            let first = question.text.split_whitespace().next().unwrap_or_default();
            let open = ["How", "What", "Which", "Who", "Where", "When", "Why"].contains(&first);
            assert!(open && question.text.ends_with('?'), "{}", question.text);
        }
    }
}

//! A call taken up again in the middle.
//!
//! What was said up to there is told once more, without a sound; from then on the real line speaks and listens. Each
//! answer of then is given only to the question of then: where the gatekeeper's side says something else, the call ends.

use super::{Answer, Foresee, Line, LineError};
use crate::call::{EventSink, Expectation, Part, Past, Reply, SecondHearing};
use std::collections::VecDeque;

/// A line that begins with a past.
pub struct Rewound {
    past: VecDeque<Past>,
    /// Of the past, in order.
    hearings: Vec<SecondHearing>,
    line: Box<dyn Line>,
}

impl Rewound {
    pub fn new(past: Vec<Past>, line: Box<dyn Line>) -> Self {
        let hearings = past.iter().filter_map(Past::hearing).collect();
        Self { past: past.into(), hearings, line }
    }
}

fn says(reply: &Reply) -> Vec<&str> {
    let words = reply.parts.iter().map(|part| match part {
        Part::Say(say) => Some(say.text.as_str()),
        Part::Sound(_) => None,
    });
    words.flatten().collect()
}

impl Line for Rewound {
    fn exchange(
        &mut self,
        reply: &Reply,
        expectation: &Expectation,
        foresee: &mut Foresee<'_>,
        sink: &mut dyn EventSink,
    ) -> Result<Answer, LineError> {
        let Some(past) = self.past.pop_front() else {
            return self.line.exchange(reply, expectation, foresee, sink);
        };
        let (then, mut now): (Vec<&str>, Vec<&str>) = (past.said().collect(), says(reply));
        if past.heard().is_some_and(|heard| heard.cut_in) {
            // What was never begun is not missed.
            now.truncate(then.len());
        }
        if then != now {
            return Err(LineError::WentAnotherWay { then: then.join(" "), now: now.join(" ") });
        }
        for event in &past.told {
            sink.retold(event);
        }
        Ok(past.answer)
    }

    fn hear_again(
        &mut self,
        over_telephone: bool,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Vec<SecondHearing>, LineError> {
        let again = self.line.hear_again(over_telephone, progress)?;
        Ok(std::mem::take(&mut self.hearings).into_iter().chain(again).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{CallEvent, Heard, Outlook, Say, VoiceCharacter, exchanges};
    use crate::line::TextLine;
    use std::sync::Arc;

    fn reply(text: &str) -> Reply {
        let say = Say {
            speaker: "dana".into(),
            name: "Dana".into(),
            voice: VoiceCharacter::default(),
            text: text.into(),
            spoken: None,
        };
        Reply { parts: vec![Part::Say(say)], state: "desk".into() }
    }

    #[test]
    fn the_past_is_told_again_and_then_the_caller_is_asked() {
        let mut first: Vec<CallEvent> = Vec::new();
        let mut line = TextLine::new(&b"Hello\n"[..], Arc::default());
        line.exchange(&reply("Yes?"), &Expectation::plain(true), &mut |_: &str| Outlook::UNKNOWN, &mut first)
            .expect("no device");

        let typed = TextLine::new(&b"Good morning\n"[..], Arc::default());
        let mut again = Rewound::new(exchanges(&first), Box::new(typed));
        let mut told: Vec<CallEvent> = Vec::new();
        let answer = again
            .exchange(&reply("Yes?"), &Expectation::plain(true), &mut |_: &str| Outlook::UNKNOWN, &mut told)
            .expect("as it was");
        // Nobody has understood it yet, so it came without words.
        assert_eq!(answer, Answer::Unclear(Heard::typed("Hello", 0.0)));
        assert_eq!(told, first);
        let answer = again
            .exchange(&reply("Go on."), &Expectation::plain(true), &mut |_: &str| Outlook::UNKNOWN, &mut told)
            .expect("the real line");
        assert_eq!(answer, Answer::Heard(Heard::typed("Good morning", 0.0)));
        assert_eq!(again.hear_again(false, &mut |_, _| ()).expect("no ear").len(), 1);
    }

    #[test]
    fn an_answer_is_given_to_no_other_question() {
        let mut first: Vec<CallEvent> = Vec::new();
        let mut line = TextLine::new(&b"Hello\n"[..], Arc::default());
        line.exchange(&reply("Yes?"), &Expectation::plain(true), &mut |_: &str| Outlook::UNKNOWN, &mut first)
            .expect("no device");
        let mut again = Rewound::new(exchanges(&first), Box::new(line));
        let error = again
            .exchange(
                &reply("No!"),
                &Expectation::plain(true),
                &mut |_: &str| Outlook::UNKNOWN,
                &mut Vec::new(),
            )
            .expect_err("other words");
        assert!(error.to_string().contains("then \"Yes?\", now \"No!\""), "{error}");
    }
}

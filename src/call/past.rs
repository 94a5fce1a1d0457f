//! A call that was made, exchange by exchange: what is needed to take it up again in the middle.
//!
//! The events of a call in, its exchanges out. Nothing is understood or judged here.

use super::{Answer, CallEvent, Heard, SecondHearing, Transcript};

/// One exchange: what the gatekeeper's side said, and the turn that answered it.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// What the line told, in order: sounds, words, the caller's turn or silence.
    pub told: Vec<CallEvent>,
    pub answer: Answer,
    /// Where the answer stands in the record's turns; none for silence.
    pub turn: Option<usize>,
    /// The careful ear's reading of the answer.
    pub again: Option<SecondHearing>,
}

impl Past {
    /// The words of the gatekeeper's side, in order.
    pub fn said(&self) -> impl Iterator<Item = &str> {
        self.told.iter().filter_map(|event| match event {
            CallEvent::Spoke { text, .. } => Some(text.as_str()),
            _ => None,
        })
    }

    /// The turn's words, where there were any.
    pub fn heard(&self) -> Option<&Heard> {
        self.answer.heard()
    }

    /// What a second hearing of this turn would give: what it gave then, else the first.
    pub fn hearing(&self) -> Option<SecondHearing> {
        let heard = self.heard()?;
        let first = || SecondHearing {
            transcript: Transcript { text: heard.text.clone(), words: heard.words.clone() },
            voice: None,
            over_telephone: None,
        };
        Some(self.again.clone().unwrap_or_else(first))
    }
}

/// The exchanges that the caller answered. What came after the last answer is left out.
pub fn exchanges(events: &[CallEvent]) -> Vec<Past> {
    let mut exchanges: Vec<Past> = Vec::new();
    let (mut told, mut turns) = (Vec::new(), 0);
    for event in events {
        match event {
            CallEvent::Sounded { .. } | CallEvent::SpokeUntil { .. } => told.push(event.clone()),
            CallEvent::Spoke { .. } => {
                turns += 1;
                told.push(event.clone());
            }
            CallEvent::Heard { heard } => {
                told.push(event.clone());
                let (told, turn) = (std::mem::take(&mut told), Some(turns));
                // Until somebody understood it, it was a sound without words.
                let answer = Answer::Unclear(heard.clone());
                exchanges.push(Past { told, answer, turn, again: None });
                turns += 1;
            }
            CallEvent::Silence { .. } => {
                told.push(event.clone());
                let told = std::mem::take(&mut told);
                exchanges.push(Past { told, answer: Answer::Silence, turn: None, again: None });
            }
            CallEvent::Understood { .. } => understood(exchanges.last_mut()),
            CallEvent::Moved { because, .. } if because == "rambling" => rambled(exchanges.last_mut()),
            CallEvent::HeardAgain { turn, transcript, over_telephone, voice, .. } => {
                if let Some(past) = exchanges.iter_mut().find(|past| past.turn == Some(*turn)) {
                    past.again = Some(SecondHearing {
                        transcript: transcript.clone(),
                        voice: voice.clone(),
                        over_telephone: over_telephone.clone(),
                    });
                }
            }
            _ => {}
        }
    }
    exchanges
}

fn understood(last: Option<&mut Past>) {
    if let Some(Past { answer, .. }) = last
        && let Answer::Unclear(heard) = answer
    {
        *answer = Answer::Heard(heard.clone());
    }
}

fn rambled(last: Option<&mut Past>) {
    if let Some(Past { answer, .. }) = last
        && let Answer::Heard(heard) = answer
    {
        *answer = Answer::Rambled(heard.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Meant, Understanding};

    fn spoke(text: &str) -> CallEvent {
        CallEvent::Spoke {
            speaker: "dana".into(),
            name: "Dana".into(),
            text: text.into(),
            state: "desk".into(),
            start: 0.0,
            end: 0.0,
            synthesize_ms: 0.0,
        }
    }

    fn moved(because: &str) -> CallEvent {
        let because = because.to_owned();
        CallEvent::Moved { from: "a".into(), because, to: "b".into(), mood: 0, patience: 3 }
    }

    fn heard(text: &str) -> CallEvent {
        CallEvent::Heard { heard: Heard::typed(text, 0.0) }
    }

    #[test]
    fn every_answer_closes_an_exchange() {
        let understanding =
            Understanding { meant: Meant::None, moves: Vec::new(), elements: Vec::new(), facts: Vec::new() };
        let understood = CallEvent::Understood { understanding, understand_ms: 1.0 };
        let silence = CallEvent::Silence { start: 0.0, end: 6.0 };
        let again = CallEvent::HeardAgain {
            turn: 2,
            transcript: Transcript { text: "Hello there".into(), words: Vec::new() },
            elements: Vec::new(),
            over_telephone: None,
            voice: None,
        };
        let events = [
            spoke("Yes?"),
            silence,
            moved("no_input"),
            spoke("Hello?"),
            heard("Hello"),
            understood.clone(),
            moved("greet"),
            spoke("Go on."),
            heard("and so on"),
            understood,
            moved("rambling"),
            spoke("Stop."),
            heard("mm"),
            moved("unclear"),
            spoke("What?"),
            again,
        ];
        let past = exchanges(&events);
        let kinds: Vec<&str> = past
            .iter()
            .map(|past| match past.answer {
                Answer::Heard(_) => "heard",
                Answer::Rambled(_) => "rambled",
                Answer::Unclear(_) => "unclear",
                Answer::Silence => "silence",
                Answer::HungUp => "hung up",
            })
            .collect();
        assert_eq!(kinds, ["silence", "heard", "rambled", "unclear"]);
        assert_eq!(past.iter().map(|past| past.turn).collect::<Vec<_>>(), [None, Some(2), Some(4), Some(6)]);
        assert_eq!(past[1].said().collect::<Vec<_>>(), ["Hello?"]);
        assert_eq!(past[1].hearing().expect("words").transcript.text, "Hello there");
        assert_eq!(past[2].hearing().expect("words").transcript.text, "and so on");
        assert_eq!(past[0].hearing(), None);
    }
}

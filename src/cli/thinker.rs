//! The understanding on a thread of its own: it loads while the phone rings, and its tokenizer cannot move.

use crate::call::{ElementFound, Kind, Understanding};
use crate::replay::Question;
use crate::session::{Mind, SessionError};
use crate::understand::{Lexicon, Understander};
use crate::weights::{Weight, Weights};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

enum Request {
    Understand(Question, Sender<Understanding>),
    Elements { text: String, kind: Kind, after_refusal: bool, answer: Sender<Vec<ElementFound>> },
}

/// A mind that thinks elsewhere.
pub struct Thinker {
    requests: Sender<Request>,
    trouble: Receiver<String>,
}

impl Thinker {
    pub fn start(weights: Weights, lexicon: Lexicon) -> Self {
        let (requests, inbox) = channel();
        let (told, trouble) = channel();
        thread::spawn(move || match load(&weights, lexicon) {
            Ok(mut understander) => {
                while let Ok(request) = inbox.recv() {
                    serve(&mut understander, request);
                }
            }
            // The requests' sender sees the closed inbox and asks why.
            Err(error) => drop(told.send(format!("{error:#}"))),
        });
        Self { requests, trouble }
    }

    fn ask<A>(&self, request: impl FnOnce(Sender<A>) -> Request) -> Result<A, SessionError> {
        let (answer, answered) = channel();
        let sent = self.requests.send(request(answer)).ok();
        sent.and_then(|()| answered.recv().ok()).ok_or_else(|| {
            SessionError::Mind(self.trouble.recv().unwrap_or_else(|_| "the thinking stopped".to_owned()))
        })
    }
}

fn load(weights: &Weights, lexicon: Lexicon) -> anyhow::Result<Understander> {
    let sentences = weights.load(Weight::Sentences)?;
    let tokenizer = weights.load(Weight::SentencesTokenizer)?;
    Ok(Understander::new(&sentences, &tokenizer, lexicon)?.on_one_core())
}

fn serve(understander: &mut Understander, request: Request) {
    // Who asked may have hung up meanwhile.
    match request {
        Request::Understand(question, answer) => drop(answer.send(question.ask(understander))),
        Request::Elements { text, kind, after_refusal, answer } => {
            drop(answer.send(understander.elements(&text, Some(kind), after_refusal)));
        }
    }
}

impl Mind for Thinker {
    fn understand(&mut self, question: Question) -> Result<Understanding, SessionError> {
        self.ask(|answer| Request::Understand(question, answer))
    }

    fn elements(
        &mut self,
        text: &str,
        kind: Kind,
        after_refusal: bool,
    ) -> Result<Vec<ElementFound>, SessionError> {
        self.ask(|answer| Request::Elements { text: text.to_owned(), kind, after_refusal, answer })
    }
}

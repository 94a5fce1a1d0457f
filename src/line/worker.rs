//! A model on a thread of its own: questions go in, answers can be waited for or looked for.
//!
//! The model is opened on that thread, so that the phone can ring while it loads; if it cannot be opened, the
//! first who asks is told why.

use super::LineError;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

/// Short beside a frame.
const BRIEFLY: Duration = Duration::from_millis(4);

/// An answer and the machine time it took.
#[derive(Debug, Clone)]
pub struct Timed<A> {
    pub answer: A,
    pub machine_ms: f64,
}

/// The thread. It ends when this is dropped.
pub struct Worker<Q, A> {
    what: &'static str,
    questions: Sender<Question<Q, A>>,
}

struct Question<Q, A> {
    question: Q,
    reply: Sender<Result<Timed<A>, LineError>>,
    /// Gone when nobody waits for the answer any more.
    wanted: Weak<()>,
}

/// A question that was asked. Dropped before its turn comes, it is not answered.
pub struct Pending<A> {
    what: &'static str,
    answer: Receiver<Result<A, LineError>>,
    _wanted: Arc<()>,
}

impl<Q: Send + 'static, A: Send + 'static> Worker<Q, A> {
    /// `what` names the worker in errors; `open` makes the function that answers.
    pub fn start<Open, Answer>(what: &'static str, open: Open) -> Self
    where
        Open: FnOnce() -> Result<Answer, LineError> + Send + 'static,
        Answer: FnMut(Q) -> Result<A, LineError>,
    {
        let (questions, inbox) = channel::<Question<Q, A>>();
        thread::spawn(move || match open() {
            Ok(mut answer) => {
                while let Ok(Question { question, reply, wanted }) = inbox.recv() {
                    if wanted.strong_count() > 0 {
                        // Who asked may have stopped waiting meanwhile.
                        let _ = reply.send(timed(|| answer(question)));
                    }
                }
            }
            Err(error) => {
                if let Ok(question) = inbox.recv() {
                    let _ = question.reply.send(Err(error));
                }
            }
        });
        Self { what, questions }
    }

    pub fn ask(&self, question: Q) -> Result<Pending<Timed<A>>, LineError> {
        let (reply, answer) = channel();
        let wanted = Arc::new(());
        let question = Question { question, reply, wanted: Arc::downgrade(&wanted) };
        self.questions.send(question).map_err(|_| LineError::WorkerGone(self.what))?;
        Ok(Pending { what: self.what, answer, _wanted: wanted })
    }
}

impl<A> Pending<A> {
    pub(super) fn new(what: &'static str, answer: Receiver<Result<A, LineError>>) -> Self {
        Self { what, answer, _wanted: Arc::new(()) }
    }

    /// The answer, if it is there.
    pub fn poll(&self) -> Result<Option<A>, LineError> {
        match self.answer.try_recv() {
            Ok(answer) => Ok(Some(answer?)),
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => Err(LineError::WorkerGone(self.what)),
        }
    }

    /// The answer, if it comes within a few milliseconds.
    pub(super) fn wait_briefly(&self) -> Result<Option<A>, LineError> {
        match self.answer.recv_timeout(BRIEFLY) {
            Ok(answer) => Ok(Some(answer?)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(LineError::WorkerGone(self.what)),
        }
    }

    /// Waits for the answer.
    pub fn wait(&self) -> Result<A, LineError> {
        self.answer.recv().map_err(|_| LineError::WorkerGone(self.what))?
    }
}

pub(super) fn timed<A>(work: impl FnOnce() -> Result<A, LineError>) -> Result<Timed<A>, LineError> {
    #[expect(clippy::disallowed_methods, reason = "machine time, kept beside call time")]
    let begun = Instant::now();
    let answer = work()?;
    Ok(Timed { answer, machine_ms: begun.elapsed().as_secs_f64() * 1000.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_order_of_the_questions() {
        let worker = Worker::start("test", || Ok(|n: u32| Ok(n * 2)));
        let pending: Vec<_> = (1..4).map(|n| worker.ask(n).expect("running")).collect();
        let answers: Vec<u32> = pending.iter().map(|p| p.wait().expect("answered").answer).collect();
        assert_eq!(answers, [2, 4, 6]);
    }

    #[test]
    fn what_nobody_waits_for_is_passed_over() {
        let (begun, go) = (channel(), channel::<()>());
        let worker = Worker::start("test", move || {
            Ok(move |n: u32| {
                let _ = begun.0.send(n);
                let _ = go.1.recv();
                Ok(n)
            })
        });
        let first = worker.ask(1).expect("running");
        assert_eq!(begun.1.recv(), Ok(1));
        drop(worker.ask(2).expect("running"));
        let third = worker.ask(3).expect("running");
        drop(go.0);
        assert_eq!((first.wait().expect("answered").answer, third.wait().expect("answered").answer), (1, 3));
        assert_eq!(begun.1.try_iter().collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn who_asks_a_model_that_did_not_open_is_told_why() {
        let missing = || std::io::Error::new(std::io::ErrorKind::NotFound, "no such model");
        let worker: Worker<u32, u32> = Worker::start("test", move || {
            Err::<fn(u32) -> Result<u32, LineError>, _>(LineError::Input(missing()))
        });
        let told = worker.ask(1).expect("still there").wait().expect_err("it cannot answer");
        assert!(told.to_string().contains("no such model"), "{told}");
    }
}

//! The gatekeepers' voices on a thread of their own: a line that may come next is spoken ahead, while the
//! caller still talks, so that the reply can start at once.

use super::LineError;
use super::worker::{Pending, Timed, timed};
use crate::call::Say;
use crate::speak::Synthesizer;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread;

/// Spoken lines that are kept; older ones are made again when needed. At 3 s each this is 12 MB.
const KEPT: usize = 64;

/// Samples of one spoken line, 16 kHz mono. Machine time is 0 when the line was made ahead.
pub type Voiced = Timed<Arc<Vec<f32>>>;

enum Request {
    /// Wanted now; answered.
    Now(Say, Sender<Result<Voiced, LineError>>),
    /// May be wanted next; replaces what was to be made ahead before.
    Ahead(Vec<Say>),
    /// Will probably be wanted next: made before all others.
    Next(Vec<Say>),
}

/// The thread that speaks.
pub struct VoiceRoom {
    requests: Sender<Request>,
}

impl VoiceRoom {
    /// `open` makes the synthesizer on the new thread, so that the phone can ring while it loads.
    pub fn start<S, F>(open: F) -> Self
    where
        S: Synthesizer,
        F: FnOnce() -> Result<S, LineError> + Send + 'static,
    {
        let (requests, inbox) = channel();
        thread::spawn(move || match open() {
            Ok(voice) => {
                Worker { voice, spoken: HashMap::new(), order: VecDeque::new(), ahead: VecDeque::new() }
                    .run(&inbox)
            }
            Err(error) => refuse(&inbox, error),
        });
        Self { requests }
    }

    pub fn now(&self, say: &Say) -> Result<Pending<Voiced>, LineError> {
        let (answer, pending) = channel();
        let sent = self.requests.send(Request::Now(say.clone(), answer));
        sent.map_err(|_| LineError::WorkerGone("voice"))?;
        Ok(Pending::new("voice", pending))
    }

    /// These before the others.
    pub fn next(&self, lines: Vec<Say>) {
        let _ = self.requests.send(Request::Next(lines));
    }

    pub fn ahead(&self, lines: &[Say]) {
        // A worker that is gone is told of when a line is really wanted.
        let _ = self.requests.send(Request::Ahead(lines.to_vec()));
    }
}

/// No voice could be made: the first who wants a line is told why.
fn refuse(inbox: &Receiver<Request>, error: LineError) {
    while let Ok(request) = inbox.recv() {
        if let Request::Now(_, answer) = request {
            let _ = answer.send(Err(error));
            return;
        }
    }
}

struct Worker<S> {
    voice: S,
    spoken: HashMap<String, Arc<Vec<f32>>>,
    order: VecDeque<String>,
    ahead: VecDeque<Say>,
}

impl<S: Synthesizer> Worker<S> {
    fn run(mut self, inbox: &Receiver<Request>) {
        loop {
            // What is wanted now comes before what may be wanted next.
            let request = if self.ahead.is_empty() {
                match inbox.recv() {
                    Ok(request) => Some(request),
                    Err(_) => return,
                }
            } else {
                match inbox.try_recv() {
                    Ok(request) => Some(request),
                    Err(TryRecvError::Empty) => None,
                    Err(TryRecvError::Disconnected) => return,
                }
            };
            match request {
                Some(Request::Now(say, answer)) => {
                    let _ = answer.send(self.speak(&say));
                }
                Some(Request::Ahead(lines)) => self.ahead = lines.into(),
                Some(Request::Next(lines)) => {
                    lines.into_iter().rev().for_each(|say| self.ahead.push_front(say))
                }
                None => {
                    if let Some(say) = self.ahead.pop_front() {
                        // A line that fails now fails again, and is told of, when it is wanted.
                        let _ = self.speak(&say);
                    }
                }
            }
        }
    }

    fn speak(&mut self, say: &Say) -> Result<Voiced, LineError> {
        let key = format!("{:?} {}", say.voice, say.aloud());
        if let Some(samples) = self.spoken.get(&key) {
            return Ok(Timed { answer: Arc::clone(samples), machine_ms: 0.0 });
        }
        let voiced = timed(|| Ok(Arc::new(self.voice.synthesize(say.aloud(), say.voice)?)))?;
        if self.order.len() == KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.spoken.remove(&oldest);
        }
        self.order.push_back(key.clone());
        self.spoken.insert(key, Arc::clone(&voiced.answer));
        Ok(voiced)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::VoiceCharacter;
    use crate::speak::SpeakError;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// As many samples as the text has letters; counts how often it was asked.
    struct Counting(Arc<AtomicUsize>);

    impl Synthesizer for Counting {
        fn synthesize(&mut self, text: &str, _voice: VoiceCharacter) -> Result<Vec<f32>, SpeakError> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Ok(vec![0.0; text.len()])
        }
    }

    fn say(text: &str) -> Say {
        Say {
            speaker: "dana".into(),
            name: "Dana".into(),
            voice: VoiceCharacter::default(),
            text: text.into(),
            spoken: None,
        }
    }

    #[test]
    fn a_line_made_ahead_is_not_made_again() {
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked);
        let room = VoiceRoom::start(move || Ok(Counting(counter)));
        room.ahead(&[say("Hold, please."), say("Who is calling?")]);
        // Requests are served in order, so the second line made ahead is done when this one is.
        while asked.load(Ordering::SeqCst) < 2 {
            thread::yield_now();
        }
        let voiced = room.now(&say("Who is calling?")).and_then(|line| line.wait()).expect("a worker");
        assert_eq!(voiced.answer.len(), "Who is calling?".len());
        assert_eq!(voiced.machine_ms, 0.0);
        assert_eq!(asked.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn one_voice_for_each_person() {
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked);
        let room = VoiceRoom::start(move || Ok(Counting(counter)));
        let deep = Say { voice: VoiceCharacter { pitch: 0.6, ..VoiceCharacter::default() }, ..say("Yes?") };
        for line in [say("Yes?"), deep.clone(), say("Yes?"), deep] {
            room.now(&line).and_then(|line| line.wait()).expect("a worker");
        }
        assert_eq!(asked.load(Ordering::SeqCst), 2);
    }
}

//! A typed call: captions are the gatekeeper's voice, lines of text are the caller's.
//!
//! An empty line is silence, the end of the input hangs up. No time is measured: a typed call has none.

use super::{Answer, Foresee, Line, LineError};
use crate::call::{CallEvent, EventSink, Expectation, Heard, Part, Reply, SecondHearing};
use std::io::BufRead;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How often a waiting line looks whether the caller pressed Ctrl-C.
const LOOK: Duration = Duration::from_millis(50);

/// The longest typed turn that is read, in bytes; the rest of the line is dropped.
const LONGEST_TURN: usize = 8 * 1024;

/// A call whose caller types.
pub struct TextLine {
    lines: Receiver<std::io::Result<String>>,
    hang_up: Arc<AtomicBool>,
}

impl TextLine {
    /// Reads turns from `input` on a thread of its own, so that Ctrl-C is heard while waiting.
    pub fn new(input: impl BufRead + Send + 'static, hang_up: Arc<AtomicBool>) -> Self {
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in input.split(b'\n') {
                // Typed bytes that are no UTF-8 are shown as replacement characters, not refused.
                let line = line.map(|bytes| typed_turn(&bytes));
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { lines, hang_up }
    }

    fn next_turn(&self) -> Result<Option<String>, LineError> {
        loop {
            if self.hang_up.load(Ordering::Relaxed) {
                return Ok(None);
            }
            match self.lines.recv_timeout(LOOK) {
                Ok(line) => return Ok(Some(line?)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
            }
        }
    }
}

fn typed_turn(bytes: &[u8]) -> String {
    let bytes = &bytes[..bytes.len().min(LONGEST_TURN)];
    String::from_utf8_lossy(bytes)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

impl Line for TextLine {
    fn exchange(
        &mut self,
        reply: &Reply,
        expectation: &Expectation,
        _foresee: &mut Foresee<'_>,
        sink: &mut dyn EventSink,
    ) -> Result<Answer, LineError> {
        for part in &reply.parts {
            sink.event(&match part {
                Part::Sound(sound) => CallEvent::Sounded { sound: *sound, start: 0.0, end: 0.0 },
                Part::Say(say) => CallEvent::Spoke {
                    speaker: say.speaker.clone(),
                    name: say.name.clone(),
                    text: say.text.clone(),
                    state: reply.state.clone(),
                    start: 0.0,
                    end: 0.0,
                    synthesize_ms: 0.0,
                },
            });
        }
        if !expectation.listen {
            return Ok(Answer::HungUp);
        }
        sink.listening();
        Ok(match self.next_turn()? {
            None => Answer::HungUp,
            Some(text) if text.is_empty() => {
                sink.event(&CallEvent::Silence { start: 0.0, end: 0.0 });
                Answer::Silence
            }
            Some(text) => {
                let heard = Heard::typed(text, 0.0);
                sink.event(&CallEvent::Heard { heard: heard.clone() });
                Answer::Heard(heard)
            }
        })
    }

    fn hear_again(
        &mut self,
        _over_telephone: bool,
        _progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Vec<SecondHearing>, LineError> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Outlook;

    fn answers(typed: &'static [u8], turns: usize) -> Vec<Answer> {
        let mut line = TextLine::new(typed, Arc::default());
        (0..turns)
            .map(|_| {
                line.exchange(
                    &Reply::default(),
                    &Expectation::plain(true),
                    &mut |_: &str| Outlook::UNKNOWN,
                    &mut Vec::new(),
                )
                .expect("no device")
            })
            .collect()
    }

    #[test]
    fn an_empty_line_is_silence_and_the_end_hangs_up() {
        let heard = answers(b"Hello\n\n  Bye \r\n", 4);
        assert!(matches!(&heard[0], Answer::Heard(heard) if heard.text == "Hello"));
        assert_eq!(heard[1], Answer::Silence);
        assert!(matches!(&heard[2], Answer::Heard(heard) if heard.text == "Bye"));
        assert_eq!(heard[3], Answer::HungUp);
    }

    #[test]
    fn broken_bytes_and_control_characters_are_words_of_a_caller_too() {
        let heard = answers(b"caf\xff \x1b[2J hi\n", 1);
        let Answer::Heard(heard) = &heard[0] else { panic!("{heard:?}") };
        assert_eq!(heard.text, "caf\u{fffd}  [2J hi");
    }

    #[test]
    fn ctrl_c_hangs_up() {
        let hang_up = Arc::new(AtomicBool::new(true));
        let mut line = TextLine::new(&b"never read\n"[..], hang_up);
        let answer = line.exchange(
            &Reply::default(),
            &Expectation::plain(true),
            &mut |_: &str| Outlook::UNKNOWN,
            &mut Vec::new(),
        );
        assert_eq!(answer.expect("no device"), Answer::HungUp);
    }
}

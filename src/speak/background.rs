//! A voice that loads while the telephone rings.

use super::synthesizer::{SpeakError, Synthesizer};
use crate::call::VoiceCharacter;
use std::thread::JoinHandle;

/// Loads a synthesizer on a thread of its own; the first line waits for it, the caller of
/// [`Background::start`] does not.
pub struct Background<S> {
    state: State<S>,
}

enum State<S> {
    Loading(JoinHandle<Result<S, SpeakError>>),
    Ready(S),
    Failed,
}

impl<S: Synthesizer + 'static> Background<S> {
    /// `load` may read files: it runs on the new thread.
    pub fn start(load: impl FnOnce() -> Result<S, SpeakError> + Send + 'static) -> Self {
        Self { state: State::Loading(std::thread::spawn(load)) }
    }

    /// Waits for the voice. The reason of a failure is told once, later calls get
    /// [`SpeakError::LoadingStopped`].
    pub fn wait(&mut self) -> Result<&mut S, SpeakError> {
        self.state = match std::mem::replace(&mut self.state, State::Failed) {
            State::Loading(thread) => State::Ready(thread.join().map_err(|_| SpeakError::LoadingStopped)??),
            settled => settled,
        };
        match &mut self.state {
            State::Ready(synthesizer) => Ok(synthesizer),
            State::Loading(_) | State::Failed => Err(SpeakError::LoadingStopped),
        }
    }
}

impl<S: Synthesizer + 'static> Synthesizer for Background<S> {
    fn synthesize(&mut self, text: &str, voice: VoiceCharacter) -> Result<Vec<f32>, SpeakError> {
        self.wait()?.synthesize(text, voice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Echo;

    impl Synthesizer for Echo {
        fn synthesize(&mut self, text: &str, _: VoiceCharacter) -> Result<Vec<f32>, SpeakError> {
            Ok(vec![0.0; text.len()])
        }
    }

    #[test]
    fn the_first_line_waits_for_the_voice() {
        let (go, gone) = std::sync::mpsc::channel();
        let mut voice = Background::start(move || {
            gone.recv().expect("the test sends");
            Ok(Echo)
        });
        go.send(()).unwrap();
        for text in ["ab", "abc"] {
            assert_eq!(voice.synthesize(text, VoiceCharacter::default()).unwrap().len(), text.len());
        }
    }

    #[test]
    fn a_failure_is_told_and_stays() {
        let broken = || Err(SpeakError::Weights { part: "vocab.json", reason: "cut off".to_owned() });
        let mut voice: Background<Echo> = Background::start(broken);
        let first = voice.synthesize("a", VoiceCharacter::default()).unwrap_err();
        assert!(first.to_string().contains("vocab.json"), "{first}");
        let second = voice.synthesize("a", VoiceCharacter::default()).unwrap_err();
        assert!(matches!(second, SpeakError::LoadingStopped));
    }
}

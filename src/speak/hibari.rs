//! The neural voice: dictionary, acoustic model and vocoder put together.

use super::acoustic::{Acoustic, one_thread};
use super::level::settle;
use super::noise::Noise;
use super::phonemes::Pronouncer;
use super::synthesizer::{SpeakError, Synthesizer, sentences};
use super::unknown_words::UnknownWords;
use super::vocoder::Vocoder;
use super::guarded;
use crate::call::VoiceCharacter;
use crate::words::spoken;

/// The files of models/hibari.
pub struct HibariBytes {
    /// hibari.onnx
    pub voice: Vec<u8>,
    /// vocab.json
    pub vocabulary: Vec<u8>,
    /// oov.onnx
    pub unknown_words: Vec<u8>,
    /// oov.json
    pub unknown_letters: Vec<u8>,
}

/// hibari (Apache-2.0, distilled from Kokoro's af_heart), one thread.
pub struct Hibari {
    pronouncer: Pronouncer,
    acoustic: Acoustic,
    vocoder: Vocoder,
}

impl Hibari {
    /// Reads the dictionary and the models beside each other; the dictionary takes the longest.
    pub fn load(bytes: HibariBytes) -> Result<Self, SpeakError> {
        let HibariBytes { voice, vocabulary, unknown_words, unknown_letters } = bytes;
        let pool = one_thread();
        std::thread::scope(|scope| {
            let shared = pool.clone();
            let acoustic = scope.spawn(move || Acoustic::load(voice, shared));
            let unknown = UnknownWords::load(unknown_words, &unknown_letters, pool)?;
            let pronouncer = Pronouncer::load(&vocabulary, unknown)?;
            let acoustic = acoustic.join().map_err(|_| SpeakError::LoadingStopped)??;
            Ok(Self { pronouncer, acoustic, vocoder: Vocoder::new() })
        })
    }

    /// The phonemes of a text, as the acoustic model gets them: for authors who wonder why a name sounds odd.
    pub fn phonemes(&self, text: &str) -> Result<String, SpeakError> {
        let words = spoken::spoken(text);
        self.pronouncer.phonemes(&words).map_err(|reason| SpeakError::Model { text: text.to_owned(), reason })
    }

    fn sentence(&self, text: &str, voice: VoiceCharacter) -> Result<Vec<f32>, SpeakError> {
        let failed = |reason: String| SpeakError::Model { text: text.to_owned(), reason };
        let mut noise = Noise::seeded(text, voice);
        let mut samples = Vec::new();
        for ids in self.pronouncer.ids(&spoken::spoken(text)).map_err(failed)? {
            let described = self.acoustic.describe(&ids, voice.pace).map_err(failed)?;
            let spectra = described.spectra();
            samples.extend(self.vocoder.render(&spectra, voice.pitch, voice.formant, &mut noise));
        }
        if samples.iter().any(|sample| !sample.is_finite()) {
            return Err(failed("the samples are no numbers".to_owned()));
        }
        Ok(settle(&samples))
    }
}

impl Synthesizer for Hibari {
    fn synthesize(&mut self, text: &str, voice: VoiceCharacter) -> Result<Vec<f32>, SpeakError> {
        let voice = guarded(voice);
        let mut line = Vec::new();
        for sentence in sentences(text, voice) {
            line.extend(self.sentence(&sentence.text, voice)?);
            line.resize(line.len() + sentence.pause, 0.0);
        }
        Ok(line)
    }
}

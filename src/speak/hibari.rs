//! The neural voice: dictionary, acoustic model and vocoder put together.

use super::acoustic::{Acoustic, one_thread};
use super::level::settle;
use super::noise::Noise;
use super::phonemes::Pronouncer;
use super::synthesizer::{SpeakError, Synthesizer, sentences};
use super::unknown_words::UnknownWords;
use super::vocoder::Vocoder;
use super::{Background, guarded};
use crate::call::VoiceCharacter;
use crate::weights::{Weight, Weights};
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

impl HibariBytes {
    /// The verified files. Fails where one is missing or altered.
    pub fn read(weights: &Weights) -> Result<Self, SpeakError> {
        Ok(Self {
            voice: weights.load(Weight::Voice)?,
            vocabulary: weights.load(Weight::VoiceVocabulary)?,
            unknown_words: weights.load(Weight::UnknownWords)?,
            unknown_letters: weights.load(Weight::UnknownWordsLetters)?,
        })
    }
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

    /// Finds, verifies and reads the voice on a thread of its own, while the telephone rings.
    pub fn in_background(weights: Weights) -> Background<Self> {
        Background::start(move || Self::load(HibariBytes::read(&weights)?))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speak::{CHARACTERS, RATE, character};
    use std::sync::{LazyLock, Mutex, MutexGuard};

    /// Loaded once: the dictionary alone takes a third of a second.
    fn hibari() -> MutexGuard<'static, Hibari> {
        static VOICE: LazyLock<Mutex<Hibari>> = LazyLock::new(|| {
            let weights = Weights::locate(None).expect("the checkout has models");
            Mutex::new(Hibari::load(HibariBytes::read(&weights).expect("weights")).expect("a voice"))
        });
        VOICE.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn say(text: &str, voice: VoiceCharacter) -> Vec<f32> {
        hibari().synthesize(text, voice).expect("speech")
    }

    #[test]
    fn what_is_said_is_sound_and_clean() {
        for character in &CHARACTERS {
            let line = say("Good morning, Meridian Design, Dana speaking.", character.voice);
            let seconds = line.len() as f32 / RATE as f32;
            assert!((1.8..5.0).contains(&seconds), "{}: {seconds} s", character.name);
            let peak = line.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
            assert!(peak < 0.708, "{}: peak {peak} is above -3 dBFS", character.name);
            let offset = line.iter().sum::<f32>() / line.len() as f32;
            assert!(offset.abs() < 1e-3, "{}: offset {offset}", character.name);
            let edges = line[..160].iter().chain(&line[line.len() - 160..]);
            assert!(
                edges.fold(0.0_f32, |peak, sample| peak.max(sample.abs())) < 0.01,
                "{} clicks",
                character.name
            );
        }
    }

    #[test]
    fn the_same_line_is_the_same_samples_and_another_voice_is_not() {
        let dana = VoiceCharacter::default();
        let line = say("Hold on, please.", dana);
        assert_eq!(line, say("Hold on, please.", dana));
        assert_ne!(line, say("Hold on, please.", VoiceCharacter { pitch: 0.9, ..dana }));
    }

    #[test]
    fn sentences_one_by_one_are_the_whole() {
        let voice = character("robert").expect("a preset").voice;
        let text = "Who is calling? I see. Mr. Ellis is out.";
        let mut joined = Vec::new();
        for sentence in sentences(text, voice) {
            joined.extend(say(&sentence.text, voice));
            joined.resize(joined.len() + sentence.pause, 0.0);
        }
        assert_eq!(joined, say(text, voice));
    }

    #[test]
    fn pace_changes_the_length() {
        let line = |pace| {
            say("I have about two minutes.", VoiceCharacter { pace, ..VoiceCharacter::default() }).len()
        };
        let (slow, fast) = (line(0.8), line(1.25));
        assert!(slow as f32 > 1.3 * fast as f32, "{slow} {fast}");
    }

    #[test]
    fn strange_text_is_no_error() {
        let voice = VoiceCharacter { pitch: f32::INFINITY, formant: 0.0, pace: f32::NAN };
        assert!(say(" … ", voice).is_empty());
        assert!(say("", voice).is_empty());
        for text in
            ["qzxwv", "😀 hello", "[x](/y/)", "Łódź Ωmega 北京", "'", "a", "-", "$", "1".repeat(60).as_str()]
        {
            say(text, voice);
        }
    }

    #[test]
    fn a_very_long_sentence_is_said_to_its_end() {
        let clause = "we looked at it again and again and again, ";
        let line = say(&clause.repeat(20), VoiceCharacter::default());
        let once = say(clause, VoiceCharacter::default());
        assert!(line.len() > 12 * once.len(), "{} {}", line.len(), once.len());
    }

    #[test]
    fn names_and_letters_reach_the_voice() {
        let phonemes = |text: &str| hibari().phonemes(text).expect("phonemes");
        assert_eq!(phonemes("Dana Ellis"), "dˈAnə ˈɛlɪs");
        assert!(phonemes("9 a.m.").contains("ˈA ˈɛm"), "{}", phonemes("9 a.m."));
        assert!(phonemes("your resume").contains("ɹˈɛzəmˌA"));
        assert!(phonemes("Kowalczek").starts_with('k'), "an unknown word goes to the character model");
    }

    #[test]
    fn a_broken_file_is_named() {
        let bytes = || HibariBytes::read(&Weights::locate(None).expect("models")).expect("weights");
        let told = |bytes| Hibari::load(bytes).err().expect("an error").to_string();
        assert!(told(HibariBytes { voice: vec![1, 2, 3], ..bytes() }).contains("hibari.onnx"));
        assert!(told(HibariBytes { unknown_words: Vec::new(), ..bytes() }).contains("oov.onnx"));
        assert!(told(HibariBytes { unknown_letters: b"{".to_vec(), ..bytes() }).contains("oov.json"));
    }
}

//! The callers' turns: made by the gatekeeper's own voice with other characters, and recordings.
//!
//! Every turn gets a quiet room around it. Its true end is the last 10 ms that are not more than 35 dB under the loudest.

use coldcall::audio::{RATE, read_wav};
use coldcall::call::VoiceCharacter;
use coldcall::speak::{Hibari, HibariBytes, Synthesizer};
use coldcall::weights::{Weight, Weights};
use std::path::{Path, PathBuf};

/// One turn to be said.
pub struct Item {
    pub voice: String,
    /// What the gatekeeper asked before: a key of [`ASKED`](super::scenario::ASKED).
    pub asked: String,
    pub words: String,
    pub file: PathBuf,
    /// Samples of `file`: first and last sound.
    pub onset: usize,
    pub end: usize,
    /// Thinking pauses were put into it.
    pub thinks: bool,
}

impl Item {
    pub fn seconds(&self) -> f64 {
        (self.end - self.onset) as f64 / f64::from(RATE)
    }
}

/// Full scale at which sound is held to be heard.
pub const AUDIBLE: f32 = 0.01;
const TRUE_END_DB: f32 = -35.0;
const STEP: usize = RATE as usize / 100;
/// Before and behind the words.
const ROOM_SECONDS: f64 = 0.3;
/// About -62 dBFS: a quiet room.
const ROOM_LEVEL: f32 = 0.0015;

/// All turns; recordings that are not on this machine are left out, and told of.
pub fn corpus(folder: &Path) -> Vec<Item> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("tests/benches/turn_gap/corpus.tsv")).unwrap();
    let mut voice = None;
    let mut items = Vec::new();
    for (number, line) in table.lines().skip(1).enumerate() {
        let [who, asked, words] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let file = folder.join(format!("{number:02}-{who}.wav"));
        if !file.exists() {
            let Some(sound) = sound_of(root, who, words, &mut voice) else {
                println!("left out: {words} is not on this machine");
                continue;
            };
            write(&file, &in_a_room(&sound, number));
        }
        let samples = read_wav(&file).unwrap();
        let (onset, end) = extent(&samples);
        let (who, asked, words) = (who.to_owned(), asked.to_owned(), words.to_owned());
        let thinks = words.contains('{');
        items.push(Item { voice: who, asked, words, file, onset, end, thinks });
    }
    items
}

fn sound_of(root: &Path, who: &str, words: &str, voice: &mut Option<Hibari>) -> Option<Vec<f32>> {
    if who == "real" {
        return read_wav(root.join(format!("../shared/audio/{words}.wav"))).ok();
    }
    let Some(character) = character(who) else {
        return Some(read_wav(root.join(format!("tests/fixtures/callers/{who}/{words}.wav"))).unwrap());
    };
    let voice = voice.get_or_insert_with(hibari);
    let mut sound = Vec::new();
    // Said piece by piece, each but the last with a comma: the voice stays up, as in a thought.
    for piece in words.split('{') {
        let (pause, words) =
            piece.split_once('}').map_or((0.0, piece), |(pause, words)| (pause.parse().unwrap(), words));
        sound.resize(sound.len() + (pause * f64::from(RATE)) as usize, 0.0);
        sound.extend(voice.synthesize(words.trim(), character).unwrap());
    }
    Some(sound)
}

fn character(who: &str) -> Option<VoiceCharacter> {
    let (pitch, formant, pace) = match who {
        "ann" => (1.0, 1.0, 1.0),
        "ben" => (0.6, 0.86, 1.0),
        "cora" => (1.15, 1.06, 1.1),
        "dale" => (0.54, 0.83, 0.9),
        _ => return None,
    };
    Some(VoiceCharacter { pitch, formant, pace })
}

fn hibari() -> Hibari {
    let weights = Weights::locate(None).unwrap();
    let load = |weight| weights.load(weight).unwrap();
    let bytes = HibariBytes {
        voice: load(Weight::Voice),
        vocabulary: load(Weight::VoiceVocabulary),
        unknown_words: load(Weight::UnknownWords),
        unknown_letters: load(Weight::UnknownWordsLetters),
    };
    Hibari::load(bytes).unwrap()
}

fn in_a_room(sound: &[f32], seed: usize) -> Vec<f32> {
    let quiet = vec![0.0; (ROOM_SECONDS * f64::from(RATE)) as usize];
    let mut state = seed as u64 + 0x2545_F491;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 40) as f32 / (1 << 23) as f32 - 1.0) * ROOM_LEVEL
    };
    [quiet.as_slice(), sound, &quiet].concat().iter().map(|sample| sample + noise()).collect()
}

fn extent(samples: &[f32]) -> (usize, usize) {
    let power = |step: &[f32]| step.iter().map(|x| x * x).sum::<f32>() / step.len() as f32;
    let powers: Vec<f32> = samples.chunks(STEP).map(power).collect();
    let loudest = powers.iter().copied().fold(0.0, f32::max);
    let heard = |power: &f32| *power > loudest * 10_f32.powf(TRUE_END_DB / 10.0);
    let end = (powers.iter().rposition(heard).unwrap() + 1) * STEP;
    let onset = samples.iter().position(|sample| sample.abs() > AUDIBLE).unwrap();
    (onset, end.min(samples.len()))
}

fn write(file: &Path, samples: &[f32]) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(file, spec).unwrap();
    for sample in samples {
        writer.write_sample((sample.clamp(-1.0, 1.0) * 32_767.0) as i16).unwrap();
    }
    writer.finalize().unwrap();
}

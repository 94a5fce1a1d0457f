//! Telephone numbers and spelled names, dictated over a telephone's band: how many are read back right.
//!
//! The regular test has a dozen of them said by the program's own voices. The whole measure, with callers of three
//! engines, is described in tests/dictation/README.md.
#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

use coldcall::audio::{RATE, read_wav, resample};
use coldcall::hear::{Ear, Recognizer, Whisper, find_speech, is_dictated, more_credible, recognize_speech};
use coldcall::line::Telephone;
use coldcall::speak::{CHARACTERS, Hibari, HibariBytes, Synthesizer};
use coldcall::weights::{Weight, Weights};
use coldcall::words::normal::content;
use coldcall::words::spelling::{agreed, spelled};
use coldcall::words::telephone::telephones;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One line of numbers.tsv or names.tsv.
struct Dictation {
    number: bool,
    style: String,
    expected: String,
    said: String,
}

/// As a call hears: the fast ear, and the careful one where something was dictated.
struct Ears {
    fast: Whisper,
    careful: Whisper,
}

impl Ears {
    fn open() -> Self {
        let weights = Weights::locate(None).unwrap();
        let load = |weight, ear| Whisper::load(&weights.path(weight).unwrap(), ear).unwrap();
        Self { fast: load(Weight::FastEar, Ear::Fast), careful: load(Weight::CarefulEar, Ear::Dictation) }
    }

    fn hear(&mut self, samples: &[f32]) -> String {
        let line = over_the_telephone(samples);
        let speech = find_speech(&line);
        let words = |ear: &mut dyn Recognizer| recognize_speech(ear, &line, &speech, "").unwrap();
        let first = words(&mut self.fast);
        if is_dictated(&first.text) {
            more_credible(first, words(&mut self.careful)).text
        } else {
            first.text
        }
    }
}

/// 300 to 3400 Hz, 8000 samples a second.
fn over_the_telephone(samples: &[f32]) -> Vec<f32> {
    let narrow = resample(&Telephone::default().carry(samples), RATE, 8000);
    resample(&narrow, 8000, RATE)
}

/// What would be written down: the last number or spelled name of the turn.
fn written_down(number: bool, heard: &str) -> Option<String> {
    let tokens = content(heard);
    if number {
        return telephones(&tokens).pop().map(|phone| phone.digits);
    }
    spelled(&tokens).pop().map(|name| agreed(&name.word, &tokens, name.first))
}

fn is_right(dictation: &Dictation, heard: &str) -> bool {
    written_down(dictation.number, heard)
        .is_some_and(|written| written.eq_ignore_ascii_case(&dictation.expected))
}

/// The 95 % interval of a share (Wilson 1927), in percent.
fn interval(right: usize, of: usize) -> (f64, f64) {
    let (n, z) = (of as f64, 1.96_f64);
    let share = right as f64 / n;
    let middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    (100.0 * (middle - half), 100.0 * (middle + half))
}

#[test]
fn the_interval_is_wilsons() {
    let (low, high) = interval(95, 100);
    assert!((low - 88.8).abs() < 0.1 && (high - 97.8).abs() < 0.1, "{low} to {high}");
}

/// One of each style, in American and British manner, and some names.
#[test]
fn a_few_dictations_are_read_back_right() {
    let weights = Weights::locate(None).unwrap();
    let mut voice = Hibari::load(HibariBytes::read(&weights).unwrap()).unwrap();
    let mut ears = Ears::open();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dictation");
    let (mut right, mut all) = (0, 0);
    for kind in ["numbers", "names"] {
        let lines = std::fs::read_to_string(folder.join(kind).with_extension("tsv")).unwrap();
        let mut styles: Vec<String> = Vec::new();
        for line in lines.lines().filter(|line| line.starts_with("develop")) {
            let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
            if styles.contains(&fields[1]) {
                continue;
            }
            styles.push(fields[1].clone());
            let dictation = Dictation {
                number: kind == "numbers",
                style: fields[1].clone(),
                expected: fields[2].clone(),
                said: fields[3].clone(),
            };
            let character = CHARACTERS[all % CHARACTERS.len()];
            let heard = ears.hear(&voice.synthesize(&dictation.said, character.voice).unwrap());
            let fits = is_right(&dictation, &heard);
            println!("{fits} {} {} ({}): {heard}", dictation.style, dictation.expected, character.name);
            right += usize::from(fits);
            all += 1;
        }
    }
    println!("{right} of {all}");
    assert!(right * 100 >= all * LEAST_PERCENT, "{right} of {all}");
}

/// 25 of the 27 dictations above were read back right when this was written.
const LEAST_PERCENT: usize = 85;

/// All recordings of a folder that speak.py made.
#[test]
#[ignore = "needs the recordings of speak.py: DICTATION=FOLDER"]
fn the_recordings_are_read_back_right() {
    let folder = PathBuf::from(std::env::var_os("DICTATION").expect("DICTATION names a folder of speak.py"));
    let index = std::fs::read_to_string(folder.join("index.tsv")).unwrap();
    let mut ears = Ears::open();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for line in index.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [file, kind, _half, style, voice, expected, said] = fields[..] else { panic!("{line}") };
        let dictation = Dictation {
            number: kind == "numbers",
            style: style.to_owned(),
            expected: expected.to_owned(),
            said: said.to_owned(),
        };
        let heard = ears.hear(&read_wav(folder.join(file)).unwrap());
        let fits = is_right(&dictation, &heard);
        if !fits {
            let written = written_down(dictation.number, &heard);
            println!("{expected}, {voice}: {written:?} from {heard:?}, said {:?}", dictation.said);
        }
        let engine = file.trim_end_matches(".wav").rsplit('-').next().unwrap();
        for group in [kind.to_owned(), format!("{kind}, {}", dictation.style), format!("{kind}, {engine}")] {
            let (right, all) = counts.entry(group).or_default();
            *right += usize::from(fits);
            *all += 1;
        }
    }
    for (group, (right, all)) in counts {
        let (low, high) = interval(right, all);
        println!(
            "{group}: {right} of {all}, {:.1} % ({low:.1} to {high:.1})",
            100.0 * right as f64 / all as f64
        );
    }
}

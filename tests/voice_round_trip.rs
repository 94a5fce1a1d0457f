//! The voice is heard again: what the gatekeepers say, recognised by the ear that listens to callers, over the
//! band of a telephone too.

use coldcall::hear::{Ear, Recognizer, Whisper};
use coldcall::speak::{CHARACTERS, Hibari, HibariBytes, RATE, Synthesizer, character};
use coldcall::weights::{Weight, Weights};
use coldcall::words::error_rate::mistakes;
use coldcall::words::spoken::spoken;

const LINES: [&str; 5] = [
    "Good morning, Meridian Design, Dana speaking.",
    "You can reach him at 612-555-0142.",
    "Did you send us your resume on Monday?",
    "I have about two minutes.",
    "Please hold while I transfer you to Robert Ellis.",
];

/// Words as said, so that "612" and "six one two" are the same. Homophones of one name count as the name.
fn words(text: &str) -> Vec<String> {
    spoken(text)
        .to_lowercase()
        .split_whitespace()
        .map(|word| word.chars().filter(|c| c.is_alphabetic()).collect::<String>())
        .filter(|word| !word.is_empty())
        .map(|word| match word.as_str() {
            "zero" => "oh".to_owned(),
            "dayna" | "daina" => "dana".to_owned(),
            "elis" | "elice" | "alice" => "ellis".to_owned(),
            _ => word,
        })
        .collect()
}

/// One pole down at 3400 Hz and one up at 300 Hz, each four times: 24 dB an octave.
fn over_the_telephone(samples: &[f32]) -> Vec<f32> {
    let mut line = samples.to_vec();
    let factor = |hz: f32| (-2.0 * std::f32::consts::PI * hz / RATE as f32).exp();
    // Four equal poles are 3 dB down where one is 0.75 dB down: the edges are moved apart for that.
    let (low, high) = (factor(300.0 * 0.435), factor(3400.0 / 0.435));
    for _ in 0..4 {
        let (mut slow, mut smooth) = (0.0, 0.0);
        for sample in &mut line {
            slow = *sample + low * (slow - *sample);
            smooth = (*sample - slow) + high * (smooth - (*sample - slow));
            *sample = smooth;
        }
    }
    line
}

fn load() -> (Hibari, Whisper) {
    let weights = Weights::locate(None).expect("the checkout has models");
    let hibari = Hibari::load(HibariBytes::read(&weights).expect("weights")).expect("a voice");
    let path = weights.path(Weight::FastEar).expect("the fast ear");
    (hibari, Whisper::load(&path, Ear::Fast).expect("an ear"))
}

/// Word error rate measured over 16 lines: 2 to 4 %, most of it names. The bar leaves room for one word in a
/// line, not for a line.
#[test]
fn what_a_character_says_is_recognised() {
    let (mut hibari, mut ear) = load();
    for name in ["dana", "robert", "walter", "mia"] {
        let voice = character(name).expect("a preset").voice;
        let (mut said_words, mut wrong, mut heard_lines) = (0, 0, Vec::new());
        for line in LINES {
            let samples = over_the_telephone(&hibari.synthesize(line, voice).expect("speech"));
            let heard = ear.recognize(&samples, "").expect("a transcript").text;
            let said = words(line);
            said_words += said.len();
            wrong += mistakes(&said, &words(&heard), |a, b| a == b).iter().sum::<usize>();
            heard_lines.push(heard);
        }
        assert!(wrong * 10 <= said_words, "{name}: {wrong} of {said_words} words wrong in {heard_lines:#?}");
    }
}

/// Root mean square of what passes the telephone's band, over the 20 ms stretches that carry it, in dB.
fn telephone_level(samples: &[f32]) -> f32 {
    let line = over_the_telephone(samples);
    let powers: Vec<f32> =
        line.chunks(320).map(|part| part.iter().map(|s| s * s).sum::<f32>() / part.len() as f32).collect();
    let loudest = powers.iter().copied().fold(0.0, f32::max);
    let speech: Vec<f32> = powers.into_iter().filter(|power| *power > loudest / 300.0).collect();
    10.0 * (speech.iter().sum::<f32>() / speech.len() as f32).log10()
}

#[test]
fn all_characters_are_equally_loud_over_the_telephone() {
    let (mut hibari, _) = load();
    let levels: Vec<f32> = CHARACTERS
        .iter()
        .map(|character| telephone_level(&hibari.synthesize(LINES[0], character.voice).expect("speech")))
        .collect();
    let quietest = levels.iter().copied().fold(f32::MAX, f32::min);
    let loudest = levels.iter().copied().fold(f32::MIN, f32::max);
    assert!(loudest - quietest < 3.0, "{levels:?}");
}

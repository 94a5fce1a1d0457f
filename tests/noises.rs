//! What is no speech credits no words: silence, noise, an office, music, coughs and a crowd, as a call hears them.
//!
//! The regular test takes half a minute of each. Ten minutes of each, the whole measure:
//! `NOISE_SECONDS=600 cargo test --release --test noises -- --nocapture`.
//! In November 2026 that gave no words for silence, noise, the office, music and coughs, and failed on the crowds, which are
//! speech played backwards: 95 words, and 5 from afar.
#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

use coldcall::call::VoiceCharacter;
use coldcall::hear::{
    Ear, EndOfTurn, FILLER_PROMPT, TurnAudio, TurnEvent, TurnFinder, TurnSettings, Whisper,
};
use coldcall::speak::{CHARACTERS, Hibari, HibariBytes, Synthesizer};
use coldcall::weights::{Weight, Weights};
use std::f32::consts::TAU;

const RATE: usize = 16_000;
const FRAME: usize = 512;
/// What a state of a call gives the recognizer.
const PROMPT: &str = "Robert Ellis, Harbor Foods, project designer, Dana";

/// A row of numbers from -1 to 1, the same on every run.
struct Random(u32);

impl Random {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as f32 / (1 << 23) as f32 - 1.0
    }

    /// From `low` to `high`.
    fn within(&mut self, low: f32, high: f32) -> f32 {
        low + (self.next() + 1.0) / 2.0 * (high - low)
    }
}

fn white(samples: usize, level: f32) -> Vec<f32> {
    let mut random = Random(11);
    std::iter::repeat_with(|| random.next() * level).take(samples).collect()
}

/// Falls by 3 dB an octave (P. Kellet's three-pole filter).
fn pink(samples: usize, level: f32) -> Vec<f32> {
    let (mut a, mut b, mut c) = (0.0_f32, 0.0_f32, 0.0_f32);
    let shape = |white: f32| {
        a = 0.997_65 * a + white * 0.099_046;
        b = 0.963 * b + white * 0.296_516_4;
        c = 0.57 * c + white * 1.052_691_3;
        (a + b + c + white * 0.184_8) * 0.1
    };
    white(samples, level).into_iter().map(shape).collect()
}

/// Adds `sound` from `at` on.
fn add(to: &mut [f32], at: usize, sound: &[f32]) {
    to.iter_mut().skip(at).zip(sound).for_each(|(to, from)| *to += from);
}

/// A damped row of harmonics: a plucked string, a telephone's bell.
fn note(hertz: f32, seconds: f32, level: f32, decay: f32) -> Vec<f32> {
    (0..(seconds * RATE as f32) as usize)
        .map(|i| {
            let t = i as f32 / RATE as f32;
            let sum: f32 =
                (1..=4_u8).map(|h| (TAU * hertz * f32::from(h) * t).sin() / f32::from(h * h)).sum();
            level * sum * (-t * decay).exp() * (t * 100.0).min(1.0)
        })
        .collect()
}

/// Air, keys, a chair, now and then another telephone.
fn office(samples: usize) -> Vec<f32> {
    let (mut sound, mut random) = (pink(samples, 0.15), Random(5));
    let mut at = RATE;
    while at < samples {
        let click: Vec<f32> =
            white(200, 0.25).iter().enumerate().map(|(i, x)| x * (-(i as f32) / 40.0).exp()).collect();
        add(&mut sound, at, &click);
        if random.next() > 0.97 {
            (0..8_usize).for_each(|n| {
                add(&mut sound, at + n * 1600, &note(if n % 2 == 0 { 1400.0 } else { 1750.0 }, 0.1, 0.1, 2.0))
            });
        }
        if random.next() > 0.97 {
            add(&mut sound, at, &note(random.within(60.0, 140.0), 0.3, 0.2, 20.0));
        }
        at += random.within(0.08, 0.6).mul_add(RATE as f32, 0.0) as usize;
    }
    sound
}

/// Chords of four voices and a melody over them.
fn music(samples: usize) -> Vec<f32> {
    const CHORDS: [[f32; 4]; 4] = [
        [130.8, 261.6, 329.6, 392.0],
        [110.0, 220.0, 261.6, 329.6],
        [87.3, 174.6, 220.0, 261.6],
        [98.0, 196.0, 246.9, 293.7],
    ];
    let (mut sound, mut random) = (vec![0.0; samples], Random(3));
    for (bar, at) in (0..samples).step_by(2 * RATE).enumerate() {
        let chord = CHORDS[bar % CHORDS.len()];
        chord.iter().for_each(|hertz| add(&mut sound, at, &note(*hertz, 2.0, 0.05, 0.7)));
        for beat in 0..8 {
            if random.next() > -0.4 {
                let tone = chord[1 + (random.within(0.0, 2.99) as usize)] * 2.0;
                add(&mut sound, at + beat * RATE / 4, &note(tone, 0.4, 0.12, 4.0));
            }
        }
    }
    sound
}

/// A hard onset, a tenth of a second of noise, a softer second burst; each a little different.
fn coughs(samples: usize) -> Vec<f32> {
    let (mut sound, mut random) = (pink(samples, 0.01), Random(7));
    let noise = pink(samples, 1.0);
    let mut at = RATE;
    while at + RATE < samples {
        let (second, level) = (random.within(0.2, 0.35), random.within(0.3, 1.2));
        for after in 0..RATE / 2 {
            let t = after as f32 / RATE as f32;
            let late = if t > second { 0.5 * (-(t - second) / 0.08).exp() } else { 0.0 };
            sound[at + after] += noise[at + after] * level * ((-t / 0.05).exp() + late);
        }
        at += random.within(0.7, 3.0).mul_add(RATE as f32, 0.0) as usize;
    }
    sound
}

/// Many people at once, backwards: the sound of speech without its words.
fn crowd(samples: usize) -> Vec<f32> {
    const LINES: [&str; 4] = [
        "The delivery came in this morning and nobody had signed for it, so it went back to the depot.",
        "I told her the meeting was moved to the small room upstairs, but the projector is broken again.",
        "We could have lunch at the new place around the corner if the weather stays like this.",
        "Most of the orders are from last quarter, and the rest will have to wait until the new year.",
    ];
    let mut voice = Hibari::load(HibariBytes::read(&Weights::locate(None).unwrap()).unwrap()).unwrap();
    let mut sound = vec![0.0; samples];
    for (person, character) in CHARACTERS.iter().enumerate() {
        let voice_of = VoiceCharacter { ..character.voice };
        let mut said: Vec<f32> =
            LINES.iter().flat_map(|line| voice.synthesize(line, voice_of).unwrap()).collect();
        said.reverse();
        let offset = person * 7001;
        sound.iter_mut().enumerate().for_each(|(i, s)| *s += 0.12 * said[(i + offset) % said.len()]);
    }
    sound
}

fn ear(weight: Weight, ear: Ear) -> Whisper {
    Whisper::load(&Weights::locate(None).unwrap().path(weight).unwrap(), ear).unwrap()
}

/// The turns that a call would take from a sound to which nobody speaks.
fn turns(sound: &[f32], end: &EndOfTurn) -> Vec<TurnAudio> {
    let mut finder = TurnFinder::new(0.0, TurnSettings::default());
    let mut found = Vec::new();
    for frame in sound.chunks_exact(FRAME) {
        for event in finder.push(frame.try_into().unwrap()) {
            match event {
                TurnEvent::AskEndOfTurn { ask, .. } => {
                    finder.answer(ask, end.complete_probability(&finder.for_end_of_turn()).unwrap());
                }
                TurnEvent::TurnEnded(turn) | TurnEvent::TooLong(turn) => {
                    found.push(turn);
                    finder.listen(finder.now(), TurnSettings::default());
                }
                TurnEvent::NoSpeech { .. } => finder.listen(finder.now(), TurnSettings::default()),
                _ => {}
            }
        }
    }
    found.extend(finder.finish());
    found
}

#[test]
fn what_is_no_speech_has_no_words() {
    let seconds: usize = std::env::var("NOISE_SECONDS").ok().map_or(30, |seconds| seconds.parse().unwrap());
    let samples = seconds * RATE;
    let end = EndOfTurn::new(Weights::locate(None).unwrap().load(Weight::EndOfTurn).unwrap()).unwrap();
    let (mut fast, mut careful) = (ear(Weight::FastEar, Ear::Fast), ear(Weight::CarefulEar, Ear::Careful));
    let mut credited = Vec::new();
    for (name, sound) in [
        ("silence", vec![0.0; samples]),
        ("white noise", white(samples, 0.1)),
        ("pink noise", pink(samples, 0.5)),
        ("an office", office(samples)),
        ("music", music(samples)),
        ("coughs", coughs(samples)),
        ("a crowd", crowd(samples)),
        ("a faint crowd", crowd(samples).iter().map(|s| s * 0.1).collect()),
    ] {
        let turns = turns(&sound, &end);
        let mut words = 0;
        for turn in &turns {
            let heard = [turn.recognize(&mut fast, PROMPT), turn.recognize(&mut careful, FILLER_PROMPT)];
            for heard in heard.map(Result::unwrap).iter().filter(|heard| !heard.text.is_empty()) {
                println!("{name}, {:.0} s, {:?}: {}", turn.start, turn.speech, heard.text);
                words += heard.words.len();
            }
        }
        println!("{name}: {seconds} s, {} turns, {words} words", turns.len());
        credited.push((name, words));
    }
    assert!(credited.iter().all(|(_, words)| *words == 0), "{credited:?}");
}

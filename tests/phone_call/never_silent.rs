//! Nobody is left in silence: a caller who says nothing, words that cannot be recognised, a cough.

use crate::callers::{recorded, words_found};
use crate::desk::{Desk, caller_turns, record, text, turns};
use coldcall::audio::read_wav;
use coldcall::call::{CallEvent, Controls, Difficulty, ElementFound, Kind, Understanding, VoiceCharacter};
use coldcall::gatekeeper::settle;
use coldcall::hear::HearError;
use coldcall::line::{LineError, Passage, Quality, VoiceLine, VoiceParts, VoiceRoom, WavTurns, Worker};
use coldcall::replay::{Conversation, Question};
use coldcall::scenario::{Brief, builtin, parse};
use coldcall::session::{Mind, Session, SessionError};
use coldcall::speak::{SpeakError, Synthesizer};
use coldcall::understand::Lexicon;
use std::path::Path;

pub const RATE: usize = 16_000;

pub fn write(file: &Path, samples: &[f32]) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: RATE as u32,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(file, spec).expect("a file");
    for sample in samples {
        writer.write_sample((sample * 32_767.0) as i16).expect("room for it");
    }
    writer.finalize().expect("room for it");
}

#[test]
fn a_caller_who_says_nothing_is_asked_and_then_let_go() {
    let desk = Desk::new();
    let silence = desk.home.path().join("silence.wav");
    write(&silence, &vec![0.0; 60 * RATE]);
    let mut command = desk.coldcall(&["call", "follow-up", "--seed", "1", "--json", "--no-save", "--wav-in"]);
    let record = record(command.arg(&silence));
    assert!(caller_turns(&record).is_empty(), "{record:#}");
    let said: Vec<String> = turns(&record).iter().map(|turn| text(turn).to_lowercase()).collect();
    let asked = said.iter().skip(1).filter(|line| line.contains("hello")).count();
    assert!(asked >= 2, "nobody asked twice whether somebody is there: {said:?}");
    assert_eq!(record["ending"], "dana_hung_up", "{said:?}");
}

/// Two bursts of breath, a tenth and two tenths of a second, and their echo in a throat.
pub fn cough() -> Vec<f32> {
    let mut state = 7_u32;
    let mut throat = [0.0_f32; 2];
    let burst = |at: f32, from: f32, length: f32| if at < from { 0.0 } else { (-(at - from) / length).exp() };
    (0..RATE)
        .map(|n| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let breath = (state >> 8) as f32 / (1 << 23) as f32 - 1.0;
            let at = n as f32 / RATE as f32;
            let now = breath * (burst(at, 0.3, 0.04) + 0.7 * burst(at, 0.5, 0.07)) + 1.6 * throat[0]
                - 0.8 * throat[1];
            throat = [now, throat[0]];
            (now * 0.1).clamp(-1.0, 1.0)
        })
        .collect()
}

#[test]
fn after_a_cough_the_call_goes_on() {
    let desk = Desk::new();
    let file = desk.home.path().join("cough.wav");
    write(&file, &cough());
    let files = recorded("emma", &["01-ask-transfer", "02-reason"]);
    let mut command = desk.coldcall(&["call", "follow-up", "--seed", "1", "--json", "--no-save", "--wav-in"]);
    let record = record(command.arg(&file).args(files.iter().map(|turn| &turn.path)));
    let heard: Vec<&str> = caller_turns(&record).iter().map(|turn| text(turn)).collect();
    let said = files.iter().map(|file| file.text.as_str()).collect::<Vec<_>>().join(" ");
    assert!(words_found(&said, &heard.join(" ")) > 0.8, "{heard:?}");
    assert!(record["ending"].is_string(), "{record:#}");
}

/// A voice of silence, as long as its words.
struct Mute;

impl Synthesizer for Mute {
    fn synthesize(&mut self, text: &str, _voice: VoiceCharacter) -> Result<Vec<f32>, SpeakError> {
        Ok(vec![0.0; text.len() * RATE / 20])
    }
}

/// Without words there is nothing to understand.
struct Unasked;

impl Mind for Unasked {
    fn understand(&mut self, question: Question) -> Result<Understanding, SessionError> {
        panic!("asked about {:?}", question.text)
    }

    fn elements(&mut self, text: &str, _: Kind, _: bool) -> Result<Vec<ElementFound>, SessionError> {
        panic!("asked about {text:?}")
    }
}

#[test]
fn words_that_cannot_be_recognised_are_asked_for_again() {
    let follow_up = builtin().iter().find(|scenario| scenario.id == "follow-up").unwrap();
    let scenario = parse(follow_up.id, follow_up.text).scenario.unwrap();
    let scenario = settle(&scenario, 1, &Brief::default());
    let said = read_wav(&recorded("emma", &["01-ask-transfer"])[0].path).unwrap();
    let failing =
        || Ok(|_: Passage| Err(LineError::Hear(HearError::Recognition { reason: "no memory".to_owned() })));
    let mut line = VoiceLine::new(VoiceParts {
        line: (Quality::Clear, 1),
        microphone: Box::new(WavTurns::new(vec![said])),
        speaker: None,
        voices: VoiceRoom::start(|| Ok(Mute)),
        ear: Worker::start("recognition", failing),
        dictation: None,
        end_of_turn: Worker::start("end-of-turn", || Ok(|_: Vec<f32>| Ok(0.95))),
        careful_ear: None,
        recording: None,
        max_pause: None,
        headphones: false,
        controls: Controls::default(),
    });
    let lexicon = Lexicon::builtin().unwrap();
    let mut conversation = Conversation::new(&scenario, &lexicon, 1, Difficulty::Normal);
    let mut events: Vec<CallEvent> = Vec::new();
    Session::new(&mut line, &mut Unasked, &mut events).play(&mut conversation).unwrap();
    let spoke = events.iter().filter_map(|event| match event {
        CallEvent::Spoke { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let answer = spoke.clone().nth(1).unwrap();
    assert!(scenario.cast["dana"].unclear.iter().any(|line| line == answer), "{answer}");
    let noticed = |event: &CallEvent| matches!(event, CallEvent::Noticed { message, .. } if message.contains("no memory"));
    assert!(events.iter().any(noticed), "{events:#?}");
}

//! The line that coldcall is measured beside: 700 ms of silence end a turn, then Whisper hears the whole of it, then
//! a tone answers. It understands nothing and has no voice, so it is a little faster than a call could be.

use coldcall::audio::{FRAME, FRAME_SECONDS, Microphone, RATE, Speaker, open_microphone, open_speaker};
use coldcall::hear::{Ear, SpanFinder, SpeechDetector, VadSettings, VoiceChange, Whisper, recognize_speech};
use coldcall::weights::{Weight, Weights};
use std::f32::consts::TAU;

/// Frames of silence that end a turn: 704 ms.
const ENDPOINT: usize = 22;

/// Listens and answers until it is killed.
pub fn listen() {
    let weights = Weights::locate(None).unwrap();
    let mut ear = Whisper::load(&weights.path(Weight::FastEar).unwrap(), Ear::Fast).unwrap();
    let (mut microphone, mut speaker) = (open_microphone(None).unwrap(), open_speaker(None).unwrap());
    loop {
        let mut detector = SpeechDetector::new();
        let mut finder = SpanFinder::new(VadSettings { min_silence: ENDPOINT, ..VadSettings::default() });
        let mut samples: Vec<f32> = Vec::new();
        let span = loop {
            let frame = microphone.next_frame().unwrap();
            samples.extend(frame);
            if let Some(VoiceChange::Ended(span)) = finder.push(detector.push(&frame)) {
                break span;
            }
        };
        let heard = recognize_speech(&mut ear, &samples, &[span], "").unwrap();
        println!("{}", heard.text);
        for number in 0..12 {
            let sample = |at: usize| 0.2 * (TAU * 440.0 * (number * FRAME + at) as f32 / RATE as f32).sin();
            speaker.play(&std::array::from_fn(sample)).unwrap();
        }
        speaker.drain();
        for _ in 0..(0.2 / FRAME_SECONDS) as usize + microphone.backlog() {
            microphone.next_frame().unwrap();
        }
    }
}

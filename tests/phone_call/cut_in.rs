//! With headphones the caller can cut in; a cough and a "yes" stop nobody, and nobody is stopped who talks on.

use crate::callers::{recorded, root, words_found};
use crate::desk::{Desk, at, caller_turns, record, text, turns};
use crate::never_silent::{RATE, cough, write};
use coldcall::audio::read_wav;
use serde_json::Value;

/// Somebody speaks `sound` this long after the receptionist began, and then, if it was no turn, `recorded` turns later.
const AFTER: f64 = 0.7;
const QUIET: f64 = 0.2;

struct Call {
    record: Value,
    /// When the sound began.
    onset: f64,
    /// Left the caller, right the gatekeeper.
    sides: [Vec<f32>; 2],
}

/// Calls `scenario` on one recording that runs on: the first line is heard, then it is spoken into.
fn call(scenario: &str, sound: &[f32], then: &[f32], headphones: bool) -> Call {
    let desk = Desk::new();
    let (caller, both) = (desk.home.path().join("caller.wav"), desk.home.path().join("both.wav"));
    let scenario_file = desk.home.path().join("desk.toml");
    std::fs::write(&scenario_file, scenario).expect("a scenario");
    let ring = |samples: &[f32]| {
        write(&caller, samples);
        let mut command = desk.coldcall(&["call", "desk.toml", "--seed", "1", "--json", "--no-save"]);
        command.arg("--wav-stream").arg(&caller).arg("--wav-out").arg(&both);
        if headphones {
            command.args(["--headphones", "yes"]);
        }
        record(&mut command)
    };
    let first = ring(&vec![0.0; RATE]);
    let begin = at(&turns(&first)[0], "start") + AFTER;
    // A recording begins before its first word.
    let lead = sound.iter().position(|sample| sample.abs() > 0.02).expect("a sound");
    let onset = begin + lead as f64 / RATE as f64;
    let silence = |seconds: f64| vec![0.0; (seconds * RATE as f64) as usize];
    let record = ring(&[&silence(begin), sound, &silence(5.0), then, &silence(6.0)].concat());
    let samples: Vec<f32> = hound::WavReader::open(&both)
        .expect("a recording of both")
        .samples::<i16>()
        .map(|sample| f32::from(sample.expect("a sample")) / 32_768.0)
        .collect();
    let side = |side: usize| samples.iter().skip(side).step_by(2).copied().collect();
    Call { record, onset, sides: [side(0), side(1)] }
}

fn follow_up(dana: &str) -> String {
    let text = std::fs::read_to_string(root().join("scenarios/follow-up.toml")).expect("a shipped scenario");
    let changed = text.replacen("[cast.dana]\n", &format!("[cast.dana]\n{dana}\n"), 1);
    assert!(dana.is_empty() || changed != text, "the receptionist is not found");
    changed
}

fn said() -> (Vec<f32>, String) {
    let turn = recorded("emma", &["01-ask-transfer"]).remove(0);
    (read_wav(&turn.path).expect("a recording"), turn.text)
}

fn loudest(side: &[f32], from: f64, to: f64) -> f32 {
    let sample = |seconds: f64| (seconds * RATE as f64) as usize;
    side[sample(from)..sample(to)].iter().fold(0.0, |loudest: f32, sample| loudest.max(sample.abs()))
}

#[test]
fn who_cuts_in_is_listened_to_at_once() {
    let (sound, words) = said();
    let Call { record, onset, sides } = call(&follow_up(""), &sound, &[], true);
    let [first, second, ..] = turns(&record) else { panic!("{record:#}") };
    assert_eq!(first["cut_off"], true, "{first:#}");
    assert!(at(first, "end") - onset < QUIET, "quiet at {}, spoken to at {onset}", at(first, "end"));
    let greeting = "Thanks for calling Meridian Design";
    assert!(text(first).len() < greeting.len() && !text(first).is_empty(), "{first:#}");
    assert!(words_found(&words, text(second)) > 0.8, "{second:#}");
    assert!(loudest(&sides[1], onset - 0.5, onset) > 0.05, "somebody spoke before");
    assert!(loudest(&sides[1], onset + QUIET, onset + 1.2) < 0.001, "and not after");
    assert!(loudest(&sides[0], onset, onset + 1.2) > 0.05);
}

#[test]
fn coughs_stop_nobody() {
    let (sound, words) = said();
    let Call { record, .. } = call(&follow_up(""), &cough(), &sound, true);
    let first = &turns(&record)[0];
    assert_eq!(first["cut_off"], Value::Null, "{first:#}");
    assert!(words_found(&words, text(caller_turns(&record)[0])) > 0.8, "{record:#}");
}

#[test]
fn without_headphones_each_speaks_in_turn() {
    let (sound, _) = said();
    let Call { record, onset, sides } = call(&follow_up(""), &sound, &sound, false);
    assert_eq!(turns(&record)[0]["cut_off"], Value::Null);
    assert!(loudest(&sides[1], onset + QUIET, onset + 1.2) > 0.05, "the line goes on");
}

#[test]
fn the_scenario_decides_what_an_interruption_does() {
    let (sound, _) = said();
    let mood = |call: &Call| call.record["moods"][0]["mood"].as_i64().expect("a mood");
    let plain = call(&follow_up(""), &sound, &[], true);
    let minds = call(&follow_up("barge_in = \"mind\""), &sound, &[], true);
    assert_eq!(minds.record["turns"][0]["cut_off"], true);
    assert_eq!(mood(&minds), mood(&plain) - 1, "{:#}", minds.record["moods"]);
    let talks_on = call(&follow_up("barge_in = \"talk_on\""), &sound, &sound, true);
    assert_eq!(turns(&talks_on.record)[0]["cut_off"], Value::Null);
}

//! The turn gap, from outside: from the true end of a caller's words to the first audible sample of the answer.
//!
//! `cargo bench --bench turn_gap` speaks the turns of `corpus.tsv` into a virtual microphone and records the virtual
//! speaker, for coldcall and for a plain endpoint (700 ms of silence, then Whisper on the whole turn) beside it. It
//! takes about 25 minutes; nothing else should run. After `--`:
//!
//! - `--turns 0..20`: only these; results of earlier runs are kept in `target/turn_gap` and counted in
//! - `--line coldcall` or `--line plain`: only this one
//! - `--table`: measure nothing, show what was measured
//! - `--fresh`: forget earlier results
//!
//! Thresholds were chosen with a look at some turns of this corpus: its figures flatter a little. Even and odd turns are told
//! apart, so that a threshold can be chosen on the ones and tried on the others.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench may panic, prints a table and runs on the wall clock"
)]

mod caller;
mod corpus;
mod plain;
mod results;
mod scenario;

use caller::{Answered, Tap, say};
use corpus::{Item, corpus};
use results::{Measured, Stages};
use serde_json::Value;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A call has at most 40 turns; after fewer, less is lost when one goes wrong.
const TURNS_A_CALL: usize = 16;
/// A person answers so long after the other one stopped.
const BREATH: Duration = Duration::from_millis(350);
/// Longer than the pauses inside a reply.
const REPLY_OVER: Duration = Duration::from_millis(450);
/// Longer than the pauses of a ring.
const GREETED: Duration = Duration::from_millis(1_300);

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/turn_gap");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let value = |flag: &str| arguments.iter().skip_while(|argument| *argument != flag).nth(1).cloned();
    if has("--plain-endpoint") {
        return plain::listen();
    }
    let inside = std::env::var_os("PHONE_DIR").is_some();
    if has("--fresh") && !inside {
        results::forget(&folder());
    }
    if !has("--table") {
        if !inside {
            corpus(&folder());
            let line = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/virtual-phone-line");
            let status = Command::new(line).arg(std::env::current_exe().unwrap()).args(&arguments).status();
            assert!(status.is_ok_and(|status| status.success()), "the virtual line needs pulseaudio");
        } else {
            let turns = value("--turns").map_or(0..usize::MAX, |turns| range(&turns));
            return measure(turns, value("--line").as_deref());
        }
    }
    results::show(&folder());
}

fn range(text: &str) -> Range<usize> {
    let (from, to) = text.split_once("..").expect("--turns 0..20");
    from.parse().unwrap()..to.parse().unwrap()
}

fn measure(turns: Range<usize>, only: Option<&str>) {
    let items = corpus(&folder());
    let (microphone, speaker) = (Tap::on("caller_mic.monitor"), Tap::on("gatekeeper_out.monitor"));
    let chosen: Vec<(usize, &Item)> =
        items.iter().enumerate().filter(|(number, _)| turns.contains(number)).collect();
    for (number, chunk) in chosen.chunks(TURNS_A_CALL).enumerate() {
        if only != Some("plain") {
            results::keep(&folder(), &coldcall(number, chunk, &microphone, &speaker));
        }
        if only != Some("coldcall") {
            results::keep(&folder(), &endpoint(chunk, &microphone, &speaker));
        }
    }
}

fn coldcall(call: usize, turns: &[(usize, &Item)], microphone: &Tap, speaker: &Tap) -> Vec<Measured> {
    let file = folder().join(format!("call-{call}.toml"));
    let items: Vec<&Item> = turns.iter().map(|(_, item)| *item).collect();
    std::fs::write(&file, scenario::scenario(&items)).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_coldcall"));
    program.arg("call").arg(&file).args(["--voice", "--json", "--no-save", "--seed", "1"]);
    let record = std::fs::File::create(folder().join("record.json")).unwrap();
    let (silent, entered) = (speaker.len(), Instant::now());
    let mut program = program.stdout(record).stderr(Stdio::null()).spawn().unwrap();
    speaker.until_quiet(GREETED, Duration::from_secs(30));
    let mut measured = speak("coldcall", turns, microphone, speaker);
    let rang = speaker.first_sound(silent).map(|(ring, _)| ring.saturating_duration_since(entered));
    results::resources(&folder(), program.id(), rang);
    let status = Command::new("kill").args(["-INT", &program.id().to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()));
    program.wait().unwrap();
    let record = std::fs::read(folder().join("record.json")).unwrap();
    let record: Value = serde_json::from_slice(&record).unwrap();
    let callers: Vec<&Value> =
        record["turns"].as_array().unwrap().iter().filter(|turn| turn["speaker"] == "you").collect();
    if callers.len() == measured.len() {
        for (measured, turn) in measured.iter_mut().zip(callers) {
            measured.told(Stages::of(turn), turn["text"].as_str().unwrap_or_default());
        }
    } else {
        println!("{} turns were said and {} heard: no stages of this call", measured.len(), callers.len());
    }
    measured
}

fn endpoint(turns: &[(usize, &Item)], microphone: &Tap, speaker: &Tap) -> Vec<Measured> {
    let mut program = Command::new(std::env::current_exe().unwrap());
    let program = program.arg("--plain-endpoint").stdout(Stdio::null()).stderr(Stdio::null());
    let mut program: Child = program.spawn().unwrap();
    std::thread::sleep(Duration::from_secs(2));
    let measured = speak("plain", turns, microphone, speaker);
    program.kill().unwrap();
    program.wait().unwrap();
    measured
}

fn speak(line: &str, turns: &[(usize, &Item)], microphone: &Tap, speaker: &Tap) -> Vec<Measured> {
    let mut measured = Vec::new();
    for (number, item) in turns {
        std::thread::sleep(BREATH);
        let answered = say(item, microphone, speaker);
        println!("{line} {number:2} {:6} {:4.1} s {answered:?} {}", item.voice, item.seconds(), item.words);
        measured.push(Measured::new(line, *number, item, answered));
        if !matches!(answered, Answered::Never) {
            speaker.until_quiet(REPLY_OVER, Duration::from_secs(10));
        }
    }
    measured
}

//! Whole calls with the real program: recorded callers in, the gatekeeper's voice out, nothing replaced.
//!
//! The callers' voices are made by other engines than the gatekeepers' (tests/fixtures/README.md). A new test goes
//! under the section of the line that it calls on: WAV files, one long WAV, or the virtual sound card.

mod callers;
mod campaign;
mod cut_in;
mod desk;
mod drill;
mod never_silent;
mod review;
mod virtual_line;

use callers::{Recorded, recorded, root, word_error_rate, words_found};
use coldcall::hear::{Ear, Whisper, find_speech, recognize_speech};
use desk::{Desk, at, caller_turns, is_caller, record, text, turns};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use virtual_line::{VirtualSpeaker, say};

/// A complete follow-up call, in the order of the article: past the receptionist, the pitch, two objections
/// answered, the date taken.
const FOLLOW_UP: [&str; 8] = [
    "01-ask-transfer",
    "02-reason",
    "03-hold",
    "04-pitch",
    "05-too-busy",
    "06-send-it-again",
    "10-accept",
    "11-farewell",
];
/// Each file by itself, tiny.en gets fewer than 1.5 % of the words wrong (tests/fixtures/README.md).
const HIGHEST_WORD_ERROR_RATE: f64 = 0.08;

/// What the call heard against what the files say: one turn for each file, and few words wrong.
#[track_caller]
fn heard_as_recorded(record: &Value, files: &[Recorded]) {
    let callers = caller_turns(record);
    let heard: Vec<&str> = callers.iter().map(|turn| text(turn)).collect();
    assert!(heard.len() >= 4, "the call got no further than {heard:?}");
    assert!(
        heard.len() <= files.len(),
        "{} files were heard as {} turns: {heard:#?}",
        files.len(),
        heard.len()
    );
    let said: Vec<&str> = files.iter().take(heard.len()).map(|file| file.text.as_str()).collect();
    let rate = word_error_rate(&said.join(" "), &heard.join(" "));
    assert!(rate <= HIGHEST_WORD_ERROR_RATE, "{:.1} % of the words are wrong: {heard:#?}", rate * 100.0);
}

/// The stages of each caller turn in order, and inside the call.
#[track_caller]
fn stages_are_in_order(record: &Value) {
    let end = at(record, "seconds");
    for turn in caller_turns(record) {
        let mut stages = vec![
            at(turn, "start"),
            at(turn, "speech_end"),
            at(turn, "turn_end_decided"),
            at(turn, "transcript_ready"),
        ];
        stages.extend(turn["reply_start"].as_f64());
        assert!(stages.is_sorted() && stages[0] > 0.0, "{stages:?} in {turn:#}");
        assert!(stages.last().is_some_and(|last| *last <= end), "{stages:?}, and the call took {end} s");
        assert!(turn["machine_ms"]["recognize"].as_f64() > Some(0.0), "{turn:#}");
    }
}

#[track_caller]
fn is_scored_on_sound(record: &Value) {
    let card = &record["scorecard"];
    for part in ["score", "content", "delivery"] {
        assert!(
            card[part].as_f64().is_some_and(|points| (0.0..=100.0).contains(&points)),
            "{part}: {card:#}"
        );
    }
    let findings = card["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(!findings.is_empty(), "{card:#}");
    for finding in findings {
        assert!(finding["rule"].is_string() && finding["points"].is_number(), "{finding:#}");
    }
    let pace = card["measured"]["words_per_minute"].as_f64();
    assert!(pace.is_some_and(|pace| (110.0..=230.0).contains(&pace)), "words a minute: {pace:?}");
}

// --- WAV files, a turn each ------------------------------------------------------------------------

#[track_caller]
fn plays_follow_up(voice: &str, seed: &str) {
    let files = recorded(voice, &FOLLOW_UP);
    let record = Desk::new().call(seed, &files, &[]);
    assert_eq!(
        (&record["scenario"], record["seed"].to_string()),
        (&Value::from("follow-up"), seed.to_owned())
    );
    assert!(record["version"].is_u64() && record["started_at"].is_string());
    assert!(record["ending"].is_string(), "no ending was reached: {record:#}");
    heard_as_recorded(&record, &files);
    stages_are_in_order(&record);
    is_scored_on_sound(&record);
}

#[test]
fn a_man_plays_follow_up_from_files() {
    plays_follow_up("michael", "1");
}

#[test]
fn a_woman_plays_follow_up_from_files() {
    plays_follow_up("emma", "2");
}

#[test]
fn the_same_seed_and_files_give_the_same_record() {
    let files = recorded("emma", &FOLLOW_UP[..4]);
    let [mut first, mut second] = [(), ()].map(|()| Desk::new().call("7", &files, &[]));
    for record in [&mut first, &mut second] {
        record["started_at"].take();
        without_machine_times(record);
    }
    assert_eq!(first, second);
}

fn without_machine_times(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("machine_ms");
            fields.values_mut().for_each(without_machine_times);
        }
        Value::Array(items) => items.iter_mut().for_each(without_machine_times),
        _ => {}
    }
}

#[test]
fn both_sides_are_kept_apart_in_one_file() {
    let desk = Desk::new();
    let kept = desk.home.path().join("both.wav");
    let record =
        desk.call("1", &recorded("michael", &FOLLOW_UP[..4]), &["--wav-out", &kept.to_string_lossy()]);
    let both = Stereo::read(&kept);
    assert!(
        (both.seconds() - at(&record, "seconds")).abs() < 1.0,
        "{} s were kept of {record:#}",
        both.seconds()
    );
    for turn in turns(&record) {
        let (left, right) = both.levels(at(turn, "start"), at(turn, "end"));
        let (speaker, other) = if is_caller(turn) { (left, right) } else { (right, left) };
        assert!(speaker > 0.01 && speaker > 4.0 * other, "{speaker:.4} beside {other:.4} in {turn:#}");
    }
}

struct Stereo {
    rate: u32,
    samples: Vec<f32>,
}

impl Stereo {
    fn read(path: &Path) -> Self {
        let mut reader = hound::WavReader::open(path).expect("a WAV file of both sides");
        let spec = reader.spec();
        assert_eq!((spec.channels, spec.sample_format), (2, hound::SampleFormat::Int), "{spec:?}");
        let full = f32::from(i16::MAX);
        let samples =
            reader.samples::<i16>().map(|sample| f32::from(sample.expect("a sample")) / full).collect();
        Self { rate: spec.sample_rate, samples }
    }

    fn seconds(&self) -> f64 {
        self.samples.len() as f64 / 2.0 / f64::from(self.rate)
    }

    /// Root mean square of the left and the right side between two times.
    fn levels(&self, start: f64, end: f64) -> (f64, f64) {
        let place = |time: f64| ((time * f64::from(self.rate)) as usize * 2).min(self.samples.len());
        let part = &self.samples[place(start)..place(end)];
        let level = |side: usize| {
            let squares: f64 =
                part.iter().skip(side).step_by(2).map(|sample| f64::from(*sample).powi(2)).sum();
            (squares / (part.len() / 2).max(1) as f64).sqrt()
        };
        (level(0), level(1))
    }
}

#[test]
fn someone_who_rambles_is_cut_off() {
    let files = recorded("michael", &["01-ask-transfer", "26-ramble"]);
    let record = Desk::new().call("3", &files, &[]);
    let callers = caller_turns(&record);
    // He starts with a word and a pause, which may be a turn of its own.
    let length = |turn: &&&Value| at(turn, "speech_end") - at(turn, "start");
    let longest = callers.iter().skip(1).max_by(|a, b| length(a).total_cmp(&length(b)));
    let ramble = longest.expect("the rambling turn was heard");
    let spoken = at(ramble, "speech_end") - at(ramble, "start");
    assert!((8.0..33.0).contains(&spoken), "the gatekeeper let 34 s of rambling go on for {spoken} s");
    assert!(ramble["reply_start"].is_number(), "nobody answered: {ramble:#}");
}

#[test]
fn rudeness_and_mumbling_are_answered_in_character() {
    for difficult in ["25-rude", "28-mumble", "23-weak"] {
        let record = Desk::new().call("4", &recorded("michael", &[difficult]), &[]);
        let first = turns(&record).iter().position(is_caller);
        let answered = turns(&record).iter().skip(first.unwrap_or(0) + 1).any(|turn| !is_caller(turn));
        assert!(answered, "nobody answered {difficult}: {record:#}");
        assert!(record["ending"].is_string(), "{difficult} ended nowhere: {record:#}");
    }
}

#[test]
fn a_robots_voice_gets_an_answer_too() {
    let files = recorded("robin", &["01-ask-transfer", "02-reason"]);
    let record = Desk::new().call("5", &files, &[]);
    let heard: Vec<&str> = caller_turns(&record).iter().map(|turn| text(turn)).collect();
    let found = words_found(&format!("{} {}", files[0].text, files[1].text), &heard.join(" "));
    assert!(found > 0.7, "{:.0} % of the words were heard: {heard:?}", found * 100.0);
}

#[test]
fn a_score_below_the_bar_is_exit_code_one() {
    let desk = Desk::new();
    let mut command =
        desk.coldcall(&["call", "follow-up", "--seed", "1", "--json", "--no-save", "--pass", "100"]);
    command.arg("--wav-in").args(recorded("michael", &["23-weak"]).iter().map(|turn| &turn.path));
    assert_eq!(command.output().unwrap().status.code(), Some(1));
}

#[test]
fn a_wav_of_any_make_is_heard_alike() {
    for make in ["8k-u8-mono", "44k1-s24-stereo", "48k-f32-six-channels", "96k-s32-mono", "truncated"] {
        let file = root().join(format!("tests/fixtures/wav/{make}.wav"));
        let heard = record(Desk::new().coldcall(&["analyze", "--json"]).arg(&file));
        let heard = heard["transcript"].as_str().unwrap_or_default().to_lowercase();
        assert!(heard.contains("hold"), "{make}: {heard:?}");
    }
}

#[test]
fn a_file_that_is_no_sound_is_named_and_refused() {
    for make in ["torn-header.wav", "empty.wav", "no-samples.wav", "not-a-wav.wav", "missing.wav"] {
        let file = root().join("tests/fixtures/wav").join(make);
        let desk = Desk::new();
        let output =
            desk.coldcall(&["call", "follow-up", "--json", "--no-save", "--wav-in"]).arg(&file).output();
        let Output { status, stderr, .. } = output.unwrap();
        let stderr = String::from_utf8_lossy(&stderr);
        assert_eq!(status.code(), Some(2), "{make}: {stderr}");
        assert!(stderr.contains(make) && !stderr.contains("panicked"), "{make}: {stderr}");
    }
}

// --- one long WAV, played as a microphone ----------------------------------------------------------

#[test]
fn one_long_recording_is_a_microphone() {
    let file = root().join("tests/fixtures/callers/emma/stream-8k.wav");
    let desk = Desk::new();
    let mut command = desk.coldcall(&["call", "follow-up", "--seed", "2", "--json", "--no-save"]);
    let record = record(command.arg("--wav-stream").arg(file));
    let heard: Vec<&str> = caller_turns(&record).iter().map(|turn| text(turn)).collect();
    assert!(
        words_found("this is Emma Clark, may I speak to Robert Ellis", &heard.join(" ")) > 0.8,
        "{heard:?}"
    );
    assert!(record["ending"].is_string(), "{record:#}");
}

// --- a call that is killed -------------------------------------------------------------------------

#[test]
#[cfg(unix)]
fn a_killed_call_is_kept() {
    let desk = Desk::new();
    let mut call = desk.coldcall(&["call", "follow-up", "--text", "--seed", "1"]);
    let mut call = call.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut said = BufReader::new(call.stdout.take().unwrap());
    let mut typed = call.stdin.take().unwrap();
    let greeting = line_of(&mut said, "(receptionist)");
    typed.write_all(b"Hi, this is Michael Reed. Could I speak with Robert Ellis, please?\n").unwrap();
    let answer = line_of(&mut said, "(receptionist)");
    call.kill().unwrap(); // SIGKILL: nothing can be tidied up
    call.wait().unwrap();

    let kept = record(&mut desk.coldcall(&["review", "--json"]));
    assert!(kept["ending"].is_null(), "{kept:#}");
    assert_eq!(caller_turns(&kept).len(), 1, "after {greeting:?} and {answer:?}: {kept:#}");
    assert!(turns(&kept).len() >= 2, "{kept:#}");
}

fn line_of(said: &mut impl BufRead, who: &str) -> String {
    let mut line = String::new();
    while !line.contains(who) {
        line.clear();
        assert!(said.read_line(&mut line).expect("text") > 0, "the call ended early");
    }
    line
}

// --- the virtual sound card ------------------------------------------------------------------------

/// Set by tests/virtual-phone-line for what runs inside it.
const INSIDE: &str = "PHONE_DIR";

/// The test starts itself again inside the virtual phone line, and there speaks and listens as a caller does.
#[test]
#[cfg(target_os = "linux")]
fn a_call_through_the_virtual_sound_card() {
    if std::env::var_os(INSIDE).is_some() {
        return speak_and_listen();
    }
    if let Some(tool) = ["pulseaudio", "pactl", "parec", "paplay"].iter().find(|tool| !is_installed(tool)) {
        println!("skipped: {tool} is not installed (./coldcall test installs it on Debian and Ubuntu)");
        return;
    }
    let _alone = desk::alone();
    let mut line = Command::new(root().join("tests/virtual-phone-line"));
    line.arg(std::env::current_exe().unwrap());
    line.args(["--exact", "a_call_through_the_virtual_sound_card", "--nocapture"]);
    let Output { status, stdout, stderr } = line.stdin(Stdio::null()).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success() && out.contains("1 passed"), "{status}\n{out}\n{err}");
}

fn is_installed(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
}

fn speak_and_listen() {
    let desk = Desk::new();
    let files = recorded("michael", &["01-ask-transfer", "02-reason"]);
    let mut speaker = VirtualSpeaker::record();
    let mut call = desk.coldcall(&["call", "follow-up", "--voice", "--seed", "1", "--json", "--no-save"]);
    let call = call.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("coldcall starts");

    let greeting = speaker.hears_someone();
    say(&files[0]);
    let answer = speaker.hears_someone();
    say(&files[1]);
    speaker.hears_someone();
    let record = hang_up(call);

    heard_as_spoken(&record, &files);
    let mut ear =
        Whisper::load(&root().join("models/whisper/ggml-tiny.en-q8_0.bin"), Ear::Fast).expect("an ear");
    for (sound, said) in [&greeting, &answer].into_iter().zip(replies(&record)) {
        let heard = recognize_speech(&mut ear, sound, &find_speech(sound), "").expect("recognised").text;
        let found = words_found(&said, &heard);
        assert!(found >= 0.75, "{:.0} % of {said:?} was heard in {heard:?}", found * 100.0);
    }
}

/// What the gatekeepers said between the caller's turns, joined.
fn replies(record: &Value) -> Vec<String> {
    let joined = |run: &[Value]| run.iter().map(text).collect::<Vec<_>>().join(" ");
    turns(record).split(is_caller).map(joined).collect()
}

#[track_caller]
fn heard_as_spoken(record: &Value, files: &[Recorded]) {
    let callers = caller_turns(record);
    assert!(callers.len() >= files.len(), "{} turns were heard: {record:#}", callers.len());
    for (turn, file) in callers.iter().zip(files) {
        let rate = word_error_rate(&file.text, text(turn));
        assert!(rate <= 0.15, "{:?} was heard as {:?}", file.text, text(turn));
    }
}

/// Ctrl-C, as at a terminal; the call hangs up, scores and prints its record.
fn hang_up(call: Child) -> Value {
    let status = Command::new("kill").args(["-INT", &call.id().to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()), "the call had ended before the caller hung up");
    let Output { status, stdout, stderr } = call.wait_with_output().expect("the call ends");
    let stderr = String::from_utf8_lossy(&stderr);
    assert_eq!(status.code(), Some(0), "{stderr}");
    serde_json::from_slice(&stdout).unwrap_or_else(|error| panic!("no JSON ({error}); {stderr}"))
}

//! The real sound path, through cpal, ALSA and a private virtual sound card.
//!
//! Each test starts `tests/virtual-phone-line` around this same test program, which then runs one of the
//! ignored tests below inside it. Where PulseAudio is missing, a test says so and passes.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may panic and print; a sound card runs on the wall clock, and latency is what is measured"
)]

#[path = "sound_card/listing.rs"]
mod listing;
#[path = "sound_card/phone.rs"]
mod phone;
#[path = "sound_card/signal.rs"]
mod signal;

use coldcall::audio::{AudioError, Microphone, RATE, Speaker, available, open_microphone, open_speaker};
use phone::{gone_within, in_line, listen, module, overhear, pactl, paplay, phone};
use signal::{find, frames, rms, speech_like, write_wav};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

// ---- outside: start the virtual line around an inner test ----

fn line() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/virtual-phone-line")
}

fn installed(tool: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(tool).is_file())
}

/// Runs an inner test inside a virtual line; the settings go to the line.
fn inside(test: &str, settings: &[(&str, &str)]) {
    let missing =
        ["bash", "pulseaudio", "pactl", "paplay", "parec"].into_iter().find(|tool| !installed(tool));
    if let Some(tool) = missing {
        println!("skipped: {tool} is not installed (pulseaudio, pulseaudio-utils, libasound2-plugins)");
        return;
    }
    let output = Command::new(line())
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"])
        .envs(settings.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    report(test, &output);
}

fn report(test: &str, output: &Output) {
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{said}{errors}");
    assert!(output.status.success(), "{test}: {}", output.status);
    assert!(said.contains("1 passed"), "{test} did not run");
    assert!(!errors.contains("ALSA lib"), "alsa-lib spoke on the screen");
}

#[test]
fn a_played_file_is_what_the_microphone_hears() {
    inside("records_what_is_played", &[]);
}

#[test]
fn another_rate_width_and_two_channels() {
    inside(
        "records_what_is_played",
        &[("PHONE_RATE", "44100"), ("PHONE_CHANNELS", "2"), ("PHONE_FORMAT", "float32le")],
    );
}

#[test]
fn what_the_speaker_plays_comes_out_whole_and_soon() {
    inside("plays_what_is_queued", &[]);
}

#[test]
fn clearing_the_speaker_silences_it_at_once() {
    inside("clears_what_is_queued", &[]);
}

#[test]
fn a_busy_machine_finds_all_that_was_said_waiting() {
    inside("keeps_what_piled_up", &[]);
}

#[test]
fn a_muted_microphone_is_told() {
    inside("tells_of_silence", &[]);
}

#[test]
fn pulled_plugs_and_new_ones() {
    inside("survives_pulled_plugs", &[]);
}

#[test]
fn a_killed_sound_server_ends_in_gone() {
    inside("loses_the_server", &[]);
}

#[test]
fn a_stalled_sound_server_does_not_hold_the_call() {
    inside("outlives_a_stall", &[]);
}

#[test]
fn the_doctor_finds_the_virtual_devices() {
    inside("listing::probes", &[]);
}

/// No server, no card: asked quickly, answered in plain words, and nothing of alsa-lib on the screen.
#[test]
fn no_sound_at_all_is_said_in_plain_words() {
    let folder = tempfile::tempdir().unwrap();
    let nothing = folder.path().join("asound.conf");
    std::fs::write(&nothing, "defaults.namehint.basic on\n").unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "listing::says_why_there_is_none", "--ignored", "--nocapture", "--test-threads=1"])
        .env("ALSA_CONFIG_PATH", &nothing)
        .output()
        .unwrap();
    report("listing::says_why_there_is_none", &output);
}

// ---- inside ----

#[test]
#[ignore = "runs inside the virtual phone line"]
fn records_what_is_played() {
    if !in_line() {
        return;
    }
    let wanted = speech_like(3.0);
    let file = Path::new(&phone("PHONE_DIR")).join("said.wav");
    write_wav(&file, &wanted, 44_100);
    let mut microphone = open_microphone(None).unwrap();
    let mut player = paplay(&file);
    let began = Instant::now();
    let heard = listen(&mut microphone, 4.5);
    let took = began.elapsed().as_secs_f64();
    player.wait().unwrap();
    let (at, fit) = find(&heard, &wanted);
    println!(
        "device {} Hz, correlation {fit:.4} at {} ms, 4.5 s took {took:.2} s, errors {}",
        microphone.device_rate(),
        at * 1000 / RATE as usize,
        microphone.errors()
    );
    assert!(fit > 0.94, "what was heard is not what was said: {fit}");
    assert!((4.2..5.5).contains(&took), "a live microphone runs in real time");
}

#[test]
#[ignore = "runs inside the virtual phone line"]
fn plays_what_is_queued() {
    if !in_line() {
        return;
    }
    let wanted = speech_like(2.5);
    let mut speaker = open_speaker(None).unwrap();
    let mut onset = None;
    let mut spent = Duration::ZERO;
    let heard = overhear(|| {
        let began = Instant::now();
        for frame in frames(&wanted) {
            speaker.play(&frame).unwrap();
        }
        speaker.drain();
        spent = began.elapsed();
        onset = speaker.onset().map(|onset| onset.duration_since(began));
    });
    let onset = onset.expect("something left the device");
    let (at, fit) = find(&heard, &wanted);
    // A dropout would shift what follows it.
    for (number, piece) in wanted.chunks(8_000).enumerate() {
        let (lag, fit) = find(&heard, piece);
        println!(
            "half second {number}: lag {} samples, correlation {fit:.4}",
            lag as i64 - number as i64 * 8_000
        );
    }
    println!(
        "device {} Hz, correlation {fit:.4} at {} ms, onset {} ms after the first play, {:.2} s to play 2.5 s, delay {} ms",
        speaker.device_rate(),
        at * 1000 / RATE as usize,
        onset.as_millis(),
        spent.as_secs_f64(),
        speaker.device_delay().as_millis()
    );
    assert!(fit > 0.94, "what came out is not what was played: {fit}");
    assert!(onset < Duration::from_millis(150), "the first sample came {} ms late", onset.as_millis());
    assert!((2.4..3.3).contains(&spent.as_secs_f64()), "drain waits until all is heard, and no longer");
}

#[test]
#[ignore = "runs inside the virtual phone line"]
fn clears_what_is_queued() {
    if !in_line() {
        return;
    }
    let mut speaker = open_speaker(None).unwrap();
    let mut waiting = 0.0;
    let heard = overhear(|| {
        for frame in frames(&speech_like(0.8)) {
            speaker.play(&frame).unwrap();
        }
        waiting = speaker.waiting();
        speaker.clear();
        speaker.drain();
        // A tone after the cut must still be heard.
        let tone: Vec<f32> = (0..8_000).map(|n| 0.4 * (n as f32 * 0.3).sin()).collect();
        for frame in frames(&tone) {
            speaker.play(&frame).unwrap();
        }
        speaker.drain();
    });
    let loud: usize = heard.chunks(160).filter(|chunk| rms(chunk) > 0.01).count();
    println!("{waiting:.3} s were waiting; {:.2} s were heard of 1.30 s", loud as f64 / 100.0);
    assert!(waiting > 0.1, "something was queued");
    assert!((90..=122).contains(&loud), "{loud} hundredths of a second were heard");
}

#[test]
#[ignore = "runs inside the virtual phone line"]
fn keeps_what_piled_up() {
    if !in_line() {
        return;
    }
    let wanted = speech_like(3.0);
    let file = Path::new(&phone("PHONE_DIR")).join("said.wav");
    write_wav(&file, &wanted, 48_000);
    let mut microphone = open_microphone(None).unwrap();
    microphone.next_frame().unwrap();
    paplay(&file).wait().unwrap();
    let backlog = microphone.backlog();
    let began = Instant::now();
    let heard: Vec<f32> = (0..backlog).flat_map(|_| microphone.next_frame().unwrap()).collect();
    let (at, fit) = find(&heard, &wanted);
    println!(
        "{backlog} frames waited, read in {} ms, correlation {fit:.4} at {at}",
        began.elapsed().as_millis()
    );
    assert!(backlog as f64 * 0.032 > 2.8 && fit > 0.94, "{backlog} frames, correlation {fit}");
    assert!(began.elapsed() < Duration::from_millis(500), "what waits is there at once");
    assert!(microphone.backlog() < 20, "nothing is left but what came meanwhile");
}

#[test]
#[ignore = "runs inside the virtual phone line"]
fn tells_of_silence() {
    if !in_line() {
        return;
    }
    let mut microphone = open_microphone(None).unwrap();
    listen(&mut microphone, 2.8);
    assert!(microphone.take_notices().is_empty(), "not yet");
    listen(&mut microphone, 1.0);
    let notices = microphone.take_notices();
    println!("{notices:?}");
    assert_eq!(notices, ["the microphone gives nothing but silence: is it muted?"]);
    listen(&mut microphone, 3.5);
    assert!(microphone.take_notices().is_empty(), "once is enough");
}

#[test]
#[ignore = "runs inside the virtual phone line"]
fn survives_pulled_plugs() {
    if !in_line() {
        return;
    }
    let mut microphone = open_microphone(None).unwrap();
    let mut speaker = open_speaker(None).unwrap();
    listen(&mut microphone, 0.5);
    // One of two: the server moves the stream to the other, and nothing need be told.
    pactl(&["unload-module", &module("mic.module")]);
    let heard = listen(&mut microphone, 1.5);
    println!("one plug out: {} samples, notices {:?}", heard.len(), microphone.take_notices());
    // Both, and a new one plugged in after a second.
    pactl(&["unload-module", &module("speaker.module")]);
    let plug = std::thread::spawn(|| {
        std::thread::sleep(Duration::from_millis(1200));
        for sink in ["caller_mic", "gatekeeper_out"] {
            pactl(&[
                "load-module",
                "module-null-sink",
                &format!("sink_name={sink}"),
                "rate=48000",
                "channels=1",
                "norewinds=1",
            ]);
        }
        pactl(&["set-default-source", "caller_mic.monitor"]);
    });
    let began = Instant::now();
    let heard = listen(&mut microphone, 2.0);
    plug.join().unwrap();
    let notices = microphone.take_notices();
    println!(
        "plugged in again: {} samples in {:.1} s, notices {notices:?}",
        heard.len(),
        began.elapsed().as_secs_f64()
    );
    assert!(notices.iter().any(|notice| notice == "the microphone stopped and was started again"));
    // The speaker comes back too, once its queue stands still.
    for frame in frames(&speech_like(2.0)) {
        speaker.play(&frame).unwrap();
    }
    speaker.drain();
    println!("speaker: {:?}", speaker.take_notices());
}

#[test]
#[ignore = "runs inside the virtual phone line"]
fn loses_the_server() {
    if !in_line() {
        return;
    }
    let mut microphone = open_microphone(None).unwrap();
    let mut speaker = open_speaker(None).unwrap();
    listen(&mut microphone, 0.5);
    Command::new("kill").args(["-9", &phone("PHONE_DAEMON_PID")]).status().unwrap();
    assert!(gone_within(&mut microphone, 12), "the microphone should be gone");
    let again = Instant::now();
    assert!(matches!(microphone.next_frame(), Err(AudioError::Gone { .. })));
    assert!(again.elapsed() < Duration::from_millis(50), "gone stays gone, and says so at once");
    let began = Instant::now();
    let lost = frames(&speech_like(10.0)).find_map(|frame| speaker.play(&frame).err());
    println!("{lost:?} after {:.1} s", began.elapsed().as_secs_f64());
    assert!(matches!(lost, Some(AudioError::Gone { what: "speaker", .. })));
    speaker.drain();
    let why = available().unwrap_err();
    println!("available: {why}");
    assert!(!why.is_empty());
}

#[test]
#[ignore = "runs inside the virtual phone line"]
fn outlives_a_stall() {
    if !in_line() {
        return;
    }
    let daemon = phone("PHONE_DAEMON_PID");
    let signal = |name: &str| Command::new("kill").args([name, &daemon]).status().unwrap();
    let mut microphone = open_microphone(None).unwrap();
    listen(&mut microphone, 0.5);
    signal("-STOP");
    let asked = Instant::now();
    let answer = available();
    println!("stalled: available() {answer:?} in {} ms", asked.elapsed().as_millis());
    let quick = asked.elapsed() < Duration::from_millis(300);
    let wake = std::thread::spawn({
        let daemon = daemon.clone();
        move || {
            std::thread::sleep(Duration::from_millis(2_500));
            Command::new("kill").args(["-CONT", &daemon]).status().unwrap();
        }
    });
    let began = Instant::now();
    let heard = listen(&mut microphone, 2.0);
    println!(
        "{} samples in {:.1} s, notices {:?}",
        heard.len(),
        began.elapsed().as_secs_f64(),
        microphone.take_notices()
    );
    wake.join().unwrap();
    assert!(quick && answer.is_err(), "a stalled service is answered for within 300 ms");
    assert!(began.elapsed() < Duration::from_secs(12));
    assert_eq!(available(), Ok(()), "and it is well again");
}

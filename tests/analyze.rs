//! `coldcall analyze` on recordings: what it finds must not depend on how they were recorded.
#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

use coldcall::audio::{RATE, read_wav, resample};
use coldcall::line::Telephone;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn caller(name: &str) -> Vec<f32> {
    read_wav(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/callers").join(name)).unwrap()
}

/// A room's noise, 60 dB down, with what is said in it.
fn room(parts: &[&[f32]]) -> Vec<f32> {
    let mut seed = 11_u32;
    let mut samples = parts.concat();
    for sample in &mut samples {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *sample += 0.001 * ((seed >> 8) as f32 / (1 << 23) as f32 - 1.0);
    }
    samples
}

fn write(path: PathBuf, channels: &[Vec<f32>], rate: u32) -> PathBuf {
    let spec = hound::WavSpec {
        channels: channels.len() as u16,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(&path, spec).unwrap();
    for at in 0..channels[0].len() {
        for channel in channels {
            writer.write_sample((channel[at].clamp(-1.0, 1.0) * 32_767.0).round() as i16).unwrap();
        }
    }
    writer.finalize().unwrap();
    path
}

fn analyze(file: &Path, arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_coldcall"))
        .arg("analyze")
        .arg(file)
        .args(arguments)
        .arg("--json")
        .env("XDG_DATA_HOME", folder.path())
        .env("XDG_CONFIG_HOME", folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn figure(analyzed: &Value, pointer: &str) -> f64 {
    analyzed.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("no {pointer}: {analyzed}"))
}

#[test]
fn scores_do_not_depend_on_how_it_was_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let pause = vec![0.0; RATE as usize];
    let said = room(&[
        &pause,
        &caller("michael/04-pitch.wav"),
        &pause,
        &caller("michael/09-lacks-experience.wav"),
        &pause,
    ]);
    let loudest = said.iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
    let at = |level: f32| -> Vec<f32> { said.iter().map(|sample| sample * level / loudest).collect() };
    // 10 dB up from here just reaches full scale.
    let usual = 10f32.powf(-0.5);
    let variants: [(&str, Vec<f32>, u32); 6] = [
        ("as it is", at(usual), RATE),
        ("10 dB up", at(1.0), RATE),
        ("10 dB down", at(usual * usual), RATE),
        ("at 48 kHz", resample(&at(usual), RATE, 48_000), 48_000),
        ("at 8 kHz", resample(&at(usual), RATE, 8_000), 8_000),
        ("over the telephone", Telephone::default().carry(&at(usual)), RATE),
    ];
    let scores: Vec<(&str, f64, f64)> = variants
        .into_iter()
        .map(|(name, samples, rate)| {
            let file = write(folder.path().join(format!("{name}.wav")), &[samples], rate);
            let analyzed = analyze(&file, &["--kind", "follow_up"]);
            (name, figure(&analyzed, "/scorecard/score"), figure(&analyzed, "/scorecard/delivery"))
        })
        .collect();
    let (_, score, delivery) = scores[0];
    for (name, other, other_delivery) in &scores {
        assert!((other - score).abs() <= 2.0, "{name}: {scores:?}");
        assert!((other_delivery - delivery).abs() <= 2.0, "{name}: {scores:?}");
    }
}

#[test]
fn a_stereo_call_is_two_people() {
    let folder = tempfile::tempdir().unwrap();
    let quiet = |seconds: f64| vec![0.0_f32; (seconds * f64::from(RATE)) as usize];
    let mut sides = [quiet(0.5), quiet(0.5)];
    let turns = [
        (1, caller("emma/03-hold.wav")),
        (0, caller("michael/01-ask-transfer.wav")),
        (1, caller("emma/02-reason.wav")),
        (0, caller("michael/06-send-it-again.wav")),
    ];
    for (side, words) in &turns {
        sides[*side].extend(words);
        sides[1 - side].extend(vec![0.0; words.len()]);
        sides.iter_mut().for_each(|side| side.extend(quiet(0.3)));
    }
    let file = write(folder.path().join("call.wav"), &sides.map(|side| room(&[&side])), RATE);
    let analyzed = analyze(&file, &["--kind", "follow_up"]);
    let speakers: Vec<&str> =
        analyzed["turns"].as_array().unwrap().iter().filter_map(|turn| turn["speaker"].as_str()).collect();
    assert_eq!(speakers, ["them", "you", "them", "you"], "{analyzed}");
    let transcript = analyzed["transcript"].as_str().unwrap();
    assert!(transcript.contains("Michael Reed") && !transcript.contains("Emma"), "{transcript}");
    for found in analyzed["elements"].as_array().unwrap() {
        let (start, end) =
            (found["start"].as_u64().unwrap() as usize, found["end"].as_u64().unwrap() as usize);
        assert_eq!(transcript.get(start..end), found["quote"].as_str(), "{found}");
    }
    let wait = figure(&analyzed, "/delivery/response_time");
    // 0.3 s between the files, and what silence they have at their ends.
    assert!((0.3..1.2).contains(&wait), "{wait}");
    assert_eq!(analyzed["delivery"]["overlaps"], serde_json::json!([]));
    assert!((0.2..0.9).contains(&figure(&analyzed, "/delivery/talk_share")));
}

#[test]
fn silence_has_no_figures() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path().join("silence.wav"), &[room(&[&vec![0.0; 3 * RATE as usize]])], RATE);
    let analyzed = analyze(&file, &["--kind", "voicemail"]);
    assert_eq!(analyzed["transcript"], "");
    for name in
        ["words_per_minute", "articulation_rate", "pitch", "intensity", "loudness_lufs", "snr_db", "clarity"]
    {
        assert_eq!(analyzed["delivery"][name], Value::Null, "{name}");
    }
}

//! What was measured: kept from run to run, and shown as a table.

use super::caller::Answered;
use super::corpus::Item;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Seconds of call time between the stages of a turn, as the program's record tells them.
#[derive(Debug, Clone, Copy)]
pub struct Stages {
    /// From the end of the words to the decision that the turn was over.
    decision: f64,
    /// Until the words were there.
    recognition: f64,
    /// Until the reply began: understanding, and the voice.
    reply: f64,
    understand_ms: f64,
    synthesize_ms: f64,
}

impl Stages {
    pub fn of(turn: &Value) -> Option<Self> {
        let at = |field: &str| turn[field].as_f64();
        let machine = |field: &str| turn["machine_ms"][field].as_f64();
        Some(Self {
            decision: at("turn_end_decided")? - at("speech_end")?,
            recognition: at("transcript_ready")? - at("turn_end_decided")?,
            reply: at("reply_start")? - at("transcript_ready")?,
            understand_ms: machine("understand")?,
            synthesize_ms: machine("synthesize")?,
        })
    }
}

pub struct Measured {
    line: String,
    turn: usize,
    row: Value,
}

impl Measured {
    pub fn new(line: &str, turn: usize, item: &Item, answered: Answered) -> Self {
        let (gap, early) = match answered {
            Answered::After(gap) => (Some(gap), None),
            Answered::CutOff(early) => (None, Some(early)),
            Answered::Never => (None, None),
        };
        let row = json!({
            "line": line, "turn": turn, "voice": item.voice, "words": item.words, "thinks": item.thinks,
            "seconds": item.seconds(), "gap": gap, "cut_off": early,
        });
        Self { line: line.to_owned(), turn, row }
    }

    pub fn told(&mut self, stages: Option<Stages>, heard: &str) {
        self.row["heard"] = heard.into();
        if let Some(stages) = stages {
            self.row["decision"] = stages.decision.into();
            self.row["recognition"] = stages.recognition.into();
            self.row["reply"] = stages.reply.into();
            self.row["understand_ms"] = stages.understand_ms.into();
            self.row["synthesize_ms"] = stages.synthesize_ms.into();
        }
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("results.jsonl")
}

pub fn forget(folder: &Path) {
    for name in ["results.jsonl", "resources.txt"] {
        let _ = std::fs::remove_file(folder.join(name));
    }
}

pub fn keep(folder: &Path, measured: &[Measured]) {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file(folder)).unwrap();
    for measured in measured {
        assert!(measured.row["line"] == measured.line.as_str() && measured.row["turn"] == measured.turn);
        writeln!(file, "{}", measured.row).unwrap();
    }
}

/// Peak memory and processor time of the call that is about to end.
pub fn resources(folder: &Path, process: u32, rang: Option<Duration>) {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields: Vec<f64> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .map(|field| field.parse().unwrap_or(0.0))
        .collect();
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    let uptime: f64 = uptime.split(' ').next().and_then(|seconds| seconds.parse().ok()).unwrap_or(0.0);
    // Fields 14, 15 and 22 of proc_pid_stat(5), in hundredths of a second; the first two were split off.
    let (busy, lived) = ((fields[11] + fields[12]) / 100.0, uptime - fields[19] / 100.0);
    let rang = rang.map_or(f64::NAN, |rang| rang.as_secs_f64());
    let line = format!(
        "{peak}; {:.2} cores over {lived:.0} s; first ring {rang:.3} s after the start\n",
        busy / lived
    );
    let mut file =
        std::fs::OpenOptions::new().create(true).append(true).open(folder.join("resources.txt")).unwrap();
    file.write_all(line.as_bytes()).unwrap();
}

pub fn show(folder: &Path) {
    let text = std::fs::read_to_string(file(folder)).unwrap_or_default();
    // The newest of each turn.
    let mut rows: BTreeMap<(String, u64), Value> = BTreeMap::new();
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        rows.insert((row["line"].to_string(), row["turn"].as_u64().unwrap()), row);
    }
    let rows: Vec<Value> = rows.into_values().collect();
    println!("\nSeconds from the true end of the words to the first sound of the answer");
    println!(
        "{:26} {:>5} {:>6} {:>6} {:>6} {:>8} {:>10}",
        "", "turns", "p50", "p95", "worst", "cut off", "no answer"
    );
    for line in ["coldcall", "plain"] {
        for (name, parity) in [("all", None), ("even", Some(0)), ("odd", Some(1))] {
            let of = |row: &&Value| {
                row["line"] == line && parity.is_none_or(|parity| row["turn"].as_u64().unwrap() % 2 == parity)
            };
            gaps(&format!("{line}, {name}"), &rows.iter().filter(of).collect::<Vec<_>>());
        }
        let thinks = |row: &&Value| row["line"] == line && row["thinks"] == true;
        gaps(&format!("{line}, with a pause"), &rows.iter().filter(thinks).collect::<Vec<_>>());
    }
    let ours: Vec<&Value> =
        rows.iter().filter(|row| row["line"] == "coldcall" && row["gap"].is_f64()).collect();
    println!("\nWhere coldcall's gap comes from");
    println!("{:26} {:>12} {:>6}", "", "p50", "p95");
    for (name, field, scale) in [
        ("end of turn decided", "decision", 1.0),
        ("words there", "recognition", 1.0),
        ("reply begun", "reply", 1.0),
        ("  understanding (machine)", "understand_ms", 1e-3),
        ("  voice (machine)", "synthesize_ms", 1e-3),
    ] {
        let mut values: Vec<f64> = ours.iter().filter_map(|row| Some(row[field].as_f64()? * scale)).collect();
        println!("{name:26} {:12.3} {:6.3}", quantile(&mut values, 0.5), quantile(&mut values, 0.95));
    }
    let inside = |row: &&Value| {
        let stage = |field: &str| row[field].as_f64();
        Some(stage("gap")? - stage("decision")? - stage("recognition")? - stage("reply")?)
    };
    let mut device: Vec<f64> = ours.iter().filter_map(inside).collect();
    println!(
        "{:26} {:12.3} {:6.3}",
        "devices, both ways",
        quantile(&mut device, 0.5),
        quantile(&mut device, 0.95)
    );
    if let Ok(resources) = std::fs::read_to_string(folder.join("resources.txt")) {
        println!("\nPeak memory and processor time of each call\n{resources}");
    }
}

fn gaps(name: &str, rows: &[&Value]) {
    let mut gaps: Vec<f64> = rows.iter().filter_map(|row| row["gap"].as_f64()).collect();
    let cut_off = rows.iter().filter(|row| row["cut_off"].is_f64()).count();
    let [p50, p95, worst] = [0.5, 0.95, 1.0].map(|part| quantile(&mut gaps, part));
    let share = 100.0 * cut_off as f64 / rows.len().max(1) as f64;
    let unanswered = rows.len() - cut_off - gaps.len();
    println!("{name:26} {:5} {p50:6.3} {p95:6.3} {worst:6.3} {share:6.1} % {unanswered:10}", rows.len());
}

/// The smallest value that so large a part of all reaches.
fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let rank = (part * values.len() as f64).ceil() as usize;
    values.get(rank.max(1) - 1).copied().unwrap_or(f64::NAN)
}

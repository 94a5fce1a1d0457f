//! The doctor's checks, one function each.
//!
//! Enters: this machine. Leaves: for each thing that a call needs, whether it works and what to do.

use super::sound::Sound;
use crate::audio::{FRAME_SECONDS, Microphone, SILENCE, Speaker, open_microphone, open_speaker};
use crate::weights::{State, Weight, Weights};
use etcetera::BaseStrategy;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A call's sound is 64 kB a second when it is kept; this is two hours of it.
const ROOMY: u64 = 500_000_000;

/// Too little for a record and a page of notes.
const FULL: u64 = 20_000_000;

/// Seconds of the room that the microphone check listens to, and the part at the start that is left out:
/// some devices begin with a click.
const LISTEN: f64 = 0.8;
const SETTLE: f64 = 0.2;

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    Ok,
    /// A call is possible all the same.
    Warn,
    /// No call is possible.
    Fail,
}

impl Health {
    pub(super) fn name(self) -> &'static str {
        match self {
            Health::Ok => "ok",
            Health::Warn => "warn",
            Health::Fail => "fail",
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) health: Health,
    pub(super) says: String,
    pub(super) fix: Option<String>,
    /// The thing is not there at all.
    pub(super) absent: bool,
    /// Figures for scripts; null where nothing was measured.
    pub(super) measured: Value,
}

impl Check {
    pub(super) fn new(name: &'static str, health: Health, says: impl Into<String>, measured: Value) -> Self {
        Self { name, health, says: says.into(), fix: None, absent: false, measured }
    }

    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    fn absent(mut self) -> Self {
        self.absent = true;
        self
    }
}

/// What the user chose.
pub(super) struct Chosen<'a> {
    pub models: Option<&'a Path>,
    pub sound: &'a Sound,
}

type CheckOf = fn(&Chosen<'_>) -> Check;

/// In the order in which they are shown.
pub(super) const CHECKS: [(&str, CheckOf); 8] = [
    ("microphone", |chosen| microphone(chosen.sound)),
    ("speaker", |chosen| speaker(chosen.sound)),
    ("headphones", |chosen| super::doctor_echo::headphones(chosen.sound)),
    ("models", |chosen| models(chosen.models)),
    ("disk", |_| disk()),
    ("history", |_| history()),
    ("processor", |_| processor()),
    ("latency", |chosen| super::doctor_latency::latency(chosen.models)),
];

fn microphone(sound: &Sound) -> Check {
    const NAME: &str = "microphone";
    const WITHOUT: &str =
        "connect one or choose it in the system's sound settings; until then calls are typed (`--text`)";
    let mut microphone = match open_microphone(sound.microphone.as_deref()) {
        Ok(microphone) => microphone,
        Err(error) => {
            return Check::new(NAME, Health::Warn, reason(&error), Value::Null).fix(WITHOUT).absent();
        }
    };
    let mut heard = Vec::new();
    for at in 0..(LISTEN / FRAME_SECONDS) as usize {
        match microphone.next_frame() {
            Ok(frame) if at as f64 * FRAME_SECONDS >= SETTLE => heard.extend_from_slice(&frame),
            Ok(_) => {}
            Err(error) => {
                return Check::new(NAME, Health::Warn, error.to_string(), Value::Null).fix(WITHOUT).absent();
            }
        }
    }
    level(&heard, microphone.device_rate())
}

/// What a short stretch of the room tells about a microphone.
fn level(heard: &[f32], rate: u32) -> Check {
    const NAME: &str = "microphone";
    let peak = heard.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let rms = (heard.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>()
        / heard.len().max(1) as f64)
        .sqrt();
    let decibels = (rms > 0.0).then(|| 20.0 * rms.log10());
    let measured = json!({ "rate": rate, "level_dbfs": decibels, "peak": peak });
    match decibels {
        None => Check::new(
            NAME,
            Health::Warn,
            format!("opens at {rate} Hz and gives nothing but silence"),
            measured,
        )
        .fix("unmute it, on the device and in the system's sound settings"),
        Some(level) if peak >= 0.99 => Check::new(
            NAME,
            Health::Warn,
            format!("opens at {rate} Hz and is overdriven ({level:.0} dBFS)"),
            measured,
        )
        .fix("turn its level down in the system's sound settings"),
        Some(level) => Check::new(
            NAME,
            Health::Ok,
            format!("opens at {rate} Hz, the room is at {level:.0} dBFS"),
            measured,
        ),
    }
}

fn speaker(sound: &Sound) -> Check {
    const NAME: &str = "speaker";
    const WITHOUT: &str =
        "connect one or choose it in the system's sound settings; until then calls are typed (`--text`)";
    let mut speaker = match open_speaker(sound.speaker.as_deref()) {
        Ok(speaker) => speaker,
        Err(error) => {
            return Check::new(NAME, Health::Warn, reason(&error), Value::Null).fix(WITHOUT).absent();
        }
    };
    let played = (0..6).try_for_each(|_| speaker.play(&SILENCE));
    speaker.drain();
    match (played, speaker.onset()) {
        (Ok(()), Some(_)) => {
            let (rate, delay) = (speaker.device_rate(), speaker.device_delay().as_millis() as u64);
            let measured = json!({ "rate": rate, "delay_ms": delay });
            Check::new(
                NAME,
                Health::Ok,
                format!("plays at {rate} Hz, heard {delay} ms after it is sent"),
                measured,
            )
        }
        (Ok(()), None) => {
            Check::new(NAME, Health::Warn, "opens, but takes no sound", Value::Null).fix(WITHOUT).absent()
        }
        (Err(error), _) => {
            Check::new(NAME, Health::Warn, error.to_string(), Value::Null).fix(WITHOUT).absent()
        }
    }
}

/// The reason alone: the line has the device's name already.
pub(super) fn reason(error: &crate::audio::AudioError) -> String {
    use crate::audio::AudioError::{Gone, NoMicrophone, NoSpeaker};
    match error {
        NoMicrophone { why } | NoSpeaker { why } | Gone { why, .. } => why.clone(),
    }
}

fn models(named: Option<&Path>) -> Check {
    const NAME: &str = "models";
    let weights = match Weights::locate(named) {
        Ok(weights) => weights,
        Err(error) => return Check::new(NAME, Health::Fail, error.to_string(), Value::Null).absent(),
    };
    let own = weights.own_ear().map(|_| weights.path(Weight::FastEar));
    if let Some(Err(error)) = own {
        return Check::new(NAME, Health::Fail, error.to_string(), Value::Null);
    }
    let checked: Vec<_> = Weight::ALL.iter().map(|weight| weights.verify(*weight)).collect();
    let count = |state| checked.iter().filter(|found| found.state == state).count();
    let (sound, missing) = (count(State::Ok), count(State::Missing));
    let measured = json!({ "verified": sound, "missing": missing, "of": checked.len() });
    match checked.iter().find_map(|found| found.problem.as_deref()) {
        None => {
            let bytes: u64 = checked.iter().map(|found| found.entry.bytes).sum();
            let says = format!("all {sound} found and verified, {:.0} MB", bytes as f64 / 1e6);
            Check::new(NAME, Health::Ok, says, measured)
        }
        Some(problem) => {
            let more = checked.len() - sound - 1;
            let says = if more > 0 { format!("{problem} (and {more} more)") } else { problem.to_owned() };
            Check::new(NAME, Health::Fail, says, measured)
                .fix("`git checkout models` in the source folder, or name their folder with COLDCALL_MODELS")
        }
    }
}

/// `~/.local/share/coldcall`, or what stands for it on this system.
fn data_folder() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("coldcall"))
}

fn disk() -> Check {
    const NAME: &str = "disk";
    let Some(folder) = data_folder() else {
        return Check::new(NAME, Health::Fail, "there is no home folder", Value::Null)
            .fix("set HOME or XDG_DATA_HOME");
    };
    let there = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(&folder);
    let Some(free) = free_bytes(there) else {
        return Check::new(NAME, Health::Ok, "free space was not measured", Value::Null);
    };
    room(free, there)
}

fn room(free: u64, folder: &Path) -> Check {
    const NAME: &str = "disk";
    let says = format!("{:.1} GB free in {}", free as f64 / 1e9, folder.display());
    let measured = json!({ "free_bytes": free, "folder": folder });
    match free {
        0..FULL => {
            Check::new(NAME, Health::Fail, says, measured).fix("make room there, or set XDG_DATA_HOME")
        }
        FULL..ROOMY => {
            Check::new(NAME, Health::Warn, says, measured).fix("make room there before you keep recordings")
        }
        _ => Check::new(NAME, Health::Ok, says, measured),
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}

fn history() -> Check {
    const NAME: &str = "history";
    match data_folder() {
        Some(folder) => writable(&folder),
        None => Check::new(NAME, Health::Fail, "there is no home folder", Value::Null)
            .fix("set HOME or XDG_DATA_HOME"),
    }
}

/// Tries it: permissions, a full disk and a read-only mount all look alike from outside.
fn writable(folder: &Path) -> Check {
    const NAME: &str = "history";
    let trial = folder.join(format!(".trial-{}", std::process::id()));
    let tried = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&trial, "trial"))
        .and_then(|()| std::fs::remove_file(&trial));
    match tried {
        Ok(()) => Check::new(
            NAME,
            Health::Ok,
            format!("calls are kept in {}", folder.display()),
            json!({ "folder": folder }),
        ),
        Err(error) => Check::new(
            NAME,
            Health::Fail,
            format!("calls cannot be kept in {}: {error}", folder.display()),
            json!({ "folder": folder }),
        )
        .fix("make that folder writable, set XDG_DATA_HOME, or call with --no-save"),
    }
}

fn processor() -> Check {
    cores(std::thread::available_parallelism().map_or(1, usize::from))
}

fn cores(count: usize) -> Check {
    const NAME: &str = "processor";
    let measured = json!({ "cores": count });
    match count {
        // Whisper on one thread and the voice on another is what the latency figures were taken with.
        0 | 1 => Check::new(NAME, Health::Warn, "one core: replies take a second or two longer", measured)
            .fix("close other programs during a call, or type it (`--text`)"),
        count => Check::new(NAME, Health::Ok, format!("{count} cores"), measured),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(check: &Check, health: Health, says: &str) {
        assert_eq!(check.health, health, "{check:?}");
        assert!(check.says.contains(says), "{check:?}");
        assert_eq!(
            check.fix.is_some(),
            health != Health::Ok,
            "a fix for everything that is wrong: {check:?}"
        );
    }

    #[test]
    fn what_the_room_tells_of_the_microphone() {
        case(&level(&[0.0; 8000], 48_000), Health::Warn, "nothing but silence");
        case(&level(&[0.001; 8000], 48_000), Health::Ok, "opens at 48000 Hz, the room is at -60 dBFS");
        let mut loud = [0.5; 8000];
        loud[77] = -1.0;
        case(&level(&loud, 16_000), Health::Warn, "overdriven (-6 dBFS)");
    }

    #[test]
    fn room_on_the_disk() {
        let folder = Path::new("somewhere");
        case(&room(1_000, folder), Health::Fail, "0.0 GB free in somewhere");
        case(&room(300_000_000, folder), Health::Warn, "0.3 GB");
        case(&room(52_000_000_000, folder), Health::Ok, "52.0 GB");
        assert!(free_bytes(Path::new(".")).is_some() || !cfg!(unix));
    }

    #[test]
    fn a_folder_is_tried_and_left_clean() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("coldcall");
        case(&writable(&data), Health::Ok, "calls are kept in");
        assert_eq!(std::fs::read_dir(&data).unwrap().count(), 0);
        std::fs::write(folder.path().join("file"), "").unwrap();
        case(&writable(&folder.path().join("file/coldcall")), Health::Fail, "cannot be kept");
    }

    #[test]
    fn models_are_verified_and_a_missing_folder_fails() {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        case(&models(Some(&checkout)), Health::Ok, "all 11 found and verified, 147 MB");
        let missing = models(Some(Path::new("no/such/folder")));
        assert_eq!((missing.health, missing.absent), (Health::Fail, true));
    }

    #[test]
    fn one_core_is_slow() {
        case(&cores(1), Health::Warn, "one core");
        case(&cores(8), Health::Ok, "8 cores");
    }
}

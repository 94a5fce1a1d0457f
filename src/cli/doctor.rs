//! `coldcall doctor`: what works on this machine, a line each, with the fix.

use super::Exit;
use super::doctor_checks::{CHECKS, Check, Chosen, Health};
use super::sound::{Sound, YesNo};
use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// Check microphone, speaker, models and disk
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coldcall doctor                   a line for each thing that a call needs, with the fix
  coldcall doctor --json            the same for a script
  coldcall doctor --devices         the microphones and speakers too
  coldcall doctor --mic usb --headphones yes
                                    check these, and use them in every call from now on

Exit code 1 when something that a call needs is broken. A missing microphone is not: calls are typed then.")]
pub struct Args {
    /// Look for the models in this folder first
    #[arg(long, value_name = "FOLDER")]
    models: Option<PathBuf>,
    /// Check this microphone, by (part of) its name, and keep it for every call; \"\" goes back to the system's choice
    #[arg(long, value_name = "NAME")]
    mic: Option<String>,
    /// The same for the speaker
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Keep whether you wear headphones, and so can cut in while somebody speaks
    #[arg(long, value_name = "YES|NO", hide_possible_values = true)]
    headphones: Option<YesNo>,
    /// List every microphone and speaker that opens
    #[arg(long)]
    devices: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    let mut out = anstream::stdout();
    let progress = Progress::new(!args.json);
    let kept = Sound::kept()?;
    let told = Sound {
        microphone: args.mic.clone(),
        speaker: args.speaker.clone(),
        headphones: args.headphones.map(YesNo::is_yes),
    };
    let sound = told.or(kept.clone()).with_names();
    let mut checks = Vec::new();
    for (name, check) in CHECKS {
        progress.say(name);
        let check = check(&Chosen { models: args.models.as_deref(), sound: &sound });
        progress.clear();
        if !args.json {
            write_check(&mut out, &check)?;
        }
        checks.push(check);
    }
    let devices = if args.devices || args.json {
        progress.say("every device");
        let found = crate::audio::probe();
        progress.clear();
        Some(found)
    } else {
        None
    };
    let ok = checks.iter().all(|check| check.health != Health::Fail);
    if args.json {
        writeln!(out, "{:#}", to_json(&checks, devices.as_ref(), ok))?;
    } else {
        if let Some(found) = &devices {
            write_devices(&mut out, found)?;
        }
        writeln!(out, "\n{}", verdict(&checks))?;
    }
    if sound != kept {
        // A device that does not open is not kept: the next call would fail.
        let opens = |name| checks.iter().any(|check| check.name == name && !check.absent);
        let chosen =
            (args.mic.is_none() || opens("microphone")) && (args.speaker.is_none() || opens("speaker"));
        if chosen {
            sound.keep()?;
        }
        if !args.json {
            let what = if chosen { "Kept for every call." } else { "Not kept, because it does not open." };
            writeln!(out, "{what}")?;
        }
    }
    Ok(if ok { Exit::Done } else { Exit::No })
}

/// What is being checked, on a terminal only: opening a device or reading the models takes a while.
struct Progress {
    shown: bool,
}

impl Progress {
    fn new(wanted: bool) -> Self {
        Self { shown: wanted && std::io::stdout().is_terminal() && std::io::stderr().is_terminal() }
    }

    fn say(&self, name: &str) {
        if self.shown {
            // Progress that cannot be shown is no reason to stop.
            let _ = write!(anstream::stderr(), "checking {name} ...");
        }
    }

    fn clear(&self) {
        if self.shown {
            let _ = write!(anstream::stderr(), "\r{:40}\r", "");
        }
    }
}

fn write_check(out: &mut impl Write, check: &Check) -> std::io::Result<()> {
    let color = match check.health {
        Health::Ok => AnsiColor::Green,
        Health::Warn => AnsiColor::Yellow,
        Health::Fail => AnsiColor::Red,
    };
    let style = Style::new().fg_color(Some(color.into()));
    writeln!(out, "{style}{:<5}{style:#} {:<11} {}", check.health.name(), check.name, check.says)?;
    match &check.fix {
        Some(fix) => writeln!(out, "{:<5} {:<11} fix: {fix}", "", ""),
        None => Ok(()),
    }
}

fn write_devices(out: &mut impl Write, found: &crate::audio::Probe) -> std::io::Result<()> {
    let system = if found.system.is_empty() { "no sound system" } else { &found.system };
    writeln!(out, "\nDevices ({system})")?;
    for (what, devices) in [("microphone", &found.microphones), ("speaker", &found.speakers)] {
        if devices.is_empty() {
            writeln!(out, "  {what:<10} none opens")?;
        }
        for device in devices {
            let mark = if device.default { "*" } else { " " };
            writeln!(
                out,
                "{mark} {what:<10} {}: {} ({} Hz, {} channels; {} to {} Hz, up to {} channels)",
                device.id,
                device.name,
                device.rate,
                device.channels,
                device.rates.0,
                device.rates.1,
                device.most_channels
            )?;
        }
    }
    Ok(())
}

fn verdict(checks: &[Check]) -> String {
    let count = |health| checks.iter().filter(|check| check.health == health).count();
    let voice = checks.iter().filter(|check| matches!(check.name, "microphone" | "speaker"));
    let spoken = voice.clone().all(|check| check.health != Health::Fail && !check.absent);
    match (count(Health::Fail), spoken) {
        (0, true) => "Ready: type `coldcall call follow-up`.".to_owned(),
        (0, false) => "Ready for typed calls: type `coldcall call follow-up --text`.".to_owned(),
        (1, _) => "One thing that a call needs is broken.".to_owned(),
        (broken, _) => format!("{broken} things that a call needs are broken."),
    }
}

fn to_json(checks: &[Check], found: Option<&crate::audio::Probe>, ok: bool) -> Value {
    let checks: Vec<Value> = checks
        .iter()
        .map(|check| {
            json!({
                "name": check.name, "state": check.health.name(), "says": check.says, "fix": check.fix,
                "measured": check.measured,
            })
        })
        .collect();
    let list = |devices: &[crate::audio::FoundDevice]| -> Vec<Value> {
        devices
            .iter()
            .map(|device| {
                json!({
                    "id": device.id, "name": device.name, "default": device.default, "rate": device.rate,
                    "channels": device.channels, "lowest_rate": device.rates.0, "highest_rate": device.rates.1,
                    "most_channels": device.most_channels,
                })
            })
            .collect()
    };
    json!({
        "ok": ok,
        "checks": checks,
        "sound_system": found.map(|found| &found.system),
        "microphones": found.map(|found| list(&found.microphones)),
        "speakers": found.map(|found| list(&found.speakers)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &'static str, health: Health, absent: bool) -> Check {
        let says = format!("{name} says");
        Check { name, health, says, fix: Some("do this".to_owned()), absent, measured: json!({ "level": 1 }) }
    }

    #[track_caller]
    fn case(checks: &[Check], says: &str) {
        assert!(verdict(checks).contains(says), "{}", verdict(checks));
    }

    #[test]
    fn the_verdict_says_what_to_type() {
        let microphone = check("microphone", Health::Warn, true);
        case(&[check("microphone", Health::Ok, false), check("models", Health::Ok, false)], "follow-up`");
        case(&[check("microphone", Health::Warn, false)], "follow-up`");
        case(std::slice::from_ref(&microphone), "--text");
        case(&[microphone, check("models", Health::Fail, false)], "One thing");
    }

    #[test]
    fn a_line_has_the_state_the_name_and_the_fix() {
        let mut out = Vec::new();
        write_check(&mut out, &check("disk", Health::Fail, false)).unwrap();
        let text = anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string();
        assert_eq!(text, "fail  disk        disk says\n                  fix: do this\n");
        let json = to_json(&[check("disk", Health::Fail, false)], None, false);
        assert_eq!(json["checks"][0]["state"], "fail");
        assert_eq!(json["microphones"], Value::Null);
    }
}

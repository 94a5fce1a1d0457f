//! `coldcall call`: a practice call.

use super::caller::CallerArgs;
use super::prompter::Prompt;
use super::ring::{Plan, Ring, ring};
use super::scenario::{open, parsed};
use super::show;
use super::{Exit, brief};
use crate::call::{Difficulty, Origin};
use anyhow::bail;
use std::io::Write;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  coldcall call follow-up                         by voice where there is a microphone, else typed
  coldcall call follow-up --text                  typed; an empty line is silence, Ctrl-D hangs up
  coldcall call follow-up --seed 7 --difficulty hard
  coldcall call follow-up --brief northside.toml  about your own company and contact
  coldcall call follow-up --script meridian       your own script follows you
  coldcall call follow-up --wav-in hello.wav pitch.wav --wav-out both.wav
  printf 'Hi, this is Ann Baker.\\n' | coldcall call follow-up --json";

/// Ring a practice call
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A shipped call (see: coldcall scenario list) or a scenario file
    #[arg(default_value = "follow-up")]
    scenario: String,
    #[command(flatten)]
    caller: CallerArgs,
    /// Keep both sides as a stereo WAV: left you, right the gatekeeper
    #[arg(long, value_name = "FILE")]
    wav_out: Option<PathBuf>,
    /// The same seed gives the same gatekeepers
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// easy, normal or hard
    #[arg(long, default_value = "normal", value_parser = difficulty)]
    difficulty: Difficulty,
    /// The longest thinking pause inside a turn, in milliseconds (300 to 10000); else your profile's
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u32).range(300..=10_000))]
    max_pause: Option<u32>,
    /// Your own company, contact and job instead of the scenario's; see: coldcall brief new
    #[arg(long, value_name = "FILE")]
    brief: Option<PathBuf>,
    /// Your own Whisper model (ggml) for the conversation; also COLDCALL_EAR
    #[arg(long, value_name = "FILE")]
    ear: Option<PathBuf>,
    /// Your own script (see: coldcall script): what comes next is shown before each of your turns
    #[arg(long, value_name = "FILE")]
    script: Option<String>,
    /// Print the record of the call as JSON
    #[arg(long)]
    json: bool,
    /// Keep no record
    #[arg(long)]
    no_save: bool,
    /// Exit with 1 when the score is below this
    #[arg(long, value_name = "SCORE")]
    pass: Option<f64>,
}

pub(super) fn difficulty(text: &str) -> Result<Difficulty, String> {
    Difficulty::from_name(text).ok_or_else(|| "one of easy, normal, hard".to_owned())
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    let opened = open(&args.scenario)?;
    let scenario = parsed(&opened)?;
    let brief = args.brief.as_deref().map(brief::open).transpose()?.unwrap_or_default();
    let script = args.script.as_deref().map(Prompt::open).transpose()?;
    let profile = super::profile::for_a_call();
    let caller = args.caller.caller("call")?;
    let call = ring(Plan {
        scenario,
        caller,
        brief,
        campaign: None,
        origin: Origin { scenario_file: opened.whole_path(), retry_of: None },
        past: Vec::new(),
        knowing: Vec::new(),
        seed: args.seed.unwrap_or_else(rand_seed),
        difficulty: args.difficulty,
        max_pause: args.max_pause.or(profile.max_pause_ms()).map(|ms| f64::from(ms) / 1000.0),
        ear: args.ear,
        wav_out: args.wav_out,
        line: args.caller.line(),
        save: !args.no_save,
        captions_aside: args.json,
        live_screen: args.caller.live_screen(args.json),
        play_aloud: None,
        profile,
        script,
    })?;
    if args.json {
        writeln!(anstream::stdout(), "{}", crate::report::json(&call.record))?;
    } else {
        show::card(&call)?;
    }
    Ok(verdict(&call, args.pass))
}

fn verdict(call: &Ring, pass: Option<f64>) -> Exit {
    let score = call.record.scorecard.as_ref().map_or(0.0, |card| card.score);
    match pass {
        Some(bar) if score < bar => Exit::No,
        _ => Exit::Done,
    }
}

/// A seed that is easy to type again.
pub(super) fn rand_seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one("a call") % 10_000
}

/// Fails early on a folder that cannot be written, before anybody has said a word.
pub(super) fn check_writable(path: &std::path::Path) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder
        && !folder.is_dir()
    {
        bail!("cannot write {}: there is no folder {}", path.display(), folder.display());
    }
    Ok(())
}

//! `coldcall demo`: a complete spoken call from recorded caller turns, through the whole real path.

use super::Exit;
use super::ring::{Caller, Plan, ring};
use super::scenario::{open, parsed};
use super::show;
use crate::audio;
use crate::call::Difficulty;
use crate::line::Quality;
use crate::practice::Profile;
use crate::scenario::Brief;
use anyhow::Context;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The call that the recordings were made for.
const SCENARIO: &str = "follow-up";

/// With this seed the gatekeepers ask what the recordings answer.
const SEED: u64 = 32;

/// The caller's turns, in order.
const RECORDINGS: &[(&str, &[u8])] = &[
    ("01-ask-transfer.wav", include_bytes!("../../scenarios/demo/01-ask-transfer.wav")),
    ("02-reason.wav", include_bytes!("../../scenarios/demo/02-reason.wav")),
    ("03-hold.wav", include_bytes!("../../scenarios/demo/03-hold.wav")),
    ("04-pitch.wav", include_bytes!("../../scenarios/demo/04-pitch.wav")),
    ("05-too-busy.wav", include_bytes!("../../scenarios/demo/05-too-busy.wav")),
    ("06-not-hiring.wav", include_bytes!("../../scenarios/demo/06-not-hiring.wav")),
    ("07-ask-again.wav", include_bytes!("../../scenarios/demo/07-ask-again.wav")),
    ("08-accept.wav", include_bytes!("../../scenarios/demo/08-accept.wav")),
    ("09-farewell.wav", include_bytes!("../../scenarios/demo/09-farewell.wav")),
];

const EXAMPLES: &str = "\
Examples:
  coldcall demo                      aloud where there is a speaker, else with captions only
  coldcall demo --quiet --wav-out demo.wav";

/// Play a complete spoken call from recorded caller turns
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Captions only, as fast as the machine listens
    #[arg(long)]
    quiet: bool,
    /// Keep both sides as a stereo WAV
    #[arg(long, value_name = "FILE")]
    wav_out: Option<PathBuf>,
    /// Print the record of the call as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    let scenario = parsed(&open(SCENARIO)?)?;
    let turns: Vec<Vec<f32>> = RECORDINGS
        .iter()
        .map(|(name, bytes)| Ok(audio::decode_wav(Path::new(name), bytes)?.samples))
        .collect::<anyhow::Result<_>>()
        .context("the recordings of the demo are part of this program")?;
    let aloud = if args.quiet { None } else { audio::open_speaker(None).ok() };
    let aloud = aloud.map(|speaker| Box::new(speaker) as Box<dyn audio::Speaker>);
    if aloud.is_none() && !args.quiet {
        writeln!(anstream::stderr(), "No speaker here: the demo runs with captions only.")?;
    }
    let call = ring(Plan {
        scenario,
        caller: Caller::Recorded(turns),
        brief: Brief::default(),
        line: Quality::Clear,
        campaign: None,
        origin: Default::default(),
        past: Vec::new(),
        knowing: Vec::new(),
        seed: SEED,
        difficulty: Difficulty::Normal,
        max_pause: None,
        ear: None,
        wav_out: args.wav_out,
        save: false,
        captions_aside: args.json,
        live_screen: false,
        play_aloud: aloud,
        profile: Profile::default(),
        script: None,
    })?;
    if args.json {
        writeln!(anstream::stdout(), "{}", crate::report::json(&call.record))?;
    } else {
        show::card(&call)?;
    }
    Ok(Exit::Done)
}

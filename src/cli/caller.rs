//! Who calls: as asked for, else by voice where that can work.

use super::ring::Caller;
use crate::audio;
use anyhow::Context;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// What the command line says about the caller.
pub(super) struct Wish<'a> {
    /// `call` or `drill`, in what is said aside.
    pub what: &'static str,
    pub text: bool,
    pub voice: bool,
    pub wav_in: &'a [PathBuf],
    pub wav_stream: Option<&'a Path>,
    pub mic: Option<String>,
    pub speaker: Option<String>,
}

/// The caller, and, where nothing was asked for, a word on standard error about which and why.
pub(super) fn chosen(wish: Wish) -> anyhow::Result<Caller> {
    if !wish.wav_in.is_empty() {
        let turns = wish.wav_in.iter().map(|path| recorded(path)).collect::<anyhow::Result<Vec<_>>>()?;
        return Ok(Caller::Recorded(turns));
    }
    if let Some(path) = wish.wav_stream {
        return Ok(Caller::Stream(recorded(path)?));
    }
    let live = Caller::Live { microphone: wish.mic, speaker: wish.speaker };
    if wish.text {
        return Ok(Caller::Typed);
    }
    let what = wish.what;
    if wish.voice {
        audio::available().map_err(anyhow::Error::msg).with_context(|| {
            format!("no spoken {what} is possible here; try --text, or look with: coldcall doctor")
        })?;
        return Ok(live);
    }
    let mut aside = anstream::stderr();
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        writeln!(
            aside,
            "A typed {what}: this is no terminal, so turns are read as lines from standard input."
        )?;
        return Ok(Caller::Typed);
    }
    match audio::available() {
        Ok(()) => {
            writeln!(aside, "A spoken {what}, through your microphone (for a typed one: --text).")?;
            Ok(live)
        }
        Err(reason) => {
            writeln!(aside, "A typed {what}: {reason}.")?;
            Ok(Caller::Typed)
        }
    }
}

/// A caller's recording; what is odd about it is said, and the rest of it is used.
fn recorded(path: &Path) -> anyhow::Result<Vec<f32>> {
    let recording = audio::read_recording(path)?;
    for notice in &recording.notices {
        writeln!(anstream::stderr(), "coldcall: {notice}")?;
    }
    Ok(recording.samples)
}

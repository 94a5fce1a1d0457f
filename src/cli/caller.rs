//! Who makes a call: the flags that `call`, `drill` and `campaign next` share.

use super::ask::Asker;
use super::ring::Caller;
use super::sound::{Sound, YesNo};
use crate::audio;
use crate::line::Quality;
use anyhow::Context;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct CallerArgs {
    /// Type the call
    #[arg(long, conflicts_with_all = ["voice", "wav_in", "wav_stream"])]
    text: bool,
    /// Speak the call, through microphone and speaker
    #[arg(long, conflicts_with_all = ["wav_in", "wav_stream"])]
    voice: bool,
    /// Recorded caller turns, one file each, spoken when the gatekeeper listens
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "wav_stream")]
    wav_in: Vec<PathBuf>,
    /// One recording that runs on like an open microphone
    #[arg(long, value_name = "FILE")]
    wav_stream: Option<PathBuf>,
    /// The microphone by (part of) its name; see: coldcall doctor
    #[arg(long, value_name = "NAME")]
    mic: Option<String>,
    /// The speaker by (part of) its name
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Whether you wear headphones and so can cut in while somebody speaks; asked once and kept
    #[arg(long, value_name = "YES|NO", hide_possible_values = true)]
    headphones: Option<YesNo>,
    /// Lines only: no live screen, for screen readers and small terminals
    #[arg(long)]
    plain: bool,
    /// How the line is: clear, bad, or with an office around the other phone (spoken calls)
    #[arg(long, value_enum, default_value_t = LineArg::Clear)]
    line: LineArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LineArg {
    Clear,
    /// Hiss and crackle; now and then the voice is faint
    Bad,
    /// Somebody types, a fan hums
    Office,
}

impl LineArg {
    fn quality(self) -> Quality {
        match self {
            Self::Clear => Quality::Clear,
            Self::Bad => Quality::Bad,
            Self::Office => Quality::Office,
        }
    }
}

impl CallerArgs {
    /// How many turns were recorded; none where they are spoken or typed now.
    pub fn recorded_turns(&self) -> Option<usize> {
        (!self.wav_in.is_empty()).then_some(self.wav_in.len())
    }

    /// Whether a live call is shown on the live screen: at a terminal, and where nothing else is wanted of it.
    pub fn live_screen(&self, json: bool) -> bool {
        let recorded = !self.wav_in.is_empty() || self.wav_stream.is_some();
        !self.plain && !self.text && !recorded && !json && std::io::stdout().is_terminal()
    }

    pub fn line(&self) -> Quality {
        self.line.quality()
    }

    /// The devices of a live call.
    fn sound(&self) -> anyhow::Result<Sound> {
        let told = Sound {
            microphone: self.mic.clone(),
            speaker: self.speaker.clone(),
            headphones: self.headphones.map(YesNo::is_yes),
        };
        let mut asker = Asker::of_user();
        // Standard output may be a script's.
        asker.out = Box::new(anstream::stderr());
        told.or(Sound::kept()?).asked(&mut asker)
    }

    /// Who calls: as asked for, else by voice where that can work, and says which and why.
    /// `what` is a call or a drill, in what is said aside.
    pub fn caller(&self, what: &str) -> anyhow::Result<Caller> {
        if !self.wav_in.is_empty() {
            let turns = self.wav_in.iter().map(|path| recorded(path)).collect::<anyhow::Result<Vec<_>>>()?;
            return Ok(Caller::Recorded(turns));
        }
        if let Some(path) = &self.wav_stream {
            let headphones = self.headphones.is_some_and(YesNo::is_yes);
            return Ok(Caller::Stream { samples: recorded(path)?, headphones });
        }
        let live = || -> anyhow::Result<Caller> { Ok(Caller::Live(self.sound()?)) };
        if self.text {
            return Ok(Caller::Typed);
        }
        if self.voice {
            audio::available().map_err(|reason| anyhow::anyhow!("no microphone: {reason}")).with_context(
                || format!("no spoken {what} is possible here; try --text, or look with: coldcall doctor"),
            )?;
            return live();
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
                live()
            }
            Err(reason) => {
                writeln!(aside, "A typed {what}, as there is no microphone: {reason}.")?;
                Ok(Caller::Typed)
            }
        }
    }
}

/// A caller's recording; what is odd about it is said, and the rest of it is used.
fn recorded(path: &std::path::Path) -> anyhow::Result<Vec<f32>> {
    let recording = audio::read_recording(path)?;
    for notice in &recording.notices {
        writeln!(anstream::stderr(), "coldcall: {notice}")?;
    }
    Ok(recording.samples)
}

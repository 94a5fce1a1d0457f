//! `coldcall voice`: the gatekeepers' voices.

use super::Exit;
use crate::audio::{FRAME, SILENCE, Speaker, open_speaker};
use crate::call::VoiceCharacter;
use crate::speak::{CHARACTERS, FORMANT, Hibari, HibariBytes, PACE, PITCH, RATE, Synthesizer, character};
use crate::weights::Weights;
use crate::words::spoken::spoken;
use anyhow::{Context, bail};
use std::io::Write;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// List the voices, or say a line
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    command: VoiceCommand,
}

const EXAMPLES: &str = "\
Examples:
  coldcall voice list
  coldcall voice say \"Thursday at 2:30 pm, then?\" --voice robert
  coldcall voice say \"Good morning.\" --pitch 0.9 --formant 0.95 --out morning.wav
  coldcall voice say \"Ask for Dr. Nguyen, ext. 204.\" --explain";

#[derive(Debug, clap::Subcommand)]
enum VoiceCommand {
    /// The preset characters and their values, to copy into a scenario
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Say a line through the speaker, or write it to a WAV file
    Say(SayArgs),
}

#[derive(Debug, clap::Args)]
struct SayArgs {
    /// What to say
    text: String,
    /// A preset character (see `coldcall voice list`)
    #[arg(long, default_value = "dana")]
    voice: String,
    /// Factor on the pitch, 0.5 to 1.5
    #[arg(long, value_parser = within(PITCH))]
    pitch: Option<f32>,
    /// Factor on the vocal tract's frequencies, 0.75 to 1.2; lower is a larger person
    #[arg(long, value_parser = within(FORMANT))]
    formant: Option<f32>,
    /// Factor on the speaking rate, 0.7 to 1.4
    #[arg(long, value_parser = within(PACE))]
    pace: Option<f32>,
    /// Write a WAV file (16 kHz, mono, 16 bit) instead of playing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print the words and the phonemes instead of saying them
    #[arg(long, conflicts_with = "out")]
    explain: bool,
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    match args.command {
        VoiceCommand::List { json } => list(json),
        VoiceCommand::Say(args) => say(&args),
    }
}

fn list(json: bool) -> anyhow::Result<Exit> {
    let mut out = anstream::stdout();
    if json {
        let characters: Vec<_> = CHARACTERS
            .iter()
            .map(|character| {
                let VoiceCharacter { pitch, formant, pace } = character.voice;
                serde_json::json!({
                    "name": character.name, "description": character.description,
                    "pitch": plain(pitch), "formant": plain(formant), "pace": plain(pace),
                })
            })
            .collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&characters)?)?;
        return Ok(Exit::Done);
    }
    for character in &CHARACTERS {
        let VoiceCharacter { pitch, formant, pace } = character.voice;
        writeln!(
            out,
            "{:<8} pitch {pitch:.2}  formant {formant:.2}  pace {pace:.2}  {}",
            character.name, character.description
        )?;
    }
    Ok(Exit::Done)
}

/// 0.85 and not 0.8500000238418579: the digits that the preset was written with.
fn plain(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}

fn say(args: &SayArgs) -> anyhow::Result<Exit> {
    let voice = voice(args)?;
    if spoken(&args.text).is_empty() {
        bail!("there is no word in {:?} to say", args.text);
    }
    let mut hibari = Hibari::load(HibariBytes::read(&Weights::locate(None)?)?)?;
    let mut out = anstream::stdout();
    if args.explain {
        writeln!(out, "words     {}", spoken(&args.text))?;
        writeln!(out, "phonemes  {}", hibari.phonemes(&args.text)?)?;
        return Ok(Exit::Done);
    }
    let samples = hibari.synthesize(&args.text, voice)?;
    match &args.out {
        Some(path) => {
            write_wav(path, &samples).with_context(|| format!("cannot write {}", path.display()))?;
            let seconds = samples.len() as f64 / f64::from(RATE);
            writeln!(out, "{} ({seconds:.1} s)", path.display())?;
        }
        None => play(&samples)?,
    }
    Ok(Exit::Done)
}

fn voice(args: &SayArgs) -> anyhow::Result<VoiceCharacter> {
    let Some(preset) = character(&args.voice) else {
        let names: Vec<&str> = CHARACTERS.iter().map(|character| character.name).collect();
        bail!("there is no voice {:?}; the voices are {}", args.voice, names.join(", "));
    };
    Ok(VoiceCharacter {
        pitch: args.pitch.unwrap_or(preset.voice.pitch),
        formant: args.formant.unwrap_or(preset.voice.formant),
        pace: args.pace.unwrap_or(preset.voice.pace),
    })
}

fn play(samples: &[f32]) -> anyhow::Result<()> {
    let mut speaker = open_speaker(None).context("nothing to play on; --out FILE.wav writes the line")?;
    for chunk in samples.chunks(FRAME) {
        let mut frame = SILENCE;
        for (slot, sample) in frame.iter_mut().zip(chunk) {
            *slot = *sample;
        }
        speaker.play(&frame)?;
    }
    speaker.drain();
    Ok(())
}

fn write_wav(path: &Path, samples: &[f32]) -> anyhow::Result<()> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut file = hound::WavWriter::create(path, spec)?;
    for sample in samples {
        file.write_sample((sample * f32::from(i16::MAX)).round() as i16)?;
    }
    file.finalize()?;
    Ok(())
}

fn within(
    range: RangeInclusive<f32>,
) -> impl Fn(&str) -> Result<f32, String> + Clone + Send + Sync + 'static {
    move |text| {
        let value: f32 = text.parse().map_err(|_| "not a number".to_owned())?;
        if range.contains(&value) {
            Ok(value)
        } else {
            Err(format!("from {} to {}", range.start(), range.end()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    fn parse(words: &str) -> Result<SayArgs, String> {
        let words = ["voice", "say"].into_iter().chain(words.split(' '));
        match Line::try_parse_from(words).map_err(|error| error.to_string())?.args.command {
            VoiceCommand::Say(args) => Ok(args),
            VoiceCommand::List { .. } => Err("list".to_owned()),
        }
    }

    #[test]
    fn a_preset_may_be_changed_in_one_value() {
        let args = parse("Hello --voice robert --pace 1.2").unwrap();
        let robert = character("robert").unwrap().voice;
        assert_eq!(voice(&args).unwrap(), VoiceCharacter { pace: 1.2, ..robert });
    }

    #[test]
    fn what_is_out_of_range_is_refused_with_the_range() {
        assert!(parse("Hello --pitch 3").unwrap_err().contains("from 0.5 to 1.5"));
        assert!(parse("Hello --pitch NaN").is_err());
        let args = parse("Hello --voice nobody").unwrap();
        assert!(voice(&args).unwrap_err().to_string().contains("dana, robert"));
    }
}

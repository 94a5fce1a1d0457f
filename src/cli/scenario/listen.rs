//! `coldcall scenario listen`: every line said by its speaker's voice and recognised again.
//!
//! A line that the ears misread is hard for people, too: a name that the voice says wrong, words that run together. Lines
//! are recognised many at a time, as Whisper works on half a minute whatever there is to hear; what came out wrong is
//! judged once more alone, by the fast ear and the careful one, and the best of the three counts.

use super::super::Exit;
use super::{builtin, open, print_json, rungs};
use crate::call::VoiceCharacter;
use crate::gatekeeper::{respelled, settle};
use crate::hear::{Ear, Recognizer, Whisper};
use crate::scenario::{self, Brief, Problems, Scenario, all_lines, fill};
use crate::speak::{Hibari, HibariBytes, RATE, Synthesizer};
use crate::weights::{Weight, Weights};
use crate::words::error_rate::mistakes;
use crate::words::spoken::spoken;
use anyhow::Context;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal, Write};

/// Say every line of scenarios, recognise it again, and list what is hard to understand
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exits with 1 where a line is above the bar. A scenario of 900 wordings takes about four minutes.

Example:
  coldcall scenario listen my-call.toml")]
pub struct ListenArgs {
    /// Shipped ones or files; all that ship where none is named
    #[arg(value_name = "SCENARIO")]
    scenarios: Vec<String>,
    /// Word error rate above which a line is listed
    #[arg(long, default_value_t = 0.1, value_name = "RATE")]
    above: f64,
    /// An object with the counts and the lines: {lines, words, mistakes, hard: [{scenario, place, line, heard, rate}]}
    #[arg(long)]
    json: bool,
}

/// Seconds that are recognised in one go, and the silence between two lines.
const WINDOW: f32 = 27.0;
const APART: f32 = 0.7;

#[derive(Debug, Clone, Serialize)]
struct Line {
    scenario: String,
    /// `state.reception.says`
    place: String,
    line: String,
    heard: String,
    /// Word error rate.
    rate: f64,
    /// As the voice reads it.
    #[serde(skip)]
    aloud: String,
    #[serde(skip)]
    voice: VoiceCharacter,
    #[serde(skip)]
    words: usize,
}

#[derive(Debug, Default, Serialize)]
struct Report {
    lines: usize,
    words: usize,
    mistakes: usize,
    hard: Vec<Line>,
}

pub fn run(args: &ListenArgs) -> anyhow::Result<Exit> {
    let mut lines = Vec::new();
    let mut seen = BTreeSet::new();
    let shipped = builtin().iter().chain(rungs()).map(|shipped| shipped.id.to_owned());
    let named = if args.scenarios.is_empty() { shipped.collect() } else { args.scenarios.clone() };
    for name in named {
        let new = |line: &Line| seen.insert((line.line.clone(), format!("{:?}", line.voice)));
        lines.extend(lines_of(&name)?.into_iter().filter(new));
    }
    let mut booth = Booth::load()?;
    let mut report = Report::default();
    let all = lines.len();
    while !lines.is_empty() {
        let judged = booth.window(&mut lines)?;
        report.lines += judged.len();
        report.words += judged.iter().map(|line| line.words).sum::<usize>();
        report.mistakes +=
            judged.iter().map(|line| (line.rate * line.words as f64).round() as usize).sum::<usize>();
        let hard = judged.into_iter().filter(|line| line.rate > args.above);
        for line in hard {
            if !args.json {
                let Line { scenario, place, line, heard, rate, .. } = &line;
                writeln!(
                    anstream::stdout(),
                    "{scenario} {place}: {:.0} %\n  said:  {line}\n  heard: {heard}",
                    rate * 100.0
                )?;
            }
            report.hard.push(line);
        }
        if std::io::stderr().is_terminal() {
            write!(anstream::stderr(), "\rlistened to {} of {all} wordings ", report.lines)?;
        }
    }
    if std::io::stderr().is_terminal() {
        writeln!(anstream::stderr())?;
    }
    let exit = if report.hard.is_empty() { Exit::Done } else { Exit::No };
    if args.json {
        print_json(&report)?;
        return Ok(exit);
    }
    let rate = report.mistakes as f64 / report.words.max(1) as f64 * 100.0;
    writeln!(
        anstream::stdout(),
        "{} wordings, {} words, {rate:.1} % of them misheard; {} lines above {:.0} %",
        report.lines,
        report.words,
        report.hard.len(),
        args.above * 100.0
    )?;
    Ok(exit)
}

/// Every wording that is said aloud, as the first seed fills it.
fn lines_of(name: &str) -> anyhow::Result<Vec<Line>> {
    let opened = open(name)?;
    super::parsed(&opened)?;
    let text = scenario::decode(&opened.bytes).map_err(|problem| anyhow::anyhow!(problem.message))?;
    let (scenario, draft) =
        scenario::read(&opened.id, text, &mut Problems::default()).context("the scenario cannot be read")?;
    let scenario = settle(&scenario, 0, &Brief::default());
    let mut lines = Vec::new();
    for wordings in all_lines(&draft).into_iter().filter(|wordings| wordings.spoken) {
        let Some(voice) = voice(&scenario, &wordings.owner) else { continue };
        for text in wordings.texts {
            let line = said(&text.value, &scenario);
            let words = words(&line).len();
            let aloud = respelled(&line, &scenario).unwrap_or_else(|| line.clone());
            let place = format!("{}.{}", wordings.owner, wordings.key);
            let scenario = opened.id.clone();
            lines.push(Line { scenario, place, line, aloud, heard: String::new(), rate: 0.0, voice, words });
        }
    }
    lines.retain(|line| line.words > 0);
    Ok(lines)
}

fn voice(scenario: &Scenario, owner: &str) -> Option<VoiceCharacter> {
    let (what, id) = owner.split_once('.')?;
    let speaker = match what {
        "cast" => id,
        "state" => &scenario.states.get(id)?.speaker,
        _ => scenario.endings.get(id)?.speaker.as_ref()?,
    };
    Some(scenario.cast.get(speaker)?.voice)
}

/// The line with something in each gap.
fn said(line: &str, scenario: &Scenario) -> String {
    let example = |name: &str| {
        let word = match name {
            // As clear as a name can be: it is the line that is judged, and everybody brings their own.
            "caller" => "Daniel Brooks",
            "time" => "Thursday at two",
            "phone" => "612-555-0142",
            "a" => "to leave a message",
            "b" => "to call again later",
            _ => return scenario.brief.get(name).cloned(),
        };
        Some(word.to_owned())
    };
    fill(line, &example).text
}

/// Words as they sound, without case and signs. An ear writes half past four as 4.30, and letters as M-A-R.
fn words(text: &str) -> Vec<String> {
    let bare = |word: &str| word.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let mut clock = text.replace('-', " ");
    for (at, _) in text.match_indices('.') {
        let digit = |c: Option<&u8>| c.is_some_and(u8::is_ascii_digit);
        if at > 0 && digit(text.as_bytes().get(at - 1)) && digit(text.as_bytes().get(at + 1)) {
            clock.replace_range(at..=at, ":");
        }
    }
    spoken(&clock).to_lowercase().split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

/// A voice and two ears.
struct Booth {
    voice: Hibari,
    fast: Whisper,
    careful: Whisper,
    sounds: BTreeMap<String, String>,
}

impl Booth {
    fn load() -> anyhow::Result<Self> {
        let weights = Weights::locate(None)?;
        Ok(Self {
            voice: Hibari::load(HibariBytes::read(&weights)?)?,
            fast: Whisper::load(&weights.path(Weight::FastEar)?, Ear::Fast)?,
            careful: Whisper::load(&weights.path(Weight::CarefulEar)?, Ear::Careful)?,
            sounds: BTreeMap::new(),
        })
    }

    /// Takes as many lines as fit into half a minute, and judges them.
    fn window(&mut self, lines: &mut Vec<Line>) -> anyhow::Result<Vec<Line>> {
        let rate = RATE as f32;
        let (mut sound, mut taken) = (Vec::new(), Vec::new());
        while let Some(line) = lines.last() {
            let said = self.voice.synthesize(&line.aloud, line.voice)?;
            if !sound.is_empty() && (sound.len() + said.len()) as f32 / rate > WINDOW {
                break;
            }
            sound.extend(&said);
            sound.extend(std::iter::repeat_n(0.0, (APART * rate) as usize));
            taken.extend(lines.pop());
        }
        let said: Vec<String> = taken.iter().flat_map(|line| words(&line.line)).collect();
        let heard = self.fast.recognize(&sound, "")?.text;
        let mut wrong = self.mistakes(&said, words(&heard)).into_iter();
        for line in &mut taken {
            let wrong: usize = wrong.by_ref().take(line.words).sum();
            line.rate = wrong as f64 / line.words as f64;
            if wrong > 0 {
                self.alone(line)?;
            }
        }
        Ok(taken)
    }

    fn alone(&mut self, line: &mut Line) -> anyhow::Result<()> {
        let sound = self.voice.synthesize(&line.aloud, line.voice)?;
        let said = words(&line.line);
        for careful in [false, true] {
            let ear = if careful { &mut self.careful } else { &mut self.fast };
            let heard = ear.recognize(&sound, "")?.text;
            let wrong: usize = self.mistakes(&said, words(&heard)).into_iter().sum();
            let rate = wrong as f64 / said.len() as f64;
            if rate <= line.rate || line.heard.is_empty() {
                line.heard = heard;
                line.rate = line.rate.min(rate);
            }
            if line.rate == 0.0 {
                break;
            }
        }
        Ok(())
    }

    /// Words that sound alike are the same: nobody hears how a name is spelled, or where a compound is parted.
    fn mistakes(&mut self, said: &[String], heard: Vec<String>) -> Vec<usize> {
        let sounds: Vec<String> = said.iter().map(|word| self.sound(word)).collect();
        let mut heard: Vec<String> = heard.iter().map(|word| self.sound(word)).collect();
        join(&mut heard, &sounds);
        // What was said in two words may be heard as one; mistakes are reckoned to what was said, so that one is parted.
        for at in (0..heard.len()).rev() {
            let parted = sounds.windows(2).find(|pair| heard[at] == pair.concat());
            if let Some(pair) = parted {
                heard.splice(at..=at, pair.iter().cloned());
            }
        }
        mistakes(&sounds, &heard, |a, b| a == b)
    }

    /// The phonemes of a word, or its letters where the voice cannot say it.
    fn sound(&mut self, word: &str) -> String {
        if !self.sounds.contains_key(word) {
            let sound = self.voice.phonemes(word).unwrap_or_default();
            // A spelled letter has a stop of its own; the stress moves where words are joined.
            let sound: String = sound.chars().filter(|c| c.is_alphabetic() && !"ˈˌ".contains(*c)).collect();
            let sound = if sound.is_empty() { word.to_owned() } else { sound };
            self.sounds.insert(word.to_owned(), sound);
        }
        self.sounds[word].clone()
    }
}

/// Puts two words together that are one of `whole` only when they are.
fn join(parts: &mut Vec<String>, whole: &[String]) {
    let mut at = 0;
    while at + 1 < parts.len() {
        let both = parts[at..at + 2].concat();
        if whole.contains(&both) && !whole.contains(&parts[at]) {
            parts.splice(at..at + 2, [both]);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ears_spelling_is_no_mistake() {
        assert_eq!(words("It's M-A-R, at 4.30."), words("It's M, A, R, at 4:30."));
        let mut heard: Vec<String> = ["voice", "mail", "it", "is"].map(str::to_owned).to_vec();
        join(&mut heard, &["voicemail".to_owned(), "it".to_owned(), "is".to_owned()]);
        assert_eq!(heard, ["voicemail", "it", "is"]);
    }
}

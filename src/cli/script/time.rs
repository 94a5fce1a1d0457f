//! `coldcall script time`: how long a script takes, at your own pace.

use super::super::Exit;
use super::check::parsed;
use crate::call::Channel;
use crate::drawer::Drawer;
use crate::history::History;
use crate::practice::{Model, Timing, USUAL_PACE, timing};
use crate::scenario::visible;
use serde::Serialize;
use std::cmp::Ordering;
use std::io::Write;

/// Where a pace comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum PaceOf {
    /// Given with `--pace`.
    Asked,
    /// The middle of the kept spoken calls.
    YourCalls,
    Usual,
}

#[derive(Serialize)]
struct TimeJson<'a> {
    file: String,
    pace: f64,
    pace_of: PaceOf,
    words: usize,
    seconds: f64,
    /// The words of the article's own example; null where it has none.
    model_words: Option<usize>,
    parts: Vec<PartJson<'a>>,
}

#[derive(Serialize)]
struct PartJson<'a> {
    part: &'a str,
    words: usize,
    seconds: f64,
}

pub fn run(drawer: &Drawer, named: &str, asked: Option<u16>, json: bool) -> anyhow::Result<Exit> {
    let (script, paper) = parsed(drawer, named)?;
    let (pace, pace_of) = match asked {
        Some(pace) => (f64::from(pace), PaceOf::Asked),
        None => match median(paces(&History::of_user()?)?) {
            Some(pace) => (pace, PaceOf::YourCalls),
            None => (USUAL_PACE, PaceOf::Usual),
        },
    };
    let timing = timing(&script, pace);
    let file = paper.path.display().to_string();
    let mut out = anstream::stdout();
    if json {
        let tenth = |seconds: f64| (seconds * 10.0).round() / 10.0;
        let part = |part: &crate::practice::PartTime| PartJson {
            part: part.label,
            words: part.words,
            seconds: tenth(part.seconds),
        };
        let json = TimeJson {
            file,
            pace: tenth(pace),
            pace_of,
            words: timing.words,
            seconds: tenth(timing.seconds),
            model_words: match timing.model {
                Some(Model::Example(words)) => Some(words),
                _ => None,
            },
            parts: timing.parts.iter().map(part).collect(),
        };
        writeln!(out, "{}", serde_json::to_string_pretty(&json)?)?;
        return Ok(Exit::Done);
    }
    let whose = match pace_of {
        PaceOf::Asked => "as you asked",
        PaceOf::YourCalls => "your own pace, the middle of your spoken calls",
        PaceOf::Usual => "a usual pace: no spoken call of yours is kept yet",
    };
    writeln!(out, "{} at {pace:.0} words a minute ({whose})", visible(named))?;
    for part in &timing.parts {
        writeln!(out, "  {:<12} {:>4} words  {:>5.1} s", part.label, part.words, part.seconds)?;
    }
    writeln!(out, "  {:<12} {:>4} words  {:>5.1} s", "all", timing.words, timing.seconds)?;
    if let Some(against) = against_model(&timing, pace) {
        writeln!(out, "{against}")?;
    }
    Ok(Exit::Done)
}

/// The paces of all spoken calls that were long enough to measure. A record that cannot be read is passed over.
fn paces(history: &History) -> anyhow::Result<Vec<f64>> {
    let calls = history.names()?.into_iter().filter_map(|name| history.find(&name).ok());
    let spoken = calls.filter(|call| call.record.channel == Channel::Spoken);
    Ok(spoken.filter_map(|call| call.record.scorecard?.measured?.words_per_minute).collect())
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.retain(|value| *value > 0.0);
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

fn against_model(timing: &Timing, pace: f64) -> Option<String> {
    Some(match timing.model? {
        Model::Example(words) => {
            let seconds = 60.0 * words as f64 / pace;
            let apart = match timing.words.abs_diff(words) {
                1 => "one word".to_owned(),
                apart => format!("{apart} words"),
            };
            let how = match timing.words.cmp(&words) {
                Ordering::Less => format!("{apart} shorter"),
                Ordering::Equal => "just as long".to_owned(),
                Ordering::Greater => format!("{apart} longer"),
            };
            format!(
                "The article's own example has {words} words, {seconds:.0} s at this pace: yours is {how}."
            )
        }
        Model::Pitch(low, high) if timing.seconds > high => {
            format!("A pitch takes {low:.0} to {high:.0} s: yours is long. Which part can go?")
        }
        Model::Pitch(low, high) if timing.seconds < low => {
            format!("A pitch takes {low:.0} to {high:.0} s: there is room for one more fact.")
        }
        Model::Pitch(low, high) => format!("A pitch takes {low:.0} to {high:.0} s: yours fits."),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_the_calls_is_the_pace() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![180.0, 0.0, 120.0]), Some(150.0));
        assert_eq!(median(vec![90.0, 300.0, 130.0]), Some(130.0));
    }

    #[test]
    fn a_length_is_held_against_the_articles() {
        let of = |words: usize, model: Model| {
            let timing =
                Timing { parts: Vec::new(), words, seconds: 60.0 * words as f64 / 150.0, model: Some(model) };
            against_model(&timing, 150.0).expect("there is a model")
        };
        assert!(of(69, Model::Example(69)).contains("just as long"));
        assert!(of(70, Model::Example(69)).contains("one word longer"));
        assert!(of(60, Model::Example(69)).contains("9 words shorter"));
        assert!(of(100, Model::Pitch(25.0, 55.0)).contains("fits"));
        assert!(of(400, Model::Pitch(25.0, 55.0)).contains("long"));
        assert!(of(20, Model::Pitch(25.0, 55.0)).contains("room"));
    }
}

//! `coldcall drill`: one exchange at a time, scored at once; the weak ones come back.

mod booth;
mod list;
mod memory;
mod play;

use super::Exit;
use super::call::rand_seed;
use super::caller::CallerArgs;
use crate::score::Exercise;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  coldcall drill                        what is due, then new cards, mixed
  coldcall drill objections --count 10
  coldcall drill close --text           typed; an empty line is silence, Ctrl-D stops
  coldcall drill hook --wav-in hook.wav --json
  coldcall drill --list                 every card, when it is due and how it went

Topics:
  objections  they say no, and you acknowledge, answer, and ask again
  hook        one sentence that makes them listen
  close       the question that no does not answer
  opening     greeting, name, specialty, years
  referral    a friend sent you: five things to say
  voicemail   a message, in the right order
  number      your telephone number, dictated and read back
  transfer    being put through, in a few words";

/// Rehearse one exchange at a time, scored at once
///
/// Somebody says a line, you answer, and at once you see what was in the answer, what was missing, and a good way to
/// say it. Weak ones come back in the same drill, and again on the day on which they would be forgotten.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// objections, hook, close, opening, referral, voicemail, number or transfer; without one, what is due
    #[arg(value_parser = topics(), hide_possible_values = true)]
    topic: Option<String>,
    /// How many cards (1 to 100); weak ones that come back are extra
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=100))]
    count: u8,
    #[command(flatten)]
    caller: CallerArgs,
    /// The same seed gives the same new cards, people and wordings
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The longest thinking pause inside an answer, in milliseconds (300 to 10000)
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u32).range(300..=10_000))]
    max_pause: Option<u32>,
    /// Your own Whisper model (ggml); also COLDCALL_EAR
    #[arg(long, value_name = "FILE")]
    ear: Option<PathBuf>,
    /// Print what was said and how it went as JSON
    #[arg(long)]
    json: bool,
    /// List the cards with their day and last score
    #[arg(long, conflicts_with_all = ["text", "voice", "wav_in", "pass"])]
    list: bool,
    /// Exit with 1 when the cards' average is below this
    #[arg(long, value_name = "SCORE")]
    pass: Option<f64>,
    /// Remember nothing of this drill
    #[arg(long)]
    no_save: bool,
}

fn topics() -> clap::builder::PossibleValuesParser {
    Exercise::ALL.iter().map(|exercise| exercise.name()).collect::<Vec<_>>().into()
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    let topic = args.topic.as_deref().and_then(Exercise::from_name);
    if args.list {
        return list::list(topic, args.json);
    }
    // One recording is one answer.
    let most = args.caller.recorded_turns().unwrap_or(usize::MAX);
    let profile = super::profile::for_a_call();
    play::drill(play::Order {
        topic,
        count: usize::from(args.count).min(most),
        caller: args.caller.caller("drill")?,
        line: args.caller.line(),
        known: profile.brief(),
        seed: args.seed.unwrap_or_else(rand_seed),
        max_pause: args.max_pause.or(profile.max_pause_ms()).map(|ms| f64::from(ms) / 1000.0),
        ear: args.ear,
        json: args.json,
        pass: args.pass,
        save: !args.no_save,
    })
}

/// Today, where the user is.
fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}

/// A day as people say it: today, tomorrow, or "Friday, 27 November".
fn day(date: jiff::civil::Date, today: jiff::civil::Date) -> String {
    if date <= today {
        "today".to_owned()
    } else if today.tomorrow().is_ok_and(|tomorrow| date == tomorrow) {
        "tomorrow".to_owned()
    } else if date.year() == today.year() {
        date.strftime("%A, %-d %B").to_string()
    } else {
        date.strftime("%A, %-d %B %Y").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_said_as_people_say_them() {
        let today = date(2026, 12, 30);
        for (due, said) in [
            (date(2026, 12, 1), "today"),
            (today, "today"),
            (date(2026, 12, 31), "tomorrow"),
            (date(2027, 1, 4), "Monday, 4 January 2027"),
        ] {
            assert_eq!(day(due, today), said);
        }
        assert_eq!(day(date(2026, 3, 6), date(2026, 3, 1)), "Friday, 6 March");
    }
}

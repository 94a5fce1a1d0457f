//! `coldcall campaign`: the ladder of calls to one company.

mod next;
mod open;
mod status;

use open::started_at;
pub(super) use open::{all, current, today};

use super::Exit;
use super::caller::CallerArgs;
use crate::call::Difficulty;
use crate::history::{CAMPAIGN_VERSION, Campaigns, History, StoredCampaign};
use crate::practice::campaign::{Company, Step};
use anyhow::bail;
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;

/// Call one company, from the front desk to the manager, until a yes
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A campaign is a company made from a seed. Each call brings facts, and facts open doors in the next one. Some people
answer only when they are tried on a third day: --on plays a call as if it were another day.

Examples:
  coldcall campaign new                 a company nobody has called yet
  coldcall campaign next                the sensible next call, and why
  coldcall campaign next manager        or the one that you want
  coldcall campaign sent                you sent your resume: the follow-up is due three days later
  coldcall campaign status              what you know, your numbers, the odds")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Begin a campaign; it becomes the one that goes on
    New {
        /// The same seed is the same company
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
        /// Its name; the company's if left out
        #[arg(long, value_parser = name)]
        name: Option<String>,
    },
    /// Make the next call; on a terminal you are asked which
    Next(Box<NextArgs>),
    /// Note that you sent your resume today
    Sent {
        /// As if it were this day, for example 2026-03-04
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
    /// Show the ladder, what you know, your numbers and the odds
    Status {
        /// For scripts
        #[arg(long)]
        json: bool,
        /// As if it were this day
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
    /// List the campaigns
    List {
        /// For scripts
        #[arg(long)]
        json: bool,
    },
    /// Go on with another campaign
    Use { name: String },
    /// Forget a campaign; its calls stay
    Forget { name: String },
}

#[derive(Debug, clap::Args)]
struct NextArgs {
    /// reception, source, colleague, second-colleague or manager; the sensible one if left out
    #[arg(value_parser = step)]
    step: Option<Step>,
    /// As if it were this day, for example 2026-03-04
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    #[command(flatten)]
    caller: CallerArgs,
    /// Keep both sides as a stereo WAV: left you, right the others
    #[arg(long, value_name = "FILE")]
    wav_out: Option<PathBuf>,
    /// The same seed gives the same wordings and moods
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// easy, normal or hard
    #[arg(long, default_value = "normal", value_parser = super::call::difficulty)]
    difficulty: Difficulty,
    /// The longest thinking pause inside a turn, in milliseconds (300 to 10000)
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u32).range(300..=10_000))]
    max_pause: Option<u32>,
    /// Print the record of the call as JSON
    #[arg(long)]
    json: bool,
}

fn step(text: &str) -> Result<Step, String> {
    Step::from_name(text).ok_or_else(|| format!("one of {}", Step::ALL.map(Step::name).join(", ")))
}

fn name(text: &str) -> Result<String, String> {
    if crate::scenario::is_name(text) {
        Ok(text.to_owned())
    } else {
        Err("a name has letters, digits, - and _, at most 64".to_owned())
    }
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    let history = History::of_user()?;
    match args.command {
        Command::New { seed, name } => new(&history, seed, name),
        Command::Next(args) => next::run(&history, *args),
        Command::Sent { on } => sent(&history, on),
        Command::Status { json, on } => status::run(&history, json, on),
        Command::List { json } => list(&history, json),
        Command::Use { name } => choose(&history.campaigns(), &name),
        Command::Forget { name } => forget(&history.campaigns(), &name),
    }
}

fn new(history: &History, seed: Option<u64>, name: Option<String>) -> anyhow::Result<Exit> {
    let campaigns = history.campaigns();
    let seed = seed.unwrap_or_else(super::call::rand_seed);
    let company = Company::from_seed(seed);
    let known = campaigns.names()?;
    let name = match name {
        Some(name) if known.contains(&name) => {
            bail!("there is a campaign '{name}' already; go on with: coldcall campaign use {name}")
        }
        Some(name) => name,
        None => free_name(&company.name, &known),
    };
    let begun = started_at();
    campaigns.keep(&StoredCampaign {
        version: CAMPAIGN_VERSION,
        name: name.clone(),
        seed,
        begun,
        resumes: Vec::new(),
    })?;
    campaigns.choose(&name)?;
    let mut out = anstream::stdout();
    writeln!(out, "{} in {} is {}.", company.name, company.town, company.is)?;
    writeln!(out, "You would like to work in {}. You know nobody there.", company.department)?;
    writeln!(out)?;
    writeln!(
        out,
        "Campaign {name} (seed {seed}). It goes on until a yes; two of three calls will not be one."
    )?;
    writeln!(out, "The first call: coldcall campaign next")?;
    Ok(Exit::Done)
}

/// `blue-kettle-bakery`, or with a number behind it.
fn free_name(company: &str, known: &[String]) -> String {
    let plain: Vec<String> = company
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| word.len() > 1 && *word != "The")
        .map(str::to_lowercase)
        .collect();
    let stem = plain.join("-");
    let numbered = (2..).map(|number| format!("{stem}-{number}"));
    std::iter::once(stem.clone()).chain(numbered).find(|name| !known.contains(name)).unwrap_or(stem)
}

fn sent(history: &History, on: Option<Date>) -> anyhow::Result<Exit> {
    let open = current(history)?;
    let day = on.unwrap_or_else(today);
    if !open.standing.knows("manager") {
        bail!(
            "you don't know yet whom to address it to; find out who this person is first: coldcall campaign next"
        );
    }
    let mut stored = open.stored;
    let day_text = day.to_string();
    let mut out = anstream::stdout();
    if stored.resumes.contains(&day_text) {
        writeln!(out, "That one is noted already.")?;
        return Ok(Exit::Done);
    }
    stored.resumes.push(day_text);
    history.campaigns().keep(&stored)?;
    let due = day.checked_add(jiff::Span::new().days(crate::practice::campaign::DAYS_AFTER_RESUME))?;
    writeln!(
        out,
        "Noted: your resume to {} went out on {}.",
        open.standing.company.manager.name,
        day.strftime("%A, %B %-d")
    )?;
    writeln!(out, "Follow it up on {}: coldcall campaign next", due.strftime("%A, %B %-d"))?;
    Ok(Exit::Done)
}

fn list(history: &History, json: bool) -> anyhow::Result<Exit> {
    let campaigns = all(history)?;
    let mut out = anstream::stdout();
    if json {
        let list: Vec<serde_json::Value> = campaigns.iter().map(status::json_line).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
        return Ok(Exit::Done);
    }
    if campaigns.is_empty() {
        writeln!(out, "No campaign yet. Begin one: coldcall campaign new")?;
    }
    let going_on = history.campaigns().current()?.map(|current| current.name);
    for open in &campaigns {
        let mark = if going_on.as_ref() == Some(&open.stored.name) { "*" } else { " " };
        let board = open.standing.board();
        let came_of_it = if open.standing.won() { "won" } else { "goes on" };
        writeln!(
            out,
            "{mark} {:<28} {came_of_it:<8} {}, {}",
            open.stored.name,
            crate::report::counted(board.dials, "dial"),
            crate::report::counted(open.standing.ledger.entries.len(), "fact")
        )?;
    }
    Ok(Exit::Done)
}

fn choose(campaigns: &Campaigns, name: &str) -> anyhow::Result<Exit> {
    campaigns.choose(name)?;
    writeln!(anstream::stdout(), "{name} goes on. See where it stands: coldcall campaign status")?;
    Ok(Exit::Done)
}

fn forget(campaigns: &Campaigns, name: &str) -> anyhow::Result<Exit> {
    campaigns.forget(name)?;
    writeln!(anstream::stdout(), "{name} is forgotten. Its calls are still there: coldcall review --list")?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaign_is_named_for_its_company() {
        let none: Vec<String> = Vec::new();
        assert_eq!(free_name("Blue Kettle Bakery", &none), "blue-kettle-bakery");
        assert_eq!(free_name("The Weavers' Museum", &none), "weavers-museum");
        let known = ["weavers-museum".to_owned(), "weavers-museum-2".to_owned()];
        assert_eq!(free_name("The Weavers' Museum", &known), "weavers-museum-3");
        assert!(name("a b").is_err() && name("a-b_2").is_ok());
        assert!(step("boss").is_err_and(|message| message.contains("second-colleague")));
    }
}

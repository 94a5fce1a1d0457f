//! `coldcall` alone, on a terminal: what there is to do today, and a call to pick.

use super::{Cli, Exit, campaign, progress};
use crate::call::Kind;
use crate::history::{History, StoredCall};
use crate::practice::campaign::What;
use crate::report::counted;
use crate::scenario::{self, builtin};
use anstyle::Style;
use clap::Parser;
use std::ffi::OsString;
use std::io::{BufRead, IsTerminal, Write};

/// Pick a call; what `coldcall` alone shows on a terminal
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  coldcall menu")]
pub struct Args {}

/// The program's arguments; those of the menu where there are none and somebody is looking.
pub fn arguments() -> Vec<OsString> {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    if arguments.len() == 1 && std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        arguments.push("menu".into());
    }
    arguments
}

/// Something to pick: a word to type, and what it runs.
struct Item {
    word: String,
    line: String,
    command: Vec<String>,
}

impl Item {
    fn new(word: &str, line: String, command: &[&str]) -> Self {
        Self { word: word.to_owned(), line, command: command.iter().map(|word| (*word).to_owned()).collect() }
    }
}

const BOLD: Style = Style::new().bold();

pub fn run(_args: Args) -> anyhow::Result<Exit> {
    let history = History::of_user()?;
    let mut out = anstream::stdout();
    today(&history, &mut out)?;
    let items = items(&history)?;
    let mut last_heading = "";
    for (at, (heading, item)) in items.iter().enumerate() {
        if *heading != last_heading {
            writeln!(out, "\n{BOLD}{heading}{BOLD:#}")?;
            last_heading = heading;
        }
        writeln!(out, "  {:>2}  {:<26} {}", at + 1, item.word, item.line)?;
    }
    writeln!(out)?;
    let items: Vec<Item> = items.into_iter().map(|(_, item)| item).collect();
    // What is picked reads standard input itself: the lock must be gone by then.
    let picked = ask(&items, &mut std::io::stdin().lock(), &mut out)?;
    match picked {
        Some(item) => {
            let command = std::iter::once("coldcall".to_owned()).chain(item.command.iter().cloned());
            super::run(Cli::try_parse_from(command)?)
        }
        None => Ok(Exit::Done),
    }
}

/// The date, the streak, the dare, and what the campaign wants.
fn today(history: &History, out: &mut dyn Write) -> anyhow::Result<()> {
    let shown = progress::progress(history)?;
    let days = &shown.days;
    writeln!(out, "{BOLD}{}{BOLD:#}", shown.today.strftime("%A, %B %-d"))?;
    if days.streak > 0 {
        let today =
            if days.today > 0 { counted(days.today, "dial") + " today" } else { "none today yet".to_owned() };
        writeln!(out, "{} in a row, {today}.", counted(days.streak, "day"))?;
    }
    writeln!(out, "{}", if shown.dare.kept { "Today's dare: kept." } else { shown.dare.text })?;
    if let Some(line) = due(history)? {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// What the campaign that goes on asks for today.
fn due(history: &History) -> anyhow::Result<Option<String>> {
    let Ok(open) = campaign::current(history) else { return Ok(None) };
    let offers = open.standing.offers(campaign::today());
    let name = &open.stored.name;
    Ok(offers.first().map(|first| match first.what {
        What::Call(_) => format!("Due today ({name}): call {}.", first.whom),
        What::SendResume => format!("Due today ({name}): send your resume to {}.", first.whom),
        What::Wait(day) => format!("Due on {} ({name}): call {}.", day.strftime("%A, %B %-d"), first.whom),
    }))
}

fn items(history: &History) -> anyhow::Result<Vec<(&'static str, Item)>> {
    let (calls, _) = history.all()?;
    let mut items = Vec::new();
    for kind in Kind::ALL {
        for shipped in builtin() {
            let Some(scenario) = scenario::parse(shipped.id, shipped.text).scenario else { continue };
            if scenario.kind == *kind {
                let line = format!("{}{}", scenario.title, last_score(&calls, shipped.id));
                items.push((heading(*kind), Item::new(shipped.id, line, &["call", shipped.id])));
            }
        }
    }
    let more = "More";
    match campaign::current(history) {
        Ok(open) => {
            let line = format!("The next call of {}", open.stored.name);
            items.push((more, Item::new("campaign", line, &["campaign", "next"])));
        }
        Err(_) => {
            let line = "Several calls to one company, until a yes".to_owned();
            items.push((more, Item::new("campaign", line, &["campaign", "new"])));
        }
    }
    items.push((more, Item::new("demo", "Listen to somebody else's call".to_owned(), &["demo"])));
    if !calls.is_empty() {
        items.push((more, Item::new("review", "The last call's scorecard".to_owned(), &["review"])));
        items.push((
            more,
            Item::new("progress", "Your dials, your days, your skills".to_owned(), &["progress"]),
        ));
    }
    Ok(items)
}

fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Information => "Calls to learn",
        Kind::FollowUp => "Follow-up calls",
        Kind::Cold => "Cold calls",
        Kind::Referral => "Calls through a friend",
        Kind::Voicemail => "Voicemail",
        Kind::Reverse => "Reverse interviews",
        Kind::Rejection => "Taking a no",
    }
}

fn last_score(calls: &[StoredCall], id: &str) -> String {
    let last = calls.iter().rev().filter(|call| call.record.scenario == id);
    let score = last.filter_map(|call| call.record.scorecard.as_ref()).map(|card| card.score).next();
    score.map(|score| format!(" (last score {score:.0})")).unwrap_or_default()
}

/// What a caller typed at the menu.
enum Picked<'i> {
    One(&'i Item),
    /// These letters begin several.
    Several(Vec<&'i str>),
    Nothing,
}

fn pick<'i>(items: &'i [Item], typed: &str) -> Picked<'i> {
    if let Ok(number) = typed.parse::<usize>() {
        return number.checked_sub(1).and_then(|at| items.get(at)).map_or(Picked::Nothing, Picked::One);
    }
    let typed = typed.to_lowercase();
    if let Some(item) = items.iter().find(|item| item.word == typed) {
        return Picked::One(item);
    }
    let begun: Vec<&Item> = items.iter().filter(|item| item.word.starts_with(&typed)).collect();
    match begun.as_slice() {
        [] => Picked::Nothing,
        [one] => Picked::One(one),
        several => Picked::Several(several.iter().map(|item| item.word.as_str()).collect()),
    }
}

/// Asks until something is picked; none when the caller leaves.
fn ask<'i>(
    items: &'i [Item],
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> anyhow::Result<Option<&'i Item>> {
    loop {
        write!(out, "A number, or the first letters; q leaves: ")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(None);
        }
        match line.trim() {
            "" => {}
            "q" | "quit" => return Ok(None),
            typed => match pick(items, typed) {
                Picked::One(item) => return Ok(Some(item)),
                Picked::Several(words) => writeln!(out, "Which of them: {}?", words.join(", "))?,
                Picked::Nothing => writeln!(out, "Nothing here begins like that.")?,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<Item> {
        let words = ["info-eager", "info-wrong", "follow-up", "campaign"];
        words.iter().map(|word| Item::new(word, String::new(), &["call", word])).collect()
    }

    #[track_caller]
    fn case(typed: &str, picked: Option<&str>, said: &str) {
        let items = items();
        let mut out = Vec::new();
        let found = ask(&items, &mut typed.as_bytes(), &mut out).expect("memory");
        assert_eq!(found.map(|item| item.word.as_str()), picked, "{typed:?}");
        let out = String::from_utf8(out).expect("text");
        assert!(out.contains(said), "{typed:?}: {out}");
    }

    #[test]
    fn a_number_or_the_first_letters_pick_and_the_rest_is_asked_again() {
        case("2\n", Some("info-wrong"), "");
        case("fo\n", Some("follow-up"), "");
        case("Campaign\n", Some("campaign"), "");
        case("info\ninfo-e\n", Some("info-eager"), "info-eager, info-wrong?");
        case("0\n9\nx\n1\n", Some("info-eager"), "Nothing here");
        case("\nq\n", None, "q leaves");
        case("", None, "");
    }

    #[test]
    fn every_shipped_call_is_on_the_menu_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let items = super::items(&History::in_folder(folder.path().join("calls"))).expect("an empty history");
        for shipped in builtin() {
            assert_eq!(items.iter().filter(|(_, item)| item.word == shipped.id).count(), 1, "{}", shipped.id);
        }
        let commands = items.iter().map(|(_, item)| &item.command);
        for command in commands {
            let line = std::iter::once("coldcall".to_owned()).chain(command.iter().cloned());
            assert!(Cli::try_parse_from(line).is_ok(), "{command:?}");
        }
    }
}

//! `coldcall drill --list`: every card, when it is due, how it went last.

use super::super::Exit;
use super::memory::CardBox;
use super::{day, today};
use crate::practice::cards::{Card, cards};
use crate::practice::drill::Memories;
use crate::score::Exercise;
use anstyle::Style;
use jiff::civil::Date;
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct Listed<'a> {
    card: &'a str,
    topic: &'a str,
    family: &'a str,
    /// None: never answered.
    due: Option<Date>,
    score: Option<f64>,
    times: u32,
}

pub fn list(topic: Option<Exercise>, json: bool) -> anyhow::Result<Exit> {
    let remembered = CardBox::of_user()?.read()?;
    if let Some(lost) = &remembered.lost {
        writeln!(anstream::stderr(), "coldcall: {lost}")?;
    }
    let wanted = |card: &&Card| topic.is_none_or(|topic| card.exercise == topic);
    let listed: Vec<&Card> = cards().iter().filter(wanted).collect();
    let mut out = anstream::stdout().lock();
    if json {
        let entries: Vec<Listed> = listed.iter().map(|card| entry(card, &remembered.memories)).collect();
        serde_json::to_writer_pretty(&mut out, &entries)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", table(&listed, &remembered.memories, today()))?;
    }
    Ok(Exit::Done)
}

fn entry<'a>(card: &'a Card, memories: &Memories) -> Listed<'a> {
    let memory = memories.get(&card.id);
    Listed {
        card: &card.id,
        topic: card.exercise.name(),
        family: &card.family,
        due: memory.map(|memory| memory.due),
        score: memory.map(|memory| memory.score),
        times: memory.map_or(0, |memory| memory.times),
    }
}

fn table(listed: &[&Card], memories: &Memories, today: Date) -> String {
    let bold = Style::new().bold();
    let mut text = String::new();
    let mut current = None;
    for card in listed {
        if current != Some(card.exercise) {
            let all: Vec<&&Card> = listed.iter().filter(|other| other.exercise == card.exercise).collect();
            let due = |card: &&&Card| memories.get(&card.id).is_some_and(|memory| memory.due <= today);
            let new = all.iter().filter(|card| !memories.contains_key(&card.id)).count();
            let due = all.iter().filter(|card| due(card)).count();
            let gap = if current.is_some() { "\n" } else { "" };
            let name = card.exercise.name();
            text.push_str(&format!("{gap}{bold}{name}{bold:#}: {} cards, {due} due, {new} new\n", all.len()));
            current = Some(card.exercise);
        }
        let (score, due) = match memories.get(&card.id) {
            Some(memory) => (format!("{:.0}", memory.score), day(memory.due, today)),
            None => ("-".to_owned(), "new".to_owned()),
        };
        text.push_str(&format!("  {score:>3}  {:<30} {:<15} {due}\n", card.id, card.family_name()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::schedule::after;
    use jiff::civil::date;

    #[test]
    fn a_card_shows_its_score_and_its_day() {
        let today = date(2026, 3, 4);
        let mut memories = Memories::new();
        memories.insert("sounds-good".to_owned(), after(None, "sounds-good", 30.0, today));
        let close: Vec<&Card> = cards().iter().filter(|card| card.exercise == Exercise::Close).collect();
        let text = anstream::adapter::strip_str(&table(&close, &memories, date(2026, 3, 5))).to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "close: 12 cards, 1 due, 11 new");
        assert!(lines.contains(&"   30  sounds-good                    warm            today"), "{text}");
        assert!(lines.contains(&"    -  nice-talking                   drifting off    new"), "{text}");
    }
}

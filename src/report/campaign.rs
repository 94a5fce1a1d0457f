//! A campaign in words: the ladder, the ledger, the numbers, the odds, the next call.
//!
//! What enters: where it stands, the date, a width. What leaves: text with ANSI colours that reads the same without
//! them and to a screen reader.

use super::page::{BOLD, DIM, GOOD, Page, counted};
use crate::call::{CallRecord, Outcome};
use crate::practice::campaign::{Made, Odds, Offer, Reached, Standing, Step, TO_BEGIN_WITH, What};
use anstyle::Style;
use jiff::civil::Date;

/// The whole of it.
pub fn campaign(name: &str, standing: &Standing, today: Date, width: usize) -> String {
    let mut page = Page::new(width);
    let company = &standing.company;
    page.line(BOLD, &format!("{} (campaign {name})", company.name));
    page.plain(&format!(
        "{} in {} is {}. You would like to work in {}.",
        company.name, company.town, company.is, company.department
    ));
    ladder(&mut page, standing);
    ledger(&mut page, standing);
    numbers(&mut page, standing);
    odds(&mut page, &standing.odds());
    page.gap();
    page.line(BOLD, "Next");
    next(&mut page, standing, today);
    page.text
}

fn ladder(page: &mut Page, standing: &Standing) {
    page.gap();
    page.line(BOLD, "The ladder");
    for step in Step::ALL {
        let whom = capital(&standing.whom(step));
        let calls: Vec<&Made> = standing.calls_to(step).collect();
        let state = match calls.last() {
            None if standing.can_call(step) => "not called yet".to_owned(),
            None => "nobody has named this person yet".to_owned(),
            Some(last) => format!("{}, {}", counted(calls.len(), "call"), how_far(standing, step, last)),
        };
        page.styled(Style::new(), &format!("  {:<17}", step.name()), &format!("{whom}: {state}"));
    }
    for sent in &standing.resumes {
        page.styled(Style::new(), &format!("  {:<17}", "resume"), &format!("sent on {}", day(*sent)));
    }
}

fn how_far(standing: &Standing, step: Step, last: &Made) -> String {
    match last.outcome {
        Some(Outcome::Yes) => return format!("a yes on {}", day(last.day)),
        Some(Outcome::No) if step == Step::Manager => return format!("a no on {}", day(last.day)),
        _ => {}
    }
    match last.reached {
        Reached::Message => format!("a message on {}", day(last.day)),
        _ if standing.talked(step) => format!("talked, last on {}", day(last.day)),
        _ => format!("not reached, last on {}", day(last.day)),
    }
}

fn ledger(page: &mut Page, standing: &Standing) {
    page.gap();
    let entries = &standing.ledger.entries;
    page.line(BOLD, &format!("What you know ({})", entries.len()));
    if entries.is_empty() {
        page.plain("  Nothing yet. What people tell you in calls is kept here, each with their words.");
    }
    for entry in entries {
        page.styled(Style::new(), "  ", &entry.what);
        let when = entry.when.get(..10).and_then(|day| day.parse::<Date>().ok()).map(day).unwrap_or_default();
        page.styled(DIM, "      ", &format!("{}, {when}: \"{}\"", entry.who, entry.line));
    }
}

fn numbers(page: &mut Page, standing: &Standing) {
    let board = standing.board();
    page.gap();
    page.line(BOLD, "Your numbers");
    page.styled(
        Style::new(),
        "  ",
        &format!(
            "{}, {}, {}, {}. Two out of three calls lead to nothing. That is the game, not you.",
            counted(board.dials, "dial"),
            counted(board.talks, "talk"),
            counted(board.messages, "message"),
            match board.yeses {
                1 => "1 yes".to_owned(),
                yeses => format!("{yeses} yeses"),
            }
        ),
    );
}

fn odds(page: &mut Page, odds: &Odds) {
    page.gap();
    page.line(BOLD, &format!("Odds that the manager can be won now: {} in 100", odds.total));
    page.styled(
        Style::new(),
        &format!("  {TO_BEGIN_WITH:>3}  "),
        "to begin with: two of three calls fail, whatever you do",
    );
    for raise in odds.raises.iter().filter(|raise| raise.earned) {
        page.styled(GOOD, &format!("  {:>+3}  ", raise.points), raise.why);
    }
    let open: Vec<String> = odds
        .raises
        .iter()
        .filter(|raise| !raise.earned)
        .map(|raise| format!("{} ({:+})", raise.why, raise.points))
        .collect();
    if !open.is_empty() {
        page.styled(Style::new(), "  not yet: ", &open.join("; "));
    }
}

fn next(page: &mut Page, standing: &Standing, today: Date) {
    if standing.won() {
        page.plain("  They said yes. The next company: coldcall campaign new");
        return;
    }
    page.text.push_str(&offers(&standing.offers(today), page.width));
    page.plain("  To make it: coldcall campaign next (add the name of a rung for another call)");
}

/// The offers, numbered; the first is the sensible one.
pub fn offers(offers: &[Offer], width: usize) -> String {
    let mut page = Page::new(width);
    for (at, offer) in offers.iter().enumerate() {
        let what = match offer.what {
            What::Call(step) => format!("Call {} ({}).", offer.whom, step.name()),
            What::SendResume => format!("Send your resume to {}, then: coldcall campaign sent.", offer.whom),
            What::Wait(until) => format!("Wait until {}.", day(until)),
        };
        let style = if at == 0 { BOLD } else { anstyle::Style::new() };
        page.styled(style, &format!("  {}. ", at + 1), &format!("{what} {}", offer.why));
    }
    page.text
}

/// What a call brought, under its scorecard.
pub fn after_a_call(
    standing: &Standing,
    record: &CallRecord,
    odds_before: u32,
    today: Date,
    width: usize,
) -> String {
    let mut page = Page::new(width);
    page.gap();
    if record.facts_learned.is_empty() {
        page.line(BOLD, "Nothing new for your ledger");
    } else {
        page.line(BOLD, &format!("New in your ledger ({})", record.facts_learned.len()));
        for learned in &record.facts_learned {
            page.styled(Style::new(), "  ", &learned.what);
        }
    }
    if standing.won() {
        page.line(GOOD, &format!("{} said yes. This campaign is won.", standing.company.name));
        page.plain("The next company: coldcall campaign new");
        return page.text;
    }
    let odds = standing.odds().total;
    page.plain(&match odds {
        odds if odds == odds_before => format!("The odds of a yes stay at {odds} in 100."),
        odds => format!("The odds of a yes: {odds} in 100, from {odds_before}."),
    });
    if let Some(first) = standing.offers(today).first() {
        page.plain("Next:");
        page.text.push_str(&offers(std::slice::from_ref(first), page.width));
        page.plain("  All you can do: coldcall campaign status");
    }
    page.text
}

fn day(date: Date) -> String {
    date.strftime("%A, %B %-d").to_string()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::campaign::Campaign;

    fn fresh() -> Standing {
        Standing::fold(&Campaign { name: "c".into(), seed: 7, resumes: Vec::new() }, [])
    }

    fn today() -> Date {
        "2026-03-04".parse().expect("a date")
    }

    #[test]
    fn a_fresh_campaign_tells_the_odds_and_no_secret() {
        let standing = fresh();
        for width in [40, 80, 200] {
            let text = anstream::adapter::strip_str(&campaign("c", &standing, today(), width)).to_string();
            assert!(text.lines().all(|line| line.chars().count() <= width.min(110)), "{width}: {text}");
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains("Odds that the manager can be won now: 33 in 100"), "{words}");
            assert!(words.contains("1. Call the front desk (reception)."), "{words}");
            let company = &standing.company;
            for secret in
                [&company.manager.name, &company.source.name, &company.project.say, &company.best_time]
            {
                assert!(!words.contains(secret.as_str()), "{secret} was told by nobody");
            }
        }
    }

    #[test]
    fn counted_things_have_their_plural() {
        assert_eq!((counted(1, "dial"), counted(0, "dial")), ("1 dial".to_owned(), "0 dials".to_owned()));
    }
}

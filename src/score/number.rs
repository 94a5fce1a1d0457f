//! A telephone number given down the line: whether it arrived, in groups, at a pace for writing.
//!
//! What enters: the story of an exchange whose brief holds `caller_number`. What leaves: verdicts. This file must
//! not know the points.

use super::check::Verdict;
use super::story::{Said, Story};
use crate::call::{Channel, Seconds, Span};
use crate::words::grouping::grouped;
use crate::words::normal::content;
use crate::words::telephone::telephones;

/// The brief's key for the number that the caller gives.
const OWN_NUMBER: &str = "caller_number";

/// A number as it was understood: its digits, and the bytes of the text that say it.
struct Given {
    digits: String,
    start: usize,
    end: usize,
}

fn given(text: &str) -> Vec<Given> {
    let tokens = content(text);
    telephones(&tokens)
        .into_iter()
        .map(|phone| Given {
            digits: national(&phone.digits),
            start: tokens[phone.first].start,
            end: tokens[phone.last].end,
        })
        .collect()
}

/// Digits alone, without the country code that a caller may put before ten of them.
fn national(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('1') {
        Some(rest) if rest.len() == 10 => rest.to_owned(),
        _ => digits,
    }
}

fn wanted(story: &Story) -> Option<String> {
    story.brief(OWN_NUMBER).map(national).filter(|digits| !digits.is_empty())
}

/// The turn with the number that is closest to the right one, the last of equals: people correct themselves.
fn best<'s, 'a>(story: &'s Story<'a>, wanted: &str) -> Option<(&'s Said<'a>, Given)> {
    let all = story.said.iter().flat_map(|said| given(said.text).into_iter().map(move |given| (said, given)));
    all.max_by_key(|(_, given)| agreement(&given.digits, wanted))
}

/// Digits that stand where they should, counted from the end: an area code may be missing.
fn agreement(given: &str, wanted: &str) -> usize {
    given.bytes().rev().zip(wanted.bytes().rev()).filter(|(a, b)| a == b).count()
}

/// An area code left out: the rest of the number is right.
const WITHOUT_AREA_CODE: f64 = 0.5;
const LOCAL_DIGITS: usize = 7;

/// Rule 67: the number that was understood is the caller's.
pub(super) fn right(story: &Story) -> Verdict {
    let Some(wanted) = wanted(story) else { return Verdict::DidNotArise };
    let Some((said, given)) = best(story, &wanted) else {
        return Verdict::missing("No telephone number came through: give all digits, one after the other.")
            .say_instead(example(&wanted));
    };
    let evidence = vec![said.evidence(given.start, given.end)];
    if given.digits == wanted {
        return Verdict::full(evidence);
    }
    let understood = format!("They wrote down {}, and it is {}.", grouped(&given.digits), grouped(&wanted));
    if given.digits.len() >= LOCAL_DIGITS && wanted.ends_with(&given.digits) {
        let advice = format!("{understood} Give the area code, too.");
        return Verdict::judged(WITHOUT_AREA_CODE, evidence, advice).say_instead(example(&wanted));
    }
    Verdict::judged(0.0, evidence, format!("{understood} Say each digit by itself."))
        .say_instead(example(&wanted))
}

/// Rule 67: what they read back, before anybody listened once more, was already right. What was typed is read
/// only once.
pub(super) fn at_once(story: &Story) -> Verdict {
    let Some(wanted) = wanted(story) else { return Verdict::DidNotArise };
    if story.record.channel == Channel::Typed {
        return Verdict::DidNotArise;
    }
    let first = story.said.iter().find_map(|said| given(said.first_hearing()).into_iter().next());
    match first {
        Some(given) if given.digits == wanted => Verdict::full(Vec::new()),
        Some(given) => Verdict::missing(format!(
            "At first they heard {}. Slower, and in groups, it arrives at once; else correct it when they read it back.",
            grouped(&given.digits)
        )),
        None => Verdict::missing("Say the number as soon as they ask for it."),
    }
}

/// Rule 67: groups, as pauses where it was spoken and as gaps where it was typed.
pub(super) fn in_groups(story: &Story) -> Verdict {
    let Some(wanted) = wanted(story) else { return Verdict::DidNotArise };
    let Some((said, given)) = best(story, &wanted) else {
        return Verdict::missing("Give the digits in groups of three or four.").say_instead(example(&wanted));
    };
    let evidence = said.evidence(given.start, given.end);
    // Seven digits are two groups, ten are three.
    let wanted_gaps = if given.digits.len() > LOCAL_DIGITS { 2.0 } else { 1.0 };
    let gaps = match (said.channel(), evidence.audio) {
        (Channel::Spoken, Some(span)) => gaps_in(said.speech(), span),
        (Channel::Spoken, None) => return Verdict::DidNotArise,
        (Channel::Typed, _) => written_gaps(&said.text[given.start..given.end]),
    };
    let share = (gaps as f64 / wanted_gaps).min(1.0);
    let advice =
        if share < 1.0 { "Make a short pause between the groups: three, three, four digits." } else { "" };
    Verdict::judged(share, vec![evidence], advice).say_instead(example(&wanted))
}

fn gaps_in(speech: &[Span], within: Span) -> usize {
    speech.windows(2).filter(|pair| pair[0].end > within.start && pair[1].start < within.end).count()
}

/// Groups of up to four figures, or number words with marks between them.
fn written_gaps(text: &str) -> usize {
    if text.contains(|c: char| c.is_ascii_digit()) {
        let groups: Vec<&str> =
            text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
        let spelled_singly = groups.iter().all(|group| group.len() == 1);
        let too_long = groups.iter().any(|group| group.len() > 4);
        return if spelled_singly || too_long { 0 } else { groups.len() - 1 };
    }
    text.matches([',', '.', ';', '-', '–', '/']).count()
}

/// Digits a second, pauses included, that a hand can write down, and the pace at which nobody can. Ours: no
/// source was found that measured it.
const EASY_PACE: f64 = 2.5;
const HOPELESS_PACE: f64 = 5.0;

/// Rule 2, "Slow down": time to write the number down. Only where it was spoken.
pub(super) fn pace(story: &Story) -> Verdict {
    let Some(wanted) = wanted(story) else { return Verdict::DidNotArise };
    let Some((said, given)) = best(story, &wanted) else { return Verdict::DidNotArise };
    let evidence = said.evidence(given.start, given.end);
    let seconds: Seconds = match evidence.audio {
        Some(span) if span.seconds() > 0.0 => span.seconds(),
        _ => return Verdict::DidNotArise,
    };
    let rate = given.digits.len() as f64 / seconds;
    let share = (HOPELESS_PACE - rate) / (HOPELESS_PACE - EASY_PACE);
    let advice = if share < 1.0 {
        format!("Slow down: {rate:.1} digits a second, and a hand can write {EASY_PACE:.1}.")
    } else {
        String::new()
    };
    Verdict::judged(share, vec![evidence], advice).say_instead(example(&wanted))
}

fn example(wanted: &str) -> String {
    format!("My number is {}.", grouped(wanted).replace('-', ", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_seen_in_what_was_typed() {
        for (text, gaps) in [
            ("612 555 0173", 2),
            ("(612) 555-0173", 2),
            ("6125550173", 0),
            ("6 1 2 5 5 5 0 1 7 3", 0),
            ("six one two, five five five, oh one seven three", 2),
            ("555-0173", 1),
        ] {
            assert_eq!(written_gaps(text), gaps, "{text}");
        }
    }

    #[test]
    fn a_country_code_is_no_other_number() {
        assert_eq!(national("+1 (612) 555-0173"), "6125550173");
        assert_eq!(national("555-0173"), "5550173");
        assert_eq!(agreement("5550173", "6125550173"), 7);
        assert_eq!(given("it's six one two, five five five, oh one seven three")[0].digits, "6125550173");
    }
}

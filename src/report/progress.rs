//! Progress in words, for a terminal.
//!
//! What enters: the figures. What leaves: text with ANSI colours that reads the same without them.

use super::page::{BOLD, GOOD, Page, counted};
use crate::practice::progress::{Days, Progress, Refusals, Skill};
use anstyle::Style;

pub fn progress(shown: &Progress, width: usize) -> String {
    let mut page = Page::new(width);
    page.line(BOLD, "Your calls");
    if shown.dials == 0 {
        page.plain("  None yet. The first one: coldcall call follow-up");
        page.gap();
        page.line(BOLD, shown.dare.text);
        return page.text;
    }
    page.styled(Style::new(), "  ", &numbers(shown));
    page.styled(Style::new(), "  ", &against_the_odds(shown));
    page.gap();
    page.line(BOLD, "Your days");
    for line in days(&shown.days) {
        page.styled(Style::new(), "  ", &line);
    }
    page.gap();
    page.line(BOLD, "After a no");
    page.styled(Style::new(), "  ", &refusals(&shown.refusals));
    page.gap();
    page.line(BOLD, "Your skills, of 100");
    for skill in &shown.skills {
        page.styled(Style::new(), &format!("  {:<9} ", skill.name), &trend(skill));
    }
    for resume in &shown.resumes {
        page.gap();
        page.styled(
            Style::new(),
            "Resume: ",
            &resume_line(&resume.campaign, resume.calls, &resume.sent.to_string()),
        );
    }
    page.gap();
    if shown.dare.kept {
        page.line(GOOD, "Today's dare: kept.");
    } else {
        page.line(BOLD, shown.dare.text);
    }
    page.text
}

fn numbers(shown: &Progress) -> String {
    let yeses = if shown.yeses == 1 { "1 yes".to_owned() } else { format!("{} yeses", shown.yeses) };
    format!(
        "{}, {}, {}, {yeses}",
        counted(shown.dials, "dial"),
        counted(shown.talks, "talk"),
        counted(shown.messages, "message"),
    )
}

pub(super) fn against_the_odds(shown: &Progress) -> String {
    format!(
        "Two in three will not say yes. Of {} that leaves about {:.0}; you had {}.",
        counted(shown.dials, "dial"),
        shown.expected_yeses,
        shown.yeses
    )
}

pub(super) fn days(days: &Days) -> Vec<String> {
    let streak = match (days.streak, days.today) {
        (0, _) => "No streak now. One call begins one.".to_owned(),
        (streak, 0) => {
            format!("{} in a row, up to yesterday. A call today keeps it.", counted(streak, "day"))
        }
        (streak, _) => format!("{} in a row.", counted(streak, "day")),
    };
    let mut lines = vec![format!("{streak} The longest was {}.", counted(days.best_streak, "day"))];
    let share = 100.0 * days.dialled as f64 / days.of.max(1) as f64;
    lines.push(format!(
        "You dialled on {} of {} ({share:.0} %). Of twenty who are told how, one does it.",
        days.dialled,
        counted(days.of, "day"),
    ));
    lines
}

pub(super) fn refusals(refusals: &Refusals) -> String {
    let noes = if refusals.count == 1 { "1 no".to_owned() } else { format!("{} noes", refusals.count) };
    let last = if refusals.last_is_unanswered { " The last one waits for your next dial." } else { "" };
    match (refusals.count, refusals.median_seconds, refusals.shortest_seconds) {
        (0, ..) => "No refusal yet. Expect some: they are what the practice is for.".to_owned(),
        (_, Some(median), Some(shortest)) if median == shortest => {
            format!("{noes}. The next dial came after {}.{last}", span(median))
        }
        (_, Some(median), Some(shortest)) => format!(
            "{noes}. The next dial came after {} (half of them sooner), once after {}.{last}",
            span(median),
            span(shortest)
        ),
        _ => format!("{noes}.{last}"),
    }
}

pub(super) fn trend(skill: &Skill) -> String {
    let best = skill.best.map_or(String::new(), |best| format!(", best {best:.0}"));
    match (skill.last_five, skill.change()) {
        (None, _) if skill.name == "delivery" => "not measured: it needs a spoken call".to_owned(),
        (None, _) => "not scored yet".to_owned(),
        (Some(last), None) => format!("{last:.0}{best}"),
        (Some(last), Some(change)) => {
            format!("{last:.0} in the last five, {change:+.0} against the five before{best}")
        }
    }
}

pub(super) fn resume_line(campaign: &str, calls: usize, sent: &str) -> String {
    match calls {
        0 => format!("sent on {sent} ({campaign}), not followed up yet. Every resume deserves a call."),
        calls => format!("sent on {sent} ({campaign}), followed up with {}.", counted(calls, "call")),
    }
}

/// A stretch of time as people say it.
fn span(seconds: f64) -> String {
    let (minute, hour, day) = (60.0, 3600.0, 86_400.0);
    let whole = |seconds: f64, unit: f64| (seconds / unit).round().max(1.0) as usize;
    match seconds {
        seconds if seconds < 90.0 => counted(whole(seconds, 1.0), "second"),
        seconds if seconds < 90.0 * minute => counted(whole(seconds, minute), "minute"),
        seconds if seconds < 36.0 * hour => counted(whole(seconds, hour), "hour"),
        seconds => counted(whole(seconds, day), "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        for (seconds, said) in [
            (0.0, "1 second"),
            (75.0, "75 seconds"),
            (120.0, "2 minutes"),
            (3600.0, "60 minutes"),
            (7200.0, "2 hours"),
            (200_000.0, "2 days"),
        ] {
            assert_eq!(span(seconds), said);
        }
    }

    #[test]
    fn what_was_not_measured_is_said_so_and_never_zero() {
        let skill = |name, scores: Vec<f64>, last, before| Skill {
            name,
            best: scores.iter().copied().reduce(f64::max),
            scores,
            last_five: last,
            five_before: before,
        };
        assert_eq!(trend(&skill("delivery", vec![], None, None)), "not measured: it needs a spoken call");
        assert_eq!(trend(&skill("hook", vec![40.0, 60.0], Some(50.0), None)), "50, best 60");
        assert_eq!(
            trend(&skill("hook", vec![70.0; 6], Some(60.0), Some(70.0))),
            "60 in the last five, -10 against the five before, best 70"
        );
    }
}

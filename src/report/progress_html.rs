//! Progress as a page of its own: no script, no network, no font but the reader's.
//!
//! What enters: the figures. What leaves: one HTML file. Each picture has its figures in words or in a table beside
//! it, colours hold 4.5 to 1 in light and dark, and it prints.

use super::html::{document, section, text};
use super::progress::{against_the_odds, days, refusals, resume_line, trend};
use crate::practice::progress::{Day, Progress, Skill};

pub fn progress_html(shown: &Progress) -> String {
    let mut body = format!(
        "<header><h1>Your calls</h1><p>Until <time datetime=\"{today}\">{said}</time></p></header>\n",
        today = shown.today,
        said = shown.today.strftime("%A, %B %-d, %Y"),
    );
    body.push_str(&dare(shown));
    body.push_str(&board(shown));
    body.push_str(&day_section(shown));
    body.push_str(&section("After a no", &format!("<p>{}</p>\n", text(&refusals(&shown.refusals)))));
    body.push_str(&section("Skills", &skill_table(&shown.skills)));
    body.push_str(&resumes(shown));
    body.push_str("<footer><p>Made by coldcall on your own computer, from your own calls.</p></footer>\n");
    document(&format!("Your calls, {}", shown.today), &body)
}

fn dare(shown: &Progress) -> String {
    let line = if shown.dare.kept { "Today's dare: kept." } else { shown.dare.text };
    format!("<p class=\"dare\">{}</p>\n", text(line))
}

fn board(shown: &Progress) -> String {
    let tiles = [
        ("dials", shown.dials),
        ("talks", shown.talks),
        ("messages", shown.messages),
        ("yeses", shown.yeses),
    ];
    let tile = |(name, count): (&str, usize)| {
        let name = if count == 1 {
            name.strip_suffix("es").filter(|_| name == "yeses").unwrap_or(&name[..name.len() - 1])
        } else {
            name
        };
        format!("<div><dt>{name}</dt><dd>{count}</dd></div>\n")
    };
    let tiles: String = tiles.into_iter().map(tile).collect();
    let odds = if shown.dials == 0 { "No call yet.".to_owned() } else { against_the_odds(shown) };
    section("Numbers", &format!("<dl class=\"board\">\n{tiles}</dl>\n<p>{}</p>\n", text(&odds)))
}

fn day_section(shown: &Progress) -> String {
    if shown.dials == 0 {
        return section("Days", "<p>No day yet.</p>\n");
    }
    let lines: String = days(&shown.days).iter().map(|line| format!("<p>{}</p>\n", text(line))).collect();
    section("Days", &format!("{lines}{}", day_chart(&shown.days.recent)))
}

/// Two weeks as a list of bars: the number stands on each bar, the date under it.
fn day_chart(recent: &[Day]) -> String {
    let most = recent.iter().map(|day| day.dials).max().unwrap_or(0).max(1);
    let bar = |day: &Day| {
        let height = 100 * day.dials / most;
        format!(
            "<li><span class=\"count\">{}</span><span class=\"bar\" style=\"height:{height}%\"></span>\
             <time datetime=\"{date}\"><abbr title=\"{full}\">{short}</abbr></time></li>\n",
            day.dials,
            date = day.day,
            full = day.day.strftime("%A, %B %-d"),
            short = day.day.strftime("%-d"),
        )
    };
    let bars: String = recent.iter().map(bar).collect();
    let from = recent.first().map(|day| day.day.strftime("%B %-d").to_string()).unwrap_or_default();
    format!(
        "<figure><ol class=\"days\">\n{bars}</ol>\n<figcaption>Dials a day since {from}</figcaption></figure>\n"
    )
}

fn skill_table(skills: &[Skill]) -> String {
    let row = |skill: &Skill| {
        format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
            skill.name,
            spark(skill),
            text(&trend(skill))
        )
    };
    let rows: String = skills.iter().map(row).collect();
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">skill</th><th scope=\"col\">call by call</th>\
         <th scope=\"col\">of 100</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

/// How many calls a line shows.
const SHOWN: usize = 20;

fn spark(skill: &Skill) -> String {
    let scores = &skill.scores[skill.scores.len().saturating_sub(SHOWN)..];
    if scores.is_empty() {
        return String::new();
    }
    let listed: Vec<String> = scores.iter().map(|score| format!("{score:.0}")).collect();
    let step = if scores.len() > 1 { 190.0 / (scores.len() - 1) as f64 } else { 0.0 };
    let at = |index: usize, score: f64| (5.0 + step * index as f64, 45.0 - 0.4 * score);
    let points: Vec<String> = scores
        .iter()
        .enumerate()
        .map(|(index, score)| at(index, *score))
        .map(|(x, y)| format!("{x:.1},{y:.1}"))
        .collect();
    let (x, y) = at(scores.len() - 1, scores[scores.len() - 1]);
    format!(
        "<svg viewBox=\"0 0 200 50\" role=\"img\" aria-label=\"{}: {}\"><line x1=\"0\" y1=\"45\" x2=\"200\" y2=\"45\"/>\
         <polyline points=\"{}\"/><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/></svg>",
        skill.name,
        listed.join(", "),
        points.join(" ")
    )
}

fn resumes(shown: &Progress) -> String {
    if shown.resumes.is_empty() {
        return String::new();
    }
    let lines: String = shown
        .resumes
        .iter()
        .map(|resume| resume_line(&resume.campaign, resume.calls, &resume.sent.to_string()))
        .map(|line| format!("<li>{}</li>\n", text(&line)))
        .collect();
    section("Resumes", &format!("<ul>\n{lines}</ul>\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::progress::{Days, Refusals, Resume, dare};

    fn shown(dials: usize) -> Progress {
        let today = "2026-03-06".parse().expect("a date");
        Progress {
            version: 1,
            today,
            dials,
            talks: dials,
            messages: 0,
            yeses: 1,
            expected_yeses: dials as f64 / 3.0,
            days: Days::of(std::iter::repeat_n(today, dials), today),
            resumes: vec![Resume { campaign: "<b>&\"".into(), sent: today, calls: 0 }],
            refusals: Refusals::default(),
            skills: vec![Skill {
                name: "hook",
                scores: vec![10.0, 90.0],
                last_five: Some(50.0),
                five_before: None,
                best: Some(90.0),
            }],
            dare: dare(today, dials > 0),
        }
    }

    #[test]
    fn the_page_needs_nothing_but_itself_and_trusts_no_name() {
        for dials in [0, 1, 30] {
            let page = progress_html(&shown(dials));
            for foreign in ["http", "<script", "src=", "@import", "url(", "<b>&"] {
                assert!(!page.contains(foreign), "{foreign}");
            }
            assert!(page.contains("&lt;b&gt;&amp;&quot;"));
            for tag in ["section", "table", "figure", "svg", "ol", "dl", "main"] {
                let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
                assert_eq!(
                    page.matches(&open).count(),
                    page.matches(&close).count(),
                    "{tag} with {dials} dials"
                );
            }
        }
    }

    #[test]
    fn every_picture_has_its_figures_in_words() {
        let page = progress_html(&shown(30));
        assert!(page.contains("aria-label=\"hook: 10, 90\""));
        assert!(page.contains("<span class=\"count\">30</span>"));
        assert!(page.contains("<dt>yes</dt><dd>1</dd>") && page.contains("<dt>dials</dt><dd>30</dd>"));
    }
}

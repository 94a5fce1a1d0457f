//! A call as a page to keep, to print or to show to a coach: the score, the one thing to do next, every finding with its
//! words, and the conversation with those words marked.
//!
//! What enters: a record with its scorecard. What leaves: one HTML file that needs nothing else. The picture has its
//! figures in words beside it, and nothing is said by colour alone.

use super::html::{document, section, text};
use super::view;
use crate::call::{CallRecord, Channel, Coaching, Delivery, Finding, Scorecard, Seconds, Section, Turn};
use std::fmt::Write;

pub fn review_html(record: &CallRecord) -> String {
    let day = record.started_at.get(..10).unwrap_or_default();
    let mut body = String::new();
    let turns = record.turns.iter().filter(|turn| turn.is_caller()).count();
    let _ = writeln!(
        body,
        "<header><h1>{}</h1><p><time datetime=\"{day}\">{day}</time>, {}, seed {}</p></header>",
        text(&record.title),
        super::counted(turns, "turn"),
        record.seed
    );
    if let Some(card) = &record.scorecard {
        body.push_str(&head(record, card));
        body.push_str(&next(&card.coaching, record.campaign.is_none()));
        body.push_str(&worked(&card.coaching));
    } else {
        let _ = writeln!(body, "<p>{} This call was not scored.</p>", text(&view::ending(record)));
    }
    if record.channel == Channel::Spoken && record.seconds > 0.0 {
        body.push_str(&section("Who spoke when", &lanes(record)));
    }
    if let Some(card) = &record.scorecard {
        for part in [Section::Pitch, Section::Hook, Section::Close, Section::Delivery] {
            body.push_str(&findings(card, part));
        }
        if let Some(measured) = &card.measured {
            body.push_str(&section("Measured on your voice", &voice(measured)));
        }
    }
    body.push_str(&section("The conversation", &conversation(record)));
    body.push_str(
        "<footer><p>Made by coldcall on your own computer. No word of the call has left it.</p></footer>\n",
    );
    document(&format!("{}, {day}", record.title), &body)
}

fn head(record: &CallRecord, card: &Scorecard) -> String {
    format!(
        "<p class=\"score\"><strong>{:.0}</strong> <span>of 100: content {:.0}, {}</span></p>\n<p>{}</p>\n",
        card.score,
        card.content,
        text(&view::delivery(record, card)),
        text(&view::ending(record))
    )
}

/// A campaign's call counts as it was: it is not tried again.
fn next(coaching: &Coaching, again: bool) -> String {
    let Some(next) = &coaching.next else { return String::new() };
    let mut html = format!("<div class=\"next\">\n<p><b>Next time:</b> {}</p>\n", text(next));
    if let Some(said) = &coaching.you_said {
        let _ = writeln!(html, "<p>You said: <q>{}</q></p>", text(said));
    }
    if let Some(better) = &coaching.say_instead {
        let _ = writeln!(html, "<p class=\"say\">Say instead: <q>{}</q></p>", text(better));
    }
    if let Some(other) = &coaching.otherwise {
        let _ = writeln!(
            html,
            "<p>Asked that way, {} would have said: <q>{}</q></p>",
            text(&other.name),
            text(&other.reply)
        );
    }
    if let Some(turn) = coaching.turn {
        let n = turn + 1;
        let _ = write!(html, "<p><a href=\"#turn-{n}\">There in the conversation</a>");
        if again {
            let _ = write!(html, "; again from there: <code>coldcall review --retry {n}</code>");
        }
        html.push_str("</p>\n");
    }
    html + "</div>\n"
}

fn worked(coaching: &Coaching) -> String {
    if coaching.strengths.is_empty() {
        return String::new();
    }
    let items: String =
        coaching.strengths.iter().map(|strength| format!("<li>{}</li>\n", text(strength))).collect();
    section("What worked", &format!("<ul class=\"worked\">\n{items}</ul>\n"))
}

const LANE: f64 = 640.0;

/// Both sides over call time, 64 pixels a lane's label.
fn lanes(record: &CallRecord) -> String {
    let end = record.seconds.max(1.0);
    let x = |at: Seconds| 64.0 + (LANE - 64.0) * (at / end).clamp(0.0, 1.0);
    let mut bars = String::new();
    let mut bar = |class: &str, y: u32, start: Seconds, stop: Seconds| {
        let _ = writeln!(
            bars,
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{y}\" width=\"{:.1}\" height=\"16\" rx=\"2\"/>",
            x(start),
            (x(stop) - x(start)).max(1.0)
        );
    };
    let (mut yours, mut theirs) = (0.0, 0.0);
    for turn in &record.turns {
        match &turn.caller {
            Some(caller) => {
                for span in &caller.speech {
                    yours += span.end - span.start;
                    bar("you", 8, span.start, span.end);
                }
            }
            None => {
                theirs += turn.end - turn.start;
                bar("them", 34, turn.start, turn.end);
            }
        }
    }
    let label = format!("You spoke {yours:.0} seconds, the other side {theirs:.0}.");
    format!(
        "<figure><svg class=\"lanes\" viewBox=\"0 0 {LANE} 70\" role=\"img\" aria-label=\"{label}\">\n\
         <text x=\"0\" y=\"20\">You</text><text x=\"0\" y=\"46\">They</text>\n{bars}\
         <text x=\"64\" y=\"66\">0:00</text><text x=\"{LANE}\" y=\"66\" text-anchor=\"end\">{}</text></svg>\n\
         <figcaption>{label}</figcaption></figure>\n",
        view::clock(end)
    )
}

fn findings(card: &Scorecard, part: Section) -> String {
    let findings: Vec<&Finding> = card.findings.iter().filter(|finding| finding.section == part).collect();
    if findings.is_empty() {
        return String::new();
    }
    section(view::section(part), &findings.into_iter().map(one).collect::<String>())
}

fn one(finding: &Finding) -> String {
    let earned = if finding.of == 0.0 {
        "shown, not scored".to_owned()
    } else {
        format!("{} of {}", view::points(finding.points), view::points(finding.of))
    };
    let mut html =
        format!("<article class=\"finding\">\n<h3>{}<span>{earned}</span></h3>\n", text(&finding.title));
    if finding.of > 0.0 {
        let _ = writeln!(
            html,
            "<meter min=\"0\" max=\"{:.2}\" value=\"{:.2}\">{earned}</meter>",
            finding.of, finding.points
        );
    }
    for seen in &finding.evidence {
        let Some(words) = view::evidence(seen) else { continue };
        let _ = match seen.turn {
            Some(turn) => writeln!(html, "<p>Heard: <a href=\"#turn-{}\">{}</a></p>", turn + 1, text(&words)),
            None => writeln!(html, "<p>Heard: {}</p>", text(&words)),
        };
    }
    if !finding.advice.is_empty() {
        let _ = writeln!(html, "<p>{}</p>", text(&finding.advice));
    }
    let quote = if finding.article.is_some() {
        format!("<q>{}</q>", text(&finding.quote))
    } else {
        text(&finding.quote)
    };
    let _ = writeln!(html, "<p class=\"source\">{}: {quote}</p>", text(&view::source(finding)));
    html + "</article>\n"
}

/// What was measured, and nothing else.
fn voice(measured: &Delivery) -> String {
    let mut rows = Vec::new();
    let mut row = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            rows.push(format!("<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>\n"));
        }
    };
    let to = |digits: usize, unit: &'static str| move |value: f64| format!("{value:.digits$}{unit}");
    row("Words a minute", measured.words_per_minute.map(to(0, "")));
    row("Syllables a second of speech", measured.articulation_rate.map(to(1, "")));
    row("Fillers a minute", measured.fillers_per_minute.map(to(1, "")));
    row("Pauses of 250 ms and more", Some(measured.pauses.len().to_string()));
    row("Time to answer", measured.response_time.map(to(1, " s")));
    row("Longest time you talked", measured.longest_monologue.map(to(0, " s")));
    row("Your share of the talking", measured.talk_share.map(|share| format!("{:.0} %", 100.0 * share)));
    let pitch = measured.pitch;
    row("Pitch, median", pitch.map(|pitch| format!("{:.0} Hz", pitch.median_hz)));
    row("Pitch, variation", pitch.map(|pitch| format!("{:.1} semitones", pitch.sd_semitones)));
    row("Loudness", measured.loudness_lufs.map(to(1, " LUFS")));
    row("Speech over noise", measured.snr_db.map(to(0, " dB")));
    format!("<div class=\"wide\"><table>\n<tbody>\n{}</tbody>\n</table></div>\n", rows.concat())
}

fn conversation(record: &CallRecord) -> String {
    let quotes: Vec<(usize, &str)> = record
        .scorecard
        .iter()
        .flat_map(|card| &card.findings)
        .flat_map(|finding| &finding.evidence)
        .filter_map(|seen| Some((seen.turn?, seen.quote.as_deref()?)))
        .collect();
    let mut html = String::from("<ol class=\"talk\">\n");
    for (at, turn) in record.turns.iter().enumerate() {
        let words = marked(turn, quotes.iter().filter(|(turn, _)| *turn == at).map(|(_, quote)| *quote));
        let class = if turn.is_caller() { "you" } else { "they" };
        let time = match record.channel {
            Channel::Spoken => format!(", {}", view::clock(turn.start)),
            Channel::Typed => String::new(),
        };
        let _ = writeln!(
            html,
            "<li class=\"{class}\" id=\"turn-{n}\"><span class=\"who\">{n}. {}{time}</span>{words}{}</li>",
            text(&turn.name),
            view::broken_off(turn),
            n = at + 1,
        );
    }
    html + "</ol>\n"
}

/// The turn's words with what earned or lost points marked; marks that overlap become one.
fn marked<'q>(turn: &Turn, quotes: impl Iterator<Item = &'q str>) -> String {
    let words = turn.scored_text();
    let mut spans: Vec<(usize, usize)> = quotes
        .filter(|quote| !quote.is_empty())
        .filter_map(|quote| words.find(quote).map(|start| (start, start + quote.len())))
        .collect();
    spans.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (start, end) in spans {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    let mut html = String::new();
    let mut done = 0;
    for (start, end) in joined {
        let _ = write!(html, "{}<mark>{}</mark>", text(&words[done..start]), text(&words[start..end]));
        done = end;
    }
    html + &text(&words[done..])
}

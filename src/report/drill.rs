//! One exchange of a drill on a terminal: the score, what was there, what was missing, one better answer.
//!
//! What enters: a scorecard, what was said, a good answer, a width. What leaves: text with ANSI colours. Colour never carries
//! anything alone.

use super::page::Page;
use super::view;
use crate::call::{Finding, Scorecard};
use anstyle::{AnsiColor, Style};

const BOLD: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const LOST: Style = AnsiColor::Yellow.on_default();

/// Of a finding's points: from here on it was there, and below the second it was missing.
const THERE: f64 = 0.9;
const MISSING: f64 = 0.25;

/// From this score on, the good answer is another one, not a better one.
const GOOD_ENOUGH: f64 = 90.0;

/// The page of one exchange, for a terminal of `width` columns (40 to 100 are used). Ends with a line break.
pub fn drill(card: &Scorecard, said: &str, better: &str, width: usize) -> String {
    let mut page = Page::new(width.clamp(40, 100));
    page.line(BOLD, &format!("  Score {:.0} of 100", card.score));
    for finding in card.findings.iter().filter(|finding| finding.of > 0.0 || !finding.advice.is_empty()) {
        one(&mut page, finding);
    }
    let lead = if card.score >= GOOD_ENOUGH { "  Or say:    " } else { "  Say:       " };
    if !same_words(said, better) {
        page.hanging(BOLD, lead, &format!("\"{better}\""), usize::MAX);
    }
    page.text
}

fn one(page: &mut Page, finding: &Finding) {
    let share = if finding.of > 0.0 { finding.points / finding.of } else { 0.0 };
    let (lead, style) = if share >= THERE {
        ("  there      ", GOOD)
    } else if share < MISSING {
        ("  missing    ", LOST)
    } else {
        ("  partly     ", LOST)
    };
    let quote =
        finding.evidence.iter().find_map(|seen| seen.quote.as_deref()).filter(|quote| !quote.is_empty());
    let quoted = quote.map(|quote| format!(": \"{}\"", view::cut(quote, 60))).unwrap_or_default();
    let text = if share >= THERE {
        format!("{}{quoted} ({})", finding.title, view::source(finding))
    } else {
        format!("{}{quoted}. {} ({})", finding.title, advice(finding), view::source(finding))
    };
    page.hanging(style, lead, &text, usize::MAX);
}

/// Nobody needs to be told what they have just said.
fn same_words(a: &str, b: &str) -> bool {
    let letters = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    letters(a) == letters(b)
}

/// Without the better sentence, which has a line of its own on this page.
fn advice(finding: &Finding) -> &str {
    finding.advice.split(" \"").next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Coaching, Evidence, Section};

    fn finding(title: &str, points: f64, quote: Option<&str>, advice: &str) -> Finding {
        Finding {
            rule: "53".to_owned(),
            article: Some("001".to_owned()),
            quote: String::new(),
            section: Section::Close,
            title: title.to_owned(),
            points,
            of: 40.0,
            evidence: vec![Evidence { turn: Some(1), quote: quote.map(str::to_owned), audio: None }],
            advice: advice.to_owned(),
        }
    }

    #[test]
    fn what_was_there_and_what_was_missing_can_be_read_without_colour() {
        let card = Scorecard {
            score: 60.0,
            content: 60.0,
            delivery: None,
            findings: vec![
                finding("Acknowledging it", 40.0, Some("I understand"), ""),
                finding("An answer to it", 20.0, Some("I'm quick"), "Make it plainer. \"Say this.\""),
                finding("Asking again", 0.0, None, "Ask once more. \"When?\""),
            ],
            measured: None,
            coaching: Coaching::default(),
        };
        let better = "I understand. When can I come in?";
        let shorter = drill(&card, "i understand when can i come in", better, 70);
        assert!(!shorter.contains("Say:"), "it was said already: {shorter}");
        let text = drill(&card, "I understand, I'm quick.", better, 70);
        let text = anstream::adapter::strip_str(&text).to_string();
        insta::assert_snapshot!(text, @r#"
          Score 60 of 100
          there      Acknowledging it: "I understand" (rule 53, article 001)
          partly     An answer to it: "I'm quick". Make it plainer. (rule 53,
                     article 001)
          missing    Asking again. Ask once more. (rule 53, article 001)
          Say:       "I understand. When can I come in?"
        "#);
    }
}

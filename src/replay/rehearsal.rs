//! Rehearsals: a call written down, to be played again and compared.
//!
//! ```text
//! # Anything after a hash at the start of a line is a remark.
//! seed: 7
//! difficulty: hard
//! brief.contact: Jane Doe
//! hidden.motive: expert
//! knows: manager, project
//! them: [reception] Meridian Design
//! you: Good morning, this is Ann Baker. Could I speak to Jane Doe?
//! them: [regarding]
//! you: (silence)
//! ending: dated_interview
//! visits: hr, robert
//! score: >= 70
//! ```

use crate::call::Difficulty;
use std::fmt;

/// A caller's turn or what is expected at this point.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    Says(String),
    /// `(rambles) ...`: the turn runs on until the gatekeeper cuts in.
    Rambles(String),
    /// `(silence)`
    Silence,
    /// `(mumbles)`
    Mumbles,
    /// `(hangs up)`
    HangsUp,
    Them(Expected),
}

/// What the gatekeeper's last reply has to be.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Expected {
    /// `[state]`: where the conversation is now.
    pub state: Option<String>,
    /// Words that have to come in this order; case and punctuation do not matter.
    pub words: Vec<String>,
}

/// What a score has to reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    pub least: f64,
    pub most: f64,
}

/// A call written down. Numbers of lines count from 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rehearsal {
    pub seed: u64,
    pub difficulty: Option<Difficulty>,
    /// Values that replace those of the scenario's brief.
    pub brief: Vec<(usize, String, String)>,
    /// Values that are hidden from the caller, decided here instead of by the seed.
    pub hidden: Vec<(usize, String, String)>,
    /// Facts that the caller knows from earlier calls.
    pub knows: Vec<(usize, String)>,
    pub lines: Vec<(usize, Line)>,
    pub ending: Option<(usize, String)>,
    /// States that have to be visited, in any order.
    pub visits: Vec<(usize, String)>,
    pub score: Option<(usize, Bar)>,
}

/// Something that is wrong with a rehearsal's text, or did not come out as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Counted from 1.
    pub line: usize,
    pub message: String,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// More lines than any call has: such a file is something else.
const MOST_LINES: usize = 400;

impl Rehearsal {
    /// Reads a rehearsal, or says all that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Vec<Miss>> {
        let mut rehearsal = Self::default();
        let mut misses = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let number = index + 1;
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if number > MOST_LINES {
                misses
                    .push(Miss { line: number, message: format!("more than {MOST_LINES} lines; split it") });
                break;
            }
            if let Err(message) = rehearsal.read(number, line) {
                misses.push(Miss { line: number, message });
            }
        }
        if misses.is_empty() && !rehearsal.lines.iter().any(|(_, line)| !matches!(line, Line::Them(_))) {
            misses.push(Miss { line: 1, message: "nobody calls: write a line \"you: ...\"".to_owned() });
        }
        if misses.is_empty() { Ok(rehearsal) } else { Err(misses) }
    }

    fn read(&mut self, number: usize, line: &str) -> Result<(), String> {
        let Some((key, value)) = line.split_once(':') else {
            return Err(format!("{line:?} has no \"you:\" or \"them:\" in front"));
        };
        let (key, value) = (key.trim(), value.trim());
        match key {
            "you" => self.lines.push((number, caller(value)?)),
            "them" => self.lines.push((number, Line::Them(expected(value)?))),
            "seed" => {
                self.seed =
                    value.parse().map_err(|_| format!("{value:?} is no seed: write a whole number"))?
            }
            "difficulty" => {
                let known = Difficulty::from_name(value);
                self.difficulty = Some(known.ok_or(format!("{value:?} is not easy, normal or hard"))?);
            }
            "ending" => self.ending = Some((number, value.to_owned())),
            "visits" => {
                let states = value.split(',').map(str::trim).filter(|state| !state.is_empty());
                self.visits.extend(states.map(|state| (number, state.to_owned())));
            }
            "score" => self.score = Some((number, bar(value)?)),
            "knows" => {
                let facts = value.split(',').map(str::trim).filter(|fact| !fact.is_empty());
                self.knows.extend(facts.map(|fact| (number, fact.to_owned())));
            }
            _ => match key.split_once('.') {
                Some(("brief", name)) => self.brief.push((number, name.to_owned(), value.to_owned())),
                Some(("hidden", name)) => self.hidden.push((number, name.to_owned(), value.to_owned())),
                _ => {
                    return Err(format!(
                        "{key:?} is not known here: write you, them, seed, difficulty, brief.NAME, hidden.NAME, knows, ending, visits or score"
                    ));
                }
            },
        }
        Ok(())
    }
}

fn caller(value: &str) -> Result<Line, String> {
    let Some((act, rest)) = value.strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        return match value {
            "" => Err("the caller says nothing: write (silence)".to_owned()),
            words => Ok(Line::Says(words.to_owned())),
        };
    };
    match (act.trim(), rest.trim()) {
        ("silence", "") => Ok(Line::Silence),
        ("mumbles", "") => Ok(Line::Mumbles),
        ("hangs up", "") => Ok(Line::HangsUp),
        ("rambles", words) if !words.is_empty() => Ok(Line::Rambles(words.to_owned())),
        (act, _) => Err(format!(
            "({act}) is not known here: write (silence), (mumbles), (hangs up) or (rambles) with words after it"
        )),
    }
}

fn expected(value: &str) -> Result<Expected, String> {
    let (state, words) = match value.strip_prefix('[').map(|rest| rest.split_once(']')) {
        Some(Some((state, words))) => (Some(state.trim().to_owned()), words),
        Some(None) => return Err("the [ is not closed".to_owned()),
        None => (None, value),
    };
    let words: Vec<String> = words.split("...").map(plain).filter(|words| !words.is_empty()).collect();
    if state.is_none() && words.is_empty() {
        return Err("nothing is expected: write [state], words, or both".to_owned());
    }
    Ok(Expected { state, words })
}

/// `>= 70`, `<= 40`, `40 to 60`.
fn bar(value: &str) -> Result<Bar, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| (0.0..=100.0).contains(number));
    let parsed = if let Some(least) = value.strip_prefix(">=") {
        number(least).map(|least| Bar { least, most: 100.0 })
    } else if let Some(most) = value.strip_prefix("<=") {
        number(most).map(|most| Bar { least: 0.0, most })
    } else if let Some((least, most)) = value.split_once("to") {
        number(least).zip(number(most)).map(|(least, most)| Bar { least, most })
    } else {
        None
    };
    parsed.ok_or_else(|| format!("{value:?} is no score: write >= 70, <= 40 or 40 to 60"))
}

/// Lower case, words of letters and digits, one space between.
pub(super) fn plain(text: &str) -> String {
    let kept: String = text
        .to_lowercase()
        .chars()
        .filter(|c| *c != '\'' && *c != '’')
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_whole_rehearsal() {
        let text = "# golden\nseed: 7\ndifficulty: hard\nbrief.contact: Jane Doe\n\nthem: [desk] Hello ... help\n\
                    you: Hi: it's Ann.\nyou: (rambles) and so on\nyou: (silence)\nyou: (mumbles)\nyou: (hangs up)\n\
                    ending: won\nvisits: a, b\nscore: 40 to 60\n";
        let rehearsal = Rehearsal::parse(text).unwrap();
        assert_eq!((rehearsal.seed, rehearsal.difficulty), (7, Some(Difficulty::Hard)));
        assert_eq!(rehearsal.brief[0].1, "contact");
        assert_eq!(rehearsal.brief[0].2, "Jane Doe");
        let expected = Expected { state: Some("desk".into()), words: vec!["hello".into(), "help".into()] };
        assert_eq!(rehearsal.lines[0], (6, Line::Them(expected)));
        assert_eq!(rehearsal.lines[1], (7, Line::Says("Hi: it's Ann.".into())));
        assert_eq!(rehearsal.lines[2].1, Line::Rambles("and so on".into()));
        assert_eq!(rehearsal.lines[5].1, Line::HangsUp);
        assert_eq!(rehearsal.ending, Some((12, "won".to_owned())));
        assert_eq!(rehearsal.visits.len(), 2);
        assert_eq!(rehearsal.score, Some((14, Bar { least: 40.0, most: 60.0 })));
    }

    #[track_caller]
    fn wrong(text: &str, line: usize, part: &str) {
        let misses = Rehearsal::parse(text).unwrap_err();
        assert!(misses[0].line == line && misses[0].message.contains(part), "{misses:?}");
    }

    #[test]
    fn says_what_is_wrong() {
        wrong("you: hi\nhello", 2, "\"you:\"");
        wrong("you: hi\nyo: hello", 2, "\"yo\"");
        wrong("you: (sings)", 1, "sings");
        wrong("you:", 1, "(silence)");
        wrong("them: [desk\nyou: a", 1, "closed");
        wrong("them:\nyou: a", 1, "nothing");
        wrong("you: a\nscore: high", 2, ">= 70");
        wrong("you: a\nscore: >= 700", 2, ">= 70");
        wrong("you: a\nseed: x", 2, "seed");
        wrong("you: a\ndifficulty: mean", 2, "easy");
        wrong("", 1, "nobody calls");
        let misses = Rehearsal::parse("a\nb\n").unwrap_err();
        assert_eq!(misses.len(), 2, "all at once");
    }
}

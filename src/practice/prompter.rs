//! The prompter: follows what you say through your script, and says afterwards how closely you kept to it.
//!
//! A script goes in, then each of your turns; the words that come next go out. Order does not matter: whoever skips
//! ahead or goes back is found again. It reads words only, so it costs a call nothing and works typed and spoken.

use super::script::Script;
use crate::call::{Fidelity, ScriptFollowed};
use crate::rules::norm;
use crate::words::normal::content;
use crate::words::spoken::{sentences, spoken};

/// A sentence was said when this much of its weight was: people put the small words their own way.
const SAID_FROM: f64 = 0.5;
/// What a small word weighs beside a telling one.
const SMALL_WORD: f64 = 0.3;

const SMALL_WORDS: &[&str] = &[
    "a", "am", "an", "and", "are", "as", "at", "be", "but", "can", "could", "do", "for", "have", "he", "her",
    "his", "i", "if", "in", "is", "it", "me", "my", "not", "of", "on", "or", "our", "she", "so", "that",
    "the", "them", "they", "this", "to", "was", "we", "will", "with", "would", "you", "your",
];

/// Words as they are heard, however they were written: contractions open, figures said.
fn heard(text: &str) -> Vec<String> {
    content(&spoken(text)).into_iter().map(|token| token.text).collect()
}

struct Sentence {
    /// Index into the script's parts.
    part: usize,
    text: String,
    words: Vec<String>,
    weight: f64,
}

fn weight(word: &str) -> f64 {
    if SMALL_WORDS.contains(&word) { SMALL_WORD } else { 1.0 }
}

fn sentences_of(script: &Script) -> Vec<Sentence> {
    let lines = script.parts.iter().enumerate().flat_map(|(at, part)| {
        let texts = part.lines.iter().flat_map(|(_, line)| sentences(line));
        texts.map(move |text| (at, text.to_owned()))
    });
    lines
        .map(|(part, text)| {
            let words = heard(&text);
            let weight = words.iter().map(|word| weight(word)).sum();
            Sentence { part, text, words, weight }
        })
        .filter(|sentence| !sentence.words.is_empty())
        .collect()
}

/// How much of a sentence a turn holds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Found {
    words: usize,
    weight: f64,
    /// The turn's word at which it ends.
    end: usize,
}

/// The best stretch of `turn` for a sentence: its words in order, few others between them (a local alignment: two
/// for a word that fits, one off for a word too many on either side).
fn align(sentence: &[String], turn: &[String]) -> Found {
    #[derive(Clone, Copy, Default)]
    struct Cell {
        score: i32,
        words: usize,
        weight: f64,
    }
    let better = |a: Cell, b: Cell| if b.score > a.score { b } else { a };
    let cost =
        |cell: Cell| if cell.score > 1 { Cell { score: cell.score - 1, ..cell } } else { Cell::default() };
    let mut before = vec![Cell::default(); turn.len() + 1];
    let (mut best, mut end) = (Cell::default(), 0);
    for word in sentence {
        let mut row = vec![Cell::default(); turn.len() + 1];
        for (at, said) in turn.iter().enumerate() {
            let diagonal = if word == said {
                let from = before[at];
                Cell { score: from.score + 2, words: from.words + 1, weight: from.weight + weight(word) }
            } else {
                cost(before[at])
            };
            row[at + 1] = better(better(diagonal, cost(before[at + 1])), cost(row[at]));
            if row[at + 1].score > best.score {
                (best, end) = (row[at + 1], at + 1);
            }
        }
        before = row;
    }
    Found { words: best.words, weight: best.weight, end }
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// The part's label.
    pub part: &'static str,
    /// From 1, of so many.
    pub number: usize,
    pub of: usize,
    /// What is left of the part.
    pub text: String,
}

/// Follows a caller through a script.
pub struct Prompter {
    parts: Vec<&'static str>,
    sentences: Vec<Sentence>,
    /// The sentence that comes next.
    at: usize,
}

impl Prompter {
    pub fn new(script: &Script) -> Self {
        let parts = script.parts.iter().map(|part| part.label).collect();
        Self { parts, sentences: sentences_of(script), at: 0 }
    }

    /// The caller said this. Words that are not in the script leave the place as it is.
    pub fn hear(&mut self, text: &str) {
        let turn = heard(text);
        let found = self.sentences.iter().enumerate().filter_map(|(index, sentence)| {
            let found = align(&sentence.words, &turn);
            (found.weight >= SAID_FROM * sentence.weight).then_some((found.end, index))
        });
        // What was said last is where the caller is, be it further on or further back.
        if let Some((_, index)) = found.max() {
            self.at = index + 1;
        }
    }

    /// Somebody else is on the telephone, who has heard nothing yet.
    pub fn begin_again(&mut self) {
        self.at = 0;
    }

    /// The rest of the part that was reached; none after the last.
    pub fn cue(&self) -> Option<Cue> {
        let next = self.sentences.get(self.at)?;
        let rest: Vec<&str> = self.sentences[self.at..]
            .iter()
            .take_while(|sentence| sentence.part == next.part)
            .map(|sentence| sentence.text.as_str())
            .collect();
        Some(Cue {
            part: self.parts[next.part],
            number: next.part + 1,
            of: self.parts.len(),
            text: rest.join(" "),
        })
    }
}

/// How closely turns kept to a script: those that were said to whom it is for. Where they have nothing of it, the call
/// did not come to the script.
pub fn follow(script: &Script, named: &str, turns: &[&str]) -> ScriptFollowed {
    let turns: Vec<Vec<String>> = turns.iter().map(|turn| heard(turn)).collect();
    let sentences = sentences_of(script);
    let best = |sentence: &Sentence| {
        turns
            .iter()
            .map(|turn| align(&sentence.words, turn))
            .max_by(|a, b| a.weight.total_cmp(&b.weight))
            .unwrap_or_default()
    };
    let mut parts = vec![(0.0, 0.0); script.parts.len()];
    let (mut words, mut all) = (0, 0);
    for sentence in &sentences {
        let found = best(sentence);
        words += found.words;
        all += sentence.words.len();
        parts[sentence.part].0 += found.weight;
        parts[sentence.part].1 += sentence.weight;
    }
    let label = |at: usize| script.parts[at].label.to_owned();
    let was_said = |(said, of): &(f64, f64)| *of > 0.0 && *said >= SAID_FROM * of;
    let (said, left_out): (Vec<usize>, Vec<usize>) = (0..parts.len()).partition(|at| was_said(&parts[*at]));
    let share = if all == 0 { 0.0 } else { words as f64 / all as f64 };
    let band = (!said.is_empty()).then(|| band(share, left_out.is_empty()));
    ScriptFollowed {
        script: named.to_owned(),
        share: (share * 1000.0).round() / 1000.0,
        band,
        said: said.into_iter().map(label).collect(),
        left_out: left_out.into_iter().map(label).collect(),
    }
}

/// The bands come from a norm whose only source is weak: they are shown, never scored. Whoever put every part into
/// words of their own has not lost the thread.
fn band(share: f64, whole: bool) -> Fidelity {
    let Some(norm) = norm("script") else { return Fidelity::Natural };
    if share > norm.at("natural_high") {
        Fidelity::WordForWord
    } else if share < norm.at("natural_low") && !whole {
        Fidelity::LostTheThread
    } else {
        Fidelity::Natural
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SCRIPT: &str = "kind: cold\n\ngreeting:\n  Good morning, Mr. Ellis.\nname:\n  This is Ann Baker.\n\
        specialty:\n  I'm an interior designer with 8 years of experience.\n\
        strengths:\n  I'm good at keeping projects on budget. Clients like my presentations.\n\
        hook:\n  Last year I negotiated a 35% savings on project costs.\nquestion:\n  When can I come in for an interview?\n";

    fn script() -> Script {
        Script::parse(SCRIPT).expect("a script")
    }

    #[track_caller]
    fn after(turns: &[&str], part: Option<&str>) {
        let mut prompter = Prompter::new(&script());
        turns.iter().for_each(|turn| prompter.hear(turn));
        assert_eq!(prompter.cue().map(|cue| cue.part), part, "after {turns:?}");
    }

    #[test]
    fn it_goes_along_with_the_caller() {
        after(&[], Some("greeting"));
        after(&["Good morning Mr. Ellis, this is Ann Baker."], Some("specialty"));
        after(&["good morning", "um this is, uh, Ann Baker"], Some("specialty"));
        after(&["I have been an interior designer for eight years"], Some("strengths"));
        after(&["When can I come in for an interview?"], None);
    }

    #[test]
    fn skipping_ahead_and_going_back_are_followed_and_other_words_are_let_pass() {
        after(&["Last year I negotiated a thirty five percent savings on project costs"], Some("question"));
        after(&["Clients like my presentations.", "This is Ann Baker."], Some("specialty"));
        after(
            &["This is Ann Baker.", "Yes, I can hold, thank you.", "No, it is about something else."],
            Some("specialty"),
        );
    }

    #[test]
    fn somebody_new_hears_it_from_the_beginning() {
        let mut prompter = Prompter::new(&script());
        prompter.hear("Good morning, this is Ann Baker.");
        prompter.begin_again();
        assert_eq!(prompter.cue().map(|cue| cue.part), Some("greeting"));
    }

    #[test]
    fn a_cue_is_what_is_left_of_the_part() {
        let mut prompter = Prompter::new(&script());
        prompter.hear("I am good at keeping projects on budget.");
        let cue = prompter.cue().expect("half of the strengths");
        assert_eq!((cue.text.as_str(), cue.number, cue.of), ("Clients like my presentations.", 4, 6));
    }

    #[track_caller]
    fn fidelity(turns: &[&str], expected: Option<Fidelity>) {
        let followed = follow(&script(), "cold", turns);
        assert_eq!(followed.band, expected, "{followed:?}");
    }

    #[test]
    fn how_closely_it_was_kept_is_a_band() {
        let whole = script().text();
        let own = "Good morning Mr. Ellis, Ann Baker here. I have been an interior designer for eight years. \
            I keep projects on budget, and clients like how I present. I negotiated a 35% savings for them. \
            When can I come in for an interview?";
        fidelity(&[&whole], Some(Fidelity::WordForWord));
        fidelity(&[own], Some(Fidelity::Natural));
        fidelity(
            &["Good morning Mr. Ellis, this is Ann Baker.", "I just wanted to ask about a job."],
            Some(Fidelity::LostTheThread),
        );
        fidelity(&["Is there a bus stop near you?"], None);
        fidelity(&[], None);
        let followed =
            follow(&script(), "cold", &["This is Ann Baker.", "When can I come in for an interview?"]);
        assert_eq!(followed.said, ["name", "question"]);
        assert_eq!(followed.left_out, ["greeting", "specialty", "strengths", "hook"]);
    }

    proptest! {
        #[test]
        fn any_words_are_followed(turns in prop::collection::vec("[a-z .']{0,80}", 0..6)) {
            let mut prompter = Prompter::new(&script());
            let turns: Vec<&str> = turns.iter().map(String::as_str).collect();
            turns.iter().for_each(|turn| prompter.hear(turn));
            prop_assert!(prompter.at <= prompter.sentences.len());
            let followed = follow(&script(), "x", &turns);
            prop_assert!((0.0..=1.0).contains(&followed.share));
            prop_assert_eq!(followed.said.len() + followed.left_out.len(), 6);
        }
    }
}

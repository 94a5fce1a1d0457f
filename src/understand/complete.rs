//! Could the turn end here?
//!
//! The words so far and what was understood from them enter; how complete they are leaves. How they sounded, and how long
//! the caller has been quiet, is for others to weigh.

use super::turn::Turn;
use crate::call::{Completeness, Meant, Understanding};
use crate::words::normal::{Mark, Token, normalize};
use crate::words::number::small;
use std::ops::Range;

/// Words after which a sentence goes on. What can end one as well ("is Janet in", "hold on", "yes, I am") is left out.
const LEAD_ON: &[&str] = &[
    "a",
    "an",
    "the",
    "my",
    "your",
    "his",
    "her",
    "their",
    "our",
    "and",
    "or",
    "but",
    "because",
    "so",
    "if",
    "than",
    "as",
    "while",
    "since",
    "although",
    "whether",
    "which",
    "to",
    "of",
    "for",
    "with",
    "at",
    "from",
    "about",
    "by",
    "into",
    "regarding",
    "concerning",
    "between",
    "during",
    "under",
    "within",
    "without",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "am",
    "has",
    "had",
    "would",
    "could",
    "should",
    "may",
    "might",
    "can",
    "i",
    "we",
    "he",
    "she",
    "they",
    "who",
    "whose",
    "very",
    "really",
    "just",
    "also",
    "actually",
    "maybe",
    "speak",
    "named",
    "mister",
    "mr",
    "mrs",
    "ms",
    "every",
];
/// After these a bare verb is a whole answer: "yes, I am", "I think we can".
const SUBJECTS: &[&str] = &["i", "we", "he", "she", "they", "it", "that", "you", "there"];
const ELLIPTIC: &[&str] =
    &["is", "are", "was", "were", "am", "has", "had", "would", "could", "should", "may", "might", "can"];
/// Where one of these stands, digits are a telephone number.
const NUMBER_WORDS: &[&str] = &["number", "reach", "phone", "cell", "mobile", "telephone", "code"];
/// Digits that follow these are no telephone number.
const COUNTED: &[&str] = &["in", "since", "from", "suite", "room", "extension", "floor", "until", "before"];
/// Moves that are made on the way to another, or that people take several sentences for.
const PREAMBLES: &[&str] = &[
    "greet",
    "apologize",
    "compliment",
    "give_name",
    "pitch",
    "obj_not_hiring",
    "obj_send_resume",
    "obj_contact_hr",
    "answer_busy",
    "answer_experience",
];
/// How complete a turn is that reads like this. `asked_name`: who is calling was the question.
pub fn completeness(text: &str, understanding: &Understanding, asked_name: bool) -> Completeness {
    let tokens = normalize(text);
    if tokens.is_empty() {
        return Completeness::Open;
    }
    match dictation(&tokens) {
        Some(Dictation::Telephone(7)) => return Completeness::Open,
        Some(Dictation::Telephone(10..=15) | Dictation::Name { known: true }) => {
            return Completeness::Complete;
        }
        // People pause between the groups of a number; in the midst of one, a digit was hardly heard.
        Some(Dictation::Telephone(1..=3 | 6)) => return Completeness::Dictating,
        Some(Dictation::Telephone(_) | Dictation::Name { known: false }) => return Completeness::Unfinished,
        None => {}
    }
    let turn = Turn::read(text);
    if breaks_off(text, &tokens) || is_fragment(&turn, understanding) {
        return Completeness::Unfinished;
    }
    let whole = |name: &str| !PREAMBLES.contains(&name);
    match &understanding.meant {
        _ if asks(&turn) => Completeness::Final,
        // What it is about may follow.
        Meant::Move(name) if asked_name && name == "give_name" => Completeness::Complete,
        Meant::Move(name) if whole(name) => Completeness::Complete,
        Meant::Uncertain(one, other) if whole(one) || whole(other) => Completeness::Complete,
        _ => Completeness::Open,
    }
}

enum Dictation {
    /// Digits so far.
    Telephone(usize),
    /// Letters; known: they spell a word that was said.
    Name { known: bool },
}

/// What is being dictated at the end of the words.
fn dictation(tokens: &[Token]) -> Option<Dictation> {
    let counts: Vec<usize> = tokens.iter().rev().map_while(digits).collect();
    let before = &tokens[..tokens.len() - counts.len()];
    let count: usize = counts.iter().sum();
    if count > 0 {
        let counted = before.last().is_some_and(|last| last.is(COUNTED));
        let called = before.iter().any(|token| token.is(NUMBER_WORDS));
        return (!counted && (count >= 3 || called)).then_some(Dictation::Telephone(count));
    }
    let letters: Vec<&str> = tokens.iter().rev().map_while(letter).collect();
    let spelled: String = letters.iter().rev().copied().collect();
    let said = &tokens[..tokens.len() - letters.len()];
    (letters.len() >= 2).then(|| Dictation::Name { known: said.iter().any(|token| token.text == spelled) })
}

fn digits(token: &Token) -> Option<usize> {
    let text = token.text.as_str();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.len());
    }
    let digit = text == "oh" || text == "o" || small(text).is_some_and(|value| value < 10.0);
    digit.then_some(1)
}

fn letter(token: &Token) -> Option<&str> {
    let text = token.text.as_str();
    (text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(text)
}

/// The last words lead on to others, or the recognizer heard the voice stop in mid-air.
fn breaks_off(text: &str, tokens: &[Token]) -> bool {
    let text = text.trim_end();
    if text.ends_with(['-', ',', '\u{2014}', '\u{2026}']) || text.ends_with("...") {
        return true;
    }
    let [before @ .., last] = tokens else { return false };
    if last.filler {
        return true;
    }
    if last.is(POINTING) && before.last().is_some_and(|token| token.is(LEAD_ON)) {
        return true;
    }
    let answer = last.is(ELLIPTIC) && before.last().is_some_and(|token| token.is(SUBJECTS));
    last.is(LEAD_ON) && !answer
}

/// "About this" leads on, "I can do this" does not.
const POINTING: &[&str] = &["this", "these", "those"];

/// Words that a phrase without a verb begins with: "in my last job", "your supervisor".
const PHRASES: &[&str] = &[
    "in", "on", "at", "after", "before", "with", "during", "since", "for", "my", "your", "our", "the", "a",
    "an",
];
const LONGEST_PHRASE: usize = 4;

/// The last clause is a phrase in front of a sentence that is still to come.
fn is_fragment(turn: &Turn, understanding: &Understanding) -> bool {
    let Some(clause) = turn.clauses.last() else { return false };
    let Some(first) = turn.tokens.get(clause.start) else { return false };
    // After what was said, or with nothing said before it that would answer.
    let opens = first.mark != Mark::None || (clause.start == 0 && understanding.meant == Meant::None);
    opens && clause.len() <= LONGEST_PHRASE && first.is(PHRASES)
}

/// What stands in front of the subject in a question.
const AUXILIARIES: &[&str] =
    &["can", "could", "may", "is", "are", "do", "does", "did", "will", "would", "should", "have"];
/// Words that begin a question, and in the middle of a sentence a clause that is none: "when I was there", "which they like".
const ASKING: &[&str] = &["what", "when", "where", "who", "which", "how", "why"];
/// Those that an auxiliary can follow in a clause that is no question: "which is why".
const RELATIVE: &[&str] = &["who", "which"];
/// "Could I?" is the beginning of one.
const SHORTEST_QUESTION: usize = 3;

/// What a question is followed by out of courtesy.
const COURTESY: &[&str] = &["please", "thanks", "thank", "you", "sir", "ma'am"];

/// The last clause, courtesy aside, is a question.
fn asks(turn: &Turn) -> bool {
    let words = |clause: &Range<usize>| turn.tokens.get(clause.clone()).unwrap_or_default();
    let clause = turn.clauses.iter().rfind(|clause| !words(clause).iter().all(|word| word.is(COURTESY)));
    let Some(clause) = clause else { return false };
    let marked = turn.text.trim_end().ends_with('?');
    let before = clause.start.checked_sub(1).and_then(|before| turn.tokens.get(before));
    clause.len() >= SHORTEST_QUESTION && (marked || is_inverted(words(clause), before))
}

/// The verb stands before its subject, or a question word begins the sentence.
fn is_inverted(words: &[Token], before: Option<&Token>) -> bool {
    let [first, second, ..] = words else { return false };
    // "You | may need a designer": a clause can be cut off from its subject.
    let has_subject = before.is_some_and(|before| before.is(SUBJECTS));
    let begins = before.is_none() || first.mark == Mark::Stop;
    let asks = begins || (second.is(AUXILIARIES) && !first.is(RELATIVE));
    (first.is(AUXILIARIES) && !has_subject) || (first.is(ASKING) && asks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, meant: Option<&str>, asked_name: bool, expected: Completeness) {
        let meant = meant.map_or(Meant::None, |name| Meant::Move(name.to_owned()));
        let understanding =
            Understanding { meant, moves: Vec::new(), elements: Vec::new(), facts: Vec::new() };
        assert_eq!(completeness(text, &understanding, asked_name), expected, "{text:?}");
    }

    #[test]
    fn what_leads_on_is_unfinished() {
        for text in [
            "I'm calling about the",
            "my number is",
            "and I",
            "because",
            "Could I speak to",
            "Well, um",
            "I was...",
        ] {
            case(text, Some("reason_job"), false, Completeness::Unfinished);
        }
        case("Yes, I am.", Some("agree"), false, Completeness::Complete);
        case("I keep books for small firms. In my last job", Some("pitch"), false, Completeness::Unfinished);
        case("Your supervisor", None, false, Completeness::Unfinished);
        case("I'm calling about this", Some("greet"), false, Completeness::Unfinished);
        case("Is Janet in?", None, false, Completeness::Final);
        case("Could you hold on", None, false, Completeness::Final);
    }

    #[test]
    fn a_statement_with_the_words_of_a_question_is_none() {
        for text in [
            "With the library ahead of you, You may need a designer soon.",
            "I keep projects on time, which clients notice.",
            "I was at Haskell Metal when they built the second hall.",
            "I know how busy you are, which is why I call.",
        ] {
            case(text, Some("reason_followup"), false, Completeness::Complete);
        }
        for text in
            ["I understand, when can I come in", "who runs the department", "Okay, could I talk to Janet"]
        {
            case(text, Some("request_meeting"), false, Completeness::Final);
        }
    }

    #[test]
    fn a_number_waits_for_its_last_digit() {
        case("My number is 555", None, false, Completeness::Dictating);
        case("you can reach me at five", None, false, Completeness::Dictating);
        case("three oh three five five five", None, false, Completeness::Dictating);
        case("It's 555-0142.", Some("give_number"), false, Completeness::Open);
        case("303-555-0142", Some("give_number"), false, Completeness::Complete);
        case("I've done this since 2019", Some("reason_job"), false, Completeness::Complete);
        case("Thursday at ten", Some("accept_time"), false, Completeness::Complete);
    }

    #[test]
    fn a_spelled_name_is_whole_when_it_was_said() {
        case("Reed, R-E-E-D.", None, false, Completeness::Complete);
        case("That's R-E-E", None, false, Completeness::Unfinished);
    }

    #[test]
    fn what_was_asked_is_answered() {
        case("This is Ann Baker.", Some("give_name"), true, Completeness::Complete);
        case("This is Ann Baker.", Some("give_name"), false, Completeness::Open);
        case("Good morning.", Some("greet"), false, Completeness::Open);
        case("I sent a resume on Tuesday", Some("reason_followup"), false, Completeness::Complete);
        case("I sent a resume on Tuesday", None, false, Completeness::Open);
        case("When can I come in for an interview?", None, false, Completeness::Final);
        case("Could I speak to Robert Ellis, please", None, false, Completeness::Final);
        case("I've managed sites for years", Some("pitch"), false, Completeness::Open);
        case("", None, false, Completeness::Open);
    }
}

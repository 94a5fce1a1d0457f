//! Where a turn's clauses begin, with or without punctuation.
//!
//! Tokens enter, token ranges leave. A full stop always divides; a comma does where a clause can begin; without
//! marks only phrases that hardly ever stand inside a clause do ("my name is", "could you", "thank you").

use crate::words::normal::{Mark, Token};
use std::ops::Range;

const PRONOUNS: &[&str] = &["i", "we", "you", "he", "she", "they", "it", "that", "there"];
const AUXILIARIES: &[&str] = &[
    "can", "could", "do", "does", "did", "would", "will", "is", "are", "was", "were", "have", "has", "may",
    "might", "should", "shall", "am", "had",
];
/// What may follow a pronoun where a clause begins without any mark.
const PREDICATES: &[&str] = &[
    "am",
    "have",
    "had",
    "was",
    "would",
    "will",
    "can",
    "could",
    "do",
    "did",
    "is",
    "are",
    "just",
    "also",
    "really",
    "understand",
    "appreciate",
    "know",
    "noticed",
    "saw",
    "read",
    "heard",
    "specialize",
    "work",
    "worked",
    "manage",
    "managed",
    "need",
    "want",
    "wanted",
    "hope",
    "see",
    "realize",
    "promise",
    "recently",
    "led",
    "built",
    "cut",
    "doubled",
    "grew",
    "saved",
    "run",
    "teach",
    "get",
    "got",
    "think",
    "still",
    "think",
    "might",
    "may",
    "spent",
    "increased",
    "reduced",
    "won",
    "speak",
    "look",
    "thought",
    "only",
    "figured",
    "completely",
    "totally",
    "promised",
];
/// After these a pronoun or an auxiliary goes on with the clause.
const CONNECTORS: &[&str] = &[
    "that",
    "if",
    "when",
    "what",
    "who",
    "which",
    "where",
    "why",
    "how",
    "because",
    "whether",
    "before",
    "after",
    "since",
    "until",
    "while",
    "as",
    "than",
    "think",
    "know",
    "hope",
    "say",
    "said",
    "says",
    "sure",
    "glad",
    "like",
    "told",
    "suggested",
    "thought",
    "believe",
    "guess",
    "wish",
    "see",
    "noticed",
    "saw",
    "heard",
    "read",
    "afraid",
    "wondering",
    "and",
    "but",
    "so",
    "or",
    "is",
    "was",
    "are",
    "the",
    "a",
    "to",
    "of",
    "mentioned",
    "unless",
    "once",
    "though",
    "although",
    "even",
    "maybe",
    "perhaps",
    "way",
    "reason",
    "well",
    "everything",
    "all",
    "happy",
    "tell",
    "whom",
    "hi",
    "mean",
    "understand",
    "realize",
    "appreciate",
    "figured",
    "hoping",
    "feel",
    "whatever",
    "with",
    "do",
    "does",
    "did",
    "can",
    "could",
    "would",
    "will",
    "have",
    "should",
    "may",
    "not",
    "then",
    "job",
    "thing",
];
const QUESTION_WORDS: &[&str] = &["what", "when", "where", "who", "how", "which", "why"];
/// What follows a question word that opens a question.
const AFTER_QUESTION: &[&str] = &[
    "is",
    "are",
    "do",
    "does",
    "did",
    "can",
    "could",
    "would",
    "will",
    "should",
    "was",
    "were",
    "day",
    "days",
    "time",
    "times",
    "soon",
    "about",
    "else",
    "kind",
    "sort",
    "works",
    "suits",
    "morning",
    "afternoon",
    "many",
    "long",
    "much",
    "one",
    "may",
    "might",
    "has",
    "have",
];
const JOINERS: &[&str] = &["and", "but", "so", "or", "because", "then", "anyway", "plus"];

/// The clauses of a turn: consecutive, without gaps, none empty.
pub fn clauses(tokens: &[Token], person: &[bool]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..tokens.len() {
        if divides(tokens, person, start, at) {
            found.push(start..at);
            start = at;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

fn divides(tokens: &[Token], person: &[bool], start: usize, at: usize) -> bool {
    let before = &tokens[at - 1];
    if tokens[at].mark == Mark::Stop {
        return true;
    }
    // A joiner belongs to what it opens.
    if at - start == 1 && before.is(JOINERS) {
        return false;
    }
    let comma = tokens[at].mark == Mark::Comma;
    if tokens[at].is(JOINERS) && at + 1 < tokens.len() && !(person[at - 1] && person[at + 1]) {
        return (comma || tokens[at].is(&["and", "but", "so"]))
            && opens(tokens, start, at + 1, true)
            && at - start > 1;
    }
    if comma {
        opens(tokens, start, at, true) || opens_after_comma(tokens, at)
    } else {
        opens_unmarked(tokens, start, at)
    }
}

fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.text.as_str())
}

/// A clause can begin at `at`; `marked` when a comma or a joiner says so too.
fn opens(tokens: &[Token], start: usize, at: usize, marked: bool) -> bool {
    let (here, next) = (word(tokens, at), word(tokens, at + 1));
    let third = word(tokens, at + 2);
    match here {
        "thanks" | "please" if marked => true,
        "thank" => next == "you",
        "my" => matches!(next, "name" | "number" | "phone" | "specialty" | "background" | "cell"),
        "this" => next == "is",
        "let" => matches!(next, "me" | "us"),
        "please" => {
            matches!(next, "call" | "tell" | "give" | "have" | "ask" | "let" | "phone" | "return" | "ring")
        }
        "goodbye" | "bye" => true,
        "have" | "take" if matches!(next, "a" | "care") => {
            matches!(third, "good" | "great" | "nice" | "lovely" | "wonderful") || next == "care"
        }
        "good" => matches!(next, "morning" | "afternoon" | "evening") && at == start,
        _ if QUESTION_WORDS.contains(&here) => AFTER_QUESTION.contains(&next),
        _ if AUXILIARIES.contains(&here) => {
            (PRONOUNS.contains(&next) || next == "this" || (marked && next != "not" && next != "been"))
                && !tokens[start..at].iter().rev().take(5).any(|t| t.is(QUESTION_WORDS))
        }
        _ if PRONOUNS.contains(&here) || here == "this" => marked || PREDICATES.contains(&next),
        _ => false,
    }
}

fn opens_unmarked(tokens: &[Token], start: usize, at: usize) -> bool {
    let before = word(tokens, at - 1);
    if before == "hi" || before == "hello" || before == "hey" {
        return opens(tokens, start, at, true);
    }
    if word(tokens, at) == "thanks" {
        return at - start > 1
            && !CONNECTORS.contains(&before)
            && !matches!(before, "many" | "no" | "my" | "much");
    }
    let governs = matches!(before, "me" | "about" | "ask" | "on" | "for" | "just")
        && QUESTION_WORDS.contains(&word(tokens, at));
    !CONNECTORS.contains(&before)
        && !governs
        && before != word(tokens, at)
        && opens(tokens, start, at, false)
        && !(word(tokens, at) == "that" || word(tokens, at) == "there")
        && !(AUXILIARIES.contains(&before) && PRONOUNS.contains(&word(tokens, at)))
        && !(QUESTION_WORDS.contains(&before))
}

/// "Sorry, ...", "..., maybe next week", "..., calling about": words that open a clause after a comma only.
fn opens_after_comma(tokens: &[Token], at: usize) -> bool {
    matches!(
        word(tokens, at),
        "sorry"
            | "okay"
            | "yes"
            | "no"
            | "calling"
            | "just"
            | "maybe"
            | "perhaps"
            | "hoping"
            | "looking"
            | "your"
            | "our"
            | "sure"
            | "if"
            | "when"
            | "since"
            | "because"
            | "any"
            | "though"
            | "although"
            | "hi"
            | "hello"
            | "even"
            | "talk"
            | "enjoy"
            | "following"
            | "well"
    )
}

#[cfg(test)]
mod tests {
    use super::super::names::people;
    use super::*;
    use crate::words::normal::{content, joined};

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let tokens = content(text);
        let found: Vec<String> =
            clauses(&tokens, &people(&tokens)).into_iter().map(|clause| joined(&tokens[clause])).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn clauses_with_marks() {
        case(
            "Hi, this is Ann. Could I speak to Robert Ellis?",
            &["hi", "this is ann", "could i speak to robert ellis"],
        );
        case("I'm Jo, and I paint houses.", &["i am jo", "and i paint houses"]);
        case("Is Mr. Jones in?", &["is mr jones in"]);
    }

    #[test]
    fn clauses_without_marks() {
        case(
            "hello this is ann could i speak to robert ellis thank you",
            &["hello", "this is ann", "could i speak to robert ellis", "thank you"],
        );
        case("when can i come in", &["when can i come in"]);
        case("could you tell me who runs the kitchen", &["could you tell me who runs the kitchen"]);
        case("my name is jo and my number is five", &["my name is jo", "and my number is five"]);
    }
}

//! Which tokens are people's names: titles, known first names, names after an introduction, capitals.
//!
//! Tokens enter, a flag for each leaves. Capitals help where a text has them; a lower-case text relies on titles,
//! introductions and the list of first names.

use crate::words::normal::{Mark, Token};
use std::collections::HashSet;
use std::sync::LazyLock;

/// First names that are hardly ever another word, from `models/understanding/first-names.txt`.
static FIRST_NAMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../models/understanding/first-names.txt").split_whitespace().collect());

/// First names that are common words too: names only where a name is expected.
const DOUBTFUL: &[&str] = &[
    "mark",
    "will",
    "may",
    "grant",
    "frank",
    "rose",
    "grace",
    "hope",
    "bill",
    "art",
    "pat",
    "drew",
    "dean",
    "rich",
    "jack",
    "sue",
    "ray",
    "gene",
    "dawn",
    "joy",
    "faith",
    "chance",
    "april",
    "june",
    "august",
    "carol",
    "chuck",
    "rob",
    "sandy",
    "ruby",
    "violet",
    "pearl",
    "penny",
    "miles",
    "angel",
    "don",
    "guy",
    "sky",
    "summer",
    "olive",
    "ivy",
    "jan",
    "wade",
    "lance",
    "hazel",
    "iris",
    "viola",
    "heather",
    "holly",
    "dale",
    "earl",
    "gale",
    "skip",
    "stew",
    "dick",
    "bob",
    "major",
    "hunter",
    "carter",
    "mason",
    "christian",
    "jordan",
    "austin",
    "jackson",
    "chad",
    "georgia",
    "virginia",
    "florence",
    "paris",
    "kay",
    "jay",
    "dee",
    "mercedes",
    "norman",
    "crystal",
    "amber",
    "daisy",
    "lily",
];
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "professor", "prof", "sir"];

/// Words that never are a surname in speech: function words, and what follows a name in a call.
const NEVER: &[&str] = &[
    "a",
    "about",
    "after",
    "again",
    "all",
    "also",
    "am",
    "an",
    "and",
    "any",
    "anyone",
    "are",
    "around",
    "as",
    "ask",
    "asked",
    "at",
    "available",
    "back",
    "be",
    "because",
    "been",
    "before",
    "but",
    "by",
    "call",
    "called",
    "calling",
    "can",
    "could",
    "desk",
    "did",
    "do",
    "does",
    "doing",
    "done",
    "each",
    "either",
    "ever",
    "extension",
    "for",
    "free",
    "from",
    "gave",
    "get",
    "glad",
    "go",
    "going",
    "good",
    "got",
    "had",
    "happy",
    "has",
    "have",
    "he",
    "hello",
    "her",
    "here",
    "hers",
    "hey",
    "hi",
    "him",
    "his",
    "home",
    "how",
    "however",
    "i",
    "if",
    "in",
    "interested",
    "into",
    "is",
    "it",
    "its",
    "just",
    "know",
    "knows",
    "last",
    "later",
    "left",
    "let",
    "like",
    "looking",
    "maybe",
    "me",
    "mentioned",
    "might",
    "mine",
    "months",
    "more",
    "morning",
    "my",
    "name",
    "need",
    "never",
    "new",
    "next",
    "no",
    "not",
    "now",
    "number",
    "of",
    "off",
    "office",
    "okay",
    "on",
    "one",
    "only",
    "or",
    "our",
    "out",
    "over",
    "passed",
    "personal",
    "phone",
    "please",
    "really",
    "recommended",
    "returning",
    "right",
    "said",
    "saw",
    "says",
    "see",
    "sent",
    "she",
    "should",
    "since",
    "so",
    "some",
    "someone",
    "something",
    "soon",
    "sorry",
    "speak",
    "speaking",
    "still",
    "suggested",
    "sure",
    "talk",
    "tell",
    "thank",
    "thanks",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "think",
    "this",
    "those",
    "though",
    "thought",
    "through",
    "time",
    "to",
    "today",
    "told",
    "tomorrow",
    "too",
    "trying",
    "until",
    "up",
    "us",
    "very",
    "want",
    "wanted",
    "wants",
    "was",
    "we",
    "well",
    "went",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "who",
    "whose",
    "why",
    "will",
    "with",
    "works",
    "worked",
    "would",
    "yes",
    "you",
    "your",
    "years",
    "afternoon",
    "evening",
    "following",
    "responding",
    "applying",
    "hoping",
    "department",
    "company",
    "team",
    "group",
    "day",
    "week",
    "month",
    "year",
    "resume",
    "job",
    "position",
    "being",
    "busy",
    "once",
    "than",
    "while",
    "both",
    "put",
    "give",
    "handles",
    "manager",
    "director",
    "student",
    "nurse",
    "engineer",
    "teacher",
    "designer",
    "certified",
    "currently",
    "recent",
    "experienced",
    "organized",
    "reliable",
    "born",
    "based",
    "afraid",
    "aware",
    "ready",
    "able",
    "willing",
    "used",
    "licensed",
    "trained",
    "working",
    "writing",
    "reaching",
    "checking",
    "phoning",
    "wondering",
    "confident",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "double",
    "zero",
    "oh",
    "referred",
    "introduced",
    "actually",
    "honestly",
    "certainly",
    "great",
    "fine",
    "wonderful",
    "perfect",
    "regarding",
    "concerning",
    "hiring",
    "human",
    "resources",
    "hr",
    "marketing",
    "sales",
    "accounting",
    "shipping",
    "personnel",
    "reception",
    "voicemail",
    "must",
    "may",
    "made",
    "make",
    "meet",
    "met",
    "won",
    "wrote",
    "work",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "quick",
    "hard",
    "big",
    "part",
    "good",
    "fast",
    "self",
    "true",
];
/// A capital there is no person: companies, places, days, languages.
const NOT_PEOPLE: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "english",
    "spanish",
    "french",
    "german",
    "american",
    "chinese",
    "inc",
    "corporation",
    "corp",
    "bank",
    "hospital",
    "university",
    "college",
    "school",
    "street",
    "avenue",
    "road",
    "city",
    "county",
    "state",
    "north",
    "south",
    "east",
    "west",
    "linkedin",
    "google",
    "excel",
    "ceo",
    "it",
    "mba",
    "phd",
    "cpa",
    "rn",
    "usa",
    "design",
    "systems",
    "foods",
    "industries",
    "center",
    "institute",
    "journal",
    "times",
    "herald",
    "news",
    "chamber",
    "clinic",
    "hotel",
    "labs",
];

/// For each token: is it part of a person's name?
pub fn people(tokens: &[Token]) -> Vec<bool> {
    let mut person = vec![false; tokens.len()];
    let capitals = has_capitals(tokens);
    for at in 0..tokens.len() {
        if person[at] {
            continue;
        }
        let end = name_at(tokens, at, capitals);
        person[at..end].fill(true);
    }
    person
}

/// Capitals mean something where some words have them and most do not.
fn has_capitals(tokens: &[Token]) -> bool {
    let written = tokens.iter().filter(|token| token.capital).count();
    written > 0 && written * 3 <= tokens.len() * 2 + 3
}

/// The end (exclusive) of the name that begins at `at`; `at` itself when none does.
fn name_at(tokens: &[Token], at: usize, capitals: bool) -> usize {
    let word = tokens[at].text.as_str();
    if TITLES.contains(&word) {
        let first = at + 1;
        return match tokens.get(first) {
            Some(token) if tokens[first].mark != Mark::Comma && !token.is(NEVER) && is_word(token) => {
                surname(tokens, first, capitals)
            }
            _ => at,
        };
    }
    let expected = name_is_expected(tokens, at);
    let doubtful = DOUBTFUL.contains(&word);
    let known = FIRST_NAMES.contains(word) && !doubtful
        || doubtful
            && (expected || capitals && tokens[at].capital && at > 0 && tokens[at].mark == Mark::None);
    if known && (!capitals || tokens[at].capital) {
        return surname(tokens, at, capitals);
    }
    if tokens[at].is(NEVER) || !is_word(&tokens[at]) || tokens[at].is(NOT_PEOPLE) {
        return at;
    }
    if capitals {
        let two = tokens.get(at + 1).is_some_and(|next| {
            next.capital
                && next.mark == Mark::None
                && !next.is(NEVER)
                && !next.is(NOT_PEOPLE)
                && is_word(next)
        });
        let middle = at > 0 && tokens[at].mark != Mark::Stop;
        let followed = tokens
            .get(at + 1)
            .is_some_and(|next| next.mark == Mark::None && next.is(&["here", "calling", "speaking"]));
        let alone = expected || followed;
        let place = at > 0
            && tokens[at - 1]
                .is(&["at", "for", "the", "of", "in", "into", "your", "our", "a", "near", "across"]);
        if tokens[at].capital && !place && ((two && middle) || alone) {
            return surname(tokens, at, capitals);
        }
        return at;
    }
    if introduced(tokens, at) { surname(tokens, at, capitals) } else { at }
}

fn is_word(token: &Token) -> bool {
    token.text.chars().count() > 1 && token.text.chars().all(char::is_alphabetic)
}

/// The first name at `at` and the one or two names that follow it.
fn surname(tokens: &[Token], at: usize, capitals: bool) -> usize {
    let mut end = at + 1;
    while end < tokens.len() && end < at + 3 {
        let token = &tokens[end];
        let fits =
            token.mark == Mark::None && is_word(token) && !token.is(NEVER) && (!capitals || token.capital);
        // Without capitals two words are a name; a third is too easily something else.
        if !fits || (!capitals && end == at + 2) {
            break;
        }
        end += 1;
    }
    end
}

fn name_is_expected(tokens: &[Token], at: usize) -> bool {
    let word = |back: usize| at.checked_sub(back).map_or("", |i| tokens[i].text.as_str());
    introduced(tokens, at)
        || matches!(
            (word(2), word(1)),
            ("this", "is")
                | ("i", "am")
                | ("it", "is")
                | ("that", "is")
                | ("speak", "to" | "with")
                | ("talk", "to" | "with")
                | ("ask", "for")
                | ("calling", "for")
                | ("speaking", "with" | "to")
        )
        || matches!(
            word(1),
            "dear"
                | "hi"
                | "hello"
                | "hey"
                | "is"
                | "reach"
                | "friend"
                | "neighbor"
                | "colleague"
                | "uncle"
                | "aunt"
                | "tell"
                | "thanks"
        )
}

/// "my name is", "the name's", "name was".
fn introduced(tokens: &[Token], at: usize) -> bool {
    at >= 2
        && tokens[at - 1].is(&["is", "was"])
        && tokens[at - 2].text == "name"
        && !(at >= 3 && tokens[at - 3].is(&["her", "his", "their", "your"]) && tokens[at].is(NEVER))
        || at >= 2 && tokens[at - 1].text == "name" && tokens[at - 2].text == "my"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::normal::content;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let tokens = content(text);
        let flags = people(&tokens);
        let found: Vec<&str> =
            tokens.iter().zip(flags).filter(|(_, named)| *named).map(|(t, _)| t.text.as_str()).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn names_are_found_with_and_without_capitals() {
        case("Hi, this is Ann Lee.", &["ann", "lee"]);
        case("hi this is ann lee could i", &["ann", "lee"]);
        case("is mr jones available", &["mr", "jones"]);
        case("my name is taunee besson and i", &["taunee", "besson"]);
        case("Your colleague Pat Lowe told me", &["pat", "lowe"]);
        case("Marcus here, I fix things", &["marcus"]);
    }

    #[test]
    fn common_words_are_no_names() {
        case("will you mark it in your calendar", &[]);
        case("I'm calling about the job", &[]);
        case("May I speak to the Director of Sales?", &[]);
        case("Good morning, Meridian Design", &[]);
    }
}

//! Text as it was typed or recognised in; lower-case tokens with byte offsets out.
//!
//! Contractions are expanded, fillers and stutters marked, digits and signs split from letters. Punctuation and
//! capitals become hints on the tokens, never more: speech recognition may have none of them. This room must
//! not know what the words mean.

/// The punctuation between a token and the one before it, where there was any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    None,
    /// A comma, a dash, a bracket.
    Comma,
    /// A full stop, a question mark, a line break.
    Stop,
}

/// One normalised word. `start..end` are byte offsets into the text it came from, on character boundaries;
/// the two halves of a contraction share the word between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub start: usize,
    pub end: usize,
    /// "um", "you know", a word said twice.
    pub filler: bool,
    /// Written with a capital first letter.
    pub capital: bool,
    pub mark: Mark,
}

impl Token {
    /// True for a token that is one of `words`.
    pub fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.text.as_str())
    }
}

/// The longest stretch that is read, in bytes: eleven minutes of speech are about 10,000.
pub const MAX_BYTES: usize = 16_384;

/// Every token of a text, fillers included and marked. Reads [`MAX_BYTES`] at most. Linear time, never panics.
pub fn normalize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for raw in split(cut(text)) {
        expand(raw, text, &mut tokens);
    }
    join_compounds(&mut tokens);
    resolve_doubtful(&mut tokens);
    mark_fillers(&mut tokens);
    tokens
}

/// The tokens that carry meaning: [`normalize`] without what it marked as filler.
pub fn content(text: &str) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::new();
    let mut pending = Mark::None;
    for mut token in normalize(text) {
        if token.filler {
            pending = pending.max(token.mark);
            continue;
        }
        token.mark = token.mark.max(pending);
        pending = Mark::None;
        kept.push(token);
    }
    kept
}

/// The tokens' text with single spaces.
pub fn joined(tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    words.join(" ")
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Letters or digits in a row. Apostrophes inside a word and points or commas inside a number stay in it.
fn split(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut mark = Mark::None;
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if let Some(word) = sign_word(first) {
            tokens.push(Token {
                text: word.into(),
                start,
                end: start + first.len_utf8(),
                filler: false,
                capital: false,
                mark,
            });
            mark = Mark::None;
            continue;
        }
        if !first.is_alphanumeric() {
            mark = mark.max(mark_of(first, &text[start + first.len_utf8()..]));
            continue;
        }
        let digits = first.is_ascii_digit();
        let mut end = start + first.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            let after = text[at + next.len_utf8()..].chars().next();
            let inside = if digits {
                next.is_ascii_digit()
                    || (matches!(next, '.' | ',') && after.is_some_and(|c| c.is_ascii_digit()))
            } else {
                (next.is_alphanumeric() && !next.is_ascii_digit())
                    || (is_apostrophe(next) && after.is_some_and(char::is_alphabetic))
            };
            if !inside {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let mut word: String = text[start..end].to_lowercase().replace(is_apostrophe, "'");
        if digits {
            word = plain_number(&word);
        }
        tokens.push(Token { text: word, start, end, filler: false, capital: first.is_uppercase(), mark });
        mark = Mark::None;
    }
    tokens
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`')
}

fn sign_word(c: char) -> Option<&'static str> {
    match c {
        '%' => Some("percent"),
        '$' => Some("dollars"),
        '€' => Some("euros"),
        '£' => Some("pounds"),
        '&' => Some("and"),
        _ => None,
    }
}

fn mark_of(c: char, rest: &str) -> Mark {
    match c {
        '!' | '?' | ';' | '\n' | '\u{2026}' => Mark::Stop,
        '.' if rest.chars().next().is_none_or(|next| !next.is_alphanumeric()) => Mark::Stop,
        ',' | ':' | '(' | ')' | '\u{2013}' | '\u{2014}' => Mark::Comma,
        '-' if rest.starts_with([' ', '-']) => Mark::Comma,
        _ => Mark::None,
    }
}

/// "1,200" is 1200; "555.0199" stays as written for whoever reads telephone numbers.
fn plain_number(word: &str) -> String {
    let groups: Vec<&str> = word.split(',').collect();
    let thousands =
        groups.len() > 1 && groups[1..].iter().all(|g| g.split('.').next().is_some_and(|g| g.len() == 3));
    if thousands { groups.concat() } else { word.to_string() }
}

/// Words whose "'s" is "is", never a possessive.
const IS_WORDS: &[&str] = &[
    "it",
    "what",
    "who",
    "that",
    "there",
    "here",
    "he",
    "she",
    "where",
    "how",
    "when",
    "name",
    "this",
    "everything",
    "something",
    "nothing",
    "why",
    "number",
];

/// Contractions written without their apostrophe, as recognizers and hurried typists do.
const BARE: &[(&str, &str)] = &[
    ("im", "i am"),
    ("ive", "i have"),
    ("youre", "you are"),
    ("youve", "you have"),
    ("youll", "you will"),
    ("theyre", "they are"),
    ("theyve", "they have"),
    ("weve", "we have"),
    ("dont", "do not"),
    ("doesnt", "does not"),
    ("didnt", "did not"),
    ("cant", "can not"),
    ("cannot", "can not"),
    ("couldnt", "could not"),
    ("wouldnt", "would not"),
    ("shouldnt", "should not"),
    ("isnt", "is not"),
    ("wasnt", "was not"),
    ("arent", "are not"),
    ("werent", "were not"),
    ("havent", "have not"),
    ("hasnt", "has not"),
    ("wont", "will not"),
    ("thats", "that is"),
    ("whats", "what is"),
    ("whos", "who is"),
    ("hes", "he is"),
    ("shes", "she is"),
    ("theres", "there is"),
    ("heres", "here is"),
    ("lets", "let us"),
    ("gonna", "going to"),
    ("wanna", "want to"),
    ("gotta", "got to"),
    ("lemme", "let me"),
    ("gimme", "give me"),
    ("kinda", "kind of"),
    ("dunno", "do not know"),
];

/// One spelling for words that have several.
const SAME: &[(&str, &str)] = &[
    ("ok", "okay"),
    ("k", "k"),
    ("yeah", "yes"),
    ("yep", "yes"),
    ("yup", "yes"),
    ("nope", "no"),
    ("nah", "no"),
    ("hiya", "hi"),
    ("heya", "hey"),
    ("mister", "mr"),
    ("missus", "mrs"),
    ("missis", "mrs"),
    ("doctor", "dr"),
    ("thankyou", "thanks"),
    ("cv", "resume"),
    ("résumé", "resume"),
    ("resumé", "resume"),
    ("goodmorning", "morning"),
    ("o'clock", "oclock"),
    ("y'all", "you"),
    ("ma'am", "maam"),
    ("c'mon", "come"),
    ("cuz", "because"),
    ("'cause", "because"),
    ("mornin", "morning"),
    ("byebye", "bye"),
    ("goodby", "goodbye"),
    ("telephone", "phone"),
];

fn expand(token: Token, source: &str, out: &mut Vec<Token>) {
    let word = token.text.as_str();
    if let Some((_, same)) = SAME.iter().find(|(from, _)| *from == word) {
        out.push(Token { text: (*same).to_string(), ..token });
        return;
    }
    if let Some((_, full)) = BARE.iter().find(|(from, _)| *from == word) {
        let parts: Vec<&str> = full.split(' ').collect();
        push_parts(&token, &parts, token.end - token.start, out);
        return;
    }
    let Some(at) = word.find('\'') else {
        out.push(token);
        return;
    };
    let (stem, tail) = word.split_at(at);
    let expanded = match (stem, tail) {
        ("can", "'t") => Some(vec!["can", "not"]),
        ("won", "'t") => Some(vec!["will", "not"]),
        ("let", "'s") => Some(vec!["let", "us"]),
        (_, "'t") if stem.len() > 2 && stem.ends_with('n') => Some(vec![&stem[..stem.len() - 1], "not"]),
        (_, "'m") => Some(vec![stem, "am"]),
        (_, "'re") => Some(vec![stem, "are"]),
        (_, "'ve") => Some(vec![stem, "have"]),
        (_, "'ll") => Some(vec![stem, "will"]),
        (_, "'d") => Some(vec![stem, "would"]),
        (_, "'s") if IS_WORDS.contains(&stem) => Some(vec![stem, "is"]),
        _ => None,
    };
    // Lower case may be shorter or longer than what was written: the cut is measured there.
    let written = source[token.start..token.end].find(is_apostrophe).unwrap_or(0);
    match expanded {
        Some(parts) if written > 0 => push_parts(&token, &parts, written, out),
        // A possessive: the person or thing itself.
        _ if tail == "'s" => out.push(Token { text: stem.to_string(), ..token.clone() }),
        _ => out.push(Token { text: word.replace('\'', ""), ..token.clone() }),
    }
}

/// The first part gets the first `stem` bytes of the word, the last part the rest.
fn push_parts(token: &Token, parts: &[&str], stem: usize, out: &mut Vec<Token>) {
    let bytes = token.end - token.start;
    let cut = token.start + stem.min(bytes);
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        let (start, end) = match (index, last) {
            (0, _) => (token.start, cut),
            (_, true) if cut < token.end => (cut, token.end),
            _ => (token.start, token.end),
        };
        out.push(Token {
            text: (*part).to_string(),
            start,
            end,
            filler: false,
            capital: token.capital && index == 0,
            mark: if index == 0 { token.mark } else { Mark::None },
        });
    }
}

const COMPOUNDS: &[(&str, &str, &str)] = &[
    ("e", "mail", "email"),
    ("voice", "mail", "voicemail"),
    ("e", "mailed", "emailed"),
    ("good", "bye", "goodbye"),
    ("bye", "bye", "bye"),
    ("web", "site", "website"),
    ("per", "cent", "percent"),
    ("mail", "box", "mailbox"),
    ("h", "r", "hr"),
    ("i", "t", "it"),
    ("p", "m", "pm"),
    ("a", "m", "am"),
    ("o", "clock", "oclock"),
];

fn join_compounds(tokens: &mut Vec<Token>) {
    let mut at = 0;
    while at + 1 < tokens.len() {
        let pair = COMPOUNDS.iter().find(|(a, b, _)| {
            tokens[at].text == *a && tokens[at + 1].text == *b && tokens[at + 1].mark != Mark::Stop
        });
        // "i t" and "a m" are letters only where a letter is expected.
        let spelled =
            |at: usize| tokens.get(at).is_some_and(|t| t.text.len() == 1 && t.text != "i" && t.text != "a");
        let alone = (at == 0 || !spelled(at - 1)) && !spelled(at + 2);
        if let Some((a, _, whole)) = pair.filter(|(a, ..)| a.len() > 1 || alone)
            && (*a != "i" || tokens[at].capital)
        {
            tokens[at].text = (*whole).to_string();
            tokens[at].end = tokens[at + 1].end;
            tokens.remove(at + 1);
        }
        at += 1;
    }
}

/// Base verbs after which "ill" was "i'll" and "id" was "i'd".
const WILL_VERBS: &[&str] = &[
    "call", "try", "send", "be", "give", "phone", "ring", "hold", "wait", "get", "stop", "check", "plan",
    "follow", "drop", "email", "mail", "leave", "take", "make", "keep", "just", "let", "talk", "put", "go",
    "do", "have", "apply", "come", "see", "bring", "touch", "reach", "write", "contact",
];
const WOULD_VERBS: &[&str] = &[
    "like",
    "love",
    "rather",
    "prefer",
    "be",
    "appreciate",
    "really",
    "still",
    "just",
    "welcome",
    "want",
    "need",
    "hate",
    "also",
    "sooner",
    "even",
];

/// Words that mean two things without punctuation or in a recognizer's spelling.
fn resolve_doubtful(tokens: &mut Vec<Token>) {
    let mut at = 0;
    while at < tokens.len() {
        let next = tokens.get(at + 1).map_or("", |t| t.text.as_str());
        let before = if at > 0 { tokens[at - 1].text.as_str() } else { "" };
        let parts: Option<[&str; 2]> = match tokens[at].text.as_str() {
            "ill" if WILL_VERBS.contains(&next) => Some(["i", "will"]),
            "id" if WOULD_VERBS.contains(&next) => Some(["i", "would"]),
            "well" if before == "we" => None,
            "its"
                if matches!(
                    next,
                    "a" | "the"
                        | "about"
                        | "me"
                        | "not"
                        | "regarding"
                        | "personal"
                        | "just"
                        | "in"
                        | "okay"
                        | "been"
                        | "to"
                ) =>
            {
                Some(["it", "is"])
            }
            _ => None,
        };
        let alone = match tokens[at].text.as_str() {
            "too"
                if !matches!(
                    before,
                    "me" | "you"
                        | "is"
                        | "was"
                        | "are"
                        | "way"
                        | "far"
                        | "not"
                        | "much"
                        | "it"
                        | "him"
                        | "her"
                ) && !matches!(
                    next,
                    "" | "much"
                        | "long"
                        | "late"
                        | "bad"
                        | "busy"
                        | "many"
                        | "soon"
                        | "early"
                        | "far"
                        | "big"
                        | "small"
                        | "old"
                        | "often"
                        | "hard"
                        | "pushy"
                ) =>
            {
                Some("to")
            }
            "four"
                if matches!(
                    next,
                    "a" | "an"
                        | "the"
                        | "your"
                        | "you"
                        | "him"
                        | "her"
                        | "my"
                        | "me"
                        | "that"
                        | "this"
                        | "our"
                        | "some"
                ) =>
            {
                Some("for")
            }
            _ => None,
        };
        if let Some(word) = alone {
            tokens[at].text = word.to_string();
        }
        if let Some(parts) = parts {
            let token = tokens.remove(at);
            let mut split = Vec::with_capacity(2);
            push_parts(&token, &parts, 1, &mut split);
            for (offset, part) in split.into_iter().enumerate() {
                tokens.insert(at + offset, part);
            }
        }
        at += 1;
    }
}

/// Sounds of hesitation.
pub const HESITATIONS: &[&str] =
    &["um", "uh", "er", "erm", "hmm", "uhm", "umm", "uhh", "mm", "eh", "ah", "mhm", "err", "hm"];
/// Function words that nobody means to say twice in a row.
const STUTTERED: &[&str] = &[
    "i", "the", "a", "an", "to", "and", "my", "like", "is", "it", "in", "of", "for", "we", "you", "am", "at",
];
/// After these, "like" is a verb or a comparison.
const LIKE_IS_MEANT: &[&str] = &[
    "would",
    "i",
    "we",
    "you",
    "they",
    "to",
    "feel",
    "feels",
    "look",
    "looks",
    "sound",
    "sounds",
    "something",
    "anything",
    "things",
    "people",
    "someone",
    "somebody",
    "anybody",
    "anyone",
    "more",
    "really",
    "not",
    "do",
    "much",
    "is",
    "was",
    "be",
    "seem",
    "seems",
    "just",
    "weather",
    "work",
    "also",
    "still",
    "exactly",
    "did",
    "one",
    "who",
    "companies",
    "firms",
    "places",
    "jobs",
    "job",
    "kind",
];

fn mark_fillers(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let word = tokens[at].text.clone();
        let before = tokens[..at].iter().rev().find(|t| !t.filler).map_or(String::new(), |t| t.text.clone());
        let next = tokens.get(at + 1).map_or("", |t| t.text.as_str());
        let filler = match word.as_str() {
            w if HESITATIONS.contains(&w) => true,
            w if STUTTERED.contains(&w) && w == before && tokens[at].mark != Mark::Stop => true,
            "you" if next == "know" => is_hedge(tokens, at, &before),
            "know" if before_is_hedge(tokens, at) => true,
            "like" => {
                !LIKE_IS_MEANT.contains(&before.as_str()) && !before.is_empty() && !is_compared(tokens, at)
            }
            _ => false,
        };
        tokens[at].filler = filler;
    }
}

/// "you know" asks or tells after "do", "as", "let" and before a fact; elsewhere it is a hedge.
fn is_hedge(tokens: &[Token], at: usize, before: &str) -> bool {
    let after = tokens.get(at + 2).map_or("", |t| t.text.as_str());
    !matches!(
        before,
        "do" | "did"
            | "would"
            | "as"
            | "if"
            | "let"
            | "that"
            | "might"
            | "may"
            | "have"
            | "who"
            | "people"
            | "and"
            | "someone"
            | "anyone"
            | "because"
            | "both"
            | "what"
            | "could"
    ) && !matches!(
        after,
        "who"
            | "what"
            | "when"
            | "where"
            | "that"
            | "of"
            | "if"
            | "why"
            | "how"
            | "him"
            | "her"
            | "me"
            | "anyone"
            | "anybody"
            | "each"
            | "whether"
    )
}

fn before_is_hedge(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens[at - 1].text == "you" && tokens[at - 1].filler
}

/// "a firm like yours", "what is it like", "like you": a comparison.
fn is_compared(tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1).map_or("", |t| t.text.as_str());
    let asked = tokens[..at].iter().rev().take(7).any(|t| t.is(&["what", "how"]));
    matches!(next, "yours" | "mine" | "this" | "that" | "these" | "those" | "me" | "you" | "ours" | "us")
        || (asked
            && (next.is_empty()
                || matches!(next, "to" | "in" | "there" | "for" | "at" | "working" | "over" | "today")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        assert_eq!(joined(&content(text)), expected, "{text:?}");
    }

    #[test]
    fn contractions_are_expanded_with_or_without_apostrophe() {
        case("I'm sure we don't", "i am sure we do not");
        case("im sure we dont", "i am sure we do not");
        case("I\u{2019}ll call, won\u{2019}t I?", "i will call will not i");
        case("what's her name", "what is her name");
        case("John's idea", "john idea");
        case("ill call you and id like that", "i will call you and i would like that");
    }

    #[test]
    fn numbers_signs_and_letters_come_apart() {
        case("$1,200 at 35% by 2pm", "dollars 1200 at 35 percent by 2 pm");
        case("e-mail or voice mail", "email or voicemail");
    }

    #[test]
    fn fillers_are_marked_and_meant_words_are_kept() {
        case("um I uh would like, like, to er talk", "i would like to talk");
        case("you know i think you know him", "i think you know him");
        case("do you know who i should call", "do you know who i should call");
        case("what is it like to work there", "what is it like to work there");
        case("five five like zero one", "five five zero one");
        case("i i want the the boss", "i want the boss");
    }

    #[test]
    fn offsets_point_at_the_words() {
        let text = "Hi — I’m Zoë; call 555-0199!";
        let shown: Vec<&str> = normalize(text).iter().map(|t| &text[t.start..t.end]).collect();
        assert_eq!(shown, ["Hi", "I", "’m", "Zoë", "call", "555", "0199"]);
    }

    proptest! {
        #[test]
        fn any_text_gives_offsets_inside_it(text in "\\PC{0,200}") {
            for token in normalize(&text) {
                prop_assert!(text.get(token.start..token.end).is_some_and(|quote| !quote.is_empty()));
            }
        }

        #[test]
        fn apostrophes_and_controls_do_no_harm(text in "[a-z'\u{2019}İß\u{0}-\u{1f} ]{0,60}") {
            for token in normalize(&text) {
                prop_assert!(text.get(token.start..token.end).is_some());
            }
        }
    }
}

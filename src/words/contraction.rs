//! Words that stand for several, and several that stand for one.
//!
//! A word as written enters, normalised tokens leave: contractions with and without their apostrophe, spellings of
//! one word, compounds. What the words mean is not this page's business.

use super::normal::{Mark, Token, is_apostrophe};

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
    ("thank's", "thanks"),
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

/// One word as the tokens that it stands for.
pub(super) fn expand(token: Token, source: &str, out: &mut Vec<Token>) {
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
            capitals: false,
            mark: if index == 0 { token.mark } else { Mark::None },
        });
    }
}

/// Two words that are one.
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

/// Writes them as one.
pub(super) fn join_compounds(tokens: &mut Vec<Token>) {
    let mut at = 0;
    while at + 1 < tokens.len() {
        let pair = COMPOUNDS.iter().find(|(a, b, _)| {
            tokens[at].text == *a && tokens[at + 1].text == *b && tokens[at + 1].mark != Mark::Stop
        });
        // "i t" and "a m" are letters only where a letter is expected.
        let spelled =
            |at: usize| tokens.get(at).is_some_and(|t| t.text.len() == 1 && t.text != "i" && t.text != "a");
        let alone = !(spelled(at + 2) || at > 0 && spelled(at - 1));
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
pub(super) fn resolve_doubtful(tokens: &mut Vec<Token>) {
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

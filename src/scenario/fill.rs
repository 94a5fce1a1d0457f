//! Placeholders in lines: `{company}`, `{caller|there}`, `{contact.first}`.
//!
//! Enters: a line as written and a way to look names up. Leaves: the line as said, and whether anything was
//! missing. A value is never filled again, so a brief cannot smuggle in placeholders.

/// A line with its placeholders filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub text: String,
    /// A placeholder without a fallback stood for nothing known: another wording fits better.
    pub complete: bool,
}

/// Fills a line. `lookup` gets the name without `.first` or `.last`. A fallback may hold placeholders itself:
/// `{time|{day_one}}`.
pub fn fill(line: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Filled {
    let mut complete = true;
    let text = fill_part(line, lookup, &mut complete, DEEPEST);
    Filled { text: tidy(&text), complete }
}

/// Fills a few words that are no sentence: nothing gets a capital.
pub fn fill_words(words: &str, lookup: &dyn Fn(&str) -> Option<String>) -> String {
    fill_part(words, lookup, &mut true, DEEPEST)
}

/// Fallbacks inside fallbacks: deeper ones stay as they are written.
const DEEPEST: usize = 3;

fn fill_part(
    line: &str,
    lookup: &dyn Fn(&str) -> Option<String>,
    complete: &mut bool,
    depth: usize,
) -> String {
    let mut text = String::with_capacity(line.len() + 16);
    let mut rest = line;
    while let Some(open) = rest.find('{') {
        let Some(close) = closing(&rest[open..]).filter(|_| depth > 0) else { break };
        text.push_str(&rest[..open]);
        let inside = &rest[open + 1..open + close];
        let (name, fallback) = match inside.split_once('|') {
            Some((name, fallback)) => (name.trim(), Some(fallback)),
            None => (inside.trim(), None),
        };
        match (value(name, lookup), fallback) {
            (Some(value), _) => text.push_str(&value),
            (None, Some(fallback)) => text.push_str(&fill_part(fallback, lookup, complete, depth - 1)),
            (None, None) => *complete = false,
        }
        rest = &rest[open + close + 1..];
    }
    text.push_str(rest);
    text
}

/// Where the brace that starts the text is closed.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open == 1 => return Some(at),
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn value(name: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let (name, part) = match name.split_once('.') {
        Some((name, part)) => (name, Some(part)),
        None => (name, None),
    };
    let value = lookup(name).filter(|value| !value.trim().is_empty())?;
    let word = match part {
        Some("first") => value.split_whitespace().next(),
        Some("last") => value.split_whitespace().last(),
        _ => None,
    };
    Some(word.map_or(value.clone(), str::to_owned))
}

/// Closes the gaps that an empty placeholder leaves and starts sentences with a capital.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut sentence_start = true;
    for word in text.split_whitespace() {
        let only_marks = word.chars().all(|c| matches!(c, ',' | '.' | '?' | '!' | ';' | ':'));
        if only_marks && !out.is_empty() {
            // "Thanks, {caller}." without a caller is "Thanks.", not "Thanks,".
            let bare = out.trim_end_matches([',', ';', ':']).len();
            if word.starts_with(['.', '?', '!']) {
                out.truncate(bare);
            }
            if !out.ends_with(['.', ',', '?', '!']) {
                out.push_str(word);
            }
        } else {
            if !out.is_empty() {
                out.push(' ');
            }
            if sentence_start {
                let mut chars = word.chars();
                out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(chars.as_str());
            } else {
                out.push_str(word);
            }
        }
        sentence_start = word.ends_with(['?', '!']) || (word.ends_with('.') && !is_abbreviation(word));
    }
    out
}

fn is_abbreviation(word: &str) -> bool {
    matches!(word, "Mr." | "Ms." | "Mrs." | "Dr." | "St." | "a.m." | "p.m." | "...") || word.ends_with("...")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(line: &str, text: &str, complete: bool) {
        let lookup = |name: &str| match name {
            "caller" => Some("Ann Baker".to_owned()),
            "contact" => Some("Robert Ellis".to_owned()),
            "time" => Some("thursday at two".to_owned()),
            "trick" => Some("{contact}".to_owned()),
            _ => None,
        };
        let filled = fill(line, &lookup);
        assert_eq!((filled.text.as_str(), filled.complete), (text, complete), "{line:?}");
    }

    #[test]
    fn fills_placeholders() {
        case("Hello {caller}.", "Hello Ann Baker.", true);
        case("Hello {caller.first}, {contact.last} here.", "Hello Ann, Ellis here.", true);
        case("So, {nobody|my friend}, what is it?", "So, my friend, what is it?", true);
        case("Thank you, {nobody|}.", "Thank you.", true);
        case("Well, {nobody}, is it?", "Well, is it?", false);
        case("Thanks {nobody} . And?", "Thanks. And?", false);
        case("{time} it is.", "Thursday at two it is.", true);
        case("So. {time}?", "So. Thursday at two?", true);
        case("Ask {trick}.", "Ask {contact}.", true);
        case("{nobody|{time}} it is.", "Thursday at two it is.", true);
        case("{nobody|{no one|{contact.first|x}}}!", "Robert!", true);
        case("{nobody|{no one}} it is.", "It is.", false);
        case("An open { brace", "An open { brace", true);
        case("Mr. ellis is out", "Mr. ellis is out", true);
        case("", "", true);
    }
}

//! Names: which characters they have, how they are quoted, which one was meant.

/// A name has at most this many bytes.
pub const LONGEST_NAME: usize = 64;

/// Letters, digits, `_` and `-`, 1 to [`LONGEST_NAME`] of them: safe in a file name, a graph and a terminal.
pub fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// A stranger's text inside a message: in backticks, escapes made visible, cut after 60 characters.
pub fn quoted(text: &str) -> String {
    let mut letters = text.chars();
    let shown: String = letters.by_ref().take(60).collect();
    let cut = if letters.next().is_some() { "..." } else { "" };
    format!("`{}{cut}`", visible(&shown))
}

/// The text with its control characters spelled out.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_control(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Characters that move the cursor, colour a terminal, or turn the reading direction round
/// (the bidirectional controls of Unicode's UAX 9, which can make a text read as another).
pub fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The known name that is nearest to `name`, when it is near: a third of its letters may differ.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.is_empty() || name.len() > LONGEST_NAME {
        return None;
    }
    let name = name.to_lowercase();
    let allowed = (name.chars().count() / 3).max(1);
    known
        .filter(|candidate| candidate.len() <= LONGEST_NAME)
        .map(|candidate| (distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

/// Letters added, left out, changed, or two neighbours swapped (Damerau 1964, the restricted form).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(name: &str, known: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(name, known.iter().copied()), expected, "{name}");
    }

    #[test]
    fn the_name_that_was_meant() {
        case("receptoin", &["reception", "screening"], Some("reception"));
        case("Reception", &["reception"], Some("reception"));
        case("sreening", &["reception", "screening"], Some("screening"));
        case("hr", &["lobby", "reception"], None);
        case("", &["a"], None);
        case("ask_trasnfer", &["ask_transfer", "ask_hr"], Some("ask_transfer"));
        case(&"x".repeat(LONGEST_NAME + 1), &["x"], None);
    }

    #[test]
    fn a_strangers_text_cannot_paint() {
        assert_eq!(quoted("a\u{1b}[2Jb"), "`a\\u{1b}[2Jb`");
        assert_eq!(quoted("a\u{202e}b"), "`a\\u{202e}b`");
        assert_eq!(quoted(&"x".repeat(61)), format!("`{}...`", "x".repeat(60)));
    }

    #[test]
    fn names_are_plain() {
        assert!(is_name("put-through_2"));
        assert!(!is_name("") && !is_name("a b") && !is_name("é") && !is_name(&"a".repeat(65)));
    }
}

//! What a file may cost before anything is built from it. Scenario files are data from strangers.
//!
//! Text goes in, problems come out. One pass over the bytes, no recursion, no allocation that grows
//! with the nesting: it runs before the TOML reader, whose own work grows with the depth.

use super::names::is_control;
use super::problem::{Code, Problems};

/// A file may have this many bytes. The longest scenario of the collection stays under a tenth of it.
pub const MOST_BYTES: usize = 256 * 1024;
/// Brackets inside brackets: `on = [ { when = [ .. ] } ]` needs three.
pub const DEEPEST: usize = 4;
pub const MOST_STATES: usize = 200;
/// Edges of one state.
pub const MOST_EDGES: usize = 40;
/// Wordings of one line.
pub const MOST_WORDINGS: usize = 20;
pub const MOST_MOVES: usize = 100;
/// Examples of one move, and counter-examples.
pub const MOST_EXAMPLES: usize = 60;
/// People, decks, endings, cards of a deck, words of a list: everything else that can be counted.
pub const MOST_OTHERS: usize = 100;
/// A spoken line has at most this many characters: at 150 words a minute about 16 seconds.
pub const LONGEST_LINE: usize = 240;
/// A line of more words than this is hard to follow on the telephone.
pub const MOST_WORDS: usize = 35;
/// Any other text: a goal, an example, a value of the brief.
pub const LONGEST_TEXT: usize = 1_000;

/// True when the file may be read further.
pub(super) fn measure(text: &str, problems: &mut Problems) -> bool {
    if text.len() > MOST_BYTES {
        let message = format!("the file has {} bytes, at most {MOST_BYTES} are read", text.len());
        problems.push(Code::TooLarge, 0..0, message, "split it into several scenarios");
        return false;
    }
    let clean = no_control_characters(text, problems);
    if let Some(at) = too_deep(text) {
        let message = format!("brackets or dotted keys are nested deeper than {DEEPEST}");
        problems.push(
            Code::TooDeep,
            at..at + 1,
            message,
            "the format needs three levels: close the brackets before this one",
        );
        return false;
    }
    clean
}

/// Newlines and tabs are how a file is laid out; everything else of the kind is refused, comments included:
/// a problem is shown with its line, and the line must not paint the terminal.
fn no_control_characters(text: &str, problems: &mut Problems) -> bool {
    let bad = |(at, c): &(usize, char)| {
        let laid_out = matches!(c, '\n' | '\t')
            || (*c == '\r' && text.as_bytes().get(at + 1) == Some(&b'\n'))
            || (*c == '\u{FEFF}' && *at == 0);
        is_control(*c) && !laid_out
    };
    let mut clean = true;
    for (at, c) in text.char_indices().filter(bad).take(20) {
        clean = false;
        let message = format!("control character U+{:04X}", u32::from(c));
        problems.push(
            Code::ControlCharacter,
            at..at + c.len_utf8(),
            message,
            "delete it: it is invisible, and terminals obey it",
        );
    }
    clean
}

/// The byte at which the nesting becomes too deep. Strings and comments are skipped as TOML reads them.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth, mut dots) = (0, 0_usize, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => at += bytes[at..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - at),
            b'"' | b'\'' => {
                at = after_string(bytes, at);
                continue;
            }
            b'[' | b'{' => {
                depth += 1;
                dots = 0;
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'.' => dots += 1,
            b'=' | b',' | b'\n' => dots = 0,
            _ => {}
        }
        if depth > DEEPEST || dots > DEEPEST {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The index after the string that starts at `start`. A one-line string ends with its line.
fn after_string(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let long = bytes[start..].starts_with(&[quote; 3]);
    let escapes = quote == b'"';
    let mut at = start + if long { 3 } else { 1 };
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if escapes && (long || bytes.get(at + 1) != Some(&b'\n')) => at += 1,
            b'\n' if !long => return at,
            byte if *byte == quote && !long => return at + 1,
            byte if *byte == quote && bytes[at..].starts_with(&[quote; 3]) => {
                let quotes = bytes[at..].iter().take(5).take_while(|byte| **byte == quote).count();
                return at + quotes;
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn depth(text: &str, expected: Option<usize>) {
        assert_eq!(too_deep(text), expected, "{text:?}");
    }

    #[test]
    fn nesting_is_counted_outside_of_strings_and_comments() {
        depth("on = [ { when = [ [ ] ] } ]", None);
        depth("a = [[[[[1]]]]]", Some(8));
        depth("a = '[[[[[['\nb = \"[[[[[[\\\"[[[[\"", None);
        depth("a = \"\"\"[[[[[[ \" [[\n[[ \"\"\"\"\nb=[[[[[", Some(33));
        depth("# [[[[[[[\n[a]\n[b]\n[c]\n[d]\n[e]\n[f]", None);
        depth("a.b.c.d.e = 1", None);
        depth("a.b.c.d.e.f = 1", Some(9));
        depth("x = 'unclosed [[[[[[\n[a]", None);
        depth("x = { a = { b = { c = { d = 1 } } } } }", None);
        depth("x = { a = { b = { c = { d = { e = 1 } } } } } }", Some(28));
    }

    #[test]
    fn a_wall_of_brackets_is_refused_at_once() {
        for bracket in ["[", "{", "a.", "[a.", "x=[", "{a="] {
            let wall = bracket.repeat(100_000 / bracket.len());
            let mut problems = Problems::default();
            assert!(!measure(&wall, &mut problems), "{bracket}");
            assert_eq!(problems.finish(&wall)[0].code, Code::TooDeep, "{bracket}");
        }
    }

    #[test]
    fn control_characters_are_refused_even_in_comments() {
        let mut problems = Problems::default();
        assert!(!measure("# \u{1b}]0;hello\u{7}\r\n\ta = 1\r", &mut problems));
        let found: Vec<_> = problems.finish("").into_iter().map(|problem| problem.message).collect();
        assert_eq!(
            found,
            ["control character U+001B", "control character U+0007", "control character U+000D"]
        );
    }
}

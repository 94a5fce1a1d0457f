//! Written text to the words that are said: "9:30am" is "nine thirty A M".
//!
//! A line enters as its author wrote it. Its words leave, with the punctuation that shapes speech
//! (`, . ? ! ; : — …`) and nothing else: no digit, no symbol, no abbreviation. Single capitals are letters to
//! be spelled. American usage. This room must not know how any word is pronounced.
//!
//! Sentences are found here too, because only who knows that the dot of "Mr." is no full stop can.

mod chunks;
mod counting;
mod dates;
mod figures;
mod plain;
mod short_forms;

use chunks::{Chunk, chunks};

/// What a rule made of one or more chunks.
struct Reading {
    words: String,
    /// How many chunks were read, at least 1.
    chunks: usize,
    /// The dot after the last of them belongs to an abbreviation and ends no sentence.
    dot_taken: bool,
}

impl Reading {
    fn one(words: impl Into<String>) -> Option<Self> {
        Self::many(words, 1)
    }

    fn many(words: impl Into<String>, chunks: usize) -> Option<Self> {
        Some(Self { words: words.into(), chunks, dot_taken: false })
    }

    /// For a last chunk that ends in an abbreviation's dot.
    fn with_dot(words: impl Into<String>, chunks: usize, all: &[Chunk<'_>], at: usize) -> Option<Self> {
        let dot_taken = all.get(at + chunks - 1).is_some_and(|last| last.dot())
            && !chunks::sentence_seems_to_begin(all, at + chunks);
        Some(Self { words: words.into(), chunks, dot_taken })
    }
}

/// One step through the text.
struct Piece {
    /// Words and the punctuation after them.
    said: String,
    ends_sentence: bool,
    /// Byte offset behind the source of this piece.
    end: usize,
}

/// The words to say for a text.
///
/// ```
/// use coldcall::words::spoken::spoken;
/// assert_eq!(spoken("Call Mr. Ellis at 9:30am."), "Call Mister Ellis at nine thirty A M.");
/// ```
pub fn spoken(text: &str) -> String {
    let mut line = String::with_capacity(text.len() * 2);
    for piece in pieces(text) {
        let said = piece.said.trim();
        let glued = said.starts_with([',', '.', '?', '!', ';', ':', '…']);
        if glued && (line.is_empty() || line.ends_with([',', '.', '?', '!', ';', ':', '…'])) {
            continue;
        }
        if !line.is_empty() && !said.is_empty() && !glued {
            line.push(' ');
        }
        line.push_str(said);
    }
    line
}

/// The sentences of a text, as written, in order, without the white space around them.
/// A text without a word has none.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut has_words = false;
    for piece in pieces(text) {
        has_words |= piece.said.chars().any(char::is_alphabetic);
        if piece.ends_sentence && has_words {
            found.push(text[start..piece.end].trim());
            start = piece.end;
            has_words = false;
        }
    }
    if has_words {
        found.push(text[start..].trim());
    }
    found
}

fn pieces(text: &str) -> Vec<Piece> {
    let all = chunks(text);
    let mut pieces = Vec::with_capacity(all.len());
    let mut at = 0;
    while let Some(first) = all.get(at) {
        let reading = read(&all, at);
        let next = at + reading.chunks;
        let last = all.get(next - 1).unwrap_or(first);
        let mark = match last.mark(reading.dot_taken) {
            "," if next == all.len() => "",
            mark => mark,
        };
        let ends_sentence = next == all.len()
            || last.paragraph_ends
            || (matches!(mark, "." | "?" | "!" | "…") && !chunks::goes_on(&all, next));
        let opening = if first.lead.contains('(') && at > 0 && !reading.words.is_empty() { ", " } else { "" };
        pieces.push(Piece {
            said: format!("{opening}{}{mark}", reading.words),
            ends_sentence,
            end: last.end,
        });
        at = next;
    }
    pieces
}

fn read(all: &[Chunk<'_>], at: usize) -> Reading {
    figures::telephone(all, at)
        .or_else(|| dates::time(all, at))
        .or_else(|| dates::date(all, at))
        .or_else(|| plain::short_form(all, at))
        .or_else(|| figures::figure(all, at))
        .unwrap_or_else(|| plain::word(all, at))
}

#[cfg(test)]
mod tests;

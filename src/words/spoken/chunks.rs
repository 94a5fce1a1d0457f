//! The text cut at white space and dashes, each chunk with the punctuation around it set apart.

use super::short_forms;

#[derive(Debug, Clone, Copy)]
pub struct Chunk<'a> {
    /// Opening brackets and quotes.
    pub lead: &'a str,
    pub core: &'a str,
    /// Closing brackets, quotes and marks.
    pub trail: &'a str,
    /// Byte offset behind the chunk.
    pub end: usize,
    /// A blank line follows.
    pub paragraph_ends: bool,
}

const OPENING: &[char] =
    &['(', '[', '{', '<', '"', '\'', '“', '”', '‘', '’', '«', '*', '_', '¿', '¡', '~', '•'];
const CLOSING: &[char] = &[
    ')', ']', '}', '>', '"', '\'', '“', '”', '‘', '’', '»', '*', '_', '.', ',', ';', ':', '!', '?', '…', '-',
    '–',
];

impl Chunk<'_> {
    /// A dot follows at once.
    pub fn dot(&self) -> bool {
        self.trail.starts_with('.')
    }

    /// Nothing but perhaps an abbreviation's dot stands between this chunk and the next.
    pub fn runs_on(&self) -> bool {
        !self.paragraph_ends && (self.trail.is_empty() || self.trail == ".")
    }

    /// The mark that is heard after this chunk.
    pub fn mark(&self, dot_taken: bool) -> &'static str {
        let trail = if dot_taken { self.trail.get(1..).unwrap_or_default() } else { self.trail };
        let strongest = [
            ("?", "?"),
            ("!", "!"),
            ("...", "…"),
            ("…", "…"),
            (".", "."),
            (";", ";"),
            (":", ":"),
            (",", ","),
            (")", ","),
        ];
        strongest.iter().find(|(written, _)| trail.contains(written)).map_or("", |&(_, heard)| heard)
    }

    pub fn is_dash(&self) -> bool {
        matches!(self.core, "-" | "–" | "—" | "--")
    }

    pub fn starts_upper(&self) -> bool {
        self.core.starts_with(char::is_uppercase)
    }
}

/// Whether chunk `at` looks like the start of a sentence; days and months are capitals that are not.
pub fn sentence_seems_to_begin(all: &[Chunk<'_>], at: usize) -> bool {
    let Some(next) = all.get(at) else { return true };
    let paragraph = at > 0 && all.get(at - 1).is_some_and(|last| last.paragraph_ends);
    paragraph
        || (next.starts_upper() && short_forms::month(next.core).is_none() && !next.core.ends_with("day"))
}

/// Whether chunk `at` goes on with a sentence in spite of a full stop before it ("Wait... what?").
pub fn goes_on(all: &[Chunk<'_>], at: usize) -> bool {
    all.get(at).is_some_and(|next| next.core.starts_with(char::is_lowercase) || next.is_dash())
}

pub fn chunks(text: &str) -> Vec<Chunk<'_>> {
    let mut found: Vec<Chunk<'_>> = Vec::new();
    let mut start = None;
    let mut skip_until = 0;
    for (offset, character) in text.char_indices() {
        if offset < skip_until {
            continue;
        }
        let dash = character == '—' || text[offset..].starts_with("--");
        if character.is_whitespace() || dash {
            if let Some(start) = start.take() {
                found.push(chunk(text, start, offset));
            }
            if dash {
                let rest = text[offset..].trim_start_matches(['—', '-']);
                skip_until = text.len() - rest.len();
                found
                    .push(Chunk { lead: "", core: "—", trail: "", end: skip_until, paragraph_ends: false });
            }
            continue;
        }
        let first = *start.get_or_insert(offset);
        if ends_word(text, offset, character) {
            let end = offset + character.len_utf8();
            found.push(chunk(text, first, end));
            start = None;
        }
    }
    if let Some(start) = start {
        found.push(chunk(text, start, text.len()));
    }
    found
}

/// "yes,please": a mark between two letters ends a word even without white space.
fn ends_word(text: &str, offset: usize, character: char) -> bool {
    let letter_before = text[..offset].ends_with(char::is_alphabetic);
    let letter_after = text[offset + character.len_utf8()..].starts_with(char::is_alphabetic);
    matches!(character, ',' | ';' | '!' | '?' | '…') && letter_before && letter_after
}

fn chunk(text: &str, start: usize, end: usize) -> Chunk<'_> {
    let whole = &text[start..end];
    let core = if whole.chars().all(|c| matches!(c, '-' | '–')) {
        whole
    } else {
        let opened = whole.trim_start_matches(OPENING);
        opened.trim_end_matches(CLOSING)
    };
    let lead_length = core.as_ptr() as usize - whole.as_ptr() as usize;
    let after = text[end..].chars().take_while(|c| c.is_whitespace()).filter(|&c| c == '\n').count();
    Chunk {
        lead: &whole[..lead_length],
        core,
        trail: &whole[lead_length + core.len()..],
        end,
        paragraph_ends: after >= 2,
    }
}

//! Words, abbreviations, initials, addresses of the internet, letters mixed with digits.

use super::Reading;
use super::chunks::{Chunk, sentence_seems_to_begin};
use super::counting::{cardinal, digits};
use super::short_forms::{self, Dot};

/// An abbreviation, an initial, or a symbol that has words.
pub fn short_form(all: &[Chunk<'_>], at: usize) -> Option<Reading> {
    let chunk = all.get(at)?;
    if chunk.dot() {
        if let Some(reading) = saint_or_street(all, at).or_else(|| initial(all, at)) {
            return Some(reading);
        }
        let needs_figure = ["no", "fig", "vol"].iter().any(|short| chunk.core.eq_ignore_ascii_case(short));
        let figure_follows =
            all.get(at + 1).is_some_and(|next| next.core.starts_with(|c: char| c.is_ascii_digit()));
        if let Some((said, dot)) = short_forms::dotted(chunk.core)
            && (!needs_figure || figure_follows)
        {
            return match dot {
                Dot::Inner => {
                    Some(Reading { words: said.to_owned(), chunks: 1, dot_taken: at + 1 < all.len() })
                }
                Dot::MayEnd => Reading::with_dot(said, 1, all, at),
            };
        }
    }
    if let Some(letters) = dotted_letters(chunk.core) {
        return Reading::with_dot(letters, 1, all, at);
    }
    Reading::one(short_forms::bare(chunk.core)?)
}

/// "St." before a name is Saint, after one Street; "Dr." likewise Doctor and Drive.
fn saint_or_street(all: &[Chunk<'_>], at: usize) -> Option<Reading> {
    let (before_name, after_name) = match all.get(at)?.core {
        "St" => ("Saint", "Street"),
        "Dr" => ("Doctor", "Drive"),
        _ => return None,
    };
    let name_follows = all.get(at + 1).is_some_and(Chunk::starts_upper);
    let name_before =
        at > 0 && all.get(at - 1).is_some_and(|chunk| chunk.starts_upper() && chunk.trail.is_empty());
    let house_number =
        at > 1 && all.get(at - 2).is_some_and(|c| c.core.starts_with(|c: char| c.is_ascii_digit()));
    if name_follows {
        let words = if name_before && house_number { after_name } else { before_name };
        return Some(Reading { words: words.to_owned(), chunks: 1, dot_taken: true });
    }
    Reading::with_dot(if name_before { after_name } else { before_name }, 1, all, at)
}

/// "J." of "J. K. Ellis".
fn initial(all: &[Chunk<'_>], at: usize) -> Option<Reading> {
    let chunk = all.get(at)?;
    let mut letters = chunk.core.chars();
    let letter = letters.next().filter(|letter| letter.is_uppercase() && *letter != 'I')?;
    if letters.next().is_some() || !sentence_seems_to_begin(all, at + 1) || at + 1 == all.len() {
        return None;
    }
    Some(Reading { words: letter.to_string(), chunks: 1, dot_taken: true })
}

/// "U.S", "D.C", "J.K" (the last dot is the chunk's own).
fn dotted_letters(core: &str) -> Option<String> {
    let parts: Vec<&str> = core.split('.').collect();
    let are_letters = parts.iter().all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    });
    (parts.len() > 1 && are_letters).then(|| parts.join(" "))
}

/// Whatever no other rule has read.
pub fn word(all: &[Chunk<'_>], at: usize) -> Reading {
    let core = all.get(at).map_or("", |chunk| chunk.core);
    let words = if core == "—" || core == "–" || core == "-" {
        if at == 0 || at + 1 == all.len() { String::new() } else { "—".to_owned() }
    } else {
        address(core).unwrap_or_else(|| parts(core))
    };
    Reading { words, chunks: 1, dot_taken: false }
}

/// "dana@meridian.com", "www.meridian.com/jobs".
fn address(core: &str) -> Option<String> {
    let lowered = core.to_ascii_lowercase();
    let endings = [".com", ".org", ".net", ".edu", ".gov", ".io", ".co", ".us", ".design"];
    let host = lowered.trim_start_matches("https://").trim_start_matches("http://");
    let is_host = host.starts_with("www.")
        || endings.iter().any(|ending| host.split('/').next().unwrap_or(host).ends_with(ending));
    let is_mail = host.split_once('@').is_some_and(|(user, domain)| !user.is_empty() && domain.contains('.'));
    if !is_host && !is_mail {
        return None;
    }
    let mut said = String::new();
    for character in host.replacen("www.", "w w w.", 1).chars() {
        match character {
            '.' => said.push_str(" dot "),
            '@' => said.push_str(" at "),
            '-' => said.push_str(" dash "),
            '_' => said.push_str(" underscore "),
            '/' => said.push_str(" slash "),
            digit if digit.is_ascii_digit() => said.push_str(&format!(" {} ", digits(&digit.to_string()))),
            letter if letter.is_alphabetic() => said.push(letter),
            _ => said.push(' '),
        }
    }
    Some(said.replace("w w w", "W W W").split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Runs of letters as they are, runs of digits as numbers, symbols as words or white space.
fn parts(core: &str) -> String {
    let mut said = String::with_capacity(core.len());
    let mut number = String::new();
    for character in core.chars() {
        if character.is_ascii_digit() {
            number.push(character);
            continue;
        }
        push_number(&mut said, &mut number);
        match character {
            '\'' | '’' | '‘' => said.push('\''),
            '-' | '‑' if said.ends_with(char::is_alphabetic) => said.push('-'),
            letter if letter.is_alphabetic() => said.push(letter),
            symbol => {
                said.push(' ');
                if let Some(words) = short_forms::bare(symbol.encode_utf8(&mut [0; 4])) {
                    said.push_str(words);
                    said.push(' ');
                }
            }
        }
    }
    push_number(&mut said, &mut number);
    let words: Vec<&str> =
        said.split_whitespace().map(|word| word.trim_matches('-')).filter(|word| has_letter(word)).collect();
    words.join(" ")
}

fn has_letter(word: &str) -> bool {
    word.contains(char::is_alphabetic)
}

/// "Q3" is Q three, "COVID-19" covid nineteen, "A204" A two oh four.
fn push_number(said: &mut String, number: &mut String) {
    if number.is_empty() {
        return;
    }
    let words = match number.parse::<u64>() {
        Ok(value) if number.len() < 3 && !number.starts_with('0') => cardinal(value),
        _ => digits(number),
    };
    if said.ends_with('-') {
        said.pop();
    }
    said.push(' ');
    said.push_str(&words);
    said.push(' ');
    number.clear();
}

//! Words to the phonemes of hibari's alphabet (misaki's: "Good morning" is `ɡˌʊd mˈɔɹnɪŋ`).

use super::SpeakError;
use super::names;
use super::unknown_words::UnknownWords;
use misaki_rs::{G2P, Language, MToken};
use std::collections::HashMap;

/// The acoustic model was trained on sentences up to about this long.
const LONGEST: usize = 400;

/// Words that the dictionary lacks or reads in a way that no caller expects, in lower case.
const READINGS: &[(&str, &str)] =
    &[("resumes", "ɹˈɛzəmˌAz"), ("résumé", "ɹˈɛzəmˌA"), ("résumés", "ɹˈɛzəmˌAz")];
/// "resume" is a verb behind these, else the paper that a career is written on.
const RESUME: &str = "ɹˈɛzəmˌA";
const BEFORE_A_VERB: &[&str] = &[
    "to", "will", "would", "can", "could", "should", "may", "might", "must", "we", "i", "you", "they",
    "let's", "we'll", "i'll", "you'll", "they'll",
];

pub struct Pronouncer {
    dictionary: G2P,
    vocabulary: HashMap<char, i32>,
}

impl Pronouncer {
    pub fn load(vocabulary: &[u8], unknown_words: UnknownWords) -> Result<Self, SpeakError> {
        let vocabulary: HashMap<char, i32> = serde_json::from_slice(vocabulary)
            .map_err(|error| SpeakError::Weights { part: "vocab.json", reason: error.to_string() })?;
        let mut dictionary = G2P::with_fallback(Language::EnglishUS, Some(Box::new(unknown_words)));
        // What stays unknown inside a word is left out, not marked by a sign that would be said.
        dictionary.unk = String::new();
        Ok(Self { dictionary, vocabulary })
    }

    /// `words` as `crate::words::spoken` writes them.
    pub fn phonemes(&self, words: &str) -> Result<String, String> {
        let (_, tokens) = self.dictionary.g2p(words).map_err(|error| error.to_string())?;
        // The model knows the tap and the glottal stop by these letters.
        Ok(with_readings(&tokens).trim().replace('ɾ', "T").replace('ʔ', "t"))
    }

    /// Ids for the acoustic model, in stretches that it can take, cut between clauses where there are any.
    pub fn ids(&self, words: &str) -> Result<Vec<Vec<i32>>, String> {
        let phonemes = self.phonemes(words)?;
        let ids = |part: &str| -> Vec<i32> {
            part.chars().filter_map(|phoneme| self.vocabulary.get(&phoneme).copied()).collect()
        };
        Ok(stretches(&phonemes).into_iter().map(ids).filter(|ids| !ids.is_empty()).collect())
    }
}

/// The line's phonemes with our readings in the place of the dictionary's. (Its own notation for that,
/// `[word](/phonemes/)`, is overruled by a later look-up for every word that it has.)
fn with_readings(tokens: &[MToken]) -> String {
    let text = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |token| token.text.as_str());
    let mut line = String::new();
    for (at, token) in tokens.iter().enumerate() {
        match reading(&token.text, text(at.checked_sub(1)), text(Some(at + 1))) {
            Some(phonemes) => line.push_str(&phonemes),
            None => line.push_str(token.phonemes.as_deref().unwrap_or_default()),
        }
        line.push_str(&token.whitespace);
    }
    line
}

fn reading(word: &str, before: &str, after: &str) -> Option<String> {
    if let Some(owner) = word.strip_suffix("'s")
        && let Some(phonemes) = reading(owner, before, after)
    {
        return Some(format!("{phonemes}{}", possessive(&phonemes)));
    }
    let lowered = word.to_lowercase();
    let phonemes = match lowered.as_str() {
        "resume" if BEFORE_A_VERB.contains(&before.to_lowercase().as_str()) => return None,
        "resume" => RESUME,
        // The letter among other letters ("A M"), not the article.
        "a" if word == "A" && (is_letter(before) || is_letter(after)) => "ˈA",
        known => match READINGS.iter().find(|(word, _)| *word == known) {
            Some((_, phonemes)) => phonemes,
            None => names::name(word)?,
        },
    };
    Some(phonemes.to_owned())
}

/// "Dana's" ends in z, "Garcia's" too, "Ellis's" in a syllable of its own, "Janet's" in s.
fn possessive(phonemes: &str) -> &'static str {
    match phonemes.chars().last() {
        Some('s' | 'z' | 'ʃ' | 'ʒ' | 'ʧ' | 'ʤ') => "ᵻz",
        Some('p' | 't' | 'k' | 'f' | 'θ') => "s",
        _ => "z",
    }
}

fn is_letter(word: &str) -> bool {
    let mut letters = word.trim_matches(|c: char| !c.is_alphabetic()).chars();
    letters.next().is_some_and(|letter| letter.is_uppercase() && letter != 'I') && letters.next().is_none()
}

/// Cuts behind the last clause that fits, else behind the last word, else where the length ends.
fn stretches(phonemes: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = phonemes;
    while let Some((limit, _)) = rest.char_indices().nth(LONGEST) {
        let head = &rest[..limit];
        let clause = head.rfind([',', ';', ':', '—', '.', '?', '!', '…']);
        let cut = clause.filter(|at| *at > limit / 4).or_else(|| head.rfind(' ')).unwrap_or(limit);
        let cut = cut + rest[cut..].chars().next().map_or(0, char::len_utf8);
        let (stretch, after) = rest.split_at(cut.min(rest.len()));
        found.push(stretch.trim());
        rest = after.trim_start();
    }
    found.push(rest);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_between_clauses_then_words() {
        let clause = format!("{},", "ab ".repeat(80).trim());
        let line = [clause.as_str(), &clause, &clause].join(" ");
        let cut = stretches(&line);
        assert_eq!(cut.len(), 3);
        assert!(cut.iter().all(|part| part.ends_with(',') && part.chars().count() <= LONGEST));
        let unbroken = "ˈ".repeat(LONGEST * 2 + 5);
        let cut = stretches(&unbroken);
        assert_eq!(cut.concat(), unbroken);
        assert!(cut.iter().all(|part| part.chars().count() <= LONGEST + 1));
    }

    #[track_caller]
    fn case(word: &str, [before, after]: [&str; 2], expected: Option<&str>) {
        assert_eq!(reading(word, before, after).as_deref(), expected, "{before} {word} {after}");
    }

    #[test]
    fn a_resume_is_a_paper_unless_it_is_done() {
        case("resume", ["your", ","], Some("ɹˈɛzəmˌA"));
        case("Resume", ["", "received"], Some("ɹˈɛzəmˌA"));
        case("resume", ["will", "."], None);
        case("resumes", ["two", "."], Some("ɹˈɛzəmˌAz"));
    }

    #[test]
    fn the_letter_a_is_not_the_article() {
        case("A", ["nine", "M"], Some("ˈA"));
        case("A", ["", "manager"], None);
        case("A", ["I", "manager"], None);
        case("a", ["X", "Y"], None);
    }

    #[test]
    fn names_are_said_as_their_owners_say_them() {
        case("Dana", ["", "speaking"], Some("dˈAnə"));
        case("dana", ["", ""], None);
        case("Dana's", ["", "desk"], Some("dˈAnəz"));
        case("Ellis's", ["", "desk"], Some("ˈɛlɪsᵻz"));
        case("Janet's", ["", "desk"], Some("ʤˈænəts"));
    }

    #[test]
    fn every_reading_can_be_said() {
        let vocabulary = concat!(env!("CARGO_MANIFEST_DIR"), "/models/hibari/vocab.json");
        let vocabulary = std::fs::read_to_string(vocabulary).unwrap();
        let vocabulary: HashMap<char, i32> = serde_json::from_str(&vocabulary).unwrap();
        for (word, phonemes) in names::all().chain(READINGS.iter().copied()).chain([("resume", RESUME)]) {
            for phoneme in phonemes.chars() {
                assert!(vocabulary.contains_key(&phoneme), "{word}: {phoneme}");
            }
            assert_eq!(phonemes.matches('ˈ').count(), 1, "{word} needs one main stress");
        }
    }
}

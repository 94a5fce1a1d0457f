//! Words to the phonemes of hibari's alphabet (misaki's: "Good morning" is `ɡˌʊd mˈɔɹnɪŋ`).

use super::SpeakError;
use super::unknown_words::UnknownWords;
use misaki_rs::{G2P, Language};
use std::collections::HashMap;

/// The acoustic model was trained on sentences up to about this long.
const LONGEST: usize = 400;

/// Words that the dictionary lacks or reads in a way that no caller expects, in lower case.
const READINGS: &[(&str, &str)] = &[
    ("resumes", "ɹˈɛzəmˌAz"),
    ("résumé", "ɹˈɛzəmˌA"),
    ("résumés", "ɹˈɛzəmˌAz"),
];
/// "resume" is a verb behind these, else the paper that a career is written on.
const RESUME: &str = "ɹˈɛzəmˌA";
const BEFORE_A_VERB: &[&str] = &[
    "to", "will", "would", "can", "could", "should", "may", "might", "must", "we", "i", "you", "they", "let's",
    "we'll", "i'll", "you'll", "they'll",
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
        // What stays unknown is left out, not marked by a sign that would be said.
        dictionary.unk = String::new();
        Ok(Self { dictionary, vocabulary })
    }

    /// `words` as `crate::words::spoken` writes them.
    pub fn phonemes(&self, words: &str) -> Result<String, String> {
        let (phonemes, _) = self.dictionary.g2p(&with_readings(words)).map_err(|error| error.to_string())?;
        // The model knows the tap and the glottal stop by these letters.
        Ok(phonemes.trim().replace('ɾ', "T").replace('ʔ', "t"))
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

/// Marks readings in the dictionary's own notation: `[word](/phonemes/)`. The words hold no brackets.
fn with_readings(words: &str) -> String {
    let all: Vec<&str> = words.split(' ').collect();
    let mut marked = String::with_capacity(words.len() + 32);
    for (at, word) in all.iter().enumerate() {
        if at > 0 {
            marked.push(' ');
        }
        let bare = word.trim_matches(|c: char| !c.is_alphabetic());
        let before = at.checked_sub(1).and_then(|before| all.get(before)).copied().unwrap_or_default();
        let after = all.get(at + 1).copied().unwrap_or_default();
        match reading(bare, before, after) {
            Some(phonemes) => marked.push_str(&word.replacen(bare, &format!("[{bare}](/{phonemes}/)"), 1)),
            None => marked.push_str(word),
        }
    }
    marked
}

fn reading(word: &str, before: &str, after: &str) -> Option<&'static str> {
    let lowered = word.to_lowercase();
    match lowered.as_str() {
        "resume" => (!BEFORE_A_VERB.contains(&before.to_lowercase().as_str())).then_some(RESUME),
        // The letter among other letters ("A M"), not the article.
        "a" if word == "A" && (is_letter(before) || is_letter(after)) => Some("ˈA"),
        known => READINGS.iter().find(|(word, _)| *word == known).map(|&(_, phonemes)| phonemes),
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
    fn case(words: &str, marked: &str) {
        assert_eq!(with_readings(words), marked);
    }

    #[test]
    fn a_resume_is_a_paper_unless_it_is_done() {
        case("Your resume, please.", "Your [resume](/ɹˈɛzəmˌA/), please.");
        case("We will resume.", "We will resume.");
        case("Two resumes.", "Two [resumes](/ɹˈɛzəmˌAz/).");
    }

    #[test]
    fn the_letter_a_is_not_the_article() {
        case("nine A M", "nine [A](/ˈA/) M");
        case("A manager", "A manager");
        case("Am I A or B", "Am I A or B");
    }
}

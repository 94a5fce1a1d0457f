//! The recorded callers in `tests/fixtures/callers`, and how far what was heard is from what they say.

use std::path::{Path, PathBuf};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One recorded turn.
pub struct Recorded {
    pub path: PathBuf,
    /// As it was written for the voice to read.
    pub text: String,
}

/// The recorded turns `names` of one caller, in that order.
pub fn recorded(voice: &str, names: &[&str]) -> Vec<Recorded> {
    let folder = root().join("tests/fixtures/callers");
    let table = std::fs::read_to_string(folder.join("transcripts.tsv")).expect("the table of transcripts");
    let turn = |name: &&str| {
        let file = format!("{voice}/{name}.wav");
        let row = table.lines().find(|line| line.split('\t').next() == Some(file.as_str()));
        let text = row.and_then(|row| row.split('\t').next_back());
        let text = text.unwrap_or_else(|| panic!("{file} is not in transcripts.tsv")).to_owned();
        Recorded { path: folder.join(file), text }
    };
    names.iter().map(turn).collect()
}

/// Lower-case words, numbers spelled out, punctuation gone: what is the same to the ear is the same here.
pub fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('%', " percent ").replace(['-', '\u{2013}'], " ");
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    text.split_whitespace().map(bare).filter(|word| !word.is_empty()).flat_map(spelled_out).collect()
}

fn spelled_out(word: String) -> Vec<String> {
    const SAME: [(&str, &str); 15] = [
        ("mr", "mister"),
        ("2", "two"),
        ("3", "three"),
        ("5550142", "five five five oh one four two"),
        ("555", "five five five"),
        ("0142", "oh one four two"),
        ("8", "eight"),
        ("10", "ten"),
        ("12", "twelve"),
        ("15", "fifteen"),
        ("35", "thirty five"),
        ("specialise", "specialize"),
        ("clarke", "clark"),
        ("okay", "ok"),
        ("harbour", "harbor"),
    ];
    let said = SAME.iter().find(|(written, _)| *written == word).map_or(word.as_str(), |(_, said)| said);
    said.split(' ').map(str::to_owned).collect()
}

/// Word errors (substitutions, deletions, insertions) per word of `reference`, 0 to 1 and above.
pub fn word_error_rate(reference: &str, heard: &str) -> f64 {
    let (reference, heard) = (words(reference), words(heard));
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (i, expected) in reference.iter().enumerate() {
        let above = row.clone();
        row[0] = i + 1;
        for (j, word) in heard.iter().enumerate() {
            let changed = above[j] + usize::from(word != expected);
            row[j + 1] = changed.min(above[j + 1] + 1).min(row[j] + 1);
        }
    }
    row[heard.len()] as f64 / reference.len().max(1) as f64
}

/// The share of `reference`'s words that were heard in the same order: 1 when nothing was missed, whatever was
/// heard besides.
pub fn words_found(reference: &str, heard: &str) -> f64 {
    let (reference, heard) = (words(reference), words(heard));
    let mut row = vec![0_usize; heard.len() + 1];
    for expected in &reference {
        let above = row.clone();
        for (j, word) in heard.iter().enumerate() {
            row[j + 1] = if word == expected { above[j] + 1 } else { above[j + 1].max(row[j]) };
        }
    }
    row[heard.len()] as f64 / reference.len().max(1) as f64
}

#[test]
fn numbers_and_titles_are_compared_as_they_sound() {
    assert_eq!(word_error_rate("Mister Ellis, thirty-five percent at two.", "Mr. Ellis 35% at 2"), 0.0);
    assert_eq!(word_error_rate("one four two", "one for two three"), 2.0 / 3.0);
    assert_eq!(words_found("one two three", "well one and three"), 2.0 / 3.0);
}

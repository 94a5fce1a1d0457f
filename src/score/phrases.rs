//! Words and phrases of a turn, as scoring reads them.
//!
//! What enters: the text of a turn, typed or recognised. What leaves: lower-case words with their byte
//! offsets, and whether a phrase or one of a list occurs. This file must not know what a phrase is worth.

/// One word: letters, digits and inner apostrophes, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub text: String,
    /// Byte offsets into the text it was read from.
    pub start: usize,
    pub end: usize,
}

/// The words of a text. Punctuation and case carry nothing, because a recognizer invents both.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut open: Option<usize> = None;
    let close = |found: &mut Vec<Token>, start: usize, end: usize| {
        let raw = text[start..end].trim_end_matches(['\'', '’']);
        let folded = raw.to_lowercase().replace('’', "'");
        found.push(Token { text: folded, start, end: start + raw.len() });
    };
    for (at, c) in text.char_indices() {
        let inner_apostrophe = open.is_some() && (c == '\'' || c == '’');
        if c.is_alphanumeric() || inner_apostrophe {
            open.get_or_insert(at);
        } else if let Some(start) = open.take() {
            close(&mut found, start, at);
        }
    }
    if let Some(start) = open {
        close(&mut found, start, text.len());
    }
    found
}

/// Where a phrase of whole words begins, if it occurs: the index of its first word.
pub(super) fn find_phrase(words: &[Token], phrase: &str) -> Option<usize> {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    words
        .windows(wanted.len())
        .position(|window| window.iter().zip(&wanted).all(|(word, want)| fits(&word.text, want)))
}

/// `grow*` fits every word that begins so; `#` fits a number, in digits or as a word.
fn fits(word: &str, want: &str) -> bool {
    match want.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None if want == "#" => is_number(word),
        None => word == want,
    }
}

/// The first phrase of a list that occurs, as byte offsets into the text.
pub(super) fn first_of(words: &[Token], phrases: &[&str]) -> Option<(usize, usize)> {
    phrases
        .iter()
        .filter_map(|phrase| {
            let first = find_phrase(words, phrase)?;
            let last = first + phrase.split(' ').count() - 1;
            Some((words[first].start, words[last].end))
        })
        .min()
}

pub(super) fn has_any(words: &[Token], phrases: &[&str]) -> bool {
    first_of(words, phrases).is_some()
}

/// How often phrases of a list occur; one word is counted once, for the longest phrase that begins there.
pub(super) fn count_all(words: &[Token], phrases: &[&str]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = phrases
            .iter()
            .map(|phrase| (phrase, phrase.split(' ').count()))
            .filter(|(phrase, length)| {
                at + length <= words.len() && find_phrase(&words[at..at + length], phrase) == Some(0)
            })
            .map(|(_, length)| length)
            .max();
        match longest {
            Some(length) => {
                found.push((words[at].start, words[at + length - 1].end));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

const NUMBER_WORDS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "dozen",
    "half",
];

/// A number in digits or as a word.
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || NUMBER_WORDS.contains(&word)
}

const TITLES: &[&str] = &["Mr", "Mrs", "Ms", "Dr", "St"];

/// Where sentences end: the byte offsets of their marks. The dot of "Mr." ends none.
pub(super) fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['.', '?', '!']).map(|(at, _)| at).filter(|at| {
        let word = text[..*at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        !text[*at..].starts_with('.') || !TITLES.contains(&word)
    })
}

/// The sentence of a text that covers a byte offset; without punctuation, the whole text.
pub(super) fn sentence_at(text: &str, at: usize) -> &str {
    let at = at.min(text.len());
    let start = sentence_ends(text).take_while(|end| *end < at).last().map_or(0, |end| end + 1);
    let end = sentence_ends(text).find(|end| *end >= at).map_or(text.len(), |end| end + 1);
    text[start..end].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_are_folded_and_keep_their_place() {
        assert_eq!(
            words_of("Hello, I’m Mark. It’s the managers' 35%!"),
            ["hello", "i'm", "mark", "it's", "the", "managers", "35"]
        );
        let text = "Zoë’s team";
        let token = &tokens(text)[0];
        assert_eq!(&text[token.start..token.end], "Zoë’s");
        assert!(tokens(" ... ").is_empty());
    }

    #[track_caller]
    fn case(text: &str, phrase: &str, expected: Option<&str>) {
        let found = first_of(&tokens(text), &[phrase]).map(|(start, end)| &text[start..end]);
        assert_eq!(found, expected, "{phrase:?} in {text:?}");
    }

    #[test]
    fn phrases_are_whole_words() {
        case("I was just calling", "just calling", Some("just calling"));
        case("an unjust calling", "just calling", None);
        case("We cut costs", "cut*", Some("cut"));
        case("for six years", "# years", Some("six years"));
        case("for 12 years", "# years", Some("12 years"));
    }

    #[test]
    fn a_word_is_counted_for_one_phrase() {
        let text = "I was wondering if maybe I was wondering";
        let found =
            count_all(&tokens(text), &["i was wondering if", "i was wondering if maybe", "i was wondering"]);
        assert_eq!(found.len(), 2);
        assert_eq!(&text[found[0].0..found[0].1], "I was wondering if maybe");
    }

    #[test]
    fn a_sentence_is_found_around_a_word() {
        let text = "Hi. I lead teams of six. When can I come in?";
        assert_eq!(sentence_at(text, 10), "I lead teams of six.");
        assert_eq!(sentence_at("no marks at all", 5), "no marks at all");
        assert_eq!(sentence_at("Hello. Is Mr. Okafor in, please?", 9), "Is Mr. Okafor in, please?");
        assert_eq!(sentence_at("Zoë. Hm", 99), "Hm");
    }
}

//! Normalised tokens in; words that were spelled letter by letter out.
//!
//! "K A Z M I", "B as in boy, E, R, double L", "Sierra, Whiskey, Alpha". Which name it belongs to is not this room's
//! business.

use super::error_rate::mistakes;
use super::normal::{Mark, Token};

/// A spelled word in lower case, and the tokens `first..=last` that spell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    pub word: String,
    pub first: usize,
    pub last: usize,
}

/// Three letters at least: "I" and "a" are words too.
const SHORTEST: usize = 3;
/// A name is said within so many words before its letters.
const WORDS_BEFORE: usize = 6;
/// Letters that a recognizer joins: "A-B-O" becomes "ABO".
const LONGEST_JOINED: usize = 12;

/// Every spelled word, left to right.
pub fn spelled(tokens: &[Token]) -> Vec<Spelled> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (word, last) = letters_from(tokens, at);
        if word.chars().count() >= SHORTEST {
            found.push(Spelled { word, first: at, last });
            at = last + 1;
        } else {
            at += 1;
        }
    }
    found
}

/// A spelled word, corrected by the name as it was said within the words before its letters: the letters of a
/// telephone's band are easily taken for each other, and a name is heard as a whole. Only letters that sound alike give
/// way, and a "double N" that was heard as "W, N".
pub fn agreed(word: &str, tokens: &[Token], first: usize) -> String {
    let said =
        || tokens[first.saturating_sub(WORDS_BEFORE)..first].iter().rev().map(|token| token.text.as_str());
    let mut doubled =
        said().filter(|name| name.chars().next() == word.chars().next()).map(|name| doubled(word, name));
    let word = doubled.find(|doubled| doubled != word).unwrap_or_else(|| word.to_owned());
    let fits = |name: &&str| {
        let pairs: Vec<(char, char)> = name.chars().zip(word.chars()).collect();
        name.len() == word.len()
            && pairs.iter().all(|(a, b)| a == b || sound_alike(*a, *b))
            && pairs.iter().filter(|(a, b)| a != b).count() * 3 <= word.len()
    };
    said().find(fits).map_or(word.clone(), str::to_owned)
}

/// "downewly" for a name with "nn" and "ll" in it is "donnelly": "double" begins as the name of W does.
fn doubled(word: &str, name: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let double = |at: usize| {
        let next = letters.get(at + 1).filter(|_| letters[at] == 'w');
        next.is_some_and(|next| {
            name.contains(&format!("{next}{next}")) && !name.contains(&format!("w{next}"))
        })
    };
    (0..letters.len()).map(|at| if double(at) { letters[at + 1] } else { letters[at] }).collect()
}

/// Letters that differ in what a telephone leaves out.
fn sound_alike(a: char, b: char) -> bool {
    const GROUPS: [&str; 6] = ["mn", "fsx", "bdpetvgcz", "ahkj", "qu", "iy"];
    GROUPS.iter().any(|group| group.contains(a) && group.contains(b))
}

/// What some tokens say.
struct Unit {
    letters: String,
    tokens: usize,
    kind: Sort,
}

/// How sure it is that letters were meant.
#[derive(PartialEq)]
enum Sort {
    /// Nothing but a letter: it stands alone, or a word names it.
    Letter,
    /// "a" and "i" are words, too.
    Short,
    /// A word that sounds like a letter's name.
    Homophone,
}

fn letters_from(tokens: &[Token], first: usize) -> (String, usize) {
    let (mut letters, mut last, mut at) = (String::new(), first, first);
    let (mut units, mut sure, mut homophones) = (0, 0, 0);
    while let Some(unit) = unit_at(tokens, at) {
        let next = tokens.get(at + unit.tokens);
        let goes_on = unit_at(tokens, at + unit.tokens).is_some();
        let fits = match unit.kind {
            Sort::Letter => true,
            // "K-A-Z-M-I. I'm calling": what nothing parts from a word belongs to it.
            Sort::Short => goes_on || !letters.is_empty() && next.is_none_or(|next| next.mark != Mark::None),
            // "B, Y, R, and E" is Byrne; "K-I-M and I'm calling" is Kim.
            Sort::Homophone if text(tokens, at) == "and" => !letters.is_empty() && is_letter(tokens, at + 1),
            Sort::Homophone => goes_on && !letters.is_empty(),
        };
        if !fits {
            break;
        }
        units += 1;
        sure += usize::from(unit.kind == Sort::Letter && (unit.letters.len() == 1 || unit.tokens > 1));
        homophones += usize::from(unit.kind == Sort::Homophone);
        letters.push_str(&unit.letters);
        at += unit.tokens;
        last = at - 1;
    }
    // "IBM" alone is a word, and so are "SQL and CSS"; "Wyatt, WYATT" was spelled.
    let meant = units > 1 && sure > 0 || is_announced(tokens, first, &letters);
    let spelled = meant && homophones * 2 <= letters.chars().count();
    if spelled { (letters, last) } else { (String::new(), first) }
}

/// True behind "spelled", and behind the name itself.
fn is_announced(tokens: &[Token], first: usize, letters: &str) -> bool {
    let before = &tokens[first.saturating_sub(WORDS_BEFORE)..first];
    let spelled = before.last().is_some_and(|token| token.is(&["spelled", "spelt", "spell"]));
    spelled || before.iter().any(|token| !token.capitals && alike(&token.text, letters))
}

/// Two thirds of the letters are the same.
fn alike(name: &str, letters: &str) -> bool {
    let (name, letters): (Vec<char>, Vec<char>) = (name.chars().collect(), letters.chars().collect());
    let wrong: usize = mistakes(&letters, &name, |a, b| a == b).iter().sum();
    wrong * 3 <= letters.len()
}

fn text(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.text.as_str())
}

/// The letters at `at`: one, a doubled one, one with the word that names it, or several that were written as one.
fn unit_at(tokens: &[Token], at: usize) -> Option<Unit> {
    let word = |at: usize| text(tokens, at);
    let (this, next) = (word(at), word(at + 1));
    if let Some((times, used)) = match (this, next) {
        ("double", "u" | "you") => None,
        ("double" | "doubles", _) => Some((2, 1)),
        ("two", _) if plural(next).is_some() => Some((2, 1)),
        ("triple" | "treble", _) => Some((3, 1)),
        _ => None,
    } {
        let inner = plural(next)
            .map_or_else(|| unit_at(tokens, at + used), |letter| unit(letter, 1, Sort::Letter))?;
        let (first, rest) = inner.letters.split_at(1);
        let letters = format!("{}{rest}", first.repeat(times));
        return Some(Unit { letters, tokens: used + inner.tokens, kind: Sort::Letter });
    }
    let (letter, used, kind) = match (this, next) {
        ("double", "u" | "you") => ('w', 2, Sort::Letter),
        ("x", "ray") => ('x', 2, Sort::Letter),
        _ => match (letter(this), code_word(this)) {
            (Some(letter), _) if matches!(this, "a" | "i") => (letter, 1, Sort::Short),
            (Some(letter), _) | (None, Some(letter)) => (letter, 1, Sort::Letter),
            (None, None) if tokens.get(at)?.capitals && this.len() <= LONGEST_JOINED => {
                let named = this
                    .chars()
                    .last()
                    .map_or(0, |last| named(tokens, at + 1, last).map_or(0, |(_, used)| used));
                return Some(Unit { letters: this.to_owned(), tokens: 1 + named, kind: Sort::Letter });
            }
            (None, None) => (sounds_like(this)?, 1, Sort::Homophone),
        },
    };
    match named(tokens, at + used, letter) {
        Some((initial, words)) => unit(initial, used + words, Sort::Letter),
        None => unit(letter, used, kind),
    }
}

fn is_letter(tokens: &[Token], at: usize) -> bool {
    unit_at(tokens, at).is_some_and(|unit| unit.kind == Sort::Letter)
}

fn unit(letter: char, tokens: usize, kind: Sort) -> Option<Unit> {
    Some(Unit { letters: letter.to_string(), tokens, kind })
}

/// "as in boy", "like victor", "for mike" behind a letter: the initial of the word, which is heard better than the letter,
/// and how many tokens say it.
fn named(tokens: &[Token], at: usize, letter: char) -> Option<(char, usize)> {
    let word = |at: usize| text(tokens, at);
    let (before, sure) = match (word(at), word(at + 1)) {
        ("as" | "is", "in" | "an" | "and" | "a") => (2, true),
        ("for" | "like" | "lake" | "from", _) => (1, false),
        _ => return None,
    };
    let name = word(at + before);
    let initial = name.chars().next().filter(|_| name.len() > 1)?;
    (sure || initial == letter || sound_alike(initial, letter)).then_some((initial, before + 1))
}

/// "ns", "ts": more than one of a letter.
fn plural(word: &str) -> Option<char> {
    let mut chars = word.chars();
    let first = chars.next().filter(char::is_ascii_lowercase)?;
    (chars.as_str() == "s" && !matches!(word, "is" | "as" | "us")).then_some(first)
}

fn letter(word: &str) -> Option<char> {
    let mut chars = word.chars();
    let first = chars.next().filter(|c| c.is_alphabetic())?;
    chars.next().is_none().then_some(first)
}

/// The names of letters, and the words that a recognizer writes for them.
fn sounds_like(word: &str) -> Option<char> {
    Some(match word {
        "hey" | "ay" | "aye" => 'a',
        "be" | "bee" => 'b',
        "see" | "sea" | "cee" => 'c',
        "dee" => 'd',
        "ee" => 'e',
        "ef" | "eff" => 'f',
        "gee" | "jee" => 'g',
        "age" | "aitch" | "haitch" => 'h',
        "eye" => 'i',
        "jay" => 'j',
        "kay" | "okay" => 'k',
        "el" | "ell" | "elle" => 'l',
        "em" => 'm',
        "en" | "and" => 'n',
        "oh" | "owe" => 'o',
        "pee" | "pea" => 'p',
        "queue" | "cue" => 'q',
        "are" | "our" | "ar" => 'r',
        "es" | "ess" => 's',
        "tea" | "tee" => 't',
        "you" => 'u',
        "vee" | "we" => 'v',
        "ex" => 'x',
        "why" | "wye" => 'y',
        "zee" | "zed" | "said" => 'z',
        _ => return None,
    })
}

/// The spelling alphabet of radio and telephone (ICAO Annex 10), as a recognizer writes it too.
fn code_word(word: &str) -> Option<char> {
    const WORDS: &[&str] = &[
        "alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet",
        "juliett", "juliette", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo",
        "sierra", "tango", "uniform", "victor", "whiskey", "whisky", "xray", "yankee", "zulu",
    ];
    WORDS.contains(&word).then(|| word.chars().next()).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::normal::content;
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let found: Vec<String> = spelled(&content(text)).into_iter().map(|s| s.word).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn spelled_words_are_read() {
        case("that's O L S E N", &["olsen"]);
        case("K-A-Z-M-I, right?", &["kazmi"]);
        case("It's H, A, A, S.", &["haas"]);
        case("m i double l e r", &["miller"]);
        case("S-W-A, double N. I'm calling about the job", &["swann"]);
        case("Y-I-L-M-A-Z and I'm calling", &["yilmaz"]);
        case("double u, e, i, double s", &["weiss"]);
        case("S-C-H-M-I, two Ts", &["schmitt"]);
    }

    #[test]
    fn a_word_names_its_letter() {
        case("Cardoso, C like Charlie, AR, D as in David, OS like Sam, O.", &["cardoso"]);
        case("Nina Wyatt, that's WYATT and I'm calling", &["wyatt"]);
        case("Robert Quintero, that's QUI NTERO.", &["quintero"]);
        case("b as in boy e r g", &["berg"]);
        case("S like sugar, Z as in zebra, ABO.", &["szabo"]);
        case("Y, I, L, N as in Mary, A, Z", &["yilmaz"]);
        case("Victor, India, Sierra, Sierra, Echo, Romeo", &["visser"]);
        case("K, N, O, X-ray", &["knox"]);
    }

    #[test]
    fn a_recognizer_writes_words_for_letters() {
        case("S, W, hey, N, N", &["swann"]);
        case("B, Y, R, and E.", &["byrne"]);
        case("F like sugar, Z as in zebra, A, B, O", &["szabo"]);
        case("B, Y, are, N, E", &["byrne"]);
        case("K, are, you, G, E, R", &["kruger"]);
    }

    #[test]
    fn the_name_as_said_settles_letters_that_sound_alike() {
        let settled = |text: &str| {
            let tokens = content(text);
            let found = spelled(&tokens);
            agreed(&found[0].word, &tokens, found[0].first)
        };
        assert_eq!(settled("Kazmi, that's K-A-Z-N-I"), "kazmi");
        assert_eq!(settled("Swan, that's S-W-A-N-N"), "swann");
        assert_eq!(settled("Donnelly, D-O-W-N-E-W-L-Y"), "donnelly");
        assert_eq!(settled("Brown, B-R-O-W-N"), "brown");
        assert_eq!(settled("Lewis, that's L-O-U-I-S"), "louis");
    }

    #[test]
    fn single_letters_are_words() {
        case("I had a plan", &[]);
        case("how are you", &[]);
        case("I see. Are you in?", &[]);
        case("the HR department", &[]);
        case("I have a B in HR", &[]);
        case("Charlie asked Oscar", &[]);
        case("I worked at IBM. I know SQL and CSS.", &[]);
    }
}

//! How many words and syllables a written word is when it is said.
//!
//! What enters: one word as a recognizer writes it (`612`, `$12.50`, `schedules`). What leaves: counts.
//! The rate of speech must not depend on whether the recognizer wrote digits or words.

/// Words said for one written word; 0 for a token without letters or digits, or a recognizer's remark in
/// brackets such as `[BLANK_AUDIO]`.
pub(super) fn spoken_words(token: &str) -> usize {
    spoken(token).len()
}

/// Syllables said for one written word.
pub(super) fn syllables(token: &str) -> usize {
    spoken(token).iter().map(|word| word_syllables(word)).sum()
}

/// The words that are said for a token, numbers read out.
fn spoken(token: &str) -> Vec<String> {
    let token = token.trim();
    if token.starts_with(['[', '(', '*', '♪']) && !token.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let digits = token.chars().filter(char::is_ascii_digit).count();
    if digits == 0 {
        return token
            .split(['-', '/', '—', '–'])
            .filter(|part| part.contains(char::is_alphabetic))
            .map(str::to_lowercase)
            .collect();
    }
    let mut words = Vec::new();
    // Long groups are telephone numbers, which are said digit by digit.
    let by_digit = digits >= 7;
    for part in token.split(|c: char| !(c.is_ascii_digit() || c.is_alphabetic() || c == '.' || c == ',')) {
        let number: String = part.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        let number = number.trim_matches('.');
        let letters: String = part.chars().filter(|c| c.is_alphabetic()).collect();
        if by_digit || (number.len() > 1 && number.starts_with('0')) {
            words.extend(number.chars().filter_map(digit_word));
        } else if let Some((whole, fraction)) = number.split_once('.') {
            words.extend(number_words(whole));
            words.push("point".to_owned());
            words.extend(fraction.chars().filter_map(digit_word));
        } else if !number.is_empty() {
            words.extend(number_words(number));
        }
        // `35th` and `80s` are one word with their number; `9am` is two letters more.
        if !letters.is_empty() && !["st", "nd", "rd", "th", "s"].contains(&letters.as_str()) {
            words.push(letters.to_lowercase());
        }
    }
    for (sign, word) in [('$', "dollars"), ('%', "percent"), ('€', "euros"), ('£', "pounds")] {
        if token.contains(sign) {
            words.push(word.to_owned());
        }
    }
    words
}

const DIGITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const TEENS: [&str; 10] = [
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
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn digit_word(digit: char) -> Option<String> {
    digit.to_digit(10).map(|digit| DIGITS[digit as usize].to_owned())
}

/// A whole number in words; four digits from 1100 on are read in pairs, as years and house numbers are.
fn number_words(number: &str) -> Vec<String> {
    let Ok(value) = number.parse::<u64>() else { return number.chars().filter_map(digit_word).collect() };
    if (1100..2000).contains(&value) || (2010..2100).contains(&value) {
        let mut words = below_thousand(value / 100);
        words.extend(if value % 100 == 0 { vec!["hundred".to_owned()] } else { below_thousand(value % 100) });
        return words;
    }
    let mut words = Vec::new();
    let mut rest = value;
    for (size, name) in [(1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand")] {
        if rest >= size {
            words.extend(below_thousand(rest / size));
            words.push(name.to_owned());
            rest %= size;
        }
    }
    if rest > 0 || value == 0 {
        words.extend(below_thousand(rest));
    }
    words
}

fn below_thousand(value: u64) -> Vec<String> {
    let mut words = Vec::new();
    let (hundreds, rest) = ((value / 100 % 10) as usize, (value % 100) as usize);
    if hundreds > 0 {
        words.extend([DIGITS[hundreds].to_owned(), "hundred".to_owned()]);
    }
    match rest {
        0 if hundreds > 0 => {}
        0..=9 => words.push(DIGITS[rest].to_owned()),
        10..=19 => words.push(TEENS[rest - 10].to_owned()),
        _ => {
            words.push(TENS[rest / 10].to_owned());
            if rest % 10 > 0 {
                words.push(DIGITS[rest % 10].to_owned());
            }
        }
    }
    words
}

/// Syllables of one word by its vowels: each run of vowel letters is one; a silent final `e`, `es` or `ed`
/// is none, `-le` after a consonant is one; `ia`, `io`, `iu`, `eo` (but in `people`) and `ie` before `n` or `t` divide, but
/// not after `t`, `s`, `c`, `g` (`-tion`, `-cial`) unless `-iat-`; never less than one.
fn word_syllables(word: &str) -> usize {
    let letters: Vec<char> =
        word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let vowel = |at: usize| letters.get(at).is_some_and(|c| "aeiouyáéíóúèêëïöüä".contains(*c));
    let mut count: usize = 0;
    for at in 0..letters.len() {
        if !vowel(at) {
            continue;
        }
        let begins = at == 0 || !vowel(at - 1);
        let pair: String = letters[at.saturating_sub(1)..=at].iter().collect();
        let softened = at >= 2 && "tscg".contains(letters[at - 2]);
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let parted = pair == "ie" && "nt".contains(next) && letters.get(at + 2) != Some(&'d');
        let apart = pair == "eo" && next != 'p';
        let parts = ["ia", "io", "iu"].contains(&pair.as_str());
        let divides = if softened { pair == "ia" && next == 't' } else { parted || apart || parts };
        if begins || divides {
            count += 1;
        }
    }
    let spelled: String = letters.iter().collect();
    let before = |back: usize| letters.len().checked_sub(back).is_some_and(|at| !vowel(at));
    let silent = (spelled.ends_with('e') && before(2) && !(spelled.ends_with("le") && before(3)))
        || (spelled.ends_with("ed") && before(3) && !spelled.ends_with("ted") && !spelled.ends_with("ded"))
        || (spelled.ends_with("es")
            && before(3)
            && !["ses", "zes", "ces", "ges", "xes", "hes"].iter().any(|end| spelled.ends_with(end)));
    count.saturating_sub(usize::from(silent && count > 1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn said(token: &str, expected: &str) {
        assert_eq!(spoken(token).join(" "), expected, "{token}");
    }

    #[test]
    fn numbers_are_words() {
        said("612", "six hundred twelve");
        said("(612)", "six hundred twelve");
        said("612-555-1234", "six one two five five five one two three four");
        said("35%", "thirty five percent");
        said("$12.50", "twelve point five zero dollars");
        said("1998", "nineteen ninety eight");
        said("2,500", "two thousand five hundred");
        said("9am", "nine am");
        said("35th", "thirty five");
        said("0", "zero");
        said("007", "zero zero seven");
        said("Hello,", "hello,");
        said("follow-up", "follow up");
        said("[BLANK_AUDIO]", "");
        said("...", "");
        assert_eq!(spoken_words("555-1234"), 7);
    }

    #[track_caller]
    fn beats(word: &str, expected: usize) {
        assert_eq!(syllables(word), expected, "{word}");
    }

    #[test]
    fn syllables_by_the_rule() {
        for (word, count) in [
            ("when", 1),
            ("can", 1),
            ("I", 1),
            ("come", 1),
            ("interview", 3),
            ("experience", 4),
            ("manager", 3),
            ("saved", 1),
            ("wanted", 2),
            ("table", 2),
            ("scheduling", 3),
            ("resume", 2),
            ("people", 2),
            ("negotiation", 5),
            ("Mark", 1),
            ("company", 3),
            ("35%", 5),
            ("the", 1),
            ("years", 1),
            ("offices", 3),
            ("client", 2),
            ("friend", 1),
            ("patient", 2),
        ] {
            beats(word, count);
        }
    }
}

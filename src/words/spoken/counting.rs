//! Numbers as people say them: cardinals, ordinals, years, single digits. American usage, no "and".

const SMALL: [&str; 20] = [
    "zero",
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
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(u64, &str); 4] = [
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1_000, "thousand"),
];

/// 1250 is "one thousand two hundred fifty". From a thousand trillion on, the digits one by one.
pub fn cardinal(number: u64) -> String {
    if number >= 1_000_000_000_000_000 {
        return digits(&number.to_string());
    }
    let mut words = Vec::new();
    let mut rest = number;
    for (scale, name) in SCALES {
        if rest >= scale {
            words.push(below_thousand(rest / scale));
            words.push(name.to_owned());
            rest %= scale;
        }
    }
    if rest > 0 || words.is_empty() {
        words.push(below_thousand(rest));
    }
    words.join(" ")
}

fn below_thousand(number: u64) -> String {
    let (hundreds, rest) = (number / 100, number % 100);
    match (hundreds, rest) {
        (0, rest) => below_hundred(rest),
        (hundreds, 0) => format!("{} hundred", small(hundreds)),
        (hundreds, rest) => format!("{} hundred {}", small(hundreds), below_hundred(rest)),
    }
}

fn below_hundred(number: u64) -> String {
    if number < 20 {
        return small(number).to_owned();
    }
    let tens = TENS[(number / 10 % 10) as usize];
    match number % 10 {
        0 => tens.to_owned(),
        unit => format!("{tens} {}", small(unit)),
    }
}

fn small(number: u64) -> &'static str {
    SMALL[(number % 20) as usize]
}

/// 21 is "twenty first".
pub fn ordinal(number: u64) -> String {
    let words = cardinal(number);
    let (before, last) = match words.rsplit_once(' ') {
        Some((before, last)) => (format!("{before} "), last),
        None => (String::new(), words.as_str()),
    };
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        word => match word.strip_suffix('y') {
            Some(stem) => format!("{stem}ieth"),
            None => format!("{word}th"),
        },
    };
    format!("{before}{last}")
}

/// A year as it is read: "nineteen ninety eight", "two thousand five", "twenty twenty six".
pub fn year(year: u64) -> String {
    let (century, rest) = (year / 100, year % 100);
    match (year, rest) {
        (0..=999 | 10_000.., _) | (2000..=2009, _) => cardinal(year),
        (_, 0) if century % 10 == 0 => cardinal(year),
        (_, 0) => format!("{} hundred", below_hundred(century)),
        (_, 1..=9) => format!("{} oh {}", below_hundred(century), small(rest)),
        _ => format!("{} {}", below_hundred(century), below_hundred(rest)),
    }
}

/// 1990 is "nineteen nineties", 90 is "nineties".
pub fn decade(number: u64) -> String {
    let words = if number < 100 { below_hundred(number) } else { year(number) };
    match words.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{words}s"),
    }
}

/// Digit by digit, zero as "oh": how telephone and room numbers are said. Other characters are left out.
pub fn digits(number: &str) -> String {
    let words: Vec<&str> = number
        .chars()
        .filter_map(|character| character.to_digit(10))
        .map(|digit| if digit == 0 { "oh" } else { small(u64::from(digit)) })
        .collect();
    words.join(" ")
}

/// The digits after a decimal point: "five", "oh five", "two five".
pub fn fraction(after_point: &str) -> String {
    digits(after_point)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(got: String, expected: &str) {
        assert_eq!(got, expected);
    }

    #[test]
    fn counts_as_people_do() {
        case(cardinal(0), "zero");
        case(cardinal(15), "fifteen");
        case(cardinal(80), "eighty");
        case(cardinal(204), "two hundred four");
        case(cardinal(1_250), "one thousand two hundred fifty");
        case(cardinal(12_000_007), "twelve million seven");
        case(
            cardinal(999_999_999_999_999),
            "nine hundred ninety nine trillion nine hundred ninety nine billion nine hundred ninety nine million nine hundred ninety nine thousand nine hundred ninety nine",
        );
        case(
            cardinal(u64::MAX),
            "one eight four four six seven four four oh seven three seven oh nine five five one six one five",
        );
    }

    #[test]
    fn puts_in_order() {
        for (number, words) in [
            (1, "first"),
            (2, "second"),
            (3, "third"),
            (5, "fifth"),
            (8, "eighth"),
            (9, "ninth"),
            (12, "twelfth"),
            (15, "fifteenth"),
            (20, "twentieth"),
            (22, "twenty second"),
            (31, "thirty first"),
            (100, "one hundredth"),
        ] {
            case(ordinal(number), words);
        }
    }

    #[test]
    fn reads_years() {
        for (number, words) in [
            (1998, "nineteen ninety eight"),
            (1900, "nineteen hundred"),
            (1905, "nineteen oh five"),
            (2000, "two thousand"),
            (2005, "two thousand five"),
            (2010, "twenty ten"),
            (2026, "twenty twenty six"),
            (2100, "twenty one hundred"),
            (1000, "one thousand"),
        ] {
            case(year(number), words);
        }
        case(decade(1990), "nineteen nineties");
        case(decade(90), "nineties");
        case(decade(2000), "two thousands");
    }
}

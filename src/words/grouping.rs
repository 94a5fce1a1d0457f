//! A telephone number's digits in; the groups in which it is written and read back out.

use super::telephone::{DIGITS, EXTENSION};

/// Digits in the groups in which they are written and read: "612-555-0173", "020 7946 0123", "+49 301 231 2501",
/// "612-555-0173, extension 21". What is no number of a plan stands digit by digit: "3 0 3, 5 5 5, 0 1".
pub fn grouped(digits: &str) -> String {
    let (number, extension) = match digits.split_once(EXTENSION) {
        Some((number, extension)) => (number, format!(", extension {extension}")),
        None => (digits, String::new()),
    };
    let (plus, number) = match number.strip_prefix('+') {
        Some(rest) => ("+", rest),
        None => ("", number),
    };
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{plus}{number}{extension}");
    }
    let written = match (plus, number.len()) {
        ("", 7) => groups(number, &[3], "-"),
        ("", 10) if !number.starts_with('0') => groups(number, &[3, 3], "-"),
        (_, 11) if number.starts_with('1') => groups(number, &[1, 3, 3], "-"),
        ("", 11) if number.starts_with('0') => groups(number, british(number), " "),
        ("+", 12) if number.starts_with("44") => {
            let national: Vec<usize> = british(&format!("0{}", &number[2..])).to_vec();
            groups(number, &[&[2, national[0] - 1], &national[1..]].concat(), " ")
        }
        ("+", length) if length >= *DIGITS.start() => {
            groups(number, &[vec![country_code(number)], vec![3; length / 3 - 1]].concat(), " ")
        }
        (_, length) if DIGITS.contains(&length) => spaced(number),
        _ => number.to_owned(),
    };
    format!("{plus}{written}{extension}")
}

/// The lengths of all groups but the last (Ofcom, National Telephone Numbering Plan).
fn british(number: &str) -> &'static [usize] {
    let bytes = number.as_bytes();
    match (bytes[1], bytes[2], bytes[3]) {
        (b'2', ..) => &[3, 4],
        (b'1', b'1', _) | (b'1', _, b'1') | (b'3' | b'8' | b'9', ..) => &[4, 3],
        _ => &[5, 3],
    }
}

/// One digit for North America and Russia, three for the ranges that ITU-T E.164 gives to small countries, else two.
fn country_code(number: &str) -> usize {
    match &number.as_bytes()[..2] {
        [b'1' | b'7', _] => 1,
        b"21" | b"22" | b"23" | b"24" | b"25" | b"26" | b"29" | b"35" | b"37" | b"38" | b"42" | b"50"
        | b"59" | b"67" | b"68" | b"85" | b"88" | b"96" | b"97" | b"99" => 3,
        _ => 2,
    }
}

/// Cuts off groups of these lengths; the rest is the last group, which never stands alone with one digit.
fn groups(number: &str, lengths: &[usize], between: &str) -> String {
    let mut rest = number;
    let mut parts = Vec::new();
    for length in lengths {
        if rest.len() < length + 2 {
            break;
        }
        let (group, after) = rest.split_at(*length);
        parts.push(group);
        rest = after;
    }
    parts.push(rest);
    parts.join(between)
}

fn spaced(number: &str) -> String {
    let group =
        |group: &[u8]| group.iter().map(|digit| char::from(*digit).to_string()).collect::<Vec<_>>().join(" ");
    number.as_bytes().chunks(3).map(group).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_groups() {
        for (digits, written) in [
            ("6125550173", "612-555-0173"),
            ("5550173", "555-0173"),
            ("+16125550173", "+1-612-555-0173"),
            ("02079460123", "020 7946 0123"),
            ("01144960123", "0114 496 0123"),
            ("07700900123", "07700 900 123"),
            ("+442079460123", "+44 20 7946 0123"),
            ("+493023125012", "+49 302 312 5012"),
            ("+35312345678", "+353 123 456 78"),
            ("6125550173 ext. 21", "612-555-0173, extension 21"),
            ("44721", "44721"),
            ("30355501", "3 0 3, 5 5 5, 0 1"),
        ] {
            assert_eq!(grouped(digits), written);
        }
    }
}

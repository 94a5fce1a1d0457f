//! Numbers and names that are dictated: whether a turn holds one, and which of two hearings to believe.
//!
//! **Enters:** transcripts. **Leaves:** one of them.
//! **Must not know:** the recognizers that made them.

use crate::call::Transcript;
use crate::words::normal::{Token, content};
use crate::words::spelling::spelled;
use crate::words::telephone::{is_plausible, telephones};

/// So many figures are more than a time or an amount.
const FIGURES: usize = 5;

/// True for words in which a telephone number or a spelled name is given, heard right or not.
pub fn is_dictated(text: &str) -> bool {
    let tokens = content(text);
    figures(&tokens) >= FIGURES || !spelled(&tokens).is_empty()
}

fn figures(tokens: &[Token]) -> usize {
    tokens.iter().flat_map(|token| token.text.chars()).filter(char::is_ascii_digit).count()
}

/// The hearing whose numbers some country could have and whose spelled names are longer; `second`, the careful one, where
/// they are equal.
pub fn more_credible(first: Transcript, second: Transcript) -> Transcript {
    if credit(&first.text) > credit(&second.text) { first } else { second }
}

/// Numbers that may be right, then numbers at all, then whether letters were spelled.
fn credit(text: &str) -> (usize, usize, bool) {
    let tokens = content(text);
    let numbers = telephones(&tokens);
    let plausible = numbers.iter().filter(|number| is_plausible(&number.digits)).count();
    (plausible.min(1), numbers.len().min(1), !spelled(&tokens).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(text: &str) -> Transcript {
        Transcript { text: text.to_owned(), words: Vec::new() }
    }

    #[test]
    fn dictations_are_told_from_talk() {
        for dictated in ["It's 612-555-0173.", "594, 589, 0-", "Swan, that's S-W-A-N-N."] {
            assert!(is_dictated(dictated), "{dictated}");
        }
        for talk in ["Thursday at 2:30?", "I see. Are you hiring?", "I have 12 years of it.", ""] {
            assert!(!is_dictated(talk), "{talk}");
        }
    }

    #[test]
    fn a_number_that_can_be_is_believed() {
        let choose = |first: &str, second: &str| more_credible(heard(first), heard(second)).text;
        assert_eq!(choose("612-555-0173", "612-555-01735"), "612-555-0173");
        assert_eq!(choose("612-555-017", "612-555-0173"), "612-555-0173");
        assert_eq!(choose("612-555-0172", "612-555-0173"), "612-555-0173");
        assert_eq!(choose("Swan, S-W-A-N-N", "Swan is swan."), "Swan, S-W-A-N-N");
    }
}

//! Numbers and names that are dictated: whether a turn holds one, and which of two hearings to believe.
//!
//! **Enters:** transcripts. **Leaves:** one of them.
//! **Must not know:** the recognizers that made them.

use crate::call::Transcript;
use crate::words::normal::{Token, content};
use crate::words::spelling::{Spelled, agreed, spelled};
use crate::words::telephone::{is_plausible, telephones};

/// So many figures are more than a time or an amount.
const FIGURES: usize = 5;
/// And so many letters are more than "HR".
const LETTERS: usize = 3;

/// True for words in which a telephone number or a spelled name is given, heard right or not.
pub fn is_dictated(text: &str) -> bool {
    let tokens = content(text);
    figures(&tokens) >= FIGURES || letters(&tokens) >= LETTERS || !spelled(&tokens).is_empty()
}

/// Letters that stand alone, and words in capitals: a spelled name that was not understood.
fn letters(tokens: &[Token]) -> usize {
    let single = tokens.iter().filter(|token| token.text.len() == 1 && !token.is(&["i", "a"])).count();
    single + tokens.iter().filter(|token| token.capitals).map(|token| token.text.len()).sum::<usize>()
}

fn figures(tokens: &[Token]) -> usize {
    tokens.iter().flat_map(|token| token.text.chars()).filter(char::is_ascii_digit).count()
}

/// The hearing whose number some country could have, and whose letters spell the name that was said; `second`, the careful
/// one, where they are equal.
pub fn more_credible(first: Transcript, second: Transcript) -> Transcript {
    if credit(&first.text) > credit(&second.text) { first } else { second }
}

/// Whether a number may be right, whether there is one, whether letters spell the name that was said, whether they spell
/// anything.
fn credit(text: &str) -> [bool; 4] {
    let tokens = content(text);
    let numbers = telephones(&tokens);
    let names = spelled(&tokens);
    let said = |name: &Spelled| {
        let word = agreed(&name.word, &tokens, name.first);
        tokens[..name.first].iter().any(|token| token.text == word)
    };
    [
        numbers.iter().any(|number| is_plausible(&number.digits)),
        !numbers.is_empty(),
        names.iter().any(said),
        !names.is_empty(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(text: &str) -> Transcript {
        Transcript { text: text.to_owned(), words: Vec::new() }
    }

    #[test]
    fn dictations_are_told_from_talk() {
        for dictated in ["It's 612-555-0173.", "594, 589, 0-", "Swan, that's S-W-A-N-N.", "It's KaU are."] {
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
        assert_eq!(choose("Wyatt, that's WYATT.", "Wyatt, that's W-Y-T-T."), "Wyatt, that's WYATT.");
        assert_eq!(choose("Swan, S-W-A-N-N", "Swan is swan."), "Swan, S-W-A-N-N");
    }
}

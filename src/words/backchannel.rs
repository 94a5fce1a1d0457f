//! Words that only say "I am listening".
//!
//! What somebody said while the other one spoke goes in; whether it asked for the floor comes out.

use super::filler::is_hesitation;
use super::normal::normalize;

/// With the hesitations, the commonest of Switchboard's backchannels (Jurafsky and others 1997, tag `b`), and courtesies.
const LISTENING: &[&str] = &[
    "yes",
    "yeah",
    "yep",
    "yup",
    "ok",
    "okay",
    "right",
    "sure",
    "huh",
    "oh",
    "i",
    "see",
    "of",
    "course",
    "got",
    "it",
    "good",
    "great",
    "fine",
    "true",
    "exactly",
    "absolutely",
    "thank",
    "thanks",
    "you",
    "all",
];
/// More words say something.
const MOST: usize = 4;
/// Single words that ask for the floor. Any other may be a hum that was taken for a word: "mm-hm" is heard as "mama".
const FLOOR: &[&str] = &[
    "no", "wait", "stop", "sorry", "pardon", "excuse", "what", "why", "who", "when", "how", "but", "hello",
    "actually", "listen", "look", "hold", "please", "sir", "madam", "ma'am",
];

/// What was said in under a second while somebody else spoke. True for no words at all, too: a cough asks for nothing.
pub fn is_backchannel(text: &str) -> bool {
    let tokens = normalize(text);
    let listening = |word: &str| LISTENING.contains(&word) || is_hesitation(word);
    match tokens.as_slice() {
        _ if text.trim_end().ends_with('?') => false,
        [one] => !FLOOR.contains(&one.text.as_str()),
        tokens => tokens.len() <= MOST && tokens.iter().all(|token| listening(&token.text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listening_is_told_from_asking_for_the_floor() {
        for text in [
            "",
            "Mm-hm.",
            "Uh-huh",
            "Yes.",
            "Okay, sure.",
            "I see.",
            "Right, right",
            "Oh, thank you",
            "Mama.",
        ] {
            assert!(is_backchannel(text), "{text}");
        }
        for text in ["Wait.", "No.", "Sorry, one thing", "Yes?", "I sent it", "yes yes yes yes yes"] {
            assert!(!is_backchannel(text), "{text}");
        }
    }
}

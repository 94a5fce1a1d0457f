//! The short note with a postcard in it, for when the telephone does not get through (rule 78).
//!
//! A profile and a few answers go in; a note and the postcard's two sides come out, ready to be copied by hand.

use super::profile::Profile;
use crate::words::phrase::small;

/// What only the caller knows. What is empty stands in [brackets].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Note {
    /// Whom it is for.
    pub to: String,
    /// Who gave you the name and the address.
    pub common: String,
    /// What you are finding out about.
    pub about: String,
    /// The help you need: the names of some people, as a rule.
    pub wish: String,
    /// Your own address, a line each.
    pub address: Vec<String>,
}

/// How many people there is room for: a favour should look small.
const ROOM_FOR: usize = 4;

fn or<'t>(text: &'t str, untold: &'t str) -> &'t str {
    if text.trim().is_empty() { untold } else { text.trim() }
}

/// The note, then the postcard's address side, then its other side with blank lines.
pub fn note(profile: &Profile, note: &Note) -> String {
    let name = profile.name.as_deref().unwrap_or("[your name]");
    let to = or(&note.to, "[their name]");
    let common = or(&note.common, "[who gave you the name]");
    let about = small(or(&note.about, "[what you are finding out about]").trim_end_matches('.'));
    let wish = small(or(&note.wish, "the names of some people I might talk to").trim_end_matches('.'));
    let mut text = format!(
        "Dear {to},\n\n\
         My name is {name}. {common} suggested that I get in touch with you.\n\
         I am finding out about {about}, and I would be glad of {wish}.\n\n\
         I know how full a day can be, so I enclose a postcard with my address and a stamp on it.\n\
         Would you write a name or two on it, with a telephone number, and drop it in the mail?\n\n\
         Thank you so much for your time.\n\n{name}\n"
    );
    if let Some(number) = &profile.number {
        text.push_str(&format!("{number}\n"));
    }
    text.push_str("\n---- the postcard, address side ----\n\n");
    text.push_str(&format!("{:>48}\n{name}\n", "[stamp]"));
    if note.address.is_empty() {
        text.push_str("[your street]\n[your town and ZIP code]\n");
    }
    note.address.iter().for_each(|line| text.push_str(&format!("{line}\n")));
    text.push_str(&format!("\n---- the postcard, other side ----\n\nFor {name}, from {to}:\n\n"));
    for number in 1..=ROOM_FOR {
        let (person, telephone) = ("_".repeat(28), "_".repeat(16));
        text.push_str(&format!("{number}. {person}  tel. {telephone}\n\n"));
    }
    text.push_str("May I say that you sent me?   yes ___   no ___\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_ready_to_copy() {
        let profile = Profile {
            name: Some("Mark Swann".into()),
            number: Some("(612) 555-1234".into()),
            ..Profile::default()
        };
        let told = Note {
            to: "Lana".into(),
            common: "Gary Brown".into(),
            about: "Corporate wellness in Minneapolis.".into(),
            wish: String::new(),
            address: vec!["12 Oak Street".into(), "Minneapolis, MN 55401".into()],
        };
        let text = note(&profile, &told);
        assert!(!text.replace("[stamp]", "").contains('['), "{text}");
        for part in [
            "Dear Lana,",
            "Gary Brown suggested",
            "corporate wellness in Minneapolis, and",
            "12 Oak Street\n",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(text.matches("tel. ____").count(), ROOM_FOR);
        assert!(text.split_whitespace().count() < 160, "a short note");
    }

    #[test]
    fn what_nobody_told_stands_in_brackets() {
        let text = note(&Profile::default(), &Note::default());
        for part in ["[your name]", "[their name]", "[who gave you the name]", "[your street]"] {
            assert!(text.contains(part), "{part}");
        }
    }
}

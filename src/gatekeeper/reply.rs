//! Which words are said: wordings drawn, placeholders filled, lines of one breath joined.
//!
//! Enters: lists of wordings and the memory. Leaves: the parts of a [`crate::call::Reply`]. It decides nothing
//! about where the conversation goes.

use super::draw;
use super::state::{Memory, Use};
use crate::call::{LineSound, Part, Say};
use crate::scenario::{Scenario, fill};

/// What is said and sounded until the caller's turn.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Parts(pub Vec<Part>);

impl Parts {
    pub fn sound(&mut self, sound: LineSound) {
        self.0.push(Part::Sound(sound));
    }

    /// One breath where the same person goes on speaking.
    pub fn say(&mut self, say: Say) {
        if say.text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(Part::Say(last)) if last.speaker == say.speaker => {
                last.text.push(' ');
                last.text.push_str(&say.text);
            }
            _ => self.0.push(Part::Say(say)),
        }
    }

    pub fn says(&self) -> impl Iterator<Item = &Say> {
        self.0.iter().filter_map(|part| match part {
            Part::Say(say) => Some(say),
            Part::Sound(_) => None,
        })
    }
}

/// Whose words, and which list of wordings; the list's name keeps its draws apart from all others.
pub(super) struct Line<'a> {
    pub speaker: &'a str,
    pub list: String,
    pub wordings: &'a [String],
    /// Values that only this line has, for example `a` and `b` of an unsure question.
    pub own: &'a [(&'a str, &'a str)],
}

/// Draws the wording, counts its use, fills it. `None` where the list is empty.
pub(super) fn word(line: &Line, scenario: &Scenario, seed: u64, memory: &mut Memory) -> Option<Say> {
    let lookup = |name: &str| {
        let own = line.own.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
        own.or_else(|| memory.look_up(name, scenario))
    };
    let used = memory.uses.get(&line.list).copied().unwrap_or_default();
    let order = draw::preference(seed, &line.list, used.count, line.wordings.len());
    let filled: Vec<_> = order.iter().map(|index| (*index, fill(&line.wordings[*index], &lookup))).collect();
    let fresh = |index: &usize| Some(*index) != used.last;
    let (index, chosen) = filled
        .iter()
        .find(|(index, filled)| filled.complete && fresh(index))
        .or_else(|| filled.iter().find(|(_, filled)| filled.complete))
        .or_else(|| filled.iter().find(|(index, _)| fresh(index)))
        .or_else(|| filled.first())?;
    let say = voiced(line.speaker, chosen.text.clone(), scenario, memory);
    memory.uses.insert(line.list.clone(), Use { count: used.count + 1, last: Some(*index) });
    Some(say)
}

/// Gives words a person's name and voice.
pub(super) fn voiced(speaker: &str, text: String, scenario: &Scenario, memory: &Memory) -> Say {
    let Some(person) = scenario.cast.get(speaker) else {
        return Say {
            speaker: speaker.to_owned(),
            name: speaker.to_owned(),
            voice: Default::default(),
            text,
            spoken: None,
        };
    };
    let name = fill(&person.name, &|name| memory.look_up(name, scenario)).text;
    let name = if person.role.is_empty() { name } else { format!("{name} ({})", person.role) };
    let spoken = respelled(&text, scenario);
    Say { speaker: speaker.to_owned(), name, voice: person.voice, text, spoken }
}

/// The words as the voice should read them; none where they are read as written. Letters and case of the table do
/// not matter, a possessive keeps its ending.
pub fn respelled(text: &str, scenario: &Scenario) -> Option<String> {
    let mut changed = false;
    let respell = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let stem = bare.strip_suffix("'s").unwrap_or(bare);
        let sound =
            scenario.say_as.iter().find(|(name, _)| !stem.is_empty() && name.eq_ignore_ascii_case(stem));
        match sound {
            Some((_, sound)) => {
                changed = true;
                word.replacen(stem, &sound.to_lowercase(), 1)
            }
            None => word.to_owned(),
        }
    };
    let words: Vec<String> = text.split(' ').map(respell).collect();
    changed.then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_said_by_sound() {
        let mut scenario =
            crate::scenario::parse("x", include_str!("../authoring/first.toml")).scenario.expect("good");
        scenario.say_as.insert("Nguyen".into(), "Win".into());
        assert_eq!(respelled("Is nguyen's desk free?", &scenario).as_deref(), Some("Is win's desk free?"));
        assert_eq!(respelled("Mr. Nguyen, hello.", &scenario).as_deref(), Some("Mr. win, hello."));
        assert_eq!(respelled("Nobody here.", &scenario), None);
    }
}

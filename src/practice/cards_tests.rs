use super::*;
use std::collections::BTreeSet;

/// A sentence longer than this is no longer spoken.
const LONGEST_SENTENCE: usize = 30;

fn of(exercise: Exercise) -> Vec<&'static Card> {
    cards().iter().filter(|card| card.exercise == exercise).collect()
}

#[test]
fn every_file_is_read() {
    for (exercise, text) in FILES {
        if let Err(error) = read(*exercise, text) {
            panic!("scenarios/drills/{}.toml: {error}", exercise.name());
        }
    }
    let named: Vec<Exercise> = FILES.iter().map(|(exercise, _)| *exercise).collect();
    assert_eq!(named, Exercise::ALL, "each exercise has its file");
}

#[test]
fn there_is_enough_to_rehearse() {
    let objections = of(Exercise::Objections);
    assert!(objections.len() >= 30, "{}", objections.len());
    let families: BTreeSet<&str> = objections.iter().map(|card| card.family.as_str()).collect();
    assert_eq!(
        families.into_iter().collect::<Vec<_>>(),
        ["brush_off", "no_time", "not_hiring", "not_you", "send_something"]
    );
    for exercise in Exercise::ALL {
        assert!(of(*exercise).len() >= 12, "{}", exercise.name());
    }
}

#[test]
fn no_two_cards_have_one_name_and_no_two_lines_the_same_words() {
    let (mut ids, mut lines) = (BTreeSet::new(), BTreeSet::new());
    for card in cards() {
        assert!(crate::scenario::is_name(&card.id), "{}", card.id);
        assert!(ids.insert(&card.id), "two cards are called {}", card.id);
        for wording in &card.says {
            // "{me}." may pick up anywhere.
            let words = wording.text.split_whitespace().count();
            assert!(
                lines.insert(&wording.text) || words < 5,
                "{}: {:?} is there twice",
                card.id,
                wording.text
            );
        }
    }
}

#[test]
fn every_card_has_its_parts() {
    for card in cards() {
        let id = &card.id;
        assert!(card.says.len() >= 3, "{id} has {} wordings", card.says.len());
        let tones: BTreeSet<&str> = card.says.iter().map(|wording| wording.tone.as_str()).collect();
        assert!(tones.len() >= 2, "{id} is always said in the same tone");
        assert!(tones.iter().all(|tone| people_file().tone.contains_key(*tone)), "{id}: {tones:?}");
        assert!(!card.situation.is_empty(), "{id} says nothing of what you know");
        let parts = if card.exercise == Exercise::Objections { 3..=3 } else { 1..=6 };
        assert!(parts.contains(&card.better.len()), "{id}: a good answer in {} parts", card.better.len());
        let replies = [&card.replies.won, &card.replies.held];
        let answered = replies.iter().all(|lines| lines.len() >= 2);
        assert!(card.who == Who::Machine || answered, "{id}: nobody of {:?} has anything to reply", card.who);
    }
}

#[test]
fn every_card_has_somebody_to_say_it_in_a_voice_that_carries() {
    for card in cards() {
        let fitting = people().values().filter(|person| person.who == card.who).count();
        assert!(fitting > 0, "{}: nobody is {:?}", card.id, card.who);
        if let Some(id) = &card.person {
            let person = people().get(id).unwrap_or_else(|| panic!("{}: nobody is called {id}", card.id));
            assert_eq!(person.who, card.who, "{}: {id}", card.id);
        }
    }
    for (id, person) in people() {
        for (name, tone) in &people_file().tone {
            let (pitch, pace) = (person.voice.pitch * tone.pitch, person.voice.pace * tone.pace);
            assert!((0.5..=1.5).contains(&pitch) && (0.7..=1.4).contains(&pace), "{id} cannot be {name}");
        }
        assert!((0.75..=1.2).contains(&person.voice.formant), "{id}");
    }
}

#[track_caller]
fn sayable(place: &str, text: &str) {
    let plain = |c: char| c.is_ascii_alphabetic() || " ,.?!'-:{}_".contains(c);
    assert!(text.chars().all(plain), "{place}: {text:?} has a sign or figure that nobody says");
    assert!(!text.contains("  ") && text.trim() == text, "{place}: {text:?} has a gap");
    let shouted = |word: &str| word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase());
    assert!(!text.split(|c: char| !c.is_alphabetic()).any(shouted), "{place}: {text:?} shouts");
    for sentence in text.split(['.', '?', '!', ':']) {
        let words = sentence.split_whitespace().count();
        assert!(words <= LONGEST_SENTENCE, "{place}: {words} words in one breath: {sentence:?}");
    }
}

#[test]
fn every_line_can_be_said() {
    for card in cards() {
        let replies = card.replies.won.iter().chain(&card.replies.held);
        let says = card.says.iter().map(|wording| &wording.text);
        for text in says.chain(&card.better).chain(replies) {
            sayable(&card.id, text);
        }
    }
}

#[test]
fn every_placeholder_stands_for_something() {
    let names = |text: &str| -> Vec<String> {
        text.split('{')
            .skip(1)
            .map(|rest| rest.split(['}', '.']).next().unwrap_or_default().to_owned())
            .collect()
    };
    for card in cards() {
        let spoken = |name: &String| name == "me" || card.brief.contains_key(name);
        for wording in &card.says {
            assert!(names(&wording.text).iter().all(spoken), "{}: {:?}", card.id, wording.text);
        }
        for reply in card.replies.won.iter().chain(&card.replies.held) {
            let known = |name: &String| name == "phone" || spoken(name);
            assert!(names(reply).iter().all(known), "{}: {reply:?}", card.id);
        }
        let own = ["caller", "field", "years", "result", "caller_number"];
        for part in &card.better {
            assert!(names(part).iter().all(|name| own.contains(&name.as_str())), "{}: {part:?}", card.id);
        }
    }
}

//! A card becomes a scenario of one state, so that it is played like any call.
//!
//! What enters: a card, a seed, what is known of the caller. What leaves: a [`Staged`] with its scenario. This
//! file must not know dates, scores, or how a call is played.

use super::cards::{Card, Person, Who, people, tone};
use crate::call::{BargeIn, Element, LineSound, Outcome, VoiceCharacter};
use crate::scenario::{Condition, Edge, Ending, Fallback, Scenario, State, Test};
use crate::score::Exercise;
use crate::words::grouping::grouped;
use crate::words::phrase::with_article;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};

/// The ending of an answer that holds what was asked for; the others are [`HELD`] and [`SILENT`].
pub const WON: &str = "won";
pub const HELD: &str = "held";
pub const SILENT: &str = "silent";

const THEM: &str = "them";
const LINE: &str = "line";

/// Seconds of talk before they cut in: an opening with five elements, a message, or one answer.
const LONG_TURN: f64 = 60.0;
const SHORT_TURN: f64 = 40.0;

/// Thinking is allowed in a drill: this long a pause ends no turn.
const MAX_PAUSE: f64 = 2.0;

/// The brief's key for the number that the caller gives.
pub const OWN_NUMBER: &str = "caller_number";

/// Area codes that exist; with 555-01xx behind them they are nobody's number.
const AREA_CODES: [&str; 10] = ["206", "212", "303", "312", "415", "503", "612", "617", "704", "916"];

/// A card ready to be played.
#[derive(Debug, Clone, PartialEq)]
pub struct Staged {
    pub scenario: Scenario,
    /// What they say first, as it is said.
    pub prompt: String,
    pub tone: String,
    /// What the caller is shown beforehand.
    pub situation: String,
    /// A good answer, with the caller's own words where they are known and `[your name]` where not.
    pub better: String,
}

/// `seed` decides who speaks and the number, `round` (0, 1, ...) the wording: a card that comes back is said
/// another way. `caller` is what is known of the caller: `caller`, `caller_number`.
pub fn stage(card: &Card, seed: u64, round: u32, caller: &BTreeMap<String, String>) -> Staged {
    let mut draw = draw_of(card, seed);
    let person = person_for(card, &mut draw);
    let first = draw.next_u32() as usize;
    let wording = &card.says[(first + round as usize) % card.says.len()];
    // Who sent the caller, and the like, is the card's own; only what the caller is comes from a profile.
    let own = caller.iter().filter(|(key, _)| key.starts_with("caller"));
    let mut brief: BTreeMap<String, String> = own.map(|(key, value)| (key.clone(), value.clone())).collect();
    brief.extend(card.brief.clone());
    brief.insert("me".to_owned(), first_name(&person.name));
    let mut situation = filled(&card.situation, &brief);
    if matches!(card.exercise, Exercise::Number | Exercise::Voicemail) {
        let number = brief.entry(OWN_NUMBER.to_owned()).or_insert_with(|| drawn_number(&mut draw)).clone();
        situation = format!("{situation} Your number: {}.", written(&number)).trim().to_owned();
    }
    let prompt = filled(&wording.text, &brief);
    let better = filled(&card.better.join(" "), &own_words(&brief));
    let scenario = scenario(card, person, &prompt, &wording.tone, brief);
    Staged { scenario, prompt, tone: wording.tone.clone(), situation, better }
}

/// Each card has draws of its own, so that one more card in a drill changes no other.
fn draw_of(card: &Card, seed: u64) -> ChaCha8Rng {
    // FNV-1a, 64 bits: the same on every machine.
    let name = card.id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    ChaCha8Rng::seed_from_u64(seed ^ name)
}

fn person_for(card: &Card, draw: &mut ChaCha8Rng) -> &'static Person {
    if let Some(person) = card.person.as_ref().and_then(|id| people().get(id)) {
        return person;
    }
    let fitting: Vec<&Person> = people().values().filter(|person| person.who == card.who).collect();
    fitting[draw.next_u32() as usize % fitting.len()]
}

fn drawn_number(draw: &mut ChaCha8Rng) -> String {
    let area = AREA_CODES[draw.next_u32() as usize % AREA_CODES.len()];
    format!("{area}55501{:02}", draw.next_u32() % 100)
}

/// What stands for the caller's own words in a good answer.
fn own_words(brief: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let known = |key: &str| brief.get(key).map(String::as_str).filter(|value| !value.trim().is_empty());
    let or = |value: Option<String>, unknown: &str| value.unwrap_or_else(|| unknown.to_owned());
    let years = known("caller_years").map(|years| format!("{years} years"));
    let pairs = [
        ("caller", or(known("caller").map(str::to_owned), "[your name]")),
        ("field", or(known("caller_specialty").map(with_article), "[your field]")),
        ("years", or(years, "[number] years")),
        ("result", or(known("caller_result").map(after_i), "[a result, with a number]")),
        (OWN_NUMBER, or(known(OWN_NUMBER).map(written), "[your number]")),
    ];
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// "I cut our waste by 30 percent." goes on behind an "I".
fn after_i(result: &str) -> String {
    let result = result.trim().trim_end_matches('.');
    let rest = result.strip_prefix("I ").unwrap_or(result);
    let mut letters = rest.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// A number as it is written, however it was typed.
fn written(number: &str) -> String {
    grouped(&number.replace(|c: char| !c.is_ascii_digit(), ""))
}

fn first_name(name: &str) -> String {
    name.split_whitespace().next().unwrap_or(name).to_owned()
}

/// `{contact}` and the like; the files are ours and tested, so a name is always there.
fn filled(text: &str, brief: &BTreeMap<String, String>) -> String {
    brief.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

fn scenario(
    card: &Card,
    person: &Person,
    prompt: &str,
    said: &str,
    brief: BTreeMap<String, String>,
) -> Scenario {
    Scenario {
        id: card.id.clone(),
        title: format!("Drill: {}", card.exercise.name()),
        kind: card.exercise.kind(),
        goal: String::new(),
        known: Vec::new(),
        needs: Vec::new(),
        research: Vec::new(),
        rules: card.exercise.rules().collect::<BTreeSet<_>>().into_iter().collect(),
        start: LINE.to_owned(),
        cast: BTreeMap::from([(THEM.to_owned(), cast(person, said))]),
        states: BTreeMap::from([(LINE.to_owned(), state(card, prompt))]),
        decks: BTreeMap::new(),
        endings: endings(card),
        moves: BTreeMap::new(),
        brief,
        choices: BTreeMap::new(),
        say_as: BTreeMap::new(),
        hidden: BTreeMap::new(),
        facts: BTreeMap::new(),
    }
}

fn cast(person: &Person, said: &str) -> crate::scenario::Person {
    let (tone, voice) = (tone(said), person.voice);
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    crate::scenario::Person {
        name: person.name.clone(),
        role: person.role.clone(),
        voice: VoiceCharacter {
            pitch: voice.pitch * tone.pitch,
            formant: voice.formant,
            pace: voice.pace * tone.pace,
        },
        patience: 2,
        mood: 0,
        out_of_patience: HELD.to_owned(),
        barge_in: BargeIn::default(),
        no_input: lines(&["Hello? Are you still there?", "Hello?", "Are you there?"]),
        no_match: lines(&["Sorry, what was that?", "I didn't get that. Once more?"]),
        unclear: lines(&["Sorry, you broke up there. Once more?", "I couldn't make that out. Say it again?"]),
        unsure: Vec::new(),
        rambling: Vec::new(),
        rude: lines(&["There's no need for that.", "Let's keep this polite, shall we?"]),
        repeat: lines(&["I said:", "Once more, then:"]),
    }
}

fn state(card: &Card, prompt: &str) -> State {
    let machine = card.who == Who::Machine;
    let fallback =
        |to: &str| Fallback { says: Vec::new(), limit: if machine { 0 } else { 1 }, to: to.to_owned() };
    let long = matches!(card.exercise, Exercise::Referral | Exercise::Voicemail | Exercise::Opening);
    State {
        speaker: THEM.to_owned(),
        sound: machine.then_some(LineSound::Beep),
        says: vec![prompt.to_owned()],
        again: Vec::new(),
        on: edges(card.exercise),
        no_input: fallback(SILENT),
        no_match: fallback(HELD),
        rambling_after: if long { LONG_TURN } else { SHORT_TURN },
        rambling_to: Some(HELD.to_owned()),
        hang_up: None,
        vocabulary: card.brief.values().filter(|value| value.len() < 30).cloned().collect(),
        refuses: card.exercise == Exercise::Objections,
        one_take: machine,
        max_pause: Some(MAX_PAUSE),
        tells: Vec::new(),
    }
}

/// What callers may do here. All of it leads to the same place; it is listed so that a good answer is not taken
/// for rudeness or for a question to say it again, which everybody on the telephone answers.
const MOVES: [&str; 34] = [
    "request_meeting",
    "pitch",
    "obj_not_hiring",
    "obj_send_resume",
    "obj_contact_hr",
    "answer_busy",
    "answer_experience",
    "referral",
    "say_source",
    "give_name",
    "give_number",
    "greet",
    "give_reason",
    "reason_job",
    "reason_followup",
    "reason_learn",
    "ask_transfer",
    "ask_department",
    "ask_hr",
    "ask_manager_name",
    "ask_best_time",
    "ask_minutes",
    "ask_leads",
    "ask_personal",
    "promise_report",
    "offer_callback",
    "offer_times",
    "leave_message",
    "compliment",
    "agree",
    "decline",
    "apologize",
    "give_up",
    "thank_end",
];

/// The first edge whose elements were said leads to [`WON`], whatever else to [`HELD`].
fn edges(exercise: Exercise) -> Vec<Edge> {
    let won = wins(exercise).iter().map(|elements| {
        let when = elements.iter().map(|element| Condition { negated: false, test: Test::Element(*element) });
        edge("*", WON, when.collect())
    });
    // The weak question meets a no (rule 39), whatever else was said.
    let weak = Condition { negated: false, test: Test::Element(Element::WeakClose) };
    let refused = (exercise == Exercise::Objections).then(|| edge("*", HELD, vec![weak]));
    let held = MOVES.into_iter().chain(["*"]).map(|name| edge(name, HELD, Vec::new()));
    refused.into_iter().chain(won).chain(held).collect()
}

fn edge(name: &str, to: &str, when: Vec<Condition>) -> Edge {
    Edge {
        name: name.to_owned(),
        to: Some(to.to_owned()),
        when,
        says: Vec::new(),
        mood: 0,
        patience: 0,
        set: Vec::new(),
        tells: Vec::new(),
    }
}

/// What opens them: any of these sets of elements.
fn wins(exercise: Exercise) -> &'static [&'static [Element]] {
    match exercise {
        Exercise::Objections => {
            &[&[Element::AskAgain], &[Element::StrongClose], &[Element::AnswerObjection, Element::AskSpeak]]
        }
        Exercise::Hook => &[&[Element::Accomplishment], &[Element::YearsExperience]],
        Exercise::Close => &[&[Element::StrongClose]],
        Exercise::Opening => &[&[Element::SelfName, Element::Specialty]],
        Exercise::Referral => &[&[Element::SelfName, Element::Referral]],
        Exercise::Voicemail | Exercise::Number => &[&[Element::CallbackNumber]],
        Exercise::Transfer => &[&[Element::AskSpeak]],
    }
}

fn endings(card: &Card) -> BTreeMap<String, Ending> {
    let ending = |says: &[String], outcome, summary: &str| Ending {
        outcome,
        speaker: (!says.is_empty()).then(|| THEM.to_owned()),
        says: says.to_vec(),
        summary: summary.to_owned(),
    };
    BTreeMap::from([
        (WON.to_owned(), ending(&card.replies.won, Outcome::Yes, "They went along.")),
        (HELD.to_owned(), ending(&card.replies.held, Outcome::No, "They did not go along.")),
        (SILENT.to_owned(), ending(&[], Outcome::Lost, "You said nothing.")),
    ])
}

#[cfg(test)]
#[path = "stage_tests.rs"]
mod tests;

//! Hand-made calls for the tests of scoring: golden, middling and weak, typed and spoken.

mod caller;
mod content;
mod properties;
mod sound;

use super::*;
use crate::call::{
    CallerTurn, Careful, Channel, Difficulty, Element, ElementFound, EndingReached, Fact, FactKind, Kind,
    MachineMs, Outcome, Seconds, Section, Sound, Span, Turn, VoiceCharacter, Word,
};
use crate::scenario::{Fallback, Person, State};
use std::collections::BTreeMap;

/// One turn of a hand-made call.
#[derive(Debug, Clone)]
enum Line {
    /// Caption, state, words.
    Them(&'static str, &'static str, &'static str),
    /// Words, and the elements with the words that carry them.
    You(String, Vec<(Element, &'static str)>),
}
use Line::Them;

fn you(text: &str, elements: &[(Element, &'static str)]) -> Line {
    Line::You(text.to_owned(), elements.to_vec())
}

fn record(kind: Kind, lines: &[Line]) -> CallRecord {
    CallRecord {
        version: 1,
        scenario: "follow-up".to_owned(),
        title: "Follow up on a resume".to_owned(),
        kind,
        seed: 7,
        difficulty: Difficulty::Normal,
        channel: Channel::Typed,
        started_at: "2026-03-02T09:00:00Z".to_owned(),
        brief: BTreeMap::from([
            ("contact".to_owned(), "Ruth Alvarez".to_owned()),
            ("sent".to_owned(), "Monday".to_owned()),
        ]),
        ending: Some("dated_interview".to_owned()),
        ended: Some(EndingReached {
            id: "dated_interview".to_owned(),
            outcome: Outcome::Yes,
            summary: "You have an interview with a date.".to_owned(),
        }),
        seconds: 0.0,
        turns: lines.iter().map(turn).collect(),
        path: Vec::new(),
        facts_learned: Vec::new(),
        moods: Vec::new(),
        needs: Vec::new(),
        research: Vec::new(),
        campaign: None,
        origin: Default::default(),
        notices: Vec::new(),
        script: None,
        scorecard: None,
    }
}

fn turn(line: &Line) -> Turn {
    match line {
        Them(name, state, text) => Turn {
            speaker: name.split(' ').next().expect("a name").to_lowercase(),
            name: (*name).to_owned(),
            text: (*text).to_owned(),
            start: 0.0,
            end: 0.0,
            state: (*state).to_owned(),
            cut_off: false,
            caller: None,
        },
        Line::You(text, elements) => Turn {
            speaker: "you".to_owned(),
            name: "You".to_owned(),
            text: text.clone(),
            start: 0.0,
            end: 0.0,
            state: String::new(),
            cut_off: false,
            caller: Some(CallerTurn {
                channel: Channel::Typed,
                speech_end: 0.0,
                turn_end_decided: 0.0,
                transcript_ready: 0.0,
                reply_start: None,
                machine_ms: MachineMs::default(),
                words: Vec::new(),
                speech: Vec::new(),
                sound: None,
                meant: None,
                moves: Vec::new(),
                elements: elements.iter().map(|(element, quote)| found(text, *element, quote)).collect(),
                facts: if text.contains("Mark Swann") {
                    vec![Fact {
                        kind: FactKind::CallerName,
                        value: "Mark Swann".to_owned(),
                        start: 0,
                        end: 0,
                    }]
                } else {
                    Vec::new()
                },
                careful: None,
            }),
        },
    }
}

#[track_caller]
fn found(text: &str, element: Element, quote: &str) -> ElementFound {
    let start = text.find(quote).unwrap_or_else(|| panic!("{quote:?} is not in {text:?}"));
    ElementFound { element, quote: quote.to_owned(), start, end: start + quote.len(), confidence: 0.9 }
}

/// The same words spoken: a word every `beat` seconds, `wait` seconds after each of their lines.
fn spoken(record: &CallRecord, beat: Seconds, wait: Seconds) -> CallRecord {
    let mut record = record.clone();
    record.channel = Channel::Spoken;
    let mut now = 3.0;
    for turn in &mut record.turns {
        let Some(caller) = &mut turn.caller else {
            (turn.start, turn.end) = (now, now + 2.0);
            now += 2.0;
            continue;
        };
        now += wait;
        turn.start = now;
        let words: Vec<Word> = turn
            .text
            .split_whitespace()
            .enumerate()
            .map(|(at, text)| {
                let start = now + at as f64 * beat;
                Word { text: text.to_owned(), start, end: start + beat, probability: 0.9 }
            })
            .collect();
        now += words.len() as f64 * beat;
        turn.end = now;
        caller.channel = Channel::Spoken;
        caller.speech = vec![Span::new(turn.start, turn.end)];
        caller.words = words.clone();
        caller.sound = Some(Sound {
            loudness_lufs: Some(-23.0),
            snr_db: Some(25.0),
            pitch_median_hz: Some(120.0),
            pitch_sd_semitones: Some(3.0),
            ..Sound::default()
        });
        caller.careful = Some(Careful {
            text: turn.text.clone(),
            words,
            elements: caller.elements.clone(),
            over_telephone: None,
            voice: None,
        });
        now += 0.3;
    }
    record.seconds = now;
    record
}

fn person(name: &str, role: &str) -> Person {
    Person {
        name: name.to_owned(),
        role: role.to_owned(),
        voice: VoiceCharacter::default(),
        patience: 3,
        mood: 0,
        out_of_patience: "hung_up".to_owned(),
        barge_in: crate::call::BargeIn::default(),
        no_input: Vec::new(),
        no_match: Vec::new(),
        unclear: Vec::new(),
        unsure: Vec::new(),
        rambling: Vec::new(),
        rude: Vec::new(),
        repeat: Vec::new(),
    }
}

fn state(speaker: &str, refuses: bool) -> State {
    State {
        tells: Vec::new(),
        speaker: speaker.to_owned(),
        sound: None,
        says: Vec::new(),
        again: Vec::new(),
        on: Vec::new(),
        no_input: Fallback { says: Vec::new(), limit: 2, to: "hung_up".to_owned() },
        no_match: Fallback { says: Vec::new(), limit: 2, to: "hung_up".to_owned() },
        rambling_after: 45.0,
        rambling_to: None,
        hang_up: None,
        vocabulary: Vec::new(),
        refuses,
        one_take: false,
        max_pause: None,
    }
}

fn scenario() -> Scenario {
    Scenario {
        choices: Default::default(),
        say_as: Default::default(),
        hidden: Default::default(),
        facts: Default::default(),
        id: "follow-up".to_owned(),
        title: "Follow up on a resume".to_owned(),
        kind: Kind::FollowUp,
        goal: String::new(),
        known: Vec::new(),
        brief: BTreeMap::new(),
        needs: vec!["scheduling".to_owned(), "budgets".to_owned()],
        research: vec!["harbor project".to_owned(), "renovation".to_owned(), "Elm Street".to_owned()],
        rules: Vec::new(),
        start: "reception".to_owned(),
        cast: BTreeMap::from([
            ("dana".to_owned(), person("Dana", "receptionist")),
            ("ruth".to_owned(), person("Ruth Alvarez", "design director")),
            ("hugh".to_owned(), person("Hugh", "human resources")),
        ]),
        states: BTreeMap::from([
            ("reception".to_owned(), state("dana", false)),
            ("manager".to_owned(), state("ruth", false)),
            ("objection".to_owned(), state("ruth", true)),
        ]),
        decks: BTreeMap::new(),
        endings: BTreeMap::new(),
        moves: BTreeMap::new(),
    }
}

const DANA: Line = Them("Dana (receptionist)", "reception", "Meridian Design, Dana speaking.");
const RUTH: Line = Them("Ruth (director)", "manager", "Ruth Alvarez.");
const NO: Line = Them("Ruth (director)", "objection", "We're not hiring right now, I'm afraid.");

fn golden() -> Vec<Line> {
    vec![
        DANA,
        you(
            "Good morning, this is Mark Swann. May I speak with Ruth Alvarez, please?",
            &[
                (Element::Greeting, "Good morning"),
                (Element::SelfName, "this is Mark Swann"),
                (Element::AskSpeak, "May I speak with Ruth Alvarez, please?"),
            ],
        ),
        RUTH,
        you(
            "Hello Ms. Alvarez, my name is Mark Swann. I sent you my resume on Monday. I'm a project coordinator with twelve years of experience. I'm good at scheduling and at calming clients, and last year I negotiated a 35 percent savings on project costs. I read about your harbor project, and I can help you keep it on time. When can I come in for an interview?",
            &[
                (Element::Greeting, "Hello Ms. Alvarez"),
                (Element::SelfName, "my name is Mark Swann"),
                (Element::Specialty, "I'm a project coordinator"),
                (Element::YearsExperience, "twelve years of experience"),
                (Element::Strength, "I'm good at scheduling and at calming clients"),
                (Element::Accomplishment, "I negotiated a 35 percent savings on project costs"),
                (Element::CompanyResearch, "I read about your harbor project"),
                (Element::StrongClose, "When can I come in for an interview?"),
            ],
        ),
        NO,
        you(
            "I understand. I'd only need fifteen minutes. Which day suits you, Thursday or Friday?",
            &[
                (Element::Acknowledge, "I understand."),
                (Element::AskAgain, "Which day suits you, Thursday or Friday?"),
                (Element::StrongClose, "Which day suits you, Thursday or Friday?"),
            ],
        ),
        Them("Ruth (director)", "manager", "Thursday at two, then."),
        you(
            "Thank you, see you on Thursday. Goodbye.",
            &[(Element::Thanks, "Thank you"), (Element::Farewell, "Goodbye.")],
        ),
    ]
}

fn middling() -> Vec<Line> {
    vec![
        DANA,
        you(
            "Hi, can I talk to Ruth Alvarez?",
            &[(Element::Greeting, "Hi"), (Element::AskSpeak, "can I talk to Ruth Alvarez?")],
        ),
        RUTH,
        you(
            "Hi, this is Mark Swann. I applied for the coordinator job. I'm a project coordinator with twelve years of experience, and I'm organized. Can I come in for an interview?",
            &[
                (Element::Greeting, "Hi"),
                (Element::SelfName, "this is Mark Swann"),
                (Element::Specialty, "I'm a project coordinator"),
                (Element::YearsExperience, "twelve years of experience"),
                (Element::Strength, "I'm organized"),
                (Element::WeakClose, "Can I come in for an interview?"),
            ],
        ),
        NO,
        you(
            "Okay. Thanks anyway, bye.",
            &[
                (Element::Acknowledge, "Okay."),
                (Element::Thanks, "Thanks anyway"),
                (Element::Farewell, "bye"),
            ],
        ),
    ]
}

fn weak() -> Vec<Line> {
    vec![
        DANA,
        you(
            "Yeah, I was just wondering if maybe I could talk to somebody about jobs?",
            &[(Element::AskSpeak, "talk to somebody")],
        ),
        RUTH,
        you(
            "I was wondering if maybe you got my resume or something.",
            &[(Element::Question, "you got my resume")],
        ),
        NO,
        you("Oh. Sorry to bother you.", &[]),
    ]
}

fn content(lines: &[Line]) -> f64 {
    score(&record(Kind::FollowUp, lines), Some(&scenario())).content
}

#[track_caller]
fn finding<'c>(card: &'c Scorecard, title: &str) -> &'c Finding {
    card.findings
        .iter()
        .find(|finding| finding.title == title)
        .unwrap_or_else(|| panic!("no finding {title:?}"))
}

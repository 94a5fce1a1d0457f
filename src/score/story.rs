//! What happened in a call, as the checks need it: who listened, what was said to whom, who refused.
//!
//! What enters: a record and, where there is one, its scenario. What leaves: the caller's turns in order,
//! each with its words, its elements and its listener. This file must not know what anything is worth,
//! and for content it reads no time: the same words typed and spoken are the same story.

use super::phrases::{Token, has_any, tokens};
use crate::call::{
    CallRecord, Channel, Element, ElementFound, Evidence, Fact, FactKind, Meant, Span, Turn, Word,
};
use crate::scenario::Scenario;

/// Who was on the other end of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listener {
    /// A receptionist, an assistant: decides who gets through.
    Screener,
    HumanResources,
    /// The person who can say yes.
    Manager,
    /// A recording.
    Machine,
    /// Nothing tells.
    Unknown,
}

/// One turn of the caller.
pub(super) struct Said<'a> {
    /// Index into the record's turns.
    pub turn: usize,
    pub text: &'a str,
    pub words: Vec<Token>,
    pub elements: &'a [ElementFound],
    pub listener: Listener,
    /// Said to the person whom the call is about.
    pub to_decider: bool,
    /// What the other side said before this turn refused or objected.
    pub after_refusal: bool,
    record: &'a Turn,
}

impl Said<'_> {
    pub fn meant(&self, name: &str) -> bool {
        let meant = self.record.caller.as_ref().and_then(|caller| caller.meant.as_ref());
        matches!(meant, Some(Meant::Move(meant)) if meant == name)
    }

    /// The words as the call itself heard them, before the careful ear.
    pub fn first_hearing(&self) -> &str {
        &self.record.text
    }

    pub fn channel(&self) -> Channel {
        self.record.caller.as_ref().map_or(Channel::Typed, |caller| caller.channel)
    }

    /// Stretches of detected speech.
    pub fn speech(&self) -> &[Span] {
        self.record.caller.as_ref().map_or(&[], |caller| &caller.speech)
    }

    /// What could be remembered of the turn.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.record.caller.iter().flat_map(|caller| &caller.facts)
    }

    /// These words, with their seconds where the turn was spoken.
    pub fn evidence(&self, start: usize, end: usize) -> Evidence {
        let quote = self.text.get(start..end).map(str::trim).filter(|quote| !quote.is_empty());
        Evidence {
            turn: Some(self.turn),
            quote: quote.map(str::to_owned),
            audio: audio_of(self.record, start, end),
        }
    }

    /// An element's words, with their seconds.
    pub fn element(&self, found: &ElementFound) -> Evidence {
        let quote = match self.text.get(found.start..found.end) {
            Some(words) if !words.trim().is_empty() => words.trim().to_owned(),
            _ => found.quote.clone(),
        };
        let audio = audio_of(self.record, found.start, found.end);
        Evidence { turn: Some(self.turn), quote: Some(quote), audio }
    }

    /// The sentence around a byte offset.
    pub fn sentence(&self, at: usize) -> &str {
        super::phrases::sentence_at(self.text, at.min(self.text.len()))
    }
}

/// One element in its turn.
#[derive(Clone, Copy)]
pub(super) struct Mention<'s, 'a> {
    pub said: &'s Said<'a>,
    pub found: &'a ElementFound,
}

impl Mention<'_, '_> {
    pub fn evidence(&self) -> Evidence {
        self.said.element(self.found)
    }

    pub fn text(&self) -> &str {
        match self.said.text.get(self.found.start..self.found.end) {
            Some(words) => words.trim(),
            None => self.found.quote.trim(),
        }
    }
}

pub(super) struct Story<'a> {
    pub record: &'a CallRecord,
    pub scenario: Option<&'a Scenario>,
    pub said: Vec<Said<'a>>,
    /// The person whom the call is about came to the telephone (or nobody else is known to have).
    pub reached: bool,
    /// Somebody other than the caller is in the record.
    pub answered: bool,
    listeners: Vec<Listener>,
}

impl<'a> Story<'a> {
    pub fn new(record: &'a CallRecord, scenario: Option<&'a Scenario>) -> Self {
        let who: Vec<Option<Listener>> = record
            .turns
            .iter()
            .map(|turn| (!turn.is_caller()).then(|| listener(turn, record, scenario)))
            .collect();
        let listeners: Vec<Listener> = who.iter().flatten().copied().collect();
        let manager_known = listeners.contains(&Listener::Manager);
        let decides = |who: Listener| match who {
            Listener::Manager => true,
            Listener::Unknown => !manager_known,
            Listener::Screener | Listener::HumanResources | Listener::Machine => false,
        };
        let first = listeners.first().copied().unwrap_or(Listener::Unknown);
        let mut last = (first, false);
        let mut said = Vec::new();
        for (index, turn) in record.turns.iter().enumerate() {
            if let Some(listener) = who[index] {
                last = (listener, refuses(turn, scenario));
                continue;
            }
            let text = turn.scored_text();
            said.push(Said {
                turn: index,
                text,
                words: tokens(text),
                elements: turn.scored_elements(),
                listener: last.0,
                to_decider: decides(last.0),
                after_refusal: last.1,
                record: turn,
            });
        }
        let reached = listeners.is_empty() || listeners.iter().any(|who| decides(*who));
        Self { record, scenario, said, reached, answered: !listeners.is_empty(), listeners }
    }

    pub fn met(&self, who: Listener) -> bool {
        self.listeners.contains(&who)
    }

    /// Who picked up; none where only the caller's words are known.
    pub fn first_listener(&self) -> Option<Listener> {
        self.listeners.first().copied()
    }

    pub fn mentions(&self, element: Element) -> impl Iterator<Item = Mention<'_, 'a>> {
        self.all_mentions().filter(move |mention| mention.found.element == element)
    }

    /// Every element of the call, in the order in which it was said.
    pub fn all_mentions(&self) -> impl Iterator<Item = Mention<'_, 'a>> {
        self.said.iter().flat_map(|said| {
            let mut elements: Vec<&'a ElementFound> = said.elements.iter().collect();
            elements.sort_by_key(|found| (found.start, found.end));
            elements.into_iter().map(move |found| Mention { said, found })
        })
    }

    pub fn to_decider(&self) -> impl Iterator<Item = &Said<'a>> {
        self.said.iter().filter(|said| said.to_decider)
    }

    /// All words of the caller.
    pub fn word_count(&self) -> usize {
        self.said.iter().map(|said| said.words.len()).sum()
    }

    /// The lines of the other side, with their index.
    pub fn their_lines(&self) -> impl Iterator<Item = (usize, &'a Turn)> {
        self.record.turns.iter().enumerate().filter(|(_, turn)| !turn.is_caller())
    }

    pub fn refused(&self) -> bool {
        self.said.iter().any(|said| said.after_refusal) || {
            let last = self.record.turns.last();
            last.is_some_and(|turn| !turn.is_caller() && refuses(turn, self.scenario))
        }
    }

    /// A value of the call's brief, the scenario's where the record has none.
    pub fn brief(&self, key: &str) -> Option<&'a str> {
        let own = self.record.brief.get(key);
        let value = own.or_else(|| self.scenario.and_then(|scenario| scenario.brief.get(key)));
        value.map(String::as_str).filter(|value| !value.trim().is_empty())
    }

    /// Words that make a strength relevant: the call's, the scenario's where the record has none.
    pub fn needs(&self) -> &'a [String] {
        own_or(&self.record.needs, self.scenario.map(|scenario| &scenario.needs))
    }

    /// What research would have found, likewise.
    pub fn research(&self) -> &'a [String] {
        own_or(&self.record.research, self.scenario.map(|scenario| &scenario.research))
    }

    /// The scenario says that it exercises this rule.
    pub fn names_rule(&self, number: u32) -> bool {
        self.scenario.is_some_and(|scenario| scenario.rules.contains(&number))
    }

    /// The name that the caller gave, or has in the brief.
    pub fn caller_name(&self) -> Option<&'a str> {
        let facts =
            self.record.turns.iter().filter_map(|turn| turn.caller.as_ref()).flat_map(|caller| &caller.facts);
        let mut names = facts.filter(|fact| fact.kind == FactKind::CallerName);
        names.next().map(|fact| fact.value.as_str()).or_else(|| self.brief("caller"))
    }

    /// The first words of an element, for building a better sentence out of what the caller has.
    pub fn own_words(&self, element: Element) -> Option<String> {
        self.mentions(element)
            .next()
            .map(|mention| mention.text().trim_end_matches(['.', ',', '!', '?']).to_owned())
    }
}

fn own_or<'a>(own: &'a [String], scenario: Option<&'a Vec<String>>) -> &'a [String] {
    if own.is_empty() { scenario.map(Vec::as_slice).unwrap_or_default() } else { own }
}

const HUMAN_RESOURCES: &[&str] =
    &["hr", "human resources", "recruit*", "talent", "personnel", "people operations"];
const MACHINE: &[&str] = &["voicemail", "voice mail", "machine", "mailbox", "recording"];
const SCREENER: &[&str] = &[
    "receptionist",
    "reception",
    "front desk",
    "assistant",
    "secretary",
    "operator",
    "switchboard",
    "gatekeeper",
];
const MANAGER: &[&str] = &[
    "manager",
    "director",
    "president",
    "vp",
    "head",
    "chief",
    "owner",
    "partner",
    "supervisor",
    "lead",
    "dean",
    "chair",
    "founder",
    "boss",
    "contact",
];

/// From the scenario's cast; else from the caption, as in `Dana (receptionist)`.
fn listener(turn: &Turn, record: &CallRecord, scenario: Option<&Scenario>) -> Listener {
    let person = scenario.and_then(|scenario| scenario.cast.get(&turn.speaker));
    let (name, role) = match person {
        Some(person) => (person.name.as_str(), person.role.as_str()),
        None => match turn.name.split_once('(') {
            Some((name, role)) => (name, role.trim_end_matches(')')),
            None => (turn.name.as_str(), ""),
        },
    };
    let role = tokens(role);
    // An assistant to the director is an assistant: the narrower roles are asked first.
    for (roles, listener) in [
        (HUMAN_RESOURCES, Listener::HumanResources),
        (MACHINE, Listener::Machine),
        (SCREENER, Listener::Screener),
        (MANAGER, Listener::Manager),
    ] {
        if has_any(&role, roles) {
            return listener;
        }
    }
    let contact = record.brief.get("contact").map(|contact| tokens(contact)).unwrap_or_default();
    let is_contact = tokens(name).iter().any(|word| contact.contains_name(&word.text));
    if is_contact { Listener::Manager } else { Listener::Unknown }
}

trait ContainsName {
    fn contains_name(&self, name: &str) -> bool;
}

impl ContainsName for Vec<Token> {
    /// Titles are no names.
    fn contains_name(&self, name: &str) -> bool {
        !["ms", "mr", "mrs", "dr"].contains(&name) && self.iter().any(|word| word.text == name)
    }
}

/// Refusals in plain talk, for records without a scenario that marks them.
const REFUSALS: &[&str] = &[
    "not hiring",
    "aren't hiring",
    "no openings",
    "not interested",
    "isn't interested",
    "don't take calls",
    "doesn't take calls",
    "send your resume",
    "send us your resume",
    "send me your resume",
    "apply online",
    "contact hr",
    "contact human resources",
    "call human resources",
    "i can't put you through",
    "i'm afraid",
    "unfortunately",
    "not available",
    "isn't available",
    "in a meeting",
    "very busy",
    "too busy",
    "don't have time",
    "can't talk",
    "position is filled",
    "already filled",
    "no positions",
    "hiring freeze",
];

fn refuses(turn: &Turn, scenario: Option<&Scenario>) -> bool {
    match scenario.and_then(|scenario| scenario.states.get(&turn.state)) {
        Some(state) => state.refuses,
        None => refuses_in_words(&turn.text),
    }
}

/// Whether a line of the other side says no, by its words alone.
pub fn refuses_in_words(line: &str) -> bool {
    has_any(&tokens(line), REFUSALS)
}

/// The words that count for a turn: the careful ear's where it listened.
pub(super) fn scored_words(turn: &Turn) -> &[Word] {
    match &turn.caller {
        Some(caller) => caller.careful.as_ref().map_or(&caller.words, |careful| &careful.words),
        None => &[],
    }
}

/// The seconds in which the bytes `start..end` of a turn's scored text were said.
fn audio_of(turn: &Turn, start: usize, end: usize) -> Option<Span> {
    let text = turn.scored_text();
    let mut cursor = 0;
    let mut span: Option<Span> = None;
    for word in scored_words(turn) {
        let spelled = word.text.trim();
        let Some(found) = text.get(cursor..).and_then(|rest| rest.find(spelled)) else { continue };
        let (from, to) = (cursor + found, cursor + found + spelled.len());
        cursor = to;
        if from < end && to > start {
            let first = span.map_or(word.start, |span| span.start.min(word.start));
            let last = span.map_or(word.end, |span| span.end.max(word.end));
            span = Some(Span::new(first, last));
        }
    }
    span
}

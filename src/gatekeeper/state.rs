//! What a call remembers: patience and mood of each person, names, times, flags, what was said where.
//!
//! Enters: a scenario's starting values and what each turn brought. Leaves: answers for conditions and
//! placeholders. It knows neither wordings nor targets.

use super::draw;
use super::written::{as_letters, as_name, as_time};
use crate::call::{Difficulty, Element, FactKind, Say, Understanding};
use crate::scenario::{Compare, Condition, Scenario, Test};
use crate::words::grouping::grouped;
use std::collections::{BTreeMap, BTreeSet};

/// Mood runs from hostile to warm.
pub(super) const MOOD: std::ops::RangeInclusive<i32> = -3..=3;

/// Courtesies that lift the mood, each once with each person: thanking five times warms nobody five times.
const COURTESIES: [Element; 3] = [Element::Thanks, Element::Acknowledge, Element::Rapport];

/// Moves and elements of one turn, as conditions see them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Turn {
    pub elements: BTreeSet<Element>,
    /// The caller named the person whom the call is for, to somebody else.
    pub names_contact: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Temper {
    patience: i32,
    mood: i32,
    courtesies: BTreeSet<Element>,
}

/// How often a list of wordings was used, and which came last.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Use {
    pub count: u64,
    pub last: Option<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Memory {
    tempers: BTreeMap<String, Temper>,
    flags: BTreeSet<String>,
    said: BTreeSet<Element>,
    visits: BTreeMap<String, i32>,
    pub uses: BTreeMap<String, Use>,
    /// Cards drawn from each deck.
    pub drawn: BTreeMap<String, u32>,
    caller: Option<String>,
    telephone: Option<String>,
    /// A name that was spelled.
    spelled: Option<String>,
    company: Option<String>,
    department: Option<String>,
    amount: Option<String>,
    /// A time that an edge with `set = ["time"]` kept.
    kept_time: Option<String>,
    /// A time in the present turn.
    turn_time: Option<String>,
    /// The last line worth repeating, by the person who is on the line.
    pub last_line: Option<Say>,
    pub silences: u32,
    pub misses: u32,
    pub repeats: u32,
    /// The two readings that were asked back.
    pub asked_back: Option<(String, String)>,
    pub turns: u32,
    /// Facts that the caller was told, in this call or before it.
    known: BTreeSet<String>,
    /// What the seed decided, by name.
    hidden: BTreeMap<String, String>,
}

impl Memory {
    pub fn new(scenario: &Scenario, seed: u64, difficulty: Difficulty) -> Self {
        let shift = match difficulty {
            Difficulty::Easy => 1,
            Difficulty::Normal => 0,
            Difficulty::Hard => -1,
        };
        let temper = |person: &crate::scenario::Person| Temper {
            patience: (person.patience + shift).max(1),
            mood: person.mood.clamp(*MOOD.start(), *MOOD.end()),
            courtesies: BTreeSet::new(),
        };
        Self {
            tempers: scenario.cast.iter().map(|(id, person)| (id.clone(), temper(person))).collect(),
            flags: BTreeSet::new(),
            said: BTreeSet::new(),
            visits: BTreeMap::new(),
            uses: BTreeMap::new(),
            drawn: BTreeMap::new(),
            caller: None,
            telephone: None,
            spelled: None,
            company: None,
            department: None,
            amount: None,
            kept_time: None,
            turn_time: None,
            last_line: None,
            silences: 0,
            misses: 0,
            repeats: 0,
            asked_back: None,
            turns: 0,
            known: BTreeSet::new(),
            hidden: scenario.hidden.iter().filter_map(|(name, of)| decided(seed, name, of)).collect(),
        }
    }

    /// True when the fact is new.
    pub fn learn(&mut self, fact: &str) -> bool {
        self.known.insert(fact.to_owned())
    }

    pub fn knows(&self, fact: &str) -> bool {
        self.known.contains(fact)
    }

    pub fn has_flag(&self, flag: &str) -> bool {
        self.flags.contains(flag)
    }

    pub fn has_said(&self, element: Element) -> bool {
        self.said.contains(&element)
    }

    pub fn patience(&self, person: &str) -> i32 {
        self.tempers.get(person).map_or(0, |temper| temper.patience)
    }

    pub fn mood(&self, person: &str) -> i32 {
        self.tempers.get(person).map_or(0, |temper| temper.mood)
    }

    pub fn change(&mut self, person: &str, mood: i32, patience: i32) {
        if let Some(temper) = self.tempers.get_mut(person) {
            temper.mood = temper.mood.saturating_add(mood).clamp(*MOOD.start(), *MOOD.end());
            temper.patience = temper.patience.saturating_add(patience).max(0);
        }
    }

    pub fn visits(&self, state: &str) -> i32 {
        self.visits.get(state).copied().unwrap_or(0)
    }

    /// A state is entered: what was counted in a row starts anew.
    pub fn enter(&mut self, state: &str) {
        *self.visits.entry(state.to_owned()).or_default() += 1;
        self.silences = 0;
        self.misses = 0;
        self.asked_back = None;
    }

    /// What a turn tells the person on the line. Courtesy lifts the mood by one at most.
    pub fn listen(&mut self, person: &str, understanding: &Understanding, not_names: &[String]) -> Turn {
        let mut elements: BTreeSet<Element> =
            understanding.elements.iter().map(|found| found.element).collect();
        if let Some(name) = own_name(understanding, not_names) {
            self.remember_caller(name);
            elements.insert(Element::SelfName);
        }
        self.said.extend(elements.iter().copied());
        for fact in &understanding.facts {
            match fact.kind {
                FactKind::Telephone => self.telephone = Some(fact.value.clone()),
                FactKind::Spelled => self.spelled = Some(fact.value.clone()),
                FactKind::Company => self.company = Some(fact.value.clone()),
                FactKind::Department => self.department = Some(fact.value.clone()),
                FactKind::Amount => self.amount = Some(fact.value.clone()),
                FactKind::Time => self.turn_time = Some(as_time(&fact.value)),
                FactKind::CallerName | FactKind::Person => {}
            }
        }
        if let Some(temper) = self.tempers.get_mut(person) {
            let mut lifted = false;
            for courtesy in COURTESIES {
                if elements.contains(&courtesy) {
                    lifted |= temper.courtesies.insert(courtesy);
                }
            }
            if lifted {
                temper.mood = (temper.mood + 1).min(*MOOD.end());
            }
        }
        Turn { elements, names_contact: false }
    }

    /// "Ann" does not replace "Ann Baker"; a full name replaces a first name.
    fn remember_caller(&mut self, name: String) {
        let known = self.caller.as_deref().is_some_and(|known| {
            known.split_whitespace().count() > name.split_whitespace().count()
                && known.split_whitespace().any(|word| word.eq_ignore_ascii_case(&name))
        });
        if !known && !name.is_empty() {
            self.caller = Some(name);
        }
    }

    pub fn caller(&self) -> Option<&str> {
        self.caller.as_deref()
    }

    pub fn set(&mut self, flags: &[String]) {
        for flag in flags {
            if flag == "time" {
                self.kept_time = self.turn_time.clone();
            }
            self.flags.insert(flag.clone());
        }
    }

    /// A new turn begins: its time is not known yet.
    pub fn begin_turn(&mut self) {
        self.turns += 1;
        self.turn_time = None;
    }

    /// The time that was settled.
    pub fn settled_time(&self) -> Option<&str> {
        self.kept_time.as_deref()
    }

    pub fn look_up(&self, name: &str, scenario: &Scenario) -> Option<String> {
        match name {
            "caller" => self.caller.clone(),
            "time" => self.kept_time.clone().or_else(|| self.turn_time.clone()),
            "phone" => self.telephone.as_deref().map(grouped),
            "spelled" => self.spelled.as_deref().map(as_letters),
            "company_heard" => self.company.clone(),
            "department_heard" => self.department.clone(),
            "amount" => self.amount.clone(),
            _ => scenario.brief.get(name).cloned(),
        }
    }

    /// Whether a condition holds in `state`. `turn` is `None` while the caller has not spoken yet:
    /// then what depends on the turn is taken to hold.
    pub fn holds(&self, condition: &Condition, at: &Place, turn: Option<&Turn>) -> bool {
        let holds = match &condition.test {
            Test::Element(element) => match turn {
                Some(turn) => turn.elements.contains(element),
                None => return true,
            },
            Test::Said(element) => match turn {
                None if !self.said.contains(element) => return true,
                _ => self.said.contains(element),
            },
            Test::Flag(flag) => self.flags.contains(flag),
            Test::Mood(compare, bar) => compares(*compare, self.mood(at.speaker), *bar),
            Test::Patience(compare, bar) => compares(*compare, self.patience(at.speaker), *bar),
            Test::Visit(compare, bar) => compares(*compare, self.visits(at.state), *bar),
            Test::Difficulty(difficulty) => at.difficulty == *difficulty,
            Test::Hidden(name, value) => self.hidden.get(name) == Some(value),
            Test::Knows(fact) => self.known.contains(fact),
            Test::Chance(chance) => {
                let purpose = format!("chance/{}/{}", at.state, at.edge);
                draw::fraction(at.seed, &purpose, self.visits(at.state).unsigned_abs().into()) < *chance
            }
        };
        holds != condition.negated
    }
}

fn decided(seed: u64, name: &str, of: &[String]) -> Option<(String, String)> {
    let value = of.get(draw::below(seed, &format!("hidden/{name}"), of.len()))?;
    Some((name.to_owned(), value.clone()))
}

/// The caller's name in a turn. `not_names` are theirs: "Mr. Ellis, my name is Ann Baker" introduces nobody
/// called Ellis. Where the fact is missing or theirs, another person inside the words of an introduction is meant.
fn own_name(understanding: &Understanding, not_names: &[String]) -> Option<String> {
    // A caller may share a first name with somebody; one whose every word is theirs is them.
    let theirs = |name: &str| {
        let own: Vec<&str> = name.split_whitespace().filter(|word| !TITLES.contains(word)).collect();
        let within = |other: &String| {
            own.iter().all(|word| other.split_whitespace().any(|part| part.eq_ignore_ascii_case(word)))
        };
        own.is_empty() || not_names.iter().any(within)
    };
    let name_of = |kind: FactKind, within: Option<(usize, usize)>| {
        understanding
            .facts
            .iter()
            .filter(|fact| fact.kind == kind)
            .filter(|fact| within.is_none_or(|(start, end)| start <= fact.start && fact.end <= end))
            .map(|fact| as_name(&fact.value))
            .filter(|name| !theirs(name))
            .max_by_key(|name| name.split_whitespace().count())
    };
    name_of(FactKind::CallerName, None).or_else(|| {
        let introduced = understanding.elements.iter().filter(|found| found.element == Element::SelfName);
        introduced.filter_map(|found| name_of(FactKind::Person, Some((found.start, found.end)))).next()
    })
}

const TITLES: [&str; 9] = ["Mr", "Mr.", "Mister", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr."];

fn compares(compare: Compare, value: i32, bar: i32) -> bool {
    match compare {
        Compare::AtLeast => value >= bar,
        Compare::Below => value < bar,
    }
}

/// Where a condition is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub seed: u64,
    pub difficulty: Difficulty,
    pub state: &'a str,
    pub speaker: &'a str,
    /// The edge's move and target: names a draw of chance.
    pub edge: &'a str,
}

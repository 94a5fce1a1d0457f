//! One company and its people, made from a seed.
//!
//! Enters: a seed and the lists beside this file. Leaves: a [`Company`], the same for the same seed on every machine.

use super::step::Step;
use crate::call::VoiceCharacter;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::Deserialize;
use std::sync::LazyLock;

/// A person of the company.
#[derive(Debug, Clone, PartialEq)]
pub struct Someone {
    pub name: String,
    /// How colleagues speak of them: `she` or `he`.
    pub she: String,
    pub voice: VoiceCharacter,
}

impl Someone {
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }
}

/// When the manager comes to the telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Answers nobody before the third try, on three different days (rules 77 and 87).
    ThirdTry,
    /// Picks up at one hour of the day. Who doesn't know it needs three days as well.
    ByTheHour,
}

/// A phrase, and the words that show that a caller speaks to it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Subject {
    pub say: String,
    pub words: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Company {
    pub seed: u64,
    pub name: String,
    /// Finishes "Blue Kettle Bakery is ...".
    pub is: String,
    pub town: String,
    pub department: String,
    pub title: String,
    pub desk: Someone,
    /// Somebody in human resources, or somebody inside who knows the manager.
    pub source: Someone,
    pub source_what: String,
    pub has_human_resources: bool,
    pub colleague: Someone,
    pub second_colleague: Someone,
    pub assistant: Someone,
    /// Whoever minds somebody else's telephone.
    pub neighbor: Someone,
    pub manager: Someone,
    pub temper: String,
    pub values: String,
    pub best_time: String,
    pub extension: String,
    pub project: Subject,
    pub needs: [Subject; 2],
    pub habit: Habit,
}

impl Company {
    pub fn from_seed(seed: u64) -> Self {
        let mut chance = Chance(ChaCha8Rng::seed_from_u64(seed));
        let trade = chance.one(&COMPANIES.trade);
        let which = chance.below(trade.names.len());
        let mut people = people(&mut chance).into_iter();
        let mut next = || people.next().expect("as many people are drawn as have roles");
        let (desk, source, colleague) = (next(), next(), next());
        let (second_colleague, assistant, manager, neighbor) = (next(), next(), next(), next());
        let has_human_resources = chance.below(2) == 0;
        let ways = &PEOPLE.manager;
        let needs = chance.shuffled(trade.needs.len());
        Self {
            seed,
            name: trade.names[which].clone(),
            is: trade.is.clone(),
            town: trade.towns[which % trade.towns.len()].clone(),
            department: trade.department.clone(),
            title: trade.title.clone(),
            desk,
            source,
            source_what: if has_human_resources {
                ways.in_human_resources.clone()
            } else {
                chance.one(&ways.insiders).clone()
            },
            has_human_resources,
            colleague,
            second_colleague,
            assistant,
            neighbor,
            manager,
            temper: chance.one(&ways.tempers).clone(),
            values: chance.one(&ways.values).clone(),
            best_time: chance.one(&ways.best_times).clone(),
            extension: chance.one(&ways.extensions).clone(),
            project: chance.one(&trade.projects).clone(),
            needs: [trade.needs[needs[0]].clone(), trade.needs[needs[1]].clone()],
            habit: if chance.below(3) == 0 { Habit::ByTheHour } else { Habit::ThirdTry },
        }
    }

    /// Whom a step of the ladder calls.
    pub fn person(&self, step: Step) -> &Someone {
        match step {
            Step::Reception => &self.desk,
            Step::Source => &self.source,
            Step::Colleague => &self.colleague,
            Step::SecondColleague => &self.second_colleague,
            Step::Manager => &self.manager,
        }
    }
}

/// As many people as a company has roles, each with a voice of their own.
fn people(chance: &mut Chance) -> Vec<Someone> {
    let PeopleFile { people, voices, .. } = &*PEOPLE;
    let (mut her, mut his) = (chance.shuffled(voices.she.len()), chance.shuffled(voices.he.len()));
    let mut first_names = std::collections::BTreeSet::new();
    let order = chance.shuffled(people.len());
    let drawn = order.into_iter().map(|index| &people[index]);
    drawn
        .filter(|person| first_names.insert(person.name.split(' ').next()))
        .take(ROLES)
        .map(|person| {
            let (order, list) =
                if person.she == "she" { (&mut her, &voices.she) } else { (&mut his, &voices.he) };
            let voice = order.pop().map(|index| list[index]).unwrap_or_default();
            Someone { name: person.name.clone(), she: person.she.clone(), voice }
        })
        .collect()
}

const ROLES: usize = 7;

struct Chance(ChaCha8Rng);

impl Chance {
    fn below(&mut self, len: usize) -> usize {
        ((u128::from(self.0.next_u64()) * len as u128) >> 64) as usize
    }

    fn one<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }

    fn shuffled(&mut self, len: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..len).collect();
        for last in (1..len).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}

#[derive(Debug, Deserialize)]
struct CompaniesFile {
    trade: Vec<Trade>,
}

#[derive(Debug, Deserialize)]
struct Trade {
    is: String,
    names: Vec<String>,
    towns: Vec<String>,
    department: String,
    title: String,
    projects: Vec<Subject>,
    needs: Vec<Subject>,
}

#[derive(Debug, Deserialize)]
struct PeopleFile {
    people: Vec<Person>,
    voices: Voices,
    manager: Ways,
}

#[derive(Debug, Deserialize)]
struct Person {
    name: String,
    she: String,
}

#[derive(Debug, Deserialize)]
struct Voices {
    she: Vec<VoiceCharacter>,
    he: Vec<VoiceCharacter>,
}

#[derive(Debug, Deserialize)]
struct Ways {
    tempers: Vec<String>,
    values: Vec<String>,
    best_times: Vec<String>,
    extensions: Vec<String>,
    in_human_resources: String,
    insiders: Vec<String>,
}

static COMPANIES: LazyLock<CompaniesFile> = LazyLock::new(|| {
    toml::from_str(include_str!("companies.toml")).expect("the list of companies is well made")
});
static PEOPLE: LazyLock<PeopleFile> =
    LazyLock::new(|| toml::from_str(include_str!("people.toml")).expect("the list of people is well made"));

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_same_seed_is_the_same_company_and_others_differ() {
        assert_eq!(Company::from_seed(7), Company::from_seed(7));
        let names: BTreeSet<String> = (0..200).map(|seed| Company::from_seed(seed).name).collect();
        assert!(names.len() >= 30, "{} companies in 200 seeds", names.len());
        let managers: BTreeSet<String> = (0..200).map(|seed| Company::from_seed(seed).manager.name).collect();
        assert!(managers.len() >= 30, "{} managers in 200 seeds", managers.len());
        let habits = (0..200).filter(|seed| Company::from_seed(*seed).habit == Habit::ThirdTry).count();
        assert!((100..170).contains(&habits), "{habits} of 200 answer on the third try");
    }

    #[test]
    fn nobody_shares_a_first_name_or_a_voice() {
        for seed in 0..300 {
            let company = Company::from_seed(seed);
            let all = [
                &company.desk,
                &company.source,
                &company.colleague,
                &company.second_colleague,
                &company.assistant,
                &company.neighbor,
                &company.manager,
            ];
            let names: BTreeSet<&str> = all.iter().map(|someone| someone.first_name()).collect();
            assert_eq!(names.len(), all.len(), "seed {seed}");
            for (at, one) in all.iter().enumerate() {
                for other in &all[at + 1..] {
                    assert_ne!(one.voice, other.voice, "seed {seed}: {} and {}", one.name, other.name);
                }
            }
        }
    }

    #[test]
    fn the_lists_are_whole() {
        for trade in &COMPANIES.trade {
            assert!(trade.names.len() >= 3 && trade.towns.len() >= 3, "{}", trade.is);
            assert!(trade.needs.len() >= 3 && trade.projects.len() >= 2, "{}", trade.is);
            let subjects = trade.needs.iter().chain(&trade.projects);
            assert!(subjects.clone().all(|subject| !subject.words.is_empty()), "{}", trade.is);
        }
        let she = PEOPLE.people.iter().filter(|person| person.she == "she").count();
        assert_eq!((she * 2, PEOPLE.voices.she.len()), (PEOPLE.people.len(), PEOPLE.voices.he.len()));
    }
}

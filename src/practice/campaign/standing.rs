//! Where a campaign stands: its calls and its ledger, folded from the records.

use super::company::{Company, Habit};
use super::made::{Made, Reached};
use super::step::Step;
use super::{Campaign, Odds};
use crate::call::{CallRecord, Outcome};
use crate::practice::ledger::Ledger;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The numbers of a campaign (rules 32 and 50).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Board {
    pub dials: usize,
    /// Calls in which the person wanted was spoken to.
    pub talks: usize,
    pub messages: usize,
    pub yeses: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub company: Company,
    /// In the order in which they were made.
    pub calls: Vec<Made>,
    pub ledger: Ledger,
    pub resumes: Vec<Date>,
}

impl Standing {
    /// `records` are the campaign's, oldest first, each with its name.
    pub fn fold<'r>(
        campaign: &Campaign,
        records: impl IntoIterator<Item = (&'r str, &'r CallRecord)>,
    ) -> Self {
        let mut ledger = Ledger::default();
        let mut calls: Vec<Made> = Vec::new();
        for (call, record) in records {
            if let Some(made) = Made::of(call, record) {
                ledger.read(call, record);
                calls.push(made);
            }
        }
        // Calls within a second, or played as if on another day, are kept in the order of their days.
        calls.sort_by_key(|made| made.day);
        Self { company: campaign.company(), calls, ledger, resumes: campaign.resumes.clone() }
    }

    pub fn board(&self) -> Board {
        let count = |wanted: &dyn Fn(&Made) -> bool| self.calls.iter().filter(|made| wanted(made)).count();
        Board {
            dials: self.calls.len(),
            talks: count(&|made| made.reached == Reached::Talk),
            messages: count(&|made| made.reached == Reached::Message),
            yeses: count(&|made| made.outcome == Some(Outcome::Yes)),
        }
    }

    pub fn won(&self) -> bool {
        self.calls.iter().any(|made| made.outcome == Some(Outcome::Yes))
    }

    pub fn knows(&self, fact: &str) -> bool {
        self.ledger.knows(fact)
    }

    pub fn calls_to(&self, step: Step) -> impl Iterator<Item = &Made> {
        self.calls.iter().filter(move |made| made.step == step)
    }

    pub fn talked(&self, step: Step) -> bool {
        self.calls_to(step).any(|made| made.reached == Reached::Talk)
    }

    /// How many people besides the front desk and the manager were spoken to (rule 4).
    pub fn insiders_heard(&self) -> usize {
        [Step::Source, Step::Colleague, Step::SecondColleague]
            .into_iter()
            .filter(|step| self.talked(*step))
            .count()
    }

    pub fn called_on(&self, step: Step, day: Date) -> bool {
        self.calls_to(step).any(|made| made.day == day)
    }

    /// Days before `today` on which the manager was tried.
    pub fn earlier_days(&self, today: Date) -> usize {
        let days: BTreeSet<Date> =
            self.calls_to(Step::Manager).map(|made| made.day).filter(|day| *day < today).collect();
        days.len()
    }

    /// Who answers when the manager is called on this day.
    pub fn who_answers(&self, today: Date) -> Answers {
        if self.called_on(Step::Manager, today) {
            return Answers::AgainToday;
        }
        let days = self.earlier_days(today);
        let at_the_hour = self.company.habit == Habit::ByTheHour && self.knows("best_time");
        if days + 1 >= TRIES_WANTED || at_the_hour || self.talked(Step::Manager) {
            return Answers::Manager;
        }
        if days.is_multiple_of(2) { Answers::Machine } else { Answers::Assistant }
    }

    pub fn odds(&self) -> Odds {
        Odds::of(self)
    }

    /// The last call to the manager, if a resume went out before it, else the days that a resume has waited.
    pub fn resume_waits_since(&self) -> Option<Date> {
        let sent = self.resumes.iter().max().copied()?;
        let called = self.calls_to(Step::Manager).any(|made| made.day >= sent);
        (!called).then_some(sent)
    }
}

/// Some people answer nobody before they were contacted three times (rule 87).
pub const TRIES_WANTED: usize = 3;

/// Who picks up at the manager's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    Manager,
    Machine,
    Assistant,
    /// The assistant, who has heard from the caller today already.
    AgainToday,
}

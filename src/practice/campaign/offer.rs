//! Which calls make sense now, and why.
//!
//! Enters: where the campaign stands, and the date. Leaves: offers, the sensible one first. Nothing is forbidden: a
//! caller may try the manager on the first day, and is told what speaks against it.

use super::odds::INSIDERS_WANTED;
use super::standing::{Standing, TRIES_WANTED};
use super::step::Step;
use jiff::ToSpan;
use jiff::civil::Date;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Call(Step),
    /// The resume goes out: `coldcall campaign sent`.
    SendResume,
    /// Nothing today; this day is better.
    Wait(Date),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub what: What,
    /// Whom, as far as the caller knows: a name, or "the front desk".
    pub whom: String,
    pub why: String,
}

/// Days from a resume to the call that follows it up (rule 23).
pub const DAYS_AFTER_RESUME: i64 = 3;

impl Standing {
    /// The sensible next thing, then what else can be done. Empty when the campaign is won.
    pub fn offers(&self, today: Date) -> Vec<Offer> {
        if self.won() {
            return Vec::new();
        }
        let first = self.sensible(today);
        let calls = Step::ALL.into_iter().filter(|step| self.can_call(*step)).map(What::Call);
        let resume =
            (self.knows("manager") && self.resumes.is_empty()).then_some(What::SendResume).into_iter();
        let others = resume.chain(calls).filter(|what| *what != first.what);
        let others = others.map(|what| self.offer(what, self.alternative(what, today)));
        std::iter::once(first.clone()).chain(others.collect::<Vec<_>>()).collect()
    }

    /// The people whom the caller can ask for: whoever has been named, and the doors that need no name.
    pub fn can_call(&self, step: Step) -> bool {
        match step {
            Step::Reception | Step::Colleague | Step::Manager => true,
            Step::Source => self.company.has_human_resources || self.knows("source"),
            Step::SecondColleague => self.knows("other"),
        }
    }

    /// The name once it was told, else the door.
    pub fn whom(&self, step: Step) -> String {
        let named = step.introduced_by().is_none_or(|fact| self.knows(fact)) || self.talked(step);
        let company = &self.company;
        match step {
            Step::Reception => "the front desk".to_owned(),
            _ if named => company.person(step).name.clone(),
            Step::Source if company.has_human_resources => "human resources".to_owned(),
            Step::Source => "somebody who knows the manager".to_owned(),
            Step::Colleague => format!("somebody in {}", company.department),
            Step::SecondColleague => format!("another colleague in {}", company.department),
            Step::Manager => format!("whoever runs {}", company.department),
        }
    }

    fn offer(&self, what: What, why: impl Into<String>) -> Offer {
        let whom = match what {
            What::Call(step) => self.whom(step),
            What::SendResume | What::Wait(_) => self.whom(Step::Manager),
        };
        Offer { what, whom, why: why.into() }
    }

    fn sensible(&self, today: Date) -> Offer {
        if !self.knows("manager") {
            return self.find_out_who();
        }
        if self.insiders_heard() < INSIDERS_WANTED
            && let Some(offer) = self.listen_first()
        {
            return offer;
        }
        if self.resumes.is_empty() {
            let why = "You know whom to address it to. Send your resume, and then follow it up by telephone.";
            return self.offer(What::SendResume, why);
        }
        self.try_the_manager(today)
    }

    fn find_out_who(&self) -> Offer {
        let asked = self.calls_to(Step::Reception).count();
        if asked == 0 {
            let why =
                "Getting information comes first. Ask who runs the place you want, and whom else to talk to.";
            return self.offer(What::Call(Step::Reception), why);
        }
        let unheard = [Step::Source, Step::Colleague]
            .into_iter()
            .find(|step| self.can_call(*step) && !self.talked(*step));
        match unheard {
            Some(step) if asked >= 2 => {
                let why = "The front desk did not say who the manager is. Somebody else will.";
                self.offer(What::Call(step), why)
            }
            _ => {
                let why =
                    "You still don't know who the manager is. It may take two or three calls to find out.";
                self.offer(What::Call(Step::Reception), why)
            }
        }
    }

    fn listen_first(&self) -> Option<Offer> {
        let step = [Step::Colleague, Step::Source, Step::SecondColleague].into_iter().find(|step| {
            self.can_call(*step) && !self.talked(*step) && self.calls_to(*step).count() < TRIES_WANTED
        })?;
        let why = match self.insiders_heard() {
            0 => "Talk to a few people who work there before you call the manager. This is the first.",
            _ => "One more person who works there, and you know enough to call the manager.",
        };
        Some(self.offer(What::Call(step), why))
    }

    fn try_the_manager(&self, today: Date) -> Offer {
        if self.called_on(Step::Manager, today) {
            let why =
                "You tried today. Another try today reaches the assistant; tomorrow counts as a new one.";
            return self.offer(What::Wait(later(today, 1)), why);
        }
        if let Some(sent) = self.resume_waits_since() {
            let due = later(sent, DAYS_AFTER_RESUME);
            if today < due {
                let why = "Your resume is on its way. Three days later is the time to call.";
                return self.offer(What::Wait(due), why);
            }
            let why = "Your resume has been there for three days. Most people never call; you do.";
            return self.offer(What::Call(Step::Manager), why);
        }
        self.offer(What::Call(Step::Manager), self.manager_again(today))
    }

    fn manager_again(&self, today: Date) -> &'static str {
        if self.talked(Step::Manager) {
            return "A no is for today. With what you know now, ask again.";
        }
        match self.earlier_days(today) {
            0 => "You have talked to people, and you know what they need. It's time.",
            1 => "Some people answer nobody before the third try. This is the second day.",
            _ => "The third day. Some people answer only now.",
        }
    }

    fn alternative(&self, what: What, today: Date) -> &'static str {
        match what {
            What::SendResume => "You know whom to address it to.",
            What::Wait(_) => "",
            What::Call(Step::Manager) if self.called_on(Step::Manager, today) => {
                "Tried today: the assistant will say so."
            }
            What::Call(Step::Manager) if self.insiders_heard() < INSIDERS_WANTED => {
                "You can. The odds are better when you have talked to two people who work there."
            }
            What::Call(Step::Manager) => "If you would rather call at once.",
            What::Call(step) if self.talked(step) => "You have talked before. There may be more to learn.",
            What::Call(Step::Reception) => "They hear everything.",
            What::Call(Step::Source) if self.company.has_human_resources => {
                "No good door for asking, a good one for learning."
            }
            What::Call(Step::Source) => "Somebody who knows the manager is the best case.",
            What::Call(_) => "They know what is needed.",
        }
    }
}

pub(super) fn later(day: Date, days: i64) -> Date {
    // Past the end of the calendar there is no later day.
    day.checked_add(days.days()).unwrap_or(day)
}

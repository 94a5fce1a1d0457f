//! The scenario of a campaign's next call.
//!
//! Enters: the step, where the campaign stands, the date, and the shipped scenario once it was read. Leaves: which
//! scenario that is, and the same scenario with the company's names, voices and odds in it.

use super::odds;
use super::standing::{Answers, Standing};
use super::step::Step;
use crate::call::{Kind, LineSound};
use crate::scenario::{Brief, Scenario};
use jiff::civil::Date;

/// Which scenario, and where in it the telephone is picked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scene {
    pub step: Step,
    /// The id of a shipped scenario.
    pub scenario: &'static str,
    /// The state to start in; none starts as the file says.
    start: Option<&'static str>,
}

/// Who picks up when this step is called on this day.
pub fn scene(step: Step, standing: &Standing, today: Date) -> Scene {
    let (scenario, start) = match step {
        Step::Reception => ("campaign-reception", None),
        Step::Source if standing.company.has_human_resources => ("campaign-human-resources", None),
        Step::Source => ("campaign-insider", None),
        Step::Colleague | Step::SecondColleague => ("campaign-colleague", None),
        Step::Manager => match standing.who_answers(today) {
            Answers::Manager => ("campaign-manager", standing.knows("line").then_some("direct")),
            Answers::Machine => ("campaign-manager-voicemail", None),
            Answers::Assistant => ("campaign-manager-voicemail", Some("assistant")),
            Answers::AgainToday => ("campaign-manager-voicemail", Some("again_today")),
        },
    };
    Scene { step, scenario, start }
}

impl Scene {
    /// The scenario as this company plays it, and what stands in its gaps.
    pub fn set(&self, mut scenario: Scenario, standing: &Standing, today: Date) -> (Scenario, Brief) {
        let company = &standing.company;
        if let Some(start) = self.start.filter(|start| scenario.states.contains_key(*start)) {
            scenario.start = start.to_owned();
            // Whoever picks up first was rung, also where the file lets them be transferred to.
            if let Some(state) = scenario.states.get_mut(start) {
                state.sound = Some(LineSound::Ring);
            }
        }
        // A resume that is there makes it a follow-up, which is scored by other rules than a cold call.
        if scenario.kind == Kind::Cold && !standing.resumes.is_empty() {
            scenario.kind = Kind::FollowUp;
            scenario.rules.clear();
        }
        let colleague = company.person(match self.step {
            Step::SecondColleague => Step::SecondColleague,
            _ => Step::Colleague,
        });
        for (cast, someone) in [
            ("desk", &company.desk),
            ("source", &company.source),
            ("colleague", colleague),
            ("neighbor", &company.neighbor),
            ("assistant", &company.assistant),
            ("contact", &company.manager),
            ("machine", &company.manager),
        ] {
            if let Some(person) = scenario.cast.get_mut(cast) {
                person.voice = someone.voice;
            }
        }
        if let Some(open) = scenario.hidden.get_mut("open") {
            let drawn = if odds::can_be_won(standing) { "yes" } else { "no" };
            *open = vec![drawn.to_owned()];
        }
        (scenario, self.brief(standing, today))
    }

    fn brief(&self, standing: &Standing, today: Date) -> Brief {
        let company = &standing.company;
        let (colleague, other) = match self.step {
            Step::SecondColleague => (&company.second_colleague, &company.colleague),
            _ => (&company.colleague, &company.second_colleague),
        };
        let manager = &company.manager;
        let of = |she: &str, her: &str| if manager.she == "she" { she.to_owned() } else { her.to_owned() };
        let values = [
            ("company", company.name.clone()),
            ("trade", company.is.clone()),
            ("town", company.town.clone()),
            ("department", company.department.clone()),
            ("whom", standing.whom(self.step)),
            ("contact", manager.name.clone()),
            ("contact_title", company.title.clone()),
            ("she", manager.she.clone()),
            ("her", of("her", "him")),
            ("hers", of("her", "his")),
            ("desk", company.desk.first_name().to_owned()),
            ("source", company.source.name.clone()),
            ("source_what", company.source_what.clone()),
            ("colleague", colleague.name.clone()),
            ("other", other.name.clone()),
            ("neighbor", company.neighbor.first_name().to_owned()),
            ("assistant", company.assistant.name.clone()),
            ("project", company.project.say.clone()),
            ("need", company.needs[0].say.clone()),
            ("need_two", company.needs[1].say.clone()),
            ("valued", company.values.clone()),
            ("temper", company.temper.clone()),
            ("best_time", company.best_time.clone()),
            ("extension", company.extension.clone()),
            ("job", format!("a place in {}", company.department)),
        ];
        let mut values: std::collections::BTreeMap<String, String> =
            values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        if let Some(sent) = standing.resumes.iter().filter(|sent| **sent <= today).max() {
            values.insert("sent".to_owned(), sent.strftime("%A").to_string());
        }
        Brief {
            values,
            known: known(standing),
            needs: company.needs.iter().flat_map(|need| need.words.clone()).collect(),
            research: company.project.words.clone(),
            ..Brief::default()
        }
    }
}

/// What the caller reads before the telephone rings: the company, and what people have told so far.
fn known(standing: &Standing) -> Vec<String> {
    let company = &standing.company;
    let mut known = vec![format!("{} in {} is {}.", company.name, company.town, company.is)];
    known.push(format!("You would like to work in {}.", company.department));
    if standing.ledger.entries.is_empty() {
        known.push(
            "You know nothing else yet. Every question that begins with who, what or how helps.".to_owned(),
        );
    }
    known.extend(standing.ledger.entries.iter().map(|entry| entry.what.clone()));
    if let Some(sent) = standing.resumes.iter().max() {
        known.push(format!("You sent your resume on {}.", sent.strftime("%A, %B %-d")));
    }
    known
}

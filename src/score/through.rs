//! Getting through: asking for the right person, the resume, human resources.
//!
//! What enters: the story of a call. What leaves: verdicts. This file must not know the points.

use super::check::Verdict;
use super::phrases::{first_of, has_any, tokens};
use super::story::{Listener, Mention, Story};
use crate::call::{Element, Evidence};

pub(super) const ROLES: &[&str] = &[
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
    "leads",
    "dean",
    "chair",
    "in charge",
    "responsible for",
    "hiring",
    "person who",
    "runs",
    "decision",
];

/// Rules 25 and 49: asks for the person who decides, by name or by role.
pub(super) fn asks_for_manager(story: &Story) -> Verdict {
    if !matches!(story.first_listener(), Some(Listener::Screener | Listener::HumanResources)) {
        return Verdict::DidNotArise;
    }
    let contact: Vec<String> = story.brief("contact").map(name_words).unwrap_or_default();
    let better = match story.brief("contact") {
        Some(contact) => format!("Could you put me through to {contact}, please?"),
        None => "Could you put me through to the manager of [the department], please?".to_owned(),
    };
    let asked: Vec<Mention> = story.mentions(Element::AskSpeak).collect();
    let by_name = |mention: &&Mention| {
        let sentence = tokens(mention.said.sentence(mention.found.start));
        has_any(&sentence, ROLES) || sentence.iter().any(|word| contact.contains(&word.text))
    };
    match (asked.iter().find(by_name), asked.first()) {
        (Some(mention), _) => Verdict::full(vec![mention.evidence()]),
        (None, Some(mention)) => {
            let advice = "Ask for the manager by name or by role, not for whoever is free.";
            Verdict::judged(0.5, vec![mention.evidence()], advice).say_instead(better)
        }
        (None, None) => Verdict::missing("Ask for the hiring manager by name.").say_instead(better),
    }
}

fn name_words(name: &str) -> Vec<String> {
    let titles = ["ms", "mr", "mrs", "dr", "the"];
    tokens(name).into_iter().map(|word| word.text).filter(|word| !titles.contains(&word.as_str())).collect()
}

const RESUME: &[&str] = &[
    "resume*",
    "résumé*",
    "cv",
    "application",
    "applied",
    "cover letter",
    "my letter",
    "introductory letter",
];
const WHEN: &[&str] = &[
    "# day* ago",
    "# week* ago",
    "a week ago",
    "days ago",
    "a few days ago",
    "yesterday",
    "last week",
    "last month",
    "this week",
    "this morning",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "earlier this",
    "the other day",
];

/// Rule 23.
pub(super) fn resume_and_when(story: &Story) -> Verdict {
    let better = match story.brief("sent") {
        Some(sent) => format!("I sent my resume {}.", on_day(sent)),
        None => "I sent you my resume three days ago.".to_owned(),
    };
    let mut without_day = None;
    for said in &story.said {
        let Some((start, end)) = first_of(&said.words, RESUME) else { continue };
        if let Some((from, to)) = first_of(&said.words, WHEN) {
            return Verdict::full(vec![said.evidence(start.min(from), end.max(to))]);
        }
        without_day.get_or_insert_with(|| said.evidence(start, end));
    }
    match without_day {
        Some(evidence) => {
            Verdict::judged(0.6, vec![evidence], "Say when you sent it: that makes it easy to find.")
                .say_instead(better)
        }
        None => Verdict::missing("Say that you sent your resume, and when.").say_instead(better),
    }
}

/// `Monday` needs an `on`; `three days ago` and `last Monday` do not.
fn on_day(sent: &str) -> String {
    let first = sent.split_whitespace().next().unwrap_or_default().to_lowercase();
    if first.ends_with("day") && !["today", "yesterday"].contains(&first.as_str()) {
        format!("on {sent}")
    } else {
        sent.to_owned()
    }
}

/// Rule 24, where human resources came to the telephone.
pub(super) fn human_resources(story: &Story) -> Verdict {
    if !story.met(Listener::HumanResources) {
        return Verdict::DidNotArise;
    }
    let told_them = |mention: &Mention| mention.said.listener == Listener::HumanResources;
    let pitch = [
        Element::Specialty,
        Element::YearsExperience,
        Element::Strength,
        Element::Accomplishment,
        Element::StrongClose,
        Element::WeakClose,
    ];
    let pitched: Vec<Evidence> = story
        .all_mentions()
        .filter(|mention| told_them(mention) && pitch.contains(&mention.found.element))
        .map(|mention| mention.evidence())
        .collect();
    let rerouted = story.mentions(Element::AskSpeak).find(told_them).map(|mention| mention.evidence());
    let better = match story.brief("contact") {
        Some(contact) => format!("I'm trying to reach {contact} directly. Could you connect me, please?"),
        None => "I'm trying to reach the hiring manager directly. Could you connect me, please?".to_owned(),
    };
    match (pitched.is_empty(), rerouted) {
        (true, Some(evidence)) => Verdict::full(vec![evidence]),
        (false, Some(_)) => Verdict::judged(0.5, pitched, "Keep your pitch for the manager."),
        (true, None) => {
            Verdict::judged(0.5, Vec::new(), "Ask human resources to put you through to the manager.")
        }
        (false, None) => {
            Verdict::judged(0.0, pitched, "Human resources cannot hire you: ask for the manager instead.")
        }
    }
    .say_instead(better)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_said_as_people_say_it() {
        for (sent, said) in
            [("Monday", "on Monday"), ("last Monday", "last Monday"), ("three days ago", "three days ago")]
        {
            assert_eq!(on_day(sent), said);
        }
    }
}

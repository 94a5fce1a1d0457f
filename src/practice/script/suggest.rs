//! A first wording for each part, from the profile. What nobody told stands in [brackets].

use super::Script;
use crate::call::Kind;
use crate::practice::profile::{Profile, Referrer};
use crate::practice::questions::first_three;
use crate::score::MAGIC_QUESTION;
use crate::words::phrase::{as_field, as_result, as_skills, capital, said_to_them, small, years};

/// The wording to begin with; empty where only the caller can know.
pub fn suggestion(script: &Script, label: &str, profile: &Profile) -> Vec<String> {
    if label == "questions" {
        return first_three(script.kind).iter().map(|question| question.text.clone()).collect();
    }
    let words = words(script, label, profile);
    if words.is_empty() { Vec::new() } else { vec![words] }
}

fn words(script: &Script, label: &str, profile: &Profile) -> String {
    let referrer = profile.referrers.first().cloned().unwrap_or_default();
    match label {
        "greeting" => match script.contact.as_str() {
            "" => "Good morning.".to_owned(),
            contact => format!("Good morning, {contact}."),
        },
        "name" => name(script, profile),
        "specialty" => specialty(profile),
        "strengths" => {
            let three: Vec<&str> = profile.strengths.iter().take(3).map(String::as_str).collect();
            as_skills(&three)
        }
        "hook" => match (profile.result(), &profile.education) {
            (Some(result), _) => format!("{}.", as_result(result)),
            (None, Some(education)) => format!("I have {education}."),
            (None, None) => String::new(),
        },
        "research" => research(script, profile),
        "question" => MAGIC_QUESTION.to_owned(),
        "resume" => "I sent you my resume three days ago.".to_owned(),
        "referrer" | "expertise" | "tie" | "personal" | "report" | "source" => {
            from_referrer(label, &referrer)
        }
        "people" => "I hope you can introduce me to everyone worth knowing there.".to_owned(),
        "number" => match &profile.number {
            Some(number) => format!("and my number is {number}."),
            None => "and my number is [your number].".to_owned(),
        },
        "reason" => {
            "The reason I'm calling is that I'm researching [what], and I'm hoping to get the names of \
                     some people I might talk to."
                .to_owned()
        }
        "callback" => "I'll call you back tomorrow afternoon.".to_owned(),
        "why" => "You are where I would love to be in ten years.".to_owned(),
        "time" => "Could I have fifteen minutes of your time?".to_owned(),
        "comfort" => "I hope I'm not catching you at a busy moment.".to_owned(),
        "next" => "May I send you a note in a month about what I made of this?".to_owned(),
        "thanks" if script.kind == Kind::Voicemail => "Thank you so much for your time.".to_owned(),
        "thanks" if script.kind == Kind::Reverse => {
            "It was a pleasure to hear your story. Thank you for your time.".to_owned()
        }
        "thanks" => "Thank you, that helps me a lot.".to_owned(),
        _ => String::new(),
    }
}

fn name(script: &Script, profile: &Profile) -> String {
    let own = profile.name.as_deref().unwrap_or("[your name]");
    match script.kind {
        Kind::Voicemail => {
            let first = script.contact.split_whitespace().next().unwrap_or_default();
            let called = if first.is_empty() { String::new() } else { format!("{first}, ") };
            // The number follows in the same breath.
            capital(&format!("{called}my name is {own},"))
        }
        Kind::Referral => format!("Hi. This is {own}."),
        Kind::Cold | Kind::FollowUp => format!("This is {own}."),
        Kind::Reverse | Kind::Information | Kind::Rejection => format!("Hello, this is {own}."),
    }
}

fn specialty(profile: &Profile) -> String {
    let field = profile.specialty.as_deref().map_or("I'm a [your field]".to_owned(), as_field);
    let years = profile.years.map_or("[number] years".to_owned(), years);
    format!("{field} with {years} of experience.")
}

/// A fact of the research card that names the company.
fn research(script: &Script, profile: &Profile) -> String {
    let company = script.company.to_lowercase();
    let about = |fact: &&String| {
        let fact = fact.to_lowercase();
        company.split_whitespace().any(|word| word.len() > 3 && fact.contains(word))
    };
    match profile.research.iter().find(about) {
        Some(fact) => format!("I read that {}, and I can help you with it.", fact.trim_end_matches('.')),
        None => "I read about [one of their projects], and I can help you with it.".to_owned(),
    }
}

fn from_referrer(label: &str, referrer: &Referrer) -> String {
    let full = if referrer.name.is_empty() { "[who sent you]" } else { &referrer.name };
    let first = if full.starts_with('[') { full } else { full.split_whitespace().next().unwrap_or(full) };
    match label {
        "referrer" => format!(
            "{full} suggested that I call you: we were talking last week when your name came up. {first} speaks of \
             you as a good friend."
        ),
        "expertise" => {
            format!(
                "{first} told me that, before I talk to anyone else, I should ask you about [their field]."
            )
        }
        "tie" => {
            let know = match referrer.know.trim_end_matches('.') {
                "" => "[how]".to_owned(),
                know => small(know),
            };
            format!("{first} and I know each other: {know}.")
        }
        "personal" if referrer.personal.is_empty() => {
            format!("{first} asked me to ask about [something personal].")
        }
        "personal" => format!("{first} asked me to ask about {}.", said_to_them(&referrer.personal)),
        "report" => format!("I promised {first} to report back on our conversation."),
        _ => format!("{full} suggested I contact you."),
    }
}

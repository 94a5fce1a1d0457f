//! The rubrics: for each kind of call a list of checks whose points add up to 100.
//!
//! What enters: a kind. What leaves: its list. A rule belongs to a kind of call, never to all of them: the
//! articles contradict one another on purpose. The magic question weighs most where the article says that
//! it is what gets the interview; the other weights follow the articles' emphasis and are ours.

use super::check::{Check, check};
use super::{asking, close, company, hook, learned, pitch, referral, reverse, through, voicemail};
use crate::call::Kind;
use crate::call::Section::{Close, Hook, Pitch};

/// The checks of a kind, in the order in which they are reported.
pub(super) fn rubric(kind: Kind) -> &'static [Check] {
    match kind {
        Kind::FollowUp => FOLLOW_UP,
        Kind::Cold => COLD,
        Kind::Referral => REFERRAL,
        Kind::Voicemail => VOICEMAIL,
        Kind::Information => INFORMATION,
        Kind::Reverse => REVERSE,
        Kind::Rejection => REJECTION,
    }
}

const FOLLOW_UP: &[Check] = &[
    check(
        25,
        Pitch,
        4.0,
        "Asking for the manager",
        "You asked for the right person",
        through::asks_for_manager,
    ),
    check(
        23,
        Pitch,
        4.0,
        "The resume, and when you sent it",
        "You said what you sent, and when",
        through::resume_and_when,
    ),
    check(
        24,
        Pitch,
        2.0,
        "No pitch to human resources",
        "You did not pitch to human resources",
        through::human_resources,
    ),
    check(40, Pitch, 3.0, "A greeting first", "You began with a greeting", pitch::greeting),
    check(42, Pitch, 4.0, "Your name", "You said who you are", pitch::own_name),
    check(42, Pitch, 4.0, "Your specialty", "You said what your field is", pitch::specialty),
    check(43, Pitch, 5.0, "Your years of experience", "You gave your years", pitch::years),
    check(
        44,
        Pitch,
        6.0,
        "Two or three strengths",
        "You named strengths they can keep in mind",
        pitch::strengths,
    ),
    check(46, Pitch, 6.0, "A result with a number", "You gave a result with a number", pitch::quantified),
    check(45, Pitch, 4.0, "What this company needs", "You spoke to what they need", company::relevance),
    check(
        48,
        Pitch,
        4.0,
        "A fact about the company",
        "You showed that you looked them up",
        company::research,
    ),
    check(33, Pitch, 4.0, "What they get from you", "You said what they get from you", company::benefit),
    check(31, Pitch, 4.0, "Straight words", "You said it straight", pitch::straight),
    check(47, Pitch, 4.0, "The order", "You kept the article's order", pitch::order),
    check(36, Hook, 5.0, "A hook in the opening", "You opened with a hook", hook::in_the_opening),
    check(37, Hook, 4.0, "The kind of hook", "Your hook is one that works", hook::kind),
    check(38, Close, 20.0, "The magic question", "You asked the magic question", close::magic_question),
    check(
        47,
        Close,
        3.0,
        "Nothing after the question",
        "You asked, and stopped talking",
        close::question_last,
    ),
    check(53, Close, 5.0, "Asking again after a no", "You asked again after a no", close::asks_again),
    check(51, Close, 5.0, "Leaving well", "You left well", close::leaves_well),
];

const COLD: &[Check] = &[
    check(
        25,
        Pitch,
        4.0,
        "Asking for the manager",
        "You asked for the right person",
        through::asks_for_manager,
    ),
    check(
        24,
        Pitch,
        2.0,
        "No pitch to human resources",
        "You did not pitch to human resources",
        through::human_resources,
    ),
    check(40, Pitch, 3.0, "A greeting first", "You began with a greeting", pitch::greeting),
    check(42, Pitch, 4.0, "Your name", "You said who you are", pitch::own_name),
    check(42, Pitch, 4.0, "Your specialty", "You said what your field is", pitch::specialty),
    check(43, Pitch, 5.0, "Your years of experience", "You gave your years", pitch::years),
    check(
        44,
        Pitch,
        6.0,
        "Two or three strengths",
        "You named strengths they can keep in mind",
        pitch::strengths,
    ),
    check(46, Pitch, 6.0, "A result with a number", "You gave a result with a number", pitch::quantified),
    check(45, Pitch, 5.0, "What this company needs", "You spoke to what they need", company::relevance),
    check(
        48,
        Pitch,
        6.0,
        "A fact about the company",
        "You showed that you looked them up",
        company::research,
    ),
    check(33, Pitch, 4.0, "What they get from you", "You said what they get from you", company::benefit),
    check(31, Pitch, 4.0, "Straight words", "You said it straight", pitch::straight),
    check(47, Pitch, 4.0, "The order", "You kept the article's order", pitch::order),
    check(36, Hook, 6.0, "A hook in the opening", "You opened with a hook", hook::in_the_opening),
    check(37, Hook, 4.0, "The kind of hook", "Your hook is one that works", hook::kind),
    check(38, Close, 20.0, "The magic question", "You asked the magic question", close::magic_question),
    check(
        47,
        Close,
        3.0,
        "Nothing after the question",
        "You asked, and stopped talking",
        close::question_last,
    ),
    check(53, Close, 5.0, "Asking again after a no", "You asked again after a no", close::asks_again),
    check(51, Close, 5.0, "Leaving well", "You left well", close::leaves_well),
];

const REFERRAL: &[Check] = &[
    check(54, Pitch, 10.0, "Your name at once", "You said who you are at once", referral::name_first),
    check(
        55,
        Hook,
        18.0,
        "Who sent you, and how it came up",
        "You named who sent you",
        referral::who_sent_you,
    ),
    check(56, Hook, 10.0, "Their friendship", "You reminded them of a friend", referral::their_friendship),
    check(57, Hook, 12.0, "What they know", "You acknowledged what they know", referral::their_expertise),
    check(58, Pitch, 8.0, "Your own tie", "You showed why you are worth knowing", referral::worth_knowing),
    check(59, Close, 10.0, "Reporting back", "You promised to report back", referral::report_back),
    check(
        60,
        Pitch,
        8.0,
        "The personal detail",
        "You asked about something personal",
        referral::personal_detail,
    ),
    check(61, Hook, 6.0, "A reason to meet you", "You gave them a reason to meet you", referral::a_motive),
    check(63, Pitch, 6.0, "The length", "You kept to a good length", referral::length),
    check(
        64,
        Close,
        8.0,
        "People, not a job",
        "You asked for people, not for a job",
        referral::asks_for_people,
    ),
    check(51, Close, 4.0, "Leaving well", "You left well", close::leaves_well),
];

const VOICEMAIL: &[Check] = &[
    check(66, Pitch, 12.0, "Your name", "You said who you are", pitch::own_name),
    check(
        67,
        Pitch,
        14.0,
        "The number right after it",
        "Your number came right after your name",
        voicemail::number_next,
    ),
    check(68, Hook, 12.0, "How you got their name", "You said how you got their name", voicemail::whose_name),
    check(69, Hook, 14.0, "Why you are calling", "You said why you are calling", voicemail::reason),
    check(
        70,
        Close,
        10.0,
        "When you call again",
        "You said when you will call again",
        voicemail::calls_again,
    ),
    check(71, Close, 8.0, "Thanks in advance", "You thanked them", voicemail::thanks),
    check(72, Pitch, 10.0, "The order", "You kept the article's order", voicemail::order),
    check(
        74,
        Pitch,
        6.0,
        "Open about the reason",
        "You were open about the reason",
        voicemail::open_about_it,
    ),
    check(79, Close, 4.0, "A small favour", "You asked for something small", voicemail::small_ask),
    check(80, Pitch, 4.0, "The length", "You kept to a good length", voicemail::length),
    check(76, Hook, 6.0, "Your earlier call", "You mentioned your earlier call", voicemail::earlier_call),
    check(73, Close, 0.0, "A clue why you call", "", voicemail::not_rude),
];

const INFORMATION: &[Check] = &[
    check(21, Pitch, 8.0, "Who you are", "You said who you are", asking::says_who),
    check(17, Pitch, 10.0, "Comfortable first", "You made them comfortable first", asking::comfortable_first),
    check(
        13,
        Pitch,
        6.0,
        "A short request to be put through",
        "You asked to be put through in a few words",
        asking::short_transfer,
    ),
    check(15, Hook, 14.0, "Three questions", "You conducted your own interview", asking::three_questions),
    check(14, Hook, 14.0, "What you found out", "You found things out", learned::facts),
    check(11, Hook, 8.0, "Open questions", "You asked an open question", asking::open_questions),
    check(6, Hook, 6.0, "What they need", "You asked what they need", asking::their_needs),
    check(18, Hook, 6.0, "Taking up what they say", "You took up what they said", asking::takes_it_up),
    check(
        1,
        Close,
        6.0,
        "Information first",
        "You learned before you asked for anything",
        asking::information_first,
    ),
    check(9, Close, 10.0, "No word of a job", "You left the job out of it", asking::no_job_ask),
    check(19, Close, 4.0, "Patient and positive", "You stayed patient", asking::patient),
    check(16, Close, 4.0, "Thanks", "You thanked them", asking::thanked),
    check(16, Close, 4.0, "Their mood", "They were glad that you called", learned::mood),
];

const REVERSE: &[Check] = &[
    check(21, Pitch, 6.0, "Who you are", "You said who you are", asking::says_who),
    check(84, Pitch, 6.0, "Why this person", "You said why you called this person", reverse::why_them),
    check(81, Pitch, 8.0, "A short time", "You asked for a short time", reverse::short_time),
    check(82, Hook, 16.0, "Three questions", "You asked three questions", asking::three_questions),
    check(82, Hook, 8.0, "What you found out", "You found things out", learned::facts),
    check(
        94,
        Hook,
        8.0,
        "A question from their words",
        "You asked about what they had just said",
        reverse::grows_from_their_words,
    ),
    check(85, Hook, 12.0, "They talk more than you", "You let them talk", reverse::they_talk_more),
    check(83, Close, 16.0, "No job asked for", "You left the job out of it", asking::no_job_ask),
    check(86, Close, 6.0, "The offer", "You took the offer and left it at that", learned::takes_the_offer),
    check(91, Close, 8.0, "The next contact", "You agreed on a next contact", reverse::next_contact),
    check(98, Close, 6.0, "Warmth and thanks", "You were warm", reverse::likable),
];

const REJECTION: &[Check] = &[
    check(40, Pitch, 5.0, "A greeting first", "You began with a greeting", pitch::greeting),
    check(42, Pitch, 5.0, "Your name", "You said who you are", pitch::own_name),
    check(31, Pitch, 5.0, "Straight words", "You said it straight", pitch::straight),
    check(51, Close, 20.0, "Taking a no", "You took the no well", close::takes_a_no),
    check(53, Close, 20.0, "Asking again after a no", "You asked again after a no", close::asks_again),
    check(52, Close, 15.0, "The open door", "You left the door open", close::door_open),
    check(51, Close, 30.0, "Leaving well", "You left well", close::leaves_well),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn every_kind_adds_up_to_a_hundred_and_keeps_to_its_own_rules() {
        for kind in Kind::ALL {
            let list = rubric(*kind);
            let sum: f64 = list.iter().map(|check| check.of).sum();
            assert!((sum - 100.0).abs() < 1e-9, "{kind}: {sum}");
            for check in list {
                let rule = rules::rule(check.rule).expect("a check names a rule of the book");
                assert!(rule.kinds.contains(kind), "{kind}: rule {} is not for this call", check.rule);
                assert!(!check.title.is_empty());
            }
        }
    }
}

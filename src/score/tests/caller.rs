//! A profile in the brief: it words the better sentences, and never earns or costs a point.

use super::*;

fn told(record: &CallRecord) -> CallRecord {
    let mut record = record.clone();
    for (key, value) in [
        ("caller", "Ann Baker"),
        ("caller_number", "612 555 0123"),
        ("caller_specialty", "interior designer"),
        ("caller_years", "8"),
        ("caller_strengths", "being organized; calming clients; planning"),
        ("caller_result", "cut costs by a third"),
        ("referrer", "Jim Collins"),
        ("referrer_know", "We play golf."),
        ("referrer_personal", "her new granddaughter"),
    ] {
        record.brief.insert(key.to_owned(), value.to_owned());
    }
    record
}

/// The advice of every line that lost points.
fn advice(record: &CallRecord) -> Vec<String> {
    score(record, Some(&scenario())).findings.into_iter().map(|finding| finding.advice).collect()
}

#[test]
fn better_sentences_are_in_the_callers_own_words() {
    let weak = told(&record(Kind::FollowUp, &weak()));
    let advice = advice(&weak);
    for sentence in [
        "\"Hello, my name is Ann Baker.\"",
        "\"I'm an interior designer.\"",
        "\"I have 8 years of experience in this.\"",
        "\"I'm good at being organized, calming clients and planning.\"",
        "\"I cut costs by a third.\"",
        "\"I cut costs by a third, and I'd like to do the same for you.\"",
    ] {
        assert!(advice.iter().any(|advice| advice.contains(sentence)), "{sentence}: {advice:#?}");
    }
    assert!(!advice.iter().any(|advice| asks_for_profile(advice)), "{advice:#?}");
}

#[test]
fn a_second_strength_is_one_that_was_not_said_yet() {
    let middling = record(Kind::FollowUp, &middling());
    let card = score(&told(&middling), Some(&scenario()));
    let advice = &finding(&card, "Two or three strengths").advice;
    assert!(advice.ends_with("\"Besides that, I'm good at calming clients.\""), "{advice}");
    let card = score(&middling, Some(&scenario()));
    assert!(asks_for_profile(&finding(&card, "Two or three strengths").advice));
}

#[test]
fn referrals_and_voicemails_use_it_too() {
    let nothing = [you("Well, I wanted to talk to you about something, if I may.", &[])];
    for (kind, title, sentence) in [
        (Kind::Referral, "Your own tie", "\"Jim Collins and I know each other: we play golf.\""),
        (Kind::Referral, "The personal detail", "ask about your new granddaughter.\""),
        (Kind::Voicemail, "The number right after it", "\"My number is 612 555 0123.\""),
        (Kind::Voicemail, "How you got their name", "\"Jim Collins suggested I contact you.\""),
    ] {
        let card = score(&told(&record(kind, &nothing)), None);
        let advice = &finding(&card, title).advice;
        assert!(advice.ends_with(sentence), "{title}: {advice}");
        let untold = score(&record(kind, &nothing), None);
        assert!(finding(&untold, title).advice.contains('['), "{title}");
    }
    let late = [you(
        "My number is 555 0123, this is Ann.",
        &[(Element::CallbackNumber, "555 0123"), (Element::SelfName, "this is Ann")],
    )];
    let card = score(&told(&record(Kind::Voicemail, &late)), None);
    let advice = &finding(&card, "The number right after it").advice;
    assert!(advice.ends_with("\"My name is Ann Baker, and my number is 612 555 0123.\""), "{advice}");
}

#[test]
fn a_profile_never_changes_a_score() {
    for lines in [golden(), middling(), weak()] {
        let typed = record(Kind::FollowUp, &lines);
        for record in [spoken(&typed, 0.4, 0.5), typed] {
            let (without, with) =
                (score(&record, Some(&scenario())), score(&told(&record), Some(&scenario())));
            assert_eq!(
                (without.score, without.content, without.delivery),
                (with.score, with.content, with.delivery)
            );
        }
    }
}

#[test]
fn who_stammers_is_not_judged_by_pace_and_pauses() {
    let mut halting = spoken(&record(Kind::FollowUp, &golden()), 1.2, 2.5);
    assert!(score(&halting, Some(&scenario())).delivery.is_some_and(|delivery| delivery < 90.0));
    halting.brief.insert("caller_stammer".to_owned(), "yes".to_owned());
    let card = score(&halting, Some(&scenario()));
    assert_eq!((card.delivery, card.score), (None, card.content));
    assert!(
        card.findings.iter().any(|finding| finding.rule == "pace" && finding.of == 0.0),
        "shown all the same"
    );
}

#[test]
fn a_script_is_for_whoever_decides_and_a_message_for_whoever_listens() {
    let scenario = scenario();
    let golden = record(Kind::FollowUp, &golden());
    let said = said_to_the_right_person(&golden, Some(&scenario));
    assert_eq!(said.len(), 3);
    assert!(said.iter().all(|said| !said.contains("May I speak with")), "that was to the front desk");
    let message =
        record(Kind::Voicemail, &[Them("Machine (voicemail)", "x", "After the beep."), you("Hello.", &[])]);
    assert_eq!(said_to_the_right_person(&message, None), ["Hello."]);
}

use super::*;
use crate::call::{CallEvent, CallRecord, CallStart, Channel, Difficulty, Heard, RECORD_VERSION};

fn call(at: &str, kind: Kind, outcome: Option<Outcome>, ending: &str, turns: usize) -> CallRecord {
    let mut events = vec![CallEvent::Started(CallStart {
        version: RECORD_VERSION,
        scenario: "x".into(),
        title: "X".into(),
        kind,
        seed: 1,
        difficulty: Difficulty::Normal,
        channel: Channel::Typed,
        started_at: at.into(),
        brief: Default::default(),
        needs: Vec::new(),
        research: Vec::new(),
        campaign: None,
        origin: Default::default(),
    })];
    events.extend((0..turns).map(|_| CallEvent::Heard { heard: Heard::typed("Hello.", 0.0) }));
    events.extend(outcome.map(|outcome| CallEvent::Ended {
        ending: ending.into(),
        outcome,
        summary: String::new(),
        at: 60.0,
    }));
    CallRecord::from_events(&events).expect("started")
}

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn week() -> Vec<CallRecord> {
    let mut week = vec![
        call("2026-03-02T10:00:00+01:00", Kind::FollowUp, Some(Outcome::No), "door_open", 4),
        call("2026-03-02T10:03:00+01:00", Kind::FollowUp, Some(Outcome::Later), "voicemail_left", 3),
        call("2026-03-03T23:59:00+01:00", Kind::Cold, Some(Outcome::Yes), "dated_interview", 6),
        call("2026-03-05T09:00:00+01:00", Kind::Cold, Some(Outcome::No), "refused", 2),
        call("2026-03-05T09:31:00+01:00", Kind::Voicemail, Some(Outcome::Later), "complete", 1),
        call("2026-03-06T09:00:00+01:00", Kind::Cold, None, "", 1),
    ];
    week[4].turns[0].caller.as_mut().expect("a turn of the caller's").elements.push(number());
    week
}

#[track_caller]
fn progress(records: &[CallRecord], today: &str) -> Progress {
    let calls: Vec<Dialled> = records.iter().map(|record| Dialled::of(record).expect("dated")).collect();
    Progress::of(&calls, Vec::new(), date(today))
}

#[test]
fn dials_talks_messages_and_yeses_are_told_apart() {
    let records = week();
    let shown = progress(&records, "2026-03-06");
    assert_eq!((shown.dials, shown.talks, shown.messages, shown.yeses), (6, 3, 2, 1));
    assert!((shown.expected_yeses - 2.0).abs() < 1e-9);
}

#[test]
fn a_call_to_a_machine_that_says_nothing_is_no_message() {
    let mut record = call("2026-03-05T09:31:00+01:00", Kind::Voicemail, Some(Outcome::Later), "tomorrow", 1);
    assert!(!left_a_message(&record));
    let caller = record.turns[0].caller.as_mut().expect("a turn of the caller's");
    caller.elements.push(number());
    assert!(left_a_message(&record));
}

fn number() -> crate::call::ElementFound {
    crate::call::ElementFound {
        element: Element::CallbackNumber,
        quote: "555 0148".into(),
        start: 0,
        end: 8,
        confidence: 1.0,
    }
}

#[test]
fn the_days_are_the_callers_own_and_a_gap_ends_the_streak() {
    let records = week();
    let shown = progress(&records, "2026-03-06");
    assert_eq!((shown.days.streak, shown.days.best_streak, shown.days.today), (2, 2, 1));
    assert_eq!((shown.days.dialled, shown.days.of), (4, 5));
    assert_eq!(shown.days.recent.len(), 14);
    assert_eq!(shown.days.recent[13], Day { day: date("2026-03-06"), dials: 1 });
    assert!(shown.dare.kept);
    // Yesterday's streak lives until midnight, and then it is over.
    assert_eq!(progress(&records, "2026-03-07").days.streak, 2);
    assert_eq!(progress(&records, "2026-03-08").days.streak, 0);
    assert!(!progress(&records, "2026-03-08").dare.kept);
}

#[test]
fn the_time_from_a_no_to_the_next_dial_is_measured_from_its_end() {
    let records = week();
    let shown = progress(&records, "2026-03-06");
    // Three minutes and thirty-one minutes, without the refused calls' own minute.
    assert_eq!(shown.refusals.shortest_seconds, Some(120.0));
    assert_eq!(shown.refusals.median_seconds, Some(1800.0));
    assert_eq!((shown.refusals.count, shown.refusals.last_is_unanswered), (2, false));
    let alone = progress(&records[3..4], "2026-03-06");
    assert_eq!((alone.refusals.median_seconds, alone.refusals.last_is_unanswered), (None, true));
}

#[test]
fn nothing_yet_is_no_division_by_zero() {
    let shown = progress(&[], "2026-03-06");
    assert_eq!((shown.dials, shown.days.of, shown.days.streak), (0, 0, 0));
    assert!(shown.skills.iter().all(|skill| skill.best.is_none() && skill.change().is_none()));
}

#[test]
fn a_trend_is_the_last_five_against_the_five_before() {
    let mut record = week().remove(0);
    let scored = |record: &mut CallRecord, delivery: f64| {
        record.scorecard = Some(crate::call::Scorecard {
            score: 50.0,
            content: 50.0,
            delivery: Some(delivery),
            findings: Vec::new(),
            measured: None,
            coaching: Default::default(),
        });
        record.clone()
    };
    let records: Vec<CallRecord> = [0.0, 40.0, 40.0, 40.0, 40.0, 50.0, 60.0, 60.0, 60.0, 60.0, 70.0]
        .map(|value| scored(&mut record, value))
        .into();
    let delivery = skills(records.iter()).pop().expect("four skills");
    assert_eq!(
        (delivery.five_before, delivery.last_five, delivery.best),
        (Some(42.0), Some(62.0), Some(70.0))
    );
    assert_eq!(delivery.change(), Some(20.0));
    let first = skills(records[..5].iter()).pop().expect("four skills");
    assert_eq!(first.change(), None);
}

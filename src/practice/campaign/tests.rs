use super::*;
use crate::call::{
    CallEvent, CallRecord, CallStart, CampaignCall, Channel, Difficulty, Heard, Kind, Outcome, RECORD_VERSION,
};
use crate::scenario::{self, rungs};

/// A record as a call of a campaign leaves it.
struct Call {
    step: Step,
    day: &'static str,
    facts: &'static [&'static str],
    outcome: Option<Outcome>,
    /// The person answered, and the caller spoke with them.
    answered: bool,
}

fn talk(step: Step, day: &'static str, facts: &'static [&'static str]) -> Call {
    Call { step, day, facts, outcome: Some(Outcome::Later), answered: true }
}

fn missed(day: &'static str) -> Call {
    Call { step: Step::Manager, day, facts: &[], outcome: Some(Outcome::Later), answered: false }
}

fn record(call: &Call) -> CallRecord {
    let said = |speaker: &str| CallEvent::Spoke {
        speaker: speaker.into(),
        name: "Gloria (receptionist)".into(),
        text: "Hello.".into(),
        state: "x".into(),
        start: 0.0,
        end: 0.0,
        synthesize_ms: 0.0,
    };
    let speaker = if call.answered { call.step.cast() } else { "assistant" };
    let mut events = vec![
        CallEvent::Started(CallStart {
            version: RECORD_VERSION,
            scenario: "x".into(),
            title: "X".into(),
            kind: Kind::Information,
            seed: 1,
            difficulty: Difficulty::Normal,
            channel: Channel::Typed,
            started_at: "2026-03-02T10:00:00+01:00".into(),
            brief: Default::default(),
            needs: Vec::new(),
            research: Vec::new(),
            campaign: Some(CampaignCall {
                name: "c".into(),
                step: call.step.name().into(),
                day: call.day.into(),
            }),
            origin: Default::default(),
        }),
        said(speaker),
        CallEvent::Heard { heard: Heard::typed("Hello.", 0.0) },
    ];
    events.extend(call.facts.iter().map(|fact| CallEvent::Told {
        fact: (*fact).into(),
        what: format!("About {fact}."),
        line: format!("Well, {fact}."),
        speaker: speaker.into(),
    }));
    events.extend(call.outcome.map(|outcome| CallEvent::Ended {
        ending: if call.answered { "talked".into() } else { "message_left".into() },
        outcome,
        summary: "Done.".into(),
        at: 1.0,
    }));
    CallRecord::from_events(&events).expect("started")
}

fn standing(seed: u64, resumes: &[&str], calls: &[Call]) -> Standing {
    let resumes = resumes.iter().map(|day| date(day)).collect();
    let campaign = Campaign { name: "c".into(), seed, resumes };
    let records: Vec<CallRecord> = calls.iter().map(record).collect();
    Standing::fold(&campaign, records.iter().map(|record| ("call", record)))
}

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

/// A company whose manager has this habit.
fn seed_of(habit: Habit) -> u64 {
    (0..).find(|seed| Company::from_seed(*seed).habit == habit).expect("one of three")
}

fn first(standing: &Standing, today: &str) -> What {
    standing.offers(date(today)).first().expect("it goes on").what
}

#[test]
fn facts_are_only_those_that_were_told() {
    let nothing = standing(7, &[], &[]);
    assert!(nothing.ledger.entries.is_empty(), "what the seed decided is nobody's knowledge");
    assert!(!nothing.whom(Step::Manager).contains(&nothing.company.manager.name));
    let told = standing(
        7,
        &[],
        &[
            talk(Step::Reception, "2026-03-02", &["manager"]),
            talk(Step::Colleague, "2026-03-02", &["manager", "need"]),
        ],
    );
    assert_eq!(told.ledger.facts().collect::<Vec<_>>(), ["manager", "need"]);
    assert_eq!(
        (told.ledger.entries[0].who.as_str(), told.ledger.entries[0].line.as_str()),
        ("Gloria", "Well, manager.")
    );
    assert_eq!(told.whom(Step::Manager), told.company.manager.name);
}

#[test]
fn the_ladder_is_climbed_in_the_order_of_the_articles() {
    let calls = || {
        vec![
            talk(Step::Reception, "2026-03-02", &["manager", "source"]),
            talk(Step::Colleague, "2026-03-02", &["need", "other"]),
            talk(Step::SecondColleague, "2026-03-02", &["project"]),
        ]
    };
    assert_eq!(first(&standing(7, &[], &[]), "2026-03-02"), What::Call(Step::Reception));
    assert_eq!(first(&standing(7, &[], &calls()[..1]), "2026-03-02"), What::Call(Step::Colleague));
    assert_eq!(first(&standing(7, &[], &calls()[..2]), "2026-03-02"), What::Call(Step::Source));
    assert_eq!(first(&standing(7, &[], &calls()), "2026-03-02"), What::SendResume);
    let sent = standing(7, &["2026-03-02"], &calls());
    assert_eq!(first(&sent, "2026-03-02"), What::Wait(date("2026-03-05")));
    assert_eq!(first(&sent, "2026-03-05"), What::Call(Step::Manager));
}

#[test]
fn without_a_name_others_are_asked() {
    let calls = [talk(Step::Reception, "2026-03-02", &[]), talk(Step::Reception, "2026-03-02", &[])];
    assert_eq!(first(&standing(7, &[], &calls[..1]), "2026-03-02"), What::Call(Step::Reception));
    let next = first(&standing(7, &[], &calls), "2026-03-02");
    assert!(matches!(next, What::Call(Step::Source | Step::Colleague)), "{next:?}");
}

#[test]
fn who_must_be_tried_three_times_answers_on_the_third_day_only() {
    let seed = seed_of(Habit::ThirdTry);
    let day = |text: &str, calls: &[Call]| standing(seed, &[], calls).who_answers(date(text));
    let known = talk(Step::Reception, "2026-03-01", &["best_time"]);
    assert_eq!(day("2026-03-02", &[known]), Answers::Machine);
    assert_eq!(day("2026-03-02", &[missed("2026-03-02")]), Answers::AgainToday);
    assert_eq!(day("2026-03-03", &[missed("2026-03-02")]), Answers::Assistant);
    // Three times on one day is one try.
    let today = || missed("2026-03-02");
    assert_eq!(day("2026-03-03", &[today(), today(), today()]), Answers::Assistant);
    assert_eq!(day("2026-03-04", &[today(), missed("2026-03-03")]), Answers::Manager);
    let talked = [talk(Step::Manager, "2026-03-04", &[])];
    assert_eq!(day("2026-03-04", &talked), Answers::AgainToday);
    assert_eq!(day("2026-03-05", &talked), Answers::Manager, "a caller who is known is answered");
}

#[test]
fn who_has_an_hour_answers_whoever_knows_it() {
    let seed = seed_of(Habit::ByTheHour);
    let known = [talk(Step::Reception, "2026-03-01", &["best_time"])];
    assert_eq!(standing(seed, &[], &known).who_answers(date("2026-03-02")), Answers::Manager);
    assert_eq!(standing(seed, &[], &[]).who_answers(date("2026-03-02")), Answers::Machine);
}

#[test]
fn the_odds_begin_with_one_in_three_and_knowing_raises_them() {
    let unknown = standing(7, &[], &[]).odds();
    assert_eq!(unknown.total, TO_BEGIN_WITH);
    let all: &'static [&'static str] =
        &["manager", "project", "need", "need_two", "valued", "temper", "best_time", "blessing"];
    let calls = [talk(Step::Source, "2026-03-02", all), talk(Step::Colleague, "2026-03-02", &[])];
    let known = standing(7, &["2026-03-02"], &calls).odds();
    assert!(known.raises.iter().all(|raise| raise.earned));
    let earned: u32 = known.raises.iter().map(|raise| raise.points).sum();
    assert_eq!(known.total, TO_BEGIN_WITH + earned, "nothing of it is lost to the limit");
    assert_eq!(known.total, 85);
}

#[test]
fn as_many_can_be_won_as_the_odds_say() {
    let won = (0..3000).filter(|seed| odds::can_be_won(&standing(*seed, &[], &[]))).count();
    let share = won as f64 / 3000.0;
    assert!((share - 0.33).abs() < 0.03, "{share}");
    // A second talk is a new draw: somebody who goes on gets there.
    let calls = |count: usize| (0..count).map(|_| talk(Step::Manager, "2026-03-02", &[])).collect::<Vec<_>>();
    for seed in 0..50 {
        assert!((0..40).any(|talks| odds::can_be_won(&standing(seed, &[], &calls(talks)))), "seed {seed}");
    }
}

#[test]
fn it_goes_on_until_a_yes() {
    let no = Call { outcome: Some(Outcome::No), ..talk(Step::Manager, "2026-03-02", &["manager"]) };
    assert!(!standing(7, &[], &[no]).offers(date("2026-03-03")).is_empty());
    let yes = Call { outcome: Some(Outcome::Yes), ..talk(Step::Manager, "2026-03-02", &["manager"]) };
    let won = standing(7, &[], &[yes]);
    assert!(won.won() && won.offers(date("2026-03-03")).is_empty());
    assert_eq!(won.board(), Board { dials: 1, talks: 1, messages: 0, yeses: 1 });
}

#[test]
fn a_call_that_broke_off_keeps_what_was_told() {
    let broken = Call { outcome: None, ..talk(Step::Reception, "2026-03-02", &["manager"]) };
    let standing = standing(7, &[], &[broken]);
    assert!(standing.knows("manager"));
    assert_eq!(standing.calls[0].outcome, None);
}

/// Every way into every rung, as several companies play it.
#[test]
fn every_gap_of_every_rung_is_filled_and_nobody_is_named_too_early() {
    for seed in 0..12 {
        let early = standing(seed, &[], &[]);
        let late = standing(
            seed,
            &["2026-03-01"],
            &[talk(Step::Reception, "2026-03-01", &["manager", "source", "line", "other"])],
        );
        for standing in [&early, &late] {
            for step in Step::ALL {
                let today = date("2026-03-02");
                let scene = scene(step, standing, today);
                let rung = rungs().iter().find(|rung| rung.id == scene.scenario).expect("a shipped rung");
                let parsed = scenario::parse(rung.id, rung.text).scenario.expect("well made");
                let keys: Vec<String> = parsed.brief.keys().chain(parsed.choices.keys()).cloned().collect();
                let (set, brief) = scene.set(parsed, standing, today);
                assert!(set.states.contains_key(&set.start), "{}", rung.id);
                for key in keys.iter().filter(|key| !["day_one", "day_two", "sent"].contains(&key.as_str())) {
                    assert!(brief.values.contains_key(key), "{}: nothing for {{{key}}}", rung.id);
                }
                let settled = crate::gatekeeper::settle(&set, 1, &brief);
                let (goal, known) = crate::gatekeeper::briefing(&settled);
                let told = format!("{goal} {}", known.join(" "));
                let manager = &standing.company.manager.name;
                assert_eq!(
                    told.contains(manager),
                    step == Step::Manager && standing.knows("manager"),
                    "{}: {told}",
                    rung.id
                );
            }
        }
    }
}

#[test]
fn a_resume_makes_a_cold_call_a_follow_up() {
    let seed = seed_of(Habit::ByTheHour);
    let calls = [talk(Step::Reception, "2026-03-01", &["manager", "best_time"])];
    let kind = |resumes: &[&str]| {
        let standing = standing(seed, resumes, &calls);
        let today = date("2026-03-04");
        let scene = scene(Step::Manager, &standing, today);
        let rung = rungs().iter().find(|rung| rung.id == scene.scenario).expect("a shipped rung");
        let (set, brief) =
            scene.set(scenario::parse(rung.id, rung.text).scenario.expect("well made"), &standing, today);
        (set.kind, brief.values.get("sent").cloned())
    };
    assert_eq!(kind(&[]), (Kind::Cold, None));
    assert_eq!(kind(&["2026-03-01"]), (Kind::FollowUp, Some("Sunday".to_owned())));
}

#[test]
fn the_rules_that_a_campaign_rehearses_are_in_the_book() {
    for number in RULES.iter().chain(crate::practice::progress::RULES) {
        assert!(crate::rules::rule(*number).is_some(), "{number}");
    }
}

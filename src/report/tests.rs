use super::*;
use crate::call::{
    CallRecord, CallerTurn, Careful, Channel, Coaching, Delivery, Difficulty, Element, ElementFound,
    EndingReached, Evidence, Filler, Finding, Kind, MachineMs, Meant, MoveGuess, Otherwise, Outcome, Pause,
    Scorecard, ScriptFollowed, Section, Sound, Span, Turn, Word,
};
use std::collections::BTreeMap;

const WORDS: [&str; 7] = ["Can", "I", "come", "in", "for", "an", "interview?"];

/// One spoken call, small enough to read and with one of everything.
fn record() -> CallRecord {
    let text = WORDS.join(" ");
    let words: Vec<Word> = WORDS
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let start = 6.25 + 0.25 * at as f64;
            Word { text: (*word).to_owned(), start, end: start + 0.25, probability: 0.5 }
        })
        .collect();
    let found = ElementFound {
        element: Element::WeakClose,
        quote: text.clone(),
        start: 0,
        end: text.len(),
        confidence: 0.75,
    };
    CallRecord {
        version: 1,
        scenario: "follow-up".to_owned(),
        title: "Follow up on a resume".to_owned(),
        kind: Kind::FollowUp,
        seed: 7,
        difficulty: Difficulty::Normal,
        channel: Channel::Spoken,
        started_at: "2026-03-02T09:00:00Z".to_owned(),
        brief: BTreeMap::from([("contact".to_owned(), "Ruth Alvarez".to_owned())]),
        ending: Some("refused".to_owned()),
        ended: Some(EndingReached {
            id: "refused".to_owned(),
            outcome: Outcome::No,
            summary: "They said no, politely.".to_owned(),
        }),
        seconds: 64.0,
        turns: vec![
            Turn {
                speaker: "ruth".to_owned(),
                name: "Ruth (director)".to_owned(),
                text: "Ruth Alvarez speaking.".to_owned(),
                start: 3.0,
                end: 6.0,
                state: "manager".to_owned(),
                cut_off: false,
                caller: None,
            },
            Turn {
                speaker: "you".to_owned(),
                name: "You".to_owned(),
                text: text.clone(),
                start: 6.25,
                end: 8.0,
                state: "manager".to_owned(),
                cut_off: false,
                caller: Some(CallerTurn {
                    channel: Channel::Spoken,
                    speech_end: 8.0,
                    turn_end_decided: 8.5,
                    transcript_ready: 8.75,
                    reply_start: Some(9.0),
                    machine_ms: MachineMs { recognize: 250.0, understand: 12.0, synthesize: 40.0 },
                    words: words.clone(),
                    speech: vec![Span::new(6.25, 8.0)],
                    sound: Some(Sound { loudness_lufs: Some(-23.0), ..Sound::default() }),
                    meant: Some(Meant::Move("request_meeting".to_owned())),
                    moves: vec![MoveGuess { name: "request_meeting".to_owned(), confidence: 0.75 }],
                    elements: vec![found.clone()],
                    facts: Vec::new(),
                    careful: Some(Careful {
                        text,
                        words,
                        elements: vec![found],
                        over_telephone: None,
                        voice: None,
                    }),
                }),
            },
        ],
        path: vec!["manager".to_owned()],
        facts_learned: Vec::new(),
        moods: Vec::new(),
        needs: Vec::new(),
        research: Vec::new(),
        campaign: None,
        origin: Default::default(),
        notices: Vec::new(),
        script: None,
        scorecard: Some(card()),
    }
}

fn card() -> Scorecard {
    Scorecard {
        score: 61.5,
        content: 52.0,
        delivery: Some(90.0),
        findings: vec![
            Finding {
                rule: "40".to_owned(),
                article: Some("001".to_owned()),
                quote: "Begin with a greeting".to_owned(),
                section: Section::Pitch,
                title: "A greeting first".to_owned(),
                points: 10.0,
                of: 10.0,
                evidence: vec![Evidence { turn: Some(1), quote: Some("Hello".to_owned()), audio: Some(Span::new(6.25, 6.5)) }],
                advice: String::new(),
            },
            Finding {
                rule: "39".to_owned(),
                article: Some("001".to_owned()),
                quote: "Can I come in for an interview?' won't be as effective".to_owned(),
                section: Section::Close,
                title: "The magic question".to_owned(),
                points: 36.0,
                of: 90.0,
                evidence: vec![Evidence { turn: Some(1), quote: Some(WORDS.join(" ")), audio: Some(Span::new(6.25, 8.0)) }],
                advice: "Ask when, not whether. \"When can I come in for an interview?\"".to_owned(),
            },
            Finding {
                rule: "pace".to_owned(),
                article: None,
                quote: "Microsoft Speaker Coach".to_owned(),
                section: Section::Delivery,
                title: "Pace: 150 words a minute".to_owned(),
                points: 40.0,
                of: 40.0,
                evidence: Vec::new(),
                advice: String::new(),
            },
            Finding {
                rule: "loudness".to_owned(),
                article: None,
                quote: "no verified threshold".to_owned(),
                section: Section::Delivery,
                title: "Loudness: -23.0 LUFS".to_owned(),
                points: 0.0,
                of: 0.0,
                evidence: Vec::new(),
                advice: String::new(),
            },
        ],
        measured: Some(Delivery {
            words_per_minute: Some(150.0),
            fillers: vec![Filler { text: "um".to_owned(), start: 7.0, end: 7.25 }],
            pauses: vec![Pause { start: 7.25, end: 7.75, seconds: 0.5 }],
            response_time: Some(0.25),
            loudness_lufs: Some(-23.0),
            ..Delivery::default()
        }),
        coaching: Coaching {
            strengths: vec!["You began with a greeting: \"Hello\"".to_owned(), "You said who you are: \"my name is Mark Swann\"".to_owned()],
            next: Some("The magic question. A plain no answers this question, and the call goes the harder way: ask when, not whether.".to_owned()),
            you_said: Some(WORDS.join(" ")),
            say_instead: Some("When can I come in for an interview?".to_owned()),
            rule: Some("39".to_owned()),
            turn: Some(1),
            otherwise: None,
        },
    }
}

fn typed() -> CallRecord {
    let mut record = record();
    record.channel = Channel::Typed;
    let card = record.scorecard.as_mut().expect("scored");
    (card.delivery, card.measured) = (None, None);
    card.findings.retain(|finding| finding.section != Section::Delivery);
    for finding in &mut card.findings {
        finding.evidence.iter_mut().for_each(|seen| seen.audio = None);
    }
    record
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn short_report() {
    insta::assert_snapshot!(plain(&terminal(&record(), 80, Detail::Short, Beside::default())));
}

#[test]
fn full_report() {
    insta::assert_snapshot!(plain(&terminal(&record(), 80, Detail::Full, Beside::default())));
}

#[test]
fn full_report_of_a_typed_call() {
    insta::assert_snapshot!(plain(&terminal(&typed(), 60, Detail::Full, Beside::default())));
}

#[test]
fn transcript_of_a_call() {
    insta::assert_snapshot!(plain(&transcript(&record(), 80)));
}

#[test]
fn json_of_a_call() {
    insta::assert_json_snapshot!(json(&record()));
}

#[test]
fn json_reads_back_as_the_same_record() {
    let text = json(&record()).to_string();
    let read: CallRecord = serde_json::from_str(&text).expect("its own JSON");
    assert_eq!(read, record());
}

#[test]
fn a_short_report_stays_under_fifteen_lines_however_much_there_is_to_say() {
    let mut long = record();
    let words = "a very long sentence that goes on and on ".repeat(12);
    let card = long.scorecard.as_mut().expect("scored");
    card.coaching.strengths = vec![words.clone(), words.clone(), words.clone()];
    card.coaching.next = Some(words.clone());
    card.coaching.you_said = Some(words.clone());
    card.coaching.say_instead = Some(words.clone());
    let (said, name, reply) = (words.clone(), "Ruth".to_owned(), words.clone());
    card.coaching.otherwise = Some(Otherwise { turn: 1, said, name, reply });
    let script = words.clone();
    long.script =
        Some(ScriptFollowed { script, share: 0.5, band: None, said: Vec::new(), left_out: Vec::new() });
    long.ended.as_mut().expect("ended").summary = words;
    for width in [1, 40, 60, 80, 200] {
        let text = plain(&terminal(&long, width, Detail::Short, Beside::default()));
        // Up to three more lines lead on from it.
        assert!(text.lines().count() <= 11, "{width}: {} lines", text.lines().count());
        assert!(text.contains("What worked"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= width.clamp(40, 110)), "{width}:\n{text}");
    }
}

#[test]
fn no_colour_runs_over_a_line() {
    for line in terminal(&record(), 50, Detail::Full, Beside::default()).lines() {
        let open = line.matches('\u{1b}').count();
        assert!(open % 2 == 0, "{line:?}");
    }
}

#[test]
fn a_call_without_a_scorecard_says_so() {
    let mut record = record();
    (record.scorecard, record.ended) = (None, None);
    let text = plain(&terminal(&record, 80, Detail::Short, Beside::default()));
    assert_eq!(
        text,
        "The call broke off. (Follow up on a resume, 1:04 minutes)\nThis call was not scored.\n"
    );
    assert!(json(&record)["scorecard"].is_null());
}

#[test]
fn a_typed_call_says_that_delivery_was_not_measured() {
    for detail in [Detail::Short, Detail::Full] {
        assert!(
            plain(&terminal(&typed(), 80, detail, Beside::default()))
                .contains("elivery: not measured (typed call)")
        );
    }
    assert!(json(&typed())["scorecard"]["delivery"].is_null());
}

#[test]
fn earlier_scores_stand_beside_the_score() {
    let line =
        |beside| plain(&terminal(&record(), 80, Detail::Short, beside)).lines().next().map(str::to_owned);
    let both = Beside { last: Some(40.0), best: Some(80.4) };
    assert_eq!(line(both).as_deref(), Some("Score 62 of 100 (last 40, best 80): content 52, delivery 90"));
    let retried = Beside { last: Some(40.0), best: None };
    assert_eq!(line(retried).as_deref(), Some("Score 62 of 100 (before 40): content 52, delivery 90"));
}

#[test]
fn two_calls_side_by_side_show_what_moved_with_the_words() {
    let (before, mut now) = (record(), record());
    let card = now.scorecard.as_mut().expect("scored");
    card.score = 95.0;
    card.findings[1].points = 90.0;
    card.findings[1].evidence[0].quote = Some("When can I come in?".to_owned());
    card.findings[0].points = 0.0;
    let changes = changes(&before, &now).expect("both are scored");
    assert_eq!(changes.better.len(), 1);
    assert_eq!((changes.better[0].before, changes.better[0].now), (0.4, 1.0));
    assert_eq!(changes.worse[0].title, "A greeting first");
    let text = plain(&compare(("a", "b"), &changes, 80));
    assert!(text.contains("The magic question: 40 % then, 100 % now"), "{text}");
    assert!(text.contains("now  \"When can I come in?\""), "{text}");
    assert!(text.contains("score                61.5 then,     95 now  +34"), "{text}");
    let same = super::changes(&before, &before).expect("scored");
    assert!(plain(&compare(("a", "a"), &same, 80)).contains("Nothing that is scored has changed."));
}

#[test]
fn the_page_of_a_call_needs_nothing_but_itself_and_trusts_no_name() {
    let mut hostile = record();
    hostile.turns[0].name = "<script>alert(1)</script>".to_owned();
    hostile.title = "A & B \"c\"".to_owned();
    let mut unscored = record();
    unscored.scorecard = None;
    for record in [record(), typed(), hostile, unscored] {
        let page = review_html(&record);
        for foreign in ["http", "<script", "src=", "@import", "url("] {
            assert!(!page.contains(foreign), "{foreign}");
        }
        for tag in ["section", "article", "figure", "svg", "ol", "li", "main", "p", "mark", "div", "table"] {
            let open = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
            assert_eq!(open, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
        // Each link leads somewhere.
        for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(page.contains(&format!("id=\"{link}\"")), "{link}");
        }
    }
    let page = review_html(&record());
    assert!(page.contains("<mark>Can I come in for an interview?</mark>"), "{page}");
    assert!(page.contains("You spoke 2 seconds, the other side 3."), "{page}");
}

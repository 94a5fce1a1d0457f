//! What is said: elements, listeners, rubrics, coaching.

use super::Line::Them;
use super::*;

#[test]
fn golden_middling_and_weak_lie_far_apart() {
    let (golden, middling, weak) = (content(&golden()), content(&middling()), content(&weak()));
    println!("golden {golden}, middling {middling}, weak {weak}");
    assert!(golden >= middling + 25.0, "golden {golden}, middling {middling}");
    assert!(middling >= weak + 25.0, "middling {middling}, weak {weak}");
    assert!(golden >= 95.0, "{golden}");
    assert!(weak <= 25.0, "{weak}");
}

#[test]
fn points_add_up_to_the_content() {
    for lines in [golden(), middling(), weak()] {
        let card = score(&record(Kind::FollowUp, &lines), Some(&scenario()));
        let of: f64 = card.findings.iter().map(|finding| finding.of).sum();
        let points: f64 = card.findings.iter().map(|finding| finding.points).sum();
        assert!((of - 100.0).abs() < 0.2, "{of}");
        assert!((points - card.content).abs() < 0.2, "{points} {}", card.content);
        for finding in &card.findings {
            assert!(finding.points <= finding.of && finding.points >= 0.0, "{finding:?}");
            assert_eq!(finding.advice.is_empty(), finding.points >= finding.of, "{finding:?}");
        }
    }
}

#[test]
fn the_weak_form_is_flagged_under_its_own_rule() {
    let card = score(&record(Kind::FollowUp, &middling()), Some(&scenario()));
    let close = finding(&card, "The magic question");
    assert_eq!(close.rule, "39");
    assert_eq!(close.evidence[0].quote.as_deref(), Some("Can I come in for an interview?"));
    assert!((close.points / close.of - 0.4).abs() < 0.01);
    assert_eq!(card.coaching.you_said.as_deref(), Some("Can I come in for an interview?"));
    assert_eq!(card.coaching.say_instead.as_deref(), Some("When can I come in for an interview?"));
    assert_eq!(card.coaching.rule.as_deref(), Some("39"));
}

/// The share of points that one close earns, and the rule it is filed under.
#[track_caller]
fn closing(text: &'static str, element: Element, share: f64, rule: &str) {
    let mut lines = golden();
    lines.truncate(3);
    lines.push(you(text, &[(element, text)]));
    let card = score(&record(Kind::FollowUp, &lines), Some(&scenario()));
    let close = finding(&card, "The magic question");
    assert!((close.points / close.of - share).abs() < 0.01, "{text}: {} of {}", close.points, close.of);
    assert_eq!(close.rule, rule, "{text}");
}

#[test]
fn the_when_form_earns_all_points() {
    closing("When can I come in for an interview?", Element::StrongClose, 1.0, "38");
    closing("when can i come in for an interview", Element::StrongClose, 1.0, "38");
    closing("What day could I come in to meet you?", Element::StrongClose, 1.0, "38");
    closing("Monday or Tuesday?", Element::StrongClose, 0.9, "38");
    closing("Could I maybe come in some time?", Element::WeakClose, 0.4, "39");
}

#[test]
fn what_could_not_come_up_is_left_out() {
    let mut lines = golden();
    lines.truncate(2);
    let card = score(&record(Kind::FollowUp, &lines), Some(&scenario()));
    assert!(
        !card.findings.iter().any(|finding| finding.title == "The magic question"),
        "the manager was never reached"
    );
    assert!(
        !card.findings.iter().any(|finding| finding.title == "Asking again after a no"),
        "nobody refused"
    );
    assert!(!card.findings.iter().any(|finding| finding.rule == "24"), "human resources was never met");
    let of: f64 = card.findings.iter().map(|finding| finding.of).sum();
    assert!((of - 100.0).abs() < 0.2, "{of}");
}

#[test]
fn a_pitch_to_human_resources_costs_points() {
    let hr = Them("Hugh (human resources)", "hr", "Human resources, Hugh speaking.");
    let pitched = [
        DANA,
        you("Hello.", &[(Element::Greeting, "Hello.")]),
        hr.clone(),
        you("I'm a project coordinator.", &[(Element::Specialty, "I'm a project coordinator.")]),
    ];
    let asked = [
        DANA,
        you("Hello.", &[(Element::Greeting, "Hello.")]),
        hr,
        you(
            "Could you put me through to Ruth Alvarez?",
            &[(Element::AskSpeak, "put me through to Ruth Alvarez")],
        ),
    ];
    let card = |lines: &[Line]| score(&record(Kind::FollowUp, lines), Some(&scenario()));
    assert_eq!(finding(&card(&pitched), "No pitch to human resources").points, 0.0);
    let asked = card(&asked);
    let good = finding(&asked, "No pitch to human resources");
    assert_eq!(good.points, good.of);
}

#[test]
fn six_strengths_are_a_list_nobody_keeps() {
    let pitch = |text: &'static str| {
        let lines = [DANA, you("Hello.", &[]), RUTH, you(text, &[(Element::Strength, text)])];
        let card = score(&record(Kind::FollowUp, &lines), Some(&scenario()));
        let strengths = finding(&card, "Two or three strengths");
        (10.0 * strengths.points / strengths.of).round() / 10.0
    };
    assert_eq!(pitch("I'm patient"), 0.5);
    assert_eq!(pitch("I'm patient and thorough"), 1.0);
    assert_eq!(pitch("I'm patient, thorough, punctual, friendly, creative and tireless"), 0.5);
}

#[test]
fn hedges_are_found_and_harmless_words_left_alone() {
    let straight = |text: &'static str| {
        let card = score(&record(Kind::FollowUp, &[DANA, you(text, &[])]), Some(&scenario()));
        let found = finding(&card, "Straight words");
        (found.points / found.of, found.evidence.len())
    };
    let (share, count) =
        straight("I was just calling because I was wondering if maybe you could sort of help me out");
    assert_eq!((share, count), (0.0, 3));
    let (share, count) =
        straight("I just finished a project for Harbor and I know what kind of schedule you keep there");
    assert_eq!((share, count), (1.0, 0));
}

#[test]
fn a_voicemail_without_a_reason_fails_whatever_else_it_has() {
    let beep = Them("Lana (voicemail)", "beep", "Please leave a message after the tone.");
    let model = you(
        "Lana, my name is Mark Swann, and my number is (612) 555-1234. You and I have a mutual friend, Gary Brown, who suggested I contact you. The reason I'm calling is that I'm researching corporate wellness in the Minneapolis area, and hoping to get the names of some people I might reach out to. I'll plan to call you back tomorrow afternoon. Thanks so much for your time, Lana!",
        &[
            (Element::SelfName, "my name is Mark Swann"),
            (Element::CallbackNumber, "my number is (612) 555-1234"),
            (Element::Referral, "a mutual friend, Gary Brown"),
            (
                Element::Reason,
                "The reason I'm calling is that I'm researching corporate wellness in the Minneapolis area",
            ),
            (Element::AskLeads, "get the names of some people"),
            (Element::FollowUp, "I'll plan to call you back tomorrow afternoon"),
            (Element::Thanks, "Thanks so much for your time"),
        ],
    );
    let model = score(&record(Kind::Voicemail, &[beep.clone(), model]), None);
    assert_eq!(
        model.content,
        100.0,
        "{:?}",
        model.findings.iter().filter(|finding| finding.points < finding.of).collect::<Vec<_>>()
    );
    let rude = you(
        "This is Mark Swann, 612 555 1234. Please call me back. Thank you.",
        &[
            (Element::SelfName, "This is Mark Swann"),
            (Element::CallbackNumber, "612 555 1234"),
            (Element::CallbackRequest, "Please call me back"),
            (Element::Thanks, "Thank you"),
        ],
    );
    let rude = score(&record(Kind::Voicemail, &[beep, rude]), None);
    assert_eq!(rude.content, 0.0);
    assert_eq!(rude.coaching.rule.as_deref(), Some("73"));
    assert!(rude.findings.iter().any(|finding| finding.rule == "73"));
}

#[test]
fn the_articles_referral_call_earns_nearly_everything() {
    let text = "Hi. This is Taunee Besson. Jim Collins and I were playing golf last Saturday when your name came up in the conversation. I told Jim I was thinking about moving to Dallas and he said that, before I talk to anyone else, I should call you. According to Jim, you can tell me all about the city and introduce me to everyone worth knowing. Since I've always found his advice to be right on target, I'm starting my Big D research with you. Besides, I promised I would send his regards, ask about your new granddaughter, and report back to him on our conversation.";
    let line = you(
        text,
        &[
            (Element::Greeting, "Hi."),
            (Element::SelfName, "This is Taunee Besson."),
            (
                Element::Referral,
                "Jim Collins and I were playing golf last Saturday when your name came up in the conversation.",
            ),
            (Element::Rapport, "ask about your new granddaughter"),
        ],
    );
    let susan = Them("Susan", "start", "Susan Baker.");
    let card = score(&record(Kind::Referral, &[susan, line]), None);
    assert!(
        card.content >= 94.0,
        "{} {:?}",
        card.content,
        card.findings.iter().filter(|finding| finding.points < finding.of).collect::<Vec<_>>()
    );
}

#[test]
fn a_job_ask_wins_a_cold_call_and_spoils_a_reverse_interview() {
    let lines = |close: bool| {
        let mut text = "Hello, this is Mark Swann. What do you do all day in your career?".to_owned();
        let mut elements = vec![
            (Element::Greeting, "Hello"),
            (Element::SelfName, "this is Mark Swann"),
            (Element::Question, "What do you do all day in your career?"),
        ];
        if close {
            text.push_str(" When can I come in for an interview?");
            elements.push((Element::StrongClose, "When can I come in for an interview?"));
        }
        vec![Them("Ron (partner)", "start", "Ron Perkins."), Line::You(text, elements)]
    };
    let total = |kind, close| score(&record(kind, &lines(close)), None).content;
    assert!(total(Kind::Cold, true) > total(Kind::Cold, false) + 15.0);
    assert!(total(Kind::Reverse, true) < total(Kind::Reverse, false) - 5.0);
}

#[test]
fn evidence_knows_its_seconds_when_spoken_and_none_when_typed() {
    let typed = record(Kind::FollowUp, &golden());
    let said = spoken(&typed, 0.4, 0.3);
    let (typed, card) = (score(&typed, Some(&scenario())), score(&said, Some(&scenario())));
    assert_eq!(finding(&typed, "The magic question").evidence[0].audio, None);
    let evidence = &finding(&card, "The magic question").evidence[0];
    let turn = &said.turns[evidence.turn.expect("a turn")];
    let words = &turn.caller.as_ref().expect("the caller").words;
    let eight = &words[words.len() - 8..];
    let span = evidence.audio.expect("spoken");
    assert_eq!((span.start, span.end), (eight[0].start, eight[7].end));
}

#[test]
fn the_careful_reading_is_the_one_that_counts() {
    let mut record = spoken(&record(Kind::FollowUp, &middling()), 0.4, 0.3);
    let before = score(&record, Some(&scenario())).content;
    let text = "When can I come in for an interview?";
    let caller = record.turns[3].caller.as_mut().expect("the caller");
    let careful = caller.careful.as_mut().expect("read again");
    careful.text = text.to_owned();
    careful.elements = vec![found(text, Element::StrongClose, text)];
    let card = score(&record, Some(&scenario()));
    assert_eq!(finding(&card, "The magic question").rule, "38");
    assert_ne!(card.content, before);
}

#[test]
fn strengths_quote_the_caller_and_never_one_sentence_twice() {
    let card = score(&record(Kind::FollowUp, &golden()), Some(&scenario()));
    assert_eq!(card.coaching.strengths.len(), 3);
    assert!(
        card.coaching.strengths[0].contains("When can I come in for an interview?"),
        "{:?}",
        card.coaching.strengths
    );
    let mut quotes: Vec<&str> =
        card.coaching.strengths.iter().filter_map(|line| line.split('"').nth(1)).collect();
    quotes.sort_unstable();
    quotes.dedup();
    assert_eq!(quotes.len(), 3);
    let weak = score(&record(Kind::FollowUp, &weak()), Some(&scenario()));
    assert!(
        weak.coaching.strengths.is_empty(),
        "nothing is praised for its own sake: {:?}",
        weak.coaching.strengths
    );
    assert_eq!(weak.coaching.rule.as_deref(), Some("38"), "the close first");
    assert_eq!(weak.coaching.you_said, None);
}

#[test]
fn a_call_of_nothing_scores_nothing() {
    for kind in Kind::ALL {
        let card = score(&record(*kind, &[]), None);
        assert!(
            card.content <= 1.0,
            "{kind}: {} {:?}",
            card.content,
            card.findings.iter().filter(|finding| finding.points > 0.0).collect::<Vec<_>>()
        );
        assert_eq!(card.delivery, None);
    }
}

#[track_caller]
fn researched(text: &'static str, expected: bool) {
    let lines = [DANA, you("Hello.", &[]), RUTH, you(text, &[])];
    let card = score(&record(Kind::FollowUp, &lines), Some(&scenario()));
    assert_eq!(finding(&card, "A fact about the company").points > 0.0, expected, "{text}");
}

#[test]
fn research_is_about_them_and_not_about_oneself() {
    researched("I finished a renovation in nine weeks.", false);
    researched("I saw that a renovation is coming up.", true);
    researched("Your renovation is close to what I do.", true);
    researched("Elm Street is close to what I do.", true);
    researched("I am a gardener.", false);
}

#[test]
fn the_manager_s_no_is_the_one_to_answer() {
    let desk = Them("Dana (receptionist)", "desk", "She's in a meeting, I'm afraid.");
    let asked_before = [
        desk.clone(),
        you("May I speak with Ruth Alvarez?", &[(Element::AskSpeak, "speak with Ruth Alvarez")]),
        NO,
        you("Oh, goodbye.", &[(Element::Farewell, "goodbye")]),
    ];
    let card = |lines: &[Line]| score(&record(Kind::FollowUp, lines), None);
    assert_eq!(finding(&card(&asked_before), "Asking again after a no").points, 0.0);
    let at_the_desk = card(&asked_before[..2]);
    let again = finding(&at_the_desk, "Asking again after a no");
    assert_eq!(again.points, again.of);
}

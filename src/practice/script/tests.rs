use super::check::{Checked, Weight, check};
use super::*;
use crate::practice::Profile;
use crate::understand::{Lexicon, Understander};
use proptest::prelude::*;
use std::path::Path;

const GOLDEN: &str = "\
# my call tomorrow
kind: cold
title: Meridian
company: Meridian Design
contact: Mr. Ellis

greeting:
  Good morning, Mr. Ellis.
name:
  This is Ann Baker.
specialty:
  I'm an interior designer with eight years of experience.
strengths:
  I'm good at keeping projects on budget, and clients like my presentations.
hook:
  Last year I negotiated a 35 percent savings on project costs.
research:
  I read that Meridian won the Harbor Street library, and I can help you finish it on time.
question:
  When can I come in for an interview?
";

const REFERRAL: &str = "\
kind: referral
name: Hi. This is Taunee Besson.
referrer:
  Jim Collins and I were playing golf last Saturday when your name came up in the conversation.
  I told Jim I was thinking about moving to Dallas.
expertise:
  He said that, before I talk to anyone else, I should call you. You can tell me all about the city.
people:
  And introduce me to everyone worth knowing.
tie:
  Since I've always found his advice to be right on target, I'm starting my Big D research with you.
personal:
  Besides, I promised I would send his regards, and ask about your new granddaughter.
report:
  And report back to him on our conversation.
";

const VOICEMAIL: &str = "\
kind: voicemail
name:
  Lana, my name is Mark Swann,
number:
  and my number is (612) 555-1234.
source:
  You and I have a mutual friend, Gary Brown, who suggested I contact you.
reason:
  The reason I'm calling is that I'm researching corporate wellness in the Minneapolis area, and hoping to get
  the names of some people I might reach out to.
callback:
  I'll plan to call you back tomorrow afternoon.
thanks:
  Thanks so much for your time, Lana!
";

const REVERSE: &str = "\
kind: reverse
name: Hello, this is Ann Baker.
why: You are where I would love to be in ten years.
time: Could I have fifteen minutes of your time?
questions:
  How did you get started in this?
  What do you value most in the people you work with?
  What should someone in my place learn first?
next: May I send you a note in a month about what I made of this?
thanks: It was a pleasure to hear your story. Thank you for your time.
";

fn script(text: &str) -> Script {
    Script::parse(text).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn a_script_survives_its_file() {
    for text in [GOLDEN, REFERRAL, VOICEMAIL, REVERSE] {
        let script = script(text);
        let again = Script::parse(&script.to_text()).unwrap();
        assert_eq!(again.to_text(), script.to_text());
        assert_eq!(again.text(), script.text());
    }
    let golden = script(GOLDEN);
    assert_eq!((golden.kind, golden.contact.as_str(), golden.parts.len()), (Kind::Cold, "Mr. Ellis", 7));
    assert_eq!(golden.part("name").map(|part| part.lines[0].0), Some(10));
}

#[track_caller]
fn problems(text: &str, lines: &[usize], part: &str) {
    let problems = Script::parse(text).unwrap_err();
    let found: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(found, lines, "{problems:?}");
    let told: String = problems.iter().map(|problem| problem.to_string()).collect();
    assert!(told.contains(part), "{told}");
}

#[test]
fn everything_that_is_wrong_is_told() {
    problems("greeting:\n  Hi.\n", &[1], "kind: cold");
    problems("kind: rejection\n\ngreeting: Hi.\n", &[1], "voicemail");
    problems("kind: cold\nHello there\n", &[2], "label");
    problems(
        "kind: cold\ngreting:\n  Hi.\nname:\n  Ann.\nname:\n  Bob.\n",
        &[2, 6],
        "did you mean greeting:?",
    );
    problems("kind: cold\ngreting: Hi.\n", &[2], "did you mean greeting:?");
    problems("kind: voicemail\nquestion: When can I come in?\n", &[2], "there are name, number");
    problems("kind: cold\n", &[1], "nothing to say");
    problems("kind: cold\nname: A\u{7}nn\n", &[2], "control");
    problems(&format!("kind: cold\nname: {}\n", "a ".repeat(2_001)), &[1], "2000 words");
}

#[test]
fn a_sentence_with_a_colon_is_no_label() {
    let script = script(
        "kind: cold\nstrengths:\n  Two things: I plan, and I draw.\n  I keep two things in mind: time and cost.\n",
    );
    assert_eq!(script.parts[0].lines.len(), 2);
}

#[test]
fn parts_are_put_in_the_articles_order() {
    let mut script = Script::new(Kind::Cold);
    for label in ["question", "greeting", "hook"] {
        script.put(label, vec![label.to_owned()]);
    }
    script.put("hook", vec!["another".to_owned()]);
    assert_eq!(script.text(), "greeting another question");
    script.put("hook", Vec::new());
    assert_eq!(script.text(), "greeting question");
}

#[test]
fn every_part_can_be_begun_and_the_profile_fills_the_brackets() {
    let referrer = crate::practice::Referrer {
        name: "Jim Collins".into(),
        know: "We play golf.".into(),
        personal: "her granddaughter".into(),
    };
    let profile = Profile {
        name: Some("Ann Baker".into()),
        number: Some("612 555 0123".into()),
        specialty: Some("interior designer".into()),
        years: Some(8),
        strengths: vec!["planning".into(), "presenting".into()],
        accomplishments: vec!["cut costs by 35 percent".into()],
        referrers: vec![referrer],
        research: vec!["Meridian Design won the library".into()],
        ..Profile::default()
    };
    for kind in scriptable() {
        let mut script = Script::new(*kind);
        script.company = "Meridian Design".into();
        for slot in layout(*kind) {
            let lines = suggestion(&script, slot.label, &profile);
            assert!(!lines.is_empty(), "{kind} {}", slot.label);
            let open = lines.iter().filter(|line| line.contains('[')).count();
            // What they know, and what you are researching, no profile can tell.
            assert_eq!(open, usize::from(["expertise", "reason"].contains(&slot.label)), "{kind}: {lines:?}");
            assert_eq!(slot.questions, lines.len() == 3, "{kind}: {lines:?}");
            script.put(slot.label, lines);
        }
        assert_eq!(Script::parse(&script.to_text()).unwrap().text(), script.text());
    }
}

#[test]
fn time_is_counted_part_by_part() {
    let timing = timing(&script(VOICEMAIL), USUAL_PACE);
    assert_eq!((timing.words, timing.model), (69, Some(Model::Example(69))), "the article's own message");
    assert!((timing.seconds - 27.6).abs() < 0.01);
    assert_eq!(timing.parts.iter().map(|part| part.words).sum::<usize>(), timing.words);
    assert_eq!(super::timing(&script(GOLDEN), 75.0).model, Some(Model::Pitch(25.0, 55.0)));
}

fn understander() -> Understander {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/minilm-int8");
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    Understander::new(&read("model.onnx"), &read("tokenizer.json"), Lexicon::builtin().unwrap()).unwrap()
}

fn found(checked: &Checked, weight: Weight) -> Vec<&str> {
    let of = checked.remarks.iter().filter(|remark| remark.weight == weight);
    of.map(|remark| remark.title.as_str()).collect()
}

#[test]
fn the_articles_own_scripts_miss_nothing() {
    let mut understander = understander();
    for text in [GOLDEN, REFERRAL, VOICEMAIL, REVERSE] {
        let checked = check(&script(text), &Profile::default(), &mut understander);
        assert!(!checked.misses(), "{:#?}", checked.remarks);
    }
    let checked = check(&script(GOLDEN), &Profile::default(), &mut understander);
    assert_eq!(found(&checked, Weight::Better), Vec::<&str>::new(), "{:#?}", checked.remarks);
    assert_eq!(checked.hooks, ["a result", "your years of experience", "a success"]);
    let lines: Vec<Option<usize>> = checked.about("hook").map(|remark| remark.line).collect();
    assert_eq!(lines, [Some(16); 3], "the result and both lines on the hook");
}

#[test]
fn what_is_missing_has_its_line_and_its_better_sentence() {
    let text = GOLDEN
        .replace("When can I come in for an interview?", "Could I maybe come in sometime?")
        .replace("This is Ann Baker.", "This is [your name].")
        .replace("Last year I negotiated a 35 percent savings on project costs.", "");
    let profile = Profile { accomplishments: vec!["cut costs by a third".into()], ..Profile::default() };
    let checked = check(&script(&text), &profile, &mut understander());
    let missing: Vec<(&str, Option<usize>)> = checked
        .remarks
        .iter()
        .filter(|remark| remark.weight == Weight::Missing)
        .map(|remark| (remark.title.as_str(), remark.line))
        .collect();
    for expected in [
        ("Still to fill in", Some(10)),
        ("A result with a number", Some(15)),
        ("The magic question", Some(20)),
    ] {
        assert!(missing.contains(&expected), "{missing:?}");
    }
    let result = checked.remarks.iter().find(|remark| remark.title == "A result with a number").unwrap();
    assert!(result.advice.contains("\"I cut costs by a third.\""), "{}", result.advice);
}

#[test]
fn another_question_that_asks_when_is_told_the_articles_words() {
    let text = GOLDEN.replace(
        "When can I come in for an interview?",
        "When would be a good day for me to come in for an interview?",
    );
    let checked = check(&script(&text), &Profile::default(), &mut understander());
    assert!(found(&checked, Weight::Better).contains(&"Its exact words"), "{:#?}", checked.remarks);
}

#[test]
fn every_line_of_the_layout_is_a_line_of_the_scorecard() {
    let mut understander = understander();
    for kind in scriptable() {
        let mut empty = Script::new(*kind);
        empty.put(layout(*kind)[0].label, vec!["Please call me back.".to_owned()]);
        let checked = check(&empty, &Profile::default(), &mut understander);
        for title in layout(*kind).iter().flat_map(|slot| slot.titles) {
            // Judged only where a message is rude.
            let known = checked.remarks.iter().any(|remark| remark.title == *title);
            assert!(known || *title == "A clue why you call", "{kind}: {title}");
        }
        assert!(checked.misses(), "{kind}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_script_or_has_problems(text in "(kind: [a-z]{1,9}\n)?([a-z]{1,9}: ?\\PC{0,30}\n){0,8}") {
        match Script::parse(&text) {
            Ok(script) => prop_assert_eq!(Script::parse(&script.to_text()).map(|again| again.text()), Ok(script.text())),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}

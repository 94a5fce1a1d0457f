use super::*;
use crate::call::{CallRecord, Difficulty, Meant};
use crate::scenario::{Scenario, builtin, parse, rungs};
use crate::understand::{Lexicon, Understander};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn understander(scenario: &Scenario) -> Understander {
    let read = |name: &str| std::fs::read(root().join("models/minilm-int8").join(name)).unwrap();
    let lexicon = Lexicon::builtin().unwrap().with(&scenario.moves);
    Understander::new(&read("model.onnx"), &read("tokenizer.json"), lexicon).unwrap()
}

fn shipped(id: &str) -> Scenario {
    let found = builtin().iter().chain(rungs()).find(|scenario| scenario.id == id).unwrap();
    // From the checkout, so that a changed line is heard without building anew.
    let text = std::fs::read_to_string(root().join(found.path)).unwrap();
    parse(found.id, &text).scenario.unwrap()
}

fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |path: &PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

fn transcript(record: &CallRecord) -> String {
    let mut text = String::new();
    for turn in &record.turns {
        let meant = turn.caller.as_ref().map(|caller| {
            let elements: Vec<&str> = caller.elements.iter().map(|found| found.element.name()).collect();
            let meant = match &caller.meant {
                Some(Meant::Move(name)) => name.clone(),
                other => format!("{other:?}"),
            };
            format!("   <{meant}: {}>", elements.join(" "))
        });
        writeln!(text, "  [{}] {}: {}{}", turn.state, turn.speaker, turn.text, meant.unwrap_or_default())
            .unwrap();
    }
    let score = record.scorecard.as_ref().map_or(0.0, |card| card.score);
    writeln!(text, "  => {} ({score}) {}", record.ending.as_deref().unwrap_or("-"), record.path.join(" "))
        .unwrap();
    text
}

/// Golden, middling and weak callers are this far apart, in points.
const APART: f64 = 25.0;

/// Plays all rehearsals of a scenario; what came out otherwise, and what they leave unseen.
fn rehearse_all(id: &str, only: &str) -> String {
    let scenario = shipped(id);
    let mut understander = understander(&scenario);
    let mut wrong = String::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut scores: BTreeMap<String, f64> = BTreeMap::new();
    for (name, text) in texts(&root().join("tests/rehearsals").join(id)) {
        if !name.contains(only) {
            continue;
        }
        let rehearsal = Rehearsal::parse(&text).unwrap_or_else(|misses| panic!("{id}/{name}: {misses:?}"));
        let rehearsed = rehearse(&scenario, &rehearsal, &mut understander);
        println!("{id}/{name}\n{}", transcript(&rehearsed.record));
        seen.extend(rehearsed.record.path.iter().cloned());
        for miss in &rehearsed.problems {
            writeln!(wrong, "{id}/{name}.txt {miss}").unwrap();
        }
        scores.insert(name, rehearsed.record.scorecard.map_or(0.0, |card| card.score));
    }
    if only.is_empty() {
        let all = scenario.states.keys().chain(scenario.endings.keys());
        let unseen: Vec<&String> = all.filter(|state| !seen.contains(*state)).collect();
        if !unseen.is_empty() {
            writeln!(wrong, "{id}: no rehearsal visits {unseen:?}").unwrap();
        }
        let [golden, middling, weak] = ["golden", "middling", "weak"].map(|name| scores.get(name).copied());
        let apart = |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(a, b)| a - b >= APART);
        if !apart(golden, middling) || !apart(middling, weak) {
            writeln!(
                wrong,
                "{id}: golden {golden:?}, middling {middling:?}, weak {weak:?} are not {APART} apart"
            )
            .unwrap();
        }
    }
    wrong
}

/// Shown with `--nocapture`. `COLDCALL_REHEARSAL=rude` plays only files with that in their name.
#[test]
fn every_rehearsal_comes_out_as_written_and_together_they_see_everything() {
    let only = std::env::var("COLDCALL_REHEARSAL").unwrap_or_default();
    let ids: Vec<&str> = builtin().iter().chain(rungs()).map(|scenario| scenario.id).collect();
    // Each thread has models of its own; two are what the smallest machine has cores.
    let (first, second) = ids.split_at(ids.len() / 2);
    let wrong = std::thread::scope(|scope| {
        let other = scope.spawn(|| second.iter().map(|id| rehearse_all(id, &only)).collect::<String>());
        let own: String = first.iter().map(|id| rehearse_all(id, &only)).collect();
        own + &other.join().unwrap()
    });
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_same_rehearsal_gives_the_same_record() {
    let scenario = shipped("follow-up");
    let mut understander = understander(&scenario);
    let text = "seed: 11\ndifficulty: hard\nbrief.contact: Jane Doe\nyou: Hello, this is Ann Baker. May I speak to Jane Doe?\nyou: (mumbles)\nyou: It's about my resume.\n";
    let rehearsal = Rehearsal::parse(text).unwrap();
    let first = rehearse(&scenario, &rehearsal, &mut understander);
    let second = rehearse(&scenario, &rehearsal, &mut understander);
    assert_eq!(first, second);
    assert_eq!(first.record.ending.as_deref(), Some(crate::gatekeeper::CALLER_HUNG_UP));
    assert_eq!(first.record.difficulty, Difficulty::Hard);
    let said: String = first.record.turns.iter().map(|turn| turn.text.as_str()).collect();
    assert!(said.contains("Ann") && !said.contains("Robert"), "{said}");
}

#[test]
fn what_did_not_come_out_is_said_with_its_line() {
    let scenario = shipped("follow-up");
    let mut understander = understander(&scenario);
    let text = "seed: 1\nthem: [robert] pineapple\nyou: (silence)\nyou: (hangs up)\nyou: Hello?\nending: dated_interview\nvisits: hr\nscore: >= 99\n";
    let rehearsed = rehearse(&scenario, &Rehearsal::parse(text).unwrap(), &mut understander);
    let lines: Vec<usize> = rehearsed.problems.iter().map(|miss| miss.line).collect();
    assert_eq!(lines, [2, 2, 5, 6, 7, 8], "{:?}", rehearsed.problems);
}

#[test]
fn the_ear_knows_the_callers_name_and_nobody_else_does() {
    let scenario = shipped("follow-up");
    let mut understander = understander(&scenario);
    let lexicon = understander.lexicon().clone();
    let mut conversation = Conversation::new(&scenario, &lexicon, 32, Difficulty::Normal)
        .called_by(Some("Ann Quackenbush".to_owned()));
    let mut exchange = conversation.start(&mut Vec::new());
    for said in
        ["Hello, could I speak with Robert Ellis please?", "It is about my resume.", "Yes, I can hold."]
    {
        assert_eq!(exchange.expectation.vocabulary[0], "Ann Quackenbush");
        exchange = conversation.hear(&mut understander, Input::Heard(said), &mut Vec::new());
        let said = format!("{:?} {:?}", exchange.reply, exchange.expectation.ahead);
        assert!(!said.contains("Quackenbush"), "{said}");
    }
    exchange =
        conversation.hear(&mut understander, Input::Heard("This is Ann Quackenbush."), &mut Vec::new());
    assert!(exchange.ended.is_none() && conversation.question("x").caller_name.is_some());
}

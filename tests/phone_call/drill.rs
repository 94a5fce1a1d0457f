//! Drills with the real program: recorded and typed answers, what is remembered, what scripts read.

use crate::callers::recorded;
use crate::desk::Desk;
use serde_json::Value;
use std::io::Write;
use std::process::{Output, Stdio};

/// The cards of a drill, and how it ended.
#[track_caller]
fn drill(desk: &Desk, args: &[&str], typed: &str) -> (Vec<Value>, Option<i32>, String) {
    let mut command = desk.coldcall(&["drill", "--json"]);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().expect("coldcall starts");
    let mut input = running.stdin.take().expect("it was piped");
    // A drill of recordings reads no input.
    let _ = input.write_all(typed.as_bytes());
    drop(input);
    let Output { status, stdout, stderr } = running.wait_with_output().expect("coldcall ends");
    let stderr = String::from_utf8_lossy(&stderr).into_owned();
    let cards = serde_json::from_slice(&stdout)
        .unwrap_or_else(|error| panic!("no JSON ({error}): {}\n{stderr}", String::from_utf8_lossy(&stdout)));
    (cards, status.code(), stderr)
}

fn score(card: &Value) -> f64 {
    card["score"].as_f64().unwrap_or(f64::NAN)
}

#[test]
fn a_spoken_answer_is_scored_at_once() {
    let desk = Desk::new();
    let answer = recorded("michael", &["05-too-busy"]);
    let path = answer[0].path.to_string_lossy().into_owned();
    let (cards, code, screen) =
        drill(&desk, &["close", "--seed", "1", "--count", "1", "--no-save", "--wav-in", &path], "");
    assert_eq!((cards.len(), code), (1, Some(0)), "{screen}");
    assert!(cards[0]["said"].as_str().is_some_and(|said| said.contains("When can I come in")), "{cards:#?}");
    assert!(score(&cards[0]) >= 95.0, "{cards:#?}");
    assert_eq!(cards[0]["due"], Value::Null, "nothing is remembered: {cards:#?}");
    let rules: Vec<&Value> =
        cards[0]["findings"].as_array().expect("findings").iter().map(|f| &f["rule"]).collect();
    assert_eq!(rules, ["38", "47"]);
}

/// The number on the screen is dictated by a voice, heard through the band of a telephone, and read back.
#[test]
fn a_number_that_was_dictated_arrives_through_the_telephone() {
    let desk = Desk::new();
    let args = ["number", "--seed", "5", "--count", "1", "--no-save"];
    let (_, _, screen) = drill(&desk, &args, "\n\n");
    let shown = screen.split("Your number: ").nth(1).expect("a number on the screen");
    let number: String = shown.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    let line = format!("My number is {}.", number.replace('-', ", "));
    let said = ["voice", "say", &line, "--voice", "karen", "--pace", "0.8", "--out", "number.wav"];
    let spoken = desk.coldcall(&said).output().expect("a voice");
    assert!(spoken.status.success(), "{}", String::from_utf8_lossy(&spoken.stderr));
    let (cards, _, screen) = drill(&desk, &[&args[..], &["--wav-in", "number.wav"]].concat(), "");
    let at_once = &cards[0]["findings"][1];
    assert!(
        at_once["title"] == "Right at the first hearing" && at_once["points"].as_f64() > Some(0.0),
        "they did not read back {number}: {screen}"
    );
    assert!(score(&cards[0]) >= 85.0, "{screen}\n{cards:#?}");
}

#[test]
fn what_was_answered_is_remembered_and_weak_ones_come_back() {
    let desk = Desk::new();
    let good = "When can I come in for an interview?\n";
    let typed = format!("{good}Oh, okay. Bye.\n{good}");
    let (cards, code, screen) =
        drill(&desk, &["close", "--count", "2", "--seed", "4", "--pass", "90"], &typed);
    let ids: Vec<&str> = cards.iter().filter_map(|card| card["card"].as_str()).collect();
    assert_eq!(ids.len(), 3, "the weak one came back: {screen}");
    assert_eq!(ids[1], ids[2]);
    assert_eq!(code, Some(0), "the last answers count");
    assert!(cards[0]["due"].as_str() > cards[1]["due"].as_str(), "{cards:#?}");
    let (again, code, _) =
        drill(&desk, &["close", "--count", "2", "--seed", "4", "--pass", "90"], "Okay. Bye.\n");
    assert_ne!(again[0]["card"], cards[0]["card"], "what is not due waits");
    assert_eq!(code, Some(1));
    let listed = desk.coldcall(&["drill", "close", "--list", "--json"]).output().expect("a list");
    let listed: Vec<Value> = serde_json::from_slice(&listed.stdout).expect("JSON");
    assert_eq!(listed.iter().filter(|card| card["times"].as_u64() > Some(0)).count(), 3, "{listed:#?}");
}

#[test]
fn the_end_of_the_input_ends_a_drill_politely() {
    let desk = Desk::new();
    let (cards, code, screen) = drill(&desk, &["--seed", "1"], "");
    assert_eq!((cards.len(), code), (0, Some(0)));
    assert!(screen.contains("No card was answered."), "{screen}");
    assert!(!desk.home.path().join("XDG_DATA_HOME/coldcall").exists(), "nothing to remember");
}

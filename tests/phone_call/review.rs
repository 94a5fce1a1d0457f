//! A call tried again from one of its turns, compared, and kept as a page, with the real program.

use crate::callers::root;
use crate::desk::{Desk, text, turns};
use serde_json::Value;
use std::io::Write;
use std::process::Stdio;

impl Desk {
    fn types(&self, args: &[&str], lines: &[&str]) -> (i32, String, String) {
        let piped = Stdio::piped;
        let mut child =
            self.coldcall(args).stdin(piped()).stdout(piped()).stderr(piped()).spawn().expect("starts");
        let mut input = child.stdin.take().expect("it is piped");
        // A call that is over reads no further lines.
        let _ = input.write_all((lines.join("\n") + "\n").as_bytes());
        drop(input);
        let output = child.wait_with_output().expect("it ends");
        let said = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (output.status.code().unwrap_or(-1), said(output.stdout), said(output.stderr))
    }

    fn first_call(&self) -> String {
        let (_, list, _) = self.types(&["review", "--list"], &[]);
        list.lines().next().expect("a call was kept").to_owned()
    }

    fn json(&self, args: &[&str], lines: &[&str]) -> Value {
        let (code, out, err) = self.types(args, lines);
        assert_eq!(code, 0, "{err}");
        serde_json::from_str(&out).expect("JSON")
    }
}

/// The words of both sides.
fn said(record: &Value) -> Vec<String> {
    turns(record).iter().map(|turn| text(turn).to_owned()).collect()
}

const BEFORE: [&str; 5] = [
    "Hi, this is Ann Baker. Could I speak with Robert Ellis, please?",
    "It's about the resume that I sent him on Tuesday.",
    "Hello Mr. Ellis, this is Ann Baker. I'm a designer with six years of experience. Last year I saved 20 percent on project costs.",
    "I understand that you're busy. Could I maybe come in for an interview sometime?",
    "Okay, thanks anyway. Goodbye.",
];
const STRONG: &str = "I understand that you're busy. When can I come in for an interview?";

#[test]
fn a_turn_is_tried_again_and_the_rest_of_the_call_stands() {
    let desk = Desk::new();
    let first = desk.json(&["call", "follow-up", "--seed", "1", "--text", "--json"], &BEFORE);
    let weak = said(&first).iter().position(|words| words == BEFORE[3]).expect("it was said");
    let coaching = &first["scorecard"]["coaching"];
    assert_eq!(coaching["turn"], weak, "{coaching:#}");
    assert_eq!(coaching["otherwise"]["said"], STRONG, "{coaching:#}");

    let number = (weak + 1).to_string();
    let again = desk.json(&["review", "--retry", &number, "--text", "--json"], &[STRONG, "Goodbye."]);
    assert_eq!(said(&again)[..weak], said(&first)[..weak]);
    assert_eq!(said(&again)[weak], STRONG);
    // What was promised is what happens.
    assert_eq!(coaching["otherwise"]["reply"], said(&again)[weak + 1]);
    assert_eq!(again["retry_of"]["turn"], weak);
    assert!(again["scorecard"]["score"].as_f64() > first["scorecard"]["score"].as_f64());

    // The turn before stands for the answer to it.
    let name = desk.first_call();
    let args = ["review", &name, "--retry", &weak.to_string(), "--text", "--json"];
    assert_eq!(said(&desk.json(&args, &[STRONG, "Goodbye."])), said(&again));

    let changes = desk.json(&["review", "--compare", &name, "--json"], &[]);
    let better = changes["better"].as_array().expect("a list");
    assert!(better.iter().any(|moved| moved["title"] == "The magic question"), "{changes:#}");
    // A retry is no dial.
    assert_eq!(desk.json(&["progress", "--json"], &[])["dials"], 1);
}

#[test]
fn a_call_of_ones_own_is_tried_again_from_any_folder() {
    let desk = Desk::new();
    let text = std::fs::read_to_string(root().join("scenarios/follow-up.toml")).expect("it ships");
    std::fs::write(desk.home.path().join("mine.toml"), text).expect("a scenario");
    desk.json(&["call", "mine.toml", "--seed", "1", "--text", "--json"], &BEFORE[..2]);
    let mut elsewhere = desk.coldcall(&["review", "--retry", "2", "--text", "--json"]);
    let output = elsewhere.current_dir("/").output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let again: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((again["scenario"].as_str(), turns(&again).len()), (Some("mine"), 1));
}

#[test]
fn what_cannot_be_tried_again_is_said() {
    let desk = Desk::new();
    desk.json(&["call", "follow-up", "--seed", "1", "--text", "--json"], &BEFORE[..1]);
    for number in ["0", "99"] {
        let (code, _, err) = desk.types(&["review", "--retry", number, "--text"], &[]);
        assert_eq!(code, 2);
        assert!(
            err.contains(&format!("there is no turn {number} of yours")) && err.contains("--transcript"),
            "{err}"
        );
    }
    let (code, _, err) = desk.types(&["review", "--compare", "best"], &[]);
    assert_eq!(code, 2);
    assert!(err.contains("there is no earlier call of follow-up"), "{err}");
}

#[test]
fn a_page_is_written_whole() {
    let desk = Desk::new();
    desk.json(&["call", "follow-up", "--seed", "1", "--text", "--json"], &BEFORE);
    let (code, out, _) = desk.types(&["review", "--html", "call.html"], &[]);
    assert_eq!((code, out.trim()), (0, "Written: call.html"));
    let page = std::fs::read_to_string(desk.home.path().join("call.html")).expect("it was written");
    assert!(page.ends_with("</html>\n") && page.contains("<mark>Could I maybe come in"));
    let (code, _, err) = desk.types(&["review", "--html", "no/such/folder/call.html"], &[]);
    assert_eq!(code, 2);
    assert!(err.contains("there is no folder"), "{err}");
}

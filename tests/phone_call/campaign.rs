//! Campaigns with the real program: typed calls that build on one another.

use crate::callers::root;
use crate::desk::Desk;
use serde_json::Value;
use std::fs::{self, File};
use std::io::Write;
use std::process::{Output, Stdio};

/// A seed whose manager answers nobody before the third day.
const THIRD_TRY: &str = "7";

impl Desk {
    /// Runs a command with these lines as its standard input.
    fn typed(&self, args: &[&str], lines: &[&str]) -> Output {
        let mut child = self
            .coldcall(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("coldcall starts");
        let mut input = child.stdin.take().expect("it is piped");
        // A call that is over reads no further lines.
        let _ = input.write_all((lines.join("\n") + "\n").as_bytes());
        drop(input);
        child.wait_with_output().expect("it ends")
    }

    fn status(&self) -> Value {
        let output = self.typed(&["campaign", "status", "--json"], &[]);
        assert_eq!(output.status.code(), Some(0));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    #[track_caller]
    fn next(&self, args: &[&str], lines: &[&str]) -> Value {
        let all: Vec<&str> =
            ["campaign", "next", "--json", "--seed", "1"].iter().chain(args).copied().collect();
        let output = self.typed(&all, lines);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("the record")
    }
}

const ASKS_WHO: [&str; 4] = [
    "Good morning, my name is Ines Carvalho. I'd like to learn how you all work there.",
    "Who is in charge of the service department?",
    "Thank you, that was all. Goodbye.",
    "No, goodbye.",
];

#[test]
fn what_was_told_is_kept_with_its_words_and_opens_the_next_step() {
    let desk = Desk::new();
    let none = desk.typed(&["campaign", "next"], &[]);
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("coldcall campaign new"));
    assert_eq!(desk.typed(&["campaign", "new", "--seed", THIRD_TRY], &[]).status.code(), Some(0));
    let early = desk.typed(&["campaign", "sent"], &[]);
    assert_eq!(early.status.code(), Some(2), "nobody knows yet whom to address it to");

    let record = desk.next(&[], &ASKS_WHO);
    assert_eq!(record["campaign"]["step"], "reception");
    let status = desk.status();
    let fact = &status["ledger"][0];
    assert_eq!(fact["fact"], "manager", "{status:#}");
    let line = fact["line"].as_str().expect("the words");
    let turns = record["turns"].as_array().expect("turns");
    let told = turns.iter().find(|turn| turn["text"].as_str().is_some_and(|text| text.contains(line)));
    assert!(told.is_some_and(|turn| {
        turn["name"].as_str().is_some_and(|name| name.starts_with(fact["who"].as_str().unwrap_or("?")))
    }));
    assert!(status["odds"]["of_a_hundred"].as_u64() > Some(33));
    assert_eq!(desk.typed(&["campaign", "sent", "--on", "2026-03-02"], &[]).status.code(), Some(0));
    assert_eq!(desk.status()["resumes"][0], "2026-03-02");
}

#[test]
fn a_call_killed_in_the_middle_keeps_what_was_told() {
    let desk = Desk::new();
    desk.typed(&["campaign", "new", "--seed", THIRD_TRY], &[]);
    desk.next(&[], &ASKS_WHO);
    let calls = desk.home.path().join("XDG_DATA_HOME/coldcall/calls");
    let path = fs::read_dir(calls).expect("a call").next().expect("one").expect("readable").path();
    let text = fs::read_to_string(&path).expect("the record");
    let told = text.find("\"event\":\"told\"").expect("something was told");
    let end = told + text[told..].find('\n').expect("a whole line") + 20;
    File::create(&path).and_then(|mut file| file.write_all(&text.as_bytes()[..end])).expect("torn");
    let status = desk.status();
    assert_eq!(status["ledger"][0]["fact"], "manager");
    assert_eq!(status["board"]["dials"], 1);
}

#[test]
fn the_third_day_reaches_who_answers_nobody_before_it() {
    let desk = Desk::new();
    desk.typed(&["campaign", "new", "--seed", THIRD_TRY], &[]);
    let reached = |day: &str| {
        let record = desk.next(&["manager", "--on", day], &[]);
        let first = record["path"][0].as_str().unwrap_or_default().to_owned();
        (record["scenario"].as_str().unwrap_or_default().to_owned(), first)
    };
    let voicemail = |state: &str| ("campaign-manager-voicemail".to_owned(), state.to_owned());
    assert_eq!(reached("2026-03-02"), voicemail("no_answer"));
    assert_eq!(reached("2026-03-02"), voicemail("again_today"));
    assert_eq!(reached("2026-03-03"), voicemail("assistant"));
    assert_eq!(reached("2026-03-04"), ("campaign-manager".to_owned(), "front".to_owned()));
}

#[test]
fn campaigns_are_listed_chosen_and_forgotten() {
    let desk = Desk::new();
    for name in ["one", "two"] {
        assert_eq!(
            desk.typed(&["campaign", "new", "--name", name, "--seed", "3"], &[]).status.code(),
            Some(0)
        );
    }
    assert_eq!(desk.typed(&["campaign", "new", "--name", "one"], &[]).status.code(), Some(2));
    desk.typed(&["campaign", "use", "one"], &[]);
    assert_eq!(desk.status()["name"], "one");
    desk.typed(&["campaign", "forget", "one"], &[]);
    assert_eq!(desk.status()["name"], "two");
    let list = desk.typed(&["campaign", "list", "--json"], &[]).stdout;
    let list: Value = serde_json::from_slice(&list).expect("JSON");
    assert_eq!(list.as_array().map(Vec::len), Some(1));
}

#[test]
fn the_rungs_keep_their_rehearsals() {
    let desk = Desk::new();
    let rungs = coldcall::scenario::rungs().iter().map(|rung| rung.id);
    let args: Vec<&str> = ["scenario", "test"].into_iter().chain(rungs).collect();
    let output = desk.coldcall(&args).current_dir(root()).output().expect("coldcall starts");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn progress_and_help_work_without_a_terminal() {
    let desk = Desk::new();
    assert_eq!(desk.typed(&[], &["q"]).status.code(), Some(2), "no menu for a script");
    let shown = desk.typed(&["progress", "--json"], &[]);
    let shown: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    assert_eq!((&shown["dials"], &shown["skills"][0]["best"]), (&Value::from(0), &Value::Null));
    assert_eq!(desk.typed(&["progress", "--html", "page.html"], &[]).status.code(), Some(0));
    let page = fs::read_to_string(desk.home.path().join("page.html")).expect("the page");
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    let nowhere = desk.typed(&["progress", "--html", "no/such/folder/page.html"], &[]);
    assert_eq!(nowhere.status.code(), Some(2));
}

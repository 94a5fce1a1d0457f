//! One bad scenario for every problem code: what is changed in a good file, and where the problem stands.

use coldcall::authoring;
use coldcall::scenario::{Code, MOST_PROBLEMS, Positions, decode, limits};
use std::collections::BTreeSet;

const GOOD: &str = include_str!("../src/authoring/first.toml");

/// The moves that the good file takes from the lexicon.
fn lexicon() -> BTreeSet<String> {
    let names = "ask_transfer ask_manager_name ask_hr reason_followup reason_job give_up request_meeting \
                 ask_best_time thank_end obj_not_hiring obj_send_resume greet give_name pitch give_reason evasive agree";
    names.split_whitespace().map(str::to_owned).collect()
}

/// Every problem as `code line:column`.
fn found(text: &str) -> Vec<String> {
    let positions = Positions::new(text);
    let shown = |problem: &coldcall::scenario::Problem| {
        assert!(!problem.help.is_empty() && !problem.message.is_empty(), "{problem:?}");
        let at = positions.of(problem.span.start);
        format!("{} {}:{}", problem.code, at.line, at.column)
    };
    authoring::check("x", text, &lexicon()).problems.iter().map(shown).collect()
}

/// Makes the changes, each `(from, to)`, in the good file. `^` marks where a problem must stand: exactly these
/// are found, all of this code.
#[track_caller]
fn case(code: &'static str, changes: &[(&str, &str)]) -> &'static str {
    let mut marked = GOOD.to_owned();
    for (from, to) in changes {
        assert!(marked.contains(from), "{code}: the good file has no {from:?}");
        marked = marked.replacen(from, to, 1);
    }
    let text = marked.replace('^', "");
    let positions = Positions::new(&text);
    let marks = marked.match_indices('^').enumerate().map(|(before, (at, _))| positions.of(at - before));
    let expected: Vec<String> = marks.map(|at| format!("{code} {}:{}", at.line, at.column)).collect();
    assert!(!expected.is_empty(), "{code}: no mark");
    assert_eq!(found(&text), expected, "{changes:?}");
    code
}

#[track_caller]
fn good(from: &str, to: &str) {
    assert!(GOOD.contains(from), "the good file has no {from:?}");
    assert_eq!(found(&GOOD.replacen(from, to, 1)), Vec::<String>::new(), "{from:?} -> {to:?}");
}

#[test]
fn the_good_file_is_good() {
    good("", "");
    // A condition on the first leaves something for the second; chance may fall differently.
    good(
        "{ move = \"obj_not_hiring\", to",
        "{ move = \"*\", when = \"hard\" }, { move = \"obj_not_hiring\", to",
    );
    good(
        "    { move = \"give_up\"",
        "    { move = \"give_up\", when = \"chance 0.5\" },\n    { move = \"give_up\"",
    );
    assert_eq!(found(&GOOD.replace('\n', "\r\n")), Vec::<String>::new());
}

#[test]
fn every_code_has_a_bad_file() {
    let parts = [the_file(), the_values(), the_names(), the_course(), the_warnings(), the_limits()];
    let seen: BTreeSet<&str> = parts.into_iter().flatten().collect();
    let mut all: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    // Moves that sound alike are found with the models; that is tested beside `scenario check`.
    all.remove(Code::CloseMoves.name());
    assert_eq!(seen, all);
}

fn the_file() -> Vec<&'static str> {
    vec![
        case("E001", &[("start = \"reception\"", "start = ^reception")]),
        case("E001", &[("[brief]", "[brief^")]),
        case("E003", &[("known = [", "x = [[[[^[]]]]]\nknown = [")]),
        case("E003", &[("known = [", "a.a.a.a.a^.a = 1\nknown = [")]),
        case("E007", &[("mood = 0  ", "mood = 0\n^mood = 1  ")]),
        case("E007", &[("[deck.objection]", "[state.^screening]\n[deck.objection]")]),
        case("E011", &[("# --- who answers", "# ^\u{1b}[2J who answers")]),
        case("E011", &[("\"You sent", "^\"\\u001b[2JYou sent")]),
        case("E015", &[("format = 1", "format = ^2")]),
    ]
}

fn the_values() -> Vec<&'static str> {
    let call_back = "[ending.call_back]\noutcome = \"later\"\nspeaker = \"okafor\"\n\
                     says = [\"Call me again next week.\", \"Try me again on Monday.\"]\nsummary = \"You may call again. Next time ask when, not whether: it is harder to refuse.\"";
    let no_summary = "[ending.^call_back]\noutcome = \"later\"\nspeaker = \"okafor\"\n\
                      says = [\"Call me again next week.\", \"Try me again on Monday.\"]";
    vec![
        case("E004", &[("patience = 3", "patience = ^\"three\"")]),
        case("E004", &[("company = \"Harbor Foods\"", "company = \"x\"\nboss = ^7")]),
        case("E004", &[("{ after = 20, to = \"call_back\" }", "^20")]),
        case("E004", &[("goal = \"Get an interview with {contact}.\"", "goal = ^[\"Get an interview\"]")]),
        case("E005", &[("role = \"receptionist\"", "role = \"receptionist\"\n^colour = \"red\"")]),
        case("E005", &[("rambling = { after", "^rambeling = { after")]),
        case("E005", &[("[ending.interview]", "[^endings]\n[ending.interview]")]),
        case("E006", &[("{ move = \"ask_hr\", to", "^{ to")]),
        case("E006", &[(call_back, no_summary)]),
        case("E006", &[("# A practice", "^# A practice"), ("title = \"@TITLE@\"\n", "")]),
        case("E008", &[("kind = \"follow_up\"", "kind = ^\"followup\"")]),
        case("E008", &[("outcome = \"yes\"", "outcome = ^\"won\"")]),
        case("E008", &[("sound = \"ring\"", "sound = ^\"rnig\"")]),
        case("E009", &[("when = \"strong_close\"", "when = ^\"strong_clsoe\"")]),
        case("E009", &[("\"not flag knows_name\", \"hard\"", "\"not flag knows_name\", ^\"mood > 0\"")]),
        case("E010", &[("patience = 2", "patience = ^99")]),
        case("E010", &[("pitch = 0.85", "pitch = ^4")]),
        case("E010", &[("draw = [1, 1, 2]", "draw = ^[1, 2]")]),
        case("E013", &[("[ending.interview]", "[ending.^\"a b\"]\noutcome = \"no\"\n[ending.interview]")]),
        case("E014", &[("needs = [\"deadlines\", \"packaging\"]", "needs = ^[]")]),
        case("E014", &[("\"Hello?\", \"Are you there?\"", "\"Hello?\", \"Are you there?\", ^\" \"")]),
    ]
}

const PLAIN_ENDING: &str = "\noutcome = \"no\"\nsummary = \"x\"\n[ending.interview]";

fn the_names() -> Vec<&'static str> {
    let twice = format!("[ending.^objection]{PLAIN_ENDING}");
    vec![
        case("E101", &[("to = \"screening\"", "to = ^\"sreening\"")]),
        case("E101", &[("start = \"reception\"", "start = ^\"objection\"")]),
        case("E101", &[("cards = [\"not_hiring\",", "cards = [\"not_hiring\", ^\"call_back\",")]),
        case("E101", &[("then = \"last_word\"", "then = ^\"lost_word\"")]),
        case("E101", &[("out_of_patience = \"hung_up\"", "out_of_patience = ^\"objection\"")]),
        case("E102", &[("speaker = \"okafor\"\nsound", "speaker = ^\"okafr\"\nsound")]),
        case("E103", &[("move = \"ask_hr\"", "move = ^\"ask_rh\"")]),
        case("E104", &[("\"{company}, this is Sam.", "^\"{compny}, this is Sam.")]),
        case("E104", &[("\"Hello?\",", "^\"Hello {a}\",")]),
        case("E104", &[("\"Hello?\",", "^\"Hello {caller\",")]),
        case("E105", &[("[ending.interview]", &twice)]),
        case("E106", &[("start = \"reception\"", "rules = [^99]\nstart = \"reception\"")]),
        case("E107", &[("start = \"reception\"", "rules = [38, ^83]\nstart = \"reception\"")]),
        case(
            "E108",
            &[
                ("company = \"Harbor Foods\"", "company = [\"A\", \"B\"]"),
                ("contact = \"Ms. Okafor\"", "contact = ^[\"C\", \"D\", \"E\"]"),
            ],
        ),
        case("E109", &[("when = \"strong_close\"", "when = ^\"hidden mood good\"")]),
        case("E110", &[("set = [\"knows_name\"]", "set = [\"knows_name\"], tells = [^\"manager\"]")]),
    ]
}

/// A state of Sam's with these edges, in front of the deck.
fn state(name: &str, on: &str) -> String {
    format!("[state.{name}]\nspeaker = \"sam\"\nsays = [\"a\", \"b\"]\non = [{on}]\n[deck.objection]")
}

fn the_course() -> Vec<&'static str> {
    let deck = "[deck.objection]";
    let to_loop = (
        "{ move = \"ask_hr\", to",
        "{ move = \"ask_best_time\", to = \"loop\" },\n    { move = \"ask_hr\", to",
    );
    let lonely = state("^lonely", "{ move = \"*\", to = \"call_back\" }");
    let dead = state("^loop", "{ move = \"ask_hr\" }, { move = \"give_up\", to = \"loop\" }");
    let trap = "[state.^loop]\nspeaker = \"sam\"\nsays = [\"a\", \"b\"]\non = [{ move = \"give_up\", when = \"easy\", to = \"call_back\" }]\n\
        no_input = { limit = 1, to = \"loop\" }\nno_match = { limit = 1, to = \"loop\" }\n[deck.objection]";
    let there = state("^loop", "{ move = \"ask_hr\", to = \"round\" }");
    let back = state("^round", "{ move = \"ask_hr\", to = \"loop\" }");
    let never = format!("[ending.^never]{PLAIN_ENDING}");
    let long = format!("^\"{}\",", "aaaaaaaaa ".repeat(25));
    vec![
        case("E201", &[(deck, &lonely)]),
        case("E202", &[to_loop, (deck, &dead)]),
        case("E203", &[to_loop, (deck, &back), (deck, &there)]),
        case("E204", &[("[ending.interview]", &never)]),
        case(
            "E205",
            &[
                ("no_input = [\"Hello?\", \"Are you there?\"]\n", ""),
                ("[state.okafor]", "[state.^okafor]"),
                ("[state.not_hiring]", "[state.^not_hiring]"),
                ("[state.send_it_again]", "[state.^send_it_again]"),
                ("[state.last_word]", "[state.^last_word]"),
            ],
        ),
        case(
            "E206",
            &[
                (
                    "no_match = [\"Sorry, what are you asking me?\", \"I don't quite see what you want.\"]\n",
                    "",
                ),
                ("[state.okafor]", "[state.^okafor]"),
                ("[state.not_hiring]", "[state.^not_hiring]"),
                ("[state.send_it_again]", "[state.^send_it_again]"),
            ],
        ),
        case("E207", &[("\"Hello?\",", &long)]),
        case(
            "E208",
            &[("# --- how it ends", "[moves.^sing]\nmeaning = \"to sing\"\nexamples = [\"la la\"]\n# ")],
        ),
        case(
            "E209",
            &[(
                "{ move = \"ask_best_time\",",
                "{ move = ^\"request_meeting\", when = \"hard\" }, { move = \"ask_best_time\",",
            )],
        ),
        case(
            "E209",
            &[(
                "{ move = \"*\", to = \"call_back\" },",
                "{ move = \"*\", to = \"call_back\" }, { move = ^\"give_up\" },",
            )],
        ),
        case("E210", &[("draw = [1, 1, 2]", "draw = ^[1, 1, 3]")]),
        case("E212", &[to_loop, (deck, trap)]),
        case(
            "W312",
            &[
                (
                    "{ move = \"ask_best_time\",",
                    "{ move = \"ask_hr\", when = [\"easy\", \"hard\"], to = \"never\" }, { move = \"ask_best_time\",",
                ),
                ("[ending.interview]", &never),
            ],
        ),
        case(
            "E211",
            &[
                ("then = \"last_word\"", "then = ^\"objection\""),
                (
                    "{ move = \"ask_best_time\", to = \"call_back\" }",
                    "{ move = \"ask_best_time\", to = \"last_word\" }",
                ),
            ],
        ),
    ]
}

fn the_warnings() -> Vec<&'static str> {
    let words = format!("^\"{}\",", "a ".repeat(36));
    vec![
        case("W301", &[("\"Hello?\", \"Are you there?\"", "^\"Hello?\"")]),
        case("W302", &[("\"Hello?\",", &words)]),
        case("W303", &[(", set = [\"knows_name\"]", ""), ("\"not flag knows", "^\"not flag knows")]),
        case(
            "W304",
            &[("{ move = \"ask_best_time\",", "{ move = \"ask_best_time\", set = [\"time\", ^\"asked\"],")],
        ),
        case("W308", &[("[cast.sam]", "[hidden.^mood]\none_of = [\"a\", \"b\"]\n[cast.sam]")]),
        case("W309", &[("[cast.sam]", "[fact.^plan]\nwhat = \"They plan.\"\n[cast.sam]")]),
        case("W310", &[("\"Hello?\",", "^\"Hello (you)?\",")]),
        case("W310", &[("\"Hello?\",", "^\"HELLO there?\",")]),
        case(
            "W311",
            &[
                ("kind = \"follow_up\"", "kind = \"reverse\""),
                (
                    "{ move = \"reason_job\", to = \"okafor\" }",
                    "{ move = ^\"reason_job\", to = \"interview\" }",
                ),
            ],
        ),
        case("W305", &[("[cast.sam]", "[cast.^max]\nname = \"Max\"\n[cast.sam]")]),
        case("W306", &[("[cast.sam]", "[cast.^sam]"), ("repeat = [\"Sure.\", \"Of course.\"]\n", "")]),
        case(
            "W307",
            &[(
                "[deck.objection]",
                "[deck.^spare]\ncards = [\"not_hiring\"]\ndraw = 1\nthen = \"last_word\"\n[deck.objection]",
            )],
        ),
    ]
}

fn the_limits() -> Vec<&'static str> {
    let many = |count: usize| vec!["\"x\""; count].join(", ");
    let wordings = format!("^[{}]", many(limits::MOST_WORDINGS + 1));
    let edges = "{ move = \"ask_hr\", when = \"hard\" },".repeat(limits::MOST_EDGES + 1);
    let states: String = (0..=limits::MOST_STATES).map(|n| format!("[state.s{n}]\n")).collect();
    assert!(found(&format!("{GOOD}\n{states}")).iter().any(|problem| problem.starts_with("E012")));
    assert!(
        found(&GOOD.replacen("on = [", &format!("on = [{edges}"), 1))
            .iter()
            .any(|problem| problem.starts_with("E012"))
    );
    let examples =
        format!("[moves.sing]\nmeaning = \"to sing\"\nexamples = ^[{}]\n# ", many(limits::MOST_EXAMPLES + 1));
    case(
        "E012",
        &[
            ("{ move = \"give_up\"", "{ move = \"sing\" },\n    { move = \"give_up\""),
            ("# --- how it ends", &examples),
        ],
    );

    assert_eq!(found(&"\n".repeat(limits::MOST_BYTES + 1)), ["E002 1:1"]);
    assert_eq!(decode(b"a\n\xff").expect_err("no UTF-8").code.name(), "E016");
    let junk: String = (0..MOST_PROBLEMS + 10).map(|n| format!("x{n} = 1\n")).collect();
    assert_eq!(found(&junk).last().map(|last| &last[..4]), Some("W399"));
    vec![
        case(
            "E012",
            &[(
                "[\"{company}, this is Sam. How can I help you?\", \"Good morning, {company}, Sam speaking.\"]",
                &wordings,
            )],
        ),
        "E002",
        "E016",
        "W399",
    ]
}

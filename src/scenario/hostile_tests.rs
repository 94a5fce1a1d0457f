//! No bytes make the reader panic, hang or paint.

use super::*;
use proptest::prelude::*;

const GOOD: &str = include_str!("../authoring/first.toml");

/// What must hold for any text.
fn holds(text: &str) {
    let parsed = parse("x", text);
    let errors = parsed.problems.iter().any(|problem| problem.severity == Severity::Error);
    assert_eq!(parsed.scenario.is_none(), errors, "a scenario is handed out where there is no error");
    assert!(parsed.problems.len() <= MOST_PROBLEMS + 1);
    for problem in &parsed.problems {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?} is no part of the text");
        assert!(!problem.message.chars().chain(problem.help.chars()).any(is_control), "{problem:?}");
    }
}

/// Pieces that make a random text look like a scenario.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "[state.a]\n",
        "[state.",
        "[[state]]\n",
        "[cast.b]",
        "[deck.c]\n",
        "[ending.d]\n",
        "[moves.e]\n",
        "[brief]\n",
        "\n",
        " ",
        "=",
        "says = [\"x\", ",
        "on = [{ move = \"*\", to = \"a\", when = [",
        "\"strong_close\"",
        "}",
        "]",
        "{",
        "[",
        "\"",
        "'''",
        "\"\"\"",
        "\\",
        "#",
        ",",
        ".",
        "draw = [1,2,3]\n",
        "cards = \"a\"\n",
        "then = \"c\"\n",
        "start = \"a\"\n",
        "no_input = { limit = 1 }\n",
        "\u{1b}",
        "1e999",
        "-9223372036854775809",
        "0x7fffffff",
        "1979-05-27",
        "inf",
        "nan",
        "true",
        "{caller|",
        "\"\\u202e\"",
        "\r",
        "\r\n",
        "é",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>(), 1 => "[a-z_]{1,8}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(text) = decode(&bytes) {
            holds(text);
        }
        holds(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn anything_that_looks_like_a_scenario(pieces in prop::collection::vec(piece(), 0..60)) {
        holds(&pieces.concat());
    }

    #[test]
    fn a_good_file_with_a_piece_changed(at in 0..GOOD.len(), len in 0_usize..80, piece in piece()) {
        let bytes = GOOD.as_bytes();
        let end = (at + len).min(bytes.len());
        let changed = [&bytes[..at], piece.as_bytes(), &bytes[end..]].concat();
        holds(&String::from_utf8_lossy(&changed));
    }

    #[test]
    fn a_good_file_cut_and_repeated(at in 0..GOOD.len(), times in 1_usize..4) {
        let cut = String::from_utf8_lossy(&GOOD.as_bytes()[..at]);
        holds(&cut.repeat(times));
    }
}

/// The largest files that are read at all, each hard on one part of the reader. Ten times the size must not take
/// much more than ten times as long; here it is enough that none of them takes minutes.
#[test]
fn the_worst_files_are_read() {
    let most = limits::MOST_BYTES;
    let fill = |piece: &str| piece.repeat(most / piece.len());
    let edges = "{ move = \"a\", to = \"bcdefghij\", when = [\"x\"] },".repeat(limits::MOST_EDGES);
    let states: String =
        (0..limits::MOST_STATES).map(|n| format!("[state.s{n}]\non = [{edges}]\n")).collect();
    for text in [
        fill("a = 1\n"),
        fill("[state.a]\n"),
        fill("[[state]]\n"),
        fill("a.b.c.d = 1\n"),
        fill("says = \"{\"\n"),
        fill("\"\"\"\n"),
        fill("'"),
        format!("says = \"{}\"", fill("{a}").get(..most - 20).unwrap_or_default()),
        format!("known = [{}]", fill("\"{x}\",").get(..most - 20).unwrap_or_default()),
        format!("known = [{}]", fill("{},").get(..most - 20).unwrap_or_default()),
        states.get(..most.min(states.len())).unwrap_or_default().to_owned(),
    ] {
        assert!(text.len() <= most);
        holds(&text);
    }
}

//! Whatever a file holds, it is checked, drawn and searched without a panic and in time.

use super::*;
use crate::scenario::{Code, Severity, limits};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;

const GOOD: &str = include_str!("first.toml");

/// Everything that is done with a file; returns the codes that were found.
fn go_through(text: &str) -> BTreeSet<Code> {
    let checked = check("x", text, &BTreeSet::from(["a".to_owned()]));
    assert!(!render("x.toml", text, &checked.problems).is_empty() || checked.problems.is_empty());
    assert_eq!(problems_json("x.toml", text, &checked.problems).len(), checked.problems.len());
    if let Some(scenario) = &checked.scenario {
        for format in [MapFormat::Mermaid, MapFormat::Dot, MapFormat::Text] {
            assert!(!map(scenario, format).is_empty());
        }
        assert_eq!(endings(scenario, &|_| None).len(), scenario.endings.len());
    }
    checked.problems.iter().map(|problem| problem.code).collect()
}

/// A scenario whose edges, decks and fallbacks lead anywhere among `nodes` names.
fn any_graph() -> impl Strategy<Value = String> {
    (2_usize..9, prop::collection::vec((0_usize..9, 0_usize..9, 0_usize..4), 1..40)).prop_map(
        |(nodes, arrows)| {
            let name = |node: usize| format!("n{}", node % nodes);
            let mut text =
                String::from("format = 1\ntitle = \"t\"\nkind = \"cold\"\ngoal = \"g\"\nstart = \"n0\"\n");
            text.push_str("[cast.p]\nno_input = \"x\"\nno_match = \"x\"\nout_of_patience = \"n1\"\n");
            for node in 0..nodes {
                let leaving: Vec<_> = arrows.iter().filter(|(from, ..)| from % nodes == node).collect();
                let to = |kind: usize| {
                    leaving.iter().filter(move |(_, _, of)| *of == kind).map(|(_, to, _)| name(*to))
                };
                match node % 4 {
                    1 => write!(text, "[ending.n{node}]\noutcome = \"lost\"\nsummary = \"s\"\n"),
                    3 => {
                        let cards: Vec<String> =
                            leaving.iter().map(|(_, to, _)| format!("\"{}\"", name(*to))).collect();
                        let then = name(leaving.first().map_or(1, |(_, to, _)| *to));
                        write!(
                            text,
                            "[deck.n{node}]\ncards = [{}]\ndraw = 1\nthen = \"{then}\"\n",
                            cards.join(", ")
                        )
                    }
                    _ => {
                        let edges: String =
                            to(0).map(|to| format!("{{ move = \"a\", to = \"{to}\" }}, ")).collect();
                        write!(text, "[state.n{node}]\nspeaker = \"p\"\nsays = \"x\"\non = [{edges}]\n")
                    }
                }
                .expect("writing to a String cannot fail");
            }
            text
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_graph_is_gone_through(text in any_graph()) {
        let codes = go_through(&text);
        prop_assert!(!codes.contains(&Code::Syntax), "{text}");
        prop_assert!(!codes.contains(&Code::UnknownKey), "{text}");
    }

    #[test]
    fn a_good_file_with_lines_left_out(kept in prop::collection::vec(any::<bool>(), 170)) {
        let lines = GOOD.lines().zip(kept.into_iter().chain(std::iter::repeat(true)));
        let text: String = lines.filter(|(_, keep)| *keep).flat_map(|(line, _)| [line, "\n"]).collect();
        go_through(&text);
    }

    /// Any playable scenario gives a way out of every state that can be reached by talking.
    #[test]
    fn what_is_playable_can_end(text in any_graph()) {
        let checked = check("x", &text, &BTreeSet::from(["a".to_owned()]));
        if checked.problems.iter().all(|problem| problem.severity != Severity::Error) {
            let scenario = checked.scenario.expect("no errors");
            prop_assert!(endings(&scenario, &|_| None).iter().all(|path| path.way.is_some()), "{text}");
        }
    }
}

/// Every deck full, every state full: the search for endings is bounded in time and memory.
#[test]
fn the_largest_graph_is_gone_through() {
    let mut text =
        String::from("format = 1\ntitle = \"t\"\nkind = \"cold\"\ngoal = \"g\"\nstart = \"s0\"\n[cast.p]\n");
    for state in 0..limits::MOST_STATES {
        let edges: String =
            (0..20).map(|n| format!("{{move=\"a\",to=\"d{}\"}},", (state * 7 + n) % 50)).collect();
        write!(text, "[state.s{state}]\nspeaker=\"p\"\nsays=\"x\"\non=[{edges}]\n").expect("a String");
    }
    for deck in 0..50 {
        let cards: String =
            (0..100).map(|n| format!("\"s{}\",", (deck * 11 + n) % limits::MOST_STATES)).collect();
        write!(text, "[deck.d{deck}]\ncards=[{cards}]\ndraw=20\nthen=\"e{}\"\n", deck % 40)
            .expect("a String");
    }
    for ending in 0..40 {
        write!(text, "[ending.e{ending}]\noutcome=\"lost\"\nsummary=\"s\"\n").expect("a String");
    }
    assert!(text.len() <= limits::MOST_BYTES, "{}", text.len());
    assert!(!go_through(&text).contains(&Code::TooMany));
}

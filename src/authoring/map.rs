//! The scenario as a drawing: Mermaid for a web page, Graphviz, or plain text for a screen reader.
//!
//! Names are letters, digits, `_` and `-` by the format's rules; everything else that is drawn is escaped.

use super::graph::{Cause, Graph, NodeKind, label};
use crate::scenario::{Scenario, visible};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How a map is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapFormat {
    Mermaid,
    Dot,
    Text,
}

/// Draws the scenario. What silence, lost patience and the like lead to is dashed.
pub fn map(scenario: &Scenario, format: MapFormat) -> String {
    let graph = Graph::of(scenario);
    let mut out = String::new();
    match format {
        MapFormat::Mermaid => mermaid(&graph, &mut out),
        MapFormat::Dot => dot(&graph, &mut out),
        MapFormat::Text => text(&graph, &mut out),
    }
    .expect("writing to a String cannot fail");
    out
}

fn label_text(graph: &Graph<'_>, from: usize, cause: Cause) -> String {
    let (by, when) = label(graph, from, cause);
    if when.is_empty() { by } else { format!("{by} [{}]", when.join(", ")) }
}

/// Arrows between the same two nodes are drawn as one, with all their labels.
fn bundles(graph: &Graph<'_>) -> BTreeMap<(usize, usize, bool), Vec<String>> {
    let mut bundles: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for arrow in &graph.arrows {
        let dashed = !matches!(arrow.cause, Cause::Move(_) | Cause::Card | Cause::Then);
        bundles.entry((arrow.from, arrow.to, dashed)).or_default().push(label_text(
            graph,
            arrow.from,
            arrow.cause,
        ));
    }
    bundles
}

/// What is written inside a node: its name, and who speaks or what it means.
fn node_lines(graph: &Graph<'_>, node: usize) -> [String; 2] {
    let (name, kind) = graph.nodes[node];
    let detail = match kind {
        NodeKind::State => graph.scenario.states.get(name).map(|state| state.speaker.clone()),
        NodeKind::Deck => graph.scenario.decks.get(name).map(|deck| {
            let [easy, normal, hard] = deck.draw;
            format!("deck of {}, deals {easy}/{normal}/{hard}", deck.cards.len())
        }),
        NodeKind::Ending => graph.scenario.endings.get(name).map(|ending| ending.outcome.to_string()),
    };
    [name.to_owned(), detail.unwrap_or_default()]
}

fn mermaid(graph: &Graph<'_>, out: &mut String) -> std::fmt::Result {
    writeln!(out, "flowchart TD")?;
    for node in graph.order() {
        let [name, detail] = node_lines(graph, node).map(|line| for_mermaid(&line));
        let (open, close) = match graph.nodes[node].1 {
            NodeKind::State => ("[", "]"),
            NodeKind::Deck => ("[[", "]]"),
            NodeKind::Ending => ("([", "])"),
        };
        writeln!(out, "    n{node}{open}\"{name}<br/>{detail}\"{close}")?;
    }
    if let Some(start) = graph.start() {
        writeln!(out, "    call((call)) --> n{start}")?;
    }
    for ((from, to, dashed), labels) in bundles(graph) {
        let line = if dashed { "-.->" } else { "-->" };
        let labels: Vec<String> = labels.iter().map(|label| for_mermaid(label)).collect();
        writeln!(out, "    n{from} {line}|\"{}\"| n{to}", labels.join("<br/>"))?;
    }
    Ok(())
}

/// Mermaid's own escapes, `#35;` for a character's number.
fn for_mermaid(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).chars() {
        match c {
            '"' | '<' | '>' | '#' | '&' | '*' | '`' | ';' => out.push_str(&format!("#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

fn dot(graph: &Graph<'_>, out: &mut String) -> std::fmt::Result {
    writeln!(out, "digraph \"{}\" {{", for_dot(&graph.scenario.id))?;
    writeln!(out, "    node [fontname=\"sans-serif\"];\n    edge [fontname=\"sans-serif\", fontsize=10];")?;
    for node in graph.order() {
        let [name, detail] = node_lines(graph, node).map(|line| for_dot(&line));
        let shape = match graph.nodes[node].1 {
            NodeKind::State => "box",
            NodeKind::Deck => "folder",
            NodeKind::Ending => "oval",
        };
        writeln!(out, "    n{node} [shape={shape}, label=\"{name}\\n{detail}\"];")?;
    }
    if let Some(start) = graph.start() {
        writeln!(out, "    call [shape=circle];\n    call -> n{start};")?;
    }
    for ((from, to, dashed), labels) in bundles(graph) {
        let style = if dashed { ", style=dashed" } else { "" };
        let labels: Vec<String> = labels.iter().map(|label| for_dot(label)).collect();
        writeln!(out, "    n{from} -> n{to} [label=\"{}\"{style}];", labels.join("\\n"))?;
    }
    writeln!(out, "}}")
}

fn for_dot(text: &str) -> String {
    visible(text).replace('\\', "\\\\").replace('"', "\\\"")
}

fn text(graph: &Graph<'_>, out: &mut String) -> std::fmt::Result {
    let scenario = graph.scenario;
    writeln!(out, "{} ({}), starts at {}", visible(&scenario.title), scenario.kind, scenario.start)?;
    for node in graph.order() {
        let [name, detail] = node_lines(graph, node);
        writeln!(out, "\n{name} ({})", visible(&detail))?;
        for arrow in graph.leaving[node].iter().map(|arrow| &graph.arrows[*arrow]) {
            writeln!(out, "  {} -> {}", label_text(graph, node, arrow.cause), graph.nodes[arrow.to].0)?;
        }
        if let Some(ending) = scenario.endings.get(graph.nodes[node].0) {
            writeln!(out, "  {}", visible(&ending.summary))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(format: MapFormat) -> String {
        let text = include_str!("first.toml");
        map(&crate::scenario::parse("first", text).scenario.expect("good"), format)
    }

    #[track_caller]
    fn has(drawing: &str, line: &str) {
        assert!(drawing.lines().any(|found| found.trim() == line), "no line {line:?} in\n{drawing}");
    }

    #[test]
    fn moves_stand_on_the_edges() {
        let text = drawn(MapFormat::Text);
        has(&text, "ask_transfer -> okafor");
        has(&text, "request_meeting [strong_close] -> interview");
        has(&text, "silence -> hung_up");
        has(&text, "objection (deck of 2, deals 1/1/2)");

        let mermaid = drawn(MapFormat::Mermaid);
        assert!(mermaid.starts_with("flowchart TD\n"));
        has(&mermaid, "n3[\"reception<br/>sam\"]");
        has(&mermaid, "call((call)) --> n3");
        has(&mermaid, "n3 -.->|\"silence<br/>out of patience\"| n9");

        let dot = drawn(MapFormat::Dot);
        has(&dot, "n3 [shape=box, label=\"reception\\nsam\"];");
        assert_eq!(dot.matches('{').count(), dot.matches('}').count());
    }

    #[test]
    fn a_drawing_cannot_be_broken_out_of() {
        assert_eq!(for_mermaid("a\"]<b"), "a#34;]#60;b");
        assert_eq!(for_dot("a\"\\\u{1b}"), "a\\\"\\\\\\\\u{1b}");
    }
}

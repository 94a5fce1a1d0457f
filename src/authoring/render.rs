//! Problems for eyes and for scripts. The only place that knows the diagnostics library.

use crate::scenario::{Position, Positions, Problem, Severity, is_control, visible};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use std::ops::Range;

/// Longer lines are named and not shown: nobody reads them, and drawing takes time for each character.
const LONGEST_SHOWN_LINE: usize = 1_000;
/// A span over more lines is shown by its first line.
const MOST_SHOWN_LINES: usize = 6;

/// One problem as JSON. Lines and columns count from 1, columns in characters; the end is exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProblemJson {
    pub file: String,
    pub code: &'static str,
    pub severity: &'static str,
    pub message: String,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    pub help: String,
}

/// All problems of one file for a script.
pub fn problems_json(file: &str, text: &str, problems: &[Problem]) -> Vec<ProblemJson> {
    let positions = Positions::new(text);
    let one = |problem: &Problem| {
        let (start, end) = (positions.of(problem.span.start), positions.of(problem.span.end));
        ProblemJson {
            file: file.to_owned(),
            code: problem.code.name(),
            severity: problem.severity.name(),
            message: problem.message.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            help: problem.help.clone(),
        }
    };
    problems.iter().map(one).collect()
}

/// All problems of one file, each under its line, with colour. Nothing of the file reaches the terminal but
/// what can be seen.
pub fn render(file: &str, text: &str, problems: &[Problem]) -> String {
    let positions = Positions::new(text);
    let file = visible(file);
    let mut out = String::new();
    for problem in problems {
        out.push_str(&one(&file, text, &positions, problem));
        out.push_str("\n\n");
    }
    out
}

fn one(file: &str, text: &str, positions: &Positions<'_>, problem: &Problem) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let start = positions.of(problem.span.start);
    let title = level.primary_title(problem.message.as_str()).id(problem.code.name());
    let help = Level::HELP.message(problem.help.as_str());
    let window = window(positions, problem, start);
    let group = if positions.line(start.line).len() > LONGEST_SHOWN_LINE {
        let origin = Origin::path(file).line(start.line).char_column(start.column);
        title.element(origin).element(help)
    } else {
        let shown = painted_over(&text[window.clone()]);
        let span = problem.span.start - window.start..problem.span.end.min(window.end) - window.start;
        let snippet = Snippet::source(shown).line_start(start.line).path(file);
        title.element(snippet.annotation(AnnotationKind::Primary.span(span))).element(help)
    };
    let report: [Group<'_>; 1] = [group];
    Renderer::styled().render(&report)
}

/// The bytes of the lines to show.
fn window(positions: &Positions<'_>, problem: &Problem, start: Position) -> Range<usize> {
    let first = positions.line(start.line);
    let end = positions.of(problem.span.end);
    let last = positions.line(end.line);
    if end.line < start.line + MOST_SHOWN_LINES && last.end - first.start <= LONGEST_SHOWN_LINE {
        first.start..last.end.max(first.end)
    } else {
        first
    }
}

/// Control characters replaced by visible ones of the same length, so that spans still fit.
fn painted_over(text: &str) -> String {
    let one = |c: char| match (is_control(c) && !matches!(c, '\n' | '\t'), c.len_utf8()) {
        (false, _) => c,
        (true, 1) => '?',
        (true, 2) => '\u{BF}',
        (true, _) => '\u{FFFD}',
    };
    text.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    fn plain(text: &str) -> String {
        let problems = scenario::parse("x", text).problems;
        anstream::adapter::strip_str(&render("x.toml", text, &problems[problems.len() - 3..])).to_string()
    }

    #[test]
    fn a_problem_stands_under_its_line() {
        let shown = plain(
            "format = 1\ntitle = 3\nkind = \"cold\"\ngoal = \"g\"\nstart = \"a\"\n\n[state.a]\nspeaker = \"a\"\n",
        );
        insta::assert_snapshot!(shown.trim_end(), @r#"
        error[E004]: `title` must be a text in quotes, not an integer
         --> x.toml:2:9
          |
        2 | title = 3
          |         ^
          |
          = help: write a text in quotes after `title =`

        error[E006]: state.a has no `says`
         --> x.toml:7:8
          |
        7 | [state.a]
          |        ^
          |
          = help: give the line two or more wordings: `says = ["...", "..."]`

        error[E102]: `a` is not in the cast
         --> x.toml:8:11
          |
        8 | speaker = "a"
          |           ^^^
          |
          = help: there is none to choose from yet: add it first
        "#);
    }

    #[test]
    fn nothing_paints_the_terminal() {
        for text in [
            "# \u{1b}[2J",
            "a = \"\u{9b}2J\"",
            "\u{202e} = 1",
            "title = \"\\u001b[2J\"",
            "\"\\u001b[2J\" = 1",
        ] {
            let problems = scenario::parse("x", text).problems;
            let shown = render("\u{1b}[2J.toml", text, &problems);
            let shown = anstream::adapter::strip_str(&shown).to_string();
            assert!(!shown.chars().any(|c| is_control(c) && c != '\n'), "{text:?}: {shown:?}");
        }
    }

    #[test]
    fn every_span_can_be_drawn() {
        let long = format!("title = \"{}\"\nx = 1\n", "y".repeat(5_000));
        for text in [
            "",
            "\n",
            "a",
            "a = ",
            "é = \"",
            "[x",
            "a = 1\r\nb = 2",
            "on = [\n\n\n\n\n\n\n\n 1",
            long.as_str(),
        ] {
            let problems = scenario::parse("x", text).problems;
            assert!(!problems.is_empty());
            assert!(!render("x.toml", text, &problems).is_empty());
        }
    }
}

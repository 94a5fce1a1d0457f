//! `coldcall rules`: the rule book.

use super::Exit;
use crate::call::Kind;
use crate::practice;
use crate::rules::{Rule, article, book};
use crate::scenario::{Builtin, builtin, parse, rungs};
use crate::score::kinds_scored_by;
use anstyle::Style;
use serde::Serialize;
use std::io::Write;

/// List the rules that calls are scored by
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coldcall rules                      all 98 rules, by article
  coldcall rules --kind follow_up     those of one kind of call
  coldcall rules --json               for other programs")]
pub struct Args {
    /// Only the rules of one kind of call
    #[arg(long, value_name = "KIND", value_parser = kind_parser())]
    kind: Option<String>,

    /// Print JSON: number, article, quote, kinds, check, tier, conflicts, scored_in, calls, practice
    #[arg(long)]
    json: bool,
}

fn kind_parser() -> clap::builder::PossibleValuesParser {
    Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().into()
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    let kind = args.kind.as_deref().and_then(Kind::from_name);
    let rules: Vec<&Rule> =
        book().iter().filter(|rule| kind.is_none_or(|kind| rule.kinds.contains(&kind))).collect();
    let placed = placed(&rules);
    let mut out = anstream::stdout().lock();
    if args.json {
        let json = serde_json::to_string_pretty(&placed)?;
        writeln!(out, "{json}")?;
    } else {
        write!(out, "{}", listing(&placed, textwrap::termwidth().clamp(40, 110)))?;
    }
    Ok(Exit::Done)
}

/// A rule, and where it is met.
#[derive(Serialize)]
struct Placed<'a> {
    #[serde(flatten)]
    rule: &'a Rule,
    /// Kinds of call on whose scorecards it stands.
    scored_in: Vec<Kind>,
    /// Shipped calls that say they exercise it.
    calls: Vec<&'static str>,
    /// Commands that rehearse or prepare it.
    practice: Vec<&'static str>,
}

fn placed<'a>(rules: &[&'a Rule]) -> Vec<Placed<'a>> {
    let named = |shipped: &Builtin| {
        parse(shipped.id, shipped.text).scenario.map(|scenario| (shipped.id, scenario.rules))
    };
    let calls: Vec<(&str, Vec<u32>)> = builtin().iter().chain(rungs()).filter_map(named).collect();
    let place = |rule: &&'a Rule| Placed {
        rule,
        scored_in: kinds_scored_by(rule.number),
        calls: calls.iter().filter(|(_, rules)| rules.contains(&rule.number)).map(|(id, _)| *id).collect(),
        practice: practice::coverage()
            .into_iter()
            .filter(|(_, rules)| rules.contains(&rule.number))
            .map(|(name, _)| name)
            .collect(),
    };
    rules.iter().map(place).collect()
}

/// Where a rule is met, in a few words.
fn met(placed: &Placed) -> String {
    let mut parts = Vec::new();
    if !placed.scored_in.is_empty() {
        parts.push("scored".to_owned());
    }
    match placed.calls.as_slice() {
        [] => {}
        [only] => parts.push(format!("call {only}")),
        [first, rest @ ..] => parts.push(format!("call {first} and {} more", rest.len())),
    }
    parts.extend(placed.practice.iter().map(|command| (*command).to_owned()));
    parts.join(", ")
}

/// The rules under their articles' titles; ANSI colours, wrapped to `width`.
fn listing(rules: &[Placed], width: usize) -> String {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let mut out = String::new();
    let mut current = "";
    for placed in rules {
        let rule = placed.rule;
        if rule.article != current {
            let gap = if current.is_empty() { "" } else { "\n" };
            let title = article(&rule.article).unwrap_or_default();
            out.push_str(&format!("{gap}{bold}Article {}: {title}{bold:#}\n", rule.article));
            current = &rule.article;
        }
        let quote = format!("\"{}\"", rule.quote);
        out.push_str(&format!("{bold}{:>4}{bold:#}  {}\n", rule.number, hanging(&quote, width)));
        out.push_str(&format!("      {}\n", hanging(&rule.check, width)));
        out.push_str(&format!("      {dim}{}{dim:#}\n", hanging(&footing(rule), width)));
        out.push_str(&format!("      {dim}{}{dim:#}\n", hanging(&format!("met in: {}", met(placed)), width)));
    }
    out
}

fn footing(rule: &Rule) -> String {
    let kinds: Vec<&str> = rule.kinds.iter().map(|kind| kind.name()).collect();
    let whom =
        if kinds.len() == Kind::ALL.len() { "every kind of call".to_owned() } else { kinds.join(", ") };
    let mut line = format!("{whom}; {}", rule.tier);
    for other in &rule.conflicts {
        line.push_str(&format!("; rule {other} says the opposite for another kind of call"));
    }
    line
}

/// Six columns in, for every line but the first.
fn hanging(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width.saturating_sub(6)).break_words(false);
    textwrap::wrap(text, options).join("\n      ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rule;

    #[test]
    fn a_rule_shows_its_quote_its_check_and_its_opposite() {
        let text = anstream::adapter::strip_str(&listing(&placed(&[rule(38).expect("in the book")]), 80))
            .to_string();
        insta::assert_snapshot!(text, @r#"
        Article 001: Land the Interview
          38  "When can I come in for an interview?"
              Scored: these words, or a question of the same form that no cannot answer.
              follow_up, cold; published advice; rule 83 says the opposite for another
              kind of call
              met in: scored, call follow-up and 9 more, drill, script
        "#);
    }

    /// Every rule of the book is scored, rehearsed or prepared for somewhere that ships.
    #[test]
    fn every_rule_is_met_somewhere() {
        let all: Vec<&Rule> = book().iter().collect();
        let nowhere: Vec<u32> = placed(&all)
            .iter()
            .filter(|placed| met(placed).is_empty())
            .map(|placed| placed.rule.number)
            .collect();
        assert_eq!(nowhere, Vec::<u32>::new());
    }

    #[test]
    fn lines_keep_to_the_width() {
        let all: Vec<&Rule> = book().iter().collect();
        let text = anstream::adapter::strip_str(&listing(&placed(&all), 60)).to_string();
        assert!(
            text.lines().all(|line| line.chars().count() <= 66),
            "an article's title is the only longer line"
        );
        assert_eq!(text.matches("Article 0").count(), 5);
    }
}

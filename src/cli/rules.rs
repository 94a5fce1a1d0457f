//! `coldcall rules`: the rule book.

use super::Exit;
use crate::call::Kind;
use crate::rules::{Rule, article, book};
use anstyle::Style;
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

    /// Print JSON: number, article, quote, kinds, check, tier, conflicts
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
    let mut out = anstream::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &rules)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", listing(&rules, textwrap::termwidth().clamp(40, 110)))?;
    }
    Ok(Exit::Done)
}

/// The rules under their articles' titles; ANSI colours, wrapped to `width`.
fn listing(rules: &[&Rule], width: usize) -> String {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let mut out = String::new();
    let mut current = "";
    for rule in rules {
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
        let text = anstream::adapter::strip_str(&listing(&[rule(38).expect("in the book")], 80)).to_string();
        insta::assert_snapshot!(text, @r#"
        Article 001: Land the Interview
          38  "When can I come in for an interview?"
              Scored: these words, or a question of the same form that no cannot answer.
              follow_up, cold; published advice; rule 83 says the opposite for another
              kind of call
        "#);
    }

    #[test]
    fn lines_keep_to_the_width() {
        let all: Vec<&Rule> = book().iter().collect();
        let text = anstream::adapter::strip_str(&listing(&all, 60)).to_string();
        assert!(
            text.lines().all(|line| line.chars().count() <= 66),
            "an article's title is the only longer line"
        );
        assert_eq!(text.matches("Article 0").count(), 5);
    }
}

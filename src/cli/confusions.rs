//! Which moves are taken for which others, and by which examples: what an author mends next.

use crate::understand::Understander;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;

/// Where no move was expected or found.
const NONE: &str = "none";
/// So many of the worst are told, each with so many of its utterances.
const TOLD: usize = 8;
const UTTERANCES: usize = 3;

/// One utterance with what was expected and what it was taken for; `None` is none of these.
pub struct Taken<'a> {
    pub text: &'a str,
    pub expected: Option<&'a str>,
    pub taken: Option<&'a str>,
}

/// Utterances of one move that were all taken for the same other one.
#[derive(Debug, PartialEq, Serialize)]
pub struct Confusion {
    pub expected: String,
    pub taken: String,
    pub times: usize,
    pub because: Vec<Because>,
}

/// An utterance, and the example that is nearest to it on either side.
#[derive(Debug, PartialEq, Serialize)]
pub struct Because {
    pub text: String,
    /// Of the move that was expected; null where none was.
    pub nearest_expected: Option<String>,
    /// Of the move that it was taken for; null where that was none.
    pub nearest_taken: Option<String>,
}

/// Most often first.
pub fn confusions(all: &[Taken], understander: &mut Understander) -> Vec<Confusion> {
    let mut wrong: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for one in all.iter().filter(|one| one.expected != one.taken) {
        wrong.entry((one.expected.unwrap_or(NONE), one.taken.unwrap_or(NONE))).or_default().push(one.text);
    }
    let mut list: Vec<Confusion> = wrong
        .into_iter()
        .map(|((expected, taken), texts)| {
            let mut because = |text: &&str| Because {
                text: (*text).to_owned(),
                nearest_expected: understander.nearest_example(text, expected),
                nearest_taken: understander.nearest_example(text, taken),
            };
            Confusion {
                expected: expected.to_owned(),
                taken: taken.to_owned(),
                times: texts.len(),
                because: texts.iter().take(UTTERANCES).map(&mut because).collect(),
            }
        })
        .collect();
    list.sort_by_key(|confusion| std::cmp::Reverse(confusion.times));
    list
}

/// The table: a line for each move that was expected, with what its utterances were taken for.
pub fn show(out: &mut impl Write, all: &[Taken], confusions: &[Confusion]) -> std::io::Result<()> {
    let mut rows: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for one in all {
        let row = rows.entry(one.expected.unwrap_or(NONE)).or_default();
        row.0 += usize::from(one.expected == one.taken);
        row.1 += 1;
    }
    writeln!(out, "\n{:<20} right    taken for", "expected")?;
    for (name, (right, count)) in rows {
        let of = confusions.iter().filter(|confusion| confusion.expected == name);
        let others: Vec<String> =
            of.map(|confusion| format!("{} {}", confusion.taken, confusion.times)).collect();
        writeln!(out, "{name:<20} {:<8} {}", format!("{right}/{count}"), others.join(", "))?;
    }
    if confusions.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nthe worst confusions, and the examples that are nearest")?;
    for confusion in confusions.iter().take(TOLD) {
        writeln!(out, "{} taken for {}, {} times", confusion.expected, confusion.taken, confusion.times)?;
        for because in &confusion.because {
            writeln!(out, "  {}", because.text)?;
            for (name, example) in
                [(&confusion.expected, &because.nearest_expected), (&confusion.taken, &because.nearest_taken)]
            {
                if let Some(example) = example {
                    writeln!(out, "    {name}: {example}")?;
                }
            }
        }
    }
    Ok(())
}

//! `coldcall script new`: a script, part by part, checked as it grows.

use super::super::ask::{Answer, Asker};
use super::super::{Exit, profile, show, understanding};
use super::check::{closing, line, spoken_kind};
use super::scripted;
use crate::call::Kind;
use crate::drawer::Drawer;
use crate::practice::{
    Checked, Profile, Script, Slot, USUAL_PACE, Weight, check, layout, questions_for, scriptable, suggestion,
    timing,
};
use crate::scenario::{Builtin, builtin, is_control, parse};
use crate::understand::{Lexicon, Understander};
use anyhow::bail;
use std::io::Write;
use std::path::PathBuf;

/// Write a script part by part, in the article's order, each part checked at once
///
/// Each part begins with a wording from your profile: Enter takes it, your own words replace it, `-` leaves the part
/// out. What is written so far is kept after each answer. Without a terminal, answers are read as lines.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coldcall script new
  coldcall script new meridian --kind cold --company \"Meridian Design\" --contact \"Mr. Ellis\"
  coldcall script new ./lana.txt --kind voicemail
  yes '' | coldcall script new draft --kind cold    everything as suggested")]
pub struct Args {
    /// A name, or a path that ends in .txt; the kind of call if left out
    name: Option<String>,
    /// cold, follow_up, referral, voicemail, reverse or information
    #[arg(long, value_parser = scripted)]
    kind: Option<Kind>,
    /// A title for the list
    #[arg(long, default_value = "", hide_default_value = true)]
    title: String,
    /// The company that you call
    #[arg(long)]
    company: Option<String>,
    /// The person whom you call, as you say the name
    #[arg(long)]
    contact: Option<String>,
}

pub fn run(drawer: &Drawer, args: Args) -> anyhow::Result<Exit> {
    for told in [Some(&args.title), args.company.as_ref(), args.contact.as_ref()].into_iter().flatten() {
        if told.chars().any(is_control) {
            bail!("a title, a company and a contact are one line each; {told:?} is not");
        }
    }
    if let Some(name) = &args.name {
        // Before anybody has written a word.
        drawer.place_for(name)?;
    }
    let profile = profile::of(drawer)?;
    let mut desk = Desk {
        drawer,
        asker: Asker::of_user(),
        profile,
        understander: understanding::load(Lexicon::builtin()?)?,
        path: PathBuf::new(),
    };
    desk.write(args)
}

struct Desk<'a> {
    drawer: &'a Drawer,
    asker: Asker<'a>,
    profile: Profile,
    understander: Understander,
    path: PathBuf,
}

impl Desk<'_> {
    fn write(&mut self, args: Args) -> anyhow::Result<Exit> {
        let Some(kind) = self.kind(args.kind)? else { return self.nothing() };
        let name = args.name.unwrap_or_else(|| self.drawer.free_name(&spoken_kind(kind)));
        self.path = self.drawer.place_for(&name)?;
        let mut script = Script::new(kind);
        script.title = args.title;
        for (told, question, field) in [
            (args.company, "Which company do you call? (Enter: not yet) ", &mut script.company),
            (args.contact, "Whom do you call, as you say the name? (Enter: not yet) ", &mut script.contact),
        ] {
            *field = match told {
                Some(told) => told.trim().to_owned(),
                None => match self.asker.ask(question)? {
                    Answer::Said(said) => said,
                    Answer::Over => return self.nothing(),
                    Answer::Keep | Answer::Clear => String::new(),
                },
            };
        }
        if script.title.is_empty() {
            script.title = if script.company.is_empty() { &script.contact } else { &script.company }.clone();
        }
        writeln!(
            self.asker.out,
            "\nEnter takes the suggestion, your own words replace it, - leaves the part out."
        )?;
        for slot in layout(kind) {
            if !self.part(&mut script, slot)? {
                break;
            }
        }
        self.finish(&script, &name)
    }

    /// The kind of call; asked for at a terminal, cold elsewhere.
    fn kind(&mut self, told: Option<Kind>) -> anyhow::Result<Option<Kind>> {
        if told.is_some() || !self.asker.terminal {
            return Ok(told.or(Some(Kind::Cold)));
        }
        let kinds: Vec<&str> = scriptable().iter().map(|kind| kind.name()).collect();
        loop {
            match self.asker.ask(&format!("Which kind of call? {} (Enter: cold) ", kinds.join(", ")))? {
                Answer::Over => return Ok(None),
                Answer::Keep | Answer::Clear => return Ok(Some(Kind::Cold)),
                Answer::Said(said) => match scripted(&said.to_lowercase()) {
                    Ok(kind) => return Ok(Some(kind)),
                    Err(trouble) => writeln!(self.asker.out, "  {trouble}")?,
                },
            }
        }
    }

    /// Asks for one part and says what it is worth. False at the end of the input.
    fn part(&mut self, script: &mut Script, slot: &'static Slot) -> anyhow::Result<bool> {
        writeln!(self.asker.out, "\n{}: {}", slot.label, wrapped(slot.ask, slot.label.len() + 2))?;
        let first = suggestion(script, slot.label, &self.profile);
        let lines = if slot.questions { self.questions(script.kind, &first)? } else { self.words(&first)? };
        let Some(mut lines) = lines else { return Ok(false) };
        loop {
            let checked = self.keep(script, slot, lines)?;
            let to_do = checked.about(slot.label).any(|remark| remark.weight != Weight::Good);
            for remark in checked.about(slot.label) {
                writeln!(self.asker.out, "{}", line(remark, false))?;
            }
            // Questions are asked one by one already; and from a pipe, the next line is the next part's.
            if !to_do || slot.questions || !self.asker.terminal {
                return Ok(true);
            }
            match self.asker.ask("  Another wording? (Enter: leave it) ")? {
                Answer::Said(said) => lines = vec![said],
                Answer::Over => return Ok(false),
                Answer::Keep | Answer::Clear => return Ok(true),
            }
        }
    }

    /// One line of words; none at the end of the input.
    fn words(&mut self, first: &[String]) -> anyhow::Result<Option<Vec<String>>> {
        match first.first() {
            Some(words) => writeln!(self.asker.out, "  Enter: {}", wrapped(words, 9))?,
            None => writeln!(self.asker.out, "  Enter leaves it out for now.")?,
        }
        Ok(match self.asker.ask("> ")? {
            Answer::Over => None,
            Answer::Keep => Some(first.to_vec()),
            Answer::Clear => Some(Vec::new()),
            Answer::Said(said) => Some(vec![said]),
        })
    }

    /// Questions until an empty answer with nothing left to suggest.
    fn questions(&mut self, kind: Kind, first: &[String]) -> anyhow::Result<Option<Vec<String>>> {
        writeln!(self.asker.out, "  One at a time; ? shows the question bank, - ends.")?;
        let mut asked: Vec<String> = Vec::new();
        loop {
            let next = first.get(asked.len()).cloned();
            let takes = next.as_deref().unwrap_or("no more");
            match self.asker.ask(&format!("  {}. (Enter: {takes})\n> ", asked.len() + 1))? {
                Answer::Over if asked.is_empty() => return Ok(None),
                Answer::Over | Answer::Clear => return Ok(Some(asked)),
                Answer::Keep => match next {
                    Some(question) => asked.push(question),
                    None => return Ok(Some(asked)),
                },
                Answer::Said(said) if said == "?" => {
                    for question in questions_for(kind) {
                        writeln!(self.asker.out, "    {}", question.text)?;
                    }
                }
                Answer::Said(said) => asked.push(said),
            }
        }
    }

    /// Puts a part in, keeps the script on disk, and looks at it.
    fn keep(&mut self, script: &mut Script, slot: &Slot, lines: Vec<String>) -> anyhow::Result<Checked> {
        script.put(slot.label, lines);
        if !script.parts.is_empty() {
            self.drawer.keep_script(&self.path, &script.to_text())?;
        }
        Ok(check(script, &self.profile, &mut self.understander))
    }

    fn finish(&mut self, script: &Script, name: &str) -> anyhow::Result<Exit> {
        if script.parts.is_empty() {
            return self.nothing();
        }
        let checked = check(script, &self.profile, &mut self.understander);
        let timing = timing(script, USUAL_PACE);
        let out = &mut self.asker.out;
        writeln!(out, "\n{}", textwrap::fill(&script.text(), show::width().clamp(40, 100)))?;
        writeln!(
            out,
            "\n{} words, {:.0} seconds at {USUAL_PACE:.0} words a minute.",
            timing.words, timing.seconds
        )?;
        for remark in checked.remarks.iter().filter(|remark| remark.weight != Weight::Good) {
            writeln!(out, "{}", line(remark, false))?;
        }
        write!(out, "{}", closing(&checked))?;
        writeln!(out, "Kept in {}", self.path.display())?;
        writeln!(out, "Next, out loud: coldcall script time {name}")?;
        match a_call_of(script.kind) {
            Some(id) => writeln!(out, "Then in a call: coldcall call {id} --script {name}")?,
            None => writeln!(out, "Then in a call of your own: coldcall call FILE --script {name}")?,
        }
        Ok(Exit::Done)
    }

    fn nothing(&mut self) -> anyhow::Result<Exit> {
        writeln!(self.asker.out, "\nNothing was written, and nothing was kept.")?;
        Ok(Exit::No)
    }
}

/// A shipped call to try a script of this kind in.
fn a_call_of(kind: Kind) -> Option<&'static str> {
    let is_one = |shipped: &&Builtin| {
        parse(shipped.id, shipped.text).scenario.is_some_and(|scenario| scenario.kind == kind)
    };
    builtin().iter().find(is_one).map(|shipped| shipped.id)
}

/// Wrapped under itself, `indent` columns in.
fn wrapped(text: &str, indent: usize) -> String {
    let room = show::width().clamp(50, 100).saturating_sub(indent);
    textwrap::wrap(text, room).join(&format!("\n{}", " ".repeat(indent)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// What is kept after these lines, and how it ended.
    fn written(folder: &Path, name: &str, lines: &str) -> (Exit, Option<String>, String) {
        let drawer = Drawer::in_folders(folder, folder);
        let mut out = Vec::new();
        let mut desk = Desk {
            drawer: &drawer,
            asker: Asker::typed(lines, &mut out),
            profile: Profile { name: Some("Ann Baker".to_owned()), ..Profile::default() },
            understander: understanding::load(Lexicon::builtin().unwrap()).unwrap(),
            path: PathBuf::new(),
        };
        let exit = desk
            .write(Args {
                name: Some(name.to_owned()),
                kind: Some(Kind::Cold),
                title: String::new(),
                company: Some("Meridian Design".to_owned()),
                contact: Some("Mr. Ellis".to_owned()),
            })
            .unwrap();
        drop(desk);
        let kept = drawer.script(name).ok().map(|paper| paper.text);
        (exit, kept, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_script_grows_part_by_part_and_is_kept_as_far_as_it_came() {
        let folder = tempfile::tempdir().unwrap();
        let (exit, kept, shown) =
            written(folder.path(), "whole", "\n\nI'm a [your field].\n-\n\n\nCan I come in?\n");
        let script = Script::parse(&kept.unwrap()).unwrap();
        assert_eq!(exit, Exit::Done);
        let labels: Vec<&str> = script.parts.iter().map(|part| part.label).collect();
        assert_eq!(labels, ["greeting", "name", "specialty", "research", "question"]);
        assert_eq!(script.part("name").unwrap().text(), "This is Ann Baker.");
        for told in ["in place of [your field]", "(rule 39)", "coldcall call "] {
            assert!(anstream::adapter::strip_str(&shown).to_string().contains(told), "{told}: {shown}");
        }

        let (_, kept, _) = written(folder.path(), "half", "\n");
        assert_eq!(Script::parse(&kept.unwrap()).unwrap().text(), "Good morning, Mr. Ellis.");
        let (exit, kept, _) = written(folder.path(), "none", "");
        assert_eq!((exit, kept), (Exit::No, None));
    }

    #[test]
    fn there_is_a_call_for_a_follow_up() {
        assert_eq!(a_call_of(Kind::FollowUp), Some("follow-up"));
    }
}

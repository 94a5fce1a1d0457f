//! The caller's script during a call: what comes next, and afterwards how closely it was kept.

use super::script::parsed;
use crate::call::{CallEvent, CallRecord, ScriptFollowed};
use crate::drawer::Drawer;
use crate::practice::{Prompter, Script, follow};
use crate::scenario::{Scenario, visible};
use crate::score::said_to_the_right_person;
use anyhow::bail;

/// A script that goes along.
pub struct Prompt {
    name: String,
    script: Script,
    prompter: Prompter,
    /// Who is on the other end.
    speaker: Option<String>,
}

impl Prompt {
    /// By the name of a kept script, or by its file.
    pub fn open(named: &str) -> anyhow::Result<Self> {
        if named == "-" {
            bail!("standard input is where you speak from: give a script's name or its file");
        }
        let (script, paper) = parsed(&Drawer::of_user()?, named)?;
        let stem = paper.path.file_stem().unwrap_or_default().to_string_lossy();
        Ok(Self { name: visible(&stem), prompter: Prompter::new(&script), script, speaker: None })
    }

    /// What happens in the call, as far as it moves the script.
    pub fn event(&mut self, event: &CallEvent) {
        match event {
            CallEvent::Heard { heard } => self.prompter.hear(&heard.text),
            CallEvent::Spoke { speaker, .. } if self.speaker.as_ref() != Some(speaker) => {
                self.speaker = Some(speaker.clone());
                self.prompter.begin_again();
            }
            _ => {}
        }
    }

    /// Where the caller is, and the words that come next.
    pub fn next(&self) -> (String, String) {
        match self.prompter.cue() {
            Some(cue) => (format!("Script {} of {}, {}", cue.number, cue.of, cue.part), cue.text),
            None => ("Script".to_owned(), "(you have said it all: now listen)".to_owned()),
        }
    }

    /// The words that count are the careful ear's.
    pub fn followed(&self, record: &CallRecord, scenario: &Scenario) -> ScriptFollowed {
        follow(&self.script, &self.name, &said_to_the_right_person(record, Some(scenario)))
    }
}

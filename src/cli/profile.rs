//! `coldcall profile`: who you are.

use super::Exit;
use super::ask::{Answer, Asker};
use crate::call::VoiceBaseline;
use crate::drawer::Drawer;
use crate::history::{History, StoredCall};
use crate::practice::{Key, Profile, key, keys, usual_voice};
use crate::scenario::visible;
use anyhow::{anyhow, bail};
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};

const EXAMPLES: &str = "\
Examples:
  coldcall profile                                 question by question; Enter keeps, - clears
  coldcall profile show
  coldcall profile set name \"Ann Baker\"
  coldcall profile set strengths \"keeping projects on budget\" \"presenting to clients\"
  coldcall profile set referrers \"Jim Collins / we play golf on Saturdays / her new granddaughter\"
  coldcall profile set education                   without a value: clears it
  coldcall profile forget";

/// Say who you are, once: calls, scripts and better sentences then use your own words
///
/// Everything is optional. It is kept in one text file in your configuration folder, and nothing leaves this machine.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show what is told so far; exits with 1 where there is nothing yet
    #[command(after_help = "Example:\n  coldcall profile show --json | jq -r .name")]
    Show {
        /// An object of every key; what was not told is null, empty or false
        #[arg(long)]
        json: bool,
    },
    /// Set one key; lists take several values; none clears it
    #[command(after_help = "Example:\n  coldcall profile set years 8")]
    Set {
        #[arg(value_parser = key_parser())]
        key: String,
        #[arg(value_name = "VALUE", allow_hyphen_values = true)]
        values: Vec<String>,
    },
    /// Delete the profile, after asking
    #[command(after_help = "Example:\n  coldcall profile forget --yes")]
    Forget {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

fn key_parser() -> clap::builder::PossibleValuesParser {
    keys().iter().map(|key| key.name).collect::<Vec<_>>().into()
}

pub fn run(args: Args) -> anyhow::Result<Exit> {
    let drawer = Drawer::of_user()?;
    match args.command {
        None => {
            let profile = of(&drawer)?;
            interview(&drawer, profile, &mut Asker::of_user())
        }
        Some(Command::Show { json }) => show(&drawer, json),
        Some(Command::Set { key, values }) => set(&drawer, &key, &values),
        Some(Command::Forget { yes }) => forget(&drawer, yes),
    }
}

/// The kept profile; an empty one where there is none.
pub fn of(drawer: &Drawer) -> anyhow::Result<Profile> {
    let Some(text) = drawer.profile()? else { return Ok(Profile::default()) };
    Profile::from_toml(&text).map_err(|problems| {
        let listed: Vec<String> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
        anyhow!(
            "{} cannot be read:{}\n  mend it with an editor, or start anew with: coldcall profile forget",
            drawer.profile_path().display(),
            listed.concat()
        )
    })
}

/// The profile for a call. A broken one is told and left out: the call goes on.
pub fn for_a_call() -> Profile {
    let kept = Drawer::of_user().map_err(anyhow::Error::from).and_then(|drawer| of(&drawer));
    kept.unwrap_or_else(|error| {
        let _ = writeln!(anstream::stderr(), "coldcall: this call goes without your profile: {error:#}");
        Profile::default()
    })
}

/// How many of the last calls are looked through for the caller's voice; some may be typed.
const LOOKED_THROUGH: usize = 30;

/// Puts the caller's usual voice into a call's brief, where there are enough calls to know it.
pub fn fill_usual_voice(brief: &mut BTreeMap<String, String>) {
    // Without the folder of calls there is no usual voice, which is no reason to stop a call.
    let Ok(history) = History::of_user() else { return };
    let names = history.names().unwrap_or_default();
    let last = &names[names.len().saturating_sub(LOOKED_THROUGH)..];
    let calls: Vec<StoredCall> = last.iter().filter_map(|name| history.find(name).ok()).collect();
    if let Some(voice) = usual_voice(calls.iter().map(|call| &call.record)) {
        brief.insert(VoiceBaseline::KEY.to_owned(), voice.to_string());
    }
}

/// Asks for every key. Each answer is kept at once, so that whoever stops half-way loses nothing.
fn interview(drawer: &Drawer, mut profile: Profile, asker: &mut Asker) -> anyhow::Result<Exit> {
    writeln!(asker.out, "Who are you? Enter leaves a question as it is, - clears it, Ctrl-D ends.")?;
    for key in keys() {
        if !ask_for(key, &mut profile, asker, drawer)? {
            break;
        }
    }
    writeln!(asker.out)?;
    if profile.is_empty() {
        writeln!(asker.out, "Nothing was told, and nothing was kept.")?;
        return Ok(Exit::Done);
    }
    for remark in profile.remarks() {
        writeln!(asker.out, "{}", wrapped(&remark, "  "))?;
    }
    writeln!(asker.out, "Kept in {}", drawer.profile_path().display())?;
    writeln!(asker.out, "Next, write what you will say: coldcall script new")?;
    Ok(Exit::Done)
}

/// False at the end of the input.
fn ask_for(key: &Key, profile: &mut Profile, asker: &mut Asker, drawer: &Drawer) -> anyhow::Result<bool> {
    let now = profile.values(key).join("; ");
    writeln!(asker.out)?;
    writeln!(asker.out, "{}", wrapped(key.ask, ""))?;
    let several = if key.shape.is_list() { ", with ; between several" } else { "" };
    if now.is_empty() {
        writeln!(asker.out, "{}", wrapped(&format!("for example{several}: {}", key.example), "  "))?;
    } else {
        writeln!(asker.out, "{}", wrapped(&format!("now: {now}"), "  "))?;
    }
    loop {
        let values = match asker.ask("> ")? {
            Answer::Over => return Ok(false),
            Answer::Keep => return Ok(true),
            Answer::Clear => Vec::new(),
            Answer::Said(said) if key.shape.is_list() => said.split(';').map(str::to_owned).collect(),
            Answer::Said(said) => vec![said],
        };
        match profile.set(key, &values) {
            Ok(()) => {
                drawer.keep_profile(&profile.to_toml())?;
                return Ok(true);
            }
            // From a pipe, the next line is the next question's.
            Err(trouble) => writeln!(asker.out, "  {trouble}")?,
        }
        if !asker.terminal {
            return Ok(true);
        }
    }
}

fn show(drawer: &Drawer, json: bool) -> anyhow::Result<Exit> {
    let profile = of(drawer)?;
    let mut out = anstream::stdout();
    if json {
        let text = serde_json::to_string_pretty(&profile)?;
        writeln!(out, "{text}")?;
        return Ok(Exit::Done);
    }
    if profile.is_empty() {
        writeln!(out, "No profile yet. Make one with: coldcall profile")?;
        return Ok(Exit::No);
    }
    for key in keys() {
        let values = profile.values(key);
        let shown = if values.is_empty() { "(not told)".to_owned() } else { visible(&values.join("; ")) };
        let head = format!("{:<16} ", key.name);
        let room = textwrap::Options::new(super::show::width().clamp(40, 100))
            .initial_indent(&head)
            .subsequent_indent("                 ");
        writeln!(out, "{}", textwrap::fill(&shown, room))?;
    }
    for remark in profile.remarks() {
        writeln!(out, "{}", wrapped(&remark, "  "))?;
    }
    writeln!(out, "Kept in {}", drawer.profile_path().display())?;
    Ok(Exit::Done)
}

fn set(drawer: &Drawer, name: &str, values: &[String]) -> anyhow::Result<Exit> {
    let mut profile = of(drawer)?;
    let Some(key) = key(name) else { bail!("{name:?} is no key of a profile; see: coldcall profile show") };
    // As in the questions: a - alone clears.
    let values = if values == ["-"] { &[] } else { values };
    profile.set(key, values)?;
    drawer.keep_profile(&profile.to_toml())?;
    let now = profile.values(key);
    let mut out = anstream::stdout();
    match now.is_empty() {
        true => writeln!(out, "{}: cleared", key.name)?,
        false => writeln!(out, "{}: {}", key.name, now.join("; "))?,
    }
    Ok(Exit::Done)
}

fn forget(drawer: &Drawer, yes: bool) -> anyhow::Result<Exit> {
    let mut asker = Asker::of_user();
    let path = drawer.profile_path().display().to_string();
    if !drawer.profile_path().exists() {
        writeln!(asker.out, "There is no profile in {path}.")?;
        return Ok(Exit::Done);
    }
    if !yes && !std::io::stdin().is_terminal() {
        bail!("nobody is here to be asked; to delete {path}, type: coldcall profile forget --yes");
    }
    if !yes && !asker.agrees(&format!("Delete {path}? It cannot be brought back."))? {
        writeln!(asker.out, "Kept.")?;
        return Ok(Exit::No);
    }
    drawer.forget_profile()?;
    writeln!(asker.out, "Forgotten. Calls made earlier keep what they were told: coldcall review --list")?;
    Ok(Exit::Done)
}

fn wrapped(text: &str, indent: &str) -> String {
    let room = textwrap::Options::new(super::show::width().clamp(40, 100))
        .initial_indent(indent)
        .subsequent_indent(indent);
    textwrap::fill(text, room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interview_keeps_each_answer_and_ends_with_the_input() {
        let folder = tempfile::tempdir().unwrap();
        let drawer = Drawer::in_folders(folder.path(), folder.path());
        let mut out = Vec::new();
        let lines = "Ann Baker\n\nnonsense\ninterior designer\n8\nplanning; presenting\n";
        interview(&drawer, Profile::default(), &mut Asker::typed(lines, &mut out)).unwrap();
        let profile = of(&drawer).unwrap();
        assert_eq!(profile.name.as_deref(), Some("Ann Baker"));
        assert_eq!((profile.number.as_deref(), profile.years), (None, Some(8)));
        assert_eq!(profile.strengths, ["planning", "presenting"]);
        assert!(String::from_utf8(out).unwrap().contains("`nonsense` is no telephone number"));
        let again = interview(&drawer, profile.clone(), &mut Asker::typed("-\n", std::io::sink())).unwrap();
        assert_eq!(again, Exit::Done);
        assert_eq!(of(&drawer).unwrap(), Profile { name: None, ..profile });
    }

    #[test]
    fn a_broken_profile_tells_everything_and_the_way_out() {
        let folder = tempfile::tempdir().unwrap();
        let drawer = Drawer::in_folders(folder.path(), folder.path());
        drawer.keep_profile("nme = \"Ann\"\nyears = \"x\"\n").unwrap();
        let told = of(&drawer).unwrap_err().to_string();
        for part in ["line 1", "line 2", "coldcall profile forget"] {
            assert!(told.contains(part), "{told}");
        }
    }
}

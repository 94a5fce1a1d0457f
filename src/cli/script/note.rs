//! `coldcall script note`: a short note with a postcard in it.

use super::super::ask::{Answer, Asker};
use super::super::{Exit, profile};
use crate::drawer::Drawer;
use crate::practice::{Note, note};
use std::io::Write;

/// Write the short note with a stamped postcard, for when nobody picks up (rule 78)
///
/// What you do not give is asked for, a line each; Enter leaves it open. The note goes to standard output, the questions
/// to standard error, so that `> note.txt` keeps the note alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  coldcall script note --to Lana --from \"Gary Brown\" --about \"corporate wellness in Minneapolis\" \\
    --address \"12 Oak Street; Minneapolis, MN 55401\" > note.txt")]
pub struct Args {
    /// Whom the note is for
    #[arg(long, value_name = "NAME")]
    to: Option<String>,
    /// Who gave you the name and the address
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// What you are finding out about
    #[arg(long, value_name = "WORDS")]
    about: Option<String>,
    /// The help you need; the names of some people if left out
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    wish: String,
    /// Your own address, its lines divided by ;
    #[arg(long, value_name = "LINES")]
    address: Option<String>,
}

pub fn run(drawer: &Drawer, args: Args) -> anyhow::Result<Exit> {
    let profile = profile::of(drawer)?;
    let mut asker = Asker::of_user();
    asker.out = Box::new(anstream::stderr());
    let referrer = profile.referrers.first().map(|referrer| referrer.name.clone()).unwrap_or_default();
    let mut over = false;
    let mut told = |given: Option<String>, question: &str, else_: &str| -> anyhow::Result<String> {
        if let Some(given) = given {
            return Ok(given);
        }
        if over {
            return Ok(else_.to_owned());
        }
        let otherwise = if else_.is_empty() { String::new() } else { format!(" (Enter: {else_})") };
        Ok(match asker.ask(&format!("{question}{otherwise} "))? {
            Answer::Said(said) => said,
            Answer::Keep => else_.to_owned(),
            Answer::Clear => String::new(),
            Answer::Over => {
                over = true;
                else_.to_owned()
            }
        })
    };
    let words = Note {
        to: told(args.to, "Whom is the note for?", "")?,
        common: told(args.from, "Who gave you the name and the address?", &referrer)?,
        about: told(args.about, "What are you finding out about?", "")?,
        wish: args.wish,
        address: told(args.address, "Your own address, for the postcard, its lines divided by ;", "")?
            .split(';')
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect(),
    };
    write!(anstream::stdout(), "{}", note(&profile, &words))?;
    Ok(Exit::Done)
}

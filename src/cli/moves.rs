//! `coldcall moves`: how well a lexicon of moves tells utterances apart.

use super::Exit;

/// Test a lexicon of moves
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args) -> anyhow::Result<Exit> {
    anyhow::bail!("not there yet")
}

//! `coldcall review`: a scorecard again.

use super::Exit;

/// Show a call's scorecard again
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args) -> anyhow::Result<Exit> {
    anyhow::bail!("not there yet")
}

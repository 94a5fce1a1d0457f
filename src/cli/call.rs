//! `coldcall call`: a practice call.

use super::Exit;

/// Ring a practice call
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args) -> anyhow::Result<Exit> {
    anyhow::bail!("not there yet")
}

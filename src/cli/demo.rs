//! `coldcall demo`: a complete spoken call from recorded callers.

use super::Exit;

/// Play a complete spoken call from recorded caller WAVs
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args) -> anyhow::Result<Exit> {
    anyhow::bail!("not there yet")
}

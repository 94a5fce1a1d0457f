//! `coldcall voice`: the gatekeepers' voices.

use super::Exit;

/// List the voices, or say a line
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args) -> anyhow::Result<Exit> {
    anyhow::bail!("not there yet")
}

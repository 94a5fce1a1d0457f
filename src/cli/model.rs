//! `coldcall model`: the weights.

use super::Exit;

/// List and verify the model weights
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args) -> anyhow::Result<Exit> {
    anyhow::bail!("not there yet")
}

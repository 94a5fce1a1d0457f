//! `coldcall scenario`: for authors.

use super::Exit;

/// List, check, map and test scenario files
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args) -> anyhow::Result<Exit> {
    anyhow::bail!("not there yet")
}

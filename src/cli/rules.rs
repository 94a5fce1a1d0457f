//! `coldcall rules`: the rule book.

use super::Exit;

/// List the rules that calls are scored by
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args) -> anyhow::Result<Exit> {
    anyhow::bail!("not there yet")
}

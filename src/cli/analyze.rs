//! `coldcall analyze`: what a text or a recording contains.

use super::Exit;

/// Find the elements and the delivery of your own words
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args) -> anyhow::Result<Exit> {
    anyhow::bail!("not there yet")
}

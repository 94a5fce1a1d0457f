//! `coldcall doctor`: what works on this machine.

use super::Exit;

/// Check microphone, speaker, models and disk
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args) -> anyhow::Result<Exit> {
    anyhow::bail!("not there yet")
}

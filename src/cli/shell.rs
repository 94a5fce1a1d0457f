//! `coldcall completions` and `coldcall man`.

use super::{Cli, Exit};
use clap::CommandFactory;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  coldcall completions bash > ~/.local/share/bash-completion/completions/coldcall"
)]
pub struct CompletionsArgs {
    shell: clap_complete::Shell,
}

/// Print the manual page
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  coldcall man | man -l -")]
pub struct ManArgs {}

pub fn completions(args: CompletionsArgs) -> anyhow::Result<Exit> {
    clap_complete::generate(args.shell, &mut Cli::command(), "coldcall", &mut anstream::stdout());
    Ok(Exit::Done)
}

pub fn man(_args: ManArgs) -> anyhow::Result<Exit> {
    clap_mangen::Man::new(Cli::command()).render(&mut anstream::stdout())?;
    Ok(Exit::Done)
}

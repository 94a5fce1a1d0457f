//! Parse, run, print the error, exit code.

use clap::Parser;
use coldcall::cli::{Cli, Exit, menu, run};
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(Cli::parse_from(menu::arguments())) {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::No) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error itself is gone, there is nobody left to tell.
            let _ = writeln!(anstream::stderr(), "coldcall: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// `coldcall rules | head` is no error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let written = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let encoded = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        written.or(encoded) == Some(std::io::ErrorKind::BrokenPipe)
    })
}

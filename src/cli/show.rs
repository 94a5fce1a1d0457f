//! What a caller reads after a call: the card, and where to find it again.

use super::ring::Ring;
use crate::report::{self, Detail};
use std::io::Write;

/// The terminal's width, or 80 where there is none.
pub fn width() -> usize {
    textwrap::termwidth()
}

pub fn card(call: &Ring) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    writeln!(out)?;
    write!(out, "{}", report::terminal(&call.record, width(), Detail::Short))?;
    out.flush()?;
    Ok(())
}

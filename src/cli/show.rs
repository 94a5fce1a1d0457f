//! What a caller reads after a call: the card, and where to find it again.

use super::ring::Ring;
use crate::report::{self, Detail};
use std::io::Write;

/// Where a short card leads.
pub const MORE: &str = "Every point with its rule: coldcall review --full";

/// The terminal's width, or 80 where there is none.
pub fn width() -> usize {
    textwrap::termwidth()
}

pub fn card(call: &Ring) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    writeln!(out)?;
    write!(out, "{}", report::terminal(&call.record, width(), Detail::Short))?;
    if call.saved {
        writeln!(out, "{MORE}")?;
    }
    out.flush()?;
    Ok(())
}

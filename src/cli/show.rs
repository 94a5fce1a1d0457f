//! What a caller reads after a call: the card, and where to find it again.

use super::ring::Ring;
use crate::report::{self, Detail};
use crate::score::asks_for_profile;
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
    let better = call.record.scorecard.as_ref().and_then(|card| card.coaching.say_instead.as_deref());
    if better.is_some_and(asks_for_profile) {
        writeln!(out, "Your own words in place of the [brackets]: coldcall profile")?;
    }
    if call.saved {
        writeln!(out, "{MORE}")?;
    }
    out.flush()?;
    Ok(())
}

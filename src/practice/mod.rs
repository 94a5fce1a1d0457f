//! What is practised besides single calls: campaigns, and what all calls together show.
//!
//! Enters: seeds, dates and the records of calls. Leaves: companies, ladders of calls, ledgers, figures. It knows no
//! files, no clock and no line: a date comes in, and a call is described for somebody else to make.

pub mod campaign;
pub mod ledger;
pub mod progress;

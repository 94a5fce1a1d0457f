//! A call without sound: the turn loop that live calls and rehearsals share, and rehearsals themselves.
//!
//! Enters: a scenario, an understander, the caller's turns as text. Leaves: what the gatekeeper's side does, the
//! call's events, and for a rehearsal a whole record with what did not come out as written. It knows no file, no
//! clock and no sound.

mod conversation;
mod names;
mod otherwise;
mod rehearsal;
mod rehearse;

pub use conversation::{Conversation, Exchange, Input, Question};
pub use otherwise::{otherwise, with_the_strong_question};
pub use rehearsal::{Bar, Expected, Line, Miss, Rehearsal};
pub use rehearse::{Rehearsed, rehearse};

#[cfg(test)]
mod tests;

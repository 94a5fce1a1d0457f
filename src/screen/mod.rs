//! The live screen: events go in, captions come out.
//!
//! Captions are plain lines in the order of the call, so that a screen reader can follow and a pipe can keep
//! them. A spoken call at a terminal has a live screen around them. This room knows no scenario and no score.

mod captions;
mod live;

pub use captions::{Captions, Echo};
pub use live::{LiveScreen, give_back};

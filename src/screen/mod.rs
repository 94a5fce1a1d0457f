//! The live screen: events go in, captions come out.
//!
//! Captions are plain lines in the order of the call, so that a screen reader can follow and a pipe can keep
//! them. This room knows no scenario and no score.

mod captions;

pub use captions::{Captions, Echo};

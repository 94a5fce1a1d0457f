//! Text as people say it, for hearing and for speaking alike.
//!
//! Text enters, words leave. This room knows no sound, no model and no other room.

pub mod spoken;

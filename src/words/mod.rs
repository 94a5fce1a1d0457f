//! Text as people say it, for hearing and for speaking alike.
//!
//! Text enters; tokens, numbers, telephone numbers and spelled words leave, or words to say. This room knows no
//! sound, no model and no other room.

pub mod backchannel;
mod contraction;
pub mod error_rate;
pub mod filler;
pub mod grouping;
pub mod normal;
pub mod number;
pub mod phrase;
pub mod spelling;
pub mod spoken;
pub mod telephone;

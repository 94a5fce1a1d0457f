//! Text as people say it, shared by understand and speak.
//!
//! Text enters; tokens, numbers, telephone numbers and spelled words leave. This room imports nothing.

pub mod normal;
pub mod number;
pub mod spelling;
pub mod telephone;

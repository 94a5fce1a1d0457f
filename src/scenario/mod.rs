//! Scenario files: text in, a resolved [`Scenario`] or all of its [`Problem`]s out.

mod model;

pub use model::*;

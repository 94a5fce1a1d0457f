//! Calls on disk: one file of JSON lines for each, appended as the call happens.
//!
//! Events go in; records come out. A file that ends in the middle of a line (a crash, a full disk) gives the
//! call so far. This room knows no scenario: scores are computed elsewhere and appended like any event.

mod store;

pub use store::{CallFile, History, HistoryError, StoredCall, data_folder};

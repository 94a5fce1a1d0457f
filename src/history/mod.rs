//! Calls on disk: one file of JSON lines for each, appended as the call happens; and the campaigns that they belong to.
//!
//! Events go in; records come out. A file that ends in the middle of a line (a crash, a full disk) gives the
//! call so far. This room knows no scenario: scores are computed elsewhere and appended like any event.

mod campaigns;
mod store;

pub use campaigns::{CAMPAIGN_VERSION, Campaigns, StoredCampaign};
pub use store::{CallFile, History, HistoryError, StoredCall, data_folder};

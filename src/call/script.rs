//! How a caller's own script was followed in a call.

use super::Fidelity;
use serde::{Deserialize, Serialize};

/// Shown to the caller, never scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScriptFollowed {
    /// The script's name.
    pub script: String,
    /// Of the script's words, 0 to 1.
    pub share: f64,
    /// None where the call did not come to the script.
    pub band: Option<Fidelity>,
    /// The labels of the parts that were said, and of those that were not.
    pub said: Vec<String>,
    pub left_out: Vec<String>,
}

//! The rungs of the ladder.

use serde::{Deserialize, Serialize};

/// Whom a call of a campaign is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Reception,
    /// Human resources, or somebody inside who knows the manager (rules 7 and 12).
    Source,
    Colleague,
    SecondColleague,
    Manager,
}

impl Step {
    pub const ALL: [Step; 5] =
        [Step::Reception, Step::Source, Step::Colleague, Step::SecondColleague, Step::Manager];

    /// As commands and records write it.
    pub fn name(self) -> &'static str {
        match self {
            Step::Reception => "reception",
            Step::Source => "source",
            Step::Colleague => "colleague",
            Step::SecondColleague => "second-colleague",
            Step::Manager => "manager",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// Whom the scenarios of this step call so in their cast.
    pub fn cast(self) -> &'static str {
        match self {
            Step::Reception => "desk",
            Step::Source => "source",
            Step::Colleague | Step::SecondColleague => "colleague",
            Step::Manager => "contact",
        }
    }

    /// The fact that tells the person's name; the front desk needs none.
    pub fn introduced_by(self) -> Option<&'static str> {
        match self {
            Step::Reception => None,
            Step::Source => Some("source"),
            Step::Colleague => Some("colleague"),
            Step::SecondColleague => Some("other"),
            Step::Manager => Some("manager"),
        }
    }
}

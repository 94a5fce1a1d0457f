//! A campaign: the ladder of calls to one company, from the front desk to the manager, until a yes.
//!
//! Enters: a seed, the records of the calls made so far, a date. Leaves: the company, what is known of it, how likely
//! a yes is, which calls make sense now and why, and the scenario of the next one. What has happened is never kept
//! here: it is folded from the records, which are the truth even after a crash in the middle of a call.

mod company;
mod made;
mod odds;
mod offer;
mod scene;
mod standing;
mod step;

pub use company::{Company, Habit, Someone};
pub use made::{Made, Reached};
pub use odds::{Odds, Raise, TO_BEGIN_WITH};
pub use offer::{DAYS_AFTER_RESUME, Offer, What};
pub use scene::{Scene, scene};
pub use standing::{Answers, Board, Standing};
pub use step::Step;

use jiff::civil::Date;

/// Rules of the book that a campaign rehearses.
pub const RULES: &[u32] = &[1, 3, 4, 5, 6, 7, 10, 12, 14, 20, 26, 27, 28, 49, 50, 52, 77, 87, 88];

/// What a campaign is besides its calls.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    pub name: String,
    pub seed: u64,
    /// Days on which the caller said that a resume went out.
    pub resumes: Vec<Date>,
}

impl Campaign {
    pub fn company(&self) -> Company {
        Company::from_seed(self.seed)
    }
}

#[cfg(test)]
mod tests;

//! A campaign with its calls: the file, and the records that belong to it.

use crate::history::{History, StoredCall, StoredCampaign};
use crate::practice::campaign::{Campaign, Standing};
use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::Date;

pub struct Open {
    pub stored: StoredCampaign,
    pub standing: Standing,
}

/// The caller's date now.
pub fn today() -> Date {
    jiff::Zoned::now().date()
}

/// Now, as records write it.
pub fn started_at() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The campaign that goes on.
pub fn current(history: &History) -> anyhow::Result<Open> {
    let stored = history
        .campaigns()
        .current()?
        .context("there is no campaign yet; begin one: coldcall campaign new")?;
    let (calls, _) = history.all()?;
    open(stored, &calls)
}

/// Every campaign that can be read, by name.
pub fn all(history: &History) -> anyhow::Result<Vec<Open>> {
    let (calls, _) = history.all()?;
    let campaigns = history.campaigns();
    let stored = campaigns.names()?.into_iter().filter_map(|name| campaigns.open(&name).ok());
    stored.map(|stored| open(stored, &calls)).collect()
}

fn open(stored: StoredCampaign, calls: &[StoredCall]) -> anyhow::Result<Open> {
    let begun: Timestamp =
        stored.begun.parse().with_context(|| format!("the campaign {} has no date", stored.name))?;
    let resumes = stored.resumes.iter().filter_map(|day| day.parse().ok()).collect();
    let campaign = Campaign { name: stored.name.clone(), seed: stored.seed, resumes };
    let own = calls.iter().filter(|call| belongs(call, &stored.name, begun));
    let standing = Standing::fold(&campaign, own.map(|call| (call.name.as_str(), &call.record)));
    Ok(Open { stored, standing })
}

/// A call from before it began was made for a forgotten campaign of the same name.
fn belongs(call: &StoredCall, name: &str, begun: Timestamp) -> bool {
    let part = call.record.campaign.as_ref();
    let at: Option<Timestamp> = call.record.started_at.parse().ok();
    part.is_some_and(|part| part.name == name) && at.is_some_and(|at| at >= begun)
}

//! The scenarios that are in the binary.

/// One scenario file of the collection.
#[derive(Debug, Clone, Copy)]
pub struct Builtin {
    /// The file's stem: what `coldcall call` takes.
    pub id: &'static str,
    /// Its place in the repository.
    pub path: &'static str,
    pub text: &'static str,
}

/// Adds `scenarios/<id>.toml`; the one list of what is shipped by itself.
macro_rules! shipped {
    ($($id:literal),* $(,)?) => {
        const SHIPPED: &[Builtin] = &[$(Builtin {
            id: $id,
            path: concat!("scenarios/", $id, ".toml"),
            text: include_str!(concat!("../../scenarios/", $id, ".toml")),
        }),*];
    };
}

shipped![
    "follow-up",
    "follow-up-hr-trap",
    "follow-up-assistant",
    "follow-up-busy-manager",
    "follow-up-forgot",
    "cold-hiring-manager",
    "cold-vice-president",
    "cold-not-hiring",
    "cold-how-got-number",
    "referral-friends-friend",
    "referral-former-colleague",
    "referral-alumni",
    "voicemail-first",
    "voicemail-second",
    "voicemail-third",
    "info-eager-receptionist",
    "info-guarded-receptionist",
    "info-human-resources",
    "info-department",
    "info-wrong-person",
    "info-insider",
    "reverse-fifteen-minutes",
    "reverse-conversation",
    "reverse-suspicious",
    "reverse-no-power",
    "reverse-accidental",
    "reverse-raise",
    "rejection-practice",
];

/// Every shipped scenario, in the order in which `scenario list` shows them.
pub fn builtin() -> &'static [Builtin] {
    SHIPPED
}

/// Adds `scenarios/campaign/<name>.toml` under the id `campaign-<name>`.
macro_rules! rungs {
    ($($name:literal),* $(,)?) => {
        const RUNGS: &[Builtin] = &[$(Builtin {
            id: concat!("campaign-", $name),
            path: concat!("scenarios/campaign/", $name, ".toml"),
            text: include_str!(concat!("../../scenarios/campaign/", $name, ".toml")),
        }),*];
    };
}

rungs!["reception", "human-resources", "insider", "colleague", "manager", "manager-voicemail"];

/// The calls of a campaign's ladder; `coldcall campaign` fills them with a company.
pub fn rungs() -> &'static [Builtin] {
    RUNGS
}

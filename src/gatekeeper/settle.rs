//! What the seed decides before the telephone rings: which of the brief's values hold.
//!
//! Enters: a scenario with choices, a seed, and the caller's own values. Leaves: the scenario of this one call. What is
//! hidden from the caller is decided too, but stays with the gatekeeper's memory.

use super::draw;
use crate::scenario::{Brief, Scenario, fill_words};

/// The scenario as this call plays it. What `own` gives comes before what the file says.
pub fn settle(scenario: &Scenario, seed: u64, own: &Brief) -> Scenario {
    let mut settled = scenario.clone();
    let most = scenario.choices.values().map(Vec::len).max().unwrap_or(0);
    let index = draw::below(seed, "brief", most);
    for (key, choices) in std::mem::take(&mut settled.choices) {
        if let Some(choice) = choices.get(index) {
            settled.brief.insert(key, choice.clone());
        }
    }
    settled.brief.extend(own.values.clone());
    settled.say_as.extend(own.say_as.clone());
    for (list, own) in [
        (&mut settled.known, &own.known),
        (&mut settled.needs, &own.needs),
        (&mut settled.research, &own.research),
    ] {
        if !own.is_empty() {
            list.clone_from(own);
        }
    }
    let filled = |texts: &[String]| -> Vec<String> {
        texts.iter().map(|text| fill_words(text, &|name| settled.brief.get(name).cloned())).collect()
    };
    let (needs, research) = (filled(&settled.needs), filled(&settled.research));
    Scenario { needs, research, ..settled }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse;

    #[test]
    fn one_draw_chooses_from_all_lists_and_own_values_come_first() {
        let text = include_str!("../authoring/first.toml").replace(
            "company = \"Harbor Foods\"",
            "company = [\"Harbor Foods\", \"Blue Kettle\", \"Northside\"]\ntown = [\"Erie\", \"Dayton\", \"Salem\"]",
        );
        let scenario = parse("first", &text).scenario.expect("good");
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..40 {
            let settled = settle(&scenario, seed, &Brief::default());
            let place =
                |key: &str| scenario.choices[key].iter().position(|value| *value == settled.brief[key]);
            assert_eq!(place("company"), place("town"));
            assert_eq!(settled, settle(&settled, seed + 1, &Brief::default()), "settled once");
            seen.insert(place("company"));
        }
        assert_eq!(seen.len(), 3);
        let values = [("company".to_owned(), "My Own".to_owned())].into();
        let own = Brief { values, needs: vec!["care at {company}".to_owned()], ..Brief::default() };
        let settled = settle(&scenario, 1, &own);
        assert_eq!(settled.brief["company"], "My Own");
        assert_eq!(
            (settled.needs.as_slice(), &settled.research),
            (&["care at My Own".to_owned()][..], &scenario.research)
        );
    }
}

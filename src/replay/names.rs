//! The names in a rehearsal: those that its scenario does not have.

use super::rehearsal::{Line, Miss, Rehearsal};
use crate::gatekeeper::{CALLER_HUNG_UP, OUT_OF_TIME};
use crate::scenario::{Scenario, nearest, quoted};

/// A slip in a name would else pass for a call that went another way, or for nothing at all.
pub(super) fn unknown_names(scenario: &Scenario, rehearsal: &Rehearsal) -> Vec<Miss> {
    let mut misses = Vec::new();
    let mut known = |line: usize, what: &str, name: &str, names: Vec<&str>| {
        if !names.contains(&name) {
            let near = nearest(name, names.iter().copied()).map(|near| format!("; did you mean {near}?"));
            let message = format!("the scenario has no {what} {}{}", quoted(name), near.unwrap_or_default());
            misses.push(Miss { line, message });
        }
    };
    let states: Vec<&str> = scenario.states.keys().map(String::as_str).collect();
    let endings: Vec<&str> = scenario.endings.keys().map(String::as_str).collect();
    let places = || states.iter().chain(&endings).copied().collect::<Vec<&str>>();
    for (line, key, _) in &rehearsal.brief {
        let keys = scenario.brief.keys().chain(scenario.choices.keys()).map(String::as_str).collect();
        known(*line, "value of the brief", key, keys);
    }
    for (line, name, value) in &rehearsal.hidden {
        known(*line, "hidden", name, scenario.hidden.keys().map(String::as_str).collect());
        if let Some(values) = scenario.hidden.get(name) {
            known(
                *line,
                &format!("value of hidden.{name}"),
                value,
                values.iter().map(String::as_str).collect(),
            );
        }
    }
    for (line, fact) in &rehearsal.knows {
        known(*line, "fact", fact, scenario.facts.keys().map(String::as_str).collect());
    }
    for (line, said) in &rehearsal.lines {
        if let Line::Them(expected) = said
            && let Some(state) = &expected.state
        {
            known(*line, "state", state, places());
        }
    }
    for (line, state) in &rehearsal.visits {
        known(*line, "state", state, places());
    }
    if let Some((line, ending)) = &rehearsal.ending {
        let own = [CALLER_HUNG_UP, OUT_OF_TIME];
        known(*line, "ending", ending, endings.iter().copied().chain(own).collect());
    }
    misses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_name_is_told_with_its_line() {
        let text = include_str!("../authoring/first.toml").replace("@TITLE@", "First");
        let scenario = crate::scenario::parse("first", &text).scenario.unwrap();
        let rehearsal = Rehearsal::parse(
            "brief.contat: Jane\nhidden.burn: quit\nknows: plan\nthem: [recepton]\nyou: Hello.\nvisits: screning\nending: interviw\n",
        )
        .unwrap();
        let told: Vec<String> = unknown_names(&scenario, &rehearsal).iter().map(Miss::to_string).collect();
        assert_eq!(told.len(), 6, "{told:?}");
        assert!(told[0].contains("line 1") && told[0].contains("contact"), "{told:?}");
        assert!(told[3].contains("did you mean reception?"), "{told:?}");
        let good = Rehearsal::parse("them: [reception]\nyou: (hangs up)\nending: caller_hung_up\n").unwrap();
        assert_eq!(unknown_names(&scenario, &good), []);
    }
}

use super::*;
use std::path::Path;

#[test]
fn the_book_is_complete_and_in_order() {
    let numbers: Vec<u32> = book().iter().map(|rule| rule.number).collect();
    assert_eq!(numbers, (1..=98).collect::<Vec<_>>());
    for number in 1..=98 {
        assert_eq!(rule(number).expect("every number is there").number, number);
    }
    assert_eq!(rule(0), None);
    assert_eq!(rule(99), None);
}

#[test]
fn every_row_is_well_formed() {
    for rule in book() {
        let at = rule.number;
        assert!(article(&rule.article).is_some(), "rule {at}: article {}", rule.article);
        assert!(!rule.quote.trim().is_empty(), "rule {at}: no quote");
        assert!(rule.quote.len() <= 120, "rule {at}: a short quote, please");
        assert!(!rule.kinds.is_empty(), "rule {at}: belongs to no call");
        assert!(rule.check.ends_with('.'), "rule {at}: {}", rule.check);
        let mut kinds = rule.kinds.clone();
        kinds.sort();
        kinds.dedup();
        assert_eq!(kinds.len(), rule.kinds.len(), "rule {at}: a kind twice");
    }
}

#[test]
fn conflicts_are_mutual() {
    for rule in book() {
        for other in &rule.conflicts {
            let other = super::rule(*other).expect("a conflict names a rule");
            assert!(other.conflicts.contains(&rule.number), "{} and {}", rule.number, other.number);
        }
    }
    assert_eq!(rule(24).expect("there").conflicts, [12]);
    assert_eq!(rule(38).expect("there").conflicts, [83]);
}

#[test]
fn every_kind_of_call_has_rules() {
    for kind in Kind::ALL {
        let count = book().iter().filter(|rule| rule.kinds.contains(kind)).count();
        assert!(count >= 9, "{kind} has {count} rules");
    }
}

#[test]
fn only_a_norm_with_a_source_is_scored() {
    for norm in norms() {
        assert!(!norm.scored || norm.mark != Mark::K, "{} is scored on hearsay", norm.id);
        assert!(!norm.scored || !norm.thresholds.is_empty(), "{} is scored by nothing", norm.id);
        assert!(norm.thresholds.values().all(|value| value.is_finite() && *value > 0.0), "{}", norm.id);
    }
    assert_eq!(norm("pace").expect("there").at("outer_high"), 165.0);
    assert_eq!(norm("loudness").map(|norm| norm.scored), Some(false));
    assert_eq!(norm("hurry"), None);
}

/// The articles themselves are not part of the repository; where they lie beside it, every quote is looked up.
#[test]
fn quotes_are_the_articles_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/articles");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: the articles are not here");
        return;
    };
    let texts: Vec<(String, String)> = files
        .map(|file| file.expect("readable").path())
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy()[..3].to_owned();
            (name, plain(&std::fs::read_to_string(&path).expect("text")))
        })
        .collect();
    for rule in book() {
        let (_, text) = texts.iter().find(|(name, _)| *name == rule.article).expect("the article");
        let mut from = 0;
        for part in rule.quote.split(" ... ") {
            let part = plain(part);
            let found = text[from..].find(&part);
            from += found.unwrap_or_else(|| panic!("rule {}: not in {}: {part}", rule.number, rule.article));
        }
    }
}

/// Without the differences of typesetting: quotation marks, dashes, runs of white space.
fn plain(text: &str) -> String {
    let folded: String = text
        .chars()
        .filter(|c| !"'\"“”‘’".contains(*c))
        .map(|c| if "–—".contains(c) { '-' } else { c })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

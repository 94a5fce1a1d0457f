use super::*;
use proptest::prelude::*;

fn ann() -> Profile {
    let mut profile = Profile::default();
    for (name, values) in [
        ("name", vec!["Ann Baker"]),
        ("number", vec!["612 555 0123"]),
        ("specialty", vec!["interior designer"]),
        ("years", vec!["8"]),
        ("strengths", vec!["keeping \"big\" projects on budget", "presenting to clients"]),
        ("accomplishments", vec!["led a team", "negotiated a 35% savings"]),
        ("referrers", vec!["Jim Collins / we play golf / her new granddaughter", "Mary Lee"]),
        ("stammer", vec!["yes"]),
    ] {
        set(&mut profile, name, &values).expect("fits");
    }
    profile
}

fn set(profile: &mut Profile, name: &str, values: &[&str]) -> Result<(), Trouble> {
    let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    profile.set(key(name).expect("a key"), &values)
}

#[test]
fn a_profile_survives_its_file() {
    for profile in [Profile::default(), ann()] {
        assert_eq!(Profile::from_toml(&profile.to_toml()), Ok(profile));
    }
}

#[test]
fn the_examples_of_the_file_are_a_whole_profile() {
    let text = Profile::default().to_toml();
    let uncommented: String = text
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| keys().iter().any(|key| line.starts_with(&format!("{} = ", key.name))))
        .map(|line| format!("{line}\n"))
        .collect();
    let profile = Profile::from_toml(&uncommented).expect("every example fits its key");
    let untold: Vec<&str> =
        keys().iter().filter(|key| profile.values(key).is_empty()).map(|key| key.name).collect();
    assert_eq!(untold, ["second_language"], "whose example is no");
    assert_eq!(profile.referrers[0].personal, "her new granddaughter");
}

#[test]
fn every_problem_is_told_at_once() {
    let text = "nme = \"Ann\"\nyears = \"many\"\nstrengths = 3\nnumber = \"12\"\n\
                referrers = [{ nam = \"Jim\" }]\nmax_pause_ms = 5\nstammer = \"perhaps\"\nname = \"a\\u001bb\"\n";
    let problems = Profile::from_toml(text).expect_err("all wrong");
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5, 6, 7, 8], "{problems:?}");
    assert!(problems[0].to_string().contains("did you mean `name`?"), "{}", problems[0]);
    let broken = Profile::from_toml("name = Ann\nyears = 8\n").expect_err("no TOML");
    assert_eq!(broken[0].line, 1);
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let mut profile = ann();
    for (name, values) in [
        ("name", vec!["Ann", "Baker"]),
        ("years", vec!["-3"]),
        ("years", vec!["eight"]),
        ("number", vec!["my number"]),
        ("strengths", vec!["x"; 13]),
        ("referrers", vec![" / we met / "]),
    ] {
        assert!(set(&mut profile, name, &values).is_err(), "{name} {values:?}");
        assert_eq!(profile, ann());
    }
    set(&mut profile, "stammer", &["no"]).expect("a no");
    set(&mut profile, "strengths", &["", " "]).expect("nothing");
    assert!(!profile.stammer && profile.strengths.is_empty());
}

#[test]
fn accomplishments_without_a_number_are_remarked_on() {
    let remarks = ann().remarks();
    assert!(remarks[0].starts_with("\"led a team\" has no number"), "{remarks:?}");
    assert!(remarks.iter().any(|remark| remark.contains("Mary Lee")), "{remarks:?}");
    assert_eq!(remarks.len(), 2, "{remarks:?}");
    assert!(has_number("doubled sales in two years") && !has_number("doubled sales"));
}

#[test]
fn a_call_gets_what_was_told_and_nothing_else() {
    let brief = ann().brief();
    assert_eq!(brief["caller"], "Ann Baker");
    assert_eq!(brief["caller_result"], "negotiated a 35% savings");
    assert_eq!(brief["referrer_personal"], "her new granddaughter");
    assert!(!brief.contains_key("caller_education") && !brief.contains_key("caller_second_language"));
    assert!(Profile::default().brief().is_empty());
    assert_eq!((ann().max_pause_ms(), Profile::default().max_pause_ms()), (Some(3_000), None));
}

#[test]
fn a_call_keeps_what_it_has_and_gets_the_rest() {
    let mut brief = BTreeMap::from([("caller_years".to_owned(), "3".to_owned())]);
    ann().fill(&mut brief);
    assert_eq!((brief["caller_years"].as_str(), brief["referrer"].as_str()), ("3", "Jim Collins"));
    let mut sent = BTreeMap::from([("referrer".to_owned(), "Gary Brown".to_owned())]);
    ann().fill(&mut sent);
    assert_eq!(sent["caller"], "Ann Baker");
    assert!(!sent.contains_key("referrer_know"), "Jim's story is not Gary's");
}

#[test]
fn a_respelled_name_is_said_word_by_word() {
    let named = |name: &str, sound: &str| {
        let profile =
            Profile { name: Some(name.into()), sounds_like: Some(sound.into()), ..Profile::default() };
        profile.say_as()
    };
    assert_eq!(named("Siobhan Li", "shi-VAWN lee")["Siobhan"], "shi-vawn");
    assert!(named("Siobhan", "shi VAWN").is_empty() && ann().say_as().is_empty());
}

proptest! {
    #[test]
    fn any_text_is_a_profile_or_has_problems(text in "\\PC{0,200}") {
        if let Ok(profile) = Profile::from_toml(&text) {
            prop_assert_eq!(Profile::from_toml(&profile.to_toml()), Ok(profile));
        }
    }

    #[test]
    fn any_note_that_is_kept_survives_the_file(note in "[^\\p{C}]{1,60}") {
        let mut profile = Profile::default();
        if set(&mut profile, "strengths", &[&note]).is_ok() && set(&mut profile, "referrers", &[&note]).is_ok() {
            prop_assert_eq!(Profile::from_toml(&profile.to_toml()), Ok(profile));
        }
    }
}

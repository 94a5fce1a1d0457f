//! What people note down about themselves, as they would say it in a call.
//!
//! Notes go in ("negotiation", "cut costs by a third"), plain sentences come out. This room must not know whose notes
//! they are.

/// `a designer`, `an engineer`; what already has an article keeps it.
pub fn with_article(job: &str) -> String {
    let job = job.trim();
    let lower = job.to_lowercase();
    if ["a ", "an ", "the "].iter().any(|article| lower.starts_with(article)) {
        return job.to_owned();
    }
    let article = if lower.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {job}")
}

/// What somebody is, as a sentence: "interior designer" and "I'm an interior designer" both are one.
pub fn as_field(note: &str) -> String {
    let note = bare(note);
    if is_sentence(note) { capital(note) } else { format!("I'm {}", with_article(note)) }
}

/// Years of experience, as people say them: one is no "years".
pub fn years(count: u32) -> String {
    format!("{count} {}", if count == 1 { "year" } else { "years" })
}

/// What somebody is good at, as one sentence: "I'm good at planning and presenting."
pub fn as_skills(notes: &[&str]) -> String {
    let (sentences, skills): (Vec<&str>, Vec<&str>) = notes
        .iter()
        .map(|note| bare(note))
        .filter(|note| !note.is_empty())
        .partition(|note| is_sentence(note));
    let mut said = Vec::new();
    if !skills.is_empty() {
        said.push(format!("I'm good at {}.", listed(&skills)));
    }
    said.extend(sentences.iter().map(|sentence| format!("{}.", capital(sentence))));
    said.join(" ")
}

/// What somebody achieved, without a full stop: "cut costs by a third" becomes "I cut costs by a third".
pub fn as_result(note: &str) -> String {
    let note = bare(note);
    let lower = note.to_lowercase();
    let led_in = ["last ", "in ", "this ", "at ", "as "].iter().any(|lead| lower.starts_with(lead));
    // "IBM chose my design" is whole already.
    let named =
        note.split_whitespace().next().is_some_and(|word| word.chars().skip(1).any(char::is_uppercase));
    if is_sentence(note) || led_in || named { capital(note) } else { format!("I {}", small(note)) }
}

/// About them, said to them: "her new granddaughter" becomes "your new granddaughter".
pub fn said_to_them(note: &str) -> String {
    let note = bare(note);
    let owned = ["her ", "his ", "their "]
        .iter()
        .find_map(|whose| note.to_lowercase().strip_prefix(whose).map(str::len));
    match owned {
        Some(rest) => format!("your {}", &note[note.len() - rest..]),
        None => small(note),
    }
}

/// "a", "a and b", "a, b and c".
pub fn listed(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// With a small first letter.
pub fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn bare(note: &str) -> &str {
    note.trim().trim_end_matches(['.', ',', ';', '!'])
}

fn is_sentence(note: &str) -> bool {
    let first = note.split_whitespace().next().unwrap_or_default().to_lowercase().replace('’', "'");
    ["i", "i'm", "i've", "i'd", "my", "we", "our", "clients", "people", "they"].contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_get_their_article() {
        assert_eq!(with_article("engineer"), "an engineer");
        assert_eq!(with_article("the designer"), "the designer");
        assert_eq!(as_field("interior designer."), "I'm an interior designer");
        assert_eq!(as_field("I design kitchens"), "I design kitchens");
        assert_eq!((years(1), years(12)), ("1 year".into(), "12 years".into()));
    }

    #[track_caller]
    fn skills(notes: &[&str], said: &str) {
        assert_eq!(as_skills(notes), said);
    }

    #[test]
    fn skills_are_one_sentence() {
        skills(&["planning"], "I'm good at planning.");
        skills(
            &["planning", "presenting to clients", "budgets."],
            "I'm good at planning, presenting to clients and budgets.",
        );
        skills(&["I close sales", "planning"], "I'm good at planning. I close sales.");
        skills(&[" "], "");
    }

    #[test]
    fn what_is_theirs_is_yours_when_said_to_them() {
        assert_eq!(said_to_them("Her new granddaughter."), "your new granddaughter");
        assert_eq!(said_to_them("The trip to Maine"), "the trip to Maine");
    }

    #[test]
    fn results_are_sentences() {
        assert_eq!(as_result("Cut costs by a third."), "I cut costs by a third");
        assert_eq!(as_result("I cut costs"), "I cut costs");
        assert_eq!(as_result("last year I cut costs"), "Last year I cut costs");
        assert_eq!(as_result("IBM chose my design"), "IBM chose my design");
    }
}

//! `coldcall scenario new`: six questions, and a complete scenario from the answers.

use super::super::Exit;
use super::super::ask::{Answer, Asker};
use crate::authoring::{self, Answers, QUESTIONS};
use crate::call::Kind;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Asks, writes NAME.toml here, and says what to do with it.
pub fn run(name: &str, asker: &mut Asker<'_>) -> anyhow::Result<Exit> {
    let name = name.strip_suffix(".toml").unwrap_or(name);
    let path = free(Path::new(""), name)?;
    let answers = ask(asker)?;
    super::super::write_new(&path, &authoring::first_scenario(name, &answers)?)?;
    let out = &mut asker.out;
    writeln!(out, "wrote {}", path.display())?;
    writeln!(out, "play it:  coldcall call {} --text", path.display())?;
    writeln!(out, "check it: coldcall scenario check {}", path.display())?;
    Ok(Exit::Done)
}

/// What is left out stays as the example has it.
fn ask(asker: &mut Asker<'_>) -> anyhow::Result<Answers> {
    writeln!(asker.out, "Six questions. Enter leaves one as the example has it.")?;
    let mut answers = Answers::default();
    let mut answer = asker.ask(&format!("{} ", QUESTIONS[0]))?;
    while let Answer::Said(said) = &answer {
        if let Some(kind) = Kind::from_name(&said.to_lowercase().replace([' ', '-'], "_")) {
            answers.kind = kind;
            break;
        }
        answer = asker.ask("  One of the seven words in brackets, please: ")?;
    }
    let rest = [
        &mut answers.company,
        &mut answers.desk,
        &mut answers.contact,
        &mut answers.about,
        &mut answers.objection,
    ];
    for (question, answer) in QUESTIONS[1..].iter().zip(rest) {
        match asker.ask(&format!("{question} "))? {
            Answer::Said(said) => *answer = said,
            Answer::Keep | Answer::Clear => {}
            Answer::Over => break,
        }
    }
    Ok(answers)
}

/// Where the file will be; asking comes after, so that no answer is in vain.
fn free(folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    authoring::first_scenario(name, &Answers::default())?;
    let path = folder.join(format!("{name}.toml"));
    anyhow::ensure!(
        !path.exists(),
        "{} is there already and was left alone; choose another name",
        path.display()
    );
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::scenario::known_moves;

    #[test]
    fn a_new_scenario_passes_check_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = free(folder.path(), "my-call").unwrap();
        let mut out = Vec::new();
        let typed = "tea party\ncold\nBright Dental\nRosa\nDr. Emil Novak\ndental assistant\n\n";
        let answers = ask(&mut Asker::typed(typed, &mut out)).unwrap();
        let text = authoring::first_scenario("my-call", &answers).unwrap();
        crate::cli::write_new(&path, &text).unwrap();
        let checked = authoring::check("my-call", &text, &known_moves().unwrap());
        assert_eq!(checked.problems, [], "the shipped lexicon has every move of the first scenario");
        assert_eq!(checked.scenario.unwrap().kind, Kind::Cold);
        for said in ["Bright Dental", "Rosa", "Novak", "dental assistant"] {
            assert!(text.contains(said), "{said}");
        }
        let asked = String::from_utf8(out).unwrap();
        assert!(asked.contains("One of the seven"), "{asked}");
        assert_eq!(QUESTIONS.iter().filter(|question| asked.contains(*question)).count(), 6);
        let again = free(folder.path(), "my-call").unwrap_err().to_string();
        assert!(again.contains("is there already"), "{again}");
        assert!(free(folder.path(), "../my-call").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn without_answers_it_is_the_example() {
        for typed in ["", "\n\n\n\n\n\n", "-\n"] {
            assert_eq!(ask(&mut Asker::typed(typed, std::io::sink())).unwrap(), Answers::default());
        }
    }
}

//! Questions, one line each: at a terminal with a prompt, from a pipe with the answers shown.

use std::io::{self, BufRead, IsTerminal, Write};

/// A longer line is cut: nobody says more in one go.
const LONGEST_ANSWER: usize = 8 * 1024;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// An empty line: leave it as it is.
    Keep,
    /// A `-` alone.
    Clear,
    Said(String),
    /// The end of the input.
    Over,
}

/// Somebody who can be asked.
pub struct Asker<'a> {
    input: Box<dyn BufRead + 'a>,
    pub out: Box<dyn Write + 'a>,
    /// There is a person at the keys, who sees what they type.
    pub terminal: bool,
}

impl<'a> Asker<'a> {
    /// Standard input and output.
    pub fn of_user() -> Self {
        let terminal = io::stdin().is_terminal();
        Self { input: Box::new(io::stdin().lock()), out: Box::new(anstream::stdout()), terminal }
    }

    #[cfg(test)]
    pub fn typed(lines: &'a str, out: impl Write + 'a) -> Self {
        Self { input: Box::new(lines.as_bytes()), out: Box::new(out), terminal: false }
    }

    /// Shows `prompt`, and reads one line.
    pub fn ask(&mut self, prompt: &str) -> io::Result<Answer> {
        write!(self.out, "{prompt}")?;
        self.out.flush()?;
        let mut line = Vec::new();
        let read = self.input.read_until(b'\n', &mut line)?;
        line.truncate(LONGEST_ANSWER);
        let line = String::from_utf8_lossy(&line);
        let said: String = line.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if !self.terminal || read == 0 {
            writeln!(self.out, "{said}")?;
        }
        Ok(match said.trim() {
            _ if read == 0 => Answer::Over,
            "" => Answer::Keep,
            "-" => Answer::Clear,
            said => Answer::Said(said.to_owned()),
        })
    }

    /// A question that only a yes answers with yes.
    pub fn agrees(&mut self, question: &str) -> io::Result<bool> {
        let answer = self.ask(&format!("{question} [y/N] "))?;
        Ok(matches!(answer, Answer::Said(said) if ["y", "yes"].contains(&said.to_lowercase().as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_answers() {
        let mut out = Vec::new();
        let mut asker = Asker::typed("Ann \n\n-\nlast\u{7}", &mut out);
        let answers: Vec<Answer> = (0..5).map(|_| asker.ask("? ").expect("a pipe")).collect();
        let said = |text: &str| Answer::Said(text.to_owned());
        assert_eq!(answers, [said("Ann"), Answer::Keep, Answer::Clear, said("last"), Answer::Over]);
        drop(asker);
        assert_eq!(String::from_utf8(out).expect("text"), "? Ann\n? \n? -\n? last \n? \n");
    }

    #[test]
    fn only_a_yes_is_a_yes() {
        for (typed, agrees) in [("y\n", true), ("YES\n", true), ("\n", false), ("", false), ("why\n", false)]
        {
            assert_eq!(Asker::typed(typed, io::sink()).agrees("?").expect("a pipe"), agrees, "{typed:?}");
        }
    }
}

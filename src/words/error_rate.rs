//! Word errors: which words of a text were recognised as something else.
//!
//! Two lists of words go in; for each word of the first, and for what came in between, the mistakes come out. The
//! alignment is the one of fewest insertions, deletions and substitutions (Levenshtein 1966), as word error rates are
//! reckoned.

/// The mistakes at each word of `said`: 1 where it is missing or another one was heard, and 1 for each word too many,
/// reckoned to the word before it. O(n · m) in time and memory.
///
/// `same` says whether two words count as equal.
pub fn mistakes<W>(said: &[W], heard: &[W], same: impl Fn(&W, &W) -> bool) -> Vec<usize> {
    let width = heard.len() + 1;
    let mut cost = vec![0usize; (said.len() + 1) * width];
    for row in 0..=said.len() {
        for column in 0..width {
            let at = row * width + column;
            cost[at] = match (row.checked_sub(1), column.checked_sub(1)) {
                (None, None) => 0,
                (None, Some(_)) => column,
                (Some(_), None) => row,
                (Some(word), Some(other)) => {
                    let step = usize::from(!same(&said[word], &heard[other]));
                    (cost[at - width - 1] + step).min(cost[at - width] + 1).min(cost[at - 1] + 1)
                }
            };
        }
    }
    let mut wrong = vec![0; said.len()];
    let (mut row, mut column) = (said.len(), heard.len());
    while row > 0 || column > 0 {
        let at = row * width + column;
        if row > 0 && column > 0 {
            let step = usize::from(!same(&said[row - 1], &heard[column - 1]));
            if cost[at] == cost[at - width - 1] + step {
                wrong[row - 1] += step;
                (row, column) = (row - 1, column - 1);
                continue;
            }
        }
        if row > 0 && cost[at] == cost[at - width] + 1 {
            wrong[row - 1] += 1;
            row -= 1;
        } else {
            if let Some(word) = wrong.get_mut(row.saturating_sub(1)) {
                *word += 1;
            }
            column -= 1;
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(said: &str, heard: &str) -> Vec<usize> {
        let words = |text: &'static str| text.split_whitespace().collect::<Vec<_>>();
        let (said, heard) = (said.to_owned().leak(), heard.to_owned().leak());
        mistakes(&words(said), &words(heard), |a, b| a == b)
    }

    #[test]
    fn mistakes_stand_at_their_words() {
        assert_eq!(of("good morning dana speaking", "good morning dana speaking"), [0, 0, 0, 0]);
        assert_eq!(of("good morning dana speaking", "good warning dana"), [0, 1, 0, 1]);
        assert_eq!(of("one two", "oh one and two"), [2, 0]);
        assert_eq!(of("one two", ""), [1, 1]);
        assert_eq!(of("", "one"), [0; 0]);
    }
}

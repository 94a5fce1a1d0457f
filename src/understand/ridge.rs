//! Kernel ridge regression: examples and targets in, a score for each target out.
//!
//! The kernel adds likeness of meaning (embeddings), of words and of grammar. Closed form, so the same examples
//! always give the same scores; leave-one-out scores come for free and calibrate them
//! (Rifkin and Lippert 2007, "Notes on regularized least squares").

use super::embed::{Embedding, dot};

/// A stretch of words as the kernel compares it.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub embedding: Embedding,
    /// Hashes of words and pairs, sorted, each once.
    pub grams: Vec<usize>,
    /// One bit for each element that a phrase speaks for.
    pub signs: u32,
}

/// Weights of the kernel's parts, chosen by leave-one-out on the shipped lexicon.
const WORDS: f32 = 0.3;
const SIGNS: f32 = 0.25;
/// What is added to the diagonal: how little one example alone is believed.
const LAMBDA: f64 = 0.5;

pub fn kernel(a: &Point, b: &Point) -> f32 {
    let meaning = dot(&a.embedding, &b.embedding).max(0.0);
    let words = shared(&a.grams, &b.grams) / root(a.grams.len() * b.grams.len());
    let both = (a.signs & b.signs).count_ones();
    let signs = count(both as usize) / root((a.signs.count_ones() * b.signs.count_ones()) as usize);
    meaning * meaning + WORDS * words + SIGNS * signs
}

#[expect(clippy::cast_precision_loss, reason = "counts of words in a sentence")]
fn count(n: usize) -> f32 {
    n as f32
}

fn root(n: usize) -> f32 {
    count(n.max(1)).sqrt()
}

/// How many hashes two sorted lists share.
fn shared(a: &[usize], b: &[usize]) -> f32 {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    count(both)
}

/// A fitted regression over `points`.
#[derive(Debug, Clone)]
pub struct Ridge {
    points: Vec<Point>,
    /// For each target one weight a point.
    alphas: Vec<Vec<f32>>,
}

impl Ridge {
    /// Fits one regression for each target: `members[target]` are the indices of its points.
    pub fn fit(points: Vec<Point>, members: &[Vec<usize>]) -> Self {
        let factor = factor(&points);
        let alphas = members
            .iter()
            .map(|members| solve(&factor, points.len(), &indicator(points.len(), members)))
            .collect();
        Self { points, alphas }
    }

    /// A regression that was fitted earlier: one weight a point for each target.
    pub fn known(points: Vec<Point>, alphas: Vec<Vec<f32>>) -> Self {
        Self { points, alphas }
    }

    pub fn alphas(&self) -> &[Vec<f32>] {
        &self.alphas
    }

    /// A score for each target; near 1 for what its examples say, near 0 for anything else.
    pub fn scores(&self, point: &Point) -> Vec<f32> {
        let likeness: Vec<f32> = self.points.iter().map(|known| kernel(known, point)).collect();
        self.alphas.iter().map(|alpha| dot(alpha, &likeness)).collect()
    }

    /// For each point the scores that it would get had it not been among the examples.
    pub fn left_out(&self, members: &[Vec<usize>]) -> Vec<Vec<f32>> {
        let size = self.points.len();
        let diagonal = inverse_diagonal(&factor(&self.points), size);
        let mut scores = vec![vec![0.0; self.alphas.len()]; size];
        for (target, alpha) in self.alphas.iter().enumerate() {
            let wanted = indicator(size, &members[target]);
            for at in 0..size {
                #[expect(clippy::cast_possible_truncation, reason = "a score needs seven digits at most")]
                let score = (wanted[at] - f64::from(alpha[at]) / diagonal[at]) as f32;
                scores[at][target] = score;
            }
        }
        scores
    }
}

fn indicator(size: usize, members: &[usize]) -> Vec<f64> {
    let mut wanted = vec![0.0; size];
    members.iter().for_each(|at| wanted[*at] = 1.0);
    wanted
}

/// The lower Cholesky factor of the kernel matrix with [`LAMBDA`] on its diagonal, row by row.
fn factor(points: &[Point]) -> Vec<f64> {
    let size = points.len();
    let mut lower = vec![0.0_f64; size * size];
    for row in 0..size {
        for column in 0..=row {
            let mut sum = f64::from(kernel(&points[row], &points[column]));
            if row == column {
                sum += LAMBDA;
            }
            let (above, here) = lower.split_at(row * size);
            let left = &here[..column];
            let right = if row == column { left } else { &above[column * size..column * size + column] };
            sum -= dot64(left, right);
            lower[row * size + column] =
                if row == column { sum.max(1e-9).sqrt() } else { sum / lower[column * size + column] };
        }
    }
    lower
}

fn dot64(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0_f64; 4];
    for (a, b) in a.chunks_exact(4).zip(b.chunks_exact(4)) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    let rest = a.len() - a.len() % 4;
    sums.iter().sum::<f64>() + a[rest..].iter().zip(&b[rest..]).map(|(a, b)| a * b).sum::<f64>()
}

fn solve(lower: &[f64], size: usize, wanted: &[f64]) -> Vec<f32> {
    let mut x = wanted.to_vec();
    for row in 0..size {
        let known = dot64(&lower[row * size..row * size + row], &x[..row]);
        x[row] = (x[row] - known) / lower[row * size + row];
    }
    for row in (0..size).rev() {
        x[row] /= lower[row * size + row];
        let value = x[row];
        for (before, x) in x[..row].iter_mut().enumerate() {
            *x -= lower[row * size + before] * value;
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "weights need seven digits at most")]
    let weights = x.into_iter().map(|x| x as f32).collect();
    weights
}

/// The diagonal of the inverse: for each column the squared length of the inverse factor's column.
fn inverse_diagonal(lower: &[f64], size: usize) -> Vec<f64> {
    let mut diagonal = vec![0.0; size];
    let mut column = vec![0.0_f64; size];
    for start in 0..size {
        column[start..].fill(0.0);
        column[start] = 1.0 / lower[start * size + start];
        for row in start + 1..size {
            let known = dot64(&lower[row * size + start..row * size + row], &column[start..row]);
            column[row] = -known / lower[row * size + row];
        }
        diagonal[start] = column[start..].iter().map(|x| x * x).sum();
    }
    diagonal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f32, y: f32) -> Point {
        Point { embedding: super::super::embed::unit(vec![x, y, 0.0, 0.0]), grams: vec![], signs: 0 }
    }

    #[test]
    fn what_is_like_the_examples_scores_high() {
        let ridge =
            Ridge::fit(vec![point(1.0, 0.1), point(1.0, 0.0), point(0.0, 1.0)], &[vec![0, 1], vec![2]]);
        let scores = ridge.scores(&point(1.0, 0.05));
        assert!(scores[0] > 0.7 && scores[1] < 0.2, "{scores:?}");
    }

    #[test]
    fn left_out_scores_are_those_of_a_fit_without_the_point() {
        let points = vec![point(1.0, 0.1), point(1.0, 0.3), point(0.2, 1.0), point(0.1, 1.0)];
        let members = [vec![0, 1], vec![2, 3]];
        let left_out = Ridge::fit(points.clone(), &members).left_out(&members);
        let without = Ridge::fit(points[1..].to_vec(), &[vec![0], vec![1, 2]]);
        let scores = without.scores(&points[0]);
        assert!((left_out[0][0] - scores[0]).abs() < 1e-3, "{left_out:?} {scores:?}");
    }
}

//! The figures of a judged set: success at a rank, mean reciprocal rank, nDCG.

use std::collections::BTreeMap;

use serde::Serialize;

use super::answer::{Answer, MAX_RANK};

/// The figures of some queries. Shares and means lie between 0 and 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Figures {
    /// The number of queries that expect a record.
    pub n: usize,
    /// The share of queries whose first hit is an expected record.
    pub success_at_1: f64,
    /// The share of queries with an expected record among the first three hits.
    pub success_at_3: f64,
    /// The share of queries with an expected record among the first ten hits.
    pub success_at_10: f64,
    /// The mean reciprocal rank of the first expected record, 0 beyond the tenth.
    pub mrr_at_10: f64,
    /// The mean of each query's discounted gain of the first ten hits, by grade, as a share of the best order's.
    pub ndcg_at_10: f64,
    /// The number of queries that expect a reference: a record of the highest grade.
    pub n_with_reference: usize,
    /// The share of these queries whose first hit is such a record; `None` without such queries, as for the next ones.
    pub reference_at_1: Option<f64>,
    /// The share of these queries with such a record among the first ten hits.
    pub reference_at_10: Option<f64>,
    /// The mean reciprocal rank of the first such record, 0 beyond the tenth.
    pub reference_mrr_at_10: Option<f64>,
    /// The number of queries that name stale records, which must not stand above a reference.
    pub n_with_stale: usize,
    /// The share of these queries in which one does; `None` without such queries.
    pub stale_above: Option<f64>,
    /// The number of nonsense queries.
    pub n_nonsense: usize,
    /// The share of nonsense queries that the index declines to answer; `None` without nonsense.
    pub nonsense_unanswered: Option<f64>,
}

impl Figures {
    pub fn of<'a>(answers: impl Iterator<Item = &'a Answer<'a>>) -> Self {
        let mut figures = Self::default();
        let mut n_unanswered = 0;
        let mut references = References::default();
        let mut n_stale_above = 0;
        for answer in answers {
            if answer.judged.expected.is_empty() {
                figures.n_nonsense += 1;
                n_unanswered += usize::from(answer.is_declined);
                continue;
            }
            figures.n += 1;
            figures.ndcg_at_10 += ndcg(answer);
            if answer.judged.has_reference() {
                figures.n_with_reference += 1;
                references.add(answer.rank_of_reference());
            }
            if !answer.judged.stale.is_empty() {
                figures.n_with_stale += 1;
                n_stale_above += usize::from(answer.has_stale_above());
            }
            let Some(rank) = answer.rank() else { continue };
            figures.success_at_1 += f64::from(u8::from(rank == 1));
            figures.success_at_3 += f64::from(u8::from(rank <= 3));
            figures.success_at_10 += 1.0;
            figures.mrr_at_10 += 1.0 / rank as f64;
        }
        for sum in [
            &mut figures.success_at_1,
            &mut figures.success_at_3,
            &mut figures.success_at_10,
            &mut figures.mrr_at_10,
            &mut figures.ndcg_at_10,
        ] {
            *sum /= figures.n.max(1) as f64;
        }
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        let n = figures.n_with_reference;
        figures.reference_at_1 = share(references.n_first, n);
        figures.reference_at_10 = share(references.n_found, n);
        figures.reference_mrr_at_10 = (n > 0).then(|| references.reciprocal_ranks / n as f64);
        figures.stale_above = share(n_stale_above, figures.n_with_stale);
        figures.nonsense_unanswered = share(n_unanswered, figures.n_nonsense);
        figures
    }

    /// Returns the figures of each category. Queries without a category are left out.
    pub fn by_category(answers: &[Answer<'_>]) -> BTreeMap<String, Self> {
        let mut groups: BTreeMap<&str, Vec<&Answer<'_>>> = BTreeMap::new();
        for answer in answers {
            if let Some(category) = &answer.judged.category {
                groups.entry(category).or_default().push(answer);
            }
        }
        groups
            .into_iter()
            .map(|(category, answers)| (category.to_owned(), Self::of(answers.into_iter())))
            .collect()
    }
}

/// Where the first references of some queries stand.
#[derive(Default)]
struct References {
    n_first: usize,
    n_found: usize,
    reciprocal_ranks: f64,
}

impl References {
    fn add(&mut self, rank: Option<usize>) {
        let Some(rank) = rank else { return };
        self.n_first += usize::from(rank == 1);
        self.n_found += 1;
        self.reciprocal_ranks += 1.0 / rank as f64;
    }
}

/// Returns the discounted gain of an answer as a share of the best order's. A hit's gain is 2^grade − 1, divided by
/// log2(rank + 1).
fn ndcg(answer: &Answer<'_>) -> f64 {
    let gain = |grade: u8| 2f64.powi(i32::from(grade)) - 1.0;
    let discounted = |grades: &mut dyn Iterator<Item = u8>| -> f64 {
        (2u32..)
            .zip(grades.take(MAX_RANK))
            .map(|(place, grade)| gain(grade) / f64::from(place).log2())
            .sum()
    };
    let expected = &answer.judged.expected;
    let mut best: Vec<u8> = expected.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let grade_of = |id: &String| expected.get(id).copied().unwrap_or(0);
    discounted(&mut answer.ids.iter().map(grade_of)) / discounted(&mut best.into_iter())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::judgements::JudgedQuery;
    use super::*;

    fn judged(expected: &[(&str, u8)]) -> JudgedQuery {
        JudgedQuery {
            query: "eau".to_owned(),
            params: String::new(),
            category: None,
            expected: expected
                .iter()
                .map(|(id, grade)| ((*id).to_owned(), *grade))
                .collect(),
            stale: BTreeSet::new(),
        }
    }

    fn answer<'a>(judged: &'a JudgedQuery, ids: &[&str]) -> Answer<'a> {
        Answer {
            judged,
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
            is_declined: ids.is_empty(),
        }
    }

    #[test]
    fn ranks_count_as_their_definitions_say() {
        let (one, nonsense) = (judged(&[("a", 2)]), judged(&[]));
        let answers = [
            answer(&one, &["a"]),
            answer(&one, &["x", "a"]),
            answer(&one, &["x", "y", "z", "a"]),
            answer(&one, &[]),
            answer(&nonsense, &[]),
            answer(&nonsense, &["x"]),
        ];
        let figures = Figures::of(answers.iter());
        let shown = format!(
            "{} {:.3} {:.3} {:.3} {:.4} {:?}",
            figures.n,
            figures.success_at_1,
            figures.success_at_3,
            figures.success_at_10,
            figures.mrr_at_10,
            figures.nonsense_unanswered,
        );
        assert_eq!(shown, "4 0.250 0.500 0.750 0.4375 Some(0.5)");
    }

    #[test]
    fn a_reference_is_a_record_of_the_highest_grade() {
        let (both, relevant) = (judged(&[("a", 2), ("b", 1)]), judged(&[("a", 1)]));
        let of = |answers: &[Answer<'_>]| {
            let figures = Figures::of(answers.iter());
            (figures.n_with_reference, figures.reference_at_10)
        };
        let answers = [
            answer(&both, &["x", "b", "a"]),
            answer(&both, &["b"]),
            answer(&relevant, &["a"]),
        ];
        assert_eq!(of(&answers), (2, Some(0.5)));
        assert_eq!(of(&answers[2..]), (0, None));
    }

    #[test]
    fn a_stale_record_above_the_first_reference_counts() {
        let stale = JudgedQuery {
            stale: BTreeSet::from(["old".to_owned()]),
            ..judged(&[("new", 2), ("other", 1)])
        };
        let of = |ids: &[&str]| Figures::of([answer(&stale, ids)].iter());
        for (ids, above) in [
            (["new", "old"].as_slice(), 0.0),
            (&["other", "old", "new"], 1.0),
            (&["other", "new", "old"], 0.0),
            (&["other", "old"], 1.0),
            (&["other"], 0.0),
        ] {
            assert_eq!(of(ids).stale_above, Some(above), "{ids:?}");
        }
        let figures = of(&["other", "old", "new"]);
        let shown = (figures.reference_at_1, figures.reference_mrr_at_10);
        assert_eq!(shown, (Some(0.0), Some(1.0 / 3.0)));
        let without = Figures::of([answer(&judged(&[("new", 2)]), &["old"])].iter());
        assert_eq!((without.n_with_stale, without.stale_above), (0, None));
    }

    #[test]
    fn the_best_order_has_a_gain_of_1_and_a_worse_one_less() {
        let two = judged(&[("a", 2), ("b", 1)]);
        let of = |ids: &[&str]| Figures::of([answer(&two, ids)].iter()).ndcg_at_10;
        assert!((of(&["a", "b"]) - 1.0).abs() < 1e-12);
        // (1/log2(2) + 3/log2(3)) / (3/log2(2) + 1/log2(3))
        assert!((of(&["b", "a"]) - 0.7967).abs() < 1e-3);
        assert!(of(&["x"]).abs() < 1e-12);
    }
}

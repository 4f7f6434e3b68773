//! The answer of the index to a judged query.

use catalogue::RecordType;
use query::params;
use search_index::{SearchRequest, Searcher};

use super::judgements::{JudgedQuery, REFERENCE};

/// The last rank that counts: a user who finds nothing on the first page has found nothing.
pub const MAX_RANK: usize = 10;

/// The answer of the index to one judged query.
#[derive(Clone)]
pub struct Answer<'a> {
    pub judged: &'a JudgedQuery,
    /// The ids of the first [`MAX_RANK`] hits, in order.
    pub ids: Vec<String>,
    /// Whether the index declined to answer: it found nothing, or it marked the hits as those of another spelling.
    pub is_declined: bool,
}

impl Answer<'_> {
    /// Returns the rank of the first reference, from 1; `None` beyond [`MAX_RANK`].
    pub fn rank_of_reference(&self) -> Option<usize> {
        let grade = |id: &String| self.judged.expected.get(id).copied();
        let is_reference = |id: &String| grade(id).is_some_and(|grade| grade >= REFERENCE);
        self.ids.iter().position(is_reference).map(|at| at + 1)
    }

    /// Returns whether a stale record stands above the first reference.
    pub fn has_stale_above(&self) -> bool {
        let n_above = self
            .rank_of_reference()
            .map_or(self.ids.len(), |rank| rank - 1);
        let mut above = self.ids[..n_above].iter();
        above.any(|id| self.judged.stale.contains(id))
    }

    /// Returns the rank of the first expected record, from 1; `None` beyond [`MAX_RANK`].
    pub fn rank(&self) -> Option<usize> {
        let is_expected = |id: &String| self.judged.expected.contains_key(id);
        self.ids.iter().position(is_expected).map(|at| at + 1)
    }
}

/// Returns whether the index holds a record with this id that is not archived: a default search can find it.
pub fn is_live(searcher: &Searcher, id: &str) -> anyhow::Result<bool> {
    let record = searcher.record(&RecordType::Dataset, id)?;
    let record = match record {
        Some(record) => Some(record),
        None => searcher.record(&RecordType::Dataservice, id)?,
    };
    Ok(record.is_some_and(|record| record.archived_at().is_none()))
}

/// Asks the index a judged query, as `/api/search` does by default.
pub fn answer<'a>(searcher: &Searcher, judged: &'a JudgedQuery) -> anyhow::Result<Answer<'a>> {
    let parameters = format!(
        "{}&{}",
        params::encode(&[("q", &judged.query), ("facets", "none")]),
        judged.params
    );
    let request: SearchRequest = params::parse(&parameters)
        .map_err(|errors| anyhow::anyhow!("`{}`: {errors:?}", judged.query))?;
    let results = searcher.search(&SearchRequest {
        page_size: MAX_RANK,
        ..request
    })?;
    Ok(Answer {
        judged,
        ids: results.hits.into_iter().map(|found| found.hit.id).collect(),
        is_declined: results.total == 0 || results.understanding.correction.is_some(),
    })
}

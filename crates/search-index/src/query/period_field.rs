//! The field of periods, `période:2016..2020`: the records that cover a part of one.

use tantivy::query::{EmptyQuery, Query};

use super::context::Context;
use super::known_scores::KnownScores;
use super::periods::named_span;
use super::syntax::Clause;
use crate::facet::Facet;
use crate::request::SearchRequest;
use crate::time_span::TimeSpan;
use crate::understanding::{FieldMeaning, MeantValue};

/// Returns what a clause chooses by its period, and the query for it; the query finds nothing where the text is no period.
pub(super) fn in_period(context: &Context<'_>, clause: &Clause) -> (FieldMeaning, Box<dyn Query>) {
    let span = named_span(&clause.text, context.today);
    let query: Box<dyn Query> = match span {
        Some(span) => covering(context, span),
        None => Box::new(EmptyQuery),
    };
    (period_meaning(context, clause, span), query)
}

/// Returns the query for the records that cover a part of a period.
fn covering(context: &Context<'_>, span: TimeSpan) -> Box<dyn Query> {
    const SCORE: f32 = 1.0;
    let moments = span.moments();
    let documents = context.columns.segments.iter().map(|segment| {
        let documents = 0..segment.n_documents();
        let covering =
            documents.filter(|document| segment.covers(&moments, *document) == Some(true));
        covering.map(|document| (document, SCORE)).collect()
    });
    Box::new(KnownScores::new(context.engine, documents.collect()))
}

/// Returns what a clause chooses by its period: the years in it that records cover.
fn period_meaning(context: &Context<'_>, clause: &Clause, span: Option<TimeSpan>) -> FieldMeaning {
    let facet = Facet::CoveredYear;
    let request = SearchRequest::default();
    let column = context
        .columns
        .view(facet, &request, jiff::civil::Date::default())
        .column;
    let is_meant = |name: &&str| {
        let year = name.parse().ok();
        span.zip(year)
            .is_some_and(|(span, year)| span.has_year(year))
    };
    let years = (0..column.values.len() as u32).map(|ordinal| &*column.values.get(ordinal).name);
    let mut years: Vec<&str> = years.filter(is_meant).collect();
    years.sort_unstable();
    let values = years.into_iter().map(|year| MeantValue {
        value: year.to_owned(),
        label: year.to_owned(),
    });
    FieldMeaning {
        typed: clause.typed.clone(),
        facet,
        values: values.collect(),
    }
}

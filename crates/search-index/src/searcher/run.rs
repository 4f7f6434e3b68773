//! Running a planned query: the walk over its documents.

use catalogue::RecordType;
use jiff::civil;
use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermSetQuery};

use super::Searcher;
use crate::document::key;
use crate::error::Error;
use crate::pass::{Narrowed, Pass, PassResults};
use crate::query::Plan;
use crate::request::SearchRequest;

impl Searcher {
    /// Walks the documents of the query, narrowed to near-copies of a record, to a series or to given ids where the request asks
    /// for these.
    pub(super) fn run(
        &self,
        plan: &Plan,
        request: &SearchRequest,
        today: civil::Date,
    ) -> Result<PassResults, Error> {
        let pass = Pass::new(&self.columns, &self.ranking.priors, request, today);
        self.run_pass(pass, plan, request)
    }

    /// Walks the documents of the query in a pass of the request.
    pub(super) fn run_pass<'a>(
        &'a self,
        pass: Pass<'a>,
        plan: &'a Plan,
        request: &SearchRequest,
    ) -> Result<PassResults, Error> {
        let mut pass = pass
            .missing(plan.missing.as_ref())
            .mentions(plan.mentions.as_ref());
        if !plan.asks_for_retired() {
            pass = pass.living_first(&self.ranking.weights);
        }
        if plan.names_no_year() {
            pass = pass.newest_first(&self.ranking.weights);
        }
        if let Some(id_or_slug) = &request.copies_of {
            let Some(record) = self.address_of(id_or_slug)? else {
                return pass.run(&self.engine, &EmptyQuery);
            };
            pass = pass.only(Narrowed::to_copies_of(&self.columns, record));
        }
        if let Some(id) = &request.series {
            let Some(series) = self.series_with_id(id) else {
                return pass.run(&self.engine, &EmptyQuery);
            };
            pass = pass.only(Narrowed::Series(series));
        }
        match &request.among {
            Some(ids) => pass.run(&self.engine, &self.among(ids, plan)),
            None => pass.run(&self.engine, plan.query.as_ref()),
        }
    }

    /// Narrows a query to the records of these ids.
    fn among(&self, ids: &[String], plan: &Plan) -> BooleanQuery {
        let keys = RecordType::all()
            .iter()
            .flat_map(|record_type| ids.iter().map(|id| key(record_type, id)));
        let terms = keys.map(|key| Term::from_field_text(self.fields.key, &key));
        let narrowing: Box<dyn Query> = Box::new(TermSetQuery::new(terms));
        BooleanQuery::new(vec![
            (Occur::Must, plan.query.box_clone()),
            // What is looked for decides the order.
            (Occur::Must, Box::new(ConstScoreQuery::new(narrowing, 0.0))),
        ])
    }
}

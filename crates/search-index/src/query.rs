//! The words of a request -> a query of the index.
//!
//! [`syntax`] divides what was typed into clauses: plain words, `"a phrase"` that must stand so, `-word` that must not
//! occur, `field:value` that looks in one field. What is malformed is plain words. These are rewritten ([`rewriting`]:
//! alternatives by which each word may be found too) and matched ([`matching`]: all documents that have them, with
//! their scores), which happens while the query is planned; [`known_scores`] makes the result a tantivy query, so that
//! it can be combined with the other clauses ([`leaf_queries`]).

mod context;
mod data_lines;
mod families;
mod highlight_terms;
mod known_scores;
mod leaf_queries;
mod matching;
mod named;
mod pasted;
mod query_analyzer;
mod rewriting;
mod rewritten_query;
mod syntax;
mod thesaurus;
mod vocabulary;
mod wider_places;

use jiff::civil;
use tantivy::collector::DocSetCollector;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query};
use tantivy::{DocAddress, DocId};

use crate::error::{EngineContext, Error};
use crate::facet::Facet;
use crate::request::{SearchRequest, Sort};
use crate::understanding::Understanding;
pub(crate) use context::Context;
pub(crate) use highlight_terms::HighlightTerms;
use known_scores::KnownScores;
use leaf_queries::{either, facet_value, identifier, phrase, pinned, stop_word};
pub(crate) use matching::{Matcher, MissingWords, WordSet};
pub(crate) use named::is_named;
use named::{in_order, named};
use pasted::with_title;
use query_analyzer::QueryAnalyzer;
pub(crate) use rewriting::warm_up;
use rewriting::{rewrite, verbatim};
use rewritten_query::{QueryWord, RewrittenQuery};
use syntax::{Clause, Scope};
pub(crate) use thesaurus::Thesaurus;
pub(crate) use vocabulary::Vocabulary;
use wider_places::wider_places;

/// At most this many words of a query are looked for; the rest is left out.
const MAX_WORDS: usize = 32;

/// A query, ready to run.
pub(crate) struct Plan {
    pub query: Box<dyn Query>,
    pub highlight_terms: HighlightTerms,
    /// What was made of the words.
    pub understanding: Understanding,
    /// The plain words with their alternatives: hits are explained by these.
    pub plain_words: Option<RewrittenQuery>,
    /// The documents that lack some of these; `None` where every match is complete.
    pub missing: Option<MissingWords>,
}

impl Plan {
    /// Returns which of the plain words a document lacks.
    pub fn missing(&self, address: DocAddress) -> WordSet {
        let missing = self.missing.as_ref();
        missing.map_or_else(WordSet::default, |missing| {
            missing.of(address.segment_ord as usize, address.doc_id)
        })
    }

    /// Returns the plain words, as they were typed.
    pub fn words(&self) -> Vec<String> {
        let query = self.plain_words.as_ref();
        query.map_or_else(Vec::new, |query| {
            (0..query.words.len())
                .map(|index| query.typed(index))
                .collect()
        })
    }
}

/// Turns words into queries.
pub(crate) struct Planner<'a> {
    context: &'a Context<'a>,
    request: &'a SearchRequest,
    analyzer: QueryAnalyzer,
    highlight_terms: HighlightTerms,
    understanding: Understanding,
    plain_words: Option<RewrittenQuery>,
    missing: Option<MissingWords>,
}

impl<'a> Planner<'a> {
    pub fn new(context: &'a Context<'a>, request: &'a SearchRequest) -> Self {
        Self {
            context,
            request,
            analyzer: QueryAnalyzer::new(),
            highlight_terms: HighlightTerms::default(),
            understanding: Understanding::default(),
            plain_words: None,
            missing: None,
        }
    }

    /// Returns the query for what a user typed.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn plan(mut self) -> Result<Plan, Error> {
        let words = self.query()?;
        let query = self.named_only(words)?;
        Ok(Plan {
            query,
            highlight_terms: self.highlight_terms,
            understanding: self.understanding,
            plain_words: self.plain_words,
            missing: self.missing,
        })
    }

    fn query(&mut self) -> Result<Box<dyn Query>, Error> {
        let text = self.request.query.as_str();
        if text.trim().is_empty() {
            return Ok(Box::new(AllQuery));
        }
        let named = named(self.context, text, || self.passes_archived_filter())?;
        let text = named.rest.as_deref().unwrap_or(text);
        let mut clauses = syntax::parse(text);
        let has_operators = !matches!(clauses.as_slice(), [clause] if clause.is_plain());
        let mut records: Vec<Box<dyn Query>> = Vec::new();
        if has_operators {
            let titled = with_title(self.context, &mut self.analyzer, text)?;
            if !titled.is_empty() {
                clauses = vec![Clause::plain(text)];
                records.extend(titled.iter().map(|id| identifier(self.context, id)));
            }
        }
        let query = self.all_of(&clauses)?;
        records.extend(named.records);
        if matches!(clauses.as_slice(), [clause] if clause.is_plain()) {
            records.extend(self.pinned());
        }
        records.into_iter().try_fold(query, |query, record| {
            self.forgive(&*record)?;
            Ok(either(query, record))
        })
    }

    /// Narrows a query to the records that the request names, in their order; as it is where it names none.
    fn named_only(&mut self, words: Box<dyn Query>) -> Result<Box<dyn Query>, Error> {
        let names = &self.request.ids;
        if names.is_empty() {
            return Ok(words);
        }
        let (places, not_found) = in_order(self.context, names, &self.passes_archived_filter())?;
        self.understanding.not_found = not_found;
        let words = ConstScoreQuery::new(words, 0.0);
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Must, Box::new(words)),
            (Occur::Must, Box::new(places)),
        ])))
    }

    /// Returns the query for what fulfils all clauses.
    fn all_of(&mut self, clauses: &[Clause]) -> Result<Box<dyn Query>, Error> {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for clause in clauses {
            let queries = self.clause(clause, clauses.len() == 1)?;
            let occur = if clause.is_excluded {
                Occur::MustNot
            } else {
                Occur::Must
            };
            parts.extend(queries.into_iter().map(|query| (occur, query)));
        }
        Ok(match parts.iter().any(|(occur, _)| *occur == Occur::Must) {
            true => Box::new(BooleanQuery::new(parts)),
            // Only exclusions: everything else.
            false if !parts.is_empty() => {
                parts.push((Occur::Must, Box::new(AllQuery)));
                Box::new(BooleanQuery::new(parts))
            }
            // A text of nothing but punctuation finds nothing.
            false => Box::new(EmptyQuery),
        })
    }

    /// Returns the queries for a clause: none where it has no word that is looked for.
    fn clause(&mut self, clause: &Clause, is_alone: bool) -> Result<Vec<Box<dyn Query>>, Error> {
        if let Scope::Facet(facet) = clause.scope {
            let query = facet_value(self.context, self.request, facet, &clause.text);
            return Ok(vec![query]);
        }
        let mut words = self.analyzer.words(&clause.text);
        words.truncate(MAX_WORDS);
        if words.is_empty() {
            return Ok(if is_alone && !clause.is_excluded {
                self.stop_words(&clause.text)
            } else {
                Vec::new()
            });
        }
        if !clause.is_excluded {
            self.highlight_terms.add_words(&words);
        }
        // `-arbre` leaves out `arbres` too; `-data.gouv` leaves out the two words together.
        let is_one_excluded_word = clause.is_excluded && !clause.is_phrase && words.len() == 1;
        if (clause.is_phrase || clause.is_excluded) && !is_one_excluded_word {
            return Ok(vec![phrase(self.context, &words, clause.scope)]);
        }
        Ok(vec![self.words(words, clause)?])
    }

    /// Returns the queries for the records that an operator pinned to the plain words, frames apart.
    fn pinned(&self) -> Vec<Box<dyn Query>> {
        let (Some(thesaurus), Some(query)) = (self.context.thesaurus, &self.plain_words) else {
            return Vec::new();
        };
        let records = thesaurus.pinned(&query.demanded_words()).iter();
        records.map(|record| pinned(self.context, record)).collect()
    }

    /// Takes the records that a query finds for complete matches: whoever types a slug means its record, which may lack
    /// words of it, and so does who pins one.
    fn forgive(&mut self, records: &dyn Query) -> Result<(), Error> {
        let Some(missing) = &mut self.missing else {
            return Ok(());
        };
        let found = self.context.engine.search(records, &DocSetCollector);
        for address in found.to("look up a record")? {
            missing.forgive(address.segment_ord as usize, address.doc_id);
        }
        Ok(())
    }

    /// Finds the documents that have the words of a clause, and returns them as a query.
    fn words(&mut self, words: Vec<QueryWord>, clause: &Clause) -> Result<Box<dyn Query>, Error> {
        let may_rewrite = clause.is_plain() && !self.request.verbatim;
        let query = if may_rewrite {
            rewrite(self.context, &mut self.analyzer, &clause.text, words)?
        } else {
            verbatim(self.context, &mut self.analyzer, &clause.text, words)
        };
        // Which approximate matches are listed depends on their scores, in whatever order.
        let with_scores = self.request.sort == Sort::Relevance || may_rewrite;
        let scope = clause.scope.text_fields();
        let matches = Matcher::open(self.context, &query, scope, with_scores)
            .and_then(|mut matcher| matcher.find(may_rewrite, &self.passes_archived_filter()))
            .to("look for words")?;
        if clause.is_plain() {
            let is_none_complete = matches
                .relaxation
                .as_ref()
                .is_some_and(|it| it.n_with_all == 0);
            let wider_places = match &matches.missing {
                Some(missing) if is_none_complete => {
                    let filter = self.passes_archived_filter();
                    wider_places(self.context, &query, missing, &filter).to("look for places")?
                }
                _ => Vec::new(),
            };
            self.highlight_terms.add_alternatives(&query);
            self.understanding = Understanding {
                not_found: Vec::new(),
                interpretations: query.interpretations(),
                correction: query.correction(&self.request.query),
                relaxation: matches.relaxation,
                wider_places,
            };
            self.plain_words = Some(query);
            self.missing = matches.missing;
        }
        let engine = self.context.engine;
        Ok(Box::new(KnownScores::new(engine, matches.segments)))
    }

    /// Returns a predicate: does this document of a segment pass the request's `archived` filter?
    fn passes_archived_filter(&self) -> impl Fn(usize, DocId) -> bool {
        let view = self
            .context
            .columns
            .view(Facet::Archived, self.request, civil::Date::default());
        let admitted = self
            .request
            .filters
            .get(&Facet::Archived)
            .map(|values| view.any_of(values));
        move |segment, document| {
            admitted.as_ref().is_none_or(|admitted| {
                let set = view.column.documents(segment)[document as usize];
                admitted[set as usize]
            })
        }
    }

    /// Returns the queries for a text of nothing but stop words.
    fn stop_words(&mut self, text: &str) -> Vec<Box<dyn Query>> {
        let words = self.analyzer.with_stop_words(text);
        let words = words.iter().take(MAX_WORDS);
        words.map(|word| stop_word(self.context, word)).collect()
    }
}

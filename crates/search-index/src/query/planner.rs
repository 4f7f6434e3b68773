//! The words of a request -> a plan: what was typed is read, and its clauses become queries of the index.

use jiff::civil;
use tantivy::DocId;
use tantivy::collector::DocSetCollector;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query};

use super::archived_filter::archived_filter;
use super::business_numbers::business_numbers;
use super::context::Context;
use super::excluded::occurring;
use super::field_values::{are_declared, field_meaning};
use super::highlight_terms::HighlightTerms;
use super::known_scores::KnownScores;
use super::leaf_queries::{either, identifier, phrase, pinned, stop_word, with_value};
use super::matching::{Matcher, Mentions, MissingWords};
use super::named::{in_order, named};
use super::period_field::in_period;
use super::plan::Plan;
use super::query_analyzer::QueryAnalyzer;
use super::rewriting::{MAX_WORDS, rewrite, thesaurus_only, verbatim, year_only};
use super::rewritten_query::{QueryWord, RewrittenQuery};
use super::syntax::{self, Clause, ParsedQuery, Part, Scope};
use super::titles::{TitledBy, Written, titled_by};
use super::wider_places::wider_places;
use crate::document::year;
use crate::error::{EngineContext, Error};
use crate::request::{SearchRequest, Sort};
use crate::understanding::Understanding;

/// Turns words into queries.
pub(crate) struct Planner<'a> {
    context: &'a Context<'a>,
    request: &'a SearchRequest,
    analyzer: QueryAnalyzer,
    highlight_terms: HighlightTerms,
    understanding: Understanding,
    plain_words: Option<RewrittenQuery>,
    missing: Option<MissingWords>,
    mentions: Option<Mentions>,
    /// Whether records that lack a word are no answer.
    demands_all: bool,
    /// So many words may still be looked for.
    n_words_left: usize,
}

/// What parts of a query are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// They are all that is asked for.
    Whole,
    /// They are one of several that `OR` joins, or a group that is excluded.
    Choice,
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
            mentions: None,
            demands_all: false,
            n_words_left: MAX_WORDS,
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
            mentions: self.mentions,
        })
    }

    fn query(&mut self) -> Result<Box<dyn Query>, Error> {
        let text = self.request.query.as_str();
        if text.trim().is_empty() {
            return Ok(Box::new(AllQuery));
        }
        let named = named(self.context, text, || self.passes_archived_filter())?;
        let text = named.rest.as_deref().unwrap_or(text);
        let mut parsed = syntax::parse(text);
        let mut identifiers = business_numbers(&mut self.analyzer, text);
        let written = Written::of(&parsed, text);
        match titled_by(self.context, &mut self.analyzer, text, written)? {
            TitledBy::Nothing => {}
            TitledBy::PartOfTitles => parsed = ParsedQuery::plain(text),
            TitledBy::Records(ids) => {
                // What is in quotation marks is meant so for all other records.
                if written != Written::InMarks {
                    parsed = ParsedQuery::plain(text);
                }
                identifiers.extend(ids);
            }
        }
        self.demands_all = parsed.demands_all;
        self.understanding.unknown_fields = std::mem::take(&mut parsed.unknown_fields);
        let query = self.all_of(&parsed.parts, Role::Whole)?;
        let query = query.unwrap_or_else(|| Box::new(EmptyQuery));
        let mut records: Vec<Box<dyn Query>> = identifiers
            .into_iter()
            .map(|record| identifier(self.context, &record))
            .collect();
        records.extend(named.records);
        if parsed.is_plain() {
            records.extend(self.pinned());
        }
        records.into_iter().try_fold(query, |query, record| {
            self.forgive(&*record)?;
            Ok(either(query, record))
        })
    }

    /// Returns the query for what fulfils all parts; `None` where none of them has anything that is looked for.
    fn all_of(&mut self, parts: &[Part], role: Role) -> Result<Option<Box<dyn Query>>, Error> {
        let mut queries: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            if parts[..index].contains(part) {
                continue;
            }
            let of_part = match part {
                Part::Clause(clause) => self.clause(clause, role, parts.len() == 1)?,
                Part::AnyOf { choices, .. } => self.any_of(choices)?.into_iter().collect(),
            };
            if part.is_excluded() && !of_part.is_empty() {
                self.understanding.excluded.push(part.typed());
            }
            let queries_of_part = of_part.into_iter();
            queries.extend(queries_of_part.map(|query| occurring(query, part.is_excluded())));
        }
        if queries.is_empty() {
            return Ok(None);
        }
        if queries.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            // Only exclusions: everything else.
            queries.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Some(Box::new(BooleanQuery::new(queries))))
    }

    /// Returns the query for what fulfils any of the choices.
    fn any_of(&mut self, choices: &[Vec<Part>]) -> Result<Option<Box<dyn Query>>, Error> {
        let mut query: Option<Box<dyn Query>> = None;
        for (index, choice) in choices.iter().enumerate() {
            if choices[..index].contains(choice) {
                continue;
            }
            let Some(other) = self.all_of(choice, Role::Choice)? else {
                continue;
            };
            query = Some(match query {
                Some(query) => either(query, other),
                None => other,
            });
        }
        Ok(query)
    }

    /// Returns the queries for a clause: none where it has no word that is looked for.
    fn clause(
        &mut self,
        clause: &Clause,
        role: Role,
        is_only: bool,
    ) -> Result<Vec<Box<dyn Query>>, Error> {
        // A value costs little, and is no word: behind many words it counts as before them.
        if let Some(query) = self.values(clause)? {
            return Ok(vec![query]);
        }
        if self.n_words_left == 0 {
            return Ok(Vec::new());
        }
        let mut words = self.analyzer.words(&clause.text);
        words.truncate(self.n_words_left);
        self.n_words_left -= words.len();
        if words.is_empty() {
            return Ok(if is_only && !clause.is_excluded {
                self.stop_words(&clause.text)
            } else {
                Vec::new()
            });
        }
        if !clause.is_excluded {
            self.highlight_terms.add_words(&words);
        }
        let mut clause = clause.clone();
        if clause.scope == Scope::ACRONYMS && are_declared(self.context, &words)? {
            clause.scope = Scope::DECLARED_ACRONYMS;
        }
        // `-arbre` leaves out `arbres` too; `-data.gouv` leaves out the two words together.
        let is_one_excluded_word = clause.is_excluded && !clause.is_phrase && words.len() == 1;
        if (clause.is_phrase || clause.is_excluded) && !is_one_excluded_word {
            let fields = clause.scope.text_fields();
            return Ok(vec![phrase(self.context, &words, fields)]);
        }
        Ok(vec![self.words(words, &clause, role)?])
    }

    /// Returns the query for what a clause chooses by a field that holds values: of a facet, or names of records. `None`
    /// where it holds texts, or the text names no value and may stand in one.
    fn values(&mut self, clause: &Clause) -> Result<Option<Box<dyn Query>>, Error> {
        if clause.scope == Scope::Identifier {
            return self.named_records(&clause.text).map(Some);
        }
        if clause.scope == Scope::Period {
            let (meaning, query) = in_period(self.context, clause);
            self.understanding.fields.push(meaning);
            return Ok(Some(query));
        }
        let meaning = field_meaning(self.context, self.request, &mut self.analyzer, clause);
        Ok(meaning.map(|meaning| {
            let values: Vec<&str> = meaning.values.iter().map(|it| it.value.as_str()).collect();
            let columns = self.context.columns;
            let view = columns.view(meaning.facet, self.request, civil::Date::default());
            let query = with_value(self.context, &view, &values);
            self.understanding.fields.push(meaning);
            query
        }))
    }

    /// Returns the query for the records that a text names.
    fn named_records(&self, text: &str) -> Result<Box<dyn Query>, Error> {
        let named = named(self.context, text, || self.passes_archived_filter())?;
        let records = named.records;
        Ok(records.unwrap_or_else(|| Box::new(EmptyQuery)))
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

    /// Returns the queries for the records that an operator pinned to the plain words, frames apart. A name may be pinned as
    /// it was typed, or as one word.
    fn pinned(&mut self) -> Vec<Box<dyn Query>> {
        let (Some(thesaurus), Some(query)) = (self.context.thesaurus, &self.plain_words) else {
            return Vec::new();
        };
        let words = query.demanded_words();
        let typed = words
            .iter()
            .flat_map(|word| self.analyzer.words(&word.shown));
        let typed: Vec<QueryWord> = typed.collect();
        let mut records = thesaurus.pinned(&typed).to_vec();
        if typed.len() != words.len() {
            records.extend_from_slice(thesaurus.pinned(&words));
        }
        let records = records.iter();
        records.map(|record| pinned(self.context, record)).collect()
    }

    /// Takes the records that a query finds for complete matches that are about the words: whoever types a slug means its
    /// record, which may lack words of it, and so does who pins one.
    fn forgive(&mut self, records: &dyn Query) -> Result<(), Error> {
        if self.missing.is_none() && self.mentions.is_none() {
            return Ok(());
        }
        let found = self.context.engine.search(records, &DocSetCollector);
        for address in found.to("look up a record")? {
            let (segment, document) = (address.segment_ord as usize, address.doc_id);
            if let Some(missing) = &mut self.missing {
                missing.forgive(segment, document);
            }
            if let Some(mentions) = &mut self.mentions {
                mentions.forgive(segment, document);
            }
        }
        Ok(())
    }

    /// Finds the documents that have the words of a clause, and returns them as a query.
    fn words(
        &mut self,
        words: Vec<QueryWord>,
        clause: &Clause,
        role: Role,
    ) -> Result<Box<dyn Query>, Error> {
        let is_plain = clause.is_plain();
        let may_rewrite = is_plain && !self.request.verbatim;
        // Records that lack some of the words would be no answer to a choice, nor to what is excluded.
        let may_relax = may_rewrite && role != Role::Choice && !self.demands_all;
        let query = self.rewritten(words, clause)?;
        // Which approximate matches are listed depends on their scores, in whatever order.
        // By relevance, too, they come after what is about the words where the nearest zones come first.
        let tells_mentions =
            self.request.tells_mentions() || self.request.include_geozone_ancestors;
        let finds_mentions = is_plain && role != Role::Choice && tells_mentions;
        let with_scores = self.request.sort == Sort::Relevance || may_relax || finds_mentions;
        let scope = clause.scope.text_fields();
        let matches = Matcher::open(self.context, &query, scope, with_scores)
            .and_then(|matcher| {
                let mut matcher = matcher.finding_mentions(finds_mentions);
                matcher.find(may_relax, &self.passes_archived_filter())
            })
            .to("look for words")?;
        if is_plain {
            // A name typed in two words became one.
            self.highlight_terms.add_words(&query.words);
            self.highlight_terms.add_alternatives(&query);
            self.understanding
                .interpretations
                .extend(query.interpretations());
            let text = self.understanding.correction.as_ref();
            let mended = query.correction(text.unwrap_or(&self.request.query));
            if mended.is_some() {
                self.understanding.correction = mended;
            }
        }
        if is_plain && role != Role::Choice {
            let is_none_complete = matches
                .relaxation
                .as_ref()
                .is_some_and(|it| it.n_with_all == 0);
            if let Some(missing) = matches.missing.as_ref().filter(|_| is_none_complete) {
                let filter = self.passes_archived_filter();
                let places =
                    wider_places(self.context, &query, missing, &filter).to("look for places")?;
                drop(filter);
                self.understanding.wider_places = places;
            }
            self.understanding.relaxation = matches.relaxation;
            self.plain_words = Some(query);
            self.missing = matches.missing;
            self.mentions = matches.mentions;
        }
        let engine = self.context.engine;
        Ok(Box::new(KnownScores::new(engine, matches.segments)))
    }

    /// Returns the words of a clause with the alternatives that its field allows.
    fn rewritten(
        &mut self,
        words: Vec<QueryWord>,
        clause: &Clause,
    ) -> Result<RewrittenQuery, Error> {
        let (context, analyzer) = (self.context, &mut self.analyzer);
        let text = clause.text.as_str();
        let year = year(text.trim()).filter(|_| clause.scope == Scope::Year);
        if let Some(year) = year {
            Ok(year_only(context, analyzer, text, words, year))
        } else if self.request.verbatim {
            Ok(verbatim(context, analyzer, text, words))
        } else if clause.is_plain() {
            rewrite(context, analyzer, text, words)
        } else if clause.scope.holds_acronyms() {
            thesaurus_only(context, analyzer, text, words)
        } else {
            Ok(verbatim(context, analyzer, text, words))
        }
    }

    /// Returns a predicate: does this document of a segment pass the request's `archived` filter?
    fn passes_archived_filter(&self) -> impl Fn(usize, DocId) -> bool {
        archived_filter(self.context.columns, self.request)
    }

    /// Returns the queries for a text of nothing but stop words.
    fn stop_words(&mut self, text: &str) -> Vec<Box<dyn Query>> {
        let mut words: Vec<String> = self
            .analyzer
            .with_stop_words(text)
            .into_iter()
            .take(MAX_WORDS)
            .map(|word| word.term)
            .collect();
        words.sort_unstable();
        words.dedup();
        let words = words.iter();
        words.map(|word| stop_word(self.context, word)).collect()
    }
}

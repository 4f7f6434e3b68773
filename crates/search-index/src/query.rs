//! The words of a request -> a query of the index.
//!
//! Plain words are read ([`reading`]: what they may be found as beside what was typed) and matched ([`matching`]: in
//! whichever field, all of them or most); `"a phrase"` must stand so, `-word` must not occur, `field:value` looks in that
//! field only. Whatever is malformed is read as plain words.

mod concept;
mod context;
mod known_scores;
mod marks;
mod matching;
mod reading;
mod syntax;
mod words;

use catalogue::Gazetteer;
use jiff::civil;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Term};

use crate::analyzer::{Form, Word};
use crate::error::{EngineContext, Error};
use crate::facet::Facet;
use crate::ranking::identifier_weight;
use crate::request::{SearchRequest, Sort};
use crate::schema::TextField;
use crate::understanding::Understanding;
use concept::{Concepts, QueryWord};
pub(crate) use context::Context;
use known_scores::KnownScores;
pub(crate) use marks::Marks;
pub(crate) use matching::Matching;
use reading::Reader;
pub(crate) use reading::{Vocabulary, warm_up};
use syntax::{Clause, Scope};
use words::Words;

/// At most this many words of a query are looked for; the rest is left out.
const MAX_WORDS: usize = 32;

/// A query, ready to run.
pub(crate) struct Plan {
    pub query: Box<dyn Query>,
    /// The words to highlight.
    pub marks: Marks,
    /// What was made of the words.
    pub understanding: Understanding,
    /// The words that hits are explained by: those in no quotation marks and no named field.
    pub words: Option<Concepts>,
}

/// Turns words into queries.
pub(crate) struct Planner<'a> {
    context: &'a Context<'a>,
    request: &'a SearchRequest,
    words: Words,
    marks: Marks,
    understanding: Understanding,
    explained: Option<Concepts>,
}

impl<'a> Planner<'a> {
    pub fn new(context: &'a Context<'a>, request: &'a SearchRequest) -> Self {
        Self {
            context,
            request,
            words: Words::new(),
            marks: Marks::default(),
            understanding: Understanding::default(),
            explained: None,
        }
    }

    /// Returns the query for what a user typed.
    ///
    /// # Errors
    ///
    /// Where the generation's files cannot be read.
    pub fn plan(&mut self) -> Result<Plan, Error> {
        let text = self.request.query.as_str();
        if text.trim().is_empty() {
            return Ok(Plan {
                query: Box::new(AllQuery),
                marks: Marks::default(),
                understanding: Understanding::default(),
                words: None,
            });
        }
        let clauses = syntax::parse(text);
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for clause in &clauses {
            let queries = self.clause(clause, clauses.len() == 1)?;
            let occur = if clause.is_excluded {
                Occur::MustNot
            } else {
                Occur::Must
            };
            parts.extend(queries.into_iter().map(|query| (occur, query)));
        }
        let query: Box<dyn Query> = match parts.iter().any(|(occur, _)| *occur == Occur::Must) {
            true => Box::new(BooleanQuery::new(parts)),
            // Only exclusions: everything else.
            false if !parts.is_empty() => {
                parts.push((Occur::Must, Box::new(AllQuery)));
                Box::new(BooleanQuery::new(parts))
            }
            // Nothing but punctuation finds nothing.
            false => Box::new(EmptyQuery),
        };
        Ok(Plan {
            query,
            marks: std::mem::take(&mut self.marks),
            understanding: std::mem::take(&mut self.understanding),
            words: self.explained.take(),
        })
    }

    fn clause(&mut self, clause: &Clause, is_alone: bool) -> Result<Vec<Box<dyn Query>>, Error> {
        if let Scope::Facet(facet) = clause.scope {
            return Ok(vec![self.facet_value(facet, &clause.text)]);
        }
        let words = self.words(&clause.text);
        if words.is_empty() {
            return Ok(if is_alone && !clause.is_excluded {
                self.stop_words(&clause.text)
            } else {
                Vec::new()
            });
        }
        if !clause.is_excluded {
            self.marks.add_words(&words);
        }
        // `-arbre` leaves out `arbres` too; `-data.gouv` leaves out the two words together.
        let is_one_excluded_word = clause.is_excluded && !clause.is_phrase && words.len() == 1;
        if (clause.is_phrase || clause.is_excluded) && !is_one_excluded_word {
            return Ok(vec![self.phrase(&words, clause.scope)]);
        }
        let words = self.matching(words, clause)?;
        Ok(if is_alone && clause.is_plain() {
            vec![self.words_or_identifier(words, &clause.text)]
        } else {
            vec![words]
        })
    }

    fn matching(
        &mut self,
        words: Vec<QueryWord>,
        clause: &Clause,
    ) -> Result<Box<dyn Query>, Error> {
        let reader = Reader::new(self.context, &mut self.words, &clause.text, words);
        let concepts = if clause.is_plain() && !self.request.verbatim {
            reader.read()?
        } else {
            reader.verbatim()
        };
        let with_scores = self.request.sort == Sort::Relevance;
        let may_relax = clause.is_plain() && !self.request.verbatim;
        let scope = clause.scope.text_fields();
        let matches = Matching::open(self.context, &concepts, scope, with_scores)
            .and_then(|mut matching| matching.run(may_relax, &self.counts()))
            .to("look for words")?;
        if clause.is_plain() {
            self.marks.add_alternatives(&concepts);
            self.understanding = Understanding {
                interpretations: concepts.interpretations(),
                correction: concepts.correction(&self.request.query),
                relaxation: matches.relaxation,
            };
            self.explained = Some(concepts);
        }
        Ok(Box::new(KnownScores::new(
            self.context.engine,
            matches.segments,
        )))
    }

    /// Returns what says of a document whether it counts as found: whether it is archived, or not, as asked.
    fn counts(&self) -> impl Fn(usize, DocId) -> bool {
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

    /// Returns the same words in tantivy's own terms: all of them, each the best of its fields and forms.
    #[cfg(test)]
    pub fn union_of_fields(&mut self) -> Box<dyn Query> {
        let words = self.words(&self.request.query);
        if words.is_empty() {
            return Box::new(AllQuery);
        }
        let in_fields = |word: &QueryWord| -> (Occur, Box<dyn Query>) {
            let forms = TextField::ALL.into_iter().flat_map(|field| {
                let (fields, weight) = (
                    self.context.fields.text(field),
                    self.context.ranking.weights.field(field),
                );
                let exact = self.weight_of_exact(field);
                [
                    term(fields.stemmed, &word.stem, weight),
                    term(fields.exact, &word.exact, exact),
                ]
            });
            let best = DisjunctionMaxQuery::with_tie_breaker(
                forms.collect(),
                self.context.ranking.weights.other_fields,
            );
            (Occur::Must, Box::new(best))
        };
        Box::new(BooleanQuery::new(words.iter().map(in_fields).collect()))
    }

    fn words(&mut self, text: &str) -> Vec<QueryWord> {
        let mut words = self.words.of(text);
        words.truncate(MAX_WORDS);
        words
    }

    fn weight_of_exact(&self, field: TextField) -> f32 {
        let weights = &self.context.ranking.weights;
        weights.field(field) * (1.0 + weights.exact_form)
    }

    /// Returns the query for words that must stand one after the other, in their exact form, in one field.
    fn phrase(&self, words: &[QueryWord], scope: Scope) -> Box<dyn Query> {
        let in_field = |field: &TextField| -> Box<dyn Query> {
            let exact = self.context.fields.text(*field).exact;
            let weight = self.weight_of_exact(*field);
            match words {
                [word] if word.is_taken_for_stop_word_in(*field) => {
                    term(self.context.fields.text(*field).stemmed, &word.stem, weight)
                }
                [word] => term(exact, &word.exact, weight),
                words => Box::new(BoostQuery::new(
                    Box::new(phrase_of(exact, words, |word| &word.exact)),
                    weight,
                )),
            }
        };
        let alternatives = scope.text_fields().iter().map(in_field).collect();
        Box::new(DisjunctionMaxQuery::with_tie_breaker(
            alternatives,
            self.context.ranking.weights.other_fields,
        ))
    }

    /// Returns the query for a text of nothing but stop words: the short fields keep them.
    fn stop_words(&mut self, text: &str) -> Vec<Box<dyn Query>> {
        let words = self.words.with_stop_words(text);
        let in_all_fields = |word: Word| -> Box<dyn Query> {
            let fields = TextField::ALL
                .into_iter()
                .filter(|field| field.exact_form() == Form::ExactWithStopWords);
            let alternatives = fields
                .map(|field| {
                    term(
                        self.context.fields.text(field).exact,
                        &word.term,
                        self.context.ranking.weights.field(field),
                    )
                })
                .collect();
            Box::new(DisjunctionMaxQuery::with_tie_breaker(
                alternatives,
                self.context.ranking.weights.other_fields,
            ))
        };
        words
            .into_iter()
            .take(MAX_WORDS)
            .map(in_all_fields)
            .collect()
    }

    /// Returns the words, or the record whose id, slug or resource's id the text is.
    fn words_or_identifier(&self, all_words: Box<dyn Query>, text: &str) -> Box<dyn Query> {
        let text = text.trim().to_lowercase();
        if text.contains(char::is_whitespace) {
            return all_words;
        }
        let identifier = term(
            self.context.fields.identifiers,
            &text,
            identifier_weight(&text),
        );
        Box::new(BooleanQuery::new(vec![
            (Occur::Should, all_words),
            (Occur::Should, identifier),
        ]))
    }

    /// Returns the query for what a facet's selection would find.
    fn facet_value(&self, facet: Facet, value: &str) -> Box<dyn Query> {
        let values = facet.canonical_values(value);
        let terms = values.iter().flat_map(|value| match facet {
            Facet::Geozone => self.zone(value),
            _ => vec![Term::from_field_text(
                self.context.fields.facet(facet),
                value,
            )],
        });
        let alternatives = terms.map(|term| -> Box<dyn Query> {
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        });
        Box::new(DisjunctionMaxQuery::new(alternatives.collect()))
    }

    /// Returns the terms of what lies within a zone and, where the request says so, of what contains it.
    fn zone(&self, zone: &str) -> Vec<Term> {
        let mut fields = vec![(
            self.context.fields.within,
            self.context.fields.facet(Facet::Geozone),
        )];
        if self.request.inferred {
            fields.push((
                self.context.fields.inferred_within,
                self.context.fields.inferred_geozones,
            ));
        }
        let mut ancestors = Vec::new();
        if self.request.include_geozone_ancestors {
            ancestors = Gazetteer::france().ancestors(zone);
        }
        let mut terms = Vec::new();
        for (within, own) in fields {
            terms.push(Term::from_field_text(within, zone));
            let containing = ancestors.iter();
            terms.extend(containing.map(|zone| Term::from_field_text(own, zone.id)));
        }
        terms
    }
}

fn term(field: Field, text: &str, weight: f32) -> Box<dyn Query> {
    let query = TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    );
    Box::new(BoostQuery::new(Box::new(query), weight))
}

fn phrase_of(
    field: Field,
    words: &[QueryWord],
    form: impl Fn(&QueryWord) -> &String,
) -> PhraseQuery {
    let first = words.first().map_or(0, |word| word.position);
    let terms = words
        .iter()
        .map(|word| {
            (
                word.position - first,
                Term::from_field_text(field, form(word)),
            )
        })
        .collect();
    PhraseQuery::new_with_offset(terms)
}

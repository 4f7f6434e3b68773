//! The words of a request -> a query of the index.
//!
//! Every word is required, in whichever field; `"a phrase"` must stand so, `-word` must not occur, `field:value` looks
//! in that field only. Whatever is malformed is read as plain words.

mod all_words;
mod syntax;
mod title_order;

use std::collections::HashSet;
use std::sync::Arc;

use catalogue::Gazetteer;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::analyzer::{Form, FrenchAnalyzer, Word, is_stop_word};
use crate::facet::Facet;
use crate::request::SearchRequest;
use crate::schema::{Fields, TextField};
use crate::weights;
use all_words::AllWords;
pub(crate) use all_words::FieldLengths;
use syntax::{Clause, Scope};

/// At most this many words of a query are looked for; the rest is left out.
const MAX_WORDS: usize = 32;

/// A query, ready to run.
pub(crate) struct Plan {
    pub query: Box<dyn Query>,
    /// The stems to highlight.
    pub stems: HashSet<String>,
}

/// One word of the query, in the forms of the index.
#[derive(Debug, Clone)]
struct QueryWord {
    stem: String,
    exact: String,
    position: usize,
}

impl QueryWord {
    /// Returns whether the field has the word's exact form for a stop word too: `sûr` is `sur` there, as in `sur la
    /// ville`. Its stem is apart, because stop words have none.
    fn is_taken_for_stop_word_in(&self, field: TextField) -> bool {
        field.exact_form() == Form::ExactWithStopWords && is_stop_word(&self.exact)
    }
}

/// Turns words into queries.
pub(crate) struct Planner<'a> {
    fields: &'a Arc<Fields>,
    lengths: &'a Arc<FieldLengths>,
    request: &'a SearchRequest,
    stemmed: FrenchAnalyzer,
    exact: FrenchAnalyzer,
    with_stop_words: FrenchAnalyzer,
}

impl<'a> Planner<'a> {
    pub fn new(
        fields: &'a Arc<Fields>,
        lengths: &'a Arc<FieldLengths>,
        request: &'a SearchRequest,
    ) -> Self {
        Self {
            fields,
            lengths,
            request,
            stemmed: FrenchAnalyzer::new(Form::Stemmed),
            exact: FrenchAnalyzer::new(Form::Exact),
            with_stop_words: FrenchAnalyzer::new(Form::ExactWithStopWords),
        }
    }

    /// Returns the query for what a user typed.
    pub fn plan(&mut self) -> Plan {
        let text = self.request.query.as_str();
        if text.trim().is_empty() {
            return Plan {
                query: Box::new(AllQuery),
                stems: HashSet::new(),
            };
        }
        let clauses = syntax::parse(text);
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut stems = HashSet::new();
        for clause in &clauses {
            let queries = self.clause(clause, clauses.len() == 1, &mut stems);
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
        Plan { query, stems }
    }

    fn clause(
        &mut self,
        clause: &Clause,
        is_alone: bool,
        stems: &mut HashSet<String>,
    ) -> Vec<Box<dyn Query>> {
        if let Scope::Facet(facet) = clause.scope {
            return vec![self.facet_value(facet, &clause.text)];
        }
        let words = self.words(&clause.text);
        if words.is_empty() {
            return if is_alone && !clause.is_excluded {
                self.stop_words(&clause.text)
            } else {
                Vec::new()
            };
        }
        if !clause.is_excluded {
            stems.extend(words.iter().map(|word| word.stem.clone()));
        }
        // `-arbre` leaves out `arbres` too; `-data.gouv` leaves out the two words together.
        let is_one_excluded_word = clause.is_excluded && !clause.is_phrase && words.len() == 1;
        if (clause.is_phrase || clause.is_excluded) && !is_one_excluded_word {
            return vec![self.phrase(&words, clause.scope)];
        }
        let all_words = self.all_words(words, clause.scope);
        if is_alone && clause.is_plain() {
            vec![self.words_or_identifier(all_words, &clause.text)]
        } else {
            vec![all_words]
        }
    }

    fn all_words(&self, words: Vec<QueryWord>, scope: Scope) -> Box<dyn Query> {
        let mut seen = HashSet::new();
        let distinct = words
            .into_iter()
            .filter(|word| seen.insert(word.stem.clone()));
        Box::new(AllWords {
            fields: Arc::clone(self.fields),
            lengths: Arc::clone(self.lengths),
            words: Arc::new(distinct.collect()),
            scope: scope.text_fields(),
        })
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
                let (fields, weight) = (self.fields.text(field), weights::field_weight(field));
                let exact = weight * (1.0 + weights::EXACT_FORM);
                [
                    term(fields.stemmed, &word.stem, weight),
                    term(fields.exact, &word.exact, exact),
                ]
            });
            let best =
                DisjunctionMaxQuery::with_tie_breaker(forms.collect(), weights::OTHER_FIELDS);
            (Occur::Must, Box::new(best))
        };
        Box::new(BooleanQuery::new(words.iter().map(in_fields).collect()))
    }

    /// Returns the words in both forms; they drop the same stop words, so that they pair up.
    fn words(&mut self, text: &str) -> Vec<QueryWord> {
        let stems = self.stemmed.words(text);
        let exact = self.exact.words(text);
        let pair = |(stem, exact): (Word, Word)| QueryWord {
            stem: stem.term,
            exact: exact.term,
            position: stem.position,
        };
        stems
            .into_iter()
            .zip(exact)
            .take(MAX_WORDS)
            .map(pair)
            .collect()
    }

    /// Returns the query for words that must stand one after the other, in their exact form, in one field.
    fn phrase(&self, words: &[QueryWord], scope: Scope) -> Box<dyn Query> {
        let in_field = |field: &TextField| -> Box<dyn Query> {
            let exact = self.fields.text(*field).exact;
            let weight = weights::field_weight(*field) * (1.0 + weights::EXACT_FORM);
            match words {
                [word] if word.is_taken_for_stop_word_in(*field) => {
                    term(self.fields.text(*field).stemmed, &word.stem, weight)
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
            weights::OTHER_FIELDS,
        ))
    }

    /// Returns the query for a text of nothing but stop words: the short fields keep them.
    fn stop_words(&mut self, text: &str) -> Vec<Box<dyn Query>> {
        let words = self.with_stop_words.words(text);
        let in_all_fields = |word: Word| -> Box<dyn Query> {
            let fields = TextField::ALL
                .into_iter()
                .filter(|field| field.exact_form() == Form::ExactWithStopWords);
            let alternatives = fields
                .map(|field| {
                    term(
                        self.fields.text(field).exact,
                        &word.term,
                        weights::field_weight(field),
                    )
                })
                .collect();
            Box::new(DisjunctionMaxQuery::with_tie_breaker(
                alternatives,
                weights::OTHER_FIELDS,
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
            self.fields.identifiers,
            &text,
            weights::of_identifier(&text),
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
            _ => vec![Term::from_field_text(self.fields.facet(facet), value)],
        });
        let alternatives = terms.map(|term| -> Box<dyn Query> {
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        });
        Box::new(DisjunctionMaxQuery::new(alternatives.collect()))
    }

    /// Returns the terms of what lies within a zone and, where the request says so, of what contains it.
    fn zone(&self, zone: &str) -> Vec<Term> {
        let mut fields = vec![(self.fields.within, self.fields.facet(Facet::Geozone))];
        if self.request.inferred {
            fields.push((self.fields.inferred_within, self.fields.inferred_geozones));
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

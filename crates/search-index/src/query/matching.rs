//! Which documents have the words of a query, and with which text score.
//!
//! Each word is looked up as typed and as its alternatives ([`postings`]: the posting lists in all text fields, or the
//! documents of a filter term). A document has the term where it has any of these. Segment by segment:
//!
//! 1. The documents of the term with the highest idf weight, the union of its posting lists, are the first candidates
//!    ([`document_set`]).
//! 2. Every further term is looked up for the candidates alone, and candidates without it are dropped ([`candidates`]).
//!    That costs about as much as reading one term's posting lists; a union over nine fields and two forms, as
//!    tantivy's boolean query has it, reads those of every term.
//! 3. Where fewer live documents are left than [`Weights::enough_hits`](crate::ranking::Weights), terms may be given
//!    up: the documents are gathered anew, from the terms of which each must have one ([`most_terms`]; the rule is
//!    `ranking::relaxation`).
//! 4. The candidates that are left are scored (`ranking::text_score`), and returned all, with their scores
//!    ([`matcher`]). Filters, facet counts and the top k come later, in a walk over these (`pass`).
//!
//! The hits of one page are explained by looking their documents up again with the same functions ([`explain`]).

mod candidates;
mod document_counts;
mod document_set;
mod explain;
mod find;
mod matcher;
mod missing_words;
mod most_terms;
mod postings;
mod postings_lookup;

pub(super) use document_counts::{n_documents_with, n_live_documents};
pub(crate) use matcher::Matcher;
pub(crate) use missing_words::{MissingWords, WordSet};

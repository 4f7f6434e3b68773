//! Which documents have the words of a query, and with which text score.
//!
//! Each word is looked up as typed and as its alternatives ([`postings`]: the posting lists in all text fields, or the
//! documents of a filter term). A document has the term where it has any of these. Segment by segment:
//!
//! 1. The documents of the terms of which each must have one are the first candidates ([`document_set`]): where all terms
//!    are required, those of the term with the highest idf weight, the union of its posting lists.
//! 2. Every further term is looked up for the candidates alone, and those that lack too much are dropped ([`candidates`];
//!    the rule is `ranking::relaxation`). That costs about as much as reading one term's posting lists; a union over nine
//!    fields and two forms, as tantivy's boolean query has it, reads those of every term.
//! 3. Where enough live documents have all terms ([`Weights::enough_hits`](crate::ranking::Weights)), those that lack some
//!    stay if they are worth as much ([`find`]); where fewer have, documents are gathered anew that may lack more
//!    ([`most_terms`]).
//! 4. Alternatives count less where what stands beside them speaks against them ([`support`]). The candidates that are left are scored, block by block ([`scored`], `ranking::text_score`), and returned all, with
//!    their scores. Filters, facet counts and the top k come later, in a walk over these (`pass`).
//!
//! The hits of one page are explained by looking their documents up again with the same functions ([`explain`]).

mod candidates;
mod document_counts;
mod document_set;
mod explain;
mod find;
mod matcher;
mod mentions;
mod missing_words;
mod most_terms;
mod open_segment;
mod postings;
mod postings_lookup;
mod scored;
mod support;
mod weighed;
mod word_set;

pub(super) use document_counts::{n_documents_in, n_documents_with, n_live_documents};
pub(crate) use matcher::Matcher;
pub(crate) use mentions::Mentions;
pub(crate) use missing_words::MissingWords;
pub(crate) use word_set::WordSet;

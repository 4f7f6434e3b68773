//! How much a longer field lowers a word's frequency in it: the length part of BM25.

use super::weights::Weights;
use crate::schema::{Fields, TextField};

/// By text field, by fieldnorm id: the norm `1 − b + b × length ÷ average length`, which is 1 at average length and
/// more in longer fields.
pub(crate) struct FieldLengths(Vec<[f32; 256]>);

impl FieldLengths {
    /// Reads the field lengths of all documents, and computes the norms from their average.
    pub fn load(
        searcher: &tantivy::Searcher,
        fields: &Fields,
        weights: &Weights,
    ) -> tantivy::Result<Self> {
        let norms = |field: &TextField| {
            let (mut n_words, mut n_documents) = (0u64, 0u64);
            for segment in searcher.segment_readers() {
                let norms = segment.get_fieldnorms_reader(fields.text(*field).base)?;
                for document in segment.doc_ids_alive() {
                    let length = norms.fieldnorm(document);
                    n_words += u64::from(length);
                    n_documents += u64::from(length > 0);
                }
            }
            // Documents without any word in the field leave the average as it is.
            let average = (n_words as f32 / n_documents.max(1) as f32).max(1.0);
            let b = weights.length_normalization(*field);
            Ok(std::array::from_fn(|id| {
                let length = tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id as u8);
                1.0 - b + b * length as f32 / average
            }))
        };
        let norms = TextField::ALL.iter().map(norms);
        norms.collect::<tantivy::Result<_>>().map(Self)
    }

    /// Returns the field's norms, by fieldnorm id.
    pub fn norms(&self, field: TextField) -> &[f32; 256] {
        &self.0[field as usize]
    }
}

//! How long the texts of each field are.

use crate::schema::{Fields, TextField};
use crate::weights::Weights;

/// By text field, by fieldnorm id: how much a word's frequency is worth less in a longer field, 1 at average length.
pub(crate) struct FieldLengths(Vec<[f32; 256]>);

impl FieldLengths {
    /// Reads the lengths of all documents.
    pub fn load(
        searcher: &tantivy::Searcher,
        fields: &Fields,
        weights: &Weights,
    ) -> tantivy::Result<Self> {
        let norms = |field: &TextField| {
            let (mut n_words, mut n_documents) = (0u64, 0u64);
            for segment in searcher.segment_readers() {
                let norms = segment.get_fieldnorms_reader(fields.text(*field).stemmed)?;
                for document in 0..segment.max_doc() {
                    let length = norms.fieldnorm(document);
                    n_words += u64::from(length);
                    n_documents += u64::from(length > 0);
                }
            }
            // The average of those that have any.
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

    pub fn norms(&self, field: TextField) -> &[f32; 256] {
        &self.0[field as usize]
    }
}

//! A value of a facet as it lies in the index.

/// A facet value as it lies in the index: the value, and its label where no vocabulary knows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FacetTerm {
    pub value: String,
    pub label: Option<String>,
}

impl FacetTerm {
    pub fn plain(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: None,
        }
    }

    /// Returns it as one string.
    pub fn encode(&self) -> String {
        match &self.label {
            Some(label) => format!("{}\t{label}", self.value),
            None => self.value.clone(),
        }
    }

    /// Reads back what [`encode`](Self::encode) wrote.
    pub fn decode(text: &str) -> Self {
        match text.split_once('\t') {
            Some((value, label)) => Self {
                value: value.to_owned(),
                label: Some(label.to_owned()),
            },
            None => Self::plain(text),
        }
    }
}

/// Returns the terms in order, each once, without empty ones.
pub(super) fn distinct(mut terms: Vec<FacetTerm>) -> Vec<FacetTerm> {
    terms.retain(|term| !term.value.is_empty());
    terms.sort();
    terms.dedup();
    terms
}

//! What was made of the words, said above the results, each with its way back.

use search_index::{Facet, Interpretation, SearchRequest, SearchResults, Source};

use super::search::href;
use crate::french;
use crate::params::{verbatim, with_only};

/// So many readings of words are named at most.
const MAX_NAMED: usize = 5;

/// What is said above the results.
#[derive(Default)]
pub(super) struct UnderstandingNotes {
    /// What was searched where spelling was mended, and the search for what was typed.
    pub correction: Option<Correction>,
    /// That records without some of the words are listed, and which words nobody has.
    pub relaxation: Vec<String>,
    /// What words were understood as.
    pub understood: Vec<Understood>,
    /// The search for the words as they were typed, where they were understood as something else.
    pub verbatim_href: Option<String>,
    /// The search for all that the words may mean, where they are taken as they were typed.
    pub wide_href: Option<String>,
}

pub(super) struct Correction {
    pub query: String,
    pub typed: String,
    pub href: String,
}

/// Something that words were understood as.
pub(super) struct Understood {
    pub typed: String,
    pub meant: String,
    /// What kind of thing it is, where that does not go without saying.
    pub kind: Option<&'static str>,
    /// The search that keeps to it alone, where it is a value of a facet.
    pub only_href: Option<String>,
}

impl UnderstandingNotes {
    pub fn new(request: &SearchRequest, results: &SearchResults) -> Self {
        let understanding = &results.understanding;
        let verbatim_href = href(&verbatim(request, true));
        let understood: Vec<Understood> = understanding
            .interpretations
            .iter()
            .filter_map(|interpretation| understood(request, interpretation))
            .take(MAX_NAMED)
            .collect();
        Self {
            correction: understanding.correction.clone().map(|query| Correction {
                query,
                typed: request.query.clone(),
                href: verbatim_href.clone(),
            }),
            relaxation: relaxation(results),
            verbatim_href: (!understood.is_empty()).then_some(verbatim_href),
            understood,
            wide_href: request.verbatim.then(|| href(&verbatim(request, false))),
        }
    }
}

fn relaxation(results: &SearchResults) -> Vec<String> {
    let Some(relaxation) = &results.understanding.relaxation else {
        return Vec::new();
    };
    let mut sentences = Vec::new();
    if results.total > 0 {
        sentences.push(match relaxation.n_with_all {
            0 => "Aucune fiche n’a tous les mots demandés\u{202F}; celles-ci en ont la plupart."
                .to_owned(),
            1 => "Une seule fiche a tous les mots demandés\u{202F}; les autres en ont la plupart."
                .to_owned(),
            n => format!(
                "{} ont tous les mots demandés\u{202F}; les autres en ont la plupart.",
                french::count(n, "fiche", "fiches")
            ),
        });
    }
    let unknown = relaxation.unknown.iter();
    sentences.extend(unknown.map(|word| format!("Aucune fiche ne contient {}.", quoted(word))));
    sentences
}

/// Returns what to say of an interpretation; nothing of those that anybody expects.
fn understood(request: &SearchRequest, interpretation: &Interpretation) -> Option<Understood> {
    let kind = match interpretation.source {
        Source::Place => Some("territoire"),
        Source::Format => Some("format"),
        Source::Compound | Source::Expansion | Source::Type => None,
        Source::Correction | Source::Synonym | Source::Year => return None,
    };
    let facet = match interpretation.source {
        Source::Place => Some(Facet::Geozone),
        Source::Type => Some(Facet::Type),
        Source::Format => Some(Facet::Format),
        _ => None,
    };
    let only = facet.zip(interpretation.values.first());
    Some(Understood {
        typed: interpretation.typed.clone(),
        meant: interpretation.meant.clone(),
        kind,
        only_href: only.map(|(facet, value)| href(&with_only(request, facet, Some(value)))),
    })
}

/// Returns a text in French quotation marks.
fn quoted(text: &str) -> String {
    format!("«\u{A0}{text}\u{A0}»")
}

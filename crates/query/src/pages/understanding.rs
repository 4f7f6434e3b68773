//! What was made of the words, said above the results, each with its way back.

use search_index::{Facet, Interpretation, InterpretationKind, SearchRequest, SearchResults};

use super::frame::Frame;
use crate::language::Language;
use crate::params::{verbatim, with_only};

/// So many readings of words are named at most.
const MAX_NAMED: usize = 5;

/// The notes above the results: how the words were understood.
#[derive(Default)]
pub(super) struct UnderstandingNotes {
    /// The corrected query, with the link to the search for the words as typed.
    pub correction: Option<Note>,
    /// That records without some of the words are listed, and which words nobody has.
    pub relaxation: Vec<String>,
    /// What words were understood as, each with the search that keeps to it alone, where it is a value of a facet.
    pub understood: Vec<Understood>,
    /// The search for the words as they were typed, where they were understood as something else.
    pub verbatim_href: Option<String>,
    /// The search for all that the words may mean, where they are taken as they were typed.
    pub wide_href: Option<String>,
}

/// A note, with a link that undoes what it tells.
pub(super) struct Note {
    pub text: String,
    pub action: String,
    pub href: String,
}

/// Something that words were understood as.
pub(super) struct Understood {
    pub text: String,
    pub only_href: Option<String>,
}

impl UnderstandingNotes {
    pub fn new(frame: &Frame, request: &SearchRequest, results: &SearchResults) -> Self {
        let understanding = &results.understanding;
        let language = frame.language();
        let verbatim_href = frame.search_href(&verbatim(request, true));
        let understood: Vec<Understood> = understanding
            .interpretations
            .iter()
            .filter_map(|interpretation| understood(frame, request, interpretation))
            .take(MAX_NAMED)
            .collect();
        let correction = understanding.correction.as_ref();
        Self {
            correction: correction.map(|query| Note {
                text: language.say_with("correction", &[("query", query)]),
                action: language.say_with("correction-undo", &[("typed", &request.query)]),
                href: verbatim_href.clone(),
            }),
            relaxation: relaxation(language, results),
            verbatim_href: (!understood.is_empty()).then_some(verbatim_href),
            understood,
            wide_href: request
                .verbatim
                .then(|| frame.search_href(&verbatim(request, false))),
        }
    }
}

fn relaxation(language: &Language, results: &SearchResults) -> Vec<String> {
    let Some(relaxation) = &results.understanding.relaxation else {
        return Vec::new();
    };
    let mut sentences = Vec::new();
    if results.total > 0 {
        sentences.push(language.count("relaxation", relaxation.n_with_all));
    }
    let unknown = relaxation.unknown.iter();
    sentences
        .extend(unknown.map(|word| language.say_with("relaxation-unknown", &[("word", word)])));
    sentences
}

/// Returns the note about an interpretation; `None` for one that every reader expects.
fn understood(
    frame: &Frame,
    request: &SearchRequest,
    interpretation: &Interpretation,
) -> Option<Understood> {
    let (message, facet) = match interpretation.kind {
        InterpretationKind::Place => ("understood-as-place", Some(Facet::Geozone)),
        InterpretationKind::Format => ("understood-as-format", Some(Facet::Format)),
        InterpretationKind::Type => ("understood-as", Some(Facet::Type)),
        InterpretationKind::Compound | InterpretationKind::Expansion => ("understood-as", None),
        InterpretationKind::Correction | InterpretationKind::Synonym | InterpretationKind::Year => {
            return None;
        }
    };
    let only = facet.zip(interpretation.values.first());
    let parts = [
        ("typed", interpretation.typed.as_str()),
        ("meant", &interpretation.meant),
    ];
    Some(Understood {
        text: frame.language().say_with(message, &parts),
        only_href: only
            .map(|(facet, value)| frame.search_href(&with_only(request, facet, Some(value)))),
    })
}

//! The notes above the results: how the words were understood, each with the link that undoes it.

use search_index::{
    Facet, FieldMeaning, Interpretation, InterpretationKind, RequiredWords, SearchRequest,
    SearchResults, TimeSpan, WiderPlace,
};

use super::frame::Frame;
use super::labels::{facet_label, span_label};
use crate::language::Language;
use crate::params::{covering, in_place, including, mentioning, requiring, verbatim, with_only};

/// Where all fields are listed.
const FIELDS: &str = "/docs#champs";

/// So many readings of words are named at most.
const MAX_NAMED: usize = 2;

/// The notes above the results: how the words were understood.
#[derive(Default)]
pub(super) struct UnderstandingNotes {
    /// The names that no record has.
    pub not_found: Option<String>,
    /// The corrected query, with the link to the search for the words as typed.
    pub correction: Option<Note>,
    /// How many results have all of the words and how many others have most, with the link to the former alone or to the
    /// latter too.
    pub relaxation: Option<Note>,
    /// How many results only mention the words, with the link to the search with or without these.
    pub mentions: Option<Note>,
    /// The words that nobody has.
    pub unknown: Vec<String>,
    /// The places around the one that the words name where records have the other words, with how many.
    pub wider_places: Vec<NoteLink>,
    /// What was excluded, with the link to the search that excludes nothing.
    pub excluded: Option<Note>,
    /// What values of fields were read as, and those that the catalogue does not have.
    pub fields: Vec<String>,
    /// The names in front of a colon that are no field's, with the link to the list of fields.
    pub unknown_fields: Option<Note>,
    /// The interpretations by which a hit of this page was found. One that is a value of a facet has the link to the search
    /// with that value alone.
    pub understood: Vec<Understood>,
    /// The search for the words as they were typed, where they were understood as something else.
    pub verbatim_href: Option<String>,
    /// The search for all that the words may mean, where they are taken as they were typed.
    pub wide_href: Option<String>,
}

/// A note, with a link that undoes what it tells.
pub(super) struct Note {
    pub text: String,
    pub link: Option<NoteLink>,
}

/// What can be done about what a note tells.
pub(super) struct NoteLink {
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
            .filter(|interpretation| is_of_use(interpretation, results))
            .filter_map(|interpretation| understood(frame, request, interpretation))
            .take(MAX_NAMED)
            .collect();
        let correction = understanding.correction.as_ref();
        Self {
            not_found: not_found(language, &understanding.not_found),
            correction: correction.map(|query| Note {
                text: language.say_with("correction", &[("query", query)]),
                link: Some(NoteLink {
                    action: language.say_with("correction-undo", &[("typed", &request.query)]),
                    href: verbatim_href.clone(),
                }),
            }),
            relaxation: relaxation(frame, request, results),
            mentions: mentions(frame, request, results),
            unknown: unknown(language, results),
            wider_places: wider_places(frame, request, results),
            excluded: excluded(frame, request, &understanding.excluded),
            fields: understanding
                .fields
                .iter()
                .map(|meaning| field(language, meaning))
                .collect(),
            unknown_fields: unknown_fields(frame, &understanding.unknown_fields),
            verbatim_href: (!understood.is_empty()).then_some(verbatim_href),
            understood,
            wide_href: request
                .verbatim
                .then(|| frame.search_href(&verbatim(request, false))),
        }
    }
}

/// Returns the note about complete and approximate matches, where there are both or could be.
fn relaxation(frame: &Frame, request: &SearchRequest, results: &SearchResults) -> Option<Note> {
    let language = frame.language();
    let n_complete = results.complete_total;
    let n_more = results.total_with_most - results.total;
    if n_more > 0 {
        let message = match n_complete {
            0 => "relaxation-more-none",
            _ => "relaxation-more",
        };
        return Some(Note {
            text: language.count(message, n_more),
            link: Some(NoteLink {
                action: language.count("relaxation-do", n_more),
                href: frame.search_href(&requiring(request, RequiredWords::Most)),
            }),
        });
    }
    (results.approximate_total() > 0).then(|| Note {
        text: language.count("relaxation", n_complete),
        link: (n_complete > 0).then(|| NoteLink {
            action: language.count("relaxation-undo", n_complete),
            href: frame.search_href(&requiring(request, RequiredWords::All)),
        }),
    })
}

/// Returns the note about records that only mention the words, where there are any and they are told from the others.
fn mentions(frame: &Frame, request: &SearchRequest, results: &SearchResults) -> Option<Note> {
    let language = frame.language();
    let n_mentions = results.mentions_total.filter(|n| *n > 0)?;
    let (message, action) = if request.lists_mentions() {
        ("mentions-listed", "mentions-undo")
    } else {
        ("mentions", "mentions-do")
    };
    Some(Note {
        text: language.count(message, n_mentions),
        link: Some(NoteLink {
            action: language.count(action, n_mentions),
            href: frame.search_href(&mentioning(request, !request.lists_mentions())),
        }),
    })
}

fn wider_places(frame: &Frame, request: &SearchRequest, results: &SearchResults) -> Vec<NoteLink> {
    let language = frame.language();
    let places = results.understanding.wider_places.iter();
    let link = |place: &WiderPlace| NoteLink {
        action: language.say_with(
            "wider-place",
            &[
                ("place", &place.name),
                ("count", &language.number(place.n_records)),
            ],
        ),
        href: frame.search_href(&in_place(request, place)),
    };
    places.map(link).collect()
}

fn excluded(frame: &Frame, request: &SearchRequest, excluded: &[String]) -> Option<Note> {
    let language = frame.language();
    if excluded.is_empty() {
        return None;
    }
    let without_sign = excluded.iter().map(|typed| typed.trim_start_matches('-'));
    Some(Note {
        text: language.say_with("excluded", &[("words", &quoted(language, without_sign))]),
        link: including(request, excluded).map(|request| NoteLink {
            action: language.say("excluded-undo").into_owned(),
            href: frame.search_href(&request),
        }),
    })
}

fn field(language: &Language, meaning: &FieldMeaning) -> String {
    const MAX_LABELS: usize = 5;
    let facet = facet_label(language, meaning.facet);
    if meaning.values.is_empty() {
        let parts = [("typed", meaning.typed.as_str()), ("field", &facet)];
        return language.say_with("field-without-value", &parts);
    }
    let label = |value: &search_index::MeantValue| {
        let vocabulary = meaning.facet.name();
        let label = language.label(vocabulary, &value.value, &value.label);
        label.into_owned()
    };
    let mut labels: Vec<String> = meaning.values.iter().map(label).collect();
    if labels.len() > MAX_LABELS {
        labels.truncate(MAX_LABELS);
        labels.push("…".to_owned());
    }
    let values = labels.join(", ");
    let parts = [
        ("typed", meaning.typed.as_str()),
        ("field", &facet),
        ("values", &values),
    ];
    language.say_with("field-read-as", &parts)
}

fn unknown_fields(frame: &Frame, names: &[String]) -> Option<Note> {
    let language = frame.language();
    (!names.is_empty()).then(|| Note {
        text: language.say_with(
            "unknown-fields",
            &[("names", &quoted(language, names.iter().map(String::as_str)))],
        ),
        link: Some(NoteLink {
            action: language.say("unknown-fields-list").into_owned(),
            href: frame.href(FIELDS),
        }),
    })
}

/// Returns texts in quotation marks, with commas between them.
fn quoted<'a>(language: &Language, texts: impl Iterator<Item = &'a str>) -> String {
    let quoted = texts.map(|text| language.say_with("quoted", &[("text", text)]));
    quoted.collect::<Vec<_>>().join(", ")
}

fn not_found(language: &Language, names: &[String]) -> Option<String> {
    let text = |names: &str| language.say_with("names-not-found", &[("names", names)]);
    (!names.is_empty()).then(|| text(&names.join(", ")))
}

fn unknown(language: &Language, results: &SearchResults) -> Vec<String> {
    let relaxation = results.understanding.relaxation.iter();
    let words = relaxation.flat_map(|relaxation| &relaxation.unknown);
    words
        .map(|word| language.say_with("relaxation-unknown", &[("word", word)]))
        .collect()
}

/// Returns whether a hit of the page was found by an interpretation.
fn is_of_use(interpretation: &Interpretation, results: &SearchResults) -> bool {
    let explanations = results
        .hits
        .iter()
        .filter_map(|hit| hit.explanation.as_ref());
    let mut found_as = explanations
        .flat_map(|explanation| &explanation.words)
        .filter_map(|word| word.found_as.as_ref());
    found_as.any(|found| {
        found.kind == interpretation.kind
            && found.typed == interpretation.typed
            && found.meant == interpretation.meant
    })
}

/// Returns the note about a period that words name, with the search that keeps to it.
fn period(frame: &Frame, request: &SearchRequest, interpretation: &Interpretation) -> Understood {
    let language = frame.language();
    let meant = span_label(language, &interpretation.meant);
    let parts = [("typed", interpretation.typed.as_str()), ("meant", &meant)];
    let span = TimeSpan::from_name(&interpretation.meant);
    Understood {
        text: language.say_with("understood-as-period", &parts),
        only_href: span.map(|span| frame.search_href(&covering(request, Some(span)))),
    }
}

/// Returns the note about an interpretation; `None` for one that every reader expects, or that is a mere spelling.
fn understood(
    frame: &Frame,
    request: &SearchRequest,
    interpretation: &Interpretation,
) -> Option<Understood> {
    let (message, facet) = match interpretation.kind {
        InterpretationKind::Place => ("understood-as-place", Some(Facet::Geozone)),
        InterpretationKind::Period => return Some(period(frame, request, interpretation)),
        InterpretationKind::Format => ("understood-as-format", Some(Facet::Format)),
        InterpretationKind::Type => ("understood-as", Some(Facet::Type)),
        InterpretationKind::Translation => ("understood-as-translation", None),
        InterpretationKind::Expansion => ("understood-as", None),
        InterpretationKind::Correction
        | InterpretationKind::Compound
        | InterpretationKind::Synonym
        | InterpretationKind::Noun
        | InterpretationKind::Relative
        | InterpretationKind::Grain
        | InterpretationKind::Year => {
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

//! The values that a text means in a field of facet values: `licence:odbl`, `type:api`, `fréquence:annuelle`.

use std::collections::HashMap;
use std::sync::LazyLock;

use catalogue::{Gazetteer, Geozone, License};
use tantivy::Term;

use super::context::Context;
use super::data_lines::data_lines;
use super::query_analyzer::QueryAnalyzer;
use super::rewritten_query::QueryWord;
use super::syntax::{Clause, Scope};
use crate::analyzer::{base_form, fold};
use crate::columns::Values;
use crate::error::{EngineContext, Error};
use crate::facet::Facet;
use crate::request::SearchRequest;
use crate::schema::TextField;
use crate::understanding::{FieldMeaning, MeantValue};

const FIELD_VALUES: &str = include_str!("../../data/field_values.txt");

/// The base forms of a name's words.
type Name = Vec<String>;

/// The values of facets by the other names of the data file.
static VALUES_BY_NAME: LazyLock<HashMap<(Facet, Name), Vec<&'static str>>> = LazyLock::new(|| {
    let mut analyzer = QueryAnalyzer::new();
    let mut values: HashMap<(Facet, Name), Vec<&'static str>> = HashMap::new();
    for rule in data_lines(FIELD_VALUES) {
        let Some((facet, value, names)) = named_value(rule) else {
            continue;
        };
        for name in names.split(',') {
            let key = (facet, name_of(name, &mut analyzer));
            values.entry(key).or_default().push(value);
        }
    }
    values
});

/// Reads a line of the data file: `facet value = names`.
fn named_value(rule: &'static str) -> Option<(Facet, &'static str, &'static str)> {
    let (value, names) = rule.split_once('=')?;
    let (facet, value) = value.trim().split_once(' ')?;
    Some((Facet::from_name(facet)?, value.trim(), names))
}

/// Returns what a clause chooses by a field that holds values of a facet. `None` where the field holds texts, or the text
/// names no value and may stand in one.
pub(super) fn field_meaning(
    context: &Context<'_>,
    request: &SearchRequest,
    analyzer: &mut QueryAnalyzer,
    clause: &Clause,
) -> Option<FieldMeaning> {
    let facet = clause.scope.facet()?;
    let text = clause.text.as_str();
    let values = match clause.scope {
        Scope::Place => zones_meant(text),
        // Else it is looked for in names.
        Scope::Organization => vec![text.to_lowercase()],
        _ => values_meant(context, analyzer, facet, text),
    };
    let view = context
        .columns
        .view(facet, request, jiff::civil::Date::default());
    let known = &view.column.values;
    let is_known = |value: &String| known.ordinal(value).is_some();
    let may_be_text = !clause.scope.text_fields().is_empty();
    if may_be_text && !values.iter().any(is_known) {
        return None;
    }
    let meant = values.into_iter().map(|value| {
        let label = known
            .ordinal(&value)
            .map(|ordinal| known.get(ordinal).label().to_owned());
        MeantValue {
            label: label.unwrap_or_else(|| facet.value_label(&value)),
            value,
        }
    });
    Some(FieldMeaning {
        typed: clause.typed.clone(),
        facet,
        values: meant.collect(),
    })
}

/// Returns the values of a facet that a text means, as they stand in the index, each once: what it is the id or the whole
/// label of, else what it is another name of, else all values whose label or id has all of its words.
fn values_meant(
    context: &Context<'_>,
    analyzer: &mut QueryAnalyzer,
    facet: Facet,
    text: &str,
) -> Vec<String> {
    let text = text.trim();
    let column = context
        .columns
        .view(
            facet,
            &SearchRequest::default(),
            jiff::civil::Date::default(),
        )
        .column;
    let values = &column.values;
    for id in [text.to_owned(), text.to_lowercase()] {
        if values.ordinal(&id).is_some() {
            return vec![id];
        }
    }
    let letters = letters(text);
    let mut meant = labelled(values, |label| self::letters(label) == letters);
    if !meant.is_empty() {
        return meant;
    }
    let name = name_of(text, analyzer);
    let called = VALUES_BY_NAME.get(&(facet, name.clone()));
    meant.extend(called.into_iter().flatten().map(|id| (*id).to_owned()));
    meant.extend(labelled(values, |label| name_of(label, analyzer) == name));
    if meant.is_empty() {
        meant = spelled(facet, text);
    }
    meant.retain(|id| values.ordinal(id).is_some());
    let words: Name = analyzer.words(text).into_iter().map(|it| it.base).collect();
    if meant.is_empty() && !words.is_empty() {
        meant = labelled(values, |label| {
            let label = name_of(label, analyzer);
            words.iter().all(|word| label.contains(word))
        });
    }
    meant.sort_unstable();
    meant.dedup();
    meant
}

/// Returns the values that a text is a known spelling of: of a format, or of the title of a licence.
fn spelled(facet: Facet, text: &str) -> Vec<String> {
    match facet {
        Facet::License => vec![License::from_title(text).id().to_owned()],
        facet => facet.canonical_values(text),
    }
}

/// Returns the ids of the values whose label or id is as wanted.
fn labelled(values: &Values, mut is_wanted: impl FnMut(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for ordinal in 0..values.len() as u32 {
        let value = values.get(ordinal);
        if is_wanted(value.label()) || is_wanted(&value.name) {
            found.push(value.name.to_string());
        }
    }
    found
}

/// Returns the base forms of all words of a text.
fn name_of(text: &str, analyzer: &mut QueryAnalyzer) -> Name {
    let words = analyzer.with_stop_words(text).into_iter();
    words.map(|word| base_form(&word.term)).collect()
}

/// Returns the letters and digits of a text, folded.
fn letters(text: &str) -> String {
    fold(
        &text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>(),
    )
}

/// Returns whether records declare acronyms with all of these words.
///
/// # Errors
///
/// Where the generation's files cannot be read.
pub(super) fn are_declared(context: &Context<'_>, words: &[QueryWord]) -> Result<bool, Error> {
    let field = context.fields.text(TextField::Acronym).base;
    for word in words {
        let term = Term::from_field_text(field, &word.base);
        let n_records = context.doc_freq(&term).to("look up an acronym")?;
        if n_records == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns the ids of the zones that a text names, by id or by name: the wider ones of that name, or, where there are none,
/// all communes of it; nothing tells which is meant.
pub(crate) fn zones_meant(text: &str) -> Vec<String> {
    let gazetteer = Gazetteer::france();
    let text = text.trim();
    for id in [text.to_lowercase(), text.to_owned()] {
        if let Some(zone) = gazetteer.get(&id) {
            return vec![zone.id.to_owned()];
        }
    }
    let code = text.to_uppercase().replace(char::is_whitespace, "");
    let coded: Vec<&Geozone> = match code.len() {
        2 | 3 => gazetteer
            .with_departement_number(&code)
            .into_iter()
            .collect(),
        5 => {
            let insee = gazetteer.with_insee_code(&code).into_iter();
            insee.chain(gazetteer.with_postal_code(&code)).collect()
        }
        9 => gazetteer.with_siren(&code).into_iter().collect(),
        _ => Vec::new(),
    };
    if !coded.is_empty() {
        return coded.into_iter().map(|zone| zone.id.to_owned()).collect();
    }
    let (communes, wider): (Vec<&Geozone>, Vec<&Geozone>) = gazetteer
        .named(text)
        .into_iter()
        .partition(|zone| zone.id.starts_with("fr:commune:"));
    let (parts, communes): (Vec<&Geozone>, Vec<&Geozone>) = communes
        .into_iter()
        .partition(|zone| zone.is_part_of_commune());
    let choices = [wider, communes, parts];
    let meant = choices.into_iter().find(|zones| !zones.is_empty());
    let meant = meant.into_iter().flatten();
    meant.map(|zone| zone.id.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_file_names_a_value() {
        let n_lines = data_lines(FIELD_VALUES).count();
        let read = data_lines(FIELD_VALUES).filter_map(named_value);
        let mut n_read = 0;
        for (facet, value, names) in read {
            n_read += 1;
            assert!(
                names.split(',').all(|name| !name.trim().is_empty()),
                "{value}"
            );
            if let Some(known) = facet.known_values() {
                assert!(known.contains(&value), "{facet}: {value}");
            } else {
                let label = facet.value_label(value);
                let is_known = label != value || facet == Facet::Format;
                assert!(is_known, "{facet}: {value} has no label");
            }
        }
        assert_eq!(n_read, n_lines);
        assert!(n_read > 40, "{n_read}");
    }

    #[test]
    fn a_zone_is_named_by_id_or_name() {
        for (text, expected) in [
            ("bretagne", &["fr:region:53"][..]),
            ("BRETAGNE", &["fr:region:53"]),
            ("fr:region:53", &["fr:region:53"]),
            ("FR:REGION:53", &["fr:region:53"]),
            ("ille et vilaine", &["fr:departement:35"]),
            ("nulle part", &[]),
        ] {
            assert_eq!(zones_meant(text), expected, "{text}");
        }
    }
}

//! How a value may be written: its id, its labels, what people call it.

use catalogue::{
    AccessType, Badge, Extent, FormatFamily, Frequency, Grain, Granularity, License, ProducerType,
    RecordType, format_label,
};

use super::values::{Field, Value};

/// What people call values besides their ids and labels: field, id, names.
const CALLED: [(Field, &str, &[&str]); 19] = [
    (Field::License, "odc-odbl", &["odbl", "ODbL"]),
    (Field::License, "cc-zero", &["cc0"]),
    (Field::License, "odc-pddl", &["pddl"]),
    (Field::License, "cc-by", &["cc by"]),
    (Field::License, "cc-by-sa", &["cc by-sa"]),
    (
        Field::License,
        "lov2",
        &["licence ouverte 2.0", "etalab 2.0"],
    ),
    (
        Field::Type,
        "dataset",
        &["dataset", "datasets", "jeu de données", "jeux de données"],
    ),
    (
        Field::Type,
        "dataservice",
        &["dataservice", "dataservices", "api", "apis"],
    ),
    (Field::Frequency, "daily", &["quotidien", "daily"]),
    (Field::Frequency, "weekly", &["hebdomadaire", "weekly"]),
    (Field::Frequency, "monthly", &["mensuel", "monthly"]),
    (Field::Frequency, "annual", &["annuel", "annual"]),
    (Field::Granularity, "fr:commune", &["commune"]),
    (Field::Granularity, "fr:departement", &["département"]),
    (Field::Granularity, "fr:region", &["région"]),
    (Field::Granularity, "fr:epci", &["epci", "intercommunalité"]),
    (Field::Extent, "national", &["national", "france"]),
    (Field::Extent, "local", &["local", "communal"]),
    (Field::Badge, "hvd", &["hvd"]),
];

/// Returns the spellings of a value.
pub fn spellings(field: Field, value: &Value) -> Vec<String> {
    let id = value.id.as_str();
    let labels: Vec<String> = match field {
        Field::License => {
            let license = License::from(id);
            [license.label(), license.label_en(), license.title()]
                .map(str::to_owned)
                .into()
        }
        Field::Badge => vec![Badge::from(id).label().to_owned()],
        Field::Type => vec![RecordType::from(id).label().to_owned()],
        Field::Format => vec![format_label(id).into_owned()],
        Field::FormatFamily => vec![FormatFamily::from(id).label().to_owned()],
        Field::Frequency => vec![Frequency::from(id).label().to_owned()],
        Field::ProducerType => vec![ProducerType::from(id).label().to_owned()],
        Field::AccessType => vec![AccessType::from(id).label().to_owned()],
        Field::Granularity => {
            let (grain, granularity) = (Grain::from(id), Granularity::from(id));
            [
                grain.label(),
                granularity.label(),
                granularity.short_label(),
            ]
            .map(str::to_owned)
            .into()
        }
        Field::Extent => vec![Extent::from(id).label().to_owned()],
        Field::Schema => {
            let short = id.rsplit('/').next().unwrap_or(id);
            vec![
                short.to_owned(),
                short.trim_start_matches("schema-").to_owned(),
            ]
        }
        Field::Tag => vec![id.replace(['-', '_'], " ")],
        // Names are typed more often than ids.
        Field::Geozone | Field::Organization => vec![value.name.clone(), value.name.clone()],
        // An id is none of its spellings.
        _ => return vec![value.name.clone()],
    };
    let called = CALLED
        .iter()
        .filter(|(of, it, _)| *of == field && *it == id);
    let called = called.flat_map(|(_, _, names)| names.iter().map(|name| (*name).to_owned()));
    let spellings = labels.into_iter().chain(called).chain([id.to_owned()]);
    // Quotation marks stand around it.
    spellings
        .filter(|it| !it.is_empty() && !it.contains('"'))
        .collect()
}

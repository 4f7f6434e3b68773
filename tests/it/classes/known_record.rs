//! What people paste of a live record: its names, its addresses and its ids, here and at its origin.

use catalogue::{CoveredPeriod, Owner, Record, RecordType, inferred_geozones};
use jiff::civil;

/// What people paste of a live record.
pub struct KnownRecord {
    pub record_type: RecordType,
    pub id: String,
    pub slug: String,
    pub title: String,
    /// The organization's or person's name.
    pub producer: Option<String>,
    /// The address at its origin.
    pub remote_url: Option<String>,
    /// The ids that its origin gave it, and its DOI, each with what it is.
    pub origin_ids: Vec<(&'static str, String)>,
    pub resource_ids: Vec<String>,
    /// The zones that it declares; where there are none, those that are inferred.
    pub zones: Vec<String>,
    /// The first and the last year that it covers, as far as they are known.
    pub covered_years: Option<(Option<i16>, i16)>,
}

impl From<&Record> for KnownRecord {
    fn from(record: &Record) -> Self {
        let (harvest, doi, resources) = match record {
            Record::Dataset(dataset) => (
                dataset.harvest.as_ref(),
                dataset.doi.as_ref(),
                dataset.resources.as_deref().unwrap_or_default(),
            ),
            Record::Dataservice(dataservice) => (dataservice.harvest.as_ref(), None, &[][..]),
        };
        let origin_ids = [
            ("remote id", harvest.and_then(|it| it.remote_id.as_ref())),
            (
                "dct:identifier",
                harvest.and_then(|it| it.dct_identifier.as_ref()),
            ),
            ("DOI", doi.or(harvest.and_then(|it| it.doi.as_ref()))),
        ];
        let origin_ids = origin_ids.into_iter();
        Self {
            record_type: record.record_type(),
            id: record.id().to_owned(),
            slug: record.slug().to_owned(),
            title: record.title().to_owned(),
            producer: record.owner().map(Owner::name),
            remote_url: harvest.and_then(|it| it.remote_url.clone()),
            origin_ids: origin_ids
                .filter_map(|(kind, id)| Some((kind, id?.trim().to_owned())))
                .filter(|(_, id)| !id.is_empty())
                .collect(),
            resource_ids: resources.iter().filter_map(|it| it.id.clone()).collect(),
            zones: record
                .geozones()
                .iter()
                .cloned()
                .chain(inferred_geozones(record))
                .collect(),
            covered_years: CoveredPeriod::of(record).and_then(|period| {
                let last = period.known_end(record)?.year();
                Some((period.start.map(civil::Date::year), last))
            }),
        }
    }
}

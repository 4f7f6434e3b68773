//! The keys by which a record is looked up: what names it here and at its origin.

use catalogue::{Dataset, Harvest, Owner, Record};

use crate::identifier::{keys_of_link, keys_of_origin, own_key};

/// Free keys of records in which harvesters leave what identifies a record at its origin.
const EXTRAS: [&str; 11] = [
    "remote_url",
    "harvest:remote_id",
    "ods:url",
    "ckan:source",
    "inspire:identifier",
    "inspire:resource_identifier",
    "dct:identifier",
    "identifier",
    "guid",
    "uri",
    "doi",
];

/// Returns the keys of a record, each once.
pub(super) fn identifiers(record: &Record) -> Vec<String> {
    let mut keys = vec![own_key(record.id()), own_key(record.slug())];
    let harvest = match record {
        Record::Dataset(dataset) => &dataset.harvest,
        Record::Dataservice(dataservice) => &dataservice.harvest,
    };
    let named = harvest.iter().flat_map(of_harvest).chain(of_extras(record));
    keys.extend(named.flat_map(keys_of_origin));
    match record {
        Record::Dataset(dataset) => keys.extend(of_files(dataset)),
        Record::Dataservice(dataservice) => {
            let addresses = [
                &dataservice.base_api_url,
                &dataservice.machine_documentation_url,
                &dataservice.technical_documentation_url,
            ];
            keys.extend(
                addresses
                    .into_iter()
                    .flatten()
                    .flat_map(|it| keys_of_link(it)),
            );
        }
    }
    keys.extend(business_numbers(record));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Returns the SIREN and SIRET of the organization.
fn business_numbers(record: &Record) -> Vec<String> {
    let Some(Owner::Organization(organization)) = record.owner() else {
        return Vec::new();
    };
    let numbers = [
        organization.siren(),
        organization.business_number_id.as_deref(),
    ];
    numbers.into_iter().flatten().map(own_key).collect()
}

fn of_harvest(harvest: &Harvest) -> impl Iterator<Item = &str> {
    let names = [
        &harvest.remote_id,
        &harvest.remote_url,
        &harvest.uri,
        &harvest.dct_identifier,
        &harvest.doi,
    ];
    names.into_iter().flatten().map(String::as_str)
}

fn of_extras(record: &Record) -> impl Iterator<Item = &str> {
    let named = record.extras().filter(|(key, _)| EXTRAS.contains(key));
    named.filter_map(|(_, value)| value.as_str())
}

fn of_files(dataset: &Dataset) -> Vec<String> {
    let mut keys = Vec::new();
    for resource in dataset.resources.iter().flatten() {
        keys.extend(resource.id.as_deref().map(own_key));
        keys.extend(resource.url.iter().flat_map(|url| keys_of_link(url)));
    }
    keys
}

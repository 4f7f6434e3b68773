//! The page of one record.

use askama::Template;
use catalogue::{
    Dataservice, Dataset, FormatFamily, Owner, Record, Resource, format_family, format_label,
    normalize_format,
};

use super::card::zone_name;
use crate::assets;
use crate::french;
use crate::json_ld;

/// Resources listed on a page; the platform's own page has them all.
const RESOURCES: usize = 100;

/// The page of a dataset or a dataservice.
#[derive(Template)]
#[template(path = "record.html")]
pub(super) struct RecordPage {
    style: String,
    favicon: String,
    query: String,
    title: String,
    acronym: Option<String>,
    kind: String,
    owner: Option<String>,
    owner_href: Option<String>,
    is_certified: bool,
    archived: Option<String>,
    summary: String,
    paragraphs: Vec<String>,
    facts: Vec<Fact>,
    links: Vec<Link>,
    tags: Vec<Link>,
    resources: Vec<ResourceRow>,
    n_resources: Option<String>,
    platform_href: Option<String>,
    json_ld: String,
}

struct Fact {
    name: &'static str,
    values: Vec<Link>,
}

/// A text, with an address where it leads somewhere.
struct Link {
    text: String,
    href: Option<String>,
}

struct ResourceRow {
    title: String,
    href: Option<String>,
    format: String,
    size: String,
    updated: String,
}

impl RecordPage {
    /// Returns the page of a record; only datasets that are in the index too are linked to.
    pub fn new(record: &Record, has_dataset: impl Fn(&str) -> bool, base_url: &str) -> Self {
        let organization = record.owner().and_then(Owner::organization);
        let owner_href = organization
            .map(|organization| organization.id.as_ref().unwrap_or(&organization.name))
            .map(|id| facet_href("organization", id));
        let (facts, links, resources) = match record {
            Record::Dataset(dataset) => (
                dataset_facts(record, dataset),
                Vec::new(),
                dataset.resources.as_deref().unwrap_or_default(),
            ),
            Record::Dataservice(dataservice) => (
                dataservice_facts(record, dataservice, has_dataset),
                dataservice_links(dataservice),
                [].as_slice(),
            ),
        };
        let n_resources = match record {
            Record::Dataset(dataset) => dataset.n_resources(),
            Record::Dataservice(_) => None,
        };
        let text = &record.description().text;
        Self {
            style: assets::path("style.css"),
            favicon: assets::path("favicon.svg"),
            query: String::new(),
            title: record.title().to_owned(),
            acronym: record
                .acronym()
                .filter(|acronym| !acronym.is_empty())
                .map(str::to_owned),
            kind: record.record_type().label().to_owned(),
            owner: record
                .owner()
                .map(Owner::name)
                .filter(|name| !name.is_empty()),
            owner_href,
            is_certified: organization.is_some_and(catalogue::Organization::is_certified),
            archived: record.archived_at().map(french::day),
            summary: text
                .chars()
                .take(160)
                .collect::<String>()
                .replace('\n', " "),
            paragraphs: text
                .lines()
                .map(str::to_owned)
                .filter(|line| !line.is_empty())
                .collect(),
            facts,
            links,
            tags: record
                .tags()
                .iter()
                .map(|tag| facet_link("tag", tag, tag.clone()))
                .collect(),
            resources: resources
                .iter()
                .take(RESOURCES)
                .map(ResourceRow::new)
                .collect(),
            n_resources: n_resources
                .map(|n| french::count(n, "fichier ou lien", "fichiers ou liens")),
            platform_href: record.page().and_then(web_address),
            json_ld: json_ld::record(record, base_url),
        }
    }
}

/// Returns the address if a browser may follow it: records come from anywhere, and `javascript:` is an address too.
pub(crate) fn web_address(address: &str) -> Option<String> {
    let url = url::Url::parse(address.trim()).ok()?;
    matches!(url.scheme(), "http" | "https" | "ftp").then(|| url.to_string())
}

fn facet_href(facet: &str, value: &str) -> String {
    let mut parameters = url::form_urlencoded::Serializer::new(String::new());
    parameters.append_pair(facet, value);
    format!("/?{}", parameters.finish())
}

fn facet_link(facet: &str, value: &str, text: String) -> Link {
    Link {
        text,
        href: Some(facet_href(facet, value)),
    }
}

fn text(text: impl Into<String>) -> Link {
    Link {
        text: text.into(),
        href: None,
    }
}

fn common_facts(record: &Record) -> Vec<Fact> {
    let license = record
        .license()
        .map(|license| facet_link("license", license.id(), license.label().to_owned()));
    let access = record.access_type().map(|access| text(access.label()));
    let badges = record.badges().iter().map(|badge| {
        facet_link(
            "badge",
            badge.id(),
            badge.label_for(&record.record_type()).to_owned(),
        )
    });
    vec![
        Fact {
            name: "Licence",
            values: license.into_iter().collect(),
        },
        Fact {
            name: "Accès",
            values: access.into_iter().collect(),
        },
        Fact {
            name: "Label de donnée",
            values: badges.collect(),
        },
        Fact {
            name: "Créé le",
            values: record
                .created_at()
                .map(|date| text(french::day(date)))
                .into_iter()
                .collect(),
        },
        Fact {
            name: "Mis à jour le",
            values: record
                .last_update()
                .map(|date| text(french::day(date)))
                .into_iter()
                .collect(),
        },
    ]
}

fn use_facts(counts: &[(Option<u64>, &'static str, &'static str)]) -> Fact {
    let counted = counts
        .iter()
        .filter_map(|(n, singular, plural)| n.map(|n| text(french::count(n, singular, plural))));
    Fact {
        name: "Usage",
        values: counted.collect(),
    }
}

fn non_empty(facts: Vec<Fact>) -> Vec<Fact> {
    facts
        .into_iter()
        .filter(|fact| !fact.values.is_empty())
        .collect()
}

fn dataset_facts(record: &Record, dataset: &Dataset) -> Vec<Fact> {
    let mut facts = common_facts(record);
    let formats = record.formats();
    let format_link =
        |format: &String| facet_link("format", format, format_label(format).into_owned());
    let mut families: Vec<FormatFamily> =
        formats.iter().map(|format| format_family(format)).collect();
    families.sort_unstable();
    families.dedup();
    facts.push(Fact {
        name: "Formats",
        values: formats.iter().map(format_link).collect(),
    });
    facts.push(Fact {
        name: "Nature",
        values: families.iter().map(|family| text(family.label())).collect(),
    });
    let inferred = catalogue::inferred_geozones(record);
    facts.push(Fact {
        name: "Territoire (déduit du producteur et du titre)",
        values: inferred
            .iter()
            .map(|zone| facet_link("geozone", zone, zone_name(zone)))
            .collect(),
    });
    if let Some(spatial) = &dataset.spatial {
        let zones = spatial.zones.iter().map(|zone| {
            let id = catalogue::strip_validity(zone);
            facet_link("geozone", id, zone_name(id))
        });
        let unresolved = spatial
            .unresolved_names
            .iter()
            .map(|name| text(name.clone()));
        facts.push(Fact {
            name: "Territoire",
            values: zones.chain(unresolved).collect(),
        });
        let granularity = spatial
            .granularity
            .iter()
            .map(|granularity| text(granularity.label()));
        facts.push(Fact {
            name: "Granularité",
            values: granularity.collect(),
        });
    }
    if let Some(coverage) = &dataset.temporal_coverage {
        let period = match (coverage.start, coverage.end) {
            (Some(start), Some(end)) => {
                Some(format!("du {} au {}", french::day(start), french::day(end)))
            }
            (Some(start), None) => Some(format!("depuis le {}", french::day(start))),
            (None, Some(end)) => Some(format!("jusqu’au {}", french::day(end))),
            (None, None) => None,
        };
        facts.push(Fact {
            name: "Période couverte",
            values: period.map(text).into_iter().collect(),
        });
    }
    let frequency = dataset
        .frequency
        .iter()
        .map(|frequency| text(frequency.label()));
    facts.push(Fact {
        name: "Fréquence",
        values: frequency.collect(),
    });
    facts.push(Fact {
        name: "Schéma",
        values: dataset.schemas().into_iter().map(text).collect(),
    });
    facts.push(use_facts(&[
        (dataset.metrics.views, "vue", "vues"),
        (
            dataset.metrics.resources_downloads,
            "téléchargement",
            "téléchargements",
        ),
        (dataset.metrics.reuses, "réutilisation", "réutilisations"),
        (dataset.metrics.followers, "abonné", "abonnés"),
    ]));
    non_empty(facts)
}

fn dataservice_facts(
    record: &Record,
    dataservice: &Dataservice,
    has_dataset: impl Fn(&str) -> bool,
) -> Vec<Fact> {
    let mut facts = common_facts(record);
    let availability = dataservice
        .availability
        .map(|percent| text(format!("{percent}\u{A0}%").replace('.', ",")));
    facts.push(Fact {
        name: "Disponibilité",
        values: availability.into_iter().collect(),
    });
    facts.push(Fact {
        name: "Limites d’appel",
        values: dataservice
            .rate_limiting
            .iter()
            .filter(|limit| !limit.is_empty())
            .map(text)
            .collect(),
    });
    let datasets = dataservice.datasets.iter().map(|dataset| Link {
        text: dataset.title.clone().unwrap_or_else(|| dataset.id.clone()),
        href: has_dataset(&dataset.id)
            .then(|| super::record_path(&catalogue::RecordType::Dataset, &dataset.id)),
    });
    facts.push(Fact {
        name: "Jeux de données servis",
        values: datasets.collect(),
    });
    facts.push(use_facts(&[
        (dataservice.metrics.views, "vue", "vues"),
        (
            dataservice.metrics.reuses,
            "réutilisation",
            "réutilisations",
        ),
        (dataservice.metrics.followers, "abonné", "abonnés"),
    ]));
    non_empty(facts)
}

fn dataservice_links(dataservice: &Dataservice) -> Vec<Link> {
    [
        ("Adresse de l’API", &dataservice.base_api_url),
        (
            "Documentation technique",
            &dataservice.technical_documentation_url,
        ),
        (
            "Description pour les machines (OpenAPI)",
            &dataservice.machine_documentation_url,
        ),
        (
            "Documentation métier",
            &dataservice.business_documentation_url,
        ),
        ("Demander un accès", &dataservice.authorization_request_url),
    ]
    .into_iter()
    .filter_map(|(text, address)| {
        let href = address.as_deref().and_then(web_address)?;
        Some(Link {
            text: text.to_owned(),
            href: Some(href),
        })
    })
    .collect()
}

impl ResourceRow {
    fn new(resource: &Resource) -> Self {
        let title = resource
            .title
            .as_deref()
            .map(str::trim)
            .filter(|title| !title.is_empty());
        Self {
            title: title.unwrap_or("Sans titre").to_owned(),
            href: resource.url.as_deref().and_then(web_address),
            format: resource
                .format
                .as_deref()
                .and_then(normalize_format)
                .unwrap_or_default()
                .to_uppercase(),
            size: resource.filesize.map(french::bytes).unwrap_or_default(),
            updated: resource.last_modified.map(french::day).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Record {
        let attack = "<script>alert(1)</script>\"'";
        Record::Dataset(Box::new(Dataset {
            id: "1".to_owned(),
            title: attack.to_owned(),
            tags: vec![attack.to_owned()],
            page: Some("javascript:alert(1)".to_owned()),
            resources: Some(vec![Resource {
                title: Some(attack.to_owned()),
                url: Some("javascript:alert(1)".to_owned()),
                ..Resource::default()
            }]),
            ..Dataset::default()
        }))
    }

    #[test]
    fn a_hostile_record_is_inert() {
        let html = RecordPage::new(&hostile(), |_| true, "https://x.test")
            .render()
            .unwrap();
        let n_scripts = html.matches("<script").count();
        let n_data = html
            .matches("<script type=\"application/ld+json\">")
            .count();
        assert_eq!((n_scripts, n_data), (1, 1), "{html}");
        assert!(!html.contains("javascript:"), "{html}");
    }

    #[test]
    fn what_a_record_lacks_is_left_out() {
        let html = RecordPage::new(&hostile(), |_| true, "https://x.test")
            .render()
            .unwrap();
        assert!(!html.contains("Licence</dt>"));
        assert!(!html.contains("Fréquence</dt>"));
    }
}

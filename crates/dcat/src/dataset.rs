//! A dataset.

use std::collections::HashSet;

use catalogue::{Badge, Dataset, Date, Harvest, Record, TemporalCoverage};
use oxrdf::{NamedNode, NamedOrBlankNode};

use crate::graph::{Graph, Node};
use crate::iri;
use crate::site::Site;
use crate::terms::{adms, dcat, dcatap, dct, foaf, skos, xsd};
use crate::{agent, distribution, place, rights, vocabularies};

/// Describes a dataset, and returns its address.
pub(crate) fn describe(
    graph: &mut Graph,
    record: &Record,
    dataset: &Dataset,
    site: &Site<'_>,
) -> NamedNode {
    let harvest = dataset.harvest.as_ref();
    let origin = harvest.and_then(|harvest| harvest.uri.as_deref());
    let address = site.record("datasets", &dataset.id, origin);
    let mut node = Node::new(address.clone(), dcat::DATASET_CLASS);
    say_texts(&mut node, record);
    say_identifiers(&mut node, graph, dataset, site);
    let harvested = |date: fn(&Harvest) -> Option<Date>| harvest.and_then(date);
    node.moment(
        dct::ISSUED,
        harvested(|it| it.issued_at)
            .or(harvested(|it| it.created_at))
            .or(dataset.created_at),
    );
    node.moment(
        dct::MODIFIED,
        harvested(|it| it.modified_at)
            .or(dataset.last_update)
            .or(dataset.last_modified),
    );
    let remote = harvest.and_then(|harvest| harvest.remote_url.as_deref());
    say_landing_page(&mut node, graph, remote, dataset.page.as_deref());
    agent::say(
        &mut node,
        graph,
        dataset.owner.as_ref(),
        record.contact_points(),
        site,
    );
    say_coverage(&mut node, graph, dataset, site);
    let frequency = dataset.frequency.as_ref();
    node.maybe_link(
        dct::ACCRUAL_PERIODICITY,
        frequency.and_then(|frequency| vocabularies::frequency(graph, frequency)),
    );
    say_classes(&mut node, graph, record);
    let schema = dataset.schema.as_ref();
    node.maybe_link(
        dct::CONFORMS_TO,
        schema.and_then(|schema| distribution::standard(graph, schema)),
    );
    let is_high_value = record.badges().contains(&Badge::Hvd);
    let mut ids = HashSet::new();
    for resource in dataset.resources.iter().flatten() {
        // Two files of one id would be one file with two of everything.
        let id = resource.id.as_deref().filter(|id| ids.insert(*id));
        let page = site.at(&["datasets", &dataset.id]);
        let subject = distribution::subject(graph, id, &page);
        let license = dataset.license.as_ref();
        let file = distribution::describe(graph, subject, resource, license, is_high_value);
        node.link(dcat::DISTRIBUTION, file);
    }
    graph.add(node);
    address
}

/// Says the title, the description, the acronym and the keywords of a record.
pub(crate) fn say_texts(node: &mut Node, record: &Record) {
    node.text(dct::TITLE, record.title());
    let description = record.description();
    let markdown = description.markdown.as_deref();
    node.text(dct::DESCRIPTION, markdown.unwrap_or(&description.text));
    node.text(skos::ALT_LABEL, record.acronym().unwrap_or_default());
    for tag in record.tags() {
        node.text(dcat::KEYWORD, tag);
    }
}

/// Says where a record's page is: at its origin, else on the platform.
pub(crate) fn say_landing_page(
    node: &mut Node,
    graph: &mut Graph,
    remote: Option<&str>,
    page: Option<&str>,
) {
    let found = remote.and_then(iri::of_address);
    let found = found.or_else(|| page.and_then(iri::of_address));
    if let Some(page) = found {
        node.link(dcat::LANDING_PAGE, graph.thing(page, foaf::DOCUMENT));
    }
}

/// Says who may get it, its themes, and what is said of high-value datasets.
pub(crate) fn say_classes(node: &mut Node, graph: &mut Graph, record: &Record) {
    let access = record.access_type();
    node.maybe_link(
        dct::ACCESS_RIGHTS,
        access.and_then(|access| vocabularies::access_right(graph, access)),
    );
    for theme in vocabularies::themes(graph, record.tags()) {
        node.link(dcat::THEME, theme);
    }
    if record.badges().contains(&Badge::Hvd) {
        rights::say_legislation(node, graph);
        for category in vocabularies::high_value_categories(graph, record.tags()) {
            node.link(dcatap::HVD_CATEGORY, category);
        }
    }
}

/// Says what a dataset is called: by its origin or by its id here, and by its DOI.
fn say_identifiers(node: &mut Node, graph: &mut Graph, dataset: &Dataset, site: &Site<'_>) {
    let harvest = dataset.harvest.as_ref();
    let of_origin = harvest.and_then(|harvest| harvest.dct_identifier.as_deref());
    let of_origin = of_origin.filter(|identifier| !identifier.trim().is_empty());
    node.text(dct::IDENTIFIER, of_origin.unwrap_or(&dataset.id));
    let mut others = Vec::new();
    if of_origin.is_some() {
        others.push(site.at(&["datasets", &dataset.id]).into_string());
    }
    others.extend(dataset.doi.as_deref().and_then(doi_address));
    for other in others {
        let mut identifier = Node::new(graph.blank(), adms::IDENTIFIER_CLASS);
        identifier.text(skos::NOTATION, &other);
        node.link(adms::IDENTIFIER, graph.add(identifier));
    }
}

/// Returns the address that resolves a DOI, however it is written.
fn doi_address(doi: &str) -> Option<String> {
    let name = doi.trim();
    let name = name.split_once("doi.org/").map_or(name, |(_, name)| name);
    let name = name.strip_prefix("doi:").unwrap_or(name).trim();
    let address = name
        .starts_with("10.")
        .then(|| format!("https://doi.org/{name}"));
    address
        .and_then(|address| iri::of_address(&address))
        .map(NamedNode::into_string)
}

/// Says which territory and which period a dataset covers.
fn say_coverage(node: &mut Node, graph: &mut Graph, dataset: &Dataset, site: &Site<'_>) {
    if let Some(spatial) = &dataset.spatial {
        place::say(node, graph, spatial, site);
    }
    let coverage = dataset.temporal_coverage.as_ref();
    node.maybe_link(
        dct::TEMPORAL,
        coverage.and_then(|coverage| period(graph, coverage)),
    );
}

fn period(graph: &mut Graph, coverage: &TemporalCoverage) -> Option<NamedOrBlankNode> {
    if coverage.start.is_none() && coverage.end.is_none() {
        return None;
    }
    let mut node = Node::new(graph.blank(), dct::PERIOD_OF_TIME);
    for (end, date) in [
        (dcat::START_DATE, coverage.start),
        (dcat::END_DATE, coverage.end),
    ] {
        if let Some(date) = date {
            node.typed(end, date.day().to_string(), xsd::DATE);
        }
    }
    Some(graph.add(node))
}

//! A page of the catalogue: what it is a part of, what stands on it, and where the other pages are.

use oxrdf::{Literal, NamedNode};

use crate::graph::{Graph, Node};
use crate::iri;
use crate::site::Site;
use crate::terms::{dcat, dct, foaf, hydra, xsd};
use crate::vocabularies;

/// A page of a catalogue.
#[derive(Debug, Default)]
pub struct CatalogPage {
    /// The path of the catalogue, whatever the page and the format, in its parts.
    pub catalog: Vec<String>,
    /// What the catalogue is called.
    pub title: String,
    /// What it holds, in a sentence.
    pub description: String,
    /// Who gives it out.
    pub publisher: String,
    /// The id of the organization that this is, if it is one.
    pub organization: Option<String>,
    /// How many records it has on all pages.
    pub total: u64,
    /// The address of this page.
    pub this: String,
    /// The address of the first page.
    pub first: String,
    /// The address of the last page.
    pub last: String,
    /// The address of the next page, if there is one.
    pub next: Option<String>,
    /// The address of the page before, if there is one.
    pub previous: Option<String>,
}

/// Describes the catalogue, with the records that a page has of it.
pub(crate) fn describe(
    graph: &mut Graph,
    page: &CatalogPage,
    datasets: Vec<NamedNode>,
    services: Vec<NamedNode>,
    site: &Site<'_>,
) {
    let parts: Vec<&str> = page.catalog.iter().map(String::as_str).collect();
    let mut node = Node::new(site.at(&parts), dcat::CATALOG);
    node.is_also(hydra::COLLECTION);
    node.text(dct::TITLE, &page.title);
    node.text(dct::DESCRIPTION, &page.description);
    let publisher = page.organization.as_deref();
    let publisher = publisher.map_or_else(
        || site.part_of_home("publisher"),
        |id| site.at(&["organizations", id]),
    );
    let publisher = graph.describe(publisher, foaf::AGENT, |node| {
        node.text(foaf::NAME, &page.publisher);
    });
    node.link(dct::PUBLISHER, publisher);
    node.link(dct::LANGUAGE, vocabularies::french(graph));
    node.link(foaf::HOMEPAGE, graph.thing(site.at(&[""]), foaf::DOCUMENT));
    node.link(
        hydra::TOTAL_ITEMS,
        Literal::new_typed_literal(page.total.to_string(), xsd::INTEGER),
    );
    if let Some(view) = iri::of_address(&page.this) {
        let mut pages = Node::new(view.clone(), hydra::PARTIAL_COLLECTION_VIEW);
        for (place, address) in [
            (hydra::FIRST, Some(&page.first)),
            (hydra::LAST, Some(&page.last)),
            (hydra::NEXT, page.next.as_ref()),
            (hydra::PREVIOUS, page.previous.as_ref()),
        ] {
            let address = address.and_then(|address| iri::of_address(address));
            pages.maybe_link(place, address);
        }
        graph.add(pages);
        node.link(hydra::VIEW, view);
    }
    for dataset in datasets {
        node.link(dcat::DATASET, dataset);
    }
    for service in services {
        node.link(dcat::SERVICE, service);
    }
    graph.add(node);
}

//! A dataservice.

use catalogue::{Dataservice, Record};
use oxrdf::NamedNode;

use crate::graph::{Graph, Node};
use crate::site::Site;
use crate::terms::{dcat, dct, foaf, rdfs};
use crate::{agent, dataset, iri, rights};

/// Describes a dataservice, and returns its address.
pub(crate) fn describe(
    graph: &mut Graph,
    record: &Record,
    dataservice: &Dataservice,
    site: &Site<'_>,
) -> NamedNode {
    let harvest = dataservice.harvest.as_ref();
    let origin = harvest.and_then(|harvest| harvest.uri.as_deref());
    let address = site.record("dataservices", &dataservice.id, origin);
    let mut node = Node::new(address.clone(), dcat::DATA_SERVICE);
    dataset::say_texts(&mut node, record);
    let remote_id = harvest.and_then(|harvest| harvest.remote_id.as_deref());
    node.text(dct::IDENTIFIER, remote_id.unwrap_or(&dataservice.id));
    node.moment(dct::ISSUED, dataservice.created_at);
    node.moment(dct::MODIFIED, dataservice.metadata_modified_at);
    let remote = harvest.and_then(|harvest| harvest.remote_url.as_deref());
    dataset::say_landing_page(
        &mut node,
        graph,
        remote,
        dataservice.self_web_url.as_deref(),
    );
    say_addresses(&mut node, graph, dataservice);
    agent::say(
        &mut node,
        graph,
        dataservice.owner.as_ref(),
        record.contact_points(),
        site,
    );
    rights::say(&mut node, graph, dataservice.license.as_ref());
    dataset::say_classes(&mut node, graph, record);
    for served in dataservice.datasets.iter().flatten() {
        node.link(dcat::SERVES_DATASET, site.dataset(&served.id));
    }
    graph.add(node);
    address
}

/// Says where calls go and where they are described.
fn say_addresses(node: &mut Node, graph: &mut Graph, dataservice: &Dataservice) {
    let address = |address: &Option<String>| address.as_deref().and_then(iri::of_address);
    if let Some(endpoint) = address(&dataservice.base_api_url) {
        node.link(dcat::ENDPOINT_URL, graph.thing(endpoint, rdfs::RESOURCE));
    }
    if let Some(description) = address(&dataservice.machine_documentation_url) {
        let description = graph.thing(description, rdfs::RESOURCE);
        node.link(dcat::ENDPOINT_DESCRIPTION, description);
    }
    for page in [
        &dataservice.technical_documentation_url,
        &dataservice.business_documentation_url,
    ] {
        if let Some(page) = address(page) {
            node.link(foaf::PAGE, graph.thing(page, foaf::DOCUMENT));
        }
    }
}

//! Under which terms something may be used, and which law says so.

use catalogue::License;
use oxrdf::NamedNode;

use crate::graph::{Graph, Node};
use crate::iri;
use crate::terms::{dcatap, dct, eli, rdfs};

/// The regulation that lists high-value datasets.
const HIGH_VALUE_REGULATION: &str = "http://data.europa.eu/eli/reg_impl/2023/138/oj";

/// Says of a node under which license it is: by the address of its text, and by its title.
pub(crate) fn say(node: &mut Node, graph: &mut Graph, license: Option<&License>) {
    let Some(license) = license.filter(|license| **license != License::NotSpecified) else {
        return;
    };
    if let Some(text) = license.url().and_then(iri::of_address) {
        let text = graph.describe(text, dct::LICENSE_DOCUMENT, |node| {
            node.text(dct::TITLE, license.title());
        });
        node.link(dct::LICENSE, text);
    }
    let mut rights = Node::new(graph.blank(), dct::RIGHTS_STATEMENT);
    rights.text(rdfs::LABEL, license.title());
    node.link(dct::RIGHTS, graph.add(rights));
}

/// Says that the regulation on high-value datasets applies.
pub(crate) fn say_legislation(node: &mut Node, graph: &mut Graph) {
    let regulation = NamedNode::new_unchecked(HIGH_VALUE_REGULATION);
    node.link(
        dcatap::APPLICABLE_LEGISLATION,
        graph.thing(regulation, eli::LEGAL_RESOURCE),
    );
}

//! A file of a dataset, as a distribution.

use catalogue::{Checksum, Date, Harvest, License, Resource, ResourceType, SchemaReference};
use oxrdf::{NamedNode, NamedOrBlankNode, Term};

use crate::graph::{Graph, Node};
use crate::iri;
use crate::rights;
use crate::terms::{dcat, dct, rdfs, spdx, xsd};
use crate::vocabularies;

/// The checksums whose algorithms SPDX names.
const ALGORITHMS: [&str; 8] = [
    "md2", "md4", "md5", "sha1", "sha224", "sha256", "sha384", "sha512",
];

/// Describes a file, and returns what refers to it.
pub(crate) fn describe(
    graph: &mut Graph,
    subject: NamedOrBlankNode,
    resource: &Resource,
    license: Option<&License>,
    is_high_value: bool,
) -> NamedOrBlankNode {
    let mut node = Node::new(subject, dcat::DISTRIBUTION_CLASS);
    node.text(dct::TITLE, resource.title.as_deref().unwrap_or_default());
    node.text(
        dct::DESCRIPTION,
        resource.description.as_deref().unwrap_or_default(),
    );
    node.text(dct::IDENTIFIER, resource.id.as_deref().unwrap_or_default());
    say_addresses(&mut node, graph, resource);
    let harvest = resource.harvest.as_ref();
    let harvested = |date: fn(&Harvest) -> Option<Date>| harvest.and_then(date);
    node.moment(
        dct::ISSUED,
        harvested(|it| it.issued_at).or(resource.created_at),
    );
    node.moment(
        dct::MODIFIED,
        harvested(|it| it.modified_at).or(resource.last_modified),
    );
    say_format(&mut node, graph, resource);
    if let Some(size) = resource.filesize {
        node.typed(dcat::BYTE_SIZE, size.to_string(), xsd::NON_NEGATIVE_INTEGER);
    }
    let checksum = resource.checksum.as_ref();
    node.maybe_link(
        spdx::CHECKSUM,
        checksum.and_then(|checksum| describe_checksum(graph, checksum)),
    );
    rights::say(&mut node, graph, license);
    let schema = resource.schema.as_ref();
    node.maybe_link(
        dct::CONFORMS_TO,
        schema.and_then(|schema| standard(graph, schema)),
    );
    if is_high_value {
        rights::say_legislation(&mut node, graph);
    }
    graph.add(node)
}

/// Returns what refers to the file with an id: its place on its dataset's page, as the platform writes it.
pub(crate) fn subject(graph: &mut Graph, id: Option<&str>, page: &NamedNode) -> NamedOrBlankNode {
    let is_plain = |id: &&str| {
        let mut chars = id.chars();
        !id.is_empty() && chars.all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let place = id.filter(is_plain);
    let place = place.map(|id| format!("{}#/resources/{id}", page.as_str()));
    let named = place.and_then(|place| NamedNode::new(place).ok());
    named.map_or_else(|| graph.blank().into(), Into::into)
}

/// Says where a file is. What calls are sent to is no file to be fetched.
fn say_addresses(node: &mut Node, graph: &mut Graph, resource: &Resource) {
    let own = resource.url.as_deref().and_then(iri::of_address);
    let lasting = resource.latest.as_deref().and_then(iri::of_address);
    let is_service = resource.resource_type == Some(ResourceType::Api);
    if let Some(access) = lasting.or_else(|| own.clone()) {
        node.link(dcat::ACCESS_URL, graph.thing(access, rdfs::RESOURCE));
    }
    if let Some(own) = own.filter(|_| !is_service) {
        node.link(dcat::DOWNLOAD_URL, graph.thing(own, rdfs::RESOURCE));
    }
}

/// Says the format: by the European Union's table, else as it is spelled, and by its media type.
fn say_format(node: &mut Node, graph: &mut Graph, resource: &Resource) {
    let format = resource
        .format
        .as_deref()
        .filter(|it| !it.trim().is_empty());
    if let Some(format) = format {
        let known: Option<Term> = vocabularies::file_type(graph, format).map(Into::into);
        let term = known.unwrap_or_else(|| {
            let mut spelled = Node::new(graph.blank(), dct::MEDIA_TYPE_OR_EXTENT);
            spelled.text(rdfs::LABEL, format);
            graph.add(spelled).into()
        });
        node.link(dct::FORMAT, term);
    }
    node.maybe_link(
        dcat::MEDIA_TYPE,
        vocabularies::media_type(graph, resource.mime.as_deref(), format),
    );
}

/// Returns a checksum; `None` where it is of no known algorithm or not hexadecimal.
fn describe_checksum(graph: &mut Graph, checksum: &Checksum) -> Option<NamedOrBlankNode> {
    let algorithm = checksum.algorithm.as_deref()?.to_ascii_lowercase();
    let algorithm = algorithm.replace('-', "");
    let value = checksum.value.as_deref()?.trim();
    let is_hexadecimal = value.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !ALGORITHMS.contains(&algorithm.as_str())
        || value.is_empty()
        || !value.len().is_multiple_of(2)
        || !is_hexadecimal
    {
        return None;
    }
    let (_, namespace) = spdx::PREFIX;
    let algorithm = NamedNode::new_unchecked(format!("{namespace}checksumAlgorithm_{algorithm}"));
    let mut node = Node::new(graph.blank(), spdx::CHECKSUM_CLASS);
    node.link(
        spdx::ALGORITHM,
        graph.thing(algorithm, spdx::CHECKSUM_ALGORITHM),
    );
    node.typed(spdx::CHECKSUM_VALUE, value, xsd::HEX_BINARY);
    Some(graph.add(node))
}

/// Returns the schema that data follows, by its address, else by its name.
pub(crate) fn standard(graph: &mut Graph, schema: &SchemaReference) -> Option<NamedOrBlankNode> {
    let name = schema.name.as_deref().unwrap_or_default();
    if let Some(address) = schema.url.as_deref().and_then(iri::of_address) {
        let described = graph.describe(address, dct::STANDARD, |node| {
            node.text(dct::TITLE, name);
        });
        return Some(described.into());
    }
    if name.trim().is_empty() {
        return None;
    }
    let mut node = Node::new(graph.blank(), dct::STANDARD);
    node.text(dct::TITLE, name);
    Some(graph.add(node))
}

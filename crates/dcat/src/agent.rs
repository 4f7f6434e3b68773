//! Who publishes, who made it, and whom to ask.

use catalogue::{ContactPoint, Organization, Owner, User};
use oxrdf::{NamedNodeRef, NamedOrBlankNode};

use crate::graph::{Graph, Node};
use crate::iri;
use crate::site::Site;
use crate::terms::{dcat, dct, foaf, geodcat, vcard};

/// Says of a record who publishes it and whom to ask.
///
/// A contact whose role is `publisher` publishes it, and its owner distributes it then, as the platform tells it. What has no
/// name is nobody.
pub(crate) fn say(
    node: &mut Node,
    graph: &mut Graph,
    owner: Option<&Owner>,
    contacts: &[ContactPoint],
    site: &Site<'_>,
) {
    let mut has_publisher = false;
    for contact in contacts {
        match contact.role.as_deref() {
            Some("publisher") if !has_publisher => {
                if let Some(agent) = contact_as_agent(graph, contact) {
                    node.link(dct::PUBLISHER, agent);
                    has_publisher = true;
                }
            }
            Some("creator") => node.maybe_link(dct::CREATOR, contact_as_agent(graph, contact)),
            _ => node.maybe_link(dcat::CONTACT_POINT, contact_point(graph, contact)),
        }
    }
    let role: NamedNodeRef<'static> = if has_publisher {
        geodcat::DISTRIBUTOR
    } else {
        dct::PUBLISHER
    };
    node.maybe_link(role, owner.and_then(|owner| agent(graph, owner, site)));
}

/// Returns an owner.
fn agent(graph: &mut Graph, owner: &Owner, site: &Site<'_>) -> Option<NamedOrBlankNode> {
    if owner.name().trim().is_empty() {
        return None;
    }
    match owner {
        Owner::Organization(it) => Some(organization(graph, it, site)),
        Owner::User(user) => Some(person(graph, user, &owner.name())),
    }
}

/// Returns an organization: its address is its page here.
fn organization(
    graph: &mut Graph,
    organization: &Organization,
    site: &Site<'_>,
) -> NamedOrBlankNode {
    let id = organization.id.as_ref().unwrap_or(&organization.name);
    let page = organization.page.as_deref().and_then(iri::of_address);
    let page = page.map(|page| graph.thing(page, foaf::DOCUMENT));
    let subject = site.at(&["organizations", id]);
    let subject = graph.describe(subject, foaf::AGENT, |node| {
        node.is_also(foaf::ORGANIZATION);
        node.text(foaf::NAME, &organization.name);
        node.maybe_link(foaf::PAGE, page);
    });
    subject.into()
}

/// Returns a person, whose address is the platform's page.
fn person(graph: &mut Graph, user: &User, name: &str) -> NamedOrBlankNode {
    let describe = |node: &mut Node| {
        node.is_also(foaf::PERSON);
        node.text(foaf::NAME, name);
    };
    let page = user.page.as_deref().or(user.uri.as_deref());
    if let Some(page) = page.and_then(iri::of_address) {
        return graph.describe(page, foaf::AGENT, describe).into();
    }
    let mut node = Node::new(graph.blank(), foaf::AGENT);
    describe(&mut node);
    graph.add(node)
}

/// Returns a contact that has made or published something.
fn contact_as_agent(graph: &mut Graph, contact: &ContactPoint) -> Option<NamedOrBlankNode> {
    let names = [&contact.name, &contact.email].into_iter().flatten();
    let name = names.into_iter().find(|name| !name.trim().is_empty())?;
    let mut node = Node::new(graph.blank(), foaf::AGENT);
    node.text(foaf::NAME, name);
    Some(graph.add(node))
}

/// Returns whom to ask; `None` where nothing of them is known.
fn contact_point(graph: &mut Graph, contact: &ContactPoint) -> Option<NamedOrBlankNode> {
    let name = contact
        .name
        .as_deref()
        .filter(|name| !name.trim().is_empty());
    let email = contact.email.as_deref().and_then(iri::of_mailbox);
    let form = contact.contact_form.as_deref().and_then(iri::of_address);
    if name.is_none() && email.is_none() && form.is_none() {
        return None;
    }
    let mut node = Node::new(graph.blank(), vcard::KIND);
    node.text(vcard::FORMATTED_NAME, name.unwrap_or_default());
    node.maybe_link(vcard::HAS_EMAIL, email);
    node.maybe_link(vcard::HAS_URL, form);
    Some(graph.add(node))
}

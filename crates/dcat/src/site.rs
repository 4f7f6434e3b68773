//! The site that gives the descriptions: the addresses of what has none of its own.

use std::fmt;

use oxrdf::NamedNode;

use crate::iri;

/// What the site knows of a dataset by its id: the address that its origin has given it.
type Origins<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// The site whose catalogue is described.
pub struct Site<'a> {
    base_url: &'a str,
    origins: Option<&'a Origins<'a>>,
}

impl fmt::Debug for Site<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl<'a> Site<'a> {
    /// Returns the site at an address, which has no final slash.
    #[must_use]
    pub fn new(base_url: &'a str) -> Self {
        Self {
            base_url,
            origins: None,
        }
    }

    /// Returns the same, knowing by their ids which datasets have an address of their origin (`harvest.uri`).
    #[must_use]
    pub fn with_origins(self, origins: &'a Origins<'a>) -> Self {
        Self {
            origins: Some(origins),
            ..self
        }
    }

    /// Returns the IRI of what lies at a path of the site, whose parts are percent-encoded where that has to be.
    pub(crate) fn at(&self, parts: &[&str]) -> NamedNode {
        let mut address = self.base_url.to_owned();
        for part in parts {
            address.push('/');
            address.push_str(&encoded(part));
        }
        // The caller may have sent whatever it liked as the name of the host.
        NamedNode::new(address).unwrap_or_else(|_| NamedNode::new_unchecked("http://localhost/"))
    }

    /// Returns the IRI of a part of the site's first page.
    pub(crate) fn part_of_home(&self, name: &str) -> NamedNode {
        let home = self.at(&[""]);
        NamedNode::new_unchecked(format!("{}#{name}", home.as_str()))
    }

    /// Returns the IRI of a dataset that a dataservice serves.
    pub(crate) fn dataset(&self, id: &str) -> NamedNode {
        let origin = self.origins.and_then(|origins| origins(id));
        self.record("datasets", id, origin.as_deref())
    }

    /// Returns the IRI of a record: what its origin has given it, else its page here.
    pub(crate) fn record(&self, folder: &str, id: &str, origin: Option<&str>) -> NamedNode {
        origin
            .and_then(iri::of_address)
            .unwrap_or_else(|| self.at(&[folder, id]))
    }
}

/// Returns a name as it is written in a path; zones have colons, which stay.
fn encoded(part: &str) -> String {
    let form: String = url::form_urlencoded::byte_serialize(part.as_bytes()).collect();
    form.replace('+', "%20").replace("%3A", ":")
}

//! Records in the API's exact shape (udata 17.18), built field by field so that a test shows what matters to it.
//!
//! ```
//! use support::records::dataset;
//!
//! let record = dataset("Qualité de l'eau").license("lov2").tag("eau").resource("mesures.csv", "csv").build();
//! ```

use serde_json::{Map, Value, json};

/// A record in the making.
#[derive(Debug, Clone)]
pub struct RecordBuilder {
    json: Map<String, Value>,
}

/// Starts a dataset. Its id and slug follow from its title.
#[must_use]
pub fn dataset(title: &str) -> RecordBuilder {
    let (id, slug) = (id("dataset", title), slug(title));
    RecordBuilder::new(json!({
        "id": id,
        "title": title,
        "acronym": null,
        "slug": slug,
        "description": format!("Description de test : {title}."),
        "description_short": null,
        "created_at": "2024-01-01T00:00:00+00:00",
        "last_modified": "2024-02-01T00:00:00+00:00",
        "last_update": "2024-03-01T00:00:00+00:00",
        "internal": {
            "created_at_internal": "2024-01-01T00:00:00+00:00",
            "last_modified_internal": "2024-02-01T00:00:00+00:00",
        },
        "deleted": null,
        "archived": null,
        "private": false,
        "featured": false,
        "tags": [],
        "badges": [],
        "resources": [],
        "frequency": "unknown",
        "frequency_date": null,
        "license": "notspecified",
        "access_type": "open",
        "access_audiences": [],
        "authorization_request_url": null,
        "access_type_reason_category": null,
        "access_type_reason": null,
        "organization": null,
        "owner": null,
        "spatial": null,
        "temporal_coverage": null,
        "schema": null,
        "contact_points": [],
        "extras": {},
        "harvest": null,
        "metrics": {
            "discussions": 0, "discussions_open": 0, "reuses": 0, "reuses_by_months": 0, "dataservices": 0,
            "followers": 0, "followers_by_months": 0, "views": 0, "resources_downloads": 0,
        },
        "quality": {"license": false, "has_resources": false, "score": 0.0},
        "uri": format!("https://catalogue.test/api/1/datasets/{id}/"),
        "page": format!("https://catalogue.test/datasets/{slug}"),
        "permissions": {"edit": false, "delete": false, "edit_resources": false},
    }))
}

/// Starts a dataservice. Its id and slug follow from its title.
#[must_use]
pub fn dataservice(title: &str) -> RecordBuilder {
    let (id, slug) = (id("dataservice", title), slug(title));
    RecordBuilder::new(json!({
        "id": id,
        "title": title,
        "acronym": null,
        "slug": slug,
        "description": format!("Description de test : {title}."),
        "base_api_url": format!("https://{slug}.test/"),
        "machine_documentation_url": null,
        "technical_documentation_url": null,
        "business_documentation_url": null,
        "rate_limiting": null,
        "rate_limiting_url": null,
        "availability": null,
        "availability_url": null,
        "format": "REST",
        "license": null,
        "tags": [],
        "private": false,
        "extras": {},
        "featured": false,
        "contact_points": [],
        "created_at": "2024-01-01T00:00:00+00:00",
        "metadata_modified_at": "2024-03-01T00:00:00+00:00",
        "deleted_at": null,
        "archived_at": null,
        "datasets": {
            "rel": "subsection", "type": "GET", "total": 0,
            "href": format!("https://catalogue.test/api/1/datasets/?dataservice={id}"),
        },
        "harvest": null,
        "badges": [],
        "access_type": "open",
        "access_audiences": [],
        "authorization_request_url": null,
        "access_type_reason_category": null,
        "access_type_reason": null,
        "organization": null,
        "owner": null,
        "metrics": {
            "discussions": 0, "discussions_open": 0, "followers": 0, "followers_by_months": 0, "reuses": 0, "views": 0,
        },
        "permissions": {"edit": false, "delete": false},
        "self_api_url": format!("https://catalogue.test/api/1/dataservices/{id}/"),
        "self_web_url": format!("https://catalogue.test/dataservices/{slug}"),
    }))
}

impl RecordBuilder {
    fn new(json: Value) -> Self {
        let Value::Object(json) = json else {
            unreachable!("both templates are objects")
        };
        Self { json }
    }

    /// Sets a field to a value, whatever its name and type.
    #[must_use]
    pub fn set(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.json.insert(field.to_owned(), value.into());
        self
    }

    /// Takes a field away.
    #[must_use]
    pub fn without(mut self, field: &str) -> Self {
        self.json.remove(field);
        self
    }

    /// Sets the id.
    #[must_use]
    pub fn id(self, id: &str) -> Self {
        self.set("id", id)
    }

    /// Sets the acronym.
    #[must_use]
    pub fn acronym(self, acronym: &str) -> Self {
        self.set("acronym", acronym)
    }

    /// Sets the description (Markdown).
    #[must_use]
    pub fn description(self, markdown: &str) -> Self {
        self.set("description", markdown)
    }

    /// Sets the licence, by id.
    #[must_use]
    pub fn license(self, id: &str) -> Self {
        self.set("license", id)
    }

    /// Adds a tag.
    #[must_use]
    pub fn tag(self, tag: &str) -> Self {
        self.push("tags", json!(tag))
    }

    /// Adds a badge, by kind.
    #[must_use]
    pub fn badge(self, kind: &str) -> Self {
        self.push("badges", json!({"kind": kind}))
    }

    /// Adds a resource. The number of those before it makes its id.
    #[must_use]
    pub fn resource(self, title: &str, format: &str) -> Self {
        let place = self.json["resources"].as_array().map_or(0, Vec::len);
        let record_id = self.json["id"].as_str().unwrap_or_default();
        let id = format!(
            "{}-0000-4000-8000-{place:012}",
            &id("resource", record_id)[..8]
        );
        let resource = json!({
            "id": id,
            "title": title,
            "description": null,
            "filetype": "remote",
            "type": "main",
            "format": format,
            "url": format!("https://fichiers.test/{title}"),
            "latest": format!("https://catalogue.test/datasets/r/{id}"),
            "checksum": null,
            "filesize": null,
            "mime": null,
            "created_at": "2024-01-01T00:00:00+00:00",
            "last_modified": "2024-03-01T00:00:00+00:00",
            "metrics": {"views": 0},
            "harvest": null,
            "extras": {"check:available": true, "check:status": 200},
            "preview_url": null,
            "schema": {"name": null, "version": null, "url": null},
            "internal": {
                "created_at_internal": "2024-01-01T00:00:00+00:00",
                "last_modified_internal": "2024-03-01T00:00:00+00:00",
            },
        });
        self.push("resources", resource)
    }

    /// Sets the organization that it belongs to. Its id and slug follow from its name.
    #[must_use]
    pub fn organization(self, name: &str, badges: &[&str]) -> Self {
        let (id, slug) = (id("organization", name), slug(name));
        let badges: Vec<Value> = badges.iter().map(|kind| json!({"kind": kind})).collect();
        self.set(
            "organization",
            json!({
                "class": "Organization",
                "id": id,
                "name": name,
                "acronym": null,
                "slug": slug,
                "uri": format!("https://catalogue.test/api/1/organizations/{id}/"),
                "page": format!("https://catalogue.test/organizations/{slug}"),
                "logo": "",
                "logo_thumbnail": "",
                "badges": badges,
                "permissions": {"edit": false},
            }),
        )
    }

    /// Sets the person that it belongs to.
    #[must_use]
    pub fn owner(self, first_name: &str, last_name: &str) -> Self {
        let name = format!("{first_name} {last_name}");
        let (id, slug) = (id("user", &name), slug(&name));
        self.set(
            "owner",
            json!({
                "class": "User",
                "id": id,
                "first_name": first_name,
                "last_name": last_name,
                "slug": slug,
                "uri": format!("https://catalogue.test/api/1/users/{id}/"),
                "page": format!("https://catalogue.test/users/{slug}"),
                "avatar": null,
                "avatar_thumbnail": null,
            }),
        )
    }

    /// Adds a geozone, by id.
    #[must_use]
    pub fn zone(mut self, id: &str) -> Self {
        let spatial = self.json.entry("spatial").or_insert(Value::Null);
        if spatial.is_null() {
            *spatial = json!({"geom": null, "zones": [], "granularity": "other"});
        }
        if let Some(zones) = spatial["zones"].as_array_mut() {
            zones.push(json!(id));
        }
        self
    }

    /// Sets when it was created.
    #[must_use]
    pub fn created_at(self, date: &str) -> Self {
        self.set("created_at", date)
    }

    /// Sets when a dataset's data or a dataservice's metadata last changed.
    #[must_use]
    pub fn last_update(self, date: &str) -> Self {
        let field = if self.is_dataservice() {
            "metadata_modified_at"
        } else {
            "last_update"
        };
        self.set(field, date)
    }

    /// Sets when it was archived.
    #[must_use]
    pub fn archived(self, date: &str) -> Self {
        let field = if self.is_dataservice() {
            "archived_at"
        } else {
            "archived"
        };
        self.set(field, date)
    }

    /// Sets one of the metrics (`views`, `reuses`, `followers` …).
    #[must_use]
    pub fn metric(mut self, name: &str, count: u64) -> Self {
        if let Some(metrics) = self.json.get_mut("metrics").and_then(Value::as_object_mut) {
            metrics.insert(name.to_owned(), json!(count));
        }
        self
    }

    /// Returns the record.
    #[must_use]
    pub fn build(self) -> Value {
        Value::Object(self.json)
    }

    fn is_dataservice(&self) -> bool {
        self.json.contains_key("metadata_modified_at")
    }

    fn push(mut self, list: &str, item: Value) -> Self {
        if let Value::Array(items) = self.json.entry(list).or_insert_with(|| json!([])) {
            items.push(item);
        }
        self
    }
}

/// Returns so many datasets, each created a minute after the one before, the first in 2020: `Jeu 0001`, `Jeu 0002` …
#[must_use]
pub fn datasets(n: usize) -> Vec<Value> {
    numbered(n, "Jeu", dataset)
}

/// Returns so many dataservices: `API 0001`, `API 0002` …
#[must_use]
pub fn dataservices(n: usize) -> Vec<Value> {
    numbered(n, "API", dataservice)
}

fn numbered(n: usize, name: &str, start: impl Fn(&str) -> RecordBuilder) -> Vec<Value> {
    let created_at = |place: usize| {
        format!(
            "2020-01-{:02}T{:02}:{:02}:00+00:00",
            place / 1440 + 1,
            place / 60 % 24,
            place % 60
        )
    };
    (1..=n)
        .map(|place| {
            start(&format!("{name} {place:04}"))
                .created_at(&created_at(place))
                .build()
        })
        .collect()
}

/// Returns records as JSON Lines.
#[must_use]
pub fn json_lines(records: &[Value]) -> String {
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    lines.join("\n") + "\n"
}

/// Returns 24 hexadecimal digits that follow from kind and name alone.
#[must_use]
pub fn id(kind: &str, name: &str) -> String {
    let hash = |seed: u64| {
        // FNV-1a: short, and the same in every run and on every machine.
        let bytes = kind.bytes().chain([0]).chain(name.bytes());
        bytes.fold(seed, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    format!(
        "{:016x}{:08x}",
        hash(0xcbf2_9ce4_8422_2325),
        hash(0x8422_2325_cbf2_9ce4) as u32
    )
}

fn slug(title: &str) -> String {
    let words = title.to_lowercase();
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

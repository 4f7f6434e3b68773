//! What a record's metadata says, as names and values.

use catalogue::{
    AccessAudience, AccessReasonCategory, ContactPoint, CoveredPeriod, Dataservice, Dataset, Date,
    Evidence, FormatFamily, Harvest, KnownExtent, KnownGrain, Record, SchemaReference,
    TemporalCoverage, format_family,
};
use jiff::civil;

use crate::addresses::{record_path, web_address};
use crate::language::Language;
use crate::pages::card::{badge_label, format_name};
use crate::pages::frame::Frame;
use crate::pages::labels::{covered_period_label, evidence_label};
use crate::pages::link::{Link, facet_link, text};

/// A name with its values.
pub(super) struct Fact {
    pub name: String,
    pub values: Vec<Link>,
}

/// Makes the facts of one record.
struct Facts<'a> {
    frame: &'a Frame,
    language: &'static Language,
    record: &'a Record,
    today: civil::Date,
    facts: Vec<Fact>,
}

/// Returns the facts of a record's metadata. Of the datasets that a dataservice serves, those of the index are links.
pub(super) fn facts(
    frame: &Frame,
    record: &Record,
    known_datasets: &[String],
    today: civil::Date,
) -> Vec<Fact> {
    let mut facts = Facts {
        frame,
        language: frame.language(),
        record,
        today,
        facts: Vec::new(),
    };
    facts.add_rights();
    facts.add_dates();
    facts.add_place();
    match record {
        Record::Dataset(dataset) => facts.add_dataset(dataset),
        Record::Dataservice(dataservice) => facts.add_dataservice(dataservice, known_datasets),
    }
    facts.add_use();
    facts.add_origin();
    facts.facts
}

impl Facts<'_> {
    /// Adds a fact, if it has values.
    fn add(&mut self, message: &str, values: impl IntoIterator<Item = Link>) {
        let values: Vec<Link> = values.into_iter().collect();
        if !values.is_empty() {
            self.facts.push(Fact {
                name: self.language.say(message).into_owned(),
                values,
            });
        }
    }

    fn label(&self, vocabulary: &str, id: &str, french: &str) -> String {
        self.language.label(vocabulary, id, french).into_owned()
    }

    fn add_rights(&mut self) {
        let (frame, language, record) = (self.frame, self.language, self.record);
        let license = record.license().map(|license| {
            let label = self.label("license", license.id(), license.label());
            facet_link(frame, "license", license.id(), label)
        });
        self.add("fact-license", license);
        let access = record.access_type().map(|access| {
            let label = self.label("access_type", access.id(), access.label());
            facet_link(frame, "access_type", access.id(), label)
        });
        self.add("fact-access", access);
        let (category, reason) = match record {
            Record::Dataset(it) => (&it.access_type_reason_category, &it.access_type_reason),
            Record::Dataservice(it) => (&it.access_type_reason_category, &it.access_type_reason),
        };
        let audiences = record.access_audiences();
        self.add(
            "fact-audiences",
            audiences.iter().map(|it| text(audience(language, it))),
        );
        let category = category.as_deref().filter(|category| !category.is_empty());
        let category = category.map(|id| {
            let french = AccessReasonCategory::from(id).label().to_owned();
            self.label("access_reason", id, &french)
        });
        let reason = reason.clone().filter(|reason| !reason.is_empty());
        self.add(
            "fact-access-reason",
            category.into_iter().chain(reason).map(text),
        );
        let badges = record.badges().iter().map(|badge| {
            let label = badge_label(language, badge, &record.record_type());
            facet_link(frame, "badge", badge.id(), label)
        });
        self.add("fact-badges", badges.collect::<Vec<_>>());
    }

    fn add_dates(&mut self) {
        let created = self.record.created_at().map(|date| self.on(date));
        self.add("fact-created", created);
        let updated = self.record.last_update().map(|date| self.on(date));
        self.add("fact-updated", updated);
    }

    /// Adds how wide the territory of the record is, and how fine its data.
    fn add_place(&mut self) {
        let zones = catalogue::inferred_geozones(self.record);
        let extent = KnownExtent::of(self.record, &zones).map(|known| {
            let (id, french) = (known.extent.id(), known.extent.label());
            let label = self.label("extent", id, french);
            self.known_value("extent", id, &label, known.evidence.as_ref())
        });
        self.add("fact-extent", extent);
        let grain = KnownGrain::of(self.record).map(|known| {
            let (id, french) = (known.grain.id(), known.grain.label());
            let label = self.label("granularity", id, french);
            self.known_value("granularity", id, &label, known.evidence.as_ref())
        });
        self.add("fact-granularity", grain);
    }

    /// Returns the link to a facet's value, and from what that is inferred, where it is.
    fn known_value(&self, facet: &str, id: &str, label: &str, evidence: Option<&Evidence>) -> Link {
        let text = evidence.map(|evidence| evidence_label(self.language, label, evidence));
        facet_link(
            self.frame,
            facet,
            id,
            text.unwrap_or_else(|| label.to_owned()),
        )
    }

    /// Returns a day, and how long ago it was.
    fn on(&self, date: Date) -> Link {
        let day = self.language.day(date);
        text(match self.language.ago(date, self.today) {
            Some(ago) => self
                .language
                .say_with("day-ago", &[("day", &day), ("ago", &ago)]),
            None => self.language.say_with("day-on", &[("day", &day)]),
        })
    }

    fn add_dataset(&mut self, dataset: &Dataset) {
        let (frame, language) = (self.frame, self.language);
        let formats = self.record.formats();
        self.add(
            "fact-formats",
            formats
                .iter()
                .map(|format| facet_link(frame, "format", format, format_name(language, format))),
        );
        let mut families: Vec<FormatFamily> =
            formats.iter().map(|format| format_family(format)).collect();
        families.sort_unstable();
        families.dedup();
        let families = families.iter().map(|family| {
            let label = self.label("format_family", family.id(), family.label());
            facet_link(frame, "format_family", family.id(), label)
        });
        self.add("fact-families", families.collect::<Vec<_>>());
        let period = dataset.temporal_coverage.as_ref();
        let period = period.and_then(|period| period_in_words(language, period));
        let period = period.or_else(|| period_of_title(language, self.record));
        self.add("fact-period", period.map(text));
        let frequency = dataset.frequency.as_ref().map(|it| {
            let label = self.label("frequency", it.id(), it.label());
            facet_link(frame, "frequency", it.id(), label)
        });
        self.add("fact-frequency", frequency);
        let expected = dataset.frequency_date.map(|date| text(language.day(date)));
        self.add("fact-expected", expected);
        self.add("fact-schema", schemas(frame, dataset));
        self.add("fact-contact", contacts(self.record.contact_points()));
        let score = dataset.quality.as_ref().and_then(|quality| quality.score);
        self.add(
            "fact-quality",
            score.map(|share| text(percent(language, share * 100.0))),
        );
        let doi = dataset.doi.iter().filter(|doi| !doi.is_empty());
        let doi = doi.map(|doi| Link {
            href: web_address(&format!("https://doi.org/{doi}")),
            text: doi.clone(),
        });
        self.add("fact-doi", doi);
    }

    fn add_dataservice(&mut self, dataservice: &Dataservice, known_datasets: &[String]) {
        let frame = self.frame;
        let availability = dataservice.availability;
        let availability = availability.map(|share| Link {
            text: percent(self.language, share),
            href: dataservice
                .availability_url
                .as_deref()
                .and_then(web_address),
        });
        self.add("fact-availability", availability);
        let limits = dataservice.rate_limiting.iter().filter(|it| !it.is_empty());
        let limits = limits.map(|limits| Link {
            text: limits.clone(),
            href: dataservice
                .rate_limiting_url
                .as_deref()
                .and_then(web_address),
        });
        self.add("fact-rate-limits", limits);
        self.add(
            "fact-kind",
            dataservice
                .format
                .iter()
                .filter(|it| !it.is_empty())
                .map(text),
        );
        let datasets = dataservice.datasets.iter().flatten().map(|dataset| Link {
            text: dataset.title.clone().unwrap_or_else(|| dataset.id.clone()),
            href: known_datasets
                .contains(&dataset.id)
                .then(|| frame.href(&record_path(&catalogue::RecordType::Dataset, &dataset.id))),
        });
        self.add("fact-datasets", datasets);
        self.add("fact-contact", contacts(self.record.contact_points()));
    }

    fn add_use(&mut self) {
        let record = self.record;
        let counts = [
            (record.views(), "views"),
            (record.resources_downloads(), "downloads"),
            (record.reuses(), "reuses"),
            (record.followers(), "followers"),
        ];
        let language = self.language;
        let used = counts
            .into_iter()
            .filter_map(|(n, message)| n.map(|n| text(language.count(message, n))));
        self.add("fact-use", used);
    }

    /// Adds where the record comes from, and what it is called there and here.
    fn add_origin(&mut self) {
        let harvest = self.record.harvest();
        self.add("fact-harvest", harvest.and_then(origin));
        self.add("fact-identifier", [text(self.record.id())]);
    }
}

fn origin(harvest: &Harvest) -> Option<Link> {
    let address = harvest.remote_url.as_deref().or(harvest.uri.as_deref());
    let address = address.and_then(web_address);
    let host = address
        .as_deref()
        .and_then(|address| url::Url::parse(address).ok());
    let host = host.and_then(|url| url.host_str().map(str::to_owned));
    let name = harvest
        .domain
        .clone()
        .or(host)
        .filter(|name| !name.is_empty());
    name.map(|name| Link {
        text: name,
        href: address,
    })
}

fn audience(language: &Language, audience: &AccessAudience) -> String {
    let (role, condition) = (&audience.role, &audience.condition);
    let role = language.label("access_audience", role.id(), role.label());
    let condition = language.label("access_condition", condition.id(), condition.label());
    language.say_with("labelled", &[("label", &role), ("value", &condition)])
}

fn period_in_words(language: &Language, period: &TemporalCoverage) -> Option<String> {
    let day = |date: Option<Date>| date.map(|date| language.day(date));
    match (day(period.start), day(period.end)) {
        (Some(start), Some(end)) => {
            Some(language.say_with("period-both", &[("start", &start), ("end", &end)]))
        }
        (Some(start), None) => Some(language.say_with("period-start", &[("start", &start)])),
        (None, Some(end)) => Some(language.say_with("period-end", &[("end", &end)])),
        (None, None) => None,
    }
}

/// Returns the period that a record's title names, where that is what is known of it.
fn period_of_title(language: &Language, record: &Record) -> Option<String> {
    let period = CoveredPeriod::of(record).filter(|period| !period.is_declared)?;
    let period = covered_period_label(language, &period);
    Some(language.say_with("period-of-title", &[("period", &period)]))
}

fn percent(language: &Language, share: f64) -> String {
    language.say_with("percent", &[("number", &language.decimal(share))])
}

/// Returns the schemas of a dataset: a search by name, or the address alone.
fn schemas(frame: &Frame, dataset: &Dataset) -> Vec<Link> {
    let mut links: Vec<Link> = dataset
        .schemas()
        .into_iter()
        .map(|name| facet_link(frame, "schema", &name, name.clone()))
        .collect();
    if let Some(SchemaReference {
        name: None,
        url: Some(address),
        ..
    }) = &dataset.schema
    {
        let href = web_address(address);
        if !links.iter().any(|link| link.text == *address) {
            links.push(Link {
                text: address.clone(),
                href,
            });
        }
    }
    links
}

/// Returns whom to ask: by form, or by mail.
fn contacts(points: &[ContactPoint]) -> Vec<Link> {
    let link = |point: &ContactPoint| {
        let form = point.contact_form.as_deref().and_then(web_address);
        let mail = point.email.as_deref().and_then(mail_address);
        let name = point.name.clone().filter(|name| !name.is_empty());
        let text = name
            .or_else(|| point.email.clone())
            .filter(|text| !text.is_empty())?;
        Some(Link {
            text,
            href: form.or(mail),
        })
    };
    points.iter().filter_map(link).collect()
}

/// Returns the link that writes to an address, if it is one without anything else in it.
fn mail_address(address: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
    let (name, host) = address.trim().split_once('@')?;
    let both =
        !name.is_empty() && host.contains('.') && name.chars().chain(host.chars()).all(is_plain);
    both.then(|| format!("mailto:{name}@{host}"))
}

/// Returns where an API is called, explained and asked for.
pub(super) fn links(frame: &Frame, record: &Record) -> Vec<Link> {
    let addresses: Vec<(&str, &Option<String>)> = match record {
        Record::Dataset(dataset) => vec![("link-access", &dataset.authorization_request_url)],
        Record::Dataservice(it) => vec![
            ("link-api", &it.base_api_url),
            ("link-technical", &it.technical_documentation_url),
            ("link-machine", &it.machine_documentation_url),
            ("link-business", &it.business_documentation_url),
            ("link-access", &it.authorization_request_url),
        ],
    };
    let links = addresses.into_iter().filter_map(|(message, address)| {
        let href = address.as_deref().and_then(web_address)?;
        Some(Link {
            text: frame.language().say(message).into_owned(),
            href: Some(href),
        })
    });
    links.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_mail_address_is_written_to() {
        assert_eq!(
            mail_address(" a.b+c@ville-x.fr ").as_deref(),
            Some("mailto:a.b+c@ville-x.fr")
        );
        for address in [
            "",
            "a",
            "@b.fr",
            "a@b",
            "a@b.fr?subject=x",
            "javascript:x@b.fr",
            "a b@c.fr",
            "é@b.fr",
        ] {
            assert_eq!(mail_address(address), None, "{address}");
        }
    }
}

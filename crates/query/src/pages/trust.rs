//! What tells whether a record can be relied on, in few words.

use search_index::{Producer, Promise, Trust};

use super::frame::Frame;
use super::link::Link;
use crate::addresses::record_path;
use crate::language::Language;

/// A fact that tells for or against a record.
pub(super) struct TrustFact {
    pub fact: Link,
    /// Whether it tells against it.
    pub is_warning: bool,
}

/// What is known of a record beside [`Trust`].
pub(super) struct Known {
    /// Whether it is the newest edition of a series; `None` where it is no edition.
    pub is_newest: Option<bool>,
    pub n_reuses: Option<u64>,
    pub n_files: Option<u64>,
}

/// Returns the facts that tell whether a record can be relied on. That there is a newer edition is told with its link elsewhere.
pub(super) fn trust_facts(frame: &Frame, trust: &Trust, known: &Known) -> Vec<TrustFact> {
    let language = frame.language();
    let said = |message: &str, is_warning: bool| TrustFact {
        fact: super::link::text(language.say(message).into_owned()),
        is_warning,
    };
    let mut facts = Vec::new();
    facts.extend(match trust.producer {
        Producer::Public { is_certified, .. } => {
            let message = if is_certified {
                "trust-public-certified"
            } else {
                "trust-public"
            };
            Some(said(message, false))
        }
        Producer::Organization => None,
        Producer::Person => Some(said("trust-person", false)),
        Producer::Nobody => Some(said("trust-nobody", true)),
    });
    if known.is_newest == Some(true) {
        facts.push(said("trust-newest", false));
    }
    facts.extend(trust.promise.as_ref().map(|it| promise(language, it)));
    let n_reuses = known.n_reuses.filter(|n_reuses| *n_reuses > 0);
    facts.extend(n_reuses.map(|n_reuses| TrustFact {
        fact: super::link::text(language.count("reuses", n_reuses)),
        is_warning: false,
    }));
    if known.n_files == Some(0) {
        facts.push(said("trust-no-files", true));
    }
    facts.extend(trust.copy_of.as_ref().map(|copy| {
        let name = copy.producer.as_ref().unwrap_or(&copy.title);
        let record = &copy.record;
        TrustFact {
            fact: Link {
                text: language.say_with("trust-copy", &[("producer", name)]),
                href: Some(frame.href(&record_path(&record.record_type, &record.name))),
            },
            is_warning: true,
        }
    }));
    facts.extend(trust.derived_from.as_ref().map(|derived| TrustFact {
        fact: super::link::text(language.say_with("trust-derived", &[("words", &derived.words)])),
        is_warning: true,
    }));
    facts.extend(trust.left_behind.as_ref().map(|harvest| {
        let portal = [("portal", harvest.portal.as_str())];
        let text = language.count_with("trust-left-behind", harvest.n_records, &portal);
        TrustFact {
            fact: super::link::text(text),
            is_warning: true,
        }
    }));
    facts
}

fn promise(language: &Language, promise: &Promise) -> TrustFact {
    let id = promise.frequency.as_str();
    let frequency = catalogue::Frequency::from(id);
    let frequency = language.label("frequency", id, frequency.label());
    let frequency = frequency.to_lowercase();
    let late = promise.n_days_late();
    let text = if late == 0 {
        language.say_with("trust-promise-kept", &[("frequency", &frequency)])
    } else {
        let parts = [
            ("frequency", frequency.as_str()),
            ("late", &language.duration(late)),
        ];
        language.say_with("trust-promise-late", &parts)
    };
    TrustFact {
        fact: super::link::text(text),
        is_warning: late > 0,
    }
}

//! One macro for all vocabularies: an enum of the known ids, plus one case that keeps an unknown id as it came.

/// Declares a vocabulary: an enum whose cases have an id (the API's spelling) and a French label, and a last case
/// `Other` that keeps an unknown id, so that nothing the catalogue says is dropped. Where a vocabulary has an `other` of
/// its own, that is the case `Unspecified`.
///
/// A case is `Case = "id", "Label";`, or `Case = "id" | "older id", "Label";` where older records have another id: that one
/// is read as well, and written as the id of today. Ids are read in any case.
///
/// Gives `id()`, `label()`, `all()` (the known cases, in the order of the declaration), `From<&str>` and
/// `From<String>`, `Display` (the id), and serde as a plain string.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $case:ident = $id:literal $(| $alias:literal)*, $label:literal; )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(
                #[doc = concat!("`", $id, "`: ", $label, ".")]
                $case,
            )+
            /// An id that this version does not know, as it came.
            Other(String),
        }

        impl $name {
            /// Returns the id, in the API's spelling.
            #[must_use]
            pub fn id(&self) -> &str {
                match self {
                    $( Self::$case => $id, )+
                    Self::Other(id) => id,
                }
            }

            /// Returns the French label; an unknown value is its own label.
            #[must_use]
            pub fn label(&self) -> &str {
                match self {
                    $( Self::$case => $label, )+
                    Self::Other(id) => id,
                }
            }

            /// Returns the known values, in the order in which people meet them.
            #[must_use]
            pub fn all() -> &'static [Self] {
                &[ $( Self::$case, )+ ]
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                $(
                    if [$id $(, $alias)*].iter().any(|known| known.eq_ignore_ascii_case(id)) {
                        return Self::$case;
                    }
                )+
                Self::Other(id.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self::from(id.as_str())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.id())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.id())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer).map(|id| Self::from(id.as_ref()))
            }
        }
    };
}

pub(crate) use vocabulary;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::{
        AccessAudienceCondition, AccessAudienceRole, AccessReasonCategory, AccessType, Badge,
        Extent, FormatFamily, Frequency, Grain, Granularity, License, OrganizationBadge,
        ProducerType, RecordType, ResourceType, ReuseType,
    };

    /// Runs one check on every vocabulary of the crate, known inside as `$vocabulary`, with its name for the messages.
    macro_rules! for_every_vocabulary {
        (|$name:ident, $vocabulary:ident| $check:block) => {
            for_every_vocabulary!(@each |$name, $vocabulary| $check;
                AccessAudienceCondition AccessAudienceRole AccessReasonCategory AccessType Badge Extent
                FormatFamily Frequency Grain Granularity License OrganizationBadge ProducerType RecordType ResourceType
                ReuseType)
        };
        (@each |$name:ident, $vocabulary:ident| $check:block; $($each:ident)+) => {
            $({
                type $vocabulary = $each;
                let $name = stringify!($each);
                $check
            })+
        };
    }

    #[test]
    fn every_id_is_read_back_in_any_case() {
        for_every_vocabulary!(|name, Vocabulary| {
            for value in Vocabulary::all() {
                assert_eq!(&Vocabulary::from(value.id()), value, "{name}");
                assert_eq!(
                    &Vocabulary::from(value.id().to_uppercase()),
                    value,
                    "{name}"
                );
                assert_eq!(value.to_string(), value.id(), "{name}");
            }
        });
    }

    #[test]
    fn every_value_has_a_label_and_no_other_value_has_the_same() {
        for_every_vocabulary!(|name, Vocabulary| {
            let mut labels = HashSet::new();
            let mut ids = HashSet::new();
            for value in Vocabulary::all() {
                assert!(!value.label().trim().is_empty(), "{name}: {value}");
                assert!(labels.insert(value.label()), "{name}: {value}");
                assert!(ids.insert(value.id()), "{name}: {value}");
            }
        });
    }

    #[test]
    fn an_unknown_id_is_kept_as_it_came_and_is_its_own_label() {
        for_every_vocabulary!(|name, Vocabulary| {
            let value: Vocabulary = serde_json::from_str("\"Jamais-Vu\"").unwrap();
            assert_eq!(value, Vocabulary::Other("Jamais-Vu".to_owned()), "{name}");
            assert_eq!(value.label(), "Jamais-Vu", "{name}");
            assert_eq!(
                serde_json::to_string(&value).unwrap(),
                "\"Jamais-Vu\"",
                "{name}"
            );
        });
    }

    #[test]
    fn known_values_come_in_the_order_of_their_declaration_and_unknown_ones_last() {
        for_every_vocabulary!(|name, Vocabulary| {
            assert!(Vocabulary::all().is_sorted(), "{name}");
            let unknown = Vocabulary::from("");
            assert!(
                Vocabulary::all().iter().all(|value| *value < unknown),
                "{name}"
            );
        });
    }
}

//! What a facet is made of, and the macro that turns the rows into the enum and its table.

use catalogue::Record;

use super::record_values::Derived;
use super::term::FacetTerm;

/// All that is known of a facet, whatever the search.
pub(super) struct Row {
    pub name: &'static str,
    pub label: &'static str,
    pub about: &'static str,
    /// Whether it is counted unless a request asks otherwise. Those that are come first.
    pub is_listed: bool,
    /// Returns a record's values; what is derived of the record is beside it.
    pub values_of: fn(&Record, &Derived<'_>) -> Vec<FacetTerm>,
    /// Returns a value's French label.
    pub value_label: fn(&str) -> String,
    /// Returns its values where they are a closed list.
    pub known_values: Option<fn() -> Vec<&'static str>>,
    /// Returns the values that have names of their own, where a catalogue may have others too.
    pub vocabulary: Option<fn() -> Vec<&'static str>>,
    /// Returns the values of the index that a value as somebody writes it means.
    pub canonical_values: fn(&str) -> Vec<String>,
}

impl Row {
    /// What goes without saying: a listed facet of any values, each its own label and spelling.
    pub const DEFAULT: Self = Self {
        name: "",
        label: "",
        about: "",
        is_listed: true,
        values_of: |_, _| Vec::new(),
        value_label: str::to_owned,
        known_values: None,
        vocabulary: None,
        canonical_values: |value| vec![value.to_owned()],
    };
}

/// Turns rows into `Facet`, its lists `ALL` and `LISTED`, and the table `ROWS`. A row's documentation is what the
/// description of the API says of the facet.
macro_rules! facets {
    ($($(#[doc = $about:literal])+ $facet:ident { $($field:ident: $value:expr,)+ })+) => {
        /// A dimension to filter on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Facet {
            $($(#[doc = $about])+ $facet,)+
        }

        static ROWS: [Row; Facet::ALL.len()] = [
            $(Row {
                about: concat!($($about),+),
                $($field: $value,)+
                ..Row::DEFAULT
            },)+
        ];

        impl Facet {
            /// All facets: those that are counted unless asked otherwise, in the order of the page, then those that are
            /// for filtering.
            pub const ALL: [Self; [$(stringify!($facet)),+].len()] = [$(Self::$facet),+];

            /// Those that are counted unless asked otherwise, in the order of the page.
            pub const LISTED: [Self; n_listed()] = {
                let mut listed = [Self::ALL[0]; n_listed()];
                let mut index = 0;
                while index < listed.len() {
                    listed[index] = Self::ALL[index];
                    index += 1;
                }
                listed
            };
        }

        /// Returns how many facets are listed: those before the first that is not.
        const fn n_listed() -> usize {
            let is_listed = [$(Row { $($field: $value,)+ ..Row::DEFAULT }.is_listed),+];
            let mut n_listed = 0;
            while n_listed < is_listed.len() && is_listed[n_listed] {
                n_listed += 1;
            }
            n_listed
        }
    };
}
pub(super) use facets;

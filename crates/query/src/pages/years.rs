//! The histograms of last updates and of years covered: how many results each year has, and a click to keep to it.

use search_index::{Facet, FacetCounts, SearchRequest};

use super::frame::Frame;
use crate::params::{with_value, without_value};

/// Years shown, up to the present one.
const YEARS: i16 = 12;

/// The place of one year, in units of the picture.
const COLUMN: u64 = 20;
/// The height of the highest bar.
const HEIGHT: u64 = 70;
/// The height of the line of years under the bars.
const LEGEND: u64 = 16;

/// Returns the years that the histogram shows, as values of their facet.
pub(super) fn year_names(this_year: i16) -> Vec<String> {
    (this_year - YEARS + 1..=this_year)
        .map(|year| year.to_string())
        .collect()
}

/// The id of the block of last updates, the class of its picture, the attribute that tells a bar's year, and its messages.
const UPDATED: [&str; 6] = [
    "annees",
    "years",
    "data-year",
    "years",
    "years-label",
    "years-hint",
];
/// The same of years covered.
const COVERED: [&str; 6] = [
    "periodes",
    "covered",
    "data-covered-year",
    "covered-years",
    "covered-years-label",
    "covered-years-hint",
];

/// A histogram of a search.
pub(super) struct Years {
    /// The id of its block; years are covered where it is that, else those of last updates.
    pub id: &'static str,
    /// The class of the picture, and the name of the attribute that tells a bar's year.
    pub class: &'static str,
    pub attribute: &'static str,
    pub is_open: bool,
    pub summary: String,
    pub about: String,
    pub hint: String,
    pub width: u64,
    pub height: u64,
    pub base: u64,
    pub bars: Vec<Bar>,
}

/// The bar of a year.
pub(super) struct Bar {
    pub year: String,
    /// Said under the bar, where there is room.
    pub is_named: bool,
    /// The year and the count in words.
    pub label: String,
    pub left: u64,
    pub middle: u64,
    pub top: u64,
    pub height: u64,
    pub is_selected: bool,
    pub href: String,
}

impl Years {
    /// Returns the histogram of a search, of which these years were counted.
    pub fn new(
        frame: &Frame,
        request: &SearchRequest,
        names: &[String],
        counts: &FacetCounts,
    ) -> Self {
        let (language, facet) = (frame.language(), counts.facet);
        let is_covered = facet == Facet::CoveredYear;
        let say = |message| language.say(message).into_owned();
        let most = counts.counted.iter().copied().max().unwrap_or(0).max(1);
        let n = names.len();
        let bars = names
            .iter()
            .zip(&counts.counted)
            .enumerate()
            .map(|(at, (year, count))| {
                let is_selected = request.selects(facet, year);
                let changed = if is_selected {
                    without_value(request, facet, year)
                } else {
                    with_value(request, facet, year)
                };
                let label = frame.language().count_with(
                    if is_covered { "covered-year" } else { "year" },
                    *count,
                    &[("name", year)],
                );
                // What is there at all is seen.
                let height = (count * HEIGHT).div_ceil(most);
                Bar {
                    is_named: (n - 1 - at).is_multiple_of(3),
                    year: year.clone(),
                    left: at as u64 * COLUMN,
                    middle: at as u64 * COLUMN + COLUMN / 2,
                    top: HEIGHT - height,
                    height,
                    label: if is_selected {
                        frame.language().say_with("chosen", &[("label", &label)])
                    } else {
                        label
                    },
                    is_selected,
                    href: frame.search_href(&changed),
                }
            });
        let [id, class, attribute, summary, about, hint] =
            if is_covered { COVERED } else { UPDATED };
        let is_chosen = request.selection(facet).next().is_some();
        Self {
            id,
            class,
            attribute,
            summary: say(summary),
            about: say(about),
            hint: say(hint),
            is_open: !is_covered || is_chosen,
            bars: bars.collect(),
            width: n as u64 * COLUMN,
            height: HEIGHT + LEGEND,
            base: HEIGHT + LEGEND - 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::parse_page;

    fn years(request: &SearchRequest, counted: &[u64]) -> Years {
        let names = year_names(2026);
        let counts = FacetCounts {
            facet: Facet::LastUpdateYear,
            values: Vec::new(),
            n_values: 0,
            counted: counted.to_vec(),
        };
        Years::new(
            &Frame::french(),
            request,
            &names[names.len() - counted.len()..],
            &counts,
        )
    }

    #[test]
    fn bars_are_as_high_as_their_share_of_the_highest() {
        let heights = |counted: &[u64]| -> Vec<u64> {
            let bars = years(&SearchRequest::default(), counted).bars;
            bars.iter().map(|bar| bar.height).collect()
        };
        assert_eq!(heights(&[0, 1, 50, 100]), [0, 1, 35, 70]);
        assert_eq!(heights(&[0, 0]), [0, 0]);
    }

    #[test]
    fn a_year_is_chosen_beside_others_and_left_again() {
        let chosen = parse_page("q=eau&last_update_year=2025").unwrap();
        let bars = years(&chosen, &[1, 2]).bars;
        assert_eq!(bars[0].year, "2025");
        assert_eq!(
            (bars[0].is_selected, bars[0].href.as_str()),
            (true, "/?q=eau")
        );
        assert_eq!(
            bars[1].href,
            "/?q=eau&last_update_year=2025&last_update_year=2026"
        );
    }
}

//! The parts of the ranking that can be turned off, one after the other, to measure what each brings: `just ablation`.

use super::weights::Weights;

/// A part of the ranking that can be turned off, to see what it brings.
#[derive(Debug, Clone, Copy)]
pub struct RankingPart {
    /// What is turned off.
    pub name: &'static str,
    /// The weights that do so, and their values.
    pub off: &'static [(&'static str, f32)],
}

const fn part(name: &'static str, off: &'static [(&'static str, f32)]) -> RankingPart {
    RankingPart { name, off }
}

impl Weights {
    /// The parts of the ranking.
    pub const PARTS: &'static [RankingPart] = &[
        part(
            "a title weighs no more than a description",
            &[("title", 1.7)],
        ),
        part("acronyms weigh like titles of files", &[("acronym", 1.0)]),
        part("tags weigh like titles of files", &[("tags", 1.0)]),
        part(
            "producers weigh like titles of files",
            &[("organization", 1.0)],
        ),
        part("declared places", &[("geozones", 0.0)]),
        part(
            "titles of files, schemas, formats as spelled",
            &[("resources", 0.0), ("schema", 0.0), ("formats", 0.0)],
        ),
        part("descriptions count little", &[("description", 0.3)]),
        part("texts of links to the record", &[("said", 0.0)]),
        part("a word counts once", &[("other_fields", 1.0)]),
        part(
            "lengths of fields",
            &[
                ("title_length", 0.0),
                ("organization_length", 0.0),
                ("description_length", 0.0),
                ("other_length", 0.0),
            ],
        ),
        part("exact forms", &[("exact_form", 0.0)]),
        part(
            "words that name the record",
            &[("unnamed", 1.0), ("naming", 0.0)],
        ),
        part("words that are all in the title", &[("titling", 0.0)]),
        part("whole acronyms", &[("whole_acronym", 1.0)]),
        part(
            "whole titles",
            &[("title_share", 0.0), ("whole_title", 1.0)],
        ),
        part("order of the words", &[("in_order", 1.0)]),
        part("all public use", &[("use_power", 0.0)]),
        part("views", &[("views", 0.0)]),
        part("followers", &[("followers", 0.0)]),
        part("reuses", &[("reuses", 0.0)]),
        part(
            "use within a year",
            &[("recent_reuses", 0.0), ("recent_followers", 0.0)],
        ),
        part("producers who cite the record", &[("citations", 0.0)]),
        part("unknown use is no use", &[("unknown_use", 1.44)]),
        part("less use where no word names", &[("use_unnamed", 0.0)]),
        part(
            "kind of producer",
            &[
                ("organization_owner", 1.0),
                ("public_owner", 1.0),
                ("no_owner", 1.0),
            ],
        ),
        part("copies of others' records", &[("copy", 1.0)]),
        part("what was made of others' data", &[("derived", 1.0)]),
        part(
            "what producers left behind",
            &[("left_behind", 1.0), ("left_behind_share", 1e9)],
        ),
        part("records without files", &[("no_files", 1.0)]),
        part("broken promises", &[("promise", 0.0)]),
        part("quality", &[("quality", 0.0)]),
        part("freshness", &[("freshness", 0.0)]),
        part(
            "newer editions",
            &[("superseded", 1.0), ("equal_edition", 1e9)],
        ),
        part("periods in titles", &[("period_age", 0.0)]),
        part(
            "parts of the country",
            &[("narrower", 1.0), ("narrower_than_asked", 1.0)],
        ),
        part("dead records", &[("retired", 1e9)]),
        part(
            "relaxation",
            &[("enough_hits", 0.0), ("least_share_beside", 1.0)],
        ),
        part("as good as the twentieth", &[("least_share_beside", 1.0)]),
        part("the share of words found", &[("found_power", 0.0)]),
        part("frames weigh like other words", &[("frames", 1.0)]),
        part(
            "titles and grains as frames ask",
            &[
                ("framing", 0.0),
                ("grain", 0.0),
                ("nationwide", 0.0),
                ("other_grain", 1.0),
            ],
        ),
        part("what stands beside a reading", &[("support", 0.0)]),
        part("corrections", &[("correction", 0.0)]),
        part("compounds", &[("compound", 0.0)]),
        part(
            "acronyms for words, and words for acronyms",
            &[("expansion", 0.0)],
        ),
        part("synonyms", &[("synonym", 0.0)]),
        part("nouns of verbs", &[("noun", 0.0)]),
        part("words of the same root", &[("relative", 0.0)]),
        part("English words", &[("translation", 0.0)]),
        part("places", &[("place", 0.0), ("place_name", 0.0)]),
        part("years", &[("year", 0.0), ("year_importance", 1.0)]),
        part(
            "periods in words",
            &[("period", 0.0), ("no_period", 1.0), ("other_period", 1.0)],
        ),
        part("titles that name another year", &[("other_edition", 1.0)]),
        part(
            "formats and types",
            &[("format", 0.0), ("has_format", 1.0), ("has_type", 1.0)],
        ),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_turn_off_weights_that_exist_and_change() {
        for part in Weights::PARTS {
            let mut is_changed = false;
            for (name, off) in part.off {
                let on = Weights::default().get(name);
                assert!(on.is_some(), "{}: {name}", part.name);
                is_changed |= on != Some(*off);
            }
            assert!(is_changed, "{}", part.name);
        }
    }
}

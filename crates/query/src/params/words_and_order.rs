//! The parameters that say how words are taken, and in which order hits stand.

use search_index::{RequiredWords, SearchRequest, SortField};

use super::parameter::{InForm, Parameter, Values, changed};
use super::values::{boolean, required_words, sort};

/// Returns the parameters of words and order.
pub(super) fn words_and_order() -> Vec<Parameter<SearchRequest>> {
    vec![
        Parameter::<SearchRequest>::new(
            "verbatim",
            "Whether the words are taken as they were typed, and all of them required: nothing is mended or understood in them.\n\
             `false` unless asked otherwise.",
            Values::Boolean,
            |request, value| boolean(value).map(|is| request.verbatim = is),
            |request, default| changed(&request.verbatim, &default.verbatim),
        )
        .in_form(InForm::Dropped),
        Parameter::<SearchRequest>::new(
            "match",
            "Which of the words a record must have: `all`, or `most` of them where few records have all. Unless asked, it is\n\
             `most` in the order of relevance, and `all` in every other order, in feeds and in exports. With `verbatim` it is\n\
             `all`.",
            Values::OneOf([RequiredWords::All, RequiredWords::Most].map(required_words_name).to_vec()),
            |request, value| required_words(value).map(|words| request.required_words = Some(words)),
            |request, default| {
                let usual = default.required_words;
                let usual = usual.unwrap_or_else(|| request.usual_required_words());
                let asked = request.required_words.filter(|asked| *asked != usual);
                asked.map(required_words_name).into_iter().collect()
            },
        ),
        Parameter::<SearchRequest>::new(
            "mentions",
            "Whether records are listed that only mention the words in passing: hardly any word stands in their title, acronym, tags,\n\
             places or producer, and their texts score far below those of records that the words name. Unless asked, they are\n\
             listed in the order of relevance, where they come last, and of records that `ids` names; left out in every other\n\
             order, in feeds and in exports. `mentions_total` tells how many there are.",
            Values::Boolean,
            |request, value| boolean(value).map(|are| request.mentions = Some(are)),
            |request, default| {
                let usual = default.mentions;
                let usual = usual.unwrap_or_else(|| request.usually_lists_mentions());
                let asked = request.mentions.filter(|asked| *asked != usual);
                asked.iter().map(ToString::to_string).collect()
            },
        ),
        Parameter::<SearchRequest>::new(
            "explain",
            "Whether hits say what their scores are made of. `false` unless asked otherwise.",
            Values::Boolean,
            |request, value| boolean(value).map(|is| request.explain = is),
            |request, default| changed(&request.explain, &default.explain),
        ),
        Parameter::<SearchRequest>::new(
            "sort",
            "The order: `relevance`, or `created`, `last_update`, `reuses`, `followers`, `views`, `title`, each also with `-` in\n\
             front.",
            Values::OneOf(orders()),
            |request, value| sort(value).map(|order| request.sort = order),
            |request, default| changed(&request.sort, &default.sort),
        )
        .in_form(InForm::Shown),
    ]
}

fn required_words_name(words: RequiredWords) -> String {
    words.name().to_owned()
}

fn orders() -> Vec<String> {
    let fields = SortField::ALL.map(SortField::name);
    let both_ways = fields
        .iter()
        .flat_map(|name| [(*name).to_owned(), format!("-{name}")]);
    std::iter::once("relevance".to_owned())
        .chain(both_ways)
        .collect()
}

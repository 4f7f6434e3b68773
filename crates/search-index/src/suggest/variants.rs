//! A blank too many or too few: `opendata` for `open data`, `covid 19` for `covid19`.

use super::name_analyzer::TypedTerm;
use super::table::SuggestionTable;

/// The least letters of each part of a divided word: `d epot` is not what anybody means by `depot`.
const LEAST_LETTERS: usize = 2;

/// Returns the other ways to divide the typed text into terms of the table: one word divided, or two neighbours joined.
pub(super) fn variants(table: &SuggestionTable, typed: &[TypedTerm]) -> Vec<Vec<TypedTerm>> {
    let mut variants = Vec::new();
    for index in 0..typed.len() {
        if let Some(parts) = split(table, &typed[index]) {
            let mut variant = typed.to_vec();
            variant.splice(index..=index, parts);
            variants.push(variant);
        }
        if let Some(joined) = typed
            .get(index + 1)
            .and_then(|next| join(table, &typed[index], next))
        {
            let mut variant = typed.to_vec();
            variant.splice(index..index + 2, [joined]);
            variants.push(variant);
        }
    }
    variants
}

/// Returns the two terms that a word divides into; of several divisions the one whose rarer term has the most postings.
/// `None` where no division has both terms in the table.
fn split(table: &SuggestionTable, word: &TypedTerm) -> Option<[TypedTerm; 2]> {
    if !word.is_required {
        return None;
    }
    let n_postings = |range| table.n_postings(&range);
    let mut best: Option<(usize, usize)> = None;
    for (at, _) in word.text.char_indices() {
        let (left, right) = word.text.split_at(at);
        if left.len() < LEAST_LETTERS || right.len() < LEAST_LETTERS {
            continue;
        }
        let Some(left) = table.term_ordinal(left.as_bytes()) else {
            continue;
        };
        let right = if word.is_prefix {
            table.prefix_range(right.as_bytes())
        } else {
            table
                .term_ordinal(right.as_bytes())
                .map_or(0..0, |term| term..term + 1)
        };
        let rarer = n_postings(left..left + 1).min(n_postings(right));
        if rarer > 0 && best.is_none_or(|(most, _)| rarer > most) {
            best = Some((rarer, at));
        }
    }
    let (left, right) = word.text.split_at(best?.1);
    Some([
        TypedTerm {
            text: left.to_owned(),
            is_prefix: false,
            is_required: true,
        },
        TypedTerm {
            text: right.to_owned(),
            ..word.clone()
        },
    ])
}

fn join(table: &SuggestionTable, first: &TypedTerm, second: &TypedTerm) -> Option<TypedTerm> {
    let text = format!("{}{}", first.text, second.text);
    let is_known = if second.is_prefix {
        !table.prefix_range(text.as_bytes()).is_empty()
    } else {
        table.term_ordinal(text.as_bytes()).is_some()
    };
    is_known.then_some(TypedTerm {
        text,
        is_prefix: second.is_prefix,
        is_required: true,
    })
}

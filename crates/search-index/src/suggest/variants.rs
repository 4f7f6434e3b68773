//! A blank too many or too few: `opendata` for `open data`, `covid 19` for `covid19`.

use super::table::Table;
use super::words::TypedWord;

/// The least letters of a part: `de pot` is no reading of `depot` that anybody means.
const LEAST_LETTERS: usize = 2;

/// Returns the other ways to divide what was typed into words of the table: one word in two, or two in one.
pub(super) fn variants(table: &Table, typed: &[TypedWord]) -> Vec<Vec<TypedWord>> {
    let mut variants = Vec::new();
    for place in 0..typed.len() {
        if let Some(parts) = split(table, &typed[place]) {
            let mut variant = typed.to_vec();
            variant.splice(place..=place, parts);
            variants.push(variant);
        }
        if let Some(joined) = typed
            .get(place + 1)
            .and_then(|next| join(table, &typed[place], next))
        {
            let mut variant = typed.to_vec();
            variant.splice(place..place + 2, [joined]);
            variants.push(variant);
        }
    }
    variants
}

/// Returns a word in two parts that both are words, where one such way is known: the one whose rarer part is the most
/// frequent.
fn split(table: &Table, word: &TypedWord) -> Option<[TypedWord; 2]> {
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
        let Some(left) = table.find(left.as_bytes()) else {
            continue;
        };
        let right = if word.is_prefix {
            table.prefix_range(right.as_bytes())
        } else {
            table
                .find(right.as_bytes())
                .map_or(0..0, |word| word..word + 1)
        };
        let rarer = n_postings(left..left + 1).min(n_postings(right));
        if rarer > 0 && best.is_none_or(|(most, _)| rarer > most) {
            best = Some((rarer, at));
        }
    }
    let (left, right) = word.text.split_at(best?.1);
    Some([
        TypedWord {
            text: left.to_owned(),
            is_prefix: false,
            is_required: true,
        },
        TypedWord {
            text: right.to_owned(),
            ..word.clone()
        },
    ])
}

fn join(table: &Table, first: &TypedWord, second: &TypedWord) -> Option<TypedWord> {
    let text = format!("{}{}", first.text, second.text);
    let is_known = if second.is_prefix {
        !table.prefix_range(text.as_bytes()).is_empty()
    } else {
        table.find(text.as_bytes()).is_some()
    };
    is_known.then_some(TypedWord {
        text,
        is_prefix: second.is_prefix,
        is_required: true,
    })
}

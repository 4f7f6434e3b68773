//! The score of a name for the typed terms: how much of the name they are, where they stand, and their mistakes.
//!
//! An entry's score is that of its best name, added to the entry's weight, which is on the same scale.

use super::expansion::{Expansion, MatchKind};
use super::table::TermOrdinal;

/// The whole name was typed.
const IS_ALL: f32 = 28.0;
/// The name begins with what was typed.
const BEGINS: f32 = 16.0;
/// The typed terms stand in a row, further on in the name.
const IN_A_ROW: f32 = 6.0;
/// The typed terms are scattered, but the first one begins the name.
const SAME_FIRST_TERM: f32 = 4.0;
/// The last typed term is whole rather than a beginning: `eau` before `eaubonne`.
const LAST_TERM_WHOLE: f32 = 3.0;
/// A term is matched with a mistake.
const NEAR_WHOLE: f32 = -20.0;
const NEAR_PREFIX: f32 = -24.0;

/// Returns the score of a name for the typed terms; `None` where the name lacks a required one.
pub(super) fn name_score(name: &[TermOrdinal], typed: &[Expansion]) -> Option<f32> {
    if let Some(row) = row(name, typed) {
        let is_all = row.start == 0 && name.len() == typed.len();
        let place = match (row.start, row.last) {
            (0, MatchKind::Whole | MatchKind::NearWhole) if is_all => IS_ALL,
            (0, _) => BEGINS,
            _ => IN_A_ROW,
        };
        return Some(place + row.mistakes + of_last_term(row.last));
    }
    if typed.len() == 1 {
        return None;
    }
    let mut score = 0.0;
    for expansion in typed.iter().filter(|expansion| expansion.is_required) {
        let kinds = name.iter().filter_map(|term| expansion.match_kind(*term));
        score += of_mistake(kinds.min()?);
    }
    if let (Some(first), Some(expansion)) = (name.first(), typed.first())
        && expansion.match_kind(*first).is_some()
    {
        score += SAME_FIRST_TERM;
    }
    Some(score)
}

/// All typed terms, stop words too, one after the other in a name.
struct Row {
    /// The position of the first one in the name.
    start: usize,
    /// What their mistakes cost: 0 or less.
    mistakes: f32,
    /// How the last one matches.
    last: MatchKind,
}

/// Returns the row with the least mistakes, and of equal ones the first.
fn row(name: &[TermOrdinal], typed: &[Expansion]) -> Option<Row> {
    let mut best: Option<Row> = None;
    for (start, window) in name.windows(typed.len().max(1)).enumerate() {
        let mut mistakes = 0.0;
        let mut last = None;
        for (term, expansion) in window.iter().zip(typed) {
            last = expansion.match_kind(*term);
            let Some(kind) = last else { break };
            mistakes += of_mistake(kind);
        }
        if let Some(last) = last
            && best.as_ref().is_none_or(|best| mistakes > best.mistakes)
        {
            best = Some(Row {
                start,
                mistakes,
                last,
            });
        }
    }
    best
}

fn of_last_term(kind: MatchKind) -> f32 {
    match kind {
        MatchKind::Whole | MatchKind::NearWhole => LAST_TERM_WHOLE,
        MatchKind::Prefix | MatchKind::NearPrefix => 0.0,
    }
}

fn of_mistake(kind: MatchKind) -> f32 {
    match kind {
        MatchKind::Whole | MatchKind::Prefix => 0.0,
        MatchKind::NearWhole => NEAR_WHOLE,
        MatchKind::NearPrefix => NEAR_PREFIX,
    }
}

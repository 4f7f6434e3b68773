//! Why a hit stands where it does, in words.

use search_index::{Explanation, Factor, InterpretationKind, WordExplanation};

use super::labels::span_label;
use crate::language::Language;

/// A factor that changes a score by less is not told.
const TELLING: f32 = 0.02;

/// Why a hit stands where it does.
pub(super) struct Why {
    /// A sentence a word of the query.
    pub words: Vec<String>,
    /// The factors that raise or lower the score beside the words.
    pub factors: Vec<String>,
}

impl Why {
    /// Returns the reasons; `None` where there is no word to tell of.
    pub fn new(language: &Language, explanation: &Explanation) -> Option<Self> {
        if explanation.words.is_empty() && explanation.other == 0.0 {
            return None;
        }
        let mut words: Vec<String> = explanation
            .words
            .iter()
            .map(|it| word(language, it))
            .collect();
        if explanation.other > 0.0 {
            words.push(language.say("why-other").into_owned());
        }
        let factors = explanation.factors.iter().chain(&explanation.prior);
        let telling = factors.filter(|factor| (factor.value - 1.0).abs() >= TELLING);
        Some(Self {
            words,
            factors: telling.map(|it| factor(language, *it)).collect(),
        })
    }
}

fn word(language: &Language, found: &WordExplanation) -> String {
    let typed = found.typed.as_str();
    if found.score == 0.0 {
        return language.say_with("why-word-missing", &[("word", typed)]);
    }
    let names = found
        .fields
        .iter()
        .map(|field| language.say(&format!("why-field-{field}")));
    let fields = names.collect::<Vec<_>>().join(", ");
    match &found.found_as {
        Some(other) if fields.is_empty() || is_fact(other.kind) => {
            let meant = match other.kind {
                InterpretationKind::Period => span_label(language, &other.meant),
                _ => other.meant.clone(),
            };
            language.say_with("why-word-fact", &[("word", typed), ("meant", &meant)])
        }
        Some(other) => language.say_with(
            "why-word-as",
            &[
                ("word", typed),
                ("meant", &other.meant),
                ("fields", &fields),
            ],
        ),
        None => language.say_with("why-word", &[("word", typed), ("fields", &fields)]),
    }
}

/// Returns whether it is a fact of the record that was found, and not other words.
fn is_fact(kind: InterpretationKind) -> bool {
    matches!(
        kind,
        InterpretationKind::Place
            | InterpretationKind::Period
            | InterpretationKind::Year
            | InterpretationKind::Grain
            | InterpretationKind::Format
            | InterpretationKind::Type
    )
}

fn factor(language: &Language, factor: Factor) -> String {
    let name = language.say(&format!("why-{}", factor.kind.name()));
    let value = language.hundredths(f64::from(factor.value));
    language.say_with("why-factor", &[("factor", &name), ("value", &value)])
}

#[cfg(test)]
mod tests {
    use search_index::FactorKind;

    use super::*;

    #[test]
    fn words_and_factors_are_told_in_words() {
        let explanation = Explanation {
            words: vec![
                WordExplanation {
                    typed: "vélo".to_owned(),
                    found_as: None,
                    fields: vec!["title", "tags"],
                    rarity: 1.0,
                    score: 2.0,
                },
                WordExplanation {
                    typed: "zblorg".to_owned(),
                    found_as: None,
                    fields: Vec::new(),
                    rarity: 1.0,
                    score: 0.0,
                },
            ],
            factors: vec![Factor {
                kind: FactorKind::Title,
                value: 1.004,
            }],
            other: 0.0,
            prior: vec![Factor {
                kind: FactorKind::PublicUse,
                value: 1.846,
            }],
        };
        let why = Why::new(Language::french(), &explanation).unwrap();
        assert_eq!(
            why.words,
            [
                "«\u{A0}vélo\u{A0}»\u{202F}: titre, mots-clés",
                "«\u{A0}zblorg\u{A0}»\u{202F}: absent"
            ]
        );
        assert_eq!(why.factors, ["usage public\u{202F}: ×\u{A0}1,85"]);
        assert!(Why::new(Language::french(), &Explanation::default()).is_none());
    }
}

//! What a user typed -> clauses. Never fails: what is malformed is plain words.

use crate::facet::Facet;
use crate::schema::TextField;

/// In which fields a clause is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Anywhere,
    Field(TextField),
    Facet(Facet),
}

impl Scope {
    /// Returns the text fields to look in.
    pub fn text_fields(self) -> &'static [TextField] {
        match self {
            Self::Anywhere | Self::Facet(_) => &TextField::ALL,
            Self::Field(field) => {
                let index = TextField::ALL
                    .iter()
                    .position(|known| *known == field)
                    .unwrap_or(0);
                &TextField::ALL[index..=index]
            }
        }
    }
}

/// A part of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub text: String,
    pub is_phrase: bool,
    pub is_excluded: bool,
    pub scope: Scope,
}

impl Clause {
    /// Returns the clause of plain words.
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            is_phrase: false,
            is_excluded: false,
            scope: Scope::Anywhere,
        }
    }

    /// Returns whether it is plain words: no phrase, not excluded, in no named field.
    pub fn is_plain(&self) -> bool {
        !self.is_phrase && !self.is_excluded && self.scope == Scope::Anywhere
    }
}

/// Reads a query. All its plain words become one clause, the first.
pub(super) fn parse(query: &str) -> Vec<Clause> {
    let mut plain = String::new();
    let mut special = Vec::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let (clause, after) = next_clause(rest);
        if clause.is_plain() {
            plain.push_str(&clause.text);
            plain.push(' ');
        } else if !clause.text.trim().is_empty() {
            special.push(clause);
        }
        rest = after.trim_start();
    }
    if !plain.trim().is_empty() {
        special.insert(0, Clause::plain(&plain));
    }
    special
}

/// Reads one clause from the start of a text that begins with no blank.
fn next_clause(text: &str) -> (Clause, &str) {
    let (is_excluded, unsigned) = match text.strip_prefix('-') {
        Some(rest)
            if rest.starts_with(|c: char| c.is_alphanumeric() || closing_quote(c).is_some()) =>
        {
            (true, rest)
        }
        _ => (false, text),
    };
    let (scope, value) = scope(unsigned).unwrap_or((Scope::Anywhere, unsigned));
    if let Some((phrase, after)) = quoted(value) {
        return (
            Clause {
                text: phrase.to_owned(),
                is_phrase: true,
                is_excluded,
                scope,
            },
            after,
        );
    }
    let end = value.find(char::is_whitespace).unwrap_or(value.len());
    let (word, after) = value.split_at(end);
    (
        Clause {
            text: word.to_owned(),
            is_phrase: false,
            is_excluded,
            scope,
        },
        after,
    )
}

/// Reads `field:` where a value follows at once.
fn scope(text: &str) -> Option<(Scope, &str)> {
    let (name, value) = text.split_once(':')?;
    if value.is_empty() || value.starts_with(char::is_whitespace) {
        return None;
    }
    let scope = match name.to_lowercase().as_str() {
        "title" | "titre" => Scope::Field(TextField::Title),
        "acronym" | "sigle" | "acronyme" => Scope::Field(TextField::Acronym),
        "description" => Scope::Field(TextField::Description),
        "tag" | "tags" | "mot-clé" => Scope::Field(TextField::Tags),
        "organization" | "organisation" | "producteur" => Scope::Field(TextField::Organization),
        "resource" | "ressource" => Scope::Field(TextField::Resources),
        "schema" | "schéma" => Scope::Field(TextField::Schema),
        // A zone's id has a colon of its own; anything else is a name.
        "geozone" | "territoire" if value.contains(':') => Scope::Facet(Facet::Geozone),
        "geozone" | "territoire" => Scope::Field(TextField::Geozones),
        "license" | "licence" => Scope::Facet(Facet::License),
        "format" => Scope::Facet(Facet::Format),
        "badge" | "label" => Scope::Facet(Facet::Badge),
        "type" => Scope::Facet(Facet::Type),
        _ => return None,
    };
    Some((scope, value))
}

fn closing_quote(opening: char) -> Option<char> {
    match opening {
        '"' => Some('"'),
        '«' => Some('»'),
        '“' | '„' => Some('”'),
        _ => None,
    }
}

/// Reads a phrase in quotation marks; one that never closes is no phrase.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let opening = text.chars().next()?;
    let closing = closing_quote(opening)?;
    let rest = &text[opening.len_utf8()..];
    let end = rest.find(closing)?;
    Some((&rest[..end], &rest[end + closing.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(query: &str) -> Vec<(String, bool, bool, Scope)> {
        let shape = |clause: Clause| {
            (
                clause.text.trim().to_owned(),
                clause.is_phrase,
                clause.is_excluded,
                clause.scope,
            )
        };
        parse(query).into_iter().map(shape).collect()
    }

    #[test]
    fn plain_words_are_one_clause_wherever_they_stand() {
        assert_eq!(
            shapes("qualité \"de l'air\" lyon"),
            [
                ("qualité lyon".to_owned(), false, false, Scope::Anywhere),
                ("de l'air".to_owned(), true, false, Scope::Anywhere),
            ]
        );
    }

    #[test]
    fn a_hyphen_excludes_only_in_front_of_a_word() {
        assert_eq!(
            shapes("eau -potable")[1],
            ("potable".to_owned(), false, true, Scope::Anywhere)
        );
        assert_eq!(shapes("Saint-Étienne").len(), 1);
        assert_eq!(
            shapes("eau - potable"),
            [("eau - potable".to_owned(), false, false, Scope::Anywhere)]
        );
        assert_eq!(
            shapes("eau -«non potable»")[1],
            ("non potable".to_owned(), true, true, Scope::Anywhere)
        );
    }

    #[test]
    fn a_known_field_narrows_and_an_unknown_one_is_words() {
        assert_eq!(
            shapes("titre:arbres"),
            [(
                "arbres".to_owned(),
                false,
                false,
                Scope::Field(TextField::Title)
            )]
        );
        assert_eq!(
            shapes("format:csv"),
            [("csv".to_owned(), false, false, Scope::Facet(Facet::Format))]
        );
        assert_eq!(
            shapes("geozone:fr:region:53")[0].3,
            Scope::Facet(Facet::Geozone)
        );
        assert_eq!(
            shapes("geozone:bretagne")[0].3,
            Scope::Field(TextField::Geozones)
        );
        assert_eq!(
            shapes("horaire:bus"),
            [("horaire:bus".to_owned(), false, false, Scope::Anywhere)]
        );
        assert_eq!(
            shapes("titre: arbres"),
            [("titre: arbres".to_owned(), false, false, Scope::Anywhere)]
        );
    }

    #[test]
    fn quotation_marks_that_never_close_are_plain() {
        assert_eq!(
            shapes("\"eau potable"),
            [("\"eau potable".to_owned(), false, false, Scope::Anywhere)]
        );
        assert_eq!(shapes("\"\""), []);
    }
}

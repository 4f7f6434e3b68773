//! The page of an error: what happened, and a way on.

use askama::Template;

use crate::assets;
use crate::error::Error;

/// The page of an error.
#[derive(Template)]
#[template(path = "error.html")]
pub(super) struct ErrorPage {
    style: String,
    favicon: String,
    title: &'static str,
    explanation: &'static str,
    details: Vec<(String, String)>,
    query: String,
}

impl ErrorPage {
    pub fn new(error: &Error) -> Self {
        let (title, explanation) = match error {
            Error::BadRequest(_) => (
                "Cette adresse contient une valeur impossible",
                "Voici les paramètres que nous n’avons pas pu lire, et pourquoi (en anglais, comme dans la réponse JSON).",
            ),
            Error::NotFound => (
                "Cette page n’existe pas",
                "L’adresse est peut-être incomplète, ou la fiche a été retirée du catalogue.",
            ),
            Error::Unavailable => (
                "Le catalogue n’est pas encore prêt",
                "L’index est en cours de préparation. Réessayez dans quelques secondes.",
            ),
            Error::Internal(_) => (
                "Une erreur s’est produite",
                "Elle vient de nous et a été enregistrée. Réessayez, ou revenez à la recherche.",
            ),
        };
        let details = match error {
            Error::BadRequest(errors) => errors
                .iter()
                .map(|(name, reason)| (name.clone(), reason.clone()))
                .collect(),
            _ => Vec::new(),
        };
        Self {
            style: assets::path("style.css"),
            favicon: assets::path("favicon.svg"),
            title,
            explanation,
            details,
            query: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_value_is_shown_escaped_with_a_way_on() {
        let errors = [("sort".to_owned(), "unknown sort `<script>`".to_owned())].into();
        let html = ErrorPage::new(&Error::BadRequest(errors)).render().unwrap();
        assert!(html.contains("unknown sort `&#60;script&#62;`"), "{html}");
        assert!(html.contains("href=\"/\""));
    }
}

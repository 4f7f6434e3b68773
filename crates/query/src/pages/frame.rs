//! What all pages share: their language, the files that they load, and links that keep the language.

use std::borrow::Cow;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use search_index::SearchRequest;
use url::form_urlencoded;

use crate::language::{Language, unknown_language};
use crate::params::to_page_query_string;

/// The parameter that says in which language a page is.
pub(super) const PARAMETER: &str = "lang";

/// What all pages share.
#[derive(Clone)]
pub(crate) struct Frame {
    language: &'static Language,
    /// The address of the page without its language.
    here: String,
    /// Why the language that was asked for cannot be.
    unknown: Option<String>,
}

/// A link to the same page in another language.
pub(super) struct Translation {
    pub code: &'static str,
    pub name: Cow<'static, str>,
    pub href: String,
}

impl Frame {
    /// Returns the frame of the page with this address.
    pub fn of(uri: &Uri) -> Self {
        let mut frame = Self {
            language: Language::french(),
            here: uri.path().to_owned(),
            unknown: None,
        };
        let mut kept = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
            if name != PARAMETER {
                kept.append_pair(&name, &value);
            } else if let Some(language) = Language::from_code(value.trim()) {
                frame.language = language;
            } else if !value.trim().is_empty() {
                frame.unknown = Some(unknown_language(&value));
            }
        }
        let kept = kept.finish();
        if !kept.is_empty() {
            frame.here = format!("{}?{kept}", frame.here);
        }
        frame
    }

    /// Returns the frame of a page in French, wherever it is.
    pub fn french() -> Self {
        Self::of(&Uri::from_static("/"))
    }

    /// Takes the reason why the language that was asked for cannot be, if it cannot.
    pub(super) fn take_refusal(&mut self) -> Option<String> {
        self.unknown.take()
    }

    /// Returns the language of the page.
    pub fn language(&self) -> &'static Language {
        self.language
    }

    /// Returns the address of a search on the page.
    pub fn search_href(&self, request: &SearchRequest) -> String {
        self.href(&with_parameters("/", &to_page_query_string(request)))
    }

    /// Returns an address of this site with the language of the page.
    pub fn href(&self, address: &str) -> String {
        in_language(address, self.language)
    }

    // What the templates say and link to.

    /// Returns a message.
    pub(super) fn say(&self, id: &str) -> Cow<'static, str> {
        self.language.say(id)
    }

    /// Returns a message with a text in it.
    pub(super) fn say_with(&self, id: &str, name: &str, text: &str) -> String {
        self.language.say_with(id, &[(name, text)])
    }

    /// Returns the language that forms must send, unless that goes without saying.
    pub(super) fn hidden_language(&self) -> Option<&'static str> {
        (!self.language.is_default()).then(|| self.language.code())
    }

    /// Returns the language of what the catalogue says, where that is not the language of the page.
    pub(super) fn language_of_records(&self) -> Option<&'static str> {
        let french = Language::french().code();
        (self.language.code() != french).then_some(french)
    }

    /// Returns the same page in the other languages.
    pub(super) fn translations(&self) -> Vec<Translation> {
        let others = Language::all().iter();
        let others = others.filter(|language| language.code() != self.language.code());
        let translation = |language: &'static Language| Translation {
            code: language.code(),
            name: language.say("language-name"),
            href: in_language(&self.here, language),
        };
        others.map(translation).collect()
    }
}

impl<S: Sync> FromRequestParts<S> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri))
    }
}

/// Returns an address with the language, unless that goes without saying.
fn in_language(address: &str, language: &Language) -> String {
    if language.is_default() {
        return address.to_owned();
    }
    with_parameters(address, &format!("{PARAMETER}={}", language.code()))
}

/// Returns an address with further parameters behind its own.
fn with_parameters(address: &str, parameters: &str) -> String {
    match parameters {
        "" => address.to_owned(),
        _ if address.contains('?') => format!("{address}&{parameters}"),
        _ => format!("{address}?{parameters}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::parse_page;

    fn frame(uri: &'static str) -> Frame {
        Frame::of(&Uri::from_static(uri))
    }

    #[test]
    fn links_keep_the_language_of_the_page() {
        let english = frame("/?lang=en&q=eau");
        assert_eq!(english.language().code(), "en");
        let search = parse_page("q=mer").unwrap();
        assert_eq!(english.search_href(&search), "/?q=mer&lang=en");
        assert_eq!(english.href("/docs"), "/docs?lang=en");
        assert_eq!(english.hidden_language(), Some("en"));
        let french = frame("/?q=eau");
        assert_eq!(french.search_href(&parse_page("").unwrap()), "/");
        assert_eq!(french.hidden_language(), None);
    }

    #[test]
    fn each_page_leads_to_itself_in_the_other_languages() {
        let hrefs = |uri| -> Vec<String> {
            let translations = frame(uri).translations();
            translations.into_iter().map(|other| other.href).collect()
        };
        assert_eq!(hrefs("/?q=eau&page=2"), ["/?q=eau&page=2&lang=en"]);
        assert_eq!(hrefs("/datasets/a?lang=en"), ["/datasets/a"]);
    }

    #[test]
    fn an_unknown_language_is_told() {
        let frame = frame("/?lang=xx");
        assert_eq!(frame.language().code(), "fr");
        assert_eq!(
            frame.unknown.as_deref(),
            Some("unknown language `xx`: one of en, fr")
        );
    }
}

//! The parameters of a request, read one by one as data.gouv.fr reads them.

use search_index::{Organizations, Period};
use url::form_urlencoded;

use super::problem::Problem;
use crate::params::{MAX_BYTES, MAX_FILTERS, MAX_QUERY_CHARS, ParamErrors, check_length};

/// Items a page at most. data.gouv.fr has no limit of its own and its clients ask for up to 1,000; more would let one
/// request hold the records of a whole catalogue in memory.
pub(crate) const MAX_PAGE_SIZE: usize = 1_000;

/// The parameters of a request, and what was wrong with those read so far.
///
/// A parameter that nobody reads is ignored. One that is given twice but may be given once counts as given first, as on
/// data.gouv.fr. Empty texts are as good as none; anything else that is empty is refused there, and so it is here.
#[derive(Debug)]
pub(crate) struct Arguments {
    pairs: Vec<(String, String)>,
    errors: ParamErrors,
}

impl Arguments {
    /// Reads the query of a URL.
    ///
    /// # Errors
    ///
    /// Where the query is longer than that of any true request.
    pub(crate) fn parse(query_string: &str) -> Result<Self, Problem> {
        if query_string.len() > MAX_BYTES {
            let n_bytes = query_string.len();
            let reason =
                format!("the parameters have {n_bytes} bytes, at most {MAX_BYTES} are read");
            return Err(Problem::Invalid(ParamErrors::from([(
                "q".to_owned(),
                reason,
            )])));
        }
        // A NUL or another control character is a blank to a reader.
        let pairs = form_urlencoded::parse(query_string.as_bytes()).map(|(name, value)| {
            let value = value.replace(char::is_control, " ");
            (name.into_owned(), value.trim().to_owned())
        });
        let mut arguments = Self {
            pairs: pairs.collect(),
            errors: ParamErrors::new(),
        };
        if arguments.pairs.len() > MAX_FILTERS {
            let n_values = arguments.pairs.len();
            let reason = format!("{n_values} values, at most {MAX_FILTERS} are read");
            arguments.refuse("parameters", reason);
        }
        Ok(arguments)
    }

    /// Returns the parameters as they came.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    fn given(&self, name: &str) -> Option<&str> {
        let named = self.pairs.iter().find(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str())
    }

    fn refuse(&mut self, name: &str, reason: String) {
        self.errors.insert(name.to_owned(), reason);
    }

    /// Returns a text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.given(name)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    /// Returns all texts of that name, each once.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (known, value) in &self.pairs {
            if known == name && !value.is_empty() && !texts.contains(value) {
                texts.push(value.clone());
            }
        }
        texts
    }

    /// Returns the words to look for; empty where there are none.
    pub(crate) fn words(&mut self) -> String {
        let words = self.text("q").unwrap_or_default();
        if let Err(reason) = check_length(&words, MAX_QUERY_CHARS) {
            self.refuse("q", reason);
        }
        words
    }

    /// Returns the words to complete, which must be given.
    pub(crate) fn words_to_complete(&mut self) -> String {
        if self.given("q").is_none() {
            let reason =
                "The string to autocomplete/suggest Missing required parameter in the query string";
            self.refuse("q", reason.to_owned());
        }
        self.words()
    }

    /// Returns a whole number from 1 to `most`.
    pub(crate) fn positive(
        &mut self,
        name: &str,
        help: &str,
        default: usize,
        most: usize,
    ) -> usize {
        let Some(value) = self.given(name) else {
            return default;
        };
        let reason = match value.parse::<i128>() {
            Err(_) => format!("{help} {value} is not a valid integer"),
            Ok(number) if number < 1 => {
                format!("{help} Invalid {name}: {number}. {name} must be a positive integer")
            }
            Ok(number) if number > most as i128 => {
                format!("{help} Invalid {name}: {number}. {name} must be at most {most}")
            }
            Ok(number) => return number as usize,
        };
        self.refuse(name, reason);
        default
    }

    /// Returns the page and how many items it has.
    pub(crate) fn page(&mut self, default_size: usize) -> (usize, usize) {
        let page = self.positive("page", "The page to fetch", 1, i64::MAX as usize);
        let page_size = self.positive(
            "page_size",
            "The page size to fetch",
            default_size,
            MAX_PAGE_SIZE,
        );
        (page, page_size)
    }

    /// Returns a truth value.
    pub(crate) fn boolean(&mut self, name: &str) -> Option<bool> {
        let value = self.given(name)?;
        match value.to_lowercase().as_str() {
            "true" | "1" | "on" => Some(true),
            "false" | "0" | "" => Some(false),
            _ => {
                let reason = format!("Invalid literal for boolean(): {value}");
                self.refuse(name, reason);
                None
            }
        }
    }

    /// Returns one of these values.
    pub(crate) fn choice(&mut self, name: &str, choices: &[&str]) -> Option<String> {
        let value = self.given(name)?.to_owned();
        if choices.contains(&value.as_str()) {
            return Some(value);
        }
        let known = choices.join(", ");
        let reason =
            format!("The value '{value}' is not a valid choice for '{name}': one of {known}");
        self.refuse(name, reason);
        None
    }

    /// Returns the field to sort by, as URLs write it.
    pub(crate) fn sort(&mut self, fields: &[&str]) -> Option<String> {
        let value = self.given("sort")?.to_owned();
        let field = value.strip_prefix('-').unwrap_or(&value);
        if fields.contains(&field) {
            return Some(value);
        }
        let known = fields.join(", ");
        let reason = format!(
            "The field (and direction) on which sorting apply The value '{value}' is not a valid choice for 'sort': \
             one of {known}, or one of these with a `-`"
        );
        self.refuse("sort", reason);
        None
    }

    /// Returns the id of an object of the platform: 24 hexadecimal digits.
    pub(crate) fn identifier(&mut self, name: &str) -> Option<String> {
        self.identifiers(name).into_iter().next()
    }

    /// Returns all ids of that name, in small letters.
    pub(crate) fn identifiers(&mut self, name: &str) -> Vec<String> {
        let ids = self.texts(name);
        if let Some(wrong) = ids.iter().find(|id| !is_identifier(id)) {
            let reason = format!("`{name}` arg must be an identifier: `{wrong}` is none");
            self.refuse(name, reason);
        }
        ids.iter().map(|id| id.to_ascii_lowercase()).collect()
    }

    /// Returns the id of an organization that is named by its id or slug; one that nobody knows must be an id.
    pub(crate) fn organization(&mut self, known: &Organizations) -> Option<String> {
        let named = self.text("organization")?;
        match known.get(&named) {
            Some(known) => Some(known.key.clone()),
            None => self.identifier("organization"),
        }
    }

    /// Returns a period: `YYYY-MM-DD-YYYY-MM-DD`.
    pub(crate) fn period(&mut self, name: &str) -> Option<Period> {
        let value = self.text(name)?;
        let period = Period::from_name(&value);
        if period.is_none() {
            let reason = format!(
                "A date range expressed as start-end where both dates are in iso format (ie. YYYY-MM-DD-YYYY-MM-DD) \
                 \"{value}\" does not match YYYY-MM-DD-YYYY-MM-DD"
            );
            self.refuse(name, reason);
        }
        period
    }

    /// Refuses the request if a value read so far is invalid.
    ///
    /// # Errors
    ///
    /// All invalid values, each with its reason.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Problem::Invalid(self.errors.clone()))
        }
    }
}

/// Returns whether a text is an id of an object of the platform.
pub(crate) fn is_identifier(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(query_string: &str) -> Arguments {
        Arguments::parse(query_string).unwrap()
    }

    #[test]
    fn what_is_given_twice_counts_as_given_first() {
        let mut arguments = arguments("q=eau&q=air&tag=a&tag=b&tag=a&tag=");
        assert_eq!(arguments.words(), "eau");
        assert_eq!(arguments.texts("tag"), ["a", "b"]);
        assert!(arguments.check().is_ok());
    }

    #[test]
    fn numbers_are_positive_and_bounded() {
        for (value, expected) in [
            ("7", Ok(7)),
            ("0", Err("Invalid page_size: 0")),
            ("-3", Err("Invalid page_size: -3")),
            ("1001", Err("at most 1000")),
            ("abc", Err("abc is not a valid integer")),
            ("", Err(" is not a valid integer")),
        ] {
            let mut arguments = arguments(&format!("page_size={value}"));
            let (_, page_size) = arguments.page(20);
            match expected {
                Ok(number) => assert_eq!(page_size, number),
                Err(reason) => assert!(
                    arguments.errors["page_size"].contains(reason),
                    "{value}: {:?}",
                    arguments.errors
                ),
            }
        }
    }

    #[test]
    fn an_identifier_is_taken_in_small_letters() {
        let mut arguments = arguments("owner=53699934A3A729239D2046EF");
        let owner = arguments.identifier("owner");
        assert_eq!(owner.as_deref(), Some("53699934a3a729239d2046ef"));
        assert!(arguments.check().is_ok());
    }

    #[test]
    fn an_identifier_is_24_hexadecimal_digits() {
        assert!(is_identifier("53699934a3a729239d2046ef"));
        assert!(!is_identifier("53699934a3a729239d2046eg"));
        assert!(!is_identifier("53699934"));
    }
}

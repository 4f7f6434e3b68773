//! The languages of the pages: each is one catalogue of messages, a file of `web/messages` in Fluent's syntax.
//!
//! A language is added by adding its file. What it does not say is said in French; the vocabularies of the catalogue have
//! their French labels in `catalogue`, and a language gives its own under the facet's name and the value
//! (`license-cc-by`).

use std::borrow::Cow;
use std::sync::LazyLock;

use catalogue::Date;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::civil;

/// The catalogues: the language's code, and the file.
const CATALOGUES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The language of pages that ask for none.
const DEFAULT: &str = "fr";

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let languages = CATALOGUES
        .iter()
        .map(|(code, file)| Language::read(code, file));
    languages.collect()
});

/// A language, with all that pages say in it.
pub(crate) struct Language {
    code: &'static str,
    messages: FluentBundle<FluentResource>,
}

impl Language {
    fn read(code: &'static str, file: &'static str) -> Self {
        let locale = code.parse().unwrap_or_default();
        let mut messages = FluentBundle::new_concurrent(vec![locale]);
        // Fluent would put marks of direction around each value; `readable` takes out those that a value brings along.
        messages.set_use_isolating(false);
        // What cannot be read is missing, which a test finds.
        let resource = match FluentResource::try_new(file.to_owned()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                tracing::error!(language = code, ?errors, "messages cannot be read");
                resource
            }
        };
        messages.add_resource_overriding(resource);
        Self { code, messages }
    }

    /// Returns all languages, by code.
    pub fn all() -> &'static [Self] {
        &LANGUAGES
    }

    /// Returns the language of that code.
    pub fn from_code(code: &str) -> Option<&'static Self> {
        Self::all().iter().find(|language| language.code == code)
    }

    /// Returns French: what pages and feeds are in unless asked otherwise.
    pub fn french() -> &'static Self {
        Self::from_code(DEFAULT).expect("web/messages/fr.ftl is part of the program")
    }

    /// Returns the code: `fr`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Returns whether it is what pages are in unless asked otherwise.
    pub fn is_default(&self) -> bool {
        self.code == DEFAULT
    }

    /// Returns a message without variables.
    pub fn say(&self, id: &str) -> Cow<'_, str> {
        self.own(id, None)
            .unwrap_or_else(|| Self::in_french(id, None))
    }

    /// Returns a message with these texts as its variables.
    pub fn say_with(&self, id: &str, texts: &[(&str, &str)]) -> String {
        let texts = texts
            .iter()
            .map(|(name, text)| (*name, FluentValue::from(readable(text))));
        self.fill(id, &texts.collect())
    }

    /// Returns a message about a number: `$n` is the number, `$count` the same as people write it.
    pub fn count(&self, id: &str, n: u64) -> String {
        self.count_with(id, n, &[])
    }

    /// Returns a message about a number with texts beside it.
    pub fn count_with(&self, id: &str, n: u64, texts: &[(&str, &str)]) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("n", n);
        arguments.set("count", self.number(n));
        for (name, text) in texts {
            arguments.set(*name, readable(text));
        }
        self.fill(id, &arguments)
    }

    /// Returns how many results there are: complete matches, and approximate ones.
    pub fn results(&self, n_complete: u64, n_approximate: u64) -> String {
        let results = self.count("results", n_complete);
        if n_approximate == 0 {
            return results;
        }
        let approximate = self.count("approximate", n_approximate);
        let parts = [("results", &*results), ("approximate", &approximate)];
        let message = match n_complete {
            0 => "results-none-approximate",
            _ => "results-approximate",
        };
        self.say_with(message, &parts)
    }

    fn fill(&self, id: &str, arguments: &FluentArgs<'_>) -> String {
        let filled = self.own(id, Some(arguments));
        filled
            .unwrap_or_else(|| Self::in_french(id, Some(arguments)))
            .into_owned()
    }

    fn in_french<'a>(id: &str, arguments: Option<&'a FluentArgs<'_>>) -> Cow<'a, str> {
        let french = Self::french().own(id, arguments);
        french.unwrap_or_else(|| Cow::Owned(id.to_owned()))
    }

    /// Returns a message, if this language has it.
    fn own<'a>(&'a self, id: &str, arguments: Option<&'a FluentArgs<'_>>) -> Option<Cow<'a, str>> {
        let pattern = self.messages.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text = self
            .messages
            .format_pattern(pattern, arguments, &mut errors);
        if !errors.is_empty() {
            tracing::error!(
                language = self.code,
                message = id,
                ?errors,
                "a message cannot be filled"
            );
        }
        Some(text)
    }

    /// Returns the label of a vocabulary's value, which is the French one where this language has none.
    pub fn label<'a>(&self, vocabulary: &str, value: &str, french: &'a str) -> Cow<'a, str> {
        if self.is_default() {
            return Cow::Borrowed(french);
        }
        let label = self.own(&label_id(vocabulary, value), None);
        label.map_or(Cow::Borrowed(french), |label| {
            Cow::Owned(label.into_owned())
        })
    }

    /// Returns a number with its thousands apart: `121 074`.
    pub fn number(&self, n: u64) -> String {
        let digits = n.to_string();
        if digits.len() <= 3 {
            return digits;
        }
        let apart = self.say("number-thousands");
        let mut text = String::with_capacity(digits.len() + 6);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(&apart);
            }
            text.push(digit);
        }
        text
    }

    /// Returns a number with one digit behind the point, which is left out where it is a nought: `1,5`.
    pub fn decimal(&self, n: f64) -> String {
        let text = format!("{n:.1}");
        match text.strip_suffix(".0") {
            Some(whole) => whole.to_owned(),
            None => text.replace('.', &self.say("number-decimal")),
        }
    }

    /// Returns a number with two digits behind the point: `1,85`.
    pub fn hundredths(&self, n: f64) -> String {
        format!("{n:.2}").replace('.', &self.say("number-decimal"))
    }

    /// Returns a day: `1er janvier 2026`.
    pub fn day(&self, date: Date) -> String {
        let day = date.day();
        let mut arguments = FluentArgs::new();
        arguments.set("day", i64::from(day.day()));
        arguments.set("month", self.say(&format!("month-{}", day.month())));
        arguments.set("year", day.year().to_string());
        self.fill("date-day", &arguments)
    }

    /// Returns how long ago a day was, in its largest unit: `il y a 3 mois`; `None` of days to come.
    pub fn ago(&self, date: Date, today: civil::Date) -> Option<String> {
        let days = (today - date.day()).get_days();
        let days = u64::try_from(days).ok()?;
        Some(match days {
            0 => self.say("ago-today").into_owned(),
            1 => self.say("ago-yesterday").into_owned(),
            2..7 => self.count("ago-days", days),
            7..31 => self.count("ago-weeks", days / 7),
            31..365 => self.count(
                "ago-months",
                (days as f64 / 30.44).round().clamp(1.0, 11.0) as u64,
            ),
            _ => self.count("ago-years", (days as f64 / 365.25).floor().max(1.0) as u64),
        })
    }

    /// Returns a number of days as days, months or years: `3 ans`.
    pub fn duration(&self, days: u64) -> String {
        match days {
            0..31 => self.count("duration-days", days),
            31..365 => self.count(
                "duration-months",
                (days as f64 / 30.44).floor().max(1.0) as u64,
            ),
            _ => self.count(
                "duration-years",
                (days as f64 / 365.25).floor().max(1.0) as u64,
            ),
        }
    }

    /// Returns a file size: `1,5 Mo`.
    pub fn bytes(&self, n: u64) -> String {
        const UNITS: [&str; 5] = ["bytes", "bytes-k", "bytes-m", "bytes-g", "bytes-t"];
        let mut size = n as f64;
        let mut unit = 0;
        while size >= 1000.0 && unit + 1 < UNITS.len() {
            size /= 1000.0;
            unit += 1;
        }
        if unit == 0 {
            return self.count(UNITS[0], n);
        }
        self.say_with(UNITS[unit], &[("size", &self.decimal(size))])
    }
}

/// Says that there is no language of that code, and which there are.
pub(crate) fn unknown_language(code: &str) -> String {
    let known: Vec<&str> = Language::all().iter().map(Language::code).collect();
    format!("unknown language `{code}`: one of {}", known.join(", "))
}

/// Returns whether a sign turns the direction of what stands behind it, unless another one ends that: an override, an
/// embedding, an isolate. No text of ours has one, and one that nobody ends would turn the rest of a line.
pub(crate) fn turns_text(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Returns a text without the marks that would turn the direction of the sentence around it.
fn readable(text: &str) -> Cow<'_, str> {
    if text.contains(turns_text) {
        Cow::Owned(text.replace(turns_text, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns the message that a language labels a value with: Fluent's names have no other signs than these.
fn label_id(vocabulary: &str, value: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '_' {
            c
        } else {
            '-'
        }
    };
    format!("{vocabulary}-{value}").chars().map(plain).collect()
}

/// Returns a day for machines: `2026-01-31`.
pub(crate) fn iso_day(date: Date) -> String {
    date.day().to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;
    use std::{fs, str};

    use search_index::{Facet, SuggestionKind};

    use super::*;

    fn language(code: &str) -> &'static Language {
        Language::from_code(code).unwrap()
    }

    #[test]
    fn numbers_have_their_thousands_apart() {
        let french = Language::french();
        assert_eq!(french.number(0), "0");
        assert_eq!(french.number(999), "999");
        assert_eq!(french.number(121_074), "121\u{202F}074");
        assert_eq!(french.number(1_234_567), "1\u{202F}234\u{202F}567");
        assert_eq!(language("en").number(1_234_567), "1,234,567");
        assert_eq!(
            (french.decimal(2.0), french.decimal(1.54)),
            ("2".to_owned(), "1,5".to_owned())
        );
        assert_eq!(language("en").hundredths(1.846), "1.85");
    }

    #[test]
    fn counts_agree_with_their_noun() {
        let counts = |code, id, numbers: [u64; 3]| numbers.map(|n| language(code).count(id, n));
        assert_eq!(
            counts("fr", "results", [0, 1, 2_000]),
            [
                "Aucun résultat",
                "Un seul résultat",
                "2\u{202F}000\u{A0}résultats"
            ]
        );
        assert_eq!(
            counts("fr", "views", [0, 1, 2]),
            ["0\u{A0}vue", "1\u{A0}vue", "2\u{A0}vues"]
        );
        assert_eq!(
            counts("en", "views", [0, 1, 2]),
            ["0\u{A0}views", "1\u{A0}view", "2\u{A0}views"]
        );
    }

    #[test]
    fn days_are_written_out_and_told_from_today() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(
            Language::french().day(date("2026-01-01")),
            "1er\u{A0}janvier 2026"
        );
        assert_eq!(
            Language::french().day(date("2021-08-15T10:00:00")),
            "15\u{A0}août 2021"
        );
        assert_eq!(
            language("en").day(date("2026-01-01")),
            "1\u{A0}January 2026"
        );
        let today = date("2026-03-15").day();
        for (day, expected) in [
            ("2026-03-16", None),
            ("2026-03-15", Some("aujourd’hui")),
            ("2026-03-14", Some("hier")),
            ("2026-03-10", Some("il y a 5\u{A0}jours")),
            ("2026-03-08", Some("il y a une semaine")),
            ("2026-02-20", Some("il y a 3\u{A0}semaines")),
            ("2026-02-10", Some("il y a un mois")),
            ("2025-03-20", Some("il y a 11\u{A0}mois")),
            ("2025-03-01", Some("il y a un an")),
            ("2014-01-01", Some("il y a 12\u{A0}ans")),
        ] {
            let ago = Language::french().ago(date(day), today);
            assert_eq!(ago.as_deref(), expected, "{day}");
        }
    }

    #[test]
    fn nothing_in_a_message_turns_it_around() {
        let said = Language::french().say_with(
            "labelled",
            &[("label", "a\u{202E}b"), ("value", "c\u{2066}d")],
        );
        assert_eq!(said, "ab\u{202F}: cd");
    }

    #[test]
    fn sizes_have_the_largest_unit_that_leaves_a_whole_number() {
        let french = Language::french();
        assert_eq!(french.bytes(1), "1\u{A0}octet");
        assert_eq!(french.bytes(1_500), "1,5\u{A0}ko");
        assert_eq!(french.bytes(2_000_000), "2\u{A0}Mo");
        assert_eq!(language("en").bytes(1_500), "1.5\u{A0}kB");
    }

    /// Returns the names of the messages of a file, with the variables that each has.
    fn messages(file: &str) -> Vec<(String, BTreeSet<String>)> {
        let mut messages: Vec<(String, BTreeSet<String>)> = Vec::new();
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" = ")
                && line.starts_with(|c: char| c.is_ascii_alphabetic())
            {
                messages.push((name.to_owned(), BTreeSet::new()));
            }
            let variables = line.split('$').skip(1);
            let variables =
                variables.map(|rest| rest.split(' ').next().unwrap_or_default().to_owned());
            if let Some((_, known)) = messages.last_mut() {
                known.extend(variables);
            }
        }
        messages
    }

    #[test]
    fn every_file_can_be_read_whole() {
        for (code, file) in CATALOGUES {
            let read = FluentResource::try_new((*file).to_owned());
            assert!(
                read.is_ok(),
                "{code}: {:?}",
                read.err().map(|(_, errors)| errors)
            );
            let names: Vec<String> = messages(file).into_iter().map(|(name, _)| name).collect();
            let distinct: BTreeSet<&String> = names.iter().collect();
            assert_eq!(distinct.len(), names.len(), "{code} has a message twice");
        }
    }

    #[test]
    fn every_language_says_all_that_french_says_with_the_same_variables() {
        let of = |wanted: &str| {
            let (_, file) = CATALOGUES.iter().find(|(code, _)| *code == wanted).unwrap();
            messages(file)
        };
        let french = of(DEFAULT);
        for language in Language::all() {
            let own = of(language.code);
            for (name, variables) in &french {
                let same = own.iter().find(|(own, _)| own == name);
                let (_, known) = same.unwrap_or_else(|| panic!("{} lacks `{name}`", language.code));
                // A plural may need the number where French does not, and the reverse.
                let without_number = |variables: &BTreeSet<String>| -> BTreeSet<String> {
                    let is_text = |name: &&String| !["n", "count"].contains(&name.as_str());
                    variables.iter().filter(is_text).cloned().collect()
                };
                assert_eq!(
                    without_number(known),
                    without_number(variables),
                    "{} of {}",
                    name,
                    language.code
                );
            }
        }
    }

    /// Returns the names of messages that a text asks for: what stands in quotes behind the functions that say something.
    fn asked_for(text: &str) -> Vec<String> {
        let calls = ["say(\"", "say_with(\"", "count(\"", "count_with(\""];
        let mut names = Vec::new();
        for call in calls {
            let asked = text.split(call).skip(1);
            names.extend(asked.filter_map(|rest| rest.split('"').next().map(str::to_owned)));
        }
        names
    }

    #[test]
    fn templates_and_code_ask_for_messages_that_exist_and_for_all_of_them() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut texts = String::new();
        let mut folders = vec![here.join("src"), here.join("../../web/templates")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    texts.push_str(&fs::read_to_string(&path).unwrap());
                }
            }
        }
        let (_, file) = CATALOGUES
            .iter()
            .find(|(code, _)| *code == DEFAULT)
            .unwrap();
        let known: Vec<String> = messages(file).into_iter().map(|(name, _)| name).collect();
        for name in asked_for(&texts) {
            assert!(known.contains(&name), "no message `{name}`");
        }
        // Some are asked for by a name that is made: of a month, a sort, a field, an error.
        let is_made = |name: &str| {
            let made = [
                "month-", "bytes", "ago-", "sort-", "why-", "error-", "field-",
            ];
            made.iter().any(|beginning| name.starts_with(beginning))
        };
        for name in known.iter().filter(|name| !is_made(name)) {
            let is_used =
                texts.contains(&format!("\"{name}\"")) || file.contains(&format!("{{ {name} }}"));
            assert!(is_used, "nobody says `{name}`");
        }
    }

    #[test]
    fn english_has_a_label_for_every_facet_and_every_value_of_a_closed_list() {
        let english = language("en");
        let has = |vocabulary: &str, value: &str| {
            let id = label_id(vocabulary, value);
            assert!(english.own(&id, None).is_some(), "no `{id}` in English");
        };
        for facet in Facet::ALL {
            has("facet", facet.name());
            for value in facet.known_values().unwrap_or_default() {
                has(facet.name(), value);
            }
        }
        for kind in SuggestionKind::ALL {
            has("kind", kind.name());
        }
        for license in catalogue::License::all() {
            has("license", license.id());
        }
        for frequency in catalogue::Frequency::all() {
            has("frequency", frequency.id());
        }
        for grain in catalogue::Grain::all() {
            has("granularity", grain.id());
        }
        for reuse_type in catalogue::ReuseType::all() {
            has("reuse_type", reuse_type.id());
        }
        for access_type in catalogue::AccessType::all() {
            has("access_type", access_type.id());
        }
    }

    #[test]
    fn a_label_that_a_language_lacks_is_the_french_one() {
        assert_eq!(
            language("en").label("license", "jamais-vue", "Jamais vue"),
            "Jamais vue"
        );
        assert_eq!(
            language("en").label("license", "notspecified", "x"),
            "Licence not specified"
        );
        assert_eq!(
            Language::french().label("license", "notspecified", "x"),
            "x"
        );
    }
}

//! Values of parameters, read one by one: each function returns the value, or why it cannot be one.

use search_index::{
    Facet, MAX_IDS, Period, RequiredWords, Sort, SortField, TimeSpan, list_of_names, names_in,
    nearest,
};

/// A query has at most this many characters.
pub const MAX_QUERY_CHARS: usize = 1_000;

/// Returns a text without the blanks around it. A list of names is no query that could be too long: as many are read as
/// `ids` takes.
pub(super) fn words(value: &str) -> Result<String, String> {
    let words = value.trim();
    check_length(words, MAX_QUERY_CHARS).or_else(|reason| match list_of_names(words) {
        Some(_) => Ok(()),
        None => Err(reason),
    })?;
    Ok(words.to_owned())
}

/// Adds the names in a text to those that a search is for, each once.
pub(super) fn add_names(names: &mut Vec<String>, value: &str) -> Result<(), String> {
    for name in names_in(value) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.len() {
        0..=MAX_IDS => Ok(()),
        n_names => Err(format!("{n_names} names, at most {MAX_IDS} are read")),
    }
}

/// Checks that a text has no more characters than are read.
pub(crate) fn check_length(text: &str, max_chars: usize) -> Result<(), String> {
    let n_chars = text.chars().count();
    if n_chars > max_chars {
        return Err(format!(
            "{n_chars} characters, at most {max_chars} are read"
        ));
    }
    Ok(())
}

/// Returns the value of a facet as its closed list writes it, where it has one; another one as it is.
pub(super) fn facet_value(facet: Facet, value: &str) -> &str {
    let value = match (facet, value) {
        (Facet::Featured, "1") => "true",
        (Facet::Featured, "0") => "false",
        (_, value) => value,
    };
    let known = facet.known_values().into_iter().flatten();
    let mut listed = known.filter(|known| known.eq_ignore_ascii_case(value));
    listed.next().unwrap_or(value)
}

/// Returns a facet and a value, written with a colon between them.
pub(super) fn facet_and_value(text: &str) -> Result<(Facet, &str), String> {
    let (name, value) = text
        .split_once(':')
        .ok_or_else(|| format!("`{text}` is not the name of a facet, a colon and a value"))?;
    let facet = known_facet(name)?;
    Ok((facet, facet_value(facet, value)))
}

/// Returns what to say of a value that a closed list does not have: the nearest one, where one is near, and all of them.
pub(crate) fn unknown(what: &str, value: &str, known: &[&str]) -> String {
    let all = known.join(", ");
    match nearest(value, known.iter().copied()).first() {
        Some(near) => format!("unknown {what} `{value}` (did you mean `{near}`?): one of {all}"),
        None => format!("unknown {what} `{value}`: one of {all}"),
    }
}

/// Returns what to say of a value that a facet cannot have. Several values are several parameters, which is said where somebody
/// wrote them with commas.
pub(crate) fn unknown_in(facet: Facet, value: &str, known: &[&str]) -> String {
    let parts: Vec<&str> = value.split(',').map(str::trim).collect();
    let is_known = |part: &&str| known.iter().any(|known| known.eq_ignore_ascii_case(part));
    if parts.len() > 1 && parts.iter().all(is_known) {
        let repeated: Vec<String> = parts.iter().map(|part| format!("{facet}={part}")).collect();
        return format!(
            "unknown {facet} `{value}`: several values are `{}`",
            repeated.join("&")
        );
    }
    unknown(facet.name(), value, known)
}

/// Returns a period of days.
pub(super) fn period(value: &str) -> Result<Period, String> {
    Period::from_name(value)
        .ok_or_else(|| format!("`{value}` is not two days in order, such as 2020-01-01-2020-12-31"))
}

/// Returns a span of years, months or days.
pub(super) fn covers(value: &str) -> Result<TimeSpan, String> {
    TimeSpan::from_name(value).ok_or_else(|| {
        format!("`{value}` is no period, such as 2016..2020, 2010.., ..2000, 2019 or 2019-03")
    })
}

/// Returns which of the words a record must have.
pub(super) fn required_words(value: &str) -> Result<RequiredWords, String> {
    let known = [RequiredWords::All, RequiredWords::Most];
    let found = known.into_iter().find(|words| words.name() == value);
    found.ok_or_else(|| unknown("match", value, &known.map(RequiredWords::name)))
}

/// Returns a truth value.
pub(super) fn boolean(value: &str) -> Result<bool, String> {
    match value {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(format!("unknown value `{value}`: one of true, false")),
    }
}

/// Returns a whole number within bounds.
pub(crate) fn number(value: &str, least: usize, most: usize) -> Result<usize, String> {
    let number: usize = value
        .parse()
        .map_err(|_| format!("`{value}` is not a whole number"))?;
    if number < least {
        return Err(format!("`{number}` is too small: at least {least}"));
    }
    if number > most {
        return Err(format!("`{number}` is too large: at most {most}"));
    }
    Ok(number)
}

/// Returns an order.
pub(super) fn sort(value: &str) -> Result<Sort, String> {
    if value == "relevance" {
        return Ok(Sort::Relevance);
    }
    Sort::from_name(value).ok_or_else(|| {
        let mut known = vec!["relevance"];
        known.extend(SortField::ALL.map(SortField::name));
        let reason = unknown("sort", value, &known);
        format!("{reason}, or one of these with a `-`")
    })
}

/// Returns facets that are written with commas, each once.
pub(super) fn facets(value: &str) -> Result<Vec<Facet>, String> {
    if value.eq_ignore_ascii_case("none") {
        return Ok(Vec::new());
    }
    let mut facets = Vec::new();
    for name in value.split(',') {
        let facet = known_facet(name.trim())?;
        // Asked for twice, a facet is given once.
        if !facets.contains(&facet) {
            facets.push(facet);
        }
    }
    Ok(facets)
}

/// Returns the facet of that name.
pub(crate) fn known_facet(name: &str) -> Result<Facet, String> {
    Facet::from_name(&name.to_lowercase())
        .ok_or_else(|| unknown("facet", name, &Facet::ALL.map(Facet::name)))
}

//! How the values of options are read.

use std::net::IpAddr;
use std::sync::LazyLock;
use std::time::Duration;

use catalogue::RecordType;
use ingest::{ParseSourceError, Source};
use ipnet::IpNet;
use query::params::names_of_parameters;
use search_index::Weights;
use url::Url;

pub fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text
        .parse()
        .map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("must be more than 0".to_owned()),
    }
}

pub fn reason(text: &str) -> Result<String, String> {
    let reason = text.trim();
    if reason.is_empty() {
        return Err("must not be empty: it is told to whoever asks for the record".to_owned());
    }
    Ok(reason.to_owned())
}

pub fn record_type(text: &str) -> Result<RecordType, String> {
    match RecordType::from(text) {
        RecordType::Other(_) => Err("must be dataset or dataservice".to_owned()),
        known => Ok(known),
    }
}

/// Reads a number of seconds, or one with a unit: `500ms`, `90s`, `45m`, `6h`.
pub fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.char_indices().next_back() {
        Some(_) if text.ends_with("ms") => (&text[..text.len() - 2], 0.001),
        Some((at, 's')) => (&text[..at], 1.0),
        Some((at, 'm')) => (&text[..at], 60.0),
        Some((at, 'h')) => (&text[..at], 3600.0),
        _ => (text, 1.0),
    };
    let number: f64 = (number.trim().parse())
        .map_err(|_| "not a duration such as `90s`, `45m` or `6h`".to_owned())?;
    seconds(&(number * unit).to_string())
}

/// Reads the base of an API.
pub fn api(text: &str) -> Result<Url, String> {
    match text.parse() {
        Ok(Source::Api(url)) => Ok(url),
        Ok(_) => Err("must be the base URL of an API".to_owned()),
        Err(error) => Err(ParseSourceError::to_string(&error)),
    }
}

pub fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err("must lie between 0 and 1".to_owned())
    }
}

pub fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("must be a whole number, at least 1".to_owned()),
        Ok(n) => Ok(n),
    }
}

/// Parameters of a search that have options of their own.
const OPTIONS: [&str; 4] = ["q", "page", "page_size", "explain"];

pub static FILTER_HELP: LazyLock<String> = LazyLock::new(|| {
    let names: Vec<&str> = filter_names().collect();
    let names = names.join(", ");
    format!(
        "A parameter of the search page, such as `license=lov2`; repeatable. The names: {names}"
    )
});

/// Returns the names that `--filter` takes.
pub fn filter_names() -> impl Iterator<Item = &'static str> {
    names_of_parameters().filter(|name| !OPTIONS.contains(name))
}

pub fn filter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("must be NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

pub fn weight_name(name: &str) -> Result<String, String> {
    if name == "all" || Weights::NAMES.contains(&name) {
        return Ok(name.to_owned());
    }
    let known = Weights::NAMES.join(", ");
    Err(format!("unknown weight `{name}`: one of {known}"))
}

pub fn weight(text: &str) -> Result<(String, f32), String> {
    let (name, value) = text.split_once('=').ok_or("must be WEIGHT=VALUE")?;
    if name == "all" {
        return Err("`all` has no value of its own".to_owned());
    }
    weight_name(name)?;
    match value.parse() {
        Ok(value) if f32::is_finite(value) => Ok((name.to_owned(), value)),
        _ => Err(format!("`{value}` is not a number")),
    }
}

/// Reads a network, or an address as the network that holds it alone.
pub fn network(text: &str) -> Result<IpNet, String> {
    let address = || text.parse().map(|address: IpAddr| address.into());
    text.parse::<IpNet>()
        .or_else(|_| address())
        .map_err(|_| "must be an address or a network such as 10.0.0.0/8".to_owned())
}

pub fn public_url(text: &str) -> Result<String, String> {
    let url = Url::parse(text).map_err(|_| "must begin with https:// or http://".to_owned())?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err("must begin with https:// or http://".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err("must be a host, with a port or a folder where it has one".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

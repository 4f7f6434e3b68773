//! One parameter: what it means, which values it takes, how it is read and written. A table of them is all that is known
//! of what a route may be asked.

use std::borrow::Cow;
use std::collections::BTreeMap;

use url::form_urlencoded;
use utoipa::openapi::path::{Parameter as Description, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{
    ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{RefOr, Required};

/// What is wrong with a request: the reason by parameter, in English, as the JSON answer gives it.
pub type ParamErrors = BTreeMap<String, String>;

type Read<T> = Box<dyn Fn(&mut T, &str) -> Result<(), String> + Send + Sync>;
type Write<T> = Box<dyn Fn(&T, &T) -> Vec<String> + Send + Sync>;

/// A parameter of requests of type `T`.
pub(crate) struct Parameter<T> {
    /// Its name in URLs.
    pub name: &'static str,
    /// What it means, in Markdown, for the description of the API.
    pub about: &'static str,
    pub values: Values,
    pub part: Part,
    pub in_form: InForm,
    read: Read<T>,
    write: Write<T>,
}

/// The values that a parameter takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Values {
    /// A text of at most so many characters. An empty one is a value too, and the blanks around it are read.
    Text(usize),
    /// One word: an id, a period, a list with commas.
    Word,
    /// One word of this form, a regular expression.
    Form(&'static str),
    /// One of these words.
    OneOf(Vec<String>),
    /// Words, the parameter repeated.
    Words,
    /// Some of these words, the parameter repeated.
    SomeOf(Vec<String>),
    /// `true` or `false`.
    Boolean,
    /// A whole number, not below the first and not above the second.
    Number(usize, Option<usize>),
}

/// What a parameter changes: which records a search finds, how the search is made and shown, or what is drawn of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Filters,
    Search,
    /// Which of the records that are found are drawn at random.
    Draw,
}

/// What the form of the search page does with a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InForm {
    /// A control shows it.
    Shown,
    /// A hidden field keeps it.
    Kept,
    /// The search that the form starts begins without it.
    Dropped,
}

impl InForm {
    /// Returns that the form shows it, or else keeps it.
    pub fn shown_if(is_shown: bool) -> Self {
        if is_shown { Self::Shown } else { Self::Kept }
    }
}

impl<T> Parameter<T> {
    /// Returns a parameter that is read and written by these functions. `read` takes a value without blanks
    /// around it, which is not empty, unless the parameter is a text; `write` takes the request and the default, and
    /// returns the values that the URL needs.
    pub fn new(
        name: &'static str,
        about: &'static str,
        values: Values,
        read: impl Fn(&mut T, &str) -> Result<(), String> + Send + Sync + 'static,
        write: impl Fn(&T, &T) -> Vec<String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            about,
            values,
            part: Part::Search,
            in_form: InForm::Kept,
            read: Box::new(read),
            write: Box::new(write),
        }
    }

    /// Returns a parameter that no link is made of.
    pub fn read_only(
        name: &'static str,
        about: &'static str,
        values: Values,
        read: impl Fn(&mut T, &str) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        Self::new(name, about, values, read, |_, _| Vec::new())
    }

    /// Returns the parameter as a filter: it says which records a search finds.
    pub fn filter(self) -> Self {
        let part = Part::Filters;
        Self { part, ..self }
    }

    /// Returns the parameter as one of a draw: pages and feeds do not know it.
    pub fn of_draw(self) -> Self {
        let part = Part::Draw;
        Self { part, ..self }
    }

    /// Returns the parameter as the form of the search page treats it.
    pub fn in_form(self, in_form: InForm) -> Self {
        Self { in_form, ..self }
    }

    /// Returns what the description of the API says of it.
    pub fn describe(&self) -> Description {
        ParameterBuilder::new()
            .name(self.name)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some(self.about))
            .schema(Some(self.values.schema()))
            .build()
    }
}

impl Values {
    pub fn schema(&self) -> RefOr<Schema> {
        let object = |kind| ObjectBuilder::new().schema_type(SchemaType::new(kind));
        match self {
            Self::Text(max_chars) => object(Type::String).max_length(Some(*max_chars)).into(),
            Self::Word => object(Type::String).into(),
            Self::Form(form) => object(Type::String).pattern(Some(*form)).into(),
            Self::OneOf(values) => object(Type::String)
                .enum_values(Some(values.clone()))
                .into(),
            Self::Words => ArrayBuilder::new().items(object(Type::String)).into(),
            Self::SomeOf(values) => {
                let item = object(Type::String).enum_values(Some(values.clone()));
                ArrayBuilder::new().items(item).into()
            }
            Self::Boolean => object(Type::Boolean).into(),
            Self::Number(least, most) => object(Type::Integer)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
                .minimum(Some(*least))
                .maximum(*most)
                .into(),
        }
    }
}

impl Values {
    /// Returns a value as a closed list writes it, letters' case apart; another one as it is.
    fn as_listed<'a>(&'a self, value: &'a str) -> Cow<'a, str> {
        match self {
            Self::OneOf(known) | Self::SomeOf(known) => {
                let lowered = value.to_lowercase();
                let listed = known.iter().find(|known| known.to_lowercase() == lowered);
                Cow::Borrowed(listed.map_or(value, String::as_str))
            }
            Self::Boolean => Cow::Owned(value.to_lowercase()),
            _ => Cow::Borrowed(value),
        }
    }

    /// Returns whether a parameter of such values may be repeated.
    pub fn may_repeat(&self) -> bool {
        matches!(self, Self::Words | Self::SomeOf(_))
    }
}

/// Reads the parameters of a URL that a table knows into a request; returns what is wrong with them. Others are passed over,
/// and so is an empty value: a form sends one for each control without a choice. The case of letters makes no difference
/// in a closed list.
pub(crate) fn read<T>(table: &[Parameter<T>], request: &mut T, query_string: &str) -> ParamErrors {
    let mut errors = ParamErrors::new();
    for (name, value) in form_urlencoded::parse(query_string.as_bytes()) {
        let Some(parameter) = table.iter().find(|parameter| parameter.name == name) else {
            continue;
        };
        // A NUL or another control character is a blank to a reader.
        let value = value.replace(char::is_control, " ");
        let value = match parameter.values {
            Values::Text(_) => value.as_str(),
            _ if value.trim().is_empty() => continue,
            _ => value.trim(),
        };
        let value = parameter.values.as_listed(value);
        if let Err(reason) = (parameter.read)(request, &value) {
            errors.insert(name.into_owned(), reason);
        }
    }
    errors
}

/// Writes what a request has other than the default, in the order of a table.
pub(crate) fn write<T>(
    table: &[Parameter<T>],
    request: &T,
    default: &T,
    query_string: &mut form_urlencoded::Serializer<'_, String>,
) {
    for parameter in table {
        for value in (parameter.write)(request, default) {
            query_string.append_pair(parameter.name, &value);
        }
    }
}

/// Returns a value as a URL writes it, if it is not the default.
pub(crate) fn changed<V: PartialEq + ToString>(value: &V, default: &V) -> Vec<String> {
    if value == default {
        Vec::new()
    } else {
        vec![value.to_string()]
    }
}

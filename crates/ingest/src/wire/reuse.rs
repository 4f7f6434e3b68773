//! A reuse on the wire.

use catalogue::{Owner, Reuse, ReuseType};
use serde::{Deserialize, Serialize};

use super::dataservice::WireDatasetReference;
use super::lenient::{Flag, Number, StateDate, Text};
use super::listed::Listed;
use super::parts::{List, WireOrganization, WireUser, owner, texts};
use super::{Refusal, read_beside};
use crate::limits::LONGEST_SAID_CHARS;
use crate::markdown::plain_text;

/// A reuse as `/api/1/reuses/` gives it, as far as it is told.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireReuse {
    pub(crate) id: Text,
    pub(crate) title: Text,
    #[serde(rename = "type")]
    pub(crate) reuse_type: Text,
    /// Where it can be used; where there is a `remote_url`, as in exports, its page on the platform.
    pub(crate) url: Text,
    pub(crate) remote_url: Text,
    pub(crate) page: Text,
    pub(crate) self_web_url: Text,
    pub(crate) description: Text,
    pub(crate) tags: List<Text>,
    pub(crate) topic: Text,
    pub(crate) organization: Option<WireOrganization>,
    pub(crate) owner: Option<WireUser>,
    pub(crate) datasets: Option<Listed<WireDatasetReference>>,
    pub(crate) private: Flag,
    pub(crate) deleted: StateDate,
    pub(crate) archived: StateDate,
    pub(crate) metrics: Option<WireReuseMetrics>,
}

/// How a reuse is used.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct WireReuseMetrics {
    pub(crate) views: Number,
}

impl WireReuse {
    /// Reads an API object. Fields that have another type than they should are read if their meaning is plain, else left
    /// out.
    pub(crate) fn read(json: &str) -> Result<Self, Refusal> {
        read_beside(json)
    }

    /// Converts to the catalogue's type; `None` for one that is archived, deleted or a draft.
    pub(crate) fn into_reuse(self) -> Result<Option<Reuse>, Refusal> {
        if self.private.0 == Some(true) || self.deleted.0.is_some() || self.archived.0.is_some() {
            return Ok(None);
        }
        let id = self.id.into_line();
        let refusal = |id: Option<String>, reason: &str| Refusal {
            id,
            reason: reason.to_owned(),
            ..Refusal::default()
        };
        let Some(id) = id else {
            return Err(refusal(None, "no id"));
        };
        let Some(title) = self.title.into_line() else {
            return Err(refusal(Some(id), "no title"));
        };
        let (listed, _) = self.datasets.map(Listed::into_parts).unwrap_or_default();
        let datasets = listed.unwrap_or_default().into_iter();
        let (url, page) = match self.remote_url.into_line() {
            Some(remote) => (Some(remote), self.url.into_line()),
            None => (self.url.into_line(), None),
        };
        Ok(Some(Reuse {
            id,
            title,
            reuse_type: self.reuse_type.into_line().map(ReuseType::from),
            url,
            page: self
                .page
                .into_line()
                .or(self.self_web_url.into_line())
                .or(page),
            description: self.description.0.as_deref().and_then(beginning),
            owner: owner(self.organization, self.owner)
                .as_ref()
                .map(Owner::name)
                .filter(|name| !name.is_empty()),
            views: self.metrics.and_then(|metrics| metrics.views.count()),
            tags: self.tags.map(texts).unwrap_or_default(),
            datasets: datasets
                .filter_map(|dataset| dataset.id.into_line())
                .collect(),
        }))
    }
}

impl From<&Reuse> for WireReuse {
    fn from(reuse: &Reuse) -> Self {
        let text = |text: &Option<String>| Text(text.clone());
        let reference = |id: &String| WireDatasetReference {
            id: Text::new(id.as_str()),
            ..WireDatasetReference::default()
        };
        Self {
            id: Text::new(reuse.id.as_str()),
            title: Text::new(reuse.title.as_str()),
            reuse_type: Text(reuse.reuse_type.as_ref().map(ToString::to_string)),
            url: text(&reuse.url),
            page: text(&reuse.page),
            description: text(&reuse.description),
            tags: Some(
                reuse
                    .tags
                    .iter()
                    .map(|tag| Some(Text::new(tag.as_str())))
                    .collect(),
            ),
            organization: reuse.owner.as_ref().map(|name| WireOrganization {
                name: Text::new(name.as_str()),
                ..WireOrganization::default()
            }),
            metrics: Some(WireReuseMetrics {
                views: Number(reuse.views.map(|views| views as f64)),
            }),
            datasets: Some(Listed::Items(
                reuse.datasets.iter().map(reference).collect(),
            )),
            ..Self::default()
        }
    }
}

/// Returns the first words of a description in Markdown, as plain text on one line.
fn beginning(markdown: &str) -> Option<String> {
    let head = &markdown[..markdown.floor_char_boundary(8 * LONGEST_SAID_CHARS)];
    let text = Text::new(plain_text(head)).into_line()?;
    let Some((end, _)) = text.char_indices().nth(LONGEST_SAID_CHARS) else {
        return Some(text);
    };
    let cut = &text[..end];
    let whole_words = cut.rfind(' ').map_or(cut, |at| &cut[..at]);
    Some(format!("{whole_words}…"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn reuse(json: &Value) -> Result<Option<Reuse>, Refusal> {
        WireReuse::read(&json.to_string()).and_then(WireReuse::into_reuse)
    }

    #[test]
    fn an_object_of_the_api_is_told_in_short() {
        let read = reuse(&json!({
            "id": "5a", "title": " Carte\ndes arbres ", "type": "visualization", "url": "https://cartes.test/arbres",
            "page": "https://www.data.test/reuses/carte", "description": "**Tous** les [arbres](https://a.test) de la ville",
            "organization": {"name": "Club des arbres"}, "tags": ["arbres", null], "topic": null, "metrics": {"views": 12, "datasets": 1},
            "datasets": [{"class": "Dataset", "id": "6a", "title": "Arbres"}, {"id": null}]
        }));
        let expected = Reuse {
            id: "5a".to_owned(),
            title: "Carte des arbres".to_owned(),
            reuse_type: Some(ReuseType::Visualization),
            url: Some("https://cartes.test/arbres".to_owned()),
            page: Some("https://www.data.test/reuses/carte".to_owned()),
            description: Some("Tous les arbres de la ville".to_owned()),
            owner: Some("Club des arbres".to_owned()),
            views: Some(12),
            tags: vec!["arbres".to_owned()],
            datasets: vec!["6a".to_owned()],
        };
        assert_eq!(read, Ok(Some(expected.clone())));
        let written = serde_json::to_value(WireReuse::from(&expected)).unwrap();
        assert_eq!(reuse(&written), Ok(Some(expected)));
    }

    #[test]
    fn one_that_nobody_is_to_see_is_none_and_one_without_a_name_is_refused() {
        for odd in [
            json!({"archived": "2024-01-01"}),
            json!({"deleted": "2024-01-01"}),
            json!({"private": true}),
        ] {
            let mut json = json!({"id": "1", "title": "Carte"});
            json.as_object_mut()
                .unwrap()
                .extend(odd.as_object().unwrap().clone());
            assert_eq!(reuse(&json), Ok(None), "{json}");
        }
        for (json, reason) in [
            (json!({"title": "Carte"}), "no id"),
            (json!({"id": "1", "title": " "}), "no title"),
        ] {
            assert_eq!(reuse(&json).unwrap_err().reason, reason);
        }
    }

    #[test]
    fn a_long_description_is_cut_between_words() {
        let told = beginning(&"des arbres ".repeat(100)).unwrap();
        assert!(told.chars().count() <= LONGEST_SAID_CHARS + 1, "{told}");
        assert!(
            told.ends_with("des…") || told.ends_with("arbres…"),
            "{told}"
        );
    }
}

//! A reuse: what somebody has made with datasets of the catalogue.

use serde::{Deserialize, Serialize};

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a reuse is.
    pub enum ReuseType {
        Api = "api", "API";
        Application = "application", "Application";
        Idea = "idea", "Idée";
        NewsArticle = "news_article", "Article de presse";
        Paper = "paper", "Article scientifique";
        Post = "post", "Billet de blog";
        Visualization = "visualization", "Visualisation";
        Hardware = "hardware", "Objet connecté";
    }
}

/// What somebody has made with datasets of the catalogue, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reuse {
    /// 24 hexadecimal digits.
    pub id: String,
    /// The title.
    pub title: String,
    /// What it is.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub reuse_type: Option<ReuseType>,
    /// Where it can be used or read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its page on the platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The beginning of its description, as plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The name of the organization or the person that has made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// How often its page was viewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub views: Option<u64>,
    /// Free words, slugified.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The ids of the datasets that it is made with.
    pub datasets: Vec<String>,
}

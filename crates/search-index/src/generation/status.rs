//! What lies in an index directory, as `trouvaille status` shows it.

use catalogue::Date;
use serde::Serialize;

use super::directory::{BUILDING_PREFIX, Generations, is_generation_name};
use super::manifest::Manifest;
use crate::error::Error;

/// A published generation.
#[derive(Debug, Clone, Serialize)]
pub struct GenerationStatus {
    /// The generation's name.
    pub generation: String,
    /// Whether `current` names it.
    pub live: bool,
    /// Whether it is or was live: others were written, and never published.
    pub was_live: bool,
    /// Whether the operator rolled back from it.
    pub rolled_back: bool,
    /// Whether a server that starts now serves it.
    pub served: bool,
    /// What is wrong with it, as far as its manifest and the sizes of its files tell.
    pub damage: Option<String>,
    /// The size of the generation's files, in bytes.
    pub bytes: u64,
    /// The time since the generation was published, in seconds.
    pub age_seconds: i64,
    /// The generation's manifest; `None` where it cannot be read.
    #[serde(flatten, serialize_with = "without_name")]
    pub manifest: Option<Manifest>,
}

/// The name stands in the status already.
#[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
fn without_name<S: serde::Serializer>(
    manifest: &Option<Manifest>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let Some(manifest) = manifest else {
        return serde_json::Map::new().serialize(serializer);
    };
    let mut value = serde_json::to_value(manifest).map_err(serde::ser::Error::custom)?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove("generation");
    }
    value.serialize(serializer)
}

impl Generations {
    /// Returns every published generation: the live one first, then those that were live, the latest first.
    ///
    /// # Errors
    ///
    /// Where the directory cannot be read.
    pub fn status(&self) -> Result<Vec<GenerationStatus>, Error> {
        let history = self.history()?;
        let live = self.live().ok().flatten();
        let mut names = self.once_live()?;
        let n_once_live = names.len();
        for name in self.names()?.into_iter().rev() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let now = Date::now().as_microseconds();
        let mut generations = Vec::new();
        for (at, name) in names.into_iter().enumerate() {
            let manifest = self.manifest_with_sync(&name);
            let checked = manifest.map(|manifest| {
                let sizes = manifest.check_files(&self.path(&name));
                (manifest, sizes.err())
            });
            let (manifest, damage) = match checked {
                Ok((manifest, damage)) => (Some(manifest), damage),
                Err(error) => (None, Some(error)),
            };
            let published_at = manifest.as_ref().map(|manifest| manifest.published_at);
            generations.push(GenerationStatus {
                live: live.as_ref() == Some(&name),
                was_live: at < n_once_live,
                rolled_back: history.was_rolled_back(&name),
                served: false,
                damage: damage.map(|error| error.reason()),
                bytes: manifest.as_ref().map_or(0, Manifest::bytes),
                age_seconds: published_at
                    .map_or(0, |date| (now - date.as_microseconds()) / 1_000_000),
                manifest,
                generation: name,
            });
        }
        mark_served(&mut generations);
        Ok(generations)
    }

    /// Returns the names of what lies beside the generations and is none: it is left alone.
    ///
    /// # Errors
    ///
    /// Where the directory cannot be read.
    pub fn foreign(&self) -> Result<Vec<String>, Error> {
        let mut names = self.entries()?;
        names.retain(|name| !is_generation_name(name) && !name.starts_with(BUILDING_PREFIX));
        names.sort_unstable();
        Ok(names)
    }
}

/// A server takes the live generation; where it is damaged, lost or another version's, the first sound one of this version
/// that was live.
fn mark_served(generations: &mut [GenerationStatus]) {
    let is_readable = |status: &GenerationStatus| {
        let manifest = status.manifest.as_ref();
        status.damage.is_none()
            && manifest.is_some_and(|manifest| manifest.check_versions().is_ok())
    };
    let served = generations
        .iter_mut()
        .find(|status| status.was_live && is_readable(status));
    if let Some(served) = served {
        served.served = true;
    }
}

//! What the words found in a document are worth.

use super::lists::{BEYOND_TEXT, Finding, bit};
use super::{Found, Matching, SegmentLists, phrase};
use crate::query::concept::{Alternative, Wanted};
use crate::ranking::{Factor, FactorKind};
use crate::schema::TextField;
use crate::understanding::InterpretationKind;

/// The fields that name a record.
const NAMING: u16 = bit(TextField::Title)
    | bit(TextField::Acronym)
    | bit(TextField::Tags)
    | bit(TextField::Organization)
    | bit(TextField::Geozones)
    | BEYOND_TEXT;

const TITLING: u16 = bit(TextField::Title) | bit(TextField::Acronym);

/// What is found of one word in one document, as typed or otherwise.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WordFinding {
    pub value: f32,
    /// A bit for each field.
    pub fields: u16,
    /// How far it names the record, 0 to 1.
    pub naming: f32,
    /// How far it stands in its title or acronym.
    pub titling: f32,
    /// How many words of the title it is.
    pub in_title: f32,
    /// How far it is the record's whole acronym.
    pub acronym: f32,
    /// It has the format that the word names.
    pub has_format: bool,
    /// It is of the type that the word names.
    pub has_type: bool,
    /// The alternative that is worth most; `None` where that is the word as typed.
    pub alternative: Option<u16>,
}

impl WordFinding {
    /// Returns what the word is worth as it was typed.
    pub fn typed(finding: Finding, other_fields: f32) -> Self {
        let has = |fields: u16| f32::from(u8::from(finding.fields & fields != 0));
        Self {
            value: finding.best + other_fields * (finding.sum - finding.best),
            fields: finding.fields,
            naming: has(NAMING),
            titling: has(TITLING),
            in_title: has(bit(TextField::Title)),
            acronym: f32::from(u8::from(finding.is_acronym)),
            has_format: false,
            has_type: false,
            alternative: None,
        }
    }

    /// Takes an alternative where it is worth more.
    pub fn add(&mut self, other: Finding, alternative: &Alternative, number: usize, rest: f32) {
        let share = alternative.share;
        let other = Self::typed(other, rest);
        if share * other.value > self.value {
            self.value = share * other.value;
            self.alternative = Some(number as u16);
        }
        let n_words = match &alternative.wanted {
            Wanted::Phrase(phrase) => phrase.words.len(),
            _ => 1,
        };
        let in_title = other.in_title * n_words as f32 / alternative.covers.len() as f32;
        self.fields |= other.fields;
        self.has_format |= alternative.kind == InterpretationKind::Format;
        self.has_type |= alternative.kind == InterpretationKind::Type;
        self.naming = self.naming.max(share * other.naming);
        self.titling = self.titling.max(share * other.titling);
        self.in_title = self.in_title.max(in_title);
        self.acronym = self.acronym.max(share * other.acronym);
    }

    pub fn is_any(&self) -> bool {
        self.fields != 0
    }
}

/// How a title has the words.
#[derive(Debug, Clone, Copy)]
pub(super) struct TitleFit {
    length: u32,
    is_in_order: bool,
    edition: f32,
    freshness: f32,
    prior: f32,
}

/// What a score is made of: the words, by rarity and field, and what they are multiplied by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScoreParts {
    pub words: f32,
    pub factors: [Factor; 8],
}

impl ScoreParts {
    pub fn product(&self) -> f32 {
        let factors = self.factors.iter().map(|factor| factor.value);
        self.words * factors.product::<f32>()
    }
}

impl Matching<'_> {
    /// Returns how the title of each document has the words.
    pub(super) fn titles(
        &self,
        segment: &SegmentLists<'_>,
        found: &Found,
    ) -> tantivy::Result<Vec<TitleFit>> {
        let reader = self.context.engine.segment_reader(segment.number as u32);
        let title = self.context.fields.text(TextField::Title).stemmed;
        let lengths = reader.get_fieldnorms_reader(title)?;
        let documents = &found.documents.list;
        let has_all = |at: &usize| {
            let mut findings = found.findings.iter();
            findings.all(|finding| finding[*at].fields & bit(TextField::Title) != 0)
        };
        let with_all: Vec<usize> = (0..documents.len()).filter(has_all).collect();
        let candidates: Vec<u32> = with_all.iter().map(|at| documents[*at]).collect();
        let words = self.concepts.words.iter();
        let stems: Vec<&str> = words.map(|word| &*word.stem).collect();
        let in_order = phrase::in_order(reader, title, &stems, &candidates)?;
        let mut fits: Vec<TitleFit> = documents
            .iter()
            .map(|document| TitleFit {
                length: lengths.fieldnorm(*document).max(1),
                is_in_order: false,
                edition: self.edition(segment.number, *document),
                prior: self.context.ranking.priors.get(segment.number, *document),
                freshness: self.freshness(segment.number, *document),
            })
            .collect();
        for (at, is_in_order) in with_all.into_iter().zip(in_order) {
            fits[at].is_in_order = is_in_order;
        }
        Ok(fits)
    }

    /// Returns what a document is worth.
    pub(super) fn score(
        &self,
        findings: &[Vec<WordFinding>],
        at: usize,
        title: TitleFit,
    ) -> ScoreParts {
        let weights = &self.context.ranking.weights;
        let (mut words, mut all, mut found) = (0.0, 0.0, 0.0);
        let (mut naming, mut titling, mut in_title, mut acronym) = (0.0, 0.0f32, 0.0, 0.0f32);
        let (mut is_whole, mut has_format, mut has_type) = (true, false, false);
        for (weighed, findings) in self.weighed.iter().zip(findings) {
            let finding = &findings[at];
            let mass = weighed.mass;
            words += mass * finding.value;
            all += mass;
            found += if finding.is_any() { mass } else { 0.0 };
            naming += mass * finding.naming;
            titling += mass * finding.titling;
            in_title += finding.in_title;
            acronym = acronym.max(finding.acronym);
            is_whole &= finding.in_title > 0.0;
            has_format |= finding.has_format;
            has_type |= finding.has_type;
        }
        let (naming, titling) = (naming / all, titling / all);
        let unnamed_use = if naming < 1.0 {
            title.prior.powf(-weights.use_unnamed * (1.0 - naming))
        } else {
            1.0
        };
        let naming = if naming < 1.0 {
            naming.powf(weights.naming_power)
        } else {
            naming
        };
        let mut of_title = 1.0;
        if is_whole {
            let share = (in_title / title.length as f32).min(1.0);
            of_title += weights.title_share * share;
            if share > 0.99 {
                of_title *= weights.whole_title;
            }
            if title.is_in_order {
                of_title *= weights.in_order;
            }
        }
        let naming = (weights.unnamed + weights.naming * naming)
            * (1.0 + weights.titling * titling * titling)
            * unnamed_use;
        let factors = [
            (FactorKind::Found, (found / all).powf(weights.found_power)),
            (FactorKind::Naming, naming),
            (FactorKind::Title, of_title),
            (
                FactorKind::Acronym,
                1.0 + (weights.whole_acronym - 1.0) * acronym,
            ),
            (
                FactorKind::Format,
                if has_format { weights.has_format } else { 1.0 },
            ),
            (
                FactorKind::Type,
                if has_type { weights.has_type } else { 1.0 },
            ),
            (FactorKind::Edition, title.edition),
            (FactorKind::Freshness, title.freshness),
        ];
        ScoreParts {
            words,
            factors: factors.map(|(kind, value)| Factor { kind, value }),
        }
    }

    /// Returns the factor for a title that names years, but none of those asked for.
    fn edition(&self, segment: usize, document: u32) -> f32 {
        let columns = &self.context.columns.segments[segment];
        let years = self.concepts.years.iter();
        let mut has_years = years.filter_map(|year| columns.title_has_year(*year, document));
        match has_years.next() {
            Some(has_first) if !has_first && !has_years.any(|has| has) => {
                self.context.ranking.weights.other_edition
            }
            _ => 1.0,
        }
    }

    fn freshness(&self, segment: usize, document: u32) -> f32 {
        if !self.concepts.years.is_empty() {
            return 1.0;
        }
        let age = self.context.columns.age_in_years(segment, document);
        age.map_or(1.0, |years| self.context.ranking.weights.of_age(years))
    }
}

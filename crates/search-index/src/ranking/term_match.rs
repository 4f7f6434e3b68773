//! What one document has of one term of the query, and what that is worth.

use super::weights::Weights;
use crate::schema::TextField;
use crate::understanding::InterpretationKind;

/// The fields in which a document has something: a bit for each text field, one for what others say and one for filter terms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct FieldSet(u16);

impl FieldSet {
    /// A filter term: a zone, a format, a type, a year. It stands in no text field.
    pub const FILTER_TERM: Self = Self(1 << 15);
    /// What others say of the record, which stands in no text field of its document.
    pub const SAID: Self = Self(1 << 14);
    pub const TITLE: Self = Self::of(TextField::Title);
    const TITLE_OR_ACRONYM: Self = Self::TITLE.and(Self::of(TextField::Acronym));
    /// The fields that name a record. The producer's name does so as far as it was asked for, see [`TermMatch`].
    const NAMING: Self = Self::TITLE_OR_ACRONYM
        .and(Self::of(TextField::Tags))
        .and(Self::of(TextField::Geozones))
        .and(Self::FILTER_TERM);

    pub const fn of(field: TextField) -> Self {
        Self(1 << field as u16)
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn has_any_of(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the names of its text fields, and `said` for what others say.
    pub fn names(self) -> Vec<&'static str> {
        let fields = TextField::ALL.into_iter();
        let fields = fields.filter(|field| self.has_any_of(Self::of(*field)));
        let said = self.has_any_of(Self::SAID).then_some("said");
        fields.map(TextField::name).chain(said).collect()
    }
}

/// What a document has of one thing that was looked up: a word as typed, or one alternative.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PostingsMatch {
    /// Its value in the field where it is worth most.
    best: f32,
    /// The sum of its values in all fields.
    sum: f32,
    pub fields: FieldSet,
    is_whole_acronym: bool,
    /// Which share of the producer's name it is.
    producer_share: f32,
}

impl PostingsMatch {
    /// Returns the match of a filter term.
    pub fn filter_term(value: f32) -> Self {
        Self {
            best: value,
            sum: value,
            fields: FieldSet::FILTER_TERM,
            is_whole_acronym: false,
            producer_share: 0.0,
        }
    }

    /// Adds a field in which the document has it so often.
    pub fn add_field(
        &mut self,
        weights: &Weights,
        field: TextField,
        frequency: f32,
        norm: f32,
        is_exact: bool,
    ) {
        let exactness = if is_exact {
            1.0 + weights.exact_form
        } else {
            1.0
        };
        let value = weights.field(field) * exactness * weights.saturated(frequency, norm);
        self.best = self.best.max(value);
        self.sum += value;
        self.fields.add(FieldSet::of(field));
    }

    /// Adds that others say it of the record.
    pub fn add_said(&mut self, weights: &Weights) {
        self.best = self.best.max(weights.said);
        self.sum += weights.said;
        self.fields.add(FieldSet::SAID);
    }

    pub fn set_producer_share(&mut self, share: f32) {
        self.producer_share = share;
    }

    pub fn set_whole_acronym(&mut self) {
        self.is_whole_acronym = true;
    }
}

/// What a match with an alternative counts for the words of the query that it stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AlternativeMatch {
    /// Which of the query's alternatives.
    pub index: usize,
    pub kind: InterpretationKind,
    /// The share of its value that counts.
    pub share: f32,
    /// The share of a word that counts as found with it.
    pub found: f32,
    /// How many words it has.
    pub n_words: usize,
    /// How many words of the query it stands for.
    pub n_covered: usize,
}

/// What a document has of one term of the query: the best of the word as typed and its alternatives.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TermMatch {
    pub value: f32,
    pub fields: FieldSet,
    /// How much of the word counts as found: 1, but less where nothing but a word of the same root is.
    pub found: f32,
    /// 1 where the word stands in a field that names the record; for an alternative its share.
    pub naming: f32,
    /// 1 where the word stands in the producer's name; for an alternative its share.
    pub producing: f32,
    /// Which share of the producer's name the word is; for an alternative its share of that.
    pub producer_share: f32,
    /// 1 where the word stands in the title or the acronym; for an alternative its share.
    pub titling: f32,
    /// 1 where the word stands in the title, or the record is of the grain or covers the period that it asks for: for that its
    /// share.
    pub framing: f32,
    /// How many words of the title it is.
    pub n_title_words: f32,
    /// 1 where the word is the record's whole acronym; for an alternative its share.
    pub whole_acronym: f32,
    /// Whether the document has the format that the word names.
    pub has_format: bool,
    /// Whether the document is of the type that the word names.
    pub has_type: bool,
    /// The alternative that is worth most; `None` where that is the word as typed.
    pub alternative: Option<u16>,
}

impl TermMatch {
    /// Returns the match of the word as typed: its best field, with the share `other_fields` of each other one.
    pub fn as_typed(found: PostingsMatch, weights: &Weights) -> Self {
        let one_if = |condition: bool| f32::from(u8::from(condition));
        Self {
            value: found.best + weights.other_fields * (found.sum - found.best),
            fields: found.fields,
            found: one_if(!found.fields.is_empty()),
            naming: one_if(found.fields.has_any_of(FieldSet::NAMING)),
            producing: one_if(found.producer_share > 0.0),
            producer_share: found.producer_share,
            titling: one_if(found.fields.has_any_of(FieldSet::TITLE_OR_ACRONYM)),
            framing: one_if(found.fields.has_any_of(FieldSet::TITLE)),
            n_title_words: one_if(found.fields.has_any_of(FieldSet::TITLE)),
            whole_acronym: one_if(found.is_whole_acronym),
            has_format: false,
            has_type: false,
            alternative: None,
        }
    }

    /// Adds the match of an alternative: of each figure the larger one counts.
    pub fn add_alternative(
        &mut self,
        found: PostingsMatch,
        alternative: AlternativeMatch,
        weights: &Weights,
    ) {
        let share = alternative.share;
        let found = Self::as_typed(found, weights);
        if share * found.value > self.value {
            self.value = share * found.value;
            self.alternative = Some(alternative.index as u16);
        }
        let n_title_words =
            found.n_title_words * alternative.n_words as f32 / alternative.n_covered as f32;
        self.fields.add(found.fields);
        self.found = self.found.max(alternative.found);
        self.has_format |= alternative.kind == InterpretationKind::Format;
        self.has_type |= alternative.kind == InterpretationKind::Type;
        if matches!(
            alternative.kind,
            InterpretationKind::Grain | InterpretationKind::Period
        ) {
            self.framing = self.framing.max(share);
        }
        self.naming = self.naming.max(share * found.naming);
        self.producing = self.producing.max(share * found.producing);
        self.producer_share = self.producer_share.max(share * found.producer_share);
        self.titling = self.titling.max(share * found.titling);
        self.n_title_words = self.n_title_words.max(n_title_words);
        self.whole_acronym = self.whole_acronym.max(share * found.whole_acronym);
    }

    /// Returns whether the document has the term in its producer's name and nowhere else.
    pub fn is_in_producer_alone(&self) -> bool {
        self.fields == FieldSet::of(TextField::Organization)
    }

    /// Returns whether the document has the term at all.
    pub fn is_found(&self) -> bool {
        !self.fields.is_empty()
    }
}

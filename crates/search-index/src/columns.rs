//! What is known of every document, as flat arrays: loaded when a generation is opened, read by filters, facet counts
//! and the ranking.

mod access_types;
mod chosen_zones;
mod citations;
mod counters;
mod dictionary;
mod facet_column;
mod geozones;
mod group_values;
mod groups;
mod last_update;
mod left_behind;
mod lists;
mod originals;
mod producers;
mod said_words;
mod segment;
mod series;
mod shared_slugs;
mod stamps;
mod statistics;
mod tags;
mod total_lengths;
mod values;
mod view;
mod years;

use std::sync::Arc;

use catalogue::Date;
use jiff::civil;
use tantivy::Searcher;

pub(crate) use chosen_zones::ChosenZones;
pub(crate) use citations::CitingAt;
pub(crate) use counters::FacetCounters;
pub(crate) use facet_column::FacetColumn;
pub(crate) use groups::Groups;
pub(crate) use left_behind::HarvestStanding;
pub(crate) use said_words::SaidWords;
pub(crate) use segment::SegmentColumns;
pub(crate) use series::Series;
pub(crate) use shared_slugs::SharedSlugs;
pub(crate) use statistics::Statistics;
pub(crate) use values::{Values, folded_words};
pub(crate) use view::FacetView;

use crate::deleted_terms::DeletedTerms;
use crate::error::Error;
use crate::facet::{COVERAGES, Facet};
use crate::request::{Collapse, SearchRequest};
use crate::schema::{Fields, NumberField};
use citations::{Citations, Linking};
use dictionary::{checksums, ranks};
use geozones::Geozones;
use last_update::{LastUpdate, years_of_last_update};
use left_behind::{LeftBehind, Published};
use originals::{Copied, Original, Originals};
use producers::Producers;
use stamps::replace_stamps;
use total_lengths::TotalLengths;
use years::Years;

/// The arrays of all segments.
pub(crate) struct Columns {
    pub segments: Vec<SegmentColumns>,
    /// Groups of near-copies.
    pub copies: Groups,
    /// Series, and groups of near-copies that are no editions.
    series_and_copies: Groups,
    pub series: Series,
    /// The documents about a year.
    pub years: Years,
    originals: Originals,
    pub left_behind: LeftBehind,
    pub citations: Citations,
    /// The records whose address is their id.
    pub shared_slugs: SharedSlugs,
    /// By segment, by document: whether its place among hits may depend on others': a dead record, or an edition of a
    /// series.
    depends_on_others: Vec<Vec<bool>>,
    /// The deleted documents: of records that were replaced or removed, or that must not be shown.
    pub deleted: DeletedTerms,
    /// In the order of [`Facet::ALL`]. That of [`Facet::LastUpdate`] is empty: `last_update` stands for it; that
    /// of [`Facet::LastUpdateYear`] is made of the dates that are counted.
    facets: Vec<Arc<FacetColumn>>,
    /// [`Facet::Tag`] with each spelling by itself; the facet has those of one tag as one value.
    spelled_tags: Arc<FacetColumn>,
    /// [`Facet::AccessType`] where what does not say how it is accessed is open.
    platform_access_types: Arc<FacetColumn>,
    /// The facets that have other values where what is inferred does not count: in the order of [`Facet::ALL`], `None` for
    /// the others, and for [`Facet::Geozone`], which `geozones` stands for.
    declared: Vec<Option<Arc<FacetColumn>>>,
    geozones: Geozones,
    last_update: LastUpdate,
    /// By set of values of [`Facet::Archived`]: whether documents with that set are not archived.
    live_sets: Vec<bool>,
    total_lengths: TotalLengths,
}

impl Columns {
    /// Reads the arrays of a generation.
    pub fn load(
        searcher: &Searcher,
        fields: &Fields,
        deleted: DeletedTerms,
        published_at: Date,
    ) -> Result<Self, Error> {
        let mut segments = load_segments(searcher, published_at)?;
        let geozones = Geozones::load(searcher)?;
        let (mut facets, declared) = load_facets(searcher, &geozones)?;
        let spelled_tags = Arc::clone(&facets[Facet::Tag as usize]);
        facets[Facet::Tag as usize] = Arc::new(tags::by_family(&spelled_tags));
        replace_stamps(&mut segments, producers(&facets), &deleted);
        facets[Facet::LastUpdateYear as usize] = Arc::new(years_of_last_update(&segments));
        let copies = Groups::new(&segments, &facets[Facet::Type as usize], &deleted);
        let series = Series::new(&segments, &deleted);
        let archived = &facets[Facet::Archived as usize];
        let live_sets = live_sets(archived);
        let copied = Copied {
            segments: &segments,
            organizations: &facets[Facet::Organization as usize],
            owners: &facets[Facet::Owner as usize],
            zones: &facets[Facet::Geozone as usize],
            deleted: &deleted,
        };
        let is_live = |segment: usize, document: u32| {
            live_sets[archived.documents(segment)[document as usize] as usize]
        };
        let linking = Linking {
            searcher,
            fields,
            segments: &segments,
            organizations: &facets[Facet::Organization as usize],
            owners: &facets[Facet::Owner as usize],
            deleted: &deleted,
        };
        let columns = Self {
            citations: Citations::load(&linking, is_live)?,
            shared_slugs: SharedSlugs::load(searcher, &segments, &deleted, is_live)?,
            originals: Originals::new(&copied, is_live),
            left_behind: left_behind(&segments, &facets, &deleted, is_live),
            series_and_copies: copies.with_series(&series).with_live(is_live),
            depends_on_others: depends_on_others(&segments, &series),
            copies: copies.with_live(is_live),
            years: Years::new(&segments),
            series,
            deleted,
            platform_access_types: Arc::new(access_types::or_open(
                &facets[Facet::AccessType as usize],
            )),
            declared,
            spelled_tags,
            geozones,
            last_update: LastUpdate::default(),
            total_lengths: TotalLengths::default(),
            live_sets,
            segments,
            facets,
        };
        tracing::debug!(bytes = columns.n_bytes_of_facets(), "facets are in memory");
        Ok(columns)
    }

    /// Returns the groups whose records are folded into one hit.
    pub fn folded(&self, collapse: Collapse) -> Option<&Groups> {
        match collapse {
            Collapse::Nothing => None,
            Collapse::Copies => Some(&self.copies),
            Collapse::Series => Some(&self.series_and_copies),
        }
    }

    /// Returns whether a document's place among hits may depend on others': that of a dead record, or of an edition.
    pub fn depends_on_others(&self, segment: usize, document: u32) -> bool {
        self.depends_on_others[segment][document as usize]
    }

    /// Returns what a document is a copy of; `None` where it is none.
    pub fn original_of(&self, segment: usize, document: u32) -> Option<Original> {
        self.originals.of(segment, document)
    }

    /// Returns the values of a facet as all records give them.
    pub fn facet(&self, facet: Facet) -> &FacetColumn {
        &self.facets[facet as usize]
    }

    /// Returns the values of a facet, with those that are inferred or without them.
    pub fn facet_with(&self, facet: Facet, inferred: bool) -> &Arc<FacetColumn> {
        let declared = self.declared[facet as usize].as_ref();
        let declared = declared.filter(|_| !inferred);
        declared.unwrap_or(&self.facets[facet as usize])
    }

    /// Returns the first of a document's values in a facet.
    pub fn value_of(&self, facet: Facet, segment: usize, document: u32) -> Option<&str> {
        self.facets[facet as usize].first_value(segment, document)
    }

    /// Returns whether a document is not archived.
    pub fn is_live(&self, segment: usize, document: u32) -> bool {
        let archived = &self.facets[Facet::Archived as usize];
        let set = archived.documents(segment)[document as usize];
        self.live_sets[set as usize]
    }

    /// Returns a facet as a request sees it on a day.
    pub fn view(&self, facet: Facet, request: &SearchRequest, today: civil::Date) -> FacetView {
        match facet {
            Facet::Geozone => FacetView::of_zones(
                self.geozones.column(request.inferred),
                request.geozone_exact,
                request.include_geozone_ancestors,
            ),
            Facet::Tag if request.platform_values => FacetView::plain(&self.spelled_tags),
            Facet::AccessType if request.platform_values => {
                FacetView::plain(&self.platform_access_types)
            }
            Facet::LastUpdate => FacetView::plain(&self.last_update.on(today, &self.segments)),
            facet => FacetView::plain(self.facet_with(facet, request.inferred)),
        }
    }

    /// Returns the zones that a request chooses, with what covers them; `None` where it chooses none.
    pub fn chosen_zones(&self, request: &SearchRequest) -> Option<ChosenZones> {
        let chosen = request.filters.get(&Facet::Geozone)?;
        let zones = self.geozones.column(request.inferred);
        (!chosen.is_empty()).then(|| ChosenZones::new(zones, chosen, request.geozone_exact))
    }

    fn n_bytes_of_facets(&self) -> usize {
        let is_plain = |facet: &Facet| *facet != Facet::Geozone;
        let plain = Facet::ALL.into_iter().filter(is_plain);
        let bytes = plain.map(|facet| self.facets[facet as usize].n_bytes());
        let declared = self.declared.iter().flatten();
        // Their values are those of the facets with what is inferred.
        let declared = declared.map(|column| column.n_bytes() - column.values.n_bytes());
        bytes.sum::<usize>()
            + declared.sum::<usize>()
            + self.spelled_tags.n_bytes()
            + self.geozones.n_bytes()
    }
}

/// All facets in their order, and, for those that have other values without what is inferred, these.
type Facets = (Vec<Arc<FacetColumn>>, Vec<Option<Arc<FacetColumn>>>);

fn load_facets(searcher: &Searcher, geozones: &Geozones) -> Result<Facets, Error> {
    let mut facets = Vec::with_capacity(Facet::ALL.len());
    let mut declared = Vec::with_capacity(Facet::ALL.len());
    for facet in Facet::ALL {
        let (column, without_inferred) = match facet {
            Facet::Geozone => (Arc::clone(&geozones.column(true).column), None),
            Facet::Granularity | Facet::Extent => {
                let (declared, column) = FacetColumn::load_with_inferred(searcher, facet)?;
                (Arc::new(column), Some(Arc::new(declared)))
            }
            Facet::Coverage => {
                let column = FacetColumn::load(searcher, facet)?;
                let declared = declared_coverage(&column);
                (Arc::new(column), Some(Arc::new(declared)))
            }
            facet => (Arc::new(FacetColumn::load(searcher, facet)?), None),
        };
        facets.push(column);
        declared.push(without_inferred);
    }
    Ok((facets, declared))
}

fn load_segments(searcher: &Searcher, published_at: Date) -> Result<Vec<SegmentColumns>, Error> {
    let key_ranks = ranks(searcher, "key")?;
    let key_checksums = checksums(searcher, "key")?;
    let title_ranks = ranks(searcher, "title_order")?;
    let keys = key_ranks.into_iter().zip(key_checksums);
    let segments = searcher.segment_readers().iter();
    let segments = segments.zip(keys.zip(title_ranks));
    segments
        .map(|(segment, (keys, titles))| SegmentColumns::load(segment, keys, titles, published_at))
        .collect()
}

fn producers(facets: &[Arc<FacetColumn>]) -> Producers<'_> {
    Producers {
        organizations: &facets[Facet::Organization as usize],
        owners: &facets[Facet::Owner as usize],
    }
}

fn left_behind(
    segments: &[SegmentColumns],
    facets: &[Arc<FacetColumn>],
    deleted: &DeletedTerms,
    is_live: impl Fn(usize, u32) -> bool,
) -> LeftBehind {
    let published = Published {
        segments,
        producers: producers(facets),
        portals: &facets[Facet::SourcePortal as usize],
        deleted,
    };
    LeftBehind::new(&published, is_live)
}

fn depends_on_others(segments: &[SegmentColumns], series: &Series) -> Vec<Vec<bool>> {
    let of_segment = |(segment, columns): (usize, &SegmentColumns)| {
        let documents = 0..columns.n_documents();
        let depends = documents.map(|document| {
            columns.number(NumberField::Retired, document).is_some()
                || series.of(segment, document).is_some()
        });
        depends.collect()
    };
    segments.iter().enumerate().map(of_segment).collect()
}

/// Returns by set of values whether it has `false`: the documents with such a set are not archived.
fn live_sets(archived: &FacetColumn) -> Vec<bool> {
    let not_archived = archived.values.ordinal("false");
    let sets = 0..archived.n_sets() as u32;
    sets.map(|set| not_archived.is_some_and(|ordinal| archived.set(set).contains(&ordinal)))
        .collect()
}

/// Returns the coverage of every document where inferred zones do not count.
fn declared_coverage(coverage: &FacetColumn) -> FacetColumn {
    let [_, inferred, none] = COVERAGES.map(|(name, _)| coverage.values.ordinal(name));
    coverage.with_sets(|set| {
        let is_declared = |ordinal: &u32| Some(*ordinal) != inferred;
        let rest: Vec<u32> = set.iter().copied().filter(is_declared).collect();
        if rest.is_empty() {
            none.into_iter().collect()
        } else {
            rest
        }
    })
}

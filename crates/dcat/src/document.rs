//! A document: records one after the other, in one format.

use std::io;

use catalogue::Record;
use oxrdf::NamedNode;
use oxrdfio::{RdfSerializer, WriterQuadSerializer};

use crate::catalog::{self, CatalogPage};
use crate::format::Format;
use crate::graph::Graph;
use crate::site::Site;
use crate::terms::PREFIXES;
use crate::{dataservice, dataset};

/// A document that is being written.
///
/// What is described with an address of its own, a publisher say, is described once only, however many records refer to it.
pub struct Document {
    writer: WriterQuadSerializer<Vec<u8>>,
    graph: Graph,
    datasets: Vec<NamedNode>,
    services: Vec<NamedNode>,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").finish_non_exhaustive()
    }
}

impl Document {
    /// Begins a document.
    ///
    /// # Errors
    ///
    /// None that is known: the prefixes are addresses.
    pub fn new(format: Format) -> io::Result<Self> {
        let mut serializer = RdfSerializer::from_format(format.writer());
        for (name, namespace) in PREFIXES {
            serializer = serializer
                .with_prefix(name, namespace)
                .map_err(io::Error::other)?;
        }
        Ok(Self {
            writer: serializer.for_writer(Vec::new()),
            graph: Graph::default(),
            datasets: Vec::new(),
            services: Vec::new(),
        })
    }

    /// Describes a record.
    ///
    /// # Errors
    ///
    /// Where the format has no place for a term; none is known that these descriptions have.
    pub fn add_record(&mut self, record: &Record, site: &Site<'_>) -> io::Result<()> {
        self.graph.begin(record.id());
        match record {
            Record::Dataset(dataset) => {
                let address = dataset::describe(&mut self.graph, record, dataset, site);
                self.datasets.push(address);
            }
            Record::Dataservice(dataservice) => {
                let address = dataservice::describe(&mut self.graph, record, dataservice, site);
                self.services.push(address);
            }
        }
        self.write()
    }

    /// Describes the catalogue that all the records added so far are a page of.
    ///
    /// # Errors
    ///
    /// As [`add_record`](Self::add_record).
    pub fn add_catalog(&mut self, page: &CatalogPage, site: &Site<'_>) -> io::Result<()> {
        let datasets = std::mem::take(&mut self.datasets);
        let services = std::mem::take(&mut self.services);
        catalog::describe(&mut self.graph, page, datasets, services, site);
        self.write()
    }

    /// Ends the document, and returns it.
    ///
    /// # Errors
    ///
    /// None that is known: memory takes all bytes.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        self.writer.finish()
    }

    fn write(&mut self) -> io::Result<()> {
        for triple in self.graph.take_triples() {
            self.writer.serialize_triple(&triple)?;
        }
        Ok(())
    }
}

//! A description under way: nodes with their class and their values.

use std::collections::HashSet;

use catalogue::Date;
use oxrdf::{BlankNode, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};

use crate::terms::{TYPE, xsd};

/// A thing that is described: what it is, and what is said of it.
#[derive(Debug)]
pub(crate) struct Node {
    subject: NamedOrBlankNode,
    values: Vec<(NamedNodeRef<'static>, Term)>,
}

impl Node {
    /// Returns a node of a class.
    pub(crate) fn new(subject: impl Into<NamedOrBlankNode>, class: NamedNodeRef<'static>) -> Self {
        Self {
            subject: subject.into(),
            values: vec![(TYPE, class.into_owned().into())],
        }
    }

    /// Says that the node is of one more class.
    pub(crate) fn is_also(&mut self, class: NamedNodeRef<'static>) {
        // Classes stand together, and in front.
        self.values.insert(1, (TYPE, class.into_owned().into()));
    }

    /// Says what the node is in relation to something else.
    pub(crate) fn link(&mut self, predicate: NamedNodeRef<'static>, to: impl Into<Term>) {
        self.values.push((predicate, to.into()));
    }

    /// Says it where there is something else.
    pub(crate) fn maybe_link(
        &mut self,
        predicate: NamedNodeRef<'static>,
        to: Option<impl Into<Term>>,
    ) {
        if let Some(to) = to {
            self.link(predicate, to);
        }
    }

    /// Says a text, unless it is blank.
    pub(crate) fn text(&mut self, predicate: NamedNodeRef<'static>, text: &str) {
        let text = writable(text);
        if !text.trim().is_empty() {
            self.link(predicate, Literal::new_simple_literal(text));
        }
    }

    /// Says a value of a datatype.
    pub(crate) fn typed(
        &mut self,
        predicate: NamedNodeRef<'static>,
        value: impl Into<String>,
        datatype: NamedNodeRef<'static>,
    ) {
        self.link(predicate, Literal::new_typed_literal(value, datatype));
    }

    /// Says a moment, where it is known.
    pub(crate) fn moment(&mut self, predicate: NamedNodeRef<'static>, date: Option<Date>) {
        if let Some(date) = date {
            self.typed(predicate, date.to_string(), xsd::DATE_TIME);
        }
    }
}

/// The nodes of a record, and what has been described before in the same document.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    nodes: Vec<Node>,
    /// Things with an address, each with its class.
    described: HashSet<(String, &'static str)>,
    n_blank: usize,
    /// The letters and digits of the record's id.
    record: String,
}

impl Graph {
    /// Begins the description of a record.
    pub(crate) fn begin(&mut self, id: &str) {
        let is_plain = |c: &char| c.is_ascii_alphanumeric();
        self.record = id.chars().filter(is_plain).collect();
    }

    /// Returns a node without an address. Its name has the record's id in it: some readers keep the names when they put the pages
    /// of a catalogue together.
    pub(crate) fn blank(&mut self) -> BlankNode {
        self.n_blank += 1;
        BlankNode::new_unchecked(format!("r{}n{}", self.record, self.n_blank))
    }

    /// Adds a node without an address, which may be described once only, and returns what refers to it.
    pub(crate) fn add(&mut self, node: Node) -> NamedOrBlankNode {
        let subject = node.subject.clone();
        self.nodes.push(node);
        subject
    }

    /// Adds a node with an address unless the document has it already as what it is, and returns what refers to it.
    pub(crate) fn describe(
        &mut self,
        subject: NamedNode,
        class: NamedNodeRef<'static>,
        description: impl FnOnce(&mut Node),
    ) -> NamedNode {
        if self
            .described
            .insert((subject.as_str().to_owned(), class.as_str()))
        {
            let mut node = Node::new(subject.clone(), class);
            description(&mut node);
            self.nodes.push(node);
        }
        subject
    }

    /// Says only what kind of thing is at an address.
    pub(crate) fn thing(&mut self, subject: NamedNode, class: NamedNodeRef<'static>) -> NamedNode {
        self.describe(subject, class, |_| {})
    }

    /// Takes the triples of all nodes: those of a node together, the last node first, as it refers to the others.
    pub(crate) fn take_triples(&mut self) -> Vec<Triple> {
        let mut triples = Vec::new();
        for node in self.nodes.drain(..).rev() {
            let Node { subject, values } = node;
            // Writers group what stands together; nothing is said twice.
            let mut predicates: Vec<NamedNodeRef<'static>> = Vec::new();
            for (predicate, _) in &values {
                if !predicates.contains(predicate) {
                    predicates.push(*predicate);
                }
            }
            for predicate in predicates {
                let mut said: HashSet<&Term> = HashSet::new();
                for (_, object) in values.iter().filter(|(it, _)| *it == predicate) {
                    if said.insert(object) {
                        let triple = Triple::new(subject.clone(), predicate, object.clone());
                        triples.push(triple);
                    }
                }
            }
        }
        triples
    }
}

/// Returns a text without what XML 1.0 has no place for, so that a record is the same in all formats.
fn writable(text: &str) -> String {
    let is_writable = |c: &char| match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => *c >= ' ',
    };
    text.chars().filter(is_writable).collect()
}

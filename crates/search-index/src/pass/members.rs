//! Documents that are folded with others: gathered in the walk, put together group by group at its end.

use tantivy::{DocId, Score};

use super::counts_in::CountsIn;
use crate::columns::Groups;

/// A document of a group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub group: u32,
    pub segment: u32,
    pub document: DocId,
    pub text_score: Score,
    pub counts_in: CountsIn,
    pub is_complete: bool,
    pub is_mention: bool,
}

/// Where groups are at most so many times the documents, these are put in order by counting those of each group.
const FEW_GROUPS: usize = 4;

/// Returns the documents group by group; those of one group stay in the order in which they were found.
pub(super) fn by_group(mut members: Vec<Member>, n_groups: usize) -> Vec<Member> {
    if n_groups > FEW_GROUPS * members.len() {
        members.sort_by_key(|member| member.group);
        return members;
    }
    let mut next = vec![0u32; n_groups + 1];
    for member in &members {
        next[member.group as usize + 1] += 1;
    }
    for group in 1..next.len() {
        next[group] += next[group - 1];
    }
    let mut sorted = members.clone();
    for member in members {
        let place = &mut next[member.group as usize];
        sorted[*place as usize] = member;
        *place += 1;
    }
    sorted
}

/// The documents of groups, of which each stands together.
#[derive(Default)]
pub(super) struct Runs {
    /// By document: its segment and itself.
    documents: Vec<(u32, DocId)>,
    /// Each group, and where its documents end.
    ends: Vec<(u32, u32)>,
    /// By group: whether the documents are its members that are not archived, all and only these.
    are_live: Vec<bool>,
}

/// A group, and those of its documents that count.
pub(super) struct Run<'a> {
    pub group: u32,
    /// One at least.
    pub documents: &'a [(u32, DocId)],
    /// Whether these are its members that are not archived, all and only these.
    pub are_live: bool,
}

impl Runs {
    pub fn of<'m>(groups: &Groups, members: impl Iterator<Item = &'m Member>) -> Self {
        let mut runs = Self::default();
        for member in members {
            runs.documents.push((member.segment, member.document));
            let end = runs.documents.len() as u32;
            match runs.ends.last_mut() {
                Some((group, last)) if *group == member.group => *last = end,
                _ => runs.ends.push((member.group, end)),
            }
        }
        let are_live = runs
            .iter()
            .map(|run| groups.live(run.group) == run.documents);
        runs.are_live = are_live.collect();
        runs
    }

    pub fn iter(&self) -> impl Iterator<Item = Run<'_>> {
        let mut start = 0;
        let ends = self.ends.iter().enumerate();
        ends.map(move |(index, (group, end))| {
            let documents = &self.documents[start..*end as usize];
            start = *end as usize;
            Run {
                group: *group,
                documents,
                are_live: self.are_live.get(index) == Some(&true),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(group: u32, document: DocId) -> Member {
        Member {
            group,
            segment: 0,
            document,
            text_score: 0.0,
            counts_in: CountsIn::EveryFacet,
            is_complete: true,
            is_mention: false,
        }
    }

    #[test]
    fn documents_come_group_by_group_in_the_order_in_which_they_were_found() {
        let found = [(3, 0), (1, 1), (3, 2), (0, 3), (1, 4)];
        for n_groups in [4, 1000] {
            let members = found.map(|(group, document)| member(group, document));
            let sorted = by_group(members.to_vec(), n_groups);
            let sorted: Vec<_> = sorted.iter().map(|it| (it.group, it.document)).collect();
            assert_eq!(
                sorted,
                [(0, 3), (1, 1), (1, 4), (3, 0), (3, 2)],
                "{n_groups} groups"
            );
        }
    }
}

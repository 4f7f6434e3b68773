//! The links from one page of results to the others.

use search_index::SearchRequest;

use super::frame::Frame;
use crate::params::on_page;

/// The links to other pages of the results.
pub(super) struct Pages {
    pub previous: Option<String>,
    pub next: Option<String>,
    /// The page itself.
    pub here: String,
    pub links: Vec<PageLink>,
}

/// One place in the row of page numbers.
pub(super) enum PageLink {
    Page { number: String, href: String },
    Current { number: String },
    Gap,
}

/// Returns the links to the first, the last and the neighbouring pages.
pub(super) fn pages(frame: &Frame, request: &SearchRequest, total: u64) -> Option<Pages> {
    let n_pages = usize::try_from(total)
        .unwrap_or(usize::MAX)
        .div_ceil(request.page_size);
    if n_pages < 2 && request.page == 1 {
        return None;
    }
    let page_href = |page: usize| frame.search_href(&on_page(request, page));
    let mut links = Vec::new();
    let mut last = 0;
    for page in 1..=n_pages {
        if page != 1 && page != n_pages && page.abs_diff(request.page) > 2 {
            continue;
        }
        if page > last + 1 {
            links.push(PageLink::Gap);
        }
        let number = frame.language().number(page as u64);
        links.push(if page == request.page {
            PageLink::Current { number }
        } else {
            PageLink::Page {
                number,
                href: page_href(page),
            }
        });
        last = page;
    }
    Some(Pages {
        previous: (request.page > 1 && n_pages > 0)
            .then(|| page_href((request.page - 1).min(n_pages))),
        next: (request.page < n_pages).then(|| page_href(request.page + 1)),
        here: page_href(request.page),
        links,
    })
}

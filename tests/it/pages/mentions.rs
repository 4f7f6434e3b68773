//! The note on records that only mention the words.

use scraper::Html;

use super::{attributes, texts};
use crate::mentions::budgets;

#[tokio::test]
async fn the_page_offers_them_and_takes_them_away_again() {
    let application = budgets().await;
    let note = |page: &Html| {
        let texts = texts(page, ".note");
        let note = texts.first().cloned().unwrap_or_default();
        let href = attributes(page, ".note a", "href").into_iter().next();
        (note.replace('\u{a0}', " "), href.unwrap_or_default())
    };
    let page = application.html("/?q=budget").await;
    assert_eq!(note(&page), (String::new(), String::new()));
    let page = application.html("/?q=budget&sort=title").await;
    let (text, href) = note(&page);
    assert_eq!(
        text,
        "Et 2 qui ne font que mentionner ces mots. Les voir aussi"
    );
    assert_eq!(href, "/?q=budget&mentions=true&sort=title");
    let (text, href) = note(&application.html(&href).await);
    assert_eq!(
        text,
        "Dont 2 qui ne font que mentionner ces mots. Ne plus les voir"
    );
    assert_eq!(href, "/?q=budget&sort=title");
}

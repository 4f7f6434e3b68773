//! `/feed.atom`.

use roxmltree::{Document, Node};
use serde_json::{Value, json};
use support::application::{Application, address, sample_index};
use support::records::{dataservice, dataset, datasets, id};

use super::{HOSTILE, hostile, ok, only_hit, timetables, xml_text};

const ATOM: &str = "http://www.w3.org/2005/Atom";

/// Returns the elements of that name right below a node.
fn children<'a>(node: Node<'a, 'a>, name: &str) -> Vec<Node<'a, 'a>> {
    node.children()
        .filter(|child| child.has_tag_name((ATOM, name)))
        .collect()
}

/// Returns the text of the only element of that name below a node.
fn text(node: Node<'_, '_>, name: &str) -> String {
    let found: Vec<_> = node
        .children()
        .filter(|child| child.has_tag_name((ATOM, name)))
        .collect();
    assert_eq!(found.len(), 1, "{name}");
    found[0].text().unwrap_or_default().to_owned()
}

/// Returns the address of the only link of that kind.
fn link(node: Node<'_, '_>, rel: &str) -> Option<String> {
    let mut links = node
        .children()
        .filter(|child| child.has_tag_name((ATOM, "link")) && child.attribute("rel") == Some(rel));
    let href = links
        .next()
        .and_then(|link| link.attribute("href"))
        .map(str::to_owned);
    assert!(links.next().is_none(), "two links {rel}");
    href
}

fn is_moment(text: &str) -> bool {
    // RFC 3339 wants a year of four digits, a `T` and an offset.
    let pattern = "dddd-dd-ddTdd:dd:dd";
    text.len() >= pattern.len()
        && text.ends_with("+00:00")
        && pattern
            .chars()
            .zip(text.chars())
            .all(|(wanted, c)| match wanted {
                'd' => c.is_ascii_digit(),
                mark => c == mark,
            })
}

/// Asserts what RFC 4287 asks of a feed (§4.1), and returns the titles of its entries.
fn assert_valid(xml: &str) -> Vec<String> {
    let document = Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")), "{xml}");
    for name in ["id", "title", "updated"] {
        assert!(!text(feed, name).is_empty(), "{name} in {xml}");
    }
    assert!(is_moment(&text(feed, "updated")), "{xml}");
    assert!(link(feed, "self").is_some() && link(feed, "alternate").is_some());
    let entries: Vec<_> = feed
        .children()
        .filter(|child| child.has_tag_name((ATOM, "entry")))
        .collect();
    let mut newest = None;
    let mut ids = vec![text(feed, "id")];
    let mut titles = Vec::new();
    for entry in &entries {
        titles.push(text(*entry, "title"));
        ids.push(text(*entry, "id"));
        let updated = text(*entry, "updated");
        assert!(is_moment(&updated), "{updated}");
        newest = newest.max(Some(updated));
        assert!(link(*entry, "alternate").is_some());
        for author in entry
            .children()
            .filter(|c| c.has_tag_name((ATOM, "author")))
        {
            assert!(!text(author, "name").is_empty(), "{xml}");
        }
        assert!(entry.children().any(|c| c.has_tag_name((ATOM, "author"))));
        for category in entry
            .children()
            .filter(|c| c.has_tag_name((ATOM, "category")))
        {
            assert!(category.attribute("term").is_some());
        }
    }
    if let Some(newest) = newest {
        assert_eq!(text(feed, "updated"), newest, "the newest entry's");
    }
    let n_ids = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), n_ids, "ids are distinct");
    for address in document.descendants().flat_map(|node| node.attributes()) {
        if address.name() == "href" {
            url::Url::parse(address.value()).unwrap_or_else(|error| panic!("{error}: {address:?}"));
        }
    }
    titles
}

async fn titles(application: &Application, path: &str) -> Vec<String> {
    let answer = application.get(path).await;
    assert_eq!(
        answer.header("content-type"),
        "application/atom+xml; charset=utf-8",
        "{path}: {}",
        answer.text()
    );
    assert_valid(&ok(&answer))
}

/// Three records, whose order by words, by title and by date differ.
async fn water() -> Application {
    let records = vec![
        dataset("Zones d’eau")
            .last_update("2021-05-05T10:20:30.123456+00:00")
            .created_at("2020-01-02T03:04:05+00:00")
            .tag("eau")
            .tag("zone")
            .license("lov2")
            .organization("Agence de l’eau", &[])
            .description("Où il y a de l’**eau**.")
            .build(),
        dataservice("API de l’eau")
            .last_update("2024-04-04")
            .owner("Ada", "Lovelace")
            .build(),
        dataset("Bassins")
            .description("Bassins pleins d’eau.")
            .last_update("0003-01-01T00:00:00")
            .build(),
    ];
    Application::start(records).await
}

#[tokio::test]
async fn a_feed_gives_the_newest_first_unless_another_order_is_asked() {
    let application = water().await;
    let by_creation = ["API de l’eau", "Bassins", "Zones d’eau"];
    let by_title = ["API de l’eau", "Bassins", "Zones d’eau"];
    for path in ["/feed.atom", "/feed.atom?q=eau", "/feed.atom?q=eau&sort="] {
        assert_eq!(titles(&application, path).await, by_creation, "{path}");
    }
    assert_eq!(
        titles(&application, "/feed.atom?sort=-last_update").await,
        ["API de l’eau", "Zones d’eau", "Bassins"]
    );
    assert_eq!(
        titles(&application, "/feed.atom?sort=title").await,
        by_title
    );
    let relevant = application.titles("eau").await;
    assert_eq!(
        titles(&application, "/feed.atom?q=eau&sort=relevance").await,
        relevant
    );
    assert_eq!(
        titles(&application, "/feed.atom?license=lov2").await,
        ["Zones d’eau"]
    );
}

#[tokio::test]
async fn an_entry_says_what_the_record_says() {
    let application = water().await;
    let xml = ok(&application.get("/feed.atom?tag=zone").await);
    let document = Document::parse(&xml).unwrap();
    let feed = document.root_element();
    let base = application.url();
    assert_eq!(
        text(feed, "subtitle"),
        "Un seul résultat – Mot-clé\u{202F}: zone"
    );
    assert_eq!(
        link(feed, "self"),
        Some(format!("{base}/feed.atom?tag=zone&sort=-created"))
    );
    assert_eq!(
        link(feed, "alternate"),
        Some(format!("{base}/?tag=zone&sort=-created"))
    );
    let entry = children(feed, "entry")[0];
    assert_eq!(text(entry, "updated"), "2021-05-05T10:20:30.123456+00:00");
    assert_eq!(text(entry, "published"), "2020-01-02T03:04:05+00:00");
    assert_eq!(
        text(entry, "id"),
        format!("{base}/datasets/{}", id("dataset", "Zones d’eau"))
    );
    assert_eq!(
        link(entry, "alternate"),
        Some(format!("{base}/datasets/zones-d-eau"))
    );
    assert_eq!(
        link(entry, "via").as_deref(),
        Some("https://catalogue.test/datasets/zones-d-eau")
    );
    assert_eq!(
        text(children(entry, "author")[0], "name"),
        "Agence de l’eau"
    );
    assert_eq!(text(entry, "summary"), "Où il y a de l’eau.");
    let terms: Vec<_> = children(entry, "category")
        .iter()
        .filter_map(|category| category.attribute("term"))
        .collect();
    assert_eq!(terms, ["eau", "zone"]);
    // Where the links lead, there is something.
    for path in ["/?tag=zone&sort=-created", "/datasets/zones-d-eau"] {
        application.html(path).await;
    }
    let xml = ok(&application.get("/feed.atom?type=dataservice").await);
    let document = Document::parse(&xml).unwrap();
    let entry = children(document.root_element(), "entry")[0];
    assert_eq!(text(children(entry, "author")[0], "name"), "Ada Lovelace");
    assert_eq!(text(entry, "updated"), "2024-04-04T00:00:00+00:00");
}

#[tokio::test]
async fn dates_are_the_records_own_or_there_is_no_entry() {
    let records = vec![
        dataset("Créé")
            .set("last_update", Value::Null)
            .set("last_modified", Value::Null)
            .created_at("2019-09-09")
            .build(),
        dataset("Sans date")
            .set("last_update", Value::Null)
            .set("last_modified", Value::Null)
            .set("created_at", Value::Null)
            .set("internal", Value::Null)
            .build(),
        dataset("An trois")
            .last_update("0003-01-01T00:00:00")
            .build(),
    ];
    let application = Application::start(records).await;
    let xml = ok(&application.get("/feed.atom").await);
    let mut titles = assert_valid(&xml);
    titles.sort();
    assert_eq!(titles, ["An trois", "Créé"]);
    for updated in ["2019-09-09T00:00:00+00:00", "0003-01-01T00:00:00+00:00"] {
        assert!(
            xml.contains(&format!("<updated>{updated}</updated>")),
            "{xml}"
        );
    }
    let xml = ok(&application.get("/feed.atom?q=introuvable").await);
    assert_eq!(assert_valid(&xml), [""; 0], "an empty feed is valid too");
}

#[tokio::test]
async fn a_feed_has_pages() {
    let application = Application::start(datasets(45)).await;
    let mut path = "/feed.atom?sort=title".to_owned();
    let (mut all, mut ids) = (Vec::new(), Vec::new());
    loop {
        let xml = ok(&application.get(&path).await);
        all.extend(assert_valid(&xml));
        let document = Document::parse(&xml).unwrap();
        ids.push(text(document.root_element(), "id"));
        let Some(next) = link(document.root_element(), "next") else {
            assert!(link(document.root_element(), "previous").is_some());
            break;
        };
        path = next.strip_prefix(&application.url()).unwrap().to_owned();
    }
    let expected: Vec<String> = (1..=45).map(|n| format!("Jeu {n:04}")).collect();
    assert_eq!(all, expected);
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| *id == ids[0]), "one feed: {ids:?}");
    let whole = titles(&application, "/feed.atom?sort=title&page_size=100").await;
    assert_eq!(whole, expected);
}

#[tokio::test]
async fn hostile_texts_are_texts_in_a_feed() {
    for attack in HOSTILE {
        let application = Application::start(vec![hostile(attack).build()]).await;
        let hit = only_hit(&application).await;
        for path in [
            address("/feed.atom", &[("tag", "commun")]),
            address("/feed.atom", &[("tag", "commun"), ("tag", attack)]),
        ] {
            let xml = ok(&application.get(&path).await);
            assert_valid(&xml);
            let document = Document::parse(&xml).unwrap();
            let entry = children(document.root_element(), "entry")[0];
            assert_eq!(
                text(entry, "title"),
                xml_text(hit["title"].as_str().unwrap())
            );
            assert!(
                document
                    .descendants()
                    .all(|node| !node.is_comment() && !node.is_pi()),
                "{xml}"
            );
            let names: Vec<_> = document.descendants().filter(Node::is_element).collect();
            assert!(
                names
                    .iter()
                    .all(|node| node.tag_name().namespace() == Some(ATOM))
            );
        }
        let path = address("/feed.atom", &[("q", attack)]);
        assert_valid(&ok(&application.get(&path).await));
        let host = [("host", "x.test\"><entry>&'")];
        let answer = application.get_with("/feed.atom?tag=commun", &host).await;
        if answer.status == 200 {
            Document::parse(&answer.text()).unwrap();
        }
    }
}

#[tokio::test]
async fn whoever_has_a_feed_needs_no_copy() {
    let application = Application::start(datasets(3)).await;
    let path = "/feed.atom?q=jeu";
    let first = application.get(path).await;
    let etag = first.header("etag");
    assert!(etag.starts_with("W/\""), "{etag}");
    for header in [
        ("if-none-match", etag),
        ("if-none-match", &format!("\"other\", {etag}")),
    ] {
        let answer = application.get_with(path, &[header]).await;
        assert_eq!((answer.status, answer.bytes.len()), (304, 0), "{header:?}");
        assert_eq!(answer.header("etag"), etag);
    }
    let known = [("if-none-match", etag)];
    let other = application
        .get_with("/feed.atom?q=jeu&page=2", &known)
        .await;
    assert_eq!(other.status, 200, "another page is another document");
    application.rebuild(datasets(4)).await;
    let changed = application.get_with(path, &known).await;
    assert_eq!(
        assert_valid(&ok(&changed)).len(),
        4,
        "the catalogue changed"
    );
}

#[tokio::test]
async fn bad_values_are_told_and_head_is_answered() {
    let application = Application::start(datasets(3)).await;
    for path in [
        "/feed.atom?page=0",
        "/export.csv?sort=xyz",
        "/export.csv?licence=lov2",
        "/export.csv?page_size=abc",
        "/export.jsonl?type=reuse",
    ] {
        let answer = application.get(path).await;
        assert_eq!(answer.status, 400, "{path}");
        let errors = answer.json()["errors"].clone();
        assert!(
            errors.is_object() && errors != json!({}),
            "{path}: {errors}"
        );
    }
    let client = support::application::http_client();
    for path in [
        "/feed.atom",
        "/export.csv",
        "/export.jsonl",
        "/sitemap.xml",
        "/sitemap-1.xml",
        "/opensearchdescription.xml",
    ] {
        let url = format!("{}{path}", application.url());
        let head = client.head(&url).send().await.unwrap();
        let get = application.get(path).await;
        assert_eq!(head.status(), 200, "{path}");
        assert_eq!(
            head.headers()["content-type"],
            get.header("content-type"),
            "{path}"
        );
        assert_eq!(head.bytes().await.unwrap().len(), 0, "{path}");
        let refused = client.post(&url).send().await.unwrap();
        assert_eq!(refused.status(), 405, "{path}");
    }
}

#[tokio::test]
async fn a_feed_has_complete_matches_alone_unless_others_are_asked_for() {
    let application = Application::start(timetables()).await;
    let feed = async |parameters: &str| {
        let path = format!("/feed.atom?{parameters}");
        let xml = ok(&application.get(&path).await);
        let found = assert_valid(&xml);
        let document = Document::parse(&xml).unwrap();
        let root = document.root_element();
        let more = link(root, "related").map(|href| {
            let (_, parameters) = href.split_once("/feed.atom?").unwrap();
            parameters.to_owned()
        });
        (found, text(root, "subtitle"), more)
    };
    let (found, subtitle, more) = feed("q=horaires+tramway").await;
    assert_eq!(found, ["Horaires du tramway"]);
    assert_eq!(
        subtitle,
        "Un seul résultat – un autre résultat a la plupart des mots"
    );
    let wider = "q=horaires+tramway&match=most&sort=-created";
    assert_eq!(more.as_deref(), Some(wider));
    let (found, subtitle, more) = feed(wider).await;
    assert_eq!(found.len(), 2);
    assert_eq!(subtitle, "Un seul résultat, et un seul approchant");
    assert_eq!(more, None);
    let (found, subtitle, more) = feed("q=horaires+tramway+zblorg&sort=relevance").await;
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(
        subtitle,
        "Aucun résultat – 2\u{a0}autres résultats ont la plupart des mots"
    );
    assert_eq!(
        more.as_deref(),
        Some("q=horaires+tramway+zblorg&match=most&sort=relevance")
    );
}

#[tokio::test]
async fn the_search_page_leads_to_the_feed_and_the_exports_of_its_search() {
    let application = Application::over(sample_index()).await;
    let page = application
        .html("/?q=eau&license=lov2&sort=-views&page=2&page_size=10")
        .await;
    let attribute = |selector: &str, name: &str| {
        let selector = scraper::Selector::parse(selector).unwrap();
        let found: Vec<_> = page.select(&selector).collect();
        assert_eq!(found.len(), 1, "{selector:?}");
        found[0].attr(name).unwrap_or_default().to_owned()
    };
    let parameters = "q=eau&license=lov2&sort=-views";
    let feed = format!("/feed.atom?{parameters}");
    assert_eq!(
        attribute("link[rel=alternate][type=\"application/atom+xml\"]", "href"),
        feed
    );
    assert_eq!(attribute("main a[href^=\"/feed\"]", "href"), feed);
    for (start, path) in [
        ("/export.csv", format!("/export.csv?{parameters}")),
        ("/export.jsonl", format!("/export.jsonl?{parameters}")),
    ] {
        let selector = format!("main a[href^=\"{start}\"]");
        assert_eq!(attribute(&selector, "href"), path);
        assert_eq!(attribute(&selector, "rel"), "nofollow");
    }
    assert_eq!(
        attribute("link[rel=search]", "href"),
        "/opensearchdescription.xml"
    );
    assert!(!titles(&application, &feed).await.is_empty());
}

//! The pages: what a reader, a screen reader and a browser without script find on them.

mod copies;
mod facet_values;
mod languages;
mod mentions;
mod names;
mod organizations;
mod pictures;
mod records;
mod understanding;
mod zones;

use std::collections::{BTreeSet, HashSet};

use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};
use support::application::{Application, address, sample_index, strings};
use support::records::{RecordBuilder, dataservice, dataset, datasets, id};

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// Returns the only element of a selector.
fn the<'a>(page: &'a Html, selector: &str) -> ElementRef<'a> {
    let found = all(page, selector);
    assert_eq!(found.len(), 1, "{selector} in {}", page.html());
    found[0]
}

/// Returns an element's text, blanks as one.
fn text(element: ElementRef<'_>) -> String {
    element
        .text()
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

pub(crate) fn texts(page: &Html, selector: &str) -> Vec<String> {
    all(page, selector).into_iter().map(text).collect()
}

pub(crate) fn attributes(page: &Html, selector: &str, name: &str) -> Vec<String> {
    all(page, selector)
        .iter()
        .map(|element| element.attr(name).unwrap_or_default().to_owned())
        .collect()
}

/// Three records about water, of which one is a dataservice.
async fn water() -> Application {
    let records = vec![
        dataset("Eau de pluie")
            .license("lov2")
            .tag("pluie")
            .resource("a", "csv")
            .zone("fr:region:53")
            .build(),
        dataset("Eau de mer")
            .license("odc-odbl")
            .tag("mer")
            .badge("hvd")
            .resource("a", "json")
            .build(),
        dataservice("API de l’eau")
            .license("lov2")
            .tag("mer")
            .build(),
    ];
    Application::start(records).await
}

// The search page.

#[tokio::test]
async fn the_search_page_is_french_and_a_get_form() {
    let application = water().await;
    let page = application.html("/?q=eau").await;
    assert_eq!(the(&page, "html").attr("lang"), Some("fr"));
    let form = the(&page, "form");
    assert_eq!(
        (form.attr("method"), form.attr("action"), form.attr("role")),
        (Some("get"), Some("/"), Some("search"))
    );
    let input = the(&page, "form input[type=search]");
    assert_eq!(
        (input.attr("name"), input.attr("value")),
        (Some("q"), Some("eau"))
    );
    assert_eq!(all(&page, "label[for=q]").len(), 1);
    assert!(!all(&page, "form button[type=submit]").is_empty());
    assert_eq!(all(&page, "main").len(), 1);
    assert_eq!(all(&page, "h1").len(), 1);
    assert_eq!(the(&page, "a.skip").attr("href"), Some("#contenu"));
    assert_eq!(all(&page, "#contenu").len(), 1);
    assert_eq!(
        all(&page, "script:not([src]), [style], [onclick], iframe").len(),
        0,
        "nothing in the page runs"
    );
    assert_eq!(all(&page, "head script[type=module]").len(), 1);
    assert_eq!(
        text(the(&page, "head > title")),
        "eau – 3 résultats – Trouvaille"
    );
    assert!(text(the(&page, "h1")).starts_with("3 résultats"));
    let style = the(&page, "link[rel=stylesheet]").attr("href").unwrap();
    let style = application.get(style).await;
    assert_eq!(
        (style.status, style.header("content-type")),
        (200, "text/css; charset=utf-8")
    );
    assert!(style.header("cache-control").contains("immutable"));
    // The address of this one does not change with its content.
    let icon = application.get("/favicon.ico").await;
    assert_eq!(icon.header("cache-control"), "public, max-age=86400");
}

#[tokio::test]
async fn blocks_stand_in_the_order_of_reading() {
    let application = Application::start(
        (0..25)
            .map(|n| dataset(&format!("Eau {n}")).license("lov2").build())
            .collect(),
    )
    .await;
    let html = application.get("/?q=eau&license=lov2").await.text();
    let blocks = [
        "id=\"q\"",
        "<fieldset",
        "class=\"active\"",
        "<h1",
        "<ol",
        "class=\"pages\"",
    ];
    let places: Vec<usize> = blocks
        .iter()
        .map(|block| html.find(block).unwrap_or_else(|| panic!("no {block}")))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[tokio::test]
async fn hits_are_an_ordered_list_with_marks_and_links_to_their_pages() {
    let application = water().await;
    let page = application.html("/?q=mer").await;
    let mut links = attributes(&page, "ol.results > li h2 a", "href");
    links.sort();
    assert_eq!(
        links,
        ["/dataservices/api-de-l-eau", "/datasets/eau-de-mer"]
    );
    assert_eq!(texts(&page, "ol.results h2 mark"), ["mer"]);
    assert!(texts(&page, "ol.results .kind").contains(&"API".to_owned()));
    assert!(
        texts(&page, "ol.results .badge")
            .iter()
            .any(|badge| badge.contains("forte valeur"))
    );
}

#[tokio::test]
async fn a_ticked_value_is_in_no_hidden_field_as_well() {
    let application = water().await;
    for (facet, value) in [
        ("license", "lov2"),
        ("extent", "local"),
        ("status", "current"),
    ] {
        let page = application.html(&format!("/?{facet}={value}")).await;
        let fields = |kind: &str| {
            let fields = all(&page, &format!("input[type={kind}][name={facet}]"));
            let values = fields.into_iter().filter_map(|field| field.attr("value"));
            values.filter(|of_field| *of_field == value).count()
        };
        assert_eq!((fields("checkbox"), fields("hidden")), (1, 0), "{facet}");
    }
}

#[tokio::test]
async fn facets_are_fieldsets_in_details_with_counts_in_the_order_of_the_page() {
    let application = water().await;
    let page = application
        .html("/?q=eau&license=lov2&license=odc-odbl")
        .await;
    let names: Vec<String> = all(&page, "details > fieldset")
        .iter()
        .map(|fieldset| {
            let name = fieldset
                .select(&Selector::parse("input[type=checkbox]").unwrap())
                .next();
            name.map_or("", |input| input.attr("name").unwrap())
                .to_owned()
        })
        .collect();
    assert_eq!(
        names,
        [
            "license",
            "badge",
            "geozone",
            "format",
            "format_family",
            "tag",
            "",
            "",
            "access_type",
            "",
            "extent",
            "granularity",
            "frequency",
            "last_update_range",
            "last_update_year",
            "coverage",
            "",
            "status"
        ],
        "nobody owns these records, and none has a schema, nor is any harvested"
    );
    assert_eq!(
        texts(&page, "#filtres details > summary"),
        texts(&page, "details > fieldset > legend")
    );
    assert_eq!(
        attributes(&page, "#filtres details[open] > summary", "x").len(),
        4,
        "the first four are unfolded"
    );
    let shown = |name: &str| -> Vec<(String, bool)> {
        all(&page, "details label.option")
            .into_iter()
            .filter(|label| {
                let input = label
                    .select(&Selector::parse("input").unwrap())
                    .next()
                    .unwrap();
                input.attr("name") == Some(name)
            })
            .map(|label| {
                let input = label
                    .select(&Selector::parse("input").unwrap())
                    .next()
                    .unwrap();
                let count = label
                    .select(&Selector::parse(".count").unwrap())
                    .next()
                    .unwrap();
                (
                    format!("{} {}", input.attr("value").unwrap(), text(count)),
                    input.attr("checked").is_some(),
                )
            })
            .collect()
    };
    let option = |shown: &str, checked: bool| (shown.to_owned(), checked);
    assert_eq!(
        shown("license"),
        [option("lov2 2", true), option("odc-odbl 1", true)]
    );
    assert_eq!(
        shown("tag"),
        [option("mer 2", false), option("pluie 1", false)]
    );
    assert_eq!(shown("geozone")[0], option("fr:region:53 1", false));
    assert!(
        texts(&page, "details .name").contains(&"Bretagne".to_owned()),
        "values have their labels"
    );
}

/// Returns what a browser sends when the form of a page is submitted as it stands.
fn submitted(page: &Html) -> String {
    let mut parameters = Vec::new();
    for control in all(page, "form input[name], [form=recherche][name]") {
        let name = control.attr("name").unwrap();
        let value = if control.value().name() == "select" {
            let options: Vec<_> = control
                .select(&Selector::parse("option").unwrap())
                .collect();
            let selected = options
                .iter()
                .find(|option| option.attr("selected").is_some())
                .or(options.first());
            selected
                .and_then(|option| option.attr("value"))
                .unwrap_or_default()
        } else if control.attr("type") == Some("checkbox") && control.attr("checked").is_none() {
            continue;
        } else {
            control.attr("value").unwrap_or("on")
        };
        parameters.push((name, value));
    }
    address("", &parameters)
}

#[tokio::test]
async fn the_form_keeps_the_search_that_it_shows() {
    let application = Application::over(sample_index()).await;
    for query_string in [
        "?q=eau",
        "?q=%22eau+potable%22+-mer&sort=-views",
        "?q=velo&license=lov2&license=fr-lo&format=csv&tag=velo",
        "?q=api&type=dataservice&archived=any&page_size=50",
        "?geozone=country%3Afr&badge=hvd&archived=true",
    ] {
        let page = application.html(&format!("/{query_string}")).await;
        let shown = application
            .json(&format!("/api/search{query_string}"))
            .await;
        let sent = application
            .json(&format!("/api/search{}", submitted(&page)))
            .await;
        assert_eq!(
            sent["data"],
            shown["data"],
            "{query_string} is sent as {}",
            submitted(&page)
        );
        assert_eq!(sent["facets"], shown["facets"], "{query_string}");
        assert_eq!(sent["page_size"], shown["page_size"], "{query_string}");
    }
}

#[tokio::test]
async fn each_active_filter_has_a_link_that_removes_it_alone() {
    let application = water().await;
    let page = application
        .html("/?q=eau&license=lov2&tag=mer&type=dataservice&archived=any&sort=title")
        .await;
    assert_eq!(
        all(&page, "ul.active li").len(),
        5,
        "four filters, and all of them"
    );
    let links = attributes(&page, "ul.active a:not(.reset)", "href");
    assert_eq!(
        links,
        [
            "/?q=eau&tag=mer&type=dataservice&archived=any&sort=title",
            "/?q=eau&license=lov2&type=dataservice&archived=any&sort=title",
            "/?q=eau&license=lov2&tag=mer&archived=any&sort=title",
            "/?q=eau&license=lov2&tag=mer&type=dataservice&sort=title",
        ]
    );
    assert_eq!(
        the(&page, "ul.active a.reset").attr("href"),
        Some("/?q=eau&sort=title")
    );
    assert!(
        texts(&page, "ul.active a")
            .iter()
            .all(|label| !label.is_empty())
    );
    assert_eq!(
        all(&application.html("/?q=eau").await, "ul.active").len(),
        0
    );
}

#[tokio::test]
async fn tabs_choose_the_type_and_say_how_many() {
    let application = water().await;
    let page = application.html("/?q=eau&type=dataset").await;
    assert_eq!(
        texts(&page, "nav.tabs a"),
        ["Tout 3", "Jeux de données 2", "API 1"]
    );
    assert_eq!(
        texts(&page, "nav.tabs a[aria-current=page]"),
        ["Jeux de données 2"]
    );
    let links = attributes(&page, "nav.tabs a", "href");
    assert_eq!(
        links,
        [
            "/?q=eau",
            "/?q=eau&type=dataset",
            "/?q=eau&type=dataservice"
        ]
    );
}

#[tokio::test]
async fn pages_are_linked_and_numbered_in_the_title() {
    let application = Application::start(datasets(45)).await;
    let page = application.html("/?q=jeu&page=2").await;
    assert_eq!(
        text(the(&page, "head > title")),
        "jeu – 45 résultats – page 2 – Trouvaille"
    );
    assert_eq!(the(&page, "ol.results").attr("start"), Some("21"));
    assert_eq!(
        texts(&page, "nav.pages li"),
        ["Précédente", "1", "2", "3", "Suivante"]
    );
    assert_eq!(texts(&page, "nav.pages [aria-current=page]"), ["2"]);
    assert_eq!(
        the(&page, "nav.pages a[rel=prev]").attr("href"),
        Some("/?q=jeu")
    );
    assert_eq!(
        the(&page, "nav.pages a[rel=next]").attr("href"),
        Some("/?q=jeu&page=3")
    );
    assert!(the(&page, "nav.pages").attr("aria-label").is_some());
    let last = application.html("/?q=jeu&page=3").await;
    assert_eq!(
        (
            all(&last, "ol.results > li").len(),
            all(&last, "a[rel=next]").len()
        ),
        (5, 0)
    );
    let past = application.html("/?q=jeu&page=9").await;
    assert_eq!(
        the(&past, "a[rel=prev]").attr("href"),
        Some("/?q=jeu&page=3"),
        "past the end leads back"
    );
    assert_eq!(
        all(&application.html("/?q=jeu&page_size=50").await, "nav.pages").len(),
        0
    );
}

#[tokio::test]
async fn where_nothing_is_found_the_page_offers_a_way_on() {
    let application = water().await;
    let page = application.html("/?q=xqzwvkj&license=lov2").await;
    assert!(text(the(&page, "h1")).starts_with("Aucun résultat"));
    assert_eq!(all(&page, "ol.results").len(), 0);
    let ways = attributes(&page, ".empty a", "href");
    assert_eq!(ways, ["/?q=xqzwvkj", "/"]);
    assert_eq!(
        the(&page, "input[type=search]").attr("value"),
        Some("xqzwvkj"),
        "the words can be changed"
    );
}

// Records.

#[tokio::test]
async fn a_dataset_has_a_page_by_id_and_by_slug() {
    let record = dataset("Eau de pluie")
        .acronym("EDP")
        .description("Premier paragraphe.\n\nSecond **paragraphe**.")
        .license("lov2")
        .tag("pluie")
        .resource("releves.csv", "csv")
        .organization("Agence de l’eau", &["public-service", "certified"])
        .zone("fr:region:53")
        .build();
    let application = Application::start(vec![record]).await;
    for name in ["eau-de-pluie", &id("dataset", "Eau de pluie")] {
        let page = application.html(&format!("/datasets/{name}")).await;
        assert_eq!(
            text(the(&page, "head > title")),
            "Eau de pluie – Jeu de données – Trouvaille"
        );
        assert_eq!(text(the(&page, "h1")), "Eau de pluie EDP");
        assert_eq!(
            texts(&page, "section.description p"),
            ["Premier paragraphe.", "Second paragraphe."]
        );
        let facts = texts(&page, "dl.record-facts dd");
        assert!(facts.contains(&"CSV".to_owned()), "CSV in {facts:?}");
        assert_eq!(texts(&page, "ul.coverage li"), ["Bretagne ‹ France"]);
        assert!(texts(&page, "table td").contains(&"releves.csv".to_owned()));
        assert_eq!(
            attributes(&page, "table td a", "href"),
            ["https://fichiers.test/releves.csv"]
        );
        assert_eq!(
            the(&page, "link[rel=canonical]").attr("href"),
            Some("https://catalogue.test/datasets/eau-de-pluie")
        );
        let links: HashSet<String> = attributes(&page, "main a", "href").into_iter().collect();
        let organization = format!("/organizations/{}", id("organization", "Agence de l’eau"));
        for link in [
            "/?license=lov2",
            "/?tag=pluie",
            "/?geozone=fr%3Aregion%3A53",
            "/?format=csv",
            &organization,
        ] {
            assert!(links.contains(link), "{link} in {links:?}");
        }
        assert_eq!(
            all(&page, "form[role=search] input[name=q]").len(),
            1,
            "one can search from here"
        );
    }
}

#[tokio::test]
async fn a_dataservice_has_a_page_by_id_and_by_slug() {
    let record = dataservice("API Pluie")
        .set("base_api_url", "https://api.test/v1")
        .archived("2023-05-01T00:00:00+00:00");
    let application = Application::start(vec![record.build(), dataset("API Pluie").build()]).await;
    for name in ["api-pluie", &id("dataservice", "API Pluie")] {
        let page = application.html(&format!("/dataservices/{name}")).await;
        assert_eq!(
            text(the(&page, "head > title")),
            "API Pluie – API – Trouvaille"
        );
        assert!(
            attributes(&page, "ul.links a", "href").contains(&"https://api.test/v1".to_owned())
        );
        assert!(text(the(&page, ".notice")).contains("1er mai 2023"));
    }
    assert_eq!(
        text(the(
            &application.html("/datasets/api-pluie").await,
            "head > title"
        )),
        "API Pluie – Jeu de données – Trouvaille"
    );
    assert_eq!(
        application
            .get(&format!("/datasets/{}", id("dataservice", "API Pluie")))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_resources_id_is_no_name_of_its_dataset() {
    let record = dataset("Eau").resource("a", "csv").build();
    let resource_id = record["resources"][0]["id"].as_str().unwrap().to_owned();
    let application = Application::start(vec![record]).await;
    assert_eq!(
        application
            .get(&format!("/datasets/{resource_id}"))
            .await
            .status,
        404
    );
}

// Errors.

#[tokio::test]
async fn a_missing_page_says_so_and_offers_a_way_on() {
    let application = water().await;
    for path in [
        "/nope",
        "/datasets/nope",
        "/dataservices/nope",
        "/datasets/a/b",
        "/datasets/%FF",
        "/%00",
    ] {
        let answer = application.get(path).await;
        assert!(
            [400, 404].contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        assert_eq!(
            answer.header("content-type"),
            "text/html; charset=utf-8",
            "{path}"
        );
        let page = answer.html();
        assert_eq!(the(&page, "html").attr("lang"), Some("fr"), "{path}");
        assert!(!text(the(&page, "h1")).is_empty(), "{path}");
        assert!(
            attributes(&page, "main a", "href").contains(&"/".to_owned()),
            "{path}"
        );
        assert_eq!(
            all(&page, "form[role=search] input[name=q]").len(),
            1,
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_impossible_value_is_named_on_a_page_with_a_way_on() {
    let application = water().await;
    for (query_string, parameter, reason) in [
        ("page=0", "page", "0"),
        ("page_size=abc", "page_size", "abc"),
        ("verbatim=x", "verbatim", "x"),
        ("covers=hier", "covers", "hier"),
    ] {
        let answer = application.get(&format!("/?q=eau&{query_string}")).await;
        assert_eq!(answer.status, 400, "{query_string}");
        let page = answer.html();
        assert_eq!(texts(&page, "dl dt"), [parameter]);
        assert!(
            text(the(&page, "dl dd")).contains(&format!("`{reason}`")),
            "{query_string}"
        );
        assert!(
            attributes(&page, "main a", "href").contains(&"/".to_owned()),
            "{query_string}"
        );
    }
}

// Hostile texts.

/// Texts that would do something if a template let them.
fn attacks() -> Vec<String> {
    vec![
        "<script>alert(1)</script>".to_owned(),
        "</title></textarea></style><script>alert(2)</script>".to_owned(),
        "\"><img src=x onerror=alert(3)>".to_owned(),
        "' onmouseover='alert(4)".to_owned(),
        "\" autofocus onfocus=\"alert(5)".to_owned(),
        "<!-- --><svg/onload=alert(6)>".to_owned(),
        "javascript:alert(7)".to_owned(),
        "{{ 7*7 }} {% raw %} ${7*7} &lt;b&gt; &#60;b&#62;".to_owned(),
        "a\u{0}b\u{7}c\u{1b}[31m".to_owned(),
        "\u{202e}gpj.exe\u{2066}x".to_owned(),
        "x".repeat(10_000),
    ]
}

/// Asserts that a page has no element, attribute or address that only an attack can have put there.
fn assert_inert(html: &str, what: &str) {
    let page = Html::parse_document(html);
    let known: BTreeSet<&str> = [
        "html", "head", "meta", "title", "link", "body", "a", "form", "header", "p", "div",
        "label", "input", "button", "section", "h1", "h2", "details", "summary", "fieldset",
        "legend", "span", "select", "option", "main", "nav", "ul", "ol", "li", "article", "mark",
        "time", "abbr", "footer", "dl", "dt", "dd", "code", "table", "thead", "tbody", "tr", "th",
        "td", "strong", "s", "bdi", "small", "svg", "path", "rect", "text", "em", "pre", "br",
    ]
    .into();
    for element in all(&page, "*") {
        let name = element.value().name();
        if name == "script" {
            if !is_own_script(element) {
                assert_data(element, what);
            }
            continue;
        }
        assert!(known.contains(name), "<{name}> in {what}");
        for (attribute, value) in element.value().attrs() {
            assert!(
                !attribute.starts_with("on") && attribute != "style",
                "{attribute} on <{name}> in {what}"
            );
            if ["href", "src", "action", "formaction"].contains(&attribute) {
                let is_safe = value.starts_with('/') && !value.starts_with("//")
                    || ["#", "https://", "http://", "ftp://", "mailto:"]
                        .iter()
                        .any(|start| value.starts_with(start));
                assert!(is_safe, "{attribute}=`{value}` on <{name}> in {what}");
            }
        }
    }
    assert!(!html.contains('\0'), "a NUL in {what}");
    assert_eq!(all(&page, "head > title").len(), 1, "{what}");
    assert_eq!(all(&page, "main").len(), 1, "{what}");
}

/// Returns whether it is the one script of the site.
fn is_own_script(element: ElementRef<'_>) -> bool {
    let address = element.attr("src").unwrap_or_default();
    let is_own = address.starts_with("/static/") && address.ends_with("/search.js");
    is_own && element.attr("type") == Some("module") && element.text().next().is_none()
}

/// Asserts that a script is data, which no browser runs.
fn assert_data(element: ElementRef<'_>, what: &str) {
    let attributes: Vec<_> = element.value().attrs().collect();
    assert_eq!(attributes, [("type", "application/ld+json")], "{what}");
    let text: String = element.text().collect();
    serde_json::from_str::<Value>(&text).unwrap_or_else(|error| panic!("{error} in {what}"));
}

/// Puts a text wherever a record takes one.
fn with_everywhere(record: RecordBuilder, attack: &str) -> Value {
    let mut record = record
        .acronym(attack)
        .description(attack)
        .tag(attack)
        .tag("commun")
        .badge(attack)
        .license(attack)
        .organization(attack, &[attack])
        .zone(attack)
        .set("slug", format!("s {attack}"))
        .set("title", attack)
        .set("frequency", attack)
        .set("access_type", attack)
        .set("page", attack)
        .set("self_web_url", attack)
        .build();
    if record.get("metadata_modified_at").is_some() {
        for field in [
            "base_api_url",
            "machine_documentation_url",
            "technical_documentation_url",
            "business_documentation_url",
        ] {
            record[field] = json!(attack);
        }
        record["format"] = json!(attack);
        record["rate_limiting"] = json!(attack);
        record["authorization_request_url"] = json!(attack);
        record["datasets"] = json!([{"class": "Dataset", "id": attack, "title": attack}]);
    } else {
        record["self_web_url"] = Value::Null;
        record["resources"] = json!([{"id": attack, "title": attack, "format": attack, "url": attack, "description": attack}]);
        record["schema"] = json!({"name": attack, "version": attack, "url": attack});
        record["spatial"]["granularity"] = json!(attack);
    }
    record
}

#[tokio::test]
async fn hostile_records_are_inert_on_every_page() {
    for attack in attacks() {
        let shown: String = attack.chars().take(40).collect();
        let mut hostile_dataset = with_everywhere(dataset("A"), &attack);
        hostile_dataset
            .as_object_mut()
            .unwrap()
            .remove("self_web_url");
        let records = vec![hostile_dataset, with_everywhere(dataservice("B"), &attack)];
        let application = Application::start(records).await;
        let answer = application.search(&[("tag", "commun")]).await;
        assert_eq!(answer["total"], 2, "{shown}: {answer}");
        let mut paths = strings(&answer, "page");
        paths.extend([
            format!("/datasets/{}", id("dataset", "A")),
            format!("/dataservices/{}", id("dataservice", "B")),
        ]);
        paths.extend([
            address("/", &[("tag", "commun")]),
            address(
                "/",
                &[("tag", "commun"), ("q", &attack[..attack.len().min(900)])],
            ),
        ]);
        for path in paths {
            let answer = application.get(&path).await;
            assert_eq!(answer.status, 200, "{shown}: {path}");
            assert_inert(&answer.text(), &format!("{shown}: {path}"));
        }
        // It is still readable: as text.
        let page = application
            .html(&format!("/datasets/{}", id("dataset", "A")))
            .await;
        let readable = shown.chars().all(|c| !c.is_control()) && attack.len() < 1_000;
        if readable {
            let title: String = the(&page, "h1").text().collect();
            let turns = |c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
            assert!(title.contains(&attack.replace(turns, "")), "{title}");
            assert!(!title.contains(turns), "nothing turns the page's text");
        }
    }
}

#[tokio::test]
async fn hostile_requests_are_inert_on_every_page() {
    let application = water().await;
    for attack in attacks() {
        let shown: String = attack.chars().take(40).collect();
        for parameter in [
            "q",
            "license",
            "tag",
            "organization",
            "geozone",
            "type",
            "sort",
            "page",
            "archived",
            "facets",
            attack.as_str(),
        ] {
            let path = address("/", &[(parameter, attack.as_str())]);
            let answer = application.get(&path).await;
            assert!(
                [200, 400].contains(&answer.status),
                "{parameter}={shown}: {}",
                answer.status
            );
            assert_inert(&answer.text(), &format!("{parameter}={shown}"));
        }
        let name = query::params::encode(&[(attack.as_str(), "")]);
        let path = format!("/datasets/{}", name.trim_end_matches('='));
        let answer = application.get(&path).await;
        assert!(
            [400, 404].contains(&answer.status),
            "{shown}: {}",
            answer.status
        );
        assert_inert(&answer.text(), &shown);
    }
}

// Links.

#[tokio::test]
async fn every_link_of_the_site_leads_somewhere() {
    let application = Application::over(sample_index()).await;
    let dataservices = application
        .search(&[
            ("type", "dataservice"),
            ("page_size", "100"),
            ("archived", "any"),
        ])
        .await;
    let datasets = application
        .search(&[("type", "dataset"), ("page_size", "30"), ("sort", "-views")])
        .await;
    let mut pages = vec![
        "/".to_owned(),
        "/?q=eau&license=lov2&tag=eau&archived=any".to_owned(),
        "/?page=3&sort=-created".to_owned(),
        "/?q=xqzwvkj&format=csv".to_owned(),
    ];
    pages.extend(strings(&dataservices, "page"));
    pages.extend(strings(&datasets, "page"));
    let mut links = BTreeSet::new();
    for path in &pages {
        let page = application.html(path).await;
        for href in attributes(&page, "[href]", "href")
            .into_iter()
            .filter(|href| href.starts_with('/'))
        {
            links.insert((href, path.clone()));
        }
    }
    let mut seen = HashSet::new();
    for (href, from) in links {
        if seen.insert(href.clone()) {
            let status = application.get(&href).await.status;
            assert_eq!(status, 200, "{href} on {from}");
        }
    }
    assert!(seen.len() > 200, "{} links are few", seen.len());
}

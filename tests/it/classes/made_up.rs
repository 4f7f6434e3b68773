//! Records of what the sample has too little of: portals with their identifiers, communes, spellings, values of facets.

use catalogue::{Gazetteer, Geozone};
use serde_json::{Value, json};
use support::records::{dataset, id};

use super::saints::{TOPICS, saint};

/// Communes whose names begin with a saint, the most populous ones.
const N_SAINTS: usize = 40;

/// Records of each kind of portal.
const N_OF_PORTAL: usize = 12;

/// What people write as one word and as two.
const JOINED: [(&str, &str); 24] = [
    ("BD", "TOPO"),
    ("BD", "ORTHO"),
    ("BD", "CARTO"),
    ("BD", "ALTI"),
    ("COVID", "19"),
    ("PLU", "i"),
    ("Open", "Data"),
    ("Géo", "Portail"),
    ("Éco", "Quartier"),
    ("Micro", "Crèche"),
    ("Auto", "Partage"),
    ("Co", "Voiturage"),
    ("Photo", "Voltaïque"),
    ("Bio", "Diversité"),
    ("Hydro", "Carbures"),
    ("Sous", "Sol"),
    ("Aqua", "Culture"),
    ("Agro", "Alimentaire"),
    ("Info", "Trafic"),
    ("Télé", "Travail"),
    ("Géo", "Risques"),
    ("Radio", "Activité"),
    ("Multi", "Accueil"),
    ("Vidéo", "Protection"),
];

/// What is written to be no title of the sample's.
const SUBJECTS: [&str; N_OF_PORTAL] = [
    "Emprises des ouvrages hydrauliques et des digues",
    "Relevés piézométriques des nappes de l'Aunis",
    "Tournées des bibliothèques ambulantes ou itinérantes",
    "Servitudes aéronautiques de balisage",
    "Inventaire des haies bocagères et des talus plantés",
    "Carrières souterraines abandonnées",
    "Points d'apport volontaire du verre",
    "Comptages des cyclistes aux passages à niveau",
    "Zones de frayères et de croissance des poissons",
    "Concessions funéraires ou cinéraires échues",
    "Monitoring of seagrass meadows and reefs",
    "Fontaines publiques et bornes d'eau potable",
];

/// Returns all records.
pub fn records() -> Vec<Value> {
    [
        of_portals(),
        of_communes(),
        of_spellings(),
        of_facets(),
        of_series(),
        of_dead_records(),
        of_periods(),
    ]
    .concat()
}

/// Returns series of yearly records, the older ones more used than the newest.
fn of_series() -> Vec<Value> {
    let mut records = Vec::new();
    for kind in ["Bilan annuel", "Atlas"] {
        for (number, subject) in SUBJECTS.iter().enumerate() {
            for year in 2019..=2023 {
                let used = json!({"views": 40 * (2024 - year), "followers": 2023 - year, "reuses": number % 3});
                let record = dataset(&format!("{kind} : {subject} {year}"))
                    .organization("Observatoire de Test", &[]);
                let update = format!("{year}-11-02T08:00:00+00:00");
                records.push(
                    record
                        .set("metrics", used)
                        .set("last_update", update)
                        .build(),
                );
            }
        }
    }
    records
}

/// Returns records of three periods of each subject, and one without that is used more.
fn of_periods() -> Vec<Value> {
    let mut records = Vec::new();
    for subject in SUBJECTS {
        let declared = json!({"start": "2012-01-01", "end": "2016-12-31"});
        let used = json!({"views": 900, "followers": 1});
        let title = |kind: &str| dataset(&format!("{subject} : chronique {kind}"));
        records.extend([
            title("2004-2008").build(),
            title("tenue").set("temporal_coverage", declared).build(),
            title("depuis 2019").build(),
            title("générale").set("metrics", used).build(),
        ]);
    }
    records
}

/// Returns pairs of a dead record and a living one, the dead one more used.
fn of_dead_records() -> Vec<Value> {
    let mut records = Vec::new();
    for (number, subject) in SUBJECTS.iter().enumerate() {
        for (dead, living) in [
            (
                format!("[Obsolète] {subject}, relevé d'origine"),
                format!("{subject} : relevé courant"),
            ),
            (
                format!("{subject}, cartographie (déprécié)"),
                format!("{subject} : cartographie tenue"),
            ),
        ] {
            let used = json!({"views": 9_000 + number, "followers": 9, "reuses": 3});
            records.push(dataset(&dead).set("metrics", used).build());
            records.push(dataset(&living).build());
        }
    }
    records
}

/// Returns records of the kinds of portals that the platform harvests. Every third one of `GeoNetwork` has the identifier
/// of the one before.
fn of_portals() -> Vec<Value> {
    let mut records = Vec::new();
    for (number, subject) in SUBJECTS.iter().enumerate() {
        let shared = number - usize::from(number % 3 == 2);
        let (uuid, slug) = (uuid(shared), subject_slug(subject));
        let geonetwork = json!({
            "backend": "CSW-ISO-19139",
            "remote_id": format!("fr-120066022-jdd-{uuid}"),
            "dct_identifier": format!("https://id.carto.test/fr-120066022-jdd-{uuid}"),
            "remote_url": format!(
                "http://catalogue.carto.test/srv/fre/catalog.search#/metadata/fr-120066022-jdd-{uuid}"
            ),
        });
        let opendatasoft = json!({
            "backend": "DCAT",
            "remote_id": format!("{slug}@ville-test"),
            "dct_identifier": slug,
            "remote_url": format!("https://data.ville.test/explore/dataset/{slug}/"),
        });
        let item = format!("{}{:08x}", id("arcgis", subject), 0x51ab + number);
        let arcgis = json!({
            "backend": "DCAT",
            "dct_identifier": format!("https://www.arcgis.com/home/item.html?id={item}&sublayer=0"),
            "remote_url": format!("https://metropole.hub.arcgis.test/datasets/{item}_0"),
        });
        let ckan = json!({
            "backend": "CKAN",
            "remote_id": uuid_of("ckan", number),
            "doi": format!("10.5072/test.{}", 4100 + number),
            "remote_url": format!("https://trouver.carto.test/fr/dataset/{slug}-{}", 1990 + number),
        });
        for (portal, harvest) in [
            ("préfecture", geonetwork),
            ("ville", opendatasoft),
            ("métropole", arcgis),
            ("observatoire", ckan),
        ] {
            let title = format!("{subject} ({portal})");
            // The platform's slugs have no accents.
            let record = dataset(&title).set("slug", subject_slug(&title));
            let record = record.set("harvest", harvest);
            records.push(record.resource(&format!("{slug}.csv"), "csv").build());
        }
    }
    records
}

fn subject_slug(subject: &str) -> String {
    crate::naive::folded(subject).replace(' ', "-")
}

fn uuid(number: usize) -> String {
    uuid_of("geonetwork", number)
}

fn uuid_of(kind: &str, number: usize) -> String {
    let digits = id(kind, &number.to_string()) + &id("uuid", kind);
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &digits[part]);
    parts.join("-")
}

/// Returns three records about each of some communes.
fn of_communes() -> Vec<Value> {
    let zones = Gazetteer::france().zones();
    let is_commune = |zone: &&Geozone| {
        zone.id.starts_with("fr:commune:") && !zone.is_part_of_commune() && saint(zone.id).is_some()
    };
    let mut communes: Vec<&Geozone> = zones.filter(is_commune).collect();
    communes.sort_by_key(|zone| std::cmp::Reverse(zone.population));
    communes.truncate(N_SAINTS);
    let large = [
        "29019", "31555", "33063", "35238", "44109", "2A004", "75056",
    ];
    let large = large.map(|code| format!("fr:commune:{code}"));
    let large = large.iter().filter_map(|id| Gazetteer::france().get(id));
    let all = communes.into_iter().chain(large).enumerate();
    all.flat_map(|(number, zone)| {
        (0..3).map(move |at| {
            let topic = TOPICS[(number + at) % TOPICS.len()];
            let title = format!("{topic} de la commune de {}", zone.name);
            dataset(&title).zone(zone.id).build()
        })
    })
    .collect()
}

/// Returns two records with two words, and two with both as one, for each pair.
fn of_spellings() -> Vec<Value> {
    let titles = JOINED.iter().flat_map(|(first, second)| {
        let joined = format!("{first}{}", second.to_lowercase());
        [
            format!("{first} {second} : état annuel"),
            format!("Atlas {first} {second}"),
            format!("Suivi {joined} mensuel"),
            format!("{joined}, relevés du trimestre"),
        ]
    });
    titles.map(|title| dataset(&title).build()).collect()
}

/// Returns records with values that few of the sample's have.
fn of_facets() -> Vec<Value> {
    let facets = [
        (
            "open",
            "daily",
            "fr:commune",
            "public-service",
            "hvd",
            "odc-odbl",
        ),
        (
            "open_with_account",
            "monthly",
            "fr:departement",
            "local-authority",
            "inspire",
            "cc-zero",
        ),
        (
            "restricted",
            "annual",
            "fr:region",
            "company",
            "spd",
            "cc-by-sa",
        ),
        ("open", "weekly", "fr:epci", "association", "sl", "odc-pddl"),
    ];
    let records = facets.iter().zip(SUBJECTS);
    let records = records.map(
        |((access, frequency, granularity, kind, badge, license), subject)| {
            let acronym: String = subject
                .split(' ')
                .filter_map(|word| word.chars().next())
                .collect();
            dataset(&format!("{subject}, registre national"))
                .acronym(&acronym.to_uppercase())
                .organization(
                    &format!("Office national de {subject} ({})", acronym.to_uppercase()),
                    &[kind],
                )
                .set("access_type", *access)
                .set("frequency", *frequency)
                .set(
                    "spatial",
                    json!({"geom": null, "zones": ["country:fr"], "granularity": granularity}),
                )
                .set(
                    "schema",
                    json!({"name": "etalab/schema-irve-statique", "version": null, "url": null}),
                )
                .badge(badge)
                .license(license)
                .tag("registre-national")
                .resource("registre-complet.csv", "csv")
                .resource("registre-abrege.xlsx", "xlsx")
                .build()
        },
    );
    records.collect()
}

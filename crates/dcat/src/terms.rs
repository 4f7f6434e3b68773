//! The terms of the vocabularies that a catalogue is described with.

use oxrdf::NamedNodeRef;

/// Declares a vocabulary: its name as a prefix, its address, and the terms that are used of it.
macro_rules! vocabulary {
    ($(#[$about:meta])* $name:ident = $namespace:literal { $($term:ident = $local:literal;)+ }) => {
        $(#[$about])*
        pub(crate) mod $name {
            use oxrdf::NamedNodeRef;

            pub(crate) const PREFIX: (&str, &str) = (stringify!($name), $namespace);
            $(pub(crate) const $term: NamedNodeRef<'static> =
                NamedNodeRef::new_unchecked(concat!($namespace, $local));)+
        }
    };
}

vocabulary! {
    adms = "http://www.w3.org/ns/adms#" {
        IDENTIFIER_CLASS = "Identifier";
        IDENTIFIER = "identifier";
    }
}
vocabulary! {
    dcat = "http://www.w3.org/ns/dcat#" {
        CATALOG = "Catalog";
        DATASET_CLASS = "Dataset";
        DATA_SERVICE = "DataService";
        DISTRIBUTION_CLASS = "Distribution";
        ACCESS_URL = "accessURL";
        BBOX = "bbox";
        BYTE_SIZE = "byteSize";
        CONTACT_POINT = "contactPoint";
        DATASET = "dataset";
        DISTRIBUTION = "distribution";
        DOWNLOAD_URL = "downloadURL";
        END_DATE = "endDate";
        ENDPOINT_DESCRIPTION = "endpointDescription";
        ENDPOINT_URL = "endpointURL";
        KEYWORD = "keyword";
        LANDING_PAGE = "landingPage";
        MEDIA_TYPE = "mediaType";
        SERVES_DATASET = "servesDataset";
        SERVICE = "service";
        START_DATE = "startDate";
        THEME = "theme";
    }
}
vocabulary! {
    dcatap = "http://data.europa.eu/r5r/" {
        APPLICABLE_LEGISLATION = "applicableLegislation";
        HVD_CATEGORY = "hvdCategory";
    }
}
vocabulary! {
    dct = "http://purl.org/dc/terms/" {
        FREQUENCY = "Frequency";
        LICENSE_DOCUMENT = "LicenseDocument";
        LINGUISTIC_SYSTEM = "LinguisticSystem";
        LOCATION = "Location";
        MEDIA_TYPE = "MediaType";
        MEDIA_TYPE_OR_EXTENT = "MediaTypeOrExtent";
        PERIOD_OF_TIME = "PeriodOfTime";
        RIGHTS_STATEMENT = "RightsStatement";
        STANDARD = "Standard";
        ACCESS_RIGHTS = "accessRights";
        ACCRUAL_PERIODICITY = "accrualPeriodicity";
        CONFORMS_TO = "conformsTo";
        CREATOR = "creator";
        DESCRIPTION = "description";
        FORMAT = "format";
        IDENTIFIER = "identifier";
        ISSUED = "issued";
        LANGUAGE = "language";
        LICENSE = "license";
        MODIFIED = "modified";
        PUBLISHER = "publisher";
        RIGHTS = "rights";
        SPATIAL = "spatial";
        TEMPORAL = "temporal";
        TITLE = "title";
    }
}
vocabulary! {
    eli = "http://data.europa.eu/eli/ontology#" {
        LEGAL_RESOURCE = "LegalResource";
    }
}
vocabulary! {
    foaf = "http://xmlns.com/foaf/0.1/" {
        AGENT = "Agent";
        DOCUMENT = "Document";
        ORGANIZATION = "Organization";
        PERSON = "Person";
        HOMEPAGE = "homepage";
        NAME = "name";
        PAGE = "page";
    }
}
vocabulary! {
    geodcat = "http://data.europa.eu/930/" {
        DISTRIBUTOR = "distributor";
    }
}
vocabulary! {
    geosparql = "http://www.opengis.net/ont/geosparql#" {
        AS_GEO_JSON = "asGeoJSON";
        GEO_JSON = "geoJSONLiteral";
        WKT = "wktLiteral";
    }
}
vocabulary! {
    hydra = "http://www.w3.org/ns/hydra/core#" {
        COLLECTION = "Collection";
        PARTIAL_COLLECTION_VIEW = "PartialCollectionView";
        FIRST = "first";
        LAST = "last";
        NEXT = "next";
        PREVIOUS = "previous";
        TOTAL_ITEMS = "totalItems";
        VIEW = "view";
    }
}
vocabulary! {
    locn = "http://www.w3.org/ns/locn#" {
        GEOMETRY_CLASS = "Geometry";
        GEOMETRY = "geometry";
    }
}
vocabulary! {
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" {
        RESOURCE = "Resource";
        LABEL = "label";
    }
}
vocabulary! {
    skos = "http://www.w3.org/2004/02/skos/core#" {
        CONCEPT = "Concept";
        ALT_LABEL = "altLabel";
        NOTATION = "notation";
        PREF_LABEL = "prefLabel";
    }
}
vocabulary! {
    spdx = "http://spdx.org/rdf/terms#" {
        CHECKSUM_CLASS = "Checksum";
        CHECKSUM_ALGORITHM = "ChecksumAlgorithm";
        ALGORITHM = "algorithm";
        CHECKSUM = "checksum";
        CHECKSUM_VALUE = "checksumValue";
    }
}
vocabulary! {
    vcard = "http://www.w3.org/2006/vcard/ns#" {
        KIND = "Kind";
        FORMATTED_NAME = "fn";
        HAS_EMAIL = "hasEmail";
        HAS_URL = "hasURL";
    }
}
vocabulary! {
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        DATE = "date";
        DATE_TIME = "dateTime";
        HEX_BINARY = "hexBinary";
        INTEGER = "integer";
        NON_NEGATIVE_INTEGER = "nonNegativeInteger";
    }
}

/// `rdf:type`.
pub(crate) const TYPE: NamedNodeRef<'static> = oxrdf::vocab::rdf::TYPE;

/// The prefixes that documents shorten addresses with.
pub(crate) const PREFIXES: [(&str, &str); 15] = [
    adms::PREFIX,
    dcat::PREFIX,
    dcatap::PREFIX,
    dct::PREFIX,
    eli::PREFIX,
    foaf::PREFIX,
    geodcat::PREFIX,
    geosparql::PREFIX,
    hydra::PREFIX,
    locn::PREFIX,
    rdfs::PREFIX,
    skos::PREFIX,
    spdx::PREFIX,
    vcard::PREFIX,
    xsd::PREFIX,
];

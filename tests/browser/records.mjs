// Records in the API's shape, as far as the tests need it.

const HOME = "https://www.data.gouv.fr";

function record(kind, number, fields) {
  const id = (kind === "dataset" ? "d" : "a") + String(number).padStart(23, "0");
  return {
    id,
    slug: `${kind}-${number}`,
    title: `${kind} ${number}`,
    acronym: null,
    description: "Une description.",
    tags: [],
    badges: [],
    private: false,
    featured: false,
    created_at: "2024-01-01T00:00:00+00:00",
    extras: {},
    access_type: "open",
    license: "lov2",
    organization: organization("Ville d’essai"),
    owner: null,
    contact_points: [],
    harvest: null,
    ...fields,
  };
}

/** Returns a dataset with a number of its own. */
export function dataset(number, fields = {}) {
  return record("dataset", number, {
    page: `${HOME}/datasets/dataset-${number}`,
    uri: `${HOME}/api/1/datasets/dataset-${number}/`,
    last_modified: "2024-02-01T00:00:00+00:00",
    last_update: "2024-03-01T00:00:00+00:00",
    resources: [],
    frequency: "annual",
    spatial: null,
    temporal_coverage: null,
    schema: null,
    metrics: { views: 1000, reuses: 3, followers: 2, resources_downloads: 4000 },
    ...fields,
  });
}

/** Returns a dataservice with a number of its own. */
export function dataservice(number, fields = {}) {
  return record("dataservice", number, {
    self_web_url: `${HOME}/dataservices/dataservice-${number}`,
    base_api_url: "https://api.essai.test/",
    machine_documentation_url: "https://api.essai.test/openapi.json",
    technical_documentation_url: "https://api.essai.test/doc",
    metadata_modified_at: "2024-03-01T00:00:00+00:00",
    format: "REST",
    rate_limiting: "50 appels par minute",
    availability: 99.9,
    metrics: { views: 1000, followers: 2 },
    datasets: { total: 0 },
    ...fields,
  });
}

/** Returns a resource of a dataset. */
export function resource(title, fields = {}) {
  return {
    id: "11111111-2222-4333-8444-555555555555",
    title,
    description: null,
    filetype: "remote",
    type: "main",
    format: "csv",
    url: "https://fichiers.essai.test/mesures.csv",
    filesize: 123_456,
    created_at: "2024-01-01T00:00:00+00:00",
    last_modified: "2024-03-01T00:00:00+00:00",
    ...fields,
  };
}

/** Returns the organization that a record belongs to. */
export function organization(name) {
  const slug = "organisation";
  return { class: "Organization", id: "5".repeat(24), name, acronym: null, slug, badges: [], page: `${HOME}/organizations/${slug}` };
}

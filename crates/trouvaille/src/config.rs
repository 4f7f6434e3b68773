//! The command line: one documented struct a subcommand, with flag, environment variable, default and unit together.

mod follow;
mod index;
mod serve;
mod values;

use std::path::PathBuf;
use std::time::Duration;

use catalogue::RecordType;
use clap::{Args, Parser, Subcommand, ValueEnum};
use ingest::Source;

pub use follow::FollowOptions;
pub use index::IndexOption;
pub use serve::ServeOptions;
pub use values::filter_names;
use values::{
    FILTER_HELP, at_least_one, duration, filter, reason, record_type, seconds, share, weight,
    weight_name,
};

/// Full-text search with facets over the metadata of an open-data catalogue.
///
/// Without a subcommand it serves, like `trouvaille serve`.
#[derive(Debug, Parser)]
#[command(name = "trouvaille", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How logs are written to standard error: lines for people, or one JSON object a line.
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "FORMAT",
        env = "TROUVAILLE_LOG_FORMAT",
        default_value = "text"
    )]
    pub log_format: LogFormat,
    /// How to serve, without a subcommand.
    #[command(flatten)]
    pub serve: ServeOptions,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the search page and the JSON search.
    ///
    /// Where there is no index yet, one is built from the bundled sample first. A generation that is published later is
    /// taken over within a second, without a restart. Ctrl-C or SIGTERM ends it once the requests under way are
    /// answered.
    Serve(Box<ServeOptions>),
    /// Build the index anew from a catalogue's API, exports or files.
    ///
    /// The new generation is built beside the live one, checked, and only then put in its place: whatever happens
    /// before, searches go on with the old one. Exit code 0: published; 1: failed, the live index is untouched; 2:
    /// wrong usage.
    RebuildIndex(RebuildOptions),
    /// Bring the index up to date with a catalogue's API: fetch only what changed there.
    ///
    /// What changed last and what is new, what the sitemaps tell, and now and then all ids: a record that is not among them is
    /// asked for, and removed where the API says that it is gone. Exit code 0: the index is up to date; 1: failed, the live
    /// index is untouched; 2: wrong usage.
    Sync(SyncOptions),
    /// Search the index from the terminal.
    Search(SearchOptions),
    /// Measure the ranking with judged queries.
    ///
    /// Each file holds a JSON object a line: `query`, `expected` (ids, or objects with `id` and `grade` 1 or 2), and where
    /// there are any `category`, `params` and `model`. Every query is searched as `/api/search` does by default; only live
    /// records are expected; queries that differ in case only count once.
    Evaluate(EvaluateOptions),
    /// Show what a line of the lexicon, or every line about a name, adds to the first ten results of its names.
    ///
    /// Each name is searched with the line and without it: `+` marks a record that comes with it, `-` one that makes room.
    Lexicon(LexiconOptions),
    /// Show the generations of the index: what they hold, how old and how large they are, and what is wrong with them.
    Status(StatusOptions),
    /// Show what people looked for, what they did not find, and what was mended for them.
    ///
    /// As a server with `--query-log` keeps it: words and filters that at least three clients have asked on a day, without who.
    Queries(QueriesOptions),
    /// Take a record out of pages, searches, counts, suggestions, feeds, exports and APIs: now, and through all rebuilds.
    ///
    /// A server that is running follows within a second. The record's address answers 410 with the reason. The record stays in
    /// the index directory's files (generations, `snapshots`, `rejected`), which nobody but their readers sees.
    Hide(HideOptions),
    /// Show a hidden record again.
    Show(ShowOptions),
    /// Make an earlier generation live again.
    ///
    /// Without a name it is the latest sound one that was live before and was not rolled back from. A server that is running
    /// takes it over within a second. Exit code 1: there is none, and the live generation is the one before.
    Rollback(RollbackOptions),
    /// Check that generations hold what was written: the checksum of each file, and each record.
    ///
    /// Without a name all are checked that are or were live. Exit code 1: one of them is damaged.
    Verify(VerifyOptions),
}

/// `trouvaille rebuild-index`.
#[derive(Debug, Clone, Args)]
pub struct RebuildOptions {
    /// Where the records come from; repeatable, read in order. A record that several have is taken from the first.
    ///
    /// An API's base URL; the path or URL of an export of datasets or dataservices (.csv, .csv.zst, .csv.gz) or of API
    /// objects, one a line or in a JSON array (.jsonl, .jsonl.zst, .jsonl.gz); `-`, standard input with either; or `sample`,
    /// the bundled one.
    #[arg(long = "source", value_name = "SOURCE", env = "TROUVAILLE_SOURCE", default_value = ingest::DEFAULT_API)]
    pub sources: Vec<Source>,
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
    /// Publish even if far fewer records came than the index has had in the last 30 days; later ones are compared with this.
    #[arg(long, env = "TROUVAILLE_FORCE")]
    pub force: bool,
    /// End with one line of JSON on standard output.
    #[arg(long)]
    pub json: bool,
    /// The generations to keep, the live one included: so many whole builds, and so many updates by `sync`.
    #[arg(long, value_name = "N", env = "TROUVAILLE_KEEP", default_value_t = 2, value_parser = at_least_one)]
    pub keep: usize,
    /// The share of the records that may be missing from the new index, 0 to 1: of the most that it had in the last 30 days.
    #[arg(long, value_name = "SHARE", env = "TROUVAILLE_MAX_SHRINK", default_value_t = 0.1, value_parser = share)]
    pub max_shrink: f64,
    /// The longest time for reading all sources, such as `90s`, `45m` or `6h`.
    ///
    /// Then the run ends with 1. What came of an API is kept for the next run.
    #[arg(long, value_name = "DURATION", env = "TROUVAILLE_DEADLINE", default_value = "6h", value_parser = duration)]
    pub deadline: Duration,
    /// How many of the announced records may be missing.
    ///
    /// Without it, a page that does not come fails the run, and what came is kept for the next one, which asks for the rest
    /// (within 12 hours). What changes upstream while the pages are read is no loss.
    #[arg(
        long,
        value_name = "N",
        env = "TROUVAILLE_ACCEPT_MISSING",
        default_value_t = 0
    )]
    pub accept_missing: u64,
    /// Pages asked of an API at the same time.
    #[arg(long, value_name = "N", env = "TROUVAILLE_PAGES_IN_FLIGHT", default_value_t = 4, value_parser = at_least_one)]
    pub pages_in_flight: usize,
    /// The longest time for one request to an API, in seconds.
    #[arg(long, value_name = "SECONDS", env = "TROUVAILLE_TIMEOUT", default_value = "60", value_parser = seconds)]
    pub timeout: Duration,
    /// A file of lines, such as `moulin, minoterie | the trade's word`, that searches use beside the bundled lexicon.
    ///
    /// `names | why`: each name finds the others; `names > names | why`: the first find the second; `- names | why` and
    /// `- names > names | why`: they do not. Lines with `#` are comments. It is kept with the index, until the next rebuild.
    #[arg(long, value_name = "FILE", env = "TROUVAILLE_LEXICON")]
    pub lexicon: Option<PathBuf>,
    /// How often a failed request is made again.
    #[arg(
        long,
        value_name = "N",
        env = "TROUVAILLE_RETRIES",
        default_value_t = 6
    )]
    pub retries: usize,
}

/// `trouvaille sync`.
#[derive(Debug, Clone, Args)]
pub struct SyncOptions {
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
    /// Sync again and again, so often, such as `10m` or `1h`, until Ctrl-C or SIGTERM. A sync that fails is told, and ends
    /// nothing.
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub every: Option<Duration>,
    /// Sync once and end, as without `--every`: for timers.
    #[arg(long, conflicts_with = "every")]
    pub once: bool,
    /// Print a line of JSON on standard output for each sync.
    #[arg(long)]
    pub json: bool,
    /// Publish even if far fewer records are left than the index has had in the last 30 days.
    #[arg(long)]
    pub force: bool,
    /// How to sync.
    #[command(flatten)]
    pub follow: FollowOptions,
}

impl SyncOptions {
    /// Returns them as the library takes them.
    pub fn to_library(&self) -> ingest::SyncOptions {
        let mut options = self.follow.to_library(&self.index.directory);
        options.build.force = self.force;
        options
    }
}

/// `trouvaille search`.
#[derive(Debug, Clone, Args)]
pub struct SearchOptions {
    /// The words, as on the page: `"a phrase"`, `-word`, `field:value` are understood.
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    #[arg(long = "filter", value_name = "NAME=VALUE", value_parser = filter, help = FILTER_HELP.as_str())]
    pub filters: Vec<(String, String)>,
    /// The page, from 1.
    #[arg(long, value_name = "N", default_value = "1")]
    pub page: String,
    /// Hits a page, at most 100.
    #[arg(long, value_name = "N", default_value = "10")]
    pub page_size: String,
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
    /// Print what `/api/search` answers.
    #[arg(long)]
    pub json: bool,
    /// Say what each hit's score is made of.
    #[arg(long)]
    pub explain: bool,
}

/// `trouvaille evaluate`.
#[derive(Debug, Clone, Args)]
pub struct EvaluateOptions {
    /// Files of judged queries.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
    /// Keep the ranks in this file, for a later `--against`.
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// List the queries that are answered worse than in this recorded run.
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// Rank with another value of a weight than the default one; repeatable.
    #[arg(long = "set", value_name = "WEIGHT=VALUE", value_parser = weight)]
    pub weights: Vec<(String, f32)>,
    /// Search with the lines of this file beside the bundled lexicon, instead of those kept with the index.
    #[arg(long, value_name = "FILE")]
    pub lexicon: Option<PathBuf>,
    /// Find values of these weights that answer the queries better, and print them; `all` for all.
    #[arg(long, value_name = "WEIGHT,...", value_delimiter = ',', value_parser = weight_name)]
    pub fit: Vec<String>,
    /// Turn the parts of the ranking off, one after the other, and print what each brings.
    #[arg(long)]
    pub ablation: bool,
    /// Print JSON: an object for each file.
    #[arg(long)]
    pub json: bool,
}

/// `trouvaille lexicon`.
#[derive(Debug, Clone, Args)]
pub struct LexiconOptions {
    /// A line such as `moulin > minoterie`, with or without its reason, or a name of the bundled lexicon.
    #[arg(value_name = "LINE OR NAME")]
    pub line_or_name: String,
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
}

/// `trouvaille status`.
#[derive(Debug, Clone, Args)]
pub struct StatusOptions {
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
    /// Print JSON: a list of generations, newest first.
    #[arg(long)]
    pub json: bool,
}

/// `trouvaille queries`.
#[derive(Debug, Clone, Args)]
pub struct QueriesOptions {
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
    /// Of so many days, today included; of all that are kept unless given.
    #[arg(long, value_name = "DAYS", value_parser = at_least_one)]
    pub days: Option<usize>,
    /// Searches in each list.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = at_least_one)]
    pub size: usize,
    /// Print JSON: an object with the three lists.
    #[arg(long)]
    pub json: bool,
}

/// `trouvaille hide`.
#[derive(Debug, Clone, Args)]
pub struct HideOptions {
    /// The record's id or slug.
    #[arg(value_name = "ID|SLUG")]
    pub id_or_slug: String,
    /// Why, for whoever asks for the record; in the language of the pages, French.
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    pub reason: String,
    /// What the record describes. With it, an id is hidden that the index does not have yet.
    #[arg(long = "type", value_name = "dataset|dataservice", value_parser = record_type)]
    pub record_type: Option<RecordType>,
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
}

/// `trouvaille show`.
#[derive(Debug, Clone, Args)]
pub struct ShowOptions {
    /// The record's id or slug, as `trouvaille status` lists it.
    #[arg(value_name = "ID|SLUG")]
    pub id_or_slug: String,
    /// What the record describes, where an API and a dataset have the same name.
    #[arg(long = "type", value_name = "dataset|dataservice", value_parser = record_type)]
    pub record_type: Option<RecordType>,
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
}

/// `trouvaille rollback`.
#[derive(Debug, Clone, Args)]
pub struct RollbackOptions {
    /// The generation, as `trouvaille status` names it.
    #[arg(value_name = "GENERATION")]
    pub to: Option<String>,
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
}

/// `trouvaille verify`.
#[derive(Debug, Clone, Args)]
pub struct VerifyOptions {
    /// The generations, as `trouvaille status` names them.
    #[arg(value_name = "GENERATION")]
    pub generations: Vec<String>,
    /// The index directory.
    #[command(flatten)]
    pub index: IndexOption,
    /// Print JSON: a list of generations, each with its `damages`.
    #[arg(long)]
    pub json: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn without_a_subcommand_it_serves() {
        let cli = Cli::parse_from(["trouvaille", "--listen", "127.0.0.1:0"]);
        assert!(cli.command.is_none());
        assert_eq!(cli.serve.listen.port(), 0);
    }

    #[test]
    fn the_format_of_logs_is_an_option_of_every_subcommand() {
        for arguments in [
            ["trouvaille", "--log-format", "json"].as_slice(),
            &["trouvaille", "serve", "--log-format", "json"],
            &["trouvaille", "status", "--log-format", "json"],
        ] {
            assert_eq!(Cli::parse_from(arguments).log_format, LogFormat::Json);
        }
    }

    #[test]
    fn wrong_values_are_refused() {
        for arguments in [
            ["rebuild-index", "--keep", "0"],
            ["rebuild-index", "--max-shrink", "2"],
            ["rebuild-index", "--timeout", "0"],
            ["serve", "--listen", "nowhere"],
            ["serve", "--public-url", "ftp://x"],
            ["serve", "--public-url", "https://"],
            ["serve", "--public-url", "https://a.fr/?x"],
            ["serve", "--trusted-proxy", "10.0.0.0/99"],
            ["serve", "--requests-per-minute", "0"],
        ] {
            assert!(
                Cli::try_parse_from(["trouvaille"].into_iter().chain(arguments)).is_err(),
                "{arguments:?}"
            );
        }
    }
}

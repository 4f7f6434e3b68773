# What the pages say, in English. See fr.ftl.

## Numbers, dates and sizes

number-thousands = ,
number-decimal = .
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date-day = { $day } { $month } { $year }
ago-today = today
ago-yesterday = yesterday
ago-days = { $count } days ago
ago-weeks = { $n ->
    [one] a week ago
   *[other] { $count } weeks ago
}
ago-months = { $n ->
    [one] a month ago
   *[other] { $count } months ago
}
ago-years = { $n ->
    [one] a year ago
   *[other] { $count } years ago
}
duration-days = { $count } { $n ->
    [one] day
   *[other] days
}
duration-months = { $count } { $n ->
    [one] month
   *[other] months
}
duration-years = { $count } { $n ->
    [one] year
   *[other] years
}
bytes = { $count } { $n ->
    [one] byte
   *[other] bytes
}
bytes-k = { $size } kB
bytes-m = { $size } MB
bytes-g = { $size } GB
bytes-t = { $size } TB

## All pages

language-name = English
site-title = Trouvaille
site-description = Full-text search of the datasets and APIs of data.gouv.fr, the French open-data catalogue.
skip-to-content = Skip to content
search-label = Search the catalogue
search-placeholder = e.g. qualité de l’air
search-submit = Search
suggestions = Suggestions
labelled = { $label }: { $value }
footer-about = Trouvaille searches the metadata of data.gouv.fr, published under the Open Licence 2.0. It is no site of the French State. What the catalogue says is in French.
footer-source = Go to data.gouv.fr
footer-docs = The API, for programs

## Search

search-title = { $query } – { $results } – { site-title }
search-title-page = { $query } – { $results } – page { $page } – { site-title }
search-title-browse = { $results } – { site-title }
search-title-browse-page = { $results } – page { $page } – { site-title }
results = { $n ->
    [0] No results
    [one] One result
   *[other] { $count } results
}
results-approximate = { $results }, and { $approximate }
results-none-approximate = No complete result, but { $approximate }
approximate = { $n ->
    [one] one approximate
   *[other] { $count } approximate
}
approximate-more = { $n ->
    [one] one more result has most of the words
   *[other] { $count } more results have most of the words
}
mentions-more = { $n ->
    [one] one more result only mentions the words
   *[other] { $count } more results only mention the words
}
results-for = { $results } for “{ $query }”
tabs = Type of record
tab-all = All
tab-datasets = Datasets
tab-dataservices = APIs
filters = Filters
filters-toggle = Filters, map and dates
filters-apply = Apply filters
filters-active = Active filters
filter-remove = Remove this filter
filter-remove-prefix = Remove the filter
filters-reset = Remove all
facet-none = No values
facet-all = See all that match
facet-more = Search { $n ->
    [one] one more
   *[other] { $count } more
}
zones-legend = { $n ->
    [one] This place and what covers it
   *[other] These places and what covers them
}
zones-here = This place ({ $name })
zones-covering = Also what covers { $n ->
    [one] it
   *[other] them
}
zones-covering-count = +{ $count }
zones-exact = Only what is about { $n ->
    [one] the whole place
   *[other] the whole of one of them
}
zones-levels = What covers { $n ->
    [one] it
   *[other] them
}, from the nearest to the widest:
zones-covering-filter = with what covers { $n ->
    [one] it
   *[other] them
}
zones-exact-filter = as a whole only
covers-label = Period covered
covers-hint = For example 2016..2020, 2010.. or ..2000
covers-filter = Period covered
updated-since-filter = Updated
created-since-filter = Created
since-day = since { $date }
since-moment = since { $date }, { $time } (UTC)
archived-label = Archived records
archived-no = No
archived-any = Yes, with the others
archived-only = Yes, these alone
archived-any-filter = archived records too
archived-only-filter = archived records only
copies-filter = Title
copies-filter-value = records of the same title
series-filter = Series
series-filter-value = editions of one series
ids-filter = Chosen
ids-filter-value = { $n ->
    [one] one named record
   *[other] { $count } named records
}
sort-label = Sort by
sort-submit = Sort
sort-relevance = Relevance
sort-last_update = Last update
sort-created = Date of creation
sort-views = Number of views
sort-reuses = Number of reuses
sort-followers = Number of followers
sort-title = Title, A to Z
folding-listed = Editions of a series and records of the same title are listed one by one.
folding-fold = Group them
folding-folded = { $count } { $n ->
    [one] record
   *[other] records
} in all, those of the same title grouped.
folding-folded-series = { $count } { $n ->
    [one] record
   *[other] records
} in all, editions of a series and records of the same title grouped.
folding-list = List all
output-atom = Atom feed
output-atom-title = Feed of this search
output-csv = Export as CSV
output-jsonl = JSONL
output-json = These results as JSON
pages = Pages of results
pages-previous = Previous
pages-next = Next
pages-page = Page { $number }
pages-current = Page { $number }, current page
empty = No record answers all that was asked.
records = { $n ->
    [one] one record
   *[other] { $count } records
}
empty-covering = See also what covers { $n ->
    [one] this place
   *[other] these places
}: { $records }
empty-covering-zone = { $name } ({ $level }): { $records }
empty-unfiltered = Search without filters
empty-other-type = Search the whole catalogue, not this type of record alone
empty-archived = Search archived records too
empty-fewer-words = Try fewer words, or more general ones. The catalogue is in French.
empty-acronym = An acronym can be searched by its words too, and the reverse.
empty-browse = Browse the whole catalogue

## What was understood of the words

correction = Spelling mended: results for “{ $query }”.
correction-undo = Search “{ $typed }” only
relaxation = { $n ->
    [0] No result has all the words; these have most of them.
    [one] Only one result has all the words; the others have most of them.
   *[other] { $count } results have all the words; the others have most of them.
}
relaxation-undo = { $n ->
    [one] Show only this one
   *[other] Show only these
}
relaxation-more = { $n ->
    [one] One more result has most of the words.
   *[other] { $count } more results have most of the words.
}
relaxation-more-none = { $n ->
    [one] No result has all the words; one has most of them.
   *[other] No result has all the words; { $count } have most of them.
}
relaxation-do = { $n ->
    [one] Show it too
   *[other] Show them too
}
mentions = { $n ->
    [one] One more only mentions these words.
   *[other] { $count } more only mention these words.
}
mentions-do = { $n ->
    [one] Show it too
   *[other] Show them too
}
mentions-listed = { $n ->
    [one] One of them only mentions these words.
   *[other] { $count } of them only mention these words.
}
mentions-undo = { $n ->
    [one] Leave it out
   *[other] Leave them out
}
unknown-value = { $parameter ->
    [license] The licence
    [badge] The badge
    [geozone] The territory
    [format] The format
    [format_family] The format family
    [tag] The tag
    [organization] The organization
    [producer_type] The kind of producer
    [access_type] The kind of access
    [schema] The schema
    [schema_version] The schema version
    [granularity] The granularity
    [frequency] The frequency
    [last_update_range] The range of updates
    [last_update_year] The year of update
    [covered_year] The year covered
    [coverage] The coverage
    [type] The type
    [status] The status
    [extent] The extent
    [source_portal] The source portal
    [updated_since] The date of update
    [created_since] The date of creation
    [organization_badge] The organization’s badge
    [owner] The owner
    [sort] The order
    [series] The series
    [copies_of] The record
   *[other] The value
} “{ $value }” does not exist.
unknown-value-nearest = Did you mean:
page-behind-last = There is no page { $page }.
names-not-found = Found among no records: { $names }
relaxation-unknown = No record has “{ $word }”.
wider-places = Nothing has all of these words for this place. More widely:
wider-place = { $place } ({ $count })
excluded = Excluded: { $words }.
excluded-undo = Exclude nothing
field-read-as = “{ $typed }”: { $field }, { $values }.
field-without-value = “{ $typed }”: no value of that name for { $field }.
unknown-fields = No field is called { $names }: searched as a word.
unknown-fields-list = See the possible fields
quoted = “{ $text }”
understood = Also understood:
understood-as = “{ $typed }” as { $meant }
understood-as-place = “{ $typed }” as the place { $meant }
understood-as-period = “{ $typed }” as the period { $meant }
understood-as-format = “{ $typed }” as the format { $meant }
understood-as-translation = “{ $typed }” as { $meant }, in French
understood-only = keep to this
understood-undo = Search the words as typed
verbatim = Words searched as typed
verbatim-undo = Understand their other forms too

## A record among the results

card-api = API
card-period = Period covered
card-covers = covers the chosen place ({ $name })
card-archived = Archived
replaced-by = Replaced by →
newer-editions = There is a newer edition:
other-editions = Other editions:
edition-undated = undated
trust-public-certified = Certified public producer
trust-public = Public producer
trust-person = Published by a person
trust-nobody = No producer
trust-newest = Newest edition
trust-promise-kept = Updated on time ({ $frequency })
trust-promise-late = Update late by { $late } ({ $frequency })
trust-no-files = No files
trust-copy = Copy of a record of { $producer }
trust-left-behind = Left out of the portal { $portal }, where { $n ->
    [one] another record of this producer comes
   *[other] { $count } other records of this producer come
} from
trust-derived = Made of other data: “{ $words }”
certified = certified public service
updated = updated { $ago }
updated-files = files updated { $ago }
updated-harvest = updated at its origin { $ago }
updated-title = data that end { $ago }
updated-creation = published { $ago }
updated-stamp = harvested { $ago }
updated-stamp-note = On { $day } at least twenty records of this producer were given the same date: that is a harvest, and no update.
updated-on = updated on { $day }
inferred = inferred
inferred-title = Coverage inferred from the producer and the title
missing = Without
copies = and { $n ->
    [one] one other
   *[other] { $count } others
} of the same title
views = { $count } { $n ->
    [one] view
   *[other] views
}
downloads = { $count } { $n ->
    [one] download
   *[other] downloads
}
reuses = { $count } { $n ->
    [one] reuse
   *[other] reuses
}
followers = { $count } { $n ->
    [one] follower
   *[other] followers
}
more-values = and { $count } { $n ->
    [one] other
   *[other] others
}

## Why a result is there

why = Why this result?
why-word = “{ $word }”: { $fields }
why-word-as = “{ $word }”, found as “{ $meant }”: { $fields }
why-word-fact = “{ $word }”, understood as { $meant }
why-word-missing = “{ $word }”: not found
why-other = Exact phrase, named field or identifier found
why-factor = { $factor }: × { $value }
why-factors = What changes its rank
why-field-title = title
why-field-acronym = acronym
why-field-description = description
why-field-tags = tags
why-field-organization = producer
why-field-resources = titles of files
why-field-geozones = place
why-field-schema = schema
why-field-said = links of other records
why-field-formats = formats
why-found = share of the words found
why-naming = words in the title, acronym, tags, producer or places rather than the description
why-title = how much of the title the words are
why-acronym = exact acronym
why-format = format asked for
why-type = type asked for
why-frame = the form that was asked for
why-edition = another year in the title, or a period not covered
why-freshness = freshness
why-public_use = public use
why-producer = kind of producer
why-copy = copy of another producer’s record
why-derived = made of a public producer’s data
why-extent = a part of France, where no place is asked for
why-quality = quality of the metadata
why-files = no files
why-promise = how late it is by the frequency that it promises
why-period = age of the period in the title
why-retired = the record says that it is archived, obsolete or replaced
why-series = order of the editions of its series

## Map and dates

pictures = Map and dates
map = Where
map-label = Results by place
map-hint = Choose a région on the map to keep to its records and see its départements.
map-hint-chosen = Choose a département to be more precise, or another région.
map-zone = { $name }: { $n ->
    [0] no records
    [one] one record
   *[other] { $count } records
}
map-list = The map as a list
map-everywhere = All of France
years = When
years-label = Results by year of last update
year = { $name }: { $n ->
    [0] no records last updated
    [one] one record last updated
   *[other] { $count } records last updated
}
chosen = { $label }, chosen
years-hint = Choose one year or several. The list is below, under “Year of last update”.
covered-years = Years covered
covered-years-label = Results by year covered
covered-year = { $name }: { $n ->
    [0] no records cover that year
    [one] one record covers that year
   *[other] { $count } records cover that year
}
covered-years-hint = Choose one year or several that the data cover, or write a period below.

## All values of a filter

values-search = Search the values
values-submit = Search
values-back = Back to the results
values-back-for = Back to the results for “{ $query }”
values = { $count } { $n ->
    [one] value
   *[other] values
}
values-heading = { $label }: { $values }
values-heading-for = { $label }: { $values } for “{ $text }”
values-title = { $label } – page { $page } – { site-title }
values-title-for = { $label }: { $text } – page { $page } – { site-title }
values-none = No value in this search has these words.
values-hint = Choose a value to add it to the search, or to remove it.
values-remove = Remove
values-pages = Pages of values

## An organization

organization-title = { $name } – { site-title }
organization-kind = Organization
organization-datasets = { $count } { $n ->
    [one] dataset
   *[other] datasets
}
organization-dataservices = { $count } { $n ->
    [one] API
   *[other] APIs
}
organization-nothing = This organization has no record online.
organization-search = Search among its records
organization-feed = Feed of what is new
organization-latest = Last updates
organization-most-used = Most viewed records

## A record

record-title = { $title } – { $kind } – { site-title }
record-archived = This record was archived on { $day }.
record-platform = See it on data.gouv.fr
record-description = Description
record-coverage = Place
record-coverage-inferred = Place, inferred from the producer and the title
record-facts = Information
record-tags = Tags
record-similar = Similar records
record-cited = { $n ->
    [one] Cited by another record
   *[other] Cited by { $count } other records
}
cited-as = as
record-reuses = Reuses
record-copies = { $n ->
    [one] One other record has the same title
   *[other] { $count } other records have the same title
}
resources = { $count } { $n ->
    [one] file or link
   *[other] files or links
}
resources-elsewhere = The list is on data.gouv.fr.
resources-more = { $n ->
    [one] One more is
   *[other] { $count } more are
} on data.gouv.fr.
resource-title = Title
resource-format = Format
resource-size = Size
resource-updated = Updated
resource-untitled = Untitled
link-api = Address of the API
link-technical = Technical documentation
link-machine = Description for machines (OpenAPI)
link-business = Business documentation
link-access = Ask for access
fact-license = Licence
fact-access = Access
fact-audiences = Who may have access
fact-access-reason = Why access is restricted
fact-badges = Data label
fact-created = Created
fact-updated = Updated
fact-formats = Formats
fact-families = Kind of format
fact-extent = Extent
fact-granularity = Granularity
fact-period = Period covered
fact-frequency = Frequency
fact-expected = Next update expected
fact-schema = Schema
fact-use = Use
fact-availability = Availability
fact-rate-limits = Rate limits
fact-datasets = Datasets served
fact-contact = Contact
fact-quality = Quality of the metadata
fact-doi = DOI
fact-kind = Kind of API
fact-harvest = Harvested from
fact-identifier = Identifier
day-on = { $day }
day-ago = { $day } ({ $ago })
percent = { $number }%
span-both = { $start } to { $end }
span-start = since { $start }
span-end = until { $end }
span-one = { $start }
period-of-title = { $period } (by the title)
known-by-title = { $value } (inferred from the title: “{ $words }”)
known-by-description = { $value } (inferred from the description: “{ $words }”)
known-by-files = { $value } (inferred from the title of a file: “{ $words }”)
known-by-schema = { $value } (inferred from the schema: “{ $words }”)
known-by-tags = { $value } (inferred from a tag: “{ $words }”)
known-by-organization = { $value } (inferred from the producer: “{ $words }”)
known-by-geozones = { $value } (inferred from the place: { $words })
period-both = { $start } to { $end }
period-start = since { $start }
period-end = until { $end }

## Errors

error-bad-request = This address has a value that cannot be
error-bad-request-more = These are the parameters that could not be read, and why.
error-not-found = This page does not exist
error-not-found-more = The address may be incomplete, or the record was removed from the catalogue.
error-method-not-allowed = This address is only read
error-method-not-allowed-more = Nothing is sent here: everything is read with GET.
error-changes-not-known = What has changed since then is not known
error-changes-not-known-more = Read everything once more, then ask for what has changed since the generation that you have read.
error-gone = This record was withdrawn
error-gone-more = It is no longer shown here, nor in searches, exports or APIs.
error-gone-reason = Reason:
error-unavailable = The catalogue is not ready yet
error-unavailable-more = The index is being prepared. Try again in some seconds.
error-busy = Too many searches at once
error-busy-more = Your search waited for its turn and did not get it. Try again in some seconds.
error-timed-out = This search takes too long
error-timed-out-more = It was given up. Try again with fewer words, or later.
error-too-many-requests = Too many requests from your address
error-too-many-requests-more = Try again in a moment.
error-too-many-exports = Too many downloads at once
error-too-many-exports-more = Try again in some minutes.
error-internal = Something went wrong
error-internal-more = It is our fault and was recorded. Try again, or go back to the search.
error-back = Back to the search

## The API

docs-title = The API – { site-title }
docs-description = Description of Trouvaille’s API: addresses, parameters, answers.
docs-heading = Trouvaille’s API
docs-introduction = Version { $version }. All that the pages show can be read by programs, without account or key.
docs-openapi = The same as OpenAPI 3.1
docs-contents = Contents
docs-writing = What the search box understands
docs-writing-about = All words count, in any order and in all their forms. What follows is for being exact. Operators are written in capitals; “or” and “and” are words. OR joins what stands on both sides of it: all words in a row, or one field. A field takes a phrase in quotation marks (territoire:"Ille-et-Vilaine"), and may be excluded (-format:pdf).
docs-operators = Operators
docs-fields = Fields
docs-written = Written
docs-meaning = Meaning
docs-example = Example
operator-phrase = These words in this order and form. Any quotation marks will do.
operator-exclusion = Without this word, phrase or value
operator-or = One or the other, or both
operator-and = Both: no record that lacks a word
operator-group = Brackets group, where there is an operator.
field-title = Words of the title
field-acronym = Acronym that the record declares; where none does, the word itself in the title, or the words that it stands for
field-description = Words of the description
field-tag = Tags
field-organization = Producer: words of its name, its acronym or its id
field-geozone = Place, by its name or its code; finds what lies within it too
field-license = Licence, by its name, its acronym or its id
field-format = Format of files
field-format_family = Family of formats
field-badge = Label of the record
field-type = Dataset or API
field-producer_type = Type of producer: public service, local authority, person…
field-access_type = Access
field-resource = Words of the titles of files
field-schema = Schema of data
field-granularity = Granularity, declared or inferred: “commune”, “iris”, “parcelle”…
field-extent = Extent of the territory: “nationale”, “régionale”, “départementale”, “locale”…
field-frequency = Update frequency
field-status = Status: “current”, or why the record no longer is (“obsolete”, “replaced”, “archived”…)
field-year = Year of the title or of the period covered
field-covers = Period covered: “2016..2020”, “depuis 2010”; finds what covers a part of it
field-id = Id, address or another exact name of a record
docs-types = Types
docs-problems = Errors
docs-problems-about = An error of Trouvaille’s API is a JSON object as in RFC 9457: “type” leads to one of these lines, “detail” says what happened, “errors” the reason for each parameter.
docs-parameters = Parameters
docs-responses = Answers
docs-name = Name
docs-type = Type
docs-text = Description
docs-status = Status
docs-content = Content
docs-field = Field
docs-required = required
docs-optional = optional
docs-in-path = path
docs-in-header = header
docs-in-query = query
docs-or = { " or " }
docs-and = { " and " }
docs-limits-separator = { "; " }
docs-any = any value
docs-date-time = date and time
docs-uri = address
docs-string = text
docs-integer = integer
docs-number = number
docs-boolean = boolean
docs-array = list of { $items }
docs-map = object with values of type { $values }
docs-object = object
docs-at-least = at least { $least }
docs-at-most = at most { $most }
docs-from-to = from { $least } to { $most }
docs-characters = { $limit } characters
docs-items = { $limit } values
docs-pattern = of the form { $value }
docs-default = { $value } by default

## Labels of facets and of their values: French has those of the catalogue crate

facet-license = Licence
facet-badge = Data label
facet-geozone = Place
facet-format = Format
facet-format_family = Family of formats
facet-tag = Tag
facet-organization = Organization
facet-producer_type = Type of producer
facet-access_type = Access
facet-schema = Schema
facet-granularity = Granularity
facet-extent = Extent
facet-frequency = Update frequency
facet-last_update_range = Last update
facet-last_update_year = Year of last update
facet-status = Status
facet-source_portal = Source portal
facet-covered_year = Year covered
facet-coverage = Coverage
facet-type = Type
facet-archived = Archiving
facet-organization_badge = Label of the organization
facet-owner = Author
facet-featured = Featured
facet-schema_version = Version of the schema

kind-dataset = Dataset
kind-dataservice = API
kind-organization = Organization
kind-tag = Tag
kind-geozone = Place
kind-format = Format
type-dataset = Dataset
type-dataservice = API

status-current = Current
status-archived = Archived
status-obsolete = Obsolete
status-replaced = Replaced
status-old_version = Old version
status-unmaintained = No longer updated
status-to_be_deleted = To be deleted
badge-spd = Reference public data
badge-hvd = High-value dataset
badge-inspire = INSPIRE
badge-pivotal-data = Pivotal data
badge-sl = Certified statistical series
badge-sr = Recognised statistical series of general interest
badge-of-dataservice-hvd = API serving high-value datasets

license-lov2 = Open Licence 2.0
license-fr-lo = Open Licence 1.0
license-odc-odbl = ODbL 1.0 (Open Database License)
license-odc-by = Attribution (ODC-By)
license-odc-pddl = Public domain (PDDL)
license-cc-by = Creative Commons Attribution (CC BY)
license-cc-by-sa = Creative Commons Share-Alike (CC BY-SA)
license-cc-zero = Creative Commons Zero (CC0)
license-other-at = Other licence (attribution)
license-other-open = Other open licence
license-other-pd = Other (public domain)
license-notspecified = Licence not specified

frequency-continuous = Real time
frequency-oneMinute = Every minute
frequency-fiveMinutes = Every five minutes
frequency-tenMinutes = Every ten minutes
frequency-fifteenMinutes = Every fifteen minutes
frequency-thirtyMinutes = Every thirty minutes
frequency-hourly = Every hour
frequency-bihourly = Every two hours
frequency-trihourly = Every three hours
frequency-twelveHours = Every twelve hours
frequency-severalTimesADay = Several times a day
frequency-threeTimesADay = Three times a day
frequency-semidaily = Twice a day
frequency-daily = Daily
frequency-fiveTimesAWeek = Five times a week
frequency-threeTimesAWeek = Three times a week
frequency-semiweekly = Twice a week
frequency-weekly = Weekly
frequency-biweekly = Every two weeks
frequency-threeTimesAMonth = Three times a month
frequency-semimonthly = Twice a month
frequency-monthly = Monthly
frequency-bimonthly = Every two months
frequency-quarterly = Quarterly
frequency-threeTimesAYear = Three times a year
frequency-semiannual = Twice a year
frequency-annual = Yearly
frequency-biennial = Every two years
frequency-triennial = Every three years
frequency-quadrennial = Every four years
frequency-quinquennial = Every five years
frequency-decennial = Every ten years
frequency-bidecennial = Every twenty years
frequency-tridecennial = Every thirty years
frequency-punctual = Once
frequency-irregular = Irregular
frequency-never = Never
frequency-notPlanned = Not planned
frequency-other = Other
frequency-unknown = Unknown

granularity-country-group = Group of countries
granularity-country = Country
granularity-country-subset = Part of a country
granularity-fr-region = French région
granularity-fr-departement = French département
granularity-fr-collectivite = French overseas collectivity
granularity-fr-epci = French intercommunality (EPCI)
granularity-fr-arrondissement = French arrondissement
granularity-fr-commune = French commune
granularity-fr-iris = Iris (INSEE neighbourhood)
granularity-fr-canton = French canton
granularity-bureau-vote = Polling station
granularity-carreau = Cell of a grid
granularity-etablissement = Establishment
granularity-poi = Point or place
granularity-parcelle = Parcel of land
granularity-adresse = Address
granularity-other = Other

extent-international = International
extent-national = National
extent-regional = Regional
extent-departmental = Departmental
extent-local = Local

access_type-open = Free download
access_type-open_with_account = Open with an account
access_type-restricted = Restricted access
access_audience-local_authority_and_administration = Authorities and administrations
access_audience-company_and_association = Companies and associations
access_audience-private = Private persons
access_condition-yes = yes
access_condition-no = no
access_condition-under_condition = under conditions
access_reason-confidentiality_of_proceedings_of_public_authorities = Confidentiality of the proceedings of public authorities
access_reason-international_relations_public_security_or_national_defence = International relations, public security or national defence
access_reason-course_of_justice_or_fair_trial = Course of justice
access_reason-confidentiality_of_commercial_or_industrial_information = Commercial or industrial secrecy
access_reason-intellectual_property_rights = Intellectual property rights
access_reason-confidentiality_of_personal_data = Confidentiality of personal data
access_reason-protection_of_voluntary_information_suppliers = Protection of voluntary suppliers of information
access_reason-protection_of_environment = Protection of the environment

reuse_type-api = API
reuse_type-application = Application
reuse_type-idea = Idea
reuse_type-news_article = News article
reuse_type-paper = Scientific paper
reuse_type-post = Blog post
reuse_type-visualization = Visualization
reuse_type-hardware = Connected device

producer_type-public-service = Public service
producer_type-local-authority = Local authority
producer_type-company = Company
producer_type-association = Association
producer_type-user = Private person
producer_type-not-specified = Not specified
organization_badge-public-service = Public service
organization_badge-local-authority = Local authority
organization_badge-company = Company
organization_badge-association = Association
organization_badge-certified = Certified

format_family-tabular = Tables
format_family-machine_readable = Structured
format_family-geographical = Geographical
format_family-documents = Documents
format_family-other = Other

last_update_range-last_30_days = Last 30 days
last_update_range-last_12_months = Last 12 months
last_update_range-last_3_years = Last 3 years
coverage-declared = Declared
coverage-inferred = Inferred
coverage-none = None
archived-true = Archived
archived-false = Live
featured-true = Featured
featured-false = Not featured

## Feeds

feed-title = { site-title }: datasets and APIs
feed-title-for = { site-title }: “{ $query }”
feed-unknown-author = Unknown producer

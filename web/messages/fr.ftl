# Ce que disent les pages, en français. Syntaxe : Fluent, https://projectfluent.org
#
# Une autre langue est un autre fichier de ce dossier, avec les mêmes noms ; ce qu’elle ne dit pas est dit en français.
# $count est un nombre comme on l’écrit, $n le même pour choisir entre singulier et pluriel.

## Nombres, dates et tailles

number-thousands = { "\u202F" }
number-decimal = ,
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
date-day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
ago-today = aujourd’hui
ago-yesterday = hier
ago-days = il y a { $count } jours
ago-weeks = il y a { $n ->
    [one] une semaine
   *[other] { $count } semaines
}
ago-months = il y a { $n ->
    [one] un mois
   *[other] { $count } mois
}
ago-years = il y a { $n ->
    [one] un an
   *[other] { $count } ans
}
duration-days = { $count } { $n ->
    [one] jour
   *[other] jours
}
duration-months = { $count } mois
duration-years = { $count } { $n ->
    [one] an
   *[other] ans
}
bytes = { $count } { $n ->
    [one] octet
   *[other] octets
}
bytes-k = { $size } ko
bytes-m = { $size } Mo
bytes-g = { $size } Go
bytes-t = { $size } To

## Toutes les pages

language-name = Français
site-title = Trouvaille
site-description = Recherche plein texte dans les jeux de données et les API de data.gouv.fr.
skip-to-content = Aller au contenu
search-label = Rechercher dans le catalogue
search-placeholder = ex. qualité de l’air
search-submit = Rechercher
suggestions = Suggestions
labelled = { $label } : { $value }
footer-about = Trouvaille cherche dans les métadonnées de data.gouv.fr, publiées sous Licence Ouverte 2.0. Ce n’est pas un site de l’État.
footer-source = Aller sur data.gouv.fr
footer-docs = L’API, pour les programmes

## Recherche

search-title = { $query } – { $results } – { site-title }
search-title-page = { $query } – { $results } – page { $page } – { site-title }
search-title-browse = { $results } – { site-title }
search-title-browse-page = { $results } – page { $page } – { site-title }
results = { $n ->
    [0] Aucun résultat
    [one] Un seul résultat
   *[other] { $count } résultats
}
results-approximate = { $results }, et { $approximate }
results-none-approximate = Aucun résultat complet, mais { $approximate }
approximate = { $n ->
    [one] un seul approchant
   *[other] { $count } approchants
}
approximate-more = { $n ->
    [one] un autre résultat a la plupart des mots
   *[other] { $count } autres résultats ont la plupart des mots
}
mentions-more = { $n ->
    [one] un autre ne fait que mentionner les mots
   *[other] { $count } autres ne font que mentionner les mots
}
results-for = { $results } pour « { $query } »
tabs = Type de fiche
tab-all = Tout
tab-datasets = Jeux de données
tab-dataservices = API
filters = Filtres
filters-toggle = Filtres, carte et dates
filters-apply = Appliquer les filtres
filters-active = Filtres actifs
filter-remove = Retirer ce filtre
filter-remove-prefix = Retirer le filtre
filters-reset = Tout retirer
facet-none = Aucune valeur
facet-all = Voir toutes celles qui conviennent
facet-more = Chercher parmi { $n ->
    [one] une autre
   *[other] { $count } autres
}
zones-legend = { $n ->
    [one] Ce territoire et ce qui le couvre
   *[other] Ces territoires et ce qui les couvre
}
zones-here = Ce territoire ({ $name })
zones-covering = Aussi ce qui { $n ->
    [one] le couvre
   *[other] les couvre
}
zones-covering-count = +{ $count }
zones-exact = Seulement ce qui porte sur { $n ->
    [one] tout le territoire
   *[other] un de ces territoires en entier
}
zones-levels = Ce qui { $n ->
    [one] le couvre
   *[other] les couvre
}, du plus proche au plus large :
zones-covering-filter = avec ce qui { $n ->
    [one] le couvre
   *[other] les couvre
}
zones-exact-filter = en entier seulement
covers-label = Période couverte
covers-hint = Par exemple 2016..2020, 2010.. ou ..2000
covers-filter = Période couverte
updated-since-filter = Mise à jour
created-since-filter = Création
since-day = depuis le { $date }
since-moment = depuis le { $date } à { $time } (UTC)
archived-label = Fiches archivées
archived-no = Non
archived-any = Oui, avec les autres
archived-only = Oui, elles seules
archived-any-filter = fiches archivées comprises
archived-only-filter = fiches archivées seulement
copies-filter = Titre
copies-filter-value = fiches de même titre
series-filter = Série
series-filter-value = éditions d’une même série
ids-filter = Choix
ids-filter-value = { $n ->
    [one] une fiche nommée
   *[other] { $count } fiches nommées
}
sort-label = Trier par
sort-submit = Trier
sort-relevance = Pertinence
sort-last_update = Dernière mise à jour
sort-created = Date de création
sort-views = Nombre de vues
sort-reuses = Nombre de réutilisations
sort-followers = Nombre d’abonnés
sort-title = Titre, de A à Z
folding-listed = Les éditions d’une même série et les fiches de même titre sont listées une à une.
folding-fold = Les regrouper
folding-folded = { $count } { $n ->
    [one] fiche
   *[other] fiches
} en tout, celles de même titre regroupées.
folding-folded-series = { $count } { $n ->
    [one] fiche
   *[other] fiches
} en tout, éditions d’une même série et fiches de même titre regroupées.
folding-list = Tout lister
output-atom = Flux Atom
output-atom-title = Flux de cette recherche
output-csv = Exporter en CSV
output-jsonl = JSONL
output-json = Ces résultats en JSON
pages = Pages de résultats
pages-previous = Précédente
pages-next = Suivante
pages-page = Page { $number }
pages-current = Page { $number }, page courante
empty = Aucune fiche ne répond à toute la demande.
records = { $n ->
    [one] une fiche
   *[other] { $count } fiches
}
empty-covering = Voir aussi ce qui couvre { $n ->
    [one] ce territoire
   *[other] ces territoires
} : { $records }
empty-covering-zone = { $name } ({ $level }) : { $records }
empty-unfiltered = Chercher sans filtre
empty-other-type = Chercher dans tout le catalogue, pas seulement ce type de fiche
empty-archived = Chercher aussi parmi les fiches archivées
empty-fewer-words = Essayez moins de mots, ou des mots plus généraux.
empty-acronym = Un sigle peut aussi se chercher en toutes lettres, et l’inverse.
empty-browse = Parcourir tout le catalogue

## Ce qui a été compris des mots

correction = Orthographe corrigée : résultats pour « { $query } ».
correction-undo = Chercher seulement « { $typed } »
relaxation = { $n ->
    [0] Aucun résultat n’a tous les mots demandés ; ceux-ci en ont la plupart.
    [one] Un seul résultat a tous les mots demandés ; les autres en ont la plupart.
   *[other] { $count } résultats ont tous les mots demandés ; les autres en ont la plupart.
}
relaxation-undo = { $n ->
    [one] Ne voir que celui-là
   *[other] Ne voir que ceux-là
}
relaxation-more = { $n ->
    [one] Un autre résultat a la plupart des mots demandés.
   *[other] { $count } autres résultats ont la plupart des mots demandés.
}
relaxation-more-none = { $n ->
    [one] Aucun résultat n’a tous les mots demandés ; un seul en a la plupart.
   *[other] Aucun résultat n’a tous les mots demandés ; { $count } en ont la plupart.
}
relaxation-do = { $n ->
    [one] Le voir aussi
   *[other] Les voir aussi
}
mentions = { $n ->
    [one] Et un seul qui ne fait que mentionner ces mots.
   *[other] Et { $count } qui ne font que mentionner ces mots.
}
mentions-do = { $n ->
    [one] Le voir aussi
   *[other] Les voir aussi
}
mentions-listed = { $n ->
    [one] Dont un seul qui ne fait que mentionner ces mots.
   *[other] Dont { $count } qui ne font que mentionner ces mots.
}
mentions-undo = { $n ->
    [one] Ne plus le voir
   *[other] Ne plus les voir
}
unknown-value = { $parameter ->
    [license] La licence
    [badge] Le label
    [geozone] Le territoire
    [format] Le format
    [format_family] La famille de format
    [tag] Le mot-clé
    [organization] L’organisation
    [producer_type] Le type de producteur
    [access_type] La modalité d’accès
    [schema] Le schéma
    [schema_version] La version de schéma
    [granularity] La granularité
    [frequency] La fréquence
    [last_update_range] La période de mise à jour
    [last_update_year] L’année de mise à jour
    [covered_year] L’année couverte
    [coverage] La couverture
    [type] Le type
    [status] Le statut
    [extent] L’étendue
    [source_portal] Le portail d’origine
    [updated_since] La date de mise à jour
    [created_since] La date de création
    [organization_badge] Le label d’organisation
    [owner] L’auteur
    [sort] Le tri
    [series] La série
    [copies_of] La fiche
   *[other] La valeur
} « { $value } » n’existe pas.
unknown-value-nearest = Vouliez-vous dire :
page-behind-last = Il n’y a pas de page { $page }.
names-not-found = Introuvable parmi les fiches : { $names }
relaxation-unknown = Aucune fiche ne contient « { $word } ».
wider-places = Rien n’a tous ces mots pour ce territoire. Plus largement :
wider-place = { $place } ({ $count })
excluded = Exclu : { $words }.
excluded-undo = Ne rien exclure
field-read-as = « { $typed } » : { $field }, { $values }.
field-without-value = « { $typed } » : aucune valeur de ce nom pour { $field }.
unknown-fields = Aucun champ ne s’appelle { $names } : cherché comme un mot.
unknown-fields-list = Voir les champs possibles
quoted = « { $text } »
understood = Compris aussi :
understood-as = « { $typed } » comme { $meant }
understood-as-place = « { $typed } » comme territoire { $meant }
understood-as-period = « { $typed } » comme période { $meant }
understood-as-format = « { $typed } » comme format { $meant }
understood-as-translation = « { $typed } » comme { $meant }, de l’anglais
understood-only = ne garder que cela
understood-undo = Chercher les mots tels quels
verbatim = Mots cherchés tels quels
verbatim-undo = Comprendre aussi leurs autres formes

## Une fiche dans les résultats

card-api = API
card-period = Période couverte
card-covers = couvre le territoire choisi ({ $name })
card-archived = Archivé
replaced-by = Remplacé par →
newer-editions = Il existe une édition plus récente :
other-editions = Autres éditions :
edition-undated = sans date
trust-public-certified = Producteur public certifié
trust-public = Producteur public
trust-person = Publié par une personne
trust-nobody = Aucun producteur
trust-newest = Édition la plus récente
trust-promise-kept = Mise à jour à temps ({ $frequency })
trust-promise-late = Mise à jour en retard de { $late } ({ $frequency })
trust-no-files = Aucun fichier
trust-copy = Copie d’une fiche de { $producer }
trust-left-behind = Restée hors du portail { $portal }, d’où { $n ->
    [one] vient une autre fiche
   *[other] viennent { $count } autres fiches
} de ce producteur
trust-derived = Tiré d’autres données : « { $words } »
certified = service public certifié
updated = mis à jour { $ago }
updated-files = fichiers mis à jour { $ago }
updated-harvest = mis à jour à l’origine { $ago }
updated-title = données qui s’arrêtent { $ago }
updated-creation = publié { $ago }
updated-stamp = moissonné { $ago }
updated-stamp-note = Le { $day }, vingt fiches de ce producteur au moins ont reçu la même date : c’est une moisson, et non une mise à jour.
updated-on = mis à jour le { $day }
inferred = déduite
inferred-title = Couverture déduite du producteur et du titre
missing = Sans
copies = et { $n ->
    [one] une autre
   *[other] { $count } autres
} de même titre
views = { $count } { $n ->
    [one] vue
   *[other] vues
}
downloads = { $count } { $n ->
    [one] téléchargement
   *[other] téléchargements
}
reuses = { $count } { $n ->
    [one] réutilisation
   *[other] réutilisations
}
followers = { $count } { $n ->
    [one] abonné
   *[other] abonnés
}
more-values = et { $count } { $n ->
    [one] autre
   *[other] autres
}

## Pourquoi ce résultat

why = Pourquoi ce résultat ?
why-word = « { $word } » : { $fields }
why-word-as = « { $word } », trouvé comme « { $meant } » : { $fields }
why-word-fact = « { $word } », compris comme { $meant }
why-word-missing = « { $word } » : absent
why-other = Expression exacte, champ nommé ou identifiant trouvé
why-factor = { $factor } : × { $value }
why-factors = Ce qui change le rang
why-field-title = titre
why-field-acronym = sigle
why-field-description = description
why-field-tags = mots-clés
why-field-organization = producteur
why-field-resources = titres des fichiers
why-field-geozones = territoire
why-field-schema = schéma
why-field-formats = formats
why-field-said = liens d’autres fiches
why-found = part des mots trouvés
why-naming = mots du titre, du sigle, des mots-clés, du producteur ou du territoire plutôt que de la description
why-title = part du titre que font ces mots
why-acronym = sigle exact
why-format = format demandé
why-type = type demandé
why-frame = forme demandée
why-edition = autre année dans le titre, ou période non couverte
why-freshness = fraîcheur
why-public_use = usage public
why-producer = sorte de producteur
why-copy = copie de la fiche d’un autre producteur
why-derived = tiré des données d’un producteur public
why-extent = territoire plus petit que la France, sans lieu demandé
why-quality = qualité des métadonnées
why-files = aucun fichier
why-promise = retard sur la fréquence annoncée
why-period = ancienneté de la période du titre
why-retired = fiche qui se dit archivée, obsolète ou remplacée
why-series = ordre des éditions de la série

## Carte et dates

pictures = Carte et dates
map = Où
map-label = Résultats par territoire
map-hint = Choisissez une région sur la carte pour n’en garder que les fiches et voir ses départements.
map-hint-chosen = Choisissez un département pour préciser, ou une autre région.
map-zone = { $name } : { $n ->
    [0] aucune fiche
    [one] une fiche
   *[other] { $count } fiches
}
map-list = La carte en liste
map-everywhere = France entière
years = Quand
years-label = Résultats par année de dernière mise à jour
year = { $name } : { $n ->
    [0] aucune fiche mise à jour pour la dernière fois
    [one] une fiche mise à jour pour la dernière fois
   *[other] { $count } fiches mises à jour pour la dernière fois
}
chosen = { $label }, choisi
years-hint = Choisissez une ou plusieurs années. La liste est plus bas, sous « Année de mise à jour ».
covered-years = Années couvertes
covered-years-label = Résultats par année couverte
covered-year = { $name } : { $n ->
    [0] aucune fiche ne couvre cette année
    [one] une fiche couvre cette année
   *[other] { $count } fiches couvrent cette année
}
covered-years-hint = Choisissez une ou plusieurs années que les données couvrent, ou écrivez une période plus bas.

## Toutes les valeurs d’un filtre

values-search = Chercher parmi les valeurs
values-submit = Chercher
values-back = Retour aux résultats
values-back-for = Retour aux résultats pour « { $query } »
values = { $count } { $n ->
    [one] valeur
   *[other] valeurs
}
values-heading = { $label } : { $values }
values-heading-for = { $label } : { $values } pour « { $text } »
values-title = { $label } – page { $page } – { site-title }
values-title-for = { $label } : { $text } – page { $page } – { site-title }
values-none = Aucune valeur ne contient ces mots dans cette recherche.
values-hint = Choisissez une valeur pour l’ajouter à la recherche, ou pour l’en retirer.
values-remove = Retirer
values-pages = Pages de valeurs

## Une organisation

organization-title = { $name } – { site-title }
organization-kind = Organisation
organization-datasets = { $count } { $n ->
    [one] jeu de données
   *[other] jeux de données
}
organization-dataservices = { $count } API
organization-nothing = Cette organisation n’a aucune fiche en ligne.
organization-search = Chercher parmi ses fiches
organization-feed = Flux de ses nouveautés
organization-latest = Dernières mises à jour
organization-most-used = Fiches les plus consultées

## Une fiche

record-title = { $title } – { $kind } – { site-title }
record-archived = Cette fiche a été archivée le { $day }.
record-platform = Voir sur data.gouv.fr
record-description = Description
record-coverage = Territoire
record-coverage-inferred = Territoire déduit du producteur et du titre
record-facts = Informations
record-tags = Mots-clés
record-similar = Fiches semblables
record-cited = { $n ->
    [one] Citée par une autre fiche
   *[other] Citée par { $count } autres fiches
}
cited-as = sous le nom
record-reuses = Réutilisations
record-copies = { $n ->
    [one] Une autre fiche a le même titre
   *[other] { $count } autres fiches ont le même titre
}
resources = { $count } { $n ->
    [one] fichier ou lien
   *[other] fichiers ou liens
}
resources-elsewhere = La liste est sur data.gouv.fr.
resources-more = { $n ->
    [one] Un autre est
   *[other] { $count } autres sont
} sur data.gouv.fr.
resource-title = Titre
resource-format = Format
resource-size = Taille
resource-updated = Mise à jour
resource-untitled = Sans titre
link-api = Adresse de l’API
link-technical = Documentation technique
link-machine = Description pour les machines (OpenAPI)
link-business = Documentation métier
link-access = Demander un accès
fact-license = Licence
fact-access = Accès
fact-audiences = Qui peut y accéder
fact-access-reason = Motif de la restriction
fact-badges = Label de donnée
fact-created = Créé
fact-updated = Mis à jour
fact-formats = Formats
fact-families = Nature
fact-extent = Étendue
fact-granularity = Granularité
fact-period = Période couverte
fact-frequency = Fréquence
fact-expected = Prochaine mise à jour attendue
fact-schema = Schéma
fact-use = Usage
fact-availability = Disponibilité
fact-rate-limits = Limites d’appel
fact-datasets = Jeux de données servis
fact-contact = Contact
fact-quality = Qualité des métadonnées
fact-doi = DOI
fact-kind = Sorte d’API
fact-harvest = Moissonné depuis
fact-identifier = Identifiant
day-on = le { $day }
day-ago = le { $day } ({ $ago })
percent = { $number } %
span-both = de { $start } à { $end }
span-start = depuis { $start }
span-end = jusqu’à { $end }
span-one = { $start }
period-of-title = { $period } (d’après le titre)
known-by-title = { $value } (déduite du titre : « { $words } »)
known-by-description = { $value } (déduite de la description : « { $words } »)
known-by-files = { $value } (déduite d’un titre de fichier : « { $words } »)
known-by-schema = { $value } (déduite du schéma : « { $words } »)
known-by-tags = { $value } (déduite d’un mot-clé : « { $words } »)
known-by-organization = { $value } (déduite du producteur : « { $words } »)
known-by-geozones = { $value } (déduite du territoire : { $words })
period-both = du { $start } au { $end }
period-start = depuis le { $start }
period-end = jusqu’au { $end }

## Erreurs

error-bad-request = Cette adresse contient une valeur impossible
error-bad-request-more = Voici les paramètres que nous n’avons pas pu lire, et pourquoi (en anglais, comme dans la réponse JSON).
error-not-found = Cette page n’existe pas
error-not-found-more = L’adresse est peut-être incomplète, ou la fiche a été retirée du catalogue.
error-method-not-allowed = Cette adresse se lit seulement
error-method-not-allowed-more = Rien ne s’envoie ici : tout se lit avec GET.
error-changes-not-known = Les changements intervenus depuis ne sont pas connus
error-changes-not-known-more = Relisez tout une fois, puis demandez les changements depuis la génération que vous avez lue.
error-gone = Cette fiche a été retirée
error-gone-more = Elle n’est plus montrée ici, ni dans les recherches, ni dans les exports, ni par les API.
error-gone-reason = Motif :
error-unavailable = Le catalogue n’est pas encore prêt
error-unavailable-more = L’index est en cours de préparation. Réessayez dans quelques secondes.
error-busy = Trop de recherches en même temps
error-busy-more = Votre recherche a attendu son tour sans l’obtenir. Réessayez dans quelques secondes.
error-timed-out = Cette recherche prend trop de temps
error-timed-out-more = Nous l’avons abandonnée. Réessayez avec moins de mots, ou plus tard.
error-too-many-requests = Trop de demandes depuis votre adresse
error-too-many-requests-more = Réessayez dans quelques instants.
error-too-many-exports = Trop de téléchargements en même temps
error-too-many-exports-more = Réessayez dans quelques minutes.
error-internal = Une erreur s’est produite
error-internal-more = Elle vient de nous et a été enregistrée. Réessayez, ou revenez à la recherche.
error-back = Revenir à la recherche

## L’API

docs-title = L’API – { site-title }
docs-description = Description de l’API de Trouvaille : adresses, paramètres, réponses.
docs-heading = L’API de Trouvaille
docs-introduction = Version { $version }. Tout ce que montrent les pages se lit aussi par programme, sans compte ni clé. Les descriptions sont en anglais.
docs-openapi = Le même contenu au format OpenAPI 3.1
docs-contents = Sommaire
docs-writing = Ce que comprend le champ de recherche
docs-writing-about = Tous les mots comptent, dans n’importe quel ordre et sous toutes leurs formes. Ce qui suit permet d’être exact. Les opérateurs s’écrivent en capitales ; « ou » et « et » sont des mots. OR relie ce qui se trouve de part et d’autre : tous les mots qui se suivent, ou un seul champ. Un champ accepte une expression entre guillemets (territoire:"Ille-et-Vilaine"), et peut être exclu (-format:pdf).
docs-operators = Opérateurs
docs-fields = Champs
docs-written = Écriture
docs-meaning = Sens
docs-example = Exemple
operator-phrase = Ces mots dans cet ordre et sous cette forme. Tous les guillemets conviennent.
operator-exclusion = Sans ce mot, cette expression ou cette valeur
operator-or = L’un ou l’autre, ou les deux
operator-and = L’un et l’autre : aucune fiche à qui il manque un mot
operator-group = Les parenthèses regroupent, là où se trouve un opérateur.
field-title = Mots du titre
field-acronym = Sigle que porte la fiche ; si aucune ne le porte, le mot même dans le titre, ou les mots qu’il abrège
field-description = Mots de la description
field-tag = Mots-clés
field-organization = Producteur : mots de son nom, son sigle ou son identifiant
field-geozone = Territoire, par son nom ou son code ; trouve aussi ce qui se trouve dedans
field-license = Licence, par son nom, son sigle ou son identifiant
field-format = Format de fichier
field-format_family = Famille de formats
field-badge = Label de la fiche
field-type = Jeu de données ou API
field-producer_type = Type de producteur : service public, collectivité, particulier…
field-access_type = Modalité d’accès
field-resource = Mots des titres de fichiers
field-schema = Schéma de données
field-granularity = Granularité, déclarée ou déduite : « commune », « iris », « parcelle »…
field-extent = Étendue du territoire : « nationale », « régionale », « départementale », « locale »…
field-frequency = Fréquence de mise à jour
field-status = Statut : « actuel », ou pourquoi la fiche ne l’est plus (« obsolète », « remplacé », « archivé »…)
field-year = Année du titre ou de la période couverte
field-covers = Période couverte : « 2016..2020 », « depuis 2010 » ; trouve ce qui en couvre une partie
field-id = Identifiant, adresse ou autre nom exact d’une fiche
docs-types = Types
docs-problems = Erreurs
docs-problems-about = Une erreur de l’API de Trouvaille est un objet JSON au format RFC 9457 : « type » mène à l’une de ces lignes, « detail » dit ce qui s’est passé, « errors » la raison pour chaque paramètre.
docs-parameters = Paramètres
docs-responses = Réponses
docs-name = Nom
docs-type = Type
docs-text = Description
docs-status = Statut
docs-content = Contenu
docs-field = Champ
docs-required = obligatoire
docs-optional = facultatif
docs-in-path = chemin
docs-in-header = en-tête
docs-in-query = requête
docs-or = { " ou " }
docs-and = { " et " }
docs-limits-separator = { " ; " }
docs-any = valeur quelconque
docs-date-time = date et heure
docs-uri = adresse
docs-string = texte
docs-integer = entier
docs-number = nombre
docs-boolean = booléen
docs-array = liste de { $items }
docs-map = objet à valeurs de type { $values }
docs-object = objet
docs-at-least = au moins { $least }
docs-at-most = au plus { $most }
docs-from-to = de { $least } à { $most }
docs-characters = { $limit } caractères
docs-items = { $limit } valeurs
docs-pattern = de la forme { $value }
docs-default = { $value } par défaut

## Flux

feed-title = { site-title } : jeux de données et API
feed-title-for = { site-title } : « { $query } »
feed-unknown-author = Producteur inconnu

//! How often a dataset is updated.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// How often a dataset is updated, from the most often to the least.
    ///
    /// The ids that the platform has given up are read as what it turned them into itself: `realtime` is a synonym,
    /// `fortnighly` (sic) meant every two weeks and `biannual` twice a year; `fourTimesADay` widened to "several times
    /// a day"; `fourTimesAWeek` has no near equal (three and five times a week are both wrong) and became `other`.
    pub enum Frequency {
        Continuous = "continuous" | "realtime", "Temps réel";
        OneMinute = "oneMinute", "Toutes les minutes";
        FiveMinutes = "fiveMinutes", "Toutes les cinq minutes";
        TenMinutes = "tenMinutes", "Toutes les dix minutes";
        FifteenMinutes = "fifteenMinutes", "Toutes les quinze minutes";
        ThirtyMinutes = "thirtyMinutes", "Toutes les trente minutes";
        Hourly = "hourly", "Toutes les heures";
        Bihourly = "bihourly", "Toutes les deux heures";
        Trihourly = "trihourly", "Toutes les trois heures";
        TwelveHours = "twelveHours", "Toutes les douze heures";
        SeveralTimesADay = "severalTimesADay" | "fourTimesADay", "Plusieurs fois par jour";
        ThreeTimesADay = "threeTimesADay", "Trois fois par jour";
        Semidaily = "semidaily", "Deux fois par jour";
        Daily = "daily", "Quotidienne";
        FiveTimesAWeek = "fiveTimesAWeek", "Cinq fois par semaine";
        ThreeTimesAWeek = "threeTimesAWeek", "Trois fois par semaine";
        Semiweekly = "semiweekly", "Deux fois par semaine";
        Weekly = "weekly", "Hebdomadaire";
        Biweekly = "biweekly" | "fortnighly" | "fortnightly", "Toutes les deux semaines";
        ThreeTimesAMonth = "threeTimesAMonth", "Trois fois par mois";
        Semimonthly = "semimonthly", "Deux fois par mois";
        Monthly = "monthly", "Mensuelle";
        Bimonthly = "bimonthly", "Tous les deux mois";
        Quarterly = "quarterly", "Trimestrielle";
        ThreeTimesAYear = "threeTimesAYear", "Trois fois par an";
        Semiannual = "semiannual" | "biannual", "Semestrielle";
        Annual = "annual", "Annuelle";
        Biennial = "biennial", "Tous les deux ans";
        Triennial = "triennial", "Tous les trois ans";
        Quadrennial = "quadrennial", "Tous les quatre ans";
        Quinquennial = "quinquennial", "Tous les cinq ans";
        Decennial = "decennial", "Tous les dix ans";
        Bidecennial = "bidecennial", "Tous les vingt ans";
        Tridecennial = "tridecennial", "Tous les trente ans";
        Punctual = "punctual", "Ponctuelle";
        Irregular = "irregular", "Irrégulière";
        Never = "never", "Jamais";
        NotPlanned = "notPlanned", "Non planifiée";
        Unspecified = "other" | "fourTimesAWeek", "Autre";
        Unknown = "unknown", "Inconnue";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_the_forty_frequencies_of_the_platform() {
        assert_eq!(Frequency::all().len(), 40);
    }

    #[test]
    fn reads_an_id_of_the_past_as_todays() {
        for (legacy, today) in [
            ("realtime", "continuous"),
            ("fourTimesADay", "severalTimesADay"),
            ("fourTimesAWeek", "other"),
            ("fortnighly", "biweekly"),
            ("biannual", "semiannual"),
            ("FortNighly", "biweekly"),
        ] {
            assert_eq!(Frequency::from(legacy).id(), today, "{legacy}");
        }
    }
}

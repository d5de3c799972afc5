//! Places that people name and the list of time zones does not.

/// Large cities without a zone of their own, by the zone that they are in, in lower case. The list names one city a
/// zone, mostly the largest of a country, and authors write the one that they live in.
const CITIES: &[(&str, &[&str])] = &[
    ("Africa/Cairo", &["alexandria"]),
    ("Africa/Johannesburg", &["cape town", "durban", "pretoria"]),
    ("Africa/Lagos", &["abuja", "kano"]),
    ("Africa/Casablanca", &["marrakesh", "rabat"]),
    (
        "America/Chicago",
        &[
            "austin",
            "dallas",
            "houston",
            "memphis",
            "milwaukee",
            "minneapolis",
            "nashville",
            "new orleans",
            "san antonio",
            "st louis",
        ],
    ),
    ("America/Denver", &["albuquerque", "salt lake city"]),
    ("America/Edmonton", &["calgary"]),
    (
        "America/Los_Angeles",
        &[
            "las vegas",
            "oakland",
            "portland",
            "sacramento",
            "san diego",
            "san francisco",
            "san jose",
            "seattle",
        ],
    ),
    ("America/Mexico_City", &["guadalajara", "puebla"]),
    (
        "America/New_York",
        &[
            "atlanta",
            "baltimore",
            "boston",
            "charlotte",
            "cleveland",
            "columbus",
            "miami",
            "orlando",
            "philadelphia",
            "pittsburgh",
            "washington",
            "washington dc",
        ],
    ),
    ("America/Phoenix", &["tucson"]),
    (
        "America/Sao_Paulo",
        &[
            "belo horizonte",
            "brasilia",
            "brasília",
            "curitiba",
            "porto alegre",
            "rio de janeiro",
            "salvador",
        ],
    ),
    ("America/Argentina/Buenos_Aires", &["rosario"]),
    ("America/Bogota", &["medellin", "medellín", "cali"]),
    ("America/Guayaquil", &["quito"]),
    ("America/Toronto", &["ottawa", "québec", "quebec"]),
    ("Asia/Ho_Chi_Minh", &["hanoi"]),
    ("Asia/Jerusalem", &["haifa"]),
    ("Asia/Karachi", &["islamabad", "lahore"]),
    (
        "Asia/Kolkata",
        &[
            "ahmedabad",
            "bangalore",
            "bengaluru",
            "chennai",
            "delhi",
            "hyderabad",
            "mumbai",
            "new delhi",
            "pune",
        ],
    ),
    ("Asia/Dubai", &["abu dhabi"]),
    ("Asia/Riyadh", &["jeddah", "mecca", "medina"]),
    (
        "Asia/Shanghai",
        &[
            "beijing",
            "chengdu",
            "guangzhou",
            "nanjing",
            "shenzhen",
            "tianjin",
            "wuhan",
            "xi'an",
            "xian",
        ],
    ),
    (
        "Asia/Tokyo",
        &["kobe", "kyoto", "nagoya", "osaka", "sapporo", "yokohama"],
    ),
    ("Asia/Seoul", &["busan", "incheon"]),
    ("Asia/Yangon", &["mandalay"]),
    ("Australia/Sydney", &["canberra", "newcastle"]),
    ("Australia/Brisbane", &["gold coast"]),
    (
        "Europe/Amsterdam",
        &["rotterdam", "the hague", "utrecht", "den haag", "eindhoven"],
    ),
    ("Europe/Athens", &["thessaloniki"]),
    (
        "Europe/Berlin",
        &[
            "bonn",
            "bremen",
            "cologne",
            "dortmund",
            "dresden",
            "düsseldorf",
            "dusseldorf",
            "essen",
            "frankfurt",
            "hamburg",
            "hannover",
            "hanover",
            "karlsruhe",
            "köln",
            "leipzig",
            "munich",
            "münchen",
            "nuremberg",
            "nürnberg",
            "stuttgart",
        ],
    ),
    (
        "Europe/Brussels",
        &[
            "antwerp",
            "antwerpen",
            "bruges",
            "ghent",
            "gent",
            "liège",
            "liege",
        ],
    ),
    ("Europe/Copenhagen", &["aarhus", "odense"]),
    ("Europe/Dublin", &["cork", "galway"]),
    ("Europe/Helsinki", &["espoo", "tampere", "turku"]),
    ("Europe/Istanbul", &["ankara", "izmir"]),
    ("Europe/Kyiv", &["kharkiv", "lviv", "odesa"]),
    ("Europe/Lisbon", &["porto", "coimbra"]),
    (
        "Europe/London",
        &[
            "birmingham",
            "bristol",
            "cambridge",
            "cardiff",
            "edinburgh",
            "glasgow",
            "leeds",
            "liverpool",
            "manchester",
            "nottingham",
            "oxford",
            "sheffield",
            "york",
        ],
    ),
    (
        "Europe/Madrid",
        &[
            "barcelona",
            "bilbao",
            "granada",
            "málaga",
            "malaga",
            "seville",
            "sevilla",
            "valencia",
            "zaragoza",
        ],
    ),
    ("Europe/Oslo", &["bergen", "trondheim"]),
    (
        "Europe/Paris",
        &[
            "bordeaux",
            "grenoble",
            "lille",
            "lyon",
            "marseille",
            "montpellier",
            "nantes",
            "nice",
            "rennes",
            "strasbourg",
            "toulouse",
        ],
    ),
    ("Europe/Prague", &["brno"]),
    (
        "Europe/Rome",
        &[
            "bari", "bologna", "florence", "firenze", "genoa", "milan", "milano", "naples",
            "napoli", "palermo", "pisa", "turin", "torino", "trieste", "venice", "venezia",
        ],
    ),
    (
        "Europe/Stockholm",
        &["gothenburg", "göteborg", "malmö", "malmo", "uppsala"],
    ),
    (
        "Europe/Vienna",
        &["graz", "innsbruck", "linz", "salzburg", "wien"],
    ),
    (
        "Europe/Warsaw",
        &[
            "gdańsk", "gdansk", "krakow", "kraków", "łódź", "poznań", "poznan", "wrocław",
            "wroclaw",
        ],
    ),
    (
        "Europe/Zurich",
        &[
            "basel", "bern", "geneva", "genève", "genf", "lausanne", "zürich",
        ],
    ),
    ("Pacific/Auckland", &["christchurch", "wellington"]),
];

/// Abbreviations, with a zone in which people use them. They name a time of the year and not a place.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("AEDT", "Australia/Sydney"),
    ("AEST", "Australia/Sydney"),
    ("BST", "Europe/London"),
    ("CDT", "America/Chicago"),
    ("CEST", "Europe/Paris"),
    ("CET", "Europe/Paris"),
    ("CST", "America/Chicago"),
    ("EDT", "America/New_York"),
    ("EEST", "Europe/Athens"),
    ("EET", "Europe/Athens"),
    ("EST", "America/New_York"),
    ("IST", "Asia/Kolkata"),
    ("JST", "Asia/Tokyo"),
    ("MDT", "America/Denver"),
    ("MESZ", "Europe/Berlin"),
    ("MEZ", "Europe/Berlin"),
    ("MST", "America/Denver"),
    ("PDT", "America/Los_Angeles"),
    ("PST", "America/Los_Angeles"),
    ("WEST", "Europe/Lisbon"),
    ("WET", "Europe/Lisbon"),
];

/// The zone of a city, with its region before it or without: `Europe/Munich`, `san francisco`.
pub(super) fn zone_of_city(written: &str) -> Option<&'static str> {
    let city = written.rsplit('/').next().unwrap_or(written);
    let city = city.trim().replace(['_', '-'], " ").to_lowercase();
    CITIES
        .iter()
        .find(|(_, cities)| cities.contains(&city.as_str()))
        .map(|(zone, _)| *zone)
}

/// A zone in which this abbreviation is used.
pub(super) fn zone_of_abbreviation(written: &str) -> Option<&'static str> {
    let written = written.trim();
    ABBREVIATIONS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(written))
        .map(|(_, zone)| *zone)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZoneDatabase;

    use super::{ABBREVIATIONS, CITIES};

    #[test]
    fn every_zone_exists_and_no_city_is_named_twice() {
        let database = TimeZoneDatabase::bundled();
        let zones = CITIES.iter().map(|(zone, _)| zone);
        for zone in zones.chain(ABBREVIATIONS.iter().map(|(_, zone)| zone)) {
            assert!(database.get(zone).is_ok(), "{zone}");
        }
        let mut cities: Vec<_> = CITIES.iter().flat_map(|(_, cities)| *cities).collect();
        let count = cities.len();
        cities.sort();
        cities.dedup();
        assert_eq!(cities.len(), count);
    }
}

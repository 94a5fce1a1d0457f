//! Abbreviations, units and acronyms with what is said for them. American usage.

/// When a full stop after an abbreviation belongs to it alone, and when it may also end a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dot {
    /// A title: a name follows, the sentence goes on.
    Inner,
    /// The sentence ends here if a new one seems to begin.
    MayEnd,
}

/// Read only with their dot ("Gen." is a rank, "Gen" a name), as written or with a capital.
const DOTTED: &[(&str, &str, Dot)] = &[
    ("Mr", "Mister", Dot::Inner),
    ("Mrs", "Missus", Dot::Inner),
    ("Ms", "Mizz", Dot::Inner),
    ("Prof", "Professor", Dot::Inner),
    ("Rev", "Reverend", Dot::Inner),
    ("Gen", "General", Dot::Inner),
    ("Gov", "Governor", Dot::Inner),
    ("Sen", "Senator", Dot::Inner),
    ("Rep", "Representative", Dot::Inner),
    ("Capt", "Captain", Dot::Inner),
    ("Lt", "Lieutenant", Dot::Inner),
    ("Sgt", "Sergeant", Dot::Inner),
    ("Col", "Colonel", Dot::Inner),
    ("Hon", "Honorable", Dot::Inner),
    ("Mt", "Mount", Dot::Inner),
    ("Ft", "Fort", Dot::Inner),
    ("vs", "versus", Dot::Inner),
    ("approx", "approximately", Dot::Inner),
    ("e.g", "for example", Dot::Inner),
    ("i.e", "that is", Dot::Inner),
    ("no", "number", Dot::Inner),
    ("ext", "extension", Dot::Inner),
    ("attn", "attention", Dot::Inner),
    ("fig", "figure", Dot::Inner),
    ("vol", "volume", Dot::Inner),
    ("tel", "telephone", Dot::Inner),
    ("cf", "compare", Dot::Inner),
    ("Jr", "Junior", Dot::MayEnd),
    ("Sr", "Senior", Dot::MayEnd),
    ("Inc", "Incorporated", Dot::MayEnd),
    ("Corp", "Corporation", Dot::MayEnd),
    ("Ltd", "Limited", Dot::MayEnd),
    ("Co", "Company", Dot::MayEnd),
    ("Bros", "Brothers", Dot::MayEnd),
    ("Assoc", "Associates", Dot::MayEnd),
    ("Assn", "Association", Dot::MayEnd),
    ("Dept", "Department", Dot::MayEnd),
    ("Univ", "University", Dot::MayEnd),
    ("Mfg", "Manufacturing", Dot::MayEnd),
    ("Mgmt", "Management", Dot::MayEnd),
    ("Mgr", "Manager", Dot::MayEnd),
    ("Dir", "Director", Dot::MayEnd),
    ("Asst", "Assistant", Dot::MayEnd),
    ("Eng", "Engineering", Dot::MayEnd),
    ("Intl", "International", Dot::MayEnd),
    ("Govt", "Government", Dot::MayEnd),
    ("Ave", "Avenue", Dot::MayEnd),
    ("Blvd", "Boulevard", Dot::MayEnd),
    ("Rd", "Road", Dot::MayEnd),
    ("Ln", "Lane", Dot::MayEnd),
    ("Hwy", "Highway", Dot::MayEnd),
    ("Pkwy", "Parkway", Dot::MayEnd),
    ("Ste", "Suite", Dot::MayEnd),
    ("Apt", "Apartment", Dot::MayEnd),
    ("Bldg", "Building", Dot::MayEnd),
    ("Fl", "Floor", Dot::MayEnd),
    ("Rm", "Room", Dot::MayEnd),
    ("etc", "et cetera", Dot::MayEnd),
    ("appt", "appointment", Dot::MayEnd),
    ("min", "minutes", Dot::MayEnd),
    ("hr", "hour", Dot::MayEnd),
    ("hrs", "hours", Dot::MayEnd),
    ("yr", "year", Dot::MayEnd),
    ("yrs", "years", Dot::MayEnd),
    ("a.m", "A M", Dot::MayEnd),
    ("p.m", "P M", Dot::MayEnd),
    ("Mon", "Monday", Dot::MayEnd),
    ("Tue", "Tuesday", Dot::MayEnd),
    ("Tues", "Tuesday", Dot::MayEnd),
    ("Wed", "Wednesday", Dot::MayEnd),
    ("Thu", "Thursday", Dot::MayEnd),
    ("Thur", "Thursday", Dot::MayEnd),
    ("Thurs", "Thursday", Dot::MayEnd),
    ("Fri", "Friday", Dot::MayEnd),
    ("Sat", "Saturday", Dot::MayEnd),
    ("Sun", "Sunday", Dot::MayEnd),
];

/// Read with or without a dot: nobody writes these meaning anything else.
const BARE: &[(&str, &str)] = &[
    ("Mr", "Mister"),
    ("Mrs", "Missus"),
    ("Ms", "Mizz"),
    ("Dr", "Doctor"),
    ("Prof", "Professor"),
    ("Inc", "Incorporated"),
    ("Ltd", "Limited"),
    ("Corp", "Corporation"),
    ("Blvd", "Boulevard"),
    ("Dept", "Department"),
    ("approx", "approximately"),
    ("vs", "versus"),
    ("etc", "et cetera"),
    ("appt", "appointment"),
    ("w/", "with"),
    ("w/o", "without"),
    ("&", "and"),
    ("@", "at"),
    ("+", "plus"),
    ("=", "equals"),
    ("%", "percent"),
    ("PhD", "P H D"),
    ("Ph.D", "P H D"),
    ("LinkedIn", "Linked In"),
    ("GmbH", "G M B H"),
    ("B2B", "B to B"),
    ("B2C", "B to C"),
    ("24/7", "twenty four seven"),
    ("9-1-1", "nine one one"),
    ("911", "nine one one"),
    ("401k", "four oh one K"),
    ("401(k", "four oh one K"),
    ("1/2", "one half"),
    ("1/3", "one third"),
    ("2/3", "two thirds"),
    ("1/4", "one quarter"),
    ("3/4", "three quarters"),
    ("½", "one half"),
    ("¼", "one quarter"),
    ("¾", "three quarters"),
    ("wifi", "why fie"),
    ("WiFi", "why fie"),
    ("Wi-Fi", "why fie"),
    ("Hmm", "hmm"),
    ("Hm", "hmm"),
    ("Mm-hmm", "mm hmm"),
    ("Mhm", "mm hmm"),
    ("mhm", "mm hmm"),
];

/// One, many. Only after a figure.
const UNITS: &[(&str, &str, &str)] = &[
    ("km", "kilometer", "kilometers"),
    ("cm", "centimeter", "centimeters"),
    ("mm", "millimeter", "millimeters"),
    ("kg", "kilogram", "kilograms"),
    ("mg", "milligram", "milligrams"),
    ("lb", "pound", "pounds"),
    ("lbs", "pound", "pounds"),
    ("oz", "ounce", "ounces"),
    ("ft", "foot", "feet"),
    ("sqft", "square foot", "square feet"),
    ("mi", "mile", "miles"),
    ("yd", "yard", "yards"),
    ("mph", "mile per hour", "miles per hour"),
    ("kph", "kilometer per hour", "kilometers per hour"),
    ("km/h", "kilometer per hour", "kilometers per hour"),
    ("hr", "hour", "hours"),
    ("hrs", "hour", "hours"),
    ("min", "minute", "minutes"),
    ("mins", "minute", "minutes"),
    ("sec", "second", "seconds"),
    ("secs", "second", "seconds"),
    ("ms", "millisecond", "milliseconds"),
    ("yr", "year", "years"),
    ("yrs", "year", "years"),
    ("wk", "week", "weeks"),
    ("wks", "week", "weeks"),
    ("Hz", "hertz", "hertz"),
    ("kHz", "kilohertz", "kilohertz"),
    ("MHz", "megahertz", "megahertz"),
    ("GHz", "gigahertz", "gigahertz"),
    ("KB", "kilobyte", "kilobytes"),
    ("MB", "megabyte", "megabytes"),
    ("GB", "gigabyte", "gigabytes"),
    ("TB", "terabyte", "terabytes"),
    ("Mbps", "megabit per second", "megabits per second"),
    ("kW", "kilowatt", "kilowatts"),
    ("kWh", "kilowatt hour", "kilowatt hours"),
    ("MW", "megawatt", "megawatts"),
    ("GW", "gigawatt", "gigawatts"),
    ("psi", "P S I", "P S I"),
    ("rpm", "R P M", "R P M"),
    ("°", "degree", "degrees"),
    ("°F", "degree Fahrenheit", "degrees Fahrenheit"),
    ("°C", "degree Celsius", "degrees Celsius"),
    ("%", "percent", "percent"),
    ("pct", "percent", "percent"),
];

/// Capitals that are said as a word; every other run of capitals is left to the pronunciation, which spells
/// what is no word.
const WORDS_IN_CAPITALS: &[(&str, &str)] = &[
    ("CAD", "cad"),
    ("CAM", "cam"),
    ("BIM", "bim"),
    ("AutoCAD", "auto cad"),
    ("LEED", "leed"),
    ("OSHA", "osha"),
    ("NASA", "nasa"),
    ("HVAC", "H vack"),
    ("STEM", "stem"),
    ("MATLAB", "mat lab"),
    ("SCADA", "skay da"),
    ("SolidWorks", "solid works"),
    ("JavaScript", "java script"),
    ("GitHub", "git hub"),
    ("YouTube", "you tube"),
];

/// What is said for an abbreviation that stands with its dot.
pub fn dotted(word: &str) -> Option<(&'static str, Dot)> {
    DOTTED.iter().find(|(short, ..)| same(short, word)).map(|&(_, said, dot)| (said, dot))
}

pub fn bare(word: &str) -> Option<&'static str> {
    BARE.iter().chain(WORDS_IN_CAPITALS).find(|(short, _)| *short == word).map(|&(_, said)| said)
}

pub fn unit(word: &str, is_one: bool) -> Option<&'static str> {
    let found = UNITS.iter().find(|(short, ..)| *short == word)?;
    Some(if is_one { found.1 } else { found.2 })
}

/// "Approx" is "approx", but "mr" is not "Mr": a capital may be added, not taken away. "A.M" is "a.m".
fn same(short: &str, word: &str) -> bool {
    if short == word {
        return true;
    }
    let mut letters = word.chars();
    let Some(first) = letters.next() else { return false };
    let lowered: String = first.to_lowercase().chain(letters).collect();
    short == lowered || (short.contains('.') && short.eq_ignore_ascii_case(word))
}

const MONTHS: [(&str, &str); 12] = [
    ("Jan", "January"),
    ("Feb", "February"),
    ("Mar", "March"),
    ("Apr", "April"),
    ("May", "May"),
    ("Jun", "June"),
    ("Jul", "July"),
    ("Aug", "August"),
    ("Sep", "September"),
    ("Oct", "October"),
    ("Nov", "November"),
    ("Dec", "December"),
];

/// The month that a word names, written out or short ("Sept" too).
pub fn month(word: &str) -> Option<&'static str> {
    let found = MONTHS.iter().find(|(short, full)| word == *short || word == *full);
    found.map(|&(_, full)| full).or((word == "Sept").then_some("September"))
}

/// Month 1 to 12.
pub fn month_number(number: u64) -> Option<&'static str> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    MONTHS.get(index).map(|&(_, full)| full)
}

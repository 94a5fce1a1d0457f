//! How common names are said where the dictionary lacks them and the character model guesses wrong.
//!
//! On a telephone the name is the word that must be right. In misaki's alphabet (A as in "day", I as in "my",
//! O as in "go", W as in "now", Y as in "boy"); American usage; lower case, read only when capitalised.

const NAMES: &[(&str, &str)] = &[
    // First names.
    ("ahmed", "ˈɑmɛd"), ("alejandro", "ˌɑləhˈɑndɹO"), ("amanda", "əmˈændə"), ("anand", "ɑnˈɑnd"),
    ("andre", "ˈɑndɹA"), ("andrea", "ˈændɹiə"), ("angela", "ˈænʤələ"), ("anita", "ənˈiTə"),
    ("carolyn", "kˈɛɹəlɪn"), ("catherine", "kˈæθɹɪn"), ("cheryl", "ʃˈɛɹəl"), ("christine", "kɹɪstˈin"),
    ("dana", "dˈAnə"), ("danielle", "dænjˈɛl"), ("deepak", "dˈipɑk"), ("denise", "dənˈis"), ("donald", "dˈɑnᵊld"),
    ("dorothy", "dˈɔɹəθi"), ("dylan", "dˈɪlən"), ("elena", "əlˈAnə"), ("ethan", "ˈiθən"), ("evelyn", "ˈɛvəlɪn"),
    ("hassan", "hɑsˈɑn"), ("hiro", "hˈiɹO"), ("jacqueline", "ʤˈækəlɪn"), ("jan", "ʤˈæn"), ("janet", "ʤˈænət"),
    ("javier", "hˌɑviˈɛɹ"), ("jorge", "hˈɔɹhA"), ("jose", "hOzˈA"), ("juan", "wˈɑn"), ("katherine", "kˈæθɹɪn"),
    ("luis", "luˈis"), ("marie", "məɹˈi"), ("marilyn", "mˈɛɹəlɪn"), ("michelle", "mɪʃˈɛl"), ("miguel", "mɪɡˈɛl"),
    ("nadia", "nˈɑdiə"), ("naomi", "nAˈOmi"), ("natalie", "nˈæTᵊli"), ("nicole", "nɪkˈOl"), ("olga", "ˈOlɡə"),
    ("olivia", "əlˈɪviə"), ("omar", "ˈOmɑɹ"), ("pamela", "pˈæmələ"), ("priya", "pɹˈijə"), ("ramon", "ɹəmˈOn"),
    ("renee", "ɹənˈA"), ("ronald", "ɹˈɑnᵊld"), ("russell", "ɹˈʌsᵊl"), ("sanjay", "sˈɑnʤA"), ("sara", "sˈɛɹə"),
    ("sean", "ʃˈɔn"), ("sergei", "sˈɛɹɡA"), ("sheila", "ʃˈilə"), ("siobhan", "ʃɪvˈɔn"), ("sophia", "səfˈiə"),
    ("tara", "tˈɛɹə"), ("teresa", "təɹˈisə"), ("theresa", "təɹˈisə"), ("wei", "wˈA"), ("yolanda", "jOlˈɑndə"),
    ("zachary", "zˈækəɹi"),
    // Surnames.
    ("alvarez", "ˈælvəɹɛz"), ("castillo", "kæstˈijO"), ("chavez", "ʧˈɑvɛz"), ("cohen", "kˈOən"), ("cruz", "kɹˈuz"),
    ("diaz", "dˈiɑz"), ("donovan", "dˈɑnəvən"), ("ellis", "ˈɛlɪs"), ("evans", "ˈɛvənz"),
    ("fitzgerald", "fɪtsʤˈɛɹᵊld"), ("fuentes", "fwˈɛntAs"), ("garcia", "ɡɑɹsˈiə"), ("gonzalez", "ɡənzˈɑlɛz"),
    ("gutierrez", "ɡˌutiˈɛɹɛz"), ("hernandez", "hɛɹnˈændɛz"), ("herrera", "hɛɹˈɛɹə"), ("hoang", "hwˈɑŋ"),
    ("huang", "hwˈɑŋ"), ("jimenez", "hɪmˈɛnɛz"), ("kowalczyk", "kəvˈɑlʧɪk"), ("liu", "ljˈu"), ("meyer", "mˈIəɹ"),
    ("ng", "ˈɛŋ"), ("nguyen", "wˈɪn"), ("okafor", "ˈOkəfɔɹ"), ("olson", "ˈOlsən"), ("ortiz", "ɔɹtˈiz"),
    ("patel", "pətˈɛl"), ("ramirez", "ɹəmˈɪɹɛz"), ("ramos", "ɹˈɑmOs"), ("reyes", "ɹˈAɛz"), ("rivera", "ɹɪvˈɛɹə"),
    ("rodriguez", "ɹɑdɹˈiɡɛz"), ("sanchez", "sˈænʧɛz"), ("sullivan", "sˈʌləvən"), ("torres", "tˈɔɹɛz"),
    ("whitaker", "wˈɪTəkəɹ"), ("wong", "wˈɔŋ"), ("zhang", "ʤˈɑŋ"),
];

/// The phonemes of a capitalised name that the table knows.
pub fn name(word: &str) -> Option<&'static str> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let lowered = word.to_lowercase();
    NAMES.iter().find(|(name, _)| *name == lowered).map(|&(_, phonemes)| phonemes)
}

/// The names and their phonemes, for a check against the voice's vocabulary.
#[cfg(test)]
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.iter().copied()
}

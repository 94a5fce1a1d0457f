use super::{sentences, spoken};
use proptest::prelude::*;

#[track_caller]
fn case(written: &str, expected: &str) {
    assert_eq!(spoken(written), expected, "for {written:?}");
}

#[test]
fn telephone_numbers_are_grouped_digit_by_digit() {
    let number = "six one two, five five five, oh one four two";
    case("You can reach him at 612-555-0142.", &format!("You can reach him at {number}."));
    case("(612) 555-0142", number);
    case("612.555.0142", number);
    case("612 555 0142", number);
    case("6125550142", number);
    case("+1 612 555 0142", &format!("one, {number}"));
    case("It's 555-0142, right?", "It's five five five, oh one four two, right?");
    case("1-800-555-0142", "one, eight hundred, five five five, oh one four two");
    case("612-555-0142 ext. 204", &format!("{number} extension two oh four"));
    case("020 7946 0123, please", "oh two oh, seven nine four six, oh one two three, please");
    case("+44 20 7946 0123", "plus four four, two oh, seven nine four six, oh one two three");
    case("612-555-0142, extension 204", &format!("{number}, extension two oh four"));
    case("We have 612 employees.", "We have six hundred twelve employees.");
}

#[test]
fn times_of_day() {
    case("at 9:30am.", "at nine thirty A M.");
    case("Thursday at 2:30 pm, then?", "Thursday at two thirty P M, then?");
    case("10:00 works", "ten o'clock works");
    case("at 9 a.m. Thursday", "at nine A M Thursday");
    case("at 9 a.m. We open then.", "at nine A M. We open then.");
    case("by 5 p.m.", "by five P M.");
    case("at 2:05", "at two oh five");
    case("9:00 AM sharp", "nine A M sharp");
    case("9:30-10:15am", "nine thirty to ten fifteen A M");
    case("from 9-5", "from nine to five");
    case("At 9 I am free", "At nine I am free");
}

#[test]
fn money_percent_and_units() {
    case("a $12.5 million project", "a twelve point five million dollar project");
    case("worth $12.5 million.", "worth twelve point five million dollars.");
    case("a 5 km run", "a five kilometer run");
    case("$1", "one dollar");
    case("$1,200.50", "one thousand two hundred dollars and fifty cents");
    case("$0.99!", "ninety nine cents!");
    case("$80k-$90k", "eighty to ninety thousand dollars");
    case("$80,000-$90,000", "eighty thousand to ninety thousand dollars");
    case("£5", "five pounds");
    case("$45/hour", "forty five dollars an hour");
    case("by 15%", "by fifteen percent");
    case("5-10% less", "five to ten percent less");
    case("3.05 percent", "three point oh five percent");
    case("5 km away", "five kilometers away");
    case("1 km", "one kilometer");
    case("6 ft. tall", "six feet tall");
    case("about 20 mins.", "about twenty minutes.");
    case("10+ years", "ten plus years");
    case("2x faster", "two times faster");
}

#[test]
fn dates_years_ordinals_ranges() {
    case("on Jan. 5", "on January fifth");
    case("on Jan. 5, 2026.", "on January fifth, twenty twenty six.");
    case("March 3-5", "March third to fifth");
    case("May 12th?", "May twelfth?");
    case("in Sept. we", "in September we");
    case("since 2019", "since twenty nineteen");
    case("2019-2024", "twenty nineteen to twenty twenty four");
    case("2026-05-12", "May twelfth, twenty twenty six");
    case("5/12/2026", "May twelfth, twenty twenty six");
    case("the 1990s and '90s", "the nineteen nineties and nineties");
    case("the 21st floor", "the twenty first floor");
    case("3-5 years", "three to five years");
    case("3 - 5 years", "three to five years");
    case("1,250 people", "one thousand two hundred fifty people");
    case("-40", "minus forty");
    case("Jan said hi", "Jan said hi");
    case("Ask for Jan.", "Ask for Jan.");
    case("by the end of Jan. at best", "by the end of January at best");
    case("May I ask", "May I ask");
}

#[test]
fn abbreviations_and_initials() {
    case("Mr. Ellis and Ms. Ortiz", "Mister Ellis and Mizz Ortiz");
    case("Dr. Park lives on Oak Dr.", "Doctor Park lives on Oak Drive.");
    case("St. Paul, 12 Main St. Denver", "Saint Paul, twelve Main Street Denver");
    case("on Main St. at noon", "on Main Street at noon");
    case("Meridian Inc. is", "Meridian Incorporated is");
    case("Meridian Inc. We", "Meridian Incorporated. We");
    case("approx. 40", "approximately forty");
    case("J. K. Ellis", "J K Ellis");
    case("the U.S. office", "the U S office");
    case("resumes, portfolios, etc.", "resumes, portfolios, et cetera.");
    case("I said no. Five people", "I said no. Five people");
    case("No. 5", "number five");
    case("R&D", "R and D");
    case("drafting & design", "drafting and design");
    case("CAD, PDF and HR", "cad, PDF and HR");
    case("room 204", "room two oh four");
    case("Q3 and B2B", "Q three and B to B");
    case("dana@meridian.com", "dana at meridian dot com");
    case("www.meridian.com/jobs", "W W W dot meridian dot com slash jobs");
    case("and/or", "and or");
}

#[test]
fn punctuation_is_what_can_be_heard() {
    case("“Hello,” she said.", "Hello, she said.");
    case("Robert (our manager) is out", "Robert, our manager, is out");
    case("Wait... what?", "Wait… what?");
    case("well—maybe", "well — maybe");
    case("well -- maybe", "well — maybe");
    case("yes,please", "yes, please");
    case("don’t", "don't");
    case("a follow-up call", "a follow-up call");
    case("[x](y)", "x y");
    case("😀", "");
    case("", "");
}

#[test]
fn sentences_end_where_people_end_them() {
    let split = |text| sentences(text).join("|");
    assert_eq!(split("Hi. How are you?  Fine!"), "Hi.|How are you?|Fine!");
    assert_eq!(split("Mr. Ellis is in. Hold on"), "Mr. Ellis is in.|Hold on");
    assert_eq!(split("At 9 a.m. on Thursday."), "At 9 a.m. on Thursday.");
    assert_eq!(split("At 9 a.m. We open."), "At 9 a.m.|We open.");
    assert_eq!(split("Wait... what?"), "Wait... what?");
    assert_eq!(split("One\n\nTwo"), "One|Two");
    assert_eq!(split("One\nline"), "One\nline");
    assert_eq!(split(" … "), "");
    assert_eq!(split("\"Come in.\" She waited."), "\"Come in.\"|She waited.");
}

proptest! {
    /// Whatever is written, only letters, apostrophes, hyphens, spaces and audible marks are said.
    #[test]
    fn nothing_unspeakable_is_left(text in "\\PC{0,80}") {
        for character in spoken(&text).chars() {
            prop_assert!(
                character.is_alphabetic() || " '-,.?!;:—…".contains(character),
                "{character:?} of {text:?}"
            );
        }
    }

    /// No word is lost or invented between sentences: saying them one by one says the same figures.
    #[test]
    fn sentences_cover_the_text(text in "[A-Za-z0-9 .,?!$%:/()-]{0,120}") {
        let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&sentences(&text).concat()), if sentences(&text).is_empty() { String::new() } else { letters(&text) });
    }
}

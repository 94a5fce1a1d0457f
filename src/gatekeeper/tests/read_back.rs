//! What was heard is kept, and said back.

use super::*;

#[test]
fn a_kept_time_outlives_its_turn_and_another_does_not() {
    let scenario = small();
    let mut gatekeeper = begun(&scenario);
    gatekeeper.answer(Input::Understood(&said(Meant::None, &[], &[(FactKind::Time, "tuesday")])));
    let step = gatekeeper.answer(Input::Understood(&act("ask_best_time")));
    assert_eq!(words(&step), "Thursday it is. / HangUp");
    let timed = said(Meant::Move("ask_best_time".into()), &[], &[(FactKind::Time, "friday at two")]);
    let step = begun(&scenario).answer(Input::Understood(&timed));
    assert_eq!(step.ended.map(|ended| ended.summary), Some("Won, on Friday at two.".to_owned()));
}

#[test]
fn what_is_written_down_is_read_back() {
    let scenario = small();
    let number = [(FactKind::Telephone, "6125550173"), (FactKind::Spelled, "Swann")];
    let mut gatekeeper = begun(&scenario);
    let step =
        gatekeeper.answer(Input::Understood(&said(Meant::Move("offer_callback".into()), &[], &number)));
    assert_eq!(words(&step), "612-555-0173. S, W, A, double N. When?");
    let late = said(Meant::Move("ask_best_time".into()), &[], &[(FactKind::Time, "friday at two")]);
    assert_eq!(words(&gatekeeper.answer(Input::Understood(&late))), "Friday at two it is. / HangUp");
    // A machine says nothing back.
    let mut gatekeeper = begun(&scenario);
    gatekeeper.answer(Input::Understood(&act("leave_message")));
    let step = gatekeeper.answer(Input::Understood(&said(Meant::None, &[], &number)));
    assert!(!words(&step).contains("612"), "{}", words(&step));
}

//! `trouvaille rollback`.

use std::time::{Duration, Instant};

use support::application::{Finished, PATIENCE, Server, run};

use super::rebuild;
use crate::generations::{Workshop, largest_file, total};

fn roll_back(workshop: &Workshop, more: &[&str]) -> Finished {
    let index = workshop.index();
    let index = index.to_str().unwrap();
    run(["rollback", "--index", index]
        .into_iter()
        .chain(more.iter().copied()))
}

#[tokio::test]
async fn a_rollback_makes_the_generation_before_live_and_a_server_takes_it_over() {
    let workshop = Workshop::with(2).await;
    let first = workshop.live();
    assert_eq!(rebuild(&workshop, 3, &[]).code, Some(0));
    let second = workshop.live();
    let server = Server::start(&workshop.index());
    let back = roll_back(&workshop, &[]);
    assert_eq!(back.code, Some(0), "{back:?}");
    assert_eq!(
        back.stdout,
        format!("generation {first} is live, instead of {second}\n")
    );
    assert_eq!(workshop.live(), first);
    let started = Instant::now();
    while server.get("/readyz").await.json()["generation"] != first {
        assert!(started.elapsed() < PATIENCE, "it is not taken over");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // What was rolled back from is no place to roll back to, unless it is named.
    let nowhere = roll_back(&workshop, &[]);
    assert_eq!(nowhere.code, Some(1), "{nowhere:?}");
    assert!(
        nowhere.stderr.contains("no earlier generation"),
        "{nowhere:?}"
    );
    assert_eq!(workshop.live(), first);
    let status = run(["status", "--index", workshop.index().to_str().unwrap()]).stdout;
    assert!(
        status.contains(&format!("{second} (rolled back)")),
        "{status}"
    );
    assert_eq!(roll_back(&workshop, &[&second]).code, Some(0));
    assert_eq!(workshop.live(), second);
}

#[tokio::test]
async fn the_next_build_keeps_what_was_rolled_back_to() {
    let workshop = Workshop::with(2).await;
    let first = workshop.live();
    assert_eq!(rebuild(&workshop, 3, &[]).code, Some(0));
    assert_eq!(roll_back(&workshop, &[]).code, Some(0));
    assert_eq!(rebuild(&workshop, 4, &[]).code, Some(0));
    assert_eq!(workshop.names(), [first, workshop.live()]);
}

#[tokio::test]
async fn a_rollback_refuses_what_is_damaged_or_was_never_live() {
    let workshop = Workshop::with(2).await;
    let (first, damaged) = (workshop.live(), workshop.live_directory());
    assert_eq!(rebuild(&workshop, 3, &["--keep", "5"]).code, Some(0));
    let second = workshop.live();
    assert_eq!(rebuild(&workshop, 4, &["--keep", "5"]).code, Some(0));
    let third = workshop.live();
    super::damage::flip(&largest_file(&damaged));
    for (name, reason) in [
        ("20200101T000000.000Z-00000000", "was ever live here"),
        ("../../etc", "was ever live here"),
        (&first, "are not those that were written"),
    ] {
        let refused = roll_back(&workshop, &[name]);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.stderr.contains(reason), "{refused:?}");
        assert_eq!(workshop.live(), third);
    }
    // Without a name the damaged one is passed over.
    assert_eq!(roll_back(&workshop, &[]).code, Some(0));
    assert_eq!(workshop.live(), second);
    assert_eq!(roll_back(&workshop, &[]).code, Some(1));
    assert_eq!(total(&workshop.index()), 3);
}

#[test]
fn without_an_index_there_is_nothing_to_roll_back() {
    let workshop = super::empty();
    let refused = roll_back(&workshop, &[]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("no index at"), "{refused:?}");
    assert!(!workshop.index().exists());
}

//! What an operator does beside serving: settings from everywhere, a copy while it runs.

use serde_json::json;

use super::database;
use super::harness::{BATCH, answer, client, tap};
use super::process::{Place, Process, run};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn flags_go_before_variables_and_these_before_a_file() {
    let place = Place::new().await;
    let file = "listen = \"127.0.0.1:1\"\nlog = \"warn\"\nrate_per_key = 7\nbehind_proxy = true\nkeep_personal = \"30d\"\n";
    std::fs::write(place.path().join("sayso.toml"), file).unwrap();
    let output = run(&place, &["--check-config", "--config", "sayso.toml", "--listen", "127.0.0.1:2"]);
    let said = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    for line in [
        "listen = \"127.0.0.1:2\" (flag): ",
        " (variable): where the events are kept",
        "log = \"warn\" (file): ",
        "rate_per_key = \"7\" (file): ",
        "behind_proxy = \"true\" (file): ",
        "keep_personal = \"30d\" (file): ",
        "open = \"false\" (default): ",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
}

#[tokio::test]
async fn a_setting_that_cannot_be_is_named_before_anything_starts() {
    let place = Place::new().await;
    for (file, expected) in [
        ("lisen = \"x\"", "\"lisen\" is no setting; did you mean \"listen\"?"),
        ("listen = [1]", "\"listen\" is one text"),
        ("listen = ", "sayso.toml: "),
        ("open = \"perhaps\"", "--open: expected true or false, found \"perhaps\""),
        ("rate_per_key = -1", "--rate-per-key: expected a number"),
        ("keep_personal = \"1y\"", "--keep-personal: expected a number of days such as 365d"),
        ("log = \"loud\"", "--log: expected off"),
        ("open = true\nlisten = \"0.0.0.0:1\"", "--open lets anybody write"),
    ] {
        std::fs::write(place.path().join("sayso.toml"), file).unwrap();
        let output = run(&place, &["--check-config", "--config", "sayso.toml"]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{file}");
        assert!(said.contains(expected) && said.lines().count() == 1, "{file}: {said}");
    }
}

#[tokio::test]
async fn a_password_is_not_shown() {
    let place = Place::new().await;
    let url = "postgres://me:hunter2@db.example/sayso";
    let said = text(&run(&place, &["--check-config", "--database", url]).stdout);
    assert!(said.contains("postgres://me:%E2%80%A6@db.example/sayso") && !said.contains("hunter2"), "{said}");
}

#[tokio::test]
async fn a_copy_of_a_running_collector_holds_everything() {
    let place = Place::new().await;
    let process = Process::start(&place, &["--open"]);
    let send = async |number: usize| {
        let batch: Vec<_> = (0..number).map(|_| tap(4)).collect();
        let request = client().post(process.url("/v1/events")).header("content-type", BATCH);
        assert_eq!(answer(request.body(json!(batch).to_string())).await.0, 202);
    };
    send(100).await;
    let output = run(&place, &["backup", "copy"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    send(1).await;
    let again = run(&place, &["backup", "copy"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("copy: is there already"));
    let copy = place.path().join("copy");
    if database::ON_POSTGRES {
        // An archive of pg_dump's own format.
        assert!(std::fs::read(copy).unwrap().starts_with(b"PGDMP"));
        return;
    }
    let url = format!("sqlite:{}", copy.display());
    let from_copy = Process::start(&place, &["--open", "--database", &url]);
    assert_eq!(from_copy.token, None, "its tokens are in it");
    let token = process.token.clone().unwrap();
    let (_, scores) = answer(client().get(from_copy.url("/v1/scores")).bearer_auth(token)).await;
    assert_eq!(scores["n"], 100);
}

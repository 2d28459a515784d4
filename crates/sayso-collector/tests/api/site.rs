//! Static files beside the API.

use std::fs;

use reqwest::Response;
use sayso_collector::config::Access;
use tempfile::TempDir;

use super::harness::{Bench, CLOUD_EVENT, problem, tap};

/// A folder as a build leaves it; the twins hold other bytes, so that a test sees which one came.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("index.html", "<!doctype html><title>Cửa hàng</title>");
    for name in ["sayso.js", "sayso.wasm", "widget.css", "face.svg", "vi.json"] {
        write(name, "plain");
    }
    write("sayso.js.br", "brotli");
    write("sayso.js.gz", "gzip");
    fs::create_dir(folder.path().join("cart")).unwrap();
    write("cart/index.html", "cart");
    fs::create_dir(folder.path().join("empty")).unwrap();
    folder
}

async fn bench(folder: &TempDir) -> Bench {
    Bench::start(Access::Open, Some(folder.path().to_owned())).await
}

async fn get(bench: &Bench, path: &str, headers: &[(&str, &str)]) -> Response {
    let request = bench.client.get(bench.url(path));
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
}

#[tokio::test]
async fn each_file_has_its_type_and_is_never_sniffed_or_stale() {
    let folder = folder();
    let bench = bench(&folder).await;
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/cart/", "text/html; charset=utf-8"),
        ("/sayso.js", "text/javascript; charset=utf-8"),
        ("/widget.css", "text/css; charset=utf-8"),
        ("/sayso.wasm", "application/wasm"),
        ("/face.svg", "image/svg+xml"),
        ("/vi.json", "application/json"),
    ] {
        let response = get(&bench, path, &[]).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()["content-type"], kind);
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["cache-control"], "no-cache");
    }
}

#[tokio::test]
async fn a_page_has_a_short_address_that_takes_its_query_along() {
    let folder = folder();
    fs::write(folder.path().join("kiosk.html"), "<!doctype html><title>Quầy</title>").unwrap();
    let bench = bench(&folder).await;
    let page = get(&bench, "/kiosk?survey=smiley&label=Qu%E1%BA%A7y%201", &[]).await;
    assert_eq!(page.url().as_str(), bench.url("/kiosk.html?survey=smiley&label=Qu%E1%BA%A7y%201"));
    assert!(page.text().await.unwrap().contains("Quầy"));
    for nothing in ["/gallery", "/sayso", "/kiosk/", "/cart/kiosk", "/%2e%2e%2fkiosk", "/kiosk.htm"] {
        assert_eq!(problem(get(&bench, nothing, &[]).await).await.0, 404, "{nothing}");
    }
    let posted = bench.client.post(bench.url("/kiosk")).send().await.unwrap();
    assert_eq!(problem(posted).await.0, 404);
}

#[tokio::test]
async fn the_smallest_twin_that_the_browser_takes_is_sent() {
    let folder = folder();
    let bench = bench(&folder).await;
    for (accepted, coding, body) in [
        ("gzip, deflate, br", Some("br"), "brotli"),
        ("gzip", Some("gzip"), "gzip"),
        ("identity", None, "plain"),
    ] {
        let response = get(&bench, "/sayso.js", &[("accept-encoding", accepted)]).await;
        let found =
            response.headers().get("content-encoding").map(|coding| coding.to_str().unwrap().to_owned());
        assert_eq!(found.as_deref(), coding);
        assert_eq!(response.headers()["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(response.headers()["vary"], "accept-encoding");
        assert_eq!(response.text().await.unwrap(), body);
    }
    assert_eq!(get(&bench, "/vi.json", &[("accept-encoding", "br")]).await.text().await.unwrap(), "plain");
}

#[tokio::test]
async fn a_rebuild_is_seen_at_once() {
    let folder = folder();
    let bench = bench(&folder).await;
    let first = get(&bench, "/widget.css", &[]).await;
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(get(&bench, "/widget.css", &[("if-none-match", &tag)]).await.status(), 304);
    fs::write(folder.path().join("widget.css"), "rebuilt").unwrap();
    let second = get(&bench, "/widget.css", &[("if-none-match", &tag)]).await;
    assert_eq!((second.status().as_u16(), second.text().await.unwrap().as_str()), (200, "rebuilt"));
}

#[tokio::test]
async fn what_is_no_file_is_a_problem_and_never_a_listing() {
    let folder = folder();
    let secret = folder.path().parent().unwrap().join("sayso-test-secret");
    fs::write(&secret, "secret").unwrap();
    let bench = bench(&folder).await;
    for path in ["/nothing", "/empty/", "/%2e%2e/sayso-test-secret", "/..%2fsayso-test-secret", "/cart/%00"] {
        assert_eq!(problem(get(&bench, path, &[]).await).await.0, 404, "{path}");
    }
    fs::remove_file(secret).unwrap();
    let posted = bench.client.post(bench.url("/sayso.js")).send().await.unwrap();
    assert_eq!(problem(posted).await.0, 404);
}

#[tokio::test]
async fn a_page_on_another_host_may_load_the_widget_from_here() {
    let folder = folder();
    let bench = bench(&folder).await;
    let response = get(&bench, "/sayso.wasm", &[("origin", "https://shop.example")]).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["access-control-allow-origin"]),
        (200, &"*".parse().unwrap())
    );
}

#[tokio::test]
async fn the_api_answers_beside_the_site() {
    let folder = folder();
    let bench = bench(&folder).await;
    assert_eq!(bench.send(CLOUD_EVENT, &tap(5)).await.0, 202);
    assert_eq!(bench.items("").await.len(), 1);
    assert_eq!(problem(get(&bench, "/v1/events", &[]).await).await.0, 401);
}

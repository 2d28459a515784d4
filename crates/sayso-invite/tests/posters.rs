//! Posters: the code that is drawn leads where it should, on each paper, whatever the touch point is called.

use proptest::prelude::*;
use sayso_core::config::Channel;
use sayso_core::preset;
use sayso_core::survey::Survey;
use sayso_invite::{self as invite, Link, Paper, Poster};

/// Pixels for a module.
const ZOOM: usize = 4;

fn survey(name: &str) -> Survey {
    Survey::parse(preset::document(name).unwrap()).unwrap()
}

fn draw(link: &Link, place: [&str; 2], paper: Paper) -> Option<String> {
    let survey = survey("wifi");
    let question = invite::rating(&survey).unwrap();
    Poster { link, title: &question.title, place }.draw(paper)
}

/// What a reader makes of the one code of a drawing.
fn read(svg: &str) -> String {
    let (_, rest) = svg.split_once("<path transform=\"translate(").unwrap();
    let (_, path) = rest.split_once(" d=\"").unwrap();
    let path = path.split('"').next().unwrap();
    // The smallest code has a side of 29 with its quiet zone; where the drawing scales it, it says how large it is.
    let (_, scale) = rest.split_once("scale(").unwrap();
    let scale: f64 = scale.split(')').next().unwrap().parse().unwrap();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a side is a small number")]
    let side = (49.0 / scale).round() as usize;
    read_path(path, side)
}

/// What a reader makes of path data in a square of this many modules.
fn read_path(path: &str, side: usize) -> String {
    let mut dark = vec![false; side * side];
    for run in path.split_terminator('z') {
        let (place, rest) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
        let (x, y) = place.split_once(' ').unwrap();
        let (width, _) = rest.split_once("v1h-").unwrap();
        let [x, y, width] = [x, y, width].map(|number| number.parse::<usize>().unwrap());
        dark[y * side + x..][..width].fill(true);
    }
    let pixel = |x: usize, y: usize| if dark[y / ZOOM * side + x / ZOOM] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * ZOOM, side * ZOOM, pixel);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

#[test]
fn the_code_of_each_paper_leads_to_the_page_of_the_survey() {
    for (_, paper) in Paper::NAMES {
        for touchpoint in ["table-7", "Quầy thu ngân số 7", "Khu vực đặt hàng & nhận món <1>"] {
            let link = Link::new("https://ca-phe.example/danh-gia", touchpoint, Channel::Qr).unwrap();
            let svg = draw(&link, [touchpoint, "Counter"], paper).unwrap();
            assert_eq!(read(&svg), link.address(), "{paper:?} {touchpoint}");
            let (width, height) = paper.millimetres();
            assert!(svg.contains(&format!("width=\"{width}mm\" height=\"{height}mm\"")), "{svg}");
            assert!(svg.contains(&format!("@page{{size:{width}mm {height}mm;margin:0}}")), "{svg}");
        }
    }
}

#[test]
fn both_languages_stand_on_it_as_far_as_there_are_words() {
    let link = Link::new("https://a.example/", "x", Channel::Qr).unwrap();
    let svg = draw(&link, ["Bàn 7", "Table 7"], Paper::A6).unwrap();
    for words in [
        "Bàn 7 · Table 7",
        "How do you like it here?",
        "Quét mã bằng camera",
        "Scan with your phone",
        "a.example",
    ] {
        assert!(svg.contains(words), "{words}");
    }
    let survey = Survey::parse(
        r#"{ "id": "own", "version": 1, "locales": ["de"], "questions": [
            { "id": "a", "type": "stars", "title": { "de": "Wie war es?" } }] }"#,
    );
    let survey = survey.unwrap();
    let poster =
        Poster { link: &link, title: &invite::rating(&survey).unwrap().title, place: ["Tisch 7", "Tisch 7"] };
    let svg = poster.draw(Paper::A4).unwrap();
    assert!(svg.contains(">Wie war es?<") && svg.contains(">Tisch 7<"), "{svg}");
}

#[test]
fn a_link_that_no_phone_reads_makes_no_poster() {
    let link = Link::new(&format!("https://a.example/{}", "x".repeat(300)), "table", Channel::Qr).unwrap();
    assert_eq!(draw(&link, ["a", "a"], Paper::A6), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_a_place_is_called_the_drawing_is_whole_and_its_code_is_read(name in "\\PC{0,80}", id in "[a-zđàảãáạâầ0-9 ]{1,20}x") {
        let link = Link::new("https://a.example/", &id, Channel::Qr).unwrap();
        let svg = draw(&link, [&name, &name], Paper::A6).unwrap();
        prop_assert_eq!(read(&svg), link.address());
        let parsed = roxmltree::Document::parse(&svg);
        prop_assert!(parsed.is_ok(), "{:?} {}", parsed.err(), svg);
    }
}

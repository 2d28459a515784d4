//! QR codes, read back from the path data that the screen draws.

use proptest::prelude::*;
use sayso_core::complaint::Reference;
use sayso_core::qr::Drawing;
use uuid::Uuid;

/// Pixels for a module.
const ZOOM: usize = 4;

/// What a reader makes of a drawing.
fn read(drawing: &Drawing) -> String {
    let side = usize::try_from(drawing.side).unwrap();
    let mut dark = vec![false; side * side];
    for run in drawing.path.split_terminator('z') {
        let (place, rest) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
        let (x, y) = place.split_once(' ').unwrap();
        let (width, back) = rest.split_once("v1h-").unwrap();
        assert_eq!(width, back);
        let (x, y, width): (usize, usize, usize) =
            (x.parse().unwrap(), y.parse().unwrap(), width.parse().unwrap());
        dark[y * side + x..][..width].fill(true);
    }
    let pixel = |x: usize, y: usize| if dark[y / ZOOM * side + x / ZOOM] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * ZOOM, side * ZOOM, pixel);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

#[test]
fn the_address_of_a_case_is_read_back() {
    let reference =
        Reference::of(Uuid::try_parse("01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d").unwrap()).to_string();
    for text in [reference.clone(), format!("https://api.example/case/{reference}"), "Đã nhận".to_owned()]
    {
        assert_eq!(read(&Drawing::of(&text).unwrap()), text);
    }
}

#[test]
fn the_longest_text_still_fits() {
    let longest = "x".repeat(331);
    assert_eq!(read(&Drawing::of(&longest).unwrap()), longest);
    assert_eq!(Drawing::of(&"x".repeat(332)), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_that_fits_is_read_back(text in "[ -~]{1,120}") {
        prop_assert_eq!(read(&Drawing::of(&text).unwrap()), text);
    }
}

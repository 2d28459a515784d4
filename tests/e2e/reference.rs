//! Pictures that are kept, and how near a new one comes to them.
//!
//! A reference is half as wide and high as what was photographed, in 255 colours: enough to notice a colour, a gap or a word
//! that has changed, and small enough to keep.

use anyhow::{Context, Result, anyhow, ensure};
use color_quant::NeuQuant;
use image::imageops::{self, FilterType};
use image::{GenericImageView, RgbImage};
use image_compare::Algorithm;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Where the references lie.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/references");

/// The side of the squares that are compared one by one, so that a small change is not lost in a large picture.
const SQUARE: u32 = 32;

/// The kept picture of one state.
#[derive(Debug)]
pub struct Reference(PathBuf);

impl Reference {
    /// The one of this name.
    pub fn of(state: &str) -> Self {
        let name: String =
            state.chars().map(|sign| if sign.is_alphanumeric() { sign } else { '-' }).collect();
        Self(Path::new(FOLDER).join(name.replace("--", "-")).with_extension("png"))
    }

    /// The file with the widths of some words, which tell the fonts that the references were drawn with.
    pub fn fonts() -> PathBuf {
        Path::new(FOLDER).join("fonts.txt")
    }

    /// What of a photograph is compared and kept.
    ///
    /// # Errors
    /// When it is no PNG.
    pub fn reduce(photograph: &[u8]) -> Result<RgbImage> {
        let whole = image::load_from_memory(photograph)?.to_rgb8();
        Ok(imageops::resize(&whole, whole.width() / 2, whole.height() / 2, FilterType::Triangle))
    }

    /// Keeps a picture in place of the one before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, picture: &RgbImage) -> Result<()> {
        fs::create_dir_all(FOLDER)?;
        let pixels: Vec<u8> =
            picture.pixels().flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
        let colours = NeuQuant::new(3, 255, &pixels);
        let places = pixels.chunks_exact(4).map(|pixel| u8::try_from(colours.index_of(pixel)));
        let mut encoder =
            png::Encoder::new(BufWriter::new(File::create(&self.0)?), picture.width(), picture.height());
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(colours.color_map_rgb());
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header()?;
        Ok(writer.write_image_data(&places.collect::<Result<Vec<_>, _>>()?)?)
    }

    /// How alike the least alike squares of the kept picture and this one are: 1 where they are the same.
    ///
    /// # Errors
    /// When there is no such picture, or it has another size.
    pub fn likeness(&self, picture: &RgbImage) -> Result<f64> {
        let kept = image::open(&self.0).with_context(|| self.0.display().to_string())?.to_rgb8();
        ensure!(
            kept.dimensions() == picture.dimensions(),
            "is {:?} large, was {:?}",
            picture.dimensions(),
            kept.dimensions()
        );
        likeness(&kept, picture)
    }
}

fn likeness(one: &RgbImage, other: &RgbImage) -> Result<f64> {
    let (width, height) = one.dimensions();
    let mut least: f64 = 1.0;
    for left in (0..width).step_by(SQUARE as usize) {
        for top in (0..height).step_by(SQUARE as usize) {
            let square = |whole: &RgbImage| {
                whole.view(left, top, SQUARE.min(width - left), SQUARE.min(height - top)).to_image()
            };
            let likeness = image_compare::rgb_similarity_structure(
                &Algorithm::RootMeanSquared,
                &square(one),
                &square(other),
            );
            least = least.min(likeness.map_err(|error| anyhow!("{error:?}"))?.score);
        }
    }
    Ok(least)
}

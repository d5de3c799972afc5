//! Pictures of badges: drawn where none is given, and SVG made into PNG. The font is in the binary, and no file is opened, so that
//! the same picture comes out everywhere.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, WriteOptions, fontdb};
use sha2::{Digest as _, Sha256};

/// How wide and high a PNG picture becomes. Pixels.
pub const SIZE: u32 = 320;

const FONT: &[u8] = include_bytes!("font/AtkinsonHyperlegible-Bold.ttf");

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(FONT.to_vec());
    let family = "Atkinson Hyperlegible";
    fonts.set_sans_serif_family(family);
    fonts.set_serif_family(family);
    fonts.set_monospace_family(family);
    fonts.set_cursive_family(family);
    fonts.set_fantasy_family(family);
    Arc::new(fonts)
});

fn read(svg: &str) -> Option<Tree> {
    let options = Options {
        font_family: "Atkinson Hyperlegible".to_owned(),
        fontdb: Arc::clone(&FONTS),
        // A picture may hold pictures, but lead to none: neither to a file of this machine.
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    Tree::from_str(svg, &options).ok()
}

/// An SVG picture as PNG, in the middle of a square. `None` if it is none that can be read.
#[must_use]
pub fn to_png(svg: &str) -> Option<Vec<u8>> {
    let tree = read(svg)?;
    let mut pixmap = Pixmap::new(SIZE, SIZE)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let side = SIZE as f32;
    let scale = side / width.max(height);
    let middle =
        Transform::from_translate((side - width * scale) / 2.0, (side - height * scale) / 2.0);
    resvg::render(&tree, middle.pre_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().ok()
}

/// The picture of a badge for which none was given: a medal in a colour of its own, with its first letter. The letter becomes an
/// outline, because the font is not on the reader's machine.
#[must_use]
pub fn draw(id: &str, name: &str) -> String {
    let digest = Sha256::digest(id.as_bytes());
    let hue = f64::from(u16::from_be_bytes([digest[0], digest[1]])) / 65_536.0 * 360.0;
    let letter = name.chars().find(|char| char.is_alphanumeric());
    let letter: String =
        letter.map_or_else(|| "*".to_owned(), |char| char.to_uppercase().collect());
    let (light, dark, deep) = (
        colour(hue, 0.52, 0.62),
        colour(hue, 0.5, 0.42),
        colour(hue, 0.52, 0.27),
    );
    // Between 12 and 20 scallops on the rim.
    let scallops = 12 + 2 * usize::from(digest[2] % 5);
    let rim = rim(scallops);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"240\" height=\"240\" viewBox=\"0 0 240 240\">\
         <path d=\"M74 164 L50 230 L77 221 L92 239 L114 182 Z M166 164 L190 230 L163 221 L148 239 L126 182 Z\" fill=\"{deep}\"/>\
         <path d=\"{rim}\" fill=\"{dark}\"/>\
         <circle cx=\"120\" cy=\"108\" r=\"82\" fill=\"#f2d48b\"/>\
         <circle cx=\"120\" cy=\"108\" r=\"76\" fill=\"{dark}\"/>\
         <path d=\"M44 108 A76 76 0 0 1 196 108 A76 60 0 0 0 44 108 Z\" fill=\"{light}\"/>\
         <circle cx=\"120\" cy=\"108\" r=\"66\" fill=\"none\" stroke=\"#fff6e6\" stroke-opacity=\"0.55\" stroke-width=\"2.5\" stroke-dasharray=\"1 7\" stroke-linecap=\"round\"/>\
         <text x=\"120\" y=\"139\" font-size=\"88\" font-weight=\"700\" text-anchor=\"middle\" fill=\"#fff6e6\">{}</text></svg>",
        quick_xml::escape::escape(&letter)
    );
    // What was written here can always be read.
    read(&svg).map_or(svg, |tree| tree.to_string(&WriteOptions::default()))
}

/// A circle with round teeth.
fn rim(teeth: usize) -> String {
    let point = |at: usize| {
        let angle = at as f64 / teeth as f64 * std::f64::consts::TAU;
        (120.0 + 94.0 * angle.cos(), 108.0 + 94.0 * angle.sin())
    };
    let radius = 94.0 * (std::f64::consts::PI / teeth as f64).sin();
    let (x, y) = point(0);
    let mut path = format!("M{x:.2} {y:.2}");
    for at in 1..=teeth {
        let (x, y) = point(at);
        path.push_str(&format!(" A{radius:.2} {radius:.2} 0 0 1 {x:.2} {y:.2}"));
    }
    path.push('Z');
    path
}

/// A colour from hue in degrees, saturation and lightness (CSS Color 4, 7.1).
fn colour(hue: f64, saturation: f64, lightness: f64) -> String {
    let part = |n: f64| {
        let k = (n + hue / 30.0) % 12.0;
        let a = saturation * lightness.min(1.0 - lightness);
        let value = lightness - a * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
        (value * 255.0).round() as u8
    };
    format!("#{:02x}{:02x}{:02x}", part(0.0), part(8.0), part(4.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_drawn_the_same_way_every_time() {
        let one = draw("good-host", "Good host");
        assert_eq!(one, draw("good-host", "Good host"));
        assert_ne!(one, draw("librarian", "Good host"));
        assert!(!one.contains("<text"), "{one}");
        let png = to_png(&one);
        assert_eq!(png, to_png(&one));
        assert!(png.is_some_and(|png| png.starts_with(b"\x89PNG")));
        for name in ["", "<&>", "ж", "日本", "\u{1f600}"] {
            assert!(to_png(&draw("x", name)).is_some(), "{name}");
        }
        for none in ["", "x", "<svg", "<html/>"] {
            assert_eq!(to_png(none), None, "{none}");
        }
    }
}

//! The page where there is nothing to read. It says the same whether nothing is there or only members may read it, so
//! that nobody learns from it which manuals exist.

use super::STYLE_ADDRESS;
use super::html::Html;
use super::page::whole;

pub fn missing_page() -> String {
    let mut html = Html::new();
    html.raw("<main id=\"the-text\" class=\"front\">\n<header class=\"opening\">\n");
    html.raw("<h1>There is nothing to read here</h1>\n</header>\n");
    html.raw("<p>Either nothing is at this address, or what is here is for members and you are not signed in.</p>\n");
    html.raw("<p>If you have a seat, <a href=\"/\">go to your manual</a> on the device where you signed in, and then ");
    html.raw("come back to this address.</p>\n</main>\n");
    whole("Nothing to read here", STYLE_ADDRESS, html)
}

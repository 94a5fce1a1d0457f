//! What the pages share: their shell and their escaping. No script, no network, no font but the reader's.

const STYLE: &str = include_str!("page.css");

/// A whole document around `body`, which stands inside `<main>`. `title` is plain text.
pub(super) fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        text(title)
    )
}

/// A section under a heading of plain text; `body` is HTML.
pub(super) fn section(title: &str, body: &str) -> String {
    let id = title.to_lowercase().replace(' ', "-");
    format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n{body}</section>\n", text(title))
}

/// Text as HTML shows it; names come from files that anybody may have written.
pub(super) fn text(plain: &str) -> String {
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

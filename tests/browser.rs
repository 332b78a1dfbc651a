//! `bilat serve` as a person meets it: a real browser shows the page while its sources are edited. Waits for events, never for time.
//! With `BILAT_PICTURES=DIR`, pictures of the panel are put there.
#![cfg(all(feature = "preview", unix))]
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

#[path = "browser/driver.rs"]
mod driver;
#[path = "serve/support.rs"]
mod support;

use driver::Browser;
use serde_json::Value;
use support::{Portal, Preview, document};

const FILE: &str = "content/documents/one.md";

/// Resolves with what `read` gives as soon as that is something; looks after every event of the preview.
fn until(read: &str) -> String {
    format!(
        "return await new Promise((done) => {{ const look = () => {{ const found = ({read}); if (found) done(found); }};
         for (const name of ['state', 'changed', 'source', 'swapped']) document.addEventListener('bilat:' + name, look); look(); }});"
    )
}

/// Opens a page and waits until the preview has told of it. The driver may come back before a page is there, so this asks.
fn visit(browser: &Browser, address: &str) {
    browser.go(address);
    told(browser);
}

/// Waits until the preview has told of the page; it may be loaded anew meanwhile.
fn told(browser: &Browser) {
    while browser.run("return !!window.bilatPreview?.shown.notes;") != true {}
}

const PANEL: &str = "document.querySelector('bilat-preview').shadowRoot";

fn text(words: &str) -> String {
    let long: String = (0..80).map(|i| format!("Paragraph {i} of a long text.\n\n")).collect();
    document("One", &format!("{words}\n\n{long}The end."))
}

fn keep(browser: &Browser, name: &str) {
    if let Ok(folder) = std::env::var("BILAT_PICTURES") {
        std::fs::write(format!("{folder}/{name}.png"), browser.picture()).expect("a picture");
    }
}

#[test]
fn a_save_shows_without_moving_the_reader() {
    let portal = Portal::new();
    portal.write(FILE, &text("The first words."));
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    visit(&browser, &format!("{}documents/one/", preview.address));
    browser.run(
        "const details = document.createElement('details'); details.setAttribute('data-preview-keep', ''); details.open = true;
         document.querySelector('.text').append(details); window.before = document.querySelector('.text p');
         document.querySelector('.quiet-switch input, a[href]').focus(); window.focused = document.activeElement;
         scrollTo({ top: 900, behavior: 'instant' });
         window.find = (is) => [...document.querySelectorAll('.text p')].find(is);
         window.line = find((p) => p.getBoundingClientRect().top > 150).textContent;
         window.now = () => find((p) => p.textContent === line).getBoundingClientRect().top; window.top0 = now(); window.changes = 0;
         document.addEventListener('bilat:changed', () => changes++);",
    );
    portal.write(FILE, &text("Quite other words, and\n\none more paragraph above."));
    browser.run(&until("document.querySelector('.text').textContent.includes('Quite other words')"));
    let same = browser.run("return [before.isConnected, document.activeElement === focused, scrollY > 500, Math.abs(now() - top0) < 2, !!document.querySelector('details[open]')];");
    assert_eq!(
        same,
        Value::from(vec![true; 5]),
        "the node, the focus, the scroll position, the line, the open details"
    );
    // A change that does not concern the page leaves it alone.
    portal.write("content/people/ana.md", "---\nname: Ana\n---\nNew words on her.\n");
    portal.write(FILE, &text("The third words."));
    browser.run(&until("document.querySelector('.text').textContent.includes('The third words')"));
    assert_eq!(browser.run("return changes;"), 2);
}

#[test]
fn the_line_stays_among_notes() {
    let portal = Portal::new();
    let said = |first: &str| {
        let all: String =
            (0..40).map(|i| format!("[\"Words {i},\"]{{by=ana}} she said, and went on for a while.\n\n")).collect();
        document("One", &format!("{first}\n\n{all}"))
    };
    portal.write(FILE, &said("Version 0."));
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    visit(&browser, &format!("{}documents/one/", preview.address));
    for (version, y) in [(1, 600), (2, 740), (3, 883), (4, 1010), (5, 1200)] {
        browser.run(&format!(
            "scrollTo({{ top: {y}, behavior: 'instant' }});
             const line = [...document.querySelectorAll('.text p')].find((p) => p.getBoundingClientRect().top > 150);
             window.line = line.textContent; window.top0 = line.getBoundingClientRect().top;"
        ));
        portal.write(FILE, &said(&format!("Version {version}.{}", "\n\nOne more.".repeat(version))));
        browser.run(&until(&format!("document.querySelector('.text').textContent.includes('Version {version}.')")));
        let moved = browser.run(
            "return Math.abs([...document.querySelectorAll('.text p')].find((p) => p.textContent === line).getBoundingClientRect().top - top0);",
        );
        assert!(moved.as_f64().is_some_and(|by| by < 2.0), "version {version}: {moved}");
    }
}

#[test]
fn what_was_written_stays_and_new_pictures_too() {
    let portal = Portal::new();
    let sign = |color: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9' fill='{color}'/></svg>"
        )
    };
    portal.write("static/sign.svg", &sign("red"));
    portal.write(
        "templates/document.html",
        "{% extends \"base.html\" %}{% block main %}<input id=\"field\"><select id=\"choice\"><option>a</option><option>b</option></select>\
         <img id=\"picture\" src=\"{{ site.assets }}sign.svg\" alt=\"\">{% for block in view.blocks %}{{ block.html | safe }}{% endfor %}{% endblock main %}",
    );
    portal.write(FILE, &document("One", "First words."));
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    visit(&browser, &format!("{}documents/one/", preview.address));
    browser.run("field.value = 'half'; choice.value = 'b';");
    portal.write("static/sign.svg", &sign("green"));
    browser.run(&until("picture.getAttribute('src').includes('?')"));
    portal.write(FILE, &document("One", "Second words."));
    browser.run(&until("document.querySelector('main').textContent.includes('Second')"));
    assert_eq!(
        browser.run("return [field.value, choice.value, picture.getAttribute('src').includes('?')];"),
        Value::from(vec![Value::from("half"), Value::from("b"), Value::from(true)])
    );
    // What has the focus is kept up to date as well.
    browser.run("field.focus();");
    portal.write(FILE, &document("One", "Third words."));
    browser.run(&until("document.querySelector('main').textContent.includes('Third')"));
    assert_eq!(
        browser.run("return [field.value, document.activeElement === field];"),
        Value::from(vec![Value::from("half"), Value::from(true)])
    );
    // One that goes and comes back is another one, though its address was named in between.
    let before = browser.run("return picture.getAttribute('src');");
    portal.remove("static/sign.svg");
    browser.run(&until("Object.keys(bilatPreview.shown.assets).every((href) => !href.includes('sign.svg'))"));
    portal.write("static/sign.svg", &sign("blue"));
    browser.run(&until(&format!("picture.getAttribute('src') !== {before}")));
}

#[test]
fn styles_are_swapped_and_no_page_is_loaded_again() {
    let portal = Portal::new();
    portal.write("static/theme.css", "body { margin: 1px }\n");
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    visit(&browser, &preview.address);
    browser.run("window.same = true;");
    portal.write("static/theme.css", "body { margin: 7px }\n");
    browser.run(&until("getComputedStyle(document.body).marginTop === '7px'"));
    assert_eq!(
        browser.run("return [window.same, document.querySelectorAll('link[rel=stylesheet]').length];"),
        Value::from(vec![Value::from(true), Value::from(1)])
    );
}

#[test]
fn what_a_style_sheet_draws_in_is_shown_anew() {
    let portal = Portal::new();
    portal.write("static/theme.css", "@import url( more/more.css );\n");
    portal.write("static/more/more.css", "@import \"last.css\"; body { margin: 1px }\n");
    portal.write("static/more/last.css", "body { padding: 1px }\n");
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    visit(&browser, &preview.address);
    for (file, property, css) in [
        ("static/more/more.css", "margin-top", "@import \"last.css\"; body { margin: 7px }\n"),
        ("static/more/last.css", "padding-top", "body { padding: 7px }\n"),
    ] {
        portal.write(file, css);
        // The page is loaded anew, which ends whatever runs on it; so this asks until it has been.
        let value = format!("return document.body && getComputedStyle(document.body).getPropertyValue('{property}');");
        while browser.run(&value) != "7px" {}
        told(&browser);
    }
}

#[test]
fn the_focus_stays_on_a_link_that_is_made_anew() {
    let portal = Portal::new();
    let words = |n: usize| format!("{}Words of [[ana]] to read.\n", "More words on [[ana|the same]].\n\n".repeat(n));
    portal.write(FILE, &document("One", &words(0)));
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    visit(&browser, &format!("{}documents/one/", preview.address));
    browser.run("document.querySelector('.text p a').focus(); window.said = document.activeElement.textContent;");
    for n in 1..6 {
        portal.write(FILE, &document("One", &words(n)));
        browser.run(&until(&format!("document.querySelectorAll('.text p').length === {}", n + 1)));
        let is_kept = browser
            .run("const a = document.activeElement; return a.closest('p')?.textContent ?? a.outerHTML.slice(0, 99);");
        assert_eq!(is_kept, "Words of Ana to read.", "after {n} paragraphs came above");
    }
}

#[test]
fn a_file_that_is_gone_for_a_while_costs_no_place() {
    let portal = Portal::new();
    portal.write(FILE, &text("The first words."));
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    visit(&browser, &format!("{}documents/one/", preview.address));
    browser.run("scrollTo({ top: 1500, behavior: 'instant' });");
    let line =
        "const line = [...document.querySelectorAll('.text p')].find((p) => p.getBoundingClientRect().top > 100);";
    browser.run(&format!("{line} window.line = line.textContent; window.top0 = line.getBoundingClientRect().top;"));
    portal.remove(FILE);
    browser.run(&until("!document.body.innerText.includes('Paragraph 9 ')"));
    portal.write(FILE, &text("The first words.\n\nOne paragraph more."));
    browser.run(&until("document.body.innerText.includes('One paragraph more')"));
    let now = browser.run(&format!(
        "{line} return [line.textContent === window.line, Math.abs(line.getBoundingClientRect().top - top0) < 2];"
    ));
    assert_eq!(now, Value::from(vec![true; 2]), "the line and its place");
    // Half written, with a line of those in the window that stays.
    let whole = text("[\"The first words.\"]{by=ana}\n\nOne paragraph more.");
    browser.run("scrollTo({ top: 1500, behavior: 'instant' });");
    browser.run(&format!("{line} window.line = line.textContent; window.top0 = line.getBoundingClientRect().top; window.later = line.nextElementSibling.nextElementSibling.textContent;"));
    let later = browser.run("return later;");
    let later = later.as_str().expect("a text");
    portal.write(FILE, &document("One", &format!("Half of the words.\n\n{later}\n")));
    browser.run(&until("!document.body.innerText.includes('One paragraph more')"));
    portal.write(FILE, &whole);
    browser.run(&until("document.body.innerText.includes('One paragraph more')"));
    let now = browser.run(&format!(
        "{line} return [line.textContent === window.line, Math.abs(line.getBoundingClientRect().top - top0) < 2];"
    ));
    assert_eq!(now, Value::from(vec![true; 2]), "the line and its place after half of the text was away");
    browser.run("const box = document.querySelector('.quiet-switch input'); box.checked = false; box.focus(); window.box = box;");
    portal.remove(FILE);
    browser.run(&until("!document.body.innerText.includes('Paragraph 9 ')"));
    portal.write(FILE, &whole);
    browser.run(&until("document.body.innerText.includes('One paragraph more')"));
    let kept = browser.run("const box = document.querySelector('.quiet-switch input'); return [box.checked, document.activeElement === box];");
    assert_eq!(kept, Value::from(vec![false, true]), "the choice and the focus");
}

#[test]
fn what_the_reader_chose_stays_with_what_it_belongs_to() {
    let portal = Portal::new();
    portal.write(
        "templates/document.html",
        "{% extends \"base.html\" %}{% block main %}{% for block in view.blocks %}<div tabindex=\"0\">{{ block.html | safe }}\
         <details><summary>More on {{ block.html }}</summary>x</details><p>Of {{ block.html }} <input></p></div>{% endfor %}\
         <details id=\"own\"{% if \"open\" in view.row.title %} open{% endif %}><summary>Own</summary>y</details>{% endblock main %}",
    );
    portal.write(FILE, &document("One", "Alpha.\n\nBeta.\n\nGamma.\n"));
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    visit(&browser, &format!("{}documents/one/", preview.address));
    browser.run(
        "const details = [...document.querySelectorAll('main details')], inputs = [...document.querySelectorAll('main input')];
         details[1].open = true; inputs[1].value = 'typed'; inputs[2].focus();",
    );
    portal.write(FILE, &document("One", "Before.\n\nAlpha.\n\nBeta.\n\nGamma.\n"));
    browser.run(&until("document.querySelector('main').textContent.includes('Before')"));
    let kept = browser.run(
        "const near = (node) => node.closest('div').querySelector('p').textContent;
         return [[...document.querySelectorAll('main details')].filter((one) => one.open).map(near),
           [...document.querySelectorAll('main input')].filter((one) => one.value).map(near), near(document.activeElement)].flat().map((text) => text.replace(/\\s+/g, ' ').trim()).join(' ');",
    );
    assert_eq!(kept, "Beta. Beta. Gamma.");
    // What has the focus is no excuse for old words; and what the author opens is open.
    browser.run("document.querySelector('main div').focus();");
    portal.write(FILE, &document("One open", "Other words before.\n\nAlpha.\n\nBeta.\n\nGamma.\n"));
    browser.run(&until("document.querySelector('main').textContent.includes('Other words') && own.open"));
}

#[test]
fn a_text_that_cannot_be_read_leaves_the_last_good_page() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    let all = "First words of this page.";
    portal.write(FILE, &document("One", all));
    visit(&browser, &format!("{}documents/one/", preview.address));
    browser.run(&until(&format!("document.body.innerText.includes('{all}')")));
    for (broken, code) in
        [("---\ntitle: One\nWords.\n", "unclosed"), ("---\ntitle: \"One\ndate: x\n---\nWords.\n", "syntax")]
    {
        portal.write(FILE, broken);
        browser.run(&until(&format!("{PANEL}.querySelector('section').innerText.includes('{code}')")));
        assert_eq!(
            browser.run(&format!(
                "return document.body.innerText.includes('{all}') && !{PANEL}.querySelector('section').hidden;"
            )),
            true
        );
        portal.write(FILE, &document("One", all));
        browser.run(&until(&format!("{PANEL}.querySelector('section').hidden")));
    }
}

#[test]
fn many_windows_are_all_kept() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    let page = format!("{}documents/one/", preview.address);
    visit(&browser, &page);
    // Each question is a request to the browser, which answers between two of its own tasks.
    let all = |is: &str| while browser.run(&format!("return windows.every((w) => {is});")) != true {};
    browser.run(&format!(
        "window.windows = [...Array(8)].map((_, i) => open('{page}', `w${{i}}`, 'popup,width=400,height=300'));"
    ));
    all("w.bilatPreview?.shown.notes && w.document.visibilityState === 'visible'");
    for words in ["Seen in all windows.", "And once more."] {
        portal.write(FILE, &document("One", words));
        all(&format!("w.document.body?.innerText.includes('{words}')"));
    }
    // A window that listens and is closed makes room for another.
    browser.run("windows.splice(0, 5).forEach((w) => w.close());");
    portal.write(FILE, &document("One", "Seen in those that are left."));
    all("w.document.body.innerText.includes('those that are left')");
}

#[test]
fn problems_show_on_the_page_and_can_be_mended_there() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    visit(&browser, &format!("{}documents/one/", preview.address));
    assert_eq!(browser.run(&format!("return {PANEL}.querySelector('.tab').hidden;")), true);

    portal.write(
        "templates/document.html",
        "{% extends \"base.html\" %}\n{% block main %}{{ view.row.title }{% endblock main %}\n",
    );
    let shown = browser.run(&until(&format!(
        "!{PANEL}.querySelector('section').hidden && {PANEL}.querySelector('section').innerText"
    )));
    let shown = shown.as_str().expect("a text");
    assert!(shown.contains("as it was before") && shown.contains("templates/document.html:2:"), "{shown}");
    assert!(browser.run("return document.body.innerText;").as_str().is_some_and(|text| text.contains("First words")));
    keep(&browser, "template");
    portal.remove("templates/document.html");
    browser.run(&until(&format!("{PANEL}.querySelector('section').hidden")));

    portal.write(FILE, &document("One", "Words on [[ana]] and [[anna]].").replace("title:", "sumary: x\ntitle:"));
    browser.run(&until(&format!("{PANEL}.querySelector('.apply')")).replace("done(found)", "done(true)"));
    keep(&browser, "fix");
    browser.run(&format!("{PANEL}.querySelector('.apply').click();"));
    browser.run(&until(&format!("!{PANEL}.querySelector('.list').innerText.includes('sumary')")));
    assert!(!portal.read(FILE).contains("sumary"));
}

#[test]
fn a_click_with_alt_opens_the_source() {
    let portal = Portal::new();
    portal.write(
        FILE,
        &document(
            "One\nsummary: In short.",
            "First.\n\nSecond.\n\n- a\n- b\n  - c\n\n> One\n>\n> Two\n\n| h |\n| - |\n| v |\n",
        ),
    );
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    visit(&browser, &format!("{}documents/one/", preview.address));
    for (words, place) in [
        ("In short.", "3:1"),
        ("Second.", "9:1"),
        ("a", "11:1"),
        ("c", "13:3"),
        ("One", "15:3"),
        ("Two", "17:3"),
        ("h", "19:1"),
        ("v", "21:1"),
    ] {
        let opened = browser.run(&format!(
            "bilatPreview.quiet = true;
             return await new Promise((done) => {{
               document.addEventListener('bilat:source', (event) => done(event.detail.place), {{ once: true }});
               const node = [...document.querySelectorAll('.lede, .text :is(p, li, th, td)')].find((node) => node.textContent.trim() === '{words}');
               node.dispatchEvent(new MouseEvent('click', {{ altKey: true, bubbles: true, cancelable: true }}));
             }});",
        ));
        assert!(opened.as_str().is_some_and(|at| at.ends_with(&format!("one.md:{place}"))), "{words}: {opened}");
    }
}

#[test]
fn a_page_that_moved_or_went_is_followed() {
    let portal = Portal::new();
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(true);
    visit(&browser, &format!("{}documents/two/", preview.address));
    portal
        .write("content/documents/two.md", "---\ntitle: Two\ndate: 2025-05-13\ntype: briefing\n---\nOn [[nobody]].\n");
    browser.run(&until(&format!("!{PANEL}.querySelector('section').hidden")));
    keep(&browser, "dark");
    portal.rename("content/documents/two.md", "content/documents/zwei.md");
    // The page is loaded anew, which ends whatever runs on it; so this asks until it has been.
    while browser.run("return location.pathname;") != "/documents/zwei/" {}
    browser.run(&until("window.bilatPreview && bilatPreview.shown.notes"));
    portal.remove("content/documents/zwei.md");
    browser.run(&until(
        "document.querySelector('h1') && !document.body.innerText.includes('On nobody') && document.title.length > 0",
    ));
    portal.write("content/documents/zwei.md", &document("Two", "Here again."));
    browser.run(&until("document.body.innerText.includes('Here again')"));
}

#[test]
fn a_page_that_moved_takes_along_what_was_chosen() {
    let portal = Portal::new();
    portal.write("content/documents/two.md", &document("Two", "[Words]{.claim} of it.\n"));
    let preview = Preview::start(&portal, &[]);
    let browser = Browser::start(false);
    visit(&browser, &format!("{}documents/two/", preview.address));
    browser.run("document.getElementById('page.marks').click();");
    // By a name that is none, as when somebody renames in two steps: there is no page for a while.
    portal.rename("content/documents/two.md", "content/documents/Bad Name.md");
    browser.run(&until("!document.getElementById('page.marks')"));
    portal.rename("content/documents/Bad Name.md", "content/documents/good.md");
    while browser.run("return location.pathname;") != "/documents/good/" {}
    browser.run(&until("window.bilatPreview && document.getElementById('page.marks')?.checked === false"));
    // The same page under another path of the site.
    let site = std::fs::read_to_string(portal.path("site.toml")).expect("settings");
    let base = site.lines().find(|line| line.starts_with("base_url")).expect("an address");
    portal.write("site.toml", &site.replace(base, "base_url = \"https://site.example/sub/\""));
    while browser.run("return location.pathname;") != "/sub/documents/good/" {}
    browser.run(&until("window.bilatPreview && document.getElementById('page.marks')?.checked === false"));
    // A page that is loaded anew because its scripts are others is the same for its reader.
    portal.write("static/theme.js", "window.fresh = true;");
    while browser.run("return window.fresh === true;") != true {}
    browser.run(&until("window.bilatPreview && document.getElementById('page.marks')?.checked === false"));
}

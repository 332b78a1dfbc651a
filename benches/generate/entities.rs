//! The files of `site.toml`, people, organizations, themes, events and terms.
//! It writes no documents, and makes no second editions: names are `{en, zh}` maps where a portal has two languages.

use super::names::{Both, Field};
use super::random::{Rng, Stream};
use super::words::Lang;
use super::world::{SIDES, World, date, organization_side, propositions};
use std::fmt::Write;

/// The first line tells the shape, so that one folder never gets two.
pub fn site(world: &World) -> String {
    let shape = world.shape;
    let mut out = format!(
        "# A portal for measuring: {} documents, seed {}, {} % translated, form 2\n",
        shape.documents, shape.seed, shape.translated_percent
    );
    let text = |en: &str, zh: &str| toml_text(world, en, zh);
    let _ = writeln!(out, "title = {}", text("Generated briefings", "生成的简报"));
    let _ = writeln!(out, "description = {}", text("Who said what, made up for measuring", "谁说了什么（测试用）"));
    out.push_str("base_url = \"https://portal.example/\"\n");
    out.push_str(if world.two_languages() {
        "languages = [\"en\", \"zh\"]\n\n[language.zh]\ntag = \"zh-Hans\"\nname = \"中文\"\n"
    } else {
        "languages = [\"en\"]\n"
    });
    let names = [("Chinese side", "中方"), ("American side", "美方"), ("European Union", "欧盟")];
    for (id, (en, zh)) in SIDES.iter().zip(names) {
        let _ = write!(out, "\n[[side]]\nid = \"{id}\"\nname = {}\nshort = \"{}\"\n", text(en, zh), id.to_uppercase());
    }
    out.push_str("third_party = true\n");
    out
}

fn toml_text(world: &World, en: &str, zh: &str) -> String {
    if world.two_languages() {
        return format!("{{ en = \"{en}\", zh = \"{zh}\" }}");
    }
    format!("\"{en}\"")
}

/// A text of front matter: one for all languages, or one for each.
fn text(world: &World, en: &str, zh: &str) -> String {
    if world.two_languages() {
        return format!("{{ en: {en}, zh: {zh} }}");
    }
    en.to_owned()
}

fn name(world: &World, name: &Both) -> String {
    text(world, &name.en, &name.zh)
}

pub fn person(world: &World, index: usize) -> (String, String) {
    let person = world.person(index);
    let side = world.person_side(index);
    let mut rng = world.rng(Stream::Person, index + world.people.len());
    let mut aliases = person.aliases;
    if !world.two_languages() {
        aliases.push(person.name.name.zh.clone());
    }
    let mut out = format!("---\nname: {}\n", name(world, &person.name.name));
    let _ = writeln!(out, "sort: {}\naliases: [{}]", person.sort, aliases.join(", "));
    let _ = writeln!(out, "side: {side}\ntrack: \"{}\"", rng.pick(&TRACKS));
    let office = positions(world, side, &mut rng, &mut out);
    if rng.chance(30) {
        let _ = writeln!(out, "links: [\"https://example.org/people/{}\"]", person.name.id);
    }
    if rng.chance(20) {
        let _ = writeln!(out, "ids: {{ wikidata: Q{} }}", 900_000_000 + index);
    }
    out.push_str("---\n");
    let office = &world.organization(office).id;
    let _ = write!(out, "{} works at [[{office}]]. ", person.name.name.en);
    prose(world, 2, &mut rng, &mut out);
    (format!("content/people/{}.md", person.name.id), out)
}

/// One to three offices, one after the other; returns the organization of the last.
fn positions(world: &World, side: &str, rng: &mut Rng, out: &mut String) -> usize {
    out.push_str("positions:\n");
    let mut from = rng.between(2008, 2014);
    let count = rng.between(1, 3);
    let mut last = 0;
    for at in 1..=count {
        last = employer(world, side, rng);
        let (title, title_zh) = rng.pick(&OFFICES);
        let to = from + rng.between(2, 4);
        let _ = write!(out, "  - {{ org: {}, title: {}, ", world.organization(last).id, text(world, title, title_zh));
        let _ = match (at == count, rng.below(4)) {
            (true, 0) => write!(out, "as_of: {}/{}", from + 1, from + 3),
            (true, _) => write!(out, "from: {from}-{:02}", rng.between(7, 12)),
            (false, 0) => write!(out, "from: {from}-09-01, to: {to}-03-15"),
            (false, _) => write!(out, "from: {from}-09, to: {to}-06"),
        };
        let source = if rng.chance(30) { ", source: \"https://example.org/offices\"" } else { "" };
        let _ = writeln!(out, "{source} }}");
        from = to;
    }
    last
}

/// An organization of that side.
fn employer(world: &World, side: &str, rng: &mut Rng) -> usize {
    let count = world.organizations.len();
    let first = world.organizations.pick(rng);
    let ours = |at: &usize| organization_side(*at) == side;
    (first..first + 10).map(|at| at % count).find(ours).unwrap_or(first)
}

pub fn organization(world: &World, index: usize) -> (String, String) {
    let organization = world.organization(index);
    let field = world.field(index);
    let mut rng = world.rng(Stream::Organization, index + world.organizations.len());
    let mut out = format!("---\nname: {}\n", name(world, &organization.name));
    if rng.chance(40) {
        let _ = writeln!(out, "short: {}-{index}", initials(&organization.name.en));
    }
    let _ = writeln!(out, "kind: {}\nside: {}", field.word(), organization_side(index));
    if let Some(parent) = parent(world, index) {
        let _ = writeln!(out, "parent: {}", world.organization(parent).id);
    }
    if rng.chance(50) {
        let _ = writeln!(out, "founded: {}", rng.between(1900, 2014));
    }
    if field == Field::Media {
        let owner = rng.pick(&[("State-owned", "国有"), ("Privately owned", "私营"), ("A foundation", "基金会")]);
        let _ = writeln!(out, "ownership: {}", text(world, owner.0, owner.1));
        let note = text(world, "Ownership as its own imprint gives it", "所有权据其版权页");
        let _ = writeln!(out, "note: {note}");
    }
    let _ = writeln!(out, "links: [\"https://{}.example/\"]\n---", organization.id);
    prose(world, 2, &mut rng, &mut out);
    (format!("content/organizations/{}.md", organization.id), out)
}

fn initials(name: &str) -> String {
    name.split(' ').filter_map(|word| word.chars().next()).collect()
}

/// An organization of the same side with a lower index, for every fourth; never an outlet.
fn parent(world: &World, index: usize) -> Option<usize> {
    let fits = |at: &usize| organization_side(*at) == organization_side(index) && world.field(*at) != Field::Media;
    if index % 4 != 3 || world.field(index) == Field::Media {
        return None;
    }
    (0..=index / 2).rev().find(fits)
}

pub fn theme(world: &World, index: usize) -> (String, String) {
    let theme = world.theme(index);
    let mut rng = world.rng(Stream::Theme, index);
    let mut out = format!("---\nname: {}\n", name(world, &theme.name));
    let (en, zh) = (sentence(world, Lang::En, &mut rng), sentence(world, Lang::Zh, &mut rng));
    let _ = writeln!(out, "definition: {}", text(world, &format!("\"{en}\""), &format!("\"{zh}\"")));
    let broader = if index < 3 || index % 5 == 4 { None } else { Some(index / 4) };
    if let Some(broader) = broader {
        let _ = writeln!(out, "broader: [{}]", world.theme(broader).id);
    }
    let related = (index + rng.between(1, 2)) % world.themes.len();
    if related != index && Some(related) != broader {
        let _ = writeln!(out, "related: [{}]", world.theme(related).id);
    }
    out.push_str("propositions:\n");
    for (id, en, zh) in propositions(index) {
        let _ = writeln!(out, "  - {{ id: {id}, text: {} }}", text(world, en, zh));
    }
    out.push_str("---\n");
    prose(world, 3, &mut rng, &mut out);
    (format!("content/themes/{}.md", theme.id), out)
}

pub fn event(world: &World, index: usize) -> (String, String) {
    let event = world.event(index);
    let (start, end) = world.event_days(index);
    let mut rng = world.rng(Stream::Event, index + world.events.len());
    let mut out = format!("---\nname: {}\n", name(world, &event.name));
    let place = event.name.en.split(' ').next().unwrap_or_default();
    let _ = writeln!(out, "start: {}\nend: {}\nplace: {place}", date(start), date(end));
    let _ = writeln!(out, "track: \"{}\"", rng.pick(&["1.5", "2"]));
    let organizers = world.organizations.several(2, &mut rng);
    let organizers: Vec<_> = organizers.iter().map(|&at| world.organization(at).id).collect();
    let _ = writeln!(out, "organizers: [{}]\nparticipants:", organizers.join(", "));
    for at in world.people.several(7, &mut rng) {
        let role = rng.pick(&["speaker", "speaker", "chair", "guest"]);
        let _ = writeln!(out, "  - {{ person: {}, role: {role} }}", world.person(at).name.id);
    }
    out.push_str("---\n");
    prose(world, 2, &mut rng, &mut out);
    (format!("content/events/{}.md", event.id), out)
}

/// Each side's meaning of a word, and another word that it is mixed up with.
pub fn term(world: &World, index: usize) -> (String, String) {
    let term = world.term(index);
    let mut rng = world.rng(Stream::Term, index);
    let mut out = format!("---\nterm: {}\ndefinitions:\n", name(world, &term.name));
    for side in &SIDES[..2] {
        let (en, zh) = (sentence(world, Lang::En, &mut rng), sentence(world, Lang::Zh, &mut rng));
        let both = text(world, &format!("\"{en}\""), &format!("\"{zh}\""));
        let _ = writeln!(out, "  - {{ side: {side}, text: {both} }}");
    }
    let _ = writeln!(out, "confused_with: [{}]\n---", world.term((index + 1) % world.terms.len()).id);
    prose(world, 2, &mut rng, &mut out);
    (format!("content/terms/{}.md", term.id), out)
}

fn prose(world: &World, sentences: usize, rng: &mut Rng, out: &mut String) {
    for at in 0..sentences {
        out.push_str(if at > 0 { " " } else { "" });
        world.words.sentence(Lang::En, rng, out);
    }
    out.push('\n');
}

fn sentence(world: &World, lang: Lang, rng: &mut Rng) -> String {
    let mut out = String::new();
    world.words.sentence(lang, rng, &mut out);
    out
}

const TRACKS: [&str; 7] = ["official", "1.5", "2", "academic", "industry", "media", "civil-society"];

const OFFICES: [(&str, &str); 8] = [
    ("Director", "主任"),
    ("Senior Fellow", "高级研究员"),
    ("President", "院长"),
    ("Deputy Minister", "副部长"),
    ("Professor", "教授"),
    ("Spokesperson", "发言人"),
    ("Chief Scientist", "首席科学家"),
    ("Secretary-General", "秘书长"),
];

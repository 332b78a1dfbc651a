//! Citations against examples made by hand from the rules.

use super::files::{bibtex, csl, ris};
use super::quoted::Quoted;
use super::styles::{apa, apa_names, chicago, chicago_name, gbt, gbt_names};
use super::*;
use crate::parse::keys::MarkKind;

fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html.replace("<cite>", "_").replace("</cite>", "_").replace("&amp;", "&");
    while let Some((before, after)) = rest.clone().split_once('<') {
        out.push_str(before);
        rest = after.split_once('>').map_or(String::new(), |(_, tail)| tail.to_owned());
    }
    out + &rest
}

fn day(year: i16, month: u8, day: u8) -> Option<Point> {
    Some(Point { year, month, day })
}

fn person(family: &str, given: &str) -> Name {
    Name::Person { family: family.to_owned(), given: given.to_owned(), first: false }
}

fn article() -> Reference {
    Reference {
        id: "2025-05-13-forum".to_owned(),
        genre: Genre::News,
        title: "Both sides want “gauges” online".to_owned(),
        authors: vec![person("Kovač", "Ana Maria")],
        outlet: "Daily Paper".to_owned(),
        date: day(2025, 5, 13),
        accessed: day(2025, 6, 1),
        container: String::new(),
        url: "https://example.org/report?a=1&b=2".to_owned(),
        lang: "en".to_owned(),
        note: String::new(),
    }
}

fn made(write: fn(&mut String, &Reference), reference: &Reference) -> String {
    let mut out = String::new();
    write(&mut out, reference);
    out
}

#[test]
fn an_article_with_an_author() {
    let it = article();
    assert_eq!(
        text(&chicago(&it)),
        "Kovač, Ana Maria. “Both sides want ‘gauges’ online.” _Daily Paper_, May 13, 2025. https://example.org/report?a=1&b=2."
    );
    assert_eq!(
        text(&apa(&it)),
        "Kovač, A. M. (2025, May 13). Both sides want “gauges” online. _Daily Paper_. https://example.org/report?a=1&b=2"
    );
    assert_eq!(
        text(&gbt(&it)),
        "KOVAČ A M. Both sides want “gauges” online[N/OL]. Daily Paper, 2025-05-13[2025-06-01]. https://example.org/report?a=1&b=2."
    );
}

#[test]
fn an_article_without_an_author() {
    let it = Reference { authors: Vec::new(), title: "Who pays?".to_owned(), accessed: None, ..article() };
    assert_eq!(text(&chicago(&it)), "_Daily Paper_. “Who pays?” May 13, 2025. https://example.org/report?a=1&b=2.");
    assert_eq!(text(&apa(&it)), "Who pays? (2025, May 13). _Daily Paper_. https://example.org/report?a=1&b=2");
    assert_eq!(text(&gbt(&it)), "Who pays?[N/OL]. Daily Paper, 2025-05-13. https://example.org/report?a=1&b=2.");
}

#[test]
fn a_report_by_several() {
    let it = Reference {
        genre: Genre::Report,
        title: "Rivers in 2025".to_owned(),
        authors: vec![
            person("Kovač", "Ana"),
            person("Novák", "Jean-Luc"),
            Name::Whole("Water Agency".to_owned()),
            person("Šmíd", "Eva"),
        ],
        outlet: "Water Press".to_owned(),
        date: day(2025, 3, 0),
        accessed: None,
        url: "https://example.org/r".to_owned(),
        ..article()
    };
    assert_eq!(
        text(&chicago(&it)),
        "Kovač, Ana, Jean-Luc Novák, Water Agency, and Eva Šmíd. _Rivers in 2025_. Water Press, 2025. https://example.org/r."
    );
    assert_eq!(
        text(&apa(&it)),
        "Kovač, A., Novák, J.-L., Water Agency, & Šmíd, E. (2025). _Rivers in 2025_. Water Press. https://example.org/r"
    );
    assert_eq!(
        text(&gbt(&it)),
        "KOVAČ A, NOVÁK J L, Water Agency, et al. Rivers in 2025[R/OL]. (2025-03). https://example.org/r."
    );
}

#[test]
fn a_chinese_page_without_a_day() {
    let it = Reference {
        genre: Genre::Page,
        title: "关于水文数据共享的声明".to_owned(),
        authors: Vec::new(),
        outlet: "水利部".to_owned(),
        date: None,
        accessed: day(2025, 6, 1),
        url: "https://example.org/s".to_owned(),
        lang: "zh-Hans".to_owned(),
        ..article()
    };
    assert_eq!(text(&chicago(&it)), "水利部. “关于水文数据共享的声明.” Accessed June 1, 2025. https://example.org/s.");
    assert_eq!(text(&apa(&it)), "水利部. (n.d.). _关于水文数据共享的声明_. https://example.org/s");
    assert_eq!(text(&gbt(&it)), "水利部. 关于水文数据共享的声明[EB/OL]. [2025-06-01]. https://example.org/s.");
}

#[test]
fn several_chinese_authors() {
    let whole = |name: &str| Name::Whole(name.to_owned());
    let authors = vec![whole("刘裕国"), whole("杨柳"), whole("张洋"), whole("王明")];
    let it = Reference {
        title: "雾霾来袭，如何突围".to_owned(),
        authors,
        outlet: "人民日报".to_owned(),
        date: day(2013, 1, 12),
        accessed: day(2013, 11, 6),
        url: "http://paper.people.com.cn/x.htm".to_owned(),
        ..article()
    };
    assert_eq!(
        text(&gbt(&it)),
        "刘裕国, 杨柳, 张洋, 等. 雾霾来袭，如何突围[N/OL]. 人民日报, 2013-01-12[2013-11-06]. http://paper.people.com.cn/x.htm."
    );
}

#[test]
fn bibtex_is_escaped() {
    let it = Reference {
        title: "50% of R&D: {a} \\b #1 $_~^".to_owned(),
        authors: vec![person("Kovač", "Ana"), Name::Whole("Trade and Industry".to_owned())],
        url: "https://example.org/a%20{b}".to_owned(),
        ..article()
    };
    assert_eq!(
        made(bibtex, &it),
        "@article{2025-05-13-forum,\n  author = {Kovač, Ana and {Trade and Industry}},\n  title = {{50\\% of R\\&D: \\textbraceleft{}a\\textbraceright{} \
         \\textbackslash{}b \\#1 \\$\\_\\textasciitilde{}\\textasciicircum{}}},\n  journal = {Daily Paper},\n  year = {2025},\n  \
         month = may,\n  day = {13},\n  url = {https://example.org/a%20%7Bb%7D},\n  urldate = {2025-06-01},\n  language = {en}\n}\n"
    );
}

#[test]
fn ris_has_its_line_ends() {
    let it = Reference { title: "A\nB".to_owned(), date: day(2025, 5, 0), accessed: None, ..article() };
    assert_eq!(
        made(ris, &it),
        "TY  - NEWS\r\nID  - 2025-05-13-forum\r\nAU  - Kovač, Ana Maria\r\nTI  - A B\r\nT2  - Daily Paper\r\nPY  - 2025\r\n\
         DA  - 2025/05//\r\nUR  - https://example.org/report?a=1&b=2\r\nLA  - en\r\nER  - \r\n"
    );
}

#[test]
fn csl_is_json() {
    let it = Reference {
        title: "\"A\" \\ \t".to_owned(),
        authors: vec![Name::Whole("B".to_owned())],
        accessed: None,
        ..article()
    };
    assert_eq!(
        made(csl, &it),
        "{\"id\":\"2025-05-13-forum\",\"type\":\"article-newspaper\",\"author\":[{\"literal\":\"B\"}],\
         \"title\":\"\\\"A\\\" \\\\ \\u0009\",\"container-title\":\"Daily Paper\",\"issued\":{\"date-parts\":[[2025,5,13]]},\
         \"URL\":\"https://example.org/report?a=1&b=2\",\"language\":\"en\"}"
    );
}

#[test]
fn names_are_taken_apart_only_where_it_is_said_how() {
    assert_eq!(name_from("Stephen Orlins", "Orlins, Stephen"), person("Orlins", "Stephen"));
    assert_eq!(name_from("欧伦斯", "Orlins, Stephen"), Name::Whole("欧伦斯".to_owned()));
    assert_eq!(name_from("Xi Jinping", "Xi Jinping"), Name::Whole("Xi Jinping".to_owned()));
}

#[test]
fn words_are_shortened_between_words() {
    let long = "China’s vast data resources, when combined with U.S. strengths in computing power";
    assert_eq!(beginning(long), "China’s vast data resources, when combined with…");
    assert_eq!(beginning("short"), "short");
}

fn quotation() -> Quoted {
    Quoted {
        reference: Reference {
            id: "2025-05-13-forum:share".to_owned(),
            genre: Genre::Part,
            title: "“We share “every” reading.”".to_owned(),
            date: day(2025, 5, 12),
            accessed: None,
            container: "Both sides want “gauges” online".to_owned(),
            outlet: "Elbe & Vltava".to_owned(),
            url: "https://test.example/documents/2025-05-13-forum/#share".to_owned(),
            note: "As reported by Daily Paper.".to_owned(),
            ..article()
        },
        kind: MarkKind::Quote,
        offices: vec!["Minister, Ministry".to_owned()],
        container_date: day(2025, 5, 13),
        via: "Daily Paper".to_owned(),
        via_date: day(2025, 5, 13),
        reported: false,
        words_lang: None,
    }
}

fn lines(it: &Quoted) -> Vec<String> {
    it.styles().iter().map(|html| text(html)).collect()
}

#[test]
fn a_quotation_in_a_document() {
    assert_eq!(
        lines(&quotation()),
        [
            "Kovač, Ana Maria (Minister, Ministry). “We share ‘every’ reading.” May 12, 2025, as reported by Daily Paper, May 13, 2025. In \
             “Both sides want ‘gauges’ online.” Elbe & Vltava.",
            "Kovač, A. M. (2025, May 12). “We share ‘every’ reading.” [Quotation; as reported by Daily Paper, May 13, 2025]. In _Both sides \
             want “gauges” online_. Elbe & Vltava.",
            "KOVAČ A M. “We share ‘every’ reading.”[EB/OL]. Reported by Daily Paper//Elbe & Vltava. Both sides want “gauges” online. \
             (2025-05-13).",
        ]
    );
}

#[test]
fn words_that_are_not_verbatim_have_no_marks() {
    let whole = |name: &str| Name::Whole(name.to_owned());
    let reference = Reference {
        title: "她希望更多水位站".to_owned(),
        authors: vec![whole("安娜"), whole("水利部")],
        container: "双方希望水位数据上网".to_owned(),
        outlet: "两河简报".to_owned(),
        ..quotation().reference
    };
    let it = Quoted { reference, kind: MarkKind::Paraphrase, offices: Vec::new(), reported: true, ..quotation() };
    assert_eq!(
        lines(&it),
        [
            "安娜, and 水利部. 她希望更多水位站 (paraphrase). As reported by Daily Paper, May 13, 2025. In “双方希望水位数据上网.” 两河简报.",
            "安娜, & 水利部. (2025, May 12). [Paraphrase: 她希望更多水位站; as reported by Daily Paper, May 13, 2025]. In \
             _双方希望水位数据上网_. 两河简报.",
            "安娜, 水利部. 她希望更多水位站[EB/OL]. Daily Paper, 报道//两河简报. 双方希望水位数据上网. (2025-05-13).",
        ]
    );
}

#[test]
fn a_claim_of_the_text_itself() {
    let reference = Reference { title: "Rivers rise".to_owned(), authors: Vec::new(), ..quotation().reference };
    let it = Quoted { reference, kind: MarkKind::Claim, via: String::new(), reported: true, ..quotation() };
    assert_eq!(
        lines(&it),
        [
            "Rivers rise (claim). Reported May 12, 2025. In “Both sides want ‘gauges’ online.” Elbe & Vltava.",
            "[Claim: Rivers rise]. (2025, May 12). In _Both sides want “gauges” online_. Elbe & Vltava.",
            "Rivers rise[EB/OL]//Elbe & Vltava. Both sides want “gauges” online. (2025-05-13).",
        ]
    );
}

#[test]
fn statements_in_files_say_who_reports_them() {
    let it = Reference { authors: Vec::new(), ..quotation().reference };
    assert_eq!(
        made(bibtex, &it),
        "@misc{2025-05-13-forum:share,title={{“We share “every” reading.”}},howpublished={In: Both sides want “gauges” online},\
         year={2025},month=may,day={12},url={https://test.example/documents/2025-05-13-forum/#share},note={As reported by Daily Paper.}}\n"
    );
    assert_eq!(
        made(ris, &it),
        "TY  - ELEC\r\nID  - 2025-05-13-forum:share\r\nTI  - “We share “every” reading.”\r\nT2  - Both sides want “gauges” online\r\n\
         PY  - 2025\r\nDA  - 2025/05/12/\r\nUR  - https://test.example/documents/2025-05-13-forum/#share\r\n\
         N1  - As reported by Daily Paper.\r\nER  - \r\n"
    );
    assert_eq!(
        made(csl, &it),
        "{\"id\":\"2025-05-13-forum:share\",\"type\":\"webpage\",\"title\":\"“We share “every” reading.”\",\"container-title\":\
         \"Both sides want “gauges” online\",\"issued\":{\"date-parts\":[[2025,5,12]]},\"URL\":\
         \"https://test.example/documents/2025-05-13-forum/#share\",\"note\":\"As reported by Daily Paper.\"}"
    );
}

#[test]
fn names_that_begin_with_the_family_name_stay_so() {
    let both = [
        name_from("Wang Yi", "Wang, Yi"),
        name_from("Jake Sullivan", "Sullivan, Jake"),
        name_from("Xi Jinping", "Xi, Jinping"),
    ];
    let chicago: Vec<String> = both.iter().enumerate().map(|(i, name)| chicago_name(i, name)).collect();
    assert_eq!(chicago, ["Wang Yi", "Jake Sullivan", "Xi Jinping"]);
    assert_eq!(apa_names(&both), "Wang, Y., Sullivan, J., &amp; Xi, J.");
    assert_eq!(gbt_names(&both), "WANG Yi, SULLIVAN J, XI Jinping");
}

#[test]
fn of_several_days_only_what_is_common_is_cited() {
    let known = |text: &str| known(Date::parse(text).expect("a date")).to_string();
    assert_eq!(
        ["2025-07-02/2025-07-04", "2025-06-30/2025-07-02", "2025-07-02"].map(known),
        ["2025-07", "2025", "2025-07-02"]
    );
}

#[test]
fn a_publisher_who_is_the_author_is_named_once() {
    let it = Reference {
        genre: Genre::Report,
        authors: vec![Name::Whole("Institute".to_owned())],
        outlet: "Institute".to_owned(),
        ..article()
    };
    assert_eq!(
        text(&apa(&it)),
        "Institute. (2025). _Both sides want “gauges” online_. https://example.org/report?a=1&b=2"
    );
}

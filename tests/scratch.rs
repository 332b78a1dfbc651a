#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]
mod making;
use bilat::pipeline::Memos;
use std::time::Instant;
use std::io::Write;

fn doc(body: &str) -> String { format!("---\ntitle: T\ndate: 2025-01-02\n---\n{body}\n") }

#[test]
fn times() {
    let n: usize = std::env::var("N").map(|s| s.parse().unwrap()).unwrap_or(25_000);
    let only = std::env::var("ONLY").ok();
    let rep = |s: &'static str| -> Box<dyn Fn(usize) -> String> { Box::new(move |n| s.repeat(n)) };
    let texts: Vec<(&str, Box<dyn Fn(usize) -> String>)> = vec![
        ("[a", rep("[a")), ("*a_ ", rep("*a_ ")), ("&", rep("&")), ("> quotes", Box::new(|n| ">".repeat(n) + " a")),
        ("{", rep("{")), (" {", rep(" {")), ("]{", rep("]{")), ("[[", rep("[[")), ("[\"", rep("[\"")), ("![[", rep("![[")),
        ("![", rep("![")), ("](", rep("](")), ("[](", rep("[](")), ("a](<b", rep("[ (](")),
        ("`", Box::new(|n| { let mut s=String::new(); let mut i=0; while s.len()<n { s.push_str(&"`".repeat(i%100+1)); s.push(' '); i+=1;} s })),
        ("%%a%% ", rep("%%a%% ")), ("%% lines", rep("%%a%%\n")), ("%%", rep("%% ")),
        ("[a]{.claim} ", rep("[a]{.claim} ")), ("[[a]] ", rep("[[a]] ")), ("[[jane-doe]] ", rep("[[jane-doe]] ")),
        ("[\"a\"]{by=jane-doe} ", rep("[\"a\"]{by=jane-doe} ")),
        ("nested marks", Box::new(|n| "[a ".repeat(n) + &"]{.claim}".repeat(n))),
        ("nested emphasis", Box::new(|n| "*a **b ".repeat(n) + &"** *".repeat(n))),
        ("lists", Box::new(|n| { let d = (n as f64).sqrt() as usize; (0..d).map(|i| format!("{}- a\n", "  ".repeat(i))).collect() })),
        ("flat lists", rep("- a\n")), ("list [", rep("- [a\n")), ("list {", rep("- {.claim}\n")),
        ("{.claim} lines", rep("{.claim}\n\n")), ("{.claim} lines tight", rep("{.claim}\n")),
        ("headings", rep("# a\n")), ("headings braces", rep("# a {.readout by=jane-doe}\n")), ("headings deep", rep("# a\n## b\n### c\n")),
        ("heading {", Box::new(|n| "# ".to_owned() + &" {".repeat(n) + " }")),
        ("refs", Box::new(|n| (0..n).map(|i| format!("[r{i}]: /a\n")).collect::<String>() + "\n" + &(0..n).map(|i| format!("[r{i}] ")).collect::<String>())),
        ("ref bomb", Box::new(|n| format!("[a]: /{}\n\n", "x".repeat(n)) + &"[a] ".repeat(n))),
        ("footnotes", Box::new(|n| (0..n).map(|i| format!("[^{i}] ")).collect::<String>() + "\n\n" + &(0..n).map(|i| format!("[^{i}]: a[^{}]\n\n", i+1)).collect::<String>())),
        ("footnote same", Box::new(|n| "[^a] ".repeat(n) + "\n\n[^a]: b")),
        ("table cols", Box::new(|n| { let row = "|a".repeat(n) + "|\n"; row.clone() + &"|-".repeat(n) + "|\n" + &row })),
        ("table rows", Box::new(|n| "|a|b|\n|-|-|\n".to_owned() + &"|[[a|b]]|\n".repeat(n))),
        ("table wide", Box::new(|n| { let d = (n as f64).sqrt() as usize; "|a".repeat(d) + "|\n" + &"|-".repeat(d) + "|\n" + &"|a|\n".repeat(n) })),
        ("long word", rep("a")), ("words", rep("word ")), ("chinese", rep("字")), ("chinese stars", rep("字**字")), ("chinese stars 2", rep("**字。")),
        ("sentences mention", rep("He said [[a]] it. ")), ("newlines", rep("\n")), ("spaces", rep(" ")), ("tabs", rep("\t")),
        ("<", rep("<")), ("<a", rep("<a ")), ("<!--", rep("<!--")), ("<?", rep("<?")), ("<![CDATA[", rep("<![CDATA[")), ("\\", rep("\\")), ("~", rep("~a ")), ("~~", rep("~~a")), ("!", rep("![a](b)")),
        ("images ext", rep("![a](https://x.example/b.png) ")), ("links", rep("[a](b.md) ")), ("links md#", rep("[a](#x) ")), ("autolinks", rep("<https://a.example> ")),
        ("braces long", Box::new(|n| "[a]{".to_owned() + &"x=y ".repeat(n))), ("braces quotes", rep("[a]{by=\"")), ("braces unb", rep("]{by=a ")), ("braces unb2", rep("[x]{a=")),
        ("cont", Box::new(|n| "[a]{#x .claim} ".to_owned() + &"[b]{cont=x} ".repeat(n))),
        ("cont none", rep("[b]{cont=x} ")),
        ("dup ids", rep("[b]{#x .claim} ")), ("ids", Box::new(|n| (0..n).map(|i| format!("[b]{{#x{i} .claim}} ")).collect())),
        ("badkeys", rep("[b]{byy=x} ")), ("unknown names", Box::new(|n| (0..n).map(|i| format!("[[Nam{i}]] ")).collect())),
        ("space braces", rep("[a] {.claim} ")), ("embeds", rep("![[a#x]] ")), ("fences", rep("```\n")), ("indented", rep("    a\n")),
        ("quote attr", rep("> a\n>\n> — [[jane-doe]]\n\n")), ("tasks", rep("- [ ] a\n")), ("hr", rep("---\n")), ("setext", rep("a\n===\n")),
        ("entities", rep("&amp;")), ("nul-ish", rep("\u{FFFD}")), ("rtl", rep("\u{202E}")), ("combining", Box::new(|n| "a".to_owned() + &"\u{301}".repeat(n))),
        ("combining name", Box::new(|n| "[[a".to_owned() + &"\u{301}".repeat(n) + "]]")), ("long wikilink", Box::new(|n| "[[".to_owned() + &"x".repeat(n) + "]]")),
        ("long wikilink words", Box::new(|n| "[[".to_owned() + &"x ".repeat(n) + "|" + &"y ".repeat(n) + "]]")),
        ("long id", Box::new(|n| "[a]{#".to_owned() + &"x".repeat(n) + "}")), ("quote>", rep("> ")), ("list>", rep("- ")), ("1.", rep("1. ")), ("> -", rep("> - ")),
        ("> lines", rep("> a\n")), ("> [", rep("> [\n")), ("html block", rep("<div>\n\n")), ("softbreak cjk", rep("字\n")), ("`[", rep("`[`")), ("quotes", rep("“")), ("quotes end", rep("“a。")),
        ("sentence cjk", rep("“[[a]]。")), ("abbr", rep("U.S. [[a]] ")),
    ];
    for (name, text) in &texts {
        if std::env::var("LIST").is_ok() { writeln!(std::io::stdout(), "NAME {name}").unwrap(); continue; }
        if only.as_ref().is_some_and(|o| o != name) { continue; }
        let mut line = format!("{name:24}");
        let mut last = 0.0;
        let per = text(1000).len().max(1) as f64 / 1000.0;
        let ks = match std::env::var("BYTES") { Ok(b) => vec![(b.parse::<f64>().unwrap() / per) as usize], _ => vec![n, 2 * n] };
        for k in ks {
            let t = doc(&text(k));
            let inputs = making::inputs(&[("content/documents/a.md", t.as_bytes()), ("content/people/jane-doe.md", b"---\nname: Jane Doe\n---\n"), ("site.toml", format!("{}\n[limits]\nfile_bytes = 100000000\n", making::SITE.replacen("[[side]]", "[limits]\nfile_bytes = 100000000\n[[side]]", 1).replace("\n[limits]\nfile_bytes = 100000000\n[[side]]", "\n[[side]]")).as_bytes())]);
            let start = Instant::now();
            let made = making::make(&inputs, &mut Memos::default());
            let s = start.elapsed().as_secs_f64();
            line += &format!(" {:8.3}s", s);
            if k > n { line += &format!(" x{:.1} {} {}", s / last, made.notes.len(), if s / last > 3.0 && s > 0.3 { "QUADRATIC?" } else { "" }); }
            last = s;
            if s > 20.0 { line += " HANG"; break; }
        }
        writeln!(std::io::stderr(), "{line}").unwrap();
    }
}

//! The program as a person calls it: what it says, what it leaves on the disk, how it ends. Each test has a portal of its own in a
//! temporary folder. What pages hold is for the cases to say.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod program;

use program::{Portal, Ran, differences, finish, many, program, times, tree};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Stdio;

const ANSWER: &str = "content/documents/2025-04-09-okoro-answer.md";

/// A document with three errors, one of which has a safe fix.
const FAULTY: &str = "---\ntitle: Faulty\ndate: 2025-05-01\n---\n文 [\"a space\"] {by=ines-marek} [[Nobody]] [x]{.qoute by=ines-marek}\n";

/// A new portal with that document.
fn faulty() -> Portal {
    let portal = Portal::new();
    portal.write("content/documents/faulty.md", FAULTY);
    portal
}

/// Whether what was said on stderr has these words.
fn says(ran: &Ran, words: &str) {
    assert!(ran.stderr.contains(words), "`{words}` is not said in {ran:?}");
}

// init, build, check

#[test]
fn a_new_portal_builds_and_has_nothing_to_mend() {
    let portal = Portal::new();
    assert_eq!(portal.read(".gitignore").lines().filter(|line| line.starts_with('/')).count(), 3);
    let ran = portal.ends(0, &["build", "--strict"]);
    assert!(ran.stdout.starts_with("built ") && ran.stdout.ends_with(" 0 unchanged, 0 removed → public/\n"), "{ran:?}");
    assert_eq!(ran.stderr, "");
    let ran = portal.ends(0, &["check", "--strict"]);
    assert!(ran.stdout.starts_with("checked ") && ran.stdout.lines().count() == 1, "{ran:?}");
    let home = portal.read("public/index.html");
    assert!(home.contains("The Avel, upstream and down") && portal.read("public/zh/index.html").contains("阿维尔河"));
}

#[test]
fn check_writes_nothing() {
    let portal = faulty();
    let before = tree(&portal.around());
    portal.ends(1, &["check"]);
    assert_eq!(differences(&before, &tree(&portal.around())), [""; 0]);
}

#[test]
fn init_leaves_a_folder_in_use_alone() {
    let portal = Portal::new();
    let before = tree(&portal.around());
    let ran = finish(program(&portal.around(), &["init", "portal"]));
    assert_eq!(ran.code, Some(2));
    says(&ran, "`portal` is not empty");
    assert_eq!(differences(&before, &tree(&portal.around())), [""; 0]);
}

#[test]
fn init_takes_a_folder_that_git_made() {
    let portal = Portal::of(&[(".git/HEAD".to_owned(), "ref".to_owned())]);
    assert_eq!(finish(program(&portal.around(), &["init", "portal"])).code, Some(0));
    portal.ends(0, &["check"]);
}

#[test]
fn a_portal_is_found_from_inside_and_by_name() {
    let portal = Portal::new();
    let inside = finish(program(&portal.at("content/people"), &["build"]));
    assert!(inside.code == Some(0) && inside.stdout.ends_with("→ ../../public/\n"), "{inside:?}");
    let outside = finish(program(&portal.around(), &["build", "--root", "portal"]));
    assert!(outside.code == Some(0) && outside.stdout.ends_with("→ portal/public/\n"), "{outside:?}");
}

// Exit codes

#[test]
fn errors_in_the_content_end_with_1_and_stop_no_build() {
    let portal = faulty();
    portal.ends(1, &["check"]);
    let ran = portal.ends(1, &["build"]);
    assert!(ran.stdout.contains(" · 3 errors → public/"), "{ran:?}");
    let page = portal.read("public/documents/faulty/index.html");
    assert!(["a space", "Nobody", "x"].iter().all(|word| page.contains(word)));
    let again = portal.ends(1, &["build"]);
    assert_eq!(again.stderr, ran.stderr, "what is remembered is said again");
}

#[test]
fn warnings_are_errors_only_if_one_is_strict() {
    let portal = Portal::new();
    portal.replace(ANSWER, "[[Ines Marek]]", "<b>[[Ines Marek]]</b>");
    let ran = portal.ends(0, &["check", "--format", "short"]);
    says(&ran, ": warning[body/raw-html]: ");
    for command in ["check", "build"] {
        let ran = portal.ends(1, &[command, "--strict", "--format", "short"]);
        says(&ran, ": error[body/raw-html]: ");
        assert!(!ran.stderr.contains("warning"), "{ran:?}");
    }
    portal.ends(0, &["build"]);
}

#[test]
fn what_cannot_run_ends_with_2_and_says_why() {
    let portal = Portal::new();
    let cases: [(&[&str], &str); 9] = [
        (&["build", "--root", "content"], "`content` is no portal: it has no `site.toml`"),
        (&["check", "--root", "nowhere"], "cannot open `nowhere`: it does not exist"),
        (&["build", "--date", "tomorrow"], "`--date tomorrow` is no day"),
        (&["build", "--jobs", "many"], "invalid value 'many' for '--jobs <N>'"),
        (&["check", "--format", "xml"], "invalid value 'xml' for '--format <FORMAT>'"),
        (&["check", "--fix", "--diff"], "cannot be used with"),
        (&["biuld"], "unrecognized subcommand 'biuld'"),
        (&["new", "planet", "Mars"], "invalid value 'planet'"),
        (&[], "Usage: bilat <COMMAND>"),
    ];
    for (arguments, words) in cases {
        says(&portal.ends(2, arguments), words);
    }
    assert!(!portal.at("public").exists());
}

#[test]
fn outside_of_a_portal_there_is_advice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ran = finish(program(folder.path(), &["check"]));
    assert_eq!(ran.code, Some(2));
    says(&ran, "there is no `site.toml` in this folder or any folder above it");
    says(&ran, "bilat init DIR");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let portal = Portal::new();
    let mut child = portal
        .command(&["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

// Formats

#[test]
fn json_is_one_object_a_line_and_nothing_else() {
    let portal = faulty();
    for command in ["check", "build"] {
        let ran = portal.ends(1, &[command, "--format", "json"]);
        assert_eq!(ran.stdout.lines().count(), 3, "{ran:?}");
        for line in ran.stdout.lines() {
            let json: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
            let keys: BTreeSet<&str> = json.as_object().expect("an object").keys().map(String::as_str).collect();
            let wanted =
                ["code", "severity", "file", "line", "column", "end_line", "end_column", "message", "hints", "fix"];
            assert_eq!(keys, wanted.into_iter().collect());
            assert_eq!(
                (json["severity"].as_str(), json["file"].as_str()),
                (Some("error"), Some("content/documents/faulty.md"))
            );
            assert!(json["hints"].is_array() && (json["fix"].is_null() || json["fix"]["safe"].is_boolean()));
        }
        says(&ran, " · 3 errors");
    }
}

#[test]
fn json_counts_characters_from_1() {
    let ran = faulty().ends(1, &["check", "--format", "json"]);
    let lines: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let space = lines.iter().find(|line| line["code"] == "mark/space").expect("the space is noticed");
    let place = ["line", "column", "end_line", "end_column"].map(|key| space[key].as_u64().unwrap_or_default());
    assert_eq!(place, [5, 13, 5, 30]);
    let fix = &space["fix"];
    assert_eq!([&fix["line"], &fix["column"], &fix["end_column"]].map(|n| n.as_u64().unwrap_or_default()), [5, 14, 15]);
    let (start, end) =
        (fix["start"].as_u64().unwrap_or_default() as usize, fix["end"].as_u64().unwrap_or_default() as usize);
    assert_eq!((&FAULTY[start..end], fix["text"].as_str(), fix["safe"].as_bool()), (" ", Some(""), Some(true)));
}

#[test]
fn short_and_github_have_a_line_each_on_stderr() {
    let portal = faulty();
    let ran = portal.ends(1, &["check", "--format", "short"]);
    let place = "content/documents/faulty.md:5:13: error[mark/space]: a space separates the words from their braces";
    assert_eq!(
        (ran.stderr.lines().next(), ran.stderr.lines().count(), ran.stdout.lines().count()),
        (Some(place), 3, 1)
    );
    let ran = portal.ends(1, &["check", "--format", "github"]);
    let first = ran.stderr.lines().next().unwrap_or_default();
    let place = "::error file=content/documents/faulty.md,line=5,col=13,endLine=5,endColumn=30,title=mark/space::a space separates";
    assert!(first.starts_with(place) && ran.stderr.lines().all(|line| line.starts_with("::error ")), "{ran:?}");
}

#[test]
fn places_can_be_clicked_on_from_where_one_is() {
    let portal = faulty();
    let ran = finish(program(&portal.around(), &["check", "--root", "portal", "--format", "short"]));
    assert!(ran.stderr.starts_with("portal/content/documents/faulty.md:5:13: "), "{ran:?}");
    let ran = finish(program(&portal.at("content/people"), &["check"]));
    says(&ran, " ../../content/documents/faulty.md:5:13\n");
}

#[test]
fn people_see_no_colours_where_nobody_looks() {
    let ran = faulty().ends(1, &["check"]);
    says(&ran, "error[mark/space]: a space separates the words from their braces");
    says(&ran, "fix: delete ` ` (`bilat check --fix` does it)");
    assert!(!ran.stderr.contains('\u{1B}') && !ran.stdout.contains('\u{1B}'));
}

// What stops a build

#[test]
fn a_broken_portal_writes_and_removes_nothing() {
    let broken = [
        ("site.toml", "title = ", "config/syntax"),
        ("site.toml", "title = \"T\"\n", "config/missing"),
        ("templates/home.html", "{% if %}", "template/syntax"),
    ];
    for (path, text, code) in broken {
        let portal = Portal::new();
        portal.write(path, text);
        let ran = portal.ends(1, &["build"]);
        says(&ran, code);
        assert!(ran.stdout.ends_with("; nothing was written or removed\n") && !portal.at("public").exists(), "{ran:?}");
    }
}

#[test]
fn a_portal_that_breaks_keeps_the_site_that_it_has() {
    let portal = Portal::new();
    portal.ends(0, &["build"]);
    let (before, written) = (portal.tree("public"), times(&portal.at("public")));
    portal.remove(ANSWER);
    portal.write("templates/document.html", "{{ broken");
    portal.ends(1, &["build"]);
    assert_eq!(differences(&before, &portal.tree("public")), [""; 0]);
    assert_eq!(times(&portal.at("public")), written);
    portal.remove("templates/document.html");
    portal.ends(0, &["build"]);
    assert!(!portal.at("public/documents/2025-04-09-okoro-answer").exists());
}

#[test]
fn a_page_that_a_template_fails_on_stays_as_it_was() {
    let portal = Portal::new();
    portal.ends(0, &["build"]);
    let before = portal.read("public/proposals/index.html");
    portal.write("templates/proposals.html", "half a page {{ page.titel }}");
    let ran = portal.ends(1, &["build"]);
    says(&ran, "template/render");
    says(&portal.ends(1, &["check"]), "template/render");
    assert_eq!(portal.read("public/proposals/index.html"), before);
    assert_eq!(portal.ends(1, &["build"]).stderr, ran.stderr, "what is remembered is said again");
    portal.ends(1, &["build", "--out", "elsewhere"]);
    assert!(portal.at("elsewhere/index.html").exists() && !portal.at("elsewhere/proposals/index.html").exists());
}

#[cfg(unix)]
#[test]
fn what_a_folder_holds_that_cannot_be_read_is_not_taken_away() {
    let portal = Portal::new();
    portal.ends(0, &["build"]);
    let before = portal.read("public/people/ines-marek/index.html");
    std::fs::rename(portal.at("content"), portal.at("elsewhere")).expect("another name");
    symlink(portal.at("elsewhere"), portal.at("content")).expect("a link");
    says(&portal.ends(2, &["build"]), "`content` is a symbolic link to a folder");
    assert_eq!(portal.read("public/people/ines-marek/index.html"), before);
    std::fs::remove_file(portal.at("content")).expect("no link");
    std::fs::rename(portal.at("elsewhere"), portal.at("content")).expect("its name");
    symlink(portal.at("content/themes"), portal.at("content/people/more")).expect("a link");
    says(&portal.ends(1, &["check"]), "it is a symbolic link to a folder");
}

#[cfg(unix)]
#[test]
fn a_picture_that_leads_out_of_the_portal_is_not_published() {
    let portal = Portal::new();
    let outside = tempfile::NamedTempFile::new().expect("a file");
    std::os::unix::fs::symlink(outside.path(), portal.at("content/documents/dam.png")).expect("a link");
    portal.write("content/documents/2025-05-01-dam.md", "---\ntitle: D\ndate: 2025-05-01\n---\n![A dam](dam.png)\n");
    says(
        &portal.ends(1, &["build"]),
        "`dam.png` cannot be published: it is a symbolic link that leads out of the portal",
    );
    assert!(!portal.at("public/assets/documents/dam.png").exists());
}

#[test]
fn a_site_is_built_into_no_folder_that_holds_other_things() {
    let portal = Portal::new();
    portal.write(".git/config", "mine");
    symlink(portal.root(), portal.around().join("link")).expect("a link");
    let before = tree(&portal.around());
    let refused = [
        (".", "it is the portal itself"),
        ("content/..", "it is the portal itself"),
        ("../link", "it is the portal itself"),
        ("..", "the portal lies in it"),
        ("/", "the portal lies in it"),
        ("content", "`content` holds sources of the portal"),
        ("static/site", "`static` holds sources of the portal"),
        ("../link/templates", "`templates` holds sources of the portal"),
        ("site.toml", "`site.toml` holds sources of the portal"),
        (".git/site", "it lies in a `.git` folder"),
        (".bilat", "`.bilat` is not for pages"),
    ];
    for (out, why) in refused {
        let ran = portal.ends(2, &["build", "--out", out]);
        says(&ran, &format!("cannot build into `{out}`: {why}"));
        says(&ran, "nothing was written or deleted");
    }
    let home = portal.around().join("home/ann");
    fs::create_dir_all(&home).expect("a folder");
    for out in [home.as_path(), &portal.around().join("home")] {
        let mut command = portal.command(&["build", "--out", out.to_str().expect("UTF-8")]);
        command.env("HOME", &home);
        let ran = finish(command);
        assert_eq!(ran.code, Some(2));
        says(&ran, "it is your home folder, or one above it");
    }
    assert_eq!(differences(&before, &tree(&portal.around())), [""; 0]);
}

#[test]
fn a_folder_in_use_by_others_is_refused() {
    let portal = Portal::new();
    portal.write("public/thesis.tex", "mine");
    let ran = portal.ends(2, &["build"]);
    says(&ran, "is not empty, and bilat did not make what is in it");
    assert_eq!(portal.tree("public").len(), 1);
}

#[test]
fn a_file_where_a_folder_must_be_stops_a_build() {
    let portal = Portal::new();
    portal.write("file", "mine");
    says(&portal.ends(2, &["build", "--out", "file"]), "cannot build into `file`: it is a file");
    says(
        &portal.ends(2, &["build", "--out", "file/site"]),
        "cannot build into `file/site`: a part of its path is a file",
    );
    portal.ends(0, &["build"]);
    fs::remove_dir_all(portal.at("public/people")).expect("a folder");
    portal.write("public/people", "mine");
    portal.replace("content/people/ines-marek.md", "Ines Marek", "Ines Q. Marek");
    let before = portal.tree("public");
    says(&portal.ends(2, &["build"]), "public/people` was not written by bilat, and the site needs its place");
    assert_eq!(differences(&before, &portal.tree("public")), [""; 0]);
}

#[test]
fn a_read_only_folder_stops_a_build() {
    let portal = Portal::new();
    fs::create_dir(portal.at("public")).expect("a folder");
    fs::set_permissions(portal.at("public"), fs::Permissions::from_mode(0o555)).expect("it is ours");
    let ran = portal.run(&["build"]);
    fs::set_permissions(portal.at("public"), fs::Permissions::from_mode(0o755)).expect("it is ours");
    match ran.code {
        // Permissions do not bind everybody: root writes all the same.
        Some(0) => assert!(portal.at("public/index.html").is_file()),
        code => {
            assert_eq!(code, Some(2));
            says(&ran, "permission denied");
            says(&ran, "choose a folder that you may write to with `--out`");
        }
    }
}

// What a build writes

#[test]
fn a_second_build_writes_nothing() {
    let portal = Portal::new();
    portal.ends(0, &["build"]);
    let written = times(&portal.at("public"));
    for arguments in
        [&["build"][..], &["build", "--no-cache"], &["build", "--jobs", "1"], &["build", "--out", "public"]]
    {
        let ran = portal.ends(0, arguments);
        assert!(ran.stdout.contains(&format!(" 0 files written, {} unchanged, 0 removed", written.len())), "{ran:?}");
        assert_eq!(times(&portal.at("public")), written);
    }
}

#[test]
fn what_is_remembered_is_never_believed_over_the_sources() {
    let portal = Portal::new();
    let kept = || -> Vec<String> {
        let names = portal.tree(".bilat").into_keys();
        names.filter(|name| name.ends_with(".record") || name.ends_with(".texts")).collect()
    };
    let harms: [fn(&mut Vec<u8>); 3] =
        [|bytes| bytes.truncate(bytes.len() / 2), |bytes| bytes[40] ^= 1, |bytes| bytes.clear()];
    portal.ends(0, &["build"]);
    assert_eq!(kept().len(), 2, "a record and a batch of texts: {:?}", kept());
    let texts = || portal.tree(".bilat").into_iter().filter(|(name, _)| name.ends_with(".texts")).collect::<Vec<_>>();
    for (n, harm) in harms.into_iter().enumerate() {
        let do_harm = || {
            for name in kept() {
                let at = portal.at(".bilat").join(name);
                let mut bytes = fs::read(&at).expect("a file");
                harm(&mut bytes);
                fs::write(&at, bytes).expect("it can be written");
            }
        };
        let whole = texts();
        do_harm();
        portal.write("static/own.css", &format!("p {{ margin: {n} }}"));
        portal.ends(0, &["build"]);
        assert_eq!(texts(), whole, "what was damaged is made anew");
        do_harm();
        portal.replace(ANSWER, "a sluice was open", &format!("sluice {n} and a sluice was open"));
        portal.ends(0, &["build"]);
        let new = n.to_string();
        portal.ends(0, &["build", "--no-cache", "--out", &new]);
        assert_eq!(differences(&portal.tree(&new), &portal.tree("public")), [""; 0], "harm {n}");
        assert_eq!(kept().len(), 2, "what is no longer of use is removed: {:?}", kept());
    }
    fs::remove_dir_all(portal.at(".bilat")).expect("a folder");
    portal.ends(0, &["check"]);
    portal.ends(0, &["build", "--no-cache"]);
    assert!(!portal.at(".bilat").exists(), "nothing is remembered that was not to be");
}

#[test]
fn one_edit_changes_the_pages_that_show_it() {
    let portal = Portal::new();
    portal.ends(0, &["build"]);
    let (before, written) = (portal.tree("public"), times(&portal.at("public")));
    portal.replace(ANSWER, "a sluice was open", "any sluice was open");
    let ran = portal.ends(0, &["build"]);
    let (after, rewritten) = (portal.tree("public"), times(&portal.at("public")));
    let differing: BTreeSet<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
    let touched: BTreeSet<&String> = written.keys().filter(|name| written[*name] != rewritten[*name]).collect();
    assert_eq!(
        (differences(&before, &after).len(), &touched),
        (differing.len(), &differing),
        "only what differs is written"
    );
    assert!(ran.stdout.contains(&format!(" {} files written, ", touched.len())), "{ran:?}");
    assert!(touched.iter().any(|name| *name == "documents/2025-04-09-okoro-answer/index.html"));
    for same in [
        "about/index.html",
        "organizations/index.html",
        "themes/index.html",
        "documents/2025-04-08-marek-opening/index.html",
    ] {
        assert!(before.contains_key(same) && !touched.iter().any(|name| *name == same), "{same} was written");
    }
}

#[test]
fn what_is_taken_out_of_the_portal_is_taken_out_of_the_site() {
    let portal = Portal::new();
    portal.ends(0, &["build"]);
    portal.write("public/mine.txt", "mine");
    portal.remove(ANSWER);
    portal.ends(0, &["build"]);
    let updated = portal.tree("public");
    portal.ends(0, &["build", "--out", "clean"]);
    assert_eq!(differences(&portal.tree("clean"), &updated), ["mine.txt is new"]);
}

#[test]
fn another_folder_has_the_same_site() {
    let portal = Portal::new();
    portal.ends(0, &["build"]);
    let ran = portal.ends(0, &["build", "--out", "../elsewhere/site"]);
    assert!(ran.stdout.ends_with("→ ../elsewhere/site/\n"), "{ran:?}");
    assert_eq!(differences(&portal.tree("public"), &tree(&portal.around().join("elsewhere/site"))), [""; 0]);
}

#[test]
fn the_same_portal_gives_the_same_bytes_everywhere() {
    let build = |settings: &[(&str, &str)], jobs: &str| {
        let portal = Portal::of(&many(60, 0));
        portal.write("content/documents/faulty.md", FAULTY);
        let mut command = portal.command(&["build", "--jobs", jobs, "--date", "2026-02-03", "--format", "json"]);
        command.envs(settings.iter().copied());
        let ran = finish(command);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        (portal.tree("public"), ran.stdout)
    };
    let (east, told_east) = build(&[("TZ", "Asia/Shanghai"), ("LC_ALL", "zh_CN.UTF-8"), ("LANG", "zh_CN.UTF-8")], "1");
    let (west, told_west) = build(&[("TZ", "America/New_York"), ("LC_ALL", "en_US.UTF-8"), ("COLUMNS", "20")], "4");
    assert!(east.len() > 200, "{} files are few", east.len());
    assert_eq!(differences(&east, &west), [""; 0]);
    assert_eq!(told_east, told_west);
}

// The day, drafts, the address

#[test]
fn the_day_is_the_given_one_else_that_of_the_environment() {
    let portal = Portal::new();
    portal.replace(ANSWER, "type: statement", "type: statement\nembargo: 2030-01-01");
    let builds = |arguments: &[&str], epoch: &str| {
        let mut command = portal.command(&[&["build"], arguments].concat());
        command.env("SOURCE_DATE_EPOCH", epoch);
        let ran = finish(command);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        portal.at("public/documents/2025-04-09-okoro-answer/index.html").exists()
    };
    assert!(!builds(&[], "1893455999"), "the last second of 2029");
    assert!(builds(&[], "1893456000"), "the first second of 2030");
    assert!(!builds(&["--date", "2029-12-31"], "1893456000"));
    assert!(builds(&["--date", "2030-01-01"], "0"));
    assert!(builds(&["--drafts"], "0"));
    assert!(!builds(&[], "0"));
    let mut command = portal.command(&["build"]);
    command.env("SOURCE_DATE_EPOCH", "yesterday");
    let ran = finish(command);
    assert_eq!(ran.code, Some(2));
    says(&ran, "`SOURCE_DATE_EPOCH=yesterday` is no number of seconds since 1970");
}

#[test]
fn what_a_day_makes_public_is_shown_on_that_day_also_in_editions_and_introductions() {
    let portal = Portal::new();
    portal.write("content/people/ines-marek.zh.md", "---\nname: 独特名\nembargo: 2026-06-01\n---\n正文\n");
    portal.write("content/people/_index.md", "---\nembargo: 2026-06-02\n---\nAn introduction.\n");
    for day in ["2026-05-31", "2026-06-01", "2026-06-02", "2026-05-31"] {
        portal.ends(0, &["build", "--date", day]);
        portal.ends(0, &["build", "--date", day, "--no-cache", "--out", day]);
        assert_eq!(differences(&portal.tree(day), &portal.tree("public")), [""; 0], "on {day}");
    }
}

#[test]
fn drafts_are_shown_on_demand_only() {
    let portal = Portal::new();
    portal.replace(ANSWER, "type: statement", "type: statement\ndraft: true");
    let whole = |portal: &Portal| portal.tree("public").values().flatten().copied().collect::<Vec<u8>>();
    portal.ends(0, &["build"]);
    assert!(!String::from_utf8_lossy(&whole(&portal)).contains("We welcome every number"));
    portal.ends(0, &["build", "--drafts"]);
    assert!(String::from_utf8_lossy(&whole(&portal)).contains("We welcome every number"));
}

#[test]
fn another_address_takes_the_place_of_the_configured_one() {
    let portal = Portal::new();
    portal.ends(0, &["build", "--base-url", "https://preview.example/x/"]);
    let map = portal.read("public/sitemap.xml");
    assert!(map.contains("https://preview.example/x/") && !map.contains("https://example.org/"));
    let ran = portal.ends(2, &["build", "--base-url", "preview"]);
    says(&ran, "no address for a site, such as `https://example.org/`");
}

// check --fix

#[test]
fn check_shows_and_applies_safe_fixes() {
    let portal = faulty();
    let ran = portal.ends(1, &["check", "--diff"]);
    let diff = "--- a/content/documents/faulty.md\n+++ b/content/documents/faulty.md\n";
    assert!(ran.stdout.starts_with(diff), "{ran:?}");
    let changed: Vec<&str> = ran.stdout.lines().skip(2).filter(|line| line.starts_with(['-', '+'])).collect();
    let (before, after) =
        (FAULTY.lines().nth(4).unwrap_or_default(), FAULTY.lines().nth(4).unwrap_or_default().replace("] {", "]{"));
    assert_eq!(changed, [format!("-{before}"), format!("+{after}")]);
    assert_eq!(portal.read("content/documents/faulty.md"), FAULTY, "a diff changes nothing");
    let ran = portal.ends(1, &["check", "--fix"]);
    assert!(ran.stdout.contains(", 1 fix applied; 1 more for you to decide · 2 errors"), "{ran:?}");
    assert!(!ran.stderr.contains("mark/space") && ran.stderr.contains("mark/unknown-kind"), "{ran:?}");
    assert_eq!(portal.read("content/documents/faulty.md"), FAULTY.replace("] {", "]{"), "only the safe fix is made");
    let ran = portal.ends(1, &["check", "--fix"]);
    assert!(ran.stdout.contains(", 0 fixes applied; 1 more for you to decide · 2 errors"), "{ran:?}");
}

#[test]
fn a_fix_keeps_the_rights_and_the_line_ends_of_a_file() {
    let portal = Portal::new();
    let text = FAULTY.replace('\n', "\r\n");
    portal.write("content/documents/faulty.md", &text);
    fs::set_permissions(portal.at("content/documents/faulty.md"), fs::Permissions::from_mode(0o640))
        .expect("it is ours");
    portal.ends(1, &["check", "--fix"]);
    assert_eq!(portal.read("content/documents/faulty.md"), text.replace("] {", "]{"));
    let mode = fs::metadata(portal.at("content/documents/faulty.md")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn what_is_fine_is_not_touched_by_a_fix() {
    let portal = Portal::new();
    let before = times(&portal.root());
    portal.ends(0, &["check", "--fix"]);
    let ran = portal.ends(0, &["check", "--diff"]);
    assert!(ran.stdout.starts_with("checked "), "{ran:?}");
    assert_eq!(times(&portal.root()), before);
}

// new, explain, completions, help

#[test]
fn new_begins_a_file_of_each_kind() {
    let portal = Portal::new();
    let files = [
        ("document", "content/documents/2026-01-02-zuzana-obrien.md", "title: Zuzana O'Brien\ndate: 2026-01-02"),
        ("person", "content/people/zuzana-obrien.md", "name: Zuzana O'Brien"),
        ("organization", "content/organizations/zuzana-obrien.md", "name: Zuzana O'Brien"),
        ("theme", "content/themes/zuzana-obrien.md", "name: Zuzana O'Brien"),
        ("event", "content/events/zuzana-obrien.md", "name: Zuzana O'Brien\nstart: 2026-01-02"),
        ("term", "content/terms/zuzana-obrien.md", "term: Zuzana O'Brien"),
        ("page", "content/pages/zuzana-obrien.md", "title: Zuzana O'Brien"),
    ];
    for (kind, path, text) in files {
        let ran = portal.ends(0, &["new", kind, "Zuzana O'Brien", "--date", "2026-01-02"]);
        assert_eq!(ran.stdout, format!("{path}\n"));
        assert!(portal.read(path).starts_with(&format!("---\n{text}")), "{}", portal.read(path));
    }
    let ran = portal.ends(0, &["check", "--date", "2026-01-02", "--format", "short"]);
    assert!(!ran.stderr.contains("error"), "{ran:?}");
}

#[test]
fn ids_that_are_guesses_are_told() {
    let portal = Portal::new();
    let guessed = portal.ends(0, &["new", "person", "山田太郎"]);
    says(&guessed, "note: the id `shan-tian-tai-lang` is a guess");
    let given = portal.ends(0, &["new", "person", "鈴木", "--id", "suzuki"]);
    assert!(given.stderr.is_empty() && portal.at("content/people/suzuki.md").is_file(), "{given:?}");
    assert!(portal.ends(0, &["new", "person", "Øystein Åse"]).stderr.is_empty());
}

#[test]
fn new_replaces_nothing() {
    let portal = Portal::new();
    let before = tree(&portal.around());
    for name in ["Ines Marek", "ines-marek", " INES  MAREK "] {
        says(&portal.ends(2, &["new", "person", name]), "`content/people/ines-marek.md` exists already");
    }
    symlink(portal.around(), portal.at("content/terms")).expect("a link");
    says(&portal.ends(2, &["new", "term", "Sluice"]), "is a symbolic link to a folder");
    says(&portal.ends(2, &["new", "person", " "]), "a name is needed");
    says(&portal.ends(2, &["new", "page", "People"]), "part of other addresses");
    says(&portal.ends(2, &["new", "person", "Yamada", "--id", "Yamada Taro"]), "`--id yamada-taro`");
    says(&portal.ends(2, &["new", "person", "Yamada", "--id", "ines-marek"]), "exists already");
    assert_eq!(differences(&before, &tree(&portal.around())), ["portal/content/terms is new"]);
}

#[test]
fn files_of_the_theme_are_there_to_be_changed() {
    let portal = Portal::new();
    portal.ends(0, &["new", "template", "components/cite"]);
    portal.ends(0, &["new", "template", "document.html"]);
    assert!(portal.read("templates/document.html").contains("{% extends \"base.html\" %}"));
    portal.ends(0, &["new", "strings", "cs"]);
    let strings = portal.read("i18n/cs.toml");
    assert!(strings.contains("\n[month]\n# 1 = \"January\"\n"), "{strings}");
    portal.ends(0, &["check", "--strict"]);
    says(&portal.ends(2, &["new", "strings", "cs"]), "exists");
    says(&portal.ends(2, &["new", "strings", "../cs"]), "a language's code is needed");
    says(&portal.ends(2, &["new", "template", "documnet"]), "did you mean `document`");
}

#[test]
fn explain_knows_every_code_and_what_was_meant() {
    let portal = Portal::new();
    let all = portal.ends(0, &["explain"]).stdout;
    assert!(
        all.lines().any(|line| line.starts_with("config/missing  "))
            && all.ends_with("`bilat explain CODE` says more.\n")
    );
    let one = portal.ends(0, &["explain", "[config/missing]"]).stdout;
    assert!(one.starts_with("config/missing\n\n"), "{one}");
    says(&portal.ends(2, &["explain", "config/mising"]), "did you mean `config/missing`?");
    says(&portal.ends(2, &["explain", "nothing at all"]), "`bilat explain` lists all codes");
}

#[test]
fn completions_are_there_for_each_shell() {
    let portal = Portal::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = portal.ends(0, &["completions", shell]).stdout;
        assert!(
            ["build", "check", "explain", "no-cache"].iter().all(|word| script.contains(word)),
            "{shell}: {script}"
        );
    }
}

/// The commands that the program's own help lists.
fn commands(help: &str) -> Vec<&str> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    list.filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect()
}

#[test]
fn every_help_has_examples_that_name_real_options() {
    let portal = Portal::new();
    let help = portal.ends(0, &["--help"]).stdout;
    let commands = commands(&help);
    for command in ["build", "check", "new", "init", "explain", "completions"] {
        assert!(commands.contains(&command), "{command} is not among {commands:?}");
    }
    for command in commands.into_iter().filter(|command| *command != "help") {
        let help = portal.ends(0, &[command, "--help"]).stdout;
        let (usage, examples) = help.split_once("\nExamples:\n").unwrap_or_else(|| panic!("{command} has no examples"));
        let lines: Vec<&str> = examples.lines().take_while(|line| !line.is_empty()).collect();
        assert!(
            lines.iter().any(|line| line.trim_start().starts_with(&format!("bilat {command}"))),
            "{command}: {lines:?}"
        );
        let options = lines.iter().flat_map(|line| line.split_whitespace()).filter(|word| word.starts_with("--"));
        for option in options {
            assert!(usage.contains(option), "{command} has no {option}");
        }
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    assert_eq!(Portal::new().ends(0, &["--version"]).stdout, format!("bilat {}\n", env!("CARGO_PKG_VERSION")));
}

//! Prose that looks like English (2,000 made-up words and a small grammar) or like Chinese (common characters).
//! It knows nothing of portals, and the sentences mean nothing.

use super::random::Rng;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lang {
    En,
    Zh,
}

pub struct Words {
    nouns: Vec<String>,
    adjectives: Vec<String>,
    verbs: Vec<String>,
    adverbs: Vec<String>,
    han: Vec<char>,
}

impl Words {
    pub fn new() -> Words {
        Words {
            nouns: endings(&NOUN_ENDINGS),
            adjectives: endings(&ADJECTIVE_ENDINGS),
            verbs: verbs(),
            adverbs: endings(&ADVERB_ENDINGS),
            han: HAN.chars().filter(|c| !c.is_whitespace()).collect(),
        }
    }

    pub fn noun(&self, rng: &mut Rng) -> &str {
        &self.nouns[rng.skewed(self.nouns.len())]
    }

    pub fn adjective(&self, rng: &mut Rng) -> &str {
        &self.adjectives[rng.skewed(self.adjectives.len())]
    }

    fn adverb(&self, rng: &mut Rng) -> &str {
        &self.adverbs[rng.skewed(self.adverbs.len())]
    }

    pub fn verb(&self, rng: &mut Rng) -> &str {
        &self.verbs[rng.skewed(self.verbs.len())]
    }

    /// "a productive regulation of the market"; in Chinese four to six characters.
    pub fn phrase(&self, lang: Lang, rng: &mut Rng, out: &mut String) {
        if lang == Lang::Zh {
            return self.characters(4, 6, rng, out);
        }
        out.push_str(rng.pick(&DETERMINERS));
        if rng.chance(45) {
            join(out, &[" ", self.adjective(rng)]);
        }
        join(out, &[" ", self.noun(rng)]);
        if rng.chance(25) {
            join(out, &[" of ", self.noun(rng)]);
        }
    }

    /// A clause without a capital or a full stop.
    pub fn clause(&self, lang: Lang, rng: &mut Rng, out: &mut String) {
        if lang == Lang::Zh {
            return self.chinese_clause(rng, out);
        }
        self.phrase(lang, rng, out);
        if rng.chance(15) {
            join(out, &[" ", self.adverb(rng)]);
        }
        join(out, &[" ", self.verb(rng), " "]);
        self.phrase(lang, rng, out);
        if rng.chance(45) {
            join(out, &[" ", rng.pick(&PREPOSITIONS), " "]);
            self.phrase(lang, rng, out);
        }
    }

    /// A sentence with its punctuation.
    pub fn sentence(&self, lang: Lang, rng: &mut Rng, out: &mut String) {
        if lang == Lang::Zh {
            return self.chinese_sentence(rng, out);
        }
        let start = out.len();
        if rng.chance(25) {
            out.push_str(rng.pick(&OPENINGS));
        }
        self.clause(lang, rng, out);
        if rng.chance(45) {
            out.push_str(rng.pick(&CONJUNCTIONS));
            self.clause(lang, rng, out);
        }
        if rng.chance(5) {
            out.push_str(" in the U.S. market");
        }
        out.push_str(if rng.chance(4) { "?" } else { "." });
        capital(out, start);
    }

    fn chinese_clause(&self, rng: &mut Rng, out: &mut String) {
        self.characters(8, 14, rng, out);
        if rng.chance(40) {
            out.push('，');
            self.characters(6, 12, rng, out);
        }
    }

    fn chinese_sentence(&self, rng: &mut Rng, out: &mut String) {
        self.characters(8, 14, rng, out);
        for _ in 0..rng.between(1, 2) {
            out.push(if rng.chance(10) { '、' } else { '，' });
            self.characters(6, 12, rng, out);
        }
        out.push(if rng.chance(4) { '？' } else { '。' });
    }

    pub fn characters(&self, least: usize, most: usize, rng: &mut Rng, out: &mut String) {
        for _ in 0..rng.between(least, most) {
            out.push(self.han[rng.skewed(self.han.len())]);
        }
    }
}

/// Makes the ASCII letter at `start` a capital.
pub fn capital(out: &mut str, start: usize) {
    if let Some(first) = out.get_mut(start..=start) {
        first.make_ascii_uppercase();
    }
}

fn join(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

/// Every stem with every ending, so that neighbours share neither.
fn endings(list: &[&str]) -> Vec<String> {
    let word = |at: usize| {
        let stem = at % STEMS.len();
        let ending = (at / STEMS.len() + 7 * stem) % list.len();
        format!("{}{}", STEMS[stem], list[ending])
    };
    (0..STEMS.len() * list.len()).map(word).collect()
}

fn verbs() -> Vec<String> {
    let word = |at: usize| {
        let stem = at % STEMS.len();
        let prefix = (at / STEMS.len() + 2 * stem) % PREFIXES.len();
        format!("{}{}ed", PREFIXES[prefix], STEMS[stem])
    };
    (0..STEMS.len() * PREFIXES.len()).map(word).collect()
}

#[rustfmt::skip]
const STEMS: [&str; 100] = [
    "act", "aid", "bank", "board", "call", "chart", "claim", "coast", "cost", "court", "craft", "crew",
    "deal", "debt", "desk", "dock", "draft", "farm", "field", "film", "firm", "fleet", "form", "front",
    "fund", "gain", "goal", "grain", "grant", "ground", "group", "guard", "hall", "hand", "harbor", "head",
    "help", "index", "item", "joint", "key", "lab", "labor", "land", "law", "lead", "lens", "link",
    "list", "load", "loan", "lot", "map", "mark", "market", "model", "motor", "order", "panel", "part",
    "patent", "plan", "plant", "point", "port", "press", "print", "proof", "report", "risk", "road", "school",
    "seal", "sector", "ship", "signal", "staff", "stand", "system", "task", "team", "term", "test", "tool",
    "train", "transit", "unit", "vent", "vessel", "vote", "watch", "water", "work", "yard", "zon", "pact",
    "plot", "depot", "record", "mast",
];

const NOUN_ENDINGS: [&str; 9] = ["", "s", "ing", "er", "ment", "ship", "age", "ure", "ance"];
const ADJECTIVE_ENDINGS: [&str; 5] = ["al", "ive", "ed", "less", "able"];
const PREFIXES: [&str; 5] = ["", "re", "over", "out", "under"];
const ADVERB_ENDINGS: [&str; 1] = ["ly"];
const DETERMINERS: [&str; 8] = ["the", "the", "the", "a new", "this", "every", "its", "their"];
const PREPOSITIONS: [&str; 8] = ["in", "for", "with", "under", "after", "between", "against", "through"];
const CONJUNCTIONS: [&str; 6] = [", and ", ", but ", ", while ", " because ", "; ", " when "];

const OPENINGS: [&str; 7] =
    ["on Tuesday, ", "in the meantime, ", "a year later, ", "for now, ", "even so, ", "by contrast, ", "in Geneva, "];

/// Common characters, the more frequent first.
const HAN: &str = "
    的是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经
    三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形
    相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程
    展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做
    必战先回则任取完举色或权且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往
    酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照
    参红细引听该铁价严首底液官德随病苏失尔死讲配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮轮破亚师围注远字材排供
";

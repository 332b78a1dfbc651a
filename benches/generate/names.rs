//! The names and ids of people, organizations, themes, events and terms: each a function of its index alone, and no two the same.
//! It decides nothing about who stands where, and writes no file.

pub use super::tables::TERMS;
use super::tables::*;
use super::words::Lang;

/// A name in both languages.
pub struct Both {
    pub en: String,
    pub zh: String,
}

impl Both {
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Both {
        Both { en: en.into(), zh: zh.into() }
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

pub struct Name {
    pub id: String,
    pub name: Both,
    /// What a text calls it the second time: "Ashford", "the institute".
    pub short: Both,
}

pub struct Person {
    pub name: Name,
    pub sort: String,
    pub aliases: Vec<String>,
}

/// As many as names can be made for (those of organizations end first).
pub const MOST_DOCUMENTS: usize = 1_000_000;

/// A number below `end` for every index below `end`, no two the same (`end` has only the factors 2, 3 and 5).
fn spread(index: usize, seed: u64, end: usize) -> usize {
    debug_assert!(index < end, "more names than can be made");
    let start = (seed % end as u64) as usize;
    (index * 1_000_003 + start) % end
}

fn slug(name: &str) -> String {
    name.to_ascii_lowercase().replace(' ', "-")
}

pub fn chinese_person(index: usize, seed: u64) -> Person {
    let (surnames, syllables) = (SURNAMES.len(), SYLLABLES.len());
    let at = spread(index, seed, surnames * syllables * syllables);
    let (surname, surname_zh) = SURNAMES[at % surnames];
    let (first, first_zh) = SYLLABLES[at / surnames % syllables];
    let (second, second_zh) = SYLLABLES[at / surnames / syllables];
    let given = format!("{first}{}", second.to_ascii_lowercase());
    let en = format!("{surname} {given}");
    let zh = format!("{surname_zh}{first_zh}{second_zh}");
    let short = Both::new(surname, format!("{surname_zh}先生"));
    Person {
        sort: en.clone(),
        aliases: vec![format!("{given} {surname}")],
        name: Name { id: slug(&en), name: Both::new(en, zh), short },
    }
}

pub fn western_person(index: usize, seed: u64) -> Person {
    let given_names = GIVEN_STARTS.len() * GIVEN_ENDS.len();
    let at = spread(index, seed, given_names * TOWNS);
    let given = two(&GIVEN_STARTS, &GIVEN_ENDS, at % given_names);
    let family = town(at / given_names);
    let en = format!("{} {}", given.en, family.en);
    let initial = INITIALS[at % INITIALS.len()];
    Person {
        sort: format!("{}, {}", family.en, given.en),
        aliases: vec![format!("Dr. {en}"), format!("{} {initial} {}", given.en, family.en)],
        name: Name {
            id: slug(&en),
            short: Both::new(family.en, family.zh.clone()),
            name: Both::new(en, format!("{}·{}", given.zh, family.zh)),
        },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Government,
    Intergovernmental,
    ThinkTank,
    University,
    Company,
    Association,
    Forum,
    Media,
}

impl Field {
    pub const OTHERS: [Field; 7] = [
        Field::Government,
        Field::Intergovernmental,
        Field::ThinkTank,
        Field::University,
        Field::Company,
        Field::Association,
        Field::Forum,
    ];

    /// The word for it in front matter.
    pub fn word(self) -> &'static str {
        match self {
            Field::Government => "government",
            Field::Intergovernmental => "intergovernmental",
            Field::ThinkTank => "think-tank",
            Field::University => "university",
            Field::Company => "company",
            Field::Association => "association",
            Field::Forum => "forum",
            Field::Media => "media",
        }
    }

    fn nouns(self) -> [(&'static str, &'static str); 4] {
        match self {
            Field::Government => [("Ministry", "部"), ("Agency", "署"), ("Bureau", "局"), ("Commission", "委员会")],
            Field::Intergovernmental => {
                [("Union", "联盟"), ("Fund", "基金"), ("Secretariat", "秘书处"), ("Bank", "银行")]
            }
            Field::ThinkTank => {
                [("Institute", "研究院"), ("Center", "中心"), ("Foundation", "基金会"), ("Observatory", "观察所")]
            }
            Field::University => {
                [("University", "大学"), ("College", "学院"), ("School", "学校"), ("Academy", "科学院")]
            }
            Field::Company => {
                [("Systems", "系统公司"), ("Works", "制造公司"), ("Labs", "实验室"), ("Holdings", "控股公司")]
            }
            Field::Association => {
                [("Association", "协会"), ("Alliance", "联合会"), ("Society", "学会"), ("Network", "网络")]
            }
            Field::Forum => {
                [("Council", "理事会"), ("Dialogue", "对话会"), ("Roundtable", "圆桌会"), ("Panel", "小组")]
            }
            Field::Media => [("Daily", "日报"), ("Review", "评论"), ("News", "新闻"), ("Times", "时报")],
        }
    }
}

/// "Ashford Data Institute"
pub fn organization(index: usize, field: Field, seed: u64) -> Name {
    let nouns = field.nouns();
    let at = spread(index, seed, TOWNS * TOPICS.len() * nouns.len());
    let place = town(at % TOWNS);
    let (topic, topic_zh) = TOPICS[at / TOWNS % TOPICS.len()];
    let (noun, noun_zh) = nouns[at / TOWNS / TOPICS.len()];
    let en = format!("{} {topic} {noun}", place.en);
    Name {
        id: slug(&en),
        name: Both::new(en, format!("{}{topic_zh}{noun_zh}", place.zh)),
        short: Both::new(format!("the {}", noun.to_ascii_lowercase()), format!("该{noun_zh}")),
    }
}

/// "Shared testing", and when those are used up "Shared testing in schools".
pub fn theme(index: usize, seed: u64) -> Name {
    let plain = QUALITIES.len() * MATTERS.len();
    let at = spread(index % plain, seed, plain);
    let (quality, quality_zh) = QUALITIES[at % QUALITIES.len()];
    let (matter, matter_zh) = MATTERS[at / QUALITIES.len()];
    let (place, place_zh) = PLACES[index / plain];
    let en = format!("{quality} {matter}{place}");
    Name {
        id: slug(&en),
        short: Both::new(format!("the {matter}"), matter_zh),
        name: Both::new(en, format!("{place_zh}{quality_zh}{matter_zh}")),
    }
}

/// "alignment"
pub fn term(index: usize) -> Name {
    let (en, zh) = TERMS[index];
    Name { id: en.to_owned(), name: Both::new(en, zh), short: Both::new(en, zh) }
}

/// "Ashford Forum 2019"
pub fn event(index: usize, year: usize, seed: u64) -> Name {
    let at = spread(index, seed, TOWNS * MEETINGS.len());
    let place = town(at % TOWNS);
    let (meeting, meeting_zh) = MEETINGS[at / TOWNS];
    let en = format!("{} {meeting} {year}", place.en);
    Name {
        id: slug(&en),
        name: Both::new(en, format!("{}{meeting_zh}{year}", place.zh)),
        short: Both::new(format!("the {}", meeting.to_ascii_lowercase()), format!("这次{meeting_zh}")),
    }
}

pub const TOWNS: usize = TOWN_STARTS.len() * TOWN_ENDS.len();

/// A place, or the family named after it.
pub fn town(at: usize) -> Both {
    two(&TOWN_STARTS, &TOWN_ENDS, at % TOWNS)
}

fn two<const A: usize, const B: usize>(starts: &Parts<A>, ends: &Parts<B>, at: usize) -> Both {
    let ((start, start_zh), (end, end_zh)) = (starts[at % A], ends[at / A]);
    Both::new(format!("{start}{end}"), format!("{start_zh}{end_zh}"))
}

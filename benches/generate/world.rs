//! Who and what a portal of some shape has, and where each stands: sides, fields, offices, days; all by index, nothing stored.
//! It writes no files, and nothing of the documents' text is known here.

use super::Shape;
use super::names::{self, Field, Name, Person};
use super::random::{Rng, Stream, Zipf};
use super::words::{Words, capital};

/// 2015-01-01 to 2026-05-31; a day is counted from the first.
pub const DAYS: usize = 4_169;

/// The proposal of every document whose index divides by this has the id `call`, so that later documents can refer to it.
pub const CALLS: usize = 8;

pub const SIDES: [&str; 3] = ["cn", "us", "eu"];

pub struct World {
    pub shape: Shape,
    pub people: Zipf,
    pub organizations: Zipf,
    pub outlets: Zipf,
    pub themes: Zipf,
    pub events: Zipf,
    pub terms: Zipf,
    pub words: Words,
}

impl World {
    pub fn new(shape: Shape) -> World {
        assert!(shape.documents <= names::MOST_DOCUMENTS, "a portal of that many documents has no names");
        let organizations = (shape.documents / 20).max(8);
        World {
            shape,
            people: Zipf::new((shape.documents / 10).max(6)),
            organizations: Zipf::new(organizations),
            outlets: Zipf::new((organizations / 2).min(20)),
            themes: Zipf::new((shape.documents / 200).max(3)),
            events: Zipf::new((shape.documents / 100).max(2)),
            terms: Zipf::new((shape.documents / 100).clamp(2, names::TERMS.len())),
            words: Words::new(),
        }
    }

    pub fn rng(&self, stream: Stream, index: usize) -> Rng {
        Rng::of(self.shape.seed, stream, index)
    }

    pub fn two_languages(&self) -> bool {
        self.shape.translated_percent > 0
    }

    pub fn person(&self, index: usize) -> Person {
        match self.person_side(index) {
            "cn" => names::chinese_person(index, self.shape.seed),
            _ => names::western_person(index, self.shape.seed),
        }
    }

    pub fn person_side(&self, index: usize) -> &'static str {
        match self.rng(Stream::Person, index).below(20) {
            0..9 => "cn",
            9..17 => "us",
            _ => "eu",
        }
    }

    pub fn organization(&self, index: usize) -> Name {
        names::organization(index, self.field(index), self.shape.seed)
    }

    pub fn field(&self, index: usize) -> Field {
        if index % self.outlet_step() == 1 && index / self.outlet_step() < self.outlets.len() {
            return Field::Media;
        }
        self.rng(Stream::Organization, index).pick(&Field::OTHERS)
    }

    /// The organization that is the outlet of this rank.
    pub fn outlet(&self, rank: usize) -> usize {
        rank * self.outlet_step() + 1
    }

    /// Outlets are at least every second organization, so that there are some of every side.
    fn outlet_step(&self) -> usize {
        self.organizations.len() / self.outlets.len()
    }

    pub fn theme(&self, index: usize) -> Name {
        names::theme(index, self.shape.seed)
    }

    pub fn event(&self, index: usize) -> Name {
        names::event(index, year(self.event_days(index).0), self.shape.seed)
    }

    pub fn term(&self, index: usize) -> Name {
        names::term(index)
    }

    /// Its first and its last day.
    pub fn event_days(&self, index: usize) -> (usize, usize) {
        let start = index * (DAYS - 10) / self.events.len();
        (start, start + self.rng(Stream::Event, index).below(4))
    }

    /// The day on which a document is published.
    pub fn day(&self, document: usize) -> usize {
        document * DAYS / self.shape.documents
    }

    pub fn document_id(&self, document: usize) -> String {
        let (adjective, noun) = self.title_words(document);
        format!("{}-{adjective}-{noun}-{document:06}", date(self.day(document)))
    }

    pub fn title_words(&self, document: usize) -> (&str, &str) {
        let mut rng = self.rng(Stream::Title, document);
        (self.words.adjective(&mut rng), self.words.noun(&mut rng))
    }

    pub fn title(&self, document: usize) -> String {
        let (adjective, noun) = self.title_words(document);
        let mut rng = self.rng(Stream::Title, document + self.shape.documents);
        let verb = self.words.verb(&mut rng);
        let mut title = format!("{adjective} {noun} {verb} {}", self.words.noun(&mut rng));
        capital(&mut title, 0);
        title
    }

    pub fn translated(&self, document: usize) -> bool {
        let percent = usize::from(self.shape.translated_percent);
        self.rng(Stream::Translated, document).chance(percent)
    }
}

pub fn organization_side(index: usize) -> &'static str {
    ["cn", "us", "cn", "us", "eu"][index % 5]
}

/// The propositions of a theme, two or three.
pub fn propositions(theme: usize) -> impl Iterator<Item = Proposition> {
    (0..2 + theme % 2).map(move |at| PROPOSITIONS[(theme * 3 + at) % PROPOSITIONS.len()])
}

/// The year of a day.
pub fn year(day: usize) -> usize {
    split(day).0
}

/// `2019-05-13`
pub fn date(day: usize) -> String {
    let (year, month, day) = split(day);
    format!("{year}-{month:02}-{day:02}")
}

/// `2019-05`
pub fn month(day: usize) -> String {
    let (year, month, _) = split(day);
    format!("{year}-{month:02}")
}

fn split(day: usize) -> (usize, usize, usize) {
    let (mut year, mut day) = (2015, day);
    while day >= 365 + leap(year) {
        day -= 365 + leap(year);
        year += 1;
    }
    let lengths = [31, 28 + leap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while day >= lengths[month] {
        day -= lengths[month];
        month += 1;
    }
    (year, month + 1, day + 1)
}

fn leap(year: usize) -> usize {
    usize::from(year.is_multiple_of(4))
}

/// Its id, and its text in both languages.
pub type Proposition = (&'static str, &'static str, &'static str);

/// Themes take turns with them.
const PROPOSITIONS: [Proposition; 7] = [
    ("open-results", "Results should be open to both sides.", "成果应向双方开放。"),
    ("joint-tests", "Tests should be carried out jointly.", "测试应由双方共同进行。"),
    ("early-notice", "Each side should give early notice of new rules.", "新规则应提前通报对方。"),
    ("common-terms", "Both sides should use the same terms.", "双方应使用相同的术语。"),
    ("yearly-talks", "Talks should be held every year.", "对话应每年举行。"),
    ("third-parties", "Third parties should have a voice.", "第三方应有发言权。"),
    ("human-control", "A human should decide in the end.", "最终应由人来决定。"),
];

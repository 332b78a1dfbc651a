//! The five statements of a document: who, about what, with which keys; the braces are written here, once for both editions.
//! Where they stand in the text, and in which words, is decided elsewhere.

use super::plan::{Figure, Maker, Mark, Mention, Target, UNITS, Wording};
use super::random::Stream;
use super::world::{CALLS, SIDES, month, organization_side, propositions, year};
use std::fmt::Write;

/// Each makes five statements.
const PATTERNS: [&[Wording]; 4] = [
    &[Wording::Proposal, Wording::Quote, Wording::Split, Wording::Figure, Wording::Paraphrase],
    &[Wording::Quote, Wording::AttributedBlock, Wording::Figure, Wording::Proposal, Wording::Paraphrase],
    &[Wording::Nested, Wording::Figure, Wording::Quote],
    &[Wording::Quote, Wording::BracedBlock, Wording::Figure, Wording::Paraphrase, Wording::Update],
];

impl Maker<'_> {
    pub fn marks(&mut self) -> Vec<Mark> {
        let call = self.plan.index.is_multiple_of(CALLS);
        let pattern = if call { 0 } else { self.world.rng(Stream::Pattern, self.plan.index).below(PATTERNS.len()) };
        let wordings = PATTERNS[pattern].iter().enumerate();
        wordings.map(|(at, &wording)| self.mark(at + 1, wording)).collect()
    }

    fn mark(&mut self, number: usize, wording: Wording) -> Mark {
        let wording = self.last_of_all(wording);
        let person = self.world.people.pick(&mut self.rng);
        let theme = self.theme();
        let mut mark = Mark {
            wording,
            speaker: Mention { target: Target::Person(person), form: self.form() },
            theme: Mention { target: Target::Theme(theme), form: self.form() },
            braces: Vec::new(),
            figure: Figure {
                sign: self.rng.below(5),
                unit: self.rng.below(UNITS.len()),
                value: self.rng.between(2, 90),
            },
            term: self.world.terms.pick(&mut self.rng),
        };
        let by = format!(" by={} theme={}", self.world.person(person).name.id, self.world.theme(theme).id);
        mark.braces = match wording {
            Wording::Nested => vec![
                self.braces(number, "", &by),
                self.braces(number + 3, " .quote", ""),
                self.braces(number + 4, " .proposal", " to=\"us cn\" status=called-for"),
            ],
            Wording::Split => vec![format!("{{#split-{number}{by}}}"), format!("{{cont=split-{number}}}")],
            Wording::Paraphrase => vec![self.paraphrase(number, &by, &mut mark)],
            _ => vec![self.single(number, &by, &mark)],
        };
        mark
    }

    /// A change of status needs something said before; else it is another statement.
    fn last_of_all(&mut self, wording: Wording) -> Wording {
        if wording != Wording::Update || (self.rng.chance(40) && self.earlier_call().is_some()) {
            return wording;
        }
        self.rng.pick(&[Wording::Commitment, Wording::Claim, Wording::Term])
    }

    /// Braces with an id, where there is or could be a second edition to find it by.
    fn braces(&mut self, number: usize, class: &str, keys: &str) -> String {
        let id = if self.plan.translated { format!("#said-{number}") } else { String::new() };
        format!("{{{}}}", format!("{id}{class}{keys}").trim_start())
    }

    fn single(&mut self, number: usize, by: &str, mark: &Mark) -> String {
        let theme = by.split_once(" theme=").map_or("", |(_, theme)| theme);
        match mark.wording {
            Wording::Figure => self.figure(number, theme, mark.figure),
            Wording::AttributedBlock => self.braces(number, "", &format!(" theme={theme}")),
            Wording::BracedBlock => self.braces(number, " .quote", by),
            Wording::Proposal => self.proposal(number, by),
            Wording::Commitment => {
                let due = year(self.plan.day) + self.rng.between(1, 3);
                self.braces(number, " .commitment", &format!("{by} status=agreed due={due}"))
            }
            Wording::Claim => {
                let status = self.rng.pick(&["confirmed", "disputed"]);
                self.braces(number, " .claim", &format!("{by} status={status}"))
            }
            Wording::Term => {
                let term = self.world.term(mark.term).id;
                self.braces(number, " .term", &format!("{by} term={term}"))
            }
            Wording::Update => self.update(number, by),
            _ => {
                let stance = self.stance(mark);
                self.braces(number, "", &format!("{by}{stance}"))
            }
        }
    }

    /// Mostly by the person who is named, sometimes by two, sometimes by an unnamed source of a side.
    fn paraphrase(&mut self, number: usize, by: &str, mark: &mut Mark) -> String {
        let mut keys = format!("{by}{}", self.stance(mark));
        let (_, theme) = keys.split_once(" theme=").unwrap_or_default();
        match self.rng.below(20) {
            0 => {
                let two = self.world.people.several(4, &mut self.rng);
                let two: Vec<_> = two.iter().map(|&at| self.world.person(at).name.id).take(2).collect();
                keys = format!(" by=\"{}\" theme={theme}", two.join(" "));
            }
            1 => {
                let organization = self.world.organizations.pick(&mut self.rng);
                let side = organization_side(organization);
                mark.speaker.target = Target::Organization(organization);
                keys = format!(" by=side:{side} as=\"a senior official\" theme={theme}");
            }
            _ => {}
        }
        self.braces(number, "", &keys)
    }

    /// For some: a stance on a proposition of the statement's theme, by its full or its short id.
    fn stance(&mut self, mark: &Mark) -> String {
        let Target::Theme(theme) = mark.theme.target else { return String::new() };
        if !self.rng.chance(35) {
            return String::new();
        }
        let (proposition, ..) = self.rng.pick(&propositions(theme).collect::<Vec<_>>());
        let stance = self.rng.pick(&["for", "for", "for", "against", "conditional", "neutral"]);
        if self.rng.chance(25) {
            return format!(" stance={stance} on={proposition}");
        }
        format!(" stance={stance} on={}/{proposition}", self.world.theme(theme).id)
    }

    fn figure(&mut self, number: usize, theme: &str, figure: Figure) -> String {
        let value = match figure.sign {
            0 => format!("\"<{}\"", figure.value),
            1 => format!("\">{}\"", figure.value),
            2 => format!("\"~{}\"", figure.value),
            3 => figure.value.to_string(),
            _ => format!("{}..{}", figure.value, figure.value + 5),
        };
        let mut keys = format!(" value={value} unit={}", UNITS[figure.unit]);
        let seen = self.plan.day.saturating_sub(self.rng.between(40, 400));
        let _ = write!(keys, " as-of={} theme={theme}", month(seen));
        self.braces(number, " .figure", &keys)
    }

    fn proposal(&mut self, number: usize, by: &str) -> String {
        let to = match self.rng.below(3) {
            0 => "\"us cn\"".to_owned(),
            1 => self.rng.pick(&SIDES).to_owned(),
            _ => self.world.organization(self.world.organizations.pick(&mut self.rng)).id,
        };
        let status = self.rng.pick(&["called-for", "called-for", "proposed"]);
        let keys = format!("{by} to={to} status={status}");
        if self.plan.index.is_multiple_of(CALLS) {
            return format!("{{#call .proposal{keys}}}");
        }
        self.braces(number, " .proposal", &keys)
    }

    fn update(&mut self, number: usize, by: &str) -> String {
        let status = self.rng.pick(&["agreed", "under-way", "fulfilled", "lapsed", "withdrawn"]);
        let target = self.earlier_call().unwrap_or_default();
        let target = self.world.document_id(target);
        self.braces(number, " .commitment", &format!("{by} updates={target}#call status={status}"))
    }

    /// A document with a call that was published before this one's statements were made.
    fn earlier_call(&mut self) -> Option<usize> {
        let event = self.plan.event.map(|event| self.world.event_days(event).0);
        let said = self.plan.said.or(event).unwrap_or(self.plan.day);
        let before = (0..=self.plan.index / CALLS).rev().find(|call| self.world.day(call * CALLS) < said)?;
        Some(self.rng.below(before + 1) * CALLS)
    }
}

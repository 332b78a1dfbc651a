//! What one item's texts say, read by themselves: what names mean, statements of all editions paired, who appears. Kept from one site to the
//! next while nothing that it depends on changes.

use super::readout::Readout;
use super::{Appearance, Role};
use crate::base::diag::{Code, Diagnostic};
use crate::base::fingerprint::Fingerprint;
use crate::base::lang::{ByLang, Lang};
use crate::base::parallel;
use crate::entity::collect::DIFFERS;
use crate::entity::resolve::{Statement, Target, Via, resolve};
use crate::entity::{Author, ItemId, Registry};
use crate::input::config::Config;
use crate::parse::Edition;
use crate::parse::keys::MarkKind;
use crate::parse::meta::Publish;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

const UNPAIRED: Code = Code("edition/unpaired");

/// What the texts of an item say.
#[derive(Debug)]
pub struct Said {
    /// The texts that it was read from.
    editions: ByLang<Arc<Edition>>,
    /// By language, what the mentions mean.
    pub targets: Vec<(Lang, Vec<Target>)>,
    /// In the order of the leading edition's text; those without a partner there follow.
    pub statements: Vec<Statement>,
    /// Their places, by anchor.
    by_anchor: Vec<u32>,
    /// By item, role, language and place; each once.
    pub appearances: Vec<Appearance>,
    /// Official accounts in it.
    pub readouts: Vec<Readout>,
    /// What is to be said about the texts.
    pub notes: Vec<Diagnostic>,
    /// Of all this, and of what of it is told elsewhere, once somebody asks: for the keys of pages.
    pub keys: OnceLock<(Fingerprint, Fingerprint)>,
}

/// What every item says, with what else that depends on: `Registry::base`.
pub type Last = Option<(Fingerprint, Arc<Vec<Arc<Said>>>)>;

/// What every item says, by item, on all cores; what did not change since the last site is not read again.
pub fn all(registry: &Registry, config: &Config, last: &mut Last) -> Arc<Vec<Arc<Said>>> {
    let known = last.as_ref().filter(|(base, _)| *base == registry.base).map(|(_, said)| Arc::clone(said));
    let ids: Vec<ItemId> = (0..registry.items.len()).map(|i| ItemId(i as u32)).collect();
    let said = parallel::map(&ids, |id| {
        let old = known.as_ref().and_then(|all| all.get(id.index()));
        match old.filter(|old| are_same(&old.editions, &registry.get(*id).editions)) {
            Some(old) => Arc::clone(old),
            None => Arc::new(read(*id, registry, config)),
        }
    });
    let said = Arc::new(said);
    *last = Some((registry.base, Arc::clone(&said)));
    said
}

fn are_same(a: &ByLang<Arc<Edition>>, b: &ByLang<Arc<Edition>>) -> bool {
    a.len() == b.len() && a.iter().zip(b.iter()).all(|((_, a), (_, b))| Arc::ptr_eq(a, b))
}

fn read(id: ItemId, registry: &Registry, config: &Config) -> Said {
    let item = registry.get(id);
    let mut notes = Vec::new();
    let hidden = item.document().is_some_and(|d| d.publish == Publish::Metadata);
    let (mut targets, mut texts, mut readouts) = (Vec::new(), Vec::new(), Vec::new());
    for (lang, edition) in item.editions.iter() {
        let resolved = resolve(id, edition, registry, config);
        notes.extend(resolved.notes);
        targets.push((lang, resolved.value.targets));
        readouts.extend(resolved.value.accounts.iter().map(|account| Readout::new(account, id, edition)));
        // Of a document whose words are not public nothing may be quoted.
        texts.push(if hidden { Vec::new() } else { resolved.value.statements });
    }
    let mut statements = paired(id, texts, registry, &mut notes);
    statements.shrink_to_fit();
    let mut appearances = appear(id, &targets, &statements, registry);
    appearances.sort_unstable();
    appearances.dedup();
    appearances.shrink_to_fit();
    let mut by_anchor: Vec<u32> = (0..statements.len() as u32).collect();
    by_anchor.sort_by(|a, b| statements[*a as usize].sid.cmp(&statements[*b as usize].sid));
    let editions = item.editions.clone();
    Said { editions, targets, statements, by_anchor, appearances, readouts, notes, keys: OnceLock::new() }
}

impl Said {
    /// The place of the first statement with this anchor.
    pub fn anchored(&self, sid: &str) -> Option<usize> {
        let of = |place: u32| &*self.statements[place as usize].sid;
        let at = self.by_anchor.partition_point(|place| of(*place) < sid);
        self.by_anchor.get(at).filter(|place| of(**place) == sid).map(|place| *place as usize)
    }
}

/// Statements of the leading edition, joined with the ones of the same `#id` in the others; those without a partner follow.
fn paired(
    id: ItemId,
    mut texts: Vec<Vec<Statement>>,
    registry: &Registry,
    notes: &mut Vec<Diagnostic>,
) -> Vec<Statement> {
    if texts.len() < 2 {
        return texts.pop().unwrap_or_default();
    }
    let mut all: Vec<Statement> = Vec::new();
    // By `#id`, which no two statements of one edition share; a text may have as many as words.
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for statement in texts.into_iter().flatten() {
        match named.get(&statement.sid).filter(|_| statement.named) {
            Some(first) => {
                notes.extend(differs(id, &all[*first], &statement, registry));
                all[*first].words.extend(statement.words);
            }
            None => {
                if statement.named {
                    named.insert(statement.sid.clone(), all.len());
                }
                all.push(statement);
            }
        }
    }
    let lone = all.iter().filter(|s| s.words.len() == 1);
    notes.extend(lone.filter_map(|s| unpaired(id, s, registry)));
    all
}

/// What the same statement says otherwise in another edition: readers are shown the leading one's.
fn differs(id: ItemId, first: &Statement, other: &Statement, registry: &Registry) -> Option<Diagnostic> {
    let voices = |s: &Statement| s.voices.iter().map(|voice| (voice.speaker, voice.side)).collect::<BTreeSet<_>>();
    fn set<T: Copy + Ord>(all: &[T]) -> BTreeSet<T> {
        all.iter().copied().collect()
    }
    // `#x` and `here#x` are the same in the document `here`.
    let own = &*registry.get(id).id;
    let updates = |s: &Statement| {
        let written = s.updates.as_ref()?.value.clone();
        Some(written.strip_prefix(own).filter(|rest| rest.starts_with('#')).map_or(written.to_string(), str::to_owned))
    };
    // A translation has no quotation marks, and words without a kind are what they look like.
    let is_said = |kind: MarkKind| matches!(kind, MarkKind::Quote | MarkKind::Paraphrase);
    let keys = [
        ("kind", first.kind != other.kind && !is_said(other.kind)),
        ("by", voices(first) != voices(other)),
        ("to", set(&first.to) != set(&other.to)),
        ("theme", set(&first.themes) != set(&other.themes)),
        ("stance", first.stance != other.stance),
        ("on", set(&first.on) != set(&other.on)),
        ("status", first.status != other.status),
        ("as-of", first.as_of != other.as_of),
        ("due", first.due != other.due),
        ("updates", updates(first) != updates(other)),
        ("via", first.via != other.via),
        ("date", first.said != other.said),
        ("event", first.event != other.event),
    ];
    let keys: Vec<&str> = keys.iter().filter(|(_, differs)| *differs).map(|(key, _)| *key).collect();
    let (lang, place) = *other.words.first()?;
    let registered = registry.get(id);
    let (edition, leading) = (registered.editions.get(lang)?, registered.editions.get(first.words.first()?.0)?);
    let span = edition.body.marks.get(place as usize)?.parts.first()?.span;
    let verb = if keys.len() == 1 { "differs" } else { "differ" };
    let message = format!("`{}` of `#{}` {verb} from {}", keys.join("`, `"), first.sid, leading.path);
    let note = Diagnostic::error(DIFFERS, &edition.path, span, message);
    (!keys.is_empty()).then(|| {
        note.help("what is not written here is taken from there; leave it out, or give the words an id of their own")
    })
}

fn unpaired(id: ItemId, statement: &Statement, registry: &Registry) -> Option<Diagnostic> {
    let (lang, place) = statement.words[0];
    let edition = registry.get(id).editions.get(lang)?;
    let mark = &edition.body.marks[place as usize];
    let message = "no words of another edition are marked as the same statement";
    let note = Diagnostic::hint(UNPAIRED, &edition.path, mark.parts.first()?.span, message);
    Some(note.help("give the words the same `#id` in both editions, so that they count once"))
}

fn appear(
    id: ItemId,
    targets: &[(Lang, Vec<Target>)],
    statements: &[Statement],
    registry: &Registry,
) -> Vec<Appearance> {
    let mut all = Vec::new();
    let Some(own) = registry.get(id).document() else { return all };
    let mut add = |item, role, lang, mention| all.push(Appearance { item, document: id, role, lang, mention });
    for (lang, targets) in targets {
        for (i, target) in targets.iter().enumerate() {
            if let Target::Item(target) = target
                && *target != id
            {
                add(*target, Role::Mention, *lang, i as u32);
            }
        }
    }
    for statement in statements {
        let speakers = statement.voices.iter().filter_map(|voice| voice.speaker.item());
        speakers.for_each(|s| add(s, Role::Speaker, Lang::DEFAULT, 0));
        statement.to.iter().filter_map(|to| to.item()).for_each(|to| add(to, Role::Addressee, Lang::DEFAULT, 0));
        statement.themes.iter().for_each(|t| add(*t, Role::Theme, Lang::DEFAULT, 0));
        statement.event.iter().for_each(|e| add(*e, Role::Event, Lang::DEFAULT, 0));
        statement.term.iter().for_each(|t| add(*t, Role::Term, Lang::DEFAULT, 0));
        if let Via::Outlet(outlet) = statement.via {
            add(outlet, Role::Outlet, Lang::DEFAULT, 0);
        }
    }
    own.themes.iter().for_each(|t| add(*t, Role::Theme, Lang::DEFAULT, 0));
    own.event.iter().for_each(|e| add(*e, Role::Event, Lang::DEFAULT, 0));
    let sources = own.sources.iter().filter_map(|s| s.outlet);
    own.outlet.into_iter().chain(sources).for_each(|o| add(o, Role::Outlet, Lang::DEFAULT, 0));
    own.speaker.iter().filter_map(|s| s.item()).for_each(|s| add(s, Role::Speaker, Lang::DEFAULT, 0));
    for author in &own.authors {
        if let Author::Item(author) = author {
            add(*author, Role::Author, Lang::DEFAULT, 0);
        }
    }
    all
}

//! The sentences of documents, in English and Chinese side by side, with slots for words, mentions and braces.
//! What goes into the slots is not known here.

use super::plan::{UNITS, Wording};
use super::random::Rng;
use super::words::Lang;

pub fn choose<'a>(lang: Lang, list: &[(&'a str, &'a str)], rng: &mut Rng) -> &'a str {
    let (en, zh) = rng.pick(list);
    if lang == Lang::En { en } else { zh }
}

/// Templates in English and Chinese. Slots: n phrase, c clause, s sentence (N, C with a capital), a adjective, q and Q
/// quotation marks, m the mention, t the theme, f the figure, w the term, 0 1 2 the braces.
pub type Templates = [(&'static str, &'static str)];

pub fn wordings(wording: Wording) -> &'static Templates {
    match wording {
        Wording::Quote => &[
            ("[<q><C>,<Q>]<0> said <m>.", "<m>表示，[<q><c>。<Q>]<0>"),
            ("<m> told reporters, [<q><C>, and <c>.<Q>]<0>", "[<q><c>，<c>，<Q>]<0><m>说。"),
            ("[<q><C>. <C>,<Q>]<0> <m> said in a statement.", "<m>在声明中说：[<q><c>。<c>。<Q>]<0>"),
        ],
        Wording::Split => &[
            ("[<q><C>,<Q>]<0> <m> added, [<q><c>.<Q>]<1>", "[<q><c>，<Q>]<0><m>说，[<q><c>。<Q>]<1>"),
            ("[<q><C>,<Q>]<0> said <m>, [explaining that <c>]<1>.", "[<q><c>，<Q>]<0><m>说，[并解释<c>]<1>。"),
        ],
        Wording::AttributedBlock => &[("> <s> <s>\n>\n> — <m><0>\n", "> <s><s>\n>\n> ——<m><0>\n")],
        Wording::BracedBlock => &[("<0>\n> <s> <s>\n", "<0>\n> <s><s>\n")],
        Wording::Paraphrase => &[
            ("<m> said that [<c>]<0>.", "<m>指出，[<c>]<0>。"),
            ("According to <m>, [<c>, while <c>]<0>.", "据<m>介绍，[<c>，<c>]<0>。"),
        ],
        Wording::Nested => &[(
            "<m> said that [as two [<q><a> parts<Q>]<1> of <t>, [the two sides should discuss <n> and <n>]<2>]<0>.",
            "<m>认为，[<t>有两个[<q><n><Q>]<1>，[双方应当就<n>和<n>进行讨论]<2>]<0>。",
        )],
        Wording::Figure => &[
            ("The share of <n> stood at [<f>]<0>.", "<n>已达[<f>]<0>。"),
            ("A report put <n> at [<f>]<0>, and <c>.", "报告称<n>为[<f>]<0>，<c>。"),
        ],
        Wording::Proposal => &[
            ("<m> called on others [to discuss <n> and to share <n>]<0>.", "<m>呼吁[各方就<n>展开讨论，共享<n>]<0>。"),
            ("[<N> should be open to <n>]<0>, <m> argued.", "<m>主张[<n>应向<n>开放]<0>。"),
        ],
        Wording::Commitment => &[("<m> promised [to review <n> before <c>]<0>.", "<m>承诺[<c>，审查<n>]<0>。")],
        Wording::Claim => &[("<m> stated that [<c>]<0>.", "<m>称，[<c>]<0>。")],
        Wording::Term => &[("<m> spoke of [<w>]<0> and said that <c>.", "<m>谈到[<w>]<0>，并表示<c>。")],
        Wording::Update => &[("<m> reported that [<c>]<0>.", "<m>通报说，[<c>]<0>。")],
    }
}

pub const MENTIONS: [(&str, &str); 5] = [
    ("<m> has not said whether <c>.", "<m>尚未说明<c>。"),
    ("According to <m>, <c>.", "据<m>介绍，<c>。"),
    ("<C>, as <m> has shown.", "<c>，<m>已有说明。"),
    ("<C>; <m> is one example of <n>.", "<c>，<m>是<n>的一个例子。"),
    ("On <n>, <m> goes further, and <c>.", "在<n>方面，<m>走得更远，<c>。"),
];

pub const EMPHASES: [(&str, &str); 2] = [
    ("It is <n> that counts: *<a>* if <c>, **<a>** if not.", "关键在于<n>，**<n>**，<c>。"),
    ("<C>, and this is **<a>** by any measure.", "<c>，这是**<n>**的一部分。"),
];

pub const LINKS: [(&str, &str); 2] = [
    ("<C>, says [<n>](https://example.org/reports).", "[<n>](https://example.org/reports)显示，<c>。"),
    ("See also [<n>](https://example.org/papers/a?b=1) on <n>.", "另见[<n>](https://example.org/papers/a?b=1)。"),
];

pub const FOOTNOTES: [(&str, &str); 1] = [("<C>.[^1]", "<c>。[^1]")];

pub const HEADINGS: [(&str, &str); 4] = [
    ("## Background to <n>", "## 背景：<n>"),
    ("## What <n> means", "## 含义：<n>"),
    ("## Reactions to <n>", "## 反应：<n>"),
    ("## Next steps for <n>", "## 下一步：<n>"),
];

pub const TABLE_HEADS: [(&str, &str); 1] =
    [("| Who | Matter | Share |\n| --- | --- | ---: |\n", "| 对象 | 事项 | 份额 |\n| --- | --- | ---: |\n")];

pub const SIGNS: [(&str, &str); 4] = [("nearly ", "近"), ("more than ", "超过"), ("about ", "约"), ("", "")];

pub const UNIT_WORDS: [(&str, &str); UNITS.len()] =
    [(" percent", "%"), (" models", "个模型"), (" people", "人"), (" billion dollars", "十亿美元")];

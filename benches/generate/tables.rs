//! The parts that names are put together from, in English and Chinese.
//! In one table no two entries have the same sound or character, no surname is also a syllable, and no Chinese syllable
//! begins with a vowel: so two names that differ still differ without their spaces.

/// English and Chinese.
pub type Parts<const COUNT: usize> = [(&'static str, &'static str); COUNT];

/// None of them turns one given name into another: "Alin A." would be "Alina".
pub const INITIALS: [&str; 9] = ["B.", "D.", "F.", "G.", "H.", "J.", "K.", "L.", "M."];

#[rustfmt::skip]
pub const SURNAMES: Parts<40> = [
    ("Wang", "王"), ("Li", "李"), ("Zhang", "张"), ("Liu", "刘"), ("Chen", "陈"), ("Yang", "杨"), ("Zhao", "赵"), ("Huang", "黄"),
    ("Zhou", "周"), ("Wu", "吴"), ("Xu", "徐"), ("Sun", "孙"), ("Hu", "胡"), ("Zhu", "朱"), ("Gao", "高"), ("Lin", "林"),
    ("He", "何"), ("Guo", "郭"), ("Ma", "马"), ("Luo", "罗"), ("Liang", "梁"), ("Song", "宋"), ("Zheng", "郑"), ("Xie", "谢"),
    ("Han", "韩"), ("Tang", "唐"), ("Feng", "冯"), ("Dong", "董"), ("Xiao", "萧"), ("Cheng", "程"), ("Cao", "曹"), ("Yuan", "袁"),
    ("Deng", "邓"), ("Fu", "傅"), ("Shen", "沈"), ("Zeng", "曾"), ("Peng", "彭"), ("Ding", "丁"), ("Su", "苏"), ("Lu", "卢"),
];

#[rustfmt::skip]
pub const SYLLABLES: Parts<64> = [
    ("Ming", "明"), ("Hua", "华"), ("Jian", "建"), ("Wei", "伟"), ("Lan", "兰"), ("Xin", "欣"), ("Jing", "静"), ("Hong", "红"),
    ("Qiang", "强"), ("Jun", "军"), ("Ping", "平"), ("Hai", "海"), ("Ying", "英"), ("Zhi", "志"), ("Guang", "光"), ("Yun", "云"),
    ("Bo", "波"), ("Chao", "超"), ("Dan", "丹"), ("Fang", "芳"), ("Gang", "刚"), ("Hui", "慧"), ("Jie", "杰"), ("Kai", "凯"),
    ("Lei", "雷"), ("Min", "敏"), ("Na", "娜"), ("Ning", "宁"), ("Qi", "奇"), ("Rui", "瑞"), ("Shan", "山"), ("Tao", "涛"),
    ("Wen", "文"), ("Xia", "霞"), ("Yan", "燕"), ("Yi", "一"), ("Yong", "勇"), ("Yu", "玉"), ("Zhen", "珍"), ("Bin", "斌"),
    ("Chun", "春"), ("Da", "达"), ("Fei", "飞"), ("Gui", "贵"), ("Hao", "浩"), ("Jia", "佳"), ("Ke", "克"), ("Ling", "玲"),
    ("Mei", "梅"), ("Nan", "南"), ("Pei", "佩"), ("Qing", "青"), ("Rong", "荣"), ("Shu", "书"), ("Tian", "天"), ("Xiang", "祥"),
    ("Xue", "雪"), ("Ya", "雅"), ("Ye", "叶"), ("Zi", "子"), ("Bao", "宝"), ("Guan", "冠"), ("Long", "龙"), ("Sheng", "胜"),
];

#[rustfmt::skip]
pub const GIVEN_STARTS: Parts<32> = [
    ("Al", "阿"), ("Ber", "伯"), ("Car", "卡"), ("Dor", "多"), ("El", "埃"), ("Fer", "费"), ("Gar", "加"), ("Hel", "赫"),
    ("Is", "伊"), ("Jos", "约"), ("Kat", "凯"), ("Lor", "洛"), ("Mar", "玛"), ("Nor", "诺"), ("Os", "奥"), ("Pet", "佩"),
    ("Quin", "昆"), ("Ros", "罗"), ("Sab", "萨"), ("Theod", "西"), ("Ul", "乌"), ("Val", "瓦"), ("Wil", "威"), ("Yol", "尤"),
    ("Zel", "泽"), ("Ad", "亚"), ("Ben", "本"), ("Chris", "克"), ("Dam", "达"), ("Ev", "艾"), ("Fran", "弗"), ("Greg", "格"),
];

#[rustfmt::skip]
pub const GIVEN_ENDS: Parts<16> = [
    ("an", "安"), ("ina", "娜"), ("ert", "特"), ("ella", "拉"), ("ic", "克"), ("ora", "拉朵"), ("us", "斯"), ("ette", "蒂"),
    ("in", "恩"), ("ia", "娅"), ("o", "欧"), ("ine", "妮"), ("ard", "德"), ("etta", "塔"), ("ion", "昂"), ("ice", "丝"),
];

#[rustfmt::skip]
pub const TOWN_STARTS: Parts<32> = [
    ("Ash", "阿"), ("Black", "布"), ("Brook", "鲁"), ("Clif", "克"), ("Crest", "雷"), ("Dun", "邓"), ("East", "伊"), ("Fair", "费"),
    ("Glen", "格"), ("Green", "林"), ("Harp", "哈"), ("Hawk", "霍"), ("Ingle", "英"), ("Kings", "金"), ("Lang", "兰"), ("Lock", "洛"),
    ("May", "梅"), ("Mill", "米"), ("North", "诺"), ("Oak", "奥"), ("Pem", "彭"), ("Quill", "奎"), ("Rams", "拉"), ("Red", "雷德"),
    ("Shel", "谢"), ("Stan", "斯"), ("Thorn", "索"), ("Under", "昂"), ("Wake", "韦"), ("West", "威"), ("Whit", "惠"), ("Yar", "亚"),
];

#[rustfmt::skip]
pub const TOWN_ENDS: Parts<32> = [
    ("ford", "福德"), ("ley", "利"), ("ton", "顿"), ("wood", "伍德"), ("worth", "沃思"), ("field", "菲尔德"), ("ham", "汉姆"), ("mere", "米尔"),
    ("brook", "布鲁克"), ("bridge", "布里奇"), ("stone", "斯通"), ("well", "韦尔"), ("dale", "代尔"), ("croft", "克罗夫特"), ("more", "莫尔"), ("by", "比"),
    ("wick", "威克"), ("land", "兰"), ("gate", "盖特"), ("cote", "科特"), ("burn", "伯恩"), ("side", "赛德"), ("mont", "蒙特"), ("haven", "黑文"),
    ("port", "波特"), ("shaw", "肖"), ("stead", "斯特德"), ("thorpe", "索普"), ("vale", "韦勒"), ("wyn", "温"), ("combe", "库姆"), ("hurst", "赫斯特"),
];

#[rustfmt::skip]
pub const TOPICS: Parts<15> = [
    ("Data", "数据"), ("Climate", "气候"), ("Policy", "政策"), ("Science", "科学"), ("Trade", "贸易"), ("Health", "卫生"),
    ("Energy", "能源"), ("Technology", "技术"), ("Security", "安全"), ("Education", "教育"), ("Transport", "交通"), ("Language", "语言"),
    ("Labor", "劳动"), ("Culture", "文化"), ("Water", "水利"),
];

#[rustfmt::skip]
pub const QUALITIES: Parts<24> = [
    ("Shared", "共享"), ("Open", "开放"), ("Military", "军事"), ("Public", "公共"), ("Regional", "区域"), ("Digital", "数字"),
    ("Rural", "农村"), ("Urban", "城市"), ("Civil", "民用"), ("Early", "早期"), ("Joint", "联合"), ("Mutual", "相互"),
    ("Legal", "法律"), ("Medical", "医疗"), ("Marine", "海洋"), ("Industrial", "工业"), ("Local", "地方"), ("Global", "全球"),
    ("Voluntary", "自愿"), ("Technical", "技术"), ("Cultural", "文化"), ("Financial", "金融"), ("Scientific", "科学"), ("Emergency", "应急"),
];

#[rustfmt::skip]
pub const MATTERS: Parts<24> = [
    ("testing", "测试"), ("standards", "标准"), ("research", "研究"), ("training", "培训"), ("warning", "预警"), ("exchange", "交流"),
    ("procurement", "采购"), ("oversight", "监督"), ("verification", "核查"), ("licensing", "许可"), ("modelling", "建模"), ("forecasting", "预测"),
    ("dialogue", "对话"), ("translation", "翻译"), ("infrastructure", "基础设施"), ("investment", "投资"), ("archives", "档案"), ("planning", "规划"),
    ("monitoring", "监测"), ("insurance", "保险"), ("logistics", "物流"), ("liability", "责任"), ("transparency", "透明度"), ("safety", "安全"),
];

#[rustfmt::skip]
pub const PLACES: Parts<12> = [
    ("", ""), (" in schools", "学校"), (" in hospitals", "医院"), (" at sea", "海上"), (" in courts", "法院"), (" in ports", "港口"),
    (" in banks", "银行"), (" on farms", "农场"), (" in mines", "矿山"), (" in laboratories", "实验室"), (" on roads", "公路"), (" in museums", "博物馆"),
];

#[rustfmt::skip]
pub const MEETINGS: Parts<10> = [
    ("Forum", "论坛"), ("Summit", "峰会"), ("Conference", "大会"), ("Workshop", "研讨会"), ("Meeting", "会议"),
    ("Symposium", "座谈会"), ("Talks", "会谈"), ("Congress", "代表大会"), ("Seminar", "讲习班"), ("Session", "会期"),
];

#[rustfmt::skip]
pub const TERMS: Parts<12> = [
    ("alignment", "对齐"), ("containment", "遏制"), ("guardrail", "护栏"), ("benchmark", "基准"), ("threshold", "阈值"), ("safeguard", "保障"),
    ("provenance", "来源"), ("disclosure", "披露"), ("resilience", "韧性"), ("autonomy", "自主"), ("interoperability", "互通"), ("robustness", "鲁棒"),
];

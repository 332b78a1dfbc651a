//! Floor 8: from texts to changed or new texts, purely: fixes, differences, beginnings of files. Reads and writes no file.

pub mod diff;
pub mod fix;
pub mod scaffold;

//! What the runner of cases is made of: reading a case, running it, printing what a site says as lines of text.

pub mod case;
pub mod run;
pub mod show;

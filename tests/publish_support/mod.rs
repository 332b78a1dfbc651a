//! What the tests of `bilat publish` need: real servers on this machine, a proxy that cuts the line, a portal to publish, and eyes
//! that see what readers see.

pub mod crawl;
pub mod http;
pub mod line;
pub mod portal;
pub mod proxy;
pub mod servers;

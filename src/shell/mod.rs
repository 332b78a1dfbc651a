//! Floor 9: the world. The only modules that touch disks, clocks, terminals and the environment. They know inputs, outputs and
//! `Site`, and not what an entity is.

pub mod disk;
pub mod failure;
pub mod folder;
pub mod lock;
pub mod manifest;
pub mod portal;
pub mod progress;
#[cfg(feature = "publish")]
pub mod publish;
pub mod record;
pub mod report;
pub mod stream;
pub mod sync;
pub mod temporary;
pub mod world;

pub use failure::Failure;
pub use folder::OutFolder;
pub use portal::Portal;

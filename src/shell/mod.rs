//! Floor 9: the world. The only modules that touch disks, clocks, terminals and the environment. They know inputs, outputs and
//! `Site`, and not what an entity is.

pub mod cache;
pub mod disk;
#[cfg(feature = "preview")]
pub mod editor;
pub mod failure;
pub mod folder;
#[cfg(feature = "preview")]
pub mod live;
pub mod lock;
pub mod manifest;
#[cfg(feature = "preview")]
pub mod overlay;
pub mod portal;
pub mod progress;
#[cfg(feature = "publish")]
pub mod publish;
pub mod record;
pub mod report;
#[cfg(feature = "preview")]
pub mod server;
#[cfg(feature = "preview")]
pub mod sources;
#[cfg(any(feature = "preview", feature = "publish"))]
pub mod signal;
pub mod stream;
pub mod sync;
pub mod temporary;
pub mod texts;
#[cfg(feature = "preview")]
pub mod watch;
pub mod world;

pub use failure::Failure;
pub use folder::OutFolder;
pub use portal::Portal;

//! How a program is asked to end, by Ctrl-C or by the system. Ends nothing itself.

use std::io;

/// Waits until a person or the system asks the program to end.
pub async fn interrupted() -> io::Result<()> {
    Interrupts::listen()?.wait().await
}

/// What asks the program to end, from when it is made: whatever asks earlier ends the program at once.
pub struct Interrupts {
    #[cfg(unix)]
    person: tokio::signal::unix::Signal,
    #[cfg(unix)]
    system: tokio::signal::unix::Signal,
}

impl Interrupts {
    /// Listens from here on.
    #[cfg(unix)]
    pub fn listen() -> io::Result<Interrupts> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Interrupts { person: signal(SignalKind::interrupt())?, system: signal(SignalKind::terminate())? })
    }

    /// Waits until the program is asked to end.
    #[cfg(unix)]
    pub async fn wait(mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.person.recv() => Ok(()),
            _ = self.system.recv() => Ok(()),
        }
    }

    /// Listens once it waits.
    #[cfg(not(unix))]
    pub fn listen() -> io::Result<Interrupts> {
        Ok(Interrupts {})
    }

    /// Waits until a person asks the program to end.
    #[cfg(not(unix))]
    pub async fn wait(self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}

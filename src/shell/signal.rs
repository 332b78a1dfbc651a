//! How a program is asked to end, by Ctrl-C or by the system. Ends nothing itself.

use std::io;

/// Waits until a person or the system asks the program to end.
#[cfg(unix)]
pub async fn interrupted() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut end = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = end.recv() => Ok(()),
    }
}

/// Waits until a person asks the program to end.
#[cfg(not(unix))]
pub async fn interrupted() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}

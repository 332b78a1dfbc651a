//! Ends a publication when a person asks for it: after the files that are under way, so that the lock is given back and nothing of ours is
//! left running. Asked twice, the program ends at once.
#![allow(clippy::disallowed_methods)]

use super::trouble::AGAIN;
use crate::shell::{Failure, signal, world};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether somebody asked.
#[derive(Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Begins to listen for Ctrl-C and for the system's wish to end the program.
    pub fn listen() -> Result<Stop, Failure> {
        let stop = Stop::default();
        let asked = stop.clone();
        world::spawn("stop", move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let Ok(runtime) = runtime else { return };
            if runtime.block_on(signal::interrupted()).is_ok() {
                asked.0.store(true, Ordering::Relaxed);
                world::eprint("\nending after the files that are under way; Ctrl-C once more ends at once\n");
                if runtime.block_on(signal::interrupted()).is_ok() {
                    std::process::exit(130);
                }
            }
        })?;
        Ok(stop)
    }

    /// A failure where somebody asked.
    pub fn check(&self) -> Result<(), Failure> {
        match self.0.load(Ordering::Relaxed) {
            true => Err(Failure::new("the publication was ended").help(AGAIN)),
            false => Ok(()),
        }
    }
}

//! Shows that work goes on: on a terminal only, on stderr, and not before a second has passed. Decides nothing.
#![allow(clippy::disallowed_methods)]

use super::world;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(1);

/// A line at the bottom of the terminal that goes away when it is dropped.
pub struct Progress {
    bar: ProgressBar,
    waiter: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts to wait for the second to pass, if anybody watches.
    pub fn start() -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let waiter = world::stderr_is_terminal().then(|| {
            let (stop, stopped) = channel();
            let shown = bar.clone();
            (stop, std::thread::spawn(move || show_later(&shown, &stopped)))
        });
        Progress { bar, waiter }
    }

    /// Begins a phase of unknown length: "reading the portal".
    pub fn phase(&self, what: &'static str) {
        self.bar.set_style(style("{spinner} {msg}"));
        self.bar.set_message(what);
    }

    /// Begins a phase of `total` steps.
    pub fn steps(&self, what: &'static str, total: usize) {
        self.bar.set_length(total as u64);
        self.bar.set_position(0);
        self.bar.set_style(style("{spinner} {msg} {bar:30} {pos}/{len}"));
        self.bar.set_message(what);
    }

    /// One step of the phase is done; callable from any thread.
    pub fn step(&self) {
        self.bar.inc(1);
    }

    /// Takes the line away, so that something else can be said.
    pub fn finish(&mut self) {
        if let Some((stop, thread)) = self.waiter.take() {
            drop(stop);
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

fn show_later(bar: &ProgressBar, stopped: &Receiver<()>) {
    if stopped.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
        bar.set_draw_target(ProgressDrawTarget::stderr());
        bar.enable_steady_tick(Duration::from_millis(100));
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

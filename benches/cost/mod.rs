//! What work costs: time by the clock, and time of processors. Does not know what is measured.

use std::time::{Duration, Instant};

/// What some work took.
#[derive(Clone, Copy)]
pub struct Cost {
    /// By the clock.
    pub wall: Duration,
    /// Seconds, of this process and of those that it waited for.
    pub cpu: f64,
}

impl Cost {
    /// The middle of both.
    pub fn median(mut costs: Vec<Self>) -> Self {
        let middle = costs.len() / 2;
        costs.sort_by_key(|cost| cost.wall);
        let wall = costs[middle].wall;
        costs.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
        Self { wall, cpu: costs[middle].cpu }
    }
}

/// What some work takes.
pub fn timed(work: impl FnOnce() -> Result<(), String>) -> Result<Cost, String> {
    let (cpu, start) = (cpu()?, Instant::now());
    work()?;
    let wall = start.elapsed();
    Ok(Cost { wall, cpu: self::cpu()? - cpu })
}

/// Seconds of CPU time so far; `utime`, `stime`, `cutime` and `cstime` of proc(5), which counts hundredths on Linux.
fn cpu() -> Result<f64, String> {
    let stat = std::fs::read_to_string("/proc/self/stat")
        .map_err(|error| format!("CPU time is read on Linux only: {error}"))?;
    let (_, fields) = stat.rsplit_once(") ").ok_or("no name in /proc/self/stat")?;
    let ticks: u64 = fields.split(' ').skip(11).take(4).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(ticks as f64 / 100.0)
}

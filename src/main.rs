//! The program `bilat`: hands its arguments to `cli` and its outcome to the system. Does nothing else.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    bilat::cli::run()
}

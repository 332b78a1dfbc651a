//! Serves a preview to the browsers of this machine, from memory. Makes no site and watches no file; `Live` does.
#![allow(clippy::disallowed_methods)]

mod address;
mod events;
mod file;
mod fix;
mod guard;
mod listen;
mod problems;
mod respond;

use super::live::Live;
use super::overlay::{ASSETS, Badge, FOLDER};
use super::signal::Interrupts;
use super::{Failure, failure};
use axum::Router;
use axum::http::header;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use guard::Guard;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

pub use listen::{Bound, Wish, bind};

/// Who does not send the head of a request within this time is sent away.
const PATIENCE: Duration = Duration::from_secs(10);
/// More than this is no head of a request.
const MOST_HEAD: usize = 32 << 10;
const MOST_FIELDS: usize = 100;
/// So many browsers may be connected at once.
const MOST_CONNECTIONS: usize = 1024;
/// What still goes on at the end may take so long.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What every answer is made from.
pub struct Desk {
    live: Arc<Live>,
    badge: Badge,
    guard: Guard,
    /// Whether other machines can reach it.
    is_shared: bool,
}

/// Says that it serves, with `greet`, and does until the user has had enough.
pub fn serve(live: Arc<Live>, bound: Bound, greet: impl FnOnce(&Bound) -> Result<(), Failure>) -> Result<(), Failure> {
    let fail = |e: std::io::Error| Failure::new(format!("cannot serve: {}", failure::reason(&e)));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(fail)?;
    let badge = Badge { session: secret(), token: secret() };
    let is_shared = !bound.address.ip().is_loopback();
    let desk = Arc::new(Desk { live, badge, guard: Guard::new(&bound), is_shared });
    let interrupts = {
        let _inside = runtime.enter();
        Interrupts::listen().map_err(fail)?
    };
    greet(&bound)?;
    let result = runtime.block_on(async {
        let listener = TcpListener::from_std(bound.listener)?;
        tokio::select! {
            () = accept(listener, router(desk)) => Ok(()),
            end = interrupts.wait() => end,
        }
    });
    runtime.shutdown_timeout(LAST_WORDS);
    result.map_err(fail)
}

/// 128 bits that nobody can guess: the keys of `RandomState` come from the system.
fn secret() -> String {
    let half = |n: u64| format!("{:016x}", RandomState::new().hash_one((n, std::process::id())));
    format!("{}{}", half(1), half(2))
}

fn router(desk: Arc<Desk>) -> Router {
    let mut router = Router::new()
        .route("/.bilat/events", get(events::events))
        .route("/.bilat/problems", get(problems::problems))
        .route("/.bilat/source", get(problems::source))
        .route("/.bilat/fix", post(fix::fix));
    for (name, media_type, text) in ASSETS {
        let head = [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "no-cache")];
        router = router.route(&format!("{FOLDER}{name}"), get(move || async move { (head, text).into_response() }));
    }
    let router = router.fallback(respond::respond).with_state(Arc::clone(&desk));
    router.layer(from_fn_with_state(desk, guard::check)).layer(from_fn(guard::headers))
}

async fn accept(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            converse(stream, router).await;
            drop(place);
        });
    }
}

/// One connection to its end. What goes wrong on it is the browser's affair.
async fn converse(stream: TcpStream, router: Router) {
    let _ = stream.set_nodelay(true);
    let mut server = hyper::server::conn::http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(MOST_HEAD).max_headers(MOST_FIELDS);
    let _ = server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)).await;
}

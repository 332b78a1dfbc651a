//! Runs the HTML writer over the events and cuts what it writes into segments at the places between them.

use crate::base::span::Span;
use crate::parse::{Block, Body, Segment};
use pulldown_cmark::Event;
use std::cell::Cell;
use std::rc::Rc;

/// A piece of output: an event for the HTML writer, or a place in what it writes.
pub enum Out<'a> {
    Event(Event<'a>),
    Place(Place),
}

#[derive(Clone, Copy)]
pub enum Place {
    BlockStart(Span),
    Segment(Hole),
}

#[derive(Clone, Copy)]
pub enum Hole {
    Mention(u32),
    LabelEnd(u32),
    Address(u32),
    Embed(u32),
    Open(u32),
    Close(u32),
}

/// Counts what the HTML writer has written, so that a place between two events is a byte offset.
struct Counter {
    html: String,
    len: Rc<Cell<usize>>,
}

impl std::fmt::Write for Counter {
    fn write_str(&mut self, s: &str) -> std::fmt::Result {
        self.html.push_str(s);
        self.len.set(self.html.len());
        Ok(())
    }
}

/// Runs the HTML writer over the events and cuts what it writes at the places between them.
pub fn assemble(out: Vec<Out<'_>>, body: &mut Body) {
    let len = Rc::new(Cell::new(0));
    let mut counter = Counter { html: String::with_capacity(body.plain.len() * 3 / 2), len: Rc::clone(&len) };
    let mut cutter = Cutter { body, block: None, from: 0 };
    let events = out.into_iter().filter_map(|item| match item {
        Out::Event(event) => Some(event),
        Out::Place(place) => {
            cutter.place(place, len.get());
            None
        }
    });
    // Writing to a string cannot fail.
    let _ = pulldown_cmark::html::write_html_fmt(&mut counter, events);
    let total = len.get();
    cutter.finish(total);
    body.html = counter.html;
}

struct Cutter<'b> {
    body: &'b mut Body,
    block: Option<Block>,
    from: usize,
}

impl Cutter<'_> {
    fn place(&mut self, place: Place, at: usize) {
        match place {
            Place::BlockStart(span) => {
                self.flush(at);
                self.close();
                self.block = Some(Block { span, ..Block::default() });
            }
            Place::Segment(hole) => {
                self.flush(at);
                if let Hole::Open(index) = hole {
                    self.block().marks.push(index);
                }
                let segment = match hole {
                    Hole::Mention(i) => Segment::Mention(i),
                    Hole::LabelEnd(i) => Segment::LabelEnd(i),
                    Hole::Address(i) => Segment::Address(i),
                    Hole::Embed(i) => Segment::Embed(i),
                    Hole::Open(i) => Segment::Open(i, 0),
                    Hole::Close(i) => Segment::Close(i, 0),
                };
                self.block().segments.push(segment);
            }
        }
    }

    fn block(&mut self) -> &mut Block {
        self.block.get_or_insert_default()
    }

    fn flush(&mut self, at: usize) {
        if at > self.from {
            let span = Span::new(self.from, at);
            self.block().segments.push(Segment::Html(span));
        }
        self.from = at;
    }

    fn close(&mut self) {
        if let Some(block) = self.block.take() {
            self.body.blocks.push(block);
        }
    }

    fn finish(mut self, at: usize) {
        self.flush(at);
        self.close();
    }
}

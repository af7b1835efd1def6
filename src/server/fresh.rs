//! Pages of a site that is being built, for those who ask before it is written.
//!
//! A large site takes a while to write, and whoever changed it looks at one page. So a build may offer to make single
//! pages at once, beside all the others that it makes in their order.

use std::sync::mpsc::{self, Sender, SyncSender};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::live::Live;

/// An address, and where to send what is there.
type Order = (String, SyncSender<Option<Vec<u8>>>);

/// Where pages are ordered while a build offers them.
#[derive(Default)]
pub(super) struct Fresh(Mutex<Option<Sender<Order>>>);

impl Fresh {
    /// The file at this address of the site that is being built, if that is offered.
    pub(super) fn get(&self, address: &str) -> Option<Vec<u8>> {
        let orders = self.orders().clone()?;
        let (reply, answer) = mpsc::sync_channel(1);
        orders.send((address.to_owned(), reply)).ok()?;
        drop(orders);
        answer.recv().ok()?
    }

    fn orders(&self) -> MutexGuard<'_, Option<Sender<Order>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets a build show its pages before the site is written.
pub struct Early<'a> {
    pub(super) fresh: &'a Fresh,
    pub(super) live: &'a Live,
}

impl Early<'_> {
    /// While `work` runs, whoever asks for a page gets what `make` makes for its address. Open pages are told of it at
    /// once. `work` ends with the site in its place.
    pub fn offer(&self, make: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync), work: &mut dyn FnMut()) {
        /// However the work ends, nobody orders any more.
        struct Closes<'a>(&'a Fresh);
        impl Drop for Closes<'_> {
            fn drop(&mut self) {
                *self.0.orders() = None;
            }
        }
        let (sender, orders) = mpsc::channel::<Order>();
        thread::scope(|scope| {
            scope.spawn(move || {
                for (address, reply) in orders {
                    // Who asked may have gone.
                    let _ = reply.send(make(&address));
                }
            });
            let closes = Closes(self.fresh);
            *self.fresh.orders() = Some(sender);
            self.live.offer();
            work();
            drop(closes);
        });
    }
}

//! Lets a test make any one of the system calls of [`disk`](super::disk) fail, kill the process before it, or
//! do something behind our back.

use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Rc;

/// What happens, and before which system call of this thread, counted from 0.
#[derive(Clone)]
pub(super) enum Fault {
    Die(usize),
    Fail(usize, io::ErrorKind),
    Meanwhile(usize, Rc<dyn Fn()>),
}

thread_local! {
    static FAULT: RefCell<Option<Fault>> = const { RefCell::new(None) };
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

/// Sets the fault for this thread and begins to count anew.
pub(super) fn set(fault: Option<Fault>) {
    FAULT.replace(fault);
    COUNT.set(0);
}

/// How many system calls there were since.
pub(super) fn count() -> usize {
    COUNT.get()
}

pub(super) fn about_to_change() -> io::Result<()> {
    let count = COUNT.replace(COUNT.get() + 1);
    match FAULT.with_borrow(Clone::clone) {
        // As good as SIGKILL: nothing is dropped, nothing flushed.
        Some(Fault::Die(at)) if at == count => std::process::exit(99),
        Some(Fault::Fail(at, kind)) if at == count => Err(kind.into()),
        Some(Fault::Meanwhile(at, act)) if at == count => {
            act();
            Ok(())
        }
        _ => Ok(()),
    }
}

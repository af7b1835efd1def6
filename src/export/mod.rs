//! Site → other formats. Each starts at the model, as pages do.

pub mod csv;
pub mod json;

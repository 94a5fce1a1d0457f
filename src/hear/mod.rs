//! (page follows)

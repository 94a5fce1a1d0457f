//! Keeps alsa-lib's own messages off the screen.
//!
//! alsa-lib prints to standard error whenever a device does not open, which is how one finds out that
//! it does not. What went wrong is in the returned error all the same. Other systems print nothing.

/// From now on alsa-lib says nothing on this thread. Sets one thread-local pointer inside alsa-lib: no
/// allocation, no lock, so an audio callback may call it for its own thread.
#[cfg(target_os = "linux")]
pub(super) fn hush() {
    use std::ffi::{c_char, c_int};

    unsafe extern "C" fn say_nothing(
        _file: *const c_char,
        _line: c_int,
        _function: *const c_char,
        _error: c_int,
        _format: *const c_char,
        _arguments: *mut alsa_sys::__va_list_tag,
    ) {
    }

    // SAFETY: the handler has the type that alsa-lib declares, lives as long as the program and reads
    // none of its arguments. alsa-lib keeps the pointer for this thread only.
    unsafe {
        alsa_sys::snd_lib_error_set_local(Some(say_nothing));
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn hush() {}

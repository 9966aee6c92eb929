#ifndef C_TRANSFER_H
#define C_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Fetches a URL with libcurl, which is loaded with the first call: most sessions never fetch anything, and its libraries
// take longer to load than the rest of a session.

enum { CTRANSFER_ERROR_LENGTH = 256 };

typedef enum {
    ctransfer_done,
    /// There is no libcurl.
    ctransfer_no_library,
    /// No server could be reached: its name is not known, or nobody answers.
    ctransfer_unreachable,
    /// The server answered with an error; `status` is its HTTP status.
    ctransfer_refused,
    /// `receive` or `advance` said to stop.
    ctransfer_stopped,
    ctransfer_failed
} ctransfer_result;

/// Takes bytes over as they come; returns whether to go on.
typedef bool ctransfer_receive(void *context, const uint8_t *bytes, size_t length);
/// Hears now and then how many bytes have come, of how many; 0 where that is not known. Returns whether to go on.
typedef bool ctransfer_advance(void *context, int64_t received, int64_t total);

/// Follows redirections, but only from and to HTTP and HTTPS. Gives up where no connection is made within 20 seconds, or
/// fewer than 100 bytes a second come for `patience` seconds.
ctransfer_result ctransfer_fetch(const char *url, long patience, ctransfer_receive *receive, ctransfer_advance *advance,
                                 void *context, long *status, char error[CTRANSFER_ERROR_LENGTH]);

// A file without a name is gone with whoever writes it, however that ends.

/// Opens one on the disk of `folder`, or returns -1 where the file system has none.
int ctransfer_open_unnamed(const char *folder);
/// Gives it its name, which nothing may have yet.
bool ctransfer_name(int file, const char *path);

#endif

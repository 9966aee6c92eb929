#pragma once
#include <stdint.h>
#include <sys/types.h>

/// What parent and children share: a number that the parent changes while it waits for them.
typedef struct sl_heartbeat sl_heartbeat;

/// Returns `NULL` where there is no memory.
sl_heartbeat *_Nullable sl_heartbeat_create(void);
void sl_heartbeat_destroy(sl_heartbeat *_Nonnull heartbeat);
void sl_heartbeat_beat(sl_heartbeat *_Nonnull heartbeat);

/// What a child ends with when it hears nothing of its parent any more.
enum { SL_CHILD_LEFT_ALONE = 75 };

/// Forks. The child, which gets 0, has the calling thread alone; it ends by itself when the heartbeat has stopped for two
/// seconds, as when the cell that made it was interrupted, and what crashes it ends it and nothing else.
pid_t sl_fork(const sl_heartbeat *_Nonnull heartbeat);
/// Ends the process without what `exit` would do for the parent's sake.
_Noreturn void sl_end_child(void);

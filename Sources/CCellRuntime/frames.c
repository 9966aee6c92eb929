#define _GNU_SOURCE
#include "internal.h"
#include <string.h>
#include <unwind.h>

typedef struct {
    uintptr_t start;
    bool started;
    bool exact;
    uintptr_t *frames;
    int32_t count, limit;
} Walk;

static _Unwind_Reason_Code visit(struct _Unwind_Context *context, void *argument) {
    Walk *walk = argument;
    int before_instruction = 0;
    uintptr_t pc = _Unwind_GetIPInfo(context, &before_instruction);
    if (!pc) return _URC_END_OF_STACK;
    if (!walk->started) {
        if (pc != walk->start) return _URC_NO_REASON;
        walk->started = true;
    }
    if (walk->count == walk->limit) return _URC_END_OF_STACK;
    // A return address belongs to the call before it, which may be the last instruction of another line.
    walk->frames[walk->count++] = before_instruction ? pc : pc - 1;
    return _URC_NO_REASON;
}

int32_t swiftlet_frames_collect(uintptr_t pc, uintptr_t *frames, int32_t limit) {
    Walk walk = {.start = pc, .started = pc == 0, .frames = frames, .limit = limit};
    _Unwind_Backtrace(visit, &walk);
    if (walk.count == 0 && pc && limit) {
        frames[0] = pc;
        return 1;
    }
    return walk.count;
}

static _Thread_local uintptr_t throw_frames[24];
static _Thread_local int32_t throw_frame_count;

// A throw is frequent and cheap in Swift, so it is noted by a walk along the frame pointers, which Swift always keeps,
// and which stay inside the thread's stack because each must lie above the one before and near it.
static void note_throw(void *error) {
    (void)error;
    struct Frame {
        struct Frame *caller;
        uintptr_t return_address;
    } *frame = __builtin_frame_address(0);
    int32_t count = 0;
    while (frame && count < 24) {
        if (!frame->return_address) break;
        throw_frames[count++] = frame->return_address - 1;
        struct Frame *caller = frame->caller;
        if (caller <= frame || (uintptr_t)caller - (uintptr_t)frame > (1 << 20) || (uintptr_t)caller % 16) break;
        frame = caller;
    }
    throw_frame_count = count;
}

int32_t swiftlet_frames_of_throw(uintptr_t *frames, int32_t limit) {
    int32_t count = throw_frame_count < limit ? throw_frame_count : limit;
    memcpy(frames, throw_frames, (size_t)count * sizeof *frames);
    return count;
}

extern void _swift_setWillThrowHandler(void (*handler)(void *error));

void swiftlet_throws_install(void) {
    _swift_setWillThrowHandler(note_throw);
}

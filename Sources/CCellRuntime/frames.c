// Call stacks of failed cells: the innermost calls, and of a stack that is too deep to be told, the outermost.
//
// A trap may happen anywhere, so the stack is unwound by the tables that every library has. Calls beyond those that are
// kept are counted along the frame pointers, which cells' code always has: an endless recursion has millions.
//
// An asynchronous function is not called by the one that awaits it. Its frame is marked in the frame pointer's bit 60 and
// has the function's context beneath it, which tells who waits. See "Async frames" in the compiler's
// docs/ABI/CallingConvention.

#define _GNU_SOURCE
#include "internal.h"
#include <string.h>
#include <unwind.h>

typedef struct Frame {
    struct Frame *caller;
    uintptr_t return_address;
} Frame;

typedef struct AsyncContext {
    struct AsyncContext *parent;
    uintptr_t resume;
} AsyncContext;

static const uintptr_t async_mark = (uintptr_t)1 << 60;

/// Frames are read only there: the stack pointer of a thread that overflows its stack is already outside.
static bool is_on_stack(const Frame *frame) {
    const SwiftletThread *thread = swiftlet_thread();
    return (uintptr_t)frame >= thread->stack_low + sizeof(void *) && (uintptr_t)frame + sizeof *frame <= thread->stack_high;
}

typedef struct {
    SwiftletFrames *frames;
    /// How many calls may be kept as the innermost, and walked over in all.
    int32_t inner_limit;
    uint64_t limit;
    uint64_t count;
} Walk;

static bool add(Walk *walk, uintptr_t address) {
    SwiftletFrames *frames = walk->frames;
    if (walk->count < (uint64_t)walk->inner_limit) {
        frames->inner[walk->count] = address;
    } else {
        frames->outer[(walk->count - (uint64_t)walk->inner_limit) % swiftlet_outer_frames] = address;
    }
    return ++walk->count < walk->limit;
}

/// Brings the outermost calls, which were written round and round, into their order.
static void finish(Walk *walk) {
    SwiftletFrames *frames = walk->frames;
    frames->inner_count = walk->count < (uint64_t)walk->inner_limit ? (int32_t)walk->count : walk->inner_limit;
    frames->outer_count = 0;
    frames->omitted = 0;
    if (walk->count <= (uint64_t)walk->inner_limit) return;
    uint64_t others = walk->count - (uint64_t)walk->inner_limit;
    frames->outer_count = others < swiftlet_outer_frames ? (int32_t)others : swiftlet_outer_frames;
    frames->omitted = others - (uint64_t)frames->outer_count;
    if (frames->omitted == 0) return;
    uintptr_t written[swiftlet_outer_frames];
    memcpy(written, frames->outer, sizeof written);
    for (int32_t i = 0; i < swiftlet_outer_frames; i++) {
        frames->outer[i] = written[(others + (uint64_t)i) % swiftlet_outer_frames];
    }
}

/// Whether the frame is that of an asynchronous function; then those who wait for it are added.
static bool add_waiting(Walk *walk, const Frame *frame) {
    uintptr_t mark = (uintptr_t)frame->caller;
    // The pointer under the mark may be that of another thread's stack.
    if (!(mark & async_mark) || mark >> 61) return false;
    const AsyncContext *context = ((AsyncContext *const *)frame)[-1];
    while (context && (uintptr_t)context % 8 == 0) {
        if (context->resume && !add(walk, context->resume)) break;
        context = context->parent;
    }
    return true;
}

static void walk_frame_pointers(Walk *walk, const Frame *frame) {
    while (is_on_stack(frame) && !add_waiting(walk, frame)) {
        // A return address belongs to the call before it, which may be the last instruction of another line.
        if (!frame->return_address || !add(walk, frame->return_address - 1)) return;
        const Frame *caller = frame->caller;
        if (caller <= frame || (uintptr_t)caller % 16) return;
        frame = caller;
    }
}

typedef struct {
    Walk walk;
    uintptr_t start;
    bool started;
    /// The frame to go on from, if the walk is to go on.
    const Frame *next;
} Unwinding;

static _Unwind_Reason_Code visit(struct _Unwind_Context *context, void *argument) {
    Unwinding *unwinding = argument;
    Walk *walk = &unwinding->walk;
    int before_instruction = 0;
    uintptr_t pc = _Unwind_GetIPInfo(context, &before_instruction);
    if (!pc) return _URC_END_OF_STACK;
    if (!unwinding->started) {
        if (pc != unwinding->start) return _URC_NO_REASON;
        unwinding->started = true;
    }
    // A context's frame address is that of the call it made; for the innermost that is the signal handler's.
    const Frame *called = (const Frame *)_Unwind_GetCFA(context) - 1;
    bool is_known = walk->count > 0 && is_on_stack(called);
    if (is_known && add_waiting(walk, called)) return _URC_END_OF_STACK;
    add(walk, before_instruction ? pc : pc - 1);
    if (walk->count < (uint64_t)walk->inner_limit) return _URC_NO_REASON;
    unwinding->next = is_known ? called->caller : NULL;
    return _URC_END_OF_STACK;
}

void swiftlet_frames_collect(uintptr_t pc, SwiftletFrames *frames) {
    Unwinding unwinding = {
        .walk = {.frames = frames, .inner_limit = swiftlet_inner_frames, .limit = UINT64_MAX},
        .start = pc,
        .started = pc == 0,
    };
    _Unwind_Backtrace(visit, &unwinding);
    if (unwinding.walk.count == 0 && pc) add(&unwinding.walk, pc);
    if (unwinding.next) walk_frame_pointers(&unwinding.walk, unwinding.next);
    finish(&unwinding.walk);
}

// A throw is frequent and cheap in Swift, so it is noted by a short walk along the frame pointers. Which error it is
// counts: by the time an error ends a cell, others may have been thrown and caught, on this and on other threads.

enum { noted_throws = 64, inner_frames_of_throw = 24, frames_of_throw = 512 };

typedef struct {
    _Atomic(const void *) error;
    SwiftletFrames frames;
} NotedThrow;

static NotedThrow throws[noted_throws];
static _Atomic uint32_t throw_count;
static _Thread_local NotedThrow *latest_throw;

static void note_throw(void *error) {
    NotedThrow *noted = &throws[atomic_fetch_add(&throw_count, 1) % noted_throws];
    Walk walk = {.frames = &noted->frames, .inner_limit = inner_frames_of_throw, .limit = frames_of_throw};
    walk_frame_pointers(&walk, __builtin_frame_address(0));
    finish(&walk);
    atomic_store(&noted->error, error);
    latest_throw = noted;
}

void swiftlet_frames_of_throw(const void *error, SwiftletFrames *frames) {
    NotedThrow *found = NULL;
    uint32_t count = atomic_load(&throw_count);
    for (uint32_t i = 1; i <= noted_throws && i <= count && !found; i++) {
        NotedThrow *noted = &throws[(count - i) % noted_throws];
        if (atomic_load(&noted->error) == error) found = noted;
    }
    // What a function with `throws(SomeError)` throws becomes an object only later.
    if (!found) found = latest_throw;
    if (found) {
        *frames = found->frames;
    } else {
        swiftlet_frames_collect(0, frames);
    }
}

extern void _swift_setWillThrowHandler(void (*handler)(void *error));

void swiftlet_throws_install(void) {
    _swift_setWillThrowHandler(note_throw);
}

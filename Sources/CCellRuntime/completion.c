// How a cell's top-level code ends that is asynchronous.
//
// The main task of a program ends with `exit`; nothing is left of it that could matter. A cell's task would stay, with
// its memory, and with the cell's code that it was about to go on with. Swift has no way to end a task from inside, but
// the runtime's own last function for a task stands in the outermost of its asynchronous contexts, to which every
// function returns in the end (swift/ABI/Task.h). So the cell's last call returns there at once.

#define _GNU_SOURCE
#include "internal.h"

extern __attribute__((swiftcall)) void swift_task_dealloc_through(void *allocation);

typedef struct AsyncContext AsyncContext;
typedef __attribute__((swiftasynccall)) void (*Continuation)(
    __attribute__((swift_async_context)) AsyncContext *context, __attribute__((swift_context)) void *error);

struct AsyncContext {
    AsyncContext *parent;
    Continuation resume_parent;
};

// What Swift knows an asynchronous function by: where it is, and how large its context.
__asm__(
    ".pushsection .rodata,\"a\"\n"
    ".p2align 3\n"
    ".globl swiftlet_cell_drainedTu\n"
    "swiftlet_cell_drainedTu:\n"
    ".long swiftlet_cell_drained - .\n"
    ".long 16\n"
    ".popsection\n");
_Static_assert(sizeof(AsyncContext) == 16, "the size of the context is what the text above says");

/// `func _swiftlet_drained() async`: the cell's top-level asynchronous code is done.
__attribute__((swiftasynccall)) void swiftlet_cell_drained(
    __attribute__((swift_async_context)) AsyncContext *context) {
    SwiftletRun *run = swiftlet_run_of_thread();
    if (run) {
        atomic_store(&run->main_task, NULL);
        sem_post(&run->drained);
    }
    AsyncContext *outermost = context, *first = NULL;
    for (; outermost->parent; outermost = outermost->parent) first = outermost;
    // The contexts of calls lie in the task's own stack, which must be empty.
    if (first) swift_task_dealloc_through(first);
    return outermost->resume_parent(outermost, NULL);
}

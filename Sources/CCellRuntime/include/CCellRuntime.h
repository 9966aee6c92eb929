#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How a cell ended. The values are those of SwiftletCellReport.end.
enum {
    swiftlet_cell_finished = 0,
    swiftlet_cell_threw = 1,
    swiftlet_cell_trapped = 2,
    swiftlet_cell_exited = 3,
    swiftlet_cell_interrupted = 4,
};

enum { swiftlet_inner_frames = 96, swiftlet_outer_frames = 32 };

/// A call stack: addresses of instructions, innermost first; of calls, not of the instruction after the call.
typedef struct {
    int32_t inner_count, outer_count;
    /// How many calls lie between the innermost and the outermost.
    uint64_t omitted;
    uintptr_t inner[swiftlet_inner_frames];
    uintptr_t outer[swiftlet_outer_frames];
} SwiftletFrames;

typedef struct {
    int32_t end;
    uint32_t cell;
    /// How many of the cell's variable declarations were carried out.
    uint32_t reached;
    /// The signal of a trap, or the code of an exit.
    int32_t code;
    /// The memory address that a trap is about.
    uint64_t address;
    bool stack_overflow;
    SwiftletFrames frames;
} SwiftletCellReport;

typedef int (*SwiftletEntryPoint)(int argc, char **argv);

// process.c

void swiftlet_process_complain(const char *message);
/// The library, its load address and the nearest symbol, or nothing, of an address in code.
bool swiftlet_process_image(uintptr_t address, const char **path, uintptr_t *base, const char **symbol);

// threads.c

/// Marks the calling thread as one that serves the session. It runs no cell, so a trap there ends the process.
void swiftlet_thread_serves(void);

// runs.c: cells, each on a thread of its own.

/// A reference of loaded code that shall point to another place once the cell has carried out so many of its
/// declarations of variables. The addresses are complemented, not to count as references themselves (unreferenced.c).
typedef struct {
    uint32_t reached;
    uintptr_t complement_of_slot;
    uintptr_t complement_of_target;
} SwiftletRebinding;

/// How many cells can run at the same time.
enum { swiftlet_most_cells = 64 };

/// How far a cell that runs has come.
typedef struct {
    uint32_t cell;
    /// How many of its declarations of variables were carried out.
    uint32_t reached;
} SwiftletCellProgress;

/// Starts a cell.
///
/// - Parameter shell: Where it runs after the cell before it; 0 for the main shell. Text of other shells is told of apart.
/// - Returns: 0, or the error number of the thread's creation.
int swiftlet_cell_start(
    uint32_t cell, uint32_t shell, SwiftletEntryPoint entry, const SwiftletRebinding *rebindings,
    size_t rebinding_count);
/// Waits until a cell ends, an interrupt is asked for, or the time, if it is not negative, is over. Threads that were
/// lost meanwhile have been replaced.
void swiftlet_cell_wait(int32_t milliseconds);
/// Lets `swiftlet_cell_wait` return.
void swiftlet_cell_wake(void);
/// Tells how a cell ended, once for each.
bool swiftlet_cell_take_end(SwiftletCellReport *report);
/// Ends the cell that the calling thread runs with the frames of the throw of an error object, or its own for NULL; the calling
/// thread never returns.
_Noreturn void swiftlet_cell_end_threw(const void *error);
/// The cell that the calling thread runs. A thread of which nothing is known belongs to the cell that runs in the main
/// shell or another, or to the one that started last.
uint32_t swiftlet_cell_current(void);
/// The shell of the cell that the calling thread runs; the main one for a thread of which nothing is known.
uint32_t swiftlet_cell_shell(void);
/// Tells of the cells that run, and how many those are. There must be room for `swiftlet_most_cells`.
size_t swiftlet_cells_running(SwiftletCellProgress *cells);
bool swiftlet_cells_are_running(void);

// traps.c: a fatal signal ends the cell, not the process.

void swiftlet_traps_install(void);

// code.c

/// Takes note of a loaded cell, given by its library's handle.
void swiftlet_code_add(void *library);
/// The cell is about to be unloaded.
void swiftlet_code_remove(void *library);
/// The same as `swiftlet_code_add` for loaded libraries by the beginning of their file's name; those that are known are left out.
void swiftlet_code_add_libraries(const char *prefix);

// unreferenced.c

/// Tells of loaded cells, given by their handles, which nothing refers to any more: no memory outside of them, and none of
/// them that is referred to.
///
/// - Returns: Whether that can be told now; it cannot while other threads run or are in the middle of a cell's code.
bool swiftlet_libraries_find_unreferenced(void *const *handles, size_t count, bool *unreferenced);

// interrupts.c: see there for how a cell is stopped, and why that leaves no lock held.

/// Brings a cell that runs nearer to its end; to be repeated every `swiftlet_interrupt_interval` until it has ended.
void swiftlet_interrupt_try(uint32_t cell);
enum { swiftlet_interrupt_interval = 10 };
/// Stops what the cell whose end was taken last has left running.
///
/// - Parameter all: Whether that is everything that it started, and not only its own top level.
void swiftlet_interrupt_rest(bool all);
/// Between these two calls the thread is not parked by an interrupt.
void swiftlet_critical_begin(void);
void swiftlet_critical_end(void);

// main_loop.c: the main actor and the main queue.

/// To be called on the main thread. The serial executor of the main actor is given as its object and its witness table.
void swiftlet_main_install(void *identity, void *implementation);
void swiftlet_main_enqueue(void *job);
_Noreturn void swiftlet_main_serve(void);
/// Whether the calling thread counts as the main thread: the one that runs the main actor's code, or a cell's own.
bool swiftlet_main_is_current(void);

// foundation.c

/// To be called on the thread that loads libraries, after it has.
void swiftlet_foundation_loaded(void);

// pool.c

/// Makes the runtime's tasks run on threads of ours.
void swiftlet_pool_install(void);

// memory.c

/// - Parameter bytes: How much memory a cell may come to use; 0 for any amount.
void swiftlet_memory_install(uint64_t bytes);
/// Whether there is more memory in use than a cell may come to use.
bool swiftlet_memory_is_exceeded(void);
/// Whether the cells that run can have no more memory and spends its time, since the last call, asking for some.
bool swiftlet_memory_is_crawling(void);

// imports.c

/// Visits the references that a library, given by its handle, has to symbols by name.
void swiftlet_imports_visit(
    void *library, void *context, void (*visit)(void *context, const char *symbol, void **slot));

/// Visits the names of the libraries that a library was linked with.
void swiftlet_imports_visit_libraries(void *library, void *context, void (*visit)(void *context, const char *name));

// conformances.c

/// Puts the witnesses of one conformance in the place of another's, both given by their descriptors. Does nothing for
/// generic types, which have a witness table for each of their uses.
void swiftlet_conformance_replace(const void *earlier, const void *later);

// streams.c

/// Asks the user for a line, and stores it as a string that the caller frees. Returns its length.
typedef ptrdiff_t (*SwiftletReadLine)(const char *prompt, bool is_password, char **line);

/// Takes text that a cell of another shell than the main one writes, whose stream is named by its descriptor.
typedef void (*SwiftletWriteText)(uint32_t shell, int32_t descriptor, const char *text, size_t length);

/// Makes standard output line-buffered, starts the thread that sends partial lines on their way, and lets standard input
/// ask the user. What cells of the main shell write goes to the descriptors as ever.
void swiftlet_streams_install(SwiftletReadLine read_line, SwiftletWriteText write_elsewhere);
/// Flushes standard output unless another thread is in the middle of printing for longer than a moment.
void swiftlet_streams_flush(void);

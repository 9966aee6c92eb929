// How a cell is stopped.
//
// First its tasks are cancelled. Work that looks at that has a moment's grace to end by itself.
//
// What goes on must not be stopped while it holds a lock of malloc, stdio, BLAS or the Swift runtime: the next cell
// would wait for that lock for ever. A cell's own code holds none of them, so that is where a thread is stopped: the
// code of every cell is made non-executable, and the thread faults as soon as it runs, or returns to, cell code. Until
// then it goes on, inside the library it called, and gives its locks back on the way. Where a library has called the
// cell's code, as the runtime does to make a generic type or `sort` does to compare, the library may hold a lock of its
// own: the thread is let go on a few times, so that code which soon returns does, and only then stopped.
//
// A thread that blocks in the kernel would not return. A signal makes calls that wait return early (EINTR); a thread that
// is found in the same blocking call again and again waits for somebody else, and is parked where it is. Neither is
// done to a thread that writes, as standard output must not lose text half-way.
//
// Other cells, whether they ran before or run in another shell, are left alone: their threads that come upon the missing code wait until it is there again.

#define _GNU_SOURCE
#include "internal.h"
#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>

/// The cell that is being stopped.
static _Atomic(SwiftletRun *) target;
/// Whether all that it started is stopped, and not only its top level.
static _Atomic bool stops_all;
/// Which interrupt this is.
static _Atomic uint32_t interrupt_number;
static int64_t asked_at, grace;

// Of the 300 milliseconds after which a cell shall have ended.
static const int64_t grace_for_tasks = 100, time_to_resume = 30;
// How often a thread may be found in one and the same system call, at one signal every 10 ms. Who waits for a lock has
// more time: its holder may be waiting for a processor.
enum { blocked_limit = 8, locked_limit = 14 };
static const int32_t spared_limit = 5;
// How often what is left is signalled: until who waits for a lock is parked too, as its thread is missing elsewhere.
static const int rest_limit = locked_limit + 4;

void swiftlet_critical_begin(void) { atomic_fetch_add(&swiftlet_thread()->critical_depth, 1); }
void swiftlet_critical_end(void) { atomic_fetch_sub(&swiftlet_thread()->critical_depth, 1); }

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static void sleep_milliseconds(long milliseconds) {
    nanosleep(&(struct timespec){.tv_nsec = milliseconds * 1000000}, NULL);
}

bool swiftlet_interrupt_is_fault(uintptr_t pc, uintptr_t address) { return pc == address && swiftlet_code_contains(pc); }

/// Whether the thread runs what is to be stopped. A thread that nobody knows anything of may.
static bool is_meant(const SwiftletThread *thread, const SwiftletRun *run) {
    SwiftletRun *own = atomic_load(&thread->run);
    if (atomic_load(&stops_all)) return !own || own == run;
    void *job = atomic_load(&thread->job);
    return own == run && (thread->role == cell_thread || (job && job == atomic_load(&run->main_task)));
}

/// Whether the cell's code at `pc` was called by a library that a cell's code called.
static bool is_called_back(uintptr_t pc) {
    SwiftletFrames frames;
    swiftlet_frames_collect(pc, &frames);
    int32_t i = 0;
    while (i < frames.inner_count && swiftlet_code_contains(frames.inner[i])) i++;
    while (i < frames.inner_count && !swiftlet_code_contains(frames.inner[i])) i++;
    return i < frames.inner_count;
}

/// Begins to count anew for an interrupt that the thread has not met yet.
static void meet(SwiftletThread *thread) {
    uint32_t number = atomic_load(&interrupt_number);
    if (thread->interrupt == number) return;
    thread->interrupt = number;
    thread->blocked_pc = thread->blocked_sp = 0;
    thread->blocked_count = thread->spared_count = 0;
}

bool swiftlet_interrupt_claims(uintptr_t pc) {
    SwiftletThread *thread = swiftlet_thread();
    SwiftletRun *run = atomic_load(&target);
    if (!run) return false;
    if (!is_meant(thread, run)) {
        while (atomic_load(&target) == run) sleep_milliseconds(1);
        return false;
    }
    meet(thread);
    if (thread->spared_count < spared_limit && is_called_back(pc)) {
        thread->spared_count++;
        swiftlet_code_show();
        return false;
    }
    return true;
}

typedef struct {
    /// Where the signal stopped the thread, and where it goes on after the call.
    uintptr_t at, end;
    long number, second, third;
    /// Whether the call begins, or begins again, when the signal's handler returns.
    bool begins;
} SystemCall;

#if defined(__x86_64__)
static bool system_call(const ucontext_t *context, SystemCall *call) {
    const greg_t *registers = context->uc_mcontext.gregs;
    uintptr_t pc = (uintptr_t)registers[REG_RIP];
    bool begins = memcmp((const void *)pc, "\x0f\x05", 2) == 0;
    if (!begins && memcmp((const void *)(pc - 2), "\x0f\x05", 2) != 0) return false;
    *call = (SystemCall){
        .at = pc, .end = begins ? pc + 2 : pc, .number = begins ? registers[REG_RAX] : -1,
        .second = registers[REG_RSI], .third = registers[REG_RDX], .begins = begins,
    };
    return true;
}

static void give_up(ucontext_t *context) {
    context->uc_mcontext.gregs[REG_RIP] += 2;
    context->uc_mcontext.gregs[REG_RAX] = -EINTR;
}
#else
static bool system_call(const ucontext_t *context, SystemCall *call) {
    const unsigned long long *registers = context->uc_mcontext.regs;
    uintptr_t pc = (uintptr_t)context->uc_mcontext.pc;
    bool begins = memcmp((const void *)pc, "\x01\x00\x00\xd4", 4) == 0;
    if (!begins && memcmp((const void *)(pc - 4), "\x01\x00\x00\xd4", 4) != 0) return false;
    *call = (SystemCall){
        .at = pc, .end = begins ? pc + 4 : pc, .number = begins ? (long)registers[8] : -1,
        .second = (long)registers[1], .third = (long)registers[2], .begins = begins,
    };
    return true;
}

static void give_up(ucontext_t *context) {
    context->uc_mcontext.pc += 4;
    context->uc_mcontext.regs[0] = (unsigned long long)-EINTR;
}
#endif

static bool writes(const SystemCall *call) {
    switch (call->number) {
    case SYS_write: case SYS_writev: case SYS_pwrite64: case SYS_sendto: case SYS_sendmsg: return true;
    default: return false;
    }
}

/// Whether the call makes a thread or a process. It begins again when a signal comes too soon, and is about to succeed.
static bool makes_thread(const SystemCall *call) {
    switch (call->number) {
    case SYS_clone: case SYS_clone3: return true;
#ifdef SYS_vfork
    case SYS_fork: case SYS_vfork: return true;
#endif
    default: return false;
    }
}

/// Whether the call waits, and its caller knows that a signal may end it (signal(7)). The others must not fail for that:
/// a queue whose thread cannot be made would ask for no other, and who is not woken up sleeps on.
static bool may_be_ended(const SystemCall *call) {
    switch (call->number) {
    case SYS_futex:
        return (call->second & FUTEX_CMD_MASK) == FUTEX_WAIT || (call->second & FUTEX_CMD_MASK) == FUTEX_WAIT_BITSET;
    case SYS_nanosleep: case SYS_clock_nanosleep: case SYS_wait4: case SYS_waitid: case SYS_rt_sigsuspend:
    case SYS_rt_sigtimedwait: case SYS_ppoll: case SYS_pselect6: case SYS_epoll_pwait: case SYS_read: case SYS_readv:
    case SYS_recvfrom: case SYS_recvmsg: case SYS_accept: case SYS_accept4:
        return true;
#ifdef SYS_poll
    case SYS_poll: case SYS_select: case SYS_epoll_wait: case SYS_pause: return true;
#endif
    default: return false;
    }
}

/// As a mutex of the C library does, those of malloc and stdio among them.
static bool waits_for_lock(const SystemCall *call) {
    return call->number == SYS_futex && (call->second & FUTEX_CMD_MASK) == FUTEX_WAIT && call->third == 2;
}

// The calls that a signal interrupts are set up to begin again (SA_RESTART), so that it can be chosen here which do.
static void on_nudge(int signal, siginfo_t *info, void *raw_context) {
    (void)signal;
    (void)info;
    int error = errno;
    ucontext_t *context = raw_context;
    SwiftletThread *thread = swiftlet_thread();
    SwiftletRun *run = atomic_load(&target);
    SystemCall call;
    if (!run || !is_meant(thread, run) || atomic_load(&thread->critical_depth) > 0) return;
    meet(thread);
    if (!system_call(context, &call)) {
        thread->blocked_count = 0;
        return;
    }
    if (call.begins && (writes(&call) || makes_thread(&call))) return;
#if defined(__x86_64__)
    uintptr_t sp = (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#else
    uintptr_t sp = (uintptr_t)context->uc_mcontext.sp;
#endif
    if (call.end != thread->blocked_pc || sp != thread->blocked_sp) thread->blocked_count = 0;
    thread->blocked_pc = call.end;
    thread->blocked_sp = sp;
    if (++thread->blocked_count < (waits_for_lock(&call) ? locked_limit : blocked_limit)) {
        if (call.begins && may_be_ended(&call)) give_up(context);
        errno = error;
        return;
    }
    swiftlet_memory_unguard();
    SwiftletCellReport *report = swiftlet_run_claim(run);
    swiftlet_thread_abandon_locks();
    if (report) {
        swiftlet_frames_collect(call.at, &report->frames);
        swiftlet_run_end(run, swiftlet_cell_interrupted);
    }
    swiftlet_thread_park(sp);
}

typedef struct {
    SwiftletRun *run;
    int32_t count;
    bool signals;
} Nudging;

static bool may_run_cells(const SwiftletThread *thread) {
    bool is_ours = thread->role == cell_thread || thread->role == pool_thread || thread->role == main_thread;
    return is_ours && !thread->exiting && !atomic_load(&thread->parked);
}

/// Counts a thread that runs what is to be stopped, and signals it if so asked.
static void nudge(SwiftletThread *thread, void *context) {
    Nudging *nudging = context;
    if (!may_run_cells(thread) || atomic_load(&thread->run) != nudging->run || !is_meant(thread, nudging->run)) return;
    if (thread->role == cell_thread && atomic_load(&nudging->run->awaits)) return;
    nudging->count++;
    if (nudging->signals) pthread_kill(thread->thread, SIGURG);
}

/// Whether any thread runs what is to be stopped.
static bool is_busy(SwiftletRun *run) {
    Nudging nudging = {.run = run};
    swiftlet_threads_visit(nudge, &nudging);
    return nudging.count > 0;
}

/// Tells how many threads run what is to be stopped.
static int32_t press(SwiftletRun *run) {
    Nudging nudging = {.run = run, .signals = true};
    swiftlet_threads_visit(nudge, &nudging);
    if (nudging.count > 0 || atomic_load(&stops_all)) swiftlet_code_hide();
    return nudging.count;
}

static void begin(SwiftletRun *run, bool all) {
    struct sigaction action = {.sa_sigaction = on_nudge, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGURG, &action, NULL);
    atomic_store(&stops_all, all);
    atomic_fetch_add(&interrupt_number, 1);
    atomic_store(&target, run);
}

void swiftlet_interrupt_try(uint32_t cell) {
    SwiftletRun *run = swiftlet_run_of_cell(cell);
    if (!run) return;
    if (atomic_load(&target) != run) {
        begin(run, true);
        asked_at = now();
        grace = swiftlet_tasks_cancel(run, true) ? grace_for_tasks : 0;
    }
    int64_t passed = now() - asked_at;
    if (passed < grace || press(run) > 0) return;
    // Everything waits for something else, as a task does that is suspended.
    bool is_over = atomic_load(&run->awaits) && passed >= grace + time_to_resume;
    if (is_over && swiftlet_run_claim(run)) swiftlet_run_end(run, swiftlet_cell_interrupted);
}

void swiftlet_interrupt_rest(bool all) {
    SwiftletRun *run = swiftlet_run_ended_last();
    if (atomic_load(&target) != run) {
        begin(run, all);
        asked_at = now();
        grace = swiftlet_tasks_cancel(run, all) && all ? grace_for_tasks : 0;
    }
    // What sees that it is cancelled has its grace even where the cell has seen it sooner.
    while (all && grace > now() - asked_at && (swiftlet_tasks_are_being_cancelled() || is_busy(run))) {
        sleep_milliseconds(1);
    }
    if (all) atomic_store(&run->stopped, true);
    if (atomic_load(&run->awaits)) sem_post(&run->drained);
    // Threads that nobody knows of, as those of a queue, have at least a moment to come upon the missing code.
    for (int i = 0; i < rest_limit && (press(run) > 0 || (all && i == 0)); i++) {
        sleep_milliseconds(swiftlet_interrupt_interval);
    }
    atomic_store(&target, NULL);
    swiftlet_code_show();
}

#define _GNU_SOURCE
#include "internal.h"
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__x86_64__)
#define CONTEXT_PC(context) ((uintptr_t)(context)->uc_mcontext.gregs[REG_RIP])
#define CONTEXT_SP(context) ((uintptr_t)(context)->uc_mcontext.gregs[REG_RSP])
#elif defined(__aarch64__)
#define CONTEXT_PC(context) ((uintptr_t)(context)->uc_mcontext.pc)
#define CONTEXT_SP(context) ((uintptr_t)(context)->uc_mcontext.sp)
#else
#error "Swiftlet knows the machine context of x86-64 and AArch64 only."
#endif

static const int trap_signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};

/// The guard page lies below the stack, and a large frame may reach past it.
static bool is_stack_overflow(const SwiftletThread *thread, uintptr_t address) {
    return address + (1 << 20) >= thread->stack_low && address < thread->stack_low + 8192;
}

// The dead thread is parked rather than unwound by a long jump: the frames it has, the exclusive accesses it began and
// the objects on its stack stay as they are, so nothing that still refers to them is left dangling.
static void on_trap(int signal, siginfo_t *info, void *raw_context) {
    ucontext_t *context = raw_context;
    uintptr_t pc = CONTEXT_PC(context), sp = CONTEXT_SP(context), address = (uintptr_t)info->si_addr;
    SwiftletThread *thread = swiftlet_thread();
    SwiftletRun *run = swiftlet_run_of_thread();
    if (!run || thread->role == service_thread) {
        struct sigaction default_action = {.sa_handler = SIG_DFL};
        sigaction(signal, &default_action, NULL);
        return;
    }
    bool interrupted = signal == SIGSEGV && swiftlet_interrupt_is_fault(pc, address);
    if (interrupted && !swiftlet_interrupt_claims(pc)) return;
    if (signal == SIGSEGV && address < 4096) swiftlet_memory_explain();
    swiftlet_memory_unguard();

    SwiftletCellReport *report = swiftlet_run_claim(run);
    swiftlet_thread_abandon_locks();
    if (report) {
        report->code = signal;
        report->address = address;
        report->stack_overflow = signal == SIGSEGV && !interrupted && is_stack_overflow(thread, address);
        swiftlet_frames_collect(pc, &report->frames);
        if (report->stack_overflow) {
            // No frame of an endless recursion is of use to anyone; the outermost ones may be lent to other threads.
            uintptr_t kept = thread->stack_high - (1 << 20);
            madvise((void *)thread->stack_low, kept - thread->stack_low, MADV_DONTNEED);
        }
        swiftlet_run_end(run, interrupted ? swiftlet_cell_interrupted : swiftlet_cell_trapped);
    }
    swiftlet_thread_park(sp);
}

void swiftlet_traps_install(void) {
    // The unwinder allocates on its first use; in a signal handler it must not.
    SwiftletFrames frames;
    swiftlet_frames_collect(0, &frames);

    struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof trap_signals / sizeof *trap_signals; i++) sigaction(trap_signals[i], &action, NULL);

    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    swiftlet_throws_install();
}

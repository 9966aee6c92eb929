// An interrupt must not stop a thread that holds a lock of malloc, stdio, BLAS or the Swift runtime: the next cell
// would wait for that lock for ever. A cell's own code holds none of them, so that is where a thread is stopped: the
// code of every cell is made non-executable, and the thread faults as soon as it runs, or returns to, cell code. Until
// then it goes on, inside the library it called, and gives its locks back on the way.
//
// A thread that blocks in the kernel would not return. A signal makes most calls return early (EINTR); a thread that
// is found in the same blocking call again and again waits for somebody else, holds no lock of those above, and is
// parked where it is.

#define _GNU_SOURCE
#include "internal.h"
#include <dlfcn.h>
#include <link.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

typedef struct CodeRange {
    uintptr_t low, high;
    struct CodeRange *next;
} CodeRange;


static _Atomic(CodeRange *) code_ranges;
static _Atomic bool interrupting;
static _Thread_local _Atomic int32_t critical_depth;
static _Thread_local uintptr_t blocked_pc, blocked_sp;
static _Thread_local int32_t blocked_count;

// About a quarter of a second in one and the same system call, at one signal each 10 ms.
static const int32_t blocked_limit = 8;

void swiftlet_critical_begin(void) { atomic_fetch_add(&critical_depth, 1); }
void swiftlet_critical_end(void) { atomic_fetch_sub(&critical_depth, 1); }

static void add_segment(uintptr_t low, uintptr_t high) {
    CodeRange *range = malloc(sizeof *range);
    range->low = low & ~(uintptr_t)4095;
    range->high = (high + 4095) & ~(uintptr_t)4095;
    range->next = atomic_load(&code_ranges);
    atomic_store(&code_ranges, range);
}

static int add_range(struct dl_phdr_info *info, size_t size, void *argument) {
    (void)size;
    uintptr_t symbol = (uintptr_t)argument;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type != PT_LOAD || !(header->p_flags & PF_X)) continue;
        uintptr_t low = info->dlpi_addr + header->p_vaddr, high = low + header->p_memsz;
        if (symbol < low || symbol >= high) continue;
        add_segment(low, high);
        return 1;
    }
    return 0;
}

void swiftlet_interrupt_add_code(const void *any_symbol) {
    dl_iterate_phdr(add_range, (void *)any_symbol);
}

static bool is_known(uintptr_t address) {
    for (CodeRange *range = atomic_load(&code_ranges); range; range = range->next) {
        if (address >= range->low && address < range->high) return true;
    }
    return false;
}

static int add_library(struct dl_phdr_info *info, size_t size, void *prefix) {
    (void)size;
    const char *slash = strrchr(info->dlpi_name, '/');
    if (!slash || strncmp(slash + 1, prefix, strlen(prefix)) != 0) return 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        uintptr_t low = info->dlpi_addr + header->p_vaddr;
        if (header->p_type == PT_LOAD && header->p_flags & PF_X && !is_known(low)) {
            add_segment(low, low + header->p_memsz);
        }
    }
    return 0;
}

void swiftlet_interrupt_add_libraries(const char *prefix) {
    dl_iterate_phdr(add_library, (void *)prefix);
}

static void protect(int protection) {
    for (CodeRange *range = atomic_load(&code_ranges); range; range = range->next) {
        mprotect((void *)range->low, range->high - range->low, protection);
    }
}

bool swiftlet_interrupt_is_fault(uintptr_t pc, uintptr_t address) {
    if (!atomic_load(&interrupting) || pc != address) return false;
    for (CodeRange *range = atomic_load(&code_ranges); range; range = range->next) {
        if (pc >= range->low && pc < range->high) return true;
    }
    return false;
}

static void on_nudge(int signal, siginfo_t *info, void *raw_context) {
    (void)signal;
    (void)info;
#if defined(__x86_64__)
    const ucontext_t *context = raw_context;
    uintptr_t pc = (uintptr_t)context->uc_mcontext.gregs[REG_RIP], sp = (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
    bool in_system_call = pc > 2 && memcmp((const void *)(pc - 2), "\x0f\x05", 2) == 0;
#else
    const ucontext_t *context = raw_context;
    uintptr_t pc = (uintptr_t)context->uc_mcontext.pc, sp = (uintptr_t)context->uc_mcontext.sp;
    bool in_system_call = memcmp((const void *)(pc - 4), "\x01\x00\x00\xd4", 4) == 0;
#endif
    if (!in_system_call || pc != blocked_pc || sp != blocked_sp) blocked_count = 0;
    blocked_pc = pc;
    blocked_sp = sp;
    if (!in_system_call || ++blocked_count < blocked_limit || atomic_load(&critical_depth) > 0) return;
    SwiftletRun *run = swiftlet_run_of_thread();
    if (!run || atomic_load(&run->ended)) return;
    swiftlet_frames_collect(pc, &run->report.frames);
    swiftlet_streams_abandon();
    swiftlet_run_end(run, swiftlet_cell_interrupted);
    swiftlet_park();
}

void swiftlet_interrupt_try(void) {
    SwiftletRun *run = swiftlet_run_of_thread();
    if (!run || atomic_load(&run->ended)) return;
    if (!atomic_exchange(&interrupting, true)) {
        struct sigaction nudge = {.sa_sigaction = on_nudge, .sa_flags = SA_SIGINFO | SA_ONSTACK};
        sigemptyset(&nudge.sa_mask);
        sigaction(SIGURG, &nudge, NULL);
        if (run->main_task) swiftlet_task_cancel(run->main_task);
        protect(PROT_READ);
    }
    pthread_kill(run->thread, SIGURG);
}

void swiftlet_interrupt_over(void) {
    if (!atomic_exchange(&interrupting, false)) return;
    protect(PROT_READ | PROT_EXEC);
}

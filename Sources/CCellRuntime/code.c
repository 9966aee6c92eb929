// Where the code of loaded cells lies.

#define _GNU_SOURCE
#include "internal.h"
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

typedef struct CodeRange {
    uintptr_t low, high;
    struct CodeRange *next;
} CodeRange;

/// The latest first.
static _Atomic(CodeRange *) ranges;

static void add_segment(uintptr_t low, uintptr_t high) {
    CodeRange *range = malloc(sizeof *range);
    range->low = low & ~(uintptr_t)4095;
    range->high = (high + 4095) & ~(uintptr_t)4095;
    range->next = atomic_load(&ranges);
    atomic_store(&ranges, range);
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

void swiftlet_code_add(const void *symbol) { dl_iterate_phdr(add_range, (void *)symbol); }

bool swiftlet_code_contains(uintptr_t pc) {
    for (CodeRange *range = atomic_load(&ranges); range; range = range->next) {
        if (pc >= range->low && pc < range->high) return true;
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
        if (header->p_type == PT_LOAD && header->p_flags & PF_X && !swiftlet_code_contains(low)) {
            add_segment(low, low + header->p_memsz);
        }
    }
    return 0;
}

void swiftlet_code_add_libraries(const char *prefix) { dl_iterate_phdr(add_library, (void *)prefix); }

// Straight-line code is not run again, and what is comes back from the file.
void swiftlet_code_page_out(uintptr_t pc) {
    for (CodeRange *range = atomic_load(&ranges); range; range = range->next) {
        if (pc < range->low || pc >= range->high) continue;
        madvise((void *)range->low, range->high - range->low, MADV_DONTNEED);
        return;
    }
}

static void protect(int protection) {
    for (CodeRange *range = atomic_load(&ranges); range; range = range->next) {
        mprotect((void *)range->low, range->high - range->low, protection);
    }
}

void swiftlet_code_hide(void) { protect(PROT_READ); }
void swiftlet_code_show(void) { protect(PROT_READ | PROT_EXEC); }

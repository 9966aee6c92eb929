// Where the code of loaded cells lies.

#define _GNU_SOURCE
#include "internal.h"
#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/// Addresses stand here complemented, as a note of a library must not look like a reference to it (unreferenced.c).
typedef struct CodeRange {
    /// Zero where the library is gone.
    _Atomic uintptr_t complement_of_low;
    _Atomic uintptr_t complement_of_high;
    struct CodeRange *next;
} CodeRange;

/// The latest first.
static _Atomic(CodeRange *) ranges;

static uintptr_t low_of(const CodeRange *range) { return ~atomic_load(&range->complement_of_low); }
static uintptr_t high_of(const CodeRange *range) { return ~atomic_load(&range->complement_of_high); }
static bool is_gone(const CodeRange *range) { return atomic_load(&range->complement_of_low) == 0; }

static CodeRange *range_of(uintptr_t pc) {
    for (CodeRange *range = atomic_load(&ranges); range; range = range->next) {
        if (!is_gone(range) && pc >= low_of(range) && pc < high_of(range)) return range;
    }
    return NULL;
}

bool swiftlet_code_contains(uintptr_t pc) { return range_of(pc) != NULL; }

static void add_segment(uintptr_t low, uintptr_t high) {
    CodeRange *range = atomic_load(&ranges);
    while (range && !is_gone(range)) range = range->next;
    bool is_new = !range;
    if (is_new) {
        range = calloc(1, sizeof *range);
        range->next = atomic_load(&ranges);
    }
    atomic_store(&range->complement_of_high, ~((high + 4095) & ~(uintptr_t)4095));
    atomic_store(&range->complement_of_low, ~(low & ~(uintptr_t)4095));
    if (is_new) atomic_store(&ranges, range);
}

static void add_code(const struct dl_phdr_info *info) {
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        uintptr_t low = info->dlpi_addr + header->p_vaddr;
        if (header->p_type == PT_LOAD && header->p_flags & PF_X && !swiftlet_code_contains(low)) {
            add_segment(low, low + header->p_memsz);
        }
    }
}

static int add_library_at(struct dl_phdr_info *info, size_t size, void *base) {
    (void)size;
    if (info->dlpi_addr != (uintptr_t)base) return 0;
    add_code(info);
    return 1;
}

/// Where a library begins, which is where a cell's code does.
static uintptr_t base_of(void *library) {
    struct link_map *map;
    return dlinfo(library, RTLD_DI_LINKMAP, &map) == 0 ? map->l_addr : 0;
}

void swiftlet_code_add(void *library) { dl_iterate_phdr(add_library_at, (void *)base_of(library)); }

void swiftlet_code_remove(void *library) {
    CodeRange *range = range_of(base_of(library));
    if (range) atomic_store(&range->complement_of_low, 0);
}

static int add_library_named(struct dl_phdr_info *info, size_t size, void *prefix) {
    (void)size;
    const char *slash = strrchr(info->dlpi_name, '/');
    if (slash && strncmp(slash + 1, prefix, strlen(prefix)) == 0) add_code(info);
    return 0;
}

void swiftlet_code_add_libraries(const char *prefix) { dl_iterate_phdr(add_library_named, (void *)prefix); }

// Straight-line code is not run again, and what is comes back from the file. So do the tables that the loader has looked
// through for the symbols of the last cell.
void swiftlet_code_page_out(void) {
    for (CodeRange *range = atomic_load(&ranges); range; range = range->next) {
        if (!is_gone(range)) madvise((void *)low_of(range), high_of(range) - low_of(range), MADV_DONTNEED);
    }
}

static void protect(int protection) {
    for (CodeRange *range = atomic_load(&ranges); range; range = range->next) {
        if (!is_gone(range)) mprotect((void *)low_of(range), high_of(range) - low_of(range), protection);
    }
}

void swiftlet_code_hide(void) { protect(PROT_READ); }
void swiftlet_code_show(void) { protect(PROT_READ | PROT_EXEC); }

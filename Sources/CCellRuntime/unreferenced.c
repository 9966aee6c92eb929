// Which libraries of cells nothing refers to any more.
//
// A cell that has run and declares nothing that others can name has served, unless something still points into its
// library: a closure, a string literal, an array of constants, the code of a task. Nobody counts such references. They
// are looked for as conservative garbage collectors do (Boehm and Weiser, Garbage Collection in an Uncooperative
// Environment, 1988): each word of writable memory that may be an address in a library keeps that library, and with it
// whatever its own variables refer to.
//
// No reference may be overlooked
// - that is in a register or is copied while memory is read: every other thread must be asleep all the while, and none
//   in the middle of a cell's code. Otherwise the search has no result.
// - that does not look like an address: Swift keeps flags in the upper bits of references, and refers to a string's
//   text by 32 bytes less than its address. Handlers of signals are known to the kernel alone, which is asked.
//
// The dynamic loader's own notes of a library, which it drops with the library, do not count.

#define _GNU_SOURCE
#include "internal.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { chunk_size = 64 << 10, most_threads = 1024, most_writable = 2, string_bias = 32, red_zone = 128 };
enum { page_size = 4096, pages_at_once = 512 };
/// Of a cell's library.
enum { most_bytes = 16 << 20 };

/// More memory than this is not read: it would take longer than what could be given back is worth.
static const uint64_t most_memory = 256 << 20;
static const uintptr_t address_bits = ((uintptr_t)1 << 48) - 1;

typedef struct {
    uintptr_t low, high;
} Range;

typedef struct {
    uintptr_t low, high;
    /// Its place among those that were asked about.
    size_t index;
    struct link_map *map;
    Range writable[most_writable];
    int writable_count;
    bool is_referenced;
} Library;

/// What the search notes of addresses lies in memory of its own, where it does not look.
typedef struct {
    size_t size;
    /// In the order of their addresses.
    Library *libraries;
    size_t count;
    /// Between which addresses they lie.
    uintptr_t low, high;
    /// Referenced libraries whose variables are still to be looked at.
    Library **pending;
    size_t pending_count;
    /// Where it does not look, in the order of the addresses.
    Range *excluded;
    size_t excluded_count;
    SwiftletSleepers sleepers;
    int memory, page_map;
    uintptr_t chunk[chunk_size / sizeof(uintptr_t)];
} Search;

static Search *make_search(size_t count) {
    size_t excluded = (2 + most_writable) * count + most_threads + 2;
    size_t size = sizeof(Search) + count * (sizeof(Library) + sizeof(Library *)) + excluded * sizeof(Range)
        + most_threads * sizeof(SwiftletSleeper);
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return NULL;
    Search *search = memory;
    search->size = size;
    search->libraries = (Library *)(search + 1);
    search->pending = (Library **)(search->libraries + count);
    search->excluded = (Range *)(search->pending + count);
    search->sleepers = (SwiftletSleepers){.list = (SwiftletSleeper *)(search->excluded + excluded), .room = most_threads};
    search->memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    search->page_map = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    return search;
}

static void end_search(Search *search) {
    close(search->memory);
    close(search->page_map);
    munmap(search, search->size);
}

static void exclude(Search *search, uintptr_t low, uintptr_t high) {
    if (low < high) search->excluded[search->excluded_count++] = (Range){low, high};
}

static int find_segments(struct dl_phdr_info *info, size_t size, void *argument) {
    (void)size;
    Library *library = argument;
    if (info->dlpi_addr != library->map->l_addr) return 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type != PT_LOAD) continue;
        Range segment = {info->dlpi_addr + header->p_vaddr, info->dlpi_addr + header->p_vaddr + header->p_memsz};
        if (library->low == 0 || segment.low < library->low) library->low = segment.low & ~(uintptr_t)4095;
        if (segment.high > library->high) library->high = segment.high;
        if (!(header->p_flags & PF_W)) continue;
        if (library->writable_count == most_writable) return -1;
        library->writable[library->writable_count++] = segment;
    }
    return 1;
}

/// Sorts elements by the word that they begin with (Shell 1959). The C library's function would leave copies in memory
/// that is looked at.
static void sort(void *elements, size_t count, size_t size) {
    unsigned char *bytes = elements;
    _Alignas(uintptr_t) unsigned char element[sizeof(Library)];
    for (size_t gap = count / 2; gap > 0; gap /= 2) {
        for (size_t i = gap; i < count; i++) {
            memcpy(element, bytes + i * size, size);
            size_t at = i;
            while (at >= gap && *(uintptr_t *)(bytes + (at - gap) * size) > *(uintptr_t *)element) {
                memcpy(bytes + at * size, bytes + (at - gap) * size, size);
                at -= gap;
            }
            memcpy(bytes + at * size, element, size);
        }
    }
}

static bool find_libraries(Search *search, void *const *handles, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Library *library = &search->libraries[i];
        *library = (Library){.index = i};
        if (dlinfo(handles[i], RTLD_DI_LINKMAP, &library->map) != 0) return false;
        if (dl_iterate_phdr(find_segments, library) != 1) return false;
        for (int k = 0; k < library->writable_count; k++) {
            exclude(search, library->writable[k].low, library->writable[k].high);
        }
        uintptr_t record = (uintptr_t)library->map;
        exclude(search, record, record + malloc_usable_size(library->map));
    }
    search->count = count;
    sort(search->libraries, count, sizeof *search->libraries);
    search->low = search->libraries[0].low;
    search->high = search->libraries[count - 1].high;
    return true;
}

/// The last library that begins at the address or before it, or else the first.
static Library *library_near(const Search *search, uintptr_t address) {
    Library *library = search->libraries;
    for (size_t rest = search->count; rest > 1;) {
        size_t half = rest / 2;
        if (library[half].low <= address) library += half;
        rest -= half;
    }
    return library;
}

static void note_reference(Search *search, uintptr_t address) {
    Library *library = library_near(search, address);
    if (address < library->low || address >= library->high || library->is_referenced) return;
    library->is_referenced = true;
    search->pending[search->pending_count++] = library;
}

static void look_at(Search *search, uintptr_t word) {
    uintptr_t address = word & address_bits;
    if (address + string_bias < search->low || address >= search->high) return;
    note_reference(search, address);
    note_reference(search, address + string_bias);
}

/// The loader's table by which code is found when the stack is unwound tells where a library begins, where it ends, its
/// record, and the table of its frames. Entries of libraries that are gone still stand there.
static bool is_in_table_of_frames(const Search *search, const uintptr_t *words) {
    if (words[0] < search->low || words[0] >= search->high) return false;
    return library_near(search, words[0])->low == words[0] && words[1] > words[0] && words[1] - words[0] < most_bytes;
}

enum { frames_entry_words = 4 };

/// Looks at the words between two addresses. Those that cannot be read any more refer to nothing.
static void look_between(Search *search, uintptr_t low, uintptr_t high) {
    const size_t overlap = frames_entry_words * sizeof(uintptr_t);
    for (uintptr_t at = (low + 7) & ~(uintptr_t)7; at < high;) {
        size_t wanted = high - at < chunk_size ? high - at : chunk_size;
        ssize_t length = pread(search->memory, search->chunk, wanted, (off_t)at);
        if (length < (ssize_t)sizeof(uintptr_t)) return;
        size_t words = (size_t)length / sizeof(uintptr_t);
        // An entry of the table must not be cut in two.
        bool goes_on = at + (size_t)length < high && (size_t)length > overlap;
        size_t looked = goes_on ? words - frames_entry_words : words;
        size_t i = 0;
        while (i < looked) {
            if (i + frames_entry_words <= words && is_in_table_of_frames(search, &search->chunk[i])) {
                i += frames_entry_words;
            } else {
                look_at(search, search->chunk[i++]);
            }
        }
        at += i * sizeof(uintptr_t);
    }
}

/// Looks at those pages between two addresses that are there at all (proc(5), /proc/pid/pagemap).
static void look_at_pages(Search *search, uintptr_t low, uintptr_t high) {
    static const uint64_t is_present = 1ull << 63, is_swapped = 1ull << 62;
    uint64_t pages[pages_at_once];
    while (low < high) {
        uintptr_t first = low / page_size;
        uintptr_t end = high < (first + pages_at_once) * page_size ? high : (first + pages_at_once) * page_size;
        size_t count = (end + page_size - 1) / page_size - first;
        ssize_t length = pread(search->page_map, pages, count * sizeof *pages, (off_t)(first * sizeof *pages));
        bool is_known = length == (ssize_t)(count * sizeof *pages);
        for (size_t i = 0; i < count; i++) {
            size_t begin = i;
            while (i < count && (!is_known || pages[i] & (is_present | is_swapped))) i++;
            if (i == begin) continue;
            uintptr_t from = (first + begin) * page_size, to = (first + i) * page_size;
            look_between(search, from < low ? low : from, to > end ? end : to);
        }
        low = end;
    }
}

static void look_outside_excluded(Search *search, uintptr_t low, uintptr_t high) {
    size_t first = 0;
    for (size_t rest = search->excluded_count; rest > 0;) {
        size_t half = rest / 2;
        if (search->excluded[first + half].high <= low) {
            first += half + 1;
            rest -= half + 1;
        } else {
            rest = half;
        }
    }
    for (; first < search->excluded_count && low < high; first++) {
        Range range = search->excluded[first];
        if (range.low >= high) break;
        if (low < range.low) look_at_pages(search, low, range.low);
        if (range.high > low) low = range.high;
    }
    look_at_pages(search, low, high);
}

static bool look_at_memory(Search *search) {
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps) return false;
    char *line = NULL;
    size_t capacity = 0;
    unsigned long low, high;
    char permissions[5];
    while (getline(&line, &capacity, maps) > 0) {
        if (sscanf(line, "%lx-%lx %4s", &low, &high, permissions) != 3) continue;
        if (permissions[0] == 'r' && permissions[1] == 'w') look_outside_excluded(search, low, high);
    }
    free(line);
    fclose(maps);
    return true;
}

static void look_at_signal_handlers(Search *search) {
    for (int signal = 1; signal < NSIG; signal++) {
        struct sigaction action;
        if (sigaction(signal, NULL, &action) == 0) look_at(search, (uintptr_t)action.sa_handler);
    }
}

static void look_at_referenced(Search *search) {
    while (search->pending_count > 0) {
        const Library *library = search->pending[--search->pending_count];
        for (int i = 0; i < library->writable_count; i++) {
            look_between(search, library->writable[i].low, library->writable[i].high);
        }
    }
}

/// What lies beyond the stack pointer is left from calls that are over.
static void exclude_unused_stack(Search *search, const SwiftletSleeper *sleeper) {
    if (sleeper->stack_low) exclude(search, sleeper->stack_low, sleeper->stack_pointer - red_zone);
}

/// - Parameter frame: Where the caller's part of the stack begins.
static bool find(Search *search, void *const *handles, size_t count, uintptr_t frame) {
    if (swiftlet_memory_in_use() > most_memory) return false;
    if (search->memory < 0 || !find_libraries(search, handles, count)) return false;
    if (!swiftlet_sleepers_note(&search->sleepers)) return false;
    for (size_t i = 0; i < search->sleepers.count; i++) exclude_unused_stack(search, &search->sleepers.list[i]);
    exclude(search, (uintptr_t)search, (uintptr_t)search + search->size);
    exclude(search, swiftlet_thread()->stack_low, frame);
    sort(search->excluded, search->excluded_count, sizeof *search->excluded);
    if (!look_at_memory(search) || !swiftlet_sleepers_have_slept_on(&search->sleepers)) return false;
    look_at_signal_handlers(search);
    look_at_referenced(search);
    return true;
}

bool swiftlet_libraries_find_unreferenced(void *const *handles, size_t count, bool *unreferenced) {
    if (count == 0) return true;
    Search *search = make_search(count);
    if (!search) return false;
    bool is_done = find(search, handles, count, (uintptr_t)__builtin_frame_address(0));
    for (size_t i = 0; is_done && i < count; i++) {
        unreferenced[search->libraries[i].index] = !search->libraries[i].is_referenced;
    }
    end_search(search);
    return is_done;
}

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
#include <dirent.h>
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
static const size_t most_memory = 512 << 20;
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

typedef struct {
    pid_t id;
    uintptr_t stack_pointer;
    unsigned long long switches;
} Sleeper;

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
    Sleeper *sleepers;
    size_t sleeper_count;
    size_t bytes;
    int memory, page_map;
    uintptr_t chunk[chunk_size / sizeof(uintptr_t)];
} Search;

static Search *make_search(size_t count) {
    size_t excluded = (2 + most_writable) * count + most_threads + 2;
    size_t size = sizeof(Search) + count * (sizeof(Library) + sizeof(Library *)) + excluded * sizeof(Range)
        + most_threads * sizeof(Sleeper);
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return NULL;
    Search *search = memory;
    search->size = size;
    search->libraries = (Library *)(search + 1);
    search->pending = (Library **)(search->libraries + count);
    search->excluded = (Range *)(search->pending + count);
    search->sleepers = (Sleeper *)(search->excluded + excluded);
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
        search->bytes += i * sizeof(uintptr_t);
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
    while (search->bytes <= most_memory && getline(&line, &capacity, maps) > 0) {
        if (sscanf(line, "%lx-%lx %4s", &low, &high, permissions) != 3) continue;
        if (permissions[0] == 'r' && permissions[1] == 'w') look_outside_excluded(search, low, high);
    }
    free(line);
    fclose(maps);
    return search->bytes <= most_memory;
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

static bool read_text(const char *folder, pid_t thread, const char *name, char *text, size_t size) {
    char path[64];
    snprintf(path, sizeof path, "%s/%d/%s", folder, thread, name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    ssize_t length = read(file, text, size - 1);
    close(file);
    text[length > 0 ? length : 0] = 0;
    return length > 0;
}

/// proc(5): /proc/pid/syscall ends with the stack pointer and the program counter; `status` counts how often a thread
/// has given up its processor.
static bool is_asleep(pid_t id, Sleeper *sleeper) {
    static const char tasks[] = "/proc/self/task";
    char text[4096];
    if (!read_text(tasks, id, "syscall", text, sizeof text) || strncmp(text, "running", 7) == 0) return false;
    char *last = strrchr(text, ' ');
    if (!last) return false;
    *last = 0;
    last = strrchr(text, ' ');
    if (!last) return false;
    *sleeper = (Sleeper){.id = id, .stack_pointer = strtoull(last + 1, NULL, 16)};
    if (!read_text(tasks, id, "status", text, sizeof text)) return false;
    const char *switches = strstr(text, "\nvoluntary_ctxt_switches:");
    const char *others = strstr(text, "\nnonvoluntary_ctxt_switches:");
    if (!switches || !others) return false;
    sleeper->switches = strtoull(strchr(switches, ':') + 1, NULL, 10) + strtoull(strchr(others, ':') + 1, NULL, 10);
    return true;
}

/// Visits all threads but the calling one, until the visitor refuses.
static bool visit_threads(Search *search, bool (*visit)(Search *search, pid_t id)) {
    DIR *folder = opendir("/proc/self/task");
    if (!folder) return false;
    bool goes_on = true;
    for (struct dirent *entry; goes_on && (entry = readdir(folder));) {
        pid_t id = atoi(entry->d_name);
        if (id != 0 && id != gettid()) goes_on = visit(search, id);
    }
    closedir(folder);
    return goes_on;
}

typedef struct {
    Search *search;
    pid_t id;
    uintptr_t stack_pointer;
    bool is_idle;
} Stack;

static bool runs_cell(uintptr_t low, uintptr_t high) {
    for (uintptr_t at = low & ~(uintptr_t)7; at < high; at += sizeof at) {
        if (swiftlet_code_contains(*(const uintptr_t *)at)) return true;
    }
    return false;
}

/// What lies beyond the stack pointer is left from calls that are over.
static void look_at_stack(SwiftletThread *thread, void *context) {
    Stack *stack = context;
    if (thread->id != stack->id) return;
    bool is_on_stack = stack->stack_pointer >= thread->stack_low && stack->stack_pointer < thread->stack_high;
    if (is_on_stack) exclude(stack->search, thread->stack_low, stack->stack_pointer - red_zone);
    bool waits_for_job = thread->role == pool_thread && !atomic_load(&thread->job);
    if (atomic_load(&thread->parked) || thread->role == service_thread || waits_for_job) {
        stack->is_idle = true;
    } else {
        stack->is_idle = is_on_stack && !runs_cell(stack->stack_pointer, thread->stack_high);
    }
}

static bool note_sleeper(Search *search, pid_t id) {
    if (search->sleeper_count == most_threads) return false;
    Sleeper *sleeper = &search->sleepers[search->sleeper_count];
    if (!is_asleep(id, sleeper)) return false;
    search->sleeper_count++;
    Stack stack = {.search = search, .id = id, .stack_pointer = sleeper->stack_pointer};
    swiftlet_threads_visit_all(look_at_stack, &stack);
    return stack.is_idle;
}

static bool has_slept_on(Search *search, pid_t id) {
    Sleeper now;
    if (!is_asleep(id, &now)) return false;
    for (size_t i = 0; i < search->sleeper_count; i++) {
        if (search->sleepers[i].id == id) return search->sleepers[i].switches == now.switches;
    }
    return false;
}

/// - Parameter frame: Where the caller's part of the stack begins.
static bool find(Search *search, void *const *handles, size_t count, uintptr_t frame) {
    if (search->memory < 0 || !find_libraries(search, handles, count)) return false;
    if (!visit_threads(search, note_sleeper)) return false;
    exclude(search, (uintptr_t)search, (uintptr_t)search + search->size);
    exclude(search, swiftlet_thread()->stack_low, frame);
    sort(search->excluded, search->excluded_count, sizeof *search->excluded);
    if (!look_at_memory(search) || !visit_threads(search, has_slept_on)) return false;
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

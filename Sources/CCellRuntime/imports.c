// The dynamic loader fills in the addresses of symbols that a library takes from others, each in a slot that a
// relocation names (System V ABI, chapter 5). Code reaches the symbol through the slot, so what the slot holds can be
// changed later on.

#define _GNU_SOURCE
#include "CCellRuntime.h"
#include <dlfcn.h>
#include <elf.h>
#include <link.h>

#if defined(__x86_64__)
enum { slot_of_data = R_X86_64_GLOB_DAT, slot_of_call = R_X86_64_JUMP_SLOT, address_itself = R_X86_64_64 };
#elif defined(__aarch64__)
enum { slot_of_data = R_AARCH64_GLOB_DAT, slot_of_call = R_AARCH64_JUMP_SLOT, address_itself = R_AARCH64_ABS64 };
#endif

void swiftlet_imports_visit_libraries(void *library, void *context, void (*visit)(void *context, const char *name)) {
    struct link_map *map;
    if (dlinfo(library, RTLD_DI_LINKMAP, &map) != 0) return;
    const char *names = NULL;
    for (const ElfW(Dyn) *entry = map->l_ld; entry->d_tag != DT_NULL; entry++) {
        if (entry->d_tag == DT_STRTAB) names = (const void *)entry->d_un.d_ptr;
    }
    if (!names) return;
    for (const ElfW(Dyn) *entry = map->l_ld; entry->d_tag != DT_NULL; entry++) {
        if (entry->d_tag == DT_NEEDED) visit(context, names + entry->d_un.d_val);
    }
}

void swiftlet_imports_visit(
    void *library, void *context, void (*visit)(void *context, const char *symbol, void **slot)) {
    struct link_map *map;
    if (dlinfo(library, RTLD_DI_LINKMAP, &map) != 0) return;
    const ElfW(Sym) *symbols = NULL;
    const char *names = NULL;
    // Those of calls stand apart from the others.
    const ElfW(Rela) *tables[2] = {NULL, NULL};
    size_t sizes[2] = {0, 0};
    for (const ElfW(Dyn) *entry = map->l_ld; entry->d_tag != DT_NULL; entry++) {
        switch (entry->d_tag) {
        case DT_SYMTAB: symbols = (const void *)entry->d_un.d_ptr; break;
        case DT_STRTAB: names = (const void *)entry->d_un.d_ptr; break;
        case DT_RELA: tables[0] = (const void *)entry->d_un.d_ptr; break;
        case DT_RELASZ: sizes[0] = entry->d_un.d_val; break;
        case DT_JMPREL: tables[1] = (const void *)entry->d_un.d_ptr; break;
        case DT_PLTRELSZ: sizes[1] = entry->d_un.d_val; break;
        }
    }
    if (!symbols || !names) return;
    for (int i = 0; i < 2; i++) {
        for (const ElfW(Rela) *entry = tables[i]; entry && entry < tables[i] + sizes[i] / sizeof *entry; entry++) {
            uint32_t type = ELF64_R_TYPE(entry->r_info), symbol = ELF64_R_SYM(entry->r_info);
            if (type != slot_of_data && type != slot_of_call && type != address_itself) continue;
            if (symbol == 0 || entry->r_addend != 0) continue;
            visit(context, names + symbols[symbol].st_name, (void **)(map->l_addr + entry->r_offset));
        }
    }
}

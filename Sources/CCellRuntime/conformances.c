// A cell that runs again may change how a type of another cell conforms to a protocol. The runtime finds a conformance
// once and keeps it, and code of other cells refers to the one it was compiled with; so the later witnesses are put into
// the tables that are in use.
//
// The layouts are those of the Swift ABI: docs/ABI/TypeMetadata.rst and include/swift/ABI/Metadata.h.

#include "CCellRuntime.h"
#include <string.h>

typedef struct {
    int32_t protocol, type, witness_table_pattern;
    uint32_t flags;
} Conformance;

typedef struct {
    uint32_t flags;
    int32_t parent, name, access_function;
} TypeDescriptor;

typedef struct {
    uint32_t flags;
    int32_t parent, name;
    uint32_t signature_requirement_count, requirement_count;
} ProtocolDescriptor;

typedef struct {
    const void *metadata;
    size_t state;
} MetadataResponse;

enum { type_reference_kind_shift = 3, type_reference_kind_mask = 7, direct_type = 0, indirect_type = 1 };
enum { generic_context = 0x80, blocking_complete_request = 0 };

__attribute__((swiftcall)) typedef MetadataResponse (*MetadataAccessor)(size_t request);
__attribute__((swiftcall)) const void **swift_getWitnessTable(
    const void *conformance, const void *type, const void *const *arguments);

static const void *relative(const int32_t *field) {
    return *field ? (const char *)field + *field : NULL;
}

static const void *relative_maybe_indirect(const int32_t *field) {
    const char *place = (const char *)field + (*field & ~1);
    return *field & 1 ? *(const void *const *)place : place;
}

static const TypeDescriptor *conforming_type(const Conformance *conformance) {
    const void *reference = relative(&conformance->type);
    switch (conformance->flags >> type_reference_kind_shift & type_reference_kind_mask) {
    case direct_type: return reference;
    case indirect_type: return *(const void *const *)reference;
    default: return NULL;
    }
}

void swiftlet_conformance_replace(const void *earlier, const void *later) {
    const TypeDescriptor *type = conforming_type(later);
    const ProtocolDescriptor *protocol = relative_maybe_indirect(&((const Conformance *)later)->protocol);
    if (!type || type != conforming_type(earlier) || type->flags & generic_context) return;
    MetadataAccessor accessor = (MetadataAccessor)relative(&type->access_function);
    if (!accessor || !protocol) return;
    const void *metadata = accessor(blocking_complete_request).metadata;
    const void **used = swift_getWitnessTable(earlier, metadata, NULL);
    const void **wanted = swift_getWitnessTable(later, metadata, NULL);
    // The first entry names the conformance; the witnesses follow.
    if (used && wanted) memcpy(used + 1, wanted + 1, protocol->requirement_count * sizeof *used);
}

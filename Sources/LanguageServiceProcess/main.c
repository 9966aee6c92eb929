// Answers what a notebook's author asks of the compiler while writing: completions, declarations, documentation.
//
// The compiler's service is a library of the toolchain (sourcekitd) that may crash or hang on half-written code, so it has
// a process of its own. A request is a 32-bit little-endian length and that many bytes of YAML, as sourcekitd takes it.
// The answer is a length too, counting a byte that tells success (0) from failure (1), and JSON or the reason.
//
// usage: swiftlet-language-service SOCKET LIBRARY

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// As the toolchain's SourceKit/sourcekitd.h declares them.
typedef void *Object;
typedef void *Response;
typedef struct {
    uint64_t data[3];
} Variant;

static struct {
    void (*initialize)(void);
    Object (*request_from_yaml)(const char *yaml, char **error);
    void (*request_release)(Object);
    Response (*send_request)(Object);
    void (*response_dispose)(Response);
    bool (*response_is_error)(Response);
    const char *(*error_description)(Response);
    Variant (*response_value)(Response);
    char *(*json)(Variant);
} sourcekitd;

static int link_socket;

static void load(void *library, const char *name, void *function) {
    *(void **)function = dlsym(library, name);
    if (*(void **)function) return;
    fprintf(stderr, "swiftlet-language-service: the toolchain's library has no %s\n", name);
    exit(1);
}

static void load_sourcekitd(const char *path) {
    void *library = dlopen(path, RTLD_NOW);
    if (!library) {
        fprintf(stderr, "swiftlet-language-service: %s\n", dlerror());
        exit(1);
    }
    load(library, "sourcekitd_initialize", &sourcekitd.initialize);
    load(library, "sourcekitd_request_create_from_yaml", &sourcekitd.request_from_yaml);
    load(library, "sourcekitd_request_release", &sourcekitd.request_release);
    load(library, "sourcekitd_send_request_sync", &sourcekitd.send_request);
    load(library, "sourcekitd_response_dispose", &sourcekitd.response_dispose);
    load(library, "sourcekitd_response_is_error", &sourcekitd.response_is_error);
    load(library, "sourcekitd_response_error_get_description", &sourcekitd.error_description);
    load(library, "sourcekitd_response_get_value", &sourcekitd.response_value);
    load(library, "sourcekitd_variant_json_description_copy", &sourcekitd.json);
}

/// Ends the process with the kernel's, also in the middle of a request.
static void *watch_link(void *unused) {
    struct pollfd end = {.fd = link_socket, .events = POLLRDHUP};
    while (poll(&end, 1, -1) < 0 && errno == EINTR) {
    }
    _exit(0);
    return unused;
}

static bool receive(void *buffer, size_t size) {
    for (char *place = buffer; size > 0;) {
        ssize_t count = recv(link_socket, place, size, MSG_WAITALL);
        if (count == 0 || (count < 0 && errno != EINTR)) return false;
        if (count > 0) place += count, size -= (size_t)count;
    }
    return true;
}

static void send_all(const void *buffer, size_t size) {
    for (const char *place = buffer; size > 0;) {
        ssize_t count = send(link_socket, place, size, MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR) _exit(0);
        if (count > 0) place += count, size -= (size_t)count;
    }
}

static void answer(bool failed, const char *text) {
    size_t length = strlen(text);
    uint32_t size = (uint32_t)length + 1;
    uint8_t head[5] = {(uint8_t)size, (uint8_t)(size >> 8), (uint8_t)(size >> 16), (uint8_t)(size >> 24), failed};
    send_all(head, sizeof head);
    send_all(text, length);
}

static void handle(const char *yaml) {
    char *problem = NULL;
    Object request = sourcekitd.request_from_yaml(yaml, &problem);
    if (!request) {
        answer(true, problem ? problem : "the request is not understood");
        free(problem);
        return;
    }
    Response response = sourcekitd.send_request(request);
    if (sourcekitd.response_is_error(response)) {
        answer(true, sourcekitd.error_description(response));
    } else {
        char *json = sourcekitd.json(sourcekitd.response_value(response));
        answer(false, json);
        free(json);
    }
    sourcekitd.response_dispose(response);
    sourcekitd.request_release(request);
}

/// The compiler recurses over deeply nested code.
enum { stack_size = 64 << 20 };

static void *serve(void *unused) {
    uint8_t head[4];
    while (receive(head, sizeof head)) {
        size_t size = head[0] | head[1] << 8 | head[2] << 16 | (size_t)head[3] << 24;
        char *yaml = malloc(size + 1);
        if (!yaml || !receive(yaml, size)) break;
        yaml[size] = 0;
        handle(yaml);
        free(yaml);
    }
    _exit(0);
    return unused;
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "swiftlet-language-service is started by `swiftlet kernel`: it takes a socket and a library.\n");
        return 2;
    }
    link_socket = atoi(arguments[1]);
    load_sourcekitd(arguments[2]);
    sourcekitd.initialize();

    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_size);
    pthread_t server, watch;
    if (pthread_create(&server, &attributes, serve, NULL) != 0 || pthread_create(&watch, NULL, watch_link, NULL) != 0)
        return 1;
    pthread_join(server, NULL);
}

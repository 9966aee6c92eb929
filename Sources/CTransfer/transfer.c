#include "CTransfer.h"
#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

// What is used of libcurl's interface, whose numbers never change (https://curl.se/libcurl/c/). Its headers are not needed
// for it, and any of the builds of the library that a distribution has will do.
typedef void CURL;
enum {
    curl_global_default = 3,
    option_url = 10002,
    option_write_data = 10001,
    option_write_function = 20011,
    option_error_buffer = 10010,
    option_user_agent = 10018,
    option_low_speed_limit = 19,
    option_low_speed_time = 20,
    option_no_progress = 43,
    option_fail_on_error = 45,
    option_follow_location = 52,
    option_max_redirections = 68,
    option_connect_timeout = 78,
    option_no_signal = 99,
    option_protocols = 181,
    option_redirection_protocols = 182,
    option_progress_data = 10057,
    option_progress_function = 20219,
    info_response_code = 0x200002,
    http_and_https = 1 | 2
};
enum {
    code_ok = 0,
    code_no_proxy = 5,
    code_no_host = 6,
    code_no_connection = 7,
    code_http_error = 22,
    code_write_error = 23,
    code_timeout = 28,
    code_aborted = 42
};

static int (*global_init)(long);
static CURL *(*easy_init)(void);
static int (*easy_setopt)(CURL *, int, ...);
static int (*easy_perform)(CURL *);
static int (*easy_getinfo)(CURL *, int, ...);
static void (*easy_cleanup)(CURL *);
static const char *(*easy_strerror)(int);
static bool is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl-nss.so.4"};
    void *library = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) library = dlopen(names[i], RTLD_NOW);
    if (!library) return;
    global_init = (int (*)(long))dlsym(library, "curl_global_init");
    easy_init = (CURL * (*)(void)) dlsym(library, "curl_easy_init");
    easy_setopt = (int (*)(CURL *, int, ...))dlsym(library, "curl_easy_setopt");
    easy_perform = (int (*)(CURL *))dlsym(library, "curl_easy_perform");
    easy_getinfo = (int (*)(CURL *, int, ...))dlsym(library, "curl_easy_getinfo");
    easy_cleanup = (void (*)(CURL *))dlsym(library, "curl_easy_cleanup");
    easy_strerror = (const char *(*)(int))dlsym(library, "curl_easy_strerror");
    is_loaded = global_init && easy_init && easy_setopt && easy_perform && easy_getinfo && easy_cleanup &&
                easy_strerror && global_init(curl_global_default) == code_ok;
}

typedef struct {
    ctransfer_receive *receive;
    ctransfer_advance *advance;
    void *context;
} Listener;

static size_t on_bytes(char *bytes, size_t size, size_t count, void *raw) {
    Listener *listener = raw;
    size_t length = size * count;
    // Any other number than the one given stops the transfer.
    return listener->receive(listener->context, (const uint8_t *)bytes, length) ? length : length + 1;
}

static int on_progress(void *raw, int64_t total, int64_t received, int64_t upload_total, int64_t uploaded) {
    (void)upload_total;
    (void)uploaded;
    Listener *listener = raw;
    return listener->advance(listener->context, received, total) ? 0 : 1;
}

ctransfer_result ctransfer_fetch(const char *url, long patience, ctransfer_receive *receive, ctransfer_advance *advance,
                                 void *context, long *status, char error[CTRANSFER_ERROR_LENGTH]) {
    *status = 0;
    error[0] = 0;
    pthread_once(&once, load);
    if (!is_loaded) return ctransfer_no_library;
    CURL *curl = easy_init();
    if (!curl) return ctransfer_failed;
    Listener listener = {receive, advance, context};
    easy_setopt(curl, option_url, url);
    easy_setopt(curl, option_error_buffer, error);
    easy_setopt(curl, option_user_agent, "swiftlet");
    // A signal's handler and a long jump out of it have no place in a process that runs other people's code.
    easy_setopt(curl, option_no_signal, 1L);
    easy_setopt(curl, option_fail_on_error, 1L);
    easy_setopt(curl, option_follow_location, 1L);
    easy_setopt(curl, option_max_redirections, 10L);
    easy_setopt(curl, option_protocols, (long)http_and_https);
    easy_setopt(curl, option_redirection_protocols, (long)http_and_https);
    easy_setopt(curl, option_connect_timeout, 20L);
    easy_setopt(curl, option_low_speed_limit, 100L);
    easy_setopt(curl, option_low_speed_time, patience);
    easy_setopt(curl, option_write_function, on_bytes);
    easy_setopt(curl, option_write_data, &listener);
    easy_setopt(curl, option_no_progress, 0L);
    easy_setopt(curl, option_progress_function, on_progress);
    easy_setopt(curl, option_progress_data, &listener);
    int code = easy_perform(curl);
    easy_getinfo(curl, info_response_code, status);
    if (code != code_ok && !error[0]) strncpy(error, easy_strerror(code), CTRANSFER_ERROR_LENGTH - 1);
    error[CTRANSFER_ERROR_LENGTH - 1] = 0;
    easy_cleanup(curl);
    switch (code) {
    case code_ok: return ctransfer_done;
    case code_no_proxy:
    case code_no_host:
    case code_no_connection: return ctransfer_unreachable;
    case code_http_error: return ctransfer_refused;
    case code_write_error:
    case code_aborted: return ctransfer_stopped;
    // Before the server has said anything there may be no network at all; afterwards it is slow.
    case code_timeout: return *status == 0 ? ctransfer_unreachable : ctransfer_failed;
    default: return ctransfer_failed;
    }
}

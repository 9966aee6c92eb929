// Keeps a program started and waiting, so that a run of it costs no start.
//
// Preloaded into the compiler, it takes the place of the C library's start-up function. By then the program and its
// libraries are loaded, relocated and initialised, which is most of what a start costs. Instead of calling `main` it
// forks a child that waits for the arguments of one run and calls `main` with them, and waits for that child's end.
//
// A request is a message on the socket whose descriptor SWIFTLET_ZYGOTE_SOCKET names: the arguments, separated by zero
// bytes, and with it the descriptor for standard output and error. The answer is the child's wait status, 32 bits.
//
// When the other end of the socket is closed, nobody wants the answer any more, and the process group ends with all that
// the program has started.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int (*Main)(int, char **, char **);
typedef int (*StartMain)(Main, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);

enum { largest_request = 1 << 20, most_arguments = 1 << 14, nothing_more_to_do = 77 };

static Main program;
static int requests;

/// Receives the arguments of one run and the descriptor for its output. Returns their length, or 0 at the end.
static ssize_t receive_request(char *buffer, int *output) {
    struct iovec part = {buffer, largest_request - 1};
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t length;
    do length = recvmsg(requests, &message, 0);
    while (length < 0 && errno == EINTR);
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    if (length <= 0 || !rights || rights->cmsg_type != SCM_RIGHTS) return 0;
    memcpy(output, CMSG_DATA(rights), sizeof *output);
    buffer[length] = 0;
    return length;
}

static void run_once(char **environment) {
    static char buffer[largest_request];
    static char *arguments[most_arguments];
    int output;
    ssize_t length = receive_request(buffer, &output);
    if (length == 0) _exit(nothing_more_to_do);

    int count = 0;
    for (char *argument = buffer; argument < buffer + length && count < most_arguments - 1;) {
        arguments[count++] = argument;
        argument += strlen(argument) + 1;
    }
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    close(output);
    close(requests);
    exit(program(count, arguments, environment));
}

static void wake_up(int signal) { (void)signal; }

/// Waits for the end of the child, or that of whoever waits for it.
static int wait_for(pid_t child, const sigset_t *unblocked) {
    struct pollfd polled = {.fd = requests};
    int status = 0;
    for (;;) {
        pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended == child) return status;
        if (ppoll(&polled, 1, NULL, unblocked) > 0) kill(0, SIGKILL);
    }
}

static int serve(int count, char **arguments, char **environment) {
    (void)count;
    (void)arguments;
    // The end of a child interrupts `ppoll`, and nothing else.
    struct sigaction action = {.sa_handler = wake_up}, inherited_action;
    sigset_t blocked, inherited, unblocked;
    sigaction(SIGCHLD, &action, &inherited_action);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGCHLD);
    sigprocmask(SIG_BLOCK, &blocked, &inherited);
    unblocked = inherited;
    sigdelset(&unblocked, SIGCHLD);
    for (;;) {
        pid_t child = fork();
        if (child == 0) {
            sigaction(SIGCHLD, &inherited_action, NULL);
            sigprocmask(SIG_SETMASK, &inherited, NULL);
            run_once(environment);
        }
        if (child < 0) return 1;
        int32_t answer = wait_for(child, &unblocked);
        if (WIFEXITED(answer) && WEXITSTATUS(answer) == nothing_more_to_do) return 0;
        if (send(requests, &answer, sizeof answer, MSG_NOSIGNAL) != sizeof answer) return 0;
    }
}

int __libc_start_main(
    Main main, int count, char **arguments, void (*init)(void), void (*fini)(void), void (*rtld_fini)(void),
    void *stack_end) {
    StartMain start = (StartMain)dlsym(RTLD_NEXT, "__libc_start_main");
    const char *socket_number = getenv("SWIFTLET_ZYGOTE_SOCKET");
    if (!socket_number) return start(main, count, arguments, init, fini, rtld_fini, stack_end);
    requests = atoi(socket_number);
    unsetenv("SWIFTLET_ZYGOTE_SOCKET");
    unsetenv("LD_PRELOAD");
    program = main;
    return start(serve, count, arguments, init, fini, rtld_fini, stack_end);
}

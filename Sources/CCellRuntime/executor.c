#include "internal.h"

typedef struct {
    void *identity;
    void *implementation;
} SerialExecutorRef;

typedef __attribute__((swiftcall)) SerialExecutorRef (*GetOriginal)(void);

extern __attribute__((swiftcall)) SerialExecutorRef (*swift_task_getMainExecutor_hook)(GetOriginal original);
extern __attribute__((swiftcall)) bool (*swift_task_isMainExecutor_hook)(SerialExecutorRef executor, void *original);
extern __attribute__((swiftcall)) void swift_task_cancel(void *task);

static SerialExecutorRef main_executor;
static _Thread_local bool on_main_executor;

static __attribute__((swiftcall)) SerialExecutorRef get_main_executor(GetOriginal original) {
    (void)original;
    return main_executor;
}

static __attribute__((swiftcall)) bool is_main_executor(SerialExecutorRef executor, void *original) {
    (void)original;
    return executor.identity == main_executor.identity;
}

void swiftlet_main_executor_install(void *identity, void *implementation) {
    main_executor = (SerialExecutorRef){identity, implementation};
    swift_task_getMainExecutor_hook = get_main_executor;
    swift_task_isMainExecutor_hook = is_main_executor;
}

void swiftlet_main_executor_enter(void) {
    on_main_executor = true;
    swiftlet_frames_prepare_thread();
}

bool swiftlet_on_main_executor(void) {
    return on_main_executor;
}

void swiftlet_task_cancel(void *task) {
    swift_task_cancel(task);
}

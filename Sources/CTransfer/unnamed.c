#define _GNU_SOURCE
#include "CTransfer.h"
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int ctransfer_open_unnamed(const char *folder) { return open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666); }

bool ctransfer_name(int file, const char *path) {
    char self[32];
    snprintf(self, sizeof self, "/proc/self/fd/%d", file);
    return linkat(AT_FDCWD, self, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
}

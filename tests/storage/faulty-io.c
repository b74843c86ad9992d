/*
 * Loaded before libc (LD_PRELOAD): calls about files below KEYFOB_FAULT_FOLDER go wrong as KEYFOB_FAULT says.
 *   short:SEED             each write writes a random part of what it was given
 *   CALL:ERRNO:SKIP:COUNT  after SKIP calls that work, COUNT calls fail. CALL is fsync (of files), syncfolder, rename, link,
 *                          open (for writing), read (of files), write or unlink.
 * With KEYFOB_FAULT_MARK a file of that name is made at the first fault, so that a test knows that there was one.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int skipped = 0, failed = 0;
static unsigned randomness = 0;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int is_below(const char *path) {
  const char *folder = getenv("KEYFOB_FAULT_FOLDER");
  return folder != NULL && path != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int concerns(int file) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_below(path);
}

static void mark(void) {
  const char *path = getenv("KEYFOB_FAULT_MARK");
  if (path == NULL || failed != 1) return;
  int file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT, 0600);
  if (file >= 0) close(file);
}

/* Whether this call is to fail; errno is then set. */
static int fails(const char *call) {
  const char *fault = getenv("KEYFOB_FAULT");
  size_t length = strlen(call);
  if (fault == NULL || strncmp(fault, call, length) != 0 || fault[length] != ':') return 0;
  int number = 0, skip = 0, count = 0;
  if (sscanf(fault + length, ":%d:%d:%d", &number, &skip, &count) != 3) abort();
  if (skipped < skip) {
    skipped++;
    return 0;
  }
  if (failed >= count) return 0;
  failed++;
  mark();
  errno = number;
  return 1;
}

ssize_t read(int file, void *bytes, size_t count) {
  return concerns(file) && fails("read") ? -1 : REAL(read)(file, bytes, count);
}

ssize_t pread(int file, void *bytes, size_t count, off_t at) {
  return concerns(file) && fails("read") ? -1 : REAL(pread)(file, bytes, count, at);
}

ssize_t pread64(int file, void *bytes, size_t count, off64_t at) {
  return concerns(file) && fails("read") ? -1 : REAL(pread64)(file, bytes, count, at);
}

static size_t part_of(size_t count) {
  const char *fault = getenv("KEYFOB_FAULT");
  if (fault == NULL || strncmp(fault, "short:", 6) != 0 || count < 2) return count;
  if (randomness == 0) randomness = (unsigned)atoi(fault + 6) + 1;
  if (failed == 0) {
    failed = 1;
    mark();
  }
  return 1 + (size_t)rand_r(&randomness) % count;
}

ssize_t write(int file, const void *bytes, size_t count) {
  if (file > 2 && concerns(file)) {
    if (fails("write")) return -1;
    count = part_of(count);
  }
  return REAL(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
  if (concerns(file)) {
    if (fails("write")) return -1;
    count = part_of(count);
  }
  return REAL(pwrite)(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
  if (concerns(file)) {
    if (fails("write")) return -1;
    count = part_of(count);
  }
  return REAL(pwrite64)(file, bytes, count, at);
}

static int is_folder(int file) {
  struct stat facts;
  return fstat(file, &facts) == 0 && S_ISDIR(facts.st_mode);
}

int fsync(int file) {
  if (concerns(file) && fails(is_folder(file) ? "syncfolder" : "fsync")) return -1;
  return REAL(fsync)(file);
}

int fdatasync(int file) {
  if (concerns(file) && fails(is_folder(file) ? "syncfolder" : "fsync")) return -1;
  return REAL(fdatasync)(file);
}

int rename(const char *from, const char *to) {
  return is_below(to) && fails("rename") ? -1 : REAL(rename)(from, to);
}

int link(const char *from, const char *to) {
  return is_below(to) && fails("link") ? -1 : REAL(link)(from, to);
}

int unlink(const char *path) {
  return is_below(path) && fails("unlink") ? -1 : REAL(unlink)(path);
}

static int may_open(const char *path, int flags) {
  return !((flags & O_ACCMODE) != O_RDONLY && is_below(path) && fails("open"));
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return may_open(path, flags) ? REAL(open)(path, flags, mode) : -1;
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return may_open(path, flags) ? REAL(open64)(path, flags, mode) : -1;
}

/* Stops a file system at once, without writing its journal: what reached its disk until now is all that is left. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>

#define FS_IOC_SHUTDOWN _IOR('X', 125, unsigned)
#define WITHOUT_JOURNAL 2

int main(int count, char **arguments) {
  unsigned how = WITHOUT_JOURNAL;
  int folder = count == 2 ? open(arguments[1], O_RDONLY) : -1;
  if (folder < 0 || ioctl(folder, FS_IOC_SHUTDOWN, &how) < 0) {
    perror("cut-power");
    return 1;
  }
  return 0;
}

// hold.exe FILE: keeps a file open as a word processor does, and says so, until its standard input ends.
#include <stdio.h>
#include <windows.h>
int main(int count, char **arguments) {
  HANDLE file = CreateFileA(arguments[1], GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
  if (count != 2 || file == INVALID_HANDLE_VALUE) return 1;
  puts("held");
  fflush(stdout);
  while (getchar() != EOF) {}
  return 0;
}

// Wine 8 lacks the one function that Rust asks this library of Windows for.
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T length) { return SystemFunction036(to, (ULONG)length); }
BOOL WINAPI begin(HINSTANCE library, DWORD reason, LPVOID rest) { return TRUE; }

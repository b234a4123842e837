/* back_off.h - how long to wait before a process is started again that has died again and again. */
#ifndef SERVER_BACK_OFF_H
#define SERVER_BACK_OFF_H

#include <sys/time.h>

/* After CRASHES in a row, each soon after its start: not at all, then 0.1, 0.2, ... 5 s (hardening.md 4.3). */
struct timeval back_off(unsigned crashes);

#endif

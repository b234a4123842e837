/* notify.h - tells systemd how the service is, by its datagram protocol (sd_notify(3)), without its library. */
#ifndef SERVER_NOTIFY_H
#define SERVER_NOTIFY_H

#include <sys/types.h>

/* Sends STATE ("READY=1", "STOPPING=1") to where $NOTIFY_SOCKET points. Nothing happens without it, or if that fails.
 */
void notify(const char *state);

/* Says that a reload has begun; READY=1 is to follow when it is over. */
void notify_reloading(void);

/* Says that the process PID takes over the service. */
void notify_successor(pid_t pid);

/* How often WATCHDOG=1 is wanted, in milliseconds: in half of the time that systemd waits for it; 0: never. */
unsigned long notify_watchdog(void);

#endif

/* notify.h - tells systemd how the service is, by its datagram protocol (sd_notify(3)), without its library. */
#ifndef SERVER_NOTIFY_H
#define SERVER_NOTIFY_H

/* Sends STATE ("READY=1", "STOPPING=1") to where $NOTIFY_SOCKET points. Nothing happens without it, or if that fails.
 */
void notify(const char *state);

#endif

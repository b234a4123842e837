/* event_room.h - keeps what libevent remembers of descriptors away from the memory of connections. */
#ifndef SERVER_EVENT_ROOM_H
#define SERVER_EVENT_ROOM_H

#include <event2/event.h>

/*
 * libevent keeps a few bytes for each descriptor number, made when an event first waits for it, and for ever. Made one by one
 * as connections come, they would lie between the memory of these, and each of them would keep a page from going back to the
 * system. So they are made for a run of numbers at once.
 *
 * To be called before an event of BASE waits for the open descriptor FD. KNOWN is up to which number that is done, 0 at first;
 * returns what it is now. The descriptors that it needs are closed again.
 */
int event_room_make(struct event_base *base, int fd, int known);

#endif

/* event_memory.h - libevent's memory is either there or ends the process, like all of ours. */
#ifndef SERVER_EVENT_MEMORY_H
#define SERVER_EVENT_MEMORY_H

/*
 * Has libevent take its memory by base/memory.h. To be called before its first other function, since what it has by then would
 * be of another kind. Without it a failed event_add would leave a connection without its deadline, and a failed event_new a
 * pointer to nothing.
 */
void event_memory_use(void);

#endif

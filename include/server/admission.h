/*
 * admission.h - how many connections there may be, in all and of one client, and how fast a client may ask.
 *
 *     connections.silent    before the end of the handshake: the oldest makes room
 *     connections.open      after it: the one that has waited longest with its request makes room
 *     connections.address   of one client, to all workers: up to twice as many are told to slow down, more are refused
 *     rate.*                requests of one client, to all workers
 */
#ifndef SERVER_ADMISSION_H
#define SERVER_ADMISSION_H

#include "server/connection.h"

/* Makes room for one more connection before the handshake: the one silent for longest goes, or the oldest handshake. */
void admission_make_room(struct service *service);

/* Counts a new connection among those before the handshake. */
void admission_begin(struct connection *connection);

/*
 * Counts the client, whose address is known now; beyond its cap, the connection is marked as EXCESS. False if it is so far
 * beyond that the connection must end.
 */
bool admission_enter(struct connection *connection);

/* The handshake is done (Gopher: the first byte is here). True if there is room among the open connections. */
bool admission_open(struct connection *connection);

/* Takes one request from what the client may make. 0, or after how many seconds it may ask again. */
unsigned admission_ask(const struct connection *connection);

/* The connection ends: it is counted nowhere any more. */
void admission_leave(struct connection *connection);

#endif

/* back_off.c - twice as long each time. */
#include "server/back_off.h"

#define FIRST_MILLISECONDS 100
#define MOST_MILLISECONDS  5000
#define DOUBLINGS          6 /* beyond the limit */

struct timeval
back_off(unsigned crashes)
{
    unsigned doublings = crashes < 2 ? 0 : crashes - 2;
    long wait = crashes < 2 ? 0 : FIRST_MILLISECONDS << (doublings < DOUBLINGS ? doublings : DOUBLINGS);

    if (wait > MOST_MILLISECONDS)
        wait = MOST_MILLISECONDS;
    return (struct timeval){ wait / 1000, wait % 1000 * 1000 };
}

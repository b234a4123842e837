/* pointer.c - what a link leads to whose words only point at it. */
#include "document/pointer.h"

#include <string.h>

#include "base/word_list.h"
#include "document/cells.h"
#include "document/label.h"

#define LABEL_CELLS 60
#define REACH       240 /* bytes of a sentence on either side of a link that are looked at */

/* Words that lead up to "here" and say nothing of what is there; sorted. */
static const word tail_words[] = {
    "accessed",   "also",      "am",       "and",      "are",       "at",       "available", "be",        "been",
    "but",        "by",        "can",      "check",    "click",     "clicking", "could",     "described", "directly",
    "downloaded", "explained", "find",     "found",    "freely",    "from",     "given",     "go",        "hosted",
    "i",          "in",        "is",       "just",     "linked",    "listed",   "located",   "look",      "may",
    "might",      "more",      "on",       "online",   "open",      "openly",   "or",        "out",       "over",
    "please",     "posted",    "provided", "publicly", "published", "read",     "right",     "see",       "seen",
    "shared",     "shown",     "viewed",   "visit",    "was",       "we",       "were",      "will",      "you",
};

/* Words that stand for something that was said before; sorted. */
static const word stand_ins[] = {
    "a",     "all",  "an",   "and",   "both", "but",  "do",   "does",  "he",   "here", "how",
    "i",     "if",   "it",   "its",   "me",   "more", "my",   "no",    "not",  "one",  "or",
    "our",   "see",  "she",  "so",    "some", "that", "the",  "their", "them", "then", "there",
    "these", "they", "this", "those", "we",   "what", "when", "which", "who",  "yes",  "you",
};

/* Words that end what "this" points at; sorted. */
static const word stop_words[] = {
    "about", "also", "and",  "are",  "as",    "at",    "but",    "by",    "can",  "cannot", "could", "did", "do",
    "does",  "for",  "from", "had",  "has",   "have",  "how",    "i",     "if",   "in",     "into",  "is",  "may",
    "might", "must", "of",   "on",   "or",    "seems", "should", "shows", "so",   "than",   "that",  "the", "then",
    "to",    "was",  "we",   "were", "where", "which", "who",    "will",  "with", "would",  "you",
};

/* Words with which no name begins, but the middle of a sentence; sorted. */
static const word middle_words[] = {
    "as", "because", "but",  "by",    "can",     "could", "for",   "from", "if",   "in",
    "is", "like",    "may",  "of",    "on",      "or",    "since", "so",   "than", "though",
    "to", "what",    "when", "where", "whether", "which", "while", "with",
};

/* How sentences begin that say where something is, not what. */
static const char *const leads[] = {
    "you can find ",   "you can see ",  "you can view ",  "you can read ", "you can download ",
    "you can access ", "you may find ", "you will find ", "find ",         "please find ",
    "have a look at ", "check out ",    "to download ",   "to read ",      "to see ",
    "to view ",        "see ",          "read ",          "view ",         "for more details on ",
    "more about ",     "and ",
};

#define LISTED(text, list) (word_list_find(text, list, sizeof list / sizeof list[0], sizeof list[0]) != NULL)

/* What stands before and behind a link, as far as its sentence goes, or the part of it between two commas. */
struct sentence {
    struct slice words;         /* of the link */
    struct slice before, after; /* trimmed */
};

/* Where the words of a link stand in its line. What is said before FLOOR, the link that points before it claims. */
struct place {
    size_t start, end, floor;
};

static bool
find_words(const struct document *document, const struct draft_line *line, size_t link, struct place *place)
{
    bool found = false;

    *place = (struct place){ 0 };
    for (size_t i = 0; i < line->mark_count; i++) {
        const struct draft_mark *mark = &line->marks[i];

        if (mark->kind == DRAFT_LINK_OPEN && mark->link == link) {
            place->start = mark->at;
            found = true;
        } else if (mark->kind == DRAFT_LINK_CLOSE && found) {
            place->end = mark->at;
            return place->end > place->start && place->end <= line->text.length;
        } else if (mark->kind == DRAFT_LINK_CLOSE && label_is_pointer(document->draft_links[mark->link].label)) {
            place->floor = mark->at;
        }
    }
    return false;
}

/* One of STOPS, and behind it a blank or the end; a bracket needs none. */
static bool
stops_at(struct slice text, size_t at, const char *stops)
{
    char byte = text.bytes[at];

    if (byte == '\0' || strchr(stops, byte) == NULL)
        return false;
    return byte == '(' || byte == ')' || at + 1 == text.length || text.bytes[at + 1] == ' ';
}

/* The part of TEXT around the words at PLACE that none of STOPS parts from them. */
static struct sentence
part_around(struct slice text, struct place place, const char *stops)
{
    size_t first = place.start, last = place.end;

    while (first > place.floor && place.start - first < REACH && !stops_at(text, first - 1, stops))
        first--;
    while (last < text.length && last - place.end < REACH && !stops_at(text, last, stops))
        last++;
    return (struct sentence){ slice_range(text, place.start, place.end),
                              slice_trim(slice_range(text, first, place.start)),
                              slice_trim(slice_range(text, place.end, last)) };
}

static struct slice
first_word(struct slice text)
{
    return slice_range(text, 0, slice_find_byte(text, ' '));
}

static struct slice
last_word(struct slice text)
{
    size_t blank = slice_find_last_byte(text, ' ');

    return blank == SLICE_NONE ? text : slice_from(text, blank + 1);
}

/* TEXT from its first to its last word that says something, by TAIL_WORDS. */
static struct slice
without_tail(struct slice text)
{
    while (text.length > 0 && LISTED(last_word(text), tail_words))
        text = slice_trim_right(slice_range(text, 0, text.length - last_word(text).length));
    return text;
}

static struct slice
without_lead(struct slice text)
{
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++)
        if (slice_starts_nocase(text, leads[i]))
            return slice_trim(slice_from(text, strlen(leads[i])));
    return text;
}

static bool
says_something(struct slice text)
{
    struct slice part;

    while (slice_take_part(&text, ' ', &part))
        if (part.length > 1 && !LISTED(part, stand_ins) && !LISTED(part, tail_words))
            return true;
    return false;
}

/* "[this](u) old report and": as far as the thing is named. */
static struct slice
name_behind(const struct sentence *part)
{
    size_t length = part->words.length;
    struct slice rest = part->after, next;

    while (rest.length > 0 && !LISTED(next = first_word(rest), stop_words)) {
        length = (size_t)(next.bytes + next.length - part->words.bytes);
        rest = slice_trim_left(slice_from(rest, next.length));
    }
    return length > part->words.length ? slice_make(part->words.bytes, length) : slice_make("", 0);
}

/* "Click [here](u) for the list": the list. */
static struct slice
aim_behind(const struct sentence *part)
{
    struct slice next = first_word(part->after);
    bool called = slice_is_nocase(last_word(part->before), "click") || slice_is_nocase(last_word(part->before), "go") ||
                  slice_is_nocase(first_word(part->words), "click") || slice_is_nocase(part->before, "see");

    if (!called || !(slice_is_nocase(next, "for") || slice_is_nocase(next, "to")))
        return slice_make("", 0);
    return slice_trim(slice_from(part->after, next.length));
}

/* TEXT is the name of a thing and no piece of something longer. */
static bool
is_whole(struct slice text)
{
    return says_something(text) && !LISTED(first_word(text), middle_words) &&
           slice_find_any(text, "()[]\"") == SLICE_NONE && cells_of(text) <= LABEL_CELLS;
}

static struct slice
name_in(const struct sentence *part)
{
    struct slice name;

    if (slice_is_nocase(part->words, "this"))
        return name_behind(part);
    name = aim_behind(part);
    if (name.length > 0)
        return name;
    name = without_lead(without_tail(part->before));
    return is_whole(name) ? name : slice_make("", 0);
}

struct slice
pointer_label(const struct document *document, const struct draft_line *line, size_t link)
{
    static const char *const stops[] = { ".!?,;:()", ".!?" };
    struct place place;

    if (!find_words(document, line, link, &place))
        return slice_make("", 0);
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        struct sentence part = part_around(line->text, place, stops[i]);
        struct slice name = name_in(&part);

        if (name.length > 0)
            return cells_cut_words(name, LABEL_CELLS);
    }
    return slice_make("", 0);
}

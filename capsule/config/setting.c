/*
 * setting.c - one row per setting feeds the reader, the range check, `capsule help config` and the manual page.
 *
 * A value always comes as text, from YAML, a flag or the row's own default, and goes through the reader of its type.
 */
#include "config/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "config/closest.h"
#include "config/host.h"

#define MOST_TEXT 4095 /* a path's limit on Linux */

struct setting;

/* What can be done with a field of struct settings; READ is false for a text that does not fit. */
struct setting_type {
    bool (*read)(const struct setting *setting, void *field, struct slice text);
    void (*write)(const struct setting *setting, const void *field, struct buffer *out);
    void (*empty)(void *field);                            /* of a list, to which READ adds an item; else NULL */
    bool (*advise)(struct slice text, struct buffer *out); /* how else TEXT should be written; NULL: not known */
};

struct setting {
    const char *key;
    const struct setting_type *type;
    size_t field; /* its offset in struct settings */
    unsigned least, most;
    const char *const *words; /* of a choice, in the order of its enum */
    const char *allowed;      /* in words, for every type but numbers */
    const char *fallback;
    const char *help;
};

/* The words that YAML 1.1 has for true and false. */
static bool
read_switch(const struct setting *setting, void *field, struct slice text)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = { { "on", true },   { "yes", true }, { "true", true },
                  { "off", false }, { "no", false }, { "false", false } };

    (void)setting;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is_nocase(text, words[i].word)) {
            *(bool *)field = words[i].value;
            return true;
        }
    return false;
}

static void
write_switch(const struct setting *setting, const void *field, struct buffer *out)
{
    (void)setting;
    buffer_add_text(out, *(const bool *)field ? "on" : "off");
}

static bool
read_number(const struct setting *setting, void *field, struct slice text)
{
    unsigned long number;

    if (!slice_to_number(text, setting->most, &number) || number < setting->least)
        return false;
    *(unsigned *)field = (unsigned)number;
    return true;
}

static void
write_number(const struct setting *setting, const void *field, struct buffer *out)
{
    (void)setting;
    buffer_format(out, "%u", *(const unsigned *)field);
}

/* YAML reads an `off` without quotes as false and an `on` as true, and so may whoever writes one. */
static struct slice
plain_word(struct slice text)
{
    if (slice_is(text, "false"))
        return slice_of("off");
    return slice_is(text, "true") ? slice_of("on") : text;
}

static bool
read_choice(const struct setting *setting, void *field, struct slice text)
{
    for (unsigned i = 0; setting->words[i] != NULL; i++)
        if (slice_is(plain_word(text), setting->words[i])) {
            *(unsigned *)field = i;
            return true;
        }
    return false;
}

static void
write_choice(const struct setting *setting, const void *field, struct buffer *out)
{
    buffer_add_text(out, setting->words[*(const unsigned *)field]);
}

static bool
is_printable(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] < 0x20 || text.bytes[i] == 0x7f)
            return false;
    return utf8_valid(text);
}

static void
replace_text(char **field, struct slice text)
{
    free(*field);
    *field = text.length > 0 ? slice_copy(text) : NULL;
}

static bool
read_text(const struct setting *setting, void *field, struct slice text)
{
    (void)setting;
    if (text.length > MOST_TEXT || !is_printable(text))
        return false;
    replace_text(field, text);
    return true;
}

/* One emoji may be a sequence of several characters: bounded, and (keycaps apart) none begins with ASCII. */
static bool
read_icon(const struct setting *setting, void *field, struct slice text)
{
    (void)setting;
    if (text.length > 0 && (text.length > 64 || (unsigned char)text.bytes[0] < 0x80 || !is_printable(text) ||
                            slice_find_byte(text, ' ') != SLICE_NONE))
        return false;
    replace_text(field, text);
    return true;
}

/* A tag goes into the header of every Gemini reply, so its bytes are those of RFC 5646, and the comma of a list. */
static bool
read_language(const struct setting *setting, void *field, struct slice text)
{
    (void)setting;
    if (text.length > 63)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (!byte_is_alnum(text.bytes[i]) && text.bytes[i] != '-' && text.bytes[i] != ',')
            return false;
    replace_text(field, text);
    return true;
}

/* In double quotes of YAML; control characters never get into a setting. */
static void
write_quoted(struct slice text, struct buffer *out)
{
    buffer_add_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '"' || text.bytes[i] == '\\')
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, text.bytes[i]);
    }
    buffer_add_byte(out, '"');
}

static void
write_text(const struct setting *setting, const void *field, struct buffer *out)
{
    (void)setting;
    write_quoted(slice_of(*(char *const *)field), out);
}

static bool
read_host(const struct setting *setting, void *field, struct slice text)
{
    struct text_list *list = field;
    struct buffer name = { 0 };
    bool reads = host_read(text, &name), is_known = false;

    (void)setting;
    for (size_t i = 0; i < list->count; i++)
        is_known = is_known || slice_is(buffer_slice(&name), list->items[i]);
    if (reads && !is_known)
        text_list_add(list, buffer_slice(&name));
    buffer_clear(&name);
    return reads;
}

static bool
read_site(const struct setting *setting, void *field, struct slice text)
{
    struct text_list hosts = { NULL, 0 };
    struct slice site;
    bool reads = text.length <= MOST_TEXT && is_printable(text) && host_read_site(text, &hosts, &site);

    (void)setting;
    if (reads)
        text_list_add(field, text);
    text_list_clear(&hosts);
    return reads;
}

static void
write_texts(const struct setting *setting, const void *field, struct buffer *out)
{
    const struct text_list *list = field;

    (void)setting;
    buffer_add_byte(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        buffer_add_text(out, i > 0 ? ", " : "");
        write_quoted(slice_of(list->items[i]), out);
    }
    buffer_add_byte(out, ']');
}

static void
empty_texts(void *field)
{
    text_list_clear(field);
}

/* Several may stand in one text, as they do in the row's own default and after a flag. */
static bool
read_networks(const struct setting *setting, void *field, struct slice text)
{
    struct network network;
    struct slice part;

    (void)setting;
    while (slice_take_part(&text, ',', &part)) {
        if (!network_read(slice_trim(part), &network))
            return false;
        network_list_add(field, &network);
    }
    return true;
}

static void
write_networks(const struct setting *setting, const void *field, struct buffer *out)
{
    const struct network_list *list = field;

    (void)setting;
    buffer_add_byte(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        buffer_add_text(out, i > 0 ? ", \"" : "\"");
        network_write(&list->items[i], out);
        buffer_add_byte(out, '"');
    }
    buffer_add_byte(out, ']');
}

static void
empty_networks(void *field)
{
    network_list_clear(field);
}

static const struct setting_type a_switch = { read_switch, write_switch, NULL, NULL };
static const struct setting_type a_number = { read_number, write_number, NULL, NULL };
static const struct setting_type a_choice = { read_choice, write_choice, NULL, NULL };
static const struct setting_type a_text = { read_text, write_text, NULL, NULL };
static const struct setting_type an_icon = { read_icon, write_text, NULL, NULL };
static const struct setting_type a_language = { read_language, write_text, NULL, NULL };
static const struct setting_type host_list = { read_host, write_texts, empty_texts, host_to_ascii };
static const struct setting_type site_list = { read_site, write_texts, empty_texts, NULL };
static const struct setting_type networks = { read_networks, write_networks, empty_networks, NULL };

static const char *const address_words[] = { "truncated", "full", "off", NULL };
static const char *const sandbox_words[] = { "auto", "on", "log", "off", NULL };

_Static_assert(sizeof(enum log_addresses) == sizeof(unsigned) && sizeof(enum sandbox_mode) == sizeof(unsigned),
               "read_choice stores the number of a word as unsigned");

#define FIELD(name) offsetof(struct settings, name)
#define NUMBER(key, name, least, most, fallback, help)                                                                 \
    {                                                                                                                  \
        key, &a_number, FIELD(name), least, most, NULL, NULL, fallback, help                                           \
    }
#define SWITCH(key, name, fallback, help)                                                                              \
    {                                                                                                                  \
        key, &a_switch, FIELD(name), 0, 0, NULL, "on or off", fallback, help                                           \
    }

static const struct setting table[] = {
    { "host", &host_list, FIELD(hosts), 0, 0, NULL, "a host name or an IP address, or a list of them", "",
      "Public names; the first one stands in menus. Without any: localhost, 127.0.0.1 and ::1." },
    { "site", &site_list, FIELD(sites), 0, 0, NULL, "NAME[,NAME]...=SITE, or a list of them", "",
      "Further sites, each for clients that ask for one of its names; Gopher has the first alone." },
    NUMBER("gemini-port", gemini_port, 0, 65535, "0", "The public Gemini port, if it is not the listener's; 0: it is."),
    NUMBER("gopher-port", gopher_port, 0, 65535, "0", "The public Gopher port, if it is not the listener's; 0: it is."),
    { "lang", &a_language, FIELD(lang), 0, 0, NULL, "a language tag such as en or zh-CN", "",
      "The language that Gemini replies name; without it the lang or locale of the site." },
    { "favicon", &an_icon, FIELD(favicon), 0, 0, NULL, "one emoji", "",
      "What /favicon.txt holds, for clients that show it; a file of the site wins." },
    SWITCH("web-link", web_link, "on", "Whether the foot of a page leads to its counterpart on the web."),
    SWITCH("gopher-text-terminator", gopher_text_terminator, "off",
           "Whether a line with one dot ends Gopher texts, which RFC 1436 asks for and few clients want."),
    NUMBER("workers", workers, 0, 256, "0", "How many processes answer clients; 0: one per core."),
    SWITCH("key-process", key_process, "on",
           "Whether a process of its own has the private keys and signs for the workers."),
    NUMBER("deadline.proxy", proxy_deadline, 1, 60, "3",
           "Seconds for the PROXY header, on a listener that expects one."),
    NUMBER("deadline.handshake", handshake_deadline, 1, 300, "10", "Seconds for a client to finish the TLS handshake."),
    NUMBER("deadline.request", request_deadline, 1, 300, "10", "Seconds after that for the whole request line."),
    NUMBER("deadline.stall", stall_deadline, 1, 3600, "30", "Seconds that a client may take nothing of its reply."),
    NUMBER("deadline.linger", linger_deadline, 1, 60, "1", "Seconds to wait for a client to close after its reply."),
    NUMBER("deadline.drain", drain_deadline, 1, 3600, "30",
           "Seconds that open connections may take to end after a reload or a stop."),
    NUMBER("deadline.watchdog", watchdog_deadline, 1, 300, "5",
           "Seconds after which a worker that does not answer is killed and replaced."),
    NUMBER("write-rate", write_rate, 0, 1000000, "512",
           "Bytes per second that a client must take on average once a reply has lasted a minute."),
    NUMBER("connections.address", address_connections, 1, 100000, "64",
           "Connections at one time from one IPv4 address or one IPv6 /64."),
    NUMBER("connections.silent", silent_connections, 1, 1000000, "8192",
           "Connections per worker that have not finished their handshake."),
    NUMBER("connections.open", open_connections, 1, 1000000, "2048", "Connections per worker that have finished it."),
    NUMBER("rate.requests", rate_requests, 0, 100000, "20",
           "Requests per second from one IPv4 address or IPv6 /64 on average; 0: any number."),
    NUMBER("rate.burst", rate_burst, 1, 100000, "200", "Requests that may come at once before that rate counts."),
    { "trusted", &networks, FIELD(trusted), 0, 0, NULL, "networks such as 192.0.2.0/24", "127.0.0.0/8, ::1",
      "Clients that no rate and no number of connections binds." },
    { "proxy-from", &networks, FIELD(proxy_from), 0, 0, NULL, "networks such as 192.0.2.0/24", "127.0.0.0/8, ::1",
      "From where a listener with `,proxy` takes clients; each must send a PROXY header." },
    { "log", &a_text, FIELD(log_file), 0, 0, NULL, "the path of a file", "",
      "Where the access log goes; without it to standard error." },
    { "control", &a_text, FIELD(control), 0, 0, NULL, "the path of a socket", "",
      "Where `capsule status` can ask, for the server's own user and root; without it nowhere." },
    { "log-addresses", &a_choice, FIELD(log_addresses), 0, 0, address_words, "truncated, full or off", "truncated",
      "How much of a client's address the access log keeps." },
    { "user", &a_text, FIELD(user), 0, 0, NULL, "the name of a user", "",
      "Who the server becomes, if root has started it, once its ports are open." },
    { "sandbox", &a_choice, FIELD(sandbox), 0, 0, sandbox_words, "auto, on, log or off", "auto",
      "Whether processes give up rights they do not need: if possible, surely, only in the log, no." },
};

#define SETTING_COUNT (sizeof table / sizeof table[0])

static void *
field_of(struct settings *settings, const struct setting *setting)
{
    return (char *)settings + setting->field;
}

static const void *
const_field_of(const struct settings *settings, const struct setting *setting)
{
    return (const char *)settings + setting->field;
}

void
text_list_add(struct text_list *list, struct slice text)
{
    list->items = memory_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count++] = slice_copy(text);
}

void
text_list_clear(struct text_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i]);
    free(list->items);
    *list = (struct text_list){ 0 };
}

void
settings_init(struct settings *settings)
{
    *settings = (struct settings){ 0 };
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (table[i].type->empty == NULL || table[i].fallback[0] != '\0')
            table[i].type->read(&table[i], field_of(settings, &table[i]), slice_of(table[i].fallback));
}

void
settings_clear(struct settings *settings)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (table[i].type->empty != NULL)
            table[i].type->empty(field_of(settings, &table[i]));
    free(settings->log_file);
    free(settings->control);
    free(settings->user);
    free(settings->lang);
    free(settings->favicon);
    *settings = (struct settings){ 0 };
}

static void
add_allowed(const struct setting *setting, struct buffer *out)
{
    if (setting->allowed != NULL)
        buffer_add_text(out, setting->allowed);
    else
        buffer_format(out, "a number from %u to %u", setting->least, setting->most);
}

static bool
report_value(const struct setting *setting, const char *what, struct error *error)
{
    struct buffer allowed = { 0 };

    add_allowed(setting, &allowed);
    buffer_add_byte(&allowed, '\0');
    error_set(error, "%s: %s; give %s", setting->key, what, allowed.bytes);
    buffer_clear(&allowed);
    return false;
}

static bool
set_value(struct settings *settings, const struct setting *setting, struct slice text, struct error *error)
{
    struct buffer advice = { 0 };
    char what[256];

    if (setting->type->read(setting, field_of(settings, setting), text))
        return true;
    if (setting->type->advise != NULL && setting->type->advise(text, &advice)) {
        error_set(error, "%s: \"%.*s\" does not fit; write it as %.*s", setting->key, (int)text.length, text.bytes,
                  (int)advice.length, advice.bytes);
        buffer_clear(&advice);
        return false;
    }
    snprintf(what, sizeof what, "\"%.*s\" does not fit", (int)(text.length < 200 ? text.length : 200),
             text.length > 0 ? text.bytes : "");
    return report_value(setting, what, error);
}

static const struct setting *
find_setting(struct slice key, struct error *error)
{
    struct closest closest;

    closest_init(&closest, key);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (slice_is(key, table[i].key))
            return &table[i];
        closest_offer(&closest, table[i].key);
    }
    closest_report(&closest, "unknown setting", "`capsule help config` lists them all", error);
    return NULL;
}

static bool
take_list(struct settings *settings, const struct setting *setting, const struct yaml *value, struct error *error)
{
    setting->type->empty(field_of(settings, setting));
    if (yaml_kind(value) != YAML_LIST)
        return yaml_kind(value) == YAML_NULL || set_value(settings, setting, yaml_text(value), error);
    for (size_t i = 0; i < yaml_count(value); i++)
        if (!set_value(settings, setting, yaml_text(yaml_item(value, i)), error))
            return false;
    return true;
}

static bool
take_value(struct settings *settings, struct slice key, const struct yaml *value, struct error *error)
{
    const struct setting *setting = find_setting(key, error);

    if (setting == NULL)
        return false;
    if (yaml_kind(value) == YAML_MAP || (yaml_kind(value) == YAML_LIST && setting->type->empty == NULL))
        return report_value(setting, "a list or map does not fit", error);
    if (setting->type->empty != NULL)
        return take_list(settings, setting, value, error);
    return set_value(settings, setting, yaml_text(value), error);
}

bool
settings_take(struct settings *settings, const struct yaml *map, const char *file, struct error *error)
{
    if (yaml_kind(map) == YAML_NULL)
        return true;
    if (yaml_kind(map) != YAML_MAP)
        return error_set(error, "%s: line %u: the settings of capsule are a map; give one `key: value` per line", file,
                         yaml_line(map));
    for (size_t i = 0; i < yaml_count(map); i++)
        if (!take_value(settings, yaml_key(map, i), yaml_item(map, i), error))
            return error_prefix(error, "%s: line %u", file, yaml_line(yaml_item(map, i)));
    return true;
}

bool
settings_set(struct settings *settings, const char *key, struct slice value, bool first, struct error *error)
{
    const struct setting *setting = find_setting(slice_of(key), error);

    if (setting == NULL)
        return false;
    if (setting->type->empty != NULL && first)
        setting->type->empty(field_of(settings, setting));
    return set_value(settings, setting, value, error);
}

void
settings_describe(struct buffer *out)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        buffer_format(out, "%s\n      ", table[i].key);
        add_allowed(&table[i], out);
        if (table[i].fallback[0] != '\0')
            buffer_format(out, "; default %s", table[i].fallback);
        buffer_format(out, "\n      %s\n", table[i].help);
    }
}

void
settings_write(const struct settings *settings, struct buffer *out)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        buffer_format(out, "%s: ", table[i].key);
        table[i].type->write(&table[i], const_field_of(settings, &table[i]), out);
        buffer_add_byte(out, '\n');
    }
}

/* setting_test.c - what a configuration may say, what each mistake is answered with, and the way through settings_write. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/setting.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool
take(struct settings *settings, struct slice text, struct error *error)
{
    struct arena *arena = arena_new();
    const struct yaml *map = yaml_read(text, 1, arena, error);
    bool fine = map != NULL && settings_take(settings, map, "_config.yml", error);

    arena_free(arena);
    return fine;
}

static void
write_all(const char *text, struct buffer *out)
{
    struct settings settings;
    struct error error = { "" };

    settings_init(&settings);
    if (!take(&settings, slice_of(text), &error))
        fail_msg("`%s`: %s", text, error.text);
    settings_write(&settings, out);
    settings_clear(&settings);
}

/* A line that settings_write must give. */
static const struct {
    const char *text, *line;
} values[] = {
    { "", "host: []\n" },
    { "", "workers: 0\n" },
    { "", "deadline.request: 10\n" },
    { "", "log: \"\"\n" },
    { "", "control: \"\"\n" },
    { "control: /run/capsule/capsule.sock", "control: \"/run/capsule/capsule.sock\"\n" },
    { "", "log-addresses: truncated\n" },
    { "", "gopher-text-terminator: off\n" },
    { "", "web-link: on\n" },
    { "", "write-rate: 512\n" },
    { "", "connections.address: 64\n" },
    { "host: Tea.Example", "host: [\"tea.example\"]\n" },
    { "host: [a, B, a]", "host: [\"a\", \"b\"]\n" },
    { "host:\n  - '[::1]'\n  - 127.0.0.1", "host: [\"::1\", \"127.0.0.1\"]\n" },
    { "host:", "host: []\n" },
    { "gemini-port: 1965", "gemini-port: 1965\n" },
    { "gopher-port: 70", "gopher-port: 70\n" },
    { "deadline.request: 300", "deadline.request: 300\n" },
    { "deadline.drain: '5'", "deadline.drain: 5\n" },
    { "log: /var/log/a \"b\\c.log", "log: \"/var/log/a \\\"b\\\\c.log\"\n" },
    { "log-addresses: full", "log-addresses: full\n" },
    { "log-addresses: off", "log-addresses: off\n" },
    { "log-addresses: false", "log-addresses: off\n" },
    { "", "user: \"\"\n" },
    { "user: capsule", "user: \"capsule\"\n" },
    { "", "sandbox: auto\n" },
    { "sandbox: on", "sandbox: on\n" },
    { "sandbox: log", "sandbox: log\n" },
    { "sandbox: off", "sandbox: off\n" },
    { "gopher-text-terminator: yes", "gopher-text-terminator: on\n" },
    { "web-link: false", "web-link: off\n" },
    { "lang: zh-CN", "lang: \"zh-CN\"\n" },
    { "lang:", "lang: \"\"\n" },
    { "favicon: \xf0\x9f\x8d\xb5", "favicon: \"\xf0\x9f\x8d\xb5\"\n" },
    { "favicon:", "favicon: \"\"\n" },
    { "", "trusted: [\"127.0.0.0/8\", \"::1/128\"]\n" },
    { "trusted: []", "trusted: []\n" },
    { "trusted: 10.0.0.0/8, 2001:db8::/32", "trusted: [\"10.0.0.0/8\", \"2001:db8::/32\"]\n" },
    { "proxy-from: [10.1.2.3]", "proxy-from: [\"10.1.2.3/32\"]\n" },
};

static void
test_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        struct buffer out = { 0 }, again = { 0 };
        char *written;

        write_all(values[i].text, &out);
        if (slice_find(buffer_slice(&out), values[i].line) == SLICE_NONE)
            fail_msg("`%s`: no line `%s` in\n%.*s", values[i].text, values[i].line, (int)out.length, out.bytes);
        written = slice_copy(buffer_slice(&out));
        write_all(written, &again);
        if (!slice_is(buffer_slice(&again), written))
            fail_msg("`%s`: read back it is\n%.*s", written, (int)again.length, again.bytes);
        free(written);
        buffer_clear(&out);
        buffer_clear(&again);
    }
}

static const struct {
    const char *text, *error;
} mistakes[] = {
    { "a\n", "_config.yml: line 1: the settings of capsule are a map; give one `key: value` per line" },
    { "[a]", "_config.yml: line 1: the settings of capsule are a map; give one `key: value` per line" },
    { "lang: en\ndedline.request: 5",
      "_config.yml: line 2: unknown setting \"dedline.request\"; did you mean deadline.request?" },
    { "hosts: a", "_config.yml: line 1: unknown setting \"hosts\"; did you mean host?" },
    { "trusted: 10.0.0.0/40",
      "_config.yml: line 1: trusted: \"10.0.0.0/40\" does not fit; give networks such as 192.0.2.0/24" },
    { "tea: 1", "_config.yml: line 1: unknown setting \"tea\"; `capsule help config` lists them all" },
    { "deadline.request: 0", "_config.yml: line 1: deadline.request: \"0\" does not fit; give a number from 1 to 300" },
    { "deadline.request: 301",
      "_config.yml: line 1: deadline.request: \"301\" does not fit; give a number from 1 to 300" },
    { "deadline.request: 1.5",
      "_config.yml: line 1: deadline.request: \"1.5\" does not fit; give a number from 1 to 300" },
    { "deadline.request: -1",
      "_config.yml: line 1: deadline.request: \"-1\" does not fit; give a number from 1 to 300" },
    { "deadline.request: 99999999999999999999",
      "_config.yml: line 1: deadline.request: \"99999999999999999999\" does not fit; give a number from 1 to 300" },
    { "workers: many", "_config.yml: line 1: workers: \"many\" does not fit; give a number from 0 to 256" },
    { "workers:", "_config.yml: line 1: workers: \"\" does not fit; give a number from 0 to 256" },
    { "workers: [1]", "_config.yml: line 1: workers: a list or map does not fit; give a number from 0 to 256" },
    { "web-link: maybe", "_config.yml: line 1: web-link: \"maybe\" does not fit; give on or off" },
    { "log-addresses: half", "_config.yml: line 1: log-addresses: \"half\" does not fit; give truncated, full or off" },
    { "favicon: tea", "_config.yml: line 1: favicon: \"tea\" does not fit; give one emoji" },
    { "lang: \"en; x\"", "_config.yml: line 1: lang: \"en; x\" does not fit; give a language tag such as en or zh-CN" },
    { "lang: \"en\\r\\n\"",
      "_config.yml: line 1: lang: \"en??\" does not fit; give a language tag such as en or zh-CN" },
    { "log: \"a\\nb\"", "_config.yml: line 1: log: \"a?b\" does not fit; give the path of a file" },
    { "host: a b",
      "_config.yml: line 1: host: \"a b\" does not fit; give a host name or an IP address, or a list of them" },
    { "host:\n  - a\n  - [b]",
      "_config.yml: line 2: host: \"\" does not fit; give a host name or an IP address, or a list of them" },
    { "host: {a: b}",
      "_config.yml: line 1: host: a list or map does not fit; give a host name or an IP address, or a list of them" },
    { "host: b\xc3\xbc\x63her.example",
      "_config.yml: line 1: host: \"b\xc3\xbc\x63her.example\" does not fit; write it as "
      "xn--bcher-kva.example" },
    { "host: '::x'",
      "_config.yml: line 1: host: \"::x\" does not fit; give a host name or an IP address, or a list of them" },
};

static void
test_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(mistakes); i++) {
        struct settings settings;
        struct error error = { "no error" };

        settings_init(&settings);
        if (take(&settings, slice_of(mistakes[i].text), &error) || strcmp(error.text, mistakes[i].error) != 0)
            fail_msg("`%s`: `%s` instead of `%s`", mistakes[i].text, error.text, mistakes[i].error);
        settings_clear(&settings);
    }
}

static void
test_flags_beat_files(void **state)
{
    struct settings settings;
    struct error error = { "" };

    (void)state;
    settings_init(&settings);
    assert_true(take(&settings, slice_of("host: [a, b]\nworkers: 3\n"), &error));
    assert_true(settings_set(&settings, "host", slice_of("c"), true, &error));
    assert_true(settings_set(&settings, "host", slice_of("d"), false, &error));
    assert_true(settings_set(&settings, "workers", slice_of("4"), true, &error));
    assert_int_equal(settings.hosts.count, 2);
    assert_string_equal(settings.hosts.items[0], "c");
    assert_string_equal(settings.hosts.items[1], "d");
    assert_int_equal(settings.workers, 4);
    assert_false(settings_set(&settings, "workers", slice_of("x"), true, &error));
    assert_string_equal(error.text, "workers: \"x\" does not fit; give a number from 0 to 256");
    assert_false(settings_set(&settings, "worker", slice_of("1"), true, &error));
    assert_string_equal(error.text, "unknown setting \"worker\"; did you mean workers?");
    settings_clear(&settings);
}

static void
test_missing_map(void **state)
{
    struct settings settings;
    struct error error = { "" };

    (void)state;
    settings_init(&settings);
    assert_true(settings_take(&settings, NULL, "_config.yml", &error));
    assert_int_equal(settings.stall_deadline, 30);
    assert_null(settings.log_file);
    settings_clear(&settings);
}

/* Every paragraph fits a terminal, and names its key at the left edge. */
static void
test_description(void **state)
{
    struct buffer out = { 0 };
    struct slice rest, line;
    size_t keys = 0;

    (void)state;
    settings_describe(&out);
    rest = buffer_slice(&out);
    while (slice_take_line(&rest, &line)) {
        assert_in_range(line.length, 1, 100);
        keys += line.bytes[0] != ' ';
    }
    assert_int_equal(keys, 30);
    assert_int_not_equal(slice_find(buffer_slice(&out), "a number from 1 to 300; default 10\n"), SLICE_NONE);
    buffer_clear(&out);
}

/* Appends what LINE is in the manual page, without its indentation. */
static void
add_manual_line(struct buffer *out, struct slice line)
{
    line = slice_trim(line);
    for (size_t i = 0; i < line.length; i++) {
        buffer_add_text(out, line.bytes[i] == '-' ? "\\" : "");
        buffer_add_byte(out, line.bytes[i]);
    }
    buffer_add_byte(out, '\n');
}

/* The manual page says of every setting what the table says. */
static void
test_manual(void **state)
{
    char manual[32768] = "";
    FILE *file = fopen("capsule/packaging/capsule.1", "r");
    struct buffer out = { 0 };
    struct slice rest, key, allowed, help;

    (void)state;
    assert_non_null(file);
    assert_in_range(fread(manual, 1, sizeof manual - 1, file), 1, sizeof manual - 2);
    fclose(file);
    settings_describe(&out);
    rest = buffer_slice(&out);
    while (slice_take_line(&rest, &key) && slice_take_line(&rest, &allowed) && slice_take_line(&rest, &help)) {
        struct buffer paragraph = { 0 };

        buffer_add_text(&paragraph, ".TP\n.B ");
        add_manual_line(&paragraph, key);
        add_manual_line(&paragraph, allowed);
        buffer_add_text(&paragraph, ".br\n");
        add_manual_line(&paragraph, help);
        buffer_add_byte(&paragraph, '\0');
        if (strstr(manual, paragraph.bytes) == NULL)
            fail_msg("capsule.1 lacks\n%s", paragraph.bytes);
        buffer_clear(&paragraph);
    }
    buffer_clear(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),      cmocka_unit_test(test_mistakes),    cmocka_unit_test(test_flags_beat_files),
        cmocka_unit_test(test_missing_map), cmocka_unit_test(test_description), cmocka_unit_test(test_manual),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

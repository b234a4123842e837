/* profile_test.c - whom the configuration of each family of themes is about. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "site/profile.h"

static const struct {
    const char *name, *config, *socials, *want;
} cases[] = {
    { "academicpages: an author map, URLs and handles",
      "author:\n  name: Ada Example\n  bio: Reads tides\n  employer: Harbour School\n  email: ada@example.org\n"
      "  googlescholar: https://scholar.example/ada\n  github: ada\n  orcid: 0000-0002-1825-0097\n",
      NULL,
      "Ada Example; Reads tides; Harbour School\nEmail mailto:ada@example.org\nGoogle Scholar "
      "https://scholar.example/ada\nORCID https://orcid.org/0000-0002-1825-0097\nGitHub https://github.com/ada\n" },
    { "a key of the owner's with a URL is a link, a picture is none",
      "author:\n  name: Ada\n  tide_atlas: https://atlas.example/ada\n  logo_url: https://ada.example/l.png\n"
      "  research_gate: https://rg.example/ada\n  note: see https://x.example\n",
      NULL, "Ada; ; \nResearchGate https://rg.example/ada\nTide atlas https://atlas.example/ada\n" },
    { "a name over two lines", "author:\n  name: Ada Example<br>(\xe8\x89\xbe\xe8\xbe\xbe)\n", NULL,
      "Ada Example (\xe8\x89\xbe\xe8\xbe\xbe); ; \n" },
    { "flat keys of al-folio",
      "first_name: Ada\nlast_name: Example\nscholar_userid: Xyz1\nlinkedin_username: ada-e\nx_username: '@ada'\n"
      "mastodon_username: sea.example/@ada\nosf_id:\nyoutube_id: tides\n",
      NULL,
      "Ada Example; ; \nGoogle Scholar https://scholar.google.com/citations?user=Xyz1\nLinkedIn "
      "https://www.linkedin.com/in/ada-e\nX https://twitter.com/ada\nMastodon https://sea.example/@ada\nYouTube "
      "https://youtube.com/@tides\n" },
    { "al-folio's file of socials, with one of the owner's", "first_name: Ada\nlast_name: Example\n",
      "cv_pdf: /assets/pdf/cv.pdf\nemail: ada@example.org\nrss_icon: true\nharbour:\n  title: Harbour log\n"
      "  url: https://log.example/\n",
      "Ada Example; ; \nEmail mailto:ada@example.org\nCV /assets/pdf/cv.pdf\nHarbour log https://log.example/\n" },
    { "minimal-light: a linked affiliation, an address that hides",
      "title: Ada Example\nposition: Pilot\naffiliation: Harbour School\naffiliation_link: https://hs.example/\n"
      "email: ada (at) example.org\ngithub_link: https://github.com/ada\ncv_link: assets/cv.pdf\n",
      NULL,
      "Ada Example; Pilot; <a href=\"https://hs.example/\">Harbour School</a> ada (at) example.org\nGitHub "
      "https://github.com/ada\nCV assets/cv.pdf\n" },
    { "minima: a map of social links beside the author",
      "author:\n  name: Ada\nminima:\n  social_links:\n    github: ada\n    stackoverflow: '42'\n", NULL,
      "Ada; ; \nGitHub https://github.com/ada\nStack Overflow https://stackoverflow.com/users/42\n" },
    { "minima: flat user names count with an author map, other flat keys do not",
      "author:\n  name: Ada\nemail: site@example.org\ngithub_username: ada\nfacebook: the-site\n", NULL,
      "Ada; ; \nGitHub https://github.com/ada\n" },
    { "lists of links: of the author, of the site, of its foot",
      "author:\n  name: Ada\n  links:\n    - label: Logbook\n      url: https://log.example/\n    - label: Empty\n"
      "social_links:\n  - title: Kaggle\n    link: https://k.example/ada\n"
      "footer:\n  links:\n    - label: Log\n      url: https://log.example/\n    - text\n",
      NULL, "Ada; ; \nLogbook https://log.example/\nKaggle https://k.example/ada\n" },
    { "handles of beautiful-jekyll; switches are no handles",
      "author: Ada\nsocial-network-links:\n  email: ada@example.org\n  rss: true\n  youtube: true\n  github: ada\n",
      NULL, "Ada; ; \nEmail mailto:ada@example.org\nGitHub https://github.com/ada\n" },
    { "a handle in a map of its own", "title: Ada\ngithub:\n  username: ada\n", NULL,
      "Ada; ; \nGitHub https://github.com/ada\n" },
    { "no word about anybody", "url: https://x.example\n", NULL, "; ; \n" },
};

static void
add(struct buffer *text, const char *before, struct slice part)
{
    buffer_add_text(text, before);
    buffer_add(text, part);
}

static void
test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena *arena = arena_new();
        struct buffer text = { 0 };
        struct profile profile;
        struct error error;
        const struct yaml *socials =
            cases[i].socials != NULL ? yaml_read(slice_of(cases[i].socials), 1, arena, &error) : NULL;

        profile_read(yaml_read(slice_of(cases[i].config), 1, arena, &error), socials, arena, &profile);
        add(&text, "", profile.name);
        add(&text, "; ", profile.bio);
        add(&text, "; ", profile.employer);
        add(&text, profile.address.length > 0 ? " " : "", profile.address);
        buffer_add_byte(&text, '\n');
        for (size_t link = 0; link < profile.link_count; link++) {
            add(&text, "", profile.links[link].label);
            add(&text, " ", profile.links[link].url);
            buffer_add_byte(&text, '\n');
        }
        if (!slice_is(buffer_slice(&text), cases[i].want))
            fail_msg("%s:\ngot\n%.*sexpected\n%s", cases[i].name, (int)text.length, text.bytes, cases[i].want);
        buffer_clear(&text);
        arena_free(arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

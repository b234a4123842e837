/* emoji.c - emoji by name: those that people write, sorted by the bytes of their names. */
#include "site/emoji.h"

#include <stdlib.h>
#include <string.h>

#include "document/code.h"

enum { LONGEST_NAME = 40 };

struct emoji {
    const char *name, *character;
};

/* clang-format off */
static const struct emoji table[] = {
    { "+1", "👍" }, { "-1", "👎" }, { "100", "💯" }, { "1st_place_medal", "🥇" }, { "2nd_place_medal", "🥈" },
    { "3rd_place_medal", "🥉" }, { "airplane", "✈️" }, { "alarm_clock", "⏰" }, { "alien", "👽" },
    { "anchor", "⚓" }, { "angry", "😠" }, { "anguished", "😧" }, { "ant", "🐜" }, { "apple", "🍎" },
    { "arrow_down", "⬇️" }, { "arrow_forward", "▶️" }, { "arrow_left", "⬅️" }, { "arrow_right", "➡️" },
    { "arrow_up", "⬆️" }, { "arrow_upper_right", "↗️" }, { "arrows_counterclockwise", "🔄" }, { "art", "🎨" },
    { "artificial_satellite", "🛰️" }, { "artist", "🧑‍🎨" }, { "astonished", "😲" }, { "australia", "🇦🇺" },
    { "austria", "🇦🇹" }, { "avocado", "🥑" }, { "baby", "👶" }, { "back", "🔙" }, { "balance_scale", "⚖️" },
    { "balloon", "🎈" }, { "ballot_box_with_check", "☑️" }, { "banana", "🍌" }, { "bangbang", "‼️" },
    { "bank", "🏦" }, { "bar_chart", "📊" }, { "basketball", "🏀" }, { "battery", "🔋" }, { "bear", "🐻" },
    { "bee", "🐝" }, { "beer", "🍺" }, { "beers", "🍻" }, { "bell", "🔔" }, { "bicyclist", "🚴" }, { "bike", "🚲" },
    { "bird", "🐦" }, { "birthday", "🎂" }, { "black_circle", "⚫" }, { "black_heart", "🖤" },
    { "black_nib", "✒️" }, { "black_small_square", "▪️" }, { "blue_book", "📘" }, { "blue_heart", "💙" },
    { "blush", "😊" }, { "boat", "⛵" }, { "bomb", "💣" }, { "book", "📖" }, { "bookmark", "🔖" },
    { "bookmark_tabs", "📑" }, { "books", "📚" }, { "boom", "💥" }, { "bouquet", "💐" }, { "brain", "🧠" },
    { "brazil", "🇧🇷" }, { "bread", "🍞" }, { "bridge_at_night", "🌉" }, { "briefcase", "💼" },
    { "broken_heart", "💔" }, { "bug", "🐛" }, { "bulb", "💡" }, { "bullettrain_side", "🚄" }, { "bus", "🚌" },
    { "bust_in_silhouette", "👤" }, { "busts_in_silhouette", "👥" }, { "butterfly", "🦋" }, { "cactus", "🌵" },
    { "cake", "🍰" }, { "calendar", "📆" }, { "call_me_hand", "🤙" }, { "camera", "📷" }, { "camera_flash", "📸" },
    { "camping", "🏕️" }, { "canada", "🇨🇦" }, { "candy", "🍬" }, { "car", "🚗" }, { "cat", "🐱" }, { "cd", "💿" },
    { "champagne", "🍾" }, { "chart_with_downwards_trend", "📉" }, { "chart_with_upwards_trend", "📈" },
    { "checkered_flag", "🏁" }, { "cheese", "🧀" }, { "cherries", "🍒" }, { "cherry_blossom", "🌸" },
    { "chess_pawn", "♟️" }, { "chicken", "🐔" }, { "chocolate_bar", "🍫" }, { "christmas_tree", "🎄" },
    { "clap", "👏" }, { "clapper", "🎬" }, { "classical_building", "🏛️" }, { "clipboard", "📋" },
    { "closed_book", "📕" }, { "cloud", "☁️" }, { "clown_face", "🤡" }, { "cn", "🇨🇳" }, { "cocktail", "🍸" },
    { "coffee", "☕" }, { "cold_sweat", "😰" }, { "collision", "💥" }, { "comet", "☄️" }, { "computer", "💻" },
    { "confetti_ball", "🎊" }, { "confounded", "😖" }, { "confused", "😕" }, { "construction", "🚧" },
    { "cookie", "🍪" }, { "cool", "🆒" }, { "copyright", "©️" }, { "cow", "🐮" }, { "crab", "🦀" },
    { "credit_card", "💳" }, { "crescent_moon", "🌙" }, { "crossed_fingers", "🤞" }, { "crown", "👑" },
    { "cry", "😢" }, { "dancer", "💃" }, { "dart", "🎯" }, { "dash", "💨" }, { "date", "📅" }, { "de", "🇩🇪" },
    { "deciduous_tree", "🌳" }, { "desktop_computer", "🖥️" }, { "disappointed", "😞" },
    { "disappointed_relieved", "😥" }, { "dizzy", "💫" }, { "dna", "🧬" }, { "dog", "🐶" }, { "dollar", "💵" },
    { "dolphin", "🐬" }, { "door", "🚪" }, { "doughnut", "🍩" }, { "dragon", "🐉" }, { "droplet", "💧" },
    { "dvd", "📀" }, { "e-mail", "📧" }, { "ear", "👂" }, { "earth_africa", "🌍" }, { "earth_americas", "🌎" },
    { "earth_asia", "🌏" }, { "eight", "8️⃣" }, { "electric_plug", "🔌" }, { "elephant", "🐘" }, { "email", "✉️" },
    { "end", "🔚" }, { "envelope", "✉️" }, { "es", "🇪🇸" }, { "eu", "🇪🇺" }, { "evergreen_tree", "🌲" },
    { "exclamation", "❗" }, { "expressionless", "😑" }, { "eye", "👁️" }, { "eyeglasses", "👓" }, { "eyes", "👀" },
    { "facepunch", "👊" }, { "factory", "🏭" }, { "fallen_leaf", "🍂" }, { "family", "👪" }, { "fearful", "😨" },
    { "file_cabinet", "🗄️" }, { "file_folder", "📁" }, { "fire", "🔥" }, { "fireworks", "🎆" }, { "fish", "🐟" },
    { "fist", "✊" }, { "five", "5️⃣" }, { "flashlight", "🔦" }, { "floppy_disk", "💾" }, { "flushed", "😳" },
    { "football", "🏈" }, { "footprints", "👣" }, { "fork_and_knife", "🍴" }, { "fountain_pen", "🖋️" },
    { "four", "4️⃣" }, { "four_leaf_clover", "🍀" }, { "fox_face", "🦊" }, { "fr", "🇫🇷" }, { "free", "🆓" },
    { "frog", "🐸" }, { "frowning", "😦" }, { "full_moon", "🌕" }, { "game_die", "🎲" }, { "gb", "🇬🇧" },
    { "gear", "⚙️" }, { "gem", "💎" }, { "ghost", "👻" }, { "gift", "🎁" }, { "globe_with_meridians", "🌐" },
    { "golf", "⛳" }, { "green_apple", "🍏" }, { "green_book", "📗" }, { "green_circle", "🟢" },
    { "green_heart", "💚" }, { "grey_exclamation", "❕" }, { "grey_question", "❔" }, { "grimacing", "😬" },
    { "grin", "😁" }, { "grinning", "😀" }, { "guitar", "🎸" }, { "hamburger", "🍔" }, { "hammer", "🔨" },
    { "hammer_and_wrench", "🛠️" }, { "hand", "✋" }, { "handshake", "🤝" }, { "headphones", "🎧" },
    { "hear_no_evil", "🙉" }, { "heart", "❤️" }, { "heart_eyes", "😍" }, { "heartbeat", "💓" },
    { "heavy_check_mark", "✔️" }, { "heavy_exclamation_mark", "❗" }, { "heavy_minus_sign", "➖" },
    { "heavy_plus_sign", "➕" }, { "helicopter", "🚁" }, { "herb", "🌿" }, { "hibiscus", "🌺" },
    { "honeybee", "🐝" }, { "hong_kong", "🇭🇰" }, { "horse", "🐴" }, { "hospital", "🏥" }, { "hot_pepper", "🌶️" },
    { "hotel", "🏨" }, { "hourglass", "⌛" }, { "hourglass_flowing_sand", "⏳" }, { "house", "🏠" },
    { "hugs", "🤗" }, { "hushed", "😯" }, { "inbox_tray", "📥" }, { "incoming_envelope", "📨" }, { "india", "🇮🇳" },
    { "infinity", "♾️" }, { "information_source", "ℹ️" }, { "innocent", "😇" }, { "interrobang", "⁉️" },
    { "iphone", "📱" }, { "it", "🇮🇹" }, { "jack_o_lantern", "🎃" }, { "jigsaw", "🧩" }, { "joy", "😂" },
    { "jp", "🇯🇵" }, { "key", "🔑" }, { "keyboard", "⌨️" }, { "keycap_ten", "🔟" }, { "kissing", "😗" },
    { "kissing_closed_eyes", "😚" }, { "kissing_heart", "😘" }, { "koala", "🐨" }, { "kr", "🇰🇷" },
    { "label", "🏷️" }, { "large_blue_circle", "🔵" }, { "large_blue_diamond", "🔷" },
    { "large_orange_diamond", "🔶" }, { "laughing", "😆" }, { "leaves", "🍃" }, { "ledger", "📒" },
    { "leftwards_arrow_with_hook", "↩️" }, { "lemon", "🍋" }, { "link", "🔗" }, { "lion", "🦁" }, { "lips", "👄" },
    { "llama", "🦙" }, { "lock", "🔒" }, { "loudspeaker", "📢" }, { "love_letter", "💌" }, { "mag", "🔍" },
    { "mag_right", "🔎" }, { "magnet", "🧲" }, { "mailbox", "📫" }, { "man", "👨" }, { "man_technologist", "👨‍💻" },
    { "maple_leaf", "🍁" }, { "mask", "😷" }, { "medal_military", "🎖️" }, { "medal_sports", "🏅" },
    { "mega", "📣" }, { "memo", "📝" }, { "metal", "🤘" }, { "metro", "🚇" }, { "microphone", "🎤" },
    { "microscope", "🔬" }, { "money_mouth_face", "🤑" }, { "moneybag", "💰" }, { "monkey", "🐒" },
    { "monkey_face", "🐵" }, { "monocle_face", "🧐" }, { "moon", "🌔" }, { "mortar_board", "🎓" },
    { "mount_fuji", "🗻" }, { "mountain", "⛰️" }, { "mouse", "🐭" }, { "movie_camera", "🎥" }, { "muscle", "💪" },
    { "mushroom", "🍄" }, { "musical_keyboard", "🎹" }, { "musical_note", "🎵" }, { "necktie", "👔" },
    { "negative_squared_cross_mark", "❎" }, { "nerd_face", "🤓" }, { "netherlands", "🇳🇱" },
    { "neutral_face", "😐" }, { "new", "🆕" }, { "newspaper", "📰" }, { "nine", "9️⃣" }, { "no_bell", "🔕" },
    { "no_entry", "⛔" }, { "no_entry_sign", "🚫" }, { "no_mouth", "😶" }, { "nose", "👃" }, { "notebook", "📓" },
    { "notes", "🎶" }, { "ocean", "🌊" }, { "octopus", "🐙" }, { "office", "🏢" }, { "ok", "🆗" },
    { "ok_hand", "👌" }, { "on", "🔛" }, { "one", "1️⃣" }, { "open_book", "📖" }, { "open_file_folder", "📂" },
    { "open_hands", "👐" }, { "open_mouth", "😮" }, { "orange_book", "📙" }, { "orange_circle", "🟠" },
    { "orange_heart", "🧡" }, { "outbox_tray", "📤" }, { "owl", "🦉" }, { "package", "📦" },
    { "page_facing_up", "📄" }, { "page_with_curl", "📃" }, { "paintbrush", "🖌️" }, { "palm_tree", "🌴" },
    { "panda_face", "🐼" }, { "paperclip", "📎" }, { "partly_sunny", "⛅" }, { "partying_face", "🥳" },
    { "paw_prints", "🐾" }, { "pen", "🖊️" }, { "pencil", "📝" }, { "pencil2", "✏️" }, { "penguin", "🐧" },
    { "pensive", "😔" }, { "persevere", "😣" }, { "petri_dish", "🧫" }, { "phone", "☎️" }, { "pig", "🐷" },
    { "pill", "💊" }, { "pizza", "🍕" }, { "pleading_face", "🥺" }, { "point_down", "👇" }, { "point_left", "👈" },
    { "point_right", "👉" }, { "point_up", "☝️" }, { "point_up_2", "👆" }, { "poop", "💩" }, { "portugal", "🇵🇹" },
    { "pout", "😡" }, { "pray", "🙏" }, { "printer", "🖨️" }, { "punch", "👊" }, { "purple_heart", "💜" },
    { "pushpin", "📌" }, { "question", "❓" }, { "rabbit", "🐰" }, { "rage", "😡" }, { "rainbow", "🌈" },
    { "raised_eyebrow", "🤨" }, { "raised_hand", "✋" }, { "raised_hands", "🙌" }, { "ramen", "🍜" },
    { "recycle", "♻️" }, { "red_circle", "🔴" }, { "registered", "®️" }, { "relaxed", "☺️" },
    { "relieved", "😌" }, { "rice", "🍚" }, { "ring", "💍" }, { "robot", "🤖" }, { "rocket", "🚀" }, { "rofl", "🤣" },
    { "roll_eyes", "🙄" }, { "rose", "🌹" }, { "rotating_light", "🚨" }, { "round_pushpin", "📍" }, { "ru", "🇷🇺" },
    { "runner", "🏃" }, { "running", "🏃" }, { "sailboat", "⛵" }, { "satellite", "📡" }, { "satisfied", "😆" },
    { "school", "🏫" }, { "school_satchel", "🎒" }, { "scientist", "🧑‍🔬" }, { "scissors", "✂️" },
    { "scream", "😱" }, { "scroll", "📜" }, { "see_no_evil", "🙈" }, { "seedling", "🌱" }, { "seven", "7️⃣" },
    { "shield", "🛡️" }, { "ship", "🚢" }, { "shopping_cart", "🛒" }, { "singapore", "🇸🇬" }, { "six", "6️⃣" },
    { "skull", "💀" }, { "sleeping", "😴" }, { "sleepy", "😪" }, { "slightly_frowning_face", "🙁" },
    { "slightly_smiling_face", "🙂" }, { "small_blue_diamond", "🔹" }, { "small_orange_diamond", "🔸" },
    { "smile", "😄" }, { "smiley", "😃" }, { "smiling_imp", "😈" }, { "smirk", "😏" }, { "snail", "🐌" },
    { "snake", "🐍" }, { "snowflake", "❄️" }, { "snowman", "⛄" }, { "sob", "😭" }, { "soccer", "⚽" },
    { "soon", "🔜" }, { "sos", "🆘" }, { "sparkler", "🎇" }, { "sparkles", "✨" }, { "sparkling_heart", "💖" },
    { "speak_no_evil", "🙊" }, { "speaker", "🔈" }, { "speech_balloon", "💬" }, { "spiral_calendar", "🗓️" },
    { "star", "⭐" }, { "star2", "🌟" }, { "star_struck", "🤩" }, { "stars", "🌠" }, { "straight_ruler", "📏" },
    { "strawberry", "🍓" }, { "stuck_out_tongue", "😛" }, { "stuck_out_tongue_winking_eye", "😜" },
    { "student", "🧑‍🎓" }, { "sun_with_face", "🌞" }, { "sunflower", "🌻" }, { "sunglasses", "😎" },
    { "sunny", "☀️" }, { "sunrise", "🌅" }, { "sushi", "🍣" }, { "sweat", "😓" }, { "sweat_drops", "💦" },
    { "sweat_smile", "😅" }, { "sweden", "🇸🇪" }, { "swimmer", "🏊" }, { "switzerland", "🇨🇭" }, { "syringe", "💉" },
    { "tada", "🎉" }, { "taxi", "🚕" }, { "tea", "🍵" }, { "teacher", "🧑‍🏫" }, { "technologist", "🧑‍💻" },
    { "telephone", "☎️" }, { "telephone_receiver", "📞" }, { "telescope", "🔭" }, { "tennis", "🎾" },
    { "test_tube", "🧪" }, { "thinking", "🤔" }, { "thought_balloon", "💭" }, { "three", "3️⃣" },
    { "thumbsdown", "👎" }, { "thumbsup", "👍" }, { "ticket", "🎫" }, { "tiger", "🐯" }, { "tired_face", "😫" },
    { "tm", "™️" }, { "tongue", "👅" }, { "toolbox", "🧰" }, { "top", "🔝" }, { "tophat", "🎩" }, { "train", "🚋" },
    { "train2", "🚆" }, { "triangular_flag_on_post", "🚩" }, { "triangular_ruler", "📐" }, { "triumph", "😤" },
    { "trophy", "🏆" }, { "tropical_drink", "🍹" }, { "tulip", "🌷" }, { "turtle", "🐢" }, { "tv", "📺" },
    { "two", "2️⃣" }, { "two_hearts", "💕" }, { "uk", "🇬🇧" }, { "umbrella", "☔" }, { "unamused", "😒" },
    { "unicorn", "🦄" }, { "unlock", "🔓" }, { "up", "🆙" }, { "upside_down_face", "🙃" }, { "us", "🇺🇸" },
    { "v", "✌️" }, { "video_camera", "📹" }, { "video_game", "🎮" }, { "violin", "🎻" }, { "volcano", "🌋" },
    { "walking", "🚶" }, { "warning", "⚠️" }, { "wastebasket", "🗑️" }, { "watch", "⌚" }, { "wave", "👋" },
    { "weary", "😩" }, { "whale", "🐳" }, { "white_check_mark", "✅" }, { "white_circle", "⚪" },
    { "white_heart", "🤍" }, { "wine_glass", "🍷" }, { "wink", "😉" }, { "woman", "👩" },
    { "woman_technologist", "👩‍💻" }, { "world_map", "🗺️" }, { "worried", "😟" }, { "wrench", "🔧" },
    { "writing_hand", "✍️" }, { "x", "❌" }, { "yawning_face", "🥱" }, { "yellow_circle", "🟡" },
    { "yellow_heart", "💛" }, { "yum", "😋" }, { "zany_face", "🤪" }, { "zap", "⚡" }, { "zero", "0️⃣" },
    { "zipper_mouth_face", "🤐" }, { "zzz", "💤" },
};
/* clang-format on */

enum { TABLE = sizeof(table) / sizeof(table[0]) };

static int
compare_names(const void *key, const void *row)
{
    return strcmp(key, ((const struct emoji *)row)->name);
}

/* `:name:` at the head of TEXT; *LENGTH is that of the name with its colons. */
static const char *
find(struct slice text, size_t *length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_+-";
    char name[LONGEST_NAME + 1];
    size_t end = slice_find_none(slice_from(text, 1), letters);
    const struct emoji *found;

    if (end == SLICE_NONE || end == 0 || end > LONGEST_NAME || text.bytes[end + 1] != ':')
        return NULL;
    memcpy(name, text.bytes + 1, end);
    name[end] = '\0';
    *length = end + 2;
    found = bsearch(name, table, TABLE, sizeof(table[0]), compare_names);
    return found != NULL ? found->character : NULL;
}

/* Where what stays as it is ends: a tag, or an element that shows its text as it is; AT if TEXT goes on there. */
static size_t
markup_end(struct slice text, size_t at)
{
    static const struct {
        const char *opening, *closing;
    } verbatim[] = { { "<pre", "</pre>" }, { "<code", "</code>" }, { "<script", "</script>" }, { "<!--", "-->" } };
    struct slice rest = slice_from(text, at);
    size_t end;

    for (size_t i = 0; i < sizeof(verbatim) / sizeof(verbatim[0]); i++)
        if (slice_starts_nocase(rest, verbatim[i].opening)) {
            end = slice_find(rest, verbatim[i].closing);
            return end == SLICE_NONE ? text.length : at + end;
        }
    end = slice_find_any(slice_from(rest, 1), "<>\n");
    return end == SLICE_NONE ? text.length : at + 1 + end;
}

/* Where code ends that begins at AT. */
static size_t
code_end(struct code_spans *spans, struct slice text, size_t at)
{
    size_t end = at;

    if (at == 0 || text.bytes[at - 1] == '\n')
        end = code_fence_end(text, at);
    return end == at && text.bytes[at] == '`' ? code_span_end(spans, text, at) : end;
}

void
emoji_replace(struct slice text, bool is_markdown, struct buffer *out)
{
    struct code_spans spans = { 0 };
    size_t copied = 0, at = 0;

    while (at < text.length) {
        size_t end = is_markdown ? code_end(&spans, text, at) : at, length;
        const char *character;

        if (end == at && text.bytes[at] == '<')
            end = markup_end(text, at);
        if (end > at) {
            at = end;
            continue;
        }
        character = text.bytes[at] == ':' ? find(slice_from(text, at), &length) : NULL;
        if (character == NULL) {
            at++;
            continue;
        }
        buffer_add(out, slice_range(text, copied, at));
        buffer_add_text(out, character);
        at = copied = at + length;
    }
    buffer_add(out, slice_from(text, copied));
}

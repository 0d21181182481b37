/* SPDX-License-Identifier: Apache-2.0 */

/* One table a language, side by side, so that neither can say what the other does not.
 * The verbs in backquotes are those of `motcua queue`. */

#include "kiosk/plight.h"

#include "kiosk/retell.h"
#include "upload/portal.h"

typedef struct {
  const char *name;
  const char *what;
  const char *next;
  const char *may; /* NULL: nothing is needed */
} Words;

static const Words words[DOSSIER_STATES][2] = {
    [DOSSIER_OPEN]
    = {{"đang tiếp nhận", "Đang tiếp nhận, chưa niêm phong.", "Không tự gửi đi.",
        "`motcua intake --resume` để quét tiếp hoặc niêm phong."},
       {"open", "It is being taken in and is not sealed yet.",
        "It is not sent by itself.", "`motcua intake --resume` scans on or seals it."}},
    [DOSSIER_QUEUED]
    = {{"chờ gửi", "Đã niêm phong.", "Được gửi khi tới lượt.", "`hold` để giữ lại."},
       {"queued", "It is sealed.", "It is sent when its turn comes.",
        "`hold` keeps it back."}},
    [DOSSIER_SENDING]
    = {{"đang gửi", "Đang được gửi tới cổng.", "Kết quả có sau ít phút.", NULL},
       {"sending", "It is being sent to the portal.", "The answer comes in minutes.",
        NULL}},
    [DOSSIER_DEFERRED]
    = {{"chờ thử lại", "Lần gửi vừa rồi chưa xong.", "Tự gửi lại.",
        "`retry` để gửi ngay, `hold` để giữ lại."},
       {"deferred", "The last try did not get through.", "It is sent again by itself.",
        "`retry` sends it at once, `hold` keeps it back."}},
    [DOSSIER_HELD]
    = {{"giữ lại", "Có người đã giữ lại.", "Không tự gửi đi.", "`release` để gửi tiếp."},
       {"held", "A person has kept it back.", "It is not sent by itself.",
        "`release` sends it on."}},
    [DOSSIER_NEEDS_PERSON]
    = {{"cần người xử lý", "Cổng không nhận.", "Không tự gửi lại.",
        "Sửa theo lý do rồi `retry`, hoặc `withdraw` để rút."},
       {"needs a person", "The portal does not take it.",
        "It is not sent again by itself.",
        "Put right what the answer says and `retry`, or `withdraw` it."}},
    [DOSSIER_ACCEPTED]
    = {{"cổng đã nhận", "Cổng đã nhận, có chứng cứ.", "Được xóa khi hết hạn lưu.", NULL},
       {"accepted", "The portal holds it, and that is proved.",
        "It is erased when its time of keeping is over.", NULL}},
    [DOSSIER_WITHDRAWN]
    = {{"đã rút", "Có người đã rút hồ sơ.", "Không được gửi đi.", NULL},
       {"withdrawn", "A person took it back.", "It is not sent.", NULL}},
    [DOSSIER_PURGED] = {{"đã xóa", "Đã xóa theo hạn lưu, sau khi cổng nhận.",
                         "Không còn gì để gửi.", NULL},
                        {"purged", "It was erased after the portal had it.",
                         "Nothing is left to send.", NULL}},
};

/* A dossier without a portal waits for the administrator, not for its turn. */
static const Words no_route[2]
    = {{NULL, "Đã niêm phong; thủ tục này chưa có cổng nhận.",
        "Được gửi khi cấu hình có cổng cho thủ tục.",
        "Báo quản trị đặt [route] trong motcua.conf."},
       {NULL, "It is sealed; no portal is set for its procedure.",
        "It is sent once the settings name a portal.",
        "Ask the administrator for a [route] in motcua.conf."}};

/* A large file is not sent at every hour. */
static const Words large[2]
    = {{NULL, "Đã niêm phong; có giấy tờ dung lượng lớn.", "Tự gửi khi tới giờ.",
        "`priority 1` rồi `retry` nếu gấp (khi cấu hình cho phép), `hold` để giữ lại."},
       {NULL, "It is sealed; a paper of it is large.", "It goes when its hours begin.",
        "`priority 1`, then `retry`, where it is urgent and the settings let urgent ones "
        "pass; `hold` keeps it back."}};

void
plight_clear (Plight *plight) {
  g_free (plight->what);
  g_free (plight->next);
  g_free (plight->may);
}

static char *
format_time (gint64 seconds) {
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (seconds);

  return time != NULL ? g_date_time_format (time, "%H:%M %d/%m/%Y") : g_strdup ("?");
}

/* It was not turned down: it is the clock that it waits for. */
static gboolean
waits_for_hours (const Dossier *dossier) {
  return dossier->state == DOSSIER_DEFERRED
         && g_strcmp0 (dossier->last_answer, PORTAL_WAITS_FOR_HOURS) == 0;
}

/* What is known of this dossier beyond its state. */
static char *
tell_what (const Dossier *dossier, const Words *said, PlightLanguage language) {
  gboolean english = language == PLIGHT_ENGLISH;
  g_autoptr (GString) text = g_string_new (said->what);

  if (dossier->attempts > 0 && dossier->state == DOSSIER_DEFERRED
      && !waits_for_hours (dossier))
    g_string_append_printf (text, english ? " Tried %u times." : " Đã thử %u lần.",
                            dossier->attempts);
  if (dossier->last_answer != NULL && dossier->state != DOSSIER_ACCEPTED
      && !waits_for_hours (dossier)) {
    g_autofree char *answer
        = english ? g_strdup (dossier->last_answer) : retell (dossier->last_answer);

    g_string_append_printf (text, english ? " Answer: “%s”" : " Trả lời: “%s”", answer);
  }
  if (dossier->proof != NULL)
    g_string_append_printf (text, english ? " Proof: %s." : " Chứng cứ: %s.",
                            dossier->proof);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
tell_next (const Dossier *dossier, const Words *said, PlightLanguage language) {
  g_autofree char *time = NULL;

  if (dossier->state != DOSSIER_DEFERRED || dossier->next_try_at == 0)
    return g_strdup (said->next);
  time = format_time (dossier->next_try_at);
  if (waits_for_hours (dossier))
    return g_strdup_printf (language == PLIGHT_ENGLISH
                                ? "It waits until %s, when large files may go."
                                : "Đợi đến %s, giờ được gửi tệp lớn.",
                            time);
  return g_strdup_printf (language == PLIGHT_ENGLISH ? "It is sent again at %s."
                                                     : "Tự gửi lại lúc %s.",
                          time);
}

Plight
plight_tell (const Dossier *dossier, PlightLanguage language) {
  const Words *said = &words[dossier->state][language];

  if (dossier->state == DOSSIER_QUEUED && dossier->portal == NULL)
    said = &no_route[language];
  if (waits_for_hours (dossier))
    said = &large[language];
  return (Plight){tell_what (dossier, said, language),
                  tell_next (dossier, said, language), g_strdup (said->may)};
}

const char *
plight_name_state (DossierState state, PlightLanguage language) {
  return words[state][language].name;
}

char *
plight_format_age (gint64 seconds, PlightLanguage language) {
  static const struct {
    gint64 seconds;
    const char *names[2];
  } units[] = {{86400, {"ngày", "d"}}, {3600, {"giờ", "h"}}, {60, {"phút", "min"}}};

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    if (seconds >= units[i].seconds)
      return g_strdup_printf ("%" G_GINT64_FORMAT " %s", seconds / units[i].seconds,
                              units[i].names[language]);
  }
  return g_strdup (language == PLIGHT_ENGLISH ? "now" : "vừa xong");
}

PlightLanguage
plight_choose_language (void) {
  static const char *const names[] = {"MOTCUA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = g_getenv (names[i]);

    if (value != NULL && *value != '\0')
      return g_str_has_prefix (value, "en") ? PLIGHT_ENGLISH : PLIGHT_VIETNAMESE;
  }
  return PLIGHT_VIETNAMESE;
}

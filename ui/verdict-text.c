/* SPDX-License-Identifier: Apache-2.0 */

/* One thing at a time, the one that cannot wait first: a page that is lost, a page that is there
 * twice, then the image. */

#include "ui/verdict-text.h"

#include <glib/gi18n.h>

static char *
format_defect (KioskLeaf *leaf) {
  guint measure;

  switch (kiosk_leaf_get_defect (leaf, &measure)) {
  case KIOSK_DEFECT_NONE:
    return NULL;
  case KIOSK_DEFECT_BLUR:
    return g_strdup (_ ("Ảnh nhòe: nên quét lại"));
  case KIOSK_DEFECT_DARK:
    return g_strdup (_ ("Ảnh quá tối: nên quét lại"));
  case KIOSK_DEFECT_CUT:
    return g_strdup (_ ("Chữ bị cắt ở mép: nên quét lại"));
  case KIOSK_DEFECT_CORNER:
    return g_strdup (_ ("Góc giấy bị gấp: nên quét lại"));
  case KIOSK_DEFECT_COARSE:
    return g_strdup_printf (_ ("Chỉ có %u dpi: nên quét lại"), measure);
  case KIOSK_DEFECT_STREAK:
    return g_strdup_printf (_ ("Vệt dọc ở %u mm: hãy lau kính"), measure);
  }
  g_assert_not_reached ();
}

char *
verdict_text_format (KioskLeaf *leaf) {
  if (kiosk_leaf_get_let_go (leaf))
    return g_strdup (_ ("Đã cho qua; ảnh vẫn được giữ"));
  if (kiosk_leaf_get_state (leaf) == KIOSK_LEAF_FAILED)
    return g_strdup (_ ("Quét lại, hoặc cho qua và ghi lý do"));
  if (kiosk_leaf_get_twin (leaf) != 0)
    return g_strdup (_ ("Có thể đã quét hai lần"));
  return format_defect (leaf);
}

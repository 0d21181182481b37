/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/leaf.h"

/* What a clerk should do about a page, in one line; NULL: it is good. Caller frees. */
char *verdict_text_format (KioskLeaf *leaf) G_GNUC_WARN_UNUSED_RESULT;

/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Binds the screens' words to a language; to be called once, before GTK. Vietnamese stands
 * in the source and needs nothing. MOTCUA_LANG, else LANGUAGE, names another language. */
void language_init (void);

/* TRUE when the catalogue's English names go with the words on the screen. */
gboolean language_is_english (void);

/* Words that are asked for from now on are English, or Vietnamese; what stands on the screen
 * already is to be made anew. */
void language_set_english (gboolean english);

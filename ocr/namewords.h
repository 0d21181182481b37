/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Whether names are often made of @word (UTF-8, any case), marks and all. */
gboolean namewords_has (const char *word);

/* Whether all words of @name are such. */
gboolean namewords_are_usual (const char *name);

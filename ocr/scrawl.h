/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/words.h"

/* Drops what the recogniser made of signatures, ornaments and dirt: words it does not
 * believe itself, where they look like no writing or their whole line is like that. */
void scrawl_remove (Words *words);

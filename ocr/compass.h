/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/clean.h"
#include "ocr/recognise.h"

/* A second opinion on which way is up, for pages whose letters alone do not say it, such as
 * blurred identity cards: a strip of @page is read in each way that it may lie, and where one
 * of them makes sense and the others do not, @page is turned that way. A page that makes no
 * sense in any stays as it is, and unsure. FALSE without memory. */
gboolean compass_turn (Recogniser *recogniser, CleanPage *page) G_GNUC_WARN_UNUSED_RESULT;

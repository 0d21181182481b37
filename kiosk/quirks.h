/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/scanjob.h"

/* What is particular about the scanner that is plugged in: sets in @job what the settings
 * say for its model ([scanner MODEL]; strings are borrowed from @settings). Where they say
 * nothing about models nothing is asked, else the scanner is, in a process of its own, which
 * takes a second or two: call it from a thread. FAULT_DEVICE, with a Vietnamese sentence,
 * when it is another model than the settings name; one that does not tell what it is, or
 * does not answer, is left to the feeding itself. */
gboolean quirks_set (ScanJob *job, const Settings *settings,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

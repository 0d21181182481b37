/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/catalogue.h"
#include "kiosk/scanjob.h"

/* How a paper of the type @paper is scanned: sets what its profile in the catalogue says
 * in @job and leaves the rest. The strings are the catalogue's. */
void profile_set (ScanJob *job, const PaperType *paper);

/* Whether @job is what the profile says. Where @settings lock profiles a job that is not must
 * not run: FAULT_USAGE names the paper and what it asks for. */
gboolean profile_check (const ScanJob *job, const PaperType *paper,
                        const Settings *settings,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/courier.h"

/* The adapter for the national interchange ("DongBoHoSoMC"): session, files, dossier,
 * progress, look-up; with what provinces do differently as settings. Proof: the look-up
 * names our dossier, and each file was shown to be there whole by its digest or, in the
 * look-up or at its address, by its length. */
extern const Adapter dvcqg_adapter;

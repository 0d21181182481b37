/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/courier.h"

/* The adapter for VNPT iGate 2 ("digo"): token, procedure, numbering pattern, number, files,
 * application. Proof: the dossier is found under our number, and every file read back. */
extern const Adapter igate_adapter;

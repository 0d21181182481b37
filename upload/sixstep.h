/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/courier.h"

/* The adapter for the six-step interface of 2026 between a unit's system and a central one:
 * token, number, files, dossier, progress, status. Proof: the portal's own HashTepTin of
 * each file, or tus. */
extern const Adapter sixstep_adapter;

/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/values.h"

/* Finders of values.c for what is made of figures: each finds the first value of its kind
 * in @raw and fills @value; FALSE, and nothing filled, when there is none. */
gboolean numbers_find_id (const char *raw, Value *value);
gboolean numbers_find_phone (const char *raw, Value *value);
gboolean numbers_find_digits10 (const char *raw, Value *value);
gboolean numbers_find_digits12 (const char *raw, Value *value);
gboolean numbers_find_mst (const char *raw, Value *value);
gboolean numbers_find_int (const char *raw, Value *value);
gboolean numbers_find_decimal (const char *raw, Value *value);
gboolean numbers_find_money (const char *raw, Value *value);
gboolean numbers_find_gcn_serial (const char *raw, Value *value);
gboolean numbers_find_gcn_book (const char *raw, Value *value);
gboolean numbers_find_doc_number (const char *raw, Value *value);
gboolean numbers_find_dossier_code (const char *raw, Value *value);

/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "dice.h"

/* A calendar day on a paper. */
typedef struct {
  int year;
  int month;
  int day;
} Day;

/* Some day of the years @first to @last; never after the 28th. */
Day day_pick (Dice *dice, int first, int last);

/* @day, @days later or, when negative, earlier. */
Day day_add (Day day, int days);

/* The forms papers use; the caller owns the text. */
char *day_format (Day day) G_GNUC_WARN_UNUSED_RESULT;      /* 05/03/2026 */
char *day_format_long (Day day) G_GNUC_WARN_UNUSED_RESULT; /* ngày 05 tháng 03 năm 2026 */
char *
day_format_words (Day day) G_GNUC_WARN_UNUSED_RESULT; /* ngày năm tháng ba năm ... */
char *
day_format_packed (Day day) G_GNUC_WARN_UNUSED_RESULT; /* 05032026, of the QR code */

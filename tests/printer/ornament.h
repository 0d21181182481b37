/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sheet.h"

/* What stands on papers besides text. Points; all colours are those of office ink. */

/* A red round seal of 36 mm, a little turned; @ring is recorded as optional text. */
void ornament_seal (Sheet *sheet, Dice *dice, double x, double y, const char *ring);

/* The signature of @name in pen strokes, the same on every paper; about @width wide, its
 * middle at @x, @y. */
void ornament_sign (Sheet *sheet, const char *name, double x, double y, double width);

/* The tinted ground and the red frame of a certificate; to be drawn first. */
void ornament_frame (Sheet *sheet, Dice *dice);

/* A star in a wreath, for the national emblem. */
void ornament_emblem (Sheet *sheet, double x, double y, double radius);

/* A QR code of @payload with its quiet zone, @side wide; recorded. */
void ornament_qr (Sheet *sheet, const char *payload, double x, double y, double side);

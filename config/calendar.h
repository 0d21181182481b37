/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/catalogue.h"

/* The working days of the state's offices (holidays.json), and when a result is due. Hours
 * are 07:00-11:30 and 13:30-17:00, Asia/Ho_Chi_Minh, Monday to Friday; a year that the
 * file does not know has no holidays but its weekends. */
typedef struct Calendar Calendar;

/* FAULT_CONFIG names the file, the member and the reason. */
Calendar *calendar_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void calendar_free (Calendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Calendar, calendar_free)

/* When the result of what was received at @received_at (seconds since 1970) is due; 0 when
 * the procedure has no term. Received outside of the hours counts from the next working
 * time; the day of reception is day 0 (Decree 118/2025 and the forms of the one-stop
 * desks). */
gint64 calendar_get_due (const Calendar *calendar, gint64 received_at,
                         const Processing *processing);

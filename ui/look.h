/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Gives the default display our templates, our style and none of the desktop's; to be
 * called once after GTK is there. */
void look_init (void);

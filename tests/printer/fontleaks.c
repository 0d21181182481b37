/* SPDX-License-Identifier: Apache-2.0 */

/* Fontconfig keeps its fonts behind offsets instead of pointers, which the leak checker
 * cannot follow. For every program that draws letters. */

const char *__lsan_default_suppressions (void);
const char *__lsan_default_options (void);

const char *
__lsan_default_suppressions (void) {
  return "leak:libfontconfig";
}

const char *
__lsan_default_options (void) {
  return "print_suppressions=0";
}

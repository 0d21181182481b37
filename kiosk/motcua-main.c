/* SPDX-License-Identifier: Apache-2.0 */

/* `motcua`: the whole product without a screen. This file is the list of commands; each
 * stands in its own. */

#include "config/log.h"
#include "config/sandbox.h"
#include "config/training.h"
#include "kiosk/command.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  int (*run) (int argc, char **argv);
} Command;

static const Command commands[] = {
    {"devices", "", "scanners, with what is wrong with each", command_devices},
    {"scan", "[--device D] --out DIR", "feed pages into a folder", command_scan},
    {"read", "--out DIR FILE...", "page images to text, fields and PDF", command_read},
    {"form", "list | check FILE... | try FILE PAGE... | cover [TYPE...]",
     "what the reader knows of papers; try a form on pages; print cover sheets",
     command_form},
    {"intake", "--procedure CODE [FILE...]",
     "a whole dossier: scan, read, check, seal, queue; prints its id", command_intake},
    {"pages", "list|remove|move|turn|insert|replace|undo ... ID [PAGE...]",
     "change the pages of an open dossier", command_pages},
    {"queue", "list|show|hold|release|retry|withdraw|priority N|stats [ID...]",
     "what is on its way to the portal", command_queue},
    {"bench", "cases|sample N|samples|return ID|marks ID",
     "why dossiers wait for a person; inspection; sending one back", command_bench},
    {"upload", "[--once | --drain]", "send what is due", command_upload},
    {"preflight", "[ID... | --all]", "what the portal would refuse of sealed dossiers",
     command_preflight},
    {"verify", "[ID... | --all]", "compare every stored byte with its manifest",
     command_verify},
    {"purge", "--due | ID...", "erase what has served, the key first", command_purge},
    {"export", "ID --out DIR", "take a sealed dossier's files out, plain",
     command_export},
    {"audit", "verify|show [--mark MARK] [ID]", "the trail of everything that was done",
     command_audit},
    {"staff", "add|list|pin|remove|unlock [ID]",
     "who works at this station, and their PINs", command_staff},
    {"rebuild", "[--force]",
     "make the queue anew from the sealed dossiers, when the database is lost",
     command_rebuild},
    {"doctor", "", "one screen: scanner, models, disk, clock, portal, signature, printer",
     command_doctor},
    {"sandbox-portal", "--listen ADDR:PORT --dir DIR", "the practice portal",
     command_sandbox_portal},
};

static void
print_help (FILE *to) {
  fprintf (to,
           "motcua takes in a citizen's papers, digitizes them and gets them accepted "
           "by the portal.\n\nUsage: motcua COMMAND [OPTION...]\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (to, "  motcua %s %s\n      %s\n", commands[i].name, commands[i].arguments,
             commands[i].summary);
  fprintf (
      to,
      "\nEvery command takes --help, --json, --store DIR, --config FILE, --member ID\n"
      "and --training.\nExit status: 0 done, 1 the work failed, 2 wrong usage.\n");
}

/* Options before the command's name are moved behind it. Gives the index of the name, 0
 * when there is none. */
static int
find_command (int argc, char **argv) {
  static const char *const valued[]
      = {"--store", "--config", "--member", "--pin-fd", NULL};

  for (int i = 1; i < argc; i++) {
    if (argv[i][0] != '-')
      return i;
    if (g_strv_contains (valued, argv[i]))
      i++;
  }
  return 0;
}

/* `--training` may stand anywhere, and goes for every command. */
static int
take_training (int argc, char **argv) {
  int kept = 1;

  for (int i = 1; i < argc; i++) {
    if (g_str_equal (argv[i], "--training"))
      training_want ();
    else
      argv[kept++] = argv[i];
  }
  argv[kept] = NULL;
  return kept;
}

static int
run_command (const Command *command, int argc, char **argv, int at) {
  g_autoptr (GPtrArray) moved = g_ptr_array_new ();
  g_autofree char *name = g_strconcat ("motcua ", command->name, NULL);

  g_set_prgname (name); /* as --help shows it */
  g_ptr_array_add (moved, argv[at]);
  for (int i = 1; i < argc; i++) {
    if (i != at)
      g_ptr_array_add (moved, argv[i]);
  }
  g_ptr_array_add (moved, NULL);
  return command->run (argc - 1, (char **) moved->pdata);
}

int
main (int argc, char **argv) {
  int at;

  argc = take_training (argc, argv);
  at = find_command (argc, argv);

  setlocale (LC_ALL, "");
  if (!g_get_charset (NULL))
    setlocale (LC_CTYPE, "C.UTF-8");
  signal (SIGPIPE, SIG_IGN);
  log_init ("motcua");
  sandbox_keep_private ();
  g_set_prgname ("motcua");
  if (at == 0 && argc > 1 && g_str_equal (argv[1], "--version")) {
    printf ("motcua %s\n", MOTCUA_VERSION);
    return COMMAND_DONE;
  }
  if (at == 0 && argc > 1
      && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))) {
    print_help (stdout);
    return COMMAND_DONE;
  }
  if (at == 0) {
    print_help (stderr);
    return COMMAND_USAGE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (g_str_equal (commands[i].name, argv[at]))
      return run_command (&commands[i], argc, argv, at);
  }
  return command_usage ("there is no command \"%s\"", argv[at]);
}

/* SPDX-License-Identifier: Apache-2.0 */

/* Each step turns version N into N + 1 inside one transaction and is never edited once it
 * has been released: a new need is a new step. Version 0 is an empty database. Tables are
 * STRICT, so that a text never ends up where a number is meant. */

#include "upload/schema.h"

static const char *const steps[] = {
    "CREATE TABLE counter (one INTEGER PRIMARY KEY CHECK (one = 1),"
    " changes INTEGER NOT NULL) STRICT;"
    "INSERT INTO counter (one, changes) VALUES (1, 1);"

    "CREATE TABLE serial (station TEXT NOT NULL, day TEXT NOT NULL,"
    " last INTEGER NOT NULL, PRIMARY KEY (station, day)) STRICT;"

    "CREATE TABLE dossier ("
    " seq INTEGER PRIMARY KEY AUTOINCREMENT,"
    " id TEXT NOT NULL UNIQUE,"
    " code TEXT NOT NULL UNIQUE,"
    " procedure TEXT NOT NULL,"
    " procedure_name TEXT,"
    " procedure_version TEXT,"
    " state TEXT NOT NULL CHECK (state IN ('open', 'queued', 'sending', 'deferred',"
    "  'held', 'needs_person', 'accepted', 'withdrawn', 'purged')),"
    " owner TEXT,"
    " orphaned INTEGER NOT NULL DEFAULT 0,"
    " portal TEXT,"
    " portal_id TEXT,"
    " portal_code TEXT,"
    " proof TEXT CHECK ((proof IS NULL) = (accepted_at = 0)),"
    " attempts INTEGER NOT NULL DEFAULT 0,"
    " next_try_at INTEGER NOT NULL DEFAULT 0,"
    " claimed_at INTEGER NOT NULL DEFAULT 0,"
    " last_answer TEXT,"
    " created_at INTEGER NOT NULL,"
    " queued_at INTEGER NOT NULL DEFAULT 0,"
    " accepted_at INTEGER NOT NULL DEFAULT 0,"
    " applicant_name TEXT,"
    " applicant_id_number TEXT,"
    " applicant_phone TEXT,"
    " applicant_address TEXT,"
    " CHECK (state <> 'sending' OR owner IS NOT NULL)) STRICT;"
    "CREATE INDEX dossier_due ON dossier (state, seq)"
    " WHERE state IN ('queued', 'deferred');"
    "CREATE INDEX dossier_owner ON dossier (owner) WHERE owner IS NOT NULL;"

    "CREATE TABLE page ("
    " dossier TEXT NOT NULL REFERENCES dossier (id),"
    " number INTEGER NOT NULL CHECK (number > 0),"
    " sheet INTEGER NOT NULL,"
    " side TEXT NOT NULL CHECK (side IN ('front', 'back')),"
    " file TEXT NOT NULL,"
    " width_px INTEGER NOT NULL,"
    " height_px INTEGER NOT NULL,"
    " res_dpi INTEGER NOT NULL,"
    " size_bytes INTEGER NOT NULL,"
    " sha256 TEXT NOT NULL,"
    " read INTEGER NOT NULL DEFAULT 0,"
    " blank INTEGER NOT NULL DEFAULT 0,"
    " failure TEXT,"
    " type TEXT,"
    " type_confidence REAL NOT NULL DEFAULT 0,"
    " type_by_person INTEGER NOT NULL DEFAULT 0,"
    " paper INTEGER NOT NULL DEFAULT 0,"
    " upright_width_px INTEGER NOT NULL DEFAULT 0,"
    " upright_height_px INTEGER NOT NULL DEFAULT 0,"
    " PRIMARY KEY (dossier, number)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE field ("
    " dossier TEXT NOT NULL,"
    " page INTEGER NOT NULL,"
    " name TEXT NOT NULL,"
    " value TEXT NOT NULL,"
    " confidence REAL NOT NULL,"
    " box_left INTEGER NOT NULL,"
    " box_top INTEGER NOT NULL,"
    " box_right INTEGER NOT NULL,"
    " box_bottom INTEGER NOT NULL,"
    " source TEXT NOT NULL,"
    " position INTEGER NOT NULL,"
    " PRIMARY KEY (dossier, page, name),"
    " FOREIGN KEY (dossier, page) REFERENCES page (dossier, number))"
    " STRICT, WITHOUT ROWID;"

    "CREATE TABLE paper ("
    " dossier TEXT NOT NULL REFERENCES dossier (id),"
    " number INTEGER NOT NULL CHECK (number > 0),"
    " type TEXT,"
    " component TEXT,"
    " title TEXT,"
    " file TEXT NOT NULL,"
    " pages INTEGER NOT NULL,"
    " size_bytes INTEGER NOT NULL,"
    " sha256 TEXT NOT NULL,"
    " original INTEGER NOT NULL,"
    " PRIMARY KEY (dossier, number)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE waiver ("
    " dossier TEXT NOT NULL REFERENCES dossier (id),"
    " component TEXT NOT NULL,"
    " reason TEXT NOT NULL,"
    " PRIMARY KEY (dossier, component)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE duration ("
    " dossier TEXT NOT NULL REFERENCES dossier (id),"
    " stage TEXT NOT NULL,"
    " total_ms INTEGER NOT NULL,"
    " PRIMARY KEY (dossier, stage)) STRICT, WITHOUT ROWID;",

    /* The pages' places are apart from their numbers; see arrange.h and feeding.h. */
    "ALTER TABLE dossier ADD COLUMN sheets_declared INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE page ADD COLUMN place INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE page ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE page ADD COLUMN laid INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE page ADD COLUMN feeding INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE page ADD COLUMN leaf INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE page ADD COLUMN successor INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE page ADD COLUMN likeness TEXT;"
    "UPDATE page SET place = number;"

    "CREATE TABLE feeding ("
    " dossier TEXT NOT NULL REFERENCES dossier (id),"
    " number INTEGER NOT NULL CHECK (number > 0),"
    " kind TEXT NOT NULL CHECK (kind IN ('append', 'insert', 'replace', 'fronts',"
    "  'backs', 'file')),"
    " stacking TEXT,"
    " place INTEGER NOT NULL DEFAULT 0,"
    " target INTEGER NOT NULL DEFAULT 0,"
    " sides INTEGER NOT NULL DEFAULT 1,"
    " resumes INTEGER NOT NULL DEFAULT 0,"
    " outcome TEXT,"
    " name TEXT,"
    " signed INTEGER NOT NULL DEFAULT 0,"
    " PRIMARY KEY (dossier, number)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE act ("
    " dossier TEXT NOT NULL REFERENCES dossier (id),"
    " number INTEGER NOT NULL CHECK (number > 0),"
    " batch INTEGER NOT NULL,"
    " kind TEXT NOT NULL CHECK (kind IN ('put', 'remove', 'move', 'turn', 'replace',"
    "  'join')),"
    " page INTEGER NOT NULL,"
    " other INTEGER NOT NULL DEFAULT 0,"
    " former INTEGER NOT NULL DEFAULT 0,"
    " latter INTEGER NOT NULL DEFAULT 0,"
    " undone INTEGER NOT NULL DEFAULT 0,"
    " PRIMARY KEY (dossier, number)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE decision ("
    " dossier TEXT NOT NULL REFERENCES dossier (id),"
    " number INTEGER NOT NULL CHECK (number > 0),"
    " kind TEXT NOT NULL,"
    " page INTEGER NOT NULL,"
    " reason TEXT,"
    " decided_at INTEGER NOT NULL,"
    " PRIMARY KEY (dossier, number)) STRICT, WITHOUT ROWID;",

    /* What an adapter has noted down about a dossier at a portal: upload/storenote.c. */
    "CREATE TABLE note ("
    " dossier TEXT NOT NULL REFERENCES dossier (id),"
    " portal TEXT NOT NULL,"
    " name TEXT NOT NULL,"
    " value TEXT NOT NULL,"
    " PRIMARY KEY (dossier, portal, name)) STRICT, WITHOUT ROWID;",

    /* Ours over the sealed file; NULL: none. */
    "ALTER TABLE paper ADD COLUMN signature TEXT;",

    /* The audit trail, upload/trail.c, and its mark when a dossier was sealed. */
    "CREATE TABLE trail ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " at INTEGER NOT NULL,"
    " actor TEXT NOT NULL,"
    " act TEXT NOT NULL,"
    " dossier TEXT NOT NULL,"
    " detail TEXT NOT NULL,"
    " digest TEXT NOT NULL) STRICT;"
    "CREATE INDEX trail_dossier ON trail (dossier, number);"
    "ALTER TABLE dossier ADD COLUMN mark TEXT;",

    /* Time that has passed for sure (upload/elapsed.c), and how much of it had when a
     * dossier entered its state. */
    "CREATE TABLE clock ("
    " one INTEGER PRIMARY KEY CHECK (one = 1),"
    " boot_s INTEGER NOT NULL,"
    " wall_s INTEGER NOT NULL,"
    " kept INTEGER NOT NULL,"
    " counted_s INTEGER NOT NULL) STRICT;"
    "ALTER TABLE dossier ADD COLUMN counted_s INTEGER NOT NULL DEFAULT 0;",

    /* The order of the queue: a person's, then the law's, then that of coming. */
    "ALTER TABLE dossier ADD COLUMN priority INTEGER NOT NULL DEFAULT 5"
    " CHECK (priority BETWEEN 1 AND 9);"
    "ALTER TABLE dossier ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;"
    "DROP INDEX dossier_due;"
    "CREATE INDEX dossier_due ON dossier (orphaned >= 3, priority, due_at = 0, due_at, seq)"
    " WHERE state IN ('queued', 'deferred');"
    "CREATE INDEX dossier_underway ON dossier (queued_at)"
    " WHERE state IN ('queued', 'sending', 'deferred', 'held', 'needs_person');",

    /* What the quality gate said of a page's scan, as in ocr/quality.h; NULL: nothing yet. */
    "ALTER TABLE page ADD COLUMN quality TEXT;",

    /* What is due among a hundred thousand is found without looking at the others: those
     * that are queued, those that wait and in which order, and until when. */
    "DROP INDEX dossier_due;"
    "CREATE INDEX dossier_queued ON dossier (orphaned >= 3, priority, due_at = 0, due_at,"
    " seq) WHERE state = 'queued' AND portal IS NOT NULL;"
    "CREATE INDEX dossier_deferred ON dossier (orphaned >= 3, priority, due_at = 0,"
    " due_at, seq) WHERE state = 'deferred' AND portal IS NOT NULL;"
    "CREATE INDEX dossier_retry ON dossier (next_try_at) WHERE state = 'deferred';"
    "CREATE INDEX dossier_tried ON dossier (claimed_at)"
    " WHERE state = 'deferred' AND portal IS NOT NULL;"
    "CREATE INDEX dossier_half ON dossier (due_at + queued_at) WHERE due_at > 0 AND"
    " state IN ('queued', 'sending', 'deferred', 'held', 'needs_person');"
    "CREATE INDEX dossier_portal_code ON dossier (portal_code)"
    " WHERE portal_code IS NOT NULL;"
    "CREATE INDEX dossier_ended ON dossier (seq)"
    " WHERE state IN ('accepted', 'withdrawn', 'open');"
    "CREATE INDEX dossier_unrouted ON dossier (seq)"
    " WHERE state IN ('queued', 'deferred') AND portal IS NULL;",

    /* Who works here: upload/members.h. The row without an id is nobody's. */
    "CREATE TABLE member ("
    " id TEXT PRIMARY KEY,"
    " name TEXT,"
    " role TEXT NOT NULL CHECK (role IN ('nobody', 'clerk', 'supervisor',"
    "  'technician')),"
    " pin TEXT NOT NULL,"
    " added_at INTEGER NOT NULL,"
    " retired_at INTEGER NOT NULL DEFAULT 0,"
    " wrong INTEGER NOT NULL DEFAULT 0,"
    " boot TEXT NOT NULL DEFAULT '',"
    " tried_s INTEGER NOT NULL DEFAULT 0,"
    " CHECK ((role = 'nobody') = (id = ''))) STRICT, WITHOUT ROWID;",

    /* What a supervisor does: upload/custody.h, moves.h, cases.h, samples.h, marks.h. */
    "CREATE TABLE custody ("
    " dossier TEXT PRIMARY KEY REFERENCES dossier (id),"
    " member TEXT NOT NULL,"
    " owner TEXT NOT NULL,"
    " boot TEXT NOT NULL,"
    " since_s INTEGER NOT NULL) STRICT, WITHOUT ROWID;"

    "CREATE TABLE move ("
    " batch INTEGER NOT NULL CHECK (batch > 0),"
    " dossier TEXT NOT NULL REFERENCES dossier (id),"
    " former TEXT NOT NULL,"
    " latter TEXT NOT NULL,"
    " next_try_at INTEGER NOT NULL,"
    " entry INTEGER NOT NULL,"
    " PRIMARY KEY (batch, dossier)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE sample ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " seed TEXT NOT NULL,"
    " wanted INTEGER NOT NULL,"
    " among INTEGER NOT NULL,"
    " member TEXT,"
    " drawn_at INTEGER NOT NULL) STRICT;"

    "CREATE TABLE casefile ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " dossier TEXT NOT NULL REFERENCES dossier (id),"
    " code TEXT NOT NULL CHECK (code IN ('held', 'portal', 'returned', 'changed',"
    "  'sample')),"
    " reason TEXT,"
    " owner TEXT,"
    " sample INTEGER NOT NULL DEFAULT 0,"
    " raised_at INTEGER NOT NULL,"
    " raised_by TEXT,"
    " decision TEXT,"
    " decided_by TEXT,"
    " decided_at INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX casefile_open ON casefile (number) WHERE decided_at = 0;"
    "CREATE INDEX casefile_dossier ON casefile (dossier, number);"

    "CREATE TABLE mark ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " dossier TEXT NOT NULL REFERENCES dossier (id),"
    " page INTEGER NOT NULL,"
    " box_left INTEGER NOT NULL,"
    " box_top INTEGER NOT NULL,"
    " box_right INTEGER NOT NULL,"
    " box_bottom INTEGER NOT NULL) STRICT;"
    "CREATE INDEX mark_dossier ON mark (dossier, number);"

    "CREATE TABLE remark ("
    " mark INTEGER NOT NULL REFERENCES mark (number),"
    " number INTEGER NOT NULL,"
    " kind TEXT NOT NULL CHECK (kind IN ('reason', 'fixed', 'answered', 'again',"
    "  'settled')),"
    " member TEXT,"
    " text TEXT,"
    " at INTEGER NOT NULL,"
    " PRIMARY KEY (mark, number)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE parked ("
    " dossier TEXT PRIMARY KEY REFERENCES dossier (id),"
    " desk TEXT NOT NULL,"
    " member TEXT,"
    " step TEXT,"
    " digest TEXT NOT NULL,"
    " parked_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX parked_desk ON parked (desk, parked_at);"

    /* Until when what was released rests; how often it was sealed, and by whom last. */
    "ALTER TABLE dossier ADD COLUMN quiet_until INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE dossier ADD COLUMN sealings INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE dossier ADD COLUMN sealed_by TEXT;"
    "CREATE INDEX dossier_quiet ON dossier (quiet_until)"
    " WHERE state = 'queued' AND quiet_until > 0;",

    /* Critical values typed twice: upload/secondkey.h. */
    "CREATE TABLE keying ("
    " dossier TEXT NOT NULL,"
    " page INTEGER NOT NULL,"
    " field TEXT NOT NULL,"
    " number INTEGER NOT NULL,"
    " member TEXT NOT NULL,"
    " value TEXT NOT NULL,"
    " PRIMARY KEY (dossier, page, field, number),"
    " UNIQUE (dossier, page, field, member),"
    " FOREIGN KEY (dossier, page) REFERENCES page (dossier, number))"
    " STRICT, WITHOUT ROWID;",

    /* What another source of the page says instead of the value; sealed. */
    "ALTER TABLE field ADD COLUMN contrary TEXT;"
    "ALTER TABLE field ADD COLUMN contrary_source TEXT;",

    /* Citizens at the machine who called for somebody (upload/call.c). */
    "CREATE TABLE call ("
    " number INTEGER PRIMARY KEY,"
    " dossier TEXT NOT NULL,"
    " at INTEGER NOT NULL,"
    " answered_at INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX call_waiting ON call (number) WHERE answered_at = 0;",
};

guint
schema_get_version (void) {
  return G_N_ELEMENTS (steps);
}

const char *
schema_get_step (guint version) {
  g_assert (version < G_N_ELEMENTS (steps));
  return steps[version];
}

/* SPDX-License-Identifier: Apache-2.0 */

/* All SQL but the schema's. Values are bound, never written into the text. Parameter ?1 is
 * the dossier's id wherever a statement is about one dossier. */

#include "upload/statement.h"

/* In the order in which store.c reads them. */
#define DOSSIER_COLUMNS                                                                  \
  "id, code, procedure, procedure_name, procedure_version, state, portal, portal_id, "   \
  "portal_code, proof, attempts, next_try_at, last_answer, created_at, queued_at, "      \
  "accepted_at, applicant_name, applicant_id_number, applicant_phone, "                  \
  "applicant_address, mark, priority, due_at, "                                          \
  "(SELECT count (*) FROM page WHERE page.dossier = dossier.id AND place > 0)"

/* In the order in which roll.c reads them. */
#define ROLL_COLUMNS                                                                     \
  "seq, id, code, state, portal_code, procedure, procedure_name, priority, attempts, "   \
  "next_try_at, due_at, created_at, queued_at"

/* The order of the queue, as the indexes of schema.c have it. What three owners in a row
 * died of stands behind all others. */
#define ORDER   "orphaned >= 3, priority, due_at = 0, due_at, seq"
#define ORDERED "id, orphaned >= 3 AS shaky, priority, due_at = 0 AS endless, due_at, seq"

#define WAITING "state = 'deferred' AND portal IS NOT NULL"

/* Deferred and due, as sequence numbers. Before its last claim means that the clock has been
 * set back: then a due time says nothing. */
#define DUE                                                                              \
  "SELECT seq FROM dossier WHERE " WAITING " AND next_try_at <= ?1 "                     \
  "UNION ALL SELECT seq FROM dossier WHERE " WAITING " AND claimed_at > ?1"
#define FEW "50"

#define UNDERWAY "state IN ('queued', 'sending', 'deferred', 'held', 'needs_person')"

/* In the order in which overview.c reads them. */
#define OVERVIEW_COLUMNS                                                                 \
  "seq, id, code, portal_code, procedure, state, portal IS NOT NULL, priority, "         \
  "created_at, queued_at, accepted_at, due_at"

/* In the order in which storepage.c reads them. */
#define PAGE_COLUMNS                                                                     \
  "number, sheet, side, file, width_px, height_px, res_dpi, size_bytes, sha256, read, "  \
  "blank, failure, type, type_confidence, paper, upright_width_px, "                     \
  "upright_height_px, place, turn, laid, feeding, leaf, successor, likeness, "           \
  "(SELECT iif (signed, (SELECT count (*) FROM page AS leaf WHERE leaf.dossier = "       \
  "page.dossier AND leaf.feeding = page.feeding), 0) FROM feeding "                      \
  "WHERE feeding.dossier = page.dossier AND feeding.number = page.feeding), quality"

/* In the order in which members.c reads them. */
#define MEMBER_COLUMNS "id, name, role, pin, added_at, retired_at, wrong, boot, tried_s"

/* In the order in which cases.c reads them. */
#define CASE_COLUMNS                                                                     \
  "casefile.number, casefile.dossier, dossier.code, casefile.code, reason, "             \
  "casefile.owner, sample, raised_at"

/* Long past at any clock: it has been set back since. */
#define RESTED "(quiet_until <= ?1 OR quiet_until > ?1 + 3600)"

static const char *const statements[STATEMENTS] = {
    [STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
    [STATEMENT_BEGIN_READING] = "BEGIN",
    [STATEMENT_COMMIT] = "COMMIT",
    [STATEMENT_ROLLBACK] = "ROLLBACK",
    [STATEMENT_CHECK] = "SELECT integrity_check FROM pragma_integrity_check",
    [STATEMENT_COUNT_CHANGE] = "UPDATE counter SET changes = changes + 1",
    [STATEMENT_GET_CHANGES] = "SELECT changes FROM counter",
    [STATEMENT_TAKE_SERIAL]
    = "INSERT INTO serial (station, day, last) VALUES (?1, ?2, 1) "
      "ON CONFLICT (station, day) DO UPDATE SET last = last + 1 RETURNING last",

    [STATEMENT_ADD_DOSSIER]
    = "INSERT INTO dossier (id, code, procedure, procedure_name, procedure_version, "
      "state, owner, created_at) VALUES (?1, ?2, ?3, ?4, ?5, 'open', ?6, ?7)",
    [STATEMENT_GET_DOSSIER] = "SELECT " DOSSIER_COLUMNS " FROM dossier WHERE id = ?1",
    [STATEMENT_GET_DOSSIERS] = "SELECT " DOSSIER_COLUMNS " FROM dossier ORDER BY seq",
    [STATEMENT_GET_IDS] = "SELECT id, state FROM dossier",
    [STATEMENT_GET_ROLL] = "SELECT " ROLL_COLUMNS " FROM dossier",
    [STATEMENT_GET_ROLLED] = "SELECT " ROLL_COLUMNS " FROM dossier "
                             "WHERE id IN (SELECT dossier FROM trail WHERE number > ?1)",
    [STATEMENT_GET_OVERVIEW] = "SELECT " OVERVIEW_COLUMNS " FROM dossier "
                               "WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    [STATEMENT_GET_TOUCHED]
    = "SELECT " OVERVIEW_COLUMNS " FROM dossier WHERE id IN "
      "(SELECT dossier FROM trail WHERE number > ?1) ORDER BY seq",
    [STATEMENT_GET_APPLICANT] = "SELECT applicant_name FROM dossier WHERE id = ?1",
    /* The beginning of an id is a range of ids. */
    [STATEMENT_FIND_DOSSIER] = "SELECT id FROM dossier WHERE id = ?1 "
                               "UNION SELECT id FROM dossier WHERE code = ?1 "
                               "UNION SELECT id FROM dossier WHERE portal_code = ?1 "
                               "UNION SELECT id FROM dossier WHERE length (?1) >= 4 "
                               "AND id >= lower (?1) AND id < lower (?1) || 'g' LIMIT 2",

    [STATEMENT_GET_STATE] = "SELECT state, owner FROM dossier WHERE id = ?1",
    [STATEMENT_SET_STATE] = "UPDATE dossier SET state = ?2 WHERE id = ?1 AND state = ?3",
    [STATEMENT_GET_OWNERS] = "SELECT DISTINCT owner FROM dossier WHERE owner IS NOT NULL",
    [STATEMENT_GET_OWNED] = "SELECT id, state FROM dossier WHERE owner = ?1",
    [STATEMENT_ADOPT] = "UPDATE dossier SET owner = ?2 WHERE id = ?1 AND owner IS NULL",
    [STATEMENT_DISOWN] = "UPDATE dossier SET owner = NULL WHERE owner = ?1",
    [STATEMENT_ORPHAN]
    = "UPDATE dossier SET orphaned = orphaned + 1, last_answer = ?2 WHERE id = ?1",

    [STATEMENT_ADD_PAGE]
    = "INSERT INTO page (dossier, number, sheet, side, file, width_px, height_px, "
      "res_dpi, size_bytes, sha256, place) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [STATEMENT_GET_PAGES]
    = "SELECT " PAGE_COLUMNS " FROM page WHERE dossier = ?1 AND place > 0 ORDER BY place",
    [STATEMENT_GET_REMOVED]
    = "SELECT " PAGE_COLUMNS
      " FROM page WHERE dossier = ?1 AND place = 0 ORDER BY number",
    [STATEMENT_GET_NUMBERS]
    = "SELECT number FROM page WHERE dossier = ?1 AND place > 0 ORDER BY place",
    [STATEMENT_GET_PAGE]
    = "SELECT " PAGE_COLUMNS " FROM page WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_SET_READING]
    = "UPDATE page SET read = 1, failure = NULL, blank = ?3, "
      "type = iif (type_by_person, type, ?4), "
      "type_confidence = iif (type_by_person, type_confidence, ?5), "
      "upright_width_px = ?6, upright_height_px = ?7, likeness = ?8 "
      "WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_SET_QUALITY]
    = "UPDATE page SET quality = ifnull (quality, ?3), blank = iif (read, blank, ?4) "
      "WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_SET_FAILURE]
    = "UPDATE page SET read = 0, failure = ?3 WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_SET_TYPE]
    = "UPDATE page SET type = ?3, type_confidence = 1.0, type_by_person = 1 "
      "WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_FORGET_TYPE]
    = "UPDATE page SET type = NULL, type_confidence = 0.0, type_by_person = 0 "
      "WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_SET_PAGE_PAPER]
    = "UPDATE page SET paper = ?3 WHERE dossier = ?1 AND number = ?2",

    [STATEMENT_GET_FIELDS]
    = "SELECT name, value, confidence, box_left, box_top, box_right, box_bottom, source, "
      "contrary, contrary_source FROM field WHERE dossier = ?1 AND page = ?2 ORDER BY position",
    [STATEMENT_DROP_FIELDS]
    = "DELETE FROM field WHERE dossier = ?1 AND page = ?2 AND source <> 'person'",
    [STATEMENT_ADD_FIELD]
    = "INSERT INTO field (dossier, page, name, value, confidence, box_left, box_top, "
      "box_right, box_bottom, source, position, contrary, contrary_source) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
      "ON CONFLICT (dossier, page, name) DO NOTHING",
    /* What stood on the page that page ?2 replaces: what a person said is still said,
     * what was read there is a doubt here, and its box is on another picture. */
    [STATEMENT_CARRY_FIELDS]
    = "INSERT INTO field (dossier, page, name, value, confidence, box_left, box_top, "
      "box_right, box_bottom, source, position) "
      "SELECT field.dossier, ?2, name, value, "
      "iif (source = 'person', confidence, min (confidence, 0.5)), 0, 0, 0, 0, source, "
      "position FROM field JOIN page ON page.dossier = field.dossier "
      "AND page.number = field.page WHERE field.dossier = ?1 AND successor = ?2 "
      "ON CONFLICT (dossier, page, name) DO NOTHING",
    [STATEMENT_SET_FIELD]
    = "INSERT INTO field (dossier, page, name, value, confidence, box_left, box_top, "
      "box_right, box_bottom, source, position) "
      "VALUES (?1, ?2, ?3, ?4, 1.0, 0, 0, 0, 0, 'person', 1000) "
      "ON CONFLICT (dossier, page, name) DO UPDATE "
      "SET value = excluded.value, confidence = 1.0, source = 'person'",

    [STATEMENT_SET_WAIVER]
    = "INSERT INTO waiver (dossier, component, reason) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (dossier, component) DO UPDATE SET reason = excluded.reason",
    [STATEMENT_GET_WAIVERS] = "SELECT component, reason FROM waiver WHERE dossier = ?1",

    [STATEMENT_DROP_WAIVER] = "DELETE FROM waiver WHERE dossier = ?1 AND component = ?2",

    /* Places of the pages that stand are 1, 2, 3 ...; 0 is taken out. */
    [STATEMENT_GET_PLACE] = "SELECT place FROM page WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_SET_PLACE]
    = "UPDATE page SET place = ?3 WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_CLOSE_GAP]
    = "UPDATE page SET place = place - 1 WHERE dossier = ?1 AND place > ?2",
    [STATEMENT_OPEN_GAP]
    = "UPDATE page SET place = place + 1 WHERE dossier = ?1 AND place >= ?2",
    [STATEMENT_COUNT_PLACES]
    = "SELECT count (*) FROM page WHERE dossier = ?1 AND place > 0",
    [STATEMENT_GET_TURN] = "SELECT turn FROM page WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_SET_TURN]
    = "UPDATE page SET turn = ?3, read = 0 WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_SET_SUCCESSOR]
    = "UPDATE page SET successor = ?3 WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_CARRY_PAGE]
    = "UPDATE page SET (type, type_confidence, type_by_person, sheet, side) = "
      "(SELECT type, type_confidence, type IS NOT NULL, sheet, side FROM page AS old "
      "WHERE old.dossier = ?1 AND old.number = ?3) WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_SET_SHEET]
    = "UPDATE page SET sheet = ?3, side = ?4 WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_SET_ORIGIN] = "UPDATE page SET feeding = ?3, leaf = ?4, laid = ?5 "
                             "WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_ADD_ACT]
    = "INSERT INTO act (dossier, number, batch, kind, page, other, former, latter) "
      "SELECT ?1, coalesce (max (number), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 FROM act "
      "WHERE dossier = ?1",
    [STATEMENT_GET_LAST_ACT]
    = "SELECT number, batch, kind, page, other, former, latter FROM act "
      "WHERE dossier = ?1 AND undone = 0 ORDER BY number DESC LIMIT 1",
    [STATEMENT_GET_NEXT_ACT]
    = "SELECT number, batch, kind, page, other, former, latter FROM act "
      "WHERE dossier = ?1 AND undone = 1 ORDER BY number LIMIT 1",
    [STATEMENT_COUNT_ACTS]
    = "SELECT count (*) FROM act AS came JOIN page ON page.dossier = came.dossier "
      "AND page.number = came.page AND page.feeding = came.batch "
      "WHERE came.dossier = ?1 AND came.undone = ?2 AND came.batch = ?3 "
      "AND came.kind IN ('put', 'replace') AND NOT EXISTS (SELECT 1 FROM act AS went "
      "WHERE went.dossier = ?1 AND went.undone = ?2 AND went.batch = ?3 "
      "AND went.number > came.number AND (went.kind = 'remove' "
      "AND went.page = came.page OR went.kind = 'replace' AND went.other = came.page))",
    [STATEMENT_COUNT_ACTED] = "SELECT count (DISTINCT page) FROM act "
                              "WHERE dossier = ?1 AND undone = ?2 AND batch = ?3",
    [STATEMENT_MARK_ACT]
    = "UPDATE act SET undone = ?3 WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_DROP_UNDONE] = "DELETE FROM act WHERE dossier = ?1 AND undone = 1",

    [STATEMENT_ADD_FEEDING]
    = "INSERT INTO feeding (dossier, number, kind, stacking, place, target, sides, "
      "resumes, name, signed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [STATEMENT_END_FEEDING]
    = "UPDATE feeding SET outcome = ?3 WHERE dossier = ?1 AND number = ?2",
    [STATEMENT_GET_FEEDINGS]
    = "SELECT number, kind, stacking, place, target, sides, resumes, outcome, name, "
      "signed FROM feeding WHERE dossier = ?1 ORDER BY number",
    [STATEMENT_GET_FED]
    = "SELECT number, sheet, place FROM page WHERE dossier = ?1 AND feeding = ?2 "
      "ORDER BY number",
    [STATEMENT_LEAVE_PASSES] = "UPDATE feeding SET kind = 'append' WHERE dossier = ?1 "
                               "AND number >= ?2 AND kind IN ('fronts', 'backs')",
    [STATEMENT_GET_SHEETS]
    = "SELECT count (DISTINCT iif (sheet > 0, sheet, NULL)), "
      "count (DISTINCT iif (sheet > 0 AND place > 0, sheet, NULL)), "
      "count (iif (place > 0, 1, NULL)), "
      "count (iif (place > 0 AND blank = 1 AND read = 1, 1, NULL)), "
      "count (iif (successor > 0 AND place = 0, 1, NULL)), "
      "count (iif (place = 0, 1, NULL)) FROM page WHERE dossier = ?1",
    [STATEMENT_SET_DECLARED] = "UPDATE dossier SET sheets_declared = ?2 WHERE id = ?1",
    [STATEMENT_GET_DECLARED] = "SELECT sheets_declared FROM dossier WHERE id = ?1",
    [STATEMENT_GET_LAST_PAGE]
    = "SELECT coalesce (max (number), 0), coalesce (max (sheet), 0) FROM page "
      "WHERE dossier = ?1",
    [STATEMENT_ADD_DECISION]
    = "INSERT INTO decision (dossier, number, kind, page, reason, decided_at) "
      "SELECT ?1, coalesce (max (number), 0) + 1, ?2, ?3, ?4, ?5 FROM decision "
      "WHERE dossier = ?1",
    [STATEMENT_GET_DECISIONS]
    = "SELECT kind, page, reason, decided_at FROM decision WHERE dossier = ?1 "
      "ORDER BY number",
    [STATEMENT_GET_CONSENT]
    = "SELECT kind FROM decision WHERE dossier = ?1 AND kind GLOB 'consent-*' "
      "ORDER BY number DESC LIMIT 1",
    [STATEMENT_ADD_CALL]
    = "INSERT INTO call (dossier, at) SELECT ?1, ?2 WHERE NOT EXISTS "
      "(SELECT 1 FROM call WHERE dossier = ?1 AND answered_at = 0)",
    [STATEMENT_GET_CALLS]
    = "SELECT dossier, at FROM call WHERE answered_at = 0 ORDER BY number",
    [STATEMENT_ANSWER_CALLS] = "UPDATE call SET answered_at = ?1 WHERE answered_at = 0",

    [STATEMENT_ADD_DURATION]
    = "INSERT INTO duration (dossier, stage, total_ms) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (dossier, stage) DO UPDATE SET total_ms = total_ms + "
      "excluded.total_ms",
    [STATEMENT_GET_DURATION]
    = "SELECT total_ms FROM duration WHERE dossier = ?1 AND stage = ?2",

    [STATEMENT_QUEUE]
    = "UPDATE dossier SET owner = NULL, portal = ?2, queued_at = ?3, "
      "applicant_name = ?4, applicant_id_number = ?5, applicant_phone = ?6, "
      "applicant_address = ?7 WHERE id = ?1",
    [STATEMENT_ADD_PAPER]
    = "INSERT INTO paper (dossier, number, type, component, title, file, pages, "
      "size_bytes, sha256, original, signature) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [STATEMENT_GET_PAPERS]
    = "SELECT number, type, component, title, file, pages, size_bytes, sha256, original, "
      "signature FROM paper WHERE dossier = ?1 ORDER BY number",

    /* What is queued; of what was deferred and is due a few; and where they are no few, the
     * first that is met in the order of all, since then it is met soon. */
    [STATEMENT_GET_DUE]
    = "SELECT id FROM ("
      "SELECT * FROM (SELECT " ORDERED " FROM dossier INDEXED BY dossier_queued "
      "WHERE state = 'queued' AND portal IS NOT NULL AND " RESTED " ORDER BY " ORDER
      " LIMIT 1) "
      "UNION ALL SELECT * FROM (SELECT " ORDERED " FROM dossier "
      "WHERE seq IN (" DUE " LIMIT " FEW ") ORDER BY " ORDER " LIMIT 1) "
      "UNION ALL SELECT * FROM (SELECT " ORDERED " FROM dossier "
      "INDEXED BY dossier_deferred WHERE " WAITING " "
      "AND (next_try_at <= ?1 OR claimed_at > ?1) "
      "AND (SELECT count (*) FROM (" DUE " LIMIT " FEW ")) = " FEW " ORDER BY " ORDER
      " LIMIT 1)) "
      "ORDER BY shaky, priority, endless, due_at, seq LIMIT 1",
    [STATEMENT_GET_NEXT_DUE]
    = "SELECT min (at) FROM (SELECT min (next_try_at) AS at FROM dossier "
      "WHERE state = 'deferred' UNION ALL SELECT min (quiet_until) FROM dossier "
      "INDEXED BY dossier_quiet WHERE state = 'queued' AND quiet_until > 0)",
    [STATEMENT_GET_UNROUTED] = "SELECT id, procedure, created_at FROM dossier "
                               "WHERE state IN ('queued', 'deferred') AND portal IS NULL",
    [STATEMENT_CLAIM]
    = "UPDATE dossier SET owner = ?2, attempts = attempts + 1, claimed_at = ?3, "
      "quiet_until = 0 WHERE id = ?1",
    [STATEMENT_SET_PORTAL] = "UPDATE dossier SET portal = ?2 WHERE id = ?1",
    [STATEMENT_SET_PORTAL_ID]
    = "UPDATE dossier SET portal_id = ?2, portal_code = coalesce (?3, portal_code) "
      "WHERE id = ?1",
    [STATEMENT_SET_NOTE]
    = "INSERT INTO note (dossier, portal, name, value) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (dossier, portal, name) DO UPDATE SET value = excluded.value",
    [STATEMENT_DROP_NOTE]
    = "DELETE FROM note WHERE dossier = ?1 AND portal = ?2 AND name = ?3",
    [STATEMENT_GET_NOTE]
    = "SELECT value FROM note WHERE dossier = ?1 AND portal = ?2 AND name = ?3",
    [STATEMENT_GET_NOTES]
    = "SELECT portal, name, value FROM note WHERE dossier = ?1 ORDER BY portal, name",
    [STATEMENT_DEFER]
    = "UPDATE dossier SET owner = NULL, orphaned = 0, next_try_at = ?2, "
      "last_answer = ?3 WHERE id = ?1",
    [STATEMENT_REFUSE]
    = "UPDATE dossier SET owner = NULL, orphaned = 0, next_try_at = 0, last_answer = ?2 "
      "WHERE id = ?1",
    [STATEMENT_ACCEPT]
    = "UPDATE dossier SET owner = NULL, orphaned = 0, next_try_at = 0, proof = ?2, "
      "accepted_at = ?3, last_answer = NULL WHERE id = ?1",
    /* Rebuilding: a dossier that was sealed long ago, and how far it had come. */
    [STATEMENT_RESTORE]
    = "UPDATE dossier SET state = ?2, portal_id = ?3, portal_code = ?4, proof = ?5, "
      "accepted_at = ?6, queued_at = ?7 WHERE id = ?1",
    [STATEMENT_RESTORE_PROGRESS]
    = "UPDATE dossier SET attempts = ?2, next_try_at = ?3, last_answer = ?4, "
      "priority = ?5 WHERE id = ?1",
    [STATEMENT_RAISE_SERIAL]
    = "INSERT INTO serial (station, day, last) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (station, day) DO UPDATE SET last = max (last, excluded.last)",
    [STATEMENT_RELEASE]
    = "UPDATE dossier SET next_try_at = 0, orphaned = 0 WHERE id = ?1",

    /* Late by age, and those that are not but by half of their term. */
    [STATEMENT_COUNT_LATE]
    = "SELECT (SELECT count (*) FROM dossier WHERE " UNDERWAY
      " AND queued_at < ?1 - ?2) + "
      "(SELECT count (*) FROM dossier WHERE " UNDERWAY " AND due_at > 0 "
      "AND due_at + queued_at < 2 * ?1 AND queued_at >= ?1 - ?2)",
    [STATEMENT_SET_DUE] = "UPDATE dossier SET due_at = ?2 WHERE id = ?1",
    [STATEMENT_SET_PRIORITY] = "UPDATE dossier SET priority = ?2 WHERE id = ?1",
    [STATEMENT_SET_MARK] = "UPDATE dossier SET mark = ?2 WHERE id = ?1 AND mark IS NULL",
    [STATEMENT_ADD_ENTRY] = "INSERT INTO trail (number, at, actor, act, dossier, detail, "
                            "digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [STATEMENT_GET_LAST_ENTRY]
    = "SELECT number, digest FROM trail ORDER BY number DESC LIMIT 1",
    [STATEMENT_GET_LAST_NUMBER]
    = "SELECT coalesce (max (seq), 0) FROM sqlite_sequence WHERE name = 'trail'",
    [STATEMENT_GET_ENTRIES]
    = "SELECT number, at, actor, act, dossier, detail, digest FROM trail "
      "WHERE ?1 IS NULL OR dossier = ?1 ORDER BY number",
    [STATEMENT_GET_STATES] = "SELECT id, state, created_at FROM dossier ORDER BY seq",

    [STATEMENT_GET_CLOCK] = "SELECT boot_s, wall_s, kept, counted_s FROM clock",
    [STATEMENT_SET_CLOCK] = "INSERT INTO clock (one, boot_s, wall_s, kept, counted_s) "
                            "VALUES (1, ?1, ?2, ?3, ?4) ON CONFLICT (one) DO UPDATE "
                            "SET boot_s = ?1, wall_s = ?2, kept = ?3, counted_s = ?4",
    [STATEMENT_STAMP] = "UPDATE dossier SET counted_s = ?2 WHERE id = ?1",
    [STATEMENT_GET_ENDED]
    = "SELECT id, state, procedure, counted_s, proof IS NOT NULL, "
      "(SELECT count (*) FROM page WHERE page.dossier = dossier.id) FROM dossier "
      "WHERE state IN ('accepted', 'withdrawn', 'open') ORDER BY seq",
    [STATEMENT_ERASE_DOSSIER]
    = "UPDATE dossier SET owner = NULL, last_answer = NULL, applicant_name = NULL, "
      "applicant_id_number = NULL, applicant_phone = NULL, applicant_address = NULL "
      "WHERE id = ?1",
    [STATEMENT_ERASE_PAGES]
    = "UPDATE page SET failure = NULL, likeness = NULL WHERE dossier = ?1",
    [STATEMENT_ERASE_FIELDS] = "DELETE FROM field WHERE dossier = ?1",
    [STATEMENT_ERASE_PAPERS] = "UPDATE paper SET file = '' WHERE dossier = ?1",
    [STATEMENT_ERASE_WAIVERS] = "DELETE FROM waiver WHERE dossier = ?1",
    [STATEMENT_ERASE_DECISIONS] = "UPDATE decision SET reason = NULL WHERE dossier = ?1",
    [STATEMENT_ERASE_NOTES] = "DELETE FROM note WHERE dossier = ?1",
    [STATEMENT_ERASE_FEEDINGS] = "UPDATE feeding SET name = NULL WHERE dossier = ?1",

    /* Here ?1 is the member. */
    [STATEMENT_ADD_MEMBER] = "INSERT INTO member (id, name, role, pin, added_at) "
                             "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
    [STATEMENT_GET_MEMBER] = "SELECT " MEMBER_COLUMNS " FROM member WHERE id = ?1",
    [STATEMENT_GET_MEMBERS]
    = "SELECT " MEMBER_COLUMNS " FROM member WHERE id <> '' ORDER BY id",
    [STATEMENT_COUNT_MEMBERS] = "SELECT count (*) FROM member WHERE id <> '' AND "
                                "retired_at = 0 AND ?1 IN (role, 'any')",
    [STATEMENT_SET_PIN] = "UPDATE member SET pin = ?2, wrong = 0 WHERE id = ?1",
    [STATEMENT_RETIRE] = "UPDATE member SET retired_at = ?2 WHERE id = ?1",
    [STATEMENT_COUNT_TRY]
    = "UPDATE member SET wrong = wrong + 1, boot = ?2, tried_s = ?3 WHERE id = ?1",
    [STATEMENT_CLEAR_TRIES] = "UPDATE member SET wrong = 0 WHERE id = ?1",

    [STATEMENT_GET_CUSTODY]
    = "SELECT member, owner, boot, since_s FROM custody WHERE dossier = ?1",
    [STATEMENT_SET_CUSTODY]
    = "INSERT INTO custody (dossier, member, owner, boot, since_s) "
      "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (dossier) DO UPDATE SET "
      "member = excluded.member, owner = excluded.owner, boot = excluded.boot, "
      "since_s = excluded.since_s",
    [STATEMENT_DROP_CUSTODY] = "DELETE FROM custody WHERE dossier = ?1 AND member = ?2",

    [STATEMENT_GET_CASES]
    = "SELECT " CASE_COLUMNS " FROM casefile INDEXED BY casefile_open "
      "JOIN dossier ON dossier.id = casefile.dossier WHERE decided_at = 0 "
      "ORDER BY casefile.number",
    [STATEMENT_GET_CASES_OF]
    = "SELECT " CASE_COLUMNS " FROM casefile JOIN dossier ON dossier.id = "
      "casefile.dossier WHERE casefile.dossier = ?1 AND decided_at = 0 "
      "ORDER BY casefile.number",
    [STATEMENT_ADD_CASE]
    = "INSERT INTO casefile (dossier, code, reason, owner, sample, raised_at, raised_by) "
      "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM casefile "
      "WHERE dossier = ?1 AND code = ?2 AND decided_at = 0)",
    [STATEMENT_TAKE_CASES] = "UPDATE casefile SET owner = ?2 "
                             "WHERE dossier = ?1 AND decided_at = 0 AND owner IS NULL",
    [STATEMENT_DECIDE_CASES] = "UPDATE casefile SET decision = ?2, decided_by = ?3, "
                               "decided_at = ?4 WHERE dossier = ?1 AND decided_at = 0",
    [STATEMENT_REOPEN_CASES]
    = "UPDATE casefile SET decision = NULL, decided_by = NULL, decided_at = 0 "
      "WHERE dossier = ?1 AND decision = ?2 AND decided_at = "
      "(SELECT max (decided_at) FROM casefile WHERE dossier = ?1)",
    [STATEMENT_GET_SEALER] = "SELECT sealed_by FROM dossier WHERE id = ?1",
    [STATEMENT_GET_SEALINGS] = "SELECT sealings FROM dossier WHERE id = ?1",
    [STATEMENT_SET_SEALER]
    = "UPDATE dossier SET sealed_by = ?2, sealings = sealings + 1 WHERE id = ?1",

    [STATEMENT_GET_LAST_BATCH] = "SELECT coalesce (max (batch), 0) FROM move",
    [STATEMENT_ADD_MOVE]
    = "INSERT INTO move (dossier, batch, former, latter, next_try_at, entry) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    /* Here ?1 is the batch. */
    [STATEMENT_GET_MOVES] = "SELECT dossier, former, latter, next_try_at, entry FROM move "
                            "WHERE batch = ?1",
    [STATEMENT_GET_NEXT_TRY] = "SELECT next_try_at FROM dossier WHERE id = ?1",
    [STATEMENT_SET_NEXT_TRY] = "UPDATE dossier SET next_try_at = ?2 WHERE id = ?1",
    [STATEMENT_GET_STATE_ENTRY] = "SELECT coalesce (max (number), 0) FROM trail "
                                  "WHERE dossier = ?1 AND act = 'state'",
    [STATEMENT_SET_QUIET] = "UPDATE dossier SET quiet_until = ?2 WHERE id = ?1",

    [STATEMENT_GET_QUEUED] = "SELECT id FROM dossier INDEXED BY dossier_queued "
                             "WHERE state = 'queued' AND portal IS NOT NULL",
    [STATEMENT_ADD_SAMPLE] = "INSERT INTO sample (seed, wanted, among, member, drawn_at) "
                             "VALUES (?1, ?2, ?3, ?4, ?5)",
    [STATEMENT_GET_LAST_SAMPLE] = "SELECT max (number) FROM sample",
    [STATEMENT_GET_SAMPLES] = "SELECT number, seed, wanted, among, member, drawn_at "
                              "FROM sample ORDER BY number DESC",

    [STATEMENT_GET_MARKS]
    = "SELECT mark.number, page, box_left, box_top, box_right, box_bottom, "
      "remark.number, kind, member, text, at FROM mark JOIN remark ON remark.mark = "
      "mark.number WHERE dossier = ?1 ORDER BY mark.number, remark.number",
    [STATEMENT_ADD_MARK]
    = "INSERT INTO mark (dossier, page, box_left, box_top, box_right, box_bottom) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [STATEMENT_GET_LAST_MARK] = "SELECT max (number) FROM mark",
    /* Here ?1 is the mark. */
    [STATEMENT_ADD_REMARK] = "INSERT INTO remark (mark, number, kind, member, text, at) "
                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [STATEMENT_ERASE_REMARKS] = "UPDATE remark SET text = NULL WHERE mark IN "
                                "(SELECT number FROM mark WHERE dossier = ?1)",
    [STATEMENT_GET_UPRIGHT] = "SELECT upright_width_px, upright_height_px FROM page "
                              "WHERE dossier = ?1 AND number = ?2 AND place > 0",
    [STATEMENT_REOPEN]
    = "UPDATE dossier SET portal = NULL, queued_at = 0, attempts = 0, next_try_at = 0, "
      "orphaned = 0, last_answer = NULL, mark = NULL, applicant_name = NULL, "
      "applicant_id_number = NULL, applicant_phone = NULL, applicant_address = NULL "
      "WHERE id = ?1",
    [STATEMENT_DROP_PAPERS] = "DELETE FROM paper WHERE dossier = ?1",
    [STATEMENT_DROP_PAGE_PAPERS] = "UPDATE page SET paper = 0 WHERE dossier = ?1",

    [STATEMENT_PARK] = "INSERT INTO parked (dossier, desk, member, step, digest, "
                       "parked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (dossier) "
                       "DO UPDATE SET desk = excluded.desk, member = excluded.member, "
                       "step = excluded.step, digest = excluded.digest, "
                       "parked_at = excluded.parked_at",
    [STATEMENT_UNPARK] = "DELETE FROM parked WHERE dossier = ?1",
    /* Here ?1 is the desk. */
    [STATEMENT_GET_PARKED]
    = "SELECT parked.dossier, code, member, step, parked_at FROM parked JOIN dossier "
      "ON dossier.id = parked.dossier WHERE desk = ?1 AND state = 'open' "
      "ORDER BY parked_at, parked.dossier",
    [STATEMENT_GET_PARKED_ONE]
    = "SELECT step, digest FROM parked WHERE dossier = ?1 AND desk = ?2",
    /* What people have done to a dossier, a line for each; readers have no part in it. */
    [STATEMENT_GET_DOINGS]
    = "SELECT 'sheets ' || sheets_declared FROM dossier WHERE id = ?1 "
      "UNION ALL SELECT * FROM (SELECT 'page ' || number || ' ' || place || ' ' "
      "|| turn || ' ' || successor || ' ' || sha256 || ' ' || "
      "iif (type_by_person, coalesce (type, ''), '') FROM page "
      "WHERE dossier = ?1 ORDER BY number) "
      "UNION ALL SELECT * FROM (SELECT 'value ' || page || ' ' || name || ' ' || value "
      "FROM field WHERE dossier = ?1 AND source = 'person' ORDER BY page, name) "
      "UNION ALL SELECT * FROM (SELECT 'waiver ' || component || ' ' || reason "
      "FROM waiver WHERE dossier = ?1 ORDER BY component) "
      "UNION ALL SELECT * FROM (SELECT 'decision ' || number || ' ' || kind || ' ' || page "
      "FROM decision WHERE dossier = ?1 ORDER BY number) "
      "UNION ALL SELECT * FROM (SELECT 'act ' || number || ' ' || kind || ' ' || page || "
      "' ' || other || ' ' || former || ' ' || latter || ' ' || undone "
      "FROM act WHERE dossier = ?1 ORDER BY number)",

    [STATEMENT_ADD_KEYING]
    = "INSERT INTO keying (dossier, page, field, member, value, number) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [STATEMENT_GET_KEYINGS] = "SELECT member, value FROM keying WHERE dossier = ?1 AND "
                              "page = ?2 AND field = ?3 ORDER BY number",
    [STATEMENT_GET_KEYED]
    = "SELECT DISTINCT page, field FROM keying WHERE dossier = ?1 ORDER BY page, field",
    [STATEMENT_ERASE_KEYINGS] = "DELETE FROM keying WHERE dossier = ?1",
    [STATEMENT_COUNT_UNDONE]
    = "SELECT count (*) FROM act WHERE dossier = ?1 AND undone <> 0",
};

const char *
statement_get_sql (StatementId id) {
  return statements[id];
}

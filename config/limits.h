/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Every length, count and depth that comes from outside has its maximum here, and only
 * here. A value above its maximum is refused, never cut. */

/* Page images, checked in their headers before any codec allocates. */
#define LIMIT_IMAGE_BYTES       (64u * 1024 * 1024) /* one encoded page image */
#define LIMIT_IMAGE_SIDE_PX     16384u              /* one side */
#define LIMIT_IMAGE_SIDE_MIN_PX 200u                /* below this it is no page */
#define LIMIT_IMAGE_AREA_PX     (50u * 1000 * 1000) /* A4 at 600 dpi is 35 million */
#define LIMIT_IMAGE_ASPECT      6u                  /* longer side : shorter side */
#define LIMIT_IMAGE_RES_DPI     600u
#define LIMIT_IMAGE_RES_LEAST_DPI 75u /* that a station may be set to */
#define LIMIT_IMAGE_CHUNKS      65536u /* of a PNG */
#define LIMIT_IMAGE_SCANS       64u    /* of a progressive JPEG */
#define LIMIT_TIFF_TAGS         512u
#define LIMIT_IMAGE_RATIO       500u                /* unpacked : packed bytes, above ... */
#define LIMIT_IMAGE_LARGE_BYTES (16u * 1024 * 1024) /* ... so many unpacked ones */
#define LIMIT_FILE_PAGES        500u                /* of a file that a person brings */
#define LIMIT_PDF_MEMORY_BYTES  (384u * 1024 * 1024)
#define LIMIT_PDF_CPU_S         15u /* of drawing one page */

/* Scanners and their drivers. */
#define LIMIT_DEVICE_BYTES    1024u          /* the name of one */
#define LIMIT_DEVICES         64u            /* in a list */
#define LIMIT_ROSTER_BYTES    (512u * 1024)  /* that list, as JSON */
#define LIMIT_OPTIONS         1024u          /* that a driver may offer */
#define LIMIT_OPTION_BYTES    4096u          /* the value of one */
#define LIMIT_OPTION_VALUES   256u           /* that one may offer */
#define LIMIT_SCAN_LINE_BYTES (1024u * 1024) /* a line with its padding */
#define LIMIT_STALL_LEAST_MS  2000u          /* a driver may be silent for, at least */
#define LIMIT_STALL_MOST_MS   600000u
#define LIMIT_PROBE_MS        1800u          /* to tell what a scanner's state is */
#define LIMIT_SEARCH_MS       6000u          /* to find those of the network */
#define LIMIT_FOLDER_WAIT_MS  10000u         /* for an earlier scan into a folder to end */
#define LIMIT_CANCEL_MS       1500u          /* for a driver to obey */
#define LIMIT_NOTICES         16u            /* what was set otherwise than asked */
#define LIMIT_HOPPER_DELAY_MS 600000u

/* The virtual scanner. Its images are read line by line, so they may be larger than a page
 * that is kept: A3 at 1200 dpi. */
#define LIMIT_HOPPER_IMAGES      20000u                /* in a folder */
#define LIMIT_HOPPER_NAMES       100000u               /* entries of that folder */
#define LIMIT_HOPPER_SIDE_PX     65000u
#define LIMIT_HOPPER_AREA_PX     (300u * 1000 * 1000)
#define LIMIT_HOPPER_CODEC_BYTES (256u * 1024 * 1024) /* that a decoder may hold */
#define LIMIT_HOPPER_SPILL_BYTES (1024u * 1024 * 1024) /* of its temporary file */
#define LIMIT_HOPPER_RES_DPI     1200u
#define LIMIT_HOPPER_BED_MM      1200u
#define LIMIT_HOPPER_PACE        1000u /* sheets a minute */

/* What a page says. */
#define LIMIT_PAGE_MARKS      40000u /* pieces of ink a page of text has */
#define LIMIT_PAGE_WORDS      20000u
#define LIMIT_PAGE_TEXT_BYTES (64u * 1024)
#define LIMIT_PAGE_FIELDS     256u
#define LIMIT_PAGE_LAYERS     64u
#define LIMIT_PAGE_DEFECTS    16u
#define LIMIT_RECIPE_STEPS    8u
#define LIMIT_RECIPE_NUMBERS  260u /* of one step */
#define LIMIT_WORD_BYTES      1024u
#define LIMIT_VALUE_BYTES     4096u
#define LIMIT_CODE_BYTES      512u /* payload of a QR code */
#define LIMIT_CODES_PER_PAGE  16u
#define LIMIT_CODES_TIME_MS   1000u /* after which no code is looked for */
#define LIMIT_CARD_PART       256u  /* letters of one part of a card */
#define LIMIT_FORMS           200u  /* *.form files */

/* Answers of workers. */
#define LIMIT_FRAME_BYTES       (64u * 1024 * 1024) /* one frame on a worker's socket */
#define LIMIT_EVENT_BYTES       (64u * 1024)        /* one line of a worker's report */
#define LIMIT_READ_MEMORY_BYTES (1024ull * 1024 * 1024)
#define LIMIT_READ_PAGES        32u    /* pages a reader lives for */
#define LIMIT_READ_CPU_S        60u    /* of one page */
#define LIMIT_READ_DEADLINE_MS  45000u /* of one page */
#define LIMIT_OCR_CPU_MS        10000u /* of recognising it, processor time */

/* Dossiers. */
#define LIMIT_DOSSIER_PAGES  2000u
#define LIMIT_DOSSIER_PAPERS 200u
#define LIMIT_PACKAGE_BYTES  (2048ull * 1024 * 1024)

/* Names and codes of sealed papers. */
#define LIMIT_FILE_NAME_BYTES  100u
#define LIMIT_PAPER_CODE_BYTES 120u

/* Signatures. */
#define LIMIT_KEY_BYTES       (64u * 1024) /* a key's or certificates' file */
#define LIMIT_CERTIFICATES    8u           /* in one */
#define LIMIT_PIN_BYTES       64u
#define LIMIT_SIGNATURE_BYTES (32u * 1024) /* with certificates and time stamp */
#define LIMIT_STAMP_BYTES     (16u * 1024) /* a time-stamp server's answer */
#define LIMIT_STAMP_S         8u           /* for it to come */
#define LIMIT_TOKENS          64u          /* slots that are looked at */

/* Configuration. */
#define LIMIT_SETTINGS_BYTES (256u * 1024)
#define LIMIT_JSON_BYTES     (8u * 1024 * 1024)
#define LIMIT_JSON_DEPTH     32u
#define LIMIT_PROCEDURES     2000u
#define LIMIT_COMPONENTS     100u
#define LIMIT_TERM           1000u /* days or hours of a procedure */

#define LIMIT_RETENTION_DAYS 36500u

/* Portals. */
#define LIMIT_ANSWER_BYTES     (4u * 1024 * 1024) /* a portal's JSON answer */
#define LIMIT_RETRY_AFTER_S    3600u              /* what a portal may ask us to wait */
#define LIMIT_RATE_LEAST_BYTES_S 1024u            /* that files may be set to go at */
#define LIMIT_RATE_BYTES_S     1000000000u
#define LIMIT_PORTAL_ID_BYTES  64u
#define LIMIT_HEADER_BYTES     (128u * 1024) /* all header lines of an answer */
#define LIMIT_SECRET_BYTES     4096u
#define LIMIT_UPLOAD_URL_BYTES 2048u /* where a file goes, as the portal says */
#define LIMIT_NOTE_BYTES       8192u /* of an adapter, about one thing */
#define LIMIT_STATION_BYTES    16u   /* id of a kiosk, part of each dossier's code */

/* The store. */
#define LIMIT_STATION_OFF_S (31 * 24 * 3600) /* that a station is believed to have been off */
#define LIMIT_MEMBERS       200u  /* of a station's staff, retired ones too */
#define LIMIT_MEMBER_BYTES  32u   /* a member's id */
#define LIMIT_NAME_BYTES    200u  /* a member's name */
#define LIMIT_TRIES         5u    /* wrong PINs before the first wait */
#define LIMIT_TRY_LEAST_S   60u   /* that wait; each further one is twice as long ... */
#define LIMIT_TRY_MOST_S    3600u /* ... up to this */
#define LIMIT_CUSTODY_S     600u /* that a person has a dossier in hand without a sign */
#define LIMIT_GRACE_S       60u  /* that what is released rests, to be taken back */
#define LIMIT_MARKS         100u /* on a dossier that goes back */
#define LIMIT_SAMPLE        10000u /* dossiers drawn at a time */
#define LIMIT_PARKED        3u   /* dossiers laid aside at a desk */
#define LIMIT_STEP_BYTES    1024u /* where a screen was */
#define LIMIT_STORE_WAIT_MS 20000 /* for another process to finish writing */

/* The practice portal. */
#define LIMIT_UPLOAD_BYTES      (512ull * 1024 * 1024) /* one file with its fields */
#define LIMIT_FORM_BYTES        (256u * 1024)          /* any other request */
#define LIMIT_FORM_FIELDS       128u                   /* or parts */
#define LIMIT_FORM_FIELD_BYTES  (64u * 1024)
#define LIMIT_PART_HEADER_BYTES (8u * 1024) /* of one part of a multipart body */
#define LIMIT_BOUNDARY_BYTES    70u         /* RFC 2046, 5.1.1 */
#define LIMIT_PORTAL_REQUESTS   64u         /* at a time */
#define LIMIT_PORTAL_ROWS       1000u       /* of one list */
#define LIMIT_PORTAL_IDLE_S     60u         /* for a connection that moves no byte */

/** Marks a file as deixis's own ("deix"), for `PRAGMA application_id`. */
export const APPLICATION_ID = 0x64656978

/**
 * Step n leads from version n (`PRAGMA user_version`) to n + 1. Steps that were released never change: a new version
 * is a new step.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    updated INTEGER NOT NULL,  -- milliseconds since 1970
    turns INTEGER NOT NULL,
    last_text TEXT NOT NULL,
    picture TEXT,              -- name of the current one
    size INTEGER NOT NULL,     -- of the head, the parts and the pictures, in bytes
    head TEXT NOT NULL         -- JSON: pictures, and the states, which name parts by number
  ) WITHOUT ROWID;
  CREATE INDEX conversation_by_age ON conversation (updated);
  -- What states share: regions, findings and turns, each written once.
  CREATE TABLE part (
    conversation TEXT NOT NULL REFERENCES conversation ON DELETE CASCADE,
    number INTEGER NOT NULL,
    body TEXT NOT NULL,        -- JSON
    PRIMARY KEY (conversation, number)
  ) WITHOUT ROWID;
  -- Encoded pictures that came without a path or address.
  CREATE TABLE picture (
    conversation TEXT NOT NULL REFERENCES conversation ON DELETE CASCADE,
    image TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (conversation, image)
  );
  `,
]

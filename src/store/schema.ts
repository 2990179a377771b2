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
  `
  -- What an agent remembers of a conversation: LangGraph's checkpoints, the latest of each namespace. No reference to the
  -- conversation: that is saved at the end of a turn, an agent's memory before.
  CREATE TABLE checkpoint (
    thread TEXT NOT NULL,      -- id of the conversation
    namespace TEXT NOT NULL,
    id TEXT NOT NULL,
    updated INTEGER NOT NULL,  -- milliseconds since 1970
    type TEXT NOT NULL,
    checkpoint BLOB NOT NULL,
    metadata_type TEXT NOT NULL,
    metadata BLOB NOT NULL,
    PRIMARY KEY (thread, namespace)
  ) WITHOUT ROWID;
  -- Writes of steps that were not finished.
  CREATE TABLE checkpoint_write (
    thread TEXT NOT NULL,
    namespace TEXT NOT NULL,
    task TEXT NOT NULL,
    number INTEGER NOT NULL,
    path TEXT NOT NULL,
    channel TEXT NOT NULL,
    type TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (thread, namespace, task, number),
    FOREIGN KEY (thread, namespace) REFERENCES checkpoint ON DELETE CASCADE
  ) WITHOUT ROWID;
  CREATE TRIGGER forgotten AFTER DELETE ON conversation BEGIN
    DELETE FROM checkpoint WHERE thread = old.id;
  END;
  `,
]

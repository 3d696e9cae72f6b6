CREATE TABLE "audit_seals" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_audit_seals" PRIMARY KEY AUTOINCREMENT,
    "LastEntryId" INTEGER NOT NULL,
    "Entries" INTEGER NOT NULL,
    "Hash" TEXT NOT NULL,
    "At" TEXT NOT NULL
);

CREATE UNIQUE INDEX "IX_audit_seals_LastEntryId" ON "audit_seals" ("LastEntryId");

-- A seal is as little changed as what it covers.
CREATE TRIGGER audit_seals_no_update BEFORE UPDATE ON audit_seals BEGIN
    SELECT RAISE(ABORT, 'audit_seals is append-only');
END;
CREATE TRIGGER audit_seals_no_delete BEFORE DELETE ON audit_seals BEGIN
    SELECT RAISE(ABORT, 'audit_seals is append-only');
END;

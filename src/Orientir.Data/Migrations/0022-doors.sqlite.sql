-- One signing-in of a browser: signing out deletes its row, and a copy of the cookie opens nothing.
CREATE TABLE "sessions" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_sessions" PRIMARY KEY,
    "UserId" INTEGER NOT NULL,
    "BeganAt" TEXT NOT NULL,
    "SeenAt" TEXT NOT NULL,
    CONSTRAINT "FK_sessions_users_UserId" FOREIGN KEY ("UserId") REFERENCES "users" ("Id") ON DELETE CASCADE
);

CREATE INDEX "IX_sessions_UserId" ON "sessions" ("UserId");

-- Attempts to enter, by account and network: of all sites together.
CREATE TABLE "sign_in_attempts" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_sign_in_attempts" PRIMARY KEY AUTOINCREMENT,
    "Account" TEXT NOT NULL,
    "Network" TEXT NOT NULL,
    "UserId" INTEGER NULL,
    "Count" INTEGER NOT NULL,
    "Wrong" INTEGER NOT NULL,
    "At" TEXT NOT NULL,
    "WrongSince" TEXT NULL,
    "LockedUntil" TEXT NULL,
    "EnteredAt" TEXT NULL,
    CONSTRAINT "FK_sign_in_attempts_users_UserId" FOREIGN KEY ("UserId") REFERENCES "users" ("Id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "IX_sign_in_attempts_Account_Network" ON "sign_in_attempts" ("Account", "Network");

CREATE INDEX "IX_sign_in_attempts_UserId" ON "sign_in_attempts" ("UserId");

-- A role the program does not know gives nothing, and pages that listed it broke: it goes, and none comes any more. SQLite adds no CHECK to a
-- table there is; its triggers do the same.
DELETE FROM "named_directions" WHERE "GrantId" IN (SELECT "Id" FROM "grants" WHERE "Role" NOT BETWEEN 0 AND 7)
    OR "InvitationId" IN (SELECT "Id" FROM "invitations" WHERE "Role" NOT BETWEEN 0 AND 7);
DELETE FROM "grants" WHERE "Role" NOT BETWEEN 0 AND 7;
DELETE FROM "invitations" WHERE "Role" NOT BETWEEN 0 AND 7;
CREATE TRIGGER "CK_grants_Role_insert" BEFORE INSERT ON "grants" WHEN NEW."Role" NOT BETWEEN 0 AND 7
BEGIN SELECT RAISE(ABORT, 'CK_grants_Role'); END;
CREATE TRIGGER "CK_grants_Role_update" BEFORE UPDATE ON "grants" WHEN NEW."Role" NOT BETWEEN 0 AND 7
BEGIN SELECT RAISE(ABORT, 'CK_grants_Role'); END;
CREATE TRIGGER "CK_invitations_Role_insert" BEFORE INSERT ON "invitations" WHEN NEW."Role" NOT BETWEEN 0 AND 7
BEGIN SELECT RAISE(ABORT, 'CK_invitations_Role'); END;
CREATE TRIGGER "CK_invitations_Role_update" BEFORE UPDATE ON "invitations" WHEN NEW."Role" NOT BETWEEN 0 AND 7
BEGIN SELECT RAISE(ABORT, 'CK_invitations_Role'); END;

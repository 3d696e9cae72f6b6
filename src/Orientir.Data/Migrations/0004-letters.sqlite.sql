-- A letter is a row beside its cause, sent by a job.
CREATE TABLE letters (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_letters" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NULL,
    "Why" INTEGER NOT NULL,
    "CauseId" INTEGER NOT NULL,
    "ToName" TEXT NOT NULL,
    "FoldedName" TEXT NOT NULL,
    "ToEmail" TEXT NULL,
    "Subject" TEXT NOT NULL,
    "Text" TEXT NOT NULL,
    "After" TEXT NULL,
    "Link" TEXT NULL,
    "State" INTEGER NOT NULL,
    "CreatedAt" TEXT NOT NULL,
    "CausedBy" INTEGER NOT NULL,
    "MessageId" TEXT NOT NULL,
    "WaitingSince" TEXT NOT NULL,
    "NotBefore" TEXT NOT NULL,
    "Attempts" INTEGER NOT NULL,
    "AttemptedAt" TEXT NULL,
    "ClaimedUntil" TEXT NULL,
    "Fault" TEXT NULL,
    "SentAt" TEXT NULL,
    "PrintedAt" TEXT NULL,
    "PrintedBy" INTEGER NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_letters_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);


CREATE INDEX "IX_letters_AttemptedAt" ON "letters" ("AttemptedAt");


CREATE INDEX "IX_letters_RegionId_Id" ON "letters" ("RegionId", "Id");


CREATE INDEX "IX_letters_State_NotBefore" ON "letters" ("State", "NotBefore");


CREATE INDEX "IX_letters_Why_CauseId" ON "letters" ("Why", "CauseId");


ALTER TABLE invitations ADD COLUMN "LetterId" INTEGER NULL CONSTRAINT "FK_invitations_letters_LetterId" REFERENCES "letters" ("Id") ON DELETE SET NULL;


CREATE INDEX "IX_invitations_LetterId" ON "invitations" ("LetterId");

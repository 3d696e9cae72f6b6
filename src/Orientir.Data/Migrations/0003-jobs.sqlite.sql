CREATE TABLE "jobs" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_jobs" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NULL,
    "OwnerId" INTEGER NULL,
    "Kind" TEXT NOT NULL,
    "Payload" TEXT NOT NULL,
    "CreatedAt" TEXT NOT NULL,
    "NotBefore" TEXT NOT NULL,
    "State" INTEGER NOT NULL,
    "StartedAt" TEXT NULL,
    "HeartbeatAt" TEXT NULL,
    "FinishedAt" TEXT NULL,
    "Attempts" INTEGER NOT NULL,
    "Done" INTEGER NOT NULL,
    "Total" INTEGER NOT NULL,
    "LastFault" TEXT NULL,
    "CancelAskedAt" TEXT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_jobs_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_jobs_users_OwnerId" FOREIGN KEY ("OwnerId") REFERENCES "users" ("Id") ON DELETE SET NULL
);

CREATE INDEX "IX_jobs_State_NotBefore" ON "jobs" ("State", "NotBefore");

CREATE INDEX "IX_jobs_RegionId_Id" ON "jobs" ("RegionId", "Id");

CREATE INDEX "IX_jobs_OwnerId" ON "jobs" ("OwnerId");

-- One open job of a name: what comes meanwhile joins it.
ALTER TABLE "jobs" ADD COLUMN "JoinedAs" TEXT NULL;
CREATE UNIQUE INDEX "IX_jobs_JoinedAs" ON "jobs" ("JoinedAs");

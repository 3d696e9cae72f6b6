-- A job keeps its name once it is over, so that it has it when it is tried again; of open jobs one has it.
DROP INDEX "IX_jobs_JoinedAs";
CREATE UNIQUE INDEX "IX_jobs_JoinedAs" ON "jobs" ("JoinedAs") WHERE "FinishedAt" IS NULL;
UPDATE "jobs" SET "JoinedAs" = "Kind" WHERE "FinishedAt" IS NOT NULL AND "RegionId" IS NULL AND "Kind" IN ('audit', 'backup', 'clean-up');
UPDATE "jobs" SET "JoinedAs" = "Kind" || ':' || COALESCE("RegionId", '') WHERE "FinishedAt" IS NOT NULL AND "Kind" = 'letters';

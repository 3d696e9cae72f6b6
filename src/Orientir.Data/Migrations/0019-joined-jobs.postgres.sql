-- One open job of a name: what comes meanwhile joins it.
ALTER TABLE jobs ADD COLUMN "JoinedAs" text;
CREATE UNIQUE INDEX "IX_jobs_JoinedAs" ON jobs ("JoinedAs");

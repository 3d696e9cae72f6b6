ALTER TABLE report_packages ADD COLUMN "JobId" integer;
ALTER TABLE report_packages ADD CONSTRAINT "FK_report_packages_jobs_JobId" FOREIGN KEY ("JobId") REFERENCES jobs ("Id") ON DELETE SET NULL;

CREATE INDEX "IX_report_packages_JobId" ON report_packages ("JobId");

-- What waited or was at work is a job that waits; of a run there is one at most.
INSERT INTO jobs ("RegionId", "Kind", "Payload", "CreatedAt", "NotBefore", "State", "Attempts", "Done", "Total", "Version")
SELECT "RegionId", 'report', '{"Run":' || "ResultRunId" || '}', "RequestedAt", "RequestedAt", 0, 0, 0, 0, 1
FROM report_packages WHERE "FinishedAt" IS NULL;

UPDATE report_packages SET "JobId" = (
    SELECT job."Id" FROM jobs job WHERE job."Kind" = 'report' AND job."Payload" = '{"Run":' || "ResultRunId" || '}'
) WHERE "FinishedAt" IS NULL;

ALTER TABLE report_packages DROP COLUMN "StartedAt";
ALTER TABLE report_packages DROP COLUMN "Total";
ALTER TABLE report_packages DROP COLUMN "Done";
ALTER TABLE report_packages DROP COLUMN "HeartbeatAt";
ALTER TABLE report_packages DROP COLUMN "Attempts";
